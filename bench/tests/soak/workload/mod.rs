//! The workload of the soak test: many tasks call at full speed under all kinds of faults, and nothing may be lost,
//! duplicated or leaked.
//!
//! Calls run in rounds. Before each round the sandbox is reset, including its tokens, and after it the ledger of the
//! tasks is compared with the sandbox. Neither of them grows across rounds, so growing memory is a leak of the SDK.

mod admin;
mod faults;
pub(crate) mod gateway;
pub(crate) mod ledger;
mod memory;
mod report;
mod scenario;
mod tally;

use std::sync::Arc;
use std::time::{Duration, Instant};

use concur_sandbox::tenant::Tenant;
use sap_concur::{Concur, Credentials, RetryPolicy};
use tokio::runtime::Handle;
use tokio::task::{AbortHandle, JoinSet};

use admin::AdminClient;
use ledger::Ledger;
pub(crate) use report::Report;
use scenario::Scenario;
use tally::Tally;

/// An error that ends the soak test early.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The duration of a round.
const ROUND_DURATION: Duration = Duration::from_secs(10);

/// The interval at which all tokens expire.
const TOKEN_LIFETIME: Duration = Duration::from_millis(1500);

/// The idle timeout of the sandbox's connections.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_millis(400);

/// The interval between memory samples.
const SAMPLE_INTERVAL: Duration = Duration::from_secs(5);

/// The parameters of a soak test.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The URL of the sandbox.
    pub(crate) url: String,
    /// The URL of its HTTP/2 gateway, which every other client uses.
    pub(crate) gateway: String,
    /// One per client. Clients share nothing.
    pub(crate) credentials: Vec<Credentials>,
    /// The UUID of the requesting employee.
    pub(crate) employee: String,
    /// The UUID of the approver.
    pub(crate) approver: String,
    /// The number of concurrent tasks.
    pub(crate) tasks: usize,
    pub(crate) duration: Duration,
}

impl Plan {
    /// Returns the plan for a sandbox with the seed company.
    pub(crate) fn new(url: String, gateway: String, tasks: usize, duration: Duration) -> Result<Self, Failure> {
        let tenant = Tenant::seeded().map_err(|error| error.to_string())?;
        let (app, company) = (&tenant.applications[0], &tenant.company);
        let ann = &tenant.users[0];
        let approver = tenant.approver_of(ann).ok_or("the first user has no approver")?;
        let (id, secret) = (app.client_id.as_str(), app.client_secret.as_str());
        // All clients belong to one company; each has its own token.
        let credentials = (0..4).map(|_| Credentials::company(id, secret, &company.id, company.request_token.as_str()));
        Ok(Self {
            url,
            gateway,
            credentials: credentials.collect(),
            employee: ann.id.clone(),
            approver: approver.id.clone(),
            tasks,
            duration,
        })
    }
}

/// Runs the plan.
pub(crate) async fn run(plan: &Plan) -> Result<Report, Failure> {
    let tasks_before = Handle::current().metrics().num_alive_tasks();
    let admin = AdminClient::new(&plan.url)?;
    let (tally, started) = (Arc::new(Tally::default()), Instant::now());
    let mut report = Report::default();
    let urls = [&plan.url, &plan.gateway].into_iter().cycle();
    let clients = plan.credentials.iter().zip(urls);
    let clients = clients.map(|(credentials, url)| client(url, credentials, *url == plan.gateway));
    let clients: Vec<Concur> = clients.collect::<Result<_, _>>()?;
    let sampler = memory::sample(SAMPLE_INTERVAL);
    let mut round = 0;
    while let Some(left) = plan
        .duration
        .checked_sub(started.elapsed())
        .filter(|left| !left.is_zero())
    {
        admin.reset(&faults::all()).await?;
        let ledger = Arc::new(Ledger::default());
        let end = Instant::now() + left.min(ROUND_DURATION);
        run_round(plan, &clients, &admin, end, round, &ledger, &tally).await?;
        report.faults.extend_from(admin.fault_counts().await?);
        report.mismatches.extend(ledger.compared_with(&admin.orders().await?));
        report.orders.add(&ledger);
        round += 1;
    }
    report.duration = started.elapsed();
    report.memory = sampler.stop().await;
    drop((clients, admin));
    report.tasks = (tasks_before, tasks_after(tasks_before).await);
    report.set_counts(&tally);
    Ok(report)
}

fn client(url: &str, credentials: &Credentials, http_2: bool) -> Result<Concur, Failure> {
    let mut builder = Concur::builder();
    if http_2 {
        let client = reqwest::Client::builder()
            .http2_prior_knowledge()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never());
        builder = builder.reqwest_client(client.build()?);
    }
    let client = builder
        .base_url(url)
        .credentials(credentials.clone())
        .timeout(Duration::from_secs(1))
        .retries(RetryPolicy {
            attempts: 3,
            initial_delay: Duration::from_millis(5),
            max_delay: Duration::from_millis(50),
            min_delay: Duration::from_millis(5),
            max_wait: Duration::from_secs(2),
            wait_on_429: true,
        })
        .build()?;
    Ok(client)
}

/// Runs scenarios on all tasks until the round is over and the current scenarios have ended.
async fn run_round(
    plan: &Plan,
    clients: &[Concur],
    admin: &AdminClient,
    end: Instant,
    round: u64,
    ledger: &Arc<Ledger>,
    tally: &Arc<Tally>,
) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for (number, concur) in (0..plan.tasks).zip(clients.iter().cycle()) {
        let scenario = Scenario {
            concur: concur.clone(),
            employee: plan.employee.clone(),
            approver: plan.approver.clone(),
            ledger: Arc::clone(ledger),
            tally: Arc::clone(tally),
        };
        let mut rng = fastrand::Rng::with_seed(round << 32 | number as u64);
        running.spawn(async move {
            while Instant::now() < end {
                scenario.run(&mut rng).await;
            }
        });
    }
    let expiry = AbortOnDrop(tokio::spawn(expire_tokens(admin.clone())).abort_handle());
    while let Some(ended) = running.join_next().await {
        ended?;
    }
    drop(expiry);
    Ok(())
}

/// Lets all tokens expire periodically.
async fn expire_tokens(admin: AdminClient) {
    loop {
        tokio::time::sleep(TOKEN_LIFETIME).await;
        // On failure tokens only expire later; `reset` reports an unreachable sandbox.
        let _ = admin.advance(Duration::from_secs(3700)).await;
    }
}

/// Aborts a task when dropped.
struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Returns the number of tasks that are alive after the connections have had time to close.
async fn tasks_after(before: usize) -> usize {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let alive = Handle::current().metrics().num_alive_tasks();
        if alive <= before || Instant::now() > deadline {
            return alive;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
