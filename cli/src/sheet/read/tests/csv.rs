//! CSV files.

use crate::sheet::cell::Cell;
use crate::sheet::read::{Encoding, ReadError, ReadOptions};
use crate::sheet::table::{Delimiter, Table};
use crate::sheet::testing::{read_file, read_plain};

fn table(text: impl AsRef<[u8]>) -> Table {
    read_plain("orders.csv", text).unwrap()
}

fn error(text: impl AsRef<[u8]>) -> String {
    read_plain("orders.csv", text).unwrap_err().to_string()
}

/// The rows with their numbers, each cell as text.
fn rows(table: &Table) -> Vec<(u64, Vec<String>)> {
    let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.to_text().into_owned()).collect();
    table.rows.iter().map(|row| (row.number, texts(&row.cells))).collect()
}

fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

fn with_encoding(bytes: impl AsRef<[u8]>, encoding: &str) -> Result<Table, ReadError> {
    let encoding = Some(encoding.parse::<Encoding>().unwrap());
    let options = ReadOptions {
        encoding,
        ..ReadOptions::default()
    };
    read_file("orders.csv", bytes, &options)
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn the_first_row_that_is_not_empty_is_the_header() {
    let table = table("\n;;\n Name ;Amount\nPen;1\n");
    assert_eq!(
        (table.header_row, table.header.as_slice()),
        (3, ["Name".to_owned(), "Amount".to_owned()].as_slice())
    );
    assert_eq!(table.source, "orders.csv");
    assert_eq!(rows(&table), [row(4, &["Pen", "1"])]);
    assert_eq!(table.column("Amount"), Some(1));
}

#[test]
fn rows_have_the_line_in_which_they_begin() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "a,b\n\n\"two\nlines\",1\n\n , \nx,2\n\n".replace('\n', end);
        let found = table(&text);
        assert_eq!(
            rows(&found),
            [row(3, &[&format!("two{end}lines"), "1"]), row(7, &["x", "2"])],
            "{end:?}"
        );
    }
}

#[test]
fn the_only_delimiter_of_the_header_is_taken() {
    for (text, delimiter) in [
        ("a,b\n1;5,2\n", Delimiter::Comma),
        ("a;b\n1,5;2\n", Delimiter::Semicolon),
        ("a\tb\n1,5\t2\n", Delimiter::Tab),
        ("\"a, or a\";b\n1;2\n", Delimiter::Semicolon),
        ("\"a\n,\";b\n1;2\n", Delimiter::Semicolon),
        ("5\" pipe;\"b, c\"\n1;2\n", Delimiter::Semicolon),
        ("\n;;\na;b\n1;2\n", Delimiter::Semicolon),
    ] {
        let found = table(text);
        assert_eq!(
            (found.dialect.delimiter, found.header.len()),
            (delimiter, 2),
            "{text:?}"
        );
    }
    assert_eq!(table("only\n1\n").header, ["only"]);
}

#[test]
fn two_delimiters_in_the_header_are_an_error() {
    let text = "Name;Amount, net\nPen;1\n";
    assert_eq!(
        error(text),
        "the header row has each of comma, semicolon; give the delimiter, such as `--delimiter semicolon`"
    );
    let options = ReadOptions {
        delimiter: Some(";".parse().unwrap()),
        ..ReadOptions::default()
    };
    let table = read_file("orders.csv", text, &options).unwrap();
    assert_eq!(table.header, ["Name", "Amount, net"]);
    // The name of the file says it.
    let table = read_plain("orders.tsv", "Name\tAmount, net\nPen\t1\n").unwrap();
    assert_eq!(table.header, ["Name", "Amount, net"]);
}

#[test]
fn a_first_line_for_excel_names_the_delimiter() {
    for end in ["\n", "\r\n"] {
        let table = table(format!("sep=;{end}Name;Amount, net{end}Pen;1{end}"));
        assert_eq!((table.header_row, table.header.len()), (2, 2));
        assert_eq!(rows(&table), [row(3, &["Pen", "1"])]);
    }
    assert_eq!(table("sep=;x\n1\n").header, ["sep=", "x"]);
}

#[test]
fn quotes_hold_delimiters_quotes_and_newlines() {
    let table = table("a,b\n\"1,2\",\"say \"\"no\"\"\"\n\"x\ny\",5\" pipe");
    assert_eq!(
        rows(&table),
        [row(2, &["1,2", "say \"no\""]), row(3, &["x\ny", "5\" pipe"])]
    );
}

#[test]
fn a_quote_that_never_ends_is_an_error() {
    assert_eq!(
        error("a,b\n1,2\n\n3,\"4\n5,6\n"),
        "line 4: a quote begins in this row and never ends"
    );
    assert_eq!(error("a,b\n1,\""), "line 2: a quote begins in this row and never ends");
    assert_eq!(
        error("\"a,b\n1,2\n"),
        "line 1: a quote begins in this row and never ends"
    );
    assert_eq!(rows(&table("a,b\n1,\"2\"")), [row(2, &["1", "2"])]);
}

#[test]
fn utf_8_and_utf_16_are_known_by_their_mark() {
    let text = "Größe;€\nzwölf;1\n";
    let utf8 = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let utf16le = utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes);
    let utf16be = utf16(&format!("\u{FEFF}{text}"), u16::to_be_bytes);
    for (bytes, mark) in [
        (text.as_bytes().to_vec(), false),
        (utf8, true),
        (utf16le, true),
        (utf16be, true),
    ] {
        let found = table(&bytes);
        assert_eq!(found.header, ["Größe", "€"], "{bytes:?}");
        assert_eq!(
            (rows(&found), found.dialect.byte_order_mark),
            (vec![row(2, &["zwölf", "1"])], mark)
        );
        // The mark is stronger than what is given.
        let given = if mark { "windows-1252" } else { "utf-8" };
        assert_eq!(with_encoding(&bytes, given).unwrap().header, ["Größe", "€"]);
    }
}

