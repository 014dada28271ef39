use super::{Link, slug};

#[test]
fn links_are_relative_to_their_page() {
    let field = Link::page("request/types/Expense.md").at("field", "custom7");
    assert_eq!(field.from("request/types/Expense.md"), "#field-custom7");
    assert_eq!(field.from("request/types/Amount.md"), "Expense.md#field-custom7");
    assert_eq!(
        field.from("request/operations/list.md"),
        "../types/Expense.md#field-custom7"
    );
    assert_eq!(field.from("errata.md"), "request/types/Expense.md#field-custom7");
    assert_eq!(
        Link::page("errata.md").from("request/operations/list.md"),
        "../../errata.md"
    );
}

#[test]
fn different_names_have_different_anchors() {
    let names = [
        "Not Submitted",
        "Not_Submitted",
        "NotSubmitted",
        "Not.Submitted",
        "Not-Submitted",
    ];
    let slugs: std::collections::BTreeSet<String> = names.into_iter().map(slug).collect();
    assert_eq!(slugs.len(), names.len());
    assert_eq!(slug("Not Submitted"), "Not~20~Submitted");
}
