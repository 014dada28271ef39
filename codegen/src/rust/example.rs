//! An example call of each operation.
//!
//! Values come from the specification where possible: parameters have their examples, and a body is the one printed in
//! the documents, or has the required fields and those with an example.

pub(crate) mod body;
mod expression;
mod function;
mod values;

use concur_spec::Contract;
use concur_spec::api::{Api, Operation, Parameter, WorkedExample};

use crate::InternalError;
use crate::json::Json;

/// A call with all its values.
pub(crate) struct Call<'a> {
    pub(crate) api: &'a Api,
    pub(crate) operation: &'a Operation,
    /// The parameters that are sent, each with its value; secrets have none.
    pub(crate) parameters: Vec<(&'a Parameter, Option<String>)>,
    /// The body, if its type has values.
    pub(crate) body: Option<Json>,
    /// The worked example that it is.
    worked: Option<&'a WorkedExample>,
}

impl<'a> Call<'a> {
    /// Returns the call with the body that the documents print, or else a short one.
    pub(crate) fn of(api: &'a Api, operation: &'a Operation) -> Self {
        let printed = body::printed(api, operation);
        let short = Self::short(api, operation);
        Self {
            body: printed.or(short.body),
            ..short
        }
    }

    /// Returns the call with a body that has the required fields and those with an example.
    pub(crate) fn short(api: &'a Api, operation: &'a Operation) -> Self {
        let sent = operation.parameters.iter().filter(|parameter| is_sent(parameter));
        Self {
            api,
            operation,
            parameters: sent.map(|parameter| (parameter, value(api, parameter))).collect(),
            body: operation.body.as_ref().and_then(|own| body::short(api, own)),
            worked: None,
        }
    }

    /// Returns the calls of the worked examples.
    pub(crate) fn worked(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = (&'a WorkedExample, Self)> {
        operation.worked_examples.iter().map(move |example| {
            let call = Self {
                // The specification is checked, so this is valid JSON.
                body: Json::parse(&example.request).ok(),
                worked: Some(example),
                ..Self::short(api, operation)
            };
            (example, call)
        })
    }

    /// Returns the call as a function that takes a client.
    pub(crate) fn rust(&self) -> Result<String, InternalError> {
        function::text(self)
    }

    /// Returns the call as a documentation test.
    pub(crate) fn doc_test(&self) -> Result<String, InternalError> {
        function::doc_test(self)
    }

    /// Returns whether the call sends this body from the documents.
    pub(crate) fn is_printed(&self, text: &str) -> bool {
        let printed = Json::parse(text).ok();
        let body = self.body.as_ref().zip(printed.as_ref());
        body.is_some_and(|(own, printed)| own == printed)
    }

    /// Returns the name of the function's module in the file with all examples.
    fn module(&self) -> String {
        let operation = format!("{}_{}", self.api.module, self.operation.module);
        match self.worked {
            Some(example) => format!("{operation}_{}", example.name),
            None => operation,
        }
    }

    /// Returns the name of the function.
    fn function(&self) -> &'a str {
        match self.worked {
            Some(example) => &example.name,
            None => self.operation.method_name.as_str(),
        }
    }

    /// Returns the name by which it is run: `request.list`, or `request.create_expense.flight`.
    fn name(&self) -> String {
        let operation = format!("{}.{}", self.api.key, self.operation.key);
        match self.worked {
            Some(example) => format!("{operation}.{}", example.name),
            None => operation,
        }
    }

    /// Returns whether the call lacks a required body.
    fn lacks_body(&self) -> bool {
        self.operation.body.is_some() && self.body.is_none()
    }

    /// Returns the secret parameters, whose values are not shown.
    fn secrets(&self) -> impl Iterator<Item = &'a Parameter> {
        let secrets = self
            .parameters
            .iter()
            .filter(|(parameter, _)| parameter.properties.secret);
        secrets.map(|(parameter, _)| *parameter)
    }
}

/// Returns a file with the functions of all examples, and one that runs an example by its name: `request.list`.
pub(crate) fn file(contract: &Contract) -> Result<String, InternalError> {
    let operations = contract
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(move |operation| (api, operation)));
    let calls = operations.flat_map(|(api, operation)| {
        let worked = Call::worked(api, operation).map(|(_, call)| call);
        std::iter::once(Call::of(api, operation)).chain(worked)
    });
    function::file(&calls.collect::<Vec<_>>())
}

/// Returns whether a parameter is sent: if it is required or has a default or an example.
fn is_sent(parameter: &Parameter) -> bool {
    parameter.required || parameter.default.is_some() || parameter.doc.example.is_some()
}

fn value(api: &Api, parameter: &Parameter) -> Option<String> {
    let given = parameter.doc.example.as_ref().or(parameter.default.as_ref());
    (!parameter.properties.secret).then(|| values::example_or_default(api, &parameter.kind, given.map(String::as_str)))
}
