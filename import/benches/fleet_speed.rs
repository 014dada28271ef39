//! How fast workers on several machines send from one journal in PostgreSQL, to a service of unlimited speed.
//!
//! `cargo bench -p concur-import --features postgres --bench fleet_speed -- postgres://… [DOCUMENTS]`, with an empty
//! database; each worker is a process with 16 documents at a time.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program for measurements")]

use std::num::NonZeroUsize;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use concur_import::{Document, Journal, Outcome, Plan, PostgresJournal, PostgresOptions, Run, Step, Target, Task};
use concur_postgres::Database;

const AT_A_TIME: usize = 16;

/// A service that does everything at once.
struct Service;

impl Target for Service {
    async fn send(&self, task: &Task) -> Outcome {
        Outcome::Created {
            id: Some(task.key.clone()),
            number: None,
        }
    }

    async fn confirm(&self, _: &Task) -> Outcome {
        Outcome::NotSent
    }
}

async fn open(url: &str) -> PostgresJournal {
    let database = Database::new(url).expect("the URL is valid");
    let journal = PostgresJournal::open(database, PostgresOptions::default()).await;
    journal.expect("the journal is opened")
}

#[tokio::main]
async fn main() {
    // `cargo bench` adds a `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let url = arguments.next().expect("the URL of a database");
    match arguments.next().as_deref() {
        Some("work") => work(&url).await,
        documents => {
            measure(
                &url,
                documents.map_or(20_000, |number| number.parse().expect("a number")),
            )
            .await
        }
    }
}

/// Works until nothing is left, and prints the CPU time that it took, in seconds.
async fn work(url: &str) {
    let journal = Arc::new(open(url).await);
    let run = Run::new(Arc::clone(&journal), Arc::new(Service));
    let run = run.workers(NonZeroUsize::new(AT_A_TIME).expect("not zero"));
    run.run(|_| ()).await.expect("the run succeeds");
    journal.close().await.expect("the journal works");
    println!("{}", processor_time().as_secs_f64());
}

/// The CPU time of this program.
#[cfg(unix)]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Not known here.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    Duration::ZERO
}

async fn measure(url: &str, documents: usize) {
    println!("| workers | documents/s | CPU of workers per document | statements per document |");
    println!("|---|---|---|---|");
    for (round, workers) in [1, 2, 4, 8].into_iter().enumerate() {
        let journal = open(url).await;
        let began = Instant::now();
        for chunk in 0..documents / 1000 {
            let planned = (0..1000).map(|number| document(round, chunk * 1000 + number)).collect();
            journal
                .plan(planned, Plan::Once)
                .await
                .expect("the documents are planned");
        }
        let planned = began.elapsed();
        let statements = count(url).await;
        let began = Instant::now();
        let program = std::env::current_exe().expect("this program");
        let children: Vec<_> = (0..workers)
            .map(|_| {
                let mut worker = Command::new(&program);
                worker
                    .args([url, "work"])
                    .stdout(Stdio::piped())
                    .spawn()
                    .expect("it starts")
            })
            .collect();
        let cpu = children.into_iter().map(|child| {
            let output = child.wait_with_output().expect("it ends");
            String::from_utf8_lossy(&output.stdout)
                .trim()
                .parse::<f64>()
                .expect("a number")
        });
        let cpu: f64 = cpu.sum();
        let elapsed = began.elapsed().as_secs_f64();
        // Counts of the server are a little late.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let statements = count(url).await - statements;
        let total = documents as f64;
        println!(
            "| {workers} | {:.0} | {:.0} µs | {:.2} |",
            total / elapsed,
            cpu / total * 1e6,
            statements as f64 / total
        );
        eprintln!("planned {documents} in {planned:.1?}");
    }
}

fn document(round: usize, number: usize) -> Document {
    Document {
        key: format!("{round}/{number}"),
        mark: Some(format!("mark {round}/{number}")),
        origin: format!("orders.csv, row {number}"),
        steps: vec![Step {
            name: "create".to_owned(),
            body: vec![b'x'; 1000],
        }],
    }
}

/// The number of transactions so far, each of which is a statement.
async fn count(url: &str) -> i64 {
    let session = Database::new(url)
        .expect("the URL is valid")
        .session()
        .await
        .expect("a connection");
    let count = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    session.query_one(count, &[]).await.expect("a row").get(0)
}
