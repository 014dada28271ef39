//! What trials of imports have in common: files, faults, and whether the journal and the service agree afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use concur_sandbox::Fault;

use crate::orders::{Document, Order, Record, orders};
use crate::support::User;

pub(crate) fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}

/// What goes wrong. Calls that create something fail with their answer lost, or without having been carried out.
pub(crate) fn faults() -> Vec<Fault> {
    let (create, get, token) = ("purchase_request.create", "purchase_request.get", "oauth.token");
    let of = |fault: Fault, operation: &str, share: f64| fault.on(operation).rate(share);
    let millis = Duration::from_millis;
    vec![
        of(Fault::latency(millis(25)), "purchase_request", 1.0),
        of(Fault::latency(millis(300)), "purchase_request", 0.03),
        // Longer than the timeout.
        of(Fault::latency(millis(2500)), create, 0.004),
        of(Fault::status(429).retry_after(millis(1000)), create, 0.004),
        of(Fault::status(429), "purchase_request", 0.02),
        of(Fault::status(503), create, 0.02),
        of(Fault::status(503).carried_out(), create, 0.02),
        of(Fault::drop_connection(), create, 0.01),
        of(Fault::drop_connection().carried_out(), create, 0.03),
        of(Fault::html().carried_out(), create, 0.01),
        of(Fault::truncate(12), create, 0.02),
        of(Fault::status(503), get, 0.05),
        of(Fault::drop_connection(), get, 0.03),
        of(Fault::truncate(5), get, 0.03),
        of(Fault::status(429).retry_after(millis(1000)), token, 0.1),
        of(Fault::status(503), token, 0.2),
        of(Fault::drop_connection(), token, 0.1),
        of(Fault::drop_connection().carried_out(), token, 0.1),
        of(Fault::truncate(20), token, 0.1),
    ]
}

/// Those of [`faults`] after which a renewed token is lost.
#[cfg(unix)]
pub(crate) const FAULTS_THAT_LOSE_A_TOKEN: std::ops::RangeFrom<usize> = 17..;

/// Orders of which some are rejected at once, and some after they were accepted.
pub(crate) fn some_wrong(mut all: Vec<Order>) -> Vec<Order> {
    for (index, order) in all.iter_mut().enumerate() {
        order.lines = 1 + index % 3;
        if index % 40 == 17 {
            *order = order.clone().refused();
        } else if index % 50 == 29 {
            *order = order.clone().not_created();
        }
    }
    all
}

/// A second file: orders of the first one as they are, others with another price, and new ones.
pub(crate) fn second(first: &[Order]) -> Vec<Order> {
    let shared = first.len() / 10;
    let mut second: Vec<Order> = first.iter().take(shared).cloned().collect();
    let changed = first.iter().skip(shared).take(shared).cloned();
    second.extend(changed.map(|order| Order { price: 11, ..order }));
    second.extend(orders("B", shared.max(1)));
    second
}

impl User {
    /// What the sandbox has when it has decided on everything.
    pub(crate) async fn decided(&self) -> Vec<Record> {
        loop {
            let records = self.records().await;
            if records.iter().all(|record| record.status != "PENDING_CREATION") {
                return records;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Logs in as often as it takes, since the token endpoint fails, too.
    pub(crate) async fn log_in_again(&self) {
        let url = self.sandbox.url().to_owned();
        for _ in 0..50 {
            if self.run(["login", "--sandbox", &url]).await.code == 0 {
                return;
            }
        }
        panic!("nobody can log in any more");
    }

    /// Says what became of an uncertain document, by its mark.
    pub(crate) async fn resolve(&self, document: &Document, records: &[Record]) {
        let mark = document.mark.as_deref().unwrap();
        let found = records
            .iter()
            .find(|record| record.is_created() && record.mark() == mark);
        let key = document.key.as_str();
        let arguments = match found {
            Some(record) => {
                let number = record.number.as_deref().unwrap();
                vec![
                    "import",
                    "resolve",
                    key,
                    "--created",
                    "--id",
                    &record.id,
                    "--number",
                    number,
                ]
            }
            None => vec!["import", "resolve", key, "--not-created"],
        };
        self.run(arguments).await.succeeded();
    }
}

/// Checks that every document exists exactly once, but those that the service rejects.
pub(crate) async fn is_whole(user: &User, keys: &BTreeSet<String>) {
    let documents = user.documents().await;
    let records = user.decided().await;
    assert_eq!(Verdict::of(&documents, &records), Verdict::default());
    let created: BTreeSet<&str> = records.iter().filter(|one| one.is_created()).map(Record::key).collect();
    let first = some_wrong(orders("A", keys.iter().filter(|key| key.starts_with("A-")).count()));
    let is_right = |key: &&String| {
        let is_wrong = |order: &Order| order.key == **key && (order.address != "ADDR1" || order.vendor != "VEN1");
        !first.iter().any(is_wrong)
    };
    let wanted: BTreeSet<&str> = keys.iter().filter(is_right).map(String::as_str).collect();
    assert_eq!(created, wanted);
}

/// The documents on which the journal and the sandbox do not agree.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Created by the journal, but not in the sandbox with this id and number.
    lost: Vec<String>,
    /// In the sandbox twice, by mark or key.
    doubled: Vec<String>,
    /// Not created by the journal, but in the sandbox; or in the sandbox and not in the journal.
    wrongly_claimed: Vec<String>,
}

impl Verdict {
    pub(crate) fn of(documents: &[Document], records: &[Record]) -> Self {
        let created: Vec<&Record> = records.iter().filter(|record| record.is_created()).collect();
        let by_mark: BTreeMap<&str, &&Record> = created.iter().map(|record| (record.mark(), record)).collect();
        let is_there = |document: &Document| {
            let record = document.mark.as_deref().and_then(|mark| by_mark.get(mark));
            record.is_some_and(|record| {
                document.id.as_ref() == Some(&record.id)
                    && document.number == record.number
                    && document.key == record.key()
            })
        };
        let is_absent = |document: &Document| document.mark.as_deref().is_none_or(|mark| !by_mark.contains_key(mark));
        let in_state = |state: &'static str| documents.iter().filter(move |document| document.state == state);
        let lost = in_state("created").filter(|document| !is_there(document));
        let not_created = documents
            .iter()
            .filter(|one| !matches!(one.state.as_str(), "created" | "uncertain"));
        let wrongly_claimed = not_created.filter(|document| !is_absent(document));
        let marks: BTreeSet<&str> = documents
            .iter()
            .filter_map(|document| document.mark.as_deref())
            .collect();
        let unknown = created.iter().filter(|record| !marks.contains(record.mark()));
        let key = |document: &Document| format!("{} is {}", document.key, document.state);
        Self {
            lost: lost.map(key).collect(),
            doubled: [twice(&created, Record::mark), twice(&created, Record::key)].concat(),
            wrongly_claimed: wrongly_claimed
                .map(key)
                .chain(unknown.map(|record| record.key().to_owned()))
                .collect(),
        }
    }
}

/// What more than one record has.
fn twice(records: &[&Record], of: fn(&Record) -> &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = records
        .iter()
        .map(|record| of(record))
        .filter(|text| !seen.insert(*text));
    again.map(str::to_owned).collect()
}
