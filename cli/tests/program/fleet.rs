//! An import that several machines share: workers are killed, connections are cut, the database is restarted, clocks are
//! wrong, and the service fails in every way that it can. Afterwards the journal and the service agree on every document.
//!
//! `FLEET_TRIAL_DOCUMENTS=10000` sets the number of documents (with a release build), `IMPORT_TRIAL_SEED` the seed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use concur_postgres::Database;
use concur_postgres::testing::Server;
use concur_sandbox::Sandbox;
use serde_json::Value;

use crate::orders::{Document, Running, csv, import, orders};
use crate::support::User;
use crate::trial::{FAULTS_THAT_LOSE_A_TOKEN, Verdict, faults, is_whole, number, second, some_wrong};

const DOCUMENTS: usize = 120;
const WORKERS: usize = 4;

/// How far the clocks of the workers are off. Debian has the library in the package `faketime`.
const CLOCKS: [&str; WORKERS] = ["-7m", "+0", "+4m", "+11m"];
const FAKETIME: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
];

/// How often what is uncertain is resolved until nothing is.
const MAX_PASSES: usize = 8;

/// The variables of a journal and a token store in a database.
fn share(user: &mut User, url: &str) {
    user.always("CONCUR_JOURNAL", url);
    user.always("CONCUR_TOKEN_STORE", url);
}

async fn log_in(user: &User) {
    let url = user.sandbox.url().to_owned();
    user.run(["login", "--sandbox", &url]).await.succeeded();
}

struct Fleet {
    user: User,
    server: Server,
    database: Database,
    random: fastrand::Rng,
    workers: Vec<Running>,
    /// Who sends again what failed.
    retry: Option<Running>,
    keys: BTreeSet<String>,
    /// The library that makes the clocks of the workers wrong, where it is installed.
    faketime: Option<&'static str>,
    /// The longest time between two kills, in milliseconds.
    pace: u64,
    /// After so many kills the token expires. While it is renewed, the one that does so may be killed, and the others wait
    /// until its lease has run out.
    expiry: usize,
    started: usize,
    kills: usize,
    cuts: i64,
    /// Each renewal has a new refresh token, which is lost with its answer, or with the worker that was to save it.
    logins: usize,
    /// Runs that ended by themselves, since the service was away for too long.
    gave_up: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_on_many_machines_lose_and_double_nothing() {
    let Some(server) = Server::start("workers_on_many_machines_lose_and_double_nothing") else {
        return;
    };
    let began = Instant::now();
    let mut fleet = Fleet::new(server).await;
    fleet.under_fire().await;
    let (uncertain, fired) = (fleet.agree().await, began.elapsed());
    let faults = fleet.user.sandbox.faults();
    let injected: u64 = faults.iter().map(|one| one.injected).sum();
    let lost_tokens = faults[FAULTS_THAT_LOSE_A_TOKEN]
        .iter()
        .map(|one| one.injected as usize)
        .sum::<usize>();
    fleet.settle().await;
    is_whole(&fleet.user, &fleet.keys).await;
    println!(
        "{} documents, {} workers started, {} killed, {} ended by themselves, {} connections cut, 2 restarts, clocks wrong: {}, \
         {injected} faults, {} logins; {uncertain} uncertain; {fired:.1?} under fire, {:.1?} in all",
        fleet.keys.len(),
        fleet.started,
        fleet.kills,
        fleet.gave_up,
        fleet.cuts,
        fleet.faketime.is_some(),
        fleet.logins,
        began.elapsed(),
    );
    assert!(
        fleet.logins <= fleet.kills + lost_tokens,
        "{} authorizations were lost, and the answers of {lost_tokens}",
        fleet.logins
    );
}

impl Fleet {
    async fn new(server: Server) -> Self {
        let documents = number("FLEET_TRIAL_DOCUMENTS").unwrap_or(DOCUMENTS);
        let seed = number("IMPORT_TRIAL_SEED").map_or(18, |seed| seed as u64);
        let url = server.database().await;
        let sandbox = Sandbox::builder()
            .random_seed(seed)
            .creation_takes(Duration::from_millis(200));
        let mut user = User::new(sandbox).await;
        share(&mut user, &url);
        log_in(&user).await;
        let first = some_wrong(orders("A", documents));
        let second = second(&first);
        user.write("first.csv", csv(&first));
        user.write("second.csv", csv(&second));
        for fault in faults() {
            user.sandbox.inject(fault);
        }
        Self {
            user,
            server,
            database: Database::new(&url).unwrap(),
            random: fastrand::Rng::with_seed(seed),
            workers: Vec::new(),
            retry: None,
            keys: first.into_iter().chain(second).map(|order| order.key).collect(),
            faketime: FAKETIME.into_iter().find(|library| Path::new(library).exists()),
            pace: if documents < 1000 { 1200 } else { 4000 },
            expiry: if documents < 1000 { 5 } else { 40 },
            started: 0,
            kills: 0,
            cuts: 0,
            logins: 0,
            gave_up: 0,
        }
    }

