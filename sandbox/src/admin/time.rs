//! The clock.

use serde_json::{Value, json};

use super::input::{AdminError, AdminRequest};
use crate::admin::Admin;
use crate::duration::duration;

/// `GET /_sandbox/time`.
pub(super) fn show(admin: &Admin<'_>, _: &AdminRequest<'_>) -> Result<Value, AdminError> {
    Ok(json!({ "now": admin.service.world().now().to_string() }))
}

/// `POST /_sandbox/advance`.
pub(super) fn advance(admin: &Admin<'_>, request: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let body = request.json()?;
    let fields = body.as_object().filter(|fields| fields.len() == 1);
    let Some((name, given)) = fields.and_then(|fields| fields.iter().next()) else {
        return Err(AdminError::new(
            400,
            r#"the body must be {"seconds": 90} or {"by": "1h 30m"}"#,
        ));
    };
    let fits = match name.as_str() {
        "seconds" => given.is_number(),
        "by" => given.is_string(),
        _ => return Err(AdminError::unknown("field", name, &["seconds", "by"])),
    };
    let by = duration(given).map_err(|why| AdminError::new(400, format!("`{name}` {why}")))?;
    if !fits {
        let kind = if name == "by" { "text" } else { "number" };
        return Err(AdminError::new(400, format!("`{name}` is not a {kind}")));
    }
    let mut world = admin.service.world();
    world.advance(by);
    Ok(json!({ "now": world.now().to_string() }))
}
