//! What an expression consists of, and how it is written.

use std::fmt;

/// A part of an expression.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Tree {
    Test(Test),
    /// A list, and the conditions of which one of its items fulfills all of a row.
    Group(&'static str, Vec<Vec<Test>>),
    /// Two or more, none of which is an `And`.
    And(Vec<Tree>),
    /// Two or more, none of which is an `Or`.
    Or(Vec<Tree>),
    Not(Box<Tree>),
    /// A text written by hand.
    Raw(String),
}

/// A comparison of a field.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) path: &'static str,
    pub(super) operator: &'static str,
    /// As it is written; `None` if the operator has no value.
    pub(super) value: Option<String>,
}

impl Tree {
    pub(super) fn and(self, other: Self) -> Self {
        let mut parts = match self {
            Self::And(parts) => parts,
            part => vec![part],
        };
        match other {
            Self::And(more) => parts.extend(more),
            part => parts.push(part),
        }
        Self::And(parts)
    }

    pub(super) fn or(self, other: Self) -> Self {
        let mut parts = match self {
            Self::Or(parts) => parts,
            part => vec![part],
        };
        match other {
            Self::Or(more) => parts.extend(more),
            part => parts.push(part),
        }
        Self::Or(parts)
    }

    /// Returns the tests of a condition as alternatives, each with the tests that hold together: `a and (b or c)` as
    /// `a and b or a and c`.
    pub(super) fn alternatives(self) -> Vec<Vec<Test>> {
        match self {
            Self::Test(test) => vec![vec![test]],
            Self::Or(parts) => parts.into_iter().flat_map(Self::alternatives).collect(),
            Self::And(parts) => parts.into_iter().fold(vec![Vec::new()], |before, part| {
                let next = part.alternatives();
                let joined = |row: &Vec<Test>| next.iter().map(|more| [&row[..], more].concat()).collect::<Vec<_>>();
                before.iter().flat_map(joined).collect()
            }),
            // No condition has these.
            Self::Group(..) | Self::Not(_) | Self::Raw(_) => Vec::new(),
        }
    }

    fn write_in_and(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(_) | Self::Raw(_) => write!(f, "({self})"),
            _ => write!(f, "{self}"),
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Test(test) => write!(f, "{test}"),
            Self::Group(path, alternatives) => {
                write!(f, "{path}[")?;
                let row = |row: &Vec<Test>, f: &mut fmt::Formatter<'_>| {
                    joined(f, row, " and ", |test, f| write!(f, "{test}"))
                };
                joined(f, alternatives, " or ", row)?;
                f.write_str("]")
            }
            Self::And(parts) => joined(f, parts, " and ", Self::write_in_and),
            Self::Or(parts) => joined(f, parts, " or ", |part, f| write!(f, "{part}")),
            Self::Not(part) => write!(f, "not ({part})"),
            Self::Raw(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.operator)?;
        self.value.iter().try_for_each(|value| write!(f, " {value}"))
    }
}

fn joined<P>(
    f: &mut fmt::Formatter<'_>,
    parts: &[P],
    between: &str,
    write: impl Fn(&P, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        write(part, f)?;
    }
    Ok(())
}
