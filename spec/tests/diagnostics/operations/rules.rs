//! Pages, refusals under a success status, and waiters.

use insta::assert_snapshot;

use super::{PET, operation};
use crate::diagnostics::{Case, api_case};

pub(super) fn rules() -> Vec<Case> {
    vec![
        operation(
            "pagination",
            "http: GET /
parameters: { start: { in: query, type: integer } }
pagination: { items: tagz, links: name, next: next, start: start, limit: count }
responses: { 200: Pet }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `tagz`
              --> spec/pets.yaml:13:26
               |
            13 |     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
               |                          ^^^^ unknown field
            ...
            21 |       tags: { type: [string], doc: Its tags. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            13 -     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
            13 +     pagination: { items: tags, links: name, next: next, start: start, limit: count }
               |

            error[E025]: `name` is not a list
              --> spec/pets.yaml:13:39
               |
            13 |     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
               |                                       ^^^^ expected a list
            ...
            20 |       name: { type: string, required: true, doc: Its name. }
               |                     ------ its type is defined here

            error[E025]: there is no query parameter `count`
              --> spec/pets.yaml:13:78
               |
            13 |     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
               |                                                                              ^^^^^ unknown query parameter
            ");
        }),
        operation(
            "pagination_by_one_parameter",
            "http: GET /
parameters: { page: { in: query, type: integer } }
pagination: { items: tags, links: tags, next: next, start: page, limit: page }
responses: { 200: Pet }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: the items of `tags` are not links
              --> spec/pets.yaml:13:39
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: page, limit: page }
               |                                       ^^^^ expected a list of objects with a relation and a URL
            ...
            21 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E045]: `start` and `limit` are the same parameter
              --> spec/pets.yaml:13:77
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: page, limit: page }
               |                                                                ----         ^^^^ the number of items
               |                                                                |
               |                                                                where the page starts
            ");
        }),
        operation(
            "pagination_of_strings",
            "http: GET /
parameters: { start: { in: query, type: integer }, count: { in: query, type: integer } }
pagination: { items: tags, links: tags, next: next, start: start, limit: count, total: name }
responses: { 200: Pet }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: the items of `tags` are not links
              --> spec/pets.yaml:13:39
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: start, limit: count, total: name }
               |                                       ^^^^ expected a list of objects with a relation and a URL
            ...
            21 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E025]: `name` is not a whole number
              --> spec/pets.yaml:13:92
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: start, limit: count, total: name }
               |                                                                                            ^^^^ expected a whole number
            ...
            20 |       name: { type: string, required: true, doc: Its name. }
               |                     ------ its type is defined here
            ");
        }),
        api_case(
            "pagination_of_one_page_in_two_ways",
            "operations:
  all:
    doc: Lists all.
    http: GET /
    parameters: { start: { in: query, type: integer }, count: { in: query, type: integer } }
    pagination: { items: pets, links: links, next: next, start: start, limit: count }
    responses: { 200: Page }
  sold:
    doc: Lists those that are sold.
    http: GET /sold
    parameters: { from: { in: query, type: integer }, count: { in: query, type: integer } }
    pagination: { items: pets, links: links, next: more, start: from, limit: count }
    responses: { 200: Page }
types:
  Page: { doc: A page., fields: { pets: { type: [string], doc: Pets. }, links: { type: [Link], doc: Links. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: What to. }, href: { type: string, doc: Where to. } } }
",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `all` and `sold` return the same page `Page` but paginate it differently
              --> spec/pets.yaml:19:26
               |
            13 |     pagination: { items: pets, links: links, next: next, start: start, limit: count }
               |                          ---- first paginated here
            ...
            19 |     pagination: { items: pets, links: links, next: more, start: from, limit: count }
               |                          ^^^^ only `start`, `limit` and `later` may differ
            "##);
        }),
        operation(
            "refusal by what is no value",
            "http: GET /\nrefused_when:\n  - { field: tags, is: bad }\n  - { field: name.first, code: first }\n  - { field: name, message: tags }\nresponses: { 200: Pet, 206: { type: Pet, refusal: true }, 400: { type: Pet, refusal: true } }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: a refusal cannot be told by `tags`
              --> spec/pets.yaml:13:18
               |
            13 |       - { field: tags, is: bad }
               |                  ^^^^      --- compared with this
               |                  |
               |                  this has no single value
            ...
            23 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E025]: a refusal cannot be told by `name.first`
              --> spec/pets.yaml:14:18
               |
            14 |       - { field: name.first, code: first }
               |                  ^^^^^^^^^^ `name` is not an object
            ...
            22 |       name: { type: string, required: true, doc: Its name. }
               |                     ------ its type is defined here

            error[E025]: a refusal cannot be told by `name`
              --> spec/pets.yaml:15:18
               |
            15 |       - { field: name, message: tags }
               |                  ^^^^           ---- this has no single value
               |                  |
               |                  a code or message is told beside this
            ...
            23 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E045]: `refusal` applies only to a 2xx status
              --> spec/pets.yaml:16:90
               |
            16 |     responses: { 200: Pet, 206: { type: Pet, refusal: true }, 400: { type: Pet, refusal: true } }
               |                                                                                          ^^^^ remove it: other statuses are refusals
            ");
        }),
        operation(
            "refusal",
            "http: GET /\nrefused_when: [{ field: errors, without: name }]\nresponses: { 200: Pet }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `errors`
              --> spec/pets.yaml:12:29
               |
            12 |     refused_when: [{ field: errors, without: name }]
               |                             ^^^^^^ unknown field
            ");
        }),
    ]
}

pub(super) fn waiters() -> Vec<Case> {
    let waiter = |name, waiter: &str| {
        api_case(
            name,
            &format!(
                "operations:\n  get: {{ doc: Gets a pet., http: GET /, responses: {{ 200: Pet }} }}\nwaiters:\n  sold: {{ doc: Waits., {waiter} }}\n{PET}"
            ),
        )
    };
    vec![
        waiter(
            "waiter_value",
            "operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE]",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E026]: `State` has no value `SOLT`
              --> spec/pets.yaml:11:61
               |
            11 |   sold: { doc: Waits., operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE] }
               |                                                             ^^^^ unknown value
            ...
            20 |   State: { doc: A state., closed: true, values: { HERE: It is here., SOLD: It is sold. } }
               |                                                                      ---- a similar name
               |
            help: a similar name exists
               |
            11 -   sold: { doc: Waits., operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE] }
            11 +   sold: { doc: Waits., operation: get, field: state, done: [SOLD], failed: [HERE], pending: [HERE] }
               |

            error[E026]: the waiter lists `HERE` twice
              --> spec/pets.yaml:11:94
               |
            11 |   sold: { doc: Waits., operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE] }
               |                                                                             ----             ^^^^ listed again here
               |                                                                             |
               |                                                                             first listed here
            ");
        }),
        waiter(
            "waiter_field",
            "operation: get, field: name, done: [SOLD]",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: a waiter cannot check `name`
              --> spec/pets.yaml:11:47
               |
            11 |   sold: { doc: Waits., operation: get, field: name, done: [SOLD] }
               |                                               ^^^^ this is not a single value of a value set
            ");
        }),
        waiter(
            "waiter_times",
            "operation: get, field: state, done: [SOLD], initial_delay: 60",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `initial_delay` (60 seconds) is longer than `max_delay` (30 seconds)
              --> spec/pets.yaml:11:3
               |
            11 |   sold: { doc: Waits., operation: get, field: state, done: [SOLD], initial_delay: 60 }
               |   ^^^^ the durations of this waiter are inconsistent
            ");
        }),
    ]
}
