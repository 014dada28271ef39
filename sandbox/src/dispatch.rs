//! Answers a call: authorization, validation, and the rules of the API.

mod issue_token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use concur_spec::Contract;
use concur_spec::api::{HttpMethod, Operation, ParameterLocation, StatusKey};
use serde_json::Value;

use crate::api::call::{Addresses, Body, Call};
use crate::api::opened;
use crate::api::redact::{KnownSecrets, Secrets};
use crate::api::refusal::Refusal;
use crate::api::routes::{Found, Route, Routes};
use crate::behavior::Behavior;
use crate::call_log::Log;
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use crate::rules::oauth;
use crate::rules::resources::{self, Success};
use crate::rules::{self, ApiRules, plain, request, rule, rules_of};
use crate::state::World;
use crate::state::tokens::AccessToken;
use crate::state::{SharedWorld, WorldGuard};
use crate::tenant::Tenant;
use concur_spec::validate::{self, Finding};

/// The state shared by all connections.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) contract: &'static Contract,
    pub(crate) routes: Routes<'static>,
    pub(crate) secrets: Secrets,
    pub(crate) known_secrets: KnownSecrets,
    pub(crate) addresses: Addresses,
    pub(crate) behavior: Behavior,
    pub(crate) shared: SharedWorld,
    log: Mutex<Log>,
}

/// A handled call.
#[derive(Debug)]
pub(crate) struct Handled {
    pub(crate) answer: Answer,
    /// The operation, if there is one: `request.create`.
    pub(crate) operation: Option<String>,
    /// What the contract does not know of the call.
    pub(crate) remarks: Vec<String>,
}

impl Handled {
    /// Wraps a page, which is not an operation.
    pub(crate) fn page(answer: Answer) -> Self {
        Self {
            answer,
            operation: None,
            remarks: Vec::new(),
        }
    }
}

impl Service {
    pub(crate) fn new(
        contract: &'static Contract,
        addresses: Addresses,
        behavior: Behavior,
        shared: impl Into<SharedWorld>,
    ) -> Self {
        let shared = shared.into();
        {
            let mut world = shared.lock();
            if !world.is_restored() {
                resources::seed(&mut world, contract);
            }
            rules::settle(&mut world, contract);
        }
        let known_secrets = KnownSecrets::of(&shared.lock().tenant);
        Self {
            contract,
            routes: Routes::new(contract),
            secrets: Secrets::of(contract),
            known_secrets,
            addresses,
            behavior,
            shared,
            log: Mutex::default(),
        }
    }

