//! The Rust examples. Each is run against a sandbox; a sender substitutes the ids that it names.

use std::sync::Arc;

use sap_concur::ReqwestSender;
use sap_concur::{Body, BoxFuture, Concur, Limits, SendError, Sender};

use concur_spec::api::Operation;

use super::environment::Environment;
use super::{contract, examples, operations};

/// A sender that replaces the ids of the examples with those in the sandbox.
struct SubstitutingSender {
    environment: Arc<Environment>,
    inner: ReqwestSender,
}

impl Sender for SubstitutingSender {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        let (mut head, body) = request.into_parts();
        let uri = self.environment.with_ids(&head.uri.to_string());
        head.uri = uri.parse().expect("a valid URI");
        let text = body.as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let body = Body::from(self.environment.with_ids(&text.unwrap_or_default()));
        self.inner.send(http::Request::from_parts(head, body), limits)
    }
}

/// Returns a client that sends ids of existing objects.
pub(crate) fn client(environment: &Arc<Environment>) -> Concur {
    let sender = SubstitutingSender {
        environment: environment.clone(),
        inner: ReqwestSender::new().expect("TLS is available"),
    };
    let builder = environment.client().sender(sender);
    builder.build().expect("the client builds")
}

#[tokio::test]
async fn every_rust_example_succeeds() {
    let contract = contract();
    for (api, operation) in operations(&contract) {
        let name = format!("{}.{}", api.key, operation.key);
        let environment = Arc::new(Environment::for_operation(api, operation).await);
        let concur = client(&environment);
        let outcome = examples::run(&name, &concur, &|parameter| environment.secret(parameter)).await;
        for example in &operation.worked_examples {
            let name = format!("{name}.{}", example.name);
            let outcome = examples::run(&name, &concur, &|parameter| environment.secret(parameter)).await;
            outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let outcome = outcome.map_err(|error| error.to_string());
        assert_outcome(&environment, operation, &name, &outcome);
    }
}

/// Every example was sent and succeeds, unless the operation is retired.
pub(crate) fn assert_outcome(
    environment: &Environment,
    operation: &Operation,
    name: &str,
    outcome: &Result<(), String>,
) {
    let call = environment.last_call(name);
    match (outcome, &operation.retired) {
        (Err(error), None) => panic!("{name}: {error}"),
        (Ok(()), Some(_)) => panic!("{name} is retired but succeeds"),
        (Ok(()), None) => {}
        (Err(_), Some(_)) => assert_eq!(call.status, Some(403), "{name}"),
    }
}
