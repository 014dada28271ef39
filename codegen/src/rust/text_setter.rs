//! The setter of a value that callers have as text: `try_unit_price("812.40")`.

use concur_spec::api::Kind;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::kind;
use super::names::{ident, plain};

/// A setter that takes the value itself.
pub(crate) struct Setter<'a> {
    pub(crate) name: &'a Ident,
    /// The name on the wire, for errors.
    pub(crate) wire: &'a str,
    pub(crate) kind: &'a Kind,
    pub(crate) secret: bool,
    /// The type that it returns.
    pub(crate) returns: &'a TokenStream,
}

impl Setter<'_> {
    /// Returns the setter that takes a text, if the value can be parsed from one.
    pub(crate) fn of_text(&self) -> TokenStream {
        if self.secret || !self.kind.is_parsed() {
            return TokenStream::new();
        }
        let text = kind::text_of(self.kind);
        let (name, wire, returns) = (self.name, self.wire, self.returns);
        let ty = kind::value(self.kind);
        let setter = try_setter(name);
        let link = plain(&name.to_string());
        let docs = Docs::of(format!("Sets [`{link}`](Self::{link}) to {text}."))
            .then("# Errors")
            .then("Returns an error that names the field and shows the text if it cannot be parsed.")
            .outer();
        quote! {
            #docs
            pub fn #setter(self, #name: impl AsRef<str>) -> Result<#returns, InvalidValueError> {
                Ok(self.#name(builder::parse::<#ty>(#wire, #name.as_ref())?))
            }
        }
    }
}

/// Returns the name of the setter that takes a text.
pub(crate) fn try_setter(name: &Ident) -> Ident {
    ident(&format!("try_{}", plain(&name.to_string())))
}
