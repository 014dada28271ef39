//! Numbers for a monitoring system, in the text format of OpenMetrics, which Prometheus reads.

use std::fmt::Write;
use std::sync::Arc;

use concur_spec::Contract;
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sap_concur::http::{Request, Response};
use sap_concur::{Body, BoxFuture, Limits, SendError, Sender};

type Labels = Vec<(&'static str, String)>;
type Counters = Family<Labels, Counter>;

/// What is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Counters,
    renewals: Counters,
    steps: Counters,
    documents: Family<Labels, Gauge>,
    workers: Gauge,
    /// The path of the token call.
    token_path: Option<String>,
}

impl Metrics {
    pub(crate) fn new(contract: &Contract) -> Self {
        let (requests, renewals, steps) = <(Counters, Counters, Counters)>::default();
        let (documents, workers) = (Family::default(), Gauge::default());
        let mut registry = Registry::with_prefix("concur");
        registry.register(
            "requests",
            "Requests to the service, by status; every attempt counts, and `none` is one without a response",
            Family::clone(&requests),
        );
        registry.register(
            "token_requests",
            "Requests for access tokens, by status; 200 is a renewal",
            Family::clone(&renewals),
        );
        registry.register(
            "import_steps",
            "Steps of documents that this program has sent or asked about, by outcome",
            Family::clone(&steps),
        );
        registry.register(
            "import_documents",
            "Documents in the journal, by state",
            Family::clone(&documents),
        );
        registry.register(
            "import_workers",
            "Workers of the journal that are alive",
            Gauge::clone(&workers),
        );
        // So that a first failure is seen to be one more than none.
        for status in ["200", "429", "none"] {
            let _ = requests.get_or_create(&vec![("status", status.to_owned())]);
        }
        for status in ["200", "400", "none"] {
            let _ = renewals.get_or_create(&vec![("status", status.to_owned())]);
        }
        for outcome in ["created", "failed", "refused", "uncertain"] {
            let _ = steps.get_or_create(&vec![("outcome", outcome.to_owned())]);
        }
        Self {
            registry,
            requests,
            renewals,
            steps,
            documents,
            workers,
            token_path: token_path(contract),
        }
    }

    /// Counts a step by its outcome.
    pub(crate) fn step(&self, outcome: &'static str) {
        self.steps.get_or_create(&vec![("outcome", outcome.to_owned())]).inc();
    }

    /// Sets the number of documents in a state.
    pub(crate) fn documents(&self, state: &'static str, count: u64) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.documents
            .get_or_create(&vec![("state", state.to_owned())])
            .set(count);
    }

    /// Sets the number of workers that are alive.
    pub(crate) fn workers(&self, count: usize) {
        self.workers.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// Writes all numbers.
    pub(crate) fn to_text(&self) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        if text::encode(&mut out, &self.registry).is_err() {
            let _ = writeln!(out, "# EOF");
        }
        out
    }
}

/// The path of the token call, which belongs to the first API.
fn token_path(contract: &Contract) -> Option<String> {
    let tokens = contract.platform.tokens.as_ref()?;
    let mut operations = contract.apis.first()?.operations.iter();
    let operation = operations.find(|operation| operation.key == tokens.operation)?;
    Some(format!("{}{}", operation.base_path, operation.path))
}

/// Counts what another sender sends.
pub(crate) struct Counted {
    sender: Arc<dyn Sender>,
    metrics: Arc<Metrics>,
}

impl Counted {
    pub(crate) fn new(sender: Arc<dyn Sender>, metrics: Arc<Metrics>) -> Self {
        Self { sender, metrics }
    }
}

impl Sender for Counted {
    fn send(&self, request: Request<Body>, limits: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        Box::pin(async move {
            let is_for_token = self.metrics.token_path.as_deref() == Some(request.uri().path());
            let sent = self.sender.send(request, limits).await;
            let status = match &sent {
                Ok(response) => response.status().as_u16().to_string(),
                Err(_) => "none".to_owned(),
            };
            let family = match is_for_token {
                true => &self.metrics.renewals,
                false => &self.metrics.requests,
            };
            family.get_or_create(&vec![("status", status)]).inc();
            sent
        })
    }
}
