use std::io;

use super::*;
use crate::{CarriedOut, Error, WaitError};

#[test]
fn a_thread_that_cannot_be_started_is_an_error_and_nothing_was_sent() {
    let refused = || BlockingError::not_started(&io::Error::other("no more threads"));
    let error: Error<io::Error> = refused().into();
    assert!(matches!(&error, Error::NotSent(error) if error.carried_out() == CarriedOut::No));
    assert_eq!(refused().carried_out(), CarriedOut::No);
    let said = error.to_string();
    assert!(
        said.starts_with(
            "`blocking.wait` was not sent: the thread for blocking calls cannot be started: no more threads; \
             correlation id "
        ),
        "{said}"
    );
    let error: WaitError<(), io::Error> = refused().into();
    assert!(matches!(error, WaitError::Call(Error::NotSent(_))));
}

#[test]
fn what_a_thread_that_has_ended_was_sending_may_have_been_sent() {
    let error: Error<io::Error> = BlockingError::lost().into();
    assert!(matches!(&error, Error::NoResponse(error) if error.carried_out() == CarriedOut::Perhaps));
    assert_eq!(BlockingError::lost().carried_out(), CarriedOut::Perhaps);
}
