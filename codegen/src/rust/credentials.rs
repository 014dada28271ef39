//! The credentials, with one constructor per grant.

use concur_spec::api::{Api, Grant, GrantArgument, Kind, Platform, Scalar, Tokens, WireForm};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, code, summary};
use super::kind;
use super::lints;
use super::names::Name;
use super::tokens::grant_name;

pub(crate) fn items(platform: &Platform, tokens: &Tokens, api: &Api) -> Vec<TokenStream> {
    let docs = Docs::of("The credentials of the application, and the grant for its first token.")
        .then("Pass them to [`ClientBuilder::credentials`](sap_concur_runtime::ClientBuilder::credentials).")
        .also(Docs::item(&tokens.doc))
        .outer();
    let constructors = platform.grants.iter().map(|grant| constructor(api, grant));
    let (stored, scopes, token_key, field) = (stored(), scopes(platform, tokens), token_key(), field());
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = "credentials do nothing until a client is built with them"]
            pub struct Credentials(sap_concur_runtime::Credentials);
        },
        quote! {
            impl Credentials {
                fn new(
                    grant: &'static sap_concur_runtime::Grant,
                    client_id: impl Into<String>,
                    client_secret: impl Into<Secret>,
                ) -> Self {
                    Self(sap_concur_runtime::Credentials::new(grant, client_id, client_secret))
                }

                #(#constructors)*
                #stored
                #scopes
                #token_key
                #field
            }
        },
        quote! {
            impl From<Credentials> for sap_concur_runtime::Credentials {
                fn from(credentials: Credentials) -> Self {
                    credentials.0
                }
            }
        },
    ]
}

fn constructor(api: &Api, grant: &Grant) -> TokenStream {
    let docs = docs(grant).outer();
    let (name, fixed) = (grant.name.ident(), grant_name(grant));
    // The first two arguments are the client id and secret, with their own types.
    let (client, rest) = grant.arguments.split_at(grant.arguments.len().min(2));
    let types = [quote!(impl Into<String>), quote!(impl Into<Secret>)];
    let client_arguments = client.iter().zip(types).map(|(argument, ty)| {
        let name = argument.name.ident();
        quote!(#name: #ty)
    });
    let client_names = client.iter().map(|argument| argument.name.ident());
    let arguments = rest.iter().map(|argument| {
        let (name, ty) = (argument.name.ident(), given(api, argument));
        quote!(#name: #ty)
    });
    let conversions = rest.iter().filter_map(|argument| conversion(api, argument));
    let fields = rest.iter().map(|argument| {
        let (wire, value) = (&argument.wire, sent(argument));
        quote!(.field(#wire, #value))
    });
    let lint = lints::arguments(grant.arguments.len());
    quote! {
        #docs
        #lint
        pub fn #name(#(#client_arguments,)* #(#arguments),*) -> Self {
            #(#conversions)*
            Self::new(&grants::#fixed, #(#client_names),*) #(#fields)*
        }
    }
}

/// Returns the docs of a grant: its arguments, its host, whether it is repeatable, and its source.
fn docs(grant: &Grant) -> Docs {
    let mut docs = Docs::text_of(&grant.doc);
    let rows: Vec<String> = grant
        .arguments
        .iter()
        .map(|argument| format!("* `{}`: {}", argument.name, summary(&argument.doc)))
        .collect();
    if !rows.is_empty() {
        docs = docs.then(rows.join("\n"));
    }
    let host = match grant.host.as_str() {
        "global" => "The first call goes to the base URL of the client or, if unset, to the global endpoint.",
        "user" => "The first call goes to the base URL of the client. Set it to the user's data center.",
        "geolocation" => {
            "The first call goes to the base URL of the client. Set it to the one that was returned with the latest token."
        }
        _ => "The first call goes to the base URL of the client, which can be any data center.",
    };
    let again = if grant.repeatable {
        "The grant is used again if there is no valid refresh token."
    } else {
        "The grant is used only once, so keep the resulting token in a token store."
    };
    docs.then(format!("{host} {again}")).background(&grant.doc)
}

/// Returns the type of an argument.
fn given(api: &Api, argument: &GrantArgument) -> TokenStream {
    kind::argument(api, &argument.kind, argument.properties.secret)
}

/// Returns whether the value is text or a secret, which is sent unchanged.
fn is_text(argument: &GrantArgument) -> bool {
    argument.properties.secret || matches!(argument.kind, Kind::Scalar(Scalar::String | Scalar::Uri))
}

/// Converts an argument to the type of its field, unless it is passed unchanged.
fn conversion(api: &Api, argument: &GrantArgument) -> Option<TokenStream> {
    let ty = kind::bare(&argument.kind, argument.properties.secret);
    if argument.properties.secret || given(api, argument).to_string() == ty.to_string() {
        return None;
    }
    let name = argument.name.ident();
    let value = kind::converted(api, &argument.kind, false, &quote!(#name));
    Some(quote!(let #name: #ty = #value;))
}

/// Returns the wire value of a converted argument.
fn sent(argument: &GrantArgument) -> TokenStream {
    let name = argument.name.ident();
    match &argument.kind {
        _ if is_text(argument) => quote!(#name),
        _ if argument.properties.wire_form == WireForm::Seconds => quote!(#name.seconds().to_string()),
        _ => quote!(#name.to_string()),
    }
}

fn stored() -> TokenStream {
    quote! {
        /// Uses the token of the application in the token store instead of a grant, whichever user or company it
        /// belongs to.
        ///
        /// For programs that use a token that another program got, for instance after a user's consent.
        pub fn stored(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
            Self(sap_concur_runtime::Credentials::stored(client_id, client_secret))
        }
    }
}

fn scopes(platform: &Platform, tokens: &Tokens) -> TokenStream {
    let takes = |grant: &&Grant| {
        let mut fields = grant.required.iter().chain(&grant.optional);
        fields.any(|field| *field == tokens.form.scope)
    };
    let taking: Vec<String> = platform
        .grants
        .iter()
        .filter(takes)
        .map(|grant| code(&grant.key))
        .collect();
    let mut docs = Docs::of("Sets the scopes to request, instead of all scopes granted to the application.");
    if !taking.is_empty() {
        docs = docs.then(format!("Documented for the grants {}.", taking.join(", ")));
    }
    let docs = docs.outer();
    quote! {
        #docs
        pub fn scopes(self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
            Self(self.0.scopes(scopes))
        }
    }
}

fn token_key() -> TokenStream {
    quote! {
        /// Sets the key of the token in the token store.
        ///
        /// Defaults to a key made from the id or name of the company or user or, for grants without one, to the key of
        /// the application itself. If several of them share a store, give each its own key.
        pub fn token_key(self, key: TokenKey) -> Self {
            Self(self.0.token_key(key))
        }
    }
}

fn field() -> TokenStream {
    quote! {
        /// Adds another field to the form of the token call.
        pub fn field(self, name: &'static str, value: impl Into<Secret>) -> Self {
            Self(self.0.field(name, value))
        }
    }
}
