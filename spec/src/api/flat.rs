//! Structs that are serialized together with the fields of the structs that they hold.
//!
//! `#[serde(flatten)]` writes the same bytes, but buffers every value when it reads them, which makes loading the
//! embedded contract 15 % slower. Here, each value is read into its place.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeStruct;

/// A struct whose fields are serialized as fields of the struct that holds it. [`part!`] implements it.
pub(super) trait Part: Sized {
    /// One of its fields.
    type Key;
    /// The values that have been read so far.
    type Values: Default;
    /// The number of its fields.
    const LEN: usize;

    /// Returns the field with this name.
    fn key(name: &str) -> Option<Self::Key>;

    /// Reads the value of a field.
    fn read<'de, A: MapAccess<'de>>(values: &mut Self::Values, key: Self::Key, map: &mut A) -> Result<(), A::Error>;

    /// Returns the struct with these values.
    fn build<E: Error>(values: Self::Values) -> Result<Self, E>;

    /// Writes all fields.
    fn write<S: SerializeStruct>(&self, out: &mut S) -> Result<(), S::Error>;
}

/// Defines a struct that is a [`Part`].
macro_rules! part {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$doc:meta])* $field_vis:vis $field:ident: $ty:ty,)+
    }) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$doc])* $field_vis $field: $ty,)+
        }

        const _: () = {
            #[allow(non_camel_case_types, reason = "the names of the fields")]
            pub(in crate::api) enum Key { $($field),+ }

            #[derive(Default)]
            pub(in crate::api) struct Values { $($field: Option<$ty>),+ }

            impl $crate::api::flat::Part for $name {
                type Key = Key;
                type Values = Values;
                const LEN: usize = [$(stringify!($field)),+].len();

                fn key(name: &str) -> Option<Key> {
                    match name {
                        $(stringify!($field) => Some(Key::$field),)+
                        _ => None,
                    }
                }

                fn read<'de, A>(values: &mut Values, key: Key, map: &mut A) -> Result<(), A::Error>
                where
                    A: ::serde::de::MapAccess<'de>,
                {
                    match key {
                        $(Key::$field => $crate::api::flat::put(&mut values.$field, stringify!($field), map)?,)+
                    }
                    Ok(())
                }

                fn build<E: ::serde::de::Error>(values: Values) -> Result<Self, E> {
                    Ok(Self {
                        $($field: $crate::api::flat::given(values.$field, stringify!($field))?,)+
                    })
                }

                fn write<S: ::serde::ser::SerializeStruct>(&self, out: &mut S) -> Result<(), S::Error> {
                    $(out.serialize_field(stringify!($field), &self.$field)?;)+
                    Ok(())
                }
            }
        };
    };
}

/// Implements `Serialize` and `Deserialize` for a struct that holds parts: `flat!(Owner { [name, age] ..part: Part })`.
/// The fields are written in this order. Unknown fields are ignored.
macro_rules! flat {
    ($name:ident { $([$($own:ident),+] $(..$part:ident: $Part:ident)?)+ }) => {
        const _: () = {
            use $crate::api::flat::{Named, Part, given, put};

            #[allow(non_camel_case_types, reason = "the names of the fields")]
            enum Key { $($($own,)+ $($part(<$Part as Part>::Key),)?)+ Unknown }

            fn find(name: &str) -> Key {
                match name {
                    $($(stringify!($own) => return Key::$own,)+)+
                    _ => {}
                }
                $($(if let Some(part_key) = $Part::key(name) {
                    return Key::$part(part_key);
                })?)+
                Key::Unknown
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    use ::serde::ser::SerializeStruct;
                    let own = [$($(stringify!($own)),+),+].len();
                    let mut out = serializer.serialize_struct(stringify!($name), own $($(+ $Part::LEN)?)+)?;
                    $(
                        $(out.serialize_field(stringify!($own), &self.$own)?;)+
                        $(self.$part.write(&mut out)?;)?
                    )+
                    out.end()
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_map(Fields)
                }
            }

            struct Fields;

            impl<'de> ::serde::de::Visitor<'de> for Fields {
                type Value = $name;

                fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(concat!("struct ", stringify!($name)))
                }

                fn visit_map<A: ::serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    $(
                        $(let mut $own = None;)+
                        $(let mut $part = <$Part as Part>::Values::default();)?
                    )+
                    while let Some(found_key) = map.next_key_seed(Named(find))? {
                        match found_key {
                            $(
                                $(Key::$own => put(&mut $own, stringify!($own), &mut map)?,)+
                                $(Key::$part(part_key) => $Part::read(&mut $part, part_key, &mut map)?,)?
                            )+
                            Key::Unknown => drop(map.next_value::<::serde::de::IgnoredAny>()?),
                        }
                    }
                    Ok($name {$(
                        $($own: given($own, stringify!($own))?,)+
                        $($part: $Part::build($part)?,)?
                    )+})
                }
            }
        };
    };
}

pub(super) use {flat, part};

/// Reads the value of a field, which must not be given twice.
pub(super) fn put<'de, T, A>(place: &mut Option<T>, name: &'static str, map: &mut A) -> Result<(), A::Error>
where
    T: Deserialize<'de>,
    A: MapAccess<'de>,
{
    match place {
        Some(_) => Err(A::Error::duplicate_field(name)),
        None => {
            *place = Some(map.next_value()?);
            Ok(())
        }
    }
}

/// Returns the value of a field, which must be given.
pub(super) fn given<T, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}

/// Reads the name of a field and finds its key.
pub(super) struct Named<F>(pub(super) F);

impl<'de, K, F: FnOnce(&str) -> K> DeserializeSeed<'de> for Named<F> {
    type Value = K;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<K, F: FnOnce(&str) -> K> Visitor<'_> for Named<F> {
    type Value = K;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<K, E> {
        Ok((self.0)(name))
    }
}

#[cfg(test)]
mod tests;
