//! A case for each kind of row and difference: a change of a page, the expected findings, and a snapshot of the report.

use concur_spec::Style;

use super::support::{audit, expected, found, text};

const SPEC: &str = "missing_in_specification";
const PAGE: &str = "missing_in_document";
const BOTH: &str = "different";

/// A change of a page and its expected findings.
struct Case {
    name: &'static str,
    page: &'static str,
    from: &'static str,
    to: &'static str,
    found: &'static [(&'static str, &'static str)],
}

const fn zoo(
    name: &'static str,
    from: &'static str,
    to: &'static str,
    found: &'static [(&'static str, &'static str)],
) -> Case {
    Case {
        name,
        page: "zoo.md",
        from,
        to,
        found,
    }
}

const fn shop(
    name: &'static str,
    from: &'static str,
    to: &'static str,
    found: &'static [(&'static str, &'static str)],
) -> Case {
    Case {
        name,
        page: "shop.v1.md",
        from,
        to,
        found,
    }
}

const fn start(
    name: &'static str,
    from: &'static str,
    to: &'static str,
    found: &'static [(&'static str, &'static str)],
) -> Case {
    Case {
        name,
        page: "start.md",
        from,
        to,
        found,
    }
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Fields.
    zoo("field_added", "`weight`|", "`height`|`decimal`|-|How tall it is.\n`weight`|", &[(SPEC, "types/Animal/fields/height")]),
    zoo("field_removed", "`legs`|`integer`|-|How many legs it has.\n", "", &[(PAGE, "types/Animal/fields/legs")]),
    zoo("field_renamed", "`nicknames`|", "`aliases`|", &[(SPEC, "types/Animal/fields/aliases"), (PAGE, "types/Animal/fields/nicknames")]),
    zoo("field_name_in_another_case", "`fedAt`|", "`FedAt`|", &[(BOTH, "types/Animal/fields/fedAt")]),
    zoo("field_type", "`legs`|`integer`", "`legs`|`boolean`", &[(BOTH, "types/Animal/fields/legs/type")]),
    zoo("field_type_of_a_list", "`keepers`|`array`", "`keepers`|`object`", &[(BOTH, "types/Animal/fields/keepers/type")]),
    zoo("field_type_with_another_link", "`owner`|`object`|[`Keeper`](#schema-Keeper)", "`owner`|`object`|[`Animal`](#schema-animal)", &[(BOTH, "types/Animal/fields/owner/type")]),
    zoo("field_no_longer_a_uri", "[RFC 3986](https://tools.example/rfc3986)|Where", "-|Where", &[(BOTH, "types/Animal/fields/home/type"), (BOTH, "types/Animal/fields/home/format")]),
    zoo("field_format", "`date`|YYYY-MM-DD", "`date`|DD.MM.YYYY", &[(BOTH, "types/Animal/fields/born/format")]),
    zoo("field_without_format", "[RFC 3339](https://tools.example/rfc3339)", "-", &[(BOTH, "types/Animal/fields/fedAt/format")]),
    zoo("field_required", "`legs`|`integer`|-|", "`legs`|`integer`|-|**Required**: ", &[(BOTH, "types/Animal/fields/legs/required")]),
    zoo("field_not_required", "**Required**: Who keeps", "Who keeps", &[(BOTH, "types/Animal/fields/keepers/required")]),
    zoo("field_removed_from_its_choice", "**Required**: Its chip. Either `IdTag` or `IdChip` is required to tell it from others.", "**Required**: Its chip.", &[(BOTH, "types/Animal/fields/idChip/required")]),
    shop("field_required_by_its_column", "| - | Yes | How much", "| - | No | How much", &[(BOTH, "types/Money/fields/value/required")]),
    // Families.
    zoo("family_longer", "custom1 through custom9", "custom1 through custom12", &[(BOTH, "types/Animal/fields/custom1..custom9")]),
    shop("family_removed", "custom1 to custom20 | object | [Money](#money) | A custom field\n", "", &[(PAGE, "types/Order/fields/custom1..custom20")]),
    shop("family_in_prose", "slot1 to slot3", "slot1 to slot5", &[(BOTH, "types/Line/fields/slot1..slot3")]),
    // Values.
    zoo("value_added", "CAT, DOG, Big Bird", "CAT, DOG, Small Bird, Big Bird", &[(SPEC, "types/Kind/values/Small Bird")]),
    zoo("value_removed", "CALM or WILD", "WILD", &[(PAGE, "types/Mood/values/CALM")]),
    zoo("values_removed", "Possible values are: CALM or WILD", "It changes.", &[(PAGE, "types/Mood/values")]),
    zoo("values_of_a_string", "`name`|`string`|-|**Required**: What it is called.", "`name`|`string`|-|**Required**: What it is called. Supported values: TOM, TIM.", &[(BOTH, "types/Animal/fields/name/type")]),
    shop("value_in_quotes", "\"ONE_WAY\" or \"ROUND\"", "\"ONE_WAY\", \"ROUND\" or \"MANY\"", &[(SPEC, "types/Trip/values/MANY")]),
    shop("value_in_parentheses", "(send, hold or drop)", "(send, hold, lose or drop)", &[(SPEC, "types/Action/values/lose")]),
    shop("value_explained", "        drop: forget it", "        drop: forget it\n        wait: wait", &[(SPEC, "types/Action/values/wait")]),
    shop("value_before_an_open_end", "X1, X2 or custom codes", "X1 or custom codes", &[(PAGE, "types/Code/values/X2")]),
    // Types.
    zoo("type_added", "### <a name=\"schema-added-animal\">", "### <a name=\"schema-cage\"></a>Cage\n\nName|Type|Format|Description\n---|---|---|---\n`size`|`integer`|-|How large.\n\n### <a name=\"schema-added-animal\">", &[(SPEC, "types/Cage")]),
    shop("type_removed", "#### <a name=\"line\"></a>Line\n\nThe fields slot1 to slot3 take whatever fits.\n\nName | Type | Format | Description\n--- | :---: | :---: | ------\nkind| enum | - | Valid values: \"A\", \"B\".\n", "#### <a name=\"line\"></a>Line\n", &[(PAGE, "types/Line")]),
    zoo("type_under_another_heading", "</a>Keeper\n", "</a>Keeper of animals\n", &[(BOTH, "types/Keeper/section")]),
    // Operations.
    shop("operation_added", "#### <a name=\"order-resource\"></a>Orders\n", "#### <a name=\"order-resource\"></a>Orders\n- __Count the orders__\n\nGET /v1/orders/count\n\n", &[(SPEC, "operations")]),
    shop("operation_removed", "- __Delete an order__\n\nDELETE /v1/orders/{orderId}\n*Parameters:*\n| Name | Parameter Type | Data Type | Description\n| --- | :---: | :---: | ------\n| orderId | path | string | __Required__ The order\n\n*Response:*\n| Name | Type | Format | Description\n| --- | :---: | :---: | ------\n| - | - | - | No content\n", "", &[(PAGE, "operations/delete")]),
    zoo("operation_with_another_path", "POST /zoo/v2/animals\n```\n\n##### Parameters", "POST /zoo/v3/animals\n```\n\n##### Parameters", &[(BOTH, "operations/add/http")]),
    zoo("operation_with_another_method", "GET /zoo/v2/animals/{id}?view=SHORT", "PUT /zoo/v2/animals/{id}?view=SHORT", &[(BOTH, "operations/find/http")]),
    zoo("operation_under_another_heading", "</a>Find an animal\n", "</a>Look for an animal\n", &[(BOTH, "operations/find/section")]),
    // Parameters, body, response.
    zoo("path_parameter_renamed", "/animals/{id}?view", "/animals/{animalId}?view", &[(SPEC, "operations/find/parameters/animalId"), (PAGE, "operations/find/parameters/id")]),
    shop("parameter_added", "| userId | query", "| dryRun | query | boolean | __Optional__ Only look\n| userId | query", &[(SPEC, "operations/create/parameters/dryRun")]),
    shop("parameter_removed", "| userId | query | string | __Optional__ For whom |\n", "", &[(PAGE, "operations/create/parameters/userId")]),
    shop("parameter_with_another_location", "| userId | query", "| userId | header", &[(BOTH, "operations/create/parameters/userId/in")]),
    shop("parameter_type", "| limit | query | integer", "| limit | query | string", &[(BOTH, "operations/list/parameters/limit/type")]),
    shop("parameter_required", "| limit | query | integer | __Optional__", "| limit | query | integer | __Required__", &[(BOTH, "operations/list/parameters/limit/required")]),
    shop("body_removed", "| - | body | [Order](#order) | __Required__ The order |\n", "", &[(PAGE, "operations/create/body")]),
    shop("body_of_another_type", "| - | body | [Order](#order)", "| - | body | [Money](#money)", &[(BOTH, "operations/create/body")]),
    shop("body_optional", "| - | body | [Order](#order) | __Required__", "| - | body | [Order](#order) | __Optional__", &[(BOTH, "operations/create/body")]),
    shop("response_added", "| - | - | - | No content", "| - | object | [Order](#order) | It was this", &[(BOTH, "operations/delete/responses/success")]),
    shop("response_removed", "| - | object | [Order](#order) | The order as created", "| - | - | - | Nothing", &[(BOTH, "operations/create/responses/success")]),
    shop("response_that_is_not_an_object", "| - | object | [Order](#order) | The order as created", "| - | boolean | [Order](#order) | The order as created", &[(BOTH, "operations/create/responses/success")]),
    shop("response_without_a_row", "| - | - | - | No content\n", "", &[(PAGE, "operations/delete/responses/success")]),
    shop("body_in_shifted_cells", "| - | body | [Order](#order)", "| body | array | [Order](#order)", &[(BOTH, "operations/create/body")]),
    shop("path_parameter_without_a_row", "| orderId | path | string | __Required__ The order\n| action", "| action", &[(PAGE, "operations/act/parameters/orderId")]),
    shop("parameter_with_an_unknown_location", "| limit | query |", "| limit | querry |", &[(BOTH, "operations/list/parameters/limit/in")]),
    shop("field_of_an_unnamed_response", "next | string", "following | string", &[(SPEC, "types/OrderList/fields/following"), (PAGE, "types/OrderList/fields/next")]),
    // Statuses, headers, scopes.
    zoo("status_added", "* [400 Bad Request]", "* [401 Unauthorized](https://tools.example/401)\n* [400 Bad Request]", &[(SPEC, "operations/add/responses/401")]),
    zoo("status_removed", "* [404 Not Found](https://tools.example/404)\n", "", &[(PAGE, "operations/find/responses/404")]),
    zoo("header_added", "* `zoo-trace` names the call, see", "* `zoo-keeper` asks\n* `zoo-trace` names the call, see", &[(SPEC, "operations/add/request_headers")]),
    zoo("header_removed", "* [RFC 7231 Date](https://tools.example/rfc7231)\n", "", &[(PAGE, "operations/add/response_headers")]),
    zoo("scope_of_an_operation", "`zoo.read` - see", "`zoo.look` - see", &[(BOTH, "operations/find/scope")]),
    zoo("scope_of_an_operation_removed", "### Scopes\n\n`zoo.read` - see the scopes.\n\n", "", &[(PAGE, "operations/find/scope")]),
    start("scope_added", "|zoo.read|", "|zoo.clean|Clean|DELETE\n|zoo.read|", &[(SPEC, "scopes/zoo.clean")]),
    start("scope_removed", "|zoo.read|Find  animals|GET\n", "", &[(PAGE, "scopes/zoo.read")]),
    start("scope_of_another_method", "animals|GET", "animals|DELETE", &[(BOTH, "scopes/zoo.read")]),
    // Error codes.
    zoo("code_added", "tooMany|", "tooFew|Too few.\ntooMany|", &[(SPEC, "error_codes/tooFew")]),
    zoo("code_removed", "unknownKind|The kind is unknown.\n", "", &[(PAGE, "error_codes/unknownKind")]),
    zoo("code_with_another_message", "`name` is missing.", "`name` is required.", &[(BOTH, "error_codes/missingName/message")]),
    zoo("codes_with_a_status", "ErrorCode|Error Message\n---|---\nmissingName|`name` is missing.\nunknownKind|The kind is unknown.\ntooMany|Too many \\| too large.", "ErrorCode|HTTP Status|Error Message\n---|---|---\nmissingName|400|`name` is missing.\nunknownKind|422|The kind is unknown.\ntooMany|404|Too many \\| too large.", &[(BOTH, "error_codes/unknownKind/status")]),
    // Examples.
    zoo("key_of_an_example", "\"keeperId\": \"k1\"", "\"keeperID\": \"k1\"", &[(SPEC, "types/Keeper/fields/keeperID")]),
    zoo("example_with_another_value", "\"name\": \"Tom\"", "\"name\": \"Tim\"", &[(BOTH, "operations/add/examples/0/request")]),
    zoo("example_removed", "```json\n{ \"id\": \"a1\" }\n```\n", "", &[(PAGE, "operations/add/examples/0/response")]),
    shop("key_of_an_example_of_a_type", "\"slot2\"", "\"slot7\"", &[(SPEC, "types/Line/fields/slot7")]),
    // Version, URLs, commands, prose.
    zoo("version", "\n2.0\n", "\n3.0\n", &[(BOTH, "version")]),
    start("data_center_added", "```\nhttps://west", "```\nhttps://south.zoo.example/zoo/v2/\nhttps://west", &[(SPEC, "data_centers")]),
    start("data_center_removed", "```\nhttps://west.zoo.example/zoo/v2/\n```\n", "", &[(PAGE, "data_centers/west")]),
    start("base_path", "https://west.zoo.example/zoo/v2/", "https://west.zoo.example/zoo/v1/", &[(BOTH, "base_path")]),
    start("parameter_of_a_command", "user={YOUR NAME} grant=password", "user={YOUR NAME} otp={CODE} grant=password", &[(SPEC, "operations/token/parameters/otp")]),
    start("value_of_a_command", "user={YOUR NAME} grant=password", "user={YOUR NAME} grant=otp", &[(SPEC, "types/Grant/values/otp")]),
    start("field_in_prose", "has an `expires` field", "has an `expiry` field", &[(SPEC, "types/Token/fields/expiry"), (PAGE, "types/Token/fields/expires")]),
];

#[test]
fn each_change_of_a_page_is_the_only_finding() {
    for case in CASES {
        let original = text(case.page);
        assert!(
            original.contains(case.from),
            "{}: the page has no {:?}",
            case.name,
            case.from
        );
        let audit = audit(case.page, &original.replacen(case.from, case.to, 1));
        let text = audit.render(Style::Plain);
        assert_eq!(found(&audit), expected(case.found), "{}:\n{text}", case.name);
        assert!(!audit.is_clean(), "{}", case.name);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(case.name, text);
        });
    }
}
