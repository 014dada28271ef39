//! The table of diagnostic codes.

macro_rules! codes {
    ($($name:ident $id:literal $explanation:literal)*) => {
        /// What kind of diagnostic a diagnostic reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explanation] $name,)*
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Code] = &[$(Self::$name),*];

            /// As it is shown: `E010`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// One sentence on what is wrong and what to do.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$name => $explanation,)*
                }
            }
        }
    };
}

codes! {
    NotPlainText "E001" "The file is not UTF-8 with plain line ends: save it as UTF-8 without a byte order mark, with LF."
    Syntax "E002" "The text is not YAML: what stands there cannot be read at all."
    EmptyFile "E003" "The file holds nothing: delete it, or give it its keys."
    DuplicateKey "E004" "The same key stands twice in one mapping, and only one of its values could count."
    Refused "E005" "The language refuses this part of YAML (anchors, aliases, merge keys, tags, several documents, deep nesting), so that a reader sees what is there."
    UnknownFileKind "E006" "A file is an errata file with the key `errata`, the platform with the key `documents`, or an API with the key `api`; this is none."
    UnknownKey "E010" "The language has no such key here."
    MissingKey "E011" "A key that must be there is missing."
    WrongForm "E012" "The value is of another form (text, list, mapping, …) than this key takes."
    Unquoted "E013" "A text that YAML reads as a number, a boolean or null must stand in quotes."
    UnknownWord "E014" "This key takes one of a few words, and this is none of them."
    BadName "E015" "The name is not of the form that names have here."
    UnknownType "E020" "No type of this file, and no scalar, has this name."
    UnknownScope "E021" "The scope is not among the `scopes` of this file."
    UnknownErrorCode "E022" "The code is not among the `error_codes` of this file."
    UnknownResponse "E023" "A response is a type, a list of a type, `none` or an envelope of the platform; this name is none of them."
    UnknownDocument "E024" "The document is not among the `documents` of the platform."
    UnknownReference "E025" "What is referred to (an operation, field, parameter, grant, limit or data center) is not there."
    UnknownValue "E026" "The value is not in the value set of the field that is referred to."
    HttpSyntax "E030" "`http` is a method in capitals and a path that starts with a slash and holds its parameters in braces; other paths have no parameters."
    PathParameter "E031" "The parameters with `in: path` and those in the braces of `http` are not the same."
    Status "E032" "A status is a number from 100 to 599, or `success` where that is allowed; an operation needs one that is a success."
    DuplicateRoute "E033" "Two operations have the same method and path, so that a call could mean either."
    ParameterType "E034" "A parameter is a scalar or a value, or a list of these."
    BodyType "E035" "The body of a request is a type with fields, and stands alone."
    DefaultValue "E036" "The default is not in the closed set of values of the parameter."
    DuplicateWireName "E040" "Two fields of a type, or two parameters of an operation at the same place, have the same name on the wire."
    FamilyRange "E041" "A field family is `name1..name40`: the same name twice, numbers that rise, and no more than 200 of them."
    LonelyChoice "E042" "`one_of` needs at least two fields in its group, for otherwise there is nothing to choose."
    UnionRules "E043" "A union has at least two cases, all of them types with fields, all but the last with a `when` that is a key of its type."
    TypeForm "E044" "A type has exactly one of `fields`, `values` and `union`, and the keys that go with it."
    NotApplicable "E045" "The key says something that this item cannot have."
    ExampleSyntax "E046" "The body of an example is not JSON."
    ExampleContent "E047" "The body of an example does not fit the type that the operation says it has."
    UnusedType "E048" "No operation reaches this type, so nothing would be generated for it."
    NameCollision "E050" "Two items of one scope get the same name in the SDK: give one of them a `name` of its own."
    NoIdentifier "E051" "Nothing in the name can stand in an identifier: give the item a `name`."
    DuplicateErratum "E060" "Two errata have the same id."
    ErratumNowhere "E061" "The place that the erratum is about is not there."
    ErratumOutdated "E062" "The transcription does not say what the erratum claims it does: correct or delete the erratum."
    ErratumApi "E063" "The errata are about an API that is not there."
    ErratumIdle "E064" "The erratum changes nothing: it needs `holds` or `accepts`."
    DuplicateApi "E070" "Two files have the same `api` key."
    Platform "E071" "Exactly one file is the platform, the one with the key `documents`."
    DifferenceNowhere "E080" "The place of a deliberate difference is not there."
    DifferenceGone "E081" "A deliberate difference is listed that is none: document and transcription agree there, so delete it."
    DocumentUnclaimed "E082" "No API names the document as its `document` or among its `more_documents`, so there is nothing to compare it with."
    NothingToCompare "E083" "Nothing in the document can be compared: it has no table, no call and no address."
    MissingInSpecification "E090" "The document has something that the transcription lacks."
    MissingInDocument "E091" "The transcription has something that the document lacks."
    Different "E092" "Document and transcription say different things."
}
