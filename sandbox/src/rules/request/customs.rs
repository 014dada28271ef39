//! Custom fields.

use serde_json::{Map, Value};

use crate::call::Call;
use crate::refusal::Refusal;
use crate::tenant::CustomFields;
use crate::world::World;

/// Makes the custom fields (`custom1` …) of a body whole: for a field that is tied to a list, the code and the address of
/// the item whose id is its value.
///
/// Refuses a value that is no item of the list.
pub(crate) fn resolve(
    _world: &World,
    _call: &Call<'_>,
    _lists: &CustomFields,
    _fields: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    Ok(())
}
