//! One type of two APIs: a value of one is a value of the other.

use sap_concur::{bank, shared, shop};

fn payer() -> bank::CreatePerson {
    let contact = shared::Contact::Mail("a@b".into());
    bank::CreatePerson::builder().first_name("A").contact(contact).build()
}

#[test]
fn a_value_of_one_api_is_one_of_the_other() {
    let price: shop::CreateMoney = bank::CreateMoney::builder().text("1").kind(shop::Kind::Net).build();
    let price: shared::CreateMoney = price;
    let payment = bank::CreatePayment::builder().price(price).payer(payer()).build();
    assert!(payment.check().is_ok());
    let order: shop::Order = serde_json::from_str(r#"{ "price": { "kind": "NET" } }"#).expect("an order");
    let price: bank::Money = order.price;
    assert_eq!(price.kind, Some(bank::Kind::Net));
}

#[test]
fn a_shared_type_is_checked_with_the_body_that_contains_it() {
    let firm = shared::Firm::builder().name("much too long").build();
    let price = shop::CreateMoney::builder().owner(bank::CreateParty::Firm(firm)).build();
    let payment = bank::CreatePayment::builder().price(price).payer(payer()).build();
    let violations = payment.check().expect_err("the name is too long").to_string();
    assert!(violations.contains("price.owner.name"), "{violations}");
}
