//! Maps.

use serde::{Serialize, Serializer};

use super::Fields;
use crate::JsonMap;

impl<T: Serialize> Serialize for JsonMap<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Fields::new(serializer, self.raw())?;
        for (name, value) in self {
            fields.required(name, value)?;
        }
        for (name, json) in self.raw_entries() {
            fields.raw(name, json)?;
        }
        fields.end()
    }
}
