use super::*;

#[test]
fn uuids_have_dashes_and_ids_have_none() {
    for good in [
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "0F8FAD5B-D9CB-469F-A165-70867728950E",
    ] {
        assert!(is_uuid(good) && !is_id(good), "{good}");
    }
    for bad in [
        "",
        "0f8fad5bd9cb469fa16570867728950e",
        "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
        "{0f8fad5b-d9cb-469f-a165-70867728950e}",
        "0f8fad5b-d9cb-469f-a165-70867728950g",
        "0f8fad5b--9cb-469f-a165-70867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950é",
    ] {
        assert!(!is_uuid(bad), "{bad}");
    }
    assert!(is_id("0F8FAD5BD9CB469FA16570867728950E"));
    assert!(!is_id("0F8FAD5BD9CB469FA16570867728950") && !is_id("3334") && !is_id(&"é".repeat(16)));
}
