//! Compares the workflow with a small model: for any sequence of actions by any users, the results and the Requests
//! must match the model.
//!
//! The model is independent of the sandbox. It follows the documented rules for actions and users.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::env;
use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use concur_sandbox::Sandbox;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use sap_concur::request::{CreateRequest, ErrorCode, Request, RequestView, UpdateRequest, WorkflowAction};
use sap_concur::{Concur, Error, OperationError, Response};

use crate::support::{company, sandbox, user};

mod model;

use model::{Actor, Model, Outcome, Policy};

/// Sandboxes that run in parallel.
const STAGES: usize = 2;
/// Random sequences per sandbox, unless the environment variable says otherwise.
const SEQUENCES: u32 = 1000;
const VARIABLE: &str = "WORKFLOW_MODEL_SEQUENCES";

/// A step of a sequence.
#[derive(Debug, Clone)]
enum Step {
    Create {
        by: Actor,
        policy: Policy,
        name: Option<u8>,
    },
    Update {
        by: Actor,
        index: usize,
        name: Option<u8>,
    },
    Delete {
        by: Actor,
        index: usize,
    },
    Take {
        by: Actor,
        index: usize,
        action: WorkflowAction,
        comment: Option<u8>,
        for_bea: bool,
    },
    /// Takes an action that the model allows, so that Requests progress.
    Progress {
        index: usize,
        pick: u8,
        comment: Option<u8>,
    },
    /// Advances the clock by half a day.
    Wait,
}

const POLICIES: [(Policy, &str); 4] = [
    (Policy::Manager, "9F875443A12646B69EF963BB88D976F2"),
    (Policy::Reviewed, "B5C7A93F3AEE208DC7CDC8548A81A044"),
    (Policy::Outside, "A1CA3084AA9C6FEA7099224460837244"),
    (Policy::Booked, "B244C09C11CE76891206E2830FED72EC"),
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let by = || select(Actor::ALL.to_vec());
    let index = || prop_oneof![6 => Just(0_usize), 1 => Just(1), 1 => Just(2)];
    let name = || prop_oneof![6 => any::<u8>().prop_map(Some), 1 => Just(None)];
    let policy = select(POLICIES.map(|(policy, _)| policy).to_vec());
    let any_action = (
        by(),
        select(WorkflowAction::KNOWN.to_vec()),
        proptest::bool::weighted(0.2),
    );
    let take = (any_action, index(), proptest::option::of(any::<u8>()));
    let take = take.prop_map(|((by, action, for_bea), index, comment)| Step::Take {
        by,
        index,
        action,
        comment,
        for_bea,
    });
    let progress = (index(), any::<u8>(), proptest::option::of(any::<u8>()));
    let progress = progress.prop_map(|(index, pick, comment)| Step::Progress { index, pick, comment });
    let step = prop_oneof![
        2 => (by(), policy.clone(), name()).prop_map(|(by, policy, name)| Step::Create { by, policy, name }),
        2 => (by(), index(), name()).prop_map(|(by, index, name)| Step::Update { by, index, name }),
        1 => (by(), index()).prop_map(|(by, index)| Step::Delete { by, index }),
        8 => take,
        12 => progress,
        1 => Just(Step::Wait),
    ];
    let first = policy.prop_map(|policy| Step::Create {
        by: Actor::Ann,
        policy,
        name: Some(0),
    });
    (first, proptest::collection::vec(step, 10..36)).prop_map(|(first, mut steps)| {
        steps.insert(0, first);
        steps
    })
}

impl Step {
    /// Replaces [`Step::Progress`] by an allowed action, or by a create step if no action is allowed.
    fn resolved(&self, model: &Model) -> Self {
        let Self::Progress { index, pick, comment } = self else {
            return self.clone();
        };
        let allowed = model.allowed_actions(*index);
        let chosen = allowed.get(usize::from(*pick) % allowed.len().max(1));
        let new = Self::Create {
            by: Actor::Ann,
            policy: POLICIES[usize::from(*pick) % POLICIES.len()].0,
            name: *comment,
        };
        chosen.map_or(new, |(by, action, for_bea)| Self::Take {
            by: *by,
            index: *index,
            action: *action,
            comment: *comment,
            for_bea: *for_bea,
        })
    }
}

/// A sandbox with a client for each actor.
struct Stage {
    sandbox: Sandbox,
    clients: BTreeMap<Actor, Concur>,
}

impl Stage {
    async fn new() -> Self {
        let sandbox = sandbox().await;
        let client = |actor: Actor| match actor.login() {
            Some(login) => user(&sandbox, login),
            None => company(&sandbox),
        };
        let client = |actor: Actor| (actor, client(actor).build().expect("the client builds"));
        let clients = Actor::ALL.into_iter().map(client).collect();
        Self { sandbox, clients }
    }

