//! OpenAPI 3.0 out of 3.1, with the generator's own modules. The generator as a whole would be built a second time, as a
//! dependency of this script.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "they are made for more than this"
)]

#[rustfmt::skip]
#[path = "../../../codegen/src/openapi/json.rs"]
pub(crate) mod json;
#[rustfmt::skip]
#[path = "../../../codegen/src/openapi/version_3_0.rs"]
pub(crate) mod version_3_0;
