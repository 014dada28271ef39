use serde_json::json;

use super::*;

fn names(text: &str) -> Vec<String> {
    Path::parse(text).expect("a path").0
}

#[test]
fn dots_of_a_urn_do_not_separate_names() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value";
    assert_eq!(names(path), [EXTENSIONS[0], "manager", "value"]);
    assert_eq!(names(EXTENSIONS[1]), [EXTENSIONS[1]]);
    assert_eq!(names(&format!("{CORE}:name.givenName")), ["name", "givenName"]);
}

#[test]
fn a_path_without_a_name_is_none() {
    for text in ["", ".", "name.", "urn:example:User:x", "two words"] {
        assert_eq!(Path::parse(text), None, "{text}");
    }
}

#[test]
fn attributes_are_kept_or_left_out_at_any_depth() {
    let user = json!({ "id": "1", "name": { "givenName": "A", "familyName": "B" }, "emails": [{ "value": "v", "type": "work" }] });
    let object = user.as_object().expect("an object");
    let paths = [names("Name.givenname"), names("emails.value")].map(Path);
    let kept = json!({ "name": { "givenName": "A" }, "emails": [{ "value": "v" }] });
    assert_eq!(Value::Object(only(object, &paths)), kept);
    let rest = json!({ "id": "1", "name": { "familyName": "B" }, "emails": [{ "type": "work" }] });
    assert_eq!(Value::Object(without(object, &paths)), rest);
}
