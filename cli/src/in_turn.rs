//! Requests that wait for their turn among those of all machines.

use std::sync::Arc;
use std::time::Duration;

use concur_import::postgres::SharedRate;
use sap_concur::http::header::RETRY_AFTER;
use sap_concur::http::{Request, Response, StatusCode};
use sap_concur::{Body, BoxFuture, Limits, SendError, Sender};

/// The longest time that all machines wait after a 429.
const MAX_PAUSE: Duration = Duration::from_secs(3600);

/// Lets another sender send when it is the turn of a request.
pub(crate) struct InTurn {
    sender: Arc<dyn Sender>,
    rate: Arc<SharedRate>,
}

impl InTurn {
    pub(crate) fn new(sender: Arc<dyn Sender>, rate: Arc<SharedRate>) -> Self {
        Self { sender, rate }
    }

    /// A 429 concerns all machines: where they have a limit, they wait as long as the service asks for.
    async fn heed(&self, response: &Response<Body>) -> Result<(), SendError> {
        let requested = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok());
        let seconds = requested.and_then(|seconds| seconds.trim().parse().ok());
        match seconds.map(Duration::from_secs) {
            Some(pause) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
                let paused = self.rate.pause(pause.min(MAX_PAUSE)).await;
                paused.map_err(|error| SendError::NotSent(error.into()))
            }
            _ => Ok(()),
        }
    }
}

impl Sender for InTurn {
    fn send(&self, request: Request<Body>, limits: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        Box::pin(async move {
            let turn = self.rate.turn().await;
            turn.map_err(|error| SendError::NotSent(error.into()))?;
            let response = self.sender.send(request, limits).await?;
            // What was refused was not carried out, so an error here is one of a request that was not sent.
            self.heed(&response).await?;
            Ok(response)
        })
    }
}
