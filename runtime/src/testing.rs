//! Test utilities: a manual clock, a scripted sender, and responses and errors without a call.
//!
//! # A client without a network
//!
//! A [`Script`] is a [`Sender`] that returns scripted responses and records requests; clones share the script. A
//! [`ManualClock`] is a [`Clock`] that is advanced by hand, or that jumps ahead whenever something waits. With both, a
//! call runs through the same code as in production: paths, headers, tokens, retries, decoding.
//!
//! ```
//! use std::{borrow::Cow, time::Duration};
//!
//! use sap_concur_runtime::{testing::{answer, Fault, ManualClock, Script}, *};
//!
//! static SERVICE: Service = Service { user_agent: "example/1.0", ..Service::named("Example") };
//! static GET_ORDER: Operation = Operation {
//!     api: Cow::Borrowed("orders"),
//!     name: Cow::Borrowed("get"),
//!     method: http::Method::GET,
//!     path: Cow::Borrowed("/v4/orders/{id}"),
//!     scopes: Scopes::NONE,
//!     authorized: true,
//!     idempotent: true,
//!     refused_when: Cow::Borrowed(&[]),
//! };
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!
//! let script = Script::new()
//!     .then(Fault::NoResponse)
//!     .then(answer(503, "").header("retry-after", "5"))
//!     .then(answer(200, r#"["a pen"]"#));
//! let clock = ManualClock::jumping();
//! let client: Client = ClientBuilder::new(&SERVICE)
//!     .base_url("https://api.example.com")
//!     .access_token("token")
//!     .retries(RetryPolicy { attempts: 3, max_wait: Duration::from_secs(60), ..RetryPolicy::never() })
//!     .sender(script.clone())
//!     .clock(clock.clone())
//!     .build()?;
//!
//! let order: Response<Vec<String>> =
//!     Call::new(&client, &GET_ORDER).path("id", "7/8").send::<_, ApiError<String>>().await?;
//! assert_eq!(order[0], "a pen");
//! assert_eq!(order.attempts(), 3);
//! assert_eq!(clock.sleeps(), [Duration::ZERO, Duration::from_secs(5)]);
//! assert_eq!(script.sent()[2].path(), "/v4/orders/7%2F8");
//! # Ok(())
//! # }
//! ```
//!
//! # Responses and errors without a call
//!
//! Test code that takes a [`Response`] or the error of an operation with [`response`], [`refusal`], [`unanswered`] and
//! [`no_token`].
//!
//! ```
//! use sap_concur_runtime::{ApiError, ErrorDetail, testing};
//!
//! let order = testing::response(vec!["a pen"]);
//! assert_eq!(order.status(), 200);
//!
//! let detail = ErrorDetail::new(Some("notFound".to_owned()), None);
//! let error: ApiError<String> = testing::refusal(404, [detail]);
//! assert!(error.has("notFound"));
//! ```
//!
//! [`Sender`]: crate::Sender
//! [`Clock`]: crate::Clock
//! [`Response`]: crate::Response

mod answer;
mod clock;
mod outcome;
mod script;
mod sent;

pub use answer::{Answer, Fault, Step, answer};
pub use clock::ManualClock;
pub use outcome::{no_token, refusal, response, unanswered};
pub use script::Script;
pub use sent::Sent;
