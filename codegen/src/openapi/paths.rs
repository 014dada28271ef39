//! Paths and their operations.

use concur_spec::Contract;
use concur_spec::api::{Api, Operation, Platform, Segment};

use super::operations;
use crate::json::{Json, Object};

/// Returns the paths of a contract, in the order of their first operations.
pub(crate) fn paths(contract: &Contract) -> Object {
    let mut templates: Vec<Template> = Vec::new();
    let mut paths = Object::default();
    for api in &contract.apis {
        for operation in &api.operations {
            add(&mut paths, &mut templates, &contract.platform, api, operation);
        }
    }
    paths
}

/// A path of the document. Paths that differ only in the names of parameters are one path.
pub(crate) struct Template {
    /// The segments; `None` for a parameter.
    shape: Vec<Option<String>>,
    /// The path with the parameter names of its first operation.
    path: String,
    names: Vec<String>,
}

impl Template {
    fn of(operation: &Operation) -> Self {
        let shape = operation.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => Some(text.clone()),
            Segment::Parameter(_) => None,
        });
        Self {
            shape: shape.collect(),
            path: operation.whole_path(),
            names: parameters(operation),
        }
    }
}

/// Returns the parameters of a path, in order.
fn parameters(operation: &Operation) -> Vec<String> {
    let names = operation.segments.iter().filter_map(|segment| match segment {
        Segment::Literal(_) => None,
        Segment::Parameter(name) => Some(name.clone()),
    });
    names.collect()
}

fn add(paths: &mut Object, templates: &mut Vec<Template>, platform: &Platform, api: &Api, operation: &Operation) {
    let own = Template::of(operation);
    let known = templates.iter().position(|template| template.shape == own.shape);
    let at = known.unwrap_or_else(|| {
        templates.push(own);
        templates.len() - 1
    });
    let template = &templates[at];
    let names: Vec<(String, String)> = parameters(operation)
        .into_iter()
        .zip(template.names.iter().cloned())
        .collect();
    let method = operation.http.as_str().to_lowercase();
    let item = operations::operation(platform, api, operation, &names);
    match paths.get_mut(&template.path).and_then(Json::as_object_mut) {
        Some(path) => path.set(method, item),
        None => {
            let mut path = Object::default();
            path.set(method, item);
            paths.set(&template.path, path);
        }
    }
}
