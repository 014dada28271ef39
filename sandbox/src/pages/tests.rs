#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

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
fn the_reference_lists_every_item_and_erratum_of_an_api() {
    let service = service();
    for api in &service.contract.apis {
        let page = text(&service, &format!("/reference/{}", api.key));
        let mut wanted: Vec<String> = Vec::new();
        for operation in &api.operations {
            wanted.push(format!("id=\"{}\"", operation.key));
            wanted.extend(
                operation
                    .parameters
                    .iter()
                    .map(|known| format!("<code>{}</code>", known.wire)),
            );
            wanted.extend(
                operation
                    .doc
                    .errata
                    .iter()
                    .map(|erratum| format!("<code>{}</code>", erratum.id)),
            );
        }
        for ty in &api.types {
            wanted.push(format!("id=\"type-{}\"", ty.name));
            wanted.extend(ty.fields.iter().map(|known| format!("<code>{}</code>", known.wire)));
            let errata = ty.fields.iter().flat_map(|known| &known.doc.errata);
            wanted.extend(errata.map(|erratum| format!("<code>{}</code>", erratum.id)));
            wanted.extend(
                ty.families
                    .iter()
                    .map(|known| format!("{}{}</code>", known.prefix, known.to)),
            );
        }
        for set in &api.value_sets {
            wanted.push(format!("id=\"type-{}\"", set.name));
            wanted.extend(set.values.iter().map(|value| format!("<code>{}</code>", value.wire)));
        }
        wanted.extend(api.error_codes.iter().map(|code| format!("id=\"code-{}\"", code.wire)));
        let missing: Vec<&String> = wanted.iter().filter(|wanted| !page.contains(wanted.as_str())).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", api.key);
    }
}

#[test]
fn links_on_pages_resolve() {
    let service = service();
    let mut paths = vec!["/".to_owned(), "/calls".to_owned(), "/objects".to_owned()];
    paths.extend(
        service
            .contract
            .apis
            .iter()
            .map(|api| format!("/reference/{}", api.key)),
    );
    for path in &paths {
        let page = text(&service, path);
        for href in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let (to, fragment) = href.split_once('#').unwrap_or((href, ""));
            if to.contains("://") {
                continue;
            }
            let target = if to.is_empty() {
                page.clone()
            } else {
                text(&service, to)
            };
            let resolves = fragment.is_empty() || target.contains(&format!("id=\"{fragment}\""));
            assert!(resolves, "{path}: {href}");
        }
    }
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
    for path in ["/reference/nothing", "/reference/", "/index.html"] {
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
