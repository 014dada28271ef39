//! Property tests: a response of any type with random values decodes and serializes unchanged.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use concur_spec::api::{Accept, Api, Kind, Member, Model, ModelField, Presence, Scalar, View};
use concur_spec::{Contract, Sources};
use fastrand::Rng;
use proptest::prelude::*;
use sap_concur::runtime::{Call, Client, ClientBuilder, Method, Operation, Scopes, Service};
use sap_concur::{ApiError, JsonList};

use super::*;

fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let sources = Sources::read(spec).expect("the specification is readable");
        concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    })
}

fn api(key: &str) -> &'static Api {
    let mut apis = contract().apis.iter();
    apis.find(|api| api.key == key).expect("the API exists")
}

fn model(api: &'static Api, name: &str) -> &'static Model {
    let mut models = api.models.iter();
    models
        .find(|model| model.name.as_str() == name)
        .expect("the model exists")
}

/// Malformed or unusual values that can replace any value.
const MALFORMED: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "12.50",
    "1e2",
    "-1.5E+2",
    "123456789012345678901234567890.123456789012345678901234567890",
    "\"\"",
    "\" \"",
    "\"x\"",
    "\" 12.50 \"",
    "\"1e2\"",
    "\"-7\"",
    "\"true\"",
    "\" false\"",
    "\"2026-11-20\"",
    "\"2026-11-20T00:00:00Z\"",
    "\"2026-11-20T09:30:00.123456+02:00\"",
    "\"20 November\"",
    "\"9:30\"",
    "\"09:30:15\"",
    "\"\\ud83d\"",
    "\"a\\ude00b \\ud83d\\ude00\"",
    "\"caf\\udce9\"",
    "[]",
    "[[]]",
    "[null]",
    "[1,null,\"x\",{\"a\":1.50}]",
    "{}",
    "{\"value\":[1.50],\"currency\":7}",
    "{\"id\":{\"id\":null}}",
    "{\"a\":{\"b\":[1.50,\"\\ud83d\"]}}",
];

/// A generator of responses that is deterministic for each seed.
struct ResponseGenerator {
    random: Rng,
    api: &'static Api,
    /// The percentage of malformed values.
    malformed_percent: u32,
}

impl ResponseGenerator {
    fn new(api: &'static Api, seed: u64, malformed_percent: u32) -> Self {
        let random = Rng::with_seed(seed);
        Self {
            random,
            api,
            malformed_percent,
        }
    }

    fn malformed(&mut self) -> Option<String> {
        let is_malformed = self.random.u32(..100) < self.malformed_percent;
        is_malformed.then(|| MALFORMED[self.random.usize(..MALFORMED.len())].to_owned())
    }

    fn object(&mut self, model: &'static Model, depth: u32) -> String {
        let mut fields: Vec<String> = Vec::new();
        for member in &model.members {
            let Member::Field(field) = member else {
                panic!("{} has a choice, which no response type has", model.name);
            };
            let is_required = field.presence == Presence::Required;
            if is_required {
                fields.push(format!("{:?}:{}", field.wire, self.well_formed(&field.kind, depth + 1)));
            } else if self.random.usize(..model.members.len()) < 8 {
                let names: Vec<&str> = field
                    .spelling
                    .iter()
                    .flat_map(|spelling| &spelling.aliases)
                    .map(String::as_str)
                    .collect();
                let name = match self.random.usize(..=names.len()) {
                    0 => field.wire.as_str(),
                    alias => names[alias - 1],
                };
                fields.push(format!("{name:?}:{}", self.field(field, depth + 1)));
            }
        }
        if self.random.u8(..4) == 0 {
            let value = MALFORMED[self.random.usize(..MALFORMED.len())];
            fields.push(format!("\"unknownField\":{value}"));
        }
        self.random.shuffle(&mut fields);
        format!("{{{}}}", fields.join(","))
    }

    fn field(&mut self, field: &'static ModelField, depth: u32) -> String {
        if let Some(malformed) = self.malformed() {
            return malformed;
        }
        match &field.kind {
            Kind::List(item) if field.accepts.contains(&Accept::Single) && self.random.bool() => {
                self.value(item, depth)
            }
            Kind::Scalar(Scalar::String) if field.accepts.contains(&Accept::Blank) && self.random.bool() => {
                "\"\"".into()
            }
            kind => self.value(kind, depth),
        }
    }

