//! A client for the admin API of the sandbox.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use concur_sandbox::Fault;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::Failure;

/// A client for the admin API of the sandbox.
#[derive(Clone)]
pub(crate) struct AdminClient {
    client: Client,
    url: String,
}

impl AdminClient {
    pub(crate) fn new(url: &str) -> Result<Self, Failure> {
        Ok(Self {
            // No idle connection may outlive a round.
            client: Client::builder().no_proxy().pool_max_idle_per_host(0).build()?,
            url: url.to_owned(),
        })
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<String, Failure> {
        let mut call = self.client.request(method, format!("{}{path}", self.url));
        if let Some(body) = body {
            call = call.header("content-type", "application/json").body(body.to_string());
        }
        let response = call.send().await?;
        let status = response.status();
        let text = response.text().await?;
        match status.is_success() {
            true => Ok(text),
            false => Err(format!("{path}: {status} {text}").into()),
        }
    }

    /// Resets the sandbox and injects the faults.
    pub(crate) async fn reset(&self, faults: &[Fault]) -> Result<(), Failure> {
        self.call(Method::POST, "/_sandbox/reset", None).await?;
        self.call(Method::DELETE, "/_sandbox/faults", None).await?;
        let faults = serde_json::to_value(faults)?;
        self.call(Method::POST, "/_sandbox/faults", Some(faults)).await?;
        Ok(())
    }

    pub(crate) async fn advance(&self, by: Duration) -> Result<(), Failure> {
        let body = json!({ "seconds": by.as_secs() });
        self.call(Method::POST, "/_sandbox/advance", Some(body)).await.map(drop)
    }

    /// Returns how often each fault was applied.
    pub(crate) async fn fault_counts(&self) -> Result<BTreeMap<String, u64>, Failure> {
        let response: Value = serde_json::from_str(&self.call(Method::GET, "/_sandbox/faults", None).await?)?;
        let faults = response.as_array().ok_or("the response is not a list of faults")?;
        let mut counts = BTreeMap::new();
        for fault in faults {
            let count = fault["injected"].as_u64().unwrap_or_default();
            let fault: Fault = serde_json::from_value(fault["fault"].clone())?;
            *counts.entry(fault.to_string()).or_default() += count;
        }
        Ok(counts)
    }

    /// Returns the ids of all purchase requests by description, from the HTML page of objects: no endpoint lists them.
    pub(crate) async fn orders(&self) -> Result<HashMap<String, Vec<String>>, Failure> {
        let page = self.call(Method::GET, "/objects", None).await?;
        let mut orders: HashMap<String, Vec<String>> = HashMap::new();
        for part in page.split("<summary><code>").skip(1) {
            let summary = part.split_once("</summary>").map_or(part, |(summary, _)| summary);
            // The objects of resources have neither a description nor a state.
            let Some((id, rest)) = summary.split_once("</code> ") else {
                continue;
            };
            let Some((description, _)) = rest.split_once(" <strong") else {
                continue;
            };
            if description.starts_with("soak ") {
                orders.entry(description.to_owned()).or_default().push(id.to_owned());
            }
        }
        Ok(orders)
    }
}
