//! Sends the documents of a file, and what failed.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command};
use concur_import::{Document, Event, Journal, Plan, Planned, Retry, Run, SqliteJournal, State, Stop, Tally};
use concur_spec::Contract;
use concur_spec::api::{Api, Import};

use super::options::{self, Input};
use super::progress::Progress;
use super::step::{journal_key, person_key};
use super::target::{Service, Stopped};
use super::{journal, status};
use crate::connection::Connector;
use crate::failure::{Exit, Failure};
use crate::global::Global;
use crate::settings::Settings;
use crate::{names, terminal};

/// How many documents are planned in one commit.
const BATCH: usize = 1000;

/// How many documents are named that were not planned.
const NAMED: usize = 20;

/// The shortest and the longest time between two questions about accepted documents.
const PACE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));

/// Reads a file and sends its documents.
pub(super) async fn run(
    contract: &'static Contract,
    api: &'static Api,
    import: &'static Import,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let input = Input::read(matches)?;
    let read = options::documents(api, import, &input, matches)?;
    options::refuse(&read.faults)?;
    let documents = read.documents;
    let lines: usize = input.table.rows.len();
    if matches.get_flag("dry-run") {
        terminal::note(&format!(
            "{}: {} documents from {lines} rows, without faults. Nothing was sent.",
            input.path.display(),
            documents.len()
        ));
        return Ok(());
    }
    let sender = Sender::new(contract, matches, settings, global)?;
    let keys: Vec<String> = documents.iter().map(|document| document.key.clone()).collect();
    let plan = if matches.get_flag("again") {
        Plan::Again
    } else {
        Plan::Once
    };
    sender.plan(documents, plan).await?;
    sender.send(Some(&keys)).await
}

/// The command that sends again what failed.
pub(super) fn retry_command() -> Command {
    Command::new("retry")
        .about("Send again what was not carried out for a reason that has passed")
        .long_about(
            "Sends again what was not carried out for a reason that has passed, such as an outage, and what is still \
             planned. What the service refused is sent again only by its key or with --refused: correct the file and \
             import it instead, if the file was wrong. What is uncertain is never sent again by itself: see `concur import \
             resolve`.",
        )
        .after_help("Examples:\n  concur import retry\n  concur import retry --key PO-1001\n  concur import retry --refused")
        .arg(
            Arg::new("key")
                .long("key")
                .value_name("KEY")
                .help("Only the document with this key, also if it was refused"),
        )
        .arg(
            Arg::new("refused")
                .long("refused")
                .action(clap::ArgAction::SetTrue)
                .conflicts_with("key")
                .help("Also what the service refused, after its settings were corrected"),
        )
        .args(options::sending())
        .arg(journal::argument())
}

/// Sends again what failed.
pub(super) async fn retry(
    contract: &'static Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let sender = Sender::new(contract, matches, settings, global)?;
    let mut which = Vec::new();
    match matches.get_one::<String>("key") {
        Some(key) => {
            let imports = contract.apis.iter().flat_map(|api| &api.imports);
            which.extend(imports.map(|import| Retry::Key(journal_key(&import.key, key))));
        }
        None => which.push(Retry::Failed),
    }
    if matches.get_flag("refused") {
        which.push(Retry::Refused);
    }
    let mut planned = 0;
    for retry in which {
        planned += sender.journal.retry(retry).await.map_err(journal::failed)?;
    }
    if !global.quiet {
        terminal::note(&format!("{planned} documents are sent again."));
    }
    sender.send(None).await
}

/// What sends documents.
struct Sender {
    journal: Arc<SqliteJournal>,
    service: Arc<Service>,
    workers: NonZeroUsize,
    confirm_within: Duration,
    is_quiet: bool,
}

impl Sender {
    fn new(
        contract: &'static Contract,
        matches: &ArgMatches,
        settings: &Settings,
        global: &Global,
    ) -> Result<Self, Failure> {
        let connector = Connector {
            contract,
            settings,
            trace: global.trace_http,
            rate: options::rate(matches)?,
        };
        let confirm_within = options::confirm_within(matches)?;
        let service = Service::new(contract, connector.connect()?);
        let workers = matches.get_one::<NonZeroUsize>("workers").copied();
        Ok(Self {
            journal: Arc::new(journal::open(matches, settings)?),
            service: Arc::new(service),
            workers: workers.unwrap_or(NonZeroUsize::MIN),
            confirm_within,
            is_quiet: global.quiet,
        })
    }

    /// Puts documents into the journal. Says which ones were there already.
    async fn plan(&self, documents: Vec<Document>, plan: Plan) -> Result<(), Failure> {
        let (mut added, mut replaced) = (0, 0);
        let mut others = Vec::new();
        let mut left = documents.into_iter().peekable();
        while left.peek().is_some() {
            let batch: Vec<Document> = left.by_ref().take(BATCH).collect();
            let keys: Vec<String> = batch.iter().map(|document| document.key.clone()).collect();
            let planned = self.journal.plan(batch, plan).await.map_err(journal::failed)?;
            for (key, planned) in keys.iter().zip(planned) {
                match planned {
                    Planned::Added => added += 1,
                    Planned::Replaced => replaced += 1,
                    other => others.push((key.clone(), other)),
                }
            }
        }
        if !self.is_quiet {
            say_planned(added, replaced, &others);
        }
        Ok(())
    }

    /// Sends what is planned, and asks about what was accepted until it is decided.
    async fn send(self, keys: Option<&[String]>) -> Result<(), Failure> {
        let tally = self.journal.tally().await.map_err(journal::failed)?;
        let progress = Arc::new(Progress::start(tally.of(State::Planned), self.is_quiet));
        let stop = Stop::default();
        self.service.stop_with(stop.clone());
        let signals = tokio::spawn(watch_signals(stop.clone(), Arc::clone(&progress)));
        let result = self.rounds(&stop, &progress).await;
        signals.abort();
        progress.end();
        let settled = self.service.settled().await;
        result?;
        settled?;
        self.summary(keys, &stop).await
    }

