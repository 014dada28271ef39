//! Changes of statuses, headers, scopes and error codes.

use insta::assert_snapshot;

use super::{BOTH, Case, PAGE, SPEC, start, zoo};

pub(super) fn cases() -> Vec<Case> {
    vec![
        zoo(
            "status_added",
            "* [400 Bad Request]",
            "* [401 Unauthorized](https://tools.example/401)\n* [400 Bad Request]",
            &[(SPEC, "operations/add/responses/401")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the status 401 of `add`
              --> pages/zoo.md:49:1
               |
            49 | * [401 Unauthorized](https://tools.example/401)
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the document has it
               |
              ::: spec/zoo.yaml:21:5
               |
            21 |     responses: { 201: Added, 400: Errors }
               |     --------- missing here
               |
               = help: the path is `operations/add/responses/401`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "status_removed",
            "* [404 Not Found](https://tools.example/404)\n",
            "",
            &[(PAGE, "operations/find/responses/404")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the status 404 of `find`
               --> pages/zoo.md:118:1
                |
            118 | * [200 OK](https://tools.example/200)
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
                |
               ::: spec/zoo.yaml:37:36
                |
             37 |     responses: { 200: Animal, 404: Errors }
                |                                    ------ the specification has it
                |
                = help: the path is `operations/find/responses/404`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "header_added",
            "* `zoo-trace` names the call, see",
            "* `zoo-keeper` asks\n* `zoo-trace` names the call, see",
            &[(SPEC, "operations/add/request_headers")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the request header `zoo-keeper` of `add`
              --> pages/zoo.md:38:1
               |
            38 | * `zoo-keeper` asks
               | ^^^^^^^^^^^^^^^^^^^ the document has it
               |
              ::: spec/zoo.yaml:19:5
               |
            19 |     request_headers: [Content-Type, zoo-trace]
               |     --------------- missing here
               |
               = help: the path is `operations/add/request_headers`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "header_removed",
            "* [RFC 7231 Date](https://tools.example/rfc7231)\n",
            "",
            &[(PAGE, "operations/add/response_headers")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the response header `Date` of `add`
              --> pages/zoo.md:53:1
               |
            53 | * `zoo-trace` names the call
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/zoo.yaml:20:5
               |
            20 |     response_headers: [zoo-trace, Date]
               |     ---------------- the specification has it
               |
               = help: the path is `operations/add/response_headers`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "scope_of_an_operation",
            "`zoo.read` - see",
            "`zoo.look` - see",
            &[(BOTH, "operations/find/scope")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the scope of `find` differs
              --> pages/zoo.md:96:1
               |
            96 | `zoo.look` - see the scopes.
               | ^^^^^^^^^^ `zoo.look`
               |
              ::: spec/zoo.yaml:33:12
               |
            33 |     scope: zoo.read
               |            -------- `zoo.read`
               |
               = help: the path is `operations/find/scope`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "scope_of_an_operation_removed",
            "### Scopes\n\n`zoo.read` - see the scopes.\n\n",
            "",
            &[(PAGE, "operations/find/scope")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the scope of `find`
               --> pages/zoo.md:101:1
                |
            101 | GET /zoo/v2/animals/{id}?view=SHORT
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
                |
               ::: spec/zoo.yaml:33:12
                |
             33 |     scope: zoo.read
                |            -------- the specification has it
                |
                = help: the path is `operations/find/scope`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        start(
            "scope_added",
            "|zoo.read|",
            "|zoo.clean|Clean|DELETE\n|zoo.read|",
            &[(SPEC, "scopes/zoo.clean")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the scope `zoo.clean`
              --> pages/start.md:22:2
               |
            22 | |zoo.clean|Clean|DELETE
               |  ^^^^^^^^^ the document has it
               |
              ::: spec/zoo.yaml:9:1
               |
             9 | scopes:
               | ------ missing here
               |
               = help: the path is `scopes/zoo.clean`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        start(
            "scope_removed",
            "|zoo.read|Find  animals|GET\n",
            "",
            &[(PAGE, "scopes/zoo.read")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the scope `zoo.read`
              --> pages/start.md:21:2
               |
            21 | |zoo.write|Add animals|POST
               |  ^^^^^^^^^ missing here
               |
              ::: spec/zoo.yaml:11:13
               |
            11 |   zoo.read: Find animals.
               |             ------------- the specification has it
               |
               = help: the path is `scopes/zoo.read`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        start(
            "scope_of_another_method",
            "animals|GET",
            "animals|DELETE",
            &[(BOTH, "scopes/zoo.read")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the list of methods that require `zoo.read` differs
              --> pages/start.md:22:2
               |
            22 | |zoo.read|Find  animals|DELETE
               |  ^^^^^^^^ `DELETE`
               |
              ::: spec/zoo.yaml:11:13
               |
            11 |   zoo.read: Find animals.
               |             ------------- `GET`
               |
               = help: the path is `scopes/zoo.read`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "code_added",
            "tooMany|",
            "tooFew|Too few.\ntooMany|",
            &[(SPEC, "error_codes/tooFew")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the error code `tooFew`
               --> pages/zoo.md:168:1
                |
            168 | tooFew|Too few.
                | ^^^^^^ the document has it
                |
               ::: spec/zoo.yaml:74:1
                |
             74 | error_codes:
                | ----------- missing here
                |
                = help: the path is `error_codes/tooFew`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "code_removed",
            "unknownKind|The kind is unknown.\n",
            "",
            &[(PAGE, "error_codes/unknownKind")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the error code `unknownKind`
               --> pages/zoo.md:166:1
                |
            166 | missingName|`name` is missing.
                | ^^^^^^^^^^^ missing here
                |
               ::: spec/zoo.yaml:76:3
                |
             76 |   unknownKind: { message: The kind is unknown., status: [400], doc: No such kind. }
                |   ----------- the specification has it
                |
                = help: the path is `error_codes/unknownKind`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 2 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "code_with_another_message",
            "`name` is missing.",
            "`name` is required.",
            &[(BOTH, "error_codes/missingName/message")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E092]: the message of `missingName` differs
               --> pages/zoo.md:166:13
                |
            166 | missingName|`name` is required.
                |             ^^^^^^^^^^^^^^^^^^^ ``name` is required.`
                |
               ::: spec/zoo.yaml:75:27
                |
             75 |   missingName: { message: "`name` is missing.", status: [400], doc: No name. }
                |                           -------------------- ``name` is missing.`
                |
                = help: the path is `error_codes/missingName/message`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            "#);
        }),
        zoo(
            "codes_with_a_status",
            "ErrorCode|Error Message\n---|---\nmissingName|`name` is missing.\nunknownKind|The kind is unknown.\ntooMany|Too many \\| too large.",
            "ErrorCode|HTTP Status|Error Message\n---|---|---\nmissingName|400|`name` is missing.\nunknownKind|422|The kind is unknown.\ntooMany|404|Too many \\| too large.",
            &[(BOTH, "error_codes/unknownKind/status")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the status of `unknownKind` differs
               --> pages/zoo.md:167:13
                |
            167 | unknownKind|422|The kind is unknown.
                |             ^^^ `422`
                |
               ::: spec/zoo.yaml:76:49
                |
             76 |   unknownKind: { message: The kind is unknown., status: [400], doc: No such kind. }
                |                                                 ------ `400`
                |
                = help: the path is `error_codes/unknownKind/status`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
    ]
}
