//! What a type has for convenience: accessors, constructors and `Display`.

use concur_spec::api::{Accessor, Api, Constructor, Kind, Member, Model, ModelField, Presence, Scalar, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, code};
use super::kind;
use super::lints;
use super::members::{field, fields, model_of};
use super::names::Name;

/// Returns the functions that create a model and the methods that read it.
pub(crate) fn methods(api: &Api, model: &Model) -> Vec<TokenStream> {
    let Some(ty) = type_of(api, model) else {
        return Vec::new();
    };
    let constructors = constructors(ty, model);
    let accessors = ty.accessors.iter().filter(|_| is_received(model));
    constructors
        .map(|one| constructor(api, model, one))
        .chain(accessors.filter_map(|one| accessor(api, model, one)))
        .collect()
}

/// Returns the constructors of a type that a model has: those that set all that its builder requires, which is more where
/// it is also received and the service always sends a field.
pub(crate) fn constructors<'a>(ty: &'a Type, model: &'a Model) -> impl Iterator<Item = &'a Constructor> {
    let sets = |constructor: &Constructor, member: &Member| match member {
        Member::Field(field) => !field.builder_required || constructor.fields.contains(&field.wire),
        Member::Choice(_) => false,
    };
    let is_complete = move |one: &&Constructor| model.members.iter().all(|member| sets(one, member));
    ty.constructors
        .iter()
        .filter(|_| model.builder.is_some())
        .filter(is_complete)
}

fn type_of<'a>(api: &'a Api, model: &Model) -> Option<&'a Type> {
    api.types.iter().find(|ty| ty.name == model.source)
}

fn is_received(model: &Model) -> bool {
    model.view.is_received()
}

