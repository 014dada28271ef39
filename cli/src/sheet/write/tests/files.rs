//! What is in the files, and when there is one.

use std::fs;

use jiff::civil::date;

use crate::sheet::cell::Cell;
use crate::sheet::read::{ReadOptions, read};
use crate::sheet::table::Table;
use crate::sheet::testing::{Folder, read_plain};
use crate::sheet::write::{Target, TemplateColumn, WriteError, Writer, write_template};

/// Writes a copy of a table with one further column, and returns its bytes.
fn copy(table: &Table, name: &str) -> Vec<u8> {
    let folder = Folder::new();
    let path = folder.path(name);
    let header: Vec<&str> = table.header.iter().map(String::as_str).chain(["state"]).collect();
    let mut writer = Writer::create(&path, &Target::for_copy(&path, table), &header).unwrap();
    for row in &table.rows {
        writer.write(row.cells.iter().chain([&Cell::text("created")])).unwrap();
    }
    writer.finish().unwrap();
    fs::read(path).unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The content of a part of a workbook.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_copy_has_the_delimiter_and_the_mark_of_the_input() {
    let plain = read_plain("a.csv", "id;price\n1;2,50\n").unwrap();
    assert_eq!(text(&copy(&plain, "b.csv")), "id;price;state\n1;2,50;created\n");
    let marked = read_plain("a.csv", "\u{FEFF}id,price\n1,2.50\n").unwrap();
    assert_eq!(
        text(&copy(&marked, "b.csv")),
        "\u{FEFF}id,price,state\n1,2.50,created\n"
    );
    let utf16: Vec<u8> = "\u{FEFF}id\tprice\n1\tü\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        text(&copy(&read_plain("a.txt", utf16).unwrap(), "b.csv")),
        "\u{FEFF}id\tprice\tstate\n1\tü\tcreated\n"
    );
    assert_eq!(text(&copy(&plain, "b.tsv")), "id\tprice\tstate\n1\t2,50\tcreated\n");
}

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    let texts = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "=HYPERLINK(\"x\")",
        "12345678901234567890",
        "TRUE",
        "007",
        "http://x.y",
        "{=1}",
    ];
    let table = read_plain(
        "a.tsv",
        format!(
            "a\n{}\n",
            texts
                .map(|text| format!("\"{}\"", text.replace('"', "\"\"")))
                .join("\n")
        ),
    )
    .unwrap();
    let workbook = copy(&table, "b.xlsx");
    assert!(!part(&workbook, "xl/worksheets/sheet1.xml").contains("<f>"));
    let copied = read_plain("b.xlsx", &workbook).unwrap();
    for (row, expected) in copied.rows.iter().zip(texts) {
        assert_eq!(row.cells[0], Cell::Text(expected.to_owned()));
    }
    assert!(
        text(&copy(&table, "b.csv")).contains("\n=1+1,created\n")
            || text(&copy(&table, "b.tsv")).contains("\n=1+1\tcreated\n")
    );
}

#[test]
fn numbers_dates_and_booleans_keep_their_kind() {
    let mut table = read_plain("a.csv", "a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n").unwrap();
    table.rows[0].cells = vec![
        Cell::number(346.2),
        Cell::number(12_345_678_901_234_567.0),
        Cell::DateTime(date(2026, 4, 3).at(0, 0, 0, 0)),
        Cell::DateTime(date(2026, 4, 3).at(9, 30, 15, 0)),
        Cell::DateTime(crate::sheet::serial::DAY_ZERO.at(9, 30, 0, 0)),
        Cell::Boolean(true),
        Cell::Error("#N/A".to_owned()),
        Cell::NoValue,
    ];
    let csv = copy(&table, "b.csv");
    assert_eq!(
        text(&csv).lines().nth(1).unwrap(),
        "346.2,12345678901234600,2026-04-03,2026-04-03T09:30:15,09:30:00,true,#N/A,,created"
    );
    let copied = read_plain("b.xlsx", copy(&table, "b.xlsx")).unwrap();
    let mut expected = table.rows[0].cells.clone();
    expected[1] = Cell::text("12345678901234600");
    expected[6] = Cell::text("#N/A");
    expected[7] = Cell::Empty;
    assert_eq!(copied.rows[0].cells[..8], expected);
}

#[test]
fn the_header_of_a_workbook_is_bold_and_frozen() {
    let table = read_plain(
        "a.csv",
        format!("id,remedy\n1,{}\n2,{}\n", "x".repeat(30), "y".repeat(500)),
    )
    .unwrap();
    let workbook = copy(&table, "b.xlsx");
    let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("state=\"frozen\"") && sheet.contains("ySplit=\"1\""),
        "{sheet}"
    );
    assert!(part(&workbook, "xl/styles.xml").contains("<b/>"));
    let widths: Vec<f64> = sheet
        .split(" width=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert!(
        widths.len() == 3 && widths.iter().all(|width| (9.0..64.0).contains(width)),
        "{widths:?}"
    );
    assert!(widths[0] < 12.0 && widths[1] > 60.0, "{widths:?}");
}

