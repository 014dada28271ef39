//! Random sequences on a journal, with reopening in between, against a model in memory.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use concur_import::{Journal, Outcome, Plan, Planned, Resolution, SqliteJournal, State, Task};
use proptest::prelude::*;
use support::{document, folder};

#[derive(Clone, Debug)]
enum Action {
    Plan { key: u8, steps: usize, again: bool },
    Claim,
    Record { which: usize, state: State, go_on: bool },
    Retry,
    Resolve { key: u8, is_created: bool },
    Crash,
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let outcome = prop::sample::select(vec![
        State::Created,
        State::Created,
        State::Accepted,
        State::Failed,
        State::Refused,
        State::Uncertain,
    ]);
    let action = prop_oneof![
        3 => (0..6_u8, 1..4_usize, any::<bool>()).prop_map(|(key, steps, again)| Action::Plan { key, steps, again }),
        4 => Just(Action::Claim),
        6 => (any::<prop::sample::Index>(), outcome, any::<bool>())
            .prop_map(|(which, state, go_on)| Action::Record { which: which.index(64), state, go_on }),
        1 => Just(Action::Retry),
        2 => (0..6_u8, any::<bool>()).prop_map(|(key, is_created)| Action::Resolve { key, is_created }),
        1 => Just(Action::Crash),
    ];
    prop::collection::vec(action, 1..60)
}

/// The states of the steps of a document.
#[derive(Clone, Debug)]
struct Model {
    key: String,
    steps: Vec<State>,
}

impl Model {
    fn open(&self) -> Option<usize> {
        self.steps.iter().position(|state| *state != State::Created)
    }

    fn state(&self) -> State {
        self.open().map_or(State::Created, |open| self.steps[open])
    }
}

fn outcome(state: State) -> Outcome {
    let message = state.to_string();
    match state {
        State::Created => Outcome::Created { id: None, number: None },
        State::Accepted => Outcome::Accepted { id: None },
        State::Failed => Outcome::Failed { message },
        State::Refused => Outcome::Refused { message },
        _ => Outcome::Uncertain { message },
    }
}

/// The newest document with a key.
fn newest<'a>(models: &'a mut [Model], key: &str) -> Option<&'a mut Model> {
    models.iter_mut().rfind(|model| model.key == key)
}

