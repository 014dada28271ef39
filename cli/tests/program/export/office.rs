//! Requests that change, and their export.

use std::collections::{BTreeMap, BTreeSet};

use concur_sandbox::Sandbox;
use sap_concur::{Concur, Method};
use serde_json::{Value, json};

use crate::support::{Ran, User};

const REQUESTS: &str = "/travelrequest/v4/requests";

/// A line of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) modified: String,
    pub(crate) name: String,
}

/// A company whose Requests are exported, and an employee who changes them.
pub(crate) struct Office {
    pub(crate) user: User,
    employee: Concur,
    file: &'static str,
}

impl Office {
    pub(crate) async fn new() -> Self {
        let user = User::logged_in_to(Sandbox::builder().random_seed(7)).await;
        let employee = employee(&user);
        Self {
            user,
            employee,
            file: "requests.jsonl",
        }
    }

    pub(crate) fn with_file(self, file: &'static str) -> Self {
        Self { file, ..self }
    }

    /// The same office after the token of the employee has expired.
    pub(crate) fn with_new_token(self) -> Self {
        let employee = employee(&self.user);
        Self { employee, ..self }
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut call = self.employee.call(method, path.to_owned());
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            call = call.query(name.to_owned(), value);
        }
        let call = match body {
            Some(body) => call.json(&body),
            None => call,
        };
        call.send_json::<Value>().await.unwrap().into_inner()
    }

    pub(crate) async fn create(&self, name: &str) -> String {
        let body =
            json!({ "name": name, "businessPurpose": "Fair", "startDate": "2026-05-04", "endDate": "2026-05-08" });
        let created = self.call(Method::POST, REQUESTS, Some(body)).await;
        created["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn create_many(&self, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        for number in 0..count {
            ids.push(self.create(&format!("Request {number}")).await);
        }
        ids
    }

    pub(crate) async fn rename(&self, id: &str, name: &str) {
        self.call(Method::PUT, &format!("{REQUESTS}/{id}"), Some(json!({ "name": name })))
            .await;
    }

    pub(crate) async fn add_expense(&self, id: &str) {
        let body = json!({
            "expenseType": { "id": "HOTEL" },
            "transactionDate": "2026-05-04T00:00:00.000Z",
            "transactionAmount": { "value": 12.5, "currency": "USD" },
        });
        self.call(Method::POST, &format!("{REQUESTS}/{id}/expenses"), Some(body))
            .await;
    }

    pub(crate) async fn remove(&self, id: &str) {
        self.call(Method::DELETE, &format!("{REQUESTS}/{id}"), None).await;
    }

    /// All Requests as they are now.
    pub(crate) async fn now(&self) -> Vec<Line> {
        let mut all = Vec::new();
        loop {
            let path = format!(
                "{REQUESTS}?view=ALL&sortField=requestId&sortOrder=ASC&limit=100&start={}",
                all.len()
            );
            let page = self.call(Method::GET, &path, None).await;
            let items = page["data"].as_array().unwrap().clone();
            for item in &items {
                let id = item["id"].as_str().unwrap();
                let whole = self.call(Method::GET, &format!("{REQUESTS}/{id}"), None).await;
                all.push(Line::of(&whole));
            }
            if items.len() < 100 {
                return all;
            }
        }
    }

    pub(crate) fn arguments<'a>(&'a self, options: &[&'a str]) -> Vec<&'a str> {
        [&["export", "request", self.file], options].concat()
    }

    pub(crate) async fn export(&self, options: &[&str]) -> Ran {
        self.user.run(self.arguments(options)).await
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.user.path(self.file)
    }

    pub(crate) fn text(&self) -> String {
        self.user.read(self.file)
    }

    pub(crate) fn cursor(&self) -> String {
        self.user.read(&format!("{}.cursor", self.file))
    }

    /// The lines of the file.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let text = self.text();
        if self.file.ends_with(".csv") {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let name = reader
                .headers()
                .unwrap()
                .iter()
                .position(|column| column == "name")
                .unwrap();
            let line = |record: csv::StringRecord| Line {
                id: record[0].to_owned(),
                modified: record[1].to_owned(),
                name: record[name].to_owned(),
            };
            return reader.records().map(|record| line(record.unwrap())).collect();
        }
        assert!(text.is_empty() || text.ends_with('\n'), "{text}");
        text.lines()
            .map(|line| Line::of(&serde_json::from_str(line).unwrap()))
            .collect()
    }

    /// Checks that the file has each Request in its newest state as its last line, and no state twice.
    pub(crate) async fn is_whole(&self) {
        let lines = self.lines();
        let mut seen = BTreeSet::new();
        let twice: Vec<&Line> = lines
            .iter()
            .filter(|line| !seen.insert((&line.id, &line.modified)))
            .collect();
        assert!(twice.is_empty(), "{twice:#?}");
        let last: BTreeMap<&String, &Line> = lines.iter().map(|line| (&line.id, line)).collect();
        let now = self.now().await;
        let lost: Vec<&Line> = now.iter().filter(|line| last.get(&line.id) != Some(line)).collect();
        assert!(lost.is_empty(), "{lost:#?}");
    }
}

impl Line {
    fn of(object: &Value) -> Self {
        let text = |name: &str| object[name].as_str().unwrap().to_owned();
        Self {
            id: text("id"),
            modified: text("lastModified"),
            name: text("name"),
        }
    }
}

fn employee(user: &User) -> Concur {
    let token = user.sandbox.user_token("ann@example.com").unwrap();
    Concur::builder()
        .base_url(user.sandbox.url())
        .access_token(token)
        .build()
        .unwrap()
}
