//! Random APIs with all constructs of the language, and with names and texts that are likely to cause collisions.
//!
//! An [`Api`] is first sketch, so that references find their targets, and then written as YAML. Most are valid; only
//! the checks know which are not.

mod choices;
mod conveniences;
mod examples;
mod names;
mod operations;
mod shared;
mod texts;
mod tokens;
mod types;
mod yaml;

pub(crate) use choices::Choices;
pub(crate) use shared::shared_types;
pub(crate) use tokens::tokens;

use names::{Named, Scope};
use operations::Operation;
use texts::text;
use types::{Case, Form, Type};
use yaml::{Mapping, Yaml};

/// A sketch of an API, for references of later parts.
pub(crate) struct Api {
    key: String,
    client: String,
    scopes: Vec<Named>,
    error_codes: Vec<Named>,
    types: Vec<Type>,
}

/// Returns the text of an API file. The key makes its paths unique.
pub(crate) fn api(choices: &mut Choices, number: usize) -> String {
    let api = Api::sketch(choices, number);
    let operations = operations::operations(choices, &api);
    api.written(choices, number, &operations)
}

impl Api {
    fn sketch(choices: &mut Choices, number: usize) -> Self {
        let mut keys = Scope::default();
        let key = choices
            .maybe(30, |choices| keys.snake(choices))
            .unwrap_or(format!("api_{number}"));
        let client = choices
            .maybe(50, |choices| keys.snake(choices))
            .unwrap_or(format!("clients_{number}"));
        let mut scopes = Scope::default();
        let mut codes = Scope::default();
        let mut type_names = Scope::default();
        type_names.claim(&client);
        Self {
            key,
            client,
            scopes: (0..choices.below(3)).map(|_| scopes.name(choices)).collect(),
            error_codes: (0..choices.below(6)).map(|_| codes.name(choices)).collect(),
            types: types::types(choices, &mut type_names),
        }
    }

    /// Returns the scopes. Those of an `each` can open fields of a type.
    fn scopes(&self, choices: &mut Choices, operations: &Mapping) -> Mapping {
        let each: Vec<&Yaml> = operations
            .values()
            .filter_map(|operation| operation.get("scope")?.get("each"))
            .flat_map(Yaml::items)
            .collect();
        let mut scopes = Mapping::default();
        for scope in &self.scopes {
            let is_each = each
                .iter()
                .any(|one| matches!(one, Yaml::Text(wire) if *wire == scope.wire));
            let opens = if is_each {
                self.opens(choices)
            } else {
                Mapping::default()
            };
            if scope.name.is_none() && opens.is_empty() {
                scopes.entry(&scope.wire, text(choices));
                continue;
            }
            let mut named = Mapping::default();
            named.put("doc", text(choices));
            named.put_some("name", scope.name.as_deref());
            named.put_filled("opens", opens);
            scopes.entry(&scope.wire, named);
        }
        scopes
    }

    /// Returns fields of a type that a scope opens.
    fn opens(&self, choices: &mut Choices) -> Mapping {
        let mut opens = Mapping::default();
        let Some(ty) = self.with_fields(choices).map(|at| &self.types[at]) else {
            return opens;
        };
        let rows = ty.rows().iter().filter(|row| !row.guaranteed && !row.write_only);
        let fields = rows.filter(|_| choices.chance(50)).map(|row| Yaml::from(row.key()));
        let fields: Vec<Yaml> = fields.collect();
        opens.entry(&ty.name, Yaml::List(fields));
        opens
    }

    fn written(&self, choices: &mut Choices, number: usize, operations: &[Operation]) -> String {
        let mut api = Mapping::default();
        api.put("api", self.key.as_str());
        api.put("title", text(choices));
        api.put("version", text(choices));
        api.put("base_path", choices.word(&["", "/base", "/a.b/c-d/v1", "/größe/v4"]));
        api.put("doc", text(choices));
        api.put("document", "handbook");
        api.put("client", self.client.as_str());
        api.put("comparisons", comparisons());
        let scope = self.scopes.first().map(|scope| scope.wire.clone());
        api.put_some("scope", choices.maybe(30, |_| scope).flatten());
        if choices.chance(30) {
            let mut failures = Mapping::default();
            for status in ["401", "404", "503"] {
                failures.entry(status, "none");
            }
            api.put("failures", failures);
        }
        let (mut methods, mut shared) = (Mapping::default(), Mapping::default());
        for operation in operations {
            methods.entry(&operation.key, operation.written(choices, self, number, &mut shared));
        }
        api.put_filled("scopes", self.scopes(choices, &methods));
        let mut types = Mapping::default();
        for ty in &self.types {
            types.entry(&ty.name, ty.written(choices, self));
        }
        api.put_filled("types", types);
        api.put_filled("error_codes", self.codes(choices));
        let uncoded: Vec<Mapping> = (0..choices.below(3)).map(|_| uncoded_error(choices)).collect();
        api.put_filled("uncoded_errors", uncoded);
        api.put_filled("waiters", operations::waiters(choices, self, operations));
        let steps = if choices.chance(30) {
            Operation::steps(choices, self)
        } else {
            Vec::new()
        };
        for step in &steps {
            methods.entry(&step.key, step.written(choices, self, number, &mut shared));
        }
        api.put_filled("parameters", shared);
        api.put("operations", methods);
        api.put_filled("imports", operations::imports(choices, self, &steps, number));
        api.put_filled("resources", operations::resources(choices, self, &steps));
        api.document()
    }

