//! Resources that only YAML describes, over HTTP: create, get, list, change and delete without a line of code.

mod model;
mod paging;
mod without_code;

use concur_sandbox::{Builder, Sandbox};
use concur_spec::api::Api;
use concur_spec::{Contract, Sources, validate};
use serde_json::{Value, json};

use crate::raw::{self, Answer};

const SHOP: &str = include_str!("resources/shop.yaml");

/// Returns the contract of the real specification with the shop.
fn contract() -> &'static Contract {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let sources = Sources::read(spec).expect("the specification is readable");
    let files = sources.files().iter();
    let files = files.map(|file| (file.path().to_owned(), file.text().to_owned()));
    let shop = ("spec/shop.yaml".to_owned(), SHOP.to_owned());
    let sources = Sources::from_texts(files.chain([shop]));
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    Box::leak(Box::new(contract))
}

/// A sandbox with the shop, and a token for it.
struct Shop {
    sandbox: Sandbox,
    contract: &'static Contract,
    token: String,
}

impl Shop {
    async fn open() -> Self {
        Self::of(Sandbox::builder()).await
    }

    async fn of(builder: Builder) -> Self {
        let contract = contract();
        let started = builder.contract(contract).random_seed(1).start().await;
        let sandbox = started.expect("the sandbox starts");
        let token = sandbox.company_token();
        Self {
            sandbox,
            contract,
            token,
        }
    }

    fn api(&self) -> &'static Api {
        let mut apis = self.contract.apis.iter();
        apis.find(|api| api.key == "shop").expect("the API exists")
    }

    /// Makes a call below the base path. Its response matches the contract.
    async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = raw::json(&self.sandbox, &self.token, method, &format!("/shop/v1{path}"), &body).await;
        let log = self.sandbox.requests();
        let name = log.last().and_then(|call| call.operation.clone()).unwrap_or_default();
        let mut operations = self.api().operations.iter();
        if let Some(operation) = operations.find(|one| name == format!("shop.{}", one.key)) {
            let json = if answer.body.is_empty() {
                Value::Null
            } else {
                answer.json()
            };
            let found = validate::answer(self.contract, self.api(), operation, answer.status, &json);
            assert_eq!(found, [], "{method} {path}: {answer:?}");
        }
        answer
    }

    /// Makes a call that succeeds with a status, and returns its body.
    async fn ok(&self, method: &str, path: &str, body: Value, status: u16) -> Value {
        let answer = self.call(method, path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        if answer.body.is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }

    async fn create(&self, path: &str, body: Value) -> Value {
        self.ok("POST", path, body, 201).await
    }

    async fn get(&self, path: &str) -> Value {
        self.ok("GET", path, Value::Null, 200).await
    }

    async fn status(&self, method: &str, path: &str) -> u16 {
        self.call(method, path, Value::Null).await.status
    }

    /// Returns the names of the listed vendors.
    async fn names(&self, query: &str) -> Vec<String> {
        let page = self.get(&format!("/vendors?{query}")).await;
        let vendors = page["vendors"].as_array().expect("vendors").iter();
        vendors
            .map(|vendor| vendor["name"].as_str().expect("a name").to_owned())
            .collect()
    }
}

#[tokio::test]
async fn what_is_created_is_returned_with_what_the_service_sets() {
    let shop = Shop::open().await;
    let sent = json!({
        "name": "Alder",
        "kind": "GOODS",
        "secret": "sesame",
        "origin": "Oslo",
        "slot2": "bolt",
        "sites": { "north": { "city": "Oslo", "zip": "1" }, "south": null },
        "id": "mine",
        "state": "OLD",
    });
    let answer = shop.call("POST", "/vendors", sent).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let created = answer.json();
    let id = created["id"].as_str().expect("an id").to_owned();
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    let url = format!("{}/shop/v1/vendors/{id}", shop.sandbox.url());
    assert_eq!(answer.header("location"), Some(url.as_str()));
    assert_eq!(created["href"], url.as_str());
    assert_eq!(created["state"], "NEW");
    assert_eq!(
        (&created["name"], &created["slot2"], &created["origin"]),
        (&json!("Alder"), &json!("bolt"), &json!("Oslo"))
    );
    assert_eq!(created["sites"], json!({ "north": { "city": "Oslo" } }));
    assert_eq!(created.get("secret"), None);
    assert_eq!(shop.get(&format!("/vendors/{id}")).await, created);
}

