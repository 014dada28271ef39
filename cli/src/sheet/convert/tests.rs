use jiff::civil::{date as day, time as clock};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{DateFormat, DecimalMark, Formats, Mismatch, boolean, date, decimal, integer, text, time, timestamp};
use crate::sheet::cell::Cell;
use crate::sheet::serial::{DAY_ZERO, Epoch};

fn of(text: &str) -> Cell {
    Cell::text(text)
}

fn number(text: &str) -> Cell {
    Cell::Number(text.to_owned())
}

fn formats(mark: &str, date: &str) -> Formats {
    Formats {
        decimal: mark.parse().unwrap_or_default(),
        date: date.parse().unwrap(),
        epoch: Epoch::Year1900,
    }
}

/// The number that a text is, as it is sent.
fn read(text: &str, mark: &str) -> Option<String> {
    decimal(&of(text), &formats(mark, "iso"))
        .ok()
        .map(|number| number.to_string())
}

fn message<T: std::fmt::Debug>(result: Result<T, Mismatch>) -> String {
    result.unwrap_err().to_string()
}

/// Cells that have no value.
fn without_value() -> [Cell; 3] {
    [Cell::Empty, Cell::Error("#N/A".to_owned()), Cell::NoValue]
}

#[test]
fn numbers_are_written_as_was_said() {
    for (text, mark, expected) in [
        ("1.234,56", ",", Some("1234.56")),
        ("1.234,56", ".", None),
        ("1,234.56", ".", Some("1234.56")),
        ("1,234.56", ",", None),
        ("1234,5", ",", Some("1234.5")),
        ("1234.5", ".", Some("1234.5")),
        ("1.234", ",", Some("1234")),
        ("1.234", ".", Some("1.234")),
        ("1 234 567,89", ",", Some("1234567.89")),
        ("1\u{A0}234,5", ",", Some("1234.5")),
        ("1'234.50", ".", Some("1234.50")),
        (" -1.234,56 ", ",", Some("-1234.56")),
        ("+7", ",", Some("7")),
        ("007,10", ",", Some("7.10")),
    ] {
        assert_eq!(read(text, mark).as_deref(), expected, "{text} with {mark}");
    }
}

#[test]
fn grouping_has_to_be_right() {
    for text in [
        "1.23,4",
        "1.2345,6",
        "1234.567,8",
        ".234,5",
        "1..234",
        "1.234.56",
        "1.234 567",
        "1,234.56,7",
        "1,2,3",
        "1.234,5.6",
    ] {
        assert_eq!(read(text, ","), None, "{text}");
    }
    assert_eq!(read("1.234.567", ","), Some("1234567".to_owned()));
}

#[test]
fn a_mark_that_was_not_said_is_not_guessed() {
    assert_eq!(read("12.50", ""), Some("12.50".to_owned()));
    assert_eq!(read("0.125", ""), Some("0.125".to_owned()));
    assert_eq!(read("1234.567", ""), Some("1234.567".to_owned()));
    for text in ["1.234", "-12.345", "1,5", "1.234,56", "1,234.56", "1 000"] {
        let message = message(decimal(&of(text), &Formats::default()));
        assert!(message.contains("--decimal"), "{message}");
    }
    assert!(!message(decimal(&of("many"), &Formats::default())).contains("--decimal"));
}

#[test]
fn what_is_no_number_is_an_error() {
    for text in [
        "", "1e5", "1,23E+05", "12-", "(12)", "5 %", "€ 5", "0x10", "١٢", "--1", "+-1", ".5", "5.", "NaN", "1_000",
        "'5",
    ] {
        assert_eq!(read(text, "."), None, "{text}");
        assert_eq!(read(text, ""), None, "{text}");
    }
    for cell in without_value()
        .into_iter()
        .chain([Cell::Boolean(true), Cell::DateTime(day(2026, 4, 3).at(0, 0, 0, 0))])
    {
        assert!(decimal(&cell, &Formats::default()).is_err(), "{cell:?}");
    }
}

#[test]
fn decimals_are_exact_up_to_28_digits() {
    let text = "1234567890123456789.012345678";
    assert_eq!(read(text, "."), Some(text.to_owned()));
    let long = "12345678901234567890.0123456789";
    assert_eq!(
        message(decimal(&of(long), &formats(".", "iso"))),
        format!("found \"{long}\", expected a number of at most 28 digits")
    );
    assert_eq!(read("0.30000000000000004", "."), Some("0.30000000000000004".to_owned()));
}

