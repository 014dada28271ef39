//! Kills a process while it writes. The test starts its own binary again as that process.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::{COMPANY, Folder, put, records};
use crate::store::mark::Mark;
use crate::store::{Store, open};

/// The variable with the file that the process writes to.
const FILE: &str = "CONCUR_SANDBOX_TEST_FILE";
/// The variable with the first number to write.
const FROM: &str = "CONCUR_SANDBOX_TEST_FROM";
/// The prefix of the lines that the process prints for saved keys.
const MARK: &str = "acknowledged:";

#[test]
fn acknowledged_changes_survive_killing_the_process() {
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
        let restored = records(&saved);
        assert_eq!(saved.warning, None, "round {round}");
        for key in &known {
            assert!(restored.contains_key(key.as_str()), "round {round}: {key} is lost");
        }
        let number: u64 = saved.metadata("commit").unwrap().parse().unwrap();
        let acknowledged = Mark::read(&path).unwrap().unwrap().number;
        assert!(
            (number - 1..=number).contains(&acknowledged),
            "{acknowledged} of {number}"
        );
        drop(file);
    }
}

/// Starts the process, kills it after `enough` keys, and returns the keys that it has acknowledged.
fn run_until(path: &std::path::Path, from: usize, enough: usize) -> Vec<String> {
    let name = "store::tests::killed::acknowledged_changes_survive_killing_the_process";
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
    // A line that was cut off by the kill does not count.
    let mut keys = lines.filter_map(|line| {
        let (_, key) = line.split_once(MARK)?;
        key.strip_suffix('.').map(str::to_owned)
    });
    let mut acknowledged: Vec<String> = keys.by_ref().take(enough).collect();
    child.kill().unwrap();
    acknowledged.extend(keys);
    child.wait().unwrap();
    assert!(acknowledged.len() >= enough, "the process ended before it was killed");
    acknowledged
}

/// Writes concurrently until killed, and prints the saved keys.
async fn write(path: &str, from: usize) {
    let (file, _) = open(path.as_ref(), COMPANY).unwrap();
    let file = file.accept().unwrap();
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
