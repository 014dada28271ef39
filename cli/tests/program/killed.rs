//! An import that is killed again and again while the service fails in every way that it can: afterwards the journal and
//! the service agree on every document.
//!
//! `IMPORT_TRIAL_DOCUMENTS=10000` sets the number of documents (with a release build), `IMPORT_TRIAL_SEED` the seed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use concur_sandbox::{Fault, Sandbox};
use rusqlite::Connection;

use crate::orders::{Document, Order, Record, csv, import, orders};
use crate::support::User;

const DOCUMENTS: usize = 150;

/// With more runs than this, and one for each ten documents, an import does not come to an end.
const MAX_RUNS: usize = 200;

/// How often what is uncertain is resolved until nothing is.
const MAX_PASSES: usize = 5;

/// What an end of a run looks like in the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// By itself.
    Itself,
    Kill,
    /// SIGTERM.
    Terminate,
    /// SIGTERM twice.
    TerminateTwice,
}

struct Trial {
    user: User,
    random: fastrand::Rng,
    /// How long a run lasts until it is killed, in milliseconds.
    lasts: RangeInclusive<u64>,
    /// After so many runs they last longer, on a slow machine.
    patience: usize,
    workers: &'static str,
    runs: usize,
    ends: BTreeMap<End, usize>,
    logins: usize,
    /// The keys of both files.
    keys: BTreeSet<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_imports_lose_and_double_nothing() {
    let began = Instant::now();
    let documents = number("IMPORT_TRIAL_DOCUMENTS").unwrap_or(DOCUMENTS);
    let mut trial = Trial::new(documents).await;
    trial.under_fire().await;
    let uncertain = trial.agree().await;
    let fired = began.elapsed();
    let faults = trial.faults();
    trial.settle().await;
    trial.is_whole().await;
    println!(
        "{} documents in {} runs: {:?}, {} logins; {uncertain} uncertain; {fired:.1?} under fire, {:.1?} in all\n{faults}",
        trial.keys.len(),
        trial.runs,
        trial.ends,
        trial.logins,
        began.elapsed(),
    );
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}

/// What goes wrong. Calls that create something fail with their answer lost, or without having been carried out.
fn faults() -> Vec<Fault> {
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

/// Orders of which some are rejected at once, and some after they were accepted.
fn some_wrong(mut all: Vec<Order>) -> Vec<Order> {
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
fn second(first: &[Order]) -> Vec<Order> {
    let shared = first.len() / 10;
    let mut second: Vec<Order> = first.iter().take(shared).cloned().collect();
    let changed = first.iter().skip(shared).take(shared).cloned();
    second.extend(changed.map(|order| Order { price: 11, ..order }));
    second.extend(orders("B", shared.max(1)));
    second
}

impl Trial {
    async fn new(documents: usize) -> Self {
        let seed = number("IMPORT_TRIAL_SEED").map_or(17, |seed| seed as u64);
        let sandbox = Sandbox::builder()
            .random_seed(seed)
            .creation_takes(Duration::from_millis(200));
        let user = User::logged_in_to(sandbox).await;
        let first = some_wrong(orders("A", documents));
        let second = second(&first);
        user.write("first.csv", csv(&first));
        user.write("second.csv", csv(&second));
        for fault in faults() {
            user.sandbox.inject(fault);
        }
        Self {
            user,
            random: fastrand::Rng::with_seed(seed),
            lasts: match documents {
                ..1000 => 20..=800,
                _ => 50..=1500,
            },
            patience: if documents < 1000 { 12 } else { 200 },
            workers: if documents < 1000 { "4" } else { "16" },
            runs: 0,
            ends: BTreeMap::new(),
            logins: 0,
            keys: first.into_iter().chain(second).map(|order| order.key).collect(),
        }
    }

    /// Imports, and kills, until there is nothing left that would be sent.
    async fn under_fire(&mut self) {
        loop {
            self.runs += 1;
            assert!(
                self.runs < MAX_RUNS + self.keys.len() / 10,
                "the import does not come to an end"
            );
            // The token expires.
            if self.runs.is_multiple_of(5) {
                self.user.sandbox.advance(Duration::from_secs(2 * 3600));
            }
            let end = self.run().await;
            *self.ends.entry(end).or_default() += 1;
            if end == End::Itself && self.is_through().await {
                return;
            }
        }
    }

    async fn is_through(&self) -> bool {
        let documents = self.user.documents().await;
        let is_open = |state: &str| matches!(state, "planned" | "sending" | "accepted" | "failed");
        documents.len() == self.keys.len() && !documents.iter().any(|document| is_open(&document.state))
    }

    fn wanted_end(&self) -> End {
        let times = |end: End| self.ends.get(&end).copied().unwrap_or_default();
        match self.runs % 4 {
            2 if cfg!(unix) && times(End::Terminate) <= times(End::Kill) / 20 => End::Terminate,
            3 if cfg!(unix) && times(End::TerminateTwice) <= times(End::Kill) / 20 => End::TerminateTwice,
            _ => End::Kill,
        }
    }

    /// Runs the program once, and ends it at a random moment.
    async fn run(&mut self) -> End {
        let mut arguments = match self.runs % 6 {
            3 => import("second.csv", &[]),
            5 => vec!["import", "retry"],
            _ => import("first.csv", &[]),
        };
        arguments.extend(["--workers", self.workers, "--timeout", "2s", "--confirm-within", "20s"]);
        let before = self.calls();
        let said = self.said();
        let mut running = self.user.start(arguments, &said);
        // Some are killed while they read the file, plan, or ask for a token; the others once they are sending.
        let is_sending = || self.calls() > before;
        if !self.runs.is_multiple_of(4) {
            running.ended_or(is_sending, Duration::from_secs(20)).await;
        }
        let longer = 1 + u32::try_from(self.runs / self.patience).unwrap();
        let lasts = Duration::from_millis(self.random.u64(self.lasts.clone())) * longer;
        if let Some(status) = running.ended(lasts).await {
            let said = self.last_words();
            self.ended(status.code(), &said).await;
            return End::Itself;
        }
        match self.wanted_end() {
            #[cfg(unix)]
            end @ (End::Terminate | End::TerminateTwice) => self.terminate(running, end).await,
            _ => {
                running.kill();
                End::Kill
            }
        }
    }

    /// The number of calls that the sandbox has got, but those for tokens.
    fn calls(&self) -> u64 {
        // The first fault matches them all.
        self.user.sandbox.faults().first().map_or(0, |all| all.matched)
    }

    /// The file with what the last run said.
    fn said(&self) -> PathBuf {
        self.user.path("said.txt")
    }

    fn last_words(&self) -> String {
        std::fs::read_to_string(self.said()).unwrap()
    }

    /// A run came to its end. The token may have been lost on its way; then somebody logs in again.
    async fn ended(&mut self, code: Option<i32>, said: &str) {
        assert!(
            matches!(code, Some(0 | 7)),
            "run {} ended with {code:?}: {said}",
            self.runs
        );
        if said.contains("concur login") {
            self.logins += 1;
            let url = self.user.sandbox.url().to_owned();
            for _ in 0..50 {
                if self.user.run(["login", "--sandbox", &url]).await.code == 0 {
                    return;
                }
            }
            panic!("nobody can log in any more: {said}");
        }
    }

    #[cfg(unix)]
    async fn terminate(&mut self, mut running: crate::orders::Running, end: End) -> End {
        let is_twice = end == End::TerminateTwice;
        running.signal("-TERM");
        if is_twice {
            tokio::time::sleep(Duration::from_millis(40)).await;
            running.signal("-TERM");
        }
        let limit = Duration::from_secs(if is_twice { 2 } else { 20 });
        let status = running.ended(limit).await.expect("a signal ends the program");
        match status.code() {
            // It was not listening yet, so the signal has ended it.
            None => End::Kill,
            Some(130) => {
                assert!(
                    is_twice || self.sending() == 0,
                    "it has not waited for what it was sending"
                );
                end
            }
            code => {
                let said = self.last_words();
                self.ended(code, &said).await;
                End::Itself
            }
        }
    }

    fn open_file(&self) -> Connection {
        Connection::open(self.user.journal()).unwrap()
    }

    /// The number of steps that are being sent.
    fn sending(&self) -> i64 {
        let count = "SELECT count(*) FROM step WHERE state = 'sending'";
        self.open_file().query_row(count, [], |row| row.get(0)).unwrap()
    }

    /// Checks the journal against the sandbox, document by document. Returns the number of uncertain ones.
    async fn agree(&self) -> usize {
        let documents = self.user.documents().await;
        let records = self.decided().await;
        let verdict = Verdict::of(&documents, &records);
        assert_eq!(verdict, Verdict::default());
        let known: BTreeSet<String> = documents.iter().map(|document| document.key.clone()).collect();
        assert_eq!(known, self.keys);
        self.is_sound();
        documents
            .iter()
            .filter(|document| document.state == "uncertain")
            .count()
    }

    /// What the sandbox has when it has decided on everything.
    async fn decided(&self) -> Vec<Record> {
        loop {
            let records = self.user.records().await;
            if records.iter().all(|record| record.status != "PENDING_CREATION") {
                return records;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Checks the file with SQLite's own means.
    fn is_sound(&self) {
        let file = self.open_file();
        let integrity: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(integrity, "ok");
        let broken = "SELECT count(*) FROM pragma_foreign_key_check";
        let counted = "SELECT count(*) FROM tally FULL JOIN (SELECT state, count(*) AS documents FROM document GROUP BY state) \
                       AS counted USING (state) WHERE coalesce(tally.documents, 0) <> coalesce(counted.documents, 0)";
        for wrong in [broken, counted] {
            let wrong: i64 = file.query_row(wrong, [], |row| row.get(0)).unwrap();
            assert_eq!(wrong, 0);
        }
        assert_eq!(self.sending(), 0);
    }

    fn faults(&self) -> String {
        let faults = self.user.sandbox.faults();
        let lines = faults.iter().map(|one| format!("{:6} × {}\n", one.injected, one.fault));
        lines.collect()
    }

    /// Says what became of each uncertain document by its mark, and sends those again that were not created.
    async fn settle(&mut self) {
        for _ in 0..MAX_PASSES {
            let documents = self.user.documents().await;
            let uncertain: Vec<Document> = documents.into_iter().filter(|one| one.state == "uncertain").collect();
            if uncertain.is_empty() && self.is_through().await {
                return;
            }
            let records = self.decided().await;
            for document in &uncertain {
                self.resolve(document, &records).await;
            }
            // The faults of the first time are enough.
            let ran = self.user.run(["import", "retry", "--timeout", "2s"]).await;
            self.user.sandbox.clear_faults();
            self.ended(Some(ran.code), &ran.stderr).await;
        }
        panic!("documents are open without a fault");
    }

    async fn resolve(&self, document: &Document, records: &[Record]) {
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
        self.user.run(arguments).await.succeeded();
    }

    /// Checks that every document exists exactly once, but those that the service rejects.
    async fn is_whole(&self) {
        let documents = self.user.documents().await;
        let records = self.decided().await;
        assert_eq!(Verdict::of(&documents, &records), Verdict::default());
        let created: BTreeSet<&str> = records.iter().filter(|one| one.is_created()).map(Record::key).collect();
        let first = some_wrong(orders(
            "A",
            self.keys.iter().filter(|key| key.starts_with("A-")).count(),
        ));
        let is_right = |key: &&String| {
            let is_wrong = |order: &Order| order.key == **key && (order.address != "ADDR1" || order.vendor != "VEN1");
            !first.iter().any(is_wrong)
        };
        let wanted: BTreeSet<&str> = self.keys.iter().filter(is_right).map(String::as_str).collect();
        assert_eq!(created, wanted);
        self.is_sound();
    }
}

/// The documents on which the journal and the sandbox do not agree.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    /// Created by the journal, but not in the sandbox with this id and number.
    lost: Vec<String>,
    /// In the sandbox twice, by mark or key.
    doubled: Vec<String>,
    /// Not created by the journal, but in the sandbox; or in the sandbox and not in the journal.
    wrongly_claimed: Vec<String>,
}

impl Verdict {
    fn of(documents: &[Document], records: &[Record]) -> Self {
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
