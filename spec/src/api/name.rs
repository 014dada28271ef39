//! Names in the SDK, by role. Only `resolve` creates them, which guarantees that they are unique in their scope.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// The name is an identifier in the case of its role and unique in its scope. It may be a keyword of the target
        /// language; the generator has to escape it.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(String);

        impl $name {
            /// Called by the scope, which guarantees these properties.
            pub(crate) fn new(text: String) -> Self {
                Self(text)
            }

            /// Returns the identifier.
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
    /// The name of a module: `line_item`.
    ModuleName
    /// The name of a type: `LineItem`.
    TypeName
    /// The name of a field and of what is named after it, such as its setter: `purchase_type`.
    FieldName
    /// The name of an enum variant: `Goods`.
    VariantName
    /// The name of a method: `create`.
    MethodName
    /// The name of a constant: `PURCHASEREQUEST_WRITE`.
    ConstantName
}
