use serde::{Serialize, Serializer, ser::SerializeMap};

use super::*;
use crate::{Decimal, dec};

/// As generated code writes one.
struct Line {
    quantity: Decimal,
    note: Option<String>,
    price: Option<Decimal>,
    tags: Vec<String>,
    name: Update<String>,
    amount: Update<Decimal>,
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        text(&mut map, "quantity", &self.quantity)?;
        optional(&mut map, "note", &self.note)?;
        optional_text(&mut map, "price", &self.price)?;
        list(&mut map, "tags", &self.tags)?;
        update(&mut map, "name", &self.name)?;
        update_text(&mut map, "amount", &self.amount)?;
        map.end()
    }
}

#[test]
fn what_is_not_there_is_not_written() {
    let line = Line {
        quantity: dec!(2.50),
        note: None,
        price: None,
        tags: vec![],
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
        tags: vec![],
        name: Update::Clear,
        amount: Update::Clear,
    };
    assert_eq!(
        serde_json::to_string(&line).unwrap(),
        r#"{"quantity":"1","name":null,"amount":null}"#
    );
}

#[test]
fn decimals_can_travel_as_strings_digit_for_digit() {
    let line = Line {
        quantity: dec!(1),
        note: Some("a".into()),
        price: Some(dec!(0.10)),
        tags: vec!["x".into()],
        name: Update::Set("n".into()),
        amount: dec!(1290.00000000).into(),
    };
    assert_eq!(
        serde_json::to_string(&line).unwrap(),
        r#"{"quantity":"1","note":"a","price":"0.10","tags":["x"],"name":"n","amount":"1290.00000000"}"#
    );
}
