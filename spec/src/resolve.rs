//! Resolves a document to the contract. All decisions are made here.
//!
//! It accepts invalid documents too, so that name collisions are reported in the same run as other diagnostics. The
//! result is discarded if there are diagnostics.

mod choices;
mod cycles;
mod draft;
mod errors;
mod exports;
mod families;
mod filters;
mod imports;
mod models;
mod names;
mod operations;
mod plan;
mod platform;
mod resources;
mod tables;
mod tokens;
mod usage;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{
    Contract, Doc, Erratum, FilterFields, Member, MethodName, ModuleName, Opens, Platform, Scope as OAuthScope,
    TypeName,
};
use crate::diagnostics::Diagnostic;
use crate::document::{Api, Document, Operation, Type};
use crate::errata::Notes;
use crate::sources::FileId;
use crate::tree::Text;

use names::Scope;
pub(crate) use names::{is_reserved_api, plural, snake_case};
use plan::Plan;
pub(crate) use usage::Usage;

/// Resolves all APIs. The notes are the errata to show; empty for the documented reading.
pub(crate) fn resolve(document: &Document, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) -> Contract {
    let titles: BTreeMap<&str, &str> = document
        .platform
        .iter()
        .flat_map(|platform| &platform.documents)
        .map(|source| (source.key.as_str(), source.title.as_str()))
        .collect();
    let mut shared = Shared {
        accessors: Scope::new("the methods of the client"),
        modules: Scope::new("the APIs"),
    };
    let usage = Usage::of_shared(document);
    let shared_types = document.shared.as_ref().map(|api| {
        let resolver = Resolver {
            api,
            notes,
            titles: &titles,
            plan: Plan::of(api, &usage, diagnostics),
            module: names::shared_module(),
            shared_errata: Vec::new(),
            shared_types: None,
            shared_file: Some(api.file),
            filters: Vec::new(),
        };
        resolver.resolve(&mut Scope::new(""), diagnostics)
    });
    let apis: Vec<_> = document
        .apis
        .iter()
        .map(|api| {
            Resolver {
                api,
                notes,
                titles: &titles,
                plan: Plan::of(api, &usage, diagnostics),
                module: shared.modules.api_module(&api.key, diagnostics),
                shared_errata: notes.shared(api.file),
                shared_types: shared_types.as_ref(),
                shared_file: document.shared.as_ref().map(|shared| shared.file),
                filters: Vec::new(),
            }
            .resolve(&mut shared.accessors, diagnostics)
        })
        .collect();
    Contract {
        platform: resolve_platform(document, &apis, notes, diagnostics),
        shared_types,
        apis,
        errata: notes.count(),
    }
}

/// The scopes of names that all APIs share.
struct Shared {
    accessors: Scope,
    modules: Scope,
}

/// The context of resolving an API.
struct Resolver<'a> {
    api: &'a Api,
    notes: &'a Notes,
    /// The titles of the documents, by key.
    titles: &'a BTreeMap<&'a str, &'a str>,
    plan: Plan,
    /// The module of the API in the SDK.
    module: ModuleName,
    /// The errata that the module describes once.
    shared_errata: Vec<Erratum>,
    /// The shared types, resolved; `None` while they are.
    shared_types: Option<&'a crate::api::Api>,
    /// The file with the shared types.
    shared_file: Option<FileId>,
    /// The fields by which filter expressions select.
    filters: Vec<FilterFields>,
}

impl<'a> Resolver<'a> {
    fn resolve(mut self, accessors: &mut Scope, diagnostics: &mut Vec<Diagnostic>) -> crate::api::Api {
        let api = self.api;
        let mut methods = Scope::new(format!("the methods of `{}`", api.key.text));
        let mut modules = Scope::new(format!("the modules of `{}`", api.key.text));
        // A module with the same name as its parent would be confusing.
        modules.module(&api.key, "_api", diagnostics);
        let unions = self.unions(diagnostics);
        let models = self.models(&unions, &mut modules, diagnostics);
        self.filters = self.filter_fields(diagnostics);
        let operations = self.operations(&mut methods, diagnostics);
        let accessor: MethodName = accessors.accessor(&api.client, diagnostics);
        let mut resolved = crate::api::Api {
            key: api.key.text.clone(),
            is_folder: api.is_folder,
            title: api.title.clone(),
            version: api.version.clone(),
            base_path: api.base_path.text.clone(),
            doc: Doc {
                document: self.title(&api.document),
                document_key: Some(api.document.text.clone()),
                ..self.doc(&api.doc, &[])
            },
            module: self.module.clone(),
            feature: (!api.is_platform).then(|| api.key.text.replace('_', "-")),
            handle: self.plan.handle.clone(),
            accessor,
            error_code: self.plan.error_code.clone(),
            scopes: self.scopes(diagnostics),
            operations,
            types: self.tables(),
            models,
            value_sets: self.value_sets(diagnostics),
            unions,
            filters: self.filters.clone(),
            error_codes: self.error_codes(diagnostics),
            uncoded_errors: self.uncoded_errors(),
            waiters: self.waiters(&mut methods, diagnostics),
            imports: self.imports(),
            exports: self.exports(),
            resources: self.resources(),
            errata: self
                .shared_errata
                .iter()
                .map(|erratum| self.in_module(erratum))
                .collect(),
            type_names: BTreeSet::new(),
        };
        resolved.type_names = type_names(&resolved).map(str::to_owned).collect();
        resolved
    }

