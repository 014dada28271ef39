//! Workbooks.

use jiff::civil::date;

use crate::sheet::cell::Cell;
use crate::sheet::read::{ReadError, ReadOptions};
use crate::sheet::serial::{DAY_ZERO, Epoch};
use crate::sheet::testing::{Book, header, read_file, read_plain, text_cell};

/// The cell of a workbook that has no other.
fn cell(xml: &str) -> Cell {
    let mut table = Book::of_cell(xml).read().unwrap();
    table.rows.pop().map_or(Cell::Empty, |mut row| row.cells.remove(0))
}

fn number(text: &str) -> Cell {
    Cell::Number(text.to_owned())
}

fn error(text: &str) -> Cell {
    Cell::Error(text.to_owned())
}

#[test]
fn the_content_says_that_it_is_a_workbook() {
    let bytes = Book::of_cell("<c><v>1</v></c>").bytes();
    for name in ["orders.xlsx", "orders.xlsm", "orders.csv", "orders"] {
        let table = read_plain(name, &bytes).unwrap();
        assert_eq!((table.sheet.as_deref(), table.source.as_str()), (Some("Sheet1"), name));
    }
}

#[test]
fn other_kinds_of_spreadsheets_are_named_in_the_error() {
    let with_part = |name: &str| {
        let mut book = Book::new("");
        book.others.push((name.to_owned(), b"x".to_vec()));
        book.read().unwrap_err().to_string()
    };
    let old = read_plain("x.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest")
        .unwrap_err()
        .to_string();
    for (message, kind) in [
        (with_part("mimetype"), ".ods"),
        (with_part("xl/workbook.bin"), ".xlsb"),
        (old, ".xls"),
    ] {
        assert!(
            message.contains(kind) && message.contains(".csv") && message.contains(".xlsx"),
            "{message}"
        );
    }
}

#[test]
fn rows_and_columns_are_those_of_the_sheet() {
    let rows = "<row r=\"3\"><c r=\"B3\" t=\"str\"><v>id</v></c><c r=\"D3\" t=\"str\"><v>quantity</v></c></row>\
        <row r=\"4\"/><row r=\"7\"><c r=\"D7\"><v>5</v></c></row>";
    let table = Book::new(rows).read().unwrap();
    assert_eq!(
        (table.header_row, table.header.as_slice()),
        (3, ["", "id", "", "quantity"].map(str::to_owned).as_slice())
    );
    assert_eq!(table.rows[0].number, 7);
    assert_eq!(
        table.rows[0].cells,
        [Cell::Empty, Cell::Empty, Cell::Empty, number("5")]
    );
    assert_eq!(table.place(7, 3).to_string(), "Sheet1!D7 (quantity)");
    assert_eq!(table.row_place(7).to_string(), "Sheet1, row 7");
    assert!(table.faults.is_empty());
}

#[test]
fn cells_without_a_reference_follow_each_other() {
    let rows = "<row><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c></row><row><c/><c><v>2</v></c></row>";
    let table = Book::new(rows).read().unwrap();
    assert_eq!(table.rows[0].cells, [Cell::Empty, number("2")]);
}

#[test]
fn a_sheet_is_chosen_by_its_name_or_is_the_first_visible_one() {
    let rows = |name: &str| header(&[name]);
    let mut book = Book::new("");
    book.sheets = vec![
        ("Setup".to_owned(), "hidden", rows("a")),
        ("Orders &amp; more".to_owned(), "visible", rows("b")),
        ("Lines".to_owned(), "veryHidden", rows("c")),
    ];
    let read = |name: Option<&str>| {
        let options = ReadOptions {
            sheet: name.map(str::to_owned),
            ..ReadOptions::default()
        };
        read_file("book.xlsx", book.bytes(), &options)
    };
    assert_eq!(read(None).unwrap().header, ["b"]);
    assert_eq!(read(None).unwrap().place(1, 0).to_string(), "'Orders & more'!A1 (b)");
    assert_eq!(read(Some("Lines")).unwrap().header, ["c"]);
    let message = read(Some("line")).unwrap_err().to_string();
    assert_eq!(
        message,
        "there is no sheet \"line\"; there are \"Setup\", \"Orders & more\", \"Lines\"; did you mean \"Lines\"?"
    );
    assert!(!read(Some("xyz")).unwrap_err().to_string().contains("did you mean"));
}

