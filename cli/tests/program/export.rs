//! Exports: what has changed since the last run is added, and nothing else is touched.

mod crashes;
mod killed;
mod office;
mod refusals;

use std::time::Duration;

use concur_sandbox::{Fault, Sandbox};

use crate::support::Server;
use office::Office;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_reads_all_and_the_next_one_nothing() {
    let office = Office::new().await;
    let ids = office.create_many(25).await;
    office.export(&[]).await.succeeded().says("25 lines added");
    let lines = office.lines();
    assert_eq!(lines.iter().map(|line| line.id.clone()).collect::<Vec<_>>(), ids);
    let first = office.text();
    // In full, as `get` returns it.
    assert!(first.lines().all(|line| line.contains("\"policy\"")), "{first}");
    let before = office.user.calls("request.list").len();
    office
        .export(&[])
        .await
        .succeeded()
        .says("0 lines added, 25 objects were there already");
    assert_eq!(office.text(), first);
    let calls = office.user.calls("request.list");
    let next = &calls[before].query;
    assert!(next.contains("modifiedAfter=") && next.contains("view=ALL"), "{next}");
    assert!(!calls[0].query.contains("modifiedAfter"), "{}", calls[0].query);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_is_one_more_line() {
    let office = Office::new().await;
    let ids = office.create_many(3).await;
    office.export(&[]).await.succeeded();
    office.rename(&ids[1], "Osaka").await;
    office.add_expense(&ids[2]).await;
    let new = office.create("Nara").await;
    office.export(&[]).await.succeeded().says("3 lines added");
    let added: Vec<String> = office.lines()[3..].iter().map(|line| line.id.clone()).collect();
    assert_eq!(added, [ids[1].clone(), ids[2].clone(), new]);
    assert_eq!(office.lines()[3].name, "Osaka");
    office.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_that_change_while_pages_are_read_are_not_lost() {
    let office = Office::new().await;
    let mut ids = office.create_many(40).await;
    office
        .user
        .sandbox
        .inject(Fault::latency(Duration::from_millis(20)).on("request"));
    let said = office.user.path("said.txt");
    let mut running = office.user.start(office.arguments(&["--parameter", "limit=5"]), &said);
    let mut changes = 0;
    while running.ended(Duration::from_millis(5)).await.is_none() {
        // Some stay all the time.
        if changes == 30 {
            continue;
        }
        // Those in front disappear, so all others move up; those behind change; new ones come.
        office.remove(&ids.remove(0)).await;
        office.rename(&ids[ids.len() / 2], &format!("change {changes}")).await;
        ids.push(office.create("new").await);
        changes += 1;
    }
    assert!(changes > 3, "{changes}");
    office.user.sandbox.clear_faults();
    let seen: std::collections::BTreeSet<String> = office.lines().into_iter().map(|line| line.id).collect();
    // What was there from the first to the last moment is there after this run.
    let missing: Vec<&String> = ids
        .iter()
        .take(ids.len() - changes)
        .filter(|id| !seen.contains(*id))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    office.export(&[]).await.succeeded();
    office.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_in_a_long_run_is_in_the_next_one() {
    let office = Office::new().await;
    let ids = office.create_many(16).await;
    let latency = Fault::latency(Duration::from_millis(300)).on("request.get");
    office.user.sandbox.inject(latency);
    let said = office.user.path("said.txt");
    let options = ["--parameter", "limit=4", "--workers", "1", "--overlap", "1s"];
    let mut running = office.user.start(office.arguments(&options), &said);
    let is_read = || office.path().exists() && office.text().lines().count() >= 4;
    running.ended_or(is_read, Duration::from_secs(20)).await;
    // This one was read already, and the newest time that the run sees is seconds later.
    office.rename(&ids[0], "early").await;
    tokio::time::sleep(Duration::from_millis(2500)).await;
    office.rename(&ids[15], "late").await;
    assert!(running.ended(Duration::from_secs(20)).await.unwrap().success());
    assert!(office.text().contains("late") && !office.text().contains("early"));
    office.user.sandbox.clear_faults();
    office.export(&options).await.succeeded();
    office.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_of_csv_stay_as_the_first_run_has_set_them() {
    let office = Office::new().await.with_file("requests.csv");
    let ids = office.create_many(2).await;
    office.rename(&ids[0], "two\nlines, \"quoted\"").await;
    office.export(&["--fields", "name,owner.lastName,id"]).await.succeeded();
    let first = office.text();
    assert!(first.starts_with("id,lastModified,name,owner.lastName\n"), "{first}");
    office.rename(&ids[1], "Osaka").await;
    // Without --fields the header of the file counts.
    let ran = office.export(&[]).await.succeeded().says("1 lines added");
    ran.says("has no column for ").says("approvalStatus.code");
    assert!(office.text().starts_with(&first));
    assert!(office.text().ends_with(",Osaka,Archer\n"), "{}", office.text());
    office.is_whole().await;
    office
        .export(&["--fields", "name"])
        .await
        .ended_with(2)
        .says("other columns than --fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_has_a_column_for_each_field_of_the_contract() {
    let office = Office::new().await.with_file("requests.csv");
    let id = office.create("Kyoto").await;
    office.export(&[]).await.succeeded().hides("has no column");
    let text = office.text();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    assert_eq!(header[..2], ["id", "lastModified"]);
    for column in [
        "approvalStatus.code",
        "custom20.value",
        "totalApprovedAmount.currency",
        "operations",
    ] {
        assert!(header.contains(&column), "{column}: {header:?}");
    }
    office.rename(&id, "Osaka").await;
    office.export(&[]).await.succeeded();
    office.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn since_is_where_the_first_run_starts() {
    let office = Office::new().await;
    office.create("early").await;
    office.user.sandbox.advance(Duration::from_secs(3 * 86400));
    let user = office.user.run(["login", "--sandbox", office.user.sandbox.url()]).await;
    user.succeeded();
    let office = office.with_new_token();
    let late = office.create("late").await;
    let since = office.user.sandbox.now() - jiff::SignedDuration::from_hours(24);
    office.export(&["--since", &since.to_string()]).await.succeeded();
    let ids: Vec<String> = office.lines().into_iter().map(|line| line.id).collect();
    assert_eq!(ids, [late]);
    for wrong in ["yesterday", "2026-01-31T09:30"] {
        office
            .export(&["--since", wrong])
            .await
            .ended_with(2)
            .says("expected a date or a time");
    }
}

/// An API that is defined in YAML alone. The items of its list are complete.
const GADGETS: &str = "
api: gadgets
title: Gadgets
version: \"1\"
base_path: /gadgets/v1
document: request.endpoints.v4
client: gadgets
doc: Gadgets.
operations:
  list:
    doc: Lists gadgets.
    http: GET /gadgets
    parameters:
      from: { in: query, type: integer, doc: The first. }
      many: { in: query, type: integer, doc: How many. }
      changedAfter: { in: query, type: timestamp, doc: Only those that have changed. }
    responses: { 200: { type: GadgetPage, doc: A page. } }
    pagination: { items: gadgets, links: links, next: next, start: from, limit: many }
types:
  Gadget: { doc: A gadget., fields: { key: { type: Key, doc: Its key. }, price: { type: decimal, doc: Its price. } } }
  Key: { doc: A key., fields: { id: { type: string, doc: The id. }, at: { type: timestamp, doc: When it changed. } } }
  GadgetPage: { doc: A page., fields: { gadgets: { type: [Gadget], doc: The gadgets. }, links: { type: [Link], doc: Pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: Its relation. }, href: { type: uri, doc: Its URL. } } }
exports:
  gadget: { doc: Gadgets., list: list, since: changedAfter, id: key.id, modified: key.at }
";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_with_complete_items_is_exported_from_yaml_alone() {
    let user = crate::support::User::with_api("gadgets", GADGETS).await;
    let token = user.sandbox.company_token();
    let environment = [
        ("CONCUR_BASE_URL", user.sandbox.url()),
        ("CONCUR_ACCESS_TOKEN", token.as_str()),
    ];
    let arguments = ["--spec", "spec", "export", "gadget", "gadgets.csv"];
    user.run_in(&environment, arguments)
        .await
        .succeeded()
        .says("1 lines added");
    let text = user.read("gadgets.csv");
    assert_eq!(text, "key.id,key.at,price\ntext,2026-01-31T09:30:00.000Z,1.5\n");
    user.run_in(&environment, arguments)
        .await
        .succeeded()
        .says("0 lines added");
    let calls = user.calls("gadgets.list");
    assert!(
        calls[1].query.contains("changedAfter=2026-01-31T09%3A24%3A59.000Z"),
        "{}",
        calls[1].query
    );
    assert_eq!(user.read("gadgets.csv"), text);
}

/// An answer that is a page and an object at the same time.
fn everything(modified: &str) -> String {
    format!("{{\"data\":[{{\"id\":\"A1\"}}],\"operations\":[],\"id\":\"A1\",\"lastModified\":\"{modified}\"}}")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cursor_has_a_time_of_the_service() {
    for (date, modified, expected) in [
        // What is modified has its own clock: the earlier one counts.
        (
            "Date: Sun, 04 Mar 2012 10:00:00 GMT\r\n",
            "2011-05-06T07:08:09.000Z",
            "2011-05-06T07:08:09Z",
        ),
        (
            "Date: Mon, 04 Mar 2002 10:00:00 GMT\r\n",
            "2011-05-06T07:08:09.000Z",
            "2002-03-04T10:00:00Z",
        ),
        // Without a date, the times of the first page are all that is known.
        ("", "2091-05-06T07:08:09.000Z", "2091-05-06T07:08:09Z"),
    ] {
        let head = format!("200 OK\r\n{date}Content-Type: application/json");
        let server = Server::answering(&head, &everything(modified)).await;
        let user = crate::support::User::new(Sandbox::builder()).await;
        let ran = user
            .run_in(&server.environment(), ["export", "request", "requests.jsonl"])
            .await;
        ran.succeeded().says(&format!("complete until {expected}"));
        let cursor = user.read("requests.jsonl.cursor");
        assert!(
            cursor.contains(&format!("\"complete_until\":\"{expected}\"")),
            "{cursor}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_overlaps_the_one_before() {
    let head = "200 OK\r\nDate: Sun, 04 Mar 2012 10:00:00 GMT\r\nContent-Type: application/json";
    let server = Server::answering(head, &everything("2012-03-04T09:59:30.500Z")).await;
    let user = crate::support::User::new(Sandbox::builder()).await;
    for overlap in ["5m", "5m", "10s"] {
        let arguments = ["export", "request", "requests.jsonl", "--overlap", overlap];
        user.run_in(&server.environment(), arguments).await.succeeded();
    }
    let calls = server.received();
    let lists: Vec<&str> = calls
        .iter()
        .filter_map(|call| call.lines().next())
        .filter(|line| line.contains("view=ALL"))
        .collect();
    let [first, second, third] = lists.as_slice() else {
        panic!("{lists:?}");
    };
    assert!(!first.contains("modifiedAfter"), "{first}");
    // A second earlier than the overlap, because the time itself may be excluded, and whole seconds.
    assert!(second.contains("modifiedAfter=2012-03-04T09%3A54%3A29Z"), "{second}");
    assert!(third.contains("modifiedAfter=2012-03-04T09%3A59%3A19Z"), "{third}");
    assert_eq!(user.read("requests.jsonl").lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_a_new_time_is_not_lost() {
    let head = "200 OK\r\nDate: Sun, 04 Mar 2012 10:00:00 GMT\r\nContent-Type: application/json";
    let body = everything("2012-03-04T09:59:30.000Z");
    let user = crate::support::User::new(Sandbox::builder()).await;
    let older = everything("2012-03-04T09:59:29.000Z");
    let changed = body.replace("\"operations\"", "\"comment\":\"changed\",\"operations\"");
    for (answer, said) in [
        (&body, "1 lines added."),
        (&changed, "1 lines added; 1 have changed without a new time"),
        (&changed, "0 lines added"),
        // A part of the service that lags behind must not undo what is in the file.
        (&older, "0 lines added"),
    ] {
        let server = Server::answering(head, answer).await;
        // Each server has another address.
        let source = user.path("requests.jsonl.cursor");
        if let Ok(cursor) = std::fs::read_to_string(&source) {
            let (before, rest) = cursor.split_once("\"service\":\"").unwrap();
            let (_, after) = rest.split_once('"').unwrap();
            std::fs::write(&source, format!("{before}\"service\":\"{}\"{after}", server.url)).unwrap();
        }
        let ran = user
            .run_in(&server.environment(), ["export", "request", "requests.jsonl"])
            .await;
        ran.succeeded().says(said);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_is_gone_is_named_and_passed_over() {
    let office = Office::new().await;
    let ids = office.create_many(3).await;
    let gone = Fault::status(404).on("request.get").times(1);
    office.user.sandbox.inject(gone);
    office
        .export(&["--workers", "1"])
        .await
        .succeeded()
        .says("1 objects were listed and then not found")
        .says(&ids[0]);
    assert_eq!(office.lines().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_run_does_not_move_the_cursor() {
    let office = Office::new().await;
    office.create_many(6).await;
    office.export(&[]).await.succeeded();
    let cursor = office.cursor();
    for _ in 0..6 {
        office.create("later").await;
    }
    office.user.sandbox.inject(Fault::status(403).on("request.get").skip(9));
    let ran = office.export(&["--workers", "1"]).await.ended_with(4);
    assert!(!ran.stderr.contains("complete until"), "{ran:?}");
    assert_eq!(office.cursor(), cursor);
    assert_eq!(office.lines().len(), 9, "what was read is kept");
    office.user.sandbox.clear_faults();
    office.export(&[]).await.succeeded().says("3 lines added");
    office.is_whole().await;
}