fn constructor(api: &Api, model: &Model, constructor: &Constructor) -> TokenStream {
    let name = constructor.name.ident();
    let fields = || constructor.fields.iter().filter_map(|wire| field(model, wire));
    let docs = Docs::of(&constructor.doc)
        .then(what_is_set(model, fields().collect()))
        .outer();
    let arguments = fields().map(|field| {
        let (name, ty) = (
            field.name.ident(),
            kind::argument(api, &field.kind, field.properties.secret),
        );
        quote!(#name: #ty)
    });
    let setters = fields().map(|field| {
        let name = field.name.ident();
        quote!(.#name(#name))
    });
    let lint = lints::arguments(constructor.fields.len());
    quote! {
        #docs
        #lint
        #[must_use]
        pub fn #name(#(#arguments),*) -> Self {
            Self::builder() #(#setters)* .build()
        }
    }
}

/// Returns the sentence of a function that sets some fields of a model by its builder, which sets defaults besides.
pub(crate) fn what_is_set(model: &Model, set: Vec<&ModelField>) -> String {
    let is_default = |field: &&ModelField| field.preset.is_some() && !set.iter().any(|one| one.wire == field.wire);
    let defaults: Vec<&ModelField> = fields(model).filter(is_default).collect();
    let (set, others) = (list(set.iter().copied()), list(defaults.iter().copied()));
    match defaults.len() {
        0 => format!("Sets {set} and no other field."),
        1 => format!("Sets {set}; {others} has its default."),
        _ => format!("Sets {set}; {others} have their defaults."),
    }
}

/// Returns links to fields: `a`, `b` and `c`.
fn list<'a>(fields: impl Iterator<Item = &'a ModelField>) -> String {
    let mut links: Vec<String> = fields
        .map(|ModelField { name, .. }| format!("[`{name}`](Self::{name})"))
        .collect();
    match links.pop() {
        Some(last) if !links.is_empty() => format!("{} and {last}", links.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// Returns the method that reads a value, or `None` if the model lacks a field of the path.
fn accessor(api: &Api, model: &Model, accessor: &Accessor) -> Option<TokenStream> {
    let name = accessor.name.ident();
    let docs = Docs::of(&accessor.doc)
        .then(format!("The value at {}.", code(&accessor.path)))
        .outer();
    let steps: Vec<&str> = accessor.path.split('.').collect();
    let (first, rest) = steps.split_first()?;
    let listed = field(model, first).filter(|field| field.presence == Presence::Collection);
    let (returns, body) = match listed {
        Some(list) => {
            let Kind::List(item) = &list.kind else { return None };
            let Kind::Model(item) = &**item else { return None };
            let found = Found::at(api, model_of(api, item)?, rest, &quote!(item))?;
            let (list, ty, value) = (list.name.ident(), found.ty, found.value);
            let each = if found.is_optional {
                quote!(filter_map)
            } else {
                quote!(map)
            };
            (
                quote!(impl Iterator<Item = #ty>),
                quote!(self.#list.iter().#each(|item| #value)),
            )
        }
        None => {
            let found = Found::at(api, model, &steps, &quote!(self))?;
            let (ty, value) = (found.ty, found.value);
            let value = if found.is_optional { value } else { quote!(Some(#value)) };
            (quote!(Option<#ty>), value)
        }
    };
    let must_use = listed.is_none().then(|| quote!(#[must_use]));
    Some(quote! {
        #docs
        #must_use
        pub fn #name(&self) -> #returns {
            #body
        }
    })
}

/// A value that is read from a model.
struct Found {
    /// The type of the value, a reference if it is not `Copy`.
    ty: TokenStream,
    /// The expression for the value or, if it is optional, for an `Option` of it.
    value: TokenStream,
    is_optional: bool,
}

impl Found {
    /// Returns the value at a path of fields of a model.
    fn at(api: &Api, model: &Model, path: &[&str], place: &TokenStream) -> Option<Self> {
        let (first, rest) = path.split_first()?;
        let field = field(model, first)?;
        let found = Self::of(field, place);
        if rest.is_empty() {
            return Some(found);
        }
        let Kind::Model(next) = &field.kind else { return None };
        let value = &found.value;
        let name = field.name.ident();
        let place = if found.is_optional {
            quote!(#value?)
        } else {
            quote!(#place.#name)
        };
        let inner = Self::at(api, model_of(api, next)?, rest, &place)?;
        // A value that its object always has is absent if the object is.
        if found.is_optional && !inner.is_optional {
            let value = inner.value;
            return Some(Self {
                value: quote!(Some(#value)),
                is_optional: true,
                ..inner
            });
        }
        Some(inner)
    }

    /// Returns the value of a field.
    fn of(field: &ModelField, place: &TokenStream) -> Self {
        let name = field.name.ident();
        let is_optional = field.presence == Presence::Optional;
        let (ty, is_copy) = reference(&field.kind);
        let is_text = matches!(field.kind, Kind::Scalar(Scalar::String | Scalar::Uri));
        let value = match (is_optional, is_copy) {
            (_, true) => quote!(#place.#name),
            (true, false) if is_text || field.boxed => quote!(#place.#name.as_deref()),
            (true, false) => quote!(#place.#name.as_ref()),
            (false, false) if is_text => quote!(#place.#name.as_str()),
            (false, false) => quote!(&#place.#name),
        };
        Self { ty, value, is_optional }
    }
}

/// How a method reads a field.
pub(crate) struct Read {
    pub(crate) returns: TokenStream,
    pub(crate) value: TokenStream,
}

/// Returns how a method reads a field of a model: by reference, unless it is copied.
pub(crate) fn read(field: &ModelField, place: &TokenStream) -> Read {
    let name = field.name.ident();
    if field.properties.secret || !matches!(field.presence, Presence::Optional | Presence::Required) {
        let ty = kind::field(field);
        return Read {
            returns: quote!(&#ty),
            value: quote!(&#place.#name),
        };
    }
    let Found { ty, value, is_optional } = Found::of(field, place);
    let returns = if is_optional { quote!(Option<#ty>) } else { ty };
    Read { returns, value }
}

/// The value at a path of a model.
pub(crate) struct ReadPath {
    /// The expression for the value or, if it is optional, for an `Option` of it.
    pub(crate) value: TokenStream,
    pub(crate) is_optional: bool,
}

/// Returns the value at a path of a model, `place`: wire names separated by dots.
pub(crate) fn read_path(api: &Api, model: &Model, path: &str, place: &TokenStream) -> Option<ReadPath> {
    let steps: Vec<&str> = path.split('.').collect();
    let Found { value, is_optional, .. } = Found::at(api, model, &steps, place)?;
    Some(ReadPath { value, is_optional })
}

/// Returns the type that a value is read as, and whether it is copied.
fn reference(kind: &Kind) -> (TokenStream, bool) {
    let value = kind::value(kind);
    match kind {
        Kind::Scalar(Scalar::String | Scalar::Uri) => (quote!(&str), false),
        Kind::Scalar(Scalar::Currency | Scalar::Json)
        | Kind::Model(_)
        | Kind::ValueSet(_)
        | Kind::Union(_)
        | Kind::List(_)
        | Kind::Map(_) => (quote!(&#value), false),
        Kind::Scalar(_) => (value, true),
    }
}

/// Returns the `Display` of what the service sends.
pub(crate) fn display(api: &Api, model: &Model) -> Option<TokenStream> {
    let ty = type_of(api, model).filter(|ty| !ty.display.is_empty() && is_received(model))?;
    let fields: Vec<&ModelField> = ty.display.iter().filter_map(|wire| field(model, wire)).collect();
    let names: Vec<Ident> = fields.iter().map(|field| field.name.ident()).collect();
    let docs = Docs::of(format!(
        "Shows {}, joined with a colon; absent ones are left out.",
        list(fields.iter().copied())
    ))
    .outer();
    let parts = fields.iter().zip(&names).map(|(field, name)| match field.presence {
        Presence::Optional => quote!(self.#name.as_ref().map(|value| value as &dyn fmt::Display)),
        _ => quote!(Some(&self.#name as &dyn fmt::Display)),
    });
    let name = model.name.ident();
    Some(quote! {
        #docs
        impl fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                display::joined(f, &[#(#parts),*])
            }
        }
    })
}
