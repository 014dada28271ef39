//! Every kind of change there is, with its level and why it has it.
//!
//! What programs are written against, the Rust API, follows the rules of Cargo: whatever can stop a program from compiling
//! is major, unless it takes a type written out that nobody writes out. What programs meet on the wire is major when one
//! that worked may be refused, misread or do something else; minor when it goes on working and somebody can notice; patch
//! when nobody can.

use super::level::{Level, Section};

/// What a change is seen in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The items that programs are written against.
    Rust,
    /// The manifest.
    Package,
    /// What programs send and are sent.
    Wire,
    /// None of these.
    Inside,
}

impl Area {
    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Package => "package",
            Self::Wire => "wire",
            Self::Inside => "inside",
        }
    }
}

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it is about.
    pub area: Area,
    /// Its name, for programs.
    pub id: &'static str,
    /// How much it asks of the version.
    pub level: Level,
    /// Where a changelog has it.
    pub section: Section,
    /// Why it has its level, in one sentence.
    pub why: &'static str,
}

macro_rules! rules {
    ($($area:ident { $($name:ident = $id:literal, $level:ident, $section:ident, $why:literal;)* })*) => {
        $($(pub(super) static $name: Rule = Rule {
            area: Area::$area,
            id: $id,
            level: Level::$level,
            section: Section::$section,
            why: $why,
        };)*)*

        /// All rules, those of the Rust API first.
        pub static ALL: &[&Rule] = &[$($(&$name),*),*];
    };
}