#[tokio::test]
async fn a_list_of_links_has_the_id_in_its_field() {
    let shop = Shop::open().await;
    let created = shop.create("/coupons", json!({ "text": "A tenth off" })).await;
    let code = created["code"].as_str().expect("a code");
    let url = format!("{}/shop/v1/coupons/{code}", shop.sandbox.url());
    assert_eq!(shop.get("/coupons").await, json!([{ "coupon": code, "url": url }]));
    assert_eq!(shop.get(&format!("/coupons/{code}")).await, created);
}

#[tokio::test]
async fn a_partial_update_merges_and_null_clears() {
    let shop = Shop::open().await;
    let address = json!({ "city": "Oslo", "street": "Long" });
    let vendor = json!({ "name": "Alder", "kind": "GOODS", "rating": 1.5, "address": address });
    let created = shop.create("/vendors", vendor).await;
    let path = format!("/vendors/{}", created["id"].as_str().expect("an id"));
    let change = json!({ "kind": null, "rating": 2.5, "address": { "city": "Rome" }, "state": "OLD", "id": "other" });
    let changed = shop.ok("PATCH", &path, change, 200).await;
    assert_eq!(changed.get("kind"), None);
    assert_eq!(
        (&changed["name"], &changed["rating"], &changed["address"]),
        (&json!("Alder"), &json!(2.5), &json!({ "city": "Rome" }))
    );
    assert_eq!((&changed["state"], &changed["id"]), (&created["state"], &created["id"]));
    assert_eq!(shop.get(&path).await, changed);
    let refused = shop.call("PATCH", &path, json!({ "name": null })).await;
    assert_eq!(refused.status, 400, "{refused:?}");
    assert_eq!(shop.get(&path).await, changed);
}

#[tokio::test]
async fn a_replacement_keeps_what_its_body_cannot_have() {
    let shop = Shop::open().await;
    let created = shop
        .create(
            "/vendors",
            json!({ "name": "Alder", "kind": "GOODS", "origin": "Oslo", "slot1": "x" }),
        )
        .await;
    let path = format!("/vendors/{}", created["id"].as_str().expect("an id"));
    assert_eq!(
        shop.ok("PUT", &path, json!({ "name": "Birch", "slot3": "y" }), 204)
            .await,
        Value::Null
    );
    let replaced = shop.get(&path).await;
    assert_eq!(
        (
            &replaced["name"],
            &replaced["slot3"],
            &replaced["origin"],
            &replaced["id"],
            &replaced["state"]
        ),
        (
            &json!("Birch"),
            &json!("y"),
            &json!("Oslo"),
            &created["id"],
            &created["state"]
        )
    );
    assert_eq!((replaced.get("kind"), replaced.get("slot1")), (None, None));
}

#[tokio::test]
async fn what_is_deleted_is_gone_with_what_it_contains() {
    let shop = Shop::open().await;
    let mut orders = Vec::new();
    let mut vendors = Vec::new();
    for name in ["Alder", "Birch"] {
        let vendor = shop.create("/vendors", json!({ "name": name })).await;
        let id = vendor["id"].as_str().expect("an id").to_owned();
        let order = shop
            .create(&format!("/vendors/{id}/orders"), json!({ "text": "Bolts" }))
            .await;
        let number = order["number"].as_u64().expect("a number");
        shop.create(
            &format!("/regions/north/orders/{number}/lines"),
            json!({ "position": 1 }),
        )
        .await;
        vendors.push(id);
        orders.push(number);
    }
    assert_eq!(shop.status("DELETE", &format!("/vendors/{}", vendors[0])).await, 204);
    assert_eq!(shop.names("").await, ["Birch"]);
    for path in [
        format!("/vendors/{}", vendors[0]),
        format!("/orders/{}", orders[0]),
        format!("/vendors/{}/orders", vendors[0]),
        format!("/regions/north/orders/{}/lines", orders[0]),
        format!("/regions/north/orders/{}/lines/1", orders[0]),
    ] {
        assert_eq!(shop.status("GET", &path).await, 404, "{path}");
    }
    assert_eq!(shop.status("DELETE", &format!("/vendors/{}", vendors[0])).await, 404);
    assert_eq!(
        shop.status("GET", &format!("/regions/north/orders/{}/lines/1", orders[1]))
            .await,
        200
    );
    let canceled = shop
        .call("DELETE", &format!("/orders/{}", orders[1]), Value::Null)
        .await;
    assert_eq!((canceled.status, canceled.body.as_str()), (200, "true"));
    assert_eq!(
        shop.status("GET", &format!("/regions/north/orders/{}/lines/1", orders[1]))
            .await,
        404
    );
}