#[test]
fn a_workbook_with_hidden_sheets_only_is_an_error() {
    let mut book = Book::new("");
    book.sheets[0].1 = "hidden";
    assert_eq!(
        book.read().unwrap_err().to_string(),
        "all sheets are hidden; give one of \"Sheet1\" by `--sheet`"
    );
    book.sheets.clear();
    assert_eq!(book.read().unwrap_err().to_string(), "the workbook has no worksheet");
}

#[test]
fn numbers_are_the_shortest_text_of_15_digits() {
    for (stored, shown) in [
        ("346.19999999999999", "346.2"),
        ("0.30000000000000004", "0.3"),
        ("1E-7", "0.0000001"),
        ("1.5E3", "1500"),
        ("-0", "0"),
        ("-12.50", "-12.5"),
        ("123456789012345", "123456789012345"),
        ("1E20", "100000000000000000000"),
        ("2.5E-10", "0.00000000025"),
        ("0.1", "0.1"),
        ("100", "100"),
        ("99999999999999.99", "100000000000000"),
    ] {
        assert_eq!(cell(&format!("<c><v>{stored}</v></c>")), number(shown), "{stored}");
    }
    for (stored, shown) in [("inf", "inf"), ("nan", "NaN"), ("1e999", "inf")] {
        assert_eq!(cell(&format!("<c><v>{stored}</v></c>")), error(shown), "{stored}");
    }
}

#[test]
fn dates_are_those_that_the_workbook_counts_from_its_epoch() {
    let stored = "<c s=\"1\"><v>46115</v></c>";
    assert_eq!(cell(stored), Cell::DateTime(date(2026, 4, 3).at(0, 0, 0, 0)));
    let with_time = "<c s=\"2\"><v>46115.395833333336</v></c>";
    assert_eq!(cell(with_time), Cell::DateTime(date(2026, 4, 3).at(9, 30, 0, 0)));
    assert_eq!(
        cell("<c s=\"3\"><v>0.39583333333333331</v></c>"),
        Cell::DateTime(DAY_ZERO.at(9, 30, 0, 0))
    );
    let mut book = Book::of_cell(stored);
    book.is_1904 = true;
    let table = book.read().unwrap();
    assert_eq!(table.epoch, Epoch::Year1904);
    assert_eq!(table.rows[0].cells[0], Cell::DateTime(date(2030, 4, 4).at(0, 0, 0, 0)));
    // Without the format of a date, it is a number.
    assert_eq!(cell("<c><v>46115</v></c>"), number("46115"));
}

#[test]
fn dates_that_are_none_are_errors_of_their_cells() {
    for stored in ["60", "60.5", "-1", "2958466", "1e300"] {
        let found = cell(&format!("<c s=\"1\"><v>{stored}</v></c>"));
        assert!(
            matches!(&found, Cell::Error(text) if text.ends_with("which is no date")),
            "{stored}: {found:?}"
        );
    }
    for (stored, expected) in [
        ("59", date(1900, 2, 28)),
        ("61", date(1900, 3, 1)),
        ("2958465", date(9999, 12, 31)),
    ] {
        assert_eq!(
            cell(&format!("<c s=\"1\"><v>{stored}</v></c>")),
            Cell::DateTime(expected.at(0, 0, 0, 0))
        );
    }
    assert_eq!(cell("<c s=\"4\"><v>1.5</v></c>"), error("1.5 days, a duration"));
    let mut book = Book::of_cell("<c s=\"1\"><v>2957004</v></c>");
    book.is_1904 = true;
    assert!(matches!(book.read().unwrap().rows[0].cells[0], Cell::Error(_)));
}

