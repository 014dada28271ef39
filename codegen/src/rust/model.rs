//! A model: the struct, its constructor or builder, and its field families.

use concur_spec::api::{Api, Doc, Kind, Member, Model, ModelField, Operation, Output, View};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, alias, article, code};
use super::members::{field as field_of, fields, has_default, required_setters};
use super::names::Name;
use super::{choice, convenience, family, kind};

pub(crate) fn items(api: &Api, model: &Model) -> Vec<TokenStream> {
    let mut items = vec![structure(api, model)];
    items.extend(inherent(api, model));
    items.extend(holds_secrets(model).then(|| debug(model)));
    items.extend(shorthand(model));
    items.extend(convenience::display(api, model));
    items.extend(model.members.iter().filter_map(|member| match member {
        Member::Choice(choice) => Some(choice::items(choice)),
        Member::Field(_) => None,
    }));
    items
}

fn structure(api: &Api, model: &Model) -> TokenStream {
    let name = model.name.ident();
    let docs = docs(api, model).outer();
    let debug = (!holds_secrets(model)).then(|| quote!(Debug,));
    let default = has_default(model).then(|| quote!(Default,));
    let derives = quote!(#[derive(Clone, #debug #default PartialEq)]);
    let member = |member: &Member| match member {
        Member::Field(field) => field_tokens(api, model, field),
        Member::Choice(choice) => {
            let docs = Docs::item(&choice.doc).outer();
            let (name, ty) = (choice.name.ident(), choice.type_name.ident());
            quote!(#docs pub #name: #ty)
        }
    };
    // The fields of families are many and alike, so they come last.
    let (numbered, named): (Vec<_>, Vec<_>) = model.members.iter().partition(|member| is_numbered(member));
    let (named, numbered) = (named.into_iter().map(member), numbered.into_iter().map(member));
    let alias = alias(&model.source, model.name.as_str()).filter(|_| !model.view.is_complete_body());
    let spellings = fields(model)
        .filter_map(|field| field.spelling.as_ref())
        .map(|spelling| {
            let name = spelling.name.ident();
            let docs = Docs::of(format!(
                "Whether to use the wire name {}.",
                spelling
                    .aliases
                    .iter()
                    .map(|alias| code(alias))
                    .collect::<Vec<_>>()
                    .join(" or ")
            ))
            .outer();
            quote!(#docs pub(super) #name: Spelling)
        });
    quote! {
        #docs
        #alias
        #derives
        #[non_exhaustive]
        pub struct #name {
            #(#named,)*
            /// Unknown fields, and values that do not match the type of their field, unchanged. They are sent back.
            pub additional: Additional,
            #(#numbered,)*
            #(#spellings,)*
        }
    }
}

/// Returns whether a member is a field of a family.
fn is_numbered(member: &Member) -> bool {
    matches!(member, Member::Field(field) if field.family.is_some())
}

fn docs(api: &Api, model: &Model) -> Docs {
    let text = Docs::text_of(&model.doc);
    let builder = format!("Build one with [`{}::builder`].", model.name);
    let docs = match (model.view, read_link(api, model)) {
        (View::Read, _) => text.then("Returned by the service. A field that is missing or null is absent."),
        (View::Shared, _) => text.then(format!("Used in requests and responses. {builder}")),
        (View::Create, Some(read)) => Docs::of(format!("A body that creates {read}. {builder}")).also(text),
        (View::Create | View::Replace, None) => text.then(builder),
        (View::Replace, Some(read)) => Docs::of(format!("A body that replaces {read}. {builder}")).also(text),
        (View::Update, read) => Docs::of(format!(
            "A body that updates {}. Unset fields keep their values; cleared fields are sent as null.",
            read.unwrap_or_else(|| "an existing resource".to_owned())
        )),
    };
    let docs = callers(api, model)
        .into_iter()
        .chain(numbers(model))
        .fold(docs, Docs::then);
    match model.view {
        // The read view has them.
        View::Create | View::Replace if read_view(api, model).is_some() => docs,
        // Errata may be about fields that an update lacks.
        View::Update => docs.background(&Doc {
            errata: Vec::new(),
            ..model.doc.clone()
        }),
        _ => docs.background(&model.doc),
    }
}

/// Returns which operations send and return a model.
fn callers(api: &Api, model: &Model) -> Vec<String> {
    let listed = |what: &str, wanted: &dyn Fn(&Operation) -> bool| {
        let operations = api.operations.iter().filter(|operation| wanted(operation));
        let links: Vec<String> = operations.map(|operation| method_link(api, operation)).collect();
        (!links.is_empty()).then(|| format!("{what} by {}.", links.join(", ")))
    };
    let sent = |operation: &Operation| {
        operation
            .body
            .as_ref()
            .is_some_and(|body| body.has_model(api, &model.name))
    };
    let returned = |operation: &Operation| match &operation.output {
        Output::Value(Kind::Model(name)) => *name == model.name,
        _ => false,
    };
    [listed("Sent", &sent), listed("Returned", &returned)]
        .into_iter()
        .flatten()
        .collect()
}

fn method_link(api: &Api, operation: &Operation) -> String {
    let (handle, method) = (&api.handle, &operation.method_name);
    format!("[`{handle}::{method}`](crate::{}::{handle}::{method})", api.module)
}

/// Says how to reach the fields of families by number; on the page, they come after many fields.
fn numbers(model: &Model) -> Vec<String> {
    let families = model.families.iter().map(|view| {
        let methods = [&view.get, &view.set, &view.filled].map(|name| format!("[`{name}`](Self::{name})"));
        let [get, set, filled] = methods;
        format!(
            "The fields {} can also be reached by number: {get}, {set}, {filled}.",
            family::range(view)
        )
    });
    families.collect()
}

/// Returns the read view of the type of a model.
fn read_view<'a>(api: &'a Api, model: &Model) -> Option<&'a Model> {
    let mut views = api.models.iter().filter(|other| other.source == model.source);
    views.find(|other| other.view.is_received())
}