#[test]
fn a_copy_keeps_the_name_of_the_sheet() {
    let mut table = read_plain("a.csv", "a\n1\n").unwrap();
    for (name, kept) in [
        ("Orders 2026", "Orders 2026"),
        ("a/b", "Sheet1"),
        ("x".repeat(40).as_str(), "Sheet1"),
        ("", "Sheet1"),
    ] {
        table.sheet = Some(name.to_owned());
        assert_eq!(
            read_plain("b.xlsx", copy(&table, "b.xlsx")).unwrap().sheet.as_deref(),
            Some(kept),
            "{name}"
        );
    }
}

#[test]
fn texts_too_long_for_a_cell_are_cut_in_a_workbook() {
    let mut table = read_plain("a.csv", "a\n1\n").unwrap();
    table.rows[0].cells[0] = Cell::text("😀".repeat(20_000));
    let copied = read_plain("b.xlsx", copy(&table, "b.xlsx")).unwrap();
    // Not by `assert_eq`, which would show all of it.
    assert!(copied.rows[0].cells[0] == Cell::text(format!("{}…", "😀".repeat(16_383))));
    assert!(read_plain("b.csv", copy(&table, "b.csv")).unwrap().rows[0].cells[0] == table.rows[0].cells[0]);
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    for name in ["report.csv", "report.xlsx"] {
        let folder = Folder::new();
        let path = folder.file(name, "mine");
        let target = Target::new(&path);
        let error = Writer::create(&path, &target, &["a"]).map(drop).unwrap_err();
        assert!(
            matches!(error, WriteError::Exists(_)) && error.to_string().contains("--force"),
            "{error}"
        );
        Writer::create(&path, &target.force(true), &["a"])
            .unwrap()
            .finish()
            .unwrap();
        assert_ne!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(folder.names(), [name]);
    }
}

#[test]
fn a_file_that_appears_meanwhile_is_not_replaced() {
    let folder = Folder::new();
    let path = folder.path("report.csv");
    let writer = Writer::create(&path, &Target::new(&path), &["a"]).unwrap();
    folder.file("report.csv", "mine");
    assert!(matches!(writer.finish(), Err(WriteError::Exists(_))));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    assert_eq!(folder.names(), ["report.csv"]);
}

#[test]
fn there_is_no_file_before_it_is_complete() {
    for name in ["report.csv", "report.xlsx"] {
        let folder = Folder::new();
        let path = folder.path(name);
        let mut writer = Writer::create(&path, &Target::new(&path), &["a"]).unwrap();
        writer.write(&[Cell::text("x")]).unwrap();
        assert!(!path.exists());
        drop(writer);
        assert!(folder.names().is_empty(), "{:?}", folder.names());
    }
    let missing = Folder::new().path("none").join("report.csv");
    assert!(matches!(
        Writer::create(&missing, &Target::new(&missing), &["a"]),
        Err(WriteError::Io(_))
    ));
}

#[test]
fn a_template_explains_its_columns() {
    let columns = [
        ("key", "The same on each line of a document.", true, Cell::text("PR-1")),
        ("price", "The price of one.", false, Cell::number(12.5)),
        (
            "needed by",
            "A date.",
            false,
            Cell::DateTime(date(2026, 4, 3).at(0, 0, 0, 0)),
        ),
    ]
    .map(|(name, meaning, required, example)| TemplateColumn {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
        required,
        example,
    });
    let folder = Folder::new();
    let (csv, xlsx) = (folder.path("t.csv"), folder.path("t.xlsx"));
    write_template(&csv, &Target::new(&csv), &columns).unwrap();
    assert_eq!(
        fs::read_to_string(&csv).unwrap(),
        "key,price,needed by\nPR-1,12.5,2026-04-03\n"
    );
    write_template(&xlsx, &Target::new(&xlsx), &columns).unwrap();
    let table = read(&xlsx, &ReadOptions::default()).unwrap();
    assert_eq!(table.header, ["key", "price", "needed by"]);
    assert_eq!(table.rows[0].cells, columns.clone().map(|column| column.example));
    let options = ReadOptions {
        sheet: Some("Columns".to_owned()),
        ..ReadOptions::default()
    };
    let explained = read(&xlsx, &options).unwrap();
    assert_eq!(explained.header, ["Column", "Required", "Meaning", "Example"]);
    for (row, column) in explained.rows.iter().zip(&columns) {
        let required = if column.required { "yes" } else { "no" };
        let expected = [
            Cell::text(&column.name),
            Cell::text(required),
            Cell::text(&column.meaning),
            column.example.clone(),
        ];
        assert_eq!(row.cells, expected);
    }
    assert_eq!(explained.rows.len(), 3);
    assert!(matches!(
        write_template(&xlsx, &Target::new(&xlsx), &columns),
        Err(WriteError::Exists(_))
    ));
}
