//! Lists, and the custom fields that take their items.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::Tenant;

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListItem {
    /// The id, used by Request: 32 hexadecimal digits.
    pub id: String,
    /// The code, used by Purchase Request: its own, without those of the items above it.
    pub code: String,
    /// The name.
    pub name: String,
    /// The items below it: the next level of a connected list.
    #[serde(default)]
    pub items: Vec<ListItem>,
}

impl ListItem {
    /// Returns an id in the form in which ids are compared: neither dashes nor case count.
    #[must_use]
    pub fn comparable_id(id: &str) -> String {
        let digits = id.chars().filter(|digit| *digit != '-');
        digits.map(|digit| digit.to_ascii_uppercase()).collect()
    }
}

/// Custom fields with a list, by number. Other custom fields are text.
pub type CustomFields = BTreeMap<u32, CustomField>;

/// The items that a custom field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomField {
    /// Those of the first level of a list, by its key.
    List(String),
    /// Those below the item that the custom field with this number has: the next level of its list.
    Below(u32),
}

impl<'de> Deserialize<'de> for CustomField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

/// Reads `departments` or `{ below: 6 }`.
struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = CustomField;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the key of a list, or `{ below: NUMBER }`")
    }

    fn visit_str<E>(self, key: &str) -> Result<CustomField, E> {
        Ok(CustomField::List(key.to_owned()))
    }

    fn visit_u64<E>(self, key: u64) -> Result<CustomField, E> {
        Ok(CustomField::List(key.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CustomField, A::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Below {
            below: u32,
        }
        let Below { below } = Below::deserialize(MapAccessDeserializer::new(map))?;
        Ok(CustomField::Below(below))
    }
}

impl Tenant {
    /// Returns the items of the first level of a list, by its key.
    #[must_use]
    pub fn list(&self, key: &str) -> Option<&[ListItem]> {
        self.lists.get(key).map(Vec::as_slice)
    }

    /// Returns the items that a custom field of an object takes. `is_chosen` says whether the object has an item in a
    /// custom field.
    #[must_use]
    pub fn taken(&self, fields: &CustomFields, number: u32, is_chosen: impl Fn(u32, &ListItem) -> bool) -> &[ListItem] {
        let Some((list, above)) = levels(fields, number) else {
            return &[];
        };
        let first = self.list(list).unwrap_or_default();
        above.iter().rev().fold(first, |items, above| {
            let chosen = items.iter().find(|item| is_chosen(*above, item));
            chosen.map_or(&[], |item| item.items.as_slice())
        })
    }
}

/// Returns the list of a custom field and the fields of the levels above it, from the nearest to the first. None if they
/// do not lead to a list.
pub(super) fn levels(fields: &CustomFields, mut number: u32) -> Option<(&str, Vec<u32>)> {
    let mut above = Vec::new();
    loop {
        match fields.get(&number)? {
            CustomField::List(list) => return Some((list, above)),
            // They go round in a circle.
            CustomField::Below(_) if above.len() == fields.len() => return None,
            CustomField::Below(next) => {
                number = *next;
                above.push(number);
            }
        }
    }
}

#[cfg(test)]
mod tests;
