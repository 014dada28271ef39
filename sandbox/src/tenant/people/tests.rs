#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn tenant() -> &'static Tenant {
    Tenant::seeded().unwrap()
}

#[test]
fn every_user_is_found_by_id_login_and_address_without_case() {
    for user in &tenant().users {
        let found = [
            tenant().user(&user.id.to_uppercase()),
            tenant().user_by_login(&user.login_id.to_uppercase()),
            tenant().user_by_email(&user.email.to_uppercase()),
        ];
        for found in found {
            assert_eq!(found.map(|found| &found.id), Some(&user.id));
        }
    }
}

#[test]
fn a_login_is_no_address_and_no_id() {
    let user = &tenant().users[0];
    assert_ne!(user.login_id, user.email);
    assert!(tenant().user_by_login(&user.email).is_none());
    assert!(tenant().user_by_email(&user.login_id).is_none());
    assert!(tenant().user(&user.login_id).is_none());
}

#[test]
fn the_client_id_compares_with_case() {
    let id = &tenant().applications[0].client_id;
    assert_eq!(tenant().application(id).map(|found| &found.client_id), Some(id));
    assert!(id.to_uppercase() != *id && tenant().application(&id.to_uppercase()).is_none());
}

#[test]
fn a_user_can_what_a_role_says_and_no_more() {
    let mut user = tenant().users[0].clone();
    user.roles = vec![Role::Processor];
    assert!(user.can(Role::Processor));
    for role in [Role::Purchaser, Role::Traveler, Role::Approver] {
        assert!(!user.can(role));
    }
}

#[test]
fn a_delegate_stands_in_for_no_other() {
    let bea = tenant().user_by_login("bea@example.com").unwrap();
    let kim = tenant().user_by_login("kim@example.com").unwrap();
    assert!(kim.may_stand_in_for(bea));
    assert!(!bea.may_stand_in_for(kim) && !kim.may_stand_in_for(kim));
}

proptest! {
    #[test]
    fn looking_up_anything_finds_only_the_same(text in ".*") {
        let is_it = |there: &str| there.to_lowercase() == text.to_lowercase();
        prop_assert!(tenant().user(&text).is_none_or(|user| is_it(&user.id)));
        prop_assert!(tenant().user_by_login(&text).is_none_or(|user| is_it(&user.login_id)));
        prop_assert!(tenant().user_by_email(&text).is_none_or(|user| is_it(&user.email)));
    }
}
