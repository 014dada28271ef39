//! The zip archive that a workbook is, looked at before it is opened as a workbook.

use std::io::{BufReader, Read, Seek};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::error::ReadError;
use super::limits;

/// Refuses archives that are something else, and those that would take more memory than a workbook needs.
pub(super) fn check(file: impl Read + Seek) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(file).map_err(ReadError::damaged)?;
    let parts = list(&mut archive)?;
    for (name, size) in &parts {
        check_kind(name)?;
        let is_small = [".rels", "styles.xml", "theme1.xml"]
            .iter()
            .any(|end| name.ends_with(end));
        let most = if is_small { limits::SMALL_PART } else { limits::PART };
        limits::check("a part of the workbook", *size, most)?;
    }
    // What a part claims here is what it has: reading one that has more fails.
    let all = parts.iter().fold(0_u64, |sum, (_, size)| sum.saturating_add(*size));
    limits::check("the unpacked workbook", all, limits::ALL_PARTS)?;
    let workbooks = workbook_parts(&mut archive, &parts)?;
    for (index, (name, size)) in parts.iter().enumerate() {
        if workbooks.contains(name) {
            limits::check("a part of the workbook", *size, limits::SMALL_PART)?;
        }
        if name.ends_with("sharedstrings.xml") {
            check_strings(&mut archive, index)?;
        }
    }
    Ok(())
}

/// The name and the size of each part.
fn list<F: Read + Seek>(archive: &mut ZipArchive<F>) -> Result<Vec<(String, u64)>, ReadError> {
    let (count, most) = (archive.len(), limits::PARTS);
    if count > most {
        return Err(ReadError::TooLarge(format!(
            "the workbook has {count} parts; the most are {most}"
        )));
    }
    let part = |index| {
        let part = archive.by_index_raw(index).map_err(ReadError::damaged)?;
        Ok((normal(&part.name().map_err(ReadError::damaged)?), part.size()))
    };
    (0..count).map(part).collect()
}

/// A name as it is looked up: without regard to case and kind of slash.
fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// The parts that the archive names as its workbook, which is one in a workbook that means no harm.
fn workbook_parts<F: Read + Seek>(
    archive: &mut ZipArchive<F>,
    parts: &[(String, u64)],
) -> Result<Vec<String>, ReadError> {
    let Some(index) = parts.iter().position(|(name, _)| name == "_rels/.rels") else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for_each_tag(archive, index, |tag| {
        if let Some(target) = attribute(tag, "Target")? {
            found.push(normal(&target));
        }
        Ok(())
    })?;
    Ok(found)
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
/// reserves memory for, so that counts as well.
fn check_strings<F: Read + Seek>(archive: &mut ZipArchive<F>, index: usize) -> Result<(), ReadError> {
    let most = limits::CELLS;
    let mut count = 0_usize;
    for_each_tag(archive, index, |tag| {
        match tag.local_name().as_ref() {
            "si" => count += 1,
            "sst" => {
                let stated = attribute(tag, "uniqueCount")?.map(|text| text.trim().parse().unwrap_or(usize::MAX));
                count = count.max(stated.unwrap_or(0));
            }
            _ => {}
        }
        match count > most {
            true => Err(ReadError::TooLarge(format!("the workbook has more than {most} texts"))),
            false => Ok(()),
        }
    })
}

/// Calls a function with each tag of a part that begins an element.
fn for_each_tag<F: Read + Seek>(
    archive: &mut ZipArchive<F>,
    index: usize,
    mut visit: impl FnMut(&BytesStart<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let part = archive.by_index(index).map_err(ReadError::damaged)?;
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
            Event::Start(tag) | Event::Empty(tag) => visit(&tag)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute, with entities decoded.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    let attribute = tag.try_get_attribute(name).map_err(ReadError::damaged)?;
    let value =
        attribute.map(|attribute| quick_xml::escape::unescape(&attribute.value).map(|value| value.into_owned()));
    value.transpose().map_err(ReadError::damaged)
}
