//! Describes what types and operations have for convenience: constructors, accessors, `Display` and methods.

use crate::api::{Accessor, Api, Constructor, Operation, Type};

/// Returns a row for each kind of convenience that an item has: its name, the kind, and what there is.
pub(super) fn rows(api: &Api) -> Vec<Vec<String>> {
    let operations = api
        .operations
        .iter()
        .map(|operation| row(&operation.key, "methods", methods(operation)));
    let types = api.types.iter().flat_map(|ty| {
        [
            row(&ty.name, "constructors", constructors(ty)),
            row(&ty.name, "accessors", accessors(ty)),
            row(&ty.name, "display", ty.display.clone()),
        ]
    });
    operations.chain(types).flatten().collect()
}

fn row(name: &str, kind: &str, what: Vec<String>) -> Option<Vec<String>> {
    (!what.is_empty()).then(|| vec![name.to_owned(), kind.to_owned(), what.join(", ")])
}

/// Returns the methods of an operation for the values of a parameter: `send_back(comment)`.
fn methods(operation: &Operation) -> Vec<String> {
    let methods = operation.value_methods.iter();
    methods
        .map(|one| format!("{}({})", one.name, one.with.join(", ")))
        .collect()
}

/// Returns the constructors of a type with the fields that they take: `in_city(city, countryCode)`.
pub(crate) fn constructors(ty: &Type) -> Vec<String> {
    let shown = |one: &Constructor| format!("{}({})", one.name, one.fields.join(", "));
    ty.constructors.iter().map(shown).collect()
}

/// Returns the accessors of a type with the paths that they read: `number = requestId`.
pub(crate) fn accessors(ty: &Type) -> Vec<String> {
    let shown = |one: &Accessor| format!("{} = {}", one.name, one.path);
    ty.accessors.iter().map(shown).collect()
}
