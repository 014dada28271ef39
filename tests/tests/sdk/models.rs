//! Models: what they keep, what they reject, and their size.

use sap_concur::oauth::TokenResponse;
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseRequest, PurchaseType};
use sap_concur::request::{Amount, CustomField, Expense, Request, SegmentCode, SegmentType};
use sap_concur::{Decimal, Spelling, dec};
use serde::Serialize;
use serde::de::DeserializeOwned;

const LINE_ITEM: &str = r#"{"purchaseType":"GOODS","vendorCode":"V","vendorAddressCode":"A","description":"d","quantity":"20","unitPrice":"1.10"}"#;

/// Deserializes and serializes a JSON text.
fn round_trip<T: DeserializeOwned + Serialize>(text: &str) -> String {
    let model: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    serde_json::to_string(&model).expect("it serializes")
}

#[test]
fn decimals_deserialize_from_strings_and_numbers() {
    let number = LINE_ITEM.replace(r#""20""#, "20");
    let (one, other) = (
        serde_json::from_str::<LineItem>(LINE_ITEM),
        serde_json::from_str::<LineItem>(&number),
    );
    assert_eq!(
        one.expect("a string deserializes"),
        other.expect("a number deserializes")
    );
}

#[test]
fn amounts_round_trip_exactly() {
    for digits in [
        "123456789.12345678",
        "1290.00000000",
        "1.19837845659595",
        "0",
        "-0.10",
        "79228162514264337593543950335",
    ] {
        let text = format!(r#"{{"value":{digits},"currency":"EUR"}}"#);
        assert_eq!(round_trip::<Amount>(&text), text);
    }
}

#[test]
fn unknown_fields_round_trip_exactly() {
    let text = r#"{"id":"A1","brandNew":{"deep":[1.10,123456789012345678901234567890.5]},"custom21":null}"#;
    assert_eq!(round_trip::<Request>(text), text);
}

#[test]
fn unknown_values_round_trip() {
    let text = r#"{"category":"REQ_SEG_AIRFR","code":"10325"}"#;
    let segment: SegmentType = serde_json::from_str(text).expect("it deserializes");
    assert!(matches!(segment.code, Some(SegmentCode::Unknown(_))));
    assert_eq!(round_trip::<SegmentType>(text), text);
}

#[test]
fn segment_type_example_round_trips() {
    let text = r#"{"category":"REQ_SEG_AIRFR","code":"AIRFR"}"#;
    assert_eq!(round_trip::<SegmentType>(text), text);
}

#[test]
fn known_values_never_parse_as_unknown() {
    for known in PurchaseType::KNOWN {
        assert_eq!(PurchaseType::from(known.as_str()), *known);
    }
    assert_ne!(PurchaseType::from("goods"), PurchaseType::Goods);
}

#[test]
fn explicit_null_is_none() {
    let nulls: Request = serde_json::from_str(r#"{"id":null,"expenses":null,"custom1":null,"approvalStatus":null}"#)
        .expect("it deserializes");
    assert_eq!(nulls, Request::default());
}

#[test]
fn field_serializes_under_the_name_it_was_read_from() {
    let text = LINE_ITEM.replace('}', r#","uomCode":"DA"}"#);
    assert_eq!(round_trip::<LineItem>(&text), text);
    let mut item: LineItem = serde_json::from_str(LINE_ITEM).expect("it deserializes");
    item.uom_code = Some("EA".into());
    assert!(
        serde_json::to_string(&item)
            .expect("it serializes")
            .contains(r#""uoMCode":"EA""#)
    );
}

#[test]
fn null_under_an_alias_does_not_clear_the_field() {
    for pair in [r#""uoMCode":"A","uomCode":null"#, r#""uomCode":null,"uoMCode":"A""#] {
        let text = LINE_ITEM.replace('}', &format!(",{pair}}}"));
        assert_eq!(
            round_trip::<LineItem>(&text),
            LINE_ITEM.replace('}', r#","uoMCode":"A"}"#)
        );
    }
}

#[test]
fn debug_output_of_a_token_response_has_no_secret() {
    let text = r#"{"access_token":"canary-1","refresh_token":"canary-2","expires_in":"3600","brand_new":"canary-3"}"#;
    let token: TokenResponse = serde_json::from_str(text).expect("it deserializes");
    assert_eq!(token.expires_in, Some(3600));
    let shown = format!("{token:?}");
    assert!(!shown.contains("canary") && shown.contains("brand_new"), "{shown}");
}

#[test]
fn caller_can_choose_an_alias_for_a_field() {
    let order = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("V")
        .vendor_address_code("A")
        .description("d")
        .quantity(dec!(1))
        .unit_price(Decimal::from(2))
        .uom_code("DA")
        .uom_code_spelling(Spelling::alias(0))
        .build();
    assert!(
        serde_json::to_string(&order)
            .expect("it serializes")
            .contains(r#""uomCode":"DA""#)
    );
}

#[test]
fn two_requester_identities_are_rejected() {
    let text = format!(r#"{{"userId":"1","userEmail":"2","currencyCode":"USD","lineItems":[{LINE_ITEM}]}}"#);
    let error = serde_json::from_str::<CreatePurchaseRequest>(&text).expect_err("only one requester is allowed");
    assert!(
        error.to_string().contains("userId, userEmail or userLoginId"),
        "{error}"
    );
}

#[test]
fn deserialization_errors_name_the_path() {
    let item = LINE_ITEM.replace(r#""20""#, r#""many""#);
    let text = format!(r#"{{"userId":"1","currencyCode":"USD","lineItems":[{LINE_ITEM},{item}]}}"#);
    let error = serde_json::from_str::<CreatePurchaseRequest>(&text).expect_err("the value is not a number");
    assert!(error.to_string().contains("lineItems[1].quantity"), "{error}");
}

#[test]
fn custom_fields_are_accessible_by_name_and_number() {
    for number in 1..=40 {
        let text = format!(r#"{{"custom{number}":{{"value":"x"}}}}"#);
        let mut expense: Expense = serde_json::from_str(&text).expect("it deserializes");
        assert!(expense.additional.is_empty());
        let custom = expense.custom(number).cloned().expect("the field is set");
        let mut other = Expense::default();
        other.set_custom(number, custom).expect("the custom field exists");
        assert_eq!(other, expense);
        assert_eq!(serde_json::to_string(&other).expect("it serializes"), text);
        assert_eq!(expense.customs().count(), 1);
        expense.additional.insert("x", serde_json::json!(1));
    }
    let mut none = Expense::default();
    assert_eq!((none.custom(0), none.custom(41)), (None, None));
    let custom = CustomField::builder().value("x").build();
    let error = none.set_custom(41, custom).expect_err("there are only forty");
    assert!(error.to_string().contains("custom40"), "{error}");
}

#[test]
fn empty_code_of_a_custom_field_is_none() {
    let text = r#"{"code": "", "value": "text", "href": ""}"#;
    let field: CustomField = serde_json::from_str(text).expect("it deserializes");
    assert_eq!((field.code, field.href), (None, None));
    assert_eq!(field.value.as_deref(), Some("text"));
}

#[test]
fn response_models_can_be_filled_for_tests() {
    let mut found = PurchaseRequest::default();
    found.purchase_request_number = Some("100000".to_owned());
    assert_eq!(found.purchase_request_number.as_deref(), Some("100000"));
}

#[test]
fn models_with_forty_custom_fields_stay_small() {
    assert!(
        size_of::<Expense>() <= 2048,
        "Expense has {} bytes",
        size_of::<Expense>()
    );
    assert!(
        size_of::<Request>() <= 2560,
        "Request has {} bytes",
        size_of::<Request>()
    );
}
