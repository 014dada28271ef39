//! Secrets are put wherever there can be one, and looked for in all that can be seen.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, Once, PoisonError};

use sap_concur::oauth::ChannelType;
use sap_concur::{Concur, Credentials, DataCenter, Error, OperationError, TokenError};

use crate::recorder::Recorder;
use crate::server::{Answer, Server, answer};

mod panics;
mod redaction;
mod tokens_by_hand;

/// What begins so must not be seen.
const CANARY: &str = "canary";

const CLIENT_SECRET: &str = "canary-client-secret";
const PASSWORD: &str = "canary-password";
const ACCESS: &str = "canary-access-token";
const REFRESH: &str = "canary-refresh-token";
/// An id token whose header, claims and signature are canaries too.
const ID: &str = "eyJhbGciOiJjYW5hcnkifQ.eyJzdWIiOiJjb21wYW55LXV1aWQiLCJub25jZSI6ImNhbmFyeSJ9.canary-signature";

/// All credentials, with canaries for what is secret of them.
fn credentials() -> Vec<Credentials> {
    vec![
        Credentials::company("app", CLIENT_SECRET, "uuid", "canary-request-token"),
        Credentials::password("app", CLIENT_SECRET, "ann", PASSWORD),
        Credentials::refresh_token("app", CLIENT_SECRET, REFRESH),
        Credentials::client_credentials("app", CLIENT_SECRET).field("further", "canary-field"),
        Credentials::authorization_code("app", CLIENT_SECRET, "https://a.example/b", "canary-code"),
        Credentials::otp("app", CLIENT_SECRET, "ann@a.example", ChannelType::Email, "canary-otp"),
        Credentials::stored("app", CLIENT_SECRET),
    ]
}

/// What has been seen so far.
#[derive(Default)]
struct Seen(String);

impl Seen {
    fn debug(&mut self, thing: &(impl Debug + ?Sized)) {
        self.0 += &format!("{thing:?}\n{thing:#?}\n");
    }

    fn display(&mut self, thing: &(impl Display + ?Sized)) {
        self.0 += &format!("{thing}\n{thing:#}\n");
    }

    /// An error, with all beneath it.
    fn chain(&mut self, error: &(dyn StdError + 'static)) {
        self.debug(error);
        self.display(error);
        if let Some(source) = error.source() {
            self.chain(source);
        }
    }

    fn token_error(&mut self, error: &TokenError) {
        self.chain(error);
        if let Some(refused) = error.refused() {
            self.debug(refused);
            self.display(refused);
            self.debug(refused.body());
            self.debug(refused.details());
        }
    }

    /// The outcome of a call, and what a program says that unwraps it.
    fn outcome<T: Debug, E: OperationError>(&mut self, outcome: Result<T, Error<E>>) {
        self.debug(&outcome);
        if let Err(error) = &outcome {
            self.chain(error);
            match error {
                Error::Token(error) => self.token_error(error.error()),
                Error::NotSent(error) => self.chain(error.error()),
                Error::NoResponse(error) => self.chain(error.error()),
                Error::Api(error) => self.debug(error.api_error()),
                Error::Decode(error) => {
                    self.display(error.problem());
                    self.debug(error.body());
                }
                _ => {}
            }
        }
        self.0 += &panic_message(|| drop(outcome.expect("it was answered")));
        self.0.push('\n');
    }

    #[track_caller]
    fn has_no_canary(&self) {
        let shown = |at: usize| {
            self.0[..at].lines().last().unwrap_or_default().to_owned()
                + &self.0[at..].chars().take(60).collect::<String>()
        };
        if let Some(at) = self.0.find(CANARY) {
            panic!("{}", shown(at));
        }
        // As a form or a header would carry it.
        for other in ["Bearer ", "Y2FuYXJ5"] {
            assert!(
                !self.0.contains(other),
                "{}",
                shown(self.0.find(other).unwrap_or_default())
            );
        }
    }
}

/// What the panic hook is told when this panics; nothing when it does not.
fn panic_message(act: impl FnOnce()) -> String {
    static HOOK: Once = Once::new();
    thread_local! {
        static SAID: Mutex<Option<String>> = const { Mutex::new(None) };
    }
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let kept = SAID.with(|said| {
                let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                said.as_mut().map(|said| *said += &format!("{panic}")).is_some()
            });
            if !kept {
                before(panic);
            }
        }));
    });
    let set = |to| SAID.with(|said| std::mem::replace(&mut *said.lock().unwrap_or_else(PoisonError::into_inner), to));
    set(Some(String::new()));
    let _ = catch_unwind(AssertUnwindSafe(act));
    set(None).unwrap_or_default()
}

/// A service whose token calls are answered so, and its other calls so.
fn service(token: Answer, other: Answer) -> Server {
    Server::by(move |seen| match seen.path.starts_with("/oauth2/") {
        true => token.clone(),
        false => other.clone(),
    })
}

/// An answer with all tokens.
fn tokens() -> Answer {
    let body = serde_json::json!({
        "access_token": ACCESS, "refresh_token": REFRESH, "id_token": ID, "expires_in": "3600", "token_type": "Bearer",
        "scope": "travelrequest.write", "refresh_expires_in": 4_000_000_000_u64,
    });
    answer(200, body.to_string()).header("set-cookie", "session=canary-cookie")
}
