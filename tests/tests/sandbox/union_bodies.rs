//! Bodies that are unions, in an API without rules: by a value, by a key, and the last case.

use concur_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::raw;
use crate::without_rules::contract;

const SHAPES: &str = "\
api: shapes
title: Shapes
version: \"1\"
base_path: /shapes/v1
doc: Shapes.
document: request.endpoints.v4
client: shapes
operations:
  draw: { doc: Draws., http: POST /drawings, auth: none, body: AnyShape, responses: { 201: { type: Drawn, doc: It. } } }
  create: { doc: Creates., http: POST /shapes, auth: none, body: AnyShape, responses: { 201: { type: Drawn, doc: It. } } }
  get:
    doc: Gets.
    http: GET /shapes/{id}
    auth: none
    parameters: { id: { in: path, type: string, required: true, doc: The id. } }
    responses: { 200: { type: Drawn, doc: It. } }
  replace:
    doc: Replaces.
    http: PUT /shapes/{id}
    auth: none
    parameters: { id: { in: path, type: string, required: true, doc: The id. } }
    body: AnyShape
    replaces: true
    responses: { 200: { type: Drawn, doc: It. } }
types:
  AnyShape: { doc: One of three., union: [{ type: Circle, when: kind, is: CIRCLE }, { type: Square, when: side }, { type: Polygon }] }
  Circle: { doc: Round., fields: { kind: { type: string, required: true, doc: Which. }, radius: { type: decimal, required: true, doc: Half of it. } } }
  Square: { doc: Even., fields: { side: { type: decimal, required: true, doc: One of four. }, name: { type: string, doc: The name. } } }
  Polygon: { doc: Any., fields: { corners: { type: integer, required: true, doc: How many. }, name: { type: string, doc: The name. } } }
  Drawn:
    doc: A shape.
    fields:
      id: { type: string, read_only: true, guaranteed: true, example: s1, doc: The id. }
      kind: { type: string, doc: Which. }
      radius: { type: decimal, doc: Half of it. }
      side: { type: decimal, doc: One of four. }
      corners: { type: integer, doc: How many. }
      name: { type: string, doc: The name. }
resources:
  Drawn: { type: Drawn, id: id, create: create, get: get, update: replace }
";

async fn started() -> Sandbox {
    let contract = contract(|_| true, Some(("spec/shapes.yaml".to_owned(), SHAPES.to_owned())));
    let sandbox = Sandbox::builder().contract(contract).random_seed(1);
    sandbox.start().await.expect("the sandbox starts")
}

fn shapes() -> [Value; 3] {
    [
        json!({ "kind": "CIRCLE", "radius": 1.5 }),
        json!({ "side": 2, "name": "tile" }),
        json!({ "corners": 6, "name": "cell" }),
    ]
}

#[tokio::test]
async fn each_case_of_a_body_is_accepted() {
    let sandbox = started().await;
    for shape in shapes() {
        let drawn = raw::json(&sandbox, "", "POST", "/shapes/v1/drawings", &shape.to_string()).await;
        assert_eq!(drawn.status, 201, "{drawn:?}");
        let created = raw::json(&sandbox, "", "POST", "/shapes/v1/shapes", &shape.to_string()).await;
        assert_eq!(created.status, 201, "{created:?}");
        let id = created.json()["id"].as_str().expect("an id").to_owned();
        let read = raw::json(&sandbox, "", "GET", &format!("/shapes/v1/shapes/{id}"), "").await;
        let mut expected = shape;
        expected["id"] = id.into();
        assert_eq!(read.json(), expected);
    }
}

#[tokio::test]
async fn another_case_of_a_body_replaces_all_of_the_one_before() {
    let sandbox = started().await;
    let [first, ..] = shapes();
    let created = raw::json(&sandbox, "", "POST", "/shapes/v1/shapes", &first.to_string()).await;
    let id = created.json()["id"].clone();
    let path = format!("/shapes/v1/shapes/{}", id.as_str().expect("an id"));
    for mut shape in shapes().into_iter().rev() {
        let replaced = raw::json(&sandbox, "", "PUT", &path, &shape.to_string()).await;
        assert_eq!(replaced.status, 200, "{replaced:?}");
        shape["id"] = id.clone();
        assert_eq!(replaced.json(), shape);
        assert_eq!(raw::json(&sandbox, "", "GET", &path, "").await.json(), shape);
    }
}

#[tokio::test]
async fn a_body_of_no_case_is_refused_with_the_reason() {
    let sandbox = started().await;
    for (body, reason) in [
        // The last case applies where no other does.
        ("{}", "`corners` is missing"),
        (r#"{"kind": "STAR", "radius": 1}"#, "`corners` is missing"),
        (r#"{"corners": "many"}"#, "`corners` is not a whole number"),
        (r#"{"kind": "CIRCLE"}"#, "`radius` is missing"),
        (r#"{"side": {}}"#, "`side` is not a number"),
        ("[]", "the body is not an object"),
        ("7", "the body is not an object"),
        ("null", "the body is not an object"),
        ("{", "the body is not JSON"),
        ("", "the body is missing"),
    ] {
        for path in ["drawings", "shapes"] {
            let refused = raw::json(&sandbox, "", "POST", &format!("/shapes/v1/{path}"), body).await;
            assert_eq!(refused.status, 400, "{body}: {refused:?}");
            assert!(refused.body.contains(reason), "{body}: {refused:?}");
        }
    }
}