    async fn rounds(&self, stop: &Stop, progress: &Arc<Progress>) -> Result<(), Failure> {
        let run = Run::new(Arc::clone(&self.journal), Arc::clone(&self.service))
            .workers(self.workers)
            .stopped_by(stop.clone());
        let began = Instant::now();
        let mut pause = PACE.0;
        loop {
            let shown = Arc::clone(progress);
            run.run(move |event: Event<'_>| shown.event(&event))
                .await
                .map_err(journal::failed)?;
            let tally = self.journal.tally().await.map_err(journal::failed)?;
            let accepted = tally.of(State::Accepted);
            if accepted == 0 || stop.is_requested() || began.elapsed() >= self.confirm_within {
                return Ok(());
            }
            progress.waiting(format!(", waiting for the service to decide on {accepted}"));
            rest(pause, stop).await;
            pause = (pause * 3 / 2).min(PACE.1);
        }
    }

    /// Says how it ended.
    async fn summary(&self, keys: Option<&[String]>, stop: &Stop) -> Result<(), Failure> {
        let tally = match keys {
            Some(keys) => self.tally_of(keys).await?,
            None => self.journal.tally().await.map_err(journal::failed)?,
        };
        if !self.is_quiet {
            terminal::note(&status::line(&tally));
        }
        let open = tally.total() - tally.of(State::Created);
        let uncertain = tally.of(State::Uncertain);
        if let Some(Stopped { reason, remedy }) = self.service.stopped() {
            let message = format!("the import was stopped: {reason}");
            return Err(Failure::new(Exit::Incomplete, message).with_remedy(*remedy));
        }
        if stop.is_requested() {
            return Err(
                Failure::new(Exit::Interrupted, "the import was stopped; nothing is lost")
                    .with_remedy("the same command, or `concur import retry`, continues it"),
            );
        }
        match open {
            0 => Ok(()),
            open if uncertain > 0 => Err(Failure::new(
                Exit::Incomplete,
                format!("{open} documents are not created, {uncertain} of them perhaps"),
            )
            .with_remedy("`concur import resolve` says what to do about those that are uncertain")),
            open => Err(
                Failure::new(Exit::Incomplete, format!("{open} documents are not created"))
                    .with_remedy("`concur import status --list` says why"),
            ),
        }
    }

    /// Counts the documents of a file.
    async fn tally_of(&self, keys: &[String]) -> Result<Tally, Failure> {
        let mut tally = Tally::default();
        for keys in keys.chunks(BATCH) {
            let found = self.journal.find(keys.to_vec()).await.map_err(journal::failed)?;
            for entry in found.into_iter().flatten() {
                *tally.0.entry(entry.state).or_default() += 1;
            }
        }
        Ok(tally)
    }
}

/// Waits, but not longer than until a stop is asked for.
async fn rest(pause: Duration, stop: &Stop) {
    let end = Instant::now() + pause;
    while Instant::now() < end && !stop.is_requested() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The first signal stops after what is being sent. The second ends the program: the journal has all that it needs.
async fn watch_signals(stop: Stop, progress: Arc<Progress>) {
    let Ok(mut signals) = Signals::install() else { return };
    signals.next().await;
    stop.request();
    progress.note("Stopping: waiting for the answers to what was sent. Once more to end at once.");
    signals.next().await;
    std::process::exit(i32::from(Exit::Interrupted as u8));
}

/// Ctrl-C and SIGTERM.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn install() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C.
#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn install() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}

/// Says what was planned, and which documents were there already.
fn say_planned(added: usize, replaced: usize, others: &[(String, Planned)]) {
    let mut text = format!("{added} documents are planned");
    if replaced > 0 {
        text.push_str(&format!(
            ", {replaced} corrected ones in place of those that were not carried out"
        ));
    }
    if others.is_empty() {
        terminal::note(&format!("{text}."));
        return;
    }
    terminal::note(&format!("{text}; {} are in the journal already:", others.len()));
    // Those that were created and are the same need no name: importing the same file again is normal.
    let is_expected = |planned: &Planned| {
        matches!(
            planned,
            Planned::AlreadyThere {
                is_same: Some(true) | None,
                ..
            }
        )
    };
    let (expected, surprising): (Vec<_>, Vec<_>) = others.iter().partition(|(_, planned)| is_expected(planned));
    if !expected.is_empty() {
        let mut states: BTreeMap<State, usize> = BTreeMap::new();
        for (_, planned) in &expected {
            if let Planned::AlreadyThere { state, .. } = planned {
                *states.entry(*state).or_default() += 1;
            }
        }
        let states: Vec<String> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
        terminal::note(&format!(
            "  as they are in the file, so they are not sent again: {}",
            states.join(", ")
        ));
    }
    for (key, planned) in surprising.iter().take(NAMED) {
        let (_, key) = person_key(key);
        terminal::warning(&described(key, planned));
    }
    if surprising.len() > NAMED {
        terminal::warning(&format!("and {} more", surprising.len() - NAMED));
    }
}

fn described(key: &str, planned: &Planned) -> String {
    match planned {
        Planned::AlreadyThere { state, origin, .. } => format!(
            "`{key}` is {state} from {}, with other content; it is not sent (--again sends it once more)",
            names::plain(origin)
        ),
        Planned::MarkInUse { key: other } => {
            format!("`{key}` is not sent: its mark is that of `{}`", person_key(other).1)
        }
        Planned::Added | Planned::Replaced => format!("`{key}` is planned"),
    }
}
