//! A row of the table.

/// A figure of the SDK and that of a peer. Less is better.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) what: String,
    pub(super) unit: Unit,
    pub(super) ours: f64,
    pub(super) peer: String,
    pub(super) theirs: f64,
    pub(super) bar: Bar,
}

/// The largest ratio allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bar {
    /// No limit.
    None,
    /// A larger ratio fails.
    AtMost(f64),
    /// A larger ratio misses the goal.
    Goal(f64),
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Nanoseconds,
    Bytes,
    Count,
}

impl Row {
    pub(super) fn ratio(&self) -> f64 {
        self.ours / self.theirs
    }

    pub(super) fn bar(&self) -> String {
        match self.bar {
            Bar::None => String::new(),
            Bar::AtMost(most) => format!("≤ {most:.2}"),
            Bar::Goal(most) => format!("goal ≤ {most:.2}"),
        }
    }

    pub(super) fn outcome(&self) -> &'static str {
        match self.bar {
            Bar::None => "",
            Bar::AtMost(most) | Bar::Goal(most) if self.ratio() <= most => "reached",
            Bar::AtMost(_) | Bar::Goal(_) => "not reached",
        }
    }
}

impl Unit {
    /// Formats a value with about three digits and its unit.
    pub(super) fn show(self, value: f64) -> String {
        let scale: &[(f64, &str)] = match self {
            Self::Nanoseconds => &[(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns")],
            Self::Bytes => &[(1e3, "kB"), (1.0, "B")],
            Self::Count => &[(1.0, "")],
        };
        let fitting = scale.iter().find(|(size, _)| value >= *size).or(scale.last());
        let (size, unit) = fitting.copied().unwrap_or((1.0, ""));
        let value = value / size;
        let digits = if self == Self::Count || size <= 1.0 || value >= 100.0 {
            0
        } else {
            2
        };
        format!("{value:.digits$} {unit}").trim_end().to_owned()
    }
}
