//! Bodies by flags, files and stdin, and their checks.

use serde_json::{Value, json};

use super::{CREATE, order};
use crate::support::{Ran, Server, User};

/// The body of a dry run.
#[track_caller]
fn body(ran: &Ran) -> Value {
    let start = ran.stdout.find('{').unwrap();
    serde_json::from_str(&ran.stdout[start..]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_comes_from_a_file_or_stdin() {
    let user = User::logged_in().await;
    user.write("order.json", format!("\u{feff}{}", order()));
    for (file, stdin) in [("order.json", String::new()), ("-", order().to_string())] {
        let ran = user
            .run_given(&stdin, ["purchase-request", "create", "--json", file])
            .await
            .succeeded();
        assert!(ran.json()["id"].is_string(), "{}", ran.stdout);
    }
    let calls = user.calls(CREATE);
    assert_eq!(calls.len(), 2);
    let sent: Value = serde_json::from_str(&calls[0].body).unwrap();
    assert_eq!(sent, order());
}

const PETS: &str = "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: request.endpoints.v4
client: pets
operations:
  add: { doc: Adds pets., http: POST /pets, body: [Pet], responses: { 200: { type: [Pet], doc: The pets. } } }
  describe: { doc: Describes a pet., http: POST /pets/description, body: Description, responses: { 200: none } }
types:
  Description:
    doc: What is said of a pet.
    fields:
      bodyJson: { type: string, doc: Of its body. }
      json: { type: string, doc: As the options of the command line. }
  Pet:
    doc: A pet.
    fields:
      name: { type: string, required: true, doc: The name. }
      legs: { type: integer, doc: How many. }
";

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_a_list_comes_from_json_and_fields() {
    let user = User::with_api("pets", PETS).await;
    let token = user.sandbox.company_token();
    let environment = [
        ("CONCUR_BASE_URL", user.sandbox.url()),
        ("CONCUR_ACCESS_TOKEN", token.as_str()),
    ];
    let add = |more: &[&'static str]| {
        let arguments = ["--spec", "spec", "pets", "add"].into_iter();
        arguments.chain(more.iter().copied()).collect::<Vec<_>>()
    };
    user.write("pets.json", r#"[{"name": "Tom"}, {"name": "Tim", "legs": 3}]"#);
    user.write("none.json", "[]");
    user.write("one.json", r#"{"name": "Tom"}"#);
    user.write("wrong.json", r#"[{"name": "Tom"}, {"legs": "many"}]"#);
    for more in [
        &["--json", "pets.json"][..],
        &[
            "--json",
            "pets.json",
            "--field",
            "[0].legs=4",
            "--field",
            "[2].name=Tam",
        ],
        &["--field", "[0].name=Tom"],
        &["--json", "none.json"],
    ] {
        user.run_in(&environment, add(more)).await.succeeded();
    }
    // The log sorts the names of fields.
    let sent: Vec<String> = user.calls("pets.add").iter().map(|call| call.body.clone()).collect();
    assert_eq!(
        sent,
        [
            r#"[{"name":"Tom"},{"legs":3,"name":"Tim"}]"#,
            r#"[{"legs":4,"name":"Tom"},{"legs":3,"name":"Tim"},{"name":"Tam"}]"#,
            r#"[{"name":"Tom"}]"#,
            "[]",
        ]
    );
    for (more, reason) in [
        (&["--json", "wrong.json"][..], "`[1].name` is missing"),
        (&["--json", "wrong.json"], "`[1].legs` is not a whole number"),
        (&["--json", "one.json"], "the body is not a list"),
        (&["--field", "[1].name=Tom"], "items are numbered from 0"),
        (&["--field", "name=Tom"], "is in something that is not an object"),
        (&[], "the body is a list: give it with --json FILE"),
        (&["--name", "Tom"], "unexpected argument"),
    ] {
        user.run_in(&environment, add(more)).await.ended_with(2).says(reason);
    }
    assert_eq!(user.calls("pets.add").len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_and_fields_are_set_in_the_body() {
    let user = User::logged_in().await;
    user.write("order.json", order().to_string());
    let arguments = ["purchase-request", "create", "--json", "order.json", "--dry-run"];
    let changes = [
        "--comments",
        "by the shop",
        "--custom24",
        "mark",
        "--field",
        "lineItems[0].quantity=2",
        "--field",
        "lineItems[1]={\"purchaseType\": \"GOODS\"}",
        "--field",
        "lineItems[1].vendorCode=VEN2",
    ];
    let ran = user.run(arguments.into_iter().chain(changes)).await;
    let body = body(&ran);
    assert_eq!(body["comments"], "by the shop");
    assert_eq!(body["custom24"], "mark");
    assert_eq!(body["currencyCode"], "USD");
    assert_eq!(body["lineItems"][0]["quantity"], "2");
    assert_eq!(body["lineItems"][0]["unitPrice"], "346.20");
    assert_eq!(
        body["lineItems"][1],
        json!({"purchaseType": "GOODS", "vendorCode": "VEN2"})
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_made_of_flags_alone() {
    let user = User::logged_in().await;
    let arguments = ["request", "create", "--name", "Trip", "--start-date", "2027-01-15"];
    let more = ["--user-id", &user.sandbox.tenant().users[0].id, "--output", "json"];
    let ran = user.run(arguments.into_iter().chain(more)).await.succeeded();
    assert!(ran.json()["id"].is_string(), "{}", ran.stdout);
    let sent: Value = serde_json::from_str(&user.calls("request.create")[0].body).unwrap();
    assert_eq!(sent, json!({"name": "Trip", "startDate": "2027-01-15"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_a_body_is_listed() {
    let user = User::logged_in().await;
    let mut wrong = order();
    wrong["lineItems"][0]["purchaseType"] = json!("GOOD");
    wrong["lineItems"][0]["unitPrice"] = json!("a lot");
    wrong["currencycode"] = json!("USD");
    user.write("order.json", wrong.to_string());
    let before = user.sandbox.requests().len();
    user.run(["purchase-request", "create", "--json", "order.json"])
        .await
        .ended_with(2)
        .says("for 3 reasons")
        .says("lineItems[0].purchaseType")
        .says("lineItems[0].unitPrice")
        .says("currencyCode");
    assert_eq!(user.sandbox.requests().len(), before, "not even a token is asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_checks_a_wrong_body_is_sent() {
    let user = User::logged_in().await;
    let arguments = ["purchase-request", "create", "--currency-code", "dollars"];
    user.run(arguments).await.ended_with(2);
    assert!(user.calls(CREATE).is_empty());
    user.run(arguments.into_iter().chain(["--no-check"]))
        .await
        .ended_with(4);
    let calls = user.calls(CREATE);
    assert_eq!(calls.len(), 1);
    assert!(calls[0].body.contains("dollars"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_not_json_is_refused_with_its_place() {
    let user = User::logged_in().await;
    for (text, problem) in [
        ("{\n  \"a\": 1,,\n}", "line 2 column 10"),
        ("{\"a\": 1, \"a\": 2}", "`a` is given twice"),
        ("", "EOF"),
        ("{} {}", "trailing"),
        (&"[".repeat(100_000), "EOF"),
        (&format!("{}1{}", "[".repeat(5000), "]".repeat(5000)), "nested deeper"),
    ] {
        user.write("order.json", text);
        user.run(["purchase-request", "create", "--json", "order.json"])
            .await
            .ended_with(2)
            .says("order.json")
            .says(problem);
    }
    user.run(["purchase-request", "create", "--json", "none.json"])
        .await
        .ended_with(1)
        .says("none.json could not be read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_names_the_flag() {
    let user = User::logged_in().await;
    for (field, problem) in [
        ("comments", "expected PATH=VALUE"),
        ("a..b=1", "is not a path"),
        ("lineItems[x].quantity=1", "is not a path"),
        ("lineItems[7].quantity=1", "[7] skips [0]"),
        ("lineItems=1,2", "expected JSON"),
    ] {
        user.run(["purchase-request", "create", "--field", field])
            .await
            .ended_with(2)
            .says(&format!("--field {field}: "))
            .says(problem);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_is_cleared_with_null() {
    let user = User::logged_in().await;
    let id = "4EC1A5D30A6B4F4F8F5CD3FD2A3A6E1B";
    let arguments = [
        "request",
        "update",
        id,
        "--clear",
        "comment",
        "--name",
        "New",
        "--dry-run",
    ];
    let ran = user.run(arguments).await;
    assert_eq!(body(&ran), json!({"comment": null, "name": "New"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_keep_their_digits_both_ways() {
    let user = User::logged_in().await;
    let digits = [
        "1290.00000000",
        "0.10",
        "123456789012345678901234567890.123456789",
        "1e3",
        "-0",
    ];
    let fields: Vec<String> = digits
        .iter()
        .enumerate()
        .map(|(at, digits)| format!("\"n{at}\": {digits}"))
        .collect();
    let text = format!("{{{}}}", fields.join(", "));
    let server = Server::answering_json(&text).await;
    user.write("body.json", &text);
    for format in ["json", "jsonl", "csv", "table"] {
        let arguments = ["purchase-request", "create", "--json", "body.json", "--no-check"];
        let ran = user
            .run_in(&server.environment(), arguments.into_iter().chain(["--output", format]))
            .await
            .succeeded();
        for digits in digits {
            assert!(ran.stdout.contains(digits), "{format}: {digits}\n{}", ran.stdout);
        }
    }
    for call in server.received() {
        let (_, body) = call.split_once("\r\n\r\n").unwrap();
        assert_eq!(body.replace(' ', ""), text.replace(' ', ""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_field_has_a_flag_whatever_its_name() {
    let user = User::with_api("pets", PETS).await;
    let environment = [("CONCUR_BASE_URL", user.sandbox.url()), ("CONCUR_ACCESS_TOKEN", "none")];
    let arguments = ["--spec", "spec", "pets", "describe", "--dry-run"].into_iter();
    let arguments = arguments.chain(["--body-json", "furry", "--body-body-json", "named like an option"]);
    let ran = user.run_in(&environment, arguments).await.succeeded();
    assert_eq!(
        body(&ran),
        json!({ "bodyJson": "furry", "json": "named like an option" })
    );
}
