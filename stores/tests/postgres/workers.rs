//! Two hundred workers in ten processes on one authorization.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use concur_sandbox::{Fault, Sandbox};
use concur_stores::PostgresTokenStore;
use sap_concur::{Concur, Credentials, TokenKey, TokenProvider, TokenStore};

use tokio::io::AsyncBufReadExt;

use crate::renewals::{client, renewals, sandbox, tokens};
use crate::support::*;

const DATABASE: &str = "STORES_TEST_DATABASE";
const SANDBOX: &str = "STORES_TEST_SANDBOX";
const CLIENT: &str = "STORES_TEST_CLIENT";

const PROCESSES: usize = 10;
const WORKERS: usize = 20;
/// Longer than a token is valid.
const EXPIRY: Duration = Duration::from_secs(3700);

/// Where the authorization is stored.
fn shared_key() -> TokenKey {
    TokenKey::new("shared").with_principal("test", "authorization")
}

/// A process with workers, each with a client of its own, and some with a connection of their own. It does what the lines of its input say: `hold` takes the lease,
/// a number makes the clock wrong by so many seconds, and each worker gets a token. It does nothing when it runs as a test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn process() {
    let (Ok(url), Ok(base), Ok(application)) = (env::var(DATABASE), env::var(SANDBOX), env::var(CLIENT)) else {
        return;
    };
    let store = store_of(&url);
    let wrong_clock = WrongClock::new(0);
    let (id, secret) = application.split_once(' ').expect("an id and a secret");
    let worker = |number: usize| -> TokenProvider {
        let store = match number.is_multiple_of(5) {
            true => store_of(&url),
            false => store.clone(),
        };
        let concur = Concur::builder()
            .base_url(base.as_str())
            .credentials(Credentials::stored(id, secret).token_key(shared_key()))
            .token_store(store)
            .clock(wrong_clock.clone())
            .build()
            .expect("the client builds");
        concur.tokens().expect("it has credentials").clone()
    };
    let workers: Vec<_> = (0..WORKERS).map(worker).collect();
    let mut input = AsyncBufReadExt::lines(tokio::io::BufReader::new(tokio::io::stdin()));
    say("ready");
    while let Some(line) = input.next_line().await.expect("the input is readable") {
        if line == "hold" {
            std::mem::forget(store.lock(&shared_key(), &clock()).await.expect("the store works"));
            say("holds");
            continue;
        }
        wrong_clock.set(line.parse().expect("seconds"));
        let calls = workers.iter().map(|worker| {
            let worker = worker.clone();
            tokio::spawn(async move { worker.token().await.map(drop) })
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.expect("no panic").expect("a token");
        }
        let stored = workers[0].stored().await.expect("the store works").expect("a token");
        say(&format!("done {}", stored.access_token().expose()));
    }
}

fn store_of(url: &str) -> PostgresTokenStore {
    store(url).lease(Duration::from_secs(2))
}

fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "\n{line}").expect("the output is written");
    output.flush().expect("the output is written");
}

struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(url: &str, sandbox: &Sandbox) -> Self {
        let tenant = sandbox.tenant();
        let app = &tenant.applications[0];
        let mut child = Command::new(env::current_exe().expect("this program"))
            .args(["--exact", "workers::process", "--nocapture"])
            .env(DATABASE, url)
            .env(SANDBOX, sandbox.url())
            .env(CLIENT, format!("{} {}", app.client_id, app.client_secret))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the process runs");
        let input = child.stdin.take().expect("its input");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, input, output }
    }

    fn tell(&mut self, line: &str) {
        writeln!(self.input, "{line}").expect("the process reads");
    }

    /// Waits for a line that begins like this, and returns its rest.
    fn hear(&mut self, start: &str) -> String {
        let mut lines = self.output.by_ref().lines().map(|line| line.expect("its output"));
        lines
            .find_map(|line| line.strip_prefix(start).map(|rest| rest.trim().to_owned()))
            .unwrap_or_else(|| panic!("the process ends before it says `{start}`"))
    }

    fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it is over");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Stores an authorization, and starts processes that use it.
async fn start(url: &str, sandbox: &Sandbox) -> Vec<Process> {
    let authorized = tokens(client(sandbox, sap_concur::MemoryTokenStore::new()));
    authorized.token().await.expect("a token");
    let token = authorized.stored().await.expect("it is stored").expect("a token");
    store(url)
        .save(&shared_key(), &token, None)
        .await
        .expect("there is no token");
    let mut processes: Vec<_> = (0..PROCESSES).map(|_| Process::start(url, sandbox)).collect();
    tokio::task::block_in_place(|| processes.iter_mut().for_each(|process| drop(process.hear("ready"))));
    processes
}