    fn value(&mut self, kind: &'static Kind, depth: u32) -> String {
        if let Some(malformed) = self.malformed() {
            return malformed;
        }
        self.well_formed(kind, depth)
    }

    fn well_formed(&mut self, kind: &'static Kind, depth: u32) -> String {
        let fraction = self.random.u32(..1000);
        match kind {
            Kind::Scalar(Scalar::Boolean) => self.random.bool().to_string(),
            Kind::Scalar(Scalar::Integer) => self.random.i64(..).to_string(),
            Kind::Scalar(Scalar::Decimal) => format!("{}.{fraction:03}", self.random.i32(..)),
            Kind::Scalar(Scalar::Date) => "\"2026-11-20\"".into(),
            Kind::Scalar(Scalar::Time) => "\"09:30\"".into(),
            Kind::Scalar(Scalar::Timestamp) => format!("\"2026-11-20T09:30:00.{fraction:03}Z\""),
            Kind::Scalar(Scalar::DateTime) => format!("\"2026-11-20 09:30:00.{fraction}\""),
            Kind::Scalar(Scalar::Json) => format!("{{ \"b\": 1.{fraction:03}, \"a\": [null] }}"),
            Kind::Scalar(Scalar::Currency) => "\"EUR\"".into(),
            Kind::Scalar(Scalar::String | Scalar::Uri) | Kind::ValueSet(_) => {
                format!("\"text {fraction} é \\\"q\\\"\"")
            }
            _ if depth > 6 => "{}".into(),
            Kind::Model(name) => self.object(model(self.api, name.as_str()), depth),
            Kind::Union(name) => {
                let mut unions = self.api.unions.iter();
                let union = unions.find(|union| union.type_name == *name).expect("the union exists");
                let case = &union.cases[self.random.usize(..union.cases.len())];
                self.object(model(self.api, case.model.as_str()), depth)
            }
            Kind::List(item) => {
                let items: Vec<String> = (0..self.random.u8(..4)).map(|_| self.value(item, depth + 1)).collect();
                format!("[{}]", items.join(","))
            }
            Kind::Map(of) => {
                let entries =
                    (0..self.random.u8(..4)).map(|name| format!("\"name {name}\":{}", self.value(of, depth + 1)));
                let entries: Vec<String> = entries.collect();
                format!("{{{}}}", entries.join(","))
            }
        }
    }
}

static SERVICE: Service = Service::named("Test");
static GET: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("get"),
    method: Method::GET,
    path: Cow::Borrowed("/"),
    scopes: Scopes::NONE,
    authorized: false,
    idempotent: true,
    refused_when: Cow::Borrowed(&[]),
};

fn client(body: &str) -> Client {
    let builder = ClientBuilder::new(&SERVICE).base_url("https://example.com");
    let builder = builder.sender(Script::new().then(answer(200, body.to_owned())));
    builder
        .clock(ManualClock::jumping())
        .build()
        .expect("the client builds")
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("the runtime starts").block_on(future)
}

/// Decodes a response and serializes it.
fn round_trip<T: DeserializeOwned + Serialize + Clone>(body: &str) -> String {
    let response = block_on(Call::new(&client(body), &GET).send::<T, ApiError<String>>());
    let response = response.unwrap_or_else(|error| panic!("{error}: {body}"));
    serde_json::to_string(&response.into_inner().clone()).expect("it serializes")
}

fn round_trip_list<T: DeserializeOwned + Serialize>(body: &str) -> String {
    let response = block_on(Call::new(&client(body), &GET).send_list::<T, ApiError<String>>(None));
    let list: JsonList<T> = response.unwrap_or_else(|error| panic!("{error}: {body}")).into_inner();
    serde_json::to_string(&list).expect("it serializes")
}

/// A response type and its round trip.
struct Type {
    api: &'static str,
    name: &'static str,
    round_trip: fn(&str) -> String,
}

macro_rules! types {
    ($($api:literal $module:ident: $($name:ident)*;)*) => {
        const TYPES: &[Type] = &[$($(Type {
            api: $api,
            name: stringify!($name),
            round_trip: round_trip::<sap_concur::$module::$name>,
        },)*)*];
    };
}

