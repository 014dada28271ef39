//! Imports as users run them.

use std::io::Cursor;
use std::time::{Duration, Instant};

use concur_sandbox::{Fault, LoggedCall, Sandbox};
use rusqlite::Connection;
use sap_concur::{Concur, Method};
use serde_json::Value;

#[cfg(unix)]
use crate::orders::import;
use crate::orders::{Order, Record, csv, orders};
use crate::support::{Ran, User};

const CREATE: &str = "purchase_request.create";

/// The user in whose name the company makes Requests.
const ANN: &str = "userId=31e53f4d-a21c-4f92-a84a-112446cc3a2e";

/// A user of a sandbox that creates purchase requests at once, and a file of orders.
async fn user_with(orders: &[Order]) -> User {
    let user = User::logged_in_to(Sandbox::builder().creation_takes(Duration::ZERO)).await;
    user.write("orders.csv", csv(orders));
    user
}

/// The calls of an operation.
fn calls(user: &User, operation: &str) -> Vec<LoggedCall> {
    let calls = user.sandbox.requests().into_iter();
    calls
        .filter(|call| call.operation.as_deref() == Some(operation))
        .collect()
}

/// The most calls that were served at the same time.
fn most_at_once(calls: &[LoggedCall]) -> usize {
    let end = |call: &LoggedCall| call.at.checked_add(call.took).unwrap();
    let during = |moment: &LoggedCall| {
        calls
            .iter()
            .filter(|one| one.at <= moment.at && moment.at < end(one))
            .count()
    };
    calls.iter().map(during).max().unwrap_or_default()
}

