use super::nearest;

#[test]
fn a_misspelled_name_is_recognized() {
    for (wrong, known) in [
        ("purchase_typ", "purchase_type"),
        ("purchasetype", "purchase_type"),
        ("scpoes", "scopes"),
        ("readonly", "read_only"),
        ("raed_only", "read_only"),
        ("custom41", "custom4"),
        ("int", "integer"),
        ("vendorcode", "vendorCode"),
    ] {
        assert_eq!(nearest(wrong, [known]), Some(known), "{wrong}");
    }
}

#[test]
fn a_suggestion_is_never_the_opposite() {
    for (one, other) in [
        ("write_only", "read_only"),
        ("min_items", "max_items"),
        ("minimum", "maximum"),
        ("start_date", "end_date"),
        ("startDate", "endDate"),
        ("created_before", "created_after"),
        ("include", "exclude"),
        ("includeDeleted", "excludeDeleted"),
        ("import", "export"),
        ("valid", "invalid"),
        ("Approved", "Unapproved"),
        ("active", "inactive"),
        ("enabled", "disabled"),
        ("next_page", "prev_page"),
        ("firstName", "lastName"),
        ("required", "unrequired"),
    ] {
        assert_eq!(nearest(one, [other]), None, "{one} for {other}");
        assert_eq!(nearest(other, [one]), None, "{other} for {one}");
    }
}

#[test]
fn another_similar_name_is_suggested_instead_of_the_opposite() {
    assert_eq!(nearest("max_item", ["min_item", "max_items"]), Some("max_items"));
}
