//! Calls without the SDK, as raw bytes.

use concur_sandbox::Sandbox;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A parsed response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The headers, with lowercase names.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Sends bytes over a new connection and reads until it is closed.
pub(crate) async fn send(url: &str, bytes: &[u8]) -> Vec<u8> {
    let address = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts connections");
    // The sandbox may close the connection before everything is sent.
    let _ = stream.write_all(bytes).await;
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response).await;
    response
}

/// Sends bytes, shuts down the write half, and waits until the connection is closed.
pub(crate) async fn send_and_hang_up(url: &str, bytes: &[u8]) {
    let address = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts connections");
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

/// Builds a request with headers and a body.
pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("content-length: {}\r\n\r\n", body.len());
    [text.as_bytes(), body].concat()
}

/// Parses a response. Returns `None` if it is not a complete one.
pub(crate) fn read(bytes: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_lowercase(), value.trim().to_owned()))
    };
    Some(Answer {
        status,
        headers: lines.filter_map(header).collect(),
        body: body.to_owned(),
    })
}

/// Makes a call.
pub(crate) async fn call(url: &str, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let bytes = send(url, &request(method, target, headers, body.as_bytes())).await;
    read(&bytes).unwrap_or_else(|| panic!("no response to {method} {target}: {bytes:?}"))
}

/// Makes a JSON call with a token.
pub(crate) async fn json(sandbox: &Sandbox, token: &str, method: &str, target: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    call(sandbox.url(), method, target, &headers, body).await
}

/// Makes a call of the admin API. Returns the status and the body.
pub(crate) async fn admin(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> (u16, Value) {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let response = call(sandbox.url(), method, &format!("/_sandbox{path}"), &[], &body).await;
    (response.status, response.json())
}