// All of the specification, by `build.rs`.
include!(concat!(env!("OUT_DIR"), "/response_types.rs"));

#[test]
fn every_response_type_is_tested() {
    let tested: BTreeSet<_> = TYPES.iter().map(|tested| (tested.api, tested.name)).collect();
    let sent = contract().apis.iter().flat_map(|api| {
        let read = api
            .models
            .iter()
            .filter(|model| matches!(model.view, View::Read | View::Shared));
        read.map(|model| (api.key.as_str(), model.name.as_str()))
    });
    assert_eq!(tested, sent.collect());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_response_round_trips(seed in any::<u64>(), malformed in 0u32..40) {
        for tested in TYPES {
            let api = api(tested.api);
            let body = ResponseGenerator::new(api, seed, malformed).object(model(api, tested.name), 0);
            prop_assert_eq!(canonical(&(tested.round_trip)(&body)), canonical(&body), "{}: {}", tested.name, body);
        }
    }

    #[test]
    fn any_list_round_trips(seed in any::<u64>(), malformed in 0u32..40) {
        let mut generator = ResponseGenerator::new(api("request"), seed, malformed);
        let expense = Kind::Model(model(api("request"), "Expense").name.clone());
        let items: Vec<String> = (0..4).map(|_| generator.value(Box::leak(Box::new(expense.clone())), 0)).collect();
        let body = format!("[{}]", items.join(","));
        prop_assert_eq!(canonical(&round_trip_list::<Expense>(&body)), canonical(&body));
    }

    #[test]
    fn changed_expense_keeps_all_other_values(seed in any::<u64>(), malformed in 0u32..40) {
        let api = api("request");
        let body = ResponseGenerator::new(api, seed, malformed).object(model(api, "Expense"), 0);
        let mut expense = expense(body.clone()).into_inner();
        // The required fields.
        let (amount, date) = (expense.transaction_amount.take(), expense.transaction_date.take());
        let amount = amount.unwrap_or_default();
        let date = date.unwrap_or_else(|| "2026-12-01T00:00:00.000Z".parse().expect("a valid timestamp"));
        expense.additional.remove_raw("transactionAmount");
        expense.additional.remove_raw("transactionDate");
        expense.transaction_amount = Some(amount.clone());
        expense.transaction_date = Some(date);
        let serialized = serialized(expense, |expense| expense.last_comment = Some("changed".into()));

        // Read-only fields are not sent.
        let sent: BTreeSet<&str> = wire_names(model(api, "CreateExpense")).collect();
        let mut expected: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&body).expect("it is an object");
        expected.retain(|name, _| sent.contains(name.as_str()) || !wire_names(model(api, "Expense")).any(|wire| wire == name));
        expected.insert("lastComment".into(), raw(&"changed"));
        expected.insert("transactionAmount".into(), raw(&amount));
        expected.insert("transactionDate".into(), raw(&date));
        let expected = serde_json::to_string(&expected).expect("it serializes");
        prop_assert_eq!(canonical(&serialized), canonical(&expected), "{}", body);
    }

    #[test]
    fn update_of_any_request_sends_only_the_changes(seed in any::<u64>(), malformed in 0u32..40) {
        let body = ResponseGenerator::new(api("request"), seed, malformed).object(model(api("request"), "Request"), 0);
        let response = block_on(Call::new(&client(&body), &GET).send::<Request, ApiError<String>>());
        let before = response.expect("it deserializes").into_inner();
        let mut after = before.clone();
        prop_assert_eq!(serde_json::to_string(&UpdateRequest::between(&before, &after)).unwrap(), "{}", "{}", body);
        after.name = Some("a new name".into());
        let update = serde_json::to_string(&UpdateRequest::between(&before, &after)).unwrap();
        prop_assert_eq!(update, r#"{"name":"a new name"}"#, "{}", body);
    }
}

fn wire_names(model: &Model) -> impl Iterator<Item = &str> {
    model.members.iter().filter_map(|member| match member {
        Member::Field(field) => Some(field.wire.as_str()),
        Member::Choice(_) => None,
    })
}

fn raw(value: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("it serializes")
}
