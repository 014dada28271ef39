//! An example call of each operation, with curl and with the SDK.
//!
//! Values come from the specification where possible: parameters have their examples, and a body is the one printed in
//! the documents, or has the required fields and those with an example. Both forms send the same request.

mod body;
mod curl;
mod expression;
mod rust;
mod values;

use concur_spec::Contract;
use concur_spec::api::{Api, Operation, Parameter};

use crate::InternalError;
use crate::openapi::json::{Json, Object};

/// The placeholder for a secret in JSON, where no variable is possible.
const HIDDEN: &str = "secret";

/// A call with all its values.
pub(super) struct Call<'a> {
    api: &'a Api,
    operation: &'a Operation,
    /// The parameters that are sent, each with its value; secrets have none.
    parameters: Vec<(&'a Parameter, Option<String>)>,
    /// The body, if its type has values.
    body: Option<Object>,
}

impl<'a> Call<'a> {
    pub(super) fn of(api: &'a Api, operation: &'a Operation) -> Self {
        let sent = operation.parameters.iter().filter(|parameter| is_sent(parameter));
        Self {
            api,
            operation,
            parameters: sent.map(|parameter| (parameter, value(api, parameter))).collect(),
            body: operation.body.as_ref().and_then(|own| body::of(api, operation, own)),
        }
    }

    /// Returns the call as a shell command.
    pub(super) fn curl(&self) -> String {
        curl::text(self)
    }

    /// Returns the call as a function that takes a client.
    pub(super) fn rust(&self) -> Result<String, InternalError> {
        rust::text(self)
    }

    /// Returns whether the call sends this body from the documents.
    pub(super) fn is_printed(&self, text: &str) -> bool {
        let printed = Json::parse(text).ok();
        let body = self.body.as_ref().zip(printed.as_ref().and_then(Json::as_object));
        body.is_some_and(|(own, printed)| own == printed)
    }

    /// Returns the name of the function's module in the file with all examples.
    pub(super) fn module(&self) -> String {
        format!("{}_{}", self.api.module, self.operation.module)
    }

    /// Returns whether the call lacks a required body.
    fn lacks_body(&self) -> bool {
        self.operation.body.is_some() && self.body.is_none()
    }

    /// Returns the secret parameters, whose values are not shown.
    fn secrets(&self) -> impl Iterator<Item = &'a Parameter> {
        let secrets = self.parameters.iter().filter(|(parameter, _)| parameter.secret);
        secrets.map(|(parameter, _)| *parameter)
    }
}

/// Returns a file with the functions of all examples, and one that runs an example by its name: `request.list`.
pub(super) fn file(contract: &Contract) -> Result<String, InternalError> {
    let calls = contract
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(|operation| Call::of(api, operation)));
    rust::file(&calls.collect::<Vec<_>>())
}

/// Returns whether a parameter is sent: if it is required or has a default or an example.
fn is_sent(parameter: &Parameter) -> bool {
    parameter.required || parameter.default.is_some() || parameter.doc.example.is_some()
}

fn value(api: &Api, parameter: &Parameter) -> Option<String> {
    let given = parameter.doc.example.as_ref().or(parameter.default.as_ref());
    (!parameter.secret).then(|| values::example_or_default(api, &parameter.kind, given.map(String::as_str)))
}
