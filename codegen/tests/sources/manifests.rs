//! Edits of manifests.

use super::{SourceEdit, manifest};

pub(super) const EDITS: &[SourceEdit] = &[
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
        "a feature enables less",
        "[features]\nx = [\"y\"]\ny = []\n",
        "[features]\nx = []\ny = []\n",
        &["feature_enables_less"],
    ),
    manifest(
        "a feature enables more",
        "[features]\nx = []\ny = []\n",
        "[features]\nx = [\"y\"]\ny = []\n",
        &["feature_enables_more"],
    ),
    manifest(
        "a feature enables another that it implied",
        "[features]\nx = [\"z\"]\ny = [\"z\"]\nz = []\n",
        "[features]\nx = [\"y\", \"z\"]\ny = [\"z\"]\nz = []\n",
        &["feature_enables_more"],
    ),
    manifest(
        "the minimum Rust version is raised",
        "rust-version = \"1.89\"\n",
        "rust-version = \"1.100\"\n",
        &["rust_version_raised"],
    ),
    manifest(
        "the minimum Rust version is lowered",
        "rust-version = \"1.89\"\n",
        "rust-version = \"1.88\"\n",
        &["rust_version_lowered"],
    ),
    SourceEdit {
        name: "a public dependency gets an incompatible version",
        path: "Cargo.toml",
        old: "[workspace.package]\nversion = \"0.1.0\"\n[workspace.dependencies]\nhttp = \"1.2\"\njiff = { version = \"0.2.1\" }\n",
        new: "[workspace.package]\nversion = \"0.1.0\"\n[workspace.dependencies]\nhttp = \"1.3\"\njiff = { version = \"0.3.0\" }\n",
        rules: &["public_dependency"],
    },
];
