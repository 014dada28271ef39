//! Progress of an import, on stderr and only on a terminal.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use concur_import::{Event, Outcome};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts what became of steps, and shows it.
pub(super) struct Progress {
    bar: ProgressBar,
    created: AtomicU64,
    accepted: AtomicU64,
    failed: AtomicU64,
}

impl Progress {
    /// Starts with the number of documents that are to be sent.
    pub(super) fn start(documents: u64, is_quiet: bool) -> Self {
        let target = match is_quiet {
            true => ProgressDrawTarget::hidden(),
            // Draws nothing unless stderr is a terminal.
            false => ProgressDrawTarget::stderr_with_hz(8),
        };
        let bar = ProgressBar::with_draw_target(Some(documents), target);
        let template = "{bar:30} {pos}/{len} sent, {per_sec}, {eta} left{msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(500));
        Self {
            bar,
            created: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            failed: AtomicU64::new(0),
        }
    }

    /// Takes note of a step.
    pub(super) fn event(&self, event: &Event<'_>) {
        match event.outcome {
            Outcome::NotSent => return,
            Outcome::Created { .. } => self.created.fetch_add(1, Relaxed),
            Outcome::Accepted { .. } => self.accepted.fetch_add(1, Relaxed),
            Outcome::Failed { .. } | Outcome::Refused { .. } | Outcome::Uncertain { .. } => {
                self.failed.fetch_add(1, Relaxed)
            }
        };
        // A document is sent when its first step is.
        if event.task.position() == 0 && event.task.accepted.is_none() {
            self.bar.inc(1);
        }
        let failed = self.failed.load(Relaxed);
        if failed > 0 {
            self.bar.set_message(format!(", {failed} not carried out or uncertain"));
        }
    }

    /// Returns how many steps were sent or asked about.
    pub(super) fn steps(&self) -> u64 {
        [&self.created, &self.accepted, &self.failed]
            .map(|count| count.load(Relaxed))
            .iter()
            .sum()
    }

    /// Says what the program is waiting for.
    pub(super) fn waiting(&self, text: String) {
        self.bar.set_message(text);
    }

    /// Writes a note above the bar.
    pub(super) fn note(&self, text: &str) {
        self.bar.suspend(|| crate::terminal::note(text));
    }

    /// Removes the bar.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
