//! One client that is used in several runtimes.

use std::thread;

use sap_concur_runtime::{Call, Error as CallError, RetryPolicy};
use tokio::runtime::Builder;

use super::{idle_connections::serve_on_thread, support::*};

#[test]
fn one_client_works_in_many_short_lived_runtimes() {
    let (url, _) = serve_on_thread();
    let client = builder(&url).retries(RetryPolicy::never()).build().unwrap();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || {
                let mut failures = 0;
                for _ in 0..20 {
                    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                    for index in 0..20 {
                        let operation = if index % 2 == 0 { &LIST } else { &CREATE };
                        let call = Call::new(&client, operation).send_ignoring_body::<TestError>();
                        failures += u32::from(runtime.block_on(call).is_err());
                    }
                }
                failures
            })
        })
        .collect();
    let failures: u32 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(failures, 0, "of 1,600");
}

#[test]
fn a_runtime_without_timers_or_io_is_an_error() {
    let (url, connections) = serve_on_thread();
    let client = client(&url);
    let without_drivers = Builder::new_current_thread().build().unwrap();
    let without_io = Builder::new_current_thread().enable_time().build().unwrap();
    let without_timers = Builder::new_current_thread().enable_io().build().unwrap();
    for (runtime, problem) in [
        (without_drivers, "no timers"),
        (without_io, "no I/O"),
        (without_timers, "no timers"),
    ] {
        let call = Call::new(&client, &LIST).send_ignoring_body::<TestError>();
        let error = runtime.block_on(call).unwrap_err();
        assert!(matches!(error, CallError::NotSent(_)), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
    let call = Call::new(&client, &LIST).send_ignoring_body::<TestError>();
    let error = futures_util::FutureExt::now_or_never(call).unwrap().unwrap_err();
    assert!(error.to_string().contains("there is no tokio runtime"), "{error}");
    assert_eq!(connections.load(std::sync::atomic::Ordering::SeqCst), 0);
}
