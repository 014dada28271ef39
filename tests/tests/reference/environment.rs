//! A sandbox in which what the examples name is there: under ids of its own, which take the place of theirs.

use std::collections::BTreeMap;

use concur_sandbox::Sandbox;
use concur_spec::api::{Api, Operation};
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::request::{Amount, CreateExpense, CreateRequest};
use sap_concur::{ClientBuilder, Concur, Credentials, Secret, dec};

/// Who makes the calls: an employee who may do all that the examples do.
const LOGIN: &str = "ann@example.com";

pub(crate) struct Environment {
    pub(crate) sandbox: Sandbox,
    /// Ids of the examples, and what has their part here.
    pub(crate) ids: BTreeMap<String, String>,
}

impl Environment {
    /// A new sandbox for an operation, with what its path names.
    pub(crate) async fn of(api: &Api, operation: &Operation) -> Self {
        let sandbox = Sandbox::builder().random_seed(1).start().await.expect("it starts");
        let mut place = Self {
            sandbox,
            ids: BTreeMap::new(),
        };
        let concur = place.client().build().expect("the client is whole");
        for parameter in &operation.parameters {
            let id = match (api.key.as_str(), parameter.wire.as_str()) {
                ("purchase_request", "id") => order(&concur).await,
                ("request", "requestUuid") => request(&concur).await,
                ("request", "expenseUuid") => expense(&concur).await,
                _ => continue,
            };
            let example = parameter.doc.example.clone();
            place.ids.insert(example.expect("an id has an example"), id);
        }
        place
    }

    /// A client with the employee's token.
    pub(crate) fn client(&self) -> ClientBuilder<Concur> {
        let tenant = self.sandbox.tenant();
        let app = &tenant.applications[0];
        let user = tenant.user_by_login(LOGIN).expect("there is such a user");
        let credentials = Credentials::password(
            &app.client_id,
            app.client_secret.as_str(),
            &user.login_id,
            user.password.as_str(),
        );
        Concur::builder()
            .base_url(self.sandbox.url())
            .credentials(credentials)
            .strict(true)
    }

    /// An access token of the employee.
    pub(crate) async fn token(&self) -> String {
        let tenant = self.sandbox.tenant();
        let (app, user) = (&tenant.applications[0], tenant.user_by_login(LOGIN));
        let user = user.expect("there is such a user");
        let form = [
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.as_str()),
            ("grant_type", "password"),
            ("username", &user.login_id),
            ("password", user.password.as_str()),
        ];
        let form = form.map(|(name, value)| format!("{name}={}", encoded(value))).join("&");
        let answer = reqwest::Client::new()
            .post(format!("{}/oauth2/v0/token", self.sandbox.url()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .expect("it answers");
        let text = answer.text().await.expect("it has a body");
        let body: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        body["access_token"].as_str().expect("it has a token").to_owned()
    }

    /// The value of a secret parameter.
    pub(crate) fn secret(&self, parameter: &str) -> Secret {
        let app = &self.sandbox.tenant().applications[0];
        match parameter {
            "client_secret" => app.client_secret.as_str().into(),
            other => panic!("no example has had the secret {other} so far: say here what it is"),
        }
    }

    /// A text with the ids that are here in place of those of the examples.
    pub(crate) fn with_ids(&self, text: &str) -> String {
        let ids = self.ids.iter();
        ids.fold(text.to_owned(), |text, (example, id)| text.replace(example, id))
    }

    /// The last call of an operation: method, path, query, and the body as JSON where it is that.
    pub(crate) fn seen(&self, name: &str) -> Sent {
        let calls = self.sandbox.requests();
        let mut calls = calls.iter().rev();
        let seen = calls.find(|seen| seen.operation.as_deref() == Some(name));
        let seen = seen.unwrap_or_else(|| panic!("{name} was not called"));
        Sent {
            status: seen.status,
            call: format!("{} {}?{}", seen.method, seen.path, parts(&seen.query).join("&")),
            body: serde_json::from_str(&seen.body).unwrap_or_else(|_| parts(&seen.body).into()),
        }
    }
}

/// A call as the sandbox has seen it, and the status of the answer.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) status: Option<u16>,
    pub(crate) call: String,
    pub(crate) body: serde_json::Value,
}

/// The fields of a form, or the parameters of a query: they have no order.
fn parts(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = text.split('&').collect();
    parts.sort_unstable();
    parts
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

async fn order(concur: &Concur) -> String {
    let item = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("chair")
        .quantity(dec!(1))
        .unit_price(dec!(2))
        .build();
    let order = CreatePurchaseRequest::builder()
        .requester(Requester::LoginId(LOGIN.into()))
        .currency_code("USD")
        .line_items([item])
        .build();
    let created = concur.purchase_requests().create(&order).await.expect("it is created");
    created.id.clone()
}

async fn request(concur: &Concur) -> String {
    let request = CreateRequest::builder()
        .name("Kyoto")
        .start_date("2027-05-04".parse().expect("it is a date"))
        .end_date("2027-05-08".parse().expect("it is a date"))
        .build();
    let created = concur.requests().create(&request).await.expect("it is created");
    created.id.clone().expect("it has an id")
}

async fn expense(concur: &Concur) -> String {
    let request = request(concur).await;
    let expense = CreateExpense::builder()
        .expense_type("TAXIX")
        .transaction_amount(Amount::builder().value(dec!(12)).currency("USD").build())
        .transaction_date("2027-05-04T00:00:00Z".parse().expect("it is an instant"))
        .build();
    let created = concur.requests().create_expense(&request, &expense).await;
    created.expect("it is created").id.clone().expect("it has an id")
}
