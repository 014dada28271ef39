//! A sandbox in this process with a state file.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;
use std::time::Duration;

use concur_sandbox::tenant::Tenant;
use concur_sandbox::{Builder, Sandbox, StartError};
use jiff::Timestamp;

/// A state file, removed when dropped.
struct State(PathBuf);

impl State {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("concur-sandbox-{name}-{}", std::process::id())))
    }

    fn builder(&self) -> Builder {
        Sandbox::builder().state(&self.0).time(Timestamp::UNIX_EPOCH)
    }
}

impl Drop for State {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
        let _ = std::fs::remove_file(format!("{}.commit", self.0.display()));
    }
}

#[tokio::test]
async fn restarting_restores_addresses_and_time() {
    let state = State::new("goes-on");
    let first = state.builder().start().await.unwrap();
    let urls = (first.url().to_owned(), first.second_url().to_owned());
    first.advance(Duration::from_secs(90));
    first.stop().await;
    let second = state.builder().start().await.unwrap();
    assert_eq!((second.url(), second.second_url()), (urls.0.as_str(), urls.1.as_str()));
    assert_eq!(second.now().as_second(), 90);
    // If a saved port is in use, another one is taken.
    second.stop().await;
    let port = urls.0.rsplit(':').next().unwrap();
    let taken = std::net::TcpListener::bind(format!("127.0.0.1:{port}")).unwrap();
    let third = state.builder().start().await.unwrap();
    assert_ne!(third.url(), urls.0);
    assert_eq!(third.second_url(), urls.1);
    drop(taken);
}

#[tokio::test]
async fn a_state_file_belongs_to_one_sandbox_and_company() {
    let state = State::new("belongs");
    let first = state.builder().start().await.unwrap();
    let error = state.builder().start().await.unwrap_err();
    assert!(
        error.to_string().contains("another sandbox is using it; stop that one"),
        "{error}"
    );
    drop(first);
    let mut tenant = Tenant::seeded().unwrap().clone();
    tenant.company.id = "31e53f4d-0000-4f92-a84a-112446cc3a2e".to_owned();
    let error = state.builder().tenant(tenant).start().await.unwrap_err();
    assert!(matches!(&error, StartError::State { file, .. } if *file == state.0));
    assert!(
        error.to_string().contains("use the seed that it was created with"),
        "{error}"
    );
    state.builder().start().await.unwrap();
}

#[tokio::test]
async fn an_unavailable_port_does_not_change_the_file() {
    let state = State::new("alone");
    drop(state.builder().start().await.unwrap());
    let before = std::fs::read(&state.0).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let error = state
        .builder()
        .address(taken.local_addr().unwrap())
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Listen { .. }));
    assert!(std::fs::read(&state.0).unwrap() == before);
}
