//! An answer as a whole, from its bytes.

use serde_json::{Deserializer, Error, de::StrRead};

use super::{
    error_path,
    lenient::{self, LeftOut},
    raw::{MAX_DEPTH, depth},
    skipped::Skipped,
    surrogates::text_of,
};
use crate::Warning;

/// How an answer is to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DecodeOptions {
    /// Whether one value that is not of its type makes all of it unreadable.
    pub(crate) strict: bool,
    /// Whether nothing of it may be quoted.
    pub(crate) confidential: bool,
}

/// A value, and what of the answer does not fit into it.
pub(crate) struct Decoded<T> {
    pub(crate) value: T,
    pub(crate) warnings: Vec<Warning>,
    /// How many values do not fit; more than there are warnings when there is no end of them.
    pub(crate) left_out: usize,
}

/// Where an answer that cannot be read has its error_path, and what it is.
pub(crate) type Failure = (String, String);

/// Reads an answer, a second time if that is needed: see [`lenient`].
///
/// # Errors
///
/// When it is not JSON, when what must be there is not, and in the strict options when anything at all is not of its type.
pub(crate) fn read<T>(
    body: &[u8],
    options: DecodeOptions,
    decode: impl Fn(&mut Deserializer<StrRead<'_>>) -> Result<T, Error>,
) -> Result<Decoded<T>, Failure> {
    let text = &*text_of(body).map_err(not_utf8)?;
    let whole = || {
        let mut json = Deserializer::from_str(text);
        let value = decode(&mut json)?;
        json.end()?;
        Ok(value)
    };
    let off = lenient::off();
    let first = match whole() {
        Ok(value) => return Ok(Decoded::complete(value)),
        Err(error) => options.of_first(text, &error)?,
    };
    drop(off);
    let on = lenient::on(!options.confidential);
    let second = whole();
    let left_out = on.left_out();
    match second {
        Ok(value) => {
            let (warnings, left_out) = options.of_second(first, left_out)?;
            Ok(Decoded {
                value,
                warnings,
                left_out,
            })
        }
        Err(error) => Err(of_both(first, options.fault(&error))),
    }
}

fn not_utf8(valid_up_to: usize) -> Failure {
    (
        String::new(),
        format!("the body is not UTF-8 behind byte {valid_up_to}"),
    )
}

/// The same fault as two readings have met it: the first one knows its line, the second one knows that it counts.
fn of_both(first: Failure, second: Failure) -> Failure {
    if first.0 == second.0 { first } else { second }
}

impl<T> Decoded<T> {
    /// A value of which nothing was left out.
    pub(crate) fn complete(value: T) -> Self {
        Self {
            value,
            warnings: Vec::new(),
            left_out: 0,
        }
    }
}

/// What is the same for every type is in functions that have none, so that it is compiled once.
impl DecodeOptions {
    /// The fault of a first reading, if a second one can know better.
    fn of_first(self, text: &str, error: &Error) -> Result<Failure, Failure> {
        let fault = self.fault(error);
        // Each value that is read from a text of its own begins to count anew how deep it is; so they are counted here.
        if depth(text) > MAX_DEPTH { Err(fault) } else { Ok(fault) }
    }

    /// What to tell of the second reading, which has come to an end.
    fn of_second(self, first: Failure, left_out: LeftOut) -> Result<(Vec<Warning>, usize), Failure> {
        let mut odd = left_out.odd.into_iter();
        if !self.strict {
            return Ok((odd.map(Skipped::into_warning).collect(), left_out.count));
        }
        match odd.next() {
            Some(odd) => Err(of_both(first, self.failure_of(odd))),
            None => Ok((Vec::new(), 0)),
        }
    }

    fn fault(self, error: &Error) -> Failure {
        if self.confidential {
            error_path::taken_apart_unquoted(error)
        } else {
            error_path::taken_apart(error)
        }
    }

    fn failure_of(self, odd: Skipped) -> Failure {
        let (path, problem) = odd.into_failure();
        if self.confidential {
            (path, format!("{}{}", error_path::NOT_EXPECTED, error_path::NOT_SHOWN))
        } else {
            (path, problem)
        }
    }
}
