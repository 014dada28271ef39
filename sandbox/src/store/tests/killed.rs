//! A process that is killed while it writes: this test program, started again for one test of it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::{COMPANY, Folder, put, records};
use crate::store::{Store, open};

/// The file that the process is to write to.
const FILE: &str = "CONCUR_SANDBOX_TEST_FILE";
/// From which number on.
const FROM: &str = "CONCUR_SANDBOX_TEST_FROM";
/// What it says of each key that was acknowledged.
const MARK: &str = "acknowledged:";

#[test]
fn what_was_acknowledged_before_the_process_was_killed_is_there() {
    if let Ok(path) = std::env::var(FILE) {
        let from = std::env::var(FROM).unwrap().parse().unwrap();
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(write(&path, from));
    }
    let folder = Folder::new("killed");
    let path = folder.file("state");
    let mut known: Vec<String> = Vec::new();
    for round in 0..8_usize {
        let enough = fastrand::usize(1..200);
        known.extend(run_until(&path, round * 1_000_000, enough));
        let (file, saved) = open(&path, COMPANY).unwrap();
        let there = records(&saved);
        for key in &known {
            assert!(there.contains_key(key.as_str()), "round {round}: {key} is lost");
        }
        drop(file);
    }
}

/// Starts the process and kills it when it has said so much; what it has said.
fn run_until(path: &std::path::Path, from: usize, enough: usize) -> Vec<String> {
    let name = "store::tests::killed::what_was_acknowledged_before_the_process_was_killed_is_there";
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]);
    command
        .env(FILE, path)
        .env(FROM, from.to_string())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    // A line that was cut off by the end counts as not said.
    let mut keys = lines.filter_map(|line| {
        let (_, key) = line.split_once(MARK)?;
        key.strip_suffix('.').map(str::to_owned)
    });
    let mut said: Vec<String> = keys.by_ref().take(enough).collect();
    child.kill().unwrap();
    said.extend(keys);
    child.wait().unwrap();
    assert!(said.len() >= enough, "it ended by itself");
    said
}

/// Writes from many sides for ever, and says what is on disk.
async fn write(path: &str, from: usize) {
    let (file, _) = open(path.as_ref(), COMPANY).unwrap();
    file.accept().unwrap();
    let store = Arc::new(Store::start(file).unwrap());
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..16 {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            for number in (from + writer..).step_by(16) {
                store.send(put(&number.to_string(), &"x".repeat(number % 5000)));
                store.saved().await.unwrap();
                let _ = writeln!(std::io::stdout().lock(), "{MARK}{number}.");
            }
        });
    }
    while writers.join_next().await.is_some() {}
}
