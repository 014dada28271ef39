//! An HTTP client on the standard library, with the calls of the tests.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

/// The id of the user who owns the created objects. Her Requests need an approval.
pub(crate) const ANN: &str = "31e53f4d-a21c-4f92-a84a-112446cc3a2e";
pub(crate) const CLIENT: &str = "client_id=5dbdd6fe-3670-4b18-a569-b6abbbc22959&client_secret=sandbox-secret";

/// One persistent connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Client {
    /// Connects to a base URL.
    pub(crate) fn new(url: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(url.strip_prefix("http://").expect("a base URL"))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            token: String::new(),
        })
    }

    /// Connects and gets the token of a user, by the login id before the `@`.
    pub(crate) fn of_user(url: &str, name: &str) -> io::Result<Self> {
        let mut client = Self::new(url)?;
        let form = format!("{CLIENT}&grant_type=password&username={name}%40example.com&password={name}-password");
        let (status, answer) = client.send("POST", "/oauth2/v0/token", "application/x-www-form-urlencoded", &form)?;
        assert_eq!(status, 200, "{answer}");
        client.token = answer["access_token"].as_str().expect("an access token").to_owned();
        Ok(client)
    }

    pub(crate) fn get(&mut self, path: &str) -> io::Result<(u16, Value)> {
        self.send("GET", path, "application/json", "")
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> io::Result<(u16, Value)> {
        self.send("POST", path, "application/json", &body.to_string())
    }

    /// Creates a Request and returns the status and the body.
    pub(crate) fn create_request(&mut self, name: &str) -> io::Result<(u16, Value)> {
        let body = json!({ "name": name, "startDate": "2026-12-01", "endDate": "2026-12-03" });
        self.post("/travelrequest/v4/requests", &body)
    }

    fn send(&mut self, method: &str, path: &str, media_type: &str, body: &str) -> io::Result<(u16, Value)> {
        let (token, length) = (&self.token, body.len());
        let call = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(call.as_bytes())?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut length = 0;
        loop {
            let line = self.line()?;
            match line.to_ascii_lowercase().split_once(": ") {
                Some(("content-length", value)) => length = value.parse().map_err(io::Error::other)?,
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok((status.ok_or(io::ErrorKind::InvalidData)?, body))
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

/// Returns a valid body of a purchase request.
pub(crate) fn purchase_request() -> Value {
    json!({
        "currencyCode": "USD",
        "policyExternalId": "po-external-id",
        "shipToAddressCode": "SHIP15139",
        "billToAddressCode": "MNSLP129",
        "description": "Chairs",
        "lineItems": [{
            "purchaseType": "GOODS",
            "description": "Chair",
            "expenseType": "1250",
            "vendorCode": "VEN1",
            "vendorAddressCode": "ADDR1",
            "quantity": "2",
            "unitPrice": "99.50",
            "uomCode": "EA",
        }],
    })
}
