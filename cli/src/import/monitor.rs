//! What an orchestrator and a monitoring system ask a program that sends: whether it lives, whether it can work, and its
//! numbers.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use concur_import::{Journal, State, Stop};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use super::journal::AnyJournal;
use crate::failure::Failure;
use crate::metrics::Metrics;

/// The format of the numbers.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// How long the journal may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is known of the program.
pub(super) struct Monitored {
    pub(super) journal: Arc<AnyJournal>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) stop: Stop,
}

/// Answers at an address until this is dropped.
pub(super) struct Monitor {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Monitor {
    /// Listens.
    pub(super) async fn listen(address: SocketAddr, monitored: Monitored) -> Result<Self, Failure> {
        let failed = |error| Failure::other(format!("--listen {address}: {error}"));
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        Ok(Self {
            address: listener.local_addr().map_err(failed)?,
            task: tokio::spawn(serve(listener, Arc::new(monitored))),
        })
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, monitored: Arc<Monitored>) {
    // Connections end with this.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Such as too many open files: that may pass.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        let monitored = Arc::clone(&monitored);
        let service = service_fn(move |request: Request<Incoming>| {
            let monitored = Arc::clone(&monitored);
            async move { Ok::<_, Infallible>(monitored.answer(&request).await) }
        });
        let mut builder = hyper::server::conn::http1::Builder::new();
        builder.keep_alive(false);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        connections.spawn(async move {
            // Whoever asks may go.
            let _ = tokio::time::timeout(PATIENCE * 2, connection).await;
        });
    }
}

impl Monitored {
    async fn answer(&self, request: &Request<Incoming>) -> Response<String> {
        if request.method() != Method::GET {
            return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET\n".to_owned());
        }
        match request.uri().path() {
            "/livez" => plain(StatusCode::OK, "ok\n".to_owned()),
            "/readyz" => match self.is_ready().await {
                Ok(()) => plain(StatusCode::OK, "ok\n".to_owned()),
                Err(reason) => plain(StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
            },
            "/metrics" => {
                self.count().await;
                let mut response = Response::new(self.metrics.to_text());
                let format = header::HeaderValue::from_static(OPEN_METRICS);
                response.headers_mut().insert(header::CONTENT_TYPE, format);
                response
            }
            _ => plain(
                StatusCode::NOT_FOUND,
                "there are /livez, /readyz and /metrics\n".to_owned(),
            ),
        }
    }

    /// It can work if the journal answers, and if nobody asked it to stop.
    async fn is_ready(&self) -> Result<(), String> {
        if self.stop.is_requested() {
            return Err("stopping".to_owned());
        }
        match tokio::time::timeout(PATIENCE, self.journal.find(Vec::new())).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("the journal does not answer".to_owned()),
        }
    }

    /// Counts what is in the journal. If it does not answer, the numbers are those of before.
    async fn count(&self) {
        if let Ok(Ok(tally)) = tokio::time::timeout(PATIENCE, self.journal.tally()).await {
            for state in State::ALL {
                self.metrics.documents(state.as_str(), tally.of(state));
            }
        }
        if let Ok(Some(workers)) = tokio::time::timeout(PATIENCE, self.journal.living_workers()).await {
            self.metrics.workers(workers);
        }
    }
}

fn plain(status: StatusCode, text: String) -> Response<String> {
    let mut response = Response::new(text);
    *response.status_mut() = status;
    let format = header::HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, format);
    response
}