#[test]
fn number_cells_are_taken_whatever_was_said() {
    for mark in ["", ".", ","] {
        assert_eq!(
            decimal(&number("1234.5"), &formats(mark, "iso")).unwrap(),
            Decimal::new(12345, 1)
        );
        assert_eq!(
            decimal(&number("1.234"), &formats(mark, "iso")).unwrap(),
            Decimal::new(1234, 3)
        );
    }
}

#[test]
fn number_cells_of_more_than_15_digits_are_errors() {
    let cell = Cell::number(12_345_678_901_234_567.0);
    for message in [message(text(&cell)), message(decimal(&cell, &Formats::default()))] {
        assert!(
            message.contains("15 digits") && message.contains("format the column as text"),
            "{message}"
        );
    }
    assert_eq!(text(&Cell::number(123_456_789_012_345.0)), Ok("123456789012345"));
    assert_eq!(text(&Cell::number(0.000_123)), Ok("0.000123"));
}

#[test]
fn integers_have_no_decimals() {
    let read = |cell: Cell| integer(&cell, &formats(",", "iso")).ok();
    assert_eq!(read(of("1.234")), Some(1234));
    assert_eq!(read(of("3,00")), Some(3));
    assert_eq!(read(of("3,5")), None);
    assert_eq!(read(number("3")), Some(3));
    assert_eq!(read(number("3.5")), None);
    assert_eq!(read(of("-9223372036854775808")), Some(i64::MIN));
    assert_eq!(read(of("9223372036854775808")), None);
}

#[test]
fn a_number_in_a_text_is_its_digits() {
    assert_eq!(text(&number("4711")), Ok("4711"));
    assert_eq!(text(&of(" 007 ")), Ok(" 007 "));
    for cell in without_value() {
        assert!(text(&cell).is_err(), "{cell:?}");
    }
    for cell in [Cell::Boolean(true), Cell::DateTime(day(2026, 4, 3).at(0, 0, 0, 0))] {
        assert!(message(text(&cell)).contains("format the column as text"), "{cell:?}");
    }
}

#[test]
fn booleans_are_true_false_yes_and_no() {
    for (text, value) in [
        ("true", true),
        ("FALSE", false),
        ("Yes", true),
        (" no ", false),
        ("Y", true),
        ("n", false),
    ] {
        assert_eq!(boolean(&of(text)), Ok(value));
    }
    assert_eq!(boolean(&Cell::Boolean(true)), Ok(true));
    for cell in [of("1"), of("x"), of("wahr"), number("1")]
        .into_iter()
        .chain(without_value())
    {
        assert!(
            message(boolean(&cell)).contains("expected true, false, yes or no"),
            "{cell:?}"
        );
    }
}

#[test]
fn dates_are_written_as_was_said() {
    let expected = day(2026, 4, 3);
    for (format, text) in [
        ("iso", "2026-04-03"),
        ("dd.mm.yyyy", " 03.04.2026 "),
        ("d.m.yyyy", "3.4.2026"),
        ("d.m.yyyy", "03.04.2026"),
        ("MM/DD/YYYY", "04/03/2026"),
        ("m/d/yyyy", "4/3/2026"),
        ("yyyymmdd", "20260403"),
        ("dd mm yyyy", "03 04 2026"),
        ("serial", "46115"),
    ] {
        assert_eq!(
            date(&of(text), &formats("", format)),
            Ok(expected),
            "{text} as {format}"
        );
    }
    for (format, text) in [
        ("dd.mm.yyyy", "3.4.2026"),
        ("dd.mm.yyyy", "03.04.26"),
        ("dd.mm.yyyy", "03/04/2026"),
        ("dd.mm.yyyy", "2026-04-03"),
        ("dd.mm.yyyy", "31.02.2026"),
        ("dd.mm.yyyy", "03.13.2026"),
        ("dd.mm.yyyy", "03.04.2026x"),
        ("dd.mm.yyyy", "03.04.0206"),
        ("mm/dd/yyyy", "13/04/2026"),
        ("d.m.yyyy", "003.4.2026"),
        ("iso", "2026-4-3"),
        ("iso", "20260403"),
        ("iso", "2026-04-03T00:00"),
        ("iso", "1899-12-31"),
        ("iso", "٢٠٢٦-04-03"),
        ("serial", "2026-04-03"),
        ("serial", "60"),
        ("serial", "46115.5"),
        ("serial", "0"),
    ] {
        assert!(date(&of(text), &formats("", format)).is_err(), "{text} as {format}");
    }
}

