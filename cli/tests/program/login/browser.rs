//! The authorization in a browser. The test is the browser.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Stdio};

use concur_sandbox::Sandbox;
use concur_sandbox::tenant::Tenant;
use reqwest::redirect::Policy;

use super::{application, grant_types};
use crate::support::{Ran, User};

/// A port that nothing uses.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A user whose application is registered for a redirect to this port.
async fn registered_for(port: u16) -> User {
    let mut tenant: Tenant = Tenant::seeded().unwrap().clone();
    tenant.applications[0].redirect_uris = vec![redirect_uri(port)];
    User::new(Sandbox::builder().tenant(tenant)).await
}

fn redirect_uri(port: u16) -> String {
    format!("http://localhost:{port}/callback")
}

/// A login that waits for the browser.
struct Waiting {
    child: Child,
    stderr: BufReader<ChildStderr>,
    told: String,
    url: String,
}

impl Waiting {
    fn start(user: &User, redirect_uri: &str) -> Self {
        let application = application(user);
        user.write("client-secret", &application.client_secret);
        let mut command = user.program();
        command
            .args(["login", "--grant", "browser", "--no-browser"])
            .args(["--redirect-uri", redirect_uri, "--base-url", user.sandbox.url()])
            .args([
                "--client-id",
                &application.client_id,
                "--client-secret-file",
                "client-secret",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let (mut told, mut url) = (String::new(), String::new());
        while url.is_empty() {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "no URL:\n{told}");
            if line.trim_start().starts_with("http") {
                line.trim().clone_into(&mut url);
            }
            told.push_str(&line);
        }
        Self {
            child,
            stderr,
            told,
            url,
        }
    }

    /// The URL to which the page redirects.
    async fn redirected(&self, choice: &str) -> String {
        let browser = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        let page = browser.get(format!("{}&{choice}", self.url)).send().await.unwrap();
        assert_eq!(page.status(), 302, "{}", page.text().await.unwrap());
        page.headers()["location"].to_str().unwrap().to_owned()
    }

    async fn end(self) -> Ran {
        let Self {
            child,
            mut stderr,
            mut told,
            ..
        } = self;
        let ended = tokio::task::spawn_blocking(move || {
            stderr.read_to_string(&mut told).unwrap();
            (child.wait_with_output().unwrap(), told)
        });
        let (output, stderr) = ended.await.unwrap();
        Ran {
            stderr,
            ..Ran::of(&output)
        }
    }
}

async fn status(url: &str) -> u16 {
    reqwest::get(url).await.unwrap().status().as_u16()
}

const ALLOW: &str = "login_hint=ann%40example.com";

#[tokio::test(flavor = "multi_thread")]
async fn a_user_authorizes_in_a_browser() {
    let port = free_port();
    let user = registered_for(port).await;
    let waiting = Waiting::start(&user, &redirect_uri(port));
    assert!(waiting.url.starts_with(user.sandbox.url()), "{}", waiting.url);
    let target = waiting.redirected(ALLOW).await;
    let page = reqwest::get(&target).await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("Go back to the terminal"));
    waiting.end().await.succeeded();
    assert_eq!(grant_types(&user), ["authorization_code"]);
    let shown = user.run(["whoami", "--output", "json"]).await.succeeded().json();
    assert_eq!(shown["grant"], "browser");
    assert_eq!(shown["subject"], user.sandbox.tenant().users[0].id.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denial_ends_the_login() {
    let port = free_port();
    let user = registered_for(port).await;
    let waiting = Waiting::start(&user, &redirect_uri(port));
    let target = waiting.redirected("decision=deny").await;
    assert_eq!(status(&target).await, 200);
    waiting.end().await.ended_with(3).says("access_denied");
    assert!(user.calls("oauth.token").is_empty());
    assert!(!user.path("config/config.toml").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_with_another_state_is_not_spent() {
    let port = free_port();
    let user = registered_for(port).await;
    let waiting = Waiting::start(&user, &redirect_uri(port));
    let target = waiting.redirected(ALLOW).await;
    let (start, _) = target.split_once("state=").unwrap();
    let forged = format!("{start}state=0123456789abcdef0123456789abcdef");
    assert_eq!(status(&forged).await, 200);
    waiting.end().await.ended_with(3).says("state");
    assert!(user.calls("oauth.token").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_for_other_paths_are_not_the_redirect() {
    let port = free_port();
    let user = registered_for(port).await;
    let waiting = Waiting::start(&user, &redirect_uri(port));
    let elsewhere = format!("http://localhost:{port}");
    assert_eq!(status(&format!("{elsewhere}/favicon.ico")).await, 404);
    assert_eq!(status(&format!("{elsewhere}/other?code=1&state=2")).await, 404);
    assert_eq!(status(&format!("{elsewhere}/callback")).await, 404);
    let target = waiting.redirected(ALLOW).await;
    assert_eq!(status(&target).await, 200);
    waiting.end().await.succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unregistered_redirect_gets_no_code() {
    let (port, other) = (free_port(), free_port());
    let user = registered_for(port).await;
    let mut waiting = Waiting::start(&user, &redirect_uri(other));
    assert_eq!(status(&format!("{}&{ALLOW}", waiting.url)).await, 400);
    waiting.child.kill().unwrap();
    waiting.child.wait().unwrap();
    assert!(user.calls("oauth.token").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_another_machine_is_refused() {
    let user = registered_for(free_port()).await;
    for uri in [
        "http://example.com:8080/callback",
        "https://localhost:8080/callback",
        "http://localhost/callback",
        "callback",
    ] {
        let arguments = ["--grant", "browser", "--no-browser", "--redirect-uri", uri];
        super::login(&user, &arguments, &[])
            .await
            .ended_with(2)
            .says("expected a loopback address with a port");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_another_program_has_is_refused() {
    // Of the two addresses of localhost only one is taken: the code would go to whoever has it.
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port();
    let user = registered_for(port).await;
    let uri = redirect_uri(port);
    let arguments = ["--grant", "browser", "--no-browser", "--redirect-uri", &uri];
    super::login(&user, &arguments, &[])
        .await
        .ended_with(1)
        .says(&format!("port {port} cannot be used"))
        .says("--redirect-uri");
}
