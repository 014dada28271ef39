//! Types of values: as a field, as an argument, and the conversion from argument to field.

use concur_spec::api::{Alternative, Api, Kind, Model, ModelField, Output, Presence, Scalar, Union, ValueSet};
use proc_macro2::TokenStream;
use quote::quote;

use super::names::Name;

/// Returns the output type of a call.
pub(crate) fn output(output: &Output) -> TokenStream {
    match output {
        Output::Nothing => quote!(()),
        Output::Value(kind) => value(kind),
        Output::List { item, .. } => {
            let item = value(item);
            quote!(JsonList<#item>)
        }
    }
}

/// Returns the type of a value.
pub(crate) fn value(kind: &Kind) -> TokenStream {
    match kind {
        Kind::Scalar(scalar) => scalar_type(*scalar),
        Kind::Model(name) | Kind::ValueSet(name) | Kind::Union(name) => {
            let name = name.ident();
            quote!(#name)
        }
        Kind::List(item) => {
            let item = value(item);
            quote!(JsonList<#item>)
        }
        Kind::Map(of) => {
            let of = value(of);
            quote!(JsonMap<#of>)
        }
    }
}

fn scalar_type(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::String | Scalar::Uri => quote!(String),
        Scalar::Boolean => quote!(bool),
        Scalar::Integer => quote!(i64),
        Scalar::Decimal => quote!(Decimal),
        Scalar::Date => quote!(Date),
        Scalar::Time => quote!(TimeOfDay),
        Scalar::Timestamp => quote!(Timestamp),
        Scalar::DateTime => quote!(CivilDateTime),
        Scalar::Currency => quote!(CurrencyCode),
        Scalar::Json => quote!(Json),
    }
}

/// Returns the type of a field's value, without `Option` or `Update`.
pub(crate) fn field_value(field: &ModelField) -> TokenStream {
    let ty = bare(&field.kind, field.properties.secret);
    if field.boxed { quote!(Box<#ty>) } else { ty }
}

/// Returns the type of a field.
pub(crate) fn field(field: &ModelField) -> TokenStream {
    let ty = field_value(field);
    match field.presence {
        Presence::Required | Presence::Collection => ty,
        Presence::Optional | Presence::Settable => quote!(Option<#ty>),
        Presence::Clearable => quote!(Update<#ty>),
    }
}

/// Returns the type of a value that may be a secret.
pub(crate) fn bare(kind: &Kind, secret: bool) -> TokenStream {
    if secret { quote!(Secret) } else { value(kind) }
}

/// Returns whether an argument is converted to the value. This is so only for types that something else converts to.
/// Decimals are taken as they are, because the compiler could not infer the type of `"812.40".parse()?` otherwise.
fn is_converted(api: &Api, kind: &Kind) -> bool {
    match kind {
        Kind::Scalar(Scalar::Boolean | Scalar::Integer | Scalar::Decimal) | Kind::List(_) | Kind::Map(_) => false,
        Kind::Model(name) => api
            .models
            .iter()
            .any(|model| model.name == *name && model.shorthand.is_some()),
        _ => true,
    }
}

/// Returns the argument type of a value.
pub(crate) fn argument(api: &Api, kind: &Kind, secret: bool) -> TokenStream {
    match kind {
        _ if secret => quote!(impl Into<Secret>),
        Kind::List(item) => {
            let item = item_argument(api, item);
            quote!(impl IntoIterator<Item = #item>)
        }
        Kind::Map(of) => {
            let of = item_argument(api, of);
            quote!(impl IntoIterator<Item = (impl Into<String>, #of)>)
        }
        kind => {
            let ty = value(kind);
            if is_converted(api, kind) {
                quote!(impl Into<#ty>)
            } else {
                ty
            }
        }
    }
}

/// Returns the type of an item of an argument that is a list or map. An item that is itself one has its exact type.
fn item_argument(api: &Api, kind: &Kind) -> TokenStream {
    match kind {
        Kind::List(_) | Kind::Map(_) => value(kind),
        kind => argument(api, kind, false),
    }
}

/// Returns what a text must be to be parsed as a value; see [`Kind::is_parsed`].
pub(crate) fn text_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Scalar(Scalar::Decimal) => "a decimal number, such as `812.40`",
        Kind::Scalar(Scalar::Date) => "a date, such as `2027-03-01`",
        Kind::Scalar(Scalar::Time) => "a time, such as `19:30`",
        Kind::Scalar(Scalar::Timestamp) => {
            "a time of RFC 3339, such as `2027-03-01T09:30:00Z`, or a date, which is midnight in UTC"
        }
        Kind::Scalar(Scalar::DateTime) => {
            "a date with a time, such as `2027-03-01T09:30:00`, or a date, which is its midnight"
        }
        _ => "a text",
    }
}

/// Returns the value of an argument.
pub(crate) fn converted(api: &Api, kind: &Kind, secret: bool, argument: &TokenStream) -> TokenStream {
    match kind {
        _ if secret => quote!(#argument.into()),
        Kind::List(item) if is_converted(api, item) => quote!(#argument.into_iter().map(Into::into).collect()),
        Kind::Map(of) if is_converted(api, of) => {
            quote!(#argument.into_iter().map(|(name, value)| (name, value.into())).collect())
        }
        Kind::List(_) | Kind::Map(_) => quote!(#argument.into_iter().collect()),
        kind if is_converted(api, kind) => quote!(#argument.into()),
        _ => quote!(#argument),
    }
}

/// Returns the value of a setter's argument, boxed if the field is.
pub(crate) fn field_converted(api: &Api, field: &ModelField, argument: &TokenStream) -> TokenStream {
    let value = converted(api, &field.kind, field.properties.secret, argument);
    if field.boxed { quote!(Box::new(#value)) } else { value }
}

/// Returns the type of a choice's alternative.
pub(crate) fn alternative(alternative: &Alternative) -> TokenStream {
    value(&alternative.kind)
}

/// Returns the wire name of the first field of a family, for a later field of the family.
pub(crate) fn later_family_field(model: &Model, field: &ModelField) -> Option<String> {
    let member = field.family.as_ref()?;
    let family = model.families.get(member.family)?;
    (member.number != family.from).then(|| format!("{}{}", family.prefix, family.from))
}

/// Returns whether a value set is closed, so that its enum has no `Unknown`.
pub(crate) fn closed(set: &ValueSet) -> bool {
    !set.open
}

/// Returns the case of a union without a key, or the last one.
pub(crate) fn fallback(union: &Union) -> Option<&concur_spec::api::UnionCase> {
    union
        .cases
        .iter()
        .find(|case| case.when.is_none())
        .or(union.cases.last())
}
