//! A run of an export.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use clap::ArgMatches;
use concur_import::Stop;
use concur_sandbox::program::StopSignals;
use concur_spec::Contract;
use concur_spec::api::{Api, Export};
use jiff::{SignedDuration, Timestamp};

use super::known::News;
use super::lines::Line;
use super::options::Options;
use super::service::{Objects, Page, Service};
use super::source::Source;
use super::store::Store;
use super::walk::Walk;
use crate::connection::Connector;
use crate::failure::{Exit, Failure};
use crate::global::Global;
use crate::json::Json;
use crate::settings::Settings;
use crate::terminal;

/// Services write times with whole seconds, and a time itself may not be in the window that starts with it.
const PRECISION: SignedDuration = SignedDuration::from_secs(1);

/// The longest list of names in a message.
const MAX_NAMES: usize = 10;

pub(super) async fn run(
    contract: &'static Contract,
    of: (&'static Api, &'static Export),
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let options = Options::read(matches)?;
    let source = Source::new(of, &options.parameters, options.format, settings)?;
    let mut connector = Connector::new(contract, settings, global.trace_http);
    connector.rate = options.rate;
    let concur = connector.connect()?;
    let mut store = Store::open(&options.file, &source, &options.fields)?;
    let service = Arc::new(Service {
        source,
        concur,
        stop: Stop::default(),
        workers: options.workers,
        is_verbose: global.verbose,
    });
    if !global.quiet {
        store.notes().iter().for_each(|note| terminal::note(note));
    }
    let since = match store.complete_until() {
        Some(until) => Some(before(until, options.overlap)),
        None => options.since,
    };
    let signals = tokio::spawn(watch_signals(service.stop.clone()));
    let mut run = Run::new(&service, &mut store);
    let ended = run.read(since).await;
    signals.abort();
    let settled = service.settled().await;
    run.report(&options, global);
    ended?;
    settled?;
    if service.stop.is_requested() && !run.is_complete {
        return Err(Failure::new(
            Exit::Interrupted,
            format!("the export was stopped; {} has what was read", options.file.display()),
        )
        .with_remedy("the same command goes on"));
    }
    Ok(())
}

/// The start of a window that overlaps the one before.
fn before(until: Timestamp, overlap: Duration) -> Timestamp {
    let start = until
        .saturating_sub(overlap)
        .and_then(|start| start.saturating_sub(PRECISION));
    start.unwrap_or(Timestamp::MIN)
}

/// The first signal stops after what is being read. The second ends the program: the next run finds all that it needs.
async fn watch_signals(stop: Stop) {
    let Ok(mut signals) = StopSignals::install() else {
        return;
    };
    signals.next().await;
    stop.request();
    terminal::note("Stopping after what is being read. Once more to end at once.");
    signals.next().await;
    std::process::exit(i32::from(Exit::Interrupted as u8));
}

/// What a run does and counts.
struct Run<'a> {
    service: &'a Arc<Service>,
    store: &'a mut Store,
    /// Everything that was modified before this time, by the clock of the service, was listed.
    listed_until: Option<Timestamp>,
    added: u64,
    same: u64,
    quiet: u64,
    gone: Vec<String>,
    warnings: BTreeSet<String>,
    without_column: BTreeSet<String>,
    is_complete: bool,
}

impl<'a> Run<'a> {
    fn new(service: &'a Arc<Service>, store: &'a mut Store) -> Self {
        Self {
            service,
            store,
            listed_until: None,
            added: 0,
            same: 0,
            quiet: 0,
            gone: Vec::new(),
            warnings: BTreeSet::new(),
            without_column: BTreeSet::new(),
            is_complete: false,
        }
    }

