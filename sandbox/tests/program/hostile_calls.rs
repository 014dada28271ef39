//! Calls of a clumsy or hostile client.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::process::Program;

const CREDENTIALS: &str = "client_id=5dbdd6fe-3670-4b18-a569-b6abbbc22959&client_secret=sandbox-secret\
                           &grant_type=client_credentials";

/// Sends a form to the token endpoint and returns the whole response.
fn token_call(url: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST /oauth2/v0/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_byte_order_mark_before_a_body_is_skipped() {
    let program = Program::start(&[]);
    let body = [b"\xef\xbb\xbf", CREDENTIALS.as_bytes()].concat();
    let response = token_call(program.url(), &body);
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
}

#[test]
fn a_hundred_thousand_unknown_fields_hold_up_nobody() {
    let program = Program::start(&["--quiet"]);
    let fields: String = (0..100_000).map(|number| format!("&field{number}=x")).collect();
    let body = format!("{CREDENTIALS}{fields}");
    std::thread::scope(|scope| {
        let started = Instant::now();
        let long = scope.spawn(|| token_call(program.url(), body.as_bytes()));
        while !long.is_finished() {
            let started = Instant::now();
            assert!(token_call(program.url(), CREDENTIALS.as_bytes()).starts_with("HTTP/1.1 200 "));
            assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
        }
        assert!(long.join().unwrap().starts_with("HTTP/1.1 200 "));
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    });
}

#[test]
#[cfg(target_os = "linux")]
fn large_bodies_are_not_kept_in_memory() {
    let program = Program::start(&["--quiet"]);
    let body = format!("{CREDENTIALS}&a={}", "x".repeat(15 << 20));
    for _ in 0..20 {
        token_call(program.url(), body.as_bytes());
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let kilobytes: u64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
    // Twenty bodies are 300 MB.
    assert!(kilobytes < 200 << 10, "{resident}");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let mut program = Program::start(&[]);
    token_call(program.url(), format!("{CREDENTIALS}&%1b%5D0%3Bowned%07=x").as_bytes());
    let line = program.log_line();
    let line = line.trim_end();
    assert!(
        line.contains(r"\u{1b}]0;owned\u{7}") && !line.contains(char::is_control),
        "{line:?}"
    );
}
