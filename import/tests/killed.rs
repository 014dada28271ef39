//! An import that is killed again and again, until it is through.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use std::{env, io, thread};

use crate::support::{document, folder};
use concur_import::{Journal, Outcome, Plan, Resolution, Resolved, Run, SqliteJournal, State, Target, Task};

const PATH: &str = "KILLED_JOURNAL";
const STEPS: [&str; 3] = ["create", "line 1", "submit"];
const WORKERS: usize = 8;

/// A service that carries a step out at the moment at which its line is written. Its response takes a while.
struct Service;

impl Target for Service {
    async fn send(&self, task: &Task) -> Outcome {
        let line = format!("\nsent {}/{}\n", task.key, task.name);
        write(&line).expect("the line is written");
        tokio::time::sleep(Duration::from_millis(1)).await;
        Outcome::Created {
            id: Some(format!("id of {}", task.key)),
            number: None,
        }
    }

    async fn confirm(&self, _: &Task) -> Outcome {
        unreachable!("no step is accepted")
    }
}

fn write(line: &str) -> io::Result<()> {
    let mut to = io::stdout().lock();
    to.write_all(line.as_bytes())?;
    to.flush()
}

/// The program that is killed. It does nothing when it runs as a test.
#[test]
fn program() {
    let Ok(path) = env::var(PATH) else {
        return;
    };
    let journal = Arc::new(SqliteJournal::open(path).expect("the journal is opened"));
    let run = Run::new(journal, Arc::new(Service)).workers(NonZeroUsize::new(WORKERS).expect("not zero"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build();
    runtime
        .expect("a runtime")
        .block_on(run.run(|_| ()))
        .expect("the run succeeds");
}

/// Runs the program, kills it after a time if there is one, and returns what the service carried out.
fn run(path: &Path, killed_after: Option<Duration>) -> Vec<String> {
    let mut program = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "killed::program", "--nocapture"])
        .env(PATH, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let output = program.stdout.take().expect("its output");
    let reader = thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        lines
            .filter_map(|line| line.strip_prefix("sent ").map(str::to_owned))
            .collect()
    });
    if let Some(time) = killed_after {
        thread::sleep(time);
        program.kill().expect("the program is killed or over");
    }
    program.wait().expect("the program is over");
    reader.join().expect("the output is read")
}

fn kills() -> u32 {
    env::var("IMPORT_KILLS").map_or(5, |kills| kills.parse().expect("a number"))
}

#[tokio::test]
async fn no_step_is_lost_doubled_or_wrongly_claimed() {
    let path = folder("killed").join("journal.db");
    let documents = 200 * kills() as usize;
    let planned = (0..documents)
        .map(|number| document(&format!("D{number:06}"), &STEPS))
        .collect();
    let journal = SqliteJournal::open(&path).expect("the journal is opened");
    journal
        .plan(planned, Plan::Once)
        .await
        .expect("the documents are planned");
    drop(journal);

    let mut carried_out = BTreeSet::new();
    let mut killed = 0;
    for round in 0_u64.. {
        let time = Duration::from_millis(120 + (round % 7) * 40);
        let sent = run(&path, (killed < kills()).then_some(time));
        for step in sent {
            assert!(carried_out.insert(step.clone()), "{step} was carried out twice");
        }
        let open = SqliteJournal::read(&path)
            .expect("the journal can be read")
            .tally()
            .expect("the journal works");
        if open.of(State::Planned) + open.of(State::Sending) == 0 {
            break;
        }
        killed += 1;
    }

    // What the journal claims is true, and what it does not know, it says.
    let journal = SqliteJournal::open(&path).expect("the journal is opened");
    let uncertain = journal
        .list(Some(State::Uncertain), 0, documents)
        .await
        .expect("the journal works");
    assert!(
        uncertain.len() <= WORKERS * killed as usize,
        "{} uncertain",
        uncertain.len()
    );
    for entry in journal
        .list(Some(State::Created), 0, documents)
        .await
        .expect("the journal works")
    {
        for step in STEPS {
            assert!(
                carried_out.contains(&format!("{}/{step}", entry.key)),
                "{} was not sent",
                entry.key
            );
        }
    }
    eprintln!(
        "{killed} kills, {} steps, {} uncertain",
        carried_out.len(),
        uncertain.len()
    );

    // Somebody looks, and the import goes on.
    for entry in uncertain {
        let is_created = carried_out.contains(&format!("{}/{}", entry.key, entry.step));
        let resolution = match is_created {
            true => Resolution::Created { id: None, number: None },
            false => Resolution::NotCreated,
        };
        let resolved = journal.resolve(&entry.key, resolution).await;
        assert_eq!(resolved.expect("the journal works"), Resolved::Recorded);
    }
    drop(journal);
    for step in run(&path, None) {
        assert!(carried_out.insert(step.clone()), "{step} was carried out twice");
    }
    assert_eq!(carried_out.len(), documents * STEPS.len());
    let tally = SqliteJournal::read(&path)
        .expect("the journal can be read")
        .tally()
        .expect("the journal works");
    assert_eq!(tally.of(State::Created), documents as u64);
}