    /// Locks the world and applies what is due by now. Changes made while it is locked are saved to the state file, if
    /// there is one.
    pub(crate) fn world(&self) -> WorldGuard<'_> {
        let mut world = self.shared.lock();
        request::apply_due_bookings(&mut world);
        world
    }

    /// Deletes everything but the company and what its seed file has.
    pub(crate) fn reset(&self, seed: u64) {
        let mut world = self.world();
        world.reset(seed);
        resources::seed(&mut world, self.contract);
        rules::settle(&mut world, self.contract);
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a call of an API.
    pub(crate) fn handle(&self, incoming: &Incoming) -> Handled {
        if let Some(names) = oauth::authorize_page(self.contract, incoming) {
            let addresses = self.addresses.for_caller(incoming);
            return Handled::page(oauth::authorize(names, &mut self.world(), &addresses, incoming));
        }
        let mut remarks = Vec::new();
        let (answer, operation) = match self.routes.find(&incoming.method, &incoming.path) {
            Found::Operation { route, parameters } => {
                let name = route.name();
                let answered = self.carry_out(incoming, route, parameters, &mut remarks);
                let refused = |refusal| self.refused(&rules_of(&route.api.key).written(refusal), Some(route.operation));
                let answer = answered.unwrap_or_else(refused);
                (answer, Some(name))
            }
            Found::OtherMethods(methods) => (self.other_methods(incoming, &methods), None),
            Found::Nothing { nearest } => (self.nothing(incoming, &nearest), None),
        };
        Handled {
            answer,
            operation,
            remarks,
        }
    }

    /// Waits until the changes that an answer reports are on disk. If they cannot be saved, replaces the answer with a
    /// refusal and returns a remark for the log.
    pub(crate) async fn ensure_saved(&self, incoming: &Incoming, answer: &mut Answer) -> Option<String> {
        // Reads still work after a failure.
        if !changes(incoming) && self.shared.failure().is_some() {
            return None;
        }
        let why = self.shared.saved().await.err()?;
        *answer = self.refused(&unsaved(&why), None);
        Some(format!("the state was not saved: {why}"))
    }

    /// Adds the correlation id of the call, or a new one. A body with a null field of that name repeats it.
    pub(crate) fn with_correlation_id(&self, incoming: &Incoming, mut answer: Answer) -> Answer {
        let header = self
            .contract
            .platform
            .headers
            .iter()
            .find(|header| header.role == "correlation_id");
        let Some(header) = header else { return answer };
        let given = incoming.header(&header.name).map(str::to_owned);
        let id = given.unwrap_or_else(|| self.world().new_uuid());
        if let Content::Json(Value::Object(body)) = &mut answer.content
            && let Some(place @ Value::Null) = body.get_mut(&header.name)
        {
            *place = Value::from(id.as_str());
        }
        answer.with(&header.name, &id)
    }

    fn carry_out(
        &self,
        incoming: &Incoming,
        route: Route<'static>,
        path: std::collections::BTreeMap<&'static str, String>,
        remarks: &mut Vec<String>,
    ) -> Result<Answer, Refusal> {
        let Route { api, operation } = route;
        let rules = rules_of(&api.key);
        let takes_form = operation
            .parameters
            .iter()
            .any(|parameter| parameter.location == ParameterLocation::Form);
        if let Some(why) = self.shared.failure().filter(|_| changes(incoming)) {
            return Err(unsaved(&why));
        }
        rules.admit(api, incoming)?;
        // The world is not locked while the call is parsed and validated: a long body must not hold up other calls.
        let token = self.token(&self.world(), rules, route, incoming)?;
        let tenant = Arc::clone(&self.world().tenant);
        let addresses = self.addresses.for_caller(incoming);
        let call = Call {
            contract: self.contract,
            route,
            home: incoming.home,
            path,
            query: incoming.parameters(),
            form: if takes_form { incoming.form() } else { Vec::new() },
            body: Body::read(if takes_form { &[] } else { &incoming.body }),
            token,
            addresses: &addresses,
            behavior: &self.behavior,
        };
        rules.form(&call, incoming, remarks)?;
        self.check(&tenant, rules, &call, incoming, remarks)?;
        let mut world = self.world();
        let answered = by_rule(&mut world, &call);
        if changes(incoming) {
            rules.settle(&mut world);
        }
        answered
    }

    /// Returns the access token of the call, or `None` if the operation needs none.
    fn token(
        &self,
        world: &World,
        rules: &dyn ApiRules,
        Route { api, operation }: Route<'static>,
        incoming: &Incoming,
    ) -> Result<Option<AccessToken>, Refusal> {
        if !operation.authorized {
            return Ok(None);
        }
        let text = incoming.header("authorization").and_then(bearer);
        let token = text.and_then(|text| world.access_tokens.get(text));
        // An access token is valid only at the data center that issued it.
        let is_good = |token: &&AccessToken| token.expires > world.now() && token.home == incoming.home;
        let token = token.filter(is_good).ok_or_else(|| rules.unauthorized(api))?;
        match &operation.scope {
            Some(required) if !required.are_met(|scope| token.allows(scope)) => {
                Err(rules.forbidden(api, &required.in_words(String::clone)))
            }
            _ => Ok(Some(token.clone())),
        }
    }

    fn check(
        &self,
        tenant: &Tenant,
        rules: &dyn ApiRules,
        call: &Call<'_>,
        incoming: &Incoming,
        remarks: &mut Vec<String>,
    ) -> Result<(), Refusal> {
        let Route { api, operation } = call.route;
        let header = incoming.header("content-type");
        let media_type = validate::media_type(operation, header).filter(|_| !incoming.body.is_empty());
        let mut parameters = validate::query(api, operation, ParameterLocation::Query, &call.query);
        parameters.extend(validate::query(api, operation, ParameterLocation::Form, &call.form));
        parameters.retain(|found| !rules.is_custom_parameter(call, found));
        let mut body = Vec::new();
        if let Body::Json(json) = &call.body {
            body = match &operation.body {
                Some(of) => validate::request_body(api, of, json),
                None => validate::fields(api, operation, json),
            };
        }
        body.retain(|found| rules.is_relevant(call, found));
        let found = || media_type.iter().chain(&parameters).chain(&body);
        remarks.extend(found().map(Finding::to_string));
        rules.query(call, &parameters)?;
        rules.body(tenant, call, &call.body, &body)?;
        // In strict mode, violations that the service accepts are refused too.
        let violations: Vec<_> = found().filter(|_| self.behavior.strict).map(plain::violation).collect();
        if violations.is_empty() {
            return Ok(());
        }
        Err(rules.strict(call, violations))
    }

    pub(crate) fn refused(&self, refusal: &Refusal, operation: Option<&Operation>) -> Answer {
        let body = refusal.body(self.contract, operation);
        Answer::new(refusal.status, Content::Json(body))
    }

    fn other_methods(&self, incoming: &Incoming, methods: &[HttpMethod]) -> Answer {
        let names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
        let allowed = names.join(", ");
        let message = format!("{} takes {allowed}, not {}", incoming.path, incoming.method);
        self.refused(&Refusal::plain(405, "methodNotAllowed", message), None)
            .with("allow", &allowed)
    }

    fn nothing(&self, incoming: &Incoming, nearest: &[String]) -> Answer {
        let Incoming { method, path, .. } = incoming;
        let nearest = nearest.join(", ");
        let message = format!("no such endpoint: {method} {path}; the nearest are {nearest}");
        self.refused(&Refusal::plain(404, "notFound", message), None)
    }
}

