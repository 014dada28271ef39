//! Formats values as Rust expressions, as a user of the SDK writes them.

use std::collections::BTreeSet;

use concur_spec::api::{
    Api, Choice, Kind, Member, Model, ModelField, Parameter, Preset, Scalar, TypeName, Union, ValueSet, View, WireForm,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::json::{Json, Object};
use crate::rust::convenience;
use crate::rust::kind;
use crate::rust::members::{field, model_of};
use crate::rust::names::{Name, clear};
use crate::rust::text_setter::try_setter;

/// Creates expressions for an API, and records the names that they use.
pub(super) struct Expressions<'a> {
    api: &'a Api,
    /// Names of the API's module.
    pub(super) own: BTreeSet<String>,
    /// Names of the crate's root.
    pub(super) shared: BTreeSet<String>,
}

/// The position of an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// An argument with a type `impl Into<…>`.
    Argument,
    /// A position that requires the exact type.
    Exact,
}

impl At {
    /// The position of an item in a list or map at this position: a list of lists has items of the exact type.
    fn inside(item: &Kind, at: Self) -> Self {
        match item {
            Kind::List(_) | Kind::Map(_) => Self::Exact,
            _ => at,
        }
    }
}

impl<'a> Expressions<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self {
            api,
            own: BTreeSet::new(),
            shared: BTreeSet::new(),
        }
    }

    /// Returns the value of a parameter, which is text on the wire.
    pub(super) fn parameter(&mut self, parameter: &Parameter, text: &str) -> TokenStream {
        let text = Json::Text(text.to_owned());
        let value = match &parameter.kind {
            Kind::List(_) => Json::List(vec![text]),
            _ => text,
        };
        self.value(&parameter.kind, &value, At::Argument)
    }

    /// Returns the items of a body, a list of models or unions, as an array.
    pub(super) fn items(&mut self, list: &Kind, body: &Json) -> TokenStream {
        let (Kind::List(item), Json::List(values)) = (list, body) else {
            return TokenStream::new();
        };
        let items: Vec<TokenStream> = values
            .iter()
            .map(|value| match (&**item, value) {
                (Kind::Model(name), Json::Object(object)) => self.model(name, object),
                (item, value) => self.value(item, value, At::Exact),
            })
            .collect();
        quote!([#(#items),*])
    }

    /// Returns the expression that builds a model.
    pub(super) fn model(&mut self, name: &TypeName, object: &Object) -> TokenStream {
        let Some(model) = model_of(self.api, name) else {
            return TokenStream::new();
        };
        self.own.insert(name.to_string());
        if let Some(constructed) = self.constructed(model, object) {
            return constructed;
        }
        let ident = name.ident();
        let setters: Vec<TokenStream> = object
            .iter()
            .filter_map(|(wire, value)| self.setter(model, wire, value))
            .collect();
        if model.view == View::Update {
            quote!(#ident::new() #(#setters)*)
        } else {
            quote!(#ident::builder() #(#setters)* .build())
        }
    }

    /// Returns the call of a constructor that takes the fields of an object and no others.
    fn constructed(&mut self, model: &Model, object: &Object) -> Option<TokenStream> {
        let ty = self.api.types.iter().find(|ty| ty.name == model.source)?;
        let wanted = |wire: &String| object.get(wire).is_some_and(|value| *value != Json::Null);
        let mut constructors = convenience::constructors(ty, model);
        let found =
            constructors.find(|one| one.fields.len() == object.iter().count() && one.fields.iter().all(wanted))?;
        let arguments: Vec<TokenStream> = found
            .fields
            .iter()
            .filter_map(|wire| {
                let field = field(model, wire)?;
                Some(self.value(&field.kind, object.get(wire)?, At::Argument))
            })
            .collect();
        let (ty, name) = (model.name.ident(), found.name.ident());
        Some(quote!(#ty::#name(#(#arguments),*)))
    }

    /// Returns the setter of a field by its wire name, or `None` if the model lacks it.
    fn setter(&mut self, model: &Model, wire: &str, value: &Json) -> Option<TokenStream> {
        model.members.iter().find_map(|member| match member {
            Member::Field(field) => self.field(model, field, wire, value),
            Member::Choice(choice) => self.choice(choice, wire, value),
        })
    }

    fn field(&mut self, model: &Model, field: &ModelField, wire: &str, value: &Json) -> Option<TokenStream> {
        let mut aliases = field.spelling.iter().flat_map(|spelling| &spelling.aliases);
        let alias = aliases.position(|alias| alias == wire);
        if field.wire != wire && alias.is_none() {
            return None;
        }
        let name = field.name.ident();
        if *value == Json::Null && field.kind != Kind::Scalar(Scalar::Json) {
            let clear = clear(&field.name);
            return Some(match model.view {
                View::Update => quote!(.#clear()),
                View::Read | View::Shared | View::Create | View::Replace => TokenStream::new(),
            });
        }
        // The builder sets it.
        let is_preset = field.preset.as_ref().is_some_and(|preset| is_set_by(preset, value));
        if is_preset || self.is_only_received(&field.kind) {
            return Some(TokenStream::new());
        }
        let is_from_text = matches!(
            field.kind,
            Kind::Scalar(Scalar::Date | Scalar::Time | Scalar::Timestamp | Scalar::DateTime)
        );
        if let (true, Json::Text(text)) = (is_from_text && !field.properties.secret, value) {
            let name = try_setter(&name);
            return Some(quote!(.#name(#text)?));
        }
        let value = self.value(&field.kind, value, At::Argument);
        let spelling = field.spelling.as_ref().zip(alias).map(|(spelling, index)| {
            self.shared.insert(String::from("Spelling"));
            let (name, index) = (spelling.name.ident(), Literal::usize_unsuffixed(index));
            quote!(.#name(Spelling::alias(#index)))
        });
        Some(quote!(.#name(#value) #spelling))
    }

    /// Whether nobody can build the value, since only the service sends it: the service ignores it in a body.
    fn is_only_received(&self, kind: &Kind) -> bool {
        match kind {
            Kind::List(item) | Kind::Map(item) => self.is_only_received(item),
            Kind::Model(name) => {
                let model = model_of(self.api, name);
                model.is_some_and(|model| model.builder.is_none() && model.view != View::Update)
            }
            _ => false,
        }
    }

    fn choice(&mut self, choice: &Choice, wire: &str, value: &Json) -> Option<TokenStream> {
        let one = choice.alternatives.iter().find(|one| one.wire == wire)?;
        self.own.insert(choice.type_name.to_string());
        let (setter, ty, variant) = (choice.name.ident(), choice.type_name.ident(), one.variant.ident());
        let value = self.value(&one.kind, value, At::Exact);
        Some(quote!(.#setter(#ty::#variant(#value))))
    }

    fn value(&mut self, kind: &Kind, value: &Json, at: At) -> TokenStream {
        match (kind, value) {
            (Kind::Scalar(Scalar::Json), value) => {
                let text = serde_json::to_string(value).unwrap_or_default();
                self.scalar(Scalar::Json, &text, at)
            }
            (Kind::Scalar(scalar), value) => self.scalar(*scalar, &text(value), at),
            (Kind::ValueSet(name), value) => self.set_value(name, &text(value), at),
            (Kind::Model(name), Json::Object(object)) => self.model_or_shorthand(name, object, at),
            (Kind::Union(name), Json::Object(object)) => self.union(name, object),
            (Kind::List(item), Json::List(values)) if values.is_empty() => {
                let empty = self.empty(item);
                list(&empty, at)
            }
            (Kind::List(item), Json::List(values)) => {
                let inner = At::inside(item, at);
                let values: Vec<TokenStream> = values.iter().map(|value| self.value(item, value, inner)).collect();
                list(&quote!([#(#values),*]), at)
            }
            (Kind::List(item), one) => {
                let value = self.value(item, one, At::inside(item, at));
                list(&quote!([#value]), at)
            }
            (Kind::Map(of), Json::Object(entries)) if entries.iter().next().is_none() => {
                let empty = self.empty_map(of);
                list(&empty, at)
            }
            (Kind::Map(of), Json::Object(entries)) => {
                let inner = At::inside(of, at);
                let entries: Vec<TokenStream> = entries
                    .iter()
                    .map(|(name, value)| {
                        let value = self.value(of, value, inner);
                        quote!((#name, #value))
                    })
                    .collect();
                list(&quote!([#(#entries),*]), at)
            }
            (Kind::Model(_) | Kind::Union(_) | Kind::Map(_), _) => quote!(Default::default()),
        }
    }

    /// Returns an empty list with an explicit type, since it cannot be inferred.
    fn empty(&mut self, item: &Kind) -> TokenStream {
        self.mention(item);
        let item = kind::value(item);
        quote!(Vec::<#item>::new())
    }

    /// Returns an empty map with an explicit type.
    fn empty_map(&mut self, of: &Kind) -> TokenStream {
        self.mention(of);
        self.shared.insert(String::from("JsonMap"));
        let of = kind::value(of);
        quote!(JsonMap::<#of>::new())
    }

    /// Records the names of a type.
    fn mention(&mut self, kind: &Kind) {
        match kind {
            Kind::Model(name) | Kind::ValueSet(name) | Kind::Union(name) => {
                self.own.insert(name.to_string());
            }
            Kind::Scalar(Scalar::String | Scalar::Uri | Scalar::Boolean | Scalar::Integer) => {}
            Kind::List(item) => {
                self.shared.insert(String::from("JsonList"));
                self.mention(item);
            }
            Kind::Map(of) => {
                self.shared.insert(String::from("JsonMap"));
                self.mention(of);
            }
            Kind::Scalar(_) => {
                self.shared.insert(kind::value(kind).to_string());
            }
        }
    }

    fn scalar(&mut self, scalar: Scalar, text: &str, at: At) -> TokenStream {
        match (scalar, at) {
            (Scalar::String | Scalar::Uri | Scalar::Currency, At::Argument) => quote!(#text),
            (Scalar::String | Scalar::Uri | Scalar::Currency, At::Exact) => quote!(#text.into()),
            (Scalar::Boolean, _) if WireForm::boolean(text) == Some(true) => quote!(true),
            (Scalar::Boolean, _) => quote!(false),
            (Scalar::Integer, _) => match text.parse::<i64>() {
                Ok(number) => {
                    let number = Literal::i64_unsuffixed(number);
                    quote!(#number)
                }
                Err(_) => quote!(#text.parse()?),
            },
            (Scalar::Decimal, _) => self.decimal(text),
            (Scalar::Date | Scalar::Time | Scalar::Timestamp | Scalar::DateTime | Scalar::Json, At::Exact) => {
                quote!(#text.parse()?)
            }
            (Scalar::Date | Scalar::Time | Scalar::Timestamp | Scalar::DateTime | Scalar::Json, At::Argument) => {
                let ty = kind::value(&Kind::Scalar(scalar));
                self.shared.insert(ty.to_string());
                quote!(#text.parse::<#ty>()?)
            }
        }
    }

    /// Returns the decimal as a literal if possible.
    fn decimal(&mut self, text: &str) -> TokenStream {
        let is_plain = text.starts_with(|letter: char| letter.is_ascii_digit())
            && text.ends_with(|letter: char| letter.is_ascii_digit())
            && text.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
            && text.len() <= 24;
        match text.parse::<Literal>() {
            Ok(number) if is_plain => {
                self.shared.insert(String::from("dec"));
                quote!(dec!(#number))
            }
            _ => {
                quote!(#text.parse()?)
            }
        }
    }

    fn set_value(&mut self, name: &TypeName, text: &str, at: At) -> TokenStream {
        let set: Option<&ValueSet> = self.api.value_sets.iter().find(|set| set.type_name == *name);
        let known = set.and_then(|set| set.values.iter().find(|value| value.wire == text));
        match (known, at) {
            (Some(value), _) => {
                self.own.insert(name.to_string());
                let (ty, variant) = (name.ident(), value.name.ident());
                quote!(#ty::#variant)
            }
            (None, at) if set.is_some_and(|set| set.is_integer) => self.integer_value(text, at),
            (None, At::Argument) => quote!(#text),
            (None, At::Exact) => quote!(#text.into()),
        }
    }

    /// Returns a value of an open set of integers that is not listed.
    fn integer_value(&mut self, text: &str, at: At) -> TokenStream {
        let number = self.scalar(Scalar::Integer, text, At::Exact);
        match at {
            At::Argument => number,
            At::Exact => quote!(#number.into()),
        }
    }

    /// A model that has only its shorthand field is written as the value of that field.
    fn model_or_shorthand(&mut self, name: &TypeName, object: &Object, at: At) -> TokenStream {
        let short = model_of(self.api, name).and_then(|model| {
            let field =
                crate::rust::members::fields(model).find(|field| Some(&field.name) == model.shorthand.as_ref())?;
            let value = object.get(&field.wire)?;
            (object.iter().count() == 1).then_some((field, value))
        });
        match short {
            Some((field, value)) => {
                // `From` is for text, also if the field has a value set.
                let value = match &field.kind {
                    Kind::ValueSet(_) => {
                        let text = text(value);
                        quote!(#text)
                    }
                    kind => self.value(kind, value, At::Argument),
                };
                match at {
                    At::Argument => value,
                    At::Exact => quote!(#value.into()),
                }
            }
            None => self.model(name, object),
        }
    }

    fn union(&mut self, name: &TypeName, object: &Object) -> TokenStream {
        let union: Option<&Union> = self.api.unions.iter().find(|union| union.type_name == *name);
        let case = union.and_then(|union| union.cases.iter().find(|case| case.applies(|key| object.text(key))));
        let Some(case) = case else {
            return quote!(Default::default());
        };
        self.own.insert(name.to_string());
        let (ty, variant) = (name.ident(), case.variant.ident());
        let value = self.model(&case.model, object);
        quote!(#ty::#variant(#value))
    }
}

/// Converts an array to a list if the exact type is required.
fn list(items: &TokenStream, at: At) -> TokenStream {
    match at {
        At::Argument => items.clone(),
        At::Exact => quote!(#items.into()),
    }
}

/// Returns a value that is text on the wire.
/// Whether a value is what a builder sets.
fn is_set_by(preset: &Preset, value: &Json) -> bool {
    match (preset, value) {
        (Preset::One(preset), value) => *preset == text(value),
        (Preset::List(presets), Json::List(items)) => items.iter().map(text).eq(presets.iter().cloned()),
        (Preset::List(_), _) => false,
    }
}

fn text(value: &Json) -> String {
    match value {
        Json::Text(text) | Json::Number(text) => text.clone(),
        Json::Bool(value) => value.to_string(),
        Json::Null | Json::List(_) | Json::Object(_) => String::new(),
    }
}
