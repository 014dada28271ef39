//! The workflow against a small model of it: whatever is done by whomever, the outcome and what is read back are those of
//! the model.
//!
//! The model knows nothing of the sandbox. It is written by what the documents say of actions and people.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
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

use model::{Model, Policy, Said, Who};

/// How many sandboxes are played in at once, and how many sequences in each: thousands together.
const STAGES: usize = 2;
const SEQUENCES: u32 = 1000;

/// What is done.
#[derive(Debug, Clone)]
enum Step {
    Create {
        by: Who,
        policy: Policy,
        name: Option<u8>,
    },
    Update {
        by: Who,
        of: usize,
        name: Option<u8>,
    },
    Delete {
        by: Who,
        of: usize,
    },
    Take {
        by: Who,
        of: usize,
        action: WorkflowAction,
        comment: Option<u8>,
        for_bea: bool,
    },
    /// One of the actions that the model allows is taken, so that Requests get far.
    GetOn {
        of: usize,
        pick: u8,
        comment: Option<u8>,
    },
    /// Half a day passes.
    Wait,
}

const POLICIES: [(Policy, &str); 4] = [
    (Policy::Manager, "9F875443A12646B69EF963BB88D976F2"),
    (Policy::Reviewed, "B5C7A93F3AEE208DC7CDC8548A81A044"),
    (Policy::Outside, "A1CA3084AA9C6FEA7099224460837244"),
    (Policy::Booked, "B244C09C11CE76891206E2830FED72EC"),
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let by = || select(Who::ALL.to_vec());
    let of = || prop_oneof![6 => Just(0_usize), 1 => Just(1), 1 => Just(2)];
    let name = || prop_oneof![6 => any::<u8>().prop_map(Some), 1 => Just(None)];
    let policy = select(POLICIES.map(|(policy, _)| policy).to_vec());
    let any_action = (
        by(),
        select(WorkflowAction::KNOWN.to_vec()),
        proptest::bool::weighted(0.2),
    );
    let take = (any_action, of(), proptest::option::of(any::<u8>()));
    let take = take.prop_map(|((by, action, for_bea), of, comment)| Step::Take {
        by,
        of,
        action,
        comment,
        for_bea,
    });
    let get_on = (of(), any::<u8>(), proptest::option::of(any::<u8>()));
    let get_on = get_on.prop_map(|(of, pick, comment)| Step::GetOn { of, pick, comment });
    let step = prop_oneof![
        2 => (by(), policy.clone(), name()).prop_map(|(by, policy, name)| Step::Create { by, policy, name }),
        2 => (by(), of(), name()).prop_map(|(by, of, name)| Step::Update { by, of, name }),
        1 => (by(), of()).prop_map(|(by, of)| Step::Delete { by, of }),
        8 => take,
        12 => get_on,
        1 => Just(Step::Wait),
    ];
    let first = policy.prop_map(|policy| Step::Create {
        by: Who::Ann,
        policy,
        name: Some(0),
    });
    (first, proptest::collection::vec(step, 10..36)).prop_map(|(first, mut steps)| {
        steps.insert(0, first);
        steps
    })
}

impl Step {
    /// The step, with the action of a [`Step::GetOn`] chosen; a new Request is created when there is none.
    fn settled(&self, model: &Model) -> Self {
        let Self::GetOn { of, pick, comment } = self else {
            return self.clone();
        };
        let possible = model.possible(*of);
        let chosen = possible.get(usize::from(*pick) % possible.len().max(1));
        let new = Self::Create {
            by: Who::Ann,
            policy: POLICIES[usize::from(*pick) % POLICIES.len()].0,
            name: *comment,
        };
        chosen.map_or(new, |(by, action, for_bea)| Self::Take {
            by: *by,
            of: *of,
            action: *action,
            comment: *comment,
            for_bea: *for_bea,
        })
    }
}

