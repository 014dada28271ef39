//! APIs that are defined only in YAML, one of them drafted by `cargo xtask new-api`: the generated SDK compiles and its
//! tests pass, and the sandbox serves them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use concur_codegen::{disk, manifest};
use concur_sandbox::Sandbox;
use concur_spec::{Contract, Sources, scaffold, validate};

use crate::raw;

const GADGETS: &str = include_str!("third_api/gadgets.yaml");
const USER: &str = include_str!("third_api/user.rs");

/// The API that is drafted.
const DRAFT: &str = "kite_strings";

const FEATURES: [&str; 2] = ["gadgets", "kite-strings"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Returns the contract of the real specification with the gadgets and the drafted API.
fn contract() -> Contract {
    let sources = Sources::read(root().join("spec")).expect("the specification is readable");
    let files = sources.files().iter().map(|file| {
        let entry = "documents:\n  gadgets.endpoints.v1: { title: Gadgets }\n";
        (file.path().to_owned(), file.text().replacen("documents:\n", entry, 1))
    });
    let sources = Sources::from_texts(files.chain([("spec/gadgets.yaml".to_owned(), GADGETS.to_owned())]));
    let scaffold = scaffold::scaffold(&sources, DRAFT).unwrap_or_else(|error| panic!("{error}"));
    scaffold.contract
}

/// Returns a workspace manifest with the SDK as its only member and absolute paths to the other crates.
fn workspace_manifest() -> String {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("the file is readable");
    text.lines()
        .map(|line| match line.split_once("path = \"") {
            Some((before, path)) if !path.starts_with("generated") => {
                format!("{before}path = \"{}/{path}\n", root().display())
            }
            _ if line.starts_with("members = ") => "members = [\"generated\"]\n".to_owned(),
            _ => format!("{line}\n"),
        })
        .collect()
}

/// Returns the manifest of the SDK with the new features and without its examples and dev-dependencies.
fn crate_manifest() -> String {
    let mut text = fs::read_to_string(root().join("generated/Cargo.toml")).expect("the file is readable");
    for feature in FEATURES {
        text = manifest::with_feature(&text, &["request"], feature, feature).expect("the manifest has features");
    }
    let mut is_kept = true;
    let mut kept = String::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            is_kept = !["[dev-dependencies]", "[[example]]"].contains(&line.trim_end());
        }
        kept += if is_kept { line } else { "" };
    }
    kept
}

/// Writes the SDK with the new APIs to disk and returns its directory.
fn copy_of_the_sdk(contract: &Contract) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("third-api");
    // What an earlier version of the generator wrote must not stay.
    if directory.exists() {
        fs::remove_dir_all(&directory).expect("the copy of an earlier run is removed");
    }
    let mut files = concur_codegen::generate(contract).unwrap_or_else(|error| panic!("{error}"));
    files.insert("Cargo.toml", workspace_manifest());
    files.insert("generated/Cargo.toml", crate_manifest());
    files.insert("generated/README.md", "# The SDK with more APIs\n");
    files.insert("generated/examples/user.rs", USER);
    for page in &contract.platform.guide {
        files.insert(format!("generated/guide/{}.md", page.key), "A page.\n");
    }
    let differences = disk::compare(&files, &directory).expect("the directory is readable");
    disk::apply(&files, &directory, &differences).expect("the crate is written");
    fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock")).expect("the lock file is copied");
    directory
}

