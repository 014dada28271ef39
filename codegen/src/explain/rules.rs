//! The rules by which items of a contract become Rust: each has a name and one sentence.

macro_rules! rules {
    ($($name:ident $id:literal $sentence:literal)*) => {
        /// A rule by which an item of Rust is as it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $sentence] $name,)*
        }

        impl Rule {
            /// All rules, in order.
            pub const ALL: &[Rule] = &[$(Self::$name),*];

            /// Its name, as it is shown: `family-expansion`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// One sentence on what it does and why.
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
    Casing "casing" "The name is that on the wire in the case of its role: types and variants in Pascal case, constants in capitals, all else in snake case."
    Given "given-name" "The row says by `name` what the SDK calls it."
    Fitted "fitted-name" "The name in the case of its role would be in the way of the language or of what the SDK has of its own, or is no identifier, so something is added to it or left out."
    Derived "derived-name" "The name is put together from that of what it belongs to."
    ReadView "read-view" "The service sends it, so there is a struct made for reading: what the service may leave out can be absent."
    SharedView "shared-view" "It comes in answers and inside bodies, so one struct is read and sent; its builder asks for what must be sent."
    CreateView "create-view" "It is sent whole, so there is a struct that has what must be sent as plain values."
    UpdateView "update-view" "It is the body of a partial update, so there is a struct that says of each field whether it stays, is cleared or is set."
    AlwaysThere "always-there" "It is sent always or guaranteed by the service, so the field holds a plain value; reading fails without it."
    Optional "optional" "It may be absent, and null counts as absent: `Option`."
    EmptyList "empty-list" "A list that is absent or null is an empty list, and an empty one is not written."
    Clearable "clearable" "An update leaves it, clears it by null or sets it: `Update`."
    Settable "settable" "An update leaves it or sets it; nothing can clear it: `Option`."
    Builder "builder-typestate" "It must be sent, so the builder has no `build` before it is given."
    Choice "one-of" "Exactly one field of the group travels, so the group is one enum with a variant for each."
    Family "family-expansion" "One row of the family stands for a field for each number, and each becomes a field of the struct with a setter."
    FamilyByNumber "family-by-number" "The fields of a family can be read, set and gone over by their numbers, too."
    ObjectBox "object-box" "An object that may be absent stands in a box, so that a struct with many of them is small."
    CycleBox "cycle-box" "The field leads back to the struct that it stands in, so it stands in a box."
    Spelling "spelling" "It travels under several names: all are read, and a field of its own remembers which one to write."
    DecimalText "decimal-as-text" "The decimal travels as a JSON string; it is read from a number as well."
    Secret "secret" "It is a secret and never printed: `Secret`."
    Shorthand "shorthand" "The value of one field can be given for the whole, by `From`."
    OpenSet "open-set" "Values may come that the specification does not list, so the enum keeps such a value as it came."
    ClosedSet "closed-set" "No value but the listed ones can be, so the enum has no other."
    Union "union-by-key" "The first case whose key is there is the one that is read."
    Method "method" "An operation is a method of its API's handle, which takes what must be sent and gives back a call."
    Call "call" "What may be sent is set on the call, which is sent by `send`, or awaited."
    Pages "pages" "The answer is a page of a list, so the call can go over all items and pages."
    Errors "errors-by-status" "Each documented status that is no success is a variant of the operation's errors."
    Argument "argument" "A required parameter without a default is an argument of the method."
    Setter "setter" "What need not be given is a setter of the builder, the update or the call."
    Output "output" "What a success holds is what the call gives back."
    Feature "feature" "An API is a module behind a cargo feature, and a method of the client gives its handle."
    Waiter "waiter" "A waiter is a method that repeats its operation until a final value, of the handle and of the call."
    Grant "grant" "A grant is a constructor of credentials with the form fields that it requires."
    Constant "constant" "It is a constant: it does not depend on what is sent."
    Variant "variant" "It is a variant of an enum that has one for each row."
}