    fn scopes(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<OAuthScope> {
        let mut names = Scope::new(format!("the scopes of `{}`", self.api.key.text));
        let scopes = self.api.scopes.iter();
        scopes
            .map(|scope| OAuthScope {
                wire: scope.wire.text.clone(),
                name: names.constant(name_of(scope.name.as_ref(), &scope.wire), diagnostics),
                opens: scope
                    .opens
                    .iter()
                    .map(|(ty, fields)| Opens {
                        ty: ty.text.clone(),
                        fields: fields.iter().map(|field| field.text.clone()).collect(),
                    })
                    .collect(),
                doc: self.row_doc(
                    self.doc(&scope.doc, &["scopes", scope.wire.as_str()]),
                    scope.document.as_ref(),
                    None,
                ),
            })
            .collect()
    }

    /// Returns the documentation of the item at a path.
    fn doc(&self, text: &str, path: &[&str]) -> Doc {
        Doc {
            text: text.trim_end().to_owned(),
            errata: self.errata(path),
            ..Doc::default()
        }
    }

    /// Returns the documentation of an operation, with its document and section.
    fn operation_doc(&self, operation: &Operation) -> Doc {
        let document = operation.document.as_ref().unwrap_or(&self.api.document);
        Doc {
            document: self.title(document),
            document_key: self.other(Some(document)),
            section: operation.section.clone(),
            ..self.doc(&operation.doc, &["operations", operation.key.as_str()])
        }
    }

    /// Returns the documentation of a type, with its document and section.
    fn type_doc(&self, ty: &Type) -> Doc {
        // Of a shared type each API has a document.
        let is_of_one = !ty.is_shared || self.shared_types.is_some();
        let document = ty.document.as_ref().or(is_of_one.then_some(&self.api.document));
        Doc {
            document: document.and_then(|document| self.title(document)),
            document_key: self.other(document),
            section: ty.section.clone(),
            ..self.doc(&ty.doc, &["types", ty.name.as_str()])
        }
    }

    /// Returns the documentation of a row with its document, if it names one, or that of what has it.
    fn row_doc(&self, doc: Doc, own: Option<&Text>, owner: Option<&Text>) -> Doc {
        Doc {
            document: own.and_then(|document| self.title(document)),
            document_key: self.other(own.or(owner)),
            ..doc
        }
    }

    /// Returns the key of a document, unless it is that of the API.
    fn other(&self, document: Option<&Text>) -> Option<String> {
        let other = document.filter(|document| document.text != self.api.document.text);
        other.map(|document| document.text.clone())
    }

    fn title(&self, document: &Text) -> Option<String> {
        self.titles.get(document.as_str()).map(|title| (*title).to_owned())
    }

    fn errata(&self, path: &[&str]) -> Vec<Erratum> {
        let mut errata = match (path, self.shared_file) {
            (["types", name, rest @ ..], Some(file)) if self.is_shared(name) => {
                self.notes.of(file, &[&["shared_types", *name], rest].concat())
            }
            _ => self.notes.of(self.api.file, path),
        };
        for erratum in &mut errata {
            if self.shared_errata.contains(erratum) {
                *erratum = self.in_module(erratum);
            }
        }
        errata
    }

    fn is_shared(&self, name: &str) -> bool {
        self.api.find_type(name).is_some_and(|ty| ty.is_shared)
    }

    /// Returns the resolved shared types, if this is one of an API.
    fn shared_with(&self, ty: &Type) -> Option<&'a crate::api::Api> {
        self.shared_types.filter(|_| ty.is_shared)
    }

    /// Returns an erratum that the module of the API describes.
    fn in_module(&self, erratum: &Erratum) -> Erratum {
        Erratum {
            module: Some(self.module.clone()),
            ..erratum.clone()
        }
    }
}

/// Returns the name to use in the SDK: the given one, or else the wire name.
fn name_of<'a>(given: Option<&'a Text>, wire: &'a Text) -> &'a Text {
    given.unwrap_or(wire)
}

/// Resolves the platform.
fn resolve_platform(
    document: &Document,
    apis: &[crate::api::Api],
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Platform {
    let mut own = document.apis.iter().zip(apis).filter(|(api, _)| api.is_platform);
    match (&document.platform, own.next()) {
        (Some(platform), Some((api, resolved))) => platform::resolve(platform, api, resolved, notes, diagnostics),
        _ => Platform {
            doc: Doc::default(),
            data_centers: Vec::new(),
            headers: Vec::new(),
            envelopes: Vec::new(),
            limits: Vec::new(),
            grants: Vec::new(),
            tokens: None,
            retry_statuses: Vec::new(),
            guide: Vec::new(),
            allowed_hosts: Vec::new(),
        },
    }
}

/// Returns the names of all types of an API.
fn type_names(api: &crate::api::Api) -> impl Iterator<Item = &str> {
    let models = api.models.iter().flat_map(|model| {
        let choices = model.members.iter().filter_map(|member| match member {
            Member::Choice(choice) => Some(choice.type_name.as_str()),
            Member::Field(_) => None,
        });
        let builder = model.builder.iter().map(TypeName::as_str);
        [model.name.as_str()].into_iter().chain(builder).chain(choices)
    });
    [api.handle.as_str(), api.error_code.as_str()]
        .into_iter()
        .chain(models)
        .chain(api.value_sets.iter().map(|set| set.type_name.as_str()))
        .chain(api.unions.iter().map(|union| union.type_name.as_str()))
        .chain(api.operations.iter().map(|operation| operation.error.name.as_str()))
        .chain(api.filters.iter().map(|fields| fields.name.as_str()))
}
