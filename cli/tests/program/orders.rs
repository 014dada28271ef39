//! Files of purchase requests, what the journal says of them, and what the sandbox has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use sap_concur::{Concur, Method};
use serde::Deserialize;
use serde_json::Value;

use crate::support::User;

/// The options of every import here.
pub(crate) const OPTIONS: [&str; 4] = ["--key", "Order", "--mark", "custom24"];

const HEADER: &str = "Order,userLoginId,currencyCode,document.description,purchaseType,vendorCode,vendorAddressCode,\
                      line.description,quantity,unitPrice";

/// A purchase request in a file.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) key: String,
    pub(crate) lines: usize,
    pub(crate) price: u32,
    pub(crate) vendor: &'static str,
    pub(crate) address: &'static str,
}

impl Order {
    pub(crate) fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            lines: 1,
            price: 10,
            vendor: "VEN1",
            address: "ADDR1",
        }
    }

    /// The service rejects it: the vendor has no such address.
    pub(crate) fn refused(self) -> Self {
        Self {
            address: "NOWHERE",
            ..self
        }
    }

    /// The service accepts it, and does not create it: the vendor is not active.
    pub(crate) fn not_created(self) -> Self {
        Self {
            vendor: "VEN10",
            ..self
        }
    }
}

/// Orders with the keys `PREFIX-1`, `PREFIX-2` and so on.
pub(crate) fn orders(prefix: &str, count: usize) -> Vec<Order> {
    (1..=count)
        .map(|number| Order::new(format!("{prefix}-{number}")))
        .collect()
}

/// A CSV file of orders. The description of each is its key.
pub(crate) fn csv(orders: &[Order]) -> String {
    let mut text = format!("{HEADER}\n");
    for order in orders {
        let Order {
            key,
            lines,
            price,
            vendor,
            address,
        } = order;
        for line in 1..=*lines {
            text.push_str(&format!(
                "{key},ann@example.com,USD,{key},GOODS,{vendor},{address},line {line},1,{price}\n"
            ));
        }
    }
    text
}

/// A document in the journal, as `status` shows it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Document {
    pub(crate) key: String,
    pub(crate) state: String,
    pub(crate) number: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) mark: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) remedy: Option<String>,
}

/// A purchase request in the sandbox.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) number: Option<String>,
    pub(crate) body: Value,
}

impl Record {
    pub(crate) fn is_created(&self) -> bool {
        self.status == "CREATED"
    }

    pub(crate) fn mark(&self) -> &str {
        self.body["custom24"].as_str().unwrap_or_default()
    }

    /// The key of its order, which is its description.
    pub(crate) fn key(&self) -> &str {
        self.body["description"].as_str().unwrap_or_default()
    }
}

impl<S> User<S> {
    /// The journal of the profile.
    pub(crate) fn journal(&self) -> PathBuf {
        self.path("config/imports-default.sqlite")
    }

    /// All documents in the journal.
    pub(crate) async fn documents(&self) -> Vec<Document> {
        let arguments = ["import", "status", "--list", "all", "--output", "jsonl"];
        let ran = self.run(arguments).await.succeeded();
        let lines = ran.stdout.lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The document with a key.
    pub(crate) async fn document(&self, key: &str) -> Document {
        let documents = self.documents().await;
        let mut found = documents.into_iter().filter(|document| document.key == key);
        found.next_back().unwrap_or_else(|| panic!("there is no {key}"))
    }

    /// The number of documents in each state.
    pub(crate) async fn states(&self) -> BTreeMap<String, usize> {
        let mut states = BTreeMap::new();
        for document in self.documents().await {
            *states.entry(document.state).or_default() += 1;
        }
        states
    }

    /// Imports a file with the usual options, and others.
    pub(crate) async fn import(&self, file: &str, others: &[&str]) -> crate::support::Ran {
        self.run(import(file, others)).await
    }
}

impl User {
    /// All purchase requests in the sandbox.
    pub(crate) async fn records(&self) -> Vec<Record> {
        let concur = Concur::builder()
            .base_url(self.sandbox.url())
            .max_body(256 << 20)
            .build()
            .unwrap();
        let call = concur.call(Method::GET, "/_sandbox/purchase-requests").without_token();
        call.send_json::<Vec<Record>>().await.unwrap().into_inner()
    }

    /// Starts the program and does not wait for it. What it says is in a file.
    pub(crate) fn start<'a>(&self, arguments: impl IntoIterator<Item = &'a str>, said: &Path) -> Running {
        let mut command = self.program();
        command.args(arguments);
        Running::spawn(command, said)
    }
}

/// The arguments that import a file with the usual options, and others.
pub(crate) fn import<'a>(file: &'a str, others: &[&'a str]) -> Vec<&'a str> {
    [&["import", "purchase-request", file], &OPTIONS[..], others].concat()
}

/// A program that is running. It is killed when it is dropped.
pub(crate) struct Running(Child);

impl Running {
    /// Starts a program. What it says is in a file.
    pub(crate) fn spawn(mut command: Command, said: &Path) -> Self {
        let stderr = std::fs::File::create(said).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null());
        Self(command.stderr(stderr).spawn().unwrap())
    }

    /// How it has ended, if it has.
    #[cfg(unix)]
    pub(crate) fn status(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }

    #[cfg(unix)]
    pub(crate) fn new(child: Child) -> Self {
        Self(child)
    }

    /// Waits for its end, but not longer than this.
    pub(crate) async fn ended(&mut self, within: Duration) -> Option<ExitStatus> {
        self.ended_or(|| false, within).await
    }

    /// Waits for its end or for something else, but not longer than this.
    pub(crate) async fn ended_or(&mut self, other: impl Fn() -> bool, within: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + within;
        loop {
            let ended = self.0.try_wait().unwrap();
            if ended.is_some() || other() || Instant::now() >= until {
                return ended;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Ends it as `kill -9` does, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Sends a signal, such as `-TERM`. It may have ended already.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: &str) {
        let mut kill = std::process::Command::new("kill");
        kill.args([signal, &self.0.id().to_string()]).stderr(Stdio::null());
        kill.status().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
