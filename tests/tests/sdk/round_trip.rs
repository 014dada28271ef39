//! Reading, changing and writing a value loses nothing.

use std::collections::BTreeMap;

use bytes::Bytes;
use sap_concur::request::{
    Allocation, Amount, CreateExpense, CustomField, Expense, OrgUnit, Request, RequestList, UpdateRequest,
};
use sap_concur::testing::{ManualClock, Script, answer};
use sap_concur::{Concur, Error, Json, Response, dec};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

mod any_response;
mod encoding;

/// An expense with one malformed value of each kind. Public reports describe updates that lost such values.
const MALFORMED_EXPENSE: &str = r#"{"id":"E1","expenseType":{"id":"AIRFR"},"transactionAmount":{"value":100,"currency":"EUR"},"transactionDate":"2026-12-01T00:00:00.000Z","businessPurpose":"Customer visit \ud83d","custom3":{"value":12.50},"vendor":{"name":7},"location":"Paris","orgUnit1":[1],"allocations":[{"percentage":60},null,"x",{"percentage":"40 %"}]}"#;

fn concur(script: Script) -> Concur {
    Concur::builder()
        .base_url("https://us.api.concursolutions.com")
        .access_token("token")
        .sender(script)
        .clock(ManualClock::jumping())
        .build()
        .expect("the client builds")
}

#[tokio::main(flavor = "current_thread")]
async fn expense(body: impl Into<Bytes>) -> Response<Expense> {
    let concur = concur(Script::new().then(answer(200, body)));
    concur.requests().get_expense("E1").await.expect("it deserializes")
}

/// Changes an expense and serializes it for an update.
fn serialized(expense: Expense, change: impl FnOnce(&mut CreateExpense)) -> String {
    let mut expense = CreateExpense::try_from(expense).expect("all required fields are set");
    change(&mut expense);
    serde_json::to_string(&expense).expect("it serializes")
}

/// Normalizes JSON: sorts keys and unifies string escapes, but keeps numbers digit for digit. Drops fields that are
/// `null` or an empty list, which the models treat as absent.
pub(crate) fn canonical(json: &str) -> String {
    let raw: Box<RawValue> = serde_json::from_str(json).expect("it is JSON");
    let json = raw.get();
    match json.as_bytes()[0] {
        b'{' => {
            let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(json).expect("it is an object");
            let fields = fields.iter().map(|(name, value)| (name, canonical(value.get())));
            let fields = fields.filter(|(_, value)| value != "null" && value != "[]");
            let fields: Vec<_> = fields.map(|(name, value)| format!("{name:?}:{value}")).collect();
            format!("{{{}}}", fields.join(","))
        }
        b'[' => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(json).expect("it deserializes");
            let items: Vec<_> = items.iter().map(|item| canonical(item.get())).collect();
            format!("[{}]", items.join(","))
        }
        b'"' => match serde_json::from_str::<String>(json) {
            Ok(text) => format!("{text:?}"),
            Err(_) => json.to_owned(),
        },
        _ => json.to_owned(),
    }
}

