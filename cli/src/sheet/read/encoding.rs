//! From bytes to text.

use std::borrow::Cow;

use super::error::ReadError;
use super::options::Encoding;

/// The text of a file, and whether it began with a byte order mark.
///
/// A byte order mark says what the encoding is, whatever is given; without one and without an encoding, it is UTF-8.
pub(super) fn decode(bytes: Vec<u8>, given: Option<Encoding>) -> Result<(String, bool), ReadError> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        let encoding = match encoding {
            _ if encoding == encoding_rs::UTF_16LE => Encoding::Utf16Le,
            _ if encoding == encoding_rs::UTF_16BE => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        };
        return Ok((decode_as(encoding, &bytes[mark..])?.into_owned(), true));
    }
    if given.is_none() && bytes.contains(&0) {
        return Err(ReadError::Binary);
    }
    match given.unwrap_or(Encoding::Utf8) {
        // Without a copy.
        Encoding::Utf8 => match String::from_utf8(bytes) {
            Ok(text) => Ok((text, false)),
            Err(error) => Err(invalid_utf8(error.as_bytes(), error.utf8_error().valid_up_to())),
        },
        encoding => Ok((decode_as(encoding, &bytes)?.into_owned(), false)),
    }
}

fn decode_as(encoding: Encoding, bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let decoder = match encoding {
        Encoding::Utf8 => {
            let text = std::str::from_utf8(bytes);
            return text
                .map(Cow::Borrowed)
                .map_err(|error| invalid_utf8(bytes, error.valid_up_to()));
        }
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    };
    let text = decoder.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| {
        let (text, _) = decoder.decode_without_bom_handling(bytes);
        invalid(encoding, text.split('\u{FFFD}').next().unwrap_or_default())
    })
}

fn invalid_utf8(bytes: &[u8], valid: usize) -> ReadError {
    invalid(Encoding::Utf8, &String::from_utf8_lossy(&bytes[..valid]))
}

/// The error at the end of the text before it.
fn invalid(encoding: Encoding, before: &str) -> ReadError {
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    ReadError::InvalidText {
        encoding,
        line: 1 + line_ends(before.as_bytes()),
        column: 1 + before[start..].chars().count() as u64,
    }
}

/// How many lines end in a text, be it by `\n`, `\r\n` or `\r`.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let mut ends = 0;
    for (index, byte) in bytes.iter().enumerate() {
        let ends_here = match byte {
            b'\n' => true,
            b'\r' => bytes.get(index + 1) != Some(&b'\n'),
            _ => false,
        };
        ends += u64::from(ends_here);
    }
    ends
}
