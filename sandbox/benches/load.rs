//! Measures the throughput of the sandbox under constant load, first with its state in memory, then in a file.
//!
//! ```text
//! cargo bench -p concur-sandbox --bench load -- [SECONDS] [CLIENTS]
//! ```
//!
//! Of ten calls, six get a Request, one lists Requests and three create one. The clients share the process and the
//! machine with the sandbox, so the figures are lower bounds.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use concur_sandbox::Sandbox;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // `cargo bench` adds a `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let mut number =
        |default: u64| -> Result<u64, Failure> { Ok(arguments.next().map_or(Ok(default), |text| text.parse())?) };
    let (time, clients) = (Duration::from_secs(number(30)?), number(64)?);
    measure("in memory", None, time, clients).await?;
    let file = std::env::temp_dir().join(format!("concur-sandbox-load-{}", std::process::id()));
    let measured = measure("in a file", Some(&file), time, clients).await;
    if let Ok(found) = file.metadata() {
        println!("  file size: {} MiB", found.len() >> 20);
        std::fs::remove_file(&file)?;
        std::fs::remove_file(file.with_added_extension("commit"))?;
    }
    measured
}

async fn measure(name: &str, state: Option<&Path>, time: Duration, clients: u64) -> Result<(), Failure> {
    let mut builder = Sandbox::builder();
    if let Some(file) = state {
        builder = builder.state(file);
    }
    let sandbox = builder.start().await?;
    let before = resident();
    let until = Instant::now() + time;
    let mut running = JoinSet::new();
    for seed in 0..clients {
        let client = Client::log_on(&sandbox).await?;
        running.spawn(client.work(until, seed));
    }
    let mut calls: Vec<(Kind, Duration)> = Vec::new();
    while let Some(worked) = running.join_next().await {
        calls.extend(worked??);
    }
    println!("state {name}: {clients} clients, {} s", time.as_secs());
    println!("  {:.0} requests/s", calls.len() as f64 / time.as_secs_f64());
    for kind in [Kind::Get, Kind::List, Kind::Create] {
        let times = calls.iter().filter(|(of, _)| *of == kind).map(|(_, took)| *took);
        report(kind, times.collect());
    }
    println!(
        "  resident memory: {before} MiB at the start, {} MiB at the end",
        resident()
    );
    Ok(())
}

fn report(kind: Kind, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| {
        let index = (times.len() as f64 * part) as usize;
        times
            .get(index.min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    let (p50, p99, most) = (at(0.5), at(0.99), at(1.0));
    println!(
        "  {kind:?}: {} calls, p50 {p50:.1?}, p99 {p99:.1?}, max {most:.1?}",
        times.len()
    );
}

/// Returns the resident memory of this process in MiB, or 0 if the system does not report it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) >> 10
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Get,
    List,
    Create,
}

/// A client with one persistent connection.
struct Client {
    stream: BufReader<TcpStream>,
    token: String,
    /// The ids of the Requests that this client created.
    created: Vec<String>,
}

impl Client {
    async fn log_on(sandbox: &Sandbox) -> Result<Self, Failure> {
        let address = sandbox.url().trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (stream, token, created) = (BufReader::new(stream), String::new(), Vec::new());
        let mut client = Self { stream, token, created };
        let tenant = sandbox.tenant();
        let (application, user) = tenant
            .applications
            .first()
            .zip(tenant.users.first())
            .ok_or("the tenant has no application or no user")?;
        let form = format!(
            "grant_type=password&client_id={}&client_secret={}&username={}&password={}",
            application.client_id, application.client_secret, user.login_id, user.password
        );
        let answer = client
            .call("POST", "/oauth2/v0/token", "application/x-www-form-urlencoded", &form)
            .await?;
        client.token = text(&answer, "access_token")?;
        Ok(client)
    }

    /// Calls the sandbox until `until` and returns the duration of each call.
    async fn work(mut self, until: Instant, seed: u64) -> Result<Vec<(Kind, Duration)>, Failure> {
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut took = Vec::new();
        while Instant::now() < until {
            let known = chance.choice(&self.created).cloned();
            let (kind, began) = match (chance.u8(0..10), known) {
                (0..=5, Some(id)) => {
                    let began = Instant::now();
                    self.call("GET", &format!("/travelrequest/v4/requests/{id}"), JSON, "")
                        .await?;
                    (Kind::Get, began)
                }
                (6, _) => {
                    let began = Instant::now();
                    self.call("GET", "/travelrequest/v4/requests", JSON, "").await?;
                    (Kind::List, began)
                }
                _ => {
                    let began = Instant::now();
                    let body = r#"{"name":"Kyoto","startDate":"2026-12-01","endDate":"2026-12-03"}"#;
                    let answer = self.call("POST", "/travelrequest/v4/requests", JSON, body).await?;
                    self.created.push(text(&answer, "id")?);
                    (Kind::Create, began)
                }
            };
            took.push((kind, began.elapsed()));
        }
        Ok(took)
    }

    /// Sends a call and returns the body of its answer. Fails if the status is not 2xx.
    async fn call(&mut self, method: &str, path: &str, media_type: &str, body: &str) -> Result<Vec<u8>, Failure> {
        let (token, length) = (&self.token, body.len());
        let call = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(call.as_bytes()).await?;
        let mut status = String::new();
        self.stream.read_line(&mut status).await?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).await?;
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse()?,
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        if !status.starts_with("HTTP/1.1 2") {
            return Err(format!("{method} {path}: {status}{}", String::from_utf8_lossy(&body)).into());
        }
        Ok(body)
    }
}

const JSON: &str = "application/json";

fn text(answer: &[u8], name: &str) -> Result<String, Failure> {
    let answer: serde_json::Value = serde_json::from_slice(answer)?;
    let text = answer.get(name).and_then(serde_json::Value::as_str);
    Ok(text
        .ok_or_else(|| format!("{answer} has no field `{name}`"))?
        .to_owned())
}
