//! An import that is killed again and again while the service fails in every way that it can: afterwards the journal and
//! the service agree on every document.
//!
//! `IMPORT_TRIAL_DOCUMENTS=10000` sets the number of documents (with a release build), `IMPORT_TRIAL_SEED` the seed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use concur_sandbox::Sandbox;
use rusqlite::Connection;

use crate::orders::{Document, csv, import, orders};
use crate::support::User;
use crate::trial::{Verdict, faults, is_whole, number, second, some_wrong};

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
            self.user.log_in_again().await;
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
        let records = self.user.decided().await;
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
            let records = self.user.decided().await;
            for document in &uncertain {
                self.user.resolve(document, &records).await;
            }
            // The faults of the first time are enough.
            let ran = self.user.run(["import", "retry", "--timeout", "2s"]).await;
            self.user.sandbox.clear_faults();
            self.ended(Some(ran.code), &ran.stderr).await;
        }
        panic!("documents are open without a fault");
    }

    /// Checks that every document exists exactly once, but those that the service rejects.
    async fn is_whole(&self) {
        is_whole(&self.user, &self.keys).await;
        self.is_sound();
    }
}
