//! A sender for tests.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Sent, Step};
use crate::{Body, BoxFuture, Limits, SendError, Sender};

/// A sender that does what it is told, and remembers what it was sent. A clone is the same script.
///
/// Steps are taken in their order, one for each request, whatever its path; then it goes by its rule, if it has one. A
/// request for which nothing is left fails with [`SendError::NoResponse`], and says so. The body of a request that is a
/// stream is read to its end first; when that fails, so does the request, and no step is taken.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    steps: VecDeque<Step>,
    rule: Option<Rule>,
    sent: Vec<Sent>,
}

type Rule = Arc<dyn Fn(&Sent) -> Step + Send + Sync>;

impl Script {
    /// A script of no steps.
    pub fn new() -> Self {
        Self::default()
    }

    /// A script that decides by the request.
    ///
    /// ```
    /// use sap_concur_runtime::testing::{Script, answer};
    ///
    /// let script = Script::by(|sent| match sent.path() {
    ///     "/v4/orders/7" => answer(200, r#"{"id":"7"}"#).into(),
    ///     _ => answer(404, "").into(),
    /// });
    /// ```
    pub fn by(rule: impl Fn(&Sent) -> Step + Send + Sync + 'static) -> Self {
        let script = Self::new();
        script.state().rule = Some(Arc::new(rule));
        script
    }

    /// The same script with this as its next step.
    pub fn then(self, step: impl Into<Step>) -> Self {
        self.add(step);
        self
    }

    /// Adds a step to a script that is in use already.
    pub fn add(&self, step: impl Into<Step>) {
        self.state().steps.push_back(step.into());
    }

    /// What it was sent, from the first request on.
    pub fn sent(&self) -> Vec<Sent> {
        self.state().sent.clone()
    }

    /// How many steps nobody has asked for yet.
    pub fn left(&self) -> usize {
        self.state().steps.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&self, sent: &Sent) -> Option<Step> {
        let mut state = self.state();
        state.sent.push(sent.clone());
        let step = state.steps.pop_front();
        let rule = state.rule.clone();
        drop(state);
        // Unlocked, so that a rule can look at what was sent before.
        step.or_else(|| rule.map(|rule| rule(sent)))
    }
}

impl Sender for Script {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect(usize::MAX).await?;
            let sent = Sent::new(http::Request::from_parts(head, body), limits);
            match self.step(&sent) {
                Some(step) => step.outcome(limits).await,
                None => Err(SendError::NoResponse(
                    format!("the script has nothing left for {} {}", sent.method(), sent.path()).into(),
                )),
            }
        })
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Script")
            .field("left", &state.steps.len())
            .field("sent", &state.sent)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