/// Returns a link to the read view, if it is another model.
fn read_link(api: &Api, model: &Model) -> Option<String> {
    let read = read_view(api, model)?;
    let article = article(read.name.as_str());
    Some(format!(
        "{article} [`{}`](crate::{}::{})",
        read.name, api.module, read.name
    ))
}

/// Returns whether a model contains secrets, which must not be printed.
fn holds_secrets(model: &Model) -> bool {
    fields(model).any(|field| field.properties.secret)
}

/// If known fields are secrets, unknown ones may be too, so only their names are printed.
fn debug(model: &Model) -> TokenStream {
    let (name, text) = (model.name.ident(), model.name.as_str());
    let names = model.members.iter().map(|member| match member {
        Member::Field(field) => &field.name,
        Member::Choice(choice) => &choice.name,
    });
    let shown = names.map(|name| {
        let (text, name) = (name.as_str(), name.ident());
        quote!(.field(#text, &self.#name))
    });
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(#text)
                    #(#shown)*
                    .field("additional", &self.additional.names_only())
                    .finish()
            }
        }
    }
}

/// Returns conversions from a text to a model with only its shorthand field set.
fn shorthand(model: &Model) -> Option<TokenStream> {
    let (name, field) = (model.name.ident(), model.shorthand.as_ref()?);
    if required_setters(model)
        .iter()
        .any(|required| *required != field.to_string())
    {
        return None;
    }
    let set = fields(model).filter(|one| one.name == *field).collect();
    let docs = Docs::of(convenience::what_is_set(model, set)).outer();
    let field = field.ident();
    let from = [quote!(&str), quote!(String)].map(|text| {
        quote! {
            impl From<#text> for #name {
                #docs
                fn from(#field: #text) -> Self {
                    Self::builder().#field(#field).build()
                }
            }
        }
    });
    Some(quote!(#(#from)*))
}

fn field_tokens(api: &Api, model: &Model, field: &ModelField) -> TokenStream {
    let docs = field_docs(api, model, field).outer();
    let (name, ty) = (field.name.ident(), kind::field(field));
    let alias = alias(&field.wire, field.name.as_str());
    quote!(#docs #alias pub #name: #ty)
}

fn field_docs(api: &Api, model: &Model, field: &ModelField) -> Docs {
    if let Some(first) = kind::later_family_field(model, field) {
        let number = field.family.as_ref().map_or(0, |member| member.number);
        let family = field.wire.trim_end_matches(char::is_numeric);
        return Docs::of(format!(
            "{} number {number}; see [{}](Self::{}).",
            code(family),
            code(&first),
            first_field(model, field)
        ));
    }
    let read = read_view(api, model).filter(|_| model.view.is_complete_body() && !field.doc.errata.is_empty());
    match read.and_then(|read| Some((read, field_of(read, &field.wire)?))) {
        Some((read, other)) => Docs::text_of_value(&field.doc, field.properties).then(format!(
            "**Errata**: see [`{}::{}`](crate::{}::{}::{}).",
            read.name, other.name, api.module, read.name, other.name
        )),
        None => {
            let docs = Docs::text_of_value(&field.doc, field.properties);
            opened(api, model, field)
                .into_iter()
                .fold(docs, Docs::then)
                .background(&field.doc)
        }
    }
}

/// Says which scopes open a field of a response, if it needs one of some.
fn opened(api: &Api, model: &Model, field: &ModelField) -> Option<String> {
    if !model.view.is_received() {
        return None;
    }
    let scopes = api.openers(&model.source, &field.wire);
    let links = scopes.map(|scope| {
        let (wire, name) = (code(&scope.wire), &scope.name);
        format!("[{wire}](crate::{}::scopes::{name})", api.module)
    });
    let links: Vec<String> = links.collect();
    (!links.is_empty()).then(|| format!("Opened by {}.", links.join(" or ")))
}

fn first_field(model: &Model, field: &ModelField) -> String {
    let family = field.family.as_ref().map(|member| member.family);
    let first = fields(model).find(|other| other.family.as_ref().map(|member| member.family) == family);
    first.map(|first| first.name.to_string()).unwrap_or_default()
}

fn inherent(api: &Api, model: &Model) -> Option<TokenStream> {
    let name = model.name.ident();
    let constructor = constructor(model);
    let families = model
        .families
        .iter()
        .enumerate()
        .map(|(index, view)| family::methods(api, model, index, view));
    let conveniences = convenience::methods(api, model);
    (constructor.is_some() || !conveniences.is_empty() || !model.families.is_empty()).then(|| {
        quote! {
            impl #name {
                #constructor
                #(#conveniences)*
                #(#families)*
            }
        }
    })
}

/// Returns the function that starts a value; a response has none, but `Default` and public fields.
fn constructor(model: &Model) -> Option<TokenStream> {
    if model.view == View::Update {
        return Some(quote! {
            /// Returns an update that changes nothing.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        });
    }
    let builder = model.builder.as_ref()?.ident();
    let required: Vec<String> = required_setters(model)
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let docs = match &required[..] {
        [] => Docs::of(format!("Returns a builder for [`{}`].", model.name)),
        required => Docs::of(format!(
            "Returns a builder for [`{}`]. Required: {}.",
            model.name,
            required.join(", ")
        )),
    }
    .outer();
    Some(quote! {
        #docs
        pub fn builder() -> #builder {
            #builder::new()
        }
    })
}