rules! { Rust {
    // Items of the Rust API.
    ITEM_REMOVED = "item_removed", Major, Removed, "A program that names it no longer compiles.";
    ITEM_RENAMED = "item_renamed", Major, Changed, "A program that uses the old name no longer compiles.";
    ITEM_MOVED = "item_moved", Major, Changed, "A program that uses the old path no longer compiles.";
    ITEM_KIND = "item_kind", Major, Changed, "What can be done with the one cannot all be done with the other.";
    ITEM_ADDED = "item_added", Minor, Added, "What there was is as it was.";
    ITEM_DEPRECATED = "item_deprecated", Minor, Deprecated, "A program that uses it compiles with a warning.";
    ITEM_UNDEPRECATED = "item_undeprecated", Patch, Changed, "A warning is gone.";
    CONDITION_ADDED = "condition_added", Major, Changed, "A program without the feature no longer has it.";
    CONDITION_LIFTED = "condition_lifted", Minor, Changed, "It is there for more programs than before.";
    REEXPORT_CHANGED = "reexport_changed", Major, Changed, "The path now names something else.";
    // Types.
    GENERICS_CHANGED = "generics_changed", Major, Changed, "A program that writes its parameters out no longer compiles.";
    VALUE_REQUIRED = "value_required", Major, Changed, "A program that builds it without the value no longer compiles.";
    VALUE_OPTIONAL = "value_optional", Major, Changed,
        "Its builder has a type parameter less, and a program that writes them out no longer compiles.";
    FIELD_TYPE = "field_type", Major, Changed, "A program that reads or sets the field no longer compiles.";
    FIELD_ADDED_TO_OPEN_STRUCT = "field_added_to_open_struct", Major, Added,
        "The struct could be written out and taken apart whole, and a program that does no longer compiles.";
    STRUCT_CLOSED = "struct_closed", Major, Changed, "The struct can no longer be written out.";
    STRUCT_OPENED = "struct_opened", Minor, Changed, "The struct can be written out now.";
    VARIANT_ADDED_TO_CLOSED_ENUM = "variant_added_to_closed_enum", Major, Added,
        "A `match` over all variants no longer compiles.";
    VARIANT_CHANGED = "variant_changed", Major, Changed, "A program that makes or matches the variant no longer compiles.";
    VARIANT_NUMBER = "variant_number", Major, Changed, "A program that casts the enum gets another number, or none.";
    NON_EXHAUSTIVE_ADDED = "non_exhaustive_added", Major, Changed,
        "It can no longer be written out or matched without a last arm.";
    NON_EXHAUSTIVE_REMOVED = "non_exhaustive_removed", Minor, Changed, "It can be written out or matched whole now.";
    CONSTANT_TYPE = "constant_type", Major, Changed, "A program that uses the constant no longer compiles.";
    ALIAS_CHANGED = "alias_changed", Major, Changed, "The name stands for another type.";
    // Functions.
    SIGNATURE_CHANGED = "signature_changed", Major, Changed, "A program that calls it no longer compiles.";
    SIGNATURE_WIDENED = "signature_widened", Minor, Changed, "It takes more than before, and what it took.";
    ARGUMENTS_RENAMED = "arguments_renamed", Patch, Changed, "No program names arguments.";
    CONST_LOST = "const_lost", Major, Changed, "It can no longer be called in constants.";
    CONST_GAINED = "const_gained", Minor, Changed, "It can be called in constants now.";
    // Traits.
    TRAIT_LOST = "trait_lost", Major, Removed, "A program that uses the type by the trait no longer compiles.";
    TRAIT_GAINED = "trait_gained", Minor, Added, "What the type could do it still can.";
    TRAIT_TYPES = "trait_types", Major, Changed, "A program that uses what the trait gives no longer compiles.";
    TRAIT_DEMANDS = "trait_demands", Major, Changed, "Who has the trait may not have what it asks for.";
    METHOD_DEMANDED = "method_demanded", Major, Changed, "Who has the trait has not written the method.";
    METHOD_PROVIDED = "method_provided", Minor, Changed, "Who has the trait need not write the method any more.";
} Package {
    FEATURE_REMOVED = "feature_removed", Major, Removed, "A manifest that names it no longer resolves.";
    FEATURE_ADDED = "feature_added", Minor, Added, "Nothing changes until it is switched on.";
    FEATURE_LEFT_DEFAULT = "feature_left_default", Major, Changed, "A program that counts on the default loses it.";
    FEATURE_JOINED_DEFAULT = "feature_joined_default", Minor, Changed, "A program with the default gets more.";
    FEATURE_ENABLES_LESS = "feature_enables_less", Major, Changed, "A program that counts on what it switched on loses it.";
    FEATURE_ENABLES_MORE = "feature_enables_more", Minor, Changed, "A program with the feature gets more.";
    RUST_VERSION_RAISED = "rust_version_raised", Minor, Changed, "An older compiler stays with the release before.";
    RUST_VERSION_LOWERED = "rust_version_lowered", Minor, Changed, "It compiles with older compilers, too.";
    PUBLIC_DEPENDENCY = "public_dependency", Major, Changed,
        "Types of the dependency stand in signatures, and those of another release are other types.";
} Wire {
    // Calls.
    PATH_CHANGED = "path_changed", Minor, Changed,
        "The same method calls another path, which proxies, recorded tests and allow-lists may not know.";
    METHOD_CHANGED = "method_changed", Minor, Changed,
        "The same call uses another HTTP method, which proxies and recorded tests may not know.";
    SCOPE_NEEDED = "scope_needed", Major, Changed, "A token without the scope is refused before anything is sent.";
    SCOPE_NOT_NEEDED = "scope_not_needed", Minor, Changed, "Tokens without the scope do as well.";
    TOKEN_NEEDED = "token_needed", Major, Changed, "A client without a token is refused before anything is sent.";
    TOKEN_NOT_NEEDED = "token_not_needed", Minor, Changed, "The call is sent without a token.";
    RETRIED = "retried", Minor, Changed, "A call that failed may be sent again, where one failure used to be the end.";
    NOT_RETRIED = "not_retried", Minor, Changed, "A failure that sending again used to mend is now told to the program.";
    NEWLY_SENT = "newly_sent", Minor, Added, "The same program sends something that it did not send before.";
    NO_LONGER_SENT = "no_longer_sent", Minor, Removed, "The same program leaves out what it used to send.";
    DEFAULT_CHANGED = "default_changed", Major, Changed,
        "A program that says nothing asks for something else, and gets another answer.";
    WIRE_NAME = "wire_name", Minor, Changed, "The same value travels under another name.";
    PARAMETER_PLACE = "parameter_place", Minor, Changed, "The same value travels in another part of the call.";
    WIRE_FORM = "wire_form", Minor, Changed, "The same value is written in another way.";
    WIRE_VALUE = "wire_value", Minor, Changed, "The same variant or constant travels as another text.";
    // Answers.
    READS_MORE = "reads_more", Patch, Fixed, "Answers that failed or lost something are read.";
    READS_LESS = "reads_less", Major, Changed, "Answers that were read are not, or not whole.";
    STATUS_ADDED = "status_added", Minor, Added, "A refusal with the status has a variant of its own and is no longer `Other`.";
    STATUS_REMOVED = "status_removed", Major, Removed, "A refusal with the status has lost its variant.";
    SUCCESS_STATUS = "success_status", Patch, Changed, "Every 2xx is a success, listed or not.";
    CODE_ADDED = "code_added", Minor, Added, "A program that handles each listed code has one more to handle.";
    CODE_REMOVED = "code_removed", Minor, Removed, "What handles the code still compiles, and may never be needed.";
    CODE_STATUSES = "code_statuses", Patch, Changed, "Only what is said of the code changes.";
    CODE_CARRIED_OUT = "code_carried_out", Minor, Changed, "Calls that are refused with it say otherwise whether they were carried out.";
    REFUSAL_CHANGED = "refusal_changed", Major, Changed, "What was a success may be an error now, or the other way.";
    UNION_KEY = "union_key", Major, Changed, "Another key decides which case is read.";
    ENVELOPE_ADDED = "envelope_added", Minor, Added, "Errors of one more shape have a code and a message.";
    ENVELOPE_CHANGED = "envelope_changed", Major, Changed, "Code and message of an error are looked for elsewhere.";
    ENVELOPE_REMOVED = "envelope_removed", Major, Removed, "Errors of the shape no longer have a code and a message.";
    // Pages and waiting.
    PAGING_CHANGED = "paging_changed", Minor, Changed, "The pages of a list are asked for or found in another way.";
    WAITER_END = "waiter_end", Major, Changed, "The same answer ends the wait in another way, or no longer does.";
    WAITER_KNOWS = "waiter_knows", Minor, Changed, "A value that ended the wait without a verdict has one now.";
    WAITER_FIELD = "waiter_field", Major, Changed, "Another field decides when the wait is over.";
    WAITER_TIMES = "waiter_times", Minor, Changed, "The wait looks again, or gives up, at other times.";
    WAITER_CALL = "waiter_call", Major, Changed, "The wait repeats another call.";
    // What all calls share.
    HOST_CHANGED = "host_changed", Minor, Changed, "Calls go to another host, which firewalls and allow-lists may not know.";
    HEADER_CHANGED = "header_changed", Minor, Changed, "Another header is sent or read.";
    LIMIT_CHANGED = "limit_changed", Minor, Changed, "Programs that say nothing of their own get another limit.";
    RETRY_STATUS_ADDED = "retry_status_added", Minor, Changed, "Calls are sent again after one more status.";
    RETRY_STATUS_REMOVED = "retry_status_removed", Minor, Changed, "Calls are no longer sent again after the status.";
    HOST_ALLOWED = "host_allowed", Minor, Changed, "Tokens may be sent to more hosts than before.";
    HOST_FORBIDDEN = "host_forbidden", Major, Changed, "A base URL that an answer names there is now refused.";
    // Tokens.
    GRANT_CHANGED = "grant_changed", Minor, Changed, "The same credentials make another token call.";
    TOKENS_CHANGED = "tokens_changed", Minor, Changed, "Tokens are asked for, read or renewed in another way.";
} Inside {
    INSIDE = "inside", Patch, Fixed, "Only documentation or the inside changes.";
} }
