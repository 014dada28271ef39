//! The table of diagnostic codes.

macro_rules! codes {
    ($($name:ident $id:literal $explanation:literal)*) => {
        /// The code of a diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explanation] $name,)*
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Code] = &[$(Self::$name),*];

            /// Returns the code as printed: `E010`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// Returns one sentence that says what is wrong and how to fix it.
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
    NotPlainText "E001" "The file is not plain UTF-8 with LF line endings: save it as UTF-8 without a byte order mark, with LF."
    Syntax "E002" "The file is not valid YAML."
    EmptyFile "E003" "The file is empty: delete it, or add its keys."
    DuplicateKey "E004" "A mapping has the same key twice, and only one of the values could apply."
    Refused "E005" "The language does not support this part of YAML (anchors, aliases, merge keys, tags, multiple documents, deep nesting): a file means what it shows."
    UnknownFileKind "E006" "A file is an errata file with the key `errata`, the platform with the key `documents`, or an API with the key `api`; this file is none of them."
    NotAFile "E007" "An entry of the folder has the name of a YAML file, but is a link that leads nowhere, a pipe, a folder or a file that cannot be read."
    UnknownFolder "E008" "A folder has YAML files but is not read: only the folder of the specification, its `errata` and the folders of APIs in it are."
    Folder "E009" "The files of a folder are one API: one of them has the key `api` and the other keys of an API, the rest only sections, and the folder has the name of the API, with dashes."
    UnknownKey "E010" "The key is unknown here."
    MissingKey "E011" "A required key is missing."
    WrongForm "E012" "The value does not have the form (string, list, mapping, …) that this key expects."
    Unquoted "E013" "A string that YAML reads as something else must be quoted: a number, a boolean, null, a text that starts with `` ` ``, `%` or `@`, and a text with `: `, ` #` or, in braces, a comma."
    UnknownWord "E014" "The value is not one of the words that this key accepts."
    BadName "E015" "The name does not follow the naming rule for this mapping."
    UnknownType "E020" "The name is neither a type of this API nor a scalar."
    UnknownScope "E021" "The scope is not among the `scopes` of this API."
    UnknownErrorCode "E022" "The code is not among the `error_codes` of this API."
    UnknownResponse "E023" "A response is a type, a list of a type, `none` or an envelope of the platform; this is none of them."
    UnknownDocument "E024" "The document is not among the `documents` of the platform."
    UnknownReference "E025" "The reference to an operation, field, parameter, grant, limit or data center cannot be resolved."
    UnknownValue "E026" "The value is not in the value set of the referenced field or parameter."
    SharedType "E027" "A type that an API lists as `shared` is among the `shared_types` of the platform, the API also lists those that it contains, and none of them is a request body or a page."
    ScopeRules "E028" "Several scopes are listed under exactly one of `any`, `all` and `each`: two or more, each once."
    OpenRules "E029" "A scope that opens fields is among the scopes of an `each`; the fields are those of types with fields, and no response is sure to have them."
    HttpSyntax "E030" "`http` is an uppercase method and a path that starts with a slash and has its parameters in braces; other paths have no parameters."
    PathParameter "E031" "The parameters with `in: path` do not match those in the braces of `http`."
    Status "E032" "A status is a number from 100 to 599, or `success` where that is allowed; an operation needs at least one success status."
    DuplicateRoute "E033" "Two operations have the same method and path, so a call is ambiguous."
    ParameterType "E034" "A parameter must be a scalar, a value of a value set, or a list of these."
    BodyType "E035" "A request body is a type with fields, a union of such types or a list of one, and excludes form and body parameters."
    DefaultValue "E036" "The default is no value of the parameter's or the field's type."
    DuplicateWireName "E040" "Two fields of a type, or two parameters in the same location of an operation, have the same wire name."
    FamilyRange "E041" "A field family is written `name1..name40`: the same prefix twice, ascending numbers, and at most 200 fields."
    LonelyChoice "E042" "A `one_of` group needs at least two fields."
    UnionRules "E043" "A union has at least two cases. All of them are types with fields, and all but the last have a `when` that is a key of the type."
    TypeForm "E044" "A type has exactly one of `fields`, `values` and `union`, and only the keys that apply to it."
    NotApplicable "E045" "The key does not apply to this item."
    ExampleSyntax "E046" "The body of an example is not valid JSON."
    ExampleContent "E047" "An example does not match its type."
    UnusedType "E048" "No operation uses this type or shared parameter, so nothing is generated for it."
    ImportRules "E049" "An import cannot be carried out: `create` needs a body and no required parameters, `lines` either `in` or a `call` with a body, each later call one path parameter for the id and a value for each other required parameter, and `list` a `pagination`."
    NameCollision "E050" "Two items in one namespace get the same name in the SDK: set `name` on one of them."
    NoIdentifier "E051" "The name has no character that is valid in an identifier: set `name` on the item."
    ExportRules "E052" "An export cannot be carried out: `list` needs a `pagination` by index and a value for each required parameter, `since` and `modified` are timestamps, and `get` needs one path parameter for the id and no body."
    ResourceRules "E053" "A resource cannot be served: its `type` has fields and its `id` is a `string` or an `integer` of it; the path of `get`, `update` and `delete` ends with its id, after those of its parents, which that of `create` has; `create` and `update` have a body with fields of the type, `get` returns an object with the id, and `list` a list of them."
    DuplicateRole "E054" "An operation is listed twice in `resources`, so it is unclear what it does."
    UnboundParameter "E055" "A query parameter of the `list` of a resource has no effect: name the field that it selects by with `filters`, or write `filters: false`."
    ComparisonRules "E056" "The operators of a parameter are among the `comparisons` of the API, of which one is `equal`; they fit its type, and it is an optional query parameter with a single value and no default."
    FilterRules "E057" "A filter expression selects by fields of the items that the operation returns: by texts, booleans, numbers and times, which are not secret. Its parameter is a single `string` in a query or a JSON body, and all parameters that select items of a type have the same fields."
    DuplicateErratum "E060" "Two errata have the same id."
    ErratumNowhere "E061" "The path of the erratum does not exist."
    ErratumOutdated "E062" "The transcription does not have the value that the erratum documents: correct or delete the erratum."
    ErratumApi "E063" "The errata correct an API that does not exist."
    ErratumIdle "E064" "The erratum has no effect: it needs `holds` or `accepts`."
    DuplicateApi "E070" "Two files have the same `api` key."
    Platform "E071" "Exactly one file must be the platform, the file with the key `documents`."
    DuplicateImport "E072" "Two APIs have an import with the same key, so that the key does not say which one is meant."
    DuplicateExport "E073" "Two APIs have an export with the same key, so that the key does not say which one is meant."
    DifferenceNowhere "E080" "The path of a deliberate difference does not exist."
    DifferenceGone "E081" "The document and the transcription agree where a deliberate difference is listed: delete it."
    DocumentUnclaimed "E082" "No API lists the document in `document` or `more_documents`, so there is nothing to compare it with."
    NothingToCompare "E083" "The document has nothing to compare: no table, no call and no URL."
    MissingInSpecification "E090" "Something in the document is missing from the transcription."
    MissingInDocument "E091" "Something in the transcription is missing from the document."
    Different "E092" "The document and the transcription differ."
}
