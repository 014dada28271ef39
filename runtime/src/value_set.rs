//! Enums of string values.

use std::fmt;

/// A string is not a value of a closed set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValueError {
    text: String,
    known: String,
}

impl UnknownValueError {
    /// Creates an error with the string that was found and the known values.
    pub fn new<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<_> = known.into_iter().collect();
        Self {
            text: crate::text::start(text).to_owned(),
            known: known.join(", "),
        }
    }
}

impl fmt::Display for UnknownValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not one of: {}", self.text, self.known)
    }
}

impl std::error::Error for UnknownValueError {}

/// Implements the common traits for an enum of string values. Used by generated code.
///
/// `value_set!(Name)` is for an open set: the enum must have `as_str` and `From<&str>`, which accepts any string.
/// Implements `Display`, `AsRef<str>`, comparison with strings, serde, `From<String>` and `FromStr`.
///
/// `value_set!(closed Name)` is for a closed set: the enum must have `as_str`, `from_wire(&str) -> Option<Self>` and
/// `KNOWN`, a slice or an array of all of its values, which must not be empty. Implements `Display`, `AsRef<str>`,
/// comparison with strings, serde, and `FromStr` and `TryFrom<&str>` with an
/// [`UnknownValueError`](crate::UnknownValueError).
//
// The associated types have their full names: `Self::Error` is ambiguous if there is a variant `Error`.
#[macro_export]
macro_rules! value_set {
    (closed $name:ident) => {
        $crate::value_set!(@both $name);

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValueError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::UnknownValueError> {
                Self::from_wire(text).ok_or_else(|| {
                    $crate::UnknownValueError::new(text, Self::KNOWN.iter().map(|value| value.as_str()))
                })
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::UnknownValueError;

            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::UnknownValueError> {
                text.parse()
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::closed_value(deserializer)
            }
        }

        impl $crate::Blank for $name {
            fn blank() -> Self {
                // An empty set is a compile error.
                const FIRST: &$name = &$name::KNOWN[0];
                ::core::clone::Clone::clone(FIRST)
            }
        }
    };

    (@both $name:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };

    ($name:ident) => {
        $crate::value_set!(@both $name);

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::open_value(deserializer)
            }
        }

        impl $crate::Blank for $name {
            fn blank() -> Self {
                Self::from("")
            }
        }
    };
}
