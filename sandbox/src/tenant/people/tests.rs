#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn tenant() -> &'static Tenant {
    Tenant::seeded().unwrap()
}

#[test]
fn user_lookups_are_case_insensitive() {
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
fn logins_are_not_found_as_email_or_id() {
    let user = &tenant().users[0];
    assert_ne!(user.login_id, user.email);
    assert!(tenant().user_by_login(&user.email).is_none());
    assert!(tenant().user_by_email(&user.login_id).is_none());
    assert!(tenant().user(&user.login_id).is_none());
}

#[test]
fn client_ids_are_case_sensitive() {
    let id = &tenant().applications[0].client_id;
    assert_eq!(tenant().application(id).map(|found| &found.client_id), Some(id));
    assert!(id.to_uppercase() != *id && tenant().application(&id.to_uppercase()).is_none());
}

#[test]
fn users_have_only_their_roles() {
    let mut user = tenant().users[0].clone();
    user.roles = vec![Role::Processor];
    assert!(user.can(Role::Processor));
    for role in [Role::Purchaser, Role::Traveler, Role::Approver] {
        assert!(!user.can(role));
    }
}

#[test]
fn delegation_is_one_way() {
    let bea = tenant().user_by_login("bea@example.com").unwrap();
    let kim = tenant().user_by_login("kim@example.com").unwrap();
    assert!(kim.may_stand_in_for(bea));
    assert!(!bea.may_stand_in_for(kim) && !kim.may_stand_in_for(kim));
}

proptest! {
    #[test]
    fn lookups_find_only_equal_names(text in ".*") {
        let is_it = |known: &str| known.to_lowercase() == text.to_lowercase();
        prop_assert!(tenant().user(&text).is_none_or(|user| is_it(&user.id)));
        prop_assert!(tenant().user_by_login(&text).is_none_or(|user| is_it(&user.login_id)));
        prop_assert!(tenant().user_by_email(&text).is_none_or(|user| is_it(&user.email)));
    }
}
