use super::{Link, slug};

#[test]
fn a_link_is_relative_to_the_page_that_has_it() {
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
fn names_that_differ_give_anchors_that_differ() {
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
