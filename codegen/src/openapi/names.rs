//! Names of the parts of the document.

use concur_spec::api::{Api, Envelope, Operation, TypeName};

use crate::json::{Object, object};

/// Returns the id of an operation, unique in the document: `request.list_expenses`.
pub(crate) fn operation_id(api: &Api, operation: &Operation) -> String {
    format!("{}.{}", api.key, operation.key)
}

/// Returns the key of a type of an API: `request.Expense`.
pub(crate) fn schema(api: &Api, name: &TypeName) -> String {
    format!("{}.{}", component(&api.key), component(name.as_str()))
}

/// Returns the key of an envelope that is common to all APIs: `Errors`.
pub(crate) fn envelope(envelope: &Envelope) -> String {
    component(&envelope.name)
}

/// Returns the key of an envelope with the codes of an API: `request.Errors`. Names of types have no dot, so the suffix
/// is unique.
pub(crate) fn api_envelope(api: &Api, envelope: &Envelope) -> String {
    let key = format!("{}.{}", component(&api.key), component(&envelope.name));
    let models = api.models.iter().map(|model| &model.name);
    let sets = api.value_sets.iter().map(|set| &set.type_name);
    let unions = api.unions.iter().map(|union| &union.type_name);
    let taken = models.chain(sets).chain(unions).chain([&api.error_code]);
    if taken.into_iter().any(|name| name.as_str() == envelope.name) {
        key + ".envelope"
    } else {
        key
    }
}

/// Returns the key of the example of an error code: `request.notFound`.
pub(crate) fn error_example(api: &Api, code: &str) -> String {
    format!("{}.{}", component(&api.key), component(code))
}

/// Escapes a text for a component key, which allows few characters. Different texts get different keys.
pub(crate) fn component(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => letter.to_string(),
        _ => format!("-{:x}-", u32::from(letter)),
    });
    letters.collect()
}

/// Returns a reference to a component.
pub(crate) fn reference(kind: &str, key: &str) -> Object {
    object! { "$ref" => format!("#/components/{kind}/{key}") }
}
