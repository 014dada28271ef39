//! What a run finds that another one has left.

use std::io::Write;

use super::office::Office;

fn add(office: &Office, text: &str) {
    let file = std::fs::File::options().append(true).open(office.path());
    file.unwrap().write_all(text.as_bytes()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_last_line_is_removed_and_nothing_else() {
    for (file, torn) in [
        ("requests.jsonl", "{\"id\":\"7"),
        ("requests.csv", "7,2026-01-01T00:00:00Z,\"two\nlin"),
    ] {
        let office = Office::new().await.with_file(file);
        let ids = office.create_many(3).await;
        office.export(&[]).await.succeeded();
        let before = office.text();
        add(&office, torn);
        office.rename(&ids[0], "Osaka").await;
        let said = format!("removed an incomplete last line of {} bytes", torn.len());
        office.export(&[]).await.succeeded().says(&said).says("1 lines added");
        assert!(office.text().starts_with(&before), "{}", office.text());
        office.is_whole().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_after_the_cursor_are_recognized() {
    for file in ["requests.jsonl", "requests.csv"] {
        let office = Office::new().await.with_file(file);
        let ids = office.create_many(3).await;
        office.export(&[]).await.succeeded();
        let cursor = office.cursor();
        office.rename(&ids[0], "two\nlines").await;
        office.export(&[]).await.succeeded().says("1 lines added");
        let text = office.text();
        // As if the run had ended after its lines were written.
        office.user.write(&format!("{file}.cursor"), &cursor);
        office.export(&[]).await.succeeded().says("0 lines added");
        assert_eq!(office.text(), text);
        assert_ne!(office.cursor(), cursor);
        // Also if the first run never came to its end.
        let head = cursor.lines().next().unwrap();
        let (before, rest) = head.split_once(",\"complete_until\":").unwrap();
        assert!(rest.contains("\"length\":"), "{rest}");
        let new = format!("{before},\"complete_until\":null,\"length\":0,\"hash\":0}}\n");
        office.user.write(&format!("{file}.cursor"), new);
        office.export(&[]).await.succeeded().says("0 lines added");
        office.is_whole().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_the_export_has_not_written_is_an_error() {
    let office = Office::new().await;
    office.create("Kyoto").await;
    office.export(&[]).await.succeeded();
    add(&office, "{\"note\":\"mine\"}\n{\"id\":\"torn");
    let text = office.text();
    office
        .export(&[])
        .await
        .ended_with(1)
        .says("`{\"note\":\"mine\"}` is not a line of this export");
    assert_eq!(office.text(), text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_file_is_refused_and_a_moved_one_starts_anew() {
    let office = Office::new().await;
    let ids = office.create_many(3).await;
    office.export(&[]).await.succeeded();
    let text = office.text();
    let (before, after) = text.rsplit_once("Fair").unwrap();
    let shorter = text.lines().next().unwrap().to_owned() + "\n";
    for wrong in [format!("{before}Farm{after}"), shorter] {
        office.user.write("requests.jsonl", &wrong);
        office.export(&[]).await.ended_with(1).says("is not as it was left");
        assert_eq!(office.text(), wrong);
    }
    // As logrotate does.
    std::fs::remove_file(office.path()).unwrap();
    office.rename(&ids[2], "Osaka").await;
    office
        .export(&[])
        .await
        .succeeded()
        .says("was moved away or emptied")
        .says("1 lines added");
    assert_eq!(office.lines().len(), 1);
    office
        .export(&[])
        .await
        .succeeded()
        .hides("moved away")
        .says("0 lines added");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_stops_after_what_is_being_read() {
    use std::time::Duration;

    use concur_sandbox::Fault;

    let office = Office::new().await;
    office.create_many(20).await;
    office
        .user
        .sandbox
        .inject(Fault::latency(Duration::from_millis(150)).on("request.get"));
    let said = office.user.path("said.txt");
    for signal in ["-TERM", "-INT"] {
        let mut running = office.user.start(office.arguments(&[]), &said);
        let before = office.user.calls("request.get").len();
        let is_reading = || office.user.calls("request.get").len() > before;
        running.ended_or(is_reading, Duration::from_secs(20)).await;
        running.signal(signal);
        let status = running.ended(Duration::from_secs(10)).await.unwrap();
        let said = std::fs::read_to_string(&said).unwrap();
        assert_eq!(status.code(), Some(130), "{said}");
        assert!(said.contains("the same command goes on"), "{said}");
        assert!(office.cursor().contains("\"complete_until\":null"));
    }
    let stopped = office.lines().len();
    assert!((1..20).contains(&stopped), "{stopped}");
    office.user.sandbox.clear_faults();
    office
        .export(&[])
        .await
        .succeeded()
        .says(&format!("{} lines added", 20 - stopped));
    office.is_whole().await;
}
