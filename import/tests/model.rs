//! Random sequences on a journal, with reopening in between, against a model in memory.

use std::collections::BTreeMap;

use crate::store::{Store, in_file};
use crate::support::document;
use concur_import::{Document, Journal, Outcome, Plan, Planned, Resolution, Resolved, Retry, State, Task};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Action {
    /// Which of the steps are edited, and so have another body.
    Plan {
        key: u8,
        steps: Vec<bool>,
        again: bool,
    },
    Claim,
    Record {
        which: usize,
        state: State,
        go_on: bool,
    },
    Retry {
        of: Retry,
    },
    Resolve {
        key: u8,
        is_created: bool,
    },
    Begin,
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
        State::Planned,
    ]);
    let action = prop_oneof![
        4 => (0..6_u8, prop::collection::vec(prop::bool::weighted(0.2), 1..4), prop::bool::weighted(0.2))
            .prop_map(|(key, steps, again)| Action::Plan { key, steps, again }),
        4 => Just(Action::Claim),
        6 => (any::<prop::sample::Index>(), outcome, any::<bool>())
            .prop_map(|(which, state, go_on)| Action::Record { which: which.index(64), state, go_on }),
        1 => retries().prop_map(|of| Action::Retry { of }),
        2 => (0..6_u8, any::<bool>()).prop_map(|(key, is_created)| Action::Resolve { key, is_created }),
        1 => Just(Action::Begin),
        1 => Just(Action::Crash),
    ];
    prop::collection::vec(action, 1..60)
}

fn retries() -> impl Strategy<Value = Retry> {
    let key = (0..6_u8).prop_map(|key| Retry::Key(format!("K{key}")));
    prop_oneof![Just(Retry::Failed), Just(Retry::Refused), key]
}

/// A document with a key, and which of its steps are edited.
fn with_steps(key: &str, edited: &[bool]) -> Document {
    let names = [["one", "one!"], ["two", "two!"], ["three", "three!"]];
    let names: Vec<&str> = names
        .iter()
        .zip(edited)
        .map(|(names, edited)| names[usize::from(*edited)])
        .collect();
    Document {
        mark: None,
        ..document(key, &names)
    }
}

/// The states of the steps of a document, and which of them are edited.
#[derive(Clone, Debug)]
struct Model {
    key: String,
    steps: Vec<State>,
    edited: Vec<bool>,
}

impl Model {
    fn open(&self) -> Option<usize> {
        self.steps.iter().position(|state| *state != State::Created)
    }

    fn state(&self) -> State {
        self.open().map_or(State::Created, |open| self.steps[open])
    }

    /// What planning this document once more should return, and does to the model.
    fn plan_once(&mut self, edited: &[bool]) -> Planned {
        let carried_out = self.open().unwrap_or(self.steps.len());
        let is_same = self.edited == edited;
        let is_correction = matches!(self.state(), State::Failed | State::Refused) && !is_same;
        if is_correction && edited.starts_with(&self.edited[..carried_out]) {
            self.steps.truncate(carried_out);
            self.steps.resize(edited.len(), State::Planned);
            self.edited = edited.to_vec();
            return Planned::Replaced;
        }
        Planned::AlreadyThere {
            state: self.state(),
            origin: format!("orders.csv, row {}", self.key),
            is_same: Some(is_same),
        }
    }
}

fn outcome(state: State) -> Outcome {
    let message = state.to_string();
    match state {
        State::Created => Outcome::Created { id: None, number: None },
        State::Accepted => Outcome::Accepted { id: None },
        State::Failed => Outcome::Failed { message },
        State::Refused => Outcome::Refused { message },
        State::Planned => Outcome::NotSent,
        _ => Outcome::Uncertain { message },
    }
}

/// The newest document with a key.
fn newest<'a>(models: &'a mut [Model], key: &str) -> Option<&'a mut Model> {
    models.iter_mut().rfind(|model| model.key == key)
}

