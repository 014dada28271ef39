//! The containers of the files, run as the files say: with another database, another service and another port.

use std::process::Stdio;

use concur_postgres::Database;
use concur_postgres::testing::Server;

use super::*;
use crate::orders::Running;

/// How many of the samples are created, and how many are refused.
const SAMPLES: (u64, u64) = (6, 2);

/// Plans what was refused, and sends nothing.
const PLAN_REFUSED: &str = "
    UPDATE concur_step SET state = 'planned' WHERE state = 'refused';
    UPDATE concur_document SET state = 'planned' WHERE state = 'refused'";

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A container that can be run here.
struct Local<'a> {
    user: &'a User,
    environment: Variables,
}

impl<'a> Local<'a> {
    fn new(container: &Container, user: &'a User, database: &str) -> Self {
        let mut environment = container.environment.clone();
        let application = &user.sandbox.tenant().applications[0];
        // No service is named twice.
        environment.remove("CONCUR_DATA_CENTER");
        for (name, value) in [
            ("CONCUR_JOURNAL", database),
            ("CONCUR_TOKEN_STORE", database),
            ("CONCUR_BASE_URL", user.sandbox.url()),
            ("CONCUR_CLIENT_ID", &application.client_id),
            ("CONCUR_CLIENT_SECRET", &application.client_secret),
            // Nothing but the database may be needed that another container has.
            ("CONCUR_CONFIG_DIR", user.path("empty").to_str().unwrap()),
        ] {
            environment.insert(name.to_owned(), value.to_owned());
        }
        Self { user, environment }
    }

    /// The same with another URL of the database.
    fn with_database(mut self, url: &str) -> Self {
        for name in ["CONCUR_JOURNAL", "CONCUR_TOKEN_STORE"] {
            self.environment.insert(name.to_owned(), url.to_owned());
        }
        self
    }

    async fn run(&self, arguments: &[&str]) -> crate::support::Ran {
        let environment: Vec<(&str, &str)> = self.environment.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.user.run_in(&environment, arguments.iter().copied()).await
    }

    /// Starts a worker at a free port, and returns it with its address.
    async fn start(&self, worker: &Container) -> (Running, String) {
        let mut arguments = worker.arguments.clone();
        let at = arguments.iter().position(|argument| argument == "--listen").unwrap();
        "127.0.0.1:0".clone_into(&mut arguments[at + 1]);
        let said = self.user.path("said");
        let mut command = self.user.program();
        command
            .args(arguments)
            .envs(&self.environment)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command.stderr(std::fs::File::create(&said).unwrap());
        let running = Running::new(command.spawn().unwrap());
        let address = until(|| {
            let said = std::fs::read_to_string(&said).unwrap();
            let address = said.split("Listening on ").nth(1)?.split(".\n").next()?;
            Some(address.to_owned())
        });
        (running, address.await)
    }

