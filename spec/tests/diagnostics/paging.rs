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

pub(crate) fn cases() -> Vec<Case> {
    vec![
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
