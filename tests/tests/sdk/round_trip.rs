//! What was read is written back whole: reading, changing and writing loses nothing.

use std::collections::BTreeMap;

use bytes::Bytes;
use sap_concur::request::{
    Allocation, Amount, CreateExpense, CustomField, Expense, OrgUnit, Request, RequestList, UpdateRequest,
};
use sap_concur::testing::{ManualClock, Script, answer};
use sap_concur::{Concur, Error, Json, Response, dec};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

mod any_answer;
mod bytes_and_marks;

/// The expense of which public reports tell that its update lost values: of each kind of misfit one.
const ODD: &str = r#"{"id":"E1","expenseType":{"id":"AIRFR"},"transactionAmount":{"value":100,"currency":"EUR"},"transactionDate":"2026-12-01T00:00:00.000Z","businessPurpose":"Customer visit \ud83d","custom3":{"value":12.50},"vendor":{"name":7},"location":"Paris","orgUnit1":[1],"allocations":[{"percentage":60},null,"x",{"percentage":"40 %"}]}"#;

fn concur(script: Script) -> Concur {
    Concur::builder()
        .base_url("https://us.api.concursolutions.com")
        .access_token("token")
        .sender(script)
        .clock(ManualClock::jumping())
        .build()
        .expect("the client is whole")
}

#[tokio::main(flavor = "current_thread")]
async fn expense(body: impl Into<Bytes>) -> Response<Expense> {
    let concur = concur(Script::new().then(answer(200, body)));
    concur.requests().get_expense("E1").await.expect("it can be read")
}

/// What an expense travels as when it is changed and sent.
fn written(expense: Expense, change: impl FnOnce(&mut CreateExpense)) -> String {
    let mut expense = CreateExpense::try_from(expense).expect("all that is required is there");
    change(&mut expense);
    serde_json::to_string(&expense).expect("it can be written")
}

