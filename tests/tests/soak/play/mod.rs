//! The soak: many tasks call at full speed what goes wrong in all ways, and at the end nothing is lost, doubled or left.
//!
//! Calls come in rounds. Before each the sandbox forgets everything, tokens too, and after each the books of the tasks are
//! compared with what the sandbox has. So neither of them grows, and whatever grows is the SDK's.

mod control;
mod faults;
pub(crate) mod gateway;
mod journeys;
pub(crate) mod ledger;
mod memory;
mod report;
mod tally;

use std::sync::Arc;
use std::time::{Duration, Instant};

use concur_sandbox::tenant::Tenant;
use sap_concur::{Concur, Credentials, RetryPolicy};
use tokio::runtime::Handle;
use tokio::task::{AbortHandle, JoinSet};

use control::Control;
use journeys::Journey;
use ledger::Ledger;
pub(crate) use report::Report;
use tally::Tally;

/// What ends a soak before its time.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How long a round takes.
const ROUND: Duration = Duration::from_secs(10);

/// How often the tokens that are there expire.
const TOKENS_LIVE: Duration = Duration::from_millis(1500);

/// How long the sandbox keeps a connection on which nothing happens.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_millis(400);

/// How often memory is looked at.
const SAMPLE: Duration = Duration::from_secs(5);

/// Who calls what, where, and for how long.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The sandbox.
    pub(crate) url: String,
    /// A gateway to it that speaks HTTP/2, through which every other client calls.
    pub(crate) gateway: String,
    /// Of each client. Clients share nothing.
    pub(crate) credentials: Vec<Credentials>,
    /// The UUIDs of one who asks and of one who approves.
    pub(crate) employee: String,
    pub(crate) approver: String,
    /// How many tasks call at once.
    pub(crate) tasks: usize,
    pub(crate) time: Duration,
}

impl Plan {
    /// The plan for a sandbox at this address with the company that is built in.
    pub(crate) fn new(url: String, gateway: String, tasks: usize, time: Duration) -> Result<Self, Failure> {
        let tenant = Tenant::seeded().map_err(|faults| faults.to_string())?;
        let (app, company) = (&tenant.applications[0], &tenant.company);
        let ann = &tenant.users[0];
        let approver = tenant.approver_of(ann).ok_or("the first user has an approver")?;
        let (id, secret) = (app.client_id.as_str(), app.client_secret.as_str());
        // The clients of a company, each with a token of its own.
        let credentials = (0..4).map(|_| Credentials::company(id, secret, &company.id, company.request_token.as_str()));
        Ok(Self {
            url,
            gateway,
            credentials: credentials.collect(),
            employee: ann.id.clone(),
            approver: approver.id.clone(),
            tasks,
            time,
        })
    }
}

/// Plays the plan.
pub(crate) async fn play(plan: &Plan) -> Result<Report, Failure> {
    let tasks_before = Handle::current().metrics().num_alive_tasks();
    let control = Control::of(&plan.url)?;
    let (tally, started) = (Arc::new(Tally::default()), Instant::now());
    let mut report = Report::default();
    let urls = [&plan.url, &plan.gateway].into_iter().cycle();
    let clients = plan.credentials.iter().zip(urls);
    let clients = clients.map(|(credentials, url)| client(url, credentials, *url == plan.gateway));
    let clients: Vec<Concur> = clients.collect::<Result<_, _>>()?;
    let watch = memory::watch(SAMPLE);
    let mut round = 0;
    while let Some(left) = plan.time.checked_sub(started.elapsed()).filter(|left| !left.is_zero()) {
        control.reset(&faults::all()).await?;
        let books = Arc::new(Ledger::default());
        let end = Instant::now() + left.min(ROUND);
        play_round(plan, &clients, &control, end, round, &books, &tally).await?;
        report.faults.extend_from(control.struck().await?);
        report.broken.extend(books.compared_with(&control.orders().await?));
        report.orders.add(&books);
        round += 1;
    }
    report.time = started.elapsed();
    report.memory = watch.end().await;
    drop((clients, control));
    report.tasks = (tasks_before, tasks_after(tasks_before).await);
    report.take(&tally);
    Ok(report)
}

fn client(url: &str, credentials: &Credentials, speaks_http_2: bool) -> Result<Concur, Failure> {
    let mut builder = Concur::builder();
    if speaks_http_2 {
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
            first_wait: Duration::from_millis(5),
            longest_wait: Duration::from_millis(50),
            least_wait: Duration::from_millis(5),
            patience: Duration::from_secs(2),
            wait_on_429: true,
        })
        .build()?;
    Ok(client)
}

/// All tasks call until the round is over, and then end the journey that they are on.
async fn play_round(
    plan: &Plan,
    clients: &[Concur],
    control: &Control,
    end: Instant,
    round: u64,
    books: &Arc<Ledger>,
    tally: &Arc<Tally>,
) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for (number, concur) in (0..plan.tasks).zip(clients.iter().cycle()) {
        let journey = Journey {
            concur: concur.clone(),
            employee: plan.employee.clone(),
            approver: plan.approver.clone(),
            books: Arc::clone(books),
            tally: Arc::clone(tally),
        };
        let mut chance = fastrand::Rng::with_seed(round << 32 | number as u64);
        running.spawn(async move {
            while Instant::now() < end {
                journey.go(&mut chance).await;
            }
        });
    }
    let aging = Aborting(tokio::spawn(age(control.clone())).abort_handle());
    while let Some(ended) = running.join_next().await {
        ended?;
    }
    drop(aging);
    Ok(())
}

/// Lets every token expire, again and again.
async fn age(control: Control) {
    loop {
        tokio::time::sleep(TOKENS_LIVE).await;
        // Without it tokens just live longer; `reset` notices a sandbox that is gone.
        let _ = control.advance(Duration::from_secs(3700)).await;
    }
}

/// A task that ends with whoever started it.
struct Aborting(AbortHandle);

impl Drop for Aborting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The tasks that are alive once the connections have had time to close.
async fn tasks_after(before: usize) -> usize {
    let patience = Instant::now() + Duration::from_secs(10);
    loop {
        let alive = Handle::current().metrics().num_alive_tasks();
        if alive <= before || Instant::now() > patience {
            return alive;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
