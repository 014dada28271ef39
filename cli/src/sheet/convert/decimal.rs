//! Numbers.

use rust_decimal::Decimal;

use super::formats::{DecimalMark, Formats};
use super::mismatch::Mismatch;
use crate::sheet::cell::{self, Cell};

pub(super) const TOO_MANY_DIGITS: &str =
    "at most 15 digits, which is what a number keeps; format the column as text and enter it again";

/// What groups digits in threes, besides the mark that is not the decimal one: spaces and apostrophes.
const GROUPING: [char; 5] = [' ', '\u{A0}', '\u{202F}', '\'', '\u{2019}'];

/// A decimal number, exactly as it is written.
///
/// A text has digits, perhaps a sign before them, the decimal mark that was said, and perhaps groups of three digits. A
/// number of a workbook has up to 15 digits.
pub(crate) fn decimal(cell: &Cell, formats: &Formats) -> Result<Decimal, Mismatch> {
    match cell {
        Cell::Number(number) if !cell::fits_number(number) => Err(Mismatch::new(cell, TOO_MANY_DIGITS)),
        Cell::Number(number) => exact(cell, number),
        Cell::Text(text) => match plain(text.trim(), formats.decimal) {
            Some(plain) => exact(cell, &plain),
            None => Err(Mismatch::new(cell, expected(text, formats.decimal))),
        },
        _ => Err(Mismatch::new(cell, "a number")),
    }
}

/// A number without decimals; `3.00` is one.
pub(crate) fn integer(cell: &Cell, formats: &Formats) -> Result<i64, Mismatch> {
    let number = decimal(cell, formats)?;
    let whole = number.is_integer().then_some(number);
    whole
        .and_then(|number| i64::try_from(number).ok())
        .ok_or_else(|| Mismatch::new(cell, "a number without decimals, of at most 18 digits"))
}

/// A plain text as a decimal, which keeps 28 digits.
fn exact(cell: &Cell, plain: &str) -> Result<Decimal, Mismatch> {
    let number = Decimal::from_str_exact(plain);
    number.map_err(|_| Mismatch::new(cell, "a number of at most 28 digits"))
}

fn expected(text: &str, mark: DecimalMark) -> String {
    let looks_like_one =
        plain(text.trim(), DecimalMark::Comma).is_some() || plain(text.trim(), DecimalMark::Point).is_some();
    match mark {
        DecimalMark::Unsaid if looks_like_one => {
            "a number such as 1234.56; say by `--decimal .` or `--decimal ,` how numbers are written".to_owned()
        }
        DecimalMark::Unsaid => "a number such as 1234.56".to_owned(),
        DecimalMark::Point => "a number such as 1234.56 or 1,234.56, for `--decimal .` was given".to_owned(),
        DecimalMark::Comma => "a number such as 1234,56 or 1.234,56, for `--decimal ,` was given".to_owned(),
    }
}

/// The number with a point and without grouping, if the text is a number written so.
fn plain(text: &str, mark: DecimalMark) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (point, grouping) = match mark {
        DecimalMark::Unsaid if could_be_grouped(digits) => return None,
        DecimalMark::Unsaid => ('.', None),
        DecimalMark::Point => ('.', Some(',')),
        DecimalMark::Comma => (',', Some('.')),
    };
    let (whole, fraction) = match digits.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let whole = match grouping {
        Some(grouping) => without_grouping(whole, grouping)?,
        None => whole.to_owned(),
    };
    let is_number = is_digits(&whole) && fraction.is_none_or(is_digits);
    let fraction = fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
    is_number.then(|| format!("{sign}{whole}{fraction}"))
}

/// Whether a point can be there for grouping: `1.234`, but neither `12.5` nor `0.125`.
fn could_be_grouped(text: &str) -> bool {
    let parts = text.split_once('.');
    parts.is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
            && rest.len() == 3
            && is_digits(whole)
            && is_digits(rest)
    })
}

/// Digits without what groups them, which has to be one and the same character, before each three digits.
fn without_grouping(text: &str, mark: char) -> Option<String> {
    let is_grouping = |character: char| character == mark || GROUPING.contains(&character);
    let Some(grouping) = text.chars().find(|character| is_grouping(*character)) else {
        return Some(text.to_owned());
    };
    let mut groups = text.split(grouping);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.iter().all(|group| group.len() == 3);
    is_grouped.then(|| format!("{first}{}", rest.concat()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
