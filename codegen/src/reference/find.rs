//! Items of an API by their names.

use concur_spec::api::{Api, Model, TypeName};

/// The model with this name.
pub(super) fn model_of<'a>(api: &'a Api, name: &TypeName) -> Option<&'a Model> {
    api.models.iter().find(|model| model.name == *name)
}
