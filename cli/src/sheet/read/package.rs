//! The zip archive that a workbook is, looked at before it is opened as a workbook.

use std::io::{BufReader, Read, Seek};

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::error::ReadError;
use super::limits;

/// Refuses archives that are something else, and those that would take more memory than a workbook needs.
pub(super) fn check(file: impl Read + Seek) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(file).map_err(ReadError::damaged)?;
    if archive.len() > limits::PARTS {
        return Err(ReadError::TooLarge(format!(
            "the workbook has {} parts; the most are {}",
            archive.len(),
            limits::PARTS
        )));
    }
    let mut all = 0_u64;
    let mut strings = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(ReadError::damaged)?;
        let name = part_name(&part)?;
        check_kind(&name)?;
        let is_styles = name.ends_with("styles.xml");
        let most = if is_styles { limits::STYLES } else { limits::PART };
        limits::check("a part of the workbook", part.size(), most)?;
        all = all.saturating_add(part.size());
        if name.ends_with("sharedstrings.xml") {
            strings.push(index);
        }
    }
    // What a part claims here is what it has: reading one that has more fails.
    limits::check("the unpacked workbook", all, limits::ALL_PARTS)?;
    strings
        .into_iter()
        .try_for_each(|index| check_strings(&mut archive, index))
}

/// The name of a part as workbooks look for it: without regard to case and kind of slash.
fn part_name<R: Read + Seek>(part: &ZipFile<'_, R>) -> Result<String, ReadError> {
    let name = part.name().map_err(ReadError::damaged)?;
    Ok(name.replace('\\', "/").to_ascii_lowercase())
}

fn check_kind(name: &str) -> Result<(), ReadError> {
    match name {
        "mimetype" => Err(ReadError::Unsupported("an OpenDocument file (.ods)")),
        "xl/workbook.bin" => Err(ReadError::Unsupported("a binary workbook (.xlsb)")),
        "word/document.xml" | "ppt/presentation.xml" => Err(ReadError::Unsupported("no spreadsheet")),
        _ => Ok(()),
    }
}

/// Counts the texts that cells share, which are all held in memory. The number that the part states is where the library
/// reserves memory for, so that must be no more than there are.
fn check_strings<F: Read + Seek>(archive: &mut ZipArchive<F>, index: usize) -> Result<(), ReadError> {
    let part = archive.by_index(index).map_err(ReadError::damaged)?;
    let most = limits::CELLS;
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    xml.config_mut().check_end_names = false;
    let (mut count, mut buffer) = (0, Vec::new());
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "si" => count += 1,
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sst" => {
                let stated = tag.try_get_attribute("uniqueCount").map_err(ReadError::damaged)?;
                let stated = stated.map_or(0, |value| value.value.trim().parse().unwrap_or(usize::MAX));
                count = count.max(stated);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        if count > most {
            return Err(ReadError::TooLarge(format!("the workbook has more than {most} texts")));
        }
    }
}
