//! Status codes.

use crate::diagnostics::{Code, Diagnostic};
use crate::tree::Text;

pub(super) fn check(statuses: &[Text], diagnostics: &mut Vec<Diagnostic>) {
    let is_status = |status: &Text| {
        status
            .text
            .parse::<u16>()
            .is_ok_and(|status| (100..600).contains(&status))
    };
    for status in statuses.iter().filter(|status| !is_status(status)) {
        diagnostics.push(
            Diagnostic::new(Code::Status, format!("`{}` is no status", status.text))
                .at(status.at, "a status is a number from 100 to 599"),
        );
    }
}
