//! How long the program takes before it does something. The limits hold for a release build.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;

use crate::support::User;

/// How often each is measured. The fastest counts, since others share the machine.
const RUNS: usize = if cfg!(debug_assertions) { 2 } else { 25 };

/// A debug build only has to end.
fn limit(release: Duration) -> Duration {
    match cfg!(debug_assertions) {
        true => release * 50,
        false => release,
    }
}

fn fastest(mut measure: impl FnMut() -> Duration) -> Duration {
    (0..RUNS).map(|_| measure()).min().unwrap()
}

fn run(command: &mut Command) -> Duration {
    let began = Instant::now();
    let ended = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(ended.unwrap().success());
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn help_takes_less_than_20_ms() {
    let user = User::logged_in().await;
    for arguments in [&["--help"][..], &["purchase-request", "create", "--help"]] {
        let took = fastest(|| run(user.program().args(arguments)));
        println!("concur {}: {took:.1?}", arguments.join(" "));
        assert!(took < limit(Duration::from_millis(20)), "{arguments:?}: {took:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_byte_takes_less_than_50_ms() {
    let user = User::logged_in().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    user.write("order.json", super::operations::order().to_string());
    for arguments in [
        &["request", "list"][..],
        &["purchase-request", "create", "--json", "order.json"],
    ] {
        let mut best = Duration::MAX;
        for _ in 0..RUNS {
            let began = Instant::now();
            let child = user
                .program()
                .args(arguments)
                .env("CONCUR_BASE_URL", &url)
                .env("CONCUR_ACCESS_TOKEN", "a-token")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            let mut child = child.unwrap();
            let (stream, _) = listener.accept().await.unwrap();
            stream.readable().await.unwrap();
            best = best.min(began.elapsed());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        println!("concur {}: {best:.1?}", arguments.join(" "));
        assert!(best < limit(Duration::from_millis(50)), "{arguments:?}: {best:?}");
    }
}
