//! Blocking calls inside of an async runtime. They should not be made there, but they work and block the worker.

use super::*;

#[test]
fn blocking_calls_work_on_every_kind_of_runtime() {
    with_timeout(|| {
        let service = Service::start();
        let concur = service.concur();
        let current_thread = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime starts");
        let without_drivers = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("the runtime starts");
        let multi_thread = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("the runtime starts");
        for runtime in [current_thread, without_drivers, multi_thread] {
            let concur = concur.clone();
            let spawned = concur.clone();
            runtime.block_on(async move {
                get(&concur).expect("it exists");
                let items = concur.requests().list().user_id(USER).limit(3).stream().blocking();
                assert_eq!(items.filter_map(Result::ok).count(), 7);
                tokio::spawn(async move { get(&spawned).map(drop) })
                    .await
                    .expect("the task does not panic")
                    .expect("it exists");
                tokio::task::spawn_blocking(move || get(&concur).map(drop))
                    .await
                    .expect("the task does not panic")
                    .expect("it exists");
            });
        }
        service.assert_no_violations();
    });
}

#[test]
fn blocking_and_async_calls_alternate_on_one_worker() {
    with_timeout(|| {
        let service = Service::start();
        let concur = service.concur();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime starts");
        runtime.block_on(async {
            for _ in 0..4 {
                // A connection that this runtime opened is idle while the worker is blocked.
                concur.requests().get("A1").user_id(USER).await.expect("it exists");
                service.advance_one_hour();
                get(&concur).expect("it exists");
                service.advance_one_hour();
            }
        });
        assert_eq!(service.token_calls().len(), 8, "{:?}", service.token_calls());
        service.assert_no_violations();
    });
}

#[test]
fn async_stream_can_continue_as_blocking() {
    with_timeout(|| {
        let service = Service::start();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime starts");
        let mut items = service.concur().requests().list().user_id(USER).limit(3).stream();
        let first = runtime
            .block_on(items.try_next())
            .expect("the page loads")
            .expect("there is an item");
        assert_eq!(first.id.as_deref(), Some("0"));
        drop(runtime);
        let mut rest = items.blocking();
        assert_eq!(rest.by_ref().filter_map(Result::ok).count(), 6);
        assert_eq!(rest.into_stream().and_then(|items| items.total_count()), Some(7));
    });
}
