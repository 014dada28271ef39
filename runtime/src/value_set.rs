//! Enums of string and integer values.

use std::fmt;

/// A value is not in a closed set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValueError {
    text: String,
    known: String,
}

impl UnknownValueError {
    /// Creates an error with the value that was found and the known values.
    pub fn new(found: impl fmt::Display, known: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let known: Vec<String> = known.into_iter().map(|value| value.to_string()).collect();
        Self {
            text: crate::text::start(&found.to_string()).to_owned(),
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

/// Implements the common traits for an enum of string or integer values. Used by generated code.
///
/// `value_set!(Name)` is for an open set: the enum must have `as_str` and `From<&str>`, which accepts any string.
/// Implements `Display`, `AsRef<str>`, comparison with strings, serde, `From<String>` and `FromStr`.
///
/// `value_set!(closed Name)` is for a closed set: the enum must have `as_str`, `from_wire(&str) -> Option<Self>` and
/// `KNOWN`, a slice or an array of all of its values, which must not be empty. Implements `Display`, `AsRef<str>`,
/// comparison with strings, serde, and `FromStr` and `TryFrom<&str>` with an
/// [`UnknownValueError`](crate::UnknownValueError).
///
/// `value_set!(integer Name)` is for an open set of integers: the enum must have `as_i64` and `From<i64>`, which accepts
/// any integer. Implements `Display`, comparison with integers, serde as a number, which is also read from a string, and
/// `FromStr`.
///
/// `value_set!(closed integer Name)` is for a closed set of integers: the enum must have `as_i64`,
/// `from_wire(i64) -> Option<Self>` and `KNOWN` as above. Implements the same, `FromStr` with an `UnknownValueError`, and
/// `TryFrom<i64>`.
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

    (closed integer $name:ident) => {
        $crate::value_set!(@integer $name);

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValueError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::UnknownValueError> {
                let number = text.parse().ok();
                number
                    .and_then(Self::from_wire)
                    .ok_or_else(|| $crate::UnknownValueError::new(text, Self::KNOWN))
            }
        }

        impl ::core::convert::TryFrom<i64> for $name {
            type Error = $crate::UnknownValueError;

            fn try_from(number: i64) -> ::core::result::Result<Self, $crate::UnknownValueError> {
                Self::from_wire(number).ok_or_else(|| $crate::UnknownValueError::new(number, Self::KNOWN))
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::closed_integer(deserializer)
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

    (integer $name:ident) => {
        $crate::value_set!(@integer $name);

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                text.parse::<i64>().map(Self::from)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::open_integer(deserializer)
            }
        }

        impl $crate::Blank for $name {
            fn blank() -> Self {
                Self::from(0)
            }
        }
    };

    (@integer $name:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::core::cmp::PartialEq<i64> for $name {
            fn eq(&self, other: &i64) -> bool {
                self.as_i64() == *other
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
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
