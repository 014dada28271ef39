//! The sandbox as its owner has it: what it forgets, when tokens expire, what there is.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use concur_sandbox::Fault;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::Failure;

/// A way to the endpoints that are the sandbox's own.
#[derive(Clone)]
pub(crate) struct Control {
    client: Client,
    url: String,
}

impl Control {
    pub(crate) fn of(url: &str) -> Result<Self, Failure> {
        Ok(Self {
            // A connection of an earlier round must not stay.
            client: Client::builder().no_proxy().pool_max_idle_per_host(0).build()?,
            url: url.to_owned(),
        })
    }

    async fn own(&self, method: Method, path: &str, body: Option<Value>) -> Result<String, Failure> {
        let mut call = self.client.request(method, format!("{}{path}", self.url));
        if let Some(body) = body {
            call = call.header("content-type", "application/json").body(body.to_string());
        }
        let answer = call.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        match status.is_success() {
            true => Ok(text),
            false => Err(format!("{path}: {status} {text}").into()),
        }
    }

    /// Forgets everything, and lets these faults strike from now on.
    pub(crate) async fn reset(&self, faults: &[Fault]) -> Result<(), Failure> {
        self.own(Method::POST, "/_sandbox/reset", None).await?;
        self.own(Method::DELETE, "/_sandbox/faults", None).await?;
        let faults = serde_json::to_value(faults)?;
        self.own(Method::POST, "/_sandbox/faults", Some(faults)).await?;
        Ok(())
    }

    pub(crate) async fn advance(&self, by: Duration) -> Result<(), Failure> {
        let body = json!({ "seconds": by.as_secs() });
        self.own(Method::POST, "/_sandbox/advance", Some(body)).await.map(drop)
    }

    /// How often each fault has struck.
    pub(crate) async fn struck(&self) -> Result<BTreeMap<String, u64>, Failure> {
        let told: Value = serde_json::from_str(&self.own(Method::GET, "/_sandbox/faults", None).await?)?;
        let faults = told.as_array().ok_or("there is no list of faults")?;
        let mut struck = BTreeMap::new();
        for fault in faults {
            let count = fault["struck"].as_u64().unwrap_or_default();
            let fault: Fault = serde_json::from_value(fault["fault"].clone())?;
            *struck.entry(fault.to_string()).or_default() += count;
        }
        Ok(struck)
    }

    /// The ids of all purchase requests, by description. The page with all objects is the one place that has them.
    pub(crate) async fn orders(&self) -> Result<HashMap<String, Vec<String>>, Failure> {
        let page = self.own(Method::GET, "/objects", None).await?;
        let mut orders: HashMap<String, Vec<String>> = HashMap::new();
        for part in page.split("<summary><code>").skip(1) {
            let (id, rest) = part.split_once("</code> ").ok_or("an object has no id")?;
            let (description, _) = rest.split_once(" <strong").ok_or("an object has no state")?;
            if description.starts_with("soak ") {
                orders.entry(description.to_owned()).or_default().push(id.to_owned());
            }
        }
        Ok(orders)
    }
}
