//! A sandbox with the objects that the examples name. Their ids differ from those in the examples and are substituted.

use std::collections::BTreeMap;

use concur_sandbox::Sandbox;
use concur_spec::api::{Api, Operation};
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::request::{Amount, CreateExpense, CreateRequest, UpdateRequest};
use sap_concur::{ClientBuilder, Concur, Credentials, Secret, dec};

/// The user of the calls, who has permission for everything that the examples do, except what only an agent of a travel
/// agency does.
const LOGIN: &str = "ann@example.com";
const AGENT: &str = "oli@example.com";

pub(crate) struct Environment {
    pub(crate) sandbox: Sandbox,
    /// The user of the calls of the example.
    login: &'static str,
    /// Ids in the examples, and the ids in the sandbox that replace them.
    pub(crate) ids: BTreeMap<String, String>,
}

impl Environment {
    /// Starts a sandbox for an operation and creates the objects that its path names.
    pub(crate) async fn for_operation(api: &Api, operation: &Operation) -> Self {
        let sandbox = Sandbox::builder()
            .random_seed(1)
            .start()
            .await
            .expect("the sandbox starts");
        let mut environment = Self {
            sandbox,
            login: LOGIN,
            ids: BTreeMap::new(),
        };
        let concur = environment.client().build().expect("the client builds");
        let setting = match (api.key.as_str(), operation.key.as_str()) {
            ("purchase_request", _) => order(&concur).await,
            ("request", "get_allocation" | "update_allocation") => allocation(&concur).await,
            ("request", "get_cash_advance") => cash_advance(&concur, &environment).await,
            ("request", "create_agency_proposal") => waiting(&concur, &environment).await,
            ("request", "update_participants") => budget(&concur, &environment).await,
            ("request", _) => expense(&concur).await,
            _ => Setting::new(),
        };
        if operation.key == "create_agency_proposal" {
            environment.login = AGENT;
        }
        if operation.key == "update_participants" {
            environment.ids.extend(participants(&environment, operation));
        }
        for parameter in &operation.parameters {
            if let Some(id) = setting.get(parameter.wire.as_str()) {
                let example = parameter.doc.example.clone();
                let example = example.expect("every id has an example");
                environment.ids.insert(example, id.clone());
            }
        }
        environment
    }

