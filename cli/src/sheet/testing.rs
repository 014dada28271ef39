//! What the tests read: files in a folder of their own, and workbooks put together from their parts.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::read::{ReadError, ReadOptions, read};
use super::table::Table;

/// A folder that is removed with its files.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The names of the files.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }
}

/// Reads a file with this name and content.
pub(crate) fn read_file(name: &str, content: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Table, ReadError> {
    read(&Folder::new().file(name, content), options)
}

/// Reads a file, with nothing said about it.
pub(crate) fn read_plain(name: &str, content: impl AsRef<[u8]>) -> Result<Table, ReadError> {
    read_file(name, content, &ReadOptions::default())
}

/// A workbook. Style 1 is a date, 2 a date and a time, 3 a time, 4 a duration.
#[derive(Clone)]
pub(crate) struct Book {
    /// The name, the state and the content of `sheetData` of each sheet.
    pub(crate) sheets: Vec<(String, &'static str, String)>,
    pub(crate) shared_strings: String,
    pub(crate) is_1904: bool,
    /// Parts besides those of each workbook.
    pub(crate) others: Vec<(String, Vec<u8>)>,
}

impl Book {
    /// A workbook with one sheet, `Sheet1`.
    pub(crate) fn new(rows: &str) -> Self {
        Self {
            sheets: vec![("Sheet1".to_owned(), "visible", rows.to_owned())],
            shared_strings: "<sst/>".to_owned(),
            is_1904: false,
            others: Vec::new(),
        }
    }

    /// A workbook with the header `value` in A1, and one cell below it in A2.
    pub(crate) fn of_cell(cell: &str) -> Self {
        Self::new(&format!("{}<row r=\"2\">{cell}</row>", header(&["value"])))
    }

    pub(crate) fn read(&self) -> Result<Table, ReadError> {
        read_plain("book.xlsx", self.bytes())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        zip(self.parts())
    }

    pub(crate) fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let (mut sheets, mut relationships) = (String::new(), String::new());
        let mut parts = Vec::new();
        for (index, (name, state, rows)) in self.sheets.iter().enumerate() {
            sheets += &format!("<sheet name=\"{name}\" sheetId=\"{index}\" state=\"{state}\" r:id=\"rId{index}\"/>");
            relationships += &format!(
                "<Relationship Id=\"rId{index}\" Type=\"{RELATIONSHIP}/worksheet\" Target=\"worksheets/sheet{index}.xml\"/>"
            );
            let sheet = format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>");
            parts.push((format!("xl/worksheets/sheet{index}.xml"), sheet));
        }
        let is_1904 = i32::from(self.is_1904);
        parts.extend([
            ("_rels/.rels".to_owned(), format!(
                "<Relationships><Relationship Id=\"r\" Type=\"{RELATIONSHIP}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )),
            ("xl/workbook.xml".to_owned(), format!(
                "<workbook {MAIN} xmlns:r=\"{RELATIONSHIP}\"><workbookPr date1904=\"{is_1904}\"/><sheets>{sheets}</sheets></workbook>"
            )),
            ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relationships}</Relationships>")),
            ("xl/styles.xml".to_owned(), format!("<styleSheet {MAIN}>{STYLES}</styleSheet>")),
            ("xl/sharedStrings.xml".to_owned(), self.shared_strings.clone()),
        ]);
        let parts = parts.into_iter().map(|(name, text)| (name, text.into_bytes()));
        parts.chain(self.others.iter().cloned()).collect()
    }
}

/// An archive of parts.
pub(crate) fn zip(parts: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The first row, with these texts.
pub(crate) fn header(names: &[&str]) -> String {
    let cells: String = names.iter().map(|name| text_cell(name)).collect();
    format!("<row r=\"1\">{cells}</row>")
}

pub(crate) fn text_cell(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
const STYLES: &str = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/>\
    <xf numFmtId=\"46\"/></cellXfs>";