/// JSON in one form: keys in order, texts with the same escapes, numbers digit for digit. A field that is `null` or an
/// empty list is as good as absent in the models, and is left out.
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
            let items: Vec<Box<RawValue>> = serde_json::from_str(json).expect("it is a list");
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
fn a_changed_expense_goes_back_with_all_that_did_not_fit() {
    let script = Script::new().then(answer(200, ODD)).then(answer(200, "{}"));
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
    let expected = ODD.replace(r#""id":"E1","#, "").replace("100", "120.50");
    assert_eq!(canonical(&script.sent()[1].text()), canonical(&expected));
}

#[test]
fn what_does_not_fit_can_be_read_and_is_warned_of() {
    let answer = expense(ODD);
    let warnings: Vec<_> = answer
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
    let raw = |name: &str| answer.additional.raw(name).map(Json::as_str);
    assert_eq!(raw("location"), Some("\"Paris\""));
    assert_eq!(raw("orgUnit1"), Some("[1]"));
    assert_eq!(raw("vendor"), None, "it fits");
    let raw_items: Vec<_> = answer
        .allocations
        .raw_items()
        .map(|(index, json)| (index, json.as_str()))
        .collect();
    assert_eq!(raw_items, [(1, "null"), (2, "\"x\"")]);
    let percentage = answer.allocations[1].additional.raw("percentage");
    assert_eq!(percentage.map(Json::as_str), Some("\"40 %\""));
    // None of it is printed.
    let shown = format!("{:?}", *answer);
    assert!(!shown.contains("Paris") && !shown.contains("40 %"), "{shown}");
}

#[test]
fn a_field_that_is_set_takes_the_place_of_its_raw_value() {
    let expense = expense(ODD).into_inner();
    let written = written(expense, |expense| {
        expense.set_org_unit(1, CustomField::from("A")).unwrap();
        expense.business_purpose = Some("Visit".into());
        expense.allocations.clear();
        expense.custom3.as_mut().unwrap().value = Some("13".into());
        expense.vendor.as_mut().unwrap().additional.remove_raw("name");
    });
    let written: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(written["orgUnit1"], serde_json::json!({"value": "A"}));
    assert_eq!(written["businessPurpose"], "Visit");
    assert_eq!(written["custom3"]["value"], "13");
    assert_eq!(written["vendor"]["name"], "7", "as a text, for its raw value is gone");
    assert_eq!(written["location"], "Paris");
    assert!(written.get("allocations").is_none());
}

#[test]
fn a_raw_value_that_is_taken_out_is_not_written() {
    let mut expense = expense(ODD).into_inner();
    assert_eq!(expense.additional.remove_raw("location").unwrap().as_str(), "\"Paris\"");
    assert!(!written(expense, |_| {}).contains("\"location\""));
}

#[test]
fn raw_items_keep_their_places_between_items_that_come_and_go() {
    let share = |percent| Allocation::builder().percentage(percent).build();
    let inserted = written(expense(ODD).into_inner(), |expense| {
        expense.allocations.insert(0, share(dec!(5)));
        expense.allocations.push(share(dec!(9)));
    });
    assert!(
        inserted.contains(
            r#""allocations":[{"percentage":5},{"percentage":60},null,"x",{"percentage":"40 %"},{"percentage":9}]"#
        ),
        "{inserted}"
    );
    let removed = written(expense(ODD).into_inner(), |expense| {
        expense.allocations.remove(0);
    });
    assert!(
        removed.contains(r#""allocations":[null,"x",{"percentage":"40 %"}]"#),
        "{removed}"
    );
    let removed = written(expense(ODD).into_inner(), |expense| {
        expense.allocations.remove(1);
    });
    assert!(
        removed.contains(r#""allocations":[{"percentage":60},null,"x"]"#),
        "{removed}"
    );
}

#[test]
fn a_text_takes_a_number_or_a_boolean_digit_for_digit() {
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
        let answer = expense(body.clone());
        assert_eq!(answer.business_purpose.as_deref(), Some(raw));
        assert_eq!(answer.warnings(), [], "{raw}");
        assert_eq!(canonical(&written(answer.into_inner(), |_| {})), canonical(&body));
    }
}

#[test]
fn values_in_another_form_go_back_as_they_came_unless_they_are_changed() {
    let body = r#"{"transactionAmount":{"value":"1.50","currency":"EUR"},"transactionDate":"2026-12-01T01:00:00+01:00","isPaymentCardRelated":"true","custom1":{"code":"","value":"x"},"budgetAccrualDate":"","allocations":{"percentage":1e1}}"#;
    let answer = expense(body);
    assert_eq!(answer.warnings(), []);
    assert_eq!(answer.is_payment_card_related, Some(true));
    assert_eq!(
        canonical(&written(answer.clone().into_inner(), |_| {})),
        canonical(body)
    );
    let changed = written(answer.into_inner(), |expense| {
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

#[test]
fn a_value_in_another_form_that_is_taken_out_is_not_written() {
    let body = r#"{"transactionAmount":{"value":"1.50","currency":7},"transactionDate":"2026-12-01T00:00:00.000Z","isPaymentCardRelated":"true"}"#;
    let written = written(expense(body).into_inner(), |expense| {
        expense.is_payment_card_related = None;
        expense.transaction_amount.value = None;
    });
    let expected = r#"{"transactionAmount":{"currency":7},"transactionDate":"2026-12-01T00:00:00.000Z"}"#;
    assert_eq!(canonical(&written), canonical(expected));
}

#[test]
fn strict_still_refuses_what_does_not_fit() {
    let concur = Concur::builder()
        .base_url("https://us.api.concursolutions.com")
        .access_token("token")
        .strict(true)
        .sender(Script::new().then(answer(200, ODD)))
        .clock(ManualClock::jumping())
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    match runtime.block_on(concur.requests().get_expense("E1").send()) {
        Err(Error::Decode(unreadable)) => assert_eq!(unreadable.path(), "businessPurpose"),
        other => panic!("{:?}", other.map(drop)),
    }
}

#[test]
fn a_clone_a_union_and_a_list_within_a_list_keep_what_does_not_fit() {
    let body = r#"{"orgUnit1":{"value":[1],"code":2},"orgUnit2":{"value":{"x":1.50},"currency":"EUR"},"tripData":{"legs":[{"startDate":7},null,{"startLocation":"Paris"}]}}"#;
    let answer = expense(body).into_inner();
    assert!(matches!(
        answer.org_unit2.as_deref(),
        Some(OrgUnit::Amount(Amount { value: None, .. }))
    ));
    let copy = answer.clone();
    drop(answer);
    assert_eq!(canonical(&serde_json::to_string(&copy).unwrap()), canonical(body));
}

#[test]
fn an_update_between_two_requests_sends_what_has_changed_with_its_raw_values() {
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
fn a_required_field_that_does_not_fit_is_told_apart_from_one_that_is_absent() {
    let missing = |body: &str| CreateExpense::try_from(expense(body.to_owned()).into_inner()).unwrap_err();
    let absent = missing(r#"{"transactionDate":"2026-12-01T00:00:00.000Z"}"#);
    assert_eq!((absent.name(), absent.does_not_fit()), ("transactionAmount", false));
    let odd = missing(r#"{"transactionAmount":100,"transactionDate":"2026-12-01T00:00:00.000Z"}"#);
    assert_eq!(
        odd.to_string(),
        "`transactionAmount` is required, and its value does not fit"
    );
}

#[test]
fn items_of_a_page_keep_what_does_not_fit() {
    let body = r#"{"data":[{"id":"A1","name":[1],"startDate":"20 May"},7],"operations":{"rel":"next"}}"#;
    let concur = concur(Script::new().then(answer(200, body)));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let page: RequestList = runtime.block_on(concur.requests().list().send()).unwrap().into_inner();
    assert_eq!(canonical(&serde_json::to_string(&page).unwrap()), canonical(body));
}
