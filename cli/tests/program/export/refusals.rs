//! Files into which an export does not go.

use std::time::Duration;

use concur_sandbox::Fault;

use super::office::Office;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_origin_is_refused_and_kept() {
    let office = Office::new().await;
    office.create_many(2).await;
    office.user.write("mine.jsonl", "{\"id\":\"1\"}\n");
    let ran = office.user.run(["export", "request", "mine.jsonl"]).await;
    ran.ended_with(2).says("mine.jsonl is not from an export");
    assert_eq!(office.user.read("mine.jsonl"), "{\"id\":\"1\"}\n");
    assert!(!office.user.path("mine.jsonl.cursor").exists());

    office.export(&["--parameter", "view=ALL"]).await.succeeded();
    let text = office.text();
    for (options, said) in [
        (
            &["--parameter", "view=CLOSED"][..],
            "another set of parameters: `view=ALL`, and not `view=CLOSED`",
        ),
        (&[], "another set of parameters: `view=ALL`, and not ``"),
        (
            &["--parameter", "view=ALL", "--format", "csv"],
            "another format: `jsonl`, and not `csv`",
        ),
        (
            &["--parameter", "view=ALL", "--base-url", "http://127.0.0.1:9"],
            "another service",
        ),
    ] {
        office.export(options).await.ended_with(2).says(said);
    }
    // The size of the pages is no part of it.
    office
        .export(&["--parameter", "view=ALL", "--parameter", "limit=2"])
        .await
        .succeeded();
    assert_eq!(office.text(), text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_export_into_the_same_file_is_refused() {
    let office = Office::new().await;
    office.create_many(3).await;
    office
        .user
        .sandbox
        .inject(Fault::latency(Duration::from_millis(400)).on("request"));
    let said = office.user.path("said.txt");
    let mut running = office.user.start(office.arguments(&["--workers", "1"]), &said);
    let has_begun = || office.user.sandbox.faults().iter().any(|fault| fault.matched > 0);
    running.ended_or(has_begun, Duration::from_secs(20)).await;
    office
        .export(&[])
        .await
        .ended_with(1)
        .says("another program is exporting into");
    // Into another file it may.
    office.user.run(["export", "request", "other.jsonl"]).await.succeeded();
    assert!(running.ended(Duration::from_secs(20)).await.unwrap().success());
    office.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_a_newer_format_is_refused() {
    let office = Office::new().await;
    office.create("Kyoto").await;
    office.export(&[]).await.succeeded();
    let newer = office.cursor().replacen("\"format\":1", "\"format\":2", 1);
    let path = office.user.write("requests.jsonl.cursor", &newer);
    office
        .export(&[])
        .await
        .ended_with(1)
        .says("has format 2, and this program knows up to 1");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), newer);
    for damaged in ["", "[]", "{\"format\":1}"] {
        office.user.write("requests.jsonl.cursor", damaged);
        office.export(&[]).await.ended_with(1).says("is not a cursor");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_may_read_the_cursor() {
    use std::os::unix::fs::PermissionsExt;

    let office = Office::new().await;
    office.create("Kyoto").await;
    office.export(&[]).await.succeeded();
    for name in ["requests.jsonl.cursor", "requests.jsonl.cursor.lock"] {
        let mode = std::fs::metadata(office.user.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_line_that_cannot_be_meant_is_refused() {
    let office = Office::new().await;
    for (arguments, said) in [
        (&["export", "request", "-"][..], "an export needs a file"),
        (&["export", "request", "requests.txt"], "does not say its format"),
        (
            &["export", "request", "r.jsonl", "--fields", "name"],
            "--fields is for CSV files",
        ),
        (
            &["export", "request", "r.jsonl", "--parameter", "veiw=ALL"],
            "did you mean `view`?",
        ),
        (
            &[
                "export",
                "request",
                "r.jsonl",
                "--parameter",
                "modifiedAfter=2026-01-01",
            ],
            "takes no `modifiedAfter`",
        ),
        (
            &["export", "request", "r.jsonl", "--parameter", "start=5"],
            "takes no `start`",
        ),
        (&["export", "request", "r.jsonl", "--parameter", "limit=few"], "limit"),
        (&["export", "request", "r.jsonl", "--rate", "fast"], "expected a rate"),
        (&["export", "request", "r.jsonl", "--overlap", "0"], "expected a time"),
        (&["export", "requests", "r.jsonl"], "similar"),
    ] {
        office
            .user
            .run(arguments.iter().copied())
            .await
            .ended_with(2)
            .says(said);
    }
    #[cfg(unix)]
    office
        .user
        .run(["export", "request", "/dev/null", "--format", "jsonl"])
        .await
        .ended_with(2)
        .says("is not a regular file");
    assert!(office.user.calls("request.list").is_empty());
    assert!(!office.user.path("r.jsonl").exists());
}
