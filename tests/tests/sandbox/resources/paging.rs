//! Lists whose next page is told by a URI, a cursor or a page number, read page by page as the SDK and `concur` do.

use concur_sandbox::Sandbox;
use concur_spec::api::{NextPage as Next, Operation as Described};
use concur_spec::{Contract, Sources, validate};
use sap_concur::runtime::{Call, Client, ClientBuilder, NextPage, PageSummary, Pages, Paging, Position, Service};
use sap_concur::runtime::{Method, Operation, Scopes};
use sap_concur::{ApiError, Json};
use serde_json::{Value, json};
use std::borrow::Cow;

use crate::raw;

const PARCELS: &str = include_str!("parcels.yaml");

static SERVICE: Service = Service::named("Parcels");

fn contract() -> &'static Contract {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let sources = Sources::read(spec).expect("the specification is readable");
    let files = sources.files().iter();
    let files = files.map(|file| (file.path().to_owned(), file.text().to_owned()));
    let parcels = ("spec/parcels.yaml".to_owned(), PARCELS.to_owned());
    let sources = Sources::from_texts(files.chain([parcels]));
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    Box::leak(Box::new(contract))
}

struct Parcels {
    sandbox: Sandbox,
    contract: &'static Contract,
    client: Client,
}

impl Parcels {
    async fn open() -> Self {
        let contract = contract();
        let sandbox = Sandbox::builder()
            .contract(contract)
            .start()
            .await
            .expect("the sandbox starts");
        let client = ClientBuilder::new(&SERVICE)
            .base_url(sandbox.url())
            .allow_plain_http("127.0.0.1")
            .access_token(sandbox.company_token())
            .build()
            .expect("the client builds");
        Self {
            sandbox,
            contract,
            client,
        }
    }

    async fn create(&self, path: &str, body: Value) {
        let path = format!("/parcels/v1{path}");
        let token = self.sandbox.company_token();
        let answer = raw::json(&self.sandbox, &token, "POST", &path, &body.to_string()).await;
        assert_eq!(answer.status, 201, "{path}: {answer:?}");
    }

    fn operation(&self, key: &str) -> &'static Described {
        let mut apis = self.contract.apis.iter();
        let api = apis.find(|api| api.key == "parcels").expect("the API exists");
        let mut operations = api.operations.iter();
        operations.find(|one| one.key == key).expect("the operation exists")
    }

    /// Reads a list as the SDK does, and returns the names of each page and the last total. Each page matches the contract.
    async fn read(
        &self,
        key: &str,
        path: &'static str,
        query: &[(&'static str, &str)],
    ) -> (Vec<Vec<String>>, Option<u64>) {
        let operation = self.operation(key);
        let api = self
            .contract
            .apis
            .iter()
            .find(|api| api.key == "parcels")
            .expect("the API exists");
        let described: &'static Operation = Box::leak(Box::new(Operation {
            api: Cow::Borrowed("parcels"),
            name: Cow::Borrowed("list"),
            method: Method::GET,
            path: Cow::Borrowed(path),
            scopes: Scopes::NONE,
            authorized: true,
            idempotent: true,
            refused_when: Cow::Borrowed(&[]),
        }));
        let mut call = Call::new(&self.client, described);
        for (name, value) in query {
            call = call.query(name, *value);
        }
        let pagination = operation.pagination.as_ref().expect("a paged list");
        let at = |page: &Value, path: &str| page.pointer(&format!("/{}", path.replace('.', "/"))).cloned();
        let summarize = move |page: &Json| {
            let page: Value = serde_json::from_str(page.as_str()).expect("JSON");
            let text = |path: &str| at(&page, path).and_then(|value| value.as_str().map(str::to_owned));
            let number = |path: &str| at(&page, path).and_then(|value| value.as_u64());
            PageSummary {
                next: match &pagination.next {
                    Next::Uri(path) | Next::Cursor(path) => text(path),
                    Next::Number { number: own, count } => {
                        let own = number(own).expect("a number");
                        (own < number(count).expect("a count")).then(|| (own + 1).to_string())
                    }
                    Next::Link { .. } => panic!("no links here"),
                },
                total: pagination.total.as_deref().and_then(number),
                is_empty: false,
            }
        };
        let mut pages: Pages<Json, ApiError<String>> = Pages::summarized(call, paging(operation), summarize);
        let mut read = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap_or_else(|error| panic!("{key}: {error}")) {
            let page: Value = serde_json::from_str(page.as_str()).expect("JSON");
            assert_eq!(
                validate::answer(self.contract, api, operation, 200, &page),
                [],
                "{page}"
            );
            let items = page[&pagination.items].as_array().expect("items").iter();
            read.push(
                items
                    .map(|item| item["name"].as_str().expect("a name").to_owned())
                    .collect(),
            );
        }
        (read, pages.total_count())
    }
}