    fn codes(&self, choices: &mut Choices) -> Mapping {
        let mut codes = Mapping::default();
        for named in &self.error_codes {
            let mut code = Mapping::default();
            code.put("doc", text(choices));
            code.put_some("name", named.name.clone());
            if choices.chance(30) {
                code.put("messages", vec![text(choices), text(choices)]);
            } else {
                code.put_some("message", choices.maybe(50, text));
            }
            code.put_filled("status", statuses(choices));
            code.put_some("remedy", choices.maybe(30, text));
            code.put_some("carried_out", choices.chance(20).then_some("no"));
            codes.entry(&named.wire, code);
        }
        codes
    }

    /// Returns a random value set, if there is one.
    fn value_set(&self, choices: &mut Choices) -> Option<usize> {
        self.some_type(choices, |form| matches!(form, Form::Values(_)))
    }

    /// Returns a random type with fields, if there is one.
    fn with_fields(&self, choices: &mut Choices) -> Option<usize> {
        self.some_type(choices, |form| matches!(form, Form::Fields(_)))
    }

    /// Returns a random union whose keys every body has, if there is one.
    fn sendable_union(&self, choices: &mut Choices) -> Option<usize> {
        let is_sent = |case: &Case| {
            let Some(key) = &case.when else { return true };
            let mut rows = self.types[case.ty].rows().iter();
            rows.any(|row| row.wires().contains(&key.wire) && !(row.read_only || row.create_only))
        };
        let is_sendable = |at: &usize| matches!(&self.types[*at].form, Form::Union(cases) if cases.iter().all(is_sent));
        let found: Vec<usize> = (0..self.types.len()).filter(is_sendable).collect();
        (!found.is_empty()).then(|| *choices.pick(&found))
    }

    /// Returns whether the body differs on creation, in itself or in a case.
    fn differs_on_creation(&self, ty: usize) -> bool {
        let cases = match &self.types[ty].form {
            Form::Union(cases) => cases.iter().map(|case| case.ty).collect(),
            _ => vec![ty],
        };
        cases.into_iter().any(|ty| self.types[ty].has_creation_fields())
    }

    fn some_type(&self, choices: &mut Choices, wanted: fn(&Form) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.types.len())
            .filter(|at| wanted(&self.types[*at].form))
            .collect();
        (!found.is_empty()).then(|| *choices.pick(&found))
    }
}

fn uncoded_error(choices: &mut Choices) -> Mapping {
    let mut error = Mapping::default();
    error.put("status", choices.between(400, 420));
    error.put("message", text(choices));
    error.put("doc", text(choices));
    error
}

fn statuses(choices: &mut Choices) -> Vec<usize> {
    let some = [400, 404, 409, 418, 599];
    (0..choices.below(3)).map(|at| some[at + choices.below(3)]).collect()
}

/// Returns any scalar, for keys that accept all of them.
fn scalar(choices: &mut Choices) -> Yaml {
    match choices.below(6) {
        0 => Yaml::Plain("4.0".to_owned()),
        1 => Yaml::Plain("true".to_owned()),
        2 => Yaml::Plain("-17".to_owned()),
        _ => Yaml::Text(text(choices)),
    }
}

/// The operators that some parameters have.
fn comparisons() -> Mapping {
    let (mut comparisons, mut operators) = (Mapping::default(), Mapping::default());
    operators.entry("is", "equal");
    operators.entry("is not", "not_equal");
    comparisons.put("separator", "~");
    comparisons.put("operators", operators);
    comparisons
}
