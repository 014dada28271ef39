//! What is written is read back.

use std::time::Instant;

use allocation_counter::measure;
use jiff::civil::date;
use proptest::prelude::*;

use crate::sheet::cell::Cell;
use crate::sheet::read::{ReadOptions, read};
use crate::sheet::table::{Delimiter, Dialect, Table};
use crate::sheet::testing::Folder;
use crate::sheet::write::{Target, Writer};

const MIB: u64 = 1 << 20;

/// A table with these cells, its columns named by number.
fn table(rows: &[Vec<Cell>], columns: usize, dialect: Dialect) -> Table {
    let rows = (2..).zip(rows).map(|(number, cells)| crate::sheet::Row {
        number,
        cells: cells.clone(),
    });
    Table {
        header: (0..columns).map(|column| format!("column {column}")).collect(),
        rows: rows.collect(),
        dialect,
        ..Table::default()
    }
}

/// Writes a table and reads it.
fn there_and_back(table: &Table, name: &str) -> Table {
    let folder = Folder::new();
    let path = folder.path(name);
    let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
    let mut writer = Writer::create(&path, &Target::for_copy(&path, table), &header).unwrap();
    table.rows.iter().for_each(|row| writer.write(&row.cells).unwrap());
    writer.finish().unwrap();
    // The delimiter is said: a header of one column does not tell it.
    let options = ReadOptions {
        delimiter: Some(table.dialect.delimiter),
        ..ReadOptions::default()
    };
    read(&path, &options).unwrap()
}

/// The cells of the rows that are not empty.
fn cells(table: &Table) -> Vec<&[Cell]> {
    let rows = table.rows.iter().map(|row| row.cells.as_slice());
    rows.filter(|cells| cells.iter().any(|cell| !cell.is_empty())).collect()
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[\"',;\t\r\n =+@a-]{0,10}",
        any::<String>(),
        "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{fffe}\u{ffff}_x0-9a-f]{0,12}",
        "(_x00[0-9A-F]{2}_){1,3}",
        "(_x[0-9a-f]{3,5}[\u{0}\u{b}\u{d}\u{ffff}_z]){1,3}",
    ]
}

fn text_cell() -> impl Strategy<Value = Cell> {
    any_text().prop_map(Cell::text)
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let moment = (1..2_900_000_i64, 0..86_400_000_i64).prop_map(|(day, milliseconds)| {
        let day = date(1900, 1, 1)
            .at(0, 0, 0, 0)
            .checked_add(jiff::Span::new().days(day))
            .unwrap();
        Cell::DateTime(day.checked_add(jiff::Span::new().milliseconds(milliseconds)).unwrap())
    });
    prop_oneof![
        4 => text_cell(),
        1 => (any::<i32>(), 0..8_u32).prop_map(|(digits, scale)| Cell::number(f64::from(digits) / 10_f64.powi(scale.try_into().unwrap()))),
        1 => any::<bool>().prop_map(Cell::Boolean),
        1 => moment,
    ]
}

fn rows(cell: impl Strategy<Value = Cell>) -> impl Strategy<Value = (usize, Vec<Vec<Cell>>)> {
    (1..6_usize, prop::collection::vec(prop::collection::vec(cell, 5), 0..6)).prop_map(|(columns, mut rows)| {
        rows.iter_mut().for_each(|row| row.truncate(columns));
        (columns, rows)
    })
}

#[test]
fn texts_that_a_control_character_would_escape_stay_texts() {
    for text in [
        "_xa00a\0",
        "a_x0041\u{ffff}_x0041\u{1f}",
        "_x0041_\rb",
        "b_x_x0041\u{b}b",
        "_x0041",
    ] {
        let written = table(&[vec![Cell::text(text)]], 1, Dialect::default());
        let written = Table {
            header: vec![text.to_owned()],
            ..written
        };
        let found = there_and_back(&written, "a.xlsx");
        assert_eq!(cells(&found), cells(&written));
        assert_eq!(found.header, written.header);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn csv_tables_are_read_as_they_were_written(
        (columns, rows) in rows(text_cell()),
        delimiter in prop::sample::select(Delimiter::ALL.to_vec()),
        byte_order_mark in any::<bool>(),
    ) {
        // Without a mark, NUL stands for UTF-16.
        let has_nul = rows.iter().flatten().any(|cell| cell.to_text().contains('\0'));
        let dialect = Dialect { delimiter, byte_order_mark: byte_order_mark || has_nul };
        let written = table(&rows, columns, dialect);
        let found = there_and_back(&written, "a.csv");
        prop_assert_eq!(cells(&found), cells(&written));
        prop_assert_eq!((&found.header, found.dialect), (&written.header, dialect));
        prop_assert!(found.faults.is_empty());
    }

    #[test]
    fn workbooks_are_read_as_they_were_written((columns, rows) in rows(any_cell())) {
        let written = table(&rows, columns, Dialect::default());
        let found = there_and_back(&written, "a.xlsx");
        prop_assert_eq!(cells(&found), cells(&written));
        prop_assert_eq!(&found.header, &written.header);
    }
}

/// Prints the time and the memory for 100,000 rows of six cells; a debug build has fewer of them.
#[test]
fn large_tables_take_little_memory() {
    let count: u32 = if cfg!(debug_assertions) { 10_000 } else { 100_000 };
    let rows: Vec<Vec<Cell>> = (0..count)
        .map(|row| {
            vec![
                Cell::text(format!("PR-{row}")),
                Cell::text("Office chair, swivel, black"),
                Cell::number(f64::from(row % 50)),
                Cell::number(f64::from(row) / 100.0),
                Cell::DateTime(date(2026, 4, 3).at(0, 0, 0, 0)),
                Cell::text("EUR"),
            ]
        })
        .collect();
    let written = table(&rows, 6, Dialect::default());
    drop(rows);
    for name in ["a.csv", "a.xlsx"] {
        let folder = Folder::new();
        let path = folder.path(name);
        let header: Vec<&str> = written.header.iter().map(String::as_str).collect();
        let start = Instant::now();
        let used = measure(|| {
            let mut writer = Writer::create(&path, &Target::for_copy(&path, &written), &header).unwrap();
            written.rows.iter().for_each(|row| writer.write(&row.cells).unwrap());
            writer.finish().unwrap();
        });
        println!("{name}: written in {:?}, {} MiB", start.elapsed(), used.bytes_max / MIB);
        assert!(used.bytes_max < 8 * MIB, "{name}: {} bytes to write", used.bytes_max);
        let start = Instant::now();
        let mut found = Table::default();
        let used = measure(|| found = read(&path, &ReadOptions::default()).unwrap());
        println!("{name}: read in {:?}, {} MiB", start.elapsed(), used.bytes_max / MIB);
        assert!(
            used.bytes_max < 500 * u64::from(count),
            "{name}: {} bytes to read",
            used.bytes_max
        );
        let last = found.rows.last().unwrap();
        assert_eq!(
            (found.rows.len(), last.number),
            (written.rows.len(), u64::from(count) + 1)
        );
        assert_eq!(last.cells[0], Cell::text(format!("PR-{}", count - 1)));
    }
}
