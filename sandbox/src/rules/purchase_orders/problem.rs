//! A problem of a purchase order, and the answer about it.

use serde_json::{Map, Value, json};

use super::result::text;

/// The first problem of a purchase order.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) code: &'static str,
    pub(super) message: String,
    /// `Header Name`: the level and the field.
    pub(super) field: Option<String>,
    /// The external id of the line item.
    pub(super) line: Option<String>,
}

impl Problem {
    pub(super) fn of(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: None,
            line: None,
        }
    }

    pub(super) fn at_line(self, line: &Map<String, Value>) -> Self {
        let line = text(line, "ExternalID").map(str::to_owned);
        Self { line, ..self }
    }

    /// Returns the answer of the service.
    pub(super) fn answer(self, sent: &Map<String, Value>) -> Value {
        let mut answer = json!({ "Status": "FAILURE", "ErrorCode": self.code, "ErrorMessage": self.message });
        answer["FieldCode"] = self.field.into();
        answer["LineItemExternalID"] = self.line.into();
        answer["PurchaseOrderNumber"] = text(sent, "PurchaseOrderNumber").into();
        if let Value::Object(fields) = &mut answer {
            fields.retain(|_, value| !value.is_null());
        }
        answer
    }
}
