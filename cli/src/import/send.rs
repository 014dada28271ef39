//! Sends the documents of a file, and what failed.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command};
use concur_import::{Document, Event, Journal, Outcome, Plan, Retry, Run, State, Stop, Tally};
use concur_sandbox::program::StopSignals;
use concur_spec::Contract;
use concur_spec::api::{Api, Import};

use super::input::{self, Input};
use super::journal::{self, AnyJournal};
use super::monitor::{Monitor, Monitored};
use super::options::{self, Rate};
use super::planned::PlanReport;
use super::progress::Progress;
use super::step::journal_key;
use super::target::Service;
use super::{shared, status};
use crate::connection::Connector;
use crate::failure::{Exit, Failure};
use crate::global::Global;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::terminal;

/// How many documents are planned in one commit.
const BATCH: usize = 1000;

/// The shortest and the longest time between two questions about accepted documents.
const PACE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));

/// The longest time between two looks for documents that others have planned.
const MAX_IDLE: Duration = Duration::from_secs(3);

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
    let read = input::documents(api, import, &input, matches)?;
    input::refuse(&read.faults)?;
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
    let sender = Sender::new(contract, matches, settings, global).await?;
    let keys: Vec<String> = documents.iter().map(|document| document.key.clone()).collect();
    let plan = if matches.get_flag("again") {
        Plan::Again
    } else {
        Plan::Once
    };
    sender.plan(documents, plan).await?;
    if matches.get_flag("plan-only") {
        return Ok(());
    }
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
    let sender = Sender::new(contract, matches, settings, global).await?;
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
pub(super) struct Sender {
    journal: Arc<AnyJournal>,
    service: Arc<Service>,
    metrics: Arc<Metrics>,
    stop: Stop,
    workers: NonZeroUsize,
    confirm_within: Duration,
    is_quiet: bool,
    /// Answers as long as this is there.
    _monitor: Option<Monitor>,
}

impl Sender {
    pub(super) async fn new(
        contract: &'static Contract,
        matches: &ArgMatches,
        settings: &Settings,
        global: &Global,
    ) -> Result<Self, Failure> {
        let (rate, confirm_within) = (options::rate(matches)?, options::confirm_within(matches)?);
        let metrics = Arc::new(Metrics::new(contract));
        let mut connector = Connector::new(contract, settings, global.trace_http);
        connector.metrics = Some(Arc::clone(&metrics));
        connector.lease = options::lease(matches)?;
        // Nothing that is missing to connect is found out after the journal was created.
        connector.connect()?;
        let journal = Arc::new(journal::open(matches, settings).await?);
        match &*journal {
            AnyJournal::Shared(journal) => {
                shared::set_rate(journal, rate).await?;
                connector.shared_rate = Some(Arc::new(journal.shared_rate()));
            }
            AnyJournal::File(_) => {
                if let Some(Rate::Limit(requests, period)) = rate {
                    connector.rate = Some((requests, period));
                }
            }
        }
        let stop = Stop::default();
        let service = Service::new(contract, connector.connect()?, stop.clone());
        let monitored = Monitored {
            journal: Arc::clone(&journal),
            metrics: Arc::clone(&metrics),
            stop: stop.clone(),
        };
        let monitor = match matches.get_one::<SocketAddr>("listen") {
            Some(address) => Some(Monitor::listen(*address, monitored).await?),
            None => None,
        };
        if let (Some(monitor), false) = (&monitor, global.quiet) {
            terminal::note(&format!("Listening on http://{}.", monitor.address()));
        }
        let workers = matches.get_one::<NonZeroUsize>("workers").copied();
        Ok(Self {
            journal,
            service: Arc::new(service),
            metrics,
            stop,
            workers: workers.unwrap_or(NonZeroUsize::MIN),
            confirm_within,
            is_quiet: global.quiet,
            _monitor: monitor,
        })
    }

    /// Puts documents into the journal. Says which ones were there already.
    async fn plan(&self, documents: Vec<Document>, plan: Plan) -> Result<(), Failure> {
        let mut report = PlanReport::default();
        let mut left = documents.into_iter().peekable();
        while left.peek().is_some() {
            let batch: Vec<Document> = left.by_ref().take(BATCH).collect();
            let keys: Vec<String> = batch.iter().map(|document| document.key.clone()).collect();
            let planned = self.journal.plan(batch, plan).await.map_err(journal::failed)?;
            for (key, planned) in keys.into_iter().zip(planned) {
                report.add(key, planned);
            }
        }
        if !self.is_quiet {
            report.show();
        }
        Ok(())
    }

