//! The tables and functions.

use concur_postgres::Schema;

/// Databases of users have these, so they are never changed: a new format is one more.
pub(super) const JOURNAL: Schema = Schema {
    name: "journal",
    formats: &[concat!(include_str!("tables.sql"), include_str!("functions.sql"))],
};
