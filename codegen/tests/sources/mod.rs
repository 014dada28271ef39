//! Edits of sources and manifests: what no edit of a specification can bring about.

use concur_codegen::Files;
use concur_codegen::diff::{self, Difference, Side};

/// An edit of one file.
pub(crate) struct SourceEdit {
    pub(crate) name: &'static str,
    path: &'static str,
    old: &'static str,
    new: &'static str,
    /// The rules that it falls under.
    pub(crate) rules: &'static [&'static str],
}

const fn source(
    name: &'static str,
    old: &'static str,
    new: &'static str,
    rules: &'static [&'static str],
) -> SourceEdit {
    SourceEdit {
        name,
        path: "generated/src/lib.rs",
        old,
        new,
        rules,
    }
}

const fn manifest(
    name: &'static str,
    old: &'static str,
    new: &'static str,
    rules: &'static [&'static str],
) -> SourceEdit {
    SourceEdit {
        name,
        path: "generated/Cargo.toml",
        old,
        new,
        rules,
    }
}

/// What an edit means by our rules.
pub(crate) fn source_difference(edit: &SourceEdit) -> Difference {
    diff::compare(&state(edit, edit.old), &state(edit, edit.new))
}

fn state(edit: &SourceEdit, text: &str) -> Side {
    let mut files = Files::default();
    files.insert("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
    files.insert("generated/src/lib.rs", "pub struct Everywhere;\n");
    files.insert("runtime/src/lib.rs", "");
    files.insert("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM);
    files.insert(edit.path, text);
    let head = "[package]\nversion.workspace = true\n";
    let rest = files.get("generated/Cargo.toml").unwrap_or_default().to_owned();
    files.insert("generated/Cargo.toml", format!("{head}{rest}"));
    Side::committed(&files).unwrap_or_else(|fault| panic!("{}: {fault}", edit.name))
}

pub(crate) const EDITS: &[SourceEdit] = &[
    source("nothing", "pub fn a() {}", "pub fn a() {}", &[]),
    source("a comment", "pub fn a() {}", "// A.\npub fn a() {}", &["inside"]),
    source(
        "an item is removed",
        "pub fn a() {} pub struct B;",
        "pub struct B;",
        &["item_removed"],
    ),
    source(
        "what is inside goes with it",
        "pub struct A { pub b: u8 } impl A { pub fn c() {} } impl Clone for A {}",
        "",
        &["item_removed"],
    ),
    source(
        "an item is hidden",
        "pub fn a() {}",
        "#[doc(hidden)] pub fn a() {}",
        &["item_removed"],
    ),
    source(
        "an item is no longer public",
        "pub fn a() {}",
        "pub(crate) fn a() {}",
        &["item_removed"],
    ),
    source(
        "a re-export from a private module is removed",
        "mod a { pub struct B; } pub use a::B;",
        "mod a { pub struct B; }",
        &["item_removed"],
    ),
    source(
        "what a private module has from elsewhere is no longer re-exported",
        "mod a { pub use x::B; } pub use a::B;",
        "mod a { pub use x::B; }",
        &["item_removed"],
    ),
    source(
        "a type is renamed",
        "pub struct A { pub b: u8 }",
        "pub struct C { pub b: u8 }",
        &["item_renamed"],
    ),
    source(
        "a path names something else",
        "pub use x::A;",
        "pub use y::A;",
        &["reexport_changed"],
    ),
    source(
        "a type is moved",
        "pub mod m { pub struct A { pub b: u8 } } pub mod n { }",
        "pub mod m { } pub mod n { pub struct A { pub b: u8 } }",
        &["item_moved"],
    ),
    source(
        "a function becomes a constant",
        "pub fn a() {}",
        "pub const a: u8 = 1;",
        &["item_kind"],
    ),
    source("an item is added", "", "pub fn a() {}", &["item_added"]),
    source(
        "an item is deprecated",
        "pub fn a() {}",
        "#[deprecated] pub fn a() {}",
        &["item_deprecated"],
    ),
    source(
        "an item is welcome again",
        "#[deprecated] pub fn a() {}",
        "pub fn a() {}",
        &["item_undeprecated"],
    ),
    source(
        "an item moves behind a feature",
        "pub fn a() {}",
        "#[cfg(feature = \"x\")] pub fn a() {}",
        &["condition_added"],
    ),
    source(
        "an item leaves its feature",
        "#[cfg(feature = \"x\")] pub fn a() {}",
        "pub fn a() {}",
        &["condition_lifted"],
    ),
    source(
        "a parameter is added to a type",
        "pub struct A<T>(pub T);",
        "pub struct A<T, U>(pub T, U);",
        &["generics_changed", "struct_closed"],
    ),
    source(
        "a builder requires a value",
        "pub struct A<X = Missing> { x: X }",
        "pub struct A<X = Missing, Y = Missing> { x: X }",
        &["value_required"],
    ),
    source(
        "a builder requires a value less",
        "pub struct A<X = Missing> { x: X }",
        "pub struct A { x: u8 }",
        &["value_optional"],
    ),
    source(
        "a field has another type",
        "pub struct A { pub b: Option<i64> }",
        "pub struct A { pub b: Option<u64> }",
        &["field_type"],
    ),
    source(
        "the same type by its path",
        "pub struct A { pub b: Duration }",
        "pub struct A { pub b: std::time::Duration }",
        &["inside"],
    ),
    source(
        "another type of the same name",
        "pub struct A { pub b: a::Duration }",
        "pub struct A { pub b: b::Duration }",
        &["field_type"],
    ),
    source(
        "a field is added to a struct that can be written out",
        "pub struct A { pub b: u8 }",
        "pub struct A { pub b: u8, pub c: u8 }",
        &["field_added_to_open_struct"],
    ),
    source(
        "a field is added to one that cannot",
        "#[non_exhaustive] pub struct A { pub b: u8 }",
        "#[non_exhaustive] pub struct A { pub b: u8, pub c: u8 }",
        &["item_added"],
    ),
    source(
        "a private field is added",
        "pub struct A { pub b: u8 }",
        "pub struct A { pub b: u8, c: u8 }",
        &["struct_closed"],
    ),
    source(
        "the last private field is removed",
        "pub struct A { pub b: u8, c: u8 }",
        "pub struct A { pub b: u8 }",
        &["struct_opened"],
    ),
    source(
        "a variant is added to a closed enum",
        "pub enum A { B }",
        "pub enum A { B, C }",
        &["variant_added_to_closed_enum"],
    ),
    source(
        "a variant is added to an open enum",
        "#[non_exhaustive] pub enum A { B }",
        "#[non_exhaustive] pub enum A { B, C }",
        &["item_added"],
    ),
    source(
        "a variant holds something else",
        "pub enum A { B(u8) }",
        "pub enum A { B(u16) }",
        &["variant_changed"],
    ),
    source(
        "an enum is opened",
        "pub enum A { B }",
        "#[non_exhaustive] pub enum A { B }",
        &["non_exhaustive_added"],
    ),
    source(
        "an enum is closed",
        "#[non_exhaustive] pub enum A { B }",
        "pub enum A { B }",
        &["non_exhaustive_removed"],
    ),
    source(
        "a constant has another type",
        "pub const A: u8 = 1;",
        "pub const A: u16 = 1;",
        &["constant_type"],
    ),
    source(
        "an alias stands for another type",
        "pub type A = u8;",
        "pub type A = u16;",
        &["alias_changed"],
    ),
    source(
        "an argument is added",
        "pub fn a() {}",
        "pub fn a(b: u8) {}",
        &["signature_changed"],
    ),
    source(
        "a result has another type",
        "pub fn a() -> u8 {}",
        "pub fn a() -> u16 {}",
        &["signature_changed"],
    ),
    source(
        "a function becomes asynchronous",
        "pub fn a() {}",
        "pub async fn a() {}",
        &["signature_changed"],
    ),
    source(
        "a bound is added",
        "pub fn a<T>(t: T) {}",
        "pub fn a<T: Clone>(t: T) {}",
        &["signature_changed"],
    ),
    source(
        "an argument takes more",
        "pub fn a(b: String) {}",
        "pub fn a(b: impl Into<String>) {}",
        &["signature_widened"],
    ),
    source(
        "a text takes more",
        "pub fn a(b: &str) {}",
        "pub fn a(b: impl AsRef<str>) {}",
        &["signature_widened"],
    ),
    source(
        "an argument takes less",
        "pub fn a(b: impl Into<String>) {}",
        "pub fn a(b: String) {}",
        &["signature_changed"],
    ),
    source(
        "an argument is called otherwise",
        "pub fn a(b: u8) {}",
        "pub fn a(c: u8) {}",
        &["arguments_renamed"],
    ),
    source(
        "a function leaves constants",
        "pub const fn a() {}",
        "pub fn a() {}",
        &["const_lost"],
    ),
    source(
        "a function comes to constants",
        "pub fn a() {}",
        "pub const fn a() {}",
        &["const_gained"],
    ),
    source(
        "a derive is removed",
        "#[derive(Clone, Debug)] pub struct A;",
        "#[derive(Debug)] pub struct A;",
        &["trait_lost"],
    ),
    source(
        "a derive is written out",
        "#[derive(Debug)] pub struct A;",
        "pub struct A; impl fmt::Debug for A {}",
        &["inside"],
    ),
    source(
        "a trait is gained",
        "pub struct A;",
        "#[derive(Clone)] pub struct A;",
        &["trait_gained"],
    ),
    source(
        "a trait gives another type",
        "pub struct A; impl Iterator for A { type Item = u8; }",
        "pub struct A; impl Iterator for A { type Item = u16; }",
        &["trait_types"],
    ),
    source(
        "a closed set is opened",
        "pub enum A { B } value_set!(closed A);",
        "pub enum A { B } value_set!(A);",
        &["trait_types"],
    ),
    source(
        "a trait asks for more",
        "pub trait A {}",
        "pub trait A: Send {}",
        &["trait_demands"],
    ),
    source(
        "a method is asked for",
        "pub trait A { fn b(); }",
        "pub trait A { fn b(); fn c(); }",
        &["method_demanded"],
    ),
    source(
        "a method is no longer provided",
        "pub trait A { fn b() {} }",
        "pub trait A { fn b(); }",
        &["method_demanded"],
    ),
    source(
        "a method is provided",
        "pub trait A { fn b(); }",
        "pub trait A { fn b() {} }",
        &["method_provided"],
    ),
    source(
        "a provided method is added",
        "pub trait A { fn b(); }",
        "pub trait A { fn b(); fn c() {} }",
        &["item_added"],
    ),
    source(
        "a method of a trait takes more",
        "pub trait A { fn b(c: String); }",
        "pub trait A { fn b(c: impl Into<String>); }",
        &["signature_changed"],
    ),
    source(
        "what a macro of the crate writes",
        "macro_rules! m { ($($t:ident),*) => { $(impl $t { pub fn a() {} })* } } pub struct A; pub struct B; m!(A, B);",
        "macro_rules! m { ($($t:ident),*) => { $(impl $t { pub fn a() {} })* } } pub struct A; pub struct B; m!(B);",
        &["item_removed"],
    ),
    source(
        "fields that differ by a number",
        "pub struct A { pub a1: u8, pub a2: u8, pub a3: u8 }",
        "pub struct A { pub a1: u16, pub a2: u16, pub a3: u16 }",
        &["field_type"],
    ),
    source(
        "a field with its setter",
        "#[non_exhaustive] pub struct A { } pub struct ABuilder; impl ABuilder { }",
        "#[non_exhaustive] pub struct A { pub b: u8 } pub struct ABuilder; impl ABuilder { pub fn b(self) {} }",
        &["item_added"],
    ),
    manifest("a feature is removed", "[features]\nx = []\n", "", &["feature_removed"]),
    manifest("a feature is added", "", "[features]\nx = []\n", &["feature_added"]),
    manifest(
        "a feature leaves the default",
        "[features]\ndefault = [\"x\"]\nx = []\n",
        "[features]\nx = []\n",
        &["feature_left_default"],
    ),
    manifest(
        "a feature joins the default",
        "[features]\nx = []\n",
        "[features]\ndefault = [\"x\"]\nx = []\n",
        &["feature_joined_default"],
    ),
    manifest(
        "a feature switches on less",
        "[features]\nx = [\"y\"]\ny = []\n",
        "[features]\nx = []\ny = []\n",
        &["feature_enables_less"],
    ),
    manifest(
        "a feature switches on more",
        "[features]\nx = []\ny = []\n",
        "[features]\nx = [\"y\"]\ny = []\n",
        &["feature_enables_more"],
    ),
    manifest(
        "a feature goes by another",
        "[features]\nx = [\"z\"]\ny = [\"z\"]\nz = []\n",
        "[features]\nx = [\"y\", \"z\"]\ny = [\"z\"]\nz = []\n",
        &["feature_enables_more"],
    ),
    manifest(
        "an older compiler is left behind",
        "rust-version = \"1.89\"\n",
        "rust-version = \"1.100\"\n",
        &["rust_version_raised"],
    ),
    manifest(
        "an older compiler will do",
        "rust-version = \"1.89\"\n",
        "rust-version = \"1.88\"\n",
        &["rust_version_lowered"],
    ),
    SourceEdit {
        name: "a dependency that users see has a new release",
        path: "Cargo.toml",
        old: "[workspace.package]\nversion = \"0.1.0\"\n[workspace.dependencies]\nhttp = \"1.2\"\njiff = { version = \"0.2.1\" }\n",
        new: "[workspace.package]\nversion = \"0.1.0\"\n[workspace.dependencies]\nhttp = \"1.3\"\njiff = { version = \"0.3.0\" }\n",
        rules: &["public_dependency"],
    },
];
