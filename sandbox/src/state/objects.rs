//! The objects of resources, which the contract alone describes.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Record;

/// An object of a resource. Its key has its id and those of the objects that contain it; see [`key`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Object {
    /// The name of the resource.
    pub(crate) resource: String,
    /// The id, as in a path.
    pub(crate) id: String,
    /// The ids of the objects that contain it, the nearest first.
    pub(crate) parents: Vec<String>,
    /// The key of the object that contains it. Without one, that of the resource.
    pub(crate) within: String,
    /// Its number among all objects, in the order of creation.
    pub(crate) number: u64,
    /// The fields by wire name, with those that the service sets.
    pub(crate) fields: Map<String, Value>,
}

impl Record for Object {
    const KIND: &'static str = "object";

    fn part_of(&self) -> Option<&str> {
        Some(&self.within)
    }
}

/// Returns the key of an object, or the start of the keys of all objects that match: `orders/Line/2/17/`, for line 2 of
/// order 17. The ids are those of the object and of the objects that contain it, the nearest first.
pub(crate) fn key<'a>(api: &str, resource: &str, ids: impl IntoIterator<Item = &'a str>) -> String {
    let ids = ids.into_iter().map(|id| utf8_percent_encode(id, NON_ALPHANUMERIC));
    let ids: String = ids.map(|id| format!("{id}/")).collect();
    format!("{api}/{resource}/{ids}")
}
