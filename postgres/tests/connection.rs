//! Connections that are cut, servers that restart, and tables that several programs create.

#![cfg(unix)]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Duration;

use concur_postgres::testing::Server;
use concur_postgres::{Database, DatabaseError, Schema, Session};

const PATIENCE: Duration = Duration::from_secs(30);

async fn one(session: Arc<Session>) -> Result<i32, DatabaseError> {
    let row = session.query_opt("SELECT 1", &[]).await?;
    Ok(row.expect("a row").get(0))
}

#[tokio::test]
async fn statements_outlive_cuts_and_restarts() {
    let Some(mut server) = Server::start("statements_outlive_cuts_and_restarts") else {
        return;
    };
    let database = Database::new(&server.database().await).expect("the URL is valid");
    assert_eq!(database.persist(PATIENCE, one).await.expect("it succeeds"), 1);
    assert_eq!(server.cut_connections("sap-concur").await, 1);
    assert_eq!(database.persist(PATIENCE, one).await.expect("it succeeds"), 1);
    server.crash().expect("the server starts");
    assert_eq!(database.persist(PATIENCE, one).await.expect("it succeeds"), 1);
    let waits = tokio::spawn(async move { database.persist(PATIENCE, one).await });
    server.restart(Duration::from_millis(300)).expect("the server starts");
    assert_eq!(waits.await.expect("no panic").expect("it succeeds"), 1);
}

#[tokio::test]
async fn cut_statement_is_an_error_that_may_pass() {
    let Some(server) = Server::start("cut_statement_is_an_error_that_may_pass") else {
        return;
    };
    let database = Database::new(&server.database().await).expect("the URL is valid");
    let session = database.session().await.expect("a connection");
    let (slept, cut) = tokio::join!(session.query("SELECT pg_sleep(5)", &[]), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.cut_connections("sap-concur").await
    });
    assert_eq!(cut, 1);
    assert!(slept.expect_err("it was cut").is_transient());
    let error = session.query("SELECT 1", &[]).await.expect_err("it is closed");
    assert!(error.is_transient(), "{error}");
    let error = database.session().await.expect("a new connection");
    let error = error.query("SELECT wrong", &[]).await.expect_err("no such column");
    assert!(!error.is_transient(), "{error}");
    assert_eq!(error.code(), Some("42703"));
}

#[tokio::test]
async fn unreachable_server_is_given_up_after_a_while() {
    let database = Database::new("postgres://concur@%2Fno%2Fsuch%2Ffolder/concur").expect("the URL is valid");
    let error = database
        .persist(Duration::from_millis(300), one)
        .await
        .expect_err("there is no server");
    assert!(error.is_transient(), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("no connection to the database `concur` on /no/such/folder"),
        "{error}"
    );
}

const FIRST: &str = "CREATE TABLE thing(name text PRIMARY KEY)";
const SECOND: &str = "ALTER TABLE thing ADD COLUMN size integer";

fn schema(formats: &'static [&'static str]) -> Schema {
    Schema { name: "thing", formats }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_created_once_and_upgraded() {
    let Some(server) = Server::start("tables_are_created_once_and_upgraded") else {
        return;
    };
    let url = server.database().await;
    for formats in [&[FIRST] as &[&str], &[FIRST, SECOND]] {
        let programs = (0..10).map(|_| {
            let database = Database::new(&url).expect("the URL is valid");
            tokio::spawn(async move { database.prepare(schema(formats)).await })
        });
        for program in programs.collect::<Vec<_>>() {
            program.await.expect("no panic").expect("the tables are there");
        }
    }
    let database = Database::new(&url).expect("the URL is valid");
    let session = database.session().await.expect("a connection");
    session
        .query("SELECT name, size FROM thing", &[])
        .await
        .expect("both columns are there");
    let error = database.prepare(schema(&[FIRST])).await.expect_err("it is older");
    assert_eq!(
        error.to_string(),
        "the thing tables have format 2 of a newer version; this one knows formats up to 1"
    );
}

#[tokio::test]
async fn failed_upgrade_changes_nothing() {
    let Some(server) = Server::start("failed_upgrade_changes_nothing") else {
        return;
    };
    let database = Database::new(&server.database().await).expect("the URL is valid");
    let error = database.prepare(schema(&[FIRST, "SELECT wrong"])).await;
    assert_eq!(error.expect_err("it is wrong").code(), Some("42703"));
    database
        .prepare(schema(&[FIRST, SECOND]))
        .await
        .expect("nothing was there");
}

#[tokio::test]
async fn errors_quote_no_values() {
    let Some(server) = Server::start("errors_quote_no_values") else {
        return;
    };
    let database = Database::new(&server.database().await).expect("the URL is valid");
    let session = database.session().await.expect("a connection");
    session
        .batch("CREATE TABLE thing(name text PRIMARY KEY)")
        .await
        .expect("it is created");
    let insert = "INSERT INTO thing VALUES('hush-hush'), ($1)";
    let error = session
        .execute(insert, &[&"hush-hush"])
        .await
        .expect_err("it is there twice");
    assert_eq!(error.code(), Some("23505"));
    assert!(!format!("{error} {error:?}").contains("hush-hush"), "{error:?}");
}