fn keys(records: &[Record]) -> Vec<&str> {
    let mut keys: Vec<&str> = records.iter().map(Record::key).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limits_the_requests() {
    let user = user_with(&orders("R", 6)).await;
    let began = Instant::now();
    user.import("orders.csv", &["--rate", "20/s", "--workers", "4"])
        .await
        .succeeded();
    let mut at: Vec<_> = ["purchase_request.create", "purchase_request.get"]
        .iter()
        .flat_map(|operation| calls(&user, operation))
        .map(|call| call.at)
        .collect();
    at.sort_unstable();
    assert_eq!(at.len(), 12);
    // Eleven pauses of 50 ms.
    assert!(began.elapsed() >= Duration::from_millis(540), "{:?}", began.elapsed());
    let took = at[5].duration_since(at[0]).unsigned_abs();
    assert!(took >= Duration::from_millis(200), "the first six within {took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_limit_what_is_sent_at_once() {
    for (workers, most) in [("1", 1), ("3", 3)] {
        let user = user_with(&orders("W", 9)).await;
        user.sandbox
            .inject(Fault::latency(Duration::from_millis(150)).on(CREATE));
        user.import("orders.csv", &["--workers", workers]).await.succeeded();
        assert_eq!(most_at_once(&calls(&user, CREATE)), most);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn status_429_is_waited_for() {
    let user = user_with(&orders("T", 4)).await;
    let busy = Fault::status(429).retry_after(Duration::from_secs(1));
    user.sandbox.inject(busy.on(CREATE).times(2));
    let began = Instant::now();
    user.import("orders.csv", &["--workers", "1"]).await.succeeded();
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    assert_eq!(calls(&user, CREATE).len(), 6);
    assert_eq!(keys(&user.records().await), ["T-1", "T-2", "T-3", "T-4"]);
}

/// Waits until the sandbox has this many purchase requests.
#[cfg(unix)]
async fn arrived(user: &User, count: usize) {
    for _ in 0..500 {
        if user.records().await.len() >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{count} purchase requests do not arrive");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn signals_wait_for_what_is_in_flight() {
    for signal in ["-INT", "-TERM"] {
        let user = user_with(&orders("S", 8)).await;
        let slow = user
            .sandbox
            .inject(Fault::latency(Duration::from_millis(900)).on(CREATE));
        let said = user.path("said.txt");
        let mut running = user.start(import("orders.csv", &["--workers", "2"]), &said);
        arrived(&user, 2).await;
        running.signal(signal);
        let status = running.ended(Duration::from_secs(10)).await.unwrap();
        let said = std::fs::read_to_string(said).unwrap();
        assert_eq!(status.code(), Some(130), "{said}");
        assert!(said.contains("Once more to end at once"), "{said}");
        assert_eq!(user.records().await.len(), 2, "nothing else was sent");
        let states = user.states().await;
        assert_eq!(
            (states.get("accepted"), states.get("planned")),
            (Some(&2), Some(&6)),
            "{states:?}"
        );

        user.sandbox.clear_fault(slow);
        user.import("orders.csv", &[]).await.succeeded();
        assert_eq!(user.records().await.len(), 8);
        assert_eq!(user.states().await.get("created"), Some(&8));
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn second_signal_ends_at_once_and_loses_nothing() {
    let user = user_with(&orders("S", 6)).await;
    let slow = user.sandbox.inject(Fault::latency(Duration::from_secs(20)).on(CREATE));
    let mut running = user.start(import("orders.csv", &["--workers", "2"]), &user.path("said.txt"));
    arrived(&user, 2).await;
    running.signal("-INT");
    assert!(running.ended(Duration::from_millis(300)).await.is_none(), "it waits");
    running.signal("-INT");
    let status = running.ended(Duration::from_secs(2)).await.expect("it ends at once");
    assert_eq!(status.code(), Some(130));

    user.sandbox.clear_fault(slow);
    user.import("orders.csv", &[]).await.ended_with(7);
    let states = user.states().await;
    assert_eq!(
        (states.get("uncertain"), states.get("created")),
        (Some(&2), Some(&4)),
        "{states:?}"
    );
    assert_eq!(keys(&user.records().await), ["S-1", "S-2", "S-3", "S-4", "S-5", "S-6"]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn signals_do_not_wait_for_the_rate_or_after_a_429() {
    let busy = Fault::status(429).retry_after(Duration::from_secs(60));
    for (rate, fault) in [("1/m", None), ("100/s", Some(busy.on(CREATE).skip(1)))] {
        let user = user_with(&orders("S", 5)).await;
        fault.map(|fault| user.sandbox.inject(fault));
        let said = user.path("said.txt");
        let mut running = user.start(import("orders.csv", &["--rate", rate]), &said);
        arrived(&user, 1).await;
        // The others wait.
        tokio::time::sleep(Duration::from_millis(200)).await;
        running.signal("-INT");
        let status = running
            .ended(Duration::from_secs(5))
            .await
            .expect("nothing is in flight");
        assert_eq!(status.code(), Some(130), "{}", std::fs::read_to_string(said).unwrap());
        let states = user.states().await;
        assert_eq!(states.get("planned"), Some(&4), "{states:?}");
        user.sandbox.clear_faults();
        user.import("orders.csv", &[]).await.succeeded();
        assert_eq!(user.records().await.len(), 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_token_stops_the_run() {
    let user = user_with(&orders("T", 40)).await;
    // The sandbox forgets the tokens, also the refresh token.
    user.sandbox.reset();
    let ran = user.import("orders.csv", &["--workers", "4"]).await.ended_with(7);
    assert!(ran.stderr.contains("the import was stopped"), "{}", ran.stderr);
    assert!(ran.stderr.contains("concur login"), "{}", ran.stderr);
    let states = user.states().await;
    let failed = states.get("failed").copied().unwrap_or_default();
    assert!((1..=8).contains(&failed), "{states:?}");
    assert_eq!(states.get("planned"), Some(&(40 - failed)), "{states:?}");
    assert!(calls(&user, "oauth.token").len() <= 8);

    let url = user.sandbox.url().to_owned();
    user.run(["login", "--sandbox", &url]).await.succeeded();
    user.run(["import", "retry"]).await.succeeded();
    assert_eq!(user.records().await.len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn unreachable_service_stops_the_run() {
    let user = user_with(&orders("U", 40)).await;
    let url = user.sandbox.url().to_owned();
    let address = url.trim_start_matches("http://").parse().unwrap();
    let user = user.without_sandbox().await;
    let ran = user.import("orders.csv", &["--workers", "4"]).await.ended_with(7);
    assert!(ran.stderr.contains("the import was stopped"), "{}", ran.stderr);
    let states = user.states().await;
    let failed = states.get("failed").copied().unwrap_or_default();
    assert!((5..=12).contains(&failed), "{states:?}");
    assert_eq!(states.get("planned"), Some(&(40 - failed)), "{states:?}");

    let user = user.with_sandbox(Sandbox::builder().address(address)).await;
    user.run(["login", "--sandbox", &url]).await.succeeded();
    user.run(["import", "retry"]).await.succeeded();
    assert_eq!(user.records().await.len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_sent_once_without_again() {
    let user = user_with(&orders("D", 3)).await;
    user.import("orders.csv", &[]).await.succeeded();
    let ran = user.import("orders.csv", &[]).await.succeeded();
    assert!(ran.stderr.contains("not sent again: 3 created"), "{}", ran.stderr);
    // Another file: two as they were, one with another price, one that is new.
    let mut others = orders("D", 4);
    others[0].price = 99;
    user.write("others.csv", csv(&others));
    let ran = user.import("others.csv", &[]).await.succeeded();
    assert!(
        ran.stderr
            .contains("`D-1` is created from orders.csv, row 2, with other content"),
        "{}",
        ran.stderr
    );
    let records = user.records().await;
    assert_eq!(keys(&records), ["D-1", "D-2", "D-3", "D-4"]);

    user.import("others.csv", &["--again"]).await.succeeded();
    let records = user.records().await;
    assert_eq!(keys(&records), ["D-1", "D-1", "D-2", "D-2", "D-3", "D-3", "D-4", "D-4"]);
    let mut marks: Vec<&str> = records.iter().map(Record::mark).collect();
    marks.sort_unstable();
    marks.dedup();
    assert_eq!(marks.len(), 8, "each has a mark of its own");
    user.import("others.csv", &[]).await.succeeded();
    assert_eq!(user.records().await.len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn corrected_document_replaces_a_refused_one() {
    let wrong = [
        Order::new("C-1").refused(),
        Order::new("C-2").not_created(),
        Order::new("C-3"),
    ];
    let user = user_with(&wrong).await;
    user.import("orders.csv", &[]).await.ended_with(7);
    let (rejected, failed) = (user.document("C-1").await, user.document("C-2").await);
    assert_eq!((rejected.state.as_str(), failed.state.as_str()), ("refused", "refused"));
    assert!(failed.message.unwrap().contains("vendor VEN10 is not active"));
    // As it is, it is refused once more only if somebody asks for it.
    user.import("orders.csv", &[]).await.ended_with(7);
    user.run(["import", "retry"]).await.ended_with(7);
    assert_eq!(calls(&user, CREATE).len(), 3);

    user.write("orders.csv", csv(&orders("C", 3)));
    let ran = user.import("orders.csv", &[]).await.succeeded();
    assert!(ran.stderr.contains("2 corrected ones"), "{}", ran.stderr);
    let records = user.records().await;
    let created: Vec<Record> = records.into_iter().filter(Record::is_created).collect();
    assert_eq!(keys(&created), ["C-1", "C-2", "C-3"]);
    let document = user.document("C-1").await;
    assert_ne!(document.mark, rejected.mark);
    assert!(
        created
            .iter()
            .any(|record| Some(record.mark()) == document.mark.as_deref())
    );
    assert_eq!(user.states().await.get("created"), Some(&3));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_may_read_journals() {
    use std::os::unix::fs::PermissionsExt;

    let user = user_with(&orders("P", 4)).await;
    user.sandbox
        .inject(Fault::latency(Duration::from_millis(500)).on(CREATE));
    let mut running = user.start(import("orders.csv", &[]), &user.path("said.txt"));
    arrived(&user, 1).await;
    let files = std::fs::read_dir(user.path("config")).unwrap().map(Result::unwrap);
    let journal: Vec<_> = files
        .filter(|file| file.file_name().to_string_lossy().starts_with("imports-"))
        .collect();
    assert!(
        journal.len() >= 3,
        "a log and a lock belong to it while it is written: {journal:?}"
    );
    for file in journal {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.path());
    }
    assert!(running.ended(Duration::from_secs(20)).await.unwrap().success());

    std::fs::set_permissions(user.journal(), PermissionsExt::from_mode(0o644)).unwrap();
    let ran = user.import("orders.csv", &[]).await;
    assert_ne!(ran.code, 0);
    assert!(ran.stderr.contains("chmod 600"), "{}", ran.stderr);
}

const TRIPS: &str = "Trip,name,startDate,endDate,document.businessPurpose,expenseType,transactionAmount.value,\
                     transactionAmount.currency,transactionDate
T1,Lyon,2027-03-01,2027-03-03,Fair,TAXIX,40,USD,2027-03-01T00:00:00Z
T1,,,,,LUNCH,20.50,USD,2027-03-02T00:00:00Z
T2,Kyoto,2027-04-01,2027-04-09,Visit,HOTEL,900,USD,2027-04-01T00:00:00Z
";

/// Imports the trips.
async fn import_trips(user: &User, others: &[&str]) -> Ran {
    let arguments = [
        "import",
        "request",
        "trips.csv",
        "--key",
        "Trip",
        "--parameter",
        ANN,
        "--mark",
        "custom7",
    ];
    user.run([&arguments[..], others].concat()).await
}

/// A Request of Ann in the sandbox.
#[derive(Debug)]
struct Trip {
    name: String,
    status: String,
    expenses: usize,
    id: String,
    /// What users see.
    number: String,
}

/// All Requests of Ann, by name.
async fn trips(user: &User) -> Vec<Trip> {
    let token = user.sandbox.user_token("ann@example.com").unwrap();
    let builder = Concur::builder().base_url(user.sandbox.url()).access_token(token);
    let concur = builder.build().unwrap();
    let get = async |path: &str| {
        let call = concur.call(Method::GET, format!("/travelrequest/v4/requests{path}"));
        call.send_json::<Value>().await.unwrap().into_inner()
    };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut trips = Vec::new();
    for listed in get("").await["data"].as_array().unwrap() {
        let id = text(&listed["id"]);
        let request = get(&format!("/{id}")).await;
        trips.push(Trip {
            name: text(&request["name"]),
            status: text(&request["approvalStatus"]["code"]),
            expenses: get(&format!("/{id}/expenses")).await.as_array().unwrap().len(),
            number: text(&request["requestId"]),
            id,
        });
    }
    trips.sort_by(|one, other| one.name.cmp(&other.name));
    trips
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_requests_are_calls_and_submit_is_the_last() {
    let user = user_with(&[]).await;
    user.write("trips.csv", TRIPS);
    import_trips(&user, &["--submit"]).await.succeeded();
    let trips = trips(&user).await;
    let shown: Vec<_> = trips
        .iter()
        .map(|trip| (trip.name.as_str(), trip.status.as_str(), trip.expenses))
        .collect();
    assert_eq!(shown, [("Kyoto", "SUBMITTED", 1), ("Lyon", "SUBMITTED", 2)]);
    let document = user.document("T1").await;
    let lyon = &trips[1];
    assert_eq!(
        (document.id.as_ref(), document.number.as_ref()),
        (Some(&lyon.id), Some(&lyon.number))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_requests_by_their_mark() {
    let user = user_with(&[]).await;
    user.write("trips.csv", TRIPS);
    let dropped = |fault: Fault| fault.on("request.create").times(1);
    // The first is created and its answer is lost; the second is not created.
    user.sandbox.inject(dropped(Fault::drop_connection().carried_out()));
    user.sandbox.inject(dropped(Fault::drop_connection()));
    import_trips(&user, &["--workers", "1"]).await.ended_with(7);
    assert_eq!(user.states().await.get("uncertain"), Some(&2));

    let search = ["import", "resolve", "--search", "--parameter", ANN];
    let ran = user.run(search).await.ended_with(7);
    let found = &trips(&user).await[0];
    assert!(
        ran.stderr.contains(&format!("was created: {}", found.number)),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("`T2` (imp-"), "{}", ran.stderr);
    assert!(ran.stderr.contains("was not found"), "{}", ran.stderr);
    let document = user.document("T1").await;
    assert_eq!(
        (document.state.as_str(), document.id.as_ref()),
        ("planned", Some(&found.id))
    );

    user.run(["import", "resolve", "T2", "--not-created"]).await.succeeded();
    user.run(["import", "retry"]).await.succeeded();
    let trips = trips(&user).await;
    let shown: Vec<_> = trips.iter().map(|trip| (trip.name.as_str(), trip.expenses)).collect();
    assert_eq!(shown, [("Kyoto", 1), ("Lyon", 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_says_that_purchase_requests_have_no_list() {
    let user = user_with(&orders("N", 1)).await;
    user.sandbox
        .inject(Fault::drop_connection().carried_out().on(CREATE).times(1));
    user.import("orders.csv", &[]).await.ended_with(7);
    let ran = user.run(["import", "resolve", "--search"]).await.ended_with(7);
    assert!(ran.stderr.contains("cannot be searched"), "{}", ran.stderr);
    assert_eq!(user.document("N-1").await.state, "uncertain");
}

/// Imports a file with one document that is created with two lines, one that is refused, and one that is uncertain.
async fn user_with_results() -> User {
    let mut created = Order::new("1");
    created.lines = 2;
    let user = user_with(&[created, Order::new("2").refused(), Order::new("3")]).await;
    user.sandbox
        .inject(Fault::drop_connection().on(CREATE).skip(2).times(1));
    user.import("orders.csv", &["--workers", "1"]).await.ended_with(7);
    user
}

/// The rows of a report: the key and what the program added.
async fn check_report(user: &User, rows: Vec<Vec<String>>) {
    let input = user.read("orders.csv");
    assert_eq!(rows.len(), input.lines().count());
    for (row, line) in rows.iter().zip(input.lines()) {
        assert_eq!(row[..10].join(","), line, "a copy of the input");
    }
    let added = [
        "import state",
        "import number",
        "import id",
        "import mark",
        "import message",
        "import remedy",
    ];
    assert_eq!(rows[0][10..], added);
    for (row, key, state) in [
        (1, "1", "created"),
        (2, "1", "created"),
        (3, "2", "refused"),
        (4, "3", "uncertain"),
    ] {
        let document = user.document(key).await;
        let text = |text: Option<String>| text.unwrap_or_default();
        let expected = [
            document.state.clone(),
            text(document.number),
            text(document.id),
            text(document.mark),
            text(document.message),
            text(document.remedy),
        ];
        assert_eq!(document.state, state);
        assert_eq!(rows[row][10..], expected);
    }
    assert!(!rows[1][11].is_empty(), "a created document has a number");
    assert!(!rows[3][14].is_empty(), "a refused one has a message");
}

#[tokio::test(flavor = "multi_thread")]
async fn report_copies_a_csv_file_with_results() {
    let user = user_with_results().await;
    user.run(["import", "report", "orders.csv", "--key", "Order"])
        .await
        .succeeded();
    let report = user.read("orders-report.csv");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(report.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect());
    check_report(&user, rows.collect()).await;
    // An existing file is not replaced unless somebody asks for it.
    assert_ne!(
        user.run(["import", "report", "orders.csv", "--key", "Order"])
            .await
            .code,
        0
    );
    user.run(["import", "report", "orders.csv", "--key", "Order", "--force"])
        .await
        .succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn report_writes_a_workbook_with_results() {
    use calamine::{Reader, Xlsx};

    let user = user_with_results().await;
    let arguments = ["import", "report", "orders.csv", "--key", "Order", "--to", "done.xlsx"];
    user.run(arguments).await.succeeded();
    let bytes = std::fs::read(user.path("done.xlsx")).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect());
    check_report(&user, rows.collect()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn purge_erases_bodies_and_nothing_is_sent_again() {
    let user = user_with(&orders("SECRET", 3)).await;
    user.import("orders.csv", &[]).await.succeeded();
    let bodies = || {
        let file = Connection::open(user.journal()).unwrap();
        let sum = "SELECT sum(length(body)) FROM step";
        file.query_row(sum, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    user.run(["import", "purge", "--older-than", "1d"]).await.succeeded();
    assert!(bodies() > 0, "they are not old enough");

    tokio::time::sleep(Duration::from_millis(1100)).await;
    let ran = user.run(["import", "purge", "--older-than", "1s"]).await.succeeded();
    assert!(ran.stderr.contains("3 documents"), "{}", ran.stderr);
    assert_eq!(bodies(), 0);
    let file = std::fs::read(user.journal()).unwrap();
    let has = |text: &[u8]| file.windows(text.len()).any(|window| window == text);
    assert!(has(b"SECRET-1") && !has(b"ann@example.com"), "keys stay, contents go");

    user.import("orders.csv", &[]).await.succeeded();
    assert_eq!(user.records().await.len(), 3);
    assert!(user.document("SECRET-1").await.number.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_are_refused_where_they_cannot_be() {
    let user = user_with(&orders("M", 1)).await;
    user.write("lists.yaml", "key: Order\nlists: [custom23]\n");
    for (mark, why) in [
        ("custom23", "connected to a list"),
        ("currencyCode", "only a text field"),
        ("line.custom3", "not of a line"),
        ("description", "has values for this field"),
        ("custm24", "did you mean `custom24`?"),
        ("nothing like it", "there is no field"),
    ] {
        let arguments = [
            "import",
            "purchase-request",
            "orders.csv",
            "--map",
            "lists.yaml",
            "--mark",
            mark,
        ];
        let ran = user.run(arguments).await.ended_with(2);
        assert!(ran.stderr.contains(why), "{mark}: {}", ran.stderr);
    }
    let ran = user
        .run(["import", "purchase-request", "orders.csv", "--key", "Order"])
        .await
        .ended_with(2);
    assert!(ran.stderr.contains("--no-mark"), "{}", ran.stderr);
    assert!(user.records().await.is_empty());
    assert!(!user.journal().exists());

    user.run([
        "import",
        "purchase-request",
        "orders.csv",
        "--key",
        "Order",
        "--no-mark",
    ])
    .await
    .succeeded();
    assert_eq!(user.records().await[0].mark(), "");
}
