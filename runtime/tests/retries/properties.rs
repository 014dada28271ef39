//! Property tests: what is true for every behavior of the service and the network.

use std::time::Duration;

use proptest::prelude::*;
use sap_concur_runtime::{
    CallOptions, ClientBuilder, Clock, RetryPolicy,
    testing::{Fault, ManualClock, Script, Step, answer},
};

use super::support::*;

/// The outcome of one attempt.
#[derive(Debug, Clone, PartialEq)]
enum Attempt {
    Fault(Fault),
    Status(u16, Option<&'static str>),
}

impl Attempt {
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

fn attempt() -> impl Strategy<Value = Attempt> {
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
            .prop_map(Attempt::Fault),
        (prop::sample::select(&[429_u16, 500, 503][..]), after)
            .prop_map(|(status, after)| Attempt::Status(status, after)),
        prop::sample::select(&[200_u16, 201, 301, 400, 401, 404][..]).prop_map(|status| Attempt::Status(status, None)),
    ]
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    prop::collection::vec(attempt(), 12)
}

fn policy() -> impl Strategy<Value = RetryPolicy> {
    let time = |limit: u64| (0..limit).prop_map(Duration::from_millis);
    (0_u32..8, time(2000), time(30_000), time(5000), time(100_000)).prop_map(
        |(attempts, initial_delay, max_delay, min_delay, max_wait)| RetryPolicy {
            attempts,
            initial_delay,
            max_delay,
            min_delay,
            max_wait,
            wait_on_429: true,
        },
    )
}

/// Returns how many of these attempts count: a 429 that was waited for does not.
fn counted(made: &[Attempt]) -> usize {
    let (Some(last), earlier) = (made.last(), &made[..made.len().saturating_sub(1)]) else {
        return 0;
    };
    earlier.iter().filter(|attempt| !attempt.is_429()).count() + usize::from(!last.is_429())
}

fn script(attempts: &[Attempt]) -> Script {
    attempts
        .iter()
        .fold(Script::new(), |script, attempt| script.then(attempt.step()))
}

fn run(bench: &Bench, operation: &'static sap_concur_runtime::Operation, options: CallOptions) -> Outcome {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(bench.send_with(operation, options))
}

fn attempts_of(outcome: &Outcome) -> usize {
    match outcome {
        Ok(response) => response.attempts() as usize,
        Err(error) => error.attempts() as usize,
    }
}

proptest! {
    #[test]
    fn a_post_is_retried_only_if_it_was_not_carried_out(attempts in attempts(), policy in policy()) {
        let bench = bench(script(&attempts));
        let outcome = run(&bench, &POST, CallOptions::new().retries(policy));
        let sent = bench.sent();
        prop_assert_eq!(attempts_of(&outcome), sent);
        let may_retry = |attempt: &Attempt| attempt.is_429() || *attempt == Attempt::Fault(Fault::NotSent);
        prop_assert!(attempts[..(sent - 1).min(12)].iter().all(may_retry), "{:?}", &attempts);
    }

    #[test]
    fn an_attempt_that_may_have_arrived_is_never_unsent(attempts in attempts(), policy in policy()) {
        let bench = bench(script(&attempts));
        let outcome = run(&bench, &DELETE, CallOptions::new().retries(policy));
        if let Err(Error::NotSent(_) | Error::Token(_)) = outcome {
            prop_assert!(!attempts[..bench.sent().min(12)].iter().any(Attempt::may_have_arrived));
        }
    }

    #[test]
    fn a_call_reports_its_attempts_and_keeps_to_the_maximum(
        attempts in attempts(), policy in policy(), max_attempts in prop::option::of(0_u32..8),
    ) {
        let bench = bench(script(&attempts));
        let options = CallOptions::new().retries(policy);
        let outcome = run(&bench, &GET, match max_attempts {
            Some(attempts) => options.attempts(attempts),
            None => options,
        });
        prop_assert_eq!(attempts_of(&outcome), bench.sent());
        let max_attempts = max_attempts.unwrap_or(policy.attempts).max(1) as usize;
        prop_assert!(counted(&attempts[..bench.sent().min(12)]) <= max_attempts);
        prop_assert_eq!(bench.clock.sleeps().len(), bench.sent() - 1);
        let ids = bench.headers("concur-correlationid");
        prop_assert!(ids.iter().all(|id| *id == ids[0]));
    }

    #[test]
    fn every_delay_is_within_its_bounds(attempts in attempts(), policy in policy(), chance in 0.0..1.0) {
        let clock = ManualClock::jumping().with_random(chance);
        let bench = bench_of(script(&attempts), clock, |builder| builder.retries(policy));
        let _ = run(&bench, &GET, CallOptions::new());
        for (attempt, delay) in attempts.iter().zip(bench.clock.sleeps()) {
            match attempt {
                Attempt::Status(429, _) => prop_assert!(delay >= policy.min_delay && delay <= policy.max_wait),
                Attempt::Status(_, Some(after)) => {
                    prop_assert!(delay >= policy.min_delay);
                    prop_assert!(delay <= policy.max_delay.max(policy.min_delay).max(policy.max_wait));
                    if let Ok(seconds) = after.parse::<u64>() {
                        prop_assert!(delay >= Duration::from_secs(seconds));
                    }
                }
                _ => prop_assert!(delay <= policy.max_delay),
            }
        }
    }

    #[test]
    fn a_call_never_outlasts_its_deadline(
        attempts in attempts(), policy in policy(),
        deadline in 0_u64..20_000, takes in prop::collection::vec(0_u64..8_000, 12),
    ) {
        let deadline = Duration::from_millis(deadline);
        let clock = ManualClock::jumping();
        let plan = std::sync::Mutex::new(attempts.into_iter().zip(takes).collect::<Vec<_>>());
        let sender_clock = clock.clone();
        let script = Script::by(move |sent| {
            let left = deadline.saturating_sub(sender_clock.elapsed());
            assert!(!left.is_zero(), "an attempt after the deadline");
            assert!(sent.limits().timeout <= left, "the timeout ends after the deadline");
            let (attempt, takes) = plan.lock().unwrap().remove(0);
            let takes = Duration::from_millis(takes);
            sender_clock.advance(takes.min(sent.limits().timeout));
            if takes < sent.limits().timeout { attempt.step() } else { Fault::TimedOut.into() }
        });
        let bench = bench_of(script, clock, |builder| builder.retries(policy).deadline(deadline));
        let outcome = run(&bench, &GET, CallOptions::new());
        prop_assert!(bench.clock.elapsed() <= deadline);
        prop_assert_eq!(attempts_of(&outcome), bench.sent());
    }

    #[test]
    fn all_calls_together_keep_to_the_retry_budget(
        attempts in prop::collection::vec(attempt(), 60), budget in 0_u32..6,
    ) {
        let bench = bench_of(script(&attempts), ManualClock::jumping(), |builder| builder.retry_budget(budget));
        let (mut retries, mut successes) = (0, 0);
        while bench.script.left() > 4 {
            let before = bench.sent();
            let outcome = run(&bench, &GET, CallOptions::new());
            let made = &attempts[before..bench.sent().min(attempts.len())];
            // A `Retry-After` that applies to all calls can be longer than `max_wait` of the next call.
            bench.clock.advance(SECOND * 3600);
            retries += counted(made).saturating_sub(1);
            successes += usize::from(outcome.is_ok() && counted(made) == 1);
            prop_assert!(retries <= budget as usize + successes / 10);
        }
    }

    #[test]
    fn a_401_is_retried_with_a_renewed_token_at_most_once(attempts in attempts(), policy in policy()) {
        let tokens = Tokens::new(token("first"), (0..20).map(|n| Ok(Some(token(&format!("t{n}"))))));
        let source = tokens.clone();
        let configure = |builder: ClientBuilder| builder.token_source(source).retries(policy);
        let bench = bench_of(script(&attempts), ManualClock::jumping(), configure);
        let outcome = run(&bench, &POST, CallOptions::new());
        let made = &attempts[..bench.sent().min(12)];
        let refused = made.iter().filter(|attempt| **attempt == Attempt::Status(401, None)).count();
        prop_assert_eq!(tokens.rejected().len(), refused.min(1));
        prop_assert!(counted(made) <= policy.attempts.max(1) as usize + refused.min(1));
        prop_assert_eq!(attempts_of(&outcome), bench.sent());
    }
}
