use std::time::Duration;

use super::{no_token, refusal, response, unanswered};
use crate::{ApiError, CarriedOut, Error, ErrorDetail, SendError, TokenError};

type Refused = ApiError<String>;

#[test]
fn a_response_has_all_that_one_has() {
    let response = response(7);
    assert_eq!(
        (*response, response.attempts(), response.status().as_u16()),
        (7, 1, 200)
    );
    assert!(response.headers().is_empty() && response.api_warning().is_none() && response.retry_after().is_none());
}

#[test]
fn a_refusal_has_its_status_and_its_faults() {
    let error: Refused = refusal(409, [ErrorDetail::new(Some("a".to_owned()), Some("no".to_owned()))]);
    assert!(error.has("a") && error.status() == 409);
    assert_eq!(
        error.to_string(),
        "`testing.call` was refused: 409 Conflict, a: no; correlation id 00000000-0000-4000-8000-000000000000"
    );
    assert_eq!(refusal::<Refused>(7, []).status(), 500);
    assert_eq!(error.carried_out(), CarriedOut::No);
    assert_eq!(refusal::<Refused>(502, []).carried_out(), CarriedOut::Perhaps);
}

#[test]
fn an_error_is_of_its_kind() {
    let not_sent: Error<Refused> = unanswered(SendError::NotSent("why".into()));
    let timed_out: Error<Refused> = unanswered(SendError::TimedOut { after: Duration::ZERO });
    let no_token: Error<Refused> = no_token(TokenError::NotConfigured);
    assert!(matches!(not_sent, Error::NotSent(_)) && matches!(timed_out, Error::NoResponse(_)));
    assert!(matches!(no_token, Error::Token(_)) && no_token.attempts() == 0 && not_sent.attempts() == 1);
}
