//! The value of an open enum that is not listed. Only the enums can create it, so that it never contains a listed
//! value.

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn items() -> Vec<TokenStream> {
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
