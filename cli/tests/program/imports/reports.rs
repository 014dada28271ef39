//! Reports: the file with what became of each row.

use std::io::Cursor;

use super::*;

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