    /// Sends what is planned, and asks about what was accepted until it is decided.
    pub(super) async fn send(self, keys: Option<&[String]>) -> Result<(), Failure> {
        let tally = self.journal.tally().await.map_err(journal::failed)?;
        let progress = Arc::new(Progress::start(tally.of(State::Planned), self.is_quiet));
        self.until_stopped(&progress, self.rounds(&progress)).await?;
        self.summary(keys).await
    }

    /// Sends what is planned, whoever plans it, until it is stopped.
    pub(super) async fn work(self) -> Result<(), Failure> {
        let progress = Arc::new(Progress::start(0, true));
        self.until_stopped(&progress, self.endless_rounds(&progress)).await?;
        if let Some(stopped) = self.service.stopped() {
            return Err(stopped.failure());
        }
        if !self.is_quiet {
            terminal::note("Stopped. What is planned is sent by other workers.");
        }
        Ok(())
    }

    /// Does what sends. Signals stop it.
    async fn until_stopped(
        &self,
        progress: &Arc<Progress>,
        rounds: impl Future<Output = Result<(), Failure>>,
    ) -> Result<(), Failure> {
        let signals = tokio::spawn(watch_signals(self.stop.clone(), Arc::clone(progress)));
        let result = rounds.await;
        signals.abort();
        progress.end();
        let settled = self.service.settled().await;
        self.journal.close().await;
        result.and(settled)
    }

    /// Sends until nothing is left to send.
    async fn round(&self, progress: &Arc<Progress>) -> Result<(), Failure> {
        let run = Run::new(Arc::clone(&self.journal), Arc::clone(&self.service))
            .workers(self.workers)
            .stopped_by(self.stop.clone());
        let (shown, metrics) = (Arc::clone(progress), Arc::clone(&self.metrics));
        run.run(move |event: Event<'_>| {
            metrics.step(word(event.outcome));
            shown.event(&event);
        })
        .await
        .map_err(journal::failed)
    }

    async fn rounds(&self, progress: &Arc<Progress>) -> Result<(), Failure> {
        let began = Instant::now();
        let mut pause = PACE.0;
        loop {
            self.round(progress).await?;
            let tally = self.journal.tally().await.map_err(journal::failed)?;
            // Other machines may have some.
            let open = [State::Planned, State::Sending, State::Accepted].map(|state| tally.of(state));
            let open: u64 = open.iter().sum();
            if open == 0 || self.stop.is_requested() || began.elapsed() >= self.confirm_within {
                return Ok(());
            }
            progress.waiting(format!(
                ", waiting for the service or other machines to decide on {open}"
            ));
            self.pause(pause).await;
            pause = (pause * 3 / 2).min(PACE.1);
        }
    }

    async fn endless_rounds(&self, progress: &Arc<Progress>) -> Result<(), Failure> {
        let (mut pause, mut sent) = (PACE.0, 0);
        while !self.stop.is_requested() {
            self.round(progress).await?;
            // Many programs that wait do not all look at the same time.
            self.pause(pause.mul_f64(0.5 + fastrand::f64())).await;
            pause = match progress.steps() {
                steps if steps > sent => PACE.0,
                _ => (pause * 3 / 2).min(MAX_IDLE),
            };
            sent = progress.steps();
        }
        Ok(())
    }

    /// A stop ends a pause.
    async fn pause(&self, pause: Duration) {
        let _ = tokio::time::timeout(pause, self.stop.requested()).await;
    }

    /// Says how it ended.
    async fn summary(&self, keys: Option<&[String]>) -> Result<(), Failure> {
        let tally = match keys {
            Some(keys) => self.tally_of(keys).await?,
            None => self.journal.tally().await.map_err(journal::failed)?,
        };
        if !self.is_quiet {
            terminal::note(&status::line(&tally));
        }
        let open = tally.total() - tally.of(State::Created);
        let uncertain = tally.of(State::Uncertain);
        if let Some(stopped) = self.service.stopped() {
            return Err(stopped.failure());
        }
        if self.stop.is_requested() {
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

/// The word for an outcome, for numbers.
fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "not_sent",
        Outcome::Created { .. } => "created",
        Outcome::Accepted { .. } => "accepted",
        Outcome::Failed { .. } => "failed",
        Outcome::Refused { .. } => "refused",
        Outcome::Uncertain { .. } => "uncertain",
    }
}

/// The first signal stops after what is being sent. The second ends the program: the journal has all that it needs.
async fn watch_signals(stop: Stop, progress: Arc<Progress>) {
    let Ok(mut signals) = StopSignals::install() else {
        return;
    };
    signals.next().await;
    stop.request();
    progress.note("Stopping: waiting for the answers to what was sent. Once more to end at once.");
    signals.next().await;
    std::process::exit(i32::from(Exit::Interrupted as u8));
}
