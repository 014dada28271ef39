//! Changes of fields and field families.

use insta::assert_snapshot;

use super::{BOTH, Case, PAGE, SPEC, shop, zoo};

pub(super) fn cases() -> Vec<Case> {
    vec![
        zoo(
            "field_added",
            "`weight`|",
            "`height`|`decimal`|-|How tall it is.\n`weight`|",
            &[(SPEC, "types/Animal/fields/height")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the field `height` of `Animal`
               --> pages/zoo.md:137:1
                |
            137 | `height`|`decimal`|-|How tall it is.
                | ^^^^^^^^ the document has it
                |
               ::: spec/zoo.yaml:43:5
                |
             43 |     fields:
                |     ------ missing here
                |
                = help: the path is `types/Animal/fields/height`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "field_removed",
            "`legs`|`integer`|-|How many legs it has.\n",
            "",
            &[(PAGE, "types/Animal/fields/legs")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the field `legs` of `Animal`
               --> pages/zoo.md:137:1
                |
            137 | `weight`|`decimal`|-|What it weighs, in kilograms.
                | ^^^^^^^^ missing here
                |
               ::: spec/zoo.yaml:51:7
                |
             51 |       legs: { type: integer, doc: Its legs. }
                |       ---- the specification has it
                |
                = help: the path is `types/Animal/fields/legs`

            1 document: 2 operations, 3 types, 21 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "field_renamed",
            "`nicknames`|",
            "`aliases`|",
            &[(SPEC, "types/Animal/fields/aliases"), (PAGE, "types/Animal/fields/nicknames")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the field `nicknames` of `Animal`
               --> pages/zoo.md:143:1
                |
            143 | `currency`|`string`|-|The ISO 4217 currency code of its food.
                | ^^^^^^^^^^ missing here
                |
               ::: spec/zoo.yaml:57:7
                |
             57 |       nicknames: { type: [string], doc: Other names. }
                |       --------- the specification has it
                |
                = help: the path is `types/Animal/fields/nicknames`

            error[E090]: the specification lacks the field `aliases` of `Animal`
               --> pages/zoo.md:144:1
                |
            144 | `aliases`|`array`|-|Other names.
                | ^^^^^^^^^ the document has it
                |
               ::: spec/zoo.yaml:43:5
                |
             43 |     fields:
                |     ------ missing here
                |
                = help: the path is `types/Animal/fields/aliases`

            1 document: 2 operations, 3 types, 21 rows, 6 values, 3 error codes, 2 examples compared
            2 differences: 1 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "field_name_in_another_case",
            "`fedAt`|",
            "`FedAt`|",
            &[(BOTH, "types/Animal/fields/fedAt")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the name of the field `fedAt` of `Animal` differs
               --> pages/zoo.md:140:1
                |
            140 | `FedAt`|`timestamp`|[RFC 3339](https://tools.example/rfc3339)|When it was fed (in the format yyyy-MM-dd'T'HH:mm:ss)
                | ^^^^^^^ `FedAt`
                |
               ::: spec/zoo.yaml:53:7
                |
             53 |       fedAt: { type: timestamp, format: RFC 3339, doc: When it was fed. }
                |       ----- `fedAt`
                |
                = help: the path is `types/Animal/fields/fedAt`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_type",
            "`legs`|`integer`",
            "`legs`|`boolean`",
            &[(BOTH, "types/Animal/fields/legs/type")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the type of the field `legs` of `Animal` differs
               --> pages/zoo.md:138:8
                |
            138 | `legs`|`boolean`|-|How many legs it has.
                |        ^^^^^^^^^ `boolean`
                |
               ::: spec/zoo.yaml:51:21
                |
             51 |       legs: { type: integer, doc: Its legs. }
                |                     ------- `integer`
                |
                = help: the path is `types/Animal/fields/legs/type`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_type_of_a_list",
            "`keepers`|`array`",
            "`keepers`|`object`",
            &[(BOTH, "types/Animal/fields/keepers/type")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the type of the field `keepers` of `Animal` differs
               --> pages/zoo.md:145:11
                |
            145 | `keepers`|`object`|[`Keeper`](#schema-Keeper)|**Required**: Who keeps it.
                |           ^^^^^^^^ `Keeper`
                |
               ::: spec/zoo.yaml:58:18
                |
             58 |       keepers: { type: [Keeper], required: true, doc: Who keeps it. }
                |                  ---- `[Keeper]`
                |
                = help: the path is `types/Animal/fields/keepers/type`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_type_with_another_link",
            "`owner`|`object`|[`Keeper`](#schema-Keeper)",
            "`owner`|`object`|[`Animal`](#schema-animal)",
            &[(BOTH, "types/Animal/fields/owner/type")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the type of the field `owner` of `Animal` differs
               --> pages/zoo.md:146:9
                |
            146 | `owner`|`object`|[`Animal`](#schema-animal)|Who owns it.
                |         ^^^^^^^^ `Animal`
                |
               ::: spec/zoo.yaml:59:22
                |
             59 |       owner: { type: Keeper, doc: Who owns it. }
                |                      ------ `Keeper`
                |
                = help: the path is `types/Animal/fields/owner/type`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_no_longer_a_uri",
            "[RFC 3986](https://tools.example/rfc3986)|Where",
            "-|Where",
            &[(BOTH, "types/Animal/fields/home/type"), (BOTH, "types/Animal/fields/home/format")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the format of the field `home` of `Animal` differs
               --> pages/zoo.md:142:1
                |
            142 | `home`|`string`|-|Where it lives.
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `none`
                |
               ::: spec/zoo.yaml:55:34
                |
             55 |       home: { type: uri, format: RFC 3986, doc: Where it lives. }
                |                                  -------- `RFC 3986`
                |
                = help: the path is `types/Animal/fields/home/format`

            error[E092]: the type of the field `home` of `Animal` differs
               --> pages/zoo.md:142:8
                |
            142 | `home`|`string`|-|Where it lives.
                |        ^^^^^^^^ `string`
                |
               ::: spec/zoo.yaml:55:21
                |
             55 |       home: { type: uri, format: RFC 3986, doc: Where it lives. }
                |                     --- `uri`
                |
                = help: the path is `types/Animal/fields/home/type`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            2 differences: 0 missing in the specification, 0 missing in the document, 2 different; 0 deliberate
            ");
        }),
        zoo(
            "field_format",
            "`date`|YYYY-MM-DD",
            "`date`|DD.MM.YYYY",
            &[(BOTH, "types/Animal/fields/born/format")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the format of the field `born` of `Animal` differs
               --> pages/zoo.md:136:15
                |
            136 | `born`|`date`|DD.MM.YYYY|When it was born. Example: 2018-03-23
                |               ^^^^^^^^^^ `DD.MM.YYYY`
                |
               ::: spec/zoo.yaml:49:35
                |
             49 |       born: { type: date, format: YYYY-MM-DD, doc: When it was born. }
                |                                   ---------- `YYYY-MM-DD`
                |
                = help: the path is `types/Animal/fields/born/format`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_without_format",
            "[RFC 3339](https://tools.example/rfc3339)",
            "-",
            &[(BOTH, "types/Animal/fields/fedAt/format")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the format of the field `fedAt` of `Animal` differs
               --> pages/zoo.md:140:1
                |
            140 | `fedAt`|`timestamp`|-|When it was fed (in the format yyyy-MM-dd'T'HH:mm:ss)
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `none`
                |
               ::: spec/zoo.yaml:53:41
                |
             53 |       fedAt: { type: timestamp, format: RFC 3339, doc: When it was fed. }
                |                                         -------- `RFC 3339`
                |
                = help: the path is `types/Animal/fields/fedAt/format`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_required",
            "`legs`|`integer`|-|",
            "`legs`|`integer`|-|**Required**: ",
            &[(BOTH, "types/Animal/fields/legs/required")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the required flag of the field `legs` of `Animal` differs
               --> pages/zoo.md:138:1
                |
            138 | `legs`|`integer`|-|**Required**: How many legs it has.
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `required`
                |
               ::: spec/zoo.yaml:51:7
                |
             51 |       legs: { type: integer, doc: Its legs. }
                |       ---- `optional`
                |
                = help: the path is `types/Animal/fields/legs/required`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_not_required",
            "**Required**: Who keeps",
            "Who keeps",
            &[(BOTH, "types/Animal/fields/keepers/required")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the required flag of the field `keepers` of `Animal` differs
               --> pages/zoo.md:145:1
                |
            145 | `keepers`|`array`|[`Keeper`](#schema-Keeper)|Who keeps it.
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `optional`
                |
               ::: spec/zoo.yaml:58:44
                |
             58 |       keepers: { type: [Keeper], required: true, doc: Who keeps it. }
                |                                            ---- `required`
                |
                = help: the path is `types/Animal/fields/keepers/required`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "field_removed_from_its_choice",
            "**Required**: Its chip. Either `IdTag` or `IdChip` is required to tell it from others.",
            "**Required**: Its chip.",
            &[(BOTH, "types/Animal/fields/idChip/required")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the required flag of the field `idChip` of `Animal` differs
               --> pages/zoo.md:135:1
                |
            135 | `idChip`|`string`|-|**Required**: Its chip.
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `required`
                |
               ::: spec/zoo.yaml:48:41
                |
             48 |       idChip: { type: string, required: one_of mark, doc: Its chip. }
                |                                         ----------- `one of idchip, idtag`
                |
                = help: the path is `types/Animal/fields/idChip/required`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "field_required_by_its_column",
            "| - | Yes | How much",
            "| - | No | How much",
            &[(BOTH, "types/Money/fields/value/required")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the required flag of the field `value` of `Money` differs
              --> pages/shop.v1.md:83:1
               |
            83 | value | number | - | No | How much
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `optional`
               |
              ::: spec/shop.yaml:62:41
               |
            62 |       value: { type: decimal, required: true, doc: How much. }
               |                                         ---- `required`
               |
               = help: the path is `types/Money/fields/value/required`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        zoo(
            "family_longer",
            "custom1 through custom9",
            "custom1 through custom12",
            &[(BOTH, "types/Animal/fields/custom1..custom9")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the name of the field family `custom1..custom9` of `Animal` differs
               --> pages/zoo.md:147:1
                |
            147 | `custom1 through custom12`|`string`|-|A custom field.
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^ `custom1..custom12`
                |
               ::: spec/zoo.yaml:60:7
                |
             60 |       custom1..custom9: { type: string, doc: A custom field. }
                |       ---------------- `custom1..custom9`
                |
                = help: the path is `types/Animal/fields/custom1..custom9`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "family_removed",
            "custom1 to custom20 | object | [Money](#money) | A custom field\n",
            "",
            &[(PAGE, "types/Order/fields/custom1..custom20")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the field family `custom1..custom20` of `Order`
              --> pages/shop.v1.md:77:1
               |
            77 | lines | list | [Line](#line) | Its lines
               | ^^^^^ missing here
               |
              ::: spec/shop.yaml:57:7
               |
            57 |       custom1..custom20: { type: Money, doc: A custom field. }
               |       ----------------- the specification has it
               |
               = help: the path is `types/Order/fields/custom1..custom20`

            1 document: 4 operations, 4 types, 16 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "family_in_prose",
            "slot1 to slot3",
            "slot1 to slot5",
            &[(BOTH, "types/Line/fields/slot1..slot3")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the name of the field family `slot1..slot3` of `Line` differs
              --> pages/shop.v1.md:88:1
               |
            88 | The fields slot1 to slot5 take whatever fits.
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `slot1..slot5`
               |
              ::: spec/shop.yaml:69:7
               |
            69 |       slot1..slot3: { type: string, doc: A slot. }
               |       ------------ `slot1..slot3`
               |
               = help: the path is `types/Line/fields/slot1..slot3`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
    ]
}
