//! Blocking calls where they do not belong: in an asynchronous program. They work, and block the worker.

use super::*;

#[test]
fn blocking_calls_work_on_every_kind_of_runtime() {
    in_time(|| {
        let service = Service::start();
        let concur = service.concur();
        let one = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime starts");
        let bare = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("the runtime starts");
        let many = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("the runtime starts");
        for runtime in [one, bare, many] {
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
        service.has_no_complaints();
    });
}

#[test]
fn blocking_and_async_calls_alternate_on_one_worker() {
    in_time(|| {
        let service = Service::start();
        let concur = service.concur();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime starts");
        runtime.block_on(async {
            for _ in 0..4 {
                // A connection that this runtime has opened lies idle while the worker is blocked.
                concur.requests().get("A1").user_id(USER).await.expect("it exists");
                service.an_hour_passes();
                get(&concur).expect("it exists");
                service.an_hour_passes();
            }
        });
        assert_eq!(service.token_calls().len(), 8, "{:?}", service.token_calls());
        service.has_no_complaints();
    });
}

#[test]
fn async_stream_can_continue_as_blocking() {
    in_time(|| {
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
