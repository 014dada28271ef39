//! Changes of operations, their parameters and their bodies.

use insta::assert_snapshot;

use super::{BOTH, Case, PAGE, SPEC, shop, zoo};

pub(super) fn cases() -> Vec<Case> {
    vec![
        shop(
            "operation_added",
            "#### <a name=\"order-resource\"></a>Orders\n",
            "#### <a name=\"order-resource\"></a>Orders\n- __Count the orders__\n\nGET /v1/orders/count\n\n",
            &[(SPEC, "operations")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the operation `GET /v1/orders/count`
             --> pages/shop.v1.md:8:1
              |
            8 | GET /v1/orders/count
              | ^^^^^^^^^^^^^^^^^^^^ the document has it
              |
             ::: spec/shop.yaml:8:1
              |
            8 | operations:
              | ---------- missing here
              |
              = help: the path is `operations`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "operation_removed",
            "- __Delete an order__\n\nDELETE /v1/orders/{orderId}\n*Parameters:*\n| Name | Parameter Type | Data Type | Description\n| --- | :---: | :---: | ------\n| orderId | path | string | __Required__ The order\n\n*Response:*\n| Name | Type | Format | Description\n| --- | :---: | :---: | ------\n| - | - | - | No content\n",
            "",
            &[(PAGE, "operations/delete")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the operation `delete`
              --> pages/shop.v1.md:36:1
               |
            36 | - __Do something with an order__
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/shop.yaml:32:3
               |
            32 |   delete:
               |   ------ the specification has it
               |
               = help: the path is `operations/delete`

            1 document: 3 operations, 4 types, 16 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "operation_with_another_path",
            "POST /zoo/v2/animals\n```\n\n##### Parameters",
            "POST /zoo/v3/animals\n```\n\n##### Parameters",
            &[(BOTH, "operations/add/http")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the call of `add` differs
              --> pages/zoo.md:28:1
               |
            28 | POST /zoo/v3/animals
               | ^^^^^^^^^^^^^^^^^^^^ `POST /zoo/v3/animals`
               |
              ::: spec/zoo.yaml:16:11
               |
            16 |     http: POST /animals
               |           ------------- `POST /zoo/v2/animals`
               |
               = help: the path is `operations/add/http`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "operation_with_another_method",
            "GET /zoo/v2/animals/{id}?view=SHORT",
            "PUT /zoo/v2/animals/{id}?view=SHORT",
            &[(BOTH, "operations/find/http")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the call of `find` differs
               --> pages/zoo.md:105:1
                |
            105 | PUT /zoo/v2/animals/{id}?view=SHORT
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `PUT /zoo/v2/animals/{id}`
                |
               ::: spec/zoo.yaml:32:11
                |
             32 |     http: GET /animals/{id}
                |           ----------------- `GET /zoo/v2/animals/{id}`
                |
                = help: the path is `operations/find/http`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "operation_under_another_heading",
            "</a>Find an animal\n",
            "</a>Look for an animal\n",
            &[(BOTH, "operations/find/section")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E092]: the heading of `find` differs
              --> pages/zoo.md:92:1
               |
            92 | ## <a name="find"></a>Look for an animal
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Look for an animal`
               |
              ::: spec/zoo.yaml:30:14
               |
            30 |     section: Find an animal
               |              -------------- `Find an animal`
               |
               = help: the path is `operations/find/section`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            "#);
        }),
        zoo(
            "path_parameter_renamed",
            "/animals/{id}?view",
            "/animals/{animalId}?view",
            &[(SPEC, "operations/find/parameters/animalId"), (PAGE, "operations/find/parameters/id")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the parameter `animalId` of `find`
               --> pages/zoo.md:105:1
                |
            105 | GET /zoo/v2/animals/{animalId}?view=SHORT
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the document has it
                |
               ::: spec/zoo.yaml:34:5
                |
             34 |     parameters:
                |     ---------- missing here
                |
                = help: the path is `operations/find/parameters/animalId`

            error[E091]: the document lacks the parameter `id` of `find`
               --> pages/zoo.md:105:1
                |
            105 | GET /zoo/v2/animals/{animalId}?view=SHORT
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
                |
               ::: spec/zoo.yaml:35:7
                |
             35 |       id: { in: path, type: string, required: true, doc: Its id. }
                |       -- the specification has it
                |
                = help: the path is `operations/find/parameters/id`

            1 document: 2 operations, 3 types, 21 rows, 6 values, 3 error codes, 2 examples compared
            2 differences: 1 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "parameter_added",
            "| userId | query",
            "| dryRun | query | boolean | __Optional__ Only look\n| userId | query",
            &[(SPEC, "operations/create/parameters/dryRun")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the parameter `dryRun` of `create`
              --> pages/shop.v1.md:14:3
               |
            14 | | dryRun | query | boolean | __Optional__ Only look
               |   ^^^^^^ the document has it
               |
              ::: spec/shop.yaml:13:5
               |
            13 |     parameters:
               |     ---------- missing here
               |
               = help: the path is `operations/create/parameters/dryRun`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "parameter_removed",
            "| userId | query | string | __Optional__ For whom |\n",
            "",
            &[(PAGE, "operations/create/parameters/userId")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the parameter `userId` of `create`
              --> pages/shop.v1.md:8:1
               |
             8 | POST /v1/orders
               | ^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/shop.yaml:14:7
               |
            14 |       userId: { in: query, type: string, required: false, doc: For whom. }
               |       ------ the specification has it
               |
               = help: the path is `operations/create/parameters/userId`

            1 document: 4 operations, 4 types, 16 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "parameter_with_another_location",
            "| userId | query",
            "| userId | header",
            &[(BOTH, "operations/create/parameters/userId/in")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the location of the parameter `userId` of `create` differs
              --> pages/shop.v1.md:14:3
               |
            14 | | userId | header | string | __Optional__ For whom |
               |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `header`
               |
              ::: spec/shop.yaml:14:21
               |
            14 |       userId: { in: query, type: string, required: false, doc: For whom. }
               |                     ----- `query`
               |
               = help: the path is `operations/create/parameters/userId/in`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "parameter_type",
            "| limit | query | integer",
            "| limit | query | string",
            &[(BOTH, "operations/list/parameters/limit/type")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the type of the parameter `limit` of `list` differs
              --> pages/shop.v1.md:28:19
               |
            28 | | limit | query | string | __Optional__ How many
               |                   ^^^^^^ `string`
               |
              ::: spec/shop.yaml:22:33
               |
            22 |       limit: { in: query, type: integer, doc: How many. }
               |                                 ------- `integer`
               |
               = help: the path is `operations/list/parameters/limit/type`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "parameter_required",
            "| limit | query | integer | __Optional__",
            "| limit | query | integer | __Required__",
            &[(BOTH, "operations/list/parameters/limit/required")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the required flag of the parameter `limit` of `list` differs
              --> pages/shop.v1.md:28:3
               |
            28 | | limit | query | integer | __Required__ How many
               |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `required`
               |
              ::: spec/shop.yaml:22:7
               |
            22 |       limit: { in: query, type: integer, doc: How many. }
               |       ----- `optional`
               |
               = help: the path is `operations/list/parameters/limit/required`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "body_removed",
            "| - | body | [Order](#order) | __Required__ The order |\n",
            "",
            &[(PAGE, "operations/create/body")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the body of `create`
              --> pages/shop.v1.md:8:1
               |
             8 | POST /v1/orders
               | ^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/shop.yaml:15:11
               |
            15 |     body: Order
               |           ----- the specification has it
               |
               = help: the path is `operations/create/body`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "body_of_another_type",
            "| - | body | [Order](#order)",
            "| - | body | [Money](#money)",
            &[(BOTH, "operations/create/body")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the body of `create` differs
              --> pages/shop.v1.md:13:14
               |
            13 | | - | body | [Money](#money) | __Required__ The order |
               |              ^^^^^^^^^^^^^^^ `Money`
               |
              ::: spec/shop.yaml:15:11
               |
            15 |     body: Order
               |           ----- `Order`
               |
               = help: the path is `operations/create/body`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "body_optional",
            "| - | body | [Order](#order) | __Required__",
            "| - | body | [Order](#order) | __Optional__",
            &[(BOTH, "operations/create/body")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the required flag of the body of `create` differs
              --> pages/shop.v1.md:13:14
               |
            13 | | - | body | [Order](#order) | __Optional__ The order |
               |              ^^^^^^^^^^^^^^^ `optional`
               |
              ::: spec/shop.yaml:15:11
               |
            15 |     body: Order
               |           ----- `required`
               |
               = help: the path is `operations/create/body`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "response_added",
            "| - | - | - | No content",
            "| - | object | [Order](#order) | It was this",
            &[(BOTH, "operations/delete/responses/success")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the response of `delete` differs
              --> pages/shop.v1.md:67:7
               |
            67 | | - | object | [Order](#order) | It was this
               |       ^^^^^^ `Order`
               |
              ::: spec/shop.yaml:38:27
               |
            38 |     responses: { success: none }
               |                           ---- `none`
               |
               = help: the path is `operations/delete/responses/success`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "response_removed",
            "| - | object | [Order](#order) | The order as created",
            "| - | - | - | Nothing",
            &[(BOTH, "operations/create/responses/success")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the response of `create` differs
              --> pages/shop.v1.md:19:3
               |
            19 | | - | - | - | Nothing
               |   ^^^^^^^^^^^^^^^^^^^ `none`
               |
              ::: spec/shop.yaml:16:18
               |
            16 |     responses: { success: { type: Order, doc: The order. } }
               |                  ------- `Order`
               |
               = help: the path is `operations/create/responses/success`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "response_that_is_not_an_object",
            "| - | object | [Order](#order) | The order as created",
            "| - | boolean | [Order](#order) | The order as created",
            &[(BOTH, "operations/create/responses/success")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the response of `create` differs
              --> pages/shop.v1.md:19:7
               |
            19 | | - | boolean | [Order](#order) | The order as created
               |       ^^^^^^^ `boolean`
               |
              ::: spec/shop.yaml:16:18
               |
            16 |     responses: { success: { type: Order, doc: The order. } }
               |                  ------- `Order`
               |
               = help: the path is `operations/create/responses/success`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "response_without_a_row",
            "| - | - | - | No content\n",
            "",
            &[(PAGE, "operations/delete/responses/success")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the response of `delete`
              --> pages/shop.v1.md:65:1
               |
            65 | | Name | Type | Format | Description
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/shop.yaml:38:27
               |
            38 |     responses: { success: none }
               |                           ---- the specification has it
               |
               = help: the path is `operations/delete/responses/success`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "body_in_shifted_cells",
            "| - | body | [Order](#order)",
            "| body | array | [Order](#order)",
            &[(BOTH, "operations/create/body")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the body of `create` differs
              --> pages/shop.v1.md:13:18
               |
            13 | | body | array | [Order](#order) | __Required__ The order |
               |                  ^^^^^^^^^^^^^^^ `array of Order`
               |
              ::: spec/shop.yaml:15:11
               |
            15 |     body: Order
               |           ----- `Order`
               |
               = help: the path is `operations/create/body`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "path_parameter_without_a_row",
            "| orderId | path | string | __Required__ The order\n| action",
            "| action",
            &[(PAGE, "operations/act/parameters/orderId")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the parameter `orderId` of `act`
              --> pages/shop.v1.md:38:1
               |
            38 | POST /v1/orders/{orderId}/{action}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/shop.yaml:29:7
               |
            29 |       orderId: { in: path, type: string, required: true, doc: The order. }
               |       ------- the specification has it
               |
               = help: the path is `operations/act/parameters/orderId`

            1 document: 4 operations, 4 types, 16 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "parameter_with_an_unknown_location",
            "| limit | query |",
            "| limit | querry |",
            &[(BOTH, "operations/list/parameters/limit/in")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the location of the parameter `limit` of `list` differs
              --> pages/shop.v1.md:28:11
               |
            28 | | limit | querry | integer | __Optional__ How many
               |           ^^^^^^ `querry`
               |
              ::: spec/shop.yaml:22:20
               |
            22 |       limit: { in: query, type: integer, doc: How many. }
               |                    ----- `query`
               |
               = help: the path is `operations/list/parameters/limit/in`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "field_of_an_unnamed_response",
            "next | string",
            "following | string",
            &[(SPEC, "types/OrderList/fields/following"), (PAGE, "types/OrderList/fields/next")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the field `next` of `OrderList`
              --> pages/shop.v1.md:33:1
               |
            33 | data | array | [Order](#order) | The orders
               | ^^^^ missing here
               |
              ::: spec/shop.yaml:46:7
               |
            46 |       next: { type: string, format: RFC 5988, doc: Where it goes on. }
               |       ---- the specification has it
               |
               = help: the path is `types/OrderList/fields/next`

            error[E090]: the specification lacks the field `following` of `OrderList`
              --> pages/shop.v1.md:34:1
               |
            34 | following | string | [RFC 5988](https://tools.example/rfc5988) | Where it goes on
               | ^^^^^^^^^ the document has it
               |
              ::: spec/shop.yaml:44:5
               |
            44 |     fields:
               |     ------ missing here
               |
               = help: the path is `types/OrderList/fields/following`

            1 document: 4 operations, 4 types, 16 rows, 9 values, 0 error codes, 0 examples compared
            2 differences: 1 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
    ]
}