/// Answers a valid call by its rule, from the objects of its resource, or with an example.
fn by_rule(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    if let Some(rule) = rule(call, &call.route.operation.key) {
        return Ok(success(call, rule(world, call)?));
    }
    match resources::carry_out(world, call) {
        Some(answered) => {
            let Success { body, location } = answered?;
            let answer = success(call, body);
            Ok(location.iter().fold(answer, |answer, url| answer.with("location", url)))
        }
        None => Ok(success(call, plain::answer(call))),
    }
}

/// Returns a success, with the status that the contract has for it, and what the scopes of the token open of the body.
fn success(call: &Call<'_>, mut body: Value) -> Answer {
    let Route { api, operation } = call.route;
    if let Some(token) = &call.token {
        opened::leave_out_closed(api, operation, &mut body, &|scope| token.allows(scope));
    }
    let response = operation.responses.iter().find(|response| response.is_success());
    let documented = response.map(|response| match response.status {
        StatusKey::Success => (200, response),
        StatusKey::Code(code) => (code, response),
    });
    let has_body = documented.is_none_or(|(_, response)| response.body.is_some() || response.ignored);
    let content = if has_body { Content::Json(body) } else { Content::Empty };
    Answer::new(documented.map_or(200, |(code, _)| code), content)
}

/// Whether a call may change the state, that is, uses a method other than a read.
fn changes(incoming: &Incoming) -> bool {
    !matches!(incoming.method.as_str(), "GET" | "HEAD" | "OPTIONS")
}

/// The refusal of changes that cannot be saved, since memory and file must not diverge.
fn unsaved(why: &str) -> Refusal {
    let message = format!("the state of the sandbox cannot be saved ({why}): fix the cause and restart it");
    Refusal::plain(500, "stateNotSaved", message)
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
