//! Diagnostics of what tells the next page of a list.

use insta::assert_snapshot;

use super::{Case, api_case};

/// A case of a list with this pagination.
fn paged(name: &'static str, pagination: &str) -> Case {
    api_case(
        name,
        &format!(
            "operations:
  list:
    doc: Lists pets.
    http: GET /pets
    parameters: {{ page: {{ in: query, type: integer, doc: Page. }}, cursor: {{ in: query, type: string, doc: Cursor. }} }}
    responses: {{ 200: Page }}
    pagination: {{ items: pets, {pagination} }}
types:
  Page: {{ doc: A page., fields: {{ pets: {{ type: [string], doc: Pets. }}, next: {{ type: uri, doc: Next. }}, meta: {{ type: Meta, doc: About it. }} }} }}
  Meta: {{ doc: About a page., fields: {{ number: {{ type: integer, doc: Its number. }}, pages: {{ type: integer, doc: How many. }}, name: {{ type: string, doc: Its name. }} }} }}
"
        ),
    )
}

/// A case of a search whose parameters are a body, with this pagination.
fn searched(name: &'static str, pagination: &str) -> Case {
    api_case(
        name,
        &format!(
            "operations:
  search:
    doc: Finds pets.
    http: POST /pets/search
    parameters:
      schemas: {{ in: body, type: [string], required: true, default: pets, doc: Schemas. }}
      cursor: {{ in: body, type: string, doc: Cursor. }}
      count: {{ in: body, type: integer, doc: How many. }}
      trace: {{ in: query, type: integer, doc: A trace. }}
    responses: {{ 200: Page }}
    pagination: {{ items: pets, next_cursor: next, {pagination} }}
types:
  Page: {{ doc: A page., fields: {{ pets: {{ type: [string], doc: Pets. }}, next: {{ type: string, doc: Next. }} }} }}
"
        ),
    )
}

