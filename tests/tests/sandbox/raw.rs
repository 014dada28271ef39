//! Calls without the SDK: what goes over the wire, byte for byte.

use concur_sandbox::Sandbox;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Its headers, names in small letters.
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

/// Sends bytes over a connection of their own, and reads what comes back until it ends.
pub(crate) async fn send(url: &str, bytes: &[u8]) -> Vec<u8> {
    let address = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts connections");
    // A service that has had enough closes the connection while there is more to say.
    let _ = stream.write_all(bytes).await;
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response).await;
    response
}

/// Sends bytes, says that there is no more to come, and waits for the end.
pub(crate) async fn send_and_hang_up(url: &str, bytes: &[u8]) {
    let address = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts connections");
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

/// A request with these headers and a body.
pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("content-length: {}\r\n\r\n", body.len());
    [text.as_bytes(), body].concat()
}

/// What an answer is, when it is one.
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

/// Makes a call of JSON with a token.
pub(crate) async fn json(sandbox: &Sandbox, token: &str, method: &str, target: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    call(sandbox.url(), method, target, &headers, body).await
}

/// Makes a call of one of the sandbox's own endpoints: the status, and the body.
pub(crate) async fn own(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> (u16, Value) {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let response = call(sandbox.url(), method, &format!("/_sandbox{path}"), &[], &body).await;
    (response.status, response.json())
}