async fn check(actions: Vec<Action>) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let path: PathBuf = folder(&format!("model-{}", NUMBER.fetch_add(1, SeqCst))).join("journal.db");
    let mut journal = SqliteJournal::open(&path).expect("the journal is opened");
    let mut models: Vec<Model> = Vec::new();
    let mut tasks: Vec<Task> = Vec::new();
    let names = ["one", "two", "three"];
    for action in actions {
        match action {
            Action::Plan { key, steps, again } => {
                let key = format!("K{key}");
                let mut planned = document(&key, &names[..steps]);
                planned.mark = None;
                let plan = if again { Plan::Again } else { Plan::Once };
                let result = journal.plan(vec![planned], plan).await.expect("the journal works");
                let known = newest(&mut models, &key).map(|model| model.state());
                let is_over = matches!(known, Some(State::Created | State::Failed | State::Refused));
                let is_added = known.is_none() || (again && is_over);
                assert_eq!(matches!(result[..], [Planned::Added]), is_added, "{result:?}");
                if is_added {
                    let steps = vec![State::Planned; steps];
                    models.push(Model { key, steps });
                }
            }
            Action::Claim => {
                let task = journal.claim().await.expect("the journal works");
                claimed(&mut models, &mut tasks, task);
            }
            Action::Record { which, state, go_on } if !tasks.is_empty() => {
                let task = tasks.remove(which % tasks.len());
                let next = journal
                    .record(&task, outcome(state), go_on)
                    .await
                    .expect("it is recorded");
                let model = newest(&mut models, &task.key).expect("the document is known");
                let open = model.open().expect("a step is open");
                assert_eq!(open, task.position() as usize);
                let was_accepted = task.accepted.is_some();
                model.steps[open] = state;
                let goes_on = match model.state() {
                    State::Planned => go_on,
                    State::Accepted => go_on && !was_accepted,
                    _ => false,
                };
                if goes_on {
                    assert_eq!(next.as_ref().map(|next| &next.key), Some(&task.key), "{model:?}");
                }
                match go_on {
                    true => claimed(&mut models, &mut tasks, next),
                    false => assert_eq!(next, None),
                }
            }
            Action::Record { .. } => {}
            Action::Retry => {
                let mut newest: BTreeMap<String, &mut Model> = BTreeMap::new();
                for model in &mut models {
                    newest.insert(model.key.clone(), model);
                }
                let failed: Vec<_> = newest
                    .into_values()
                    .filter(|model| model.state() == State::Failed)
                    .collect();
                assert_eq!(journal.retry().await.expect("the journal works"), failed.len() as u64);
                for model in failed {
                    let open = model.open().expect("a step failed");
                    model.steps[open] = State::Planned;
                }
            }
            Action::Resolve { key, is_created } => {
                let key = format!("K{key}");
                let resolution = match is_created {
                    true => Resolution::Created { id: None, number: None },
                    false => Resolution::NotCreated,
                };
                let resolved = journal.resolve(&key, resolution).await.expect("the journal works");
                let uncertain = newest(&mut models, &key).filter(|model| model.state() == State::Uncertain);
                assert_eq!(resolved, uncertain.is_some());
                if let Some(model) = uncertain {
                    let open = model.open().expect("a step is uncertain");
                    model.steps[open] = if is_created { State::Created } else { State::Planned };
                }
            }
            Action::Crash => {
                tasks.clear();
                drop(journal);
                for step in models.iter_mut().flat_map(|model| &mut model.steps) {
                    if *step == State::Sending {
                        *step = State::Uncertain;
                    }
                }
                journal = SqliteJournal::open(&path).expect("the journal is opened");
            }
        }
        let mut expected: BTreeMap<State, u64> = BTreeMap::new();
        for model in &models {
            *expected.entry(model.state()).or_default() += 1;
        }
        assert_eq!(journal.tally().await.expect("the journal works").0, expected);
        let entries = journal.list(None, 0, 1000).await.expect("the journal works");
        let states = entries.iter().map(|entry| (entry.key.as_str(), entry.state));
        assert!(states.eq(models.iter().map(|model| (model.key.as_str(), model.state()))));
    }
    let _ = std::fs::remove_dir_all(path.parent().expect("it is in a folder"));
}

/// A task was asked for. Without one, no document is planned.
fn claimed(models: &mut [Model], tasks: &mut Vec<Task>, task: Option<Task>) {
    match task {
        Some(task) => {
            take(models, tasks, &task);
            tasks.push(task);
        }
        None => assert!(models.iter().all(|model| model.state() != State::Planned), "{models:?}"),
    }
}

/// A task was handed out: its step is planned or accepted, and nobody else has its document.
fn take(models: &mut [Model], tasks: &[Task], task: &Task) {
    assert!(
        tasks.iter().all(|other| other.key != task.key),
        "{} was taken twice",
        task.key
    );
    let model = newest(models, &task.key).expect("the document is known");
    let open = model.open().expect("a step is open");
    assert_eq!(open, task.position() as usize);
    match model.steps[open] {
        State::Planned => {
            assert_eq!(task.accepted, None);
            model.steps[open] = State::Sending;
        }
        State::Accepted => assert!(task.accepted.is_some()),
        state => panic!("a step that is {state} was taken"),
    }
}

#[test]
fn a_journal_agrees_with_its_model() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let cases = std::env::var("IMPORT_MODEL_CASES").map_or(40, |cases| cases.parse().expect("a number"));
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(actions in actions())| runtime.block_on(check(actions)));
}
