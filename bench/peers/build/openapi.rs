//! Converts OpenAPI 3.1 to 3.0 with modules of the generator. They are included by path, since depending on the whole
//! generator would build it a second time for this build script.

#![allow(dead_code, unused_imports, unreachable_pub, reason = "the modules have other users")]

#[rustfmt::skip]
#[path = "../../../codegen/src/openapi/version_3_0.rs"]
pub(crate) mod version_3_0;
