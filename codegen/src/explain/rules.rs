//! The rules by which items of the contract become Rust items, each with a name and a sentence.

macro_rules! rules {
    ($($name:ident $id:literal $sentence:literal)*) => {
        /// A rule behind the form of a Rust item.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $sentence] $name,)*
        }

        impl Rule {
            /// All rules, in order.
            pub const ALL: &[Rule] = &[$(Self::$name),*];

            /// Returns the displayed name: `family-expansion`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// Returns one sentence on what the rule does and why.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$name => $sentence,)*
                }
            }
        }
    };
}

rules! {
    Casing "casing" "The name is the wire name in the case of its role: types and variants in PascalCase, constants in SCREAMING_SNAKE_CASE, everything else in snake_case."
    Given "given-name" "The row sets the Rust name with `name`."
    Fitted "fitted-name" "The name in the case of its role is no identifier, or collides with Rust or with the SDK's own names, so it is extended or shortened."
    Derived "derived-name" "The name is derived from the name of its owner."
    ReadView "read-view" "The service sends it, so there is a struct for reading; what the service may omit is optional."
    SharedView "shared-view" "It is in responses and in request bodies, so one struct is read and sent; its builder requires what must be sent."
    CreateView "create-view" "It is sent whole, so there is a struct whose required fields are plain values."
    ReplaceView "replace-view" "It is the body of a call that replaces, so there is a struct without what only creation takes or requires."
    UpdateView "update-view" "It is the body of a partial update, so there is a struct whose fields are each left unchanged, cleared or set."
    AlwaysThere "always-there" "It is always sent, or guaranteed by the service, so the field is a plain value; deserializing fails without it."
    Optional "optional" "It may be absent, and null counts as absent: `Option`."
    EmptyList "empty-list" "An absent or null list is read as an empty list, and an empty list is not sent."
    EmptyMap "empty-map" "An absent or null map is read as an empty map, and an empty map is not sent."
    Clearable "clearable" "An update leaves it unchanged, clears it with null or sets it: `Update`."
    Settable "settable" "An update leaves it unchanged or sets it, but cannot clear it: `Option`."
    Builder "builder-typestate" "It must be sent, so `build` is not available until it is set."
    Preset "preset" "A union tells the type by this value, or it is the default of the field, so the builder sets it."
    Choice "one-of" "Exactly one field of the group is sent, so the group is one enum with a variant for each."
    Family "family-expansion" "One row of the family describes a field for each number, and each becomes a field of the struct with a setter."
    FamilyByNumber "family-by-number" "The fields of a family can also be read, set and iterated by their numbers."
    ObjectBox "object-box" "Optional objects are boxed, so that structs with many of them stay small."
    CycleBox "cycle-box" "The field contains its own struct, directly or indirectly, so it is boxed."
    Spelling "spelling" "It has several wire names: all are read, and an extra field remembers which one to send."
    AsText "sent-as-text" "The boolean or number is sent as a JSON string, and read from any form; what is not changed is written back as it came."
    DateWithTime "date-with-time" "The day is read from a date with a time too; what is not changed is written back as it came."
    AnyJson "any-json" "The value can have any shape, so its JSON text is kept."
    Secret "secret" "It is a secret and never printed: `Secret`."
    Shorthand "shorthand" "`From` converts the value of one field to the whole struct."
    Convenience "convenience" "The specification asks for it besides the fields, the builders and the operations."
    OpenSet "open-set" "The service may send values that the specification does not list, so the enum keeps unknown values unchanged."
    ClosedSet "closed-set" "Only the listed values are possible, so the enum has no variant for others."
    Union "union-by-key" "The first variant whose key is present, or has the value of the variant, is read."
    Method "method" "An operation is a method of its API's handle, which takes the required arguments and returns a call."
    UnionBody "union-body" "The body can be of several types, so the method takes a value of any of them, or a reference to it."
    ListBody "list-body" "The body is a list, so the method takes a slice of its items."
    Call "call" "Optional parameters are set on the call, which is sent with `send` or awaited."
    Pages "pages" "The response is a page of a list, so the call can iterate over all items and pages."
    Errors "errors-by-status" "Each documented error status is a variant of the operation's error enum."
    Argument "argument" "A required parameter without a default is an argument of the method."
    Setter "setter" "Optional values have a setter on the builder, the update or the call."
    Output "output" "The call returns the body of a successful response."
    Feature "feature" "An API is a module behind a Cargo feature, and a method of the client returns its handle."
    Waiter "waiter" "A waiter is a method of the handle and of the call that polls its operation until a final value."
    Grant "grant" "A grant is a constructor of credentials that takes its required form fields."
    Constant "constant" "It is a constant: it does not depend on the request."
    Variant "variant" "It is a variant of an enum with one for each row."
}