async fn check(store: &impl Store, actions: Vec<Action>) {
    let mut journal = store.open().await;
    let mut models: Vec<Model> = Vec::new();
    let mut tasks: Vec<Task> = Vec::new();
    for action in actions {
        match action {
            Action::Plan { key, steps, again } => {
                let key = format!("K{key}");
                let plan = if again { Plan::Again } else { Plan::Once };
                let result = journal.plan(vec![with_steps(&key, &steps)], plan).await;
                let known = newest(&mut models, &key);
                let is_over = |model: &Model| matches!(model.state(), State::Created | State::Failed | State::Refused);
                let expected = match known {
                    Some(model) if !(again && is_over(model)) => model.plan_once(&steps),
                    _ => {
                        models.push(Model {
                            key,
                            steps: vec![State::Planned; steps.len()],
                            edited: steps,
                        });
                        Planned::Added
                    }
                };
                assert_eq!(result.expect("the journal works"), [expected]);
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
                // What is not sent is as it was.
                model.steps[open] = match (state, &task.accepted) {
                    (State::Planned, Some(_)) => State::Accepted,
                    _ => state,
                };
                if go_on && model.state() == State::Planned {
                    assert_eq!(next.as_ref().map(|next| &next.key), Some(&task.key), "{model:?}");
                }
                match go_on {
                    true => claimed(&mut models, &mut tasks, next),
                    false => assert_eq!(next, None),
                }
            }
            Action::Record { .. } => {}
            Action::Begin => journal.begin().await.expect("the journal works"),
            Action::Retry { of } => {
                let mut newest: BTreeMap<String, &mut Model> = BTreeMap::new();
                for model in &mut models {
                    newest.insert(model.key.clone(), model);
                }
                let is_meant = |model: &Model| match &of {
                    Retry::Failed => model.state() == State::Failed,
                    Retry::Refused => model.state() == State::Refused,
                    Retry::Key(key) => model.key == *key && matches!(model.state(), State::Failed | State::Refused),
                };
                let meant: Vec<_> = newest.into_values().filter(|model| is_meant(model)).collect();
                let retried = journal.retry(of.clone()).await;
                assert_eq!(retried.expect("the journal works"), meant.len() as u64);
                for model in meant {
                    let open = model.open().expect("a step is open");
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
                let known = newest(&mut models, &key);
                let expected = match known.as_ref().map(|model| model.state()) {
                    None => Resolved::NotFound,
                    Some(State::Uncertain) => Resolved::Recorded,
                    Some(state) => Resolved::NotUncertain { state },
                };
                assert_eq!(resolved, expected);
                if let Some(model) = known.filter(|_| expected == Resolved::Recorded) {
                    let open = model.open().expect("a step is uncertain");
                    model.steps[open] = if is_created { State::Created } else { State::Planned };
                }
            }
            Action::Crash => {
                tasks.clear();
                for step in models.iter_mut().flat_map(|model| &mut model.steps) {
                    if *step == State::Sending {
                        *step = State::Uncertain;
                    }
                }
                journal = store.reopen(journal).await;
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
        for (entry, model) in entries.iter().zip(&models) {
            let steps = journal.steps(entry.id).await.expect("the journal works");
            assert!(
                steps.iter().map(|step| step.state).eq(model.steps.iter().copied()),
                "{model:?}"
            );
            let names = with_steps(&model.key, &model.edited).steps;
            assert!(
                steps
                    .iter()
                    .map(|step| &step.name)
                    .eq(names.iter().map(|step| &step.name)),
                "{model:?}"
            );
        }
    }
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

/// Runs random sequences, each on an empty journal.
fn run<S: Store>(empty: impl AsyncFn() -> Option<S>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let cases = std::env::var("IMPORT_MODEL_CASES").map_or(40, |cases| cases.parse().expect("a number"));
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(actions in actions())| runtime.block_on(async {
        if let Some(store) = empty().await {
            check(&store, actions).await;
        }
    }));
}

#[test]
fn a_journal_agrees_with_its_model() {
    run(async || in_file("model").await);
}

#[cfg(all(feature = "postgres", unix))]
#[test]
fn a_journal_on_a_server_agrees_with_its_model() {
    run(async || {
        let store = crate::server::on_server("a_journal_on_a_server_agrees_with_its_model").await?;
        Some(store)
    });
}