#[test]
fn later_pages_leave_out_what_is_not_listed() {
    let pagination = |keys: &str| {
        let contract = crate::support::contract(&searched("", keys).sources);
        contract
            .apis
            .iter()
            .find_map(|api| api.operations.last()?.pagination.clone())
    };
    let first_only = |keys: &str| pagination(keys).map(|paged| (paged.in_body, paged.first_only));
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(first_only("start: cursor, limit: count"), Some((true, Vec::new())));
    assert_eq!(
        first_only("start: cursor, later: [count]"),
        Some((true, names(&["trace"])))
    );
    assert_eq!(
        first_only("start: trace, later: []"),
        Some((false, names(&["cursor", "count"])))
    );
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        searched("paged_in_a_body_by_an_unknown_parameter", "start: cursr, later: [cout]").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: there is no query or body parameter `cursr`
              --> spec/pets.yaml:18:58
               |
            14 |       cursor: { in: body, type: string, doc: Cursor. }
               |       ------ a similar name
            ...
            18 |     pagination: { items: pets, next_cursor: next, start: cursr, later: [cout] }
               |                                                          ^^^^^ unknown query or body parameter
               |
            help: a similar name exists
               |
            18 |     pagination: { items: pets, next_cursor: next, start: cursor, later: [cout] }
               |                                                              +

            error[E025]: there is no query or body parameter `cout`
              --> spec/pets.yaml:18:73
               |
            15 |       count: { in: body, type: integer, doc: How many. }
               |       ----- a similar name
            ...
            18 |     pagination: { items: pets, next_cursor: next, start: cursr, later: [cout] }
               |                                                                         ^^^^ unknown query or body parameter
               |
            help: a similar name exists
               |
            18 |     pagination: { items: pets, next_cursor: next, start: cursr, later: [count] }
               |                                                                            +
            "##);
        }),
        searched("paged_in_two_parts_of_a_request", "start: cursor, limit: trace").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `start` and `limit` are in different parts of the request
              --> spec/pets.yaml:16:7
               |
            14 |       cursor: { in: body, type: string, doc: Cursor. }
               |       ------ where the page starts
            15 |       count: { in: body, type: integer, doc: How many. }
            16 |       trace: { in: query, type: integer, doc: A trace. }
               |       ^^^^^ the number of items
            "##);
        }),
        searched("later_with_what_is_sent_anyway", "start: cursor, limit: count, later: [cursor, schemas, count]").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `cursor` is the position, so `later` does not list it
              --> spec/pets.yaml:18:88
               |
            18 |     pagination: { items: pets, next_cursor: next, start: cursor, limit: count, later: [cursor, schemas, count] }
               |                                                                                        ^^^^^^ calls for later pages send another

            error[E045]: `schemas` is required, so `later` does not list it
              --> spec/pets.yaml:18:96
               |
            18 |     pagination: { items: pets, next_cursor: next, start: cursor, limit: count, later: [cursor, schemas, count] }
               |                                                                                                ^^^^^^^ it is always sent
            "##);
        }),
        api_case(
            "next_page_told_by_a_secret",
            "
operations:
  list:
    doc: Lists pets.
    http: GET /pets
    parameters: { cursor: { in: query, type: string, doc: Cursor. } }
    responses: { 200: Page }
    pagination: { items: pets, next_cursor: next, start: cursor }
types:
  Page: { doc: A page., fields: { pets: { type: [string], doc: Pets. }, next: { type: string, secret: true, doc: Next. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `next` is a secret
              --> spec/pets.yaml:15:45
               |
            15 |     pagination: { items: pets, next_cursor: next, start: cursor }
               |                                             ^^^^ what tells the next page is sent in a query
            16 | types:
            17 |   Page: { doc: A page., fields: { pets: { type: [string], doc: Pets. }, next: { type: string, secret: true, doc: Next. } } }
               |                                                                         ---- it is defined here
            "##);
        }),
        paged("nothing_tells_the_next_page", "start: page").prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the pagination does not say what tells the next page
              --> spec/pets.yaml:14:17
               |
            14 |     pagination: { items: pets, start: page }
               |                 ^ no key for it
               |
               = help: it is one of `links` with `next`, `next_uri`, `next_cursor`, and `page_number` with `page_count`
            ");
        }),
        paged(
            "two_things_tell_the_next_page",
            "start: cursor, next_uri: next, next_cursor: next",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `next_cursor` and `next_uri` both tell the next page
              --> spec/pets.yaml:14:76
               |
            14 |     pagination: { items: pets, start: cursor, next_uri: next, next_cursor: next }
               |                                                         ----               ^^^^ remove one of them
               |                                                         |
               |                                                         the other is here
            ");
        }),
        paged(
            "keys_without_their_own",
            "start: page, page_number: meta.number, relation: rel",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `page_number` needs `page_count`
              --> spec/pets.yaml:14:58
               |
            14 |     pagination: { items: pets, start: page, page_number: meta.number, relation: rel }
               |                                                          ^^^^^^^^^^^ `page_count` is missing

            error[E045]: `relation` applies only with `links`
              --> spec/pets.yaml:14:81
               |
            14 |     pagination: { items: pets, start: page, page_number: meta.number, relation: rel }
               |                                                                                 ^^^ not applicable here
            ");
        }),
        paged(
            "page_count_alone",
            "start: cursor, next_cursor: next, page_count: meta.pages",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `page_count` applies only with `page_number`
              --> spec/pets.yaml:14:78
               |
            14 |     pagination: { items: pets, start: cursor, next_cursor: next, page_count: meta.pages }
               |                                                                              ^^^^^^^^^^ not applicable here
            ");
        }),
        paged(
            "paths_that_lead_nowhere",
            "start: page, page_number: meta.nummer, page_count: meta.name, total: next.total",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Meta` has no field `nummer`
              --> spec/pets.yaml:14:63
               |
            14 |     pagination: { items: pets, start: page, page_number: meta.nummer, page_count: meta.name, total: next.total }
               |                                                               ^^^^^^ unknown field
            ...
            17 |   Meta: { doc: About a page., fields: { number: { type: integer, doc: Its number. }, pages: { type: integer, doc: How many. }, name:...
               |                                         ------ a similar name
               |
            help: a similar name exists
               |
            14 -     pagination: { items: pets, start: page, page_number: meta.nummer, page_count: meta.name, total: next.total }
            14 +     pagination: { items: pets, start: page, page_number: meta.number, page_count: meta.name, total: next.total }
               |

            error[E025]: `meta.name` is not a whole number
              --> spec/pets.yaml:14:83
               |
            14 | ...ummer, page_count: meta.name, total: next.total }
               |                       ^^^^^^^^^ expected a whole number
            ...
            17 | ..., doc: Its number. }, pages: { type: integer, doc: How many. }, name: { type: string, doc: Its name. } } }
               |                                                                                  ------ its type is defined here

            error[E025]: a page has no `next.total`
              --> spec/pets.yaml:14:101
               |
            14 | ...ge_number: meta.nummer, page_count: meta.name, total: next.total }
               |                                                          ^^^^^^^^^^ `next` is not an object
            15 | ...
            16 | ...: [string], doc: Pets. }, next: { type: uri, doc: Next. }, meta: { type: Meta, doc: About it. } } }
               |                                            --- its type is defined here
            ");
        }),
        paged("uri_that_is_an_object", "start: cursor, next_uri: meta").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `meta` is not a string
              --> spec/pets.yaml:14:57
               |
            14 | ...cursor, next_uri: meta }
               |                      ^^^^ expected a string
            15 | ...
            16 | ...: { type: [string], doc: Pets. }, next: { type: uri, doc: Next. }, meta: { type: Meta, doc: About it. } } }
               |                                                                                     ---- its type is defined here
            ");
        }),
    ]
}