#[test]
fn a_date_of_another_kind_asks_for_the_option() {
    assert_eq!(
        message(date(&of("03.04.2026"), &Formats::default())),
        "found \"03.04.2026\", expected a date as yyyy-mm-dd; if dates are written in another way, say so, such as \
         `--date dd.mm.yyyy`"
    );
    let given = message(date(&of("2026-04-03"), &formats("", "dd.mm.yyyy")));
    assert!(given.contains("dd.mm.yyyy") && given.contains("--date"), "{given}");
}

#[test]
fn numbers_are_dates_only_if_it_was_said() {
    assert!(message(date(&number("46115"), &Formats::default())).contains("--date serial"));
    assert!(message(date(&number("46115"), &formats("", "dd.mm.yyyy"))).contains("--date serial"));
    let mut serial = formats("", "serial");
    assert_eq!(date(&number("46115"), &serial), Ok(day(2026, 4, 3)));
    serial.epoch = Epoch::Year1904;
    assert_eq!(date(&number("46115"), &serial), Ok(day(2030, 4, 4)));
    assert_eq!(date(&number("20260403"), &formats("", "yyyymmdd")), Ok(day(2026, 4, 3)));
}

#[test]
fn date_cells_are_taken_whatever_was_said() {
    for format in ["iso", "dd.mm.yyyy", "serial"] {
        let formats = formats("", format);
        assert_eq!(
            date(&Cell::DateTime(day(2026, 4, 3).at(0, 0, 0, 0)), &formats),
            Ok(day(2026, 4, 3))
        );
        for other in [
            day(2026, 4, 3).at(9, 30, 0, 0),
            DAY_ZERO.at(9, 30, 0, 0),
            DAY_ZERO.at(0, 0, 0, 0),
        ] {
            assert!(date(&Cell::DateTime(other), &formats).is_err(), "{other}");
        }
    }
}

#[test]
fn patterns_that_do_not_say_a_date_are_refused() {
    for pattern in [
        "",
        "dd.mm",
        "dd.mm.yy",
        "dd.mm.yyyy.dd",
        "ddd.mm.yyyy",
        "dmyyyy",
        "dd-mmm-yyyy",
        "dd.mm.yyyyT",
        "x",
    ] {
        let error = pattern.parse::<DateFormat>().unwrap_err();
        assert!(
            error.contains("`dd.mm.yyyy`") && error.contains("`iso`"),
            "{pattern}: {error}"
        );
    }
    assert!("dd.mm.yy".parse::<DateFormat>().unwrap_err().contains("century"));
    assert_eq!("yyyy-mm-dd".parse(), Ok(DateFormat::Iso));
    assert!(";".parse::<DecimalMark>().unwrap_err().contains("`,`"));
}

#[test]
fn times_are_of_24_hours() {
    for (text, expected) in [
        ("9:30", clock(9, 30, 0, 0)),
        ("09:30", clock(9, 30, 0, 0)),
        ("23:59:59", clock(23, 59, 59, 0)),
        (" 00:00:00.250 ", clock(0, 0, 0, 250_000_000)),
    ] {
        assert_eq!(time(&of(text)), Ok(expected), "{text}");
    }
    assert_eq!(time(&Cell::DateTime(DAY_ZERO.at(9, 30, 0, 0))), Ok(clock(9, 30, 0, 0)));
    for text in [
        "24:00",
        "9:60",
        "0930",
        "9",
        "9:5",
        "09:30 am",
        "T09:30",
        "09:30Z",
        "09:30+02:00",
        "-9:30",
        ":30",
        "009:30",
        "9:",
        "09:30:60",
    ] {
        assert!(time(&of(text)).is_err(), "{text}");
    }
    for cell in [Cell::DateTime(day(2026, 4, 3).at(9, 30, 0, 0)), number("0.5")]
        .into_iter()
        .chain(without_value())
    {
        assert!(time(&cell).is_err(), "{cell:?}");
    }
}

