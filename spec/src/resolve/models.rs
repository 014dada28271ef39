//! The structs of the SDK: the views of each type.

use super::draft::{Draft, accepts, is_boxed};
use super::names::Scope;
use super::plan::ModelPlan;
use super::{Resolver, choices, cycles, families, name_of, tables};
use crate::api::{Kind, Member, Model, ModelField, Presence, Preset, Spelling, Union, View};
use crate::diagnostics::Diagnostic;
use crate::document::{self, Field, FieldOrFamily, FieldSpec, Required, Type};
use crate::tree::Text;

impl Resolver<'_> {
    pub(super) fn models(
        &mut self,
        unions: &[Union],
        modules: &mut Scope,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Model> {
        let api = self.api;
        let mut models = Vec::new();
        for ty in &api.types {
            if let Some(shared) = self.shared_with(ty) {
                models.extend(self.shared_models(ty, shared, diagnostics));
                continue;
            }
            for plan in self.plan.models(ty.name.as_str()).to_vec() {
                models.push(self.model(ty, &plan, modules, diagnostics));
            }
        }
        cycles::box_cycles(&mut models, unions);
        models
    }

    /// Returns the models of a shared type, and claims the names of their choices.
    fn shared_models(&mut self, ty: &Type, shared: &crate::api::Api, diagnostics: &mut Vec<Diagnostic>) -> Vec<Model> {
        let models = shared.models.iter().filter(|model| model.source == ty.name.text);
        let models: Vec<Model> = models
            .map(|model| Model {
                is_shared: true,
                ..model.clone()
            })
            .collect();
        for member in models.iter().flat_map(|model| &model.members) {
            if let Member::Choice(choice) = member {
                let name = Text::new(choice.type_name.as_str(), ty.name.at);
                self.plan.names.type_name(&name, diagnostics);
            }
        }
        models
    }

    fn model(&mut self, ty: &Type, plan: &ModelPlan, modules: &mut Scope, diagnostics: &mut Vec<Diagnostic>) -> Model {
        let mut draft = Draft {
            view: plan.view,
            names: Scope::new(format!("the fields and methods of `{}`", ty.name.text)),
            members: Vec::new(),
            families: Vec::new(),
        };
        for row in ty.rows().iter().filter(|row| plan.view.has(row.column())) {
            match row {
                FieldOrFamily::Field(field) => self.add_field(&mut draft, ty, field, diagnostics),
                FieldOrFamily::Family(family) => families::add(self, &mut draft, ty, family, diagnostics),
            }
        }
        draft.claim_methods(ty, plan.builder.is_some(), diagnostics);
        let shorthand = ty.shorthand.as_ref().filter(|_| plan.builder.is_some());
        let module = Text::new(plan.name.as_str(), ty.name.at);
        Model {
            name: plan.name.clone(),
            builder: plan.builder.clone(),
            module: modules.module(&module, "_model", diagnostics),
            source: ty.name.text.clone(),
            is_shared: false,
            view: plan.view,
            // Every kind of value implements `Eq` and `Hash`: decimals are exact, and JSON keeps its numbers as
            // strings.
            eq: true,
            shorthand: shorthand.and_then(|wire| draft.name_of(wire.as_str())),
            doc: self.type_doc(ty),
            members: draft.members,
            families: draft.families,
        }
    }

    fn add_field(&mut self, draft: &mut Draft, ty: &Type, field: &Field, diagnostics: &mut Vec<Diagnostic>) {
        if draft.view.is_complete_body()
            && let Required::OneOf(group) = &field.required
        {
            choices::add(self, draft, ty, field, group, diagnostics);
            return;
        }
        let kind = self.plan.kind(&field.column.ty, !draft.view.is_received());
        let name = name_of(field.name.as_ref(), &field.wire);
        let name = draft.names.field(name, diagnostics);
        let spelling = self.spelling(draft, field, name.as_str(), diagnostics);
        let presence = presence(draft.view, field, &kind);
        let is_parsed = kind.is_parsed() && !field.column.properties.secret;
        draft.claim_setters(&name, presence, is_parsed, field.wire.at, diagnostics);
        let mut doc = self.doc(
            &field.column.doc,
            &["types", ty.name.as_str(), "fields", field.wire.as_str()],
        );
        doc.example = field.column.example.as_ref().map(|example| example.text.clone());
        let has_builder = !matches!(draft.view, View::Read | View::Update);
        let preset = self.preset(ty, field).filter(|_| has_builder);
        draft.members.push(Member::Field(Box::new(ModelField {
            wire: field.wire.text.clone(),
            name,
            presence,
            builder_required: preset.is_none() && is_builder_required(draft.view, field, presence),
            preset,
            boxed: is_boxed(presence, &kind),
            spelling,
            accepts: accepts(&field.column),
            properties: field.column.properties,
            family: None,
            kind,
            doc,
        })));
    }

    /// Returns the default of a field, or the value by which unions tell the type, if it is the same for all of them.
    fn preset(&self, ty: &Type, field: &Field) -> Option<Preset> {
        if let Some(default) = &field.default {
            return Some(tables::preset(default));
        }
        let cases = self.api.types.iter().flat_map(|union| union.cases.iter().flatten());
        let is_told = |case: &&document::Case| {
            let by_field = case.when.as_ref().is_some_and(|when| when.text == field.wire.text);
            by_field && case.ty.text == ty.name.text
        };
        let mut values = cases.filter(is_told).filter_map(|case| case.is.as_ref());
        let first = values.next()?;
        values
            .all(|other| other.text == first.text)
            .then(|| Preset::One(first.text.clone()))
    }

    fn spelling(
        &self,
        draft: &mut Draft,
        field: &Field,
        name: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Spelling> {
        let first = field.aliases.first()?;
        let spelling_field = Text::new(format!("{name}_spelling"), first.at);
        Some(Spelling {
            name: draft.names.field(&spelling_field, diagnostics),
            aliases: field.aliases.iter().map(|alias| alias.text.clone()).collect(),
        })
    }
}

impl View {
    fn has(self, column: &FieldSpec) -> bool {
        let access = column.access;
        match self {
            Self::Shared => true,
            Self::Read => !access.write_only,
            Self::Create => !access.read_only,
            Self::Replace | Self::Update => !(access.read_only || access.create_only),
        }
    }
}

fn presence(view: View, field: &Field, kind: &Kind) -> Presence {
    let required = match field.required {
        Required::No => false,
        // What creation requires cannot be cleared later, but need not be sent again.
        Required::OnCreate => view != View::Replace,
        Required::Always | Required::OneOf(_) => true,
    };
    let absent = if matches!(kind, Kind::List(_) | Kind::Map(_)) {
        Presence::Collection
    } else {
        Presence::Optional
    };
    match view {
        View::Read | View::Shared if field.guaranteed => Presence::Required,
        View::Read | View::Shared => absent,
        View::Create | View::Replace if required && absent == Presence::Optional => Presence::Required,
        View::Create | View::Replace => absent,
        View::Update if required || !field.column.access.clearable => Presence::Settable,
        View::Update => Presence::Clearable,
    }
}

/// Returns true if the builder requires the field: because the service requires it, or because the field of the struct
/// is not optional.
fn is_builder_required(view: View, field: &Field, presence: Presence) -> bool {
    let must_be_sent = match field.required {
        Required::Always => true,
        Required::OnCreate => view != View::Replace,
        Required::No | Required::OneOf(_) => false,
    };
    let sent_whole = view == View::Shared || view.is_complete_body();
    presence == Presence::Required || (sent_whole && must_be_sent && !field.column.access.read_only)
}
