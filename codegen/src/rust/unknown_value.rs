//! The value of an open enum that is not listed. Only the enums can create it, so that it never contains a listed
//! value.

use concur_spec::Contract;
use proc_macro2::TokenStream;
use quote::quote;

/// Returns whether an API has an open set of integers.
pub(crate) fn has_integers(contract: &Contract) -> bool {
    let mut sets = contract.apis.iter().flat_map(|api| &api.value_sets);
    sets.any(|set| set.is_integer && set.open)
}

pub(crate) fn items(contract: &Contract) -> Vec<TokenStream> {
    let mut items = texts();
    if has_integers(contract) {
        items.extend(integers());
    }
    items
}

fn texts() -> Vec<TokenStream> {
    vec![
        quote! {
            /// A value that is not in the specification, unchanged.
            ///
            /// To create one, convert a string into the value set, which recognizes its known values.
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            pub struct UnknownValue(Box<str>);
        },
        quote! {
            impl UnknownValue {
                pub(crate) fn new(value: &str) -> Self {
                    Self(value.into())
                }

                /// Returns the value.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }
        },
        quote! {
            impl fmt::Display for UnknownValue {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }
        },
    ]
}

fn integers() -> Vec<TokenStream> {
    vec![
        quote! {
            /// An integer that is not in the specification.
            ///
            /// To create one, convert an integer into the value set, which recognizes its known values.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub struct UnknownInteger(i64);
        },
        quote! {
            impl UnknownInteger {
                pub(crate) fn new(value: i64) -> Self {
                    Self(value)
                }

                /// Returns the value.
                #[must_use]
                pub fn as_i64(&self) -> i64 {
                    self.0
                }
            }
        },
        quote! {
            impl fmt::Display for UnknownInteger {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    fmt::Display::fmt(&self.0, f)
                }
            }
        },
    ]
}