    /// Executes a step in the sandbox and in the model. Asserts that the outcomes match, and the returned Requests if
    /// any.
    ///
    /// Returns the outcome, and whether the response had a Request.
    async fn execute(&self, model: &mut Model, ids: &mut Vec<String>, step: &Step) -> (Outcome, bool) {
        let missing = "0".repeat(32);
        let id_of = |ids: &[String], index: usize| ids.get(index).unwrap_or(&missing).clone();
        let (outcome, returned, expected) = match step {
            Step::Create { by, policy, name } => {
                let (_, policy_id) = POLICIES
                    .iter()
                    .find(|(known, _)| known == policy)
                    .expect("the policy is known");
                let result = self.clients[by].requests().create(&new(policy_id, *name)).await;
                if let Ok(created) = &result {
                    ids.push(created.id.clone().expect("it has an id"));
                }
                (
                    outcome(&result),
                    result.ok().map(|created| view(&created)),
                    model.create(*by, *policy, *name),
                )
            }
            Step::Update { by, index, name } => {
                let update = match name {
                    Some(name) => UpdateRequest::new().name(name.to_string()),
                    None => UpdateRequest::new().clear_name(),
                };
                let result = self.clients[by].requests().update(id_of(ids, *index), &update).await;
                (
                    outcome(&result),
                    result.ok().map(|updated| view(&updated)),
                    model.update(*by, *index, *name),
                )
            }
            Step::Delete { by, index } => {
                let result = self.clients[by].requests().delete(id_of(ids, *index)).await;
                (outcome(&result), None, model.delete(*by, *index))
            }
            Step::Take {
                by,
                index,
                action,
                comment,
                for_bea,
            } => {
                let mut call = self.clients[by].requests().take_action(id_of(ids, *index), *action);
                if let Some(comment) = comment {
                    call = call.comment(comment.to_string());
                }
                if *for_bea {
                    let bea = self
                        .sandbox
                        .tenant()
                        .user_by_login("bea@example.com")
                        .expect("the user exists")
                        .id
                        .clone();
                    call = call.delegator_user_id(bea);
                }
                let result = call.await;
                (
                    outcome(&result),
                    result.ok().map(|taken| view(&taken)),
                    model.take(*by, *index, *action, *comment, *for_bea),
                )
            }
            Step::Progress { .. } | Step::Wait => {
                self.sandbox.advance(Duration::from_secs(12 * 3600));
                (Outcome::Ok, None, model.wait())
            }
        };
        assert_eq!(outcome, expected, "{step:?} in {model:?}");
        let has_request = returned.is_some();
        if let Some(returned) = returned {
            let (by, index, for_bea) = match step {
                Step::Take { by, index, for_bea, .. } => (*by, *index, *for_bea),
                Step::Update { by, index, .. } | Step::Delete { by, index } => (*by, *index, false),
                Step::Create { by, .. } => (*by, ids.len() - 1, false),
                Step::Progress { .. } | Step::Wait => panic!("{step:?} returns no Request"),
            };
            assert_eq!(returned, model.view(by, index, for_bea), "{step:?} in {model:?}");
        }
        (outcome, has_request)
    }

    /// Asserts that the Requests of a step, as seen by the reader, match the model.
    async fn compare(&self, model: &Model, ids: &[String], step: &Step, reader: Actor) {
        let touched = match step {
            Step::Create { .. } => ids.len().saturating_sub(1)..ids.len(),
            Step::Update { index, .. } | Step::Delete { index, .. } | Step::Take { index, .. } => *index..*index + 1,
            Step::Progress { .. } | Step::Wait => 0..ids.len(),
        };
        for index in touched.filter(|index| *index < ids.len()) {
            let result = self.clients[&reader].requests().get(&ids[index]).await;
            assert_eq!(
                outcome(&result),
                model.get(reader, index),
                "{index} read by {reader:?} in {model:?}"
            );
            if let Ok(read) = result {
                assert_eq!(
                    view(&read),
                    model.view(reader, index, false),
                    "{index} read by {reader:?} in {model:?}"
                );
            }
        }
    }

    /// Asserts that the Requests that wait for Bea's approval match the model.
    async fn compare_pending(&self, model: &Model, ids: &[String]) {
        let pending = self.clients[&Actor::Bea]
            .requests()
            .list()
            .view(RequestView::ToApprove)
            .limit(100)
            .await;
        let pending = pending.expect("it returns a list");
        let mut names: Vec<_> = pending.data.iter().filter_map(|item| item.id.clone()).collect();
        let mut expected: Vec<_> = model.pending_for_bea().map(|index| ids[index].clone()).collect();
        // Ignore Requests of other sequences in the same sandbox.
        names.retain(|id| ids.contains(id));
        names.sort();
        expected.sort();
        assert_eq!(names, expected, "{model:?}");
    }

