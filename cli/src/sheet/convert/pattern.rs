//! Patterns of dates, such as `dd.mm.yyyy`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// The order of day, month and year in a date, and what is between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    parts: Cow<'static, [Part]>,
}

/// `yyyy-mm-dd`.
pub(super) const ISO: Pattern = Pattern {
    parts: Cow::Borrowed(&[
        Part::Number(Unit::Year, 4),
        Part::Separator('-'),
        Part::Number(Unit::Month, 2),
        Part::Separator('-'),
        Part::Number(Unit::Day, 2),
    ]),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A number: which one, and its digits. One digit stands for one or two.
    Number(Unit, usize),
    Separator(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

impl Pattern {
    /// Whether a number can be a date of this pattern: it is digits and nothing else, as in `yyyymmdd`.
    pub(super) fn is_digits(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Number(..)))
    }

    /// The date that is written so.
    pub(super) fn read(&self, text: &str) -> Option<Date> {
        let (mut day, mut month, mut year) = (None, None, None);
        let mut rest = text;
        for part in self.parts.iter() {
            match *part {
                Part::Separator(separator) => rest = rest.strip_prefix(separator)?,
                Part::Number(unit, width) => {
                    let (number, after) = take_number(rest, width)?;
                    rest = after;
                    match unit {
                        Unit::Day => day = i8::try_from(number).ok(),
                        Unit::Month => month = i8::try_from(number).ok(),
                        Unit::Year => year = Some(number),
                    }
                }
            }
        }
        let date = Date::new(year?, month?, day?).ok();
        date.filter(|_| rest.is_empty())
    }

    fn numbers(&self) -> impl Iterator<Item = Unit> {
        self.parts.iter().filter_map(|part| match part {
            Part::Number(unit, _) => Some(*unit),
            Part::Separator(_) => None,
        })
    }

    fn check(&self) -> Result<(), &'static str> {
        for unit in [Unit::Day, Unit::Month, Unit::Year] {
            if self.numbers().filter(|number| *number == unit).count() != 1 {
                return Err("day, month and year once each");
            }
        }
        let touches = |pair: &[Part]| match pair {
            [Part::Number(_, left), Part::Number(_, right)] => *left == 1 || *right == 1,
            _ => false,
        };
        match self.parts.windows(2).any(touches) {
            true => Err("a separator next to `d` and `m`, which stand for one digit or two"),
            false => Ok(()),
        }
    }
}

/// The number at the start of a text that has `width` digits, or one or two if that is 1.
fn take_number(text: &str, width: usize) -> Option<(i16, &str)> {
    let most = width.max(2);
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < width {
        return None;
    }
    let (number, rest) = text.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest))
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = |what: &str| format!("expected {what}, such as `dd.mm.yyyy`; or `iso`, or `serial`");
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = rest.chars().take_while(|character| *character == first).count();
            let (part, width) = match (first, length) {
                ('d', 1 | 2) => (Part::Number(Unit::Day, length), length),
                ('m', 1 | 2) => (Part::Number(Unit::Month, length), length),
                ('y', 4) => (Part::Number(Unit::Year, length), length),
                ('y', 2) => return Err(expected("four digits of the year, `yyyy`: two do not say the century")),
                ('.' | '/' | '-' | ' ' | ',', _) => (Part::Separator(first), 1),
                _ => return Err(expected("`dd` or `d`, `mm` or `m`, `yyyy` and separators")),
            };
            parts.push(part);
            rest = &rest[width..];
        }
        let pattern = Self {
            parts: Cow::Owned(parts),
        };
        pattern.check().map_err(expected)?;
        Ok(pattern)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.parts.iter() {
            match part {
                Part::Separator(separator) => write!(f, "{separator}")?,
                Part::Number(unit, width) => {
                    let letter = match unit {
                        Unit::Day => "d",
                        Unit::Month => "m",
                        Unit::Year => "y",
                    };
                    f.write_str(&letter.repeat(*width))?;
                }
            }
        }
        Ok(())
    }
}
