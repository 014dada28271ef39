//! The Rust examples: each is run, against a sandbox in which the ids that it names are replaced on the way.

use std::sync::Arc;

use sap_concur::runtime::ReqwestSender;
use sap_concur::{Body, BoxFuture, Concur, Limits, SendError, Sender};

use super::environment::Environment;
use super::{contract, examples, operations};

/// Sends with the ids that are there in place of those of the examples.
struct Renaming {
    place: Arc<Environment>,
    inner: ReqwestSender,
}

impl Sender for Renaming {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        let (mut head, body) = request.into_parts();
        let renamed = self.place.with_ids(&head.uri.to_string());
        head.uri = renamed.parse().expect("it stays an address");
        self.inner.send(http::Request::from_parts(head, body), limits)
    }
}

/// A client that sends ids which are there.
pub(crate) fn client(place: &Arc<Environment>) -> Concur {
    let sender = Renaming {
        place: place.clone(),
        inner: ReqwestSender::new().expect("there is TLS"),
    };
    let builder = place.client().sender(sender);
    builder.build().expect("the client is whole")
}

#[tokio::test]
async fn every_rust_example_does_what_its_page_says() {
    let contract = contract();
    for (api, operation) in operations(&contract) {
        let name = format!("{}.{}", api.key, operation.key);
        let place = Arc::new(Environment::of(api, operation).await);
        let concur = client(&place);
        let outcome = examples::run(&name, &concur, &|parameter| place.secret(parameter)).await;
        match (&outcome, &operation.retired) {
            (Err(error), None) => panic!("{name}: {error}"),
            (Ok(()), Some(_)) => panic!("{name} is retired, and works"),
            (Ok(()), None) => {}
            (Err(_), Some(_)) => assert_eq!(place.seen(&name).status, Some(403), "{name}"),
        }
    }
}
