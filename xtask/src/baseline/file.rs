//! The file that stores a baseline.

use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;

use toml::{Table, Value};

use super::{Toolchain, Totals};
use crate::workspace::Failure;

/// The default tolerance in percent, for a new file.
const TOLERANCE: f64 = 2.0;

/// Totals, and the toolchain that they were counted with.
#[derive(Debug, PartialEq)]
pub(super) struct Baseline {
    pub(super) toolchain: Toolchain,
    /// Allowed increase of a count, in percent of the baseline.
    pub(super) tolerance: f64,
    pub(super) counts: Totals,
}

impl Baseline {
    /// Reads the file; returns an empty baseline if it does not exist.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Self {
                    toolchain: Toolchain::default(),
                    tolerance: TOLERANCE,
                    counts: Totals::new(),
                });
            }
            Err(error) => return Err(Failure::new(format!("{}: {error}", path.display()))),
        };
        Self::of(&text).map_err(|why| Failure::new(format!("{}: {why}", path.display())))
    }

    /// Parses the text of a file.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let string = |key: &str| {
            let value = table.get(key).and_then(Value::as_str);
            value
                .map(str::to_owned)
                .ok_or_else(|| format!("`{key}` is not a string"))
        };
        let tolerance = match table.get("tolerance") {
            Some(Value::Float(percent)) => *percent,
            Some(Value::Integer(percent)) => f64::from(u8::try_from(*percent).unwrap_or(u8::MAX)),
            _ => f64::NAN,
        };
        if !(0.0..=100.0).contains(&tolerance) {
            return Err("`tolerance` is not a percentage".into());
        }
        let counts = table.get("counts").and_then(Value::as_table);
        let counts = counts.ok_or("missing table `counts`")?.iter().map(|(name, count)| {
            let count = count.as_integer().and_then(|count| u64::try_from(count).ok());
            let count = count.ok_or_else(|| format!("`counts.{name}` is not a count"))?;
            Ok((name.clone(), count))
        });
        Ok(Self {
            toolchain: Toolchain {
                rustc: string("toolchain")?,
                target: string("target")?,
            },
            tolerance,
            counts: counts.collect::<Result<_, String>>()?,
        })
    }

    /// Returns the text of the file.
    pub(super) fn text(&self, about: &str) -> String {
        let mut text: String = about.lines().map(|line| format!("# {line}\n")).collect();
        let Toolchain { rustc, target } = &self.toolchain;
        let (rustc, target) = (quoted(rustc), quoted(target));
        // Writing to a `String` cannot fail.
        let _ = write!(
            text,
            "toolchain = {rustc}\ntarget = {target}\n\
             # Largest increase that passes, in percent.\n\
             tolerance = {:?}\n\n[counts]\n",
            self.tolerance
        );
        for (name, count) in &self.counts {
            let _ = writeln!(text, "{} = {count}", quoted(name));
        }
        text
    }

    /// Writes the file.
    pub(super) fn write(&self, path: &Path, about: &str) -> Result<(), Failure> {
        let directory = path.parent().unwrap_or(path);
        let result = std::fs::create_dir_all(directory).and_then(|()| std::fs::write(path, self.text(about)));
        result.map_err(|error| Failure::new(format!("{}: {error}", path.display())))
    }
}

/// Quotes a string for TOML; JSON strings have the same syntax.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
