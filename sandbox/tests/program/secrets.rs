//! No secret that a caller sends, and none that the sandbox has issued, is in any log.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::process::Program;

const FORM: &str = "application/x-www-form-urlencoded";
const NAMES: [&str; 8] = [
    "client_secret",
    "password",
    "refreshToken",
    "assertion",
    "X-Api-Key",
    "cookie",
    "access.token",
    "authorization code",
];

/// Sends a call, and returns the answer with its headers.
fn call(url: &str, head: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

fn token(url: &str) -> String {
    let form = format!(
        "{}&grant_type=password&username=ann%40example.com&password=ann-password",
        crate::http::CLIENT
    );
    let answer = call(
        url,
        "POST /oauth2/v0/token",
        &format!("Content-Type: {FORM}\r\n"),
        &form,
    );
    let (_, rest) = answer.split_once(r#""access_token":""#).expect("a token");
    rest.split_once('"').unwrap().0.to_owned()
}

/// Fails if a secret is in the log on the terminal, in the list of calls, or on a page.
fn is_nowhere(program: &mut Program, calls: usize, secrets: &[String]) {
    let log: String = (0..calls).map(|_| program.log_line()).collect();
    let mut outlets = vec![("the terminal", log)];
    for path in ["/_sandbox/requests", "/_sandbox", "/calls", "/objects"] {
        outlets.push((path, call(program.url(), &format!("GET {path}"), "", "")));
    }
    for (outlet, text) in outlets {
        for secret in secrets {
            let place = text.find(secret.as_str());
            let around = place.map(|at| &text[text.floor_char_boundary(at.saturating_sub(200))..at + secret.len()]);
            assert_eq!(around, None, "{secret} is in {outlet}");
        }
    }
}

fn recased(name: &str) -> String {
    let separator = ["", "_", "-", "."][fastrand::usize(..4)];
    let letters = name.chars().map(|letter| match fastrand::bool() {
        true => letter.to_ascii_uppercase(),
        false => letter.to_ascii_lowercase(),
    });
    letters.collect::<String>().replace(['_', '-', '.', ' '], separator)
}

#[test]
fn sent_secrets_are_in_no_outlet_in_any_spelling() {
    let mut program = Program::start(&[]);
    let url = program.url().to_owned();
    let mut secrets = Vec::new();
    let mut calls = 0;
    for round in 0..400 {
        let seed = fastrand::u64(..);
        fastrand::seed(seed);
        let secret = format!("s3cret{:016x}", fastrand::u64(..));
        let name = recased(NAMES[fastrand::usize(..NAMES.len())]);
        let media_type = ["application/json", FORM, "text/plain", "multipart/form-data"][fastrand::usize(..4)];
        let media_type = format!("Content-Type: {media_type}\r\n");
        let path = ["/oauth2/v0/token", "/travelrequest/v4/requests", "/nowhere"][fastrand::usize(..3)];
        let body = match round % 10 {
            0 => format!("a=1&{name}={secret}&b=2"),
            1 => format!("a=1;{name}={secret}"),
            2 => format!("a;{name}={secret}&b%26{name}%3D{secret}=1"),
            3 => format!(r#"{{"a":[{{"{name}":"{secret}"}}]}}"#),
            4 => format!(r#"{{"{name}": "{secret}", "a": "#),
            5 => format!(r#"{{"a":"{{\"{name}\":\"{secret}\"}}","{name}={secret}":1}}"#),
            6 => format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{secret}\r\n--b--\r\n"),
            _ => String::new(),
        };
        let headers = match round % 10 {
            7 => format!(
                "{}: {secret}\r\nReferer: http://a/?{name}={secret}\r\n",
                name.replace(' ', "-")
            ),
            _ => media_type,
        };
        let target = match round % 10 {
            8 => format!("{path}?a=1&{name}={secret}"),
            9 => format!("{path};{name}={secret}"),
            _ => path.to_owned(),
        };
        call(&url, &format!("POST {}", target.replace(' ', "%20")), &headers, &body);
        secrets.push(secret);
        calls += 1;
        if calls == 100 {
            is_nowhere(&mut program, calls, &secrets);
            calls = 0;
        }
    }
}

#[test]
fn known_secrets_are_in_no_outlet_wherever_they_are_sent() {
    let mut program = Program::start(&[]);
    let url = program.url().to_owned();
    let token = token(&url);
    let secrets = [
        token,
        "ann-password".to_owned(),
        "sandbox-secret".to_owned(),
        "at-201332586f5eca20f8625773".to_owned(),
    ];
    let mut calls = 1;
    for secret in &secrets {
        for (target, headers, body) in [
            (format!("/nowhere/{secret}/a"), String::new(), String::new()),
            (format!("/nowhere?q={secret}%20"), String::new(), String::new()),
            (
                format!("/nowhere?{secret}"),
                format!("X-Other: a{secret}b\r\n"),
                String::new(),
            ),
            (
                "/oauth2/v0/token".to_owned(),
                format!("Content-Type: {FORM}\r\n"),
                format!("{secret}=1&grant_type={secret}"),
            ),
            (
                "/nowhere".to_owned(),
                String::new(),
                format!(r#"["the word {secret}", {{"{secret}": 1}}]"#),
            ),
            (
                "/nowhere".to_owned(),
                String::new(),
                format!("{}{secret}", " ".repeat((16 << 10) - 8)),
            ),
        ] {
            call(&url, &format!("POST {target}"), &headers, &body);
            calls += 1;
        }
    }
    // A part of the last one is not enough.
    let mut parts = secrets.to_vec();
    parts.extend(secrets.iter().map(|secret| format!(" {}", &secret[..9])));
    is_nowhere(&mut program, calls, &parts);
}