#[test]
fn dates_as_iso_8601_are_read() {
    let iso = |text: &str| cell(&format!("<c t=\"d\"><v>{text}</v></c>"));
    assert_eq!(iso("2026-04-03"), Cell::DateTime(date(2026, 4, 3).at(0, 0, 0, 0)));
    assert_eq!(
        iso("2026-04-03T09:30:00"),
        Cell::DateTime(date(2026, 4, 3).at(9, 30, 0, 0))
    );
    assert_eq!(iso("09:30:00"), Cell::DateTime(DAY_ZERO.at(9, 30, 0, 0)));
    for text in [
        "2026-02-30",
        "2026-04-03T09:30:00Z",
        "2026-04-03T09:30:00+02:00",
        "soon",
    ] {
        assert_eq!(iso(text), error(text));
    }
}

#[test]
fn errors_and_formulas_without_a_value_are_no_empty_cells() {
    assert_eq!(cell("<c t=\"e\"><v>#N/A</v></c>"), error("#N/A"));
    assert_eq!(cell("<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"), error("#DIV/0!"));
    for without_value in [
        "<f>1+1</f>",
        "<f>1+1</f><v></v>",
        "<f>1+1</f><v/>",
        "<f t=\"shared\" si=\"0\"/>",
    ] {
        assert_eq!(
            cell(&format!("<c>{without_value}</c>")),
            Cell::NoValue,
            "{without_value}"
        );
    }
    assert_eq!(cell("<c><f>1+1</f><v>2</v></c>"), number("2"));
    assert_eq!(cell("<c t=\"str\"><f>A1</f><v>x</v></c>"), Cell::Text("x".to_owned()));
    assert_eq!(cell("<c t=\"str\"><f>A1</f><v></v></c>"), Cell::Empty);
}

#[test]
fn texts_booleans_and_white_space_are_read() {
    assert_eq!(cell("<c t=\"b\"><v>1</v></c>"), Cell::Boolean(true));
    assert_eq!(
        cell(&text_cell("a &lt;b&gt; _x0007_")),
        Cell::Text("a <b> \u{7}".to_owned())
    );
    assert_eq!(cell(&text_cell("\u{A0} ")), Cell::Empty);
    let mut book = Book::of_cell("<c t=\"s\"><v>1</v></c>");
    book.shared_strings = "<sst uniqueCount=\"2\"><si><t>x</t></si><si><r><t>rich </t></r><r><t xml:space=\"preserve\">er</t></r></si></sst>".to_owned();
    assert_eq!(book.read().unwrap().rows[0].cells[0], Cell::Text("richer".to_owned()));
}

#[test]
fn rows_out_of_order_and_repeated_cells_are_damage() {
    let a = |row: u32| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>");
    for rows in [a(1) + &a(3) + &a(2), a(1) + &a(1)] {
        assert!(matches!(Book::new(&rows).read(), Err(ReadError::Damaged(_))), "{rows}");
    }
}

#[test]
fn an_error_of_the_library_says_near_which_row() {
    let message = Book::of_cell("<c t=\"x\"><v>1</v></c>").read().unwrap_err().to_string();
    assert!(
        message.starts_with("the workbook is damaged: in or after row 1:"),
        "{message}"
    );
}

#[test]
fn faults_of_a_sheet_name_columns_by_letters() {
    let rows = header(&["a", "b", "a"]) + "<row r=\"5\"><c r=\"AA5\"><v>1</v></c></row>";
    let faults: Vec<String> = Book::new(&rows)
        .read()
        .unwrap()
        .faults
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        faults,
        [
            "Sheet1!C1 (a): found \"a\", expected a name of its own: column A has it already",
            "Sheet1!AA5: found the number 1, expected nothing: the header in row 1 ends with column C",
        ]
    );
}