/// All workers get a token at a time. Their clocks differ by half a minute. Returns their tokens and the time it took.
fn work(processes: &mut [Process], now: Duration) -> (BTreeSet<String>, Duration) {
    let began = Instant::now();
    for (number, process) in processes.iter_mut().enumerate() {
        let wrong_by = 3 * i64::try_from(number).expect("a small number") - 15;
        process.tell(&(i64::try_from(now.as_secs()).expect("seconds") + wrong_by).to_string());
    }
    let tokens = processes.iter_mut().map(|process| process.hear("done")).collect();
    (tokens, began.elapsed())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_workers_renew_once_per_expiry() {
    let Some(url) = database("two_hundred_workers").await else {
        return;
    };
    let sandbox = sandbox().await;
    sandbox.inject(Fault::latency(Duration::from_millis(100)));
    let mut processes = start(&url, &sandbox).await;
    let (mut now, mut seen) = (Duration::ZERO, BTreeSet::new());
    for expiries in 0..=5 {
        let (tokens, took) = tokio::task::block_in_place(|| work(&mut processes, now));
        assert_eq!(renewals(&sandbox), expiries, "renewals");
        assert_eq!(tokens.len(), 1, "the workers have different tokens");
        assert!(seen.insert(tokens), "the token is an old one");
        eprintln!(
            "{} workers had a token after {took:?}, {expiries} renewals",
            PROCESSES * WORKERS
        );
        sandbox.advance(EXPIRY);
        now += EXPIRY;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_holder_of_the_lease_costs_no_renewal() {
    let Some(url) = database("killed_holder_of_the_lease").await else {
        return;
    };
    let sandbox = sandbox().await;
    let mut processes = start(&url, &sandbox).await;
    let mut now = Duration::ZERO;
    for expiries in 1..=3 {
        sandbox.advance(EXPIRY);
        now += EXPIRY;
        let mut holder = Process::start(&url, &sandbox);
        tokio::task::block_in_place(|| {
            holder.hear("ready");
            holder.tell("hold");
            holder.hear("holds");
            holder.kill();
        });
        let (tokens, took) = tokio::task::block_in_place(|| work(&mut processes, now));
        assert_eq!(renewals(&sandbox), expiries, "renewals");
        assert_eq!(tokens.len(), 1, "the workers have different tokens");
        assert!(took < Duration::from_secs(10), "{took:?}");
        eprintln!(
            "{} workers had a token after {took:?}, the holder of the lease was killed",
            PROCESSES * WORKERS
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_killed_while_it_renews_costs_one_renewal() {
    let Some(url) = database("worker_killed_while_it_renews").await else {
        return;
    };
    // A refresh token that can be used again: otherwise the answer to the killed program is the only one, for any store.
    let sandbox = Sandbox::builder()
        .random_seed(1)
        .rotate_refresh_tokens(false)
        .start()
        .await;
    let sandbox = sandbox.expect("the sandbox starts");
    let mut processes = start(&url, &sandbox).await;
    let mut now = Duration::ZERO;
    for killed in 0..3 {
        sandbox.advance(EXPIRY);
        now += EXPIRY;
        let before = renewals(&sandbox);
        let mut victim = Process::start(&url, &sandbox);
        let slow = sandbox.inject(Fault::latency(Duration::from_secs(1)));
        tokio::task::block_in_place(|| {
            victim.hear("ready");
            victim.tell(&now.as_secs().to_string());
        });
        while ask(
            &url,
            "SELECT lease_client FROM concur_token WHERE lease_holder IS NOT NULL",
        )
        .await
            == "-"
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(killed * 150)).await;
        victim.kill();
        sandbox.clear_fault(slow);
        let (tokens, took) = tokio::task::block_in_place(|| work(&mut processes, now));
        let renewed = renewals(&sandbox) - before;
        assert!((1..=2).contains(&renewed), "{renewed} renewals");
        assert_eq!(tokens.len(), 1, "the workers have different tokens");
        eprintln!(
            "{} workers had a token after {took:?}, {renewed} renewals",
            PROCESSES * WORKERS
        );
    }
}
