//! Diagnostics of the documents that items are from.

use insta::assert_snapshot;

use super::{Case, api_case};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        api_case(
            "document_that_the_api_does_not_list",
            "operations:\n  list: { doc: Lists pets., document: hanbook, http: GET /, responses: { 200: Pet }, errors: [gone] }\ntypes:\n  Pet: { doc: A pet., document: notes, fields: { name: { type: string, doc: Its name. } } }\nerror_codes:\n  gone: { doc: It is gone., document: notes }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E024]: `pets` has no document `hanbook`
             --> spec/pets.yaml:9:39
              |
            6 | document: handbook
              |           -------- a similar name
            ...
            9 |   list: { doc: Lists pets., document: hanbook, http: GET /, responses: { 200: Pet }, errors: [gone] }
              |                                       ^^^^^^^ unknown document
              |
            help: a similar name exists
              |
            9 |   list: { doc: Lists pets., document: handbook, http: GET /, responses: { 200: Pet }, errors: [gone] }
              |                                          +

            error[E024]: `pets` has no document `notes`
              --> spec/pets.yaml:11:33
               |
            11 |   Pet: { doc: A pet., document: notes, fields: { name: { type: string, doc: Its name. } } }
               |                                 ^^^^^ unknown document
               |
               = note: and 1 more place: 13:39
            ");
        }),
    ]
}