#[test]
fn updated_expense_keeps_its_malformed_values() {
    let script = Script::new()
        .then(answer(200, MALFORMED_EXPENSE))
        .then(answer(200, "{}"));
    let concur = concur(script.clone());
    let update = async {
        let read = concur.requests().get_expense("E1").await?.into_inner();
        let mut expense = CreateExpense::try_from(read)?;
        expense.transaction_amount.value = Some(dec!(120.50));
        concur.requests().update_expense("E1", &expense).await?;
        Ok::<_, Box<dyn std::error::Error>>(())
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(update).expect("it is updated");
    let expected = MALFORMED_EXPENSE.replace(r#""id":"E1","#, "").replace("100", "120.50");
    assert_eq!(canonical(&script.sent()[1].text()), canonical(&expected));
}

#[test]
fn malformed_values_are_readable_and_cause_warnings() {
    let response = expense(MALFORMED_EXPENSE);
    let warnings: Vec<_> = response
        .warnings()
        .iter()
        .map(|warning| (warning.path(), warning.raw()))
        .collect();
    assert_eq!(
        warnings,
        [
            ("businessPurpose", r#""Customer visit \ud83d""#),
            ("location", "\"Paris\""),
            ("orgUnit1", "[1]"),
            ("allocations[1]", "null"),
            ("allocations[2]", "\"x\""),
            ("allocations[3].percentage", "\"40 %\""),
        ]
    );
    let raw = |name: &str| response.additional.raw(name).map(Json::as_str);
    assert_eq!(raw("location"), Some("\"Paris\""));
    assert_eq!(raw("orgUnit1"), Some("[1]"));
    assert_eq!(raw("vendor"), None, "a number fits a string field");
    let raw_items: Vec<_> = response
        .allocations
        .raw_items()
        .map(|(index, json)| (index, json.as_str()))
        .collect();
    assert_eq!(raw_items, [(1, "null"), (2, "\"x\"")]);
    let percentage = response.allocations[1].additional.raw("percentage");
    assert_eq!(percentage.map(Json::as_str), Some("\"40 %\""));
    // Debug output has none of it.
    let shown = format!("{:?}", *response);
    assert!(!shown.contains("Paris") && !shown.contains("40 %"), "{shown}");
}

#[test]
fn setting_a_field_replaces_its_raw_value() {
    let expense = expense(MALFORMED_EXPENSE).into_inner();
    let serialized = serialized(expense, |expense| {
        expense.set_org_unit(1, CustomField::from("A")).unwrap();
        expense.business_purpose = Some("Visit".into());
        expense.allocations.clear();
        expense.custom3.as_mut().unwrap().value = Some("13".into());
        expense.vendor.as_mut().unwrap().additional.remove_raw("name");
    });
    let serialized: serde_json::Value = serde_json::from_str(&serialized).unwrap();
    assert_eq!(serialized["orgUnit1"], serde_json::json!({"value": "A"}));
    assert_eq!(serialized["businessPurpose"], "Visit");
    assert_eq!(serialized["custom3"]["value"], "13");
    assert_eq!(
        serialized["vendor"]["name"], "7",
        "a string, since its raw value was removed"
    );
    assert_eq!(serialized["location"], "Paris");
    assert!(serialized.get("allocations").is_none());
}

#[test]
fn removed_raw_value_is_not_serialized() {
    let mut expense = expense(MALFORMED_EXPENSE).into_inner();
    assert_eq!(expense.additional.remove_raw("location").unwrap().as_str(), "\"Paris\"");
    assert!(!serialized(expense, |_| {}).contains("\"location\""));
}

#[test]
fn raw_items_keep_their_position_among_other_items() {
    let share = |percent| Allocation::builder().percentage(percent).build();
    let inserted = serialized(expense(MALFORMED_EXPENSE).into_inner(), |expense| {
        expense.allocations.insert(0, share(dec!(5)));
        expense.allocations.push(share(dec!(9)));
    });
    assert!(
        inserted.contains(
            r#""allocations":[{"percentage":5},{"percentage":60},null,"x",{"percentage":"40 %"},{"percentage":9}]"#
        ),
        "{inserted}"
    );
    let removed = serialized(expense(MALFORMED_EXPENSE).into_inner(), |expense| {
        expense.allocations.remove(0);
    });
    assert!(
        removed.contains(r#""allocations":[null,"x",{"percentage":"40 %"}]"#),
        "{removed}"
    );
    let removed = serialized(expense(MALFORMED_EXPENSE).into_inner(), |expense| {
        expense.allocations.remove(1);
    });
    assert!(
        removed.contains(r#""allocations":[{"percentage":60},null,"x"]"#),
        "{removed}"
    );
}

#[test]
fn string_field_keeps_numbers_and_booleans_exactly() {
    for raw in [
        "12.50",
        "-0",
        "1e400",
        "123456789012345678901234567890.10",
        "true",
        "false",
    ] {
        let body = format!(
            r#"{{"businessPurpose":{raw},"transactionAmount":{{"value":1,"currency":{raw}}},"transactionDate":"2026-12-01T00:00:00.000Z"}}"#
        );
        let response = expense(body.clone());
        assert_eq!(response.business_purpose.as_deref(), Some(raw));
        assert_eq!(response.warnings(), [], "{raw}");
        assert_eq!(canonical(&serialized(response.into_inner(), |_| {})), canonical(&body));
    }
}

#[test]
fn unchanged_values_keep_their_original_form() {
    let body = r#"{"transactionAmount":{"value":"1.50","currency":"EUR"},"transactionDate":"2026-12-01T01:00:00+01:00","isPaymentCardRelated":"true","custom1":{"code":"","value":"x"},"budgetAccrualDate":"","allocations":{"percentage":1e1}}"#;
    let response = expense(body);
    assert_eq!(response.warnings(), []);
    assert_eq!(response.is_payment_card_related, Some(true));
    assert_eq!(
        canonical(&serialized(response.clone().into_inner(), |_| {})),
        canonical(body)
    );
    let changed = serialized(response.into_inner(), |expense| {
        expense.transaction_amount.value = Some(dec!(2));
        expense.is_payment_card_related = Some(false);
        expense.allocations[0].percentage = Some(dec!(11));
    });
    let expected = body
        .replace("\"1.50\"", "2")
        .replace("\"true\"", "false")
        .replace("1e1", "11");
    assert_eq!(canonical(&changed), canonical(&expected));
}

/// The service sends links and expense types with fields that no document has, all null.
const NULLS: &str = r#"{"expenseType":{"id":"AIRFR","name":"Airfare","href":null,"expKey":null,"formId":null},"transactionAmount":{"value":100,"currency":"EUR"},"transactionDate":"2026-12-01T00:00:00.000Z"}"#;
const LINK: &str = r#"{"rel":"submit","href":"https://us.api.concursolutions.com/travelrequest/v4/requests/A1/submit","hreflang":null,"media":null,"title":null,"type":null,"deprecation":null}"#;

fn strict(body: impl Into<Bytes>) -> Concur {
    let builder = Concur::builder()
        .base_url("https://us.api.concursolutions.com")
        .access_token("token")
        .strict(true);
    let builder = builder.sender(Script::new().then(answer(200, body)));
    builder
        .clock(ManualClock::jumping())
        .build()
        .expect("the client builds")
}

#[tokio::test]
async fn undocumented_null_fields_are_kept_and_sent_back() {
    let read = strict(NULLS)
        .requests()
        .get_expense("E1")
        .await
        .expect("it deserializes");
    assert_eq!(read.warnings(), []);
    let kind = read.expense_type.as_deref().expect("it has a type");
    assert_eq!(kind.href, None);
    let raw: Vec<_> = kind.additional.iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(raw, ["expKey", "formId"]);
    let written = serialized(read.into_inner(), |_| {});
    let documented = NULLS.replace(r#","href":null"#, "");
    let json = |text: &str| -> serde_json::Value { serde_json::from_str(text).expect("it is JSON") };
    assert_eq!(
        json(&written),
        json(&documented),
        "null and absent are the same in a documented field"
    );
}

#[tokio::test]
async fn links_keep_their_null_fields() {
    let body = format!(r#"{{"operations":[{LINK}]}}"#);
    let request = strict(body.clone())
        .requests()
        .get("A1")
        .await
        .expect("it deserializes");
    assert_eq!(request.warnings(), []);
    let written = serde_json::to_string(&*request).expect("it serializes");
    let page = format!(r#"{{"data":[],"operations":[{LINK}],"totalCount":0}}"#);
    let list = strict(page).requests().list().await.expect("it deserializes");
    assert_eq!(list.operations, request.operations);
    let json = |text: &str| -> serde_json::Value { serde_json::from_str(text).expect("it is JSON") };
    assert_eq!(json(&written), json(&body));
}

#[test]
fn removed_value_in_another_form_is_not_serialized() {
    let body = r#"{"transactionAmount":{"value":"1.50","currency":7},"transactionDate":"2026-12-01T00:00:00.000Z","isPaymentCardRelated":"true"}"#;
    let serialized = serialized(expense(body).into_inner(), |expense| {
        expense.is_payment_card_related = None;
        expense.transaction_amount.value = None;
    });
    let expected = r#"{"transactionAmount":{"currency":7},"transactionDate":"2026-12-01T00:00:00.000Z"}"#;
    assert_eq!(canonical(&serialized), canonical(expected));
}

#[test]
fn strict_mode_still_rejects_malformed_values() {
    let concur = Concur::builder()
        .base_url("https://us.api.concursolutions.com")
        .access_token("token")
        .strict(true)
        .sender(Script::new().then(answer(200, MALFORMED_EXPENSE)))
        .clock(ManualClock::jumping())
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    match runtime.block_on(concur.requests().get_expense("E1").send()) {
        Err(Error::Decode(error)) => assert_eq!(error.path(), "businessPurpose"),
        other => panic!("{:?}", other.map(drop)),
    }
}

#[test]
fn clones_unions_and_nested_lists_keep_malformed_values() {
    let body = r#"{"orgUnit1":{"value":[1],"code":2},"orgUnit2":{"value":{"x":1.50},"currency":"EUR"},"tripData":{"legs":[{"startDate":7},null,{"startLocation":"Paris"}]}}"#;
    let response = expense(body).into_inner();
    assert!(matches!(
        response.org_unit2.as_deref(),
        Some(OrgUnit::Amount(Amount { value: None, .. }))
    ));
    let copy = response.clone();
    drop(response);
    assert_eq!(canonical(&serde_json::to_string(&copy).unwrap()), canonical(body));
}

#[test]
fn update_between_two_requests_includes_raw_values() {
    let body = r#"{"id":"A1","name":"Tokyo","comment":[1],"startDate":"20 May","custom7":{"value":"x","code":{"a":1.50}},"custom8":{"value":"y","code":[2]}}"#;
    let request = |body: &str| -> Request {
        let concur = concur(Script::new().then(answer(200, body.to_owned())));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime
            .block_on(concur.requests().get("A1").send())
            .unwrap()
            .into_inner()
    };
    let before = request(body);
    let update = |after: &Request| serde_json::to_string(&UpdateRequest::between(&before, after)).unwrap();
    assert_eq!(update(&before.clone()), "{}");

    let mut after = before.clone();
    after.custom7.as_mut().unwrap().value = Some("z".into());
    assert_eq!(update(&after), r#"{"custom7":{"code":{"a":1.50},"value":"z"}}"#);

    let mut after = before.clone();
    after.comment = Some("now a text".into());
    after.additional.remove_raw("startDate");
    assert_eq!(update(&after), r#"{"comment":"now a text","startDate":null}"#);
}

#[test]
fn malformed_required_field_differs_from_a_missing_one() {
    let missing = |body: &str| CreateExpense::try_from(expense(body.to_owned()).into_inner()).unwrap_err();
    let absent = missing(r#"{"transactionDate":"2026-12-01T00:00:00.000Z"}"#);
    assert_eq!((absent.name(), absent.does_not_fit()), ("transactionAmount", false));
    let malformed = missing(r#"{"transactionAmount":100,"transactionDate":"2026-12-01T00:00:00.000Z"}"#);
    assert_eq!(
        malformed.to_string(),
        "`transactionAmount` is required, and its value does not fit"
    );
}

#[test]
fn items_of_a_page_keep_malformed_values() {
    let body = r#"{"data":[{"id":"A1","name":[1],"startDate":"20 May"},7],"operations":{"rel":"next"}}"#;
    let concur = concur(Script::new().then(answer(200, body)));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let page: RequestList = runtime.block_on(concur.requests().list().send()).unwrap().into_inner();
    assert_eq!(canonical(&serde_json::to_string(&page).unwrap()), canonical(body));
}
