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
        api_case(
            "document_of_a_row_that_the_api_does_not_list",
            "scopes: { pets.read: { doc: Reads., document: scopes } }\noperations:\n  list: { doc: Lists pets., http: GET /, scope: pets.read, parameters: { kind: { in: query, type: Kind, document: paramters } }, responses: { 200: Pet } }\ntypes:\n  Pet: { doc: A pet., fields: { name: { type: string, document: fields, doc: Its name. }, tag1..tag2: { type: string, document: families, doc: Tags. } } }\n  Kind: { doc: A kind., values: { CAT: { doc: A cat., document: values } } }\nuncoded_errors: [{ status: 404, message: Gone, doc: Gone., document: errors }]\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E024]: `pets` has no document `scopes`
             --> spec/pets.yaml:8:47
              |
            8 | scopes: { pets.read: { doc: Reads., document: scopes } }
              |                                               ^^^^^^ unknown document

            error[E024]: `pets` has no document `paramters`
              --> spec/pets.yaml:10:115
               |
            10 | ...meters: { kind: { in: query, type: Kind, document: paramters } }, responses: { 200: Pet } }
               |                                                       ^^^^^^^^^ unknown document

            error[E024]: `pets` has no document `fields`
              --> spec/pets.yaml:12:65
               |
            12 |   Pet: { doc: A pet., fields: { name: { type: string, document: fields, doc: Its name. }, tag1..tag2: { type: string, document: fami...
               |                                                                 ^^^^^^ unknown document

            error[E024]: `pets` has no document `families`
              --> spec/pets.yaml:12:129
               |
            12 | ... Its name. }, tag1..tag2: { type: string, document: families, doc: Tags. } } }
               |                                                        ^^^^^^^^ unknown document

            error[E024]: `pets` has no document `values`
              --> spec/pets.yaml:13:65
               |
            13 |   Kind: { doc: A kind., values: { CAT: { doc: A cat., document: values } } }
               |                                                                 ^^^^^^ unknown document

            error[E024]: `pets` has no document `errors`
              --> spec/pets.yaml:14:70
               |
            14 | uncoded_errors: [{ status: 404, message: Gone, doc: Gone., document: errors }]
               |                                                                      ^^^^^^ unknown document
            ");
        }),
    ]
}
