//! A builder: a typestate of its required values, so that `build` compiles once all of them are set.

use concur_spec::api::{Api, Choice, Kind, Member, Model, ModelField, Presence, Preset, Scalar};
use heck::ToPascalCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, code, summary};
use super::imports::free;
use super::kind;
use super::lints;
use super::members::{fields, has_default, named_first, required_setters};
use super::names::{Name, ident, plain};
use super::text_setter::Setter;

pub(crate) fn items(api: &Api, model: &Model) -> Vec<TokenStream> {
    let Some(states) = States::of(api, model) else {
        return Vec::new();
    };
    let mut items: Vec<TokenStream> = lints::type_parameters(states.parameters.len()).into_iter().collect();
    items.extend([structure(model, &states), constructor(api, model, &states)]);
    items.extend(model.members.iter().filter_map(|member| match member {
        Member::Choice(choice) => Some(choice_setter(&states, choice)),
        Member::Field(field) if field.builder_required => Some(required_setter(api, model, &states, field)),
        Member::Field(_) => None,
    }));
    items.push(any_state(api, model, &states));
    items
}

/// A builder and its type parameters, one for each required value.
struct States {
    builder: Ident,
    parameters: Vec<(String, Ident)>,
}

impl States {
    /// Returns `None` for a model without a builder.
    fn of(api: &Api, model: &Model) -> Option<Self> {
        let builder = model.builder.as_ref()?.ident();
        let mut states: Vec<(String, Ident)> = Vec::new();
        for setter in required_setters(model) {
            let mut state = free(api, &format!("Has{}", setter.to_pascal_case()));
            // Setters that differ only in underscores have the same name in Pascal case.
            while states.iter().any(|(_, other)| *other == state) {
                state = ident(&format!("{state}_"));
            }
            states.push((setter, state));
        }
        Some(Self {
            builder,
            parameters: states,
        })
    }

    fn is_empty(&self) -> bool {
        self.parameters.is_empty()
    }

    fn names(&self) -> impl Iterator<Item = &Ident> {
        self.parameters.iter().map(|(_, name)| name)
    }

