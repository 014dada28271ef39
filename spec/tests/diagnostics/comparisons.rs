//! Diagnostics of operators in front of the values of query parameters.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

const KNOWN: &str = "{ separator: ':', operators: { eq: equal, sw: starts_with, gt: greater_than } }";

/// A case of an API with these `comparisons`, and a list with this parameter.
fn compared(name: &'static str, comparisons: &str, parameter: &str) -> Case {
    let list = format!(
        "list: {{ http: GET /, doc: Lists pets., parameters: {{ legs: {{ {parameter} }} }}, responses: {{ 200: none }} }}"
    );
    api_case(name, &format!("comparisons: {comparisons}\noperations:\n  {list}\n"))
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![example(Code::ComparisonRules).prints(|text| {
        assert_snapshot!(text, @r"
        error[E056]: `sw` does not apply to the type of `legs`
          --> spec/pets.yaml:10:106
           |
        10 | ...eters: { legs: { in: query, type: integer, operators: [eq, sw] } }, responses: { 200: none } }
           |                                      ------- the type         ^^ the operator means `starts_with`
        ");
    })]
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = rules();
    cases.extend(operators());
    cases
}

fn rules() -> Vec<Case> {
    let parameter = "in: query, type: string, operators: [eq]";
    vec![
        compared(
            "separator_of_letters",
            "{ separator: is, operators: { eq: equal } }",
            parameter,
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: a separator is one character such as `:`
             --> spec/pets.yaml:8:27
              |
            8 | comparisons: { separator: is, operators: { eq: equal } }
              |                           ^^ expected a punctuation mark
            ");
        }),
        compared(
            "operator_with_the_separator",
            "{ separator: '=', operators: { eq: equal, '<=': at_most } }",
            parameter,
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: an operator contains the separator
             --> spec/pets.yaml:8:56
              |
            8 | comparisons: { separator: '=', operators: { eq: equal, '<=': at_most } }
              |                                                        ^^^^ it would be split here
            ");
        }),
        compared(
            "no_operator_is_equal",
            "{ separator: ':', operators: { eq: at_most } }",
            "in: query, type: string",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: one operator is `equal`: that of a value alone
             --> spec/pets.yaml:8:27
              |
            8 | comparisons: { separator: ':', operators: { eq: at_most } }
              |                           ^^^ there are 0
            ");
        }),
        compared(
            "two_operators_are_equal",
            "{ separator: ':', operators: { eq: equal, is: equal } }",
            parameter,
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: one operator is `equal`: that of a value alone
             --> spec/pets.yaml:8:56
              |
            8 | comparisons: { separator: ':', operators: { eq: equal, is: equal } }
              |                                                        ^^ there are 2
            ");
        }),
        compared(
            "operator_of_unknown_meaning",
            "{ separator: ':', operators: { eq: equal, like: resembles } }",
            parameter,
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `resembles` is not one of equal, not_equal, starts_with, ends_with, contains, greater_than, at_least, less_than, at_most
             --> spec/pets.yaml:8:62
              |
            8 | comparisons: { separator: ':', operators: { eq: equal, like: resembles } }
              |                                                              ^^^^^^^^^ unknown word
            ");
        }),
    ]
}

fn operators() -> Vec<Case> {
    let of = |name, parameter| compared(name, KNOWN, parameter);
    vec![
        of("unknown_operator", "in: query, type: string, operators: [eq, swi]").prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: there is no operator `swi`
              --> spec/pets.yaml:10:105
               |
             8 | comparisons: { separator: ':', operators: { eq: equal, sw: starts_with, gt: greater_than } }
               |                                                        -- a similar name
             9 | operations:
            10 |   list: { http: GET /, doc: Lists pets., parameters: { legs: { in: query, type: string, operators: [eq, swi] } }, responses: { 200: ...
               |                                                                                                         ^^^ unknown operator
               |
            help: a similar name exists
               |
            10 -   list: { http: GET /, doc: Lists pets., parameters: { legs: { in: query, type: string, operators: [eq, swi] } }, responses: { 200: none } }
            10 +   list: { http: GET /, doc: Lists pets., parameters: { legs: { in: query, type: string, operators: [eq, sw] } }, responses: { 200: none } }
               |
            ");
        }),
        of("operators_without_equal", "in: query, type: string, operators: [sw]").prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: `legs` lacks the operator of a value alone
              --> spec/pets.yaml:10:101
               |
            10 |   list: { http: GET /, doc: Lists pets., parameters: { legs: { in: query, type: string, operators: [sw] } }, responses: { 200: none } }
               |                                                                                                     ^^ add the operator that is `equal`
            ");
        }),
        of("order_of_a_boolean", "in: query, type: boolean, operators: [eq, gt]").prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: `gt` does not apply to the type of `legs`
              --> spec/pets.yaml:10:106
               |
            10 | ...eters: { legs: { in: query, type: boolean, operators: [eq, gt] } }, responses: { 200: none } }
               |                                      ------- the type         ^^ the operator means `greater_than`
            ");
        }),
        of("operators_of_a_header", "in: header, type: string, operators: [eq]").prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: the value of `legs` cannot start with an operator
              --> spec/pets.yaml:10:102
               |
            10 | ...: string, operators: [eq] } }, responses: { 200: none } }
               |                          ^^ only an optional query parameter with a single value and no default has operators
            ");
        }),
        of("operators_of_a_default", "in: query, type: string, default: a, operators: [eq]").prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: the value of `legs` cannot start with an operator
              --> spec/pets.yaml:10:113
               |
            10 | ...fault: a, operators: [eq] } }, responses: { 200: none } }
               |                          ^^ only an optional query parameter with a single value and no default has operators
            ");
        }),
        api_case(
            "operators_without_comparisons",
            "operations:\n  list: { http: GET /, doc: Lists., parameters: { legs: { in: query, type: integer, operators: [eq] } }, responses: { 200: none } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E056]: the API does not say how operators are written
             --> spec/pets.yaml:9:97
              |
            9 |   list: { http: GET /, doc: Lists., parameters: { legs: { in: query, type: integer, operators: [eq] } }, responses: { 200: none } }
              |                                                                                                 ^^ add `comparisons` to the API, with these operators
            ");
        }),
    ]
}