/// A sandbox and everybody's client.
struct Stage {
    sandbox: Sandbox,
    clients: BTreeMap<Who, Concur>,
}

impl Stage {
    async fn new() -> Self {
        let sandbox = sandbox().await;
        let client = |who: Who| match who.login() {
            Some(login) => user(&sandbox, login),
            None => company(&sandbox),
        };
        let client = |who: Who| (who, client(who).build().expect("the client builds"));
        let clients = Who::ALL.into_iter().map(client).collect();
        Self { sandbox, clients }
    }

    /// Carries a step out, here and in the model. How it went has to be the same; and so has what came back, if anything.
    async fn play(&self, model: &mut Model, ids: &mut Vec<String>, step: &Step) -> (Said, bool) {
        let gone = "0".repeat(32);
        let id_of = |ids: &[String], of: usize| ids.get(of).unwrap_or(&gone).clone();
        let (said, answered, expected) = match step {
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
                    said(&result),
                    result.ok().map(|created| seen(&created)),
                    model.create(*by, *policy, *name),
                )
            }
            Step::Update { by, of, name } => {
                let update = match name {
                    Some(name) => UpdateRequest::new().name(name.to_string()),
                    None => UpdateRequest::new().clear_name(),
                };
                let result = self.clients[by].requests().update(id_of(ids, *of), &update).await;
                (
                    said(&result),
                    result.ok().map(|updated| seen(&updated)),
                    model.update(*by, *of, *name),
                )
            }
            Step::Delete { by, of } => {
                let result = self.clients[by].requests().delete(id_of(ids, *of)).await;
                (said(&result), None, model.delete(*by, *of))
            }
            Step::Take {
                by,
                of,
                action,
                comment,
                for_bea,
            } => {
                let mut call = self.clients[by].requests().take_action(id_of(ids, *of), *action);
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
                    said(&result),
                    result.ok().map(|taken| seen(&taken)),
                    model.take(*by, *of, *action, *comment, *for_bea),
                )
            }
            Step::GetOn { .. } | Step::Wait => {
                self.sandbox.advance(Duration::from_secs(12 * 3600));
                (Said::Ok, None, model.wait())
            }
        };
        assert_eq!(said, expected, "{step:?} of {model:?}");
        let is_answered = answered.is_some();
        if let Some(answered) = answered {
            let (by, of, for_bea) = match step {
                Step::Take { by, of, for_bea, .. } => (*by, *of, *for_bea),
                Step::Update { by, of, .. } | Step::Delete { by, of } => (*by, *of, false),
                Step::Create { by, .. } => (*by, ids.len() - 1, false),
                Step::GetOn { .. } | Step::Wait => panic!("{step:?} has no answer"),
            };
            assert_eq!(answered, model.seen(by, of, for_bea), "{step:?} of {model:?}");
        }
        (said, is_answered)
    }

    /// What a step was about is, read back by somebody, as the model has it.
    async fn compare(&self, model: &Model, ids: &[String], step: &Step, reader: Who) {
        let touched = match step {
            Step::Create { .. } => ids.len().saturating_sub(1)..ids.len(),
            Step::Update { of, .. } | Step::Delete { of, .. } | Step::Take { of, .. } => *of..*of + 1,
            Step::GetOn { .. } | Step::Wait => 0..ids.len(),
        };
        for of in touched.filter(|of| *of < ids.len()) {
            let result = self.clients[&reader].requests().get(&ids[of]).await;
            assert_eq!(
                said(&result),
                model.get(reader, of),
                "{of} read by {reader:?} of {model:?}"
            );
            if let Ok(read) = result {
                assert_eq!(
                    seen(&read),
                    model.seen(reader, of, false),
                    "{of} read by {reader:?} of {model:?}"
                );
            }
        }
    }

    /// What waits for Bea is as the model has it.
    async fn compare_waiting(&self, model: &Model, ids: &[String]) {
        let pending = self.clients[&Who::Bea]
            .requests()
            .list()
            .view(RequestView::ToApprove)
            .limit(100)
            .await;
        let pending = pending.expect("it returns a list");
        let mut names: Vec<_> = pending.data.iter().filter_map(|item| item.id.clone()).collect();
        let mut expected: Vec<_> = model.for_bea().map(|of| ids[of].clone()).collect();
        // Those of other cases are in the same sandbox.
        names.retain(|id| ids.contains(id));
        names.sort();
        expected.sort();
        assert_eq!(names, expected, "{model:?}");
    }

    /// Takes away what can be, so that lists stay short.
    async fn clear(&self, model: &Model, ids: &[String]) {
        for (id, owner) in ids.iter().zip(model.owners()) {
            let Some(owner) = owner else { continue };
            let requests = self.clients[&owner].requests();
            // What is approved can only be cancelled; what is closed stays.
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

fn said<T, E: OperationError<Code = ErrorCode>>(result: &Result<Response<T>, Error<E>>) -> Said {
    match result {
        Ok(_) => Said::Ok,
        Err(Error::Api(refused)) => {
            let code = refused.api_error().codes().next().expect("it has a code");
            Said::Refused(code.as_str().to_owned())
        }
        Err(error) => panic!("it was answered: {}", error.correlation_id()),
    }
}

/// What of a Request the model knows of.
fn seen(request: &Request) -> model::Seen {
    let status = request.approval_status.as_ref().and_then(|status| status.code.clone());
    let operations = request.operations.iter().filter_map(|link| link.rel.as_ref());
    model::Seen {
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

#[test]
fn random_workflows_match_the_model() {
    let (played, taken) = thread::scope(|scope| {
        let running: Vec<_> = (0..STAGES).map(|_| scope.spawn(play_sequences)).collect();
        let ended = running
            .into_iter()
            .map(|stage| stage.join().unwrap_or_else(|panic| resume_unwind(panic)));
        ended.fold(
            (0, BTreeMap::<String, usize>::new()),
            |(played, mut taken), (more, others)| {
                for (action, count) in others {
                    *taken.entry(action).or_default() += count;
                }
                (played + more, taken)
            },
        )
    });
    // Chance has not stood still: there was much, and every action has been taken.
    assert!(played > 30_000, "{played}");
    for action in WorkflowAction::KNOWN {
        assert!(
            taken.get(action.as_str()).is_some_and(|times| *times > 10),
            "{action}: {taken:?}"
        );
    }
}

/// Plays random sequences in a sandbox of their own; how many steps there were, and how often each action was taken.
fn play_sequences() -> (usize, BTreeMap<String, usize>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the runtime starts");
    let stage = runtime.block_on(Stage::new());
    let config = Config {
        cases: SEQUENCES,
        failure_persistence: None,
        ..Config::default()
    };
    let (played, taken) = (Cell::new(0_usize), RefCell::new(BTreeMap::<String, usize>::new()));
    let outcome = TestRunner::new(config).run(&steps(), |steps| {
        let (mut model, mut ids) = (Model::default(), Vec::new());
        runtime.block_on(async {
            for (at, step) in steps.iter().enumerate() {
                let step = &step.settled(&model);
                let (said, is_answered) = stage.play(&mut model, &mut ids, step).await;
                if let (Step::Take { action, .. }, Said::Ok) = (step, said) {
                    *taken.borrow_mut().entry(action.to_string()).or_default() += 1;
                }
                if !is_answered {
                    stage.compare(&model, &ids, step, Who::ALL[at % Who::ALL.len()]).await;
                }
                played.set(played.get() + 1);
            }
            // And at the end all of them, by one who sees all.
            stage.compare(&model, &ids, &Step::Wait, Who::Dora).await;
            stage.compare_waiting(&model, &ids).await;
            stage.clear(&model, &ids).await;
        });
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    (played.get(), taken.into_inner())
}