#[tokio::test]
async fn an_unknown_id_is_the_404_of_the_api() {
    let shop = Shop::open().await;
    let unknown = shop.call("GET", "/vendors/none", Value::Null).await;
    assert_eq!(unknown.status, 404, "{unknown:?}");
    assert_eq!(
        unknown.json()["errors"][0],
        json!({ "errorCode": "noVendor", "errorMessage": "There is no vendor none." })
    );
    // The body of this 404 is a type.
    let unknown = shop.call("GET", "/orders/7", Value::Null).await;
    assert_eq!((unknown.status, unknown.json()), (404, json!({ "reason": "Gone." })));
    let unknown = shop
        .call("POST", "/vendors/none/orders", json!({ "text": "Bolts" }))
        .await;
    assert_eq!((unknown.status, unknown.json()), (404, json!({ "reason": "Gone." })));
}

#[tokio::test]
async fn lists_select_by_the_fields_that_parameters_name() {
    let shop = Shop::open().await;
    for (name, kind, rating, active, city) in [
        ("Alder", "GOODS", 1.5, true, "Oslo"),
        ("Birch", "SERVICES", 1.5, false, "Rome"),
        ("Cedar", "GOODS", 2.0, true, "Bern"),
    ] {
        let vendor =
            json!({ "name": name, "kind": kind, "rating": rating, "active": active, "address": { "city": city } });
        shop.create("/vendors", vendor).await;
    }
    shop.create("/vendors", json!({ "name": "Dogwood" })).await;
    for (query, expected) in [
        ("", &["Alder", "Birch", "Cedar", "Dogwood"][..]),
        ("kind=GOODS", &["Alder", "Cedar"]),
        ("rating=1.50", &["Alder", "Birch"]),
        ("rating=1.50&kind=GOODS", &["Alder"]),
        ("active=false", &["Birch"]),
        ("city=Rome,Bern", &["Birch", "Cedar"]),
        ("city=Paris", &[]),
        ("kind=", &["Alder", "Birch", "Cedar", "Dogwood"]),
        ("sort=name", &["Alder", "Birch", "Cedar", "Dogwood"]),
    ] {
        assert_eq!(shop.names(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_list_is_filtered_by_operators_in_front_of_values() {
    let shop = Shop::open().await;
    for (name, rating, city) in [
        ("Alder", 1.5, "Rome"),
        ("eq:Birch", 10.0, "Bern"),
        ("Cedar", 2.0, "Rome"),
    ] {
        let vendor = json!({ "name": name, "rating": rating, "address": { "city": city } });
        shop.create("/vendors", vendor).await;
    }
    shop.create("/vendors", json!({ "name": "Dogwood" })).await;
    for (query, expected) in [
        ("name=Alder", &["Alder"][..]),
        ("name=eq:Alder", &["Alder"]),
        ("name=eq:eq:Birch", &["eq:Birch"]),
        ("name=not:Alder", &["eq:Birch", "Cedar", "Dogwood"]),
        ("name=sw:C", &["Cedar"]),
        ("name=ew:r", &["Alder", "Cedar"]),
        ("name=cp:d", &["Alder", "Cedar", "Dogwood"]),
        // Not an operator of this parameter.
        ("name=gt:A", &[]),
        ("stars=gt:2", &["eq:Birch"]),
        ("stars=gte:2.0", &["eq:Birch", "Cedar"]),
        ("stars=lt:2", &["Alder"]),
        ("stars=lte:2&name=not:Alder", &["Cedar"]),
        ("address.city=not:Rome", &["eq:Birch", "Dogwood"]),
    ] {
        assert_eq!(shop.names(query).await, expected, "{query}");
    }
    let refused = shop.call("GET", "/vendors?stars=sw:1", Value::Null).await;
    assert_eq!(refused.status, 400, "{refused:?}");
}

#[tokio::test]
async fn an_export_gets_only_what_changed_since() {
    let start = "2026-03-01T10:00:00Z".parse().expect("a time");
    let shop = Shop::of(Sandbox::builder().time(start)).await;
    let first = shop.create("/vendors", json!({ "name": "Alder" })).await;
    assert_eq!(first["changed"], "2026-03-01T10:00:00.000Z");
    shop.create("/vendors", json!({ "name": "Birch" })).await;
    shop.sandbox.advance(std::time::Duration::from_secs(60));
    assert_eq!(shop.names("changedAfter=2026-03-01T10:00:00Z").await, [""; 0]);
    let path = format!("/vendors/{}", first["id"].as_str().expect("an id"));
    shop.ok("PATCH", &path, json!({ "rating": 1 }), 200).await;
    assert_eq!(shop.names("changedAfter=2026-03-01T10:00:00Z").await, ["Alder"]);
    assert_eq!(shop.names("changedAfter=2026-03-01T10:01:00Z").await, [""; 0]);
}

/// Follows the links of a list and returns the names or numbers of each page.
async fn pages(shop: &Shop, path: &str, items: &str, of_item: &str, links: &str, url: &str) -> Vec<Vec<Value>> {
    let (mut pages, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next.take() {
        let page = shop.get(&path).await;
        let shown = page[items].as_array().expect("items").iter();
        pages.push(shown.map(|item| item[of_item].clone()).collect());
        let link = page[links].as_array().and_then(|links| links.first()?[url].as_str());
        let base = format!("{}/shop/v1", shop.sandbox.url());
        next = link.map(|link| link.strip_prefix(&base).expect("a link to the sandbox").to_owned());
    }
    pages
}

#[tokio::test]
async fn lists_have_pages_by_index_with_totals() {
    let shop = Shop::open().await;
    for number in 0..23 {
        let kind = if number % 2 == 0 { "GOODS" } else { "SERVICES" };
        shop.create("/vendors", json!({ "name": format!("{number:02}"), "kind": kind }))
            .await;
    }
    let sizes = |pages: &[Vec<Value>]| pages.iter().map(Vec::len).collect::<Vec<_>>();
    let all = pages(&shop, "/vendors", "vendors", "name", "links", "href").await;
    assert_eq!(sizes(&all), [10, 10, 3]);
    let names: Vec<String> = all
        .concat()
        .iter()
        .map(|name| name.as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names, (0..23).map(|number| format!("{number:02}")).collect::<Vec<_>>());
    let goods = pages(&shop, "/vendors?kind=GOODS&limit=5", "vendors", "name", "links", "href").await;
    assert_eq!(sizes(&goods), [5, 5, 2]);
    for (query, total, shown) in [
        ("", 23, 10),
        ("kind=GOODS&limit=5", 12, 5),
        ("start=22", 23, 1),
        ("start=23", 23, 0),
        ("start=99999999999999999999", 23, 10),
        ("limit=0", 23, 1),
    ] {
        if query.len() > 20 {
            assert_eq!(shop.status("GET", &format!("/vendors?{query}")).await, 400);
            continue;
        }
        let page = shop.get(&format!("/vendors?{query}")).await;
        assert_eq!(page["total"], total, "{query}");
        assert_eq!(page["vendors"].as_array().map(Vec::len), Some(shown), "{query}");
    }
}

#[tokio::test]
async fn a_cursor_survives_a_deletion() {
    let shop = Shop::open().await;
    let vendor = shop.create("/vendors", json!({ "name": "Alder" })).await;
    let orders = format!("/vendors/{}/orders", vendor["id"].as_str().expect("an id"));
    for text in 0..5 {
        let order = shop.create(&orders, json!({ "text": text.to_string() })).await;
        let number = order["number"].as_u64().expect("a number");
        assert_eq!(order["uri"], format!("{}/shop/v1/orders/{number}", shop.sandbox.url()));
    }
    let all = pages(
        &shop,
        &format!("{orders}?pageSize=2"),
        "items",
        "number",
        "pages",
        "url",
    )
    .await;
    assert_eq!(
        all,
        [vec![json!(1), json!(2)], vec![json!(3), json!(4)], vec![json!(5)]]
    );
    let first = shop.get(&format!("{orders}?pageSize=2")).await;
    assert_eq!(first["pages"][0]["kind"], "following");
    let base = format!("{}/shop/v1", shop.sandbox.url());
    let next = first["pages"][0]["url"]
        .as_str()
        .expect("a link")
        .strip_prefix(&base)
        .expect("a link")
        .to_owned();
    shop.ok("DELETE", "/orders/2", Value::Null, 200).await;
    let second = shop.get(&next).await;
    assert_eq!(second["items"][0]["number"], 3);
    assert_eq!(shop.status("GET", &format!("{orders}?cursor=mine")).await, 400);
}

#[tokio::test]
async fn ids_of_callers_are_unique_in_what_contains_them() {
    let shop = Shop::open().await;
    let vendor = shop.create("/vendors", json!({ "name": "Alder" })).await;
    let orders = format!("/vendors/{}/orders", vendor["id"].as_str().expect("an id"));
    for _ in 0..2 {
        shop.create(&orders, json!({ "text": "Bolts" })).await;
    }
    for order in 1..3 {
        let lines = format!("/regions/north/orders/{order}/lines");
        let created = shop
            .create(&lines, json!({ "position": 10, "words": order.to_string() }))
            .await;
        assert_eq!(
            created,
            json!([{ "position": 10, "region": "north", "words": order.to_string() }])
        );
        let again = shop.call("POST", &lines, json!({ "position": 10 })).await;
        assert_eq!(again.status, 409, "{again:?}");
    }
    let line = shop.get("/regions/north/orders/2/lines/010").await;
    assert_eq!(line["words"], "2");
    assert_eq!(shop.status("GET", "/regions/south/orders/2/lines/10").await, 404);
    assert_eq!(shop.get("/regions/south/orders/2/lines").await, json!([]));
    let envelope = shop.get("/orders/2").await;
    assert_eq!(
        envelope,
        json!({ "number": 2, "order": { "number": 2, "text": "Bolts" } })
    );
}

#[tokio::test]
async fn what_nobody_creates_is_an_example_or_in_the_seed() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("/policies").await, json!([{ "id": "P1", "name": "Travel" }]));
    assert_eq!(shop.get("/policies/P1").await["name"], "Travel");
    assert_eq!(shop.status("GET", "/policies/P2").await, 404);

    let seed = include_str!("../../../sandbox/seed.yaml");
    let resources = "
resources:
  shop:
    Vendor: [{ id: V1, name: Alder }]
    Order: { V1: [{ number: 41, text: Bolts }] }
    Line: { V1: { '41': [{ position: 1, region: north, words: Blue ones }] } }
    Policy: [{ id: P7, name: Meals }, { id: P8, name: Taxis }]
";
    let tenant = concur_sandbox::tenant::Tenant::from_yaml_with(contract(), "mine.yaml", &format!("{seed}{resources}"));
    let shop = Shop::of(Sandbox::builder().tenant(tenant.expect("a company"))).await;
    let policies = json!([{ "id": "P7", "name": "Meals" }, { "id": "P8", "name": "Taxis" }]);
    assert_eq!(shop.get("/policies").await, policies);
    assert_eq!(shop.get("/vendors/V1").await["state"], "NEW");
    assert_eq!(shop.get("/orders/41").await["order"]["text"], "Bolts");
    assert_eq!(shop.get("/vendors/V1/orders").await["items"][0]["number"], 41);
    assert_eq!(shop.get("/regions/north/orders/41/lines/1").await["words"], "Blue ones");
    shop.ok("DELETE", "/vendors/V1", Value::Null, 204).await;
    assert_eq!(shop.status("GET", "/orders/41").await, 404);
    let (status, _) = raw::admin(&shop.sandbox, "POST", "/reset", Value::Null).await;
    assert_eq!(status, 200);
    let shop = Shop {
        token: shop.sandbox.company_token(),
        ..shop
    };
    assert_eq!(shop.get("/vendors/V1").await["name"], "Alder");
}

#[tokio::test]
async fn objects_survive_a_restart() {
    let directory = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("resources");
    std::fs::create_dir_all(&directory).expect("a folder");
    let file = directory.join("shop.redb");
    for file in [file.clone(), directory.join("shop.redb.commit")] {
        let _ = std::fs::remove_file(file);
    }
    let shop = Shop::of(Sandbox::builder().state(&file)).await;
    let vendor = shop
        .create("/vendors", json!({ "name": "Alder", "secret": "sesame" }))
        .await;
    let path = format!("/vendors/{}", vendor["id"].as_str().expect("an id"));
    shop.create(&format!("{path}/orders"), json!({ "text": "Bolts" })).await;
    let policies = shop.get("/policies").await;
    shop.sandbox.stop().await;

    let shop = Shop::of(Sandbox::builder().state(&file)).await;
    assert_eq!(shop.get(&path).await["name"], "Alder");
    let second = shop.create(&format!("{path}/orders"), json!({ "text": "Nuts" })).await;
    assert_eq!(second["number"], 2);
    assert_eq!(
        shop.get(&format!("{path}/orders")).await["items"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    assert_eq!(shop.get("/policies").await, policies);
    shop.ok("DELETE", &path, Value::Null, 204).await;
    shop.sandbox.stop().await;

    let shop = Shop::of(Sandbox::builder().state(&file)).await;
    assert_eq!(shop.names("").await, [""; 0]);
    assert_eq!(shop.status("GET", "/orders/1").await, 404);
}

#[tokio::test]
async fn concurrent_creations_get_ids_of_their_own() {
    let shop = Shop::open().await;
    let vendor = shop.create("/vendors", json!({ "name": "Alder" })).await;
    let orders = format!("/shop/v1/vendors/{}/orders", vendor["id"].as_str().expect("an id"));
    let calls = (0..40).map(|_| raw::json(&shop.sandbox, &shop.token, "POST", &orders, r#"{ "text": "Bolts" }"#));
    let mut tasks = Vec::new();
    for call in calls {
        tasks.push(call);
    }
    let mut numbers = std::collections::BTreeSet::new();
    for answer in join_all(tasks).await {
        numbers.insert(answer.json()["number"].as_u64().expect("a number"));
    }
    assert_eq!(numbers, (1..=40).collect());
}

/// Polls all futures together.
async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, done) in futures.iter_mut().zip(&mut done).filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(output) = future.as_mut().poll(cx) {
                *done = Some(output);
            }
        }
        match done.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn the_pages_show_what_is_kept() {
    let shop = Shop::open().await;
    let objects = async || raw::admin(&shop.sandbox, "GET", "", Value::Null).await.1["records"]["object"].as_u64();
    let before = objects().await.expect("they are counted");
    let vendor = json!({ "name": "Alder", "secret": "sesame" });
    let created = shop.create("/vendors", vendor).await;
    let page = raw::call(shop.sandbox.url(), "GET", "/objects", &[], "").await;
    assert!(page.body.contains("Shop: Vendor"), "{page:?}");
    assert!(page.body.contains(created["id"].as_str().expect("an id")), "{page:?}");
    assert!(!page.body.contains("sesame"), "{page:?}");
    assert_eq!(objects().await, Some(before + 1));
}
