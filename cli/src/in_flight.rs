//! Gives up calls that only wait for their turn: for the rate limit, or after a 429.

use std::sync::Arc;

use sap_concur::http::{Request, Response, StatusCode};
use sap_concur::{Body, BoxFuture, Limits, SendError, Sender};
use tokio::sync::watch;

/// What is known of the requests of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flight {
    /// Nothing was sent, or what was sent was not carried out.
    Waiting,
    /// A request is on its way.
    Sending,
    /// A request may have been carried out.
    Answered,
}

tokio::task_local! {
    static FLIGHT: watch::Sender<Flight>;
}

/// Makes a call. Once `stop` has ended, a call is given up if none of its requests is on its way or may have been carried
/// out; returns `None` then.
pub(crate) async fn unless_waiting<T>(call: impl Future<Output = T>, stop: impl Future<Output = ()>) -> Option<T> {
    let (flight, mut seen) = watch::channel(Flight::Waiting);
    let given_up = async {
        stop.await;
        // An error means that the call has ended, and then nobody waits for this.
        let _ = seen.wait_for(|flight| *flight == Flight::Waiting).await;
    };
    tokio::select! {
        biased;
        () = given_up => None,
        result = FLIGHT.scope(flight, call) => Some(result),
    }
}

/// Takes note of the requests that another sender sends.
pub(crate) struct InFlight(pub(crate) Arc<dyn Sender>);

impl Sender for InFlight {
    fn send(&self, request: Request<Body>, limits: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        Box::pin(async move {
            note(Flight::Waiting, Flight::Sending);
            let sent = self.0.send(request, limits).await;
            let has_no_effect = match &sent {
                Ok(response) => response.status() == StatusCode::TOO_MANY_REQUESTS,
                Err(error) => matches!(error, SendError::NotSent(_)),
            };
            note(
                Flight::Sending,
                match has_no_effect {
                    true => Flight::Waiting,
                    false => Flight::Answered,
                },
            );
            sent
        })
    }
}

/// Goes from one state to another. Requests for tokens are sent by a task of their own, which has no state.
fn note(from: Flight, to: Flight) {
    let _ = FLIGHT.try_with(|flight| {
        flight.send_if_modified(|now| {
            let is_from = *now == from;
            if is_from {
                *now = to;
            }
            is_from
        })
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::future::{pending, ready};

    use super::*;

    /// What a sender does.
    enum Answers {
        Status(u16),
        Never,
    }

    impl Sender for Answers {
        fn send(&self, _: Request<Body>, _: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
            Box::pin(async move {
                tokio::task::yield_now().await;
                match self {
                    Self::Status(status) => Ok(Response::builder().status(*status).body(Body::default()).unwrap()),
                    Self::Never => pending().await,
                }
            })
        }
    }

    /// Sends a request that is answered so, and then waits for `then`.
    async fn call(answers: Answers, then: impl Future<Output = ()>) {
        let sender = InFlight(Arc::new(answers));
        let limits = Limits::new(std::time::Duration::from_secs(1), 1000);
        let _ = sender.send(Request::new(Body::default()), limits).await;
        then.await;
    }

    #[tokio::test]
    async fn call_that_waits_is_given_up() {
        assert_eq!(unless_waiting(pending::<()>(), ready(())).await, None);
        let busy = call(Answers::Status(429), pending());
        assert_eq!(unless_waiting(busy, tokio::task::yield_now()).await, None);
    }

    #[tokio::test]
    async fn call_with_a_request_on_its_way_is_not_given_up() {
        let limit = std::time::Duration::from_millis(50);
        for answers in [Answers::Never, Answers::Status(503)] {
            let call = unless_waiting(call(answers, pending()), tokio::task::yield_now());
            assert!(tokio::time::timeout(limit, call).await.is_err());
        }
        let answered = call(Answers::Status(200), ready(()));
        assert_eq!(unless_waiting(answered, tokio::task::yield_now()).await, Some(()));
    }
}
