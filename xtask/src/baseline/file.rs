//! The file that counts are baseline in.

use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;

use toml::{Table, Value};

use super::{Toolchain, Totals};
use crate::workspace::Failure;

/// How much a count may be off, in per cent, where no file says so yet.
const TOLERANCE: f64 = 2.0;

/// Totals, and what they were taken with.
#[derive(Debug, PartialEq)]
pub(super) struct Baseline {
    pub(super) toolchain: Toolchain,
    /// How much a count may be off, in per cent of the one that is baseline.
    pub(super) tolerance: f64,
    pub(super) counts: Totals,
}

impl Baseline {
    /// Metric the file says; nothing when it is not there.
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

    /// Metric a text says.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let word = |key: &str| {
            let value = table.get(key).and_then(Value::as_str);
            value.map(str::to_owned).ok_or_else(|| format!("`{key}` is no text"))
        };
        let tolerance = match table.get("tolerance") {
            Some(Value::Float(percent)) => *percent,
            Some(Value::Integer(percent)) => f64::from(u8::try_from(*percent).unwrap_or(u8::MAX)),
            _ => f64::NAN,
        };
        if !(0.0..=100.0).contains(&tolerance) {
            return Err("`tolerance` is no number of per cent".into());
        }
        let counts = table.get("counts").and_then(Value::as_table);
        let counts = counts.ok_or("there is no table `counts`")?.iter().map(|(name, count)| {
            let count = count.as_integer().and_then(|count| u64::try_from(count).ok());
            let count = count.ok_or_else(|| format!("`counts.{name}` is no count"))?;
            Ok((name.clone(), count))
        });
        Ok(Self {
            toolchain: Toolchain {
                rustc: word("toolchain")?,
                target: word("target")?,
            },
            tolerance,
            counts: counts.collect::<Result<_, String>>()?,
        })
    }

    /// The text that says it.
    pub(super) fn text(&self, about: &str) -> String {
        let mut text: String = about.lines().map(|line| format!("# {line}\n")).collect();
        let Toolchain { rustc, target } = &self.toolchain;
        let (rustc, target) = (quoted(rustc), quoted(target));
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "toolchain = {rustc}\ntarget = {target}\n\
             # How much more fails, in per cent.\n\
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
        let written = std::fs::create_dir_all(directory).and_then(|()| std::fs::write(path, self.text(about)));
        written.map_err(|error| Failure::new(format!("{}: {error}", path.display())))
    }
}

/// A text as TOML writes it, which is as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