    /// Lets workers work, and kills them, until there is nothing left that would be sent.
    async fn under_fire(&mut self) {
        for place in 0..WORKERS {
            let worker = self.worker(place);
            self.workers.push(worker);
        }
        let mut restarts = 0;
        for round in 0_usize.. {
            assert!(round < 200 + self.keys.len(), "the import does not come to an end");
            match round {
                1 => self.plan("first.csv").await,
                4 => self.plan("second.csv").await,
                _ => {}
            }
            let pause = Duration::from_millis(self.random.u64(self.pace / 8..self.pace));
            tokio::time::sleep(pause).await;
            let done = self.share_done().await;
            if done >= 1.0 {
                break;
            }
            self.kill().await;
            if round.is_multiple_of(2) {
                self.cuts += self.server.cut_connections("sap-concur").await;
            }
            if round % 5 == 3 {
                // The one before is killed, if it is not through.
                let retry = ["import", "retry", "--timeout", "2s", "--lease", "3s"];
                self.retry = Some(self.user.start(retry, &self.user.path("said-retry.txt")));
            }
            if round % self.expiry == 3 {
                self.user.sandbox.advance(Duration::from_secs(2 * 3600));
            }
            // What fails all the time would never end.
            if done > 0.3 * f64::from(restarts + 1) && restarts < 2 {
                match restarts {
                    0 => self.server.crash().unwrap(),
                    _ => self.server.restart(Duration::from_millis(500)).unwrap(),
                }
                restarts += 1;
            }
        }
        assert_eq!(restarts, 2, "the trial was over too soon");
        self.workers.clear();
        self.retry = None;
    }

