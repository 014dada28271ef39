//! `--wait`: asks again until something has happened.

use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches};
use concur_spec::api::{Api, Operation, Waiter as Condition};
use sap_concur::runtime::Polling;
use sap_concur::{ApiError, WaitError, Waiter};

use super::input::Request;
use super::{Answer, Run, call};
use crate::failure::{Exit, Failure};
use crate::json::Json;
use crate::names::{kebab, plain};
use crate::settings::time;

/// What to wait for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    condition: &'static Condition,
    within: Option<Duration>,
}

fn conditions(api: &'static Api, operation: &Operation) -> impl Iterator<Item = &'static Condition> {
    api.waiters
        .iter()
        .filter(move |waiter| waiter.operation == operation.key)
}

/// The option, for operations that can be waited for.
pub(super) fn argument(api: &'static Api, operation: &Operation) -> Option<Arg> {
    let conditions: Vec<&Condition> = conditions(api, operation).collect();
    let first = conditions.first()?;
    let meanings = conditions
        .iter()
        .map(|waiter| format!("{}: {}", kebab(&waiter.key), plain(&waiter.doc.text)));
    let meanings: Vec<String> = meanings.collect();
    let names: Vec<String> = conditions.iter().map(|waiter| kebab(&waiter.key)).collect();
    Some(
        Arg::new("wait")
            .long("wait")
            .value_name("CONDITION[,TIME]")
            .num_args(0..=1)
            .default_missing_value(names.first().cloned().unwrap_or_default())
            .help(format!(
                "Ask again until {}, at most {} s",
                names.join(" or "),
                first.within
            ))
            .long_help(format!(
                "Ask again until a condition holds.\n{}\nA time limit can follow: --wait {},5m",
                meanings.join("\n"),
                names.first().cloned().unwrap_or_default()
            )),
    )
}

/// What was asked to be waited for.
pub(super) fn wanted(api: &'static Api, operation: &Operation, matches: &ArgMatches) -> Result<Option<Wait>, Failure> {
    let Some(text) = matches.try_get_one::<String>("wait").ok().flatten() else {
        return Ok(None);
    };
    let (name, within) = match text.split_once(',') {
        Some((name, within)) => (name, Some(within)),
        None => (text.as_str(), None),
    };
    let within = within
        .map(|within| time(within).map_err(|problem| Failure::usage(format!("--wait {text}: {problem}"))))
        .transpose()?;
    let condition = conditions(api, operation).find(|waiter| kebab(&waiter.key) == name);
    let condition = condition.ok_or_else(|| {
        let names: Vec<String> = conditions(api, operation).map(|waiter| kebab(&waiter.key)).collect();
        Failure::usage(format!("--wait {name}: expected {}", names.join(" or ")))
    })?;
    Ok(Some(Wait { condition, within }))
}

/// How a condition is polled.
fn polling(condition: &'static Condition) -> &'static Polling {
    let names = |values: &'static [String]| -> &'static [&'static str] {
        Box::leak(values.iter().map(String::as_str).collect())
    };
    // One per run of the program.
    Box::leak(Box::new(Polling {
        name: &condition.key,
        field: &condition.field,
        done: names(&condition.done),
        failed: names(&condition.failed),
        pending: names(&condition.pending),
        initial_delay: Duration::from_secs(condition.initial_delay),
        max_delay: Duration::from_secs(condition.max_delay),
        within: Duration::from_secs(condition.within),
        absent_for: Duration::from_secs(condition.absent_for),
    }))
}

/// Asks until the condition holds.
pub(super) async fn run(run: &Run<'_>, request: &Request, wait: Wait) -> Result<Answer, Failure> {
    let call = call::of(run.concur, run.api, run.operation, request);
    let field = &wait.condition.field;
    let mut waiter: Waiter<Json, ApiError<String>> = Waiter::reading(call, polling(wait.condition), |answer: &Json| {
        answer.at(field)?.as_text()
    });
    if let Some(within) = wait.within {
        waiter = waiter.within(within);
    }
    let began = Instant::now();
    match waiter.await {
        Ok(response) => run.told(Ok(call::answer(response, began))),
        Err(WaitError::Call(error)) => run.told(Err(error)),
        Err(error) => {
            let exit = match error {
                WaitError::Failed(_) => Exit::Refused,
                _ => Exit::Failed,
            };
            Err(Failure::new(exit, error.to_string()))
        }
    }
}
