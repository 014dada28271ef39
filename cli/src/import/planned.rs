//! What became of the documents of a file when they were planned.

use std::collections::BTreeMap;

use concur_import::{Planned, State};

use super::step::import_and_key;
use crate::{names, terminal};

/// How many documents are named that were not planned.
const NAMED: usize = 20;

/// Counts what was planned, and collects what was not.
#[derive(Debug, Default)]
pub(super) struct PlanReport {
    added: usize,
    replaced: usize,
    /// In the journal already, as they are in the file. Importing a file again is normal, so they are only counted.
    same: BTreeMap<State, usize>,
    /// Why other documents were not planned.
    surprising: Vec<String>,
}

impl PlanReport {
    /// Takes note of a document.
    pub(super) fn add(&mut self, key: String, planned: Planned) {
        let (_, key) = import_and_key(&key);
        match planned {
            Planned::Added => self.added += 1,
            Planned::Replaced => self.replaced += 1,
            Planned::AlreadyThere {
                state,
                is_same: Some(true) | None,
                ..
            } => *self.same.entry(state).or_default() += 1,
            Planned::AlreadyThere { state, origin, .. } => self.surprising.push(format!(
                "`{key}` is {state} from {}, with other content; it is not sent (--again sends it once more)",
                names::plain(&origin)
            )),
            Planned::MarkInUse { key: other } => {
                let (_, other) = import_and_key(&other);
                self.surprising
                    .push(format!("`{key}` is not sent: its mark is that of `{other}`"));
            }
        }
    }

    /// Tells the user.
    pub(super) fn show(&self) {
        let mut text = format!("{} documents are planned", self.added);
        if self.replaced > 0 {
            text.push_str(&format!(
                ", {} corrected ones in place of those that were not carried out",
                self.replaced
            ));
        }
        let others = self.same.values().sum::<usize>() + self.surprising.len();
        if others == 0 {
            terminal::note(&format!("{text}."));
            return;
        }
        terminal::note(&format!("{text}; {others} are in the journal already:"));
        if !self.same.is_empty() {
            let states: Vec<String> = self
                .same
                .iter()
                .map(|(state, count)| format!("{count} {state}"))
                .collect();
            terminal::note(&format!(
                "  as they are in the file, so they are not sent again: {}",
                states.join(", ")
            ));
        }
        for text in self.surprising.iter().take(NAMED) {
            terminal::warning(text);
        }
        if self.surprising.len() > NAMED {
            terminal::warning(&format!("and {} more", self.surprising.len() - NAMED));
        }
    }
}
