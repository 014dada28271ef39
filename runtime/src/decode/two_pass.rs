//! Decodes a response in one or two passes.

use serde_json::{Deserializer, Error, de::StrRead};

use super::{
    error_path,
    lenient::{self, SkippedValues},
    raw::{MAX_DEPTH, depth},
    skipped::Skipped,
    surrogates::text_of,
};
use crate::Warning;

/// How to decode a response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DecodeOptions {
    /// Whether a single value of the wrong type is an error.
    pub(crate) strict: bool,
    /// Whether the response must not be quoted.
    pub(crate) confidential: bool,
}

/// A value and the warnings about values that do not fit.
pub(crate) struct Decoded<T> {
    pub(crate) value: T,
    pub(crate) warnings: Vec<Warning>,
    /// The number of values that do not fit; more than warnings if there are very many.
    pub(crate) skipped: usize,
}

/// The path and the message of an error.
pub(crate) type Failure = (String, String);

/// Decodes a response, in a second pass if necessary: see [`lenient`].
///
/// # Errors
///
/// Returns an error if it is not JSON, if a required value is missing, and in strict mode if any value is of the wrong
/// type.
pub(crate) fn read<T>(
    body: &[u8],
    options: DecodeOptions,
    decode: impl Fn(&mut Deserializer<StrRead<'_>>) -> Result<T, Error>,
) -> Result<Decoded<T>, Failure> {
    let text = &*text_of(body).map_err(not_utf8)?;
    let decode_all = || {
        let mut json = Deserializer::from_str(text);
        let value = decode(&mut json)?;
        json.end()?;
        Ok(value)
    };
    let off = lenient::off();
    let first = match decode_all() {
        Ok(value) => return Ok(Decoded::complete(value)),
        Err(error) => options.of_first(text, &error)?,
    };
    drop(off);
    let on = lenient::on(!options.confidential);
    let second = decode_all();
    let skipped = on.skipped();
    match second {
        Ok(value) => {
            let (warnings, skipped) = options.of_second(first, skipped)?;
            Ok(Decoded {
                value,
                warnings,
                skipped,
            })
        }
        Err(error) => Err(better_of(first, options.failure(&error))),
    }
}

fn not_utf8(valid_up_to: usize) -> Failure {
    (String::new(), format!("the body is not UTF-8 after byte {valid_up_to}"))
}

/// Chooses between the failures of both passes: if they are the same, the first one has the line number.
fn better_of(first: Failure, second: Failure) -> Failure {
    if first.0 == second.0 { first } else { second }
}

impl<T> Decoded<T> {
    /// Creates a value without warnings.
    pub(crate) fn complete(value: T) -> Self {
        Self {
            value,
            warnings: Vec::new(),
            skipped: 0,
        }
    }
}

/// Non-generic, so that it is compiled only once.
impl DecodeOptions {
    /// Returns the failure of the first pass, as `Ok` if a second pass makes sense.
    fn of_first(self, text: &str, error: &Error) -> Result<Failure, Failure> {
        let failure = self.failure(error);
        // Values that are decoded separately restart serde_json's depth limit, so the depth is checked here.
        if depth(text) > MAX_DEPTH {
            Err(failure)
        } else {
            Ok(failure)
        }
    }

    /// Returns the warnings of a successful second pass and their number.
    fn of_second(self, first: Failure, skipped: SkippedValues) -> Result<(Vec<Warning>, usize), Failure> {
        let mut recorded = skipped.recorded.into_iter();
        if !self.strict {
            return Ok((recorded.map(Skipped::into_warning).collect(), skipped.count));
        }
        match recorded.next() {
            Some(skipped) => Err(better_of(first, self.failure_of(skipped))),
            None => Ok((Vec::new(), 0)),
        }
    }

    fn failure(self, error: &Error) -> Failure {
        if self.confidential {
            error_path::path_and_unquoted_problem(error)
        } else {
            error_path::path_and_problem(error)
        }
    }

    fn failure_of(self, skipped: Skipped) -> Failure {
        let (path, problem) = skipped.into_failure();
        if self.confidential {
            (path, format!("{}{}", error_path::NOT_EXPECTED, error_path::NOT_SHOWN))
        } else {
            (path, problem)
        }
    }
}
