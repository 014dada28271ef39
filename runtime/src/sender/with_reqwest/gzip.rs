//! Decompressing, here rather than in reqwest, which knows one spelling of the name.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, RANGE},
};

use super::error::Failure;

/// How much is decompressed at once of a stream, whose pieces may grow a thousandfold.
pub(super) const AT_ONCE: usize = 4096;

/// Asks for gzip, unless the request says what it wants.
pub(super) fn ask(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT_ENCODING) && !headers.contains_key(RANGE) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

/// Whether the body of an answer is compressed. Its headers are those of the decompressed one afterwards.
pub(super) fn is_gzip(headers: &mut HeaderMap) -> bool {
    let name = headers.get(CONTENT_ENCODING).map_or(&[][..], HeaderValue::as_bytes);
    let name = name.trim_ascii();
    let is_gzip = name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip");
    if is_gzip {
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
    is_gzip
}

/// Decompresses piece by piece.
pub(super) struct Decompressor {
    decoder: MultiGzDecoder<Capped>,
    /// Whether there was anything: an answer without a body may be said to be compressed.
    begun: bool,
}

/// What was decompressed, up to a limit.
struct Capped {
    decompressed: Vec<u8>,
    left: usize,
    exceeded: bool,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len()) else {
            self.exceeded = true;
            return Err(io::Error::other("too long"));
        };
        self.left = left;
        self.decompressed.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Decompressor {
    /// Decompresses so many bytes and no more.
    pub(super) fn new(most: usize) -> Self {
        Self {
            decoder: MultiGzDecoder::new(Capped {
                decompressed: Vec::new(),
                left: most,
                exceeded: false,
            }),
            begun: false,
        }
    }

    pub(super) fn add(&mut self, piece: &[u8]) -> Result<(), Failure> {
        self.begun |= !piece.is_empty();
        // Without the flush what was decompressed last stays inside.
        let added = self.decoder.write_all(piece).and_then(|()| self.decoder.flush());
        added.map_err(|error| self.failure(error))
    }

    /// Checks that it was the whole.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        if !self.begun {
            return Ok(());
        }
        self.decoder.try_finish().map_err(|error| self.failure(error))
    }

    /// What was decompressed since it was last asked for.
    pub(super) fn take(&mut self) -> Bytes {
        std::mem::take(&mut self.decoder.get_mut().decompressed).into()
    }

    fn failure(&self, error: io::Error) -> Failure {
        match self.decoder.get_ref().exceeded {
            true => Failure::TooLarge,
            false => Failure::Gzip(error),
        }
    }
}