    /// Waits until all samples are decided.
    async fn decides(&self) {
        let decided = async {
            while (self.count("created").await, self.count("refused").await) != SAMPLES {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, decided)
            .await
            .expect("the worker goes on");
    }

    /// The number of documents in a state.
    async fn count(&self, state: &str) -> u64 {
        let ran = self
            .run(&["import", "status", "--output", "json"])
            .await
            .succeeded()
            .json();
        let row = list(&ran).iter().find(|row| row["state"] == state).unwrap().clone();
        row["documents"].as_u64().unwrap()
    }
}

async fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let seen = async {
        loop {
            match look() {
                Some(seen) => return seen,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    tokio::time::timeout(PATIENCE, seen).await.expect("it happens in time")
}

async fn get(url: String) -> (u16, String) {
    let response = reqwest::get(url).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// The arguments of the import, with the samples in place of the files of a container.
fn import_of_samples(container: &Container) -> Vec<String> {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/");
    let arguments = container.arguments.iter();
    arguments
        .map(|argument| {
            argument
                .replace("/files/", samples)
                .replace("orders.csv", "orders-corrected.csv")
        })
        .collect()
}

/// The metrics of ours in an expression, each with its labels.
fn metrics(expression: &str) -> Vec<(String, Vec<(String, String)>)> {
    let starts = expression.match_indices("concur_").map(|(at, _)| &expression[at..]);
    starts
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap();
            let (name, rest) = rest.split_at(end);
            let labels = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap());
            let labels = labels.into_iter().flat_map(|labels| labels.split(','));
            let label = |label: &str| {
                let (name, value) = label.split_once('=').unwrap();
                (name.to_owned(), value.trim_matches('"').to_owned())
            };
            (name.to_owned(), labels.map(label).collect())
        })
        .collect()
}

/// Fails the test unless the program reports all that the alerts ask for.
fn has_all_of_the_alerts(reported: &str) {
    let mut count = 0;
    for (alert, expression) in manual::alerts() {
        for (metric, labels) in metrics(&expression) {
            let samples: Vec<&str> = reported
                .lines()
                .filter(|line| line.split(['{', ' ']).next() == Some(&metric))
                .collect();
            assert!(!samples.is_empty(), "{alert}: there is no {metric} in\n{reported}");
            for (name, value) in labels {
                // A status that is not there yet is a number like those that are.
                let is_there = |sample: &&str| match name.as_str() {
                    "status" => sample.contains("{status=\"") && value.parse::<u16>().is_ok(),
                    _ => sample.contains(&format!("{name}=\"{value}\"")),
                };
                assert!(samples.iter().any(is_there), "{alert}: {metric} has no {name} {value}");
            }
            count += 1;
        }
    }
    assert!(count >= 7, "{count}");
}

/// From a login to created documents, with a worker and what imports as they are deployed.
async fn lead_to_created_documents(test: &str, worker: Container, import: &Container) {
    let Some(server) = Server::start(test) else {
        return;
    };
    let database = server.database().await;
    let user = User::new(Sandbox::builder().creation_takes(Duration::from_millis(100))).await;
    let office = Local::new(import, &user, &database);
    office
        .run(&["login", "--sandbox", user.sandbox.url()])
        .await
        .succeeded();
    std::fs::remove_dir_all(user.path("empty")).unwrap();

    let fleet = Local::new(&worker, &user, &database);
    let (mut running, address) = fleet.start(&worker).await;
    for probe in &worker.probes {
        let (status, said) = get(format!("{address}{}", probe.path)).await;
        assert_eq!((status, said.as_str()), (200, "ok\n"), "{}", probe.path);
    }

    let arguments = import_of_samples(import);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    office.run(&arguments).await.ended_with(7);
    fleet.decides().await;
    let session = Database::new(&database).unwrap().session().await.unwrap();
    let rows = session
        .query("SELECT 1 FROM concur_token WHERE encryption_key IS NULL", &[])
        .await;
    assert!(rows.unwrap().is_empty(), "the token is not encrypted");

    // The worker has something to do that nobody else does.
    execute(&database, PLAN_REFUSED).await;
    fleet.decides().await;
    let (_, reported) = get(format!("{address}/metrics")).await;
    assert!(reported.contains("concur_import_workers 1\n"), "{reported}");
    assert!(!user.path("empty").exists(), "a container keeps something");
    running.signal("-TERM");
    let ended = running.ended(worker.grace).await.expect("it ends in time");
    assert_eq!(ended.code(), Some(0));
    has_all_of_the_alerts(&reported);
}

#[tokio::test(flavor = "multi_thread")]
async fn compose_leads_from_login_to_created_documents() {
    let containers = compose::containers();
    let (workers, others): (Vec<_>, Vec<_>) = containers.into_iter().partition(Container::is_worker);
    let mut import = others
        .into_iter()
        .find(|container| container.arguments[0] == "import")
        .unwrap();
    import.arguments = [
        "import",
        "purchase-request",
        "/files/orders.csv",
        "--map",
        "/files/orders-map.yaml",
    ]
    .map(str::to_owned)
    .to_vec();
    let worker = workers.into_iter().next().unwrap();
    lead_to_created_documents("compose_leads_from_login_to_created_documents", worker, &import).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kubernetes_leads_from_login_to_created_documents() {
    let containers = kubernetes::containers();
    let (workers, others): (Vec<_>, Vec<_>) = containers.into_iter().partition(Container::is_worker);
    let worker = workers.into_iter().next().unwrap();
    lead_to_created_documents("kubernetes_leads_from_login_to_created_documents", worker, &others[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sandbox_of_compose_has_the_address_that_is_called() {
    let containers = compose::containers();
    let sandbox = containers.iter().find(|container| container.arguments[0] == "sandbox");
    let sandbox = sandbox.unwrap();
    let mut arguments = sandbox.arguments.clone();
    let at = arguments.iter().position(|argument| argument == "--port").unwrap();
    "0".clone_into(&mut arguments[at + 1]);
    let user = User::on_another_machine();
    let said = user.path("said");
    let mut command = user.program();
    command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
    command.stdout(std::fs::File::create(&said).unwrap());
    let _running = Running::new(command.spawn().unwrap());
    let port = until(|| {
        let said = std::fs::read_to_string(&said).unwrap();
        let (port, _) = said.split("http://0.0.0.0:").nth(1)?.split_once(' ')?;
        Some(port.to_owned())
    })
    .await;
    let (status, _) = get(format!("http://127.0.0.1:{port}{}", sandbox.probes[0].path)).await;
    assert_eq!(status, 200);

    // The name of its service is what others call it by.
    let called = format!("http://sandbox:{port}");
    assert!(compose::variables("deploy/sandbox.env")["CONCUR_BASE_URL"].starts_with("http://sandbox:"));
    let client = reqwest::Client::builder().resolve("sandbox", "127.0.0.1:0".parse().unwrap());
    let credentials = client.build().unwrap().get(format!("{called}/_sandbox/credentials"));
    let credentials = credentials.send().await.unwrap().text().await.unwrap();
    let credentials: Value = serde_json::from_str(&credentials).unwrap();
    assert_eq!(credentials["company"]["url"], called.as_str());
}

/// The SQL statements of a section of the operators' page, block by block.
fn statements(section: &str) -> Vec<String> {
    let page = text(manual::PAGE);
    let section = page.split(&format!("\n## {section}\n")).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let blocks = section.split("```sql\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

async fn execute(database: &str, statements: &str) {
    let session = Database::new(database).unwrap().session().await.unwrap();
    session.batch(statements).await.unwrap();
}

/// A user with a database, logged in as the owner of its tables.
async fn owner<'a>(user: &'a User, database: &str) -> Local<'a> {
    let worker = compose::containers().into_iter().find(Container::is_worker).unwrap();
    let owner = Local::new(&worker, user, database);
    owner.run(&["login", "--sandbox", user.sandbox.url()]).await.succeeded();
    owner.run(&["import", "work", "--until-done"]).await.succeeded();
    owner
}

/// Imports the samples, of which six are created and two are refused.
async fn import_samples(local: &Local<'_>) {
    let job = kubernetes::containers()
        .into_iter()
        .find(|container| !container.is_worker())
        .unwrap();
    let arguments = import_of_samples(&job);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    local.run(&arguments).await.ended_with(7);
    assert_eq!((local.count("created").await, local.count("refused").await), SAMPLES);
}

#[tokio::test(flavor = "multi_thread")]
async fn grants_for_a_role_without_tables_are_enough() {
    let Some(server) = Server::start("grants_for_a_role_without_tables_are_enough") else {
        return;
    };
    let database = server.database().await;
    let user = User::new(Sandbox::builder().creation_takes(Duration::from_millis(100))).await;
    let owner = owner(&user, &database).await;
    execute(&database, &statements("Set-up")[1]).await;
    let worker = Local {
        user: &user,
        environment: owner.environment.clone(),
    };
    let worker = worker.with_database(&database.replacen("concur@", "concur_worker@", 1));
    import_samples(&worker).await;
    user.sandbox.advance(Duration::from_secs(2 * 3600));
    // The token is renewed.
    worker.run(&["request", "list"]).await.succeeded();
    worker.run(&["import", "retry", "--refused"]).await.ended_with(7);
    worker.run(&["import", "purge", "--older-than", "1s"]).await.succeeded();
    let wrong = "CREATE TABLE concur_other(id integer)";
    let session = Database::new(&worker.environment["CONCUR_JOURNAL"])
        .unwrap()
        .session()
        .await;
    session.unwrap().batch(wrong).await.expect_err("the role owns nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn restored_journal_sends_nothing_before_somebody_looked() {
    let Some(server) = Server::start("restored_journal_sends_nothing_before_somebody_looked") else {
        return;
    };
    let database = server.database().await;
    let user = User::new(Sandbox::builder().creation_takes(Duration::from_millis(100))).await;
    let owner = owner(&user, &database).await;
    import_samples(&owner).await;
    // What was open in the backup: planned, since it was about to be sent.
    execute(&database, PLAN_REFUSED).await;
    execute(&database, &statements("Backups")[0]).await;
    let sent = user.calls("purchase_request.create").len();
    assert!(sent >= 8, "{sent}");
    owner.run(&["import", "work", "--until-done"]).await.ended_with(7);
    assert_eq!(user.calls("purchase_request.create").len(), sent, "something was sent");
    assert_eq!((owner.count("created").await, owner.count("uncertain").await), SAMPLES);

    let uncertain = owner
        .run(&["import", "resolve", "--output", "json"])
        .await
        .succeeded()
        .json();
    let keys: Vec<&str> = list(&uncertain)
        .iter()
        .map(|document| string(&document["key"]))
        .collect();
    owner
        .run(&["import", "resolve", keys[0], "--created"])
        .await
        .succeeded();
    owner
        .run(&["import", "resolve", keys[1], "--not-created"])
        .await
        .succeeded();
    assert_eq!(
        (owner.count("created").await, owner.count("planned").await),
        (SAMPLES.0 + 1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_encryption_key_is_replaced_by_a_login() {
    let Some(server) = Server::start("lost_encryption_key_is_replaced_by_a_login") else {
        return;
    };
    let database = server.database().await;
    let user = User::new(Sandbox::builder()).await;
    let mut owner = owner(&user, &database).await;
    let other = KEY.to_lowercase();
    owner.environment.insert("CONCUR_TOKEN_STORE_KEY".to_owned(), other);
    let login = ["login", "--sandbox", user.sandbox.url()];
    owner.run(&login).await.ended_with(1).says("encrypted with the key");
    assert!(text(manual::PAGE).contains("`DELETE FROM concur_token`"));
    execute(&database, "DELETE FROM concur_token").await;
    owner.run(&login).await.succeeded();
    owner.run(&["request", "list"]).await.succeeded();
}
