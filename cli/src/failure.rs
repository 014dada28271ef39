//! Why a command failed, and the exit code for it.

use std::fmt;
use std::io;

use sap_concur::{ApiError, CarriedOut, Error, StatusCode};

/// The exit codes, as `concur --help` documents them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Anything that has no code of its own, such as a file that cannot be written.
    Failed = 1,
    /// The command line or the input is invalid. Nothing was sent.
    Usage = 2,
    /// There is no valid token.
    Unauthorized = 3,
    /// The service refused the call.
    Refused = 4,
    /// The request did not reach the service. Nothing was carried out.
    NotSent = 5,
    /// It is not known whether the service carried out the call, or its answer is not understood.
    Uncertain = 6,
    /// An import ended and some of its documents are not created.
    Incomplete = 7,
    /// Stopped by Ctrl-C or SIGTERM.
    Interrupted = 130,
}

/// What the exit codes mean, for the help.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    failed for a reason that has no code of its own
  2    invalid command line or input; nothing was sent
  3    no valid token: run `concur login`
  4    the service refused the call
  5    the request did not reach the service; nothing was carried out
  6    it is not known whether the call was carried out: check before you repeat it
  7    an import ended, and some of its documents are not created
  130  stopped by Ctrl-C or SIGTERM";

/// A failed command: one message, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    message: String,
    remedy: Option<String>,
    /// The reader of the output has gone, such as `head`. There is nobody to tell.
    pub(crate) is_silent: bool,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            remedy: None,
            is_silent: false,
        }
    }

    /// A failure without a code of its own.
    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::new(Exit::Failed, message)
    }

    /// An invalid command line or input.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Something about a file.
    pub(crate) fn file(path: &std::path::Path, action: &str, error: &io::Error) -> Self {
        Self::other(format!("{} could not be {action}: {error}", path.display()))
    }

    /// A failed call.
    pub(crate) fn call(error: &Error<ApiError<String>>) -> Self {
        let exit = match (error, error.carried_out()) {
            (Error::Invalid(_), _) => Exit::Usage,
            (Error::Token(_), _) => Exit::Unauthorized,
            (Error::Api(refusal), CarriedOut::No) if refusal.status() == StatusCode::UNAUTHORIZED => Exit::Unauthorized,
            (Error::NotSent(_), CarriedOut::No) => Exit::NotSent,
            (Error::Api(_), CarriedOut::No) => Exit::Refused,
            _ => Exit::Uncertain,
        };
        let failure = Self::new(exit, error.to_string());
        match error {
            Error::Token(token) if token.needs_authorization() => failure.with_remedy("run `concur login`"),
            _ => failure,
        }
    }
}

impl From<io::Error> for Failure {
    /// A failed write to stdout.
    fn from(error: io::Error) -> Self {
        Self {
            is_silent: error.kind() == io::ErrorKind::BrokenPipe,
            ..Self::other(format!("the output could not be written: {error}"))
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.remedy {
            Some(remedy) => write!(f, "\n  {remedy}"),
            None => Ok(()),
        }
    }
}