fn paging(operation: &'static Described) -> &'static Paging {
    let pages = operation.pagination.as_ref().expect("a paged list");
    Box::leak(Box::new(Paging {
        start: &pages.start,
        limit: pages.limit.as_deref(),
        in_body: pages.in_body,
        first_only: pages.first_only.iter().map(String::as_str).collect::<Vec<_>>().leak(),
        position: match operation.has_numbered_pages() {
            true => Position::Number,
            false => Position::Opaque,
        },
        next: match &pages.next {
            Next::Link { links, next, .. } => NextPage::Link { links, relation: next },
            Next::Uri(field) => NextPage::Uri { field },
            Next::Cursor(field) => NextPage::Cursor { field },
            Next::Number { number, .. } => NextPage::Number { field: number },
        },
    }))
}

#[tokio::test]
async fn lists_are_paged_by_uri_with_the_filters_of_the_caller() {
    let parcels = Parcels::open().await;
    for number in 0..7 {
        let color = if number % 2 == 0 { "red & blue" } else { "green" };
        parcels
            .create("/boxes", json!({ "name": number.to_string(), "color": color }))
            .await;
    }
    let (pages, total) = parcels.read("list_boxes", "/parcels/v1/boxes", &[]).await;
    assert_eq!(
        (pages, total),
        (
            vec![vec!["0", "1", "2"], vec!["3", "4", "5"], vec!["6"]]
                .into_iter()
                .map(owned)
                .collect(),
            Some(7)
        )
    );
    let (pages, total) = parcels
        .read(
            "list_boxes",
            "/parcels/v1/boxes",
            &[("color", "red & blue"), ("limit", "2")],
        )
        .await;
    assert_eq!(
        (pages, total),
        (vec![owned(vec!["0", "2"]), owned(vec!["4", "6"])], Some(4))
    );
}

#[tokio::test]
async fn lists_are_paged_by_cursor() {
    let parcels = Parcels::open().await;
    for number in 0..7 {
        let sizes = json!({ "width": number, "height": 2 });
        parcels
            .create("/bags", json!({ "name": number.to_string(), "sizes": sizes }))
            .await;
    }
    let (pages, total) = parcels.read("list_bags", "/parcels/v1/bags", &[("count", "4")]).await;
    assert_eq!(
        (pages, total),
        (
            vec![owned(vec!["0", "1", "2", "3"]), owned(vec!["4", "5", "6"])],
            Some(7)
        )
    );
}

#[tokio::test]
async fn lists_are_paged_by_number() {
    let parcels = Parcels::open().await;
    let (pages, total) = parcels.read("list_tubes", "/parcels/v1/tubes", &[]).await;
    assert_eq!((pages, total), (vec![Vec::new()], Some(0)));
    for number in 0..60 {
        parcels.create("/tubes", json!({ "name": number.to_string() })).await;
    }
    let (pages, total) = parcels.read("list_tubes", "/parcels/v1/tubes", &[]).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 10]);
    assert_eq!(
        (pages.concat().last().map(String::as_str), total),
        (Some("59"), Some(60))
    );
    let (pages, _) = parcels.read("list_tubes", "/parcels/v1/tubes", &[("page", "3")]).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [10]);
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
