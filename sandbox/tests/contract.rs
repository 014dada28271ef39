//! A sandbox serves its own contract, not that of the process.

#![allow(missing_docs, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::TcpStream;

use concur_sandbox::Sandbox;

const FORM: &str = "client_id=5dbdd6fe-3670-4b18-a569-b6abbbc22959&client_secret=sandbox-secret\
                    &grant_type=password&username=ann%40example.com&password=ann-password";

fn call(url: &str, head: &str, header: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{header}\r\n\r\n{body}"
    )
    .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_take_limits_from_the_contract_of_the_sandbox() {
    let mut contract = concur_sandbox::contract().unwrap().clone();
    let lifetime = contract.platform.tokens.as_ref().unwrap().lifetime.clone();
    for limit in &mut contract.platform.limits {
        match limit.key.as_str() {
            "page_limit" => limit.value = 5,
            key if key == lifetime => limit.value = 77,
            _ => {}
        }
    }
    let own = Sandbox::builder()
        .contract(Box::leak(Box::new(contract)))
        .start()
        .await
        .unwrap();
    let other = Sandbox::start().await.unwrap();
    for (sandbox, seconds, largest) in [(&own, 77, 5), (&other, 3600, 100)] {
        let form = "Content-Type: application/x-www-form-urlencoded";
        let answer = call(sandbox.url(), "POST /oauth2/v0/token", form, FORM);
        assert!(answer.contains(&format!(r#""expires_in":{seconds}"#)), "{answer}");
        let token = format!(
            "Authorization: Bearer {}",
            sandbox.user_token("ann@example.com").unwrap()
        );
        for (limit, status) in [(largest, "200"), (largest + 1, "400")] {
            let head = format!("GET /travelrequest/v4/requests?limit={limit}");
            let answer = call(sandbox.url(), &head, &token, "");
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{limit}: {answer}");
        }
    }
}