    /// Reads all pages, and adds what has changed. Only then does the cursor move.
    async fn read(&mut self, since: Option<Timestamp>) -> Result<(), Failure> {
        let mut walk = Walk::default();
        let mut is_first = true;
        while let Some(start) = walk.next() {
            let Some(page) = self.service.page(since, start).await else {
                return Ok(());
            };
            let page = page?;
            let new = self.new_items(&mut walk, &page)?;
            self.warnings.extend(page.warnings);
            let whole = new.len();
            let read = self.service.objects(new).await;
            let is_whole = read.objects.len() + read.gone.len() == whole;
            let newest = self.add(read)?;
            if std::mem::take(&mut is_first) {
                // What changes from now on may not be listed. The clock of this machine may be wrong.
                self.listed_until = page.date.or(newest);
            }
            if !is_whole {
                return Ok(());
            }
        }
        self.is_complete = true;
        // The clock of what answers is perhaps not that of what modifies.
        let until = match (self.listed_until, self.store.known().newest()) {
            (Some(listed), Some(newest)) => Some(listed.min(newest)),
            _ => None,
        };
        self.store.complete(until)
    }

    /// The items of a page that have not been seen before, with their ids.
    fn new_items(&self, walk: &mut Walk, page: &Page) -> Result<Vec<(String, Json)>, Failure> {
        let not_understood = |problem: String| Failure::new(Exit::Uncertain, problem);
        let export = self.service.source.export;
        let ids: Option<Vec<&str>> = page.items.iter().map(|item| self.store.layout().id(item)).collect();
        let ids = ids.ok_or_else(|| not_understood(format!("the list has an object without `{}`", export.id)))?;
        let places = walk.add(&ids, page.has_next);
        let places = places.map_err(|problem| not_understood(format!("the list cannot be read: {problem}")))?;
        let item = |place: usize| Some(((*ids.get(place)?).to_owned(), page.items.get(place)?.clone()));
        Ok(places.into_iter().filter_map(item).collect())
    }

    /// Adds the objects that have changed. Returns the newest time of all.
    fn add(&mut self, read: Objects) -> Result<Option<Timestamp>, Failure> {
        let mut lines: Vec<Line> = Vec::new();
        let mut newest = None;
        for object in &read.objects {
            let line = self.store.layout().line(object)?;
            newest = newest.max(line.state.modified);
            match self.store.known().news(&line.state) {
                News::Same | News::Older => {
                    self.same += 1;
                    continue;
                }
                News::ChangedQuietly => self.quiet += 1,
                News::Changed => {}
            }
            self.without_column.extend(line.without_column.iter().cloned());
            lines.push(line);
        }
        let added = lines.len() as u64;
        self.store.add(lines)?;
        self.added += added;
        self.gone.extend(read.gone);
        match read.failure {
            Some(failure) => Err(failure),
            None => Ok(newest),
        }
    }

    /// Says what the run did.
    fn report(&self, options: &Options, global: &Global) {
        self.warnings.iter().for_each(|warning| terminal::warning(warning));
        if !self.gone.is_empty() {
            terminal::warning(&format!(
                "{} objects were listed and then not found, as if they were deleted: {}",
                self.gone.len(),
                names(self.gone.iter())
            ));
        }
        if !self.without_column.is_empty() {
            terminal::warning(&format!(
                "{} has no column for {}. A .jsonl file has all fields; --fields chooses the columns of a new file.",
                options.file.display(),
                names(self.without_column.iter())
            ));
        }
        if global.quiet {
            return;
        }
        let mut text = format!("{}: {} lines added", options.file.display(), self.added);
        if self.same > 0 {
            text.push_str(&format!(", {} objects were there already", self.same));
        }
        if self.quiet > 0 {
            text.push_str(&format!("; {} have changed without a new time", self.quiet));
        }
        if let Some(until) = self.store.complete_until().filter(|_| self.is_complete) {
            text.push_str(&format!(". It is complete until {until}"));
        }
        terminal::note(&(text + "."));
    }
}

fn names<'a>(names: impl ExactSizeIterator<Item = &'a String>) -> String {
    let others = names.len().saturating_sub(MAX_NAMES);
    let shown: Vec<&str> = names.take(MAX_NAMES).map(String::as_str).collect();
    match others {
        0 => shown.join(", "),
        others => format!("{} and {others} more", shown.join(", ")),
    }
}