    /// Starts a worker on a machine.
    fn worker(&mut self, place: usize) -> Running {
        self.started += 1;
        let mut command = self.user.program();
        command.args([
            "import",
            "work",
            "--workers",
            "4",
            "--lease",
            "3s",
            "--timeout",
            "2s",
            "--rate",
            "400/s",
        ]);
        command.args(["--worker", &format!("machine {place}")]);
        if let Some(library) = self.faketime {
            command.env("LD_PRELOAD", library).env("FAKETIME", CLOCKS[place]);
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        Running::spawn(command, &self.said(place))
    }

    /// What the worker in a place has said.
    fn said(&self, place: usize) -> PathBuf {
        self.user.path(&format!("said-{place}.txt"))
    }

    /// Kills a worker as a power cut would, and starts another one in its place. Those that have ended by themselves are
    /// started again, too, as an orchestrator does.
    async fn kill(&mut self) {
        let unlucky = self.random.usize(0..WORKERS);
        let mut is_logged_out = false;
        for place in 0..WORKERS {
            if let Some(status) = self.workers[place].status() {
                let said = std::fs::read_to_string(self.said(place)).unwrap();
                assert_eq!(status.code(), Some(7), "{said}");
                self.gave_up += 1;
                is_logged_out |= said.contains("concur login");
            } else if place == unlucky {
                self.workers[place].kill();
                self.kills += 1;
            } else {
                continue;
            }
            self.workers[place] = self.worker(place);
        }
        if is_logged_out {
            self.logins += 1;
            self.user.log_in_again().await;
        }
    }

    async fn plan(&self, file: &str) {
        self.user.run(import(file, &["--plan-only"])).await.succeeded();
    }

    /// How much of the documents is decided: all but planned, sent, accepted and failed ones.
    async fn share_done(&self) -> f64 {
        if !self.has_journal().await {
            return 0.0;
        }
        let statement = "SELECT count(*) FROM concur_document WHERE state IN ('created', 'refused', 'uncertain')";
        let count =
            |session: std::sync::Arc<concur_postgres::Session>| async move { session.query_one(statement, &[]).await };
        let row = self.database.persist(Duration::from_secs(60), count).await.unwrap();
        row.get::<_, i64>(0) as f64 / self.keys.len() as f64
    }

    /// The first workers may be killed before they have created it.
    async fn has_journal(&self) -> bool {
        let statement = "SELECT to_regclass('concur_document') IS NOT NULL";
        let has =
            |session: std::sync::Arc<concur_postgres::Session>| async move { session.query_one(statement, &[]).await };
        let row = self.database.persist(Duration::from_secs(60), has).await.unwrap();
        row.get(0)
    }

    /// Checks the journal against the sandbox, document by document. Returns the number of uncertain ones.
    async fn agree(&self) -> usize {
        // The leases of the workers that were killed last run out.
        tokio::time::sleep(Duration::from_secs(4)).await;
        self.user
            .run(["import", "work", "--until-done", "--timeout", "2s"])
            .await;
        let (documents, records) = (self.user.documents().await, self.user.decided().await);
        assert_eq!(Verdict::of(&documents, &records), Verdict::default());
        let known: BTreeSet<String> = documents.iter().map(|document| document.key.clone()).collect();
        assert_eq!(known, self.keys);
        assert!(documents.iter().all(|document| document.state != "sending"));
        let is_uncertain = |document: &&Document| document.state == "uncertain";
        documents.iter().filter(is_uncertain).count()
    }

    /// Says what became of each uncertain document by its mark, and sends those again that were not created.
    async fn settle(&mut self) {
        self.user.sandbox.clear_faults();
        for _ in 0..MAX_PASSES {
            let records = self.user.decided().await;
            let documents = self.user.documents().await;
            let is_open = |document: &&Document| !matches!(document.state.as_str(), "created" | "refused");
            let open: Vec<&Document> = documents.iter().filter(is_open).collect();
            if open.is_empty() {
                return;
            }
            for document in open.iter().filter(|document| document.state == "uncertain") {
                self.user.resolve(document, &records).await;
            }
            let ran = self.user.run(["import", "retry", "--timeout", "2s"]).await;
            if ran.stderr.contains("concur login") {
                self.logins += 1;
                self.user.log_in_again().await;
            }
        }
        panic!("documents are open without a fault");
    }
}

/// A user whose import and token are in a database.
async fn shared_user(test: &str) -> Option<(User, Server)> {
    let server = Server::start(test)?;
    let mut user = User::new(Sandbox::builder()).await;
    share(&mut user, &server.database().await);
    log_in(&user).await;
    Some((user, server))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_machine_plans_and_another_one_sends() {
    let Some((user, _server)) = shared_user("one_machine_plans_and_another_one_sends").await else {
        return;
    };
    user.write("orders.csv", csv(&orders("A", 5)));
    user.run(["import", "status"])
        .await
        .succeeded()
        .says("There is no journal yet");
    user.import("orders.csv", &["--plan-only"])
        .await
        .succeeded()
        .says("5 documents are planned");
    assert!(user.records().await.is_empty());
    user.run(["import", "work", "--until-done", "--worker", "pod-1", "--rate", "100/s"])
        .await
        .succeeded()
        .says("5 documents: 5 created");
    assert_eq!(user.records().await.len(), 5);
    assert!(!user.journal().exists(), "there is a journal in a file");
    let status = user.run(["import", "status"]).await.succeeded();
    status
        .says("0 workers, 0 steps per minute; limit: 100 requests in 1 s")
        .shows("created");
    let workers = user
        .run(["import", "status", "--workers", "--output", "json"])
        .await
        .succeeded()
        .json();
    assert_eq!(
        (&workers[0]["name"], &workers[0]["lease"]),
        (&Value::from("pod-1"), &Value::from("run out"))
    );
    // The same file from a third machine.
    user.import("orders.csv", &[])
        .await
        .succeeded()
        .says("as they are in the file");
    assert_eq!(user.records().await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_waits_for_documents_until_it_is_stopped() {
    let Some((user, _server)) = shared_user("worker_waits_for_documents_until_it_is_stopped").await else {
        return;
    };
    let mut command = user.program();
    command.args(["import", "work", "--listen", "127.0.0.1:0"]);
    let said = user.path("said.txt");
    let mut worker = Running::spawn(command, &said);
    let address = loop {
        let text = std::fs::read_to_string(&said).unwrap();
        if let Some((_, rest)) = text.split_once("Listening on ") {
            break rest.split_once(".\n").unwrap().0.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let get = |path: &str| reqwest::get(format!("{address}{path}"));
    for path in ["/livez", "/readyz"] {
        assert_eq!(get(path).await.unwrap().text().await.unwrap(), "ok\n");
    }
    assert_eq!(get("/").await.unwrap().status(), 404);
    user.write("orders.csv", csv(&orders("A", 3)));
    user.import("orders.csv", &["--plan-only"]).await.succeeded();
    let metrics = loop {
        let metrics = get("/metrics").await.unwrap().text().await.unwrap();
        if metrics.contains("concur_import_documents{state=\"created\"} 3\n") {
            break metrics;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    for line in [
        "concur_requests_total{status=\"202\"} 3",
        "concur_import_steps_total{outcome=\"accepted\"}",
        "concur_import_documents{state=\"uncertain\"} 0",
        "concur_import_workers 1",
        "# EOF",
    ] {
        assert!(metrics.contains(line), "{line}:\n{metrics}");
    }
    worker.signal("-TERM");
    let status = worker.ended(Duration::from_secs(10)).await.expect("a signal ends it");
    assert_eq!(status.code(), Some(0));
    user.run(["import", "status"]).await.says("0 workers");
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_without_a_database_is_not_ready() {
    let Some((user, mut server)) = shared_user("worker_without_a_database_is_not_ready").await else {
        return;
    };
    let mut command = user.program();
    command.args(["import", "work", "--listen", "127.0.0.1:0"]);
    let said = user.path("said.txt");
    let _worker = Running::spawn(command, &said);
    let address = loop {
        let text = std::fs::read_to_string(&said).unwrap();
        if let Some((_, rest)) = text.split_once("Listening on ") {
            break rest.split_once(".\n").unwrap().0.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    server.stop().unwrap();
    let ready = reqwest::get(format!("{address}/readyz")).await.unwrap();
    assert_eq!(ready.status(), 503);
    assert_eq!(reqwest::get(format!("{address}/livez")).await.unwrap().status(), 200);
    server.restart(Duration::ZERO).unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while reqwest::get(format!("{address}/readyz")).await.unwrap().status() != 200 {
        assert!(Instant::now() < until, "it is never ready again");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn password_of_a_journal_is_no_argument() {
    let user = User::new(Sandbox::builder()).await;
    let url = "postgres://importer:hush-hush@db.example.com/concur";
    let ran = user.run(["import", "status", "--journal", url]).await.ended_with(2);
    ran.says("CONCUR_JOURNAL or PGPASSWORD").hides("hush-hush");
}

#[tokio::test(flavor = "multi_thread")]
async fn file_has_no_workers_that_wait() {
    let user = User::logged_in().await;
    user.run(["import", "work"])
        .await
        .ended_with(2)
        .says("use a journal in PostgreSQL, or --until-done");
    user.write("orders.csv", csv(&orders("A", 2)));
    user.import("orders.csv", &["--plan-only"]).await.succeeded();
    user.run(["import", "status", "--workers"])
        .await
        .ended_with(2)
        .says("has no workers");
    user.run(["import", "work", "--until-done"])
        .await
        .succeeded()
        .says("2 created");
}

#[tokio::test(flavor = "multi_thread")]
async fn password_of_a_journal_is_not_shown() {
    let mut user = User::new(Sandbox::builder()).await;
    for url in [
        "postgres://importer:hush-hush@localhost:1/c",
        "postgres://localhost:1/c?password=hush-hush",
    ] {
        user.always("CONCUR_JOURNAL", url);
        user.run(["doctor", "--offline"])
            .await
            .hides("hush-hush")
            .shows("journal = postgres://");
        user.run(["import", "purge", "--older-than", "1d"])
            .await
            .ended_with(1)
            .hides("hush-hush");
    }
}
