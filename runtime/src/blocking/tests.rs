use std::io;

use super::*;
use crate::{CarriedOut, Error, WaitError};

#[test]
fn if_the_thread_cannot_be_started_nothing_was_sent() {
    let refused = || BlockingError::not_started(&io::Error::other("no more threads"));
    let error: Error<io::Error> = refused().into();
    assert!(matches!(&error, Error::NotSent(error) if error.carried_out() == CarriedOut::No));
    assert_eq!(refused().carried_out(), CarriedOut::No);
    let message = error.to_string();
    assert!(
        message.starts_with(
            "`blocking.wait` was not sent: the thread for blocking calls cannot be started: no more threads; \
             correlation id "
        ),
        "{message}"
    );
    let error: WaitError<(), io::Error> = refused().into();
    assert!(matches!(error, WaitError::Call(Error::NotSent(_))));
}

#[test]
fn if_the_thread_has_ended_the_call_may_have_been_sent() {
    let error: Error<io::Error> = BlockingError::lost().into();
    assert!(matches!(&error, Error::NoResponse(error) if error.carried_out() == CarriedOut::Perhaps));
    assert_eq!(BlockingError::lost().carried_out(), CarriedOut::Perhaps);
}