    /// Deletes the Requests that can be deleted, so that lists stay short.
    async fn clear(&self, model: &Model, ids: &[String]) {
        for (id, owner) in ids.iter().zip(model.owners()) {
            let Some(owner) = owner else { continue };
            let requests = self.clients[&owner].requests();
            // Approved Requests can only be canceled, and closed ones remain.
            let _ = requests.take_action(id, WorkflowAction::Recall).await;
            let _ = requests.delete(id).await;
        }
    }
}

fn new(policy: &str, name: Option<u8>) -> CreateRequest {
    let request = CreateRequest::builder()
        .business_purpose("Fair")
        .start_date("2026-05-04".parse::<sap_concur::Date>().expect("a valid date"))
        .end_date("2026-05-08".parse::<sap_concur::Date>().expect("a valid date"))
        .policy(policy);
    match name {
        Some(name) => request.name(name.to_string()).build(),
        None => request.build(),
    }
}

fn outcome<T, E: OperationError<Code = ErrorCode>>(result: &Result<Response<T>, Error<E>>) -> Outcome {
    match result {
        Ok(_) => Outcome::Ok,
        Err(Error::Api(refused)) => {
            let code = refused.api_error().codes().next().expect("it has a code");
            Outcome::Refused(code.as_str().to_owned())
        }
        Err(error) => panic!("unexpected error: {}", error.correlation_id()),
    }
}

/// Returns the part of a Request that the model knows.
fn view(request: &Request) -> model::View {
    let status = request.approval_status.as_ref().and_then(|status| status.code.clone());
    let operations = request.operations.iter().filter_map(|link| link.rel.as_ref());
    model::View {
        status: status.expect("it has a status").as_str().to_owned(),
        closed: request.closed == Some(true),
        ever_sent_back: request.ever_sent_back == Some(true),
        canceled_post_approval: request.canceled_post_approval == Some(true),
        approved: request.approved == Some(true),
        pending_approval: request.pending_approval == Some(true),
        was_submitted: request.submit_date.is_some(),
        name: request.name.clone(),
        comment: request.comment.clone(),
        operations: operations.map(ToString::to_string).collect(),
    }
}

fn sequences() -> u32 {
    env::var(VARIABLE).map_or(SEQUENCES, |number| number.parse().expect("a number"))
}

#[test]
fn random_workflows_match_the_model() {
    let (steps, taken) = thread::scope(|scope| {
        let running: Vec<_> = (0..STAGES).map(|_| scope.spawn(run_sequences)).collect();
        let ended = running
            .into_iter()
            .map(|stage| stage.join().unwrap_or_else(|panic| resume_unwind(panic)));
        ended.fold(
            (0, BTreeMap::<String, usize>::new()),
            |(steps, mut taken), (more, others)| {
                for (action, count) in others {
                    *taken.entry(action).or_default() += count;
                }
                (steps + more, taken)
            },
        )
    });
    // The sequences were long enough and took every action.
    assert!(steps > STAGES * 15 * sequences() as usize, "{steps}");
    for action in WorkflowAction::KNOWN {
        assert!(
            taken.get(action.as_str()).is_some_and(|times| *times > 10),
            "{action}: {taken:?}"
        );
    }
}

/// Runs random sequences in a new sandbox. Returns the number of steps, and how often each action was taken.
fn run_sequences() -> (usize, BTreeMap<String, usize>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the runtime starts");
    let stage = runtime.block_on(Stage::new());
    let config = Config {
        cases: sequences(),
        failure_persistence: None,
        ..Config::default()
    };
    let (step_count, taken) = (Cell::new(0_usize), RefCell::new(BTreeMap::<String, usize>::new()));
    let outcome = TestRunner::new(config).run(&steps(), |steps| {
        let (mut model, mut ids) = (Model::default(), Vec::new());
        runtime.block_on(async {
            for (position, step) in steps.iter().enumerate() {
                let step = &step.resolved(&model);
                let (outcome, has_request) = stage.execute(&mut model, &mut ids, step).await;
                if let (Step::Take { action, .. }, Outcome::Ok) = (step, outcome) {
                    *taken.borrow_mut().entry(action.to_string()).or_default() += 1;
                }
                if !has_request {
                    stage
                        .compare(&model, &ids, step, Actor::ALL[position % Actor::ALL.len()])
                        .await;
                }
                step_count.set(step_count.get() + 1);
            }
            // Finally compare all Requests, as seen by a user who can see all.
            stage.compare(&model, &ids, &Step::Wait, Actor::Dora).await;
            stage.compare_pending(&model, &ids).await;
            stage.clear(&model, &ids).await;
        });
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    (step_count.get(), taken.into_inner())
}