#[test]
fn generated_sdk_compiles_and_passes_its_tests() {
    let directory = copy_of_the_sdk(&contract());
    // Shared with the crates in the tests of the generator, so that dependencies are built once.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-crates");
    let features = [FEATURES.as_slice(), &["blocking", "testing"]].concat().join(",");
    let output = Command::new(env!("CARGO"))
        .args([
            "test",
            "--offline",
            "--package",
            "sap-concur",
            "--lib",
            "--examples",
            "--tests",
        ])
        .args(["--no-default-features", "--features", &features])
        .current_dir(&directory)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let stdout = String::from_utf8_lossy(&output.stdout);
    // The examples of gadgets survive a round trip.
    assert!(
        stdout.contains("test gadgets::create_request_2_survives ... ok"),
        "{stdout}"
    );
    let is_warning = |line: &&str| line.starts_with("warning");
    assert_eq!(stderr.lines().find(is_warning), None, "{stderr}");

    // The program checks what it builds and reads.
    let ran = Command::new(env!("CARGO"))
        .args([
            "run",
            "--quiet",
            "--offline",
            "--package",
            "sap-concur",
            "--example",
            "user",
        ])
        .args(["--no-default-features", "--features", &features])
        .current_dir(&directory)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[tokio::test]
async fn sandbox_serves_the_third_api() {
    let contract: &'static Contract = Box::leak(Box::new(contract()));
    let api = contract
        .apis
        .iter()
        .find(|api| api.key == "gadgets")
        .expect("the API exists");
    let sandbox = Sandbox::builder()
        .contract(contract)
        .start()
        .await
        .expect("the sandbox starts");
    let token = sandbox.company_token();
    let operation = |key: &str| {
        api.operations
            .iter()
            .find(|operation| operation.key == key)
            .expect("the operation exists")
    };

    let body = r#"{"name": "Lever", "kind": "SMALL", "price": 1.50, "slot3": "bolt"}"#;
    for (key, method, path, body, status) in [
        ("create", "POST", "/gadgets/v1/gadgets", body, 201),
        ("get", "GET", "/gadgets/v1/gadgets/1", "", 200),
        ("list", "GET", "/gadgets/v1/gadgets?kind=SMALL&limit=2", "", 200),
    ] {
        let response = raw::json(&sandbox, &token, method, path, body).await;
        assert_eq!(response.status, status, "{key}: {response:?}");
        assert_eq!(
            validate::answer(contract, api, operation(key), status, &response.json()),
            [],
            "{key}"
        );
    }
    for (token, path, status) in [
        ("", "/gadgets/v1/gadgets", 401),
        (token.as_str(), "/gadgets/v1/gadgets?limit=few", 400),
        (&token, "/gadgets/v1/levers", 404),
    ] {
        let refused = raw::json(&sandbox, token, "GET", path, "").await;
        assert_eq!(refused.status, status, "{path}: {refused:?}");
    }
    for (since, expected) in [("2026-01-31T09:29:59Z", 1), ("2026-01-31T09:30:00Z", 0)] {
        let path = format!("/gadgets/v1/gadgets?changedAfter={since}");
        let listed = raw::json(&sandbox, &token, "GET", &path, "").await.json();
        assert_eq!(listed["gadgets"].as_array().map(Vec::len), Some(expected), "{since}");
    }
    let without_name = raw::json(&sandbox, &token, "POST", "/gadgets/v1/gadgets", r#"{"kind": "SMALL"}"#).await;
    assert_eq!(without_name.status, 400);
    assert!(without_name.body.contains("`name` is missing"), "{without_name:?}");
}

#[tokio::test]
async fn sandbox_takes_a_list_as_a_body() {
    let contract: &'static Contract = Box::leak(Box::new(contract()));
    let sandbox = Sandbox::builder().contract(contract).start().await;
    let sandbox = sandbox.expect("the sandbox starts");
    let token = sandbox.company_token();
    let all = "/gadgets/v1/gadgets/all";
    for (method, path, body, status, reasons) in [
        (
            "POST",
            all,
            r#"[{"name": "Lever"}, {"name": "Crane", "price": 1.5}]"#,
            200,
            &[][..],
        ),
        ("POST", all, "[]", 200, &[]),
        (
            "POST",
            all,
            r#"[{"name": "Lever"}, {"price": "much"}, {"name": " "}]"#,
            400,
            &[
                "`[1].price` is not a number",
                "`[1].name` is missing",
                "`[2].name` is missing",
            ],
        ),
        (
            "POST",
            all,
            r#"[{"name": "Lever"}, null]"#,
            400,
            &["`[1]` is not an object"],
        ),
        ("POST", all, r#"{"name": "Lever"}"#, 400, &["the body is not a list"]),
        ("POST", all, "null", 400, &["the body is not a list"]),
        ("POST", all, "", 400, &["the body is missing"]),
        // Each item is a partial update, what is inside of it is complete.
        ("PATCH", all, r#"[{"price": null}, {}]"#, 204, &[]),
        (
            "PATCH",
            all,
            r#"[{}, {"parts": [{"type": "MOTOR"}]}]"#,
            400,
            &["`[1].parts[0].watts` is missing"],
        ),
        (
            "PUT",
            "/gadgets/v1/parts",
            r#"[{"type": "MOTOR", "watts": 1}, {"type": "HOOK"}]"#,
            204,
            &[],
        ),
        (
            "PUT",
            "/gadgets/v1/parts",
            r#"[{"type": "HOOK"}, {"type": "MOTOR"}]"#,
            400,
            &["`[1].watts` is missing"],
        ),
    ] {
        let answer = raw::json(&sandbox, &token, method, path, body).await;
        assert_eq!(answer.status, status, "{body}: {answer:?}");
        for reason in reasons {
            assert!(answer.body.contains(reason), "{body}: {answer:?}");
        }
    }
    let unknown = raw::json(
        &sandbox,
        &token,
        "POST",
        all,
        r#"[{"name": "a"}, {"name": "b", "nam": "c"}]"#,
    )
    .await;
    assert_eq!(unknown.status, 200, "{unknown:?}");
    let calls = sandbox.requests();
    let remarks = calls.last().map(|call| call.remarks.concat()).unwrap_or_default();
    assert!(
        remarks.contains("`[1].nam` is unknown; did you mean `name`?"),
        "{remarks}"
    );
}

/// Makes a token call with an application and returns the token.
async fn token(sandbox: &Sandbox, application: usize) -> String {
    let tenant = sandbox.tenant();
    let (application, user) = (&tenant.applications[application], &tenant.users[0]);
    let form = format!(
        "client_id={}&client_secret={}&grant_type=password&username={}&password={}",
        application.client_id, application.client_secret, user.login_id, user.password
    );
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = raw::call(sandbox.url(), "POST", "/oauth2/v0/token", &headers, &form).await;
    answer.json()["access_token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn sandbox_authorizes_calls_of_a_drafted_api() {
    let contract: &'static Contract = Box::leak(Box::new(contract()));
    let sandbox = Sandbox::builder()
        .contract(contract)
        .start()
        .await
        .expect("the sandbox starts");
    let (all, reader) = (token(&sandbox, 0).await, token(&sandbox, 1).await);
    let items = "/kite-strings/v1/items";
    let (body, change) = (r#"{"name": "First", "amount": 1.50}"#, r#"{"name": "Second"}"#);
    let created = raw::json(&sandbox, &all, "POST", items, body).await.json();
    let item = &format!("{items}/{}", created["id"].as_str().expect("an id"));
    for (method, path, body, status) in [
        ("POST", items, body, 201),
        ("GET", item, "", 200),
        ("GET", items, "", 200),
        ("PATCH", item, change, 200),
        ("DELETE", item, "", 204),
    ] {
        for (token, expected) in [("", 401), (&reader, 403), (&all, status)] {
            let answer = raw::json(&sandbox, token, method, path, body).await;
            assert_eq!(answer.status, expected, "{method} {path}: {answer:?}");
        }
    }
}
