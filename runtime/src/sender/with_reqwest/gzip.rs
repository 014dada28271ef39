//! Decompression. Done here because reqwest does not recognize `x-gzip`.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, RANGE},
};

use super::error::Failure;

/// How many compressed bytes of a stream are decompressed at once. Their size may grow a thousandfold.
pub(super) const MAX_INPUT_BYTES: usize = 4096;

/// Accepts gzip, unless the request sets the header itself.
pub(super) fn accept(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT_ENCODING) && !headers.contains_key(RANGE) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

/// Whether the body of a response is compressed. Changes the headers to those of the decompressed body.
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

/// An incremental decompressor.
pub(super) struct Decompressor {
    decoder: MultiGzDecoder<Capped>,
    /// Whether there was any input: a response without a body may be declared as compressed.
    has_input: bool,
}

/// Decompressed bytes up to a limit.
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
    /// Decompresses at most this many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            decoder: MultiGzDecoder::new(Capped {
                decompressed: Vec::new(),
                left: most,
                exceeded: false,
            }),
            has_input: false,
        }
    }

    pub(super) fn add(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        self.has_input |= !chunk.is_empty();
        // Without the flush, the last decompressed bytes would stay in the decoder.
        let added = self.decoder.write_all(chunk).and_then(|()| self.decoder.flush());
        added.map_err(|error| self.failure(error))
    }

    /// Checks that the input was complete.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        if !self.has_input {
            return Ok(());
        }
        self.decoder.try_finish().map_err(|error| self.failure(error))
    }

    /// Takes the bytes that have been decompressed since the last call.
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
