//! Purchase Request v4.

mod record;

pub(crate) use record::PurchaseRequest;

use crate::call::Rule;
use crate::rules::Manner;

/// The manner of Purchase Request.
pub(crate) struct PurchaseRequests;

impl Manner for PurchaseRequests {
    fn rule(&self, _operation: &str) -> Option<Rule> {
        None
    }
}