    /// Returns `<HasA, HasB>`, or nothing.
    fn generics(&self) -> TokenStream {
        let names = self.names();
        if self.is_empty() {
            TokenStream::new()
        } else {
            quote!(<#(#names),*>)
        }
    }

    /// Returns the parameters without one of them, and the arguments with that one replaced.
    fn replacing(&self, setter: &str, state: &TokenStream) -> (TokenStream, TokenStream) {
        let others: Vec<&Ident> = self
            .parameters
            .iter()
            .filter(|(name, _)| name != setter)
            .map(|(_, name)| name)
            .collect();
        let arguments = self.parameters.iter().map(|(name, parameter)| {
            if name == setter {
                state.clone()
            } else {
                quote!(#parameter)
            }
        });
        let parameters = if others.is_empty() {
            TokenStream::new()
        } else {
            quote!(<#(#others),*>)
        };
        (parameters, quote!(<#(#arguments),*>))
    }
}

fn structure(model: &Model, states: &States) -> TokenStream {
    let (name, builder) = (model.name.ident(), &states.builder);
    let docs = Docs::of(format!("A builder for [`{}`].", model.name));
    let docs = if states.is_empty() {
        docs
    } else {
        let required = required_setters(model).into_iter();
        let required = required.map(|name| plain(&name));
        let required: Vec<String> = required.map(|name| format!("[`{name}`](Self::{name})")).collect();
        docs.then(format!(
            "`build` is available once all required values are set: {}.",
            required.join(", ")
        ))
    }
    .outer();
    let names: Vec<&Ident> = states.names().collect();
    let (generics, marker) = match &names[..] {
        [] => (TokenStream::new(), TokenStream::new()),
        [one] => (quote!(<#one = Missing>), quote!(given: PhantomData<#one>,)),
        names => (
            quote!(<#(#names = Missing),*>),
            quote!(given: PhantomData<(#(#names),*)>,),
        ),
    };
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct #builder #generics {
            value: #name,
            #marker
        }
    }
}

fn constructor(api: &Api, model: &Model, states: &States) -> TokenStream {
    let (name, builder) = (model.name.ident(), &states.builder);
    let blank = match has_default(model) {
        true => quote!(#name::default()),
        false => quote!(Blank::blank()),
    };
    let mut presets = fields(model).filter_map(|field| preset(api, field)).peekable();
    let value = match presets.peek() {
        Some(_) => quote!(#name { #(#presets,)* ..#blank }),
        None => blank,
    };
    let given = if states.is_empty() {
        TokenStream::new()
    } else {
        quote!(given: PhantomData,)
    };
    quote! {
        impl #builder {
            pub(crate) fn new() -> Self {
                Self { value: #value, #given }
            }
        }
    }
}

/// Returns the field with the value that the builder sets.
fn preset(api: &Api, field: &ModelField) -> Option<TokenStream> {
    let name = field.name.ident();
    let value = match (field.preset.as_ref()?, &field.kind) {
        (Preset::List(items), Kind::List(kind)) => {
            let items = items.iter().map(|item| preset_value(api, kind, item));
            let items: Vec<TokenStream> = items.collect::<Option<_>>()?;
            quote!(JsonList::from(vec![#(#items),*]))
        }
        (Preset::One(value), kind) => preset_value(api, kind, value)?,
        (Preset::List(_), _) => return None,
    };
    let value = match field.presence {
        Presence::Optional => quote!(Some(#value)),
        _ => value,
    };
    Some(quote!(#name: #value))
}

fn preset_value(api: &Api, kind: &Kind, text: &str) -> Option<TokenStream> {
    Some(match kind {
        Kind::ValueSet(set) => {
            let (ty, set) = (set.ident(), api.value_sets.iter().find(|own| own.type_name == *set)?);
            let variant = set.values.iter().find(|value| value.wire == text)?.name.ident();
            quote!(#ty::#variant)
        }
        Kind::Scalar(Scalar::Integer | Scalar::Boolean) => text.parse().ok()?,
        _ => quote!(#text.to_owned()),
    })
}

fn choice_setter(states: &States, choice: &Choice) -> TokenStream {
    let (name, ty) = (choice.name.ident(), choice.type_name.ident());
    let docs = Docs::of(summary(&choice.doc)).then("Required.").outer();
    required(states, &name, &docs, &quote!(#ty), &quote!(#name), None)
}

fn required_setter(api: &Api, model: &Model, states: &States, field: &ModelField) -> TokenStream {
    let name = field.name.ident();
    let argument = kind::argument(api, &field.kind, field.properties.secret);
    let value = stored(api, field, &quote!(#name));
    let docs = setter_docs(model, field).then("Required.").outer();
    required(states, &name, &docs, &argument, &value, Some(field))
}

fn required(
    states: &States,
    name: &Ident,
    docs: &TokenStream,
    argument: &TokenStream,
    value: &TokenStream,
    field: Option<&ModelField>,
) -> TokenStream {
    let builder = &states.builder;
    let setter = name.to_string();
    let (parameters, before) = states.replacing(&setter, &quote!(Missing));
    let (_, after) = states.replacing(&setter, &quote!(Given));
    let of_text = field.map(|field| of_text(field, name, &quote!(#builder #after)));
    quote! {
        impl #parameters #builder #before {
            #docs
            pub fn #name(mut self, #name: #argument) -> #builder #after {
                self.value.#name = #value;
                #builder { value: self.value, given: PhantomData }
            }

            #of_text
        }
    }
}

/// Returns the setter of a field that takes a text.
pub(crate) fn of_text(field: &ModelField, name: &Ident, returns: &TokenStream) -> TokenStream {
    let (wire, kind, secret) = (&field.wire, &field.kind, field.properties.secret);
    Setter {
        name,
        wire,
        kind,
        secret,
        returns,
    }
    .of_text()
}

/// Returns the value that a setter stores, wrapped as the field requires.
fn stored(api: &Api, field: &ModelField, argument: &TokenStream) -> TokenStream {
    let value = kind::field_converted(api, field, argument);
    match field.presence {
        Presence::Required | Presence::Collection => value,
        Presence::Optional | Presence::Settable => quote!(Some(#value)),
        Presence::Clearable => quote!(Update::Set(#value)),
    }
}

fn setter_docs(model: &Model, field: &ModelField) -> Docs {
    if kind::later_family_field(model, field).is_some() {
        return Docs::of(format!("Sets [`{}::{}`].", model.name, field.name));
    }
    let docs = Docs::of(summary(&field.doc)).then(format!("See [`{}::{}`].", model.name, field.name));
    match &field.preset {
        Some(value) => docs.then(format!("The builder sets it to {}.", code(&value.to_string()))),
        None => docs,
    }
}

/// Returns the methods for any state: setters of optional values, and `build`, which requires all values.
fn any_state(api: &Api, model: &Model, states: &States) -> TokenStream {
    let builder = &states.builder;
    let generics = states.generics();
    let setters = named_first(model).filter(|field| !field.builder_required).map(|field| {
        let name = field.name.ident();
        let argument = kind::argument(api, &field.kind, field.properties.secret);
        let value = stored(api, field, &quote!(#name));
        let docs = setter_docs(model, field).outer();
        let of_text = of_text(field, &name, &quote!(Self));
        quote! {
            #docs
            pub fn #name(mut self, #name: #argument) -> Self {
                self.value.#name = #value;
                self
            }

            #of_text
        }
    });
    let spellings = fields(model).map(|field| spelling_setter(field, &quote!(self.value)));
    let build = build(model, states);
    quote! {
        impl #generics #builder #generics {
            #(#setters)*
            #(#spellings)*

            /// Adds a field that is not in the specification.
            pub fn additional(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
                self.value.additional.insert(name, value);
                self
            }

            #build
        }
    }
}

/// Returns the setter that chooses the wire name of a field with several names; `place` is the expression of the model.
pub(crate) fn spelling_setter(field: &ModelField, place: &TokenStream) -> TokenStream {
    let Some(spelling) = &field.spelling else {
        return TokenStream::new();
    };
    let name = spelling.name.ident();
    let others = spelling
        .aliases
        .iter()
        .enumerate()
        .map(|(index, alias)| format!("`Spelling::alias({index})` for {}", code(alias)));
    let docs = Docs::of(format!(
        "Sets the wire name of [`{}`](Self::{}): `Spelling::FIRST` for {} (the default), {}.",
        field.name,
        field.name,
        code(&field.wire),
        others.collect::<Vec<_>>().join(", ")
    ))
    .outer();
    quote! {
        #docs
        pub fn #name(mut self, spelling: Spelling) -> Self {
            #place.#name = spelling;
            self
        }
    }
}

fn build(model: &Model, states: &States) -> TokenStream {
    let name = model.name.ident();
    let docs = Docs::of(format!("Returns the [`{}`].", model.name)).outer();
    let bounds = states.names().map(|state| quote!(#state: IsGiven));
    let required = (!states.is_empty()).then(|| quote!(where #(#bounds),*));
    quote! {
        #docs
        #[must_use]
        pub fn build(self) -> #name #required {
            self.value
        }
    }
}
