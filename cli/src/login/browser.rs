//! Authorization in a browser, which redirects to a port of this machine.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::ArgMatches;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use sap_concur::{Authorization, Concur, Secret};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::connection::{self, Connector};
use crate::failure::{Exit, Failure};
use crate::terminal;

/// How long the user has.
const PATIENCE: Duration = Duration::from_secs(300);

/// What the browser brought back.
pub(super) struct Authorized {
    pub(super) code: Secret,
    pub(super) redirect_uri: String,
}

/// Sends the user to the authorization page, and waits for the redirect.
pub(super) async fn authorize(connector: &Connector<'_>, matches: &ArgMatches) -> Result<Authorized, Failure> {
    let redirect_uri = matches.get_one::<String>("redirect-uri").cloned().unwrap_or_default();
    let callback = Callback::parse(&redirect_uri)?;
    let listener = callback.listen().await?;
    let authorization = authorization(connector, &redirect_uri)?;
    let url = authorization.url();
    terminal::note(&format!("Open this page to authorize the application:\n\n  {url}\n"));
    if !matches.get_flag("no-browser") && is_safe(&url) && open::that_detached(&url).is_err() {
        terminal::warning("no browser could be started");
    }
    let redirected = tokio::time::timeout(PATIENCE, callback.wait(listener)).await;
    let target = redirected.map_err(|_| {
        let minutes = PATIENCE.as_secs() / 60;
        Failure::new(
            Exit::Unauthorized,
            format!("nobody authorized the application within {minutes} minutes"),
        )
    })??;
    let authorized = authorization
        .redirected(&target)
        .map_err(|error| Failure::new(Exit::Unauthorized, error.to_string()))?;
    Ok(Authorized {
        code: authorized.code,
        redirect_uri,
    })
}

fn authorization(connector: &Connector<'_>, redirect_uri: &str) -> Result<Authorization, Failure> {
    let settings = connector.settings;
    let browser = settings.read("data_center", |name| {
        let center = connection::data_center(connector.contract, name)?;
        Ok(center.browser_uri.as_ref().unwrap_or(&center.uri).clone())
    })?;
    let base = match browser {
        Some(base) => base,
        None => settings.text("base_url").unwrap_or_default().to_owned(),
    };
    let client_id = settings.text("client_id").unwrap_or_default();
    let authorization = Concur::authorization_at(base.as_str(), client_id, redirect_uri, state()?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    // The page requires scopes. Without a choice: all that the contract knows.
    let scopes: Vec<&str> = match settings.text("scopes") {
        Some(scopes) => scopes.split_whitespace().collect(),
        None => {
            let scopes = connector.contract.apis.iter().flat_map(|api| &api.scopes);
            scopes.map(|scope| scope.wire.as_str()).collect()
        }
    };
    Ok(authorization.scopes(scopes))
}

/// A value that nobody can guess.
fn state() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::other(format!("there is no source of randomness: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Only these are given to a program of the system.
fn is_safe(url: &str) -> bool {
    let is_loopback = || url.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(is_loopback));
    url.starts_with("https://") || (url.starts_with("http://") && is_loopback())
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Where the browser is redirected to.
#[derive(Debug)]
struct Callback {
    addresses: Vec<IpAddr>,
    port: u16,
    path: String,
}

impl Callback {
    fn parse(redirect_uri: &str) -> Result<Self, Failure> {
        let wrong = || {
            Failure::usage(format!(
                "--redirect-uri {redirect_uri}: expected a loopback address with a port, such as \
                 http://localhost:8080/callback"
            ))
        };
        let uri: Uri = redirect_uri.parse().map_err(|_| wrong())?;
        let host = uri.host().filter(|host| is_loopback(host)).ok_or_else(wrong)?;
        if uri.scheme_str() != Some("http") {
            return Err(wrong());
        }
        let addresses = match host.trim_start_matches('[').trim_end_matches(']').parse() {
            Ok(address) => vec![address],
            // A browser may resolve it to either.
            Err(_) => vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)],
        };
        Ok(Self {
            addresses,
            port: uri.port_u16().ok_or_else(wrong)?,
            path: uri.path().to_owned(),
        })
    }

    async fn listen(&self) -> Result<Vec<TcpListener>, Failure> {
        let failed = |error: &io::Error| {
            Failure::other(format!("port {} cannot be used: {error}", self.port))
                .with_remedy("stop what uses it, or register another redirect URI and give it with --redirect-uri")
        };
        let (mut listeners, mut problem) = (Vec::new(), None);
        for address in &self.addresses {
            match TcpListener::bind((*address, self.port)).await {
                Ok(listener) => listeners.push(listener),
                // The browser may give the code to the program that has the other address.
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(failed(&error)),
                // A machine need not have both kinds of addresses.
                Err(error) => problem = Some(error),
            }
        }
        match problem.filter(|_| listeners.is_empty()) {
            Some(error) => Err(failed(&error)),
            None => Ok(listeners),
        }
    }

    /// Answers requests until one is the redirect. Returns its target.
    async fn wait(&self, listeners: Vec<TcpListener>) -> Result<String, Failure> {
        let (sender, mut received) = mpsc::channel(1);
        let mut tasks = tokio::task::JoinSet::new();
        for listener in listeners {
            tasks.spawn(serve(listener, self.path.clone(), sender.clone()));
        }
        drop(sender);
        let target = received.recv().await;
        // The page is written before the connection is closed.
        tokio::time::sleep(Duration::from_millis(200)).await;
        target.ok_or_else(|| Failure::other("the redirect could not be received"))
    }
}

async fn serve(listener: TcpListener, path: String, sender: mpsc::Sender<String>) {
    let connections = Arc::new(Mutex::new(tokio::task::JoinSet::new()));
    while let Ok((stream, _)) = listener.accept().await {
        let (path, sender) = (path.clone(), sender.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let answer = answer(&request, &path, &sender);
            async move { Ok::<_, Infallible>(answer) }
        });
        let mut builder = hyper::server::conn::http1::Builder::new();
        builder.keep_alive(false);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let mut connections = connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.spawn(async move {
            let _ = connection.await;
        });
    }
}

fn answer(request: &Request<Incoming>, path: &str, sender: &mpsc::Sender<String>) -> Response<String> {
    let uri = request.uri();
    if uri.path() != path || uri.query().is_none() {
        return page(StatusCode::NOT_FOUND, "There is nothing here.");
    }
    // A second redirect comes too late.
    let _ = sender.try_send(uri.to_string());
    page(StatusCode::OK, "Go back to the terminal. You can close this window.")
}

fn page(status: StatusCode, text: &str) -> Response<String> {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>concur</title>\
         <body style=\"font-family: sans-serif; margin: 4em\"><p>{text}</p></body></html>"
    );
    let mut response = Response::new(html);
    *response.status_mut() = status;
    let html = header::HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

#[cfg(test)]
mod tests;
