//! Finds items of an API by name.

use concur_spec::api::{Api, Model, TypeName};

/// Returns the model with this name.
pub(super) fn model_of<'a>(api: &'a Api, name: &TypeName) -> Option<&'a Model> {
    api.models.iter().find(|model| model.name == *name)
}
