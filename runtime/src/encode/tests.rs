use super::*;
use crate::dec;

/// Written like generated code.
struct Line {
    quantity: Decimal,
    note: Option<String>,
    price: Option<Decimal>,
    tags: JsonList<String>,
    name: Update<String>,
    amount: Update<Decimal>,
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let additional = Additional::default();
        let mut fields = Fields::new(serializer, &additional)?;
        fields.text("quantity", &self.quantity)?;
        fields.optional("note", &self.note)?;
        fields.optional_text("price", &self.price)?;
        fields.list("tags", &self.tags)?;
        fields.update("name", &self.name)?;
        fields.update_text("amount", &self.amount)?;
        fields.end()
    }
}

#[test]
fn unset_fields_are_omitted() {
    let line = Line {
        quantity: dec!(2.50),
        note: None,
        price: None,
        tags: JsonList::new(),
        name: Update::Keep,
        amount: Update::Keep,
    };
    assert_eq!(serde_json::to_string(&line).unwrap(), r#"{"quantity":"2.50"}"#);
}

#[test]
fn an_update_writes_null_to_clear() {
    let line = Line {
        quantity: dec!(1),
        note: None,
        price: None,
        tags: JsonList::new(),
        name: Update::Clear,
        amount: Update::Clear,
    };
    assert_eq!(
        serde_json::to_string(&line).unwrap(),
        r#"{"quantity":"1","name":null,"amount":null}"#
    );
}

#[test]
fn decimals_can_be_written_as_strings_digit_for_digit() {
    let line = Line {
        quantity: dec!(1),
        note: Some("a".into()),
        price: Some(dec!(0.10)),
        tags: ["x".to_owned()].into(),
        name: Update::Set("n".into()),
        amount: dec!(1290.00000000).into(),
    };
    assert_eq!(
        serde_json::to_string(&line).unwrap(),
        r#"{"quantity":"1","note":"a","price":"0.10","tags":["x"],"name":"n","amount":"1290.00000000"}"#
    );
}
