//! All kinds of changes, with their levels and reasons.
//!
//! Changes of the Rust API follow Cargo's rules: whatever can stop a program from compiling is major, except for
//! changes that break only code that spells out inferred types. A change on the wire is major if a working program may
//! be refused, may misread a response or may do something else; minor if the program keeps working but the change can
//! be noticed; patch if it cannot.

use super::level::{Level, Section};

/// Where a change is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The public items.
    Rust,
    /// The manifests.
    Package,
    /// Requests and responses.
    Wire,
    /// Anything else.
    Inside,
}

impl Area {
    /// Returns the name of the area.
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
    /// The area.
    pub area: Area,
    /// The id, for programs.
    pub id: &'static str,
    /// The version bump that it requires.
    pub level: Level,
    /// The section of the changelog.
    pub section: Section,
    /// The reason for the level, in one sentence.
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
    ITEM_KIND = "item_kind", Major, Changed, "The new kind of item does not support all uses of the old one.";
    ITEM_ADDED = "item_added", Minor, Added, "Existing items are unchanged.";
    ITEM_DEPRECATED = "item_deprecated", Minor, Deprecated, "A program that uses it compiles with a warning.";
    ITEM_UNDEPRECATED = "item_undeprecated", Patch, Changed, "A program that uses it compiles without the warning.";
    CONDITION_ADDED = "condition_added", Major, Changed, "A program without the feature loses it.";
    CONDITION_LIFTED = "condition_lifted", Minor, Changed, "It is available to more programs.";
    REEXPORT_CHANGED = "reexport_changed", Major, Changed, "The path now names something else.";
    // Types.
    GENERICS_CHANGED = "generics_changed", Major, Changed,
        "A program that spells out its type parameters no longer compiles.";
    VALUE_REQUIRED = "value_required", Major, Changed, "A program that builds it without the value no longer compiles.";
    VALUE_OPTIONAL = "value_optional", Major, Changed,
        "Its builder has one type parameter less; a program that spells them out no longer compiles.";
    FIELD_TYPE = "field_type", Major, Changed, "A program that reads or sets the field no longer compiles.";
    FIELD_ADDED_TO_OPEN_STRUCT = "field_added_to_open_struct", Major, Added,
        "A program that builds or destructures the struct no longer compiles.";
    STRUCT_CLOSED = "struct_closed", Major, Changed, "The struct can no longer be built with a struct expression.";
    STRUCT_OPENED = "struct_opened", Minor, Changed, "The struct can now be built with a struct expression.";
    VARIANT_ADDED_TO_CLOSED_ENUM = "variant_added_to_closed_enum", Major, Added,
        "A `match` over all variants no longer compiles.";
    VARIANT_CHANGED = "variant_changed", Major, Changed,
        "A program that builds or matches the variant no longer compiles.";
    VARIANT_NUMBER = "variant_number", Major, Changed,
        "A program that casts the enum gets another number or no longer compiles.";
    NON_EXHAUSTIVE_ADDED = "non_exhaustive_added", Major, Changed,
        "A program that builds or matches it exhaustively no longer compiles.";
    NON_EXHAUSTIVE_REMOVED = "non_exhaustive_removed", Minor, Changed, "It can now be built or matched exhaustively.";
    CONSTANT_TYPE = "constant_type", Major, Changed, "A program that uses the constant no longer compiles.";
    ALIAS_CHANGED = "alias_changed", Major, Changed, "The name now refers to another type.";
    // Functions.
    SIGNATURE_CHANGED = "signature_changed", Major, Changed, "A program that calls it no longer compiles.";
    SIGNATURE_WIDENED = "signature_widened", Minor, Changed, "It accepts more types, including the old ones.";
    ARGUMENTS_RENAMED = "arguments_renamed", Patch, Changed, "Callers do not use the names of arguments.";
    CONST_LOST = "const_lost", Major, Changed, "It can no longer be called in const contexts.";
    CONST_GAINED = "const_gained", Minor, Changed, "It can now be called in const contexts.";
    // Traits.
    TRAIT_LOST = "trait_lost", Major, Removed, "A program that uses the implementation no longer compiles.";
    TRAIT_GAINED = "trait_gained", Minor, Added, "Existing implementations are unchanged.";
    TRAIT_TYPES = "trait_types", Major, Changed,
        "A program that uses the types of the implementation may no longer compile.";
    TRAIT_DEMANDS = "trait_demands", Major, Changed, "Implementors of the trait may not meet its new bounds.";
    METHOD_DEMANDED = "method_demanded", Major, Changed, "Implementors of the trait lack the method.";
    METHOD_PROVIDED = "method_provided", Minor, Changed,
        "Implementors of the trait no longer have to write the method.";
} Package {
    FEATURE_REMOVED = "feature_removed", Major, Removed, "A manifest that names it no longer resolves.";
    FEATURE_ADDED = "feature_added", Minor, Added, "Nothing changes until it is enabled.";
    FEATURE_LEFT_DEFAULT = "feature_left_default", Major, Changed,
        "A program that relies on the default features loses it.";
    FEATURE_JOINED_DEFAULT = "feature_joined_default", Minor, Changed, "A program with the default features gets more.";
    FEATURE_ENABLES_LESS = "feature_enables_less", Major, Changed,
        "A program that relies on what the feature enabled loses it.";
    FEATURE_ENABLES_MORE = "feature_enables_more", Minor, Changed, "A program with the feature gets more.";
    RUST_VERSION_RAISED = "rust_version_raised", Minor, Changed, "Older compilers must use the previous release.";
    RUST_VERSION_LOWERED = "rust_version_lowered", Minor, Changed, "It also compiles with older compilers.";
    PUBLIC_DEPENDENCY = "public_dependency", Major, Changed,
        "Types of the dependency are in signatures, and those of an incompatible version are other types.";
} Wire {
    // Calls.
    PATH_CHANGED = "path_changed", Minor, Changed,
        "The same method calls another path, which proxies, recorded tests and allow-lists may not know.";
    METHOD_CHANGED = "method_changed", Minor, Changed,
        "The same call uses another HTTP method, which proxies and recorded tests may not know.";
    SCOPE_NEEDED = "scope_needed", Major, Changed, "A token without the scope is rejected before anything is sent.";
    SCOPE_NOT_NEEDED = "scope_not_needed", Minor, Changed, "Tokens without the scope are accepted.";
    OPENED_BY = "opened_by", Patch, Changed, "The documentation names other scopes; what is sent and read is the same.";
    TOKEN_NEEDED = "token_needed", Major, Changed, "A client without a token is rejected before anything is sent.";
    TOKEN_NOT_NEEDED = "token_not_needed", Minor, Changed, "The call is sent without a token.";
    RETRIED = "retried", Minor, Changed, "A failed call may be retried.";
    NOT_RETRIED = "not_retried", Minor, Changed, "A failure that was retried is now returned.";
    NEWLY_SENT = "newly_sent", Minor, Added, "The same program sends something that it did not send before.";
    NO_LONGER_SENT = "no_longer_sent", Minor, Removed, "The same program no longer sends something.";
    DEFAULT_CHANGED = "default_changed", Major, Changed,
        "A program that uses the default sends another value and gets another response.";
    WIRE_NAME = "wire_name", Minor, Changed, "The same value is sent or read under another name.";
    BODY_FORM = "body_form", Major, Changed, "The same call sends a list where it sent one object, or the other way round.";
    PARAMETER_PLACE = "parameter_place", Minor, Changed, "The same value is sent in another part of the request.";
    WIRE_FORM = "wire_form", Minor, Changed, "The same value is serialized in another way.";
    MAX_LENGTH = "max_length", Minor, Changed, "`check` accepts other texts.";
    WIRE_VALUE = "wire_value", Minor, Changed, "The same variant or constant has another wire value.";
    // Responses.
    READS_MORE = "reads_more", Patch, Fixed, "Responses that failed to parse or lost data are now read.";
    READS_LESS = "reads_less", Major, Changed, "Responses that were read may fail to parse or lose data.";
    STATUS_ADDED = "status_added", Minor, Added,
        "An error with the status has its own variant and is no longer `Other`.";
    STATUS_REMOVED = "status_removed", Major, Removed, "An error with the status has lost its variant.";
    SUCCESS_STATUS = "success_status", Patch, Changed, "Every 2xx is a success, listed or not.";
    CODE_ADDED = "code_added", Minor, Added, "A program that handles every listed code has one more to handle.";
    CODE_REMOVED = "code_removed", Minor, Removed, "Code that handles it still compiles but may never run.";
    CODE_STATUSES = "code_statuses", Patch, Changed, "Only the documentation of the code changes.";
    CODE_CARRIED_OUT = "code_carried_out", Minor, Changed,
        "Errors with the code report differently whether the call was carried out.";
    REFUSAL_CHANGED = "refusal_changed", Major, Changed, "A success may now be an error, or an error a success.";
    UNION_KEY = "union_key", Major, Changed, "Another key decides which variant is read.";
    UNION_VALUE = "union_value", Major, Changed, "Another value of the key decides which variant is read.";
    WIRE_INTEGER = "wire_integer", Major, Changed, "The values are sent as numbers, or no longer.";
    ENVELOPE_ADDED = "envelope_added", Minor, Added, "Errors of one more shape have a code and a message.";
    ENVELOPE_CHANGED = "envelope_changed", Major, Changed,
        "The code and message of an error are read from another place.";
    ENVELOPE_REMOVED = "envelope_removed", Major, Removed, "Errors of the shape no longer have a code and a message.";
    // Pagination and waiters.
    PAGING_CHANGED = "paging_changed", Minor, Changed, "The pages of a list are requested or followed in another way.";
    WAITER_END = "waiter_end", Major, Changed, "The same response ends the wait differently, or no longer ends it.";
    WAITER_KNOWS = "waiter_knows", Minor, Changed, "A value that ended the wait without a verdict now has one.";
    WAITER_FIELD = "waiter_field", Major, Changed, "Another field decides when the wait ends.";
    WAITER_TIMES = "waiter_times", Minor, Changed, "The wait polls or times out at other times.";
    WAITER_CALL = "waiter_call", Major, Changed, "The wait polls another operation.";
    // Imports.
    IMPORT_ADDED = "import_added", Minor, Added, "Spreadsheets of one more kind can be imported.";
    IMPORT_REMOVED = "import_removed", Minor, Removed,
        "Programs do not use it through the SDK, but its spreadsheets can no longer be imported.";
    IMPORT_CHANGED = "import_changed", Minor, Changed,
        "Programs do not use it through the SDK, but the same spreadsheet leads to other calls.";
    // Exports.
    EXPORT_ADDED = "export_added", Minor, Added, "One more list can be exported.";
    EXPORT_REMOVED = "export_removed", Minor, Removed,
        "Programs do not use it through the SDK, but its list can no longer be exported.";
    EXPORT_CHANGED = "export_changed", Minor, Changed,
        "Programs do not use it through the SDK, but the list is read in another way.";
    // Resources.
    RESOURCE_ADDED = "resource_added", Patch, Added, "Only the sandbox uses it, which keeps the objects.";
    RESOURCE_REMOVED = "resource_removed", Patch, Removed, "Only the sandbox uses it, which no longer keeps the objects.";
    RESOURCE_CHANGED = "resource_changed", Patch, Changed, "Only the sandbox uses it, which keeps the objects differently.";
    // What all calls share.
    HOST_CHANGED = "host_changed", Minor, Changed,
        "Calls go to another host, which firewalls and allow-lists may not know.";
    HEADER_CHANGED = "header_changed", Minor, Changed, "Another header is sent or read.";
    LIMIT_CHANGED = "limit_changed", Minor, Changed, "Programs that do not set the limit get another one.";
    RETRY_STATUS_ADDED = "retry_status_added", Minor, Changed, "Calls are retried after one more status.";
    RETRY_STATUS_REMOVED = "retry_status_removed", Minor, Changed, "Calls are no longer retried after the status.";
    HOST_ALLOWED = "host_allowed", Minor, Changed, "Tokens may be sent to more hosts than before.";
    HOST_FORBIDDEN = "host_forbidden", Major, Changed, "A base URL on the host is now rejected.";
    // Tokens.
    GRANT_CHANGED = "grant_changed", Minor, Changed, "The same credentials send another token request.";
    TOKENS_CHANGED = "tokens_changed", Minor, Changed, "Tokens are requested, read or refreshed in another way.";
} Inside {
    INSIDE = "inside", Patch, Fixed, "Only documentation or internals change.";
} }
