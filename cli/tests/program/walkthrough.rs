//! What a newcomer does: the commands of the README, as they are printed.

use std::path::Path;

use concur_sandbox::Sandbox;

use crate::support::{Ran, User};

/// The commands of the section `Command line`, without comments.
fn commands() -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let section = readme.split("\n## Command line\n").nth(1).unwrap();
    let block = section.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let lines = block
        .lines()
        .map(|line| line.split('#').next().unwrap().trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// A user in a folder that has the samples, as a checkout has them.
async fn newcomer() -> User {
    let user = User::new(Sandbox::builder().creation_takes(std::time::Duration::from_millis(100))).await;
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::fs::create_dir_all(user.path("cli/samples")).unwrap();
    for sample in std::fs::read_dir(samples).unwrap() {
        let sample = sample.unwrap();
        std::fs::copy(sample.path(), user.path("cli/samples").join(sample.file_name())).unwrap();
    }
    user
}

async fn run(user: &User, command: &str) -> Ran {
    let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
    let url = user.sandbox.url().to_string();
    if words == ["login", "--sandbox"] {
        // The sandbox of the test has another port.
        words.push(&url);
    }
    user.run(words).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_leads_from_nothing_to_a_report() {
    let commands = commands();
    let [install, sandbox, login, faulty, corrected, status, report] = commands.as_slice() else {
        panic!("the README has other commands: {commands:#?}");
    };
    assert_eq!(install, "cargo install --path cli");
    assert_eq!(sandbox, "concur sandbox &");
    let user = newcomer().await;
    run(&user, login).await.succeeded();

    let ran = run(&user, faulty).await.ended_with(2);
    for fault in [
        "line 1, column 12 (Weight): there is no field `Weight`",
        "line 3, column 8 (Pieces): found \"two hundred\", expected a number",
        "line 4, column 9 (Price): found \"1.299.00\", expected a number",
        "line 5, column 10 (Needed by): found \"2027-01-15\", expected a date as dd.mm.yyyy",
        "line 6, column 7 (Kind): found \"GOOD\", expected one of GOODS, SERVICES",
        "line 7, column 3 (Currency): found \"usd\", expected a currency code",
        "line 8, column 6 (Address): the cell is empty, but a value is required",
        "line 9, column 10 (Needed by): found \"31.02.2027\", expected a date",
        "line 11, column 2 (Requester): found \"ida@example.com\", but row 10",
        "line 12, column 1 (Order): found nothing, expected the key",
        "line 13, column 13: found \"extra\", expected nothing",
    ] {
        assert!(ran.stderr.contains(fault), "{fault} is not in\n{}", ran.stderr);
    }
    assert!(
        ran.stderr.contains("the file has 11 faults; nothing was sent"),
        "{}",
        ran.stderr
    );
    let orders = |user: &User| {
        let calls = user.sandbox.requests();
        calls
            .iter()
            .filter(|call| call.operation.as_deref() == Some("purchase_request.create"))
            .count()
    };
    assert_eq!(orders(&user), 0);

    let ran = run(&user, corrected).await.ended_with(7);
    assert!(
        ran.stderr.contains("8 documents: 6 created, 2 refused."),
        "{}",
        ran.stderr
    );
    assert_eq!(orders(&user), 8);
    let ran = run(&user, status).await.succeeded();
    assert!(ran.stdout.contains("\"documents\": 6"), "{}", ran.stdout);
    run(&user, report).await.succeeded();
    assert!(user.path("report.xlsx").metadata().unwrap().len() > 1000);
    run(&user, &report.replace("report.xlsx", "report.csv"))
        .await
        .succeeded();
    let report = user.read("report.csv");
    let line = |start: &str| report.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert!(line("1001;ann").contains(";created;"), "{report}");
    assert!(line("1005;").contains(";refused;"), "{report}");
    assert!(line("1005;").contains("invalidVendor"), "{report}");
    assert!(line("1007;").contains("vendor VEN10 is not active"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_the_same_file_again_sends_nothing() {
    let user = newcomer().await;
    let commands = commands();
    run(&user, &commands[2]).await.succeeded();
    run(&user, &commands[4]).await.ended_with(7);
    let before = user.sandbox.requests().len();
    let ran = run(&user, &commands[4]).await.ended_with(7);
    assert!(
        ran.stderr.contains("they are not sent again: 6 created, 2 refused"),
        "{}",
        ran.stderr
    );
    assert_eq!(user.sandbox.requests().len(), before);
}