    /// Returns a builder for a client with the user's credentials.
    pub(crate) fn client(&self) -> ClientBuilder<Concur> {
        let tenant = self.sandbox.tenant();
        let app = &tenant.applications[0];
        let user = tenant.user_by_login(self.login).expect("the user exists");
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

    /// Returns an access token of the user.
    pub(crate) async fn token(&self) -> String {
        let tenant = self.sandbox.tenant();
        let (app, user) = (&tenant.applications[0], tenant.user_by_login(self.login));
        let user = user.expect("the user exists");
        let form = [
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.as_str()),
            ("grant_type", "password"),
            ("username", &user.login_id),
            ("password", user.password.as_str()),
        ];
        let form = form
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .join("&");
        let response = reqwest::Client::new()
            .post(format!("{}/oauth2/v0/token", self.sandbox.url()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .expect("the server responds");
        let text = response.text().await.expect("the body is readable");
        let body: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        body["access_token"]
            .as_str()
            .expect("the response has a token")
            .to_owned()
    }

    /// Returns the id of the Request policy with a name.
    fn policy(&self, name: &str) -> String {
        let tenant = self.sandbox.tenant();
        let mut policies = tenant.requesting.policies.iter();
        policies
            .find(|policy| policy.name == name)
            .expect("it exists")
            .id
            .clone()
    }

    /// Returns the value of a secret parameter.
    pub(crate) fn secret(&self, parameter: &str) -> Secret {
        let app = &self.sandbox.tenant().applications[0];
        match parameter {
            "client_secret" => app.client_secret.as_str().into(),
            other => panic!("unknown secret parameter {other}: add it here"),
        }
    }

    /// Replaces the ids of the examples with those in the sandbox.
    pub(crate) fn with_ids(&self, text: &str) -> String {
        let ids = self.ids.iter();
        ids.fold(text.to_owned(), |text, (example, id)| text.replace(example, id))
    }

    /// Returns the last call of an operation. The body is parsed as JSON if possible, otherwise as a form.
    pub(crate) fn last_call(&self, name: &str) -> Sent {
        let calls = self.sandbox.requests();
        let mut calls = calls.iter().rev();
        let call = calls.find(|call| call.operation.as_deref() == Some(name));
        let call = call.unwrap_or_else(|| panic!("{name} was not called"));
        Sent {
            status: call.status,
            call: format!("{} {}?{}", call.method, call.path, parts(&call.query).join("&")),
            body: serde_json::from_str(&call.body).unwrap_or_else(|_| parts(&call.body).into()),
        }
    }
}

/// A call as the sandbox logged it, and the status of its response.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) status: Option<u16>,
    pub(crate) call: String,
    pub(crate) body: serde_json::Value,
}

/// Returns the sorted fields of a form or parameters of a query, whose order does not matter.
fn parts(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = text.split('&').collect();
    parts.sort_unstable();
    parts
}

fn percent_encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The ids of the objects that a call names, by path parameter.
type Setting = BTreeMap<&'static str, String>;

async fn order(concur: &Concur) -> Setting {
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
    Setting::from([("id", created.id.clone())])
}

/// Creates a Request, with the default policy unless one is given.
async fn request(concur: &Concur, policy: Option<String>) -> String {
    let mut request = CreateRequest::builder()
        .name("Kyoto")
        .try_start_date("2027-05-04")
        .expect("a valid date")
        .try_end_date("2027-05-08")
        .expect("a valid date")
        .build();
    request.policy = policy.map(|id| Box::new(id.into()));
    let created = concur.requests().create(&request).await.expect("it is created");
    created.id.clone().expect("it has an id")
}

async fn expense(concur: &Concur) -> Setting {
    let request = request(concur, None).await;
    let expense = CreateExpense::builder()
        .expense_type("TAXIX")
        .transaction_amount(Amount::builder().value(dec!(12)).currency("USD").build())
        .try_transaction_date("2027-05-04T00:00:00Z")
        .expect("a valid timestamp")
        .build();
    let created = concur.requests().create_expense(&request, &expense).await;
    let expense = created.expect("it is created").id.clone().expect("it has an id");
    Setting::from([("requestUuid", request), ("expenseUuid", expense)])
}

async fn allocation(concur: &Concur) -> Setting {
    let mut setting = expense(concur).await;
    let expense = concur.requests().get_expense(&setting["expenseUuid"]).await;
    let expense = expense.expect("it exists").into_inner();
    let id = expense.allocations[0].allocation_id.clone().expect("it has an id");
    setting.insert("allocationUuid", id);
    setting
}

async fn cash_advance(concur: &Concur, environment: &Environment) -> Setting {
    let policy = environment.policy("Travel with cash advance");
    let request = request(concur, Some(policy)).await;
    let links = concur.requests().list_cash_advances(&request).await;
    let id = links.expect("it returns a list")[0].id.clone().expect("it has an id");
    Setting::from([("cashAdvanceUuid", id)])
}

/// Creates a Request that waits for the proposals of the agency.
async fn waiting(concur: &Concur, environment: &Environment) -> Setting {
    let request = request(concur, Some(environment.policy("Travel with proposals"))).await;
    let tenant = environment.sandbox.tenant();
    let agent = tenant.user_by_login(AGENT).expect("the user exists");
    let agency = agent.agency.as_deref().expect("the user is an agent");
    let update = UpdateRequest::new().travel_agency(agency);
    let updated = concur.requests().update(&request, &update).await;
    updated.expect("it is updated");
    concur.requests().submit(&request).await.expect("it is submitted");
    Setting::from([("requestUuid", request)])
}

async fn budget(concur: &Concur, environment: &Environment) -> Setting {
    let request = request(concur, Some(environment.policy("Budget"))).await;
    Setting::from([("requestUuid", request)])
}

/// Returns users of the sandbox for those that the example adds and removes.
fn participants(environment: &Environment, operation: &Operation) -> BTreeMap<String, String> {
    let body = operation.examples[0].request.as_deref().expect("it has a body");
    let body: serde_json::Value = serde_json::from_str(body).expect("it is JSON");
    let changes = body["value"].as_array().expect("a list").iter();
    let ids = changes.map(|change| change["id"].as_str().expect("an id").to_owned());
    let tenant = environment.sandbox.tenant();
    let users = tenant.users.iter().map(|user| user.id.clone());
    ids.zip(users).collect()
}
