//! Measures a journal: documents per second in relation to what the disk does by itself, and a million documents.
//!
//! `cargo bench -p concur-import --bench journal_speed -- DIR`, with a folder on a real disk.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program for developers")]

use std::fs::{self, File};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use concur_import::{Document, Journal, Outcome, Plan, Run, SqliteJournal, State, Step, Target, Task};

/// A service that answers at once, so that the journal is all that takes time.
struct Service;

impl Target for Service {
    async fn send(&self, task: &Task) -> Outcome {
        Outcome::Created {
            id: Some(task.key.clone()),
            number: None,
        }
    }

    async fn confirm(&self, task: &Task) -> Outcome {
        self.send(task).await
    }
}

fn documents(range: std::ops::Range<u32>) -> Vec<Document> {
    let document = |number: u32| Document {
        key: format!("order-{number:08}"),
        mark: Some(format!("imp-7f3a-{number:08}")),
        origin: format!("orders.csv, row {number}"),
        steps: vec![Step {
            name: "create".to_owned(),
            body: br#"{"currencyCode":"EUR","purchaseRequestLines":[]}"#.to_vec(),
        }],
    };
    range.map(document).collect()
}

async fn plan(journal: &SqliteJournal, count: u32) {
    for start in (0..count).step_by(1_000) {
        let documents = documents(start..count.min(start + 1_000));
        journal
            .plan(documents, Plan::Once)
            .await
            .expect("the documents are planned");
    }
}

fn new_journal(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    for end in ["", "-wal", "-shm", ".lock"] {
        let _ = fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

/// How often the disk appends 4 KiB and syncs them, per second.
fn syncs_per_second(folder: &Path) -> f64 {
    let path = folder.join("syncs");
    let mut file = File::create(&path).expect("the file is created");
    let (start, mut syncs) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_secs(2) {
        file.write_all(&[0; 4096])
            .and_then(|()| file.sync_data())
            .expect("the file is written");
        syncs += 1;
    }
    let rate = f64::from(syncs) / start.elapsed().as_secs_f64();
    let _ = fs::remove_file(path);
    rate
}

async fn documents_per_second(folder: &Path, workers: usize, count: u32) -> f64 {
    let path = new_journal(folder, &format!("workers-{workers}.db"));
    let journal = Arc::new(SqliteJournal::open(&path).expect("the journal is opened"));
    plan(&journal, count).await;
    let start = Instant::now();
    let run = Run::new(Arc::clone(&journal), Arc::new(Service));
    let run = run.workers(NonZeroUsize::new(workers).expect("not zero"));
    run.run(|_| ()).await.expect("the run succeeds");
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    let tally = journal.tally().await.expect("the journal works");
    assert_eq!(tally.of(State::Created), u64::from(count));
    rate
}

async fn million(folder: &Path) {
    let path = new_journal(folder, "million.db");
    let journal = SqliteJournal::open(&path).expect("the journal is opened");
    let start = Instant::now();
    plan(&journal, 1_000_000).await;
    println!("1,000,000 documents planned in {:.1} s", start.elapsed().as_secs_f64());
    drop(journal);
    println!(
        "file: {} MB",
        fs::metadata(&path).expect("the file is there").len() >> 20
    );
    let start = Instant::now();
    let tally = SqliteJournal::read(&path)
        .expect("the journal can be read")
        .tally()
        .expect("the journal works");
    println!(
        "status of {}: {:.1} ms with opening",
        tally.total(),
        start.elapsed().as_secs_f64() * 1e3
    );
    let start = Instant::now();
    let reader = SqliteJournal::read(&path).expect("the journal can be read");
    let open = reader
        .list(Some(State::Planned), 900_000, 20)
        .expect("the journal works");
    println!(
        "{} of those that are planned: {:.1} ms with opening",
        open.len(),
        start.elapsed().as_secs_f64() * 1e3
    );
    let keys: Vec<String> = (0..10_000).map(|number| format!("order-{:08}", number * 97)).collect();
    let start = Instant::now();
    let found = keys
        .chunks(1_000)
        .flat_map(|keys| reader.find(keys).expect("the journal works"));
    assert_eq!(found.flatten().count(), keys.len());
    println!("10,000 keys found in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM"))
            .for_each(|line| println!("{line}"));
    }
}

#[tokio::main]
async fn main() {
    // `cargo bench` adds a `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let folder = PathBuf::from(arguments.next().expect("a folder on a real disk"));
    fs::create_dir_all(&folder).expect("the folder is created");
    million(&folder).await;
    for (workers, count) in [(1, 5_000), (4, 20_000), (16, 60_000), (64, 100_000)] {
        // In turns, since the disk changes its speed.
        let syncs = syncs_per_second(&folder);
        let rate = documents_per_second(&folder, workers, count).await;
        // A document of one step takes a commit: its outcome, with the intent of the next one. Workers share commits.
        println!(
            "{workers:2} workers: {rate:6.0} documents/s; the disk alone: {syncs:.0} syncs/s; ratio {:.2}",
            rate / syncs
        );
    }
}