#[test]
fn other_encodings_are_read_only_if_they_are_given() {
    let windows = b"Gr\xF6\xDFe;\x80\nzw\xF6lf;1\n";
    assert_eq!(
        error(windows),
        "line 1, column 3: no valid utf-8 text; give the encoding, such as `--encoding windows-1252`"
    );
    assert_eq!(with_encoding(windows, "Windows-1252").unwrap().header, ["Größe", "€"]);
    assert!(error(b"a;b\r\n1;2\r\nx;zw\xF6lf\r\n").starts_with("line 3, column 5: no valid utf-8"));
    for (name, to_bytes) in [
        ("utf-16le", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("utf-16be", u16::to_be_bytes),
    ] {
        let bytes = utf16("Größe;€\n1;2\n", to_bytes);
        assert_eq!(with_encoding(&bytes, name).unwrap().header, ["Größe", "€"], "{name}");
        let ascii = utf16("Name;Amount\n1;2\n", to_bytes);
        assert!(
            error(&ascii).contains("--encoding utf-16le"),
            "{name}: {}",
            error(&ascii)
        );
    }
    let unpaired = [0xFF, 0xFE, b'a', 0, b'\n', 0, b'x', 0, 0x00, 0xD8];
    assert!(
        error(unpaired).starts_with("line 2, column 2: no valid utf-16le text"),
        "{}",
        error(unpaired)
    );
    assert!("latin".parse::<Encoding>().unwrap_err().contains("windows-1252"));
}

#[test]
fn repeated_and_missing_names_are_faults() {
    let table = table("a,,b,a,\n1,,2,3\n4,x,5,6\n7,y,8,9,z\n");
    let faults: Vec<String> = table.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "line 1, column 4 (a): found \"a\", expected a name of its own: column 1 has it already",
            "line 1, column 2: found no name, expected the name of the column, which has \"x\" in row 3",
            "line 4, column 5: found \"z\", expected nothing: the header in row 1 ends with column 4",
        ]
    );
    assert_eq!(table.rows.len(), 3, "the rows are there for the other faults");
}

#[test]
fn longer_rows_are_faults_if_what_is_too_much_is_filled() {
    let found = table("a,b\n1,2,,\n1,2, ,\n");
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    let found = table("a,b\n1\n1,2,,x\n");
    assert_eq!(found.faults.len(), 1);
    assert_eq!(found.faults[0].place.to_string(), "line 3, column 4");
    assert_eq!(rows(&found), [row(2, &["1", ""]), row(3, &["1", "2"])]);
}

#[test]
fn places_name_line_column_and_header() {
    let table = table("a,quantity\n1,2\n");
    assert_eq!(table.place(2, 1).to_string(), "line 2, column 2 (quantity)");
    assert_eq!(table.row_place(2).to_string(), "line 2");
    assert_eq!(table.place(2, 7).to_string(), "line 2, column 8");
}

#[test]
fn messages_escape_and_shorten_what_is_in_the_file() {
    let long = "x".repeat(100);
    let found = table(format!("a\u{1b}[31m,b\n1,2,\u{1b}]{long}\n"));
    let fault = found.faults[0].to_string();
    assert!(
        !fault.contains('\u{1b}') && fault.contains("\\u{1b}]xxx") && fault.contains('…'),
        "{fault}"
    );
    assert!(fault.chars().count() < 200, "{fault}");
    assert!(!found.place(1, 0).to_string().contains('\u{1b}'));
}

#[test]
fn a_file_without_a_header_is_an_error() {
    for text in ["", "\n\n", ";;\n ; \n", "\u{FEFF}"] {
        assert!(
            matches!(read_plain("x.csv", text), Err(ReadError::NoHeader)),
            "{text:?}"
        );
    }
    assert!(error(";;\n").contains("no header row"));
}

#[test]
fn a_csv_file_has_no_sheets() {
    let options = ReadOptions {
        sheet: Some("Sheet1".to_owned()),
        ..ReadOptions::default()
    };
    assert!(matches!(
        read_file("x.csv", "a\n1\n", &options),
        Err(ReadError::NoSheets)
    ));
}

#[test]
fn names_that_claim_a_workbook_are_not_read_as_text() {
    assert!(
        read_plain("x.xlsx", "a,b\n")
            .unwrap_err()
            .to_string()
            .contains("no workbook")
    );
    assert!(read_plain("x.XLS", "<html>").unwrap_err().to_string().contains(".xls"));
}

#[test]
fn csv_limits_columns_and_cells() {
    let header = |columns: usize| vec!["x"; columns].join(",");
    assert_eq!(table(header(1000)).header.len(), 1000);
    assert!(
        error(header(1001)).contains("column ALM (1001); the most are 1000"),
        "{}",
        error(header(1001))
    );
    assert_eq!(table(format!("x{}\n", ",".repeat(16_383))).header.len(), 1);
    assert_eq!(
        error(format!("x\n\"\n\"{}", ",".repeat(16_384))),
        "line 2: more than 16384 cells"
    );
    let many = format!("{}\n{}", header(1000), "1\n".repeat(5_001));
    assert!(
        error(&many).contains("row 5002: more than 5000000 cells"),
        "{}",
        error(&many)
    );
}
