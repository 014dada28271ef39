//! Files that are damaged, or made up to do harm: refused quickly and in little memory, and never with a panic.

use std::io::Write;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use proptest::prelude::*;

use crate::sheet::read::{ReadError, ReadOptions, read};
use crate::sheet::testing::{Book, Folder, header, read_plain, zip};

const MIB: u64 = 1 << 20;

/// Reads a file, which has to fail within a second and this much memory. Returns the message.
fn refused(bytes: &[u8], memory: u64) -> String {
    let folder = Folder::new();
    let path = folder.file("book.xlsx", bytes);
    let mut message = String::new();
    let start = Instant::now();
    let used = measure(|| message = read(&path, &ReadOptions::default()).unwrap_err().to_string());
    let took = start.elapsed();
    println!(
        "{} bytes: {took:?}, {} KiB: {message}",
        bytes.len(),
        used.bytes_max / 1024
    );
    assert!(used.bytes_max < memory, "{} bytes for {message}", used.bytes_max);
    assert!(took < Duration::from_secs(1), "{took:?} for {message}");
    message
}

/// A zip archive whose parts are spaces, as many as are claimed or more.
fn bomb(first: &str, parts: usize, claimed: u64, actual: u64) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    let compressed = spaces(actual);
    for index in 0..parts {
        let name = match index {
            0 => first.to_owned(),
            _ => format!("xl/worksheets/sheet{index}.xml"),
        };
        let offset = u32::try_from(bytes.len()).unwrap();
        // Version, flags, method 8, time, date, checksum, sizes, length of the name and of what is extra.
        let mut common = [20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0].to_vec();
        common.extend(u32::try_from(compressed.len()).unwrap().to_le_bytes());
        common.extend(u32::try_from(claimed).unwrap().to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(&compressed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = u32::try_from(bytes.len()).unwrap();
    let count = u16::try_from(parts).unwrap().to_le_bytes();
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// Compressed spaces, whole MiB of them: each MiB is a block that refers to nothing before it.
fn spaces(length: u64) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    encoder.flush().unwrap();
    let block = encoder.get_ref().clone();
    let mut all = block.repeat(usize::try_from(length / MIB).unwrap());
    all.extend([3, 0]);
    all
}

#[test]
fn a_cell_in_the_last_corner_is_refused() {
    let book = Book::new(&(header(&["a"]) + "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"));
    let bytes = book.bytes();
    assert!(bytes.len() < 3_000, "{}", bytes.len());
    let message = refused(&bytes, MIB);
    assert_eq!(
        message,
        "row 1048576: a cell in column XFD (16384); the most are 1000 columns"
    );
}

#[test]
fn a_cell_far_below_costs_nothing() {
    let book = Book::new(&(header(&["a"]) + "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>"));
    let used = measure(|| assert_eq!(book.read().unwrap().rows[0].number, 1_048_576));
    assert!(used.bytes_max < MIB, "{}", used.bytes_max);
}

#[test]
fn rows_beyond_the_last_are_refused() {
    let book = Book::new(&(header(&["a"]) + "<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>"));
    assert_eq!(refused(&book.bytes(), MIB), "row 1048577: the most are 1048576 rows");
}

#[test]
fn few_cells_in_many_wide_rows_are_refused() {
    let rows: String = (2..6_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"ALL{row}\"><v>1</v></c></row>"))
        .collect();
    let names = vec!["x"; 1000];
    let book = Book::new(&(header(&names) + &rows));
    let error = book.read().unwrap_err().to_string();
    assert_eq!(error, "row 5002: more than 5000000 cells");
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_unpacked() {
    let one = bomb("xl/media/a.png", 1, 300 * MIB, 300 * MIB);
    assert!(one.len() < 1 << 20, "{}", one.len());
    assert_eq!(
        refused(&one, MIB),
        "a part of the workbook has 300 MiB; the most are 256"
    );
    let several = bomb("xl/media/a.png", 6, 100 * MIB, 100 * MIB);
    assert_eq!(
        refused(&several, MIB),
        "the unpacked workbook has 600 MiB; the most are 512"
    );
}

#[test]
fn a_part_that_lies_about_its_size_ends_there() {
    let message = refused(&bomb("_rels/.rels", 1, MIB, 300 * MIB), 4 * MIB);
    assert!(message.contains("damaged"), "{message}");
}

#[test]
fn many_parts_are_refused() {
    assert!(refused(&bomb("a", 10_001, 1, 0), 16 * MIB).contains("10001 parts"));
}

#[test]
fn parts_that_take_much_memory_have_a_limit_of_their_own() {
    let with_part = |name: &str| {
        let mut book = Book::new("");
        book.others.push((name.to_owned(), vec![b' '; 9 << 20]));
        book
    };
    let message = "a part of the workbook has 9 MiB; the most are 8";
    for name in ["xl/other/STYLES.xml", "xl\\_rels\\x.rels", "xl/theme/theme1.xml"] {
        assert_eq!(refused(&with_part(name).bytes(), 4 * MIB), message, "{name}");
    }
    // The workbook can have any name.
    for (name, target) in [("xl/media/a.png", "/xl/media/&#97;.PNG"), ("xl\\a", "xl\\a")] {
        let mut parts = with_part(name).parts();
        for (_, content) in parts.iter_mut().filter(|(name, _)| name == "_rels/.rels") {
            let text = String::from_utf8(content.clone()).unwrap();
            *content = text.replace("xl/workbook.xml", target).into_bytes();
        }
        assert_eq!(refused(&zip(parts), 4 * MIB), message, "{name}");
    }
    assert!(
        with_part("xl/media/a.png")
            .read()
            .unwrap_err()
            .to_string()
            .contains("no header row")
    );
}

#[test]
fn a_workbook_that_states_too_many_texts_is_refused() {
    for count in ["99999999999", "5000001", "99999999999999999999999", "many"] {
        let mut book = Book::new("");
        book.shared_strings = format!("<sst uniqueCount=\"{count}\"/>");
        assert_eq!(
            refused(&book.bytes(), 4 * MIB),
            "the workbook has more than 5000000 texts",
            "{count}"
        );
    }
}

#[test]
fn texts_are_counted_before_they_are_held() {
    let mut book = Book::new("");
    book.shared_strings = format!("<sst uniqueCount=\"1\">{}</sst>", "<si/>".repeat(5_000_001));
    let bytes = book.bytes();
    let used = measure(|| {
        let error = read_plain("book.xlsx", &bytes).unwrap_err();
        assert_eq!(error.to_string(), "the workbook has more than 5000000 texts");
    });
    assert!(used.bytes_max < MIB, "{}", used.bytes_max);
}

#[test]
fn a_long_text_that_many_cells_share_is_not_copied_forever() {
    let row = |number: u32| format!("<row r=\"{number}\">{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(100));
    let mut book = Book::new(&(1..9).map(row).collect::<String>());
    book.shared_strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let error = book.read().unwrap_err().to_string();
    assert_eq!(error, "row 3: more than 256 MiB of text");
}

#[test]
fn entities_that_expand_are_not_expanded() {
    let mut book = Book::of_cell("<c t=\"s\"><v>0</v></c>");
    book.shared_strings = "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>\
        <sst><si><t>&b;</t></si></sst>"
        .to_owned();
    assert!(matches!(book.read(), Err(ReadError::Damaged(_))));
}

#[test]
fn a_reference_beyond_all_columns_is_an_error() {
    // It overflows: the library panics where overflow is checked, as in most tests, and takes another column elsewhere.
    let book = Book::new(&(header(&["a"]) + "<row><c r=\"ZZZZZZZZZ2\"><v>1</v></c></row>"));
    let message = refused(&book.bytes(), MIB);
    assert!(
        message.contains("damaged: its content is invalid") || message.contains("the most are 1000"),
        "{message}"
    );
}

/// Changes that leave most of a text as it is.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, Change)>> {
    let byte = any::<u8>().prop_map(Change::Set);
    let token = prop::sample::select(vec![
        "<",
        ">",
        "\"",
        "<c>",
        "</row>",
        "r=\"",
        "99999999999",
        "t=\"e\"",
        "&#0;",
        "-",
        "\u{FFFF}",
    ]);
    let change = prop_oneof![
        byte,
        token.prop_map(Change::Insert),
        (1..40_usize).prop_map(Change::Remove)
    ];
    prop::collection::vec((any::<prop::sample::Index>(), change), 1..6)
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Set(u8),
    Insert(&'static str),
    Remove(usize),
}

fn change(bytes: &mut Vec<u8>, changes: &[(prop::sample::Index, Change)]) {
    for (index, change) in changes {
        if bytes.is_empty() {
            return;
        }
        let at = index.index(bytes.len());
        match change {
            Change::Set(byte) => bytes[at] = *byte,
            Change::Insert(text) => drop(bytes.splice(at..at, text.bytes())),
            Change::Remove(count) => drop(bytes.drain(at..bytes.len().min(at + count))),
        }
    }
}

/// A workbook with a cell of each kind.
fn sample() -> Book {
    let mut book = Book::new(
        &(header(&["a", "b", "c", "d", "e"])
            + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" s=\"1\"><v>46115</v></c><c r=\"C2\" t=\"b\"><v>1</v></c>\
               <c r=\"D2\" t=\"e\"><v>#N/A</v></c><c r=\"E2\"><f t=\"shared\" si=\"0\" ref=\"E2:E9\">A1</f><v>1.5</v></c></row>"),
    );
    book.shared_strings = "<sst count=\"1\" uniqueCount=\"1\"><si><t>one</t></si></sst>".to_owned();
    book
}

fn read_within(bytes: &[u8]) {
    let used = measure(|| drop(read_plain("book.xlsx", bytes)));
    assert!(used.bytes_max < 200 * MIB, "{} bytes", used.bytes_max);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..500), zip in any::<bool>()) {
        let bytes = if zip { [b"PK\x03\x04", bytes.as_slice()].concat() } else { bytes };
        read_within(&bytes);
    }

    #[test]
    fn no_change_of_a_file_makes_the_reader_panic(changes in changes()) {
        let mut bytes = sample().bytes();
        change(&mut bytes, &changes);
        read_within(&bytes);
    }

    #[test]
    fn no_change_of_a_part_makes_the_reader_panic(changes in changes(), part in any::<prop::sample::Index>()) {
        let mut parts = sample().parts();
        let index = part.index(parts.len());
        change(&mut parts[index].1, &changes);
        read_within(&zip(parts));
    }
}
