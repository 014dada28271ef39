//! An example of each operation, as a call that a reader can make: with curl, and with the SDK.
//!
//! Nothing in it is made up where the specification has a value: parameters have their examples, a body is the one that the
//! documents print or else its required fields and those that have an example. Both forms send the same.

mod body;
mod curl;
mod expression;
mod rust;
mod values;

use concur_spec::Contract;
use concur_spec::api::{Api, Operation, Parameter};

use crate::InternalError;
use crate::openapi::json::{Json, Object};

/// What stands for a secret inside of JSON, where no variable can.
const HIDDEN: &str = "secret";

/// A call with all that it sends.
pub(super) struct Call<'a> {
    api: &'a Api,
    operation: &'a Operation,
    /// The parameters that it sends, each with its value; a secret has none.
    parameters: Vec<(&'a Parameter, Option<String>)>,
    /// The body, where that is a type of which there are values.
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

    /// For a shell.
    pub(super) fn curl(&self) -> String {
        curl::text(self)
    }

    /// A function that takes a client.
    pub(super) fn rust(&self) -> Result<String, InternalError> {
        rust::text(self)
    }

    /// Whether its body is this one, as the documents print it.
    pub(super) fn is_printed(&self, text: &str) -> bool {
        let printed = Json::parse(text).ok();
        let body = self.body.as_ref().zip(printed.as_ref().and_then(Json::as_object));
        body.is_some_and(|(own, printed)| own == printed)
    }

    /// What the module of the function is called in the file with all of them.
    pub(super) fn module(&self) -> String {
        format!("{}_{}", self.api.module, self.operation.module)
    }

    /// Whether it lacks a body that it has to send.
    fn lacks_body(&self) -> bool {
        self.operation.body.is_some() && self.body.is_none()
    }

    /// The parameters whose values no page shows, by the name that a reader gives them with.
    fn secrets(&self) -> impl Iterator<Item = &'a Parameter> {
        let secrets = self.parameters.iter().filter(|(parameter, _)| parameter.secret);
        secrets.map(|(parameter, _)| *parameter)
    }
}

/// The functions of all examples in one file, and one that runs an example by its name: `request.list`.
pub(super) fn file(contract: &Contract) -> Result<String, InternalError> {
    let calls = contract
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(|operation| Call::of(api, operation)));
    rust::file(&calls.collect::<Vec<_>>())
}

/// What has to be sent, and what somebody gave an example for.
fn is_sent(parameter: &Parameter) -> bool {
    parameter.required || parameter.default.is_some() || parameter.doc.example.is_some()
}

fn value(api: &Api, parameter: &Parameter) -> Option<String> {
    let given = parameter.doc.example.as_ref().or(parameter.default.as_ref());
    (!parameter.secret).then(|| values::given(api, &parameter.kind, given.map(String::as_str)))
}
