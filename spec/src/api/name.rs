//! Names with a role. Only `resolve` makes them, so that nothing can be called what the scope has not agreed to.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// The text is an identifier in the case of its role, unique in its scope; it may be a keyword of the target
        /// language, which whoever writes that language has to quote.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(String);

        impl $name {
            /// Called by the scope that has made sure of it.
            pub(crate) fn new(text: String) -> Self {
                Self(text)
            }

            /// The identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A module: `line_item`.
    ModuleName
    /// A type: `LineItem`.
    TypeName
    /// A field, and what is called after it, such as its setter: `purchase_type`.
    FieldName
    /// A variant of an enum: `Goods`.
    VariantName
    /// A method: `create`.
    MethodName
    /// A constant: `PURCHASEREQUEST_WRITE`.
    ConstantName
}
