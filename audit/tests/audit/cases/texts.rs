//! Changes of examples, versions, URLs, commands and prose.

use insta::assert_snapshot;

use super::{BOTH, Case, PAGE, SPEC, shop, start, zoo};

pub(super) fn cases() -> Vec<Case> {
    vec![
        zoo(
            "key_of_an_example",
            "\"keeperId\": \"k1\"",
            "\"keeperID\": \"k1\"",
            &[(SPEC, "types/Keeper/fields/keeperID")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E090]: the specification lacks the field `keeperID` of `Keeper`, which is in an example
              --> pages/zoo.md:75:7
               |
            75 |     { "keeperID": "k1" }
               |       ^^^^^^^^^^ the document has it
               |
              ::: spec/zoo.yaml:66:5
               |
            66 |     fields:
               |     ------ missing here
               |
               = help: the path is `types/Keeper/fields/keeperID`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            "#);
        }),
        zoo(
            "example_with_another_value",
            "\"name\": \"Tom\"",
            "\"name\": \"Tim\"",
            &[(BOTH, "operations/add/examples/0/request")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E092]: an example of a request of `add` differs
              --> pages/zoo.md:70:1
               |
            70 | {
               | ^ `{ "name": "Tim", "kind": "CAT", "idTag": "7", "keepers": [ {…`
               |
              ::: spec/zoo.yaml:25:11
               |
            25 |           { "name": "Tom", "kind": "CAT", "idTag": "7", "keepers": [{ "keeperId": "k1" }], "custom3": "x" }
               |           ------------------------------------------------------------------------------------------------- `{ "name": "Tom", "kind": "CAT", "idTag": "7", "keepers": [{ …`
               |
               = help: the path is `operations/add/examples/0/request`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            "#);
        }),
        zoo(
            "example_removed",
            "```json\n{ \"id\": \"a1\" }\n```\n",
            "",
            &[(PAGE, "operations/add/examples/0/response")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E091]: the document lacks an example of a response of `add`
              --> pages/zoo.md:28:1
               |
            28 | POST /zoo/v2/animals
               | ^^^^^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/zoo.yaml:28:11
               |
            28 |           { "id": "a1" }
               |           -------------- the specification has it
               |
               = help: the path is `operations/add/examples/0/response`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 1 example compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            "#);
        }),
        shop(
            "key_of_an_example_of_a_type",
            "\"slot2\"",
            "\"slot7\"",
            &[(SPEC, "types/Line/fields/slot7")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E090]: the specification lacks the field `slot7` of `Line`, which is in an example
              --> pages/shop.v1.md:98:5
               |
            98 |     "slot7": "x"
               |     ^^^^^^^ the document has it
               |
              ::: spec/shop.yaml:67:5
               |
            67 |     fields:
               |     ------ missing here
               |
               = help: the path is `types/Line/fields/slot7`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            "#);
        }),
        zoo(
            "version",
            "\n2.0\n",
            "\n3.0\n",
            &[(BOTH, "version")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E092]: the version of `zoo` differs
              --> pages/zoo.md:11:1
               |
            11 | 3.0
               | ^^^ `3.0`
               |
              ::: spec/zoo.yaml:3:10
               |
             3 | version: "2"
               |          --- `2`
               |
               = help: the path is `version`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            "#);
        }),
        start(
            "data_center_added",
            "```\nhttps://west",
            "```\nhttps://south.zoo.example/zoo/v2/\nhttps://west",
            &[(SPEC, "data_centers")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the data center `https://south.zoo.example`
              --> pages/start.md:14:1
               |
            14 | https://south.zoo.example/zoo/v2/
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the document has it
               |
              ::: spec/concur.yaml:32:1
               |
            32 | data_centers:
               | ------------ missing here
               |
               = help: the path is `data_centers`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        start(
            "data_center_removed",
            "```\nhttps://west.zoo.example/zoo/v2/\n```\n",
            "",
            &[(PAGE, "data_centers/west")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E091]: the document lacks the data center `https://west.zoo.example`
              --> pages/start.md:10:1
               |
            10 | https://east.zoo.example/zoo/v2/
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/concur.yaml:34:3
               |
            34 |   west: { uri: "https://west.zoo.example", doc: West. }
               |   ---- the specification has it
               |
               = help: the path is `data_centers/west`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            "#);
        }),
        start(
            "base_path",
            "https://west.zoo.example/zoo/v2/",
            "https://west.zoo.example/zoo/v1/",
            &[(BOTH, "base_path")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the base path of `zoo` differs
              --> pages/start.md:14:1
               |
            14 | https://west.zoo.example/zoo/v1/
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `/zoo/v1`
               |
              ::: spec/zoo.yaml:4:12
               |
             4 | base_path: /zoo/v2
               |            ------- `/zoo/v2`
               |
               = help: the path is `base_path`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        start(
            "parameter_of_a_command",
            "user={YOUR NAME} grant=password",
            "user={YOUR NAME} otp={CODE} grant=password",
            &[(SPEC, "operations/token/parameters/otp")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the parameter `otp` of `token`
              --> pages/start.md:39:71
               |
            39 | http -f POST https://east.zoo.example/login/v0/token user={YOUR NAME} otp={CODE} grant=password
               |                                                                       ^^^ the document has it
               |
              ::: spec/concur.yaml:19:5
               |
            19 |     parameters:
               |     ---------- missing here
               |
               = help: the path is `operations/token/parameters/otp`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        start(
            "value_of_a_command",
            "user={YOUR NAME} grant=password",
            "user={YOUR NAME} grant=otp",
            &[(SPEC, "types/Grant/values/otp")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the value `otp` of `Grant`
              --> pages/start.md:39:71
               |
            39 | http -f POST https://east.zoo.example/login/v0/token user={YOUR NAME} grant=otp
               |                                                                       ^^^^^ the document has it
               |
              ::: spec/concur.yaml:25:49
               |
            25 |   Grant: { section: Get a token, doc: A grant., values: { password: By password. } }
               |                                                 ------ missing here
               |
               = help: the path is `types/Grant/values/otp`

            1 document: 1 operation, 1 type, 4 rows, 2 values, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        start(
            "field_in_prose",
            "has an `expires` field",
            "has an `expiry` field",
            &[(SPEC, "types/Token/fields/expiry"), (PAGE, "types/Token/fields/expires")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the field `expires` of `Token`
              --> pages/start.md:24:1
               |
            24 | ### Get a token:
               | ^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/concur.yaml:31:7
               |
            31 |       expires: { type: integer, doc: When it ends. }
               |       ------- the specification has it
               |
               = help: the path is `types/Token/fields/expires`

            error[E090]: the specification lacks the field `expiry` of `Token`
              --> pages/start.md:26:21
               |
            26 | The response has an `expiry` field. A `token` will be also included in the response.
               |                     ^^^^^^^^ the document has it
               |
              ::: spec/concur.yaml:29:5
               |
            29 |     fields:
               |     ------ missing here
               |
               = help: the path is `types/Token/fields/expiry`

            1 document: 1 operation, 1 type, 4 rows, 1 value, 0 error codes, 0 examples compared
            2 differences: 1 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
    ]
}
