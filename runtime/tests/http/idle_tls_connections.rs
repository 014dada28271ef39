//! The tests of `idle_connections` with TLS, over HTTP/1 and HTTP/2.
//!
//! `IDLE_POSTS=240` sends 240 requests over each protocol instead of four, to a server with an idle timeout of one
//! second instead of 500 ms.

use std::{env, thread, time::Duration};

use sap_concur_runtime::{Client, RetryPolicy};
use tokio::runtime::{Builder, Runtime};

use super::{support::*, tls::*};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn client(server: &TlsServer) -> Client {
    let builder = builder(&server.url()).root_certificate(server.identity.pem());
    builder.retries(RetryPolicy::never()).build().unwrap()
}

fn create(runtime: &Runtime, client: &Client) -> Result<(), Error> {
    let call = call_of(client, &CREATE).json(&1).send_ignoring_body::<TestError>();
    runtime.block_on(call).map(drop)
}

/// Returns the number of POSTs to send, and the idle timeout of the server.
fn post_count_and_idle_timeout() -> (usize, Duration) {
    match env::var("IDLE_POSTS") {
        Ok(count) => (count.parse().unwrap(), Duration::from_secs(1)),
        Err(_) => (4, Duration::from_millis(500)),
    }
}

fn no_post_is_lost(protocol: Protocol) {
    let (count, idle_timeout) = post_count_and_idle_timeout();
    let server = TlsServer::start(protocol, idle_timeout);
    let (runtime, client) = (runtime(), client(&server));
    for number in 0..count {
        if let Err(error) = create(&runtime, &client) {
            panic!("POST {number} of {count}: {error}");
        }
        // The runtime does not run in the meantime, so the client does not notice that the connection is closed.
        thread::sleep(idle_timeout + Duration::from_millis(50));
    }
    assert_eq!(server.connections(), count);
    for _ in 0..4 {
        create(&runtime, &client).unwrap();
    }
    assert_eq!(
        server.connections(),
        count + 1,
        "a connection that is not idle is reused"
    );
}

#[test]
fn no_post_is_lost_over_http_1() {
    no_post_is_lost(Protocol::Http1);
}

#[test]
fn no_post_is_lost_over_http_2() {
    no_post_is_lost(Protocol::Http2);
}
