#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;

use super::*;
use crate::api::call::Addresses;
use crate::behavior::Behavior;
use crate::call_log::LoggedCall;
use crate::state::Clock;
use crate::state::World;
use crate::tenant::{Home, Tenant};

fn service() -> Service {
    let tenant = Arc::new(Tenant::seeded().unwrap().clone());
    let world = World::new(tenant, Clock::new(Some(Timestamp::UNIX_EPOCH)), 1);
    let addresses = Addresses {
        first: "http://first".into(),
        second: "http://second".into(),
    };
    Service::new(crate::contract().unwrap(), addresses, Behavior::default(), world)
}

fn look(service: &Service, method: &str, path: &str) -> Option<Answer> {
    let incoming = Incoming {
        home: Home::First,
        method: method.into(),
        path: path.into(),
        query: String::new(),
        headers: HeaderMap::new(),
        body: Default::default(),
    };
    page(service, &incoming)
}

fn text(service: &Service, path: &str) -> String {
    look(service, "GET", path).unwrap().content.text()
}

#[test]
fn every_api_operation_and_type_has_a_reference_page() {
    let service = service();
    for api in &service.contract.apis {
        let operations = api
            .operations
            .iter()
            .map(|operation| format!("operations/{}", operation.key));
        let types = api
            .types
            .iter()
            .filter(|ty| !ty.inline)
            .map(|ty| format!("types/{}", ty.name));
        let value_sets = api.value_sets.iter().map(|set| format!("types/{}", set.name));
        for page in operations.chain(types).chain(value_sets).chain(["index".to_owned()]) {
            let path = format!("/reference/{}/{page}.md", api.key);
            assert!(look(&service, "GET", &path).is_some(), "{path}");
        }
    }
}

#[test]
fn every_link_of_every_page_resolves() {
    let service = service();
    let mut paths = vec!["/".to_owned(), "/calls".to_owned(), "/objects".to_owned()];
    let pages = concur_contract::REFERENCE.iter();
    paths.extend(pages.map(|(path, _)| format!("/reference/{path}")));
    let texts: BTreeMap<&str, String> = paths.iter().map(|path| (path.as_str(), text(&service, path))).collect();
    for (path, page) in &texts {
        for href in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let (to, fragment) = href.split_once('#').unwrap_or((href, ""));
            if to.contains("://") {
                continue;
            }
            let target = texts.get(resolved(path, to).as_str());
            let target = target.unwrap_or_else(|| panic!("{path}: {href}"));
            let resolves = fragment.is_empty() || target.contains(&format!("id=\"{fragment}\""));
            assert!(resolves, "{path}: {href}");
        }
    }
}

/// Resolves a relative path as a browser does.
fn resolved(base: &str, to: &str) -> String {
    if to.is_empty() {
        return base.to_owned();
    }
    if to.starts_with('/') {
        return to.to_owned();
    }
    let mut steps: Vec<&str> = base.split('/').collect();
    steps.pop();
    for step in to.split('/') {
        match step {
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[test]
fn reference_pages_have_tables_and_escaped_text() {
    let service = service();
    let page = text(&service, "/reference/request/operations/get.md");
    assert!(page.contains("<table>") && page.contains("<title>get"), "{page}");
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn calls_are_shown_with_escaped_html() {
    let service = service();
    service.log().add(LoggedCall {
        number: 0,
        at: Timestamp::UNIX_EPOCH,
        home: Home::First,
        method: "POST".into(),
        path: "/<b>".into(),
        query: "q=<i>".into(),
        headers: vec![("x".into(), "<u>".into())],
        body: "<script>alert(1)</script>".into(),
        operation: None,
        status: Some(404),
        answer: "{\"a\":\"<s>\"}".into(),
        remarks: vec!["<em>".into()],
        took: Duration::ZERO,
        faulted: false,
    });
    let page = text(&service, "/calls");
    for raw in ["<b>", "<i>", "<u>", "<script>", "<s>", "<em>"] {
        assert!(!page.contains(raw), "{raw}");
        let escaped = raw.replace('<', "&lt;").replace('>', "&gt;");
        assert!(page.contains(&escaped), "{escaped}");
    }
}

#[test]
fn other_paths_and_methods_are_not_pages() {
    let service = service();
    for path in [
        "/reference/nothing",
        "/reference/",
        "/reference/../index.md",
        "/index.html",
    ] {
        assert!(look(&service, "GET", path).is_none(), "{path}");
    }
    assert!(look(&service, "POST", "/").is_none());
}

#[test]
fn the_first_page_has_all_addresses_and_credentials() {
    let service = service();
    let page = text(&service, "/");
    let tenant = Tenant::seeded().unwrap();
    let (app, company) = (&tenant.applications[0], &tenant.company);
    let mut wanted = vec![&app.client_id, &app.client_secret, &company.id, &company.request_token];
    wanted.extend(
        tenant
            .users
            .iter()
            .flat_map(|user| [&user.login_id, &user.password, &user.id]),
    );
    assert!(wanted.iter().all(|text| page.contains(text.as_str())));
    assert!(page.contains("http://first") && page.contains("http://second"));
}
