//! The columns of a CSV file: those of the specification, so that they are the same in each run.

use concur_spec::api::{Api, Export, Kind, Member, Operation, Output, TypeName};

use crate::json::Json;
use crate::output::{MAX_DEPTH, columns};

/// The columns for the objects of an export.
pub(super) fn of_contract(api: &Api, export: &Export) -> Vec<String> {
    let mut columns = Vec::new();
    if let Some(model) = model(api, export) {
        collect(api, model, "", 1, &mut columns);
    }
    columns
}

/// The model of the objects.
fn model<'a>(api: &'a Api, export: &Export) -> Option<&'a TypeName> {
    let operation = |key: &str| api.operations.iter().find(|operation| operation.key == key);
    let of_success = |operation: &'a Operation| match &operation.output {
        Output::Value(Kind::Model(name)) => Some(name),
        _ => None,
    };
    if let Some(get) = &export.get {
        return of_success(operation(&get.operation)?);
    }
    let list = operation(&export.list)?;
    let (page, items) = (of_success(list)?, &list.pagination.as_ref()?.items);
    let mut fields = fields(api, page);
    let (_, items) = fields.find(|(wire, _)| wire == items)?;
    match items {
        Kind::List(item) => match item.as_ref() {
            Kind::Model(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// The fields of a model by wire name.
fn fields<'a>(api: &'a Api, name: &TypeName) -> impl Iterator<Item = (&'a str, &'a Kind)> {
    let model = api.models.iter().find(|model| model.name == *name);
    model.into_iter().flat_map(|model| &model.members).flat_map(|member| {
        let fields: Vec<(&str, &Kind)> = match member {
            Member::Field(field) => vec![(field.wire.as_str(), &field.kind)],
            Member::Choice(choice) => {
                let alternatives = choice.alternatives.iter();
                alternatives.map(|one| (one.wire.as_str(), &one.kind)).collect()
            }
        };
        fields
    })
}

fn collect(api: &Api, model: &TypeName, prefix: &str, depth: usize, into: &mut Vec<String>) {
    for (wire, kind) in fields(api, model) {
        let name = format!("{prefix}{wire}");
        match kind {
            Kind::Model(model) if depth < MAX_DEPTH => collect(api, model, &format!("{name}."), depth + 1, into),
            _ => into.push(name),
        }
    }
}

/// The fields of an object that have no column, neither of their own nor as part of another.
pub(super) fn missing(object: &Json, known: &[String]) -> Vec<String> {
    let is_part = |part: &str, of: &str| part.strip_prefix(of).is_some_and(|rest| rest.starts_with('.'));
    let has_value = |name: &str| {
        object.at(name).is_some_and(|value| match value {
            Json::Null => false,
            Json::Object(fields) => !fields.is_empty(),
            _ => true,
        })
    };
    let mut missing = columns(std::slice::from_ref(object));
    missing.retain(|name| has_value(name) && !known.iter().any(|known| known == name || is_part(name, known)));
    missing
}
