//! Sends many documents to a service, each once, and keeps a journal of what happened to each.
//!
//! A [`Document`] is created by ordered [steps](Step): create it, add its children, submit it. Before a step is sent,
//! its intent is on the disk, so a crash, a kill or a lost response leaves the step [uncertain](State::Uncertain) and
//! never forgotten. An uncertain step is not sent again until somebody says what became of it; see
//! [`Journal::resolve`].
//!
//! The crate knows no API. What a step sends are bytes that only the [`Target`] understands.
//!
//! | module | purpose |
//! |---|---|
//! | [`document`] | documents, steps and their states |
//! | [`journal`] | what a journal does |
//! | [`target`] | what sends a step |
//! | [`run`](mod@run) | the workers |
//! | [`sqlite`] | a journal in one file, for one program |
//! | [`postgres`] | a journal that many machines share |

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod document;
pub mod journal;
mod lease;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod run;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod target;

pub use document::{Document, State, Step};
pub use journal::{Entry, Import, Journal, JournalError, Plan, Planned, Resolution, Resolved, Retry, StepEntry, Tally};
pub use lease::Lease;
#[cfg(feature = "postgres")]
pub use postgres::{PostgresJournal, PostgresOptions};
pub use run::{Event, Run, Stop};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteJournal;
pub use target::{Outcome, Target, Task};
