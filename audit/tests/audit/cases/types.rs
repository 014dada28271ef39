//! Changes of types and their values.

use insta::assert_snapshot;

use super::{BOTH, Case, PAGE, SPEC, shop, zoo};

pub(super) fn cases() -> Vec<Case> {
    vec![
        zoo(
            "value_added",
            "CAT, DOG, Big Bird",
            "CAT, DOG, Small Bird, Big Bird",
            &[(SPEC, "types/Kind/values/Small Bird")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the value `Small Bird` of `Kind`
               --> pages/zoo.md:132:114
                |
            132 | ...s a kind of the zoo. Supported values: CAT, DOG, Small Bird, Big Bird. Others are let go.
                |                                                     ^^^^^^^^^^ the document has it
                |
               ::: spec/zoo.yaml:61:42
                |
             61 |   Kind: { section: Animal, doc: A kind., values: { CAT: A cat., DOG: A dog., Big Bird: A big bird. } }
                |                                          ------ missing here
                |
                = help: the path is `types/Kind/values/Small Bird`

            1 document: 2 operations, 3 types, 22 rows, 7 values, 3 error codes, 2 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "value_removed",
            "CALM or WILD",
            "WILD",
            &[(PAGE, "types/Mood/values/CALM")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the value `CALM` of `Mood`
               --> pages/zoo.md:133:54
                |
            133 | `mood`|`string`|-|How it feels. Possible values are: WILD
                |                                                      ^^^^ missing here
                |
               ::: spec/zoo.yaml:62:58
                |
             62 |   Mood: { section: Animal, doc: A mood., values: { CALM: Calm., WILD: Wild. } }
                |                                                          ----- the specification has it
                |
                = help: the path is `types/Mood/values/CALM`

            1 document: 2 operations, 3 types, 22 rows, 5 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "values_removed",
            "Possible values are: CALM or WILD",
            "It changes.",
            &[(PAGE, "types/Mood/values")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the list of values of `Mood`
               --> pages/zoo.md:133:1
                |
            133 | `mood`|`string`|-|How it feels. It changes.
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
                |
               ::: spec/zoo.yaml:62:42
                |
             62 |   Mood: { section: Animal, doc: A mood., values: { CALM: Calm., WILD: Wild. } }
                |                                          ------ the specification has it
                |
                = help: the path is `types/Mood/values`

            1 document: 2 operations, 3 types, 22 rows, 4 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "values_of_a_string",
            "`name`|`string`|-|**Required**: What it is called.",
            "`name`|`string`|-|**Required**: What it is called. Supported values: TOM, TIM.",
            &[(BOTH, "types/Animal/fields/name/type")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E092]: the type of the field `name` of `Animal` differs
               --> pages/zoo.md:131:70
                |
            131 | `name`|`string`|-|**Required**: What it is called. Supported values: TOM, TIM.
                |                                                                      ^^^ `values TOM, TIM`
                |
               ::: spec/zoo.yaml:44:21
                |
             44 |       name: { type: string, required: true, doc: Its name. }
                |                     ------ `string`
                |
                = help: the path is `types/Animal/fields/name/type`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            ");
        }),
        shop(
            "value_in_quotes",
            "\"ONE_WAY\" or \"ROUND\"",
            "\"ONE_WAY\", \"ROUND\" or \"MANY\"",
            &[(SPEC, "types/Trip/values/MANY")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E090]: the specification lacks the value `MANY` of `Trip`
              --> pages/shop.v1.md:75:61
               |
            75 | trip | string | - | Should be one of "ONE_WAY", "ROUND" or "MANY". If not given, it is found out.
               |                                                             ^^^^ the document has it
               |
              ::: spec/shop.yaml:71:38
               |
            71 |   Trip: { section: Order, doc: How., values: { ONE_WAY: There., ROUND: And back. } }
               |                                      ------ missing here
               |
               = help: the path is `types/Trip/values/MANY`

            1 document: 4 operations, 4 types, 17 rows, 10 values, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            "#);
        }),
        shop(
            "value_in_parentheses",
            "(send, hold or drop)",
            "(send, hold, lose or drop)",
            &[(SPEC, "types/Action/values/lose")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the value `lose` of `Action`
              --> pages/shop.v1.md:49:65
               |
            49 | | action | path | string | __Required__ What to do (send, hold, lose or drop)
               |                                                                 ^^^^ the document has it
               |
              ::: spec/shop.yaml:47:68
               |
            47 |   Action: { section: Do something with an order, doc: What to do., values: { send: Send it., hold: Hold it., drop: Drop it. } }
               |                                                                    ------ missing here
               |
               = help: the path is `types/Action/values/lose`

            1 document: 4 operations, 4 types, 17 rows, 10 values, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "value_explained",
            "        drop: forget it",
            "        drop: forget it\n        wait: wait",
            &[(SPEC, "types/Action/values/wait")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E090]: the specification lacks the value `wait` of `Action`
              --> pages/shop.v1.md:44:9
               |
            44 |         wait: wait
               |         ^^^^ the document has it
               |
              ::: spec/shop.yaml:47:68
               |
            47 |   Action: { section: Do something with an order, doc: What to do., values: { send: Send it., hold: Hold it., drop: Drop it. } }
               |                                                                    ------ missing here
               |
               = help: the path is `types/Action/values/wait`

            1 document: 4 operations, 4 types, 17 rows, 9 values, 0 error codes, 0 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            ");
        }),
        shop(
            "value_before_an_open_end",
            "X1, X2 or custom codes",
            "X1 or custom codes",
            &[(PAGE, "types/Code/values/X2")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E091]: the document lacks the value `X2` of `Code`
              --> pages/shop.v1.md:76:50
               |
            76 | code | enum | - | Its code. Possible values are: X1 or custom codes
               |                                                  ^^ missing here
               |
              ::: spec/shop.yaml:72:65
               |
            72 |   Code: { section: Order, doc: A code., values: { X1: One., X2: Two. } }
               |                                                                 ---- the specification has it
               |
               = help: the path is `types/Code/values/X2`

            1 document: 4 operations, 4 types, 17 rows, 8 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            ");
        }),
        zoo(
            "type_added",
            "### <a name=\"schema-added-animal\">",
            "### <a name=\"schema-cage\"></a>Cage\n\nName|Type|Format|Description\n---|---|---|---\n`size`|`integer`|-|How large.\n\n### <a name=\"schema-added-animal\">",
            &[(SPEC, "types/Cage")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E090]: the specification lacks the type `Cage`
               --> pages/zoo.md:156:1
                |
            156 | ### <a name="schema-cage"></a>Cage
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the document has it
                |
               ::: spec/zoo.yaml:38:1
                |
             38 | types:
                | ----- missing here
                |
                = help: the path is `types/Cage`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 1 missing in the specification, 0 missing in the document, 0 different; 0 deliberate
            "#);
        }),
        shop(
            "type_removed",
            "#### <a name=\"line\"></a>Line\n\nThe fields slot1 to slot3 take whatever fits.\n\nName | Type | Format | Description\n--- | :---: | :---: | ------\nkind| enum | - | Valid values: \"A\", \"B\".\n",
            "#### <a name=\"line\"></a>Line\n",
            &[(PAGE, "types/Line")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E091]: the document lacks the type `Line`
              --> pages/shop.v1.md:80:1
               |
            80 | #### <a name="money">Money
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^ missing here
               |
              ::: spec/shop.yaml:64:3
               |
            64 |   Line:
               |   ---- the specification has it
               |
               = help: the path is `types/Line`

            1 document: 4 operations, 3 types, 15 rows, 7 values, 0 error codes, 0 examples compared
            1 difference: 0 missing in the specification, 1 missing in the document, 0 different; 0 deliberate
            "#);
        }),
        zoo(
            "type_under_another_heading",
            "</a>Keeper\n",
            "</a>Keeper of animals\n",
            &[(BOTH, "types/Keeper/section")],
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E092]: the heading of `Keeper` differs
               --> pages/zoo.md:149:1
                |
            149 | #### <a name="schema-keeper"></a>Keeper of animals
                | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Keeper of animals`
                |
               ::: spec/zoo.yaml:64:14
                |
             64 |     section: Keeper
                |              ------ `Keeper`
                |
                = help: the path is `types/Keeper/section`

            1 document: 2 operations, 3 types, 22 rows, 6 values, 3 error codes, 2 examples compared
            1 difference: 0 missing in the specification, 0 missing in the document, 1 different; 0 deliberate
            "#);
        }),
    ]
}
