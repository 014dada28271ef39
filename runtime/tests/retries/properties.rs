//! What holds whatever the service and the network do.

use std::time::Duration;

use proptest::prelude::*;
use sap_concur_runtime::{
    CallOptions, Clock, RetryPolicy,
    testing::{Fault, ManualClock, Script, Step, answer},
};

use super::support::*;

/// What becomes of one attempt.
#[derive(Debug, Clone, PartialEq)]
enum End {
    Fault(Fault),
    Status(u16, Option<&'static str>),
}

impl End {
    fn step(&self) -> Step {
        match self {
            Self::Fault(fault) => (*fault).into(),
            Self::Status(status, None) => answer(*status, "").into(),
            Self::Status(status, Some(after)) => answer(*status, "").header("retry-after", *after).into(),
        }
    }

    fn is_429(&self) -> bool {
        matches!(self, Self::Status(429, _))
    }

    fn may_have_arrived(&self) -> bool {
        matches!(self, Self::Fault(Fault::NoResponse | Fault::TimedOut))
    }
}

fn end() -> impl Strategy<Value = End> {
    let after = prop::option::of(prop::sample::select(
        &[
            "0",
            "1",
            "30",
            "200",
            "-1",
            "99999999999999999999999",
            "Thu, 01 Jan 2026 00:00:10 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
        ][..],
    ));
    prop_oneof![
        prop::sample::select(&[Fault::NotSent, Fault::NoResponse, Fault::TimedOut, Fault::TooLarge][..])
            .prop_map(End::Fault),
        (prop::sample::select(&[429_u16, 500, 503][..]), after).prop_map(|(status, after)| End::Status(status, after)),
        prop::sample::select(&[200_u16, 201, 301, 400, 401, 404][..]).prop_map(|status| End::Status(status, None)),
    ]
}

fn ends() -> impl Strategy<Value = Vec<End>> {
    prop::collection::vec(end(), 12)
}

fn policy() -> impl Strategy<Value = RetryPolicy> {
    let time = |most: u64| (0..most).prop_map(Duration::from_millis);
    (0_u32..8, time(2000), time(30_000), time(5000), time(100_000)).prop_map(
        |(attempts, first_wait, longest_wait, least_wait, patience)| RetryPolicy {
            attempts,
            first_wait,
            longest_wait,
            least_wait,
            patience,
            wait_on_429: true,
        },
    )
}

/// How many of these attempts count: a 429 that was waited for does not.
fn counted(made: &[End]) -> usize {
    let (Some(last), earlier) = (made.last(), &made[..made.len().saturating_sub(1)]) else {
        return 0;
    };
    earlier.iter().filter(|end| !end.is_429()).count() + usize::from(!last.is_429())
}

fn script(ends: &[End]) -> Script {
    ends.iter().fold(Script::new(), |script, end| script.then(end.step()))
}

fn run(bench: &Bench, operation: &'static sap_concur_runtime::Operation, options: CallOptions) -> Outcome {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(bench.send_with(operation, options))
}

fn attempts(outcome: &Outcome) -> usize {
    match outcome {
        Ok(response) => response.attempts() as usize,
        Err(error) => error.attempts() as usize,
    }
}

proptest! {
    #[test]
    fn a_post_is_sent_again_only_when_it_was_surely_not_carried_out(ends in ends(), policy in policy()) {
        let bench = bench(script(&ends));
        let outcome = run(&bench, &POST, CallOptions::new().retries(policy));
        let sent = bench.sent();
        prop_assert_eq!(attempts(&outcome), sent);
        prop_assert!(ends[..(sent - 1).min(12)].iter().all(|end| end.is_429() || *end == End::Fault(Fault::NotSent)), "{:?}", &ends);
    }

    #[test]
    fn an_attempt_that_may_have_arrived_is_never_called_unsent(ends in ends(), policy in policy()) {
        let bench = bench(script(&ends));
        let outcome = run(&bench, &DELETE, CallOptions::new().retries(policy));
        if let Err(Error::NotSent(_) | Error::Token(_)) = outcome {
            prop_assert!(!ends[..bench.sent().min(12)].iter().any(End::may_have_arrived));
        }
    }

    #[test]
    fn a_call_makes_as_many_attempts_as_it_says_and_no_more_than_it_may(
        ends in ends(), policy in policy(), own in prop::option::of(0_u32..8),
    ) {
        let bench = bench(script(&ends));
        let options = CallOptions::new().retries(policy);
        let outcome = run(&bench, &GET, match own {
            Some(attempts) => options.attempts(attempts),
            None => options,
        });
        prop_assert_eq!(attempts(&outcome), bench.sent());
        prop_assert!(counted(&ends[..bench.sent().min(12)]) <= own.unwrap_or(policy.attempts).max(1) as usize);
        prop_assert_eq!(bench.clock.pauses().len(), bench.sent() - 1);
        let ids = bench.headers("concur-correlationid");
        prop_assert!(ids.iter().all(|id| *id == ids[0]));
    }

    #[test]
    fn every_pause_is_within_its_bounds(ends in ends(), policy in policy(), chance in 0.0..1.0) {
        let bench = bench_of(script(&ends), ManualClock::jumping().with_chance(chance), |builder| builder.retries(policy));
        let _ = run(&bench, &GET, CallOptions::new());
        for (end, pause) in ends.iter().zip(bench.clock.pauses()) {
            match end {
                End::Status(429, _) => prop_assert!(pause >= policy.least_wait && pause <= policy.patience),
                End::Status(_, Some(after)) => {
                    prop_assert!(pause >= policy.least_wait);
                    prop_assert!(pause <= policy.longest_wait.max(policy.least_wait).max(policy.patience));
                    if let Ok(seconds) = after.parse::<u64>() {
                        prop_assert!(pause >= Duration::from_secs(seconds));
                    }
                }
                _ => prop_assert!(pause <= policy.longest_wait),
            }
        }
    }

    #[test]
    fn a_call_never_outlives_its_deadline(
        ends in ends(), policy in policy(), deadline in 0_u64..20_000, takes in prop::collection::vec(0_u64..8_000, 12),
    ) {
        let deadline = Duration::from_millis(deadline);
        let clock = ManualClock::jumping();
        let (moving, plan) = (clock.clone(), std::sync::Mutex::new(ends.into_iter().zip(takes).collect::<Vec<_>>()));
        let script = Script::by(move |sent| {
            let left = deadline.saturating_sub(moving.elapsed());
            assert!(!left.is_zero() && sent.limits().timeout <= left, "an attempt after the end, or with too much time");
            let (end, takes) = plan.lock().unwrap().remove(0);
            let takes = Duration::from_millis(takes);
            moving.advance(takes.min(sent.limits().timeout));
            if takes < sent.limits().timeout { end.step() } else { Fault::TimedOut.into() }
        });
        let bench = bench_of(script, clock, |builder| builder.retries(policy).deadline(deadline));
        let outcome = run(&bench, &GET, CallOptions::new());
        prop_assert!(bench.clock.elapsed() <= deadline);
        prop_assert_eq!(attempts(&outcome), bench.sent());
    }

    #[test]
    fn all_calls_together_have_no_more_retries_than_the_budget_and_what_successes_give(
        ends in prop::collection::vec(end(), 60), budget in 0_u32..6,
    ) {
        let bench = bench_of(script(&ends), ManualClock::jumping(), |builder| builder.retry_budget(budget));
        let (mut retries, mut successes) = (0, 0);
        while bench.script.left() > 4 {
            let before = bench.sent();
            let outcome = run(&bench, &GET, CallOptions::new());
            let made = &ends[before..bench.sent().min(ends.len())];
            // A pause that the service asks all calls for may be longer than the next call's patience.
            bench.clock.advance(SECOND * 3600);
            retries += counted(made).saturating_sub(1);
            successes += usize::from(outcome.is_ok() && counted(made) == 1);
            prop_assert!(retries <= budget as usize + successes / 10);
        }
    }

    #[test]
    fn a_401_is_replayed_at_most_once(ends in ends(), policy in policy()) {
        let tokens = Tokens::new(token("first"), (0..20).map(|n| Ok(Some(token(&format!("t{n}"))))));
        let source = tokens.clone();
        let bench = bench_of(script(&ends), ManualClock::jumping(), |builder| builder.token_source(source).retries(policy));
        let outcome = run(&bench, &POST, CallOptions::new());
        let made = &ends[..bench.sent().min(12)];
        let refused = made.iter().filter(|end| **end == End::Status(401, None)).count();
        prop_assert_eq!(tokens.rejected().len(), refused.min(1));
        prop_assert!(counted(made) <= policy.attempts.max(1) as usize + refused.min(1));
        prop_assert_eq!(attempts(&outcome), bench.sent());
    }
}