#[test]
fn timestamps_without_an_offset_are_utc() {
    for (format, text, expected) in [
        ("iso", "2026-04-03", "2026-04-03T00:00:00Z"),
        ("iso", "2026-04-03 9:30", "2026-04-03T09:30:00Z"),
        ("iso", "2026-04-03T09:30:15", "2026-04-03T09:30:15Z"),
        ("iso", "2026-04-03T09:30:00Z", "2026-04-03T09:30:00Z"),
        ("iso", "2026-04-03T09:30:00+02:00", "2026-04-03T07:30:00Z"),
        ("dd.mm.yyyy", "03.04.2026 09:30", "2026-04-03T09:30:00Z"),
        ("dd.mm.yyyy", "2026-04-03T09:30:00-01:00", "2026-04-03T10:30:00Z"),
        ("dd mm yyyy", "03 04 2026 09:30", "2026-04-03T09:30:00Z"),
        ("dd mm yyyy", "03 04 2026", "2026-04-03T00:00:00Z"),
    ] {
        let moment = timestamp(&of(text), &formats("", format));
        assert_eq!(
            moment.map(|moment| moment.to_string()),
            Ok(expected.to_owned()),
            "{text} as {format}"
        );
    }
    let cell = |value| {
        timestamp(&value, &formats("", "serial"))
            .map(|moment| moment.to_string())
            .ok()
    };
    let expected = Some("2026-04-03T09:30:00Z".to_owned());
    assert_eq!(cell(Cell::DateTime(day(2026, 4, 3).at(9, 30, 0, 0))), expected);
    assert_eq!(cell(Cell::number(46_115.395_833_333_336)), expected);
    assert_eq!(cell(Cell::DateTime(DAY_ZERO.at(9, 30, 0, 0))), None);
    for text in [
        "03.04.2026 09:30",
        "2026-04-03 25:00",
        "2026-04-03 09:30 CET",
        "09:30",
        "2026-04-03T",
        "0026-04-03T09:30:00Z",
    ] {
        assert!(timestamp(&of(text), &Formats::default()).is_err(), "{text}");
    }
}

#[test]
fn errors_say_what_was_found_and_what_was_expected() {
    let message = |cell: Cell| message(date(&cell, &Formats::default()));
    assert_eq!(
        message(Cell::Error("#N/A".to_owned())),
        "found the error #N/A, expected a date from 1900 to 9999"
    );
    assert_eq!(message(Cell::Empty), "found nothing, expected a date from 1900 to 9999");
    assert!(message(Cell::NoValue).contains("open and save the file"));
    let long = message(of(&format!("\u{1b}[2J\n{}", "x".repeat(500))));
    assert!(
        long.starts_with("found \"\\u{1b}[2J\\nxxx") && !long.contains('\u{1b}'),
        "{long}"
    );
    assert!(long.chars().count() < 220, "{long}");
}

/// A number with groups and the mark between its parts.
fn write(whole: &str, fraction: &str, group: &str, mark: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped += group;
        }
        grouped.push(digit);
    }
    format!("{grouped}{mark}{fraction}")
}

proptest! {
    #[test]
    fn grouped_numbers_are_read_as_they_were_written(whole in 1..1_000_000_000_000_u64, fraction in "[0-9]{1,6}", comma in any::<bool>()) {
        let (mark, group) = if comma { (",", ".") } else { (".", ",") };
        let whole = whole.to_string();
        for group in [group, "", " ", "\u{202F}", "'"] {
            let text = write(&whole, &fraction, group, mark);
            prop_assert_eq!(read(&text, mark), Some(format!("{whole}.{fraction}")), "{}", text);
        }
    }

    #[test]
    fn number_cells_are_their_15_digits(digits in 1..1_000_000_000_000_000_i64, scale in 0..9_u32) {
        let exact = Decimal::new(digits, scale).normalize();
        let stored: f64 = exact.to_string().parse().unwrap();
        prop_assert_eq!(decimal(&Cell::number(stored), &Formats::default()), Ok(exact));
    }

    #[test]
    fn dates_are_read_as_they_were_written(year in 1900..=9999_i16, month in 1..=12_i8, of_month in 1..=28_i8) {
        let expected = day(year, month, of_month);
        for (format, written) in [("dd.mm.yyyy", "%d.%m.%Y"), ("m/d/yyyy", "%-m/%-d/%Y"), ("yyyymmdd", "%Y%m%d"), ("iso", "%Y-%m-%d")] {
            let text = expected.strftime(written).to_string();
            prop_assert_eq!(date(&of(&text), &formats("", format)), Ok(expected), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_a_conversion_panic(content in "\\PC{0,20}|[0-9.,:TZ+ -]{0,25}", pattern in "[dmy./ -]{0,12}") {
        let cell = of(&content);
        let mut all = vec![formats("", "iso"), formats(",", "dd.mm.yyyy"), formats(".", "serial")];
        all.extend(pattern.parse().map(|date| Formats { date, ..Formats::default() }));
        for formats in &all {
            for message in [
                decimal(&cell, formats).err(),
                integer(&cell, formats).err(),
                date(&cell, formats).err(),
                timestamp(&cell, formats).err(),
                time(&cell).err(),
            ].into_iter().flatten() {
                prop_assert!(!message.to_string().chars().any(char::is_control));
            }
        }
    }
}
