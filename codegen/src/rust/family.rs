//! A field family by number: methods that read a field, set a field, and iterate over the filled fields.

use concur_spec::api::{Api, FamilyView, Kind, MethodName, Model, ModelField, Presence, Scalar};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs::{Docs, code};
use super::kind;
use super::members::fields;
use super::names::{Name, clear, ident};

/// Returns the methods of the `index`th family of a model.
pub(crate) fn methods(api: &Api, model: &Model, index: usize, view: &FamilyView) -> TokenStream {
    let Some(parts) = parts(model, index, view) else {
        return TokenStream::new();
    };
    let (read, set) = (read(&parts, view), set(api, &parts, view));
    quote!(#read #set)
}

/// What the fields of a family have in common.
struct Parts<'a> {
    /// The first field; the others differ only in their names.
    first: &'a ModelField,
    /// The type of each field.
    slot: TokenStream,
    slots: Ident,
    names: Vec<Ident>,
}

fn parts<'a>(model: &'a Model, index: usize, view: &FamilyView) -> Option<Parts<'a>> {
    let own = || fields(model).filter(|field| field.family.as_ref().is_some_and(|member| member.family == index));
    let first = own().next()?;
    Some(Parts {
        first,
        slot: kind::field(first),
        slots: slots(model, view),
        names: own().map(|field| field.name.ident()).collect(),
    })
}

/// Returns the name of the method that returns all fields of a family, which must not collide with other names.
fn slots(model: &Model, view: &FamilyView) -> Ident {
    let mut name = format!("{}_slots", view.get);
    let methods = |view: &FamilyView| [&view.get, &view.set, &view.filled].map(MethodName::to_string);
    let mut taken: Vec<String> = model.families.iter().flat_map(methods).collect();
    taken.extend(fields(model).flat_map(|field| [field.name.to_string(), clear(&field.name).to_string()]));
    while taken.contains(&name) {
        name.push('_');
    }
    ident(&name)
}

impl Parts<'_> {
    /// Returns the type of a borrowed field and the expression for it, as an option if the field can be absent.
    fn borrowed(&self) -> (TokenStream, TokenStream) {
        let (slot, value) = (&self.slot, kind::bare(&self.first.kind, self.first.properties.secret));
        let text =
            matches!(self.first.kind, Kind::Scalar(Scalar::String | Scalar::Uri)) && !self.first.properties.secret;
        match self.first.presence {
            Presence::Clearable | Presence::Collection | Presence::Required => (quote!(&#slot), quote!(field)),
            Presence::Optional | Presence::Settable if text => (quote!(&str), quote!(field.as_deref())),
            Presence::Optional | Presence::Settable if self.first.boxed => (quote!(&#value), quote!(field.as_deref())),
            Presence::Optional | Presence::Settable => (quote!(&#value), quote!(field.as_ref())),
        }
    }

    fn optional(&self) -> bool {
        matches!(self.first.presence, Presence::Optional | Presence::Settable)
    }
}

fn read(parts: &Parts<'_>, view: &FamilyView) -> TokenStream {
    let Parts { slot, slots, names, .. } = parts;
    let (get, filled) = (view.get.ident(), view.filled.ident());
    let count = Literal::usize_unsuffixed(names.len());
    let (from, to) = (Literal::u32_unsuffixed(view.from), Literal::u32_unsuffixed(view.to));
    let range = range(view);
    let none = if parts.optional() {
        "the field is absent or "
    } else {
        ""
    };
    let get_docs = Docs::of(format!(
        "Returns the field of {range} with this number, or `None` if {none}the number is not between {from} and {to}."
    ))
    .outer();
    let filled_docs = filled_docs(parts, &range).outer();
    let (item, get_value) = parts.borrowed();
    let found = if parts.optional() {
        quote!(.and_then(|field| #get_value))
    } else if get_value.to_string() == "field" {
        TokenStream::new()
    } else {
        quote!(.map(|field| #get_value))
    };
    let filled_value = match parts.first.presence {
        Presence::Optional | Presence::Settable => quote!(filter_map(|(number, field)| Some((number, #get_value?)))),
        Presence::Clearable => quote!(filter(|(_, field)| !field.is_keep())),
        Presence::Collection | Presence::Required => quote!(filter(|(_, field)| !field.is_empty())),
    };
    quote! {
        #get_docs
        #[must_use]
        pub fn #get(&self, number: u32) -> Option<#item> {
            let index = number.checked_sub(#from)? as usize;
            self.#slots().get(index).copied() #found
        }

        #filled_docs
        pub fn #filled(&self) -> impl Iterator<Item = (u32, #item)> {
            (#from..=#to).zip(self.#slots()).#filled_value
        }

        fn #slots(&self) -> [&#slot; #count] {
            [#(&self.#names),*]
        }
    }
}

/// Returns `custom1` to `custom40`.
pub(crate) fn range(view: &FamilyView) -> String {
    let field = |number: u32| code(&format!("{}{number}", view.prefix));
    format!("{} to {}", field(view.from), field(view.to))
}

fn filled_docs(parts: &Parts<'_>, range: &str) -> Docs {
    match parts.first.presence {
        Presence::Clearable | Presence::Settable => {
            Docs::of(format!("Returns the fields of {range} to change, with their numbers."))
        }
        _ => Docs::of(format!(
            "Returns the fields of {range} that have a value, with their numbers."
        )),
    }
}

fn set(api: &Api, parts: &Parts<'_>, view: &FamilyView) -> TokenStream {
    let Parts { first, slot, names, .. } = parts;
    let set = view.set.ident();
    let prefix = &view.prefix;
    let (from, to) = (Literal::u32_unsuffixed(view.from), Literal::u32_unsuffixed(view.to));
    let docs = Docs::of(format!("Sets the field of {} with this number.", range(view)))
        .then("# Errors")
        .then(format!(
            "Returns an error and sets nothing if the number is not between {from} and {to}."
        ))
        .outer();
    let numbers = (view.from..=view.to).map(Literal::u32_unsuffixed);
    let arms = numbers
        .zip(names)
        .map(|(number, name)| quote!(#number => &mut self.#name));
    let given = kind::argument(api, &first.kind, first.properties.secret);
    let converted = kind::field_converted(api, first, &quote!(value));
    let (argument, stored) = match first.presence {
        Presence::Clearable if first.boxed => {
            let value = kind::bare(&first.kind, first.properties.secret);
            (quote!(impl Into<Update<#value>>), quote!(value.into().map(Box::new)))
        }
        Presence::Clearable => (quote!(impl Into<#slot>), quote!(value.into())),
        Presence::Collection | Presence::Required => (given, converted),
        Presence::Optional | Presence::Settable => (given, quote!(Some(#converted))),
    };
    quote! {
        #docs
        pub fn #set(&mut self, number: u32, value: #argument) -> Result<(), FamilyIndexError> {
            let field = match number {
                #(#arms,)*
                _ => return Err(FamilyIndexError::new(#prefix, number, #from, #to)),
            };
            *field = #stored;
            Ok(())
        }
    }
}
