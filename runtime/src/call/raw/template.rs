//! Validation of path templates.

/// Checks a path template: each segment is literal or a parameter in braces.
///
/// Errors do not quote the path, which may contain anything.
pub(super) fn check(path: &str) -> Result<(), String> {
    let Some(segments) = path.strip_prefix('/') else {
        return Err("the path does not begin with `/`".into());
    };
    if path.contains('?') {
        return Err("the path has a `?`: set query parameters with `query`".into());
    }
    if path.contains('#') {
        return Err("the path has a `#`, which is not part of a request".into());
    }
    let mut segments = segments.split('/').peekable();
    while let Some(segment) = segments.next() {
        // A trailing slash is allowed.
        if segment.is_empty() && segments.peek().is_some() {
            return Err("the path has an empty segment: two slashes in a row".into());
        }
        check_segment(segment)?;
    }
    Ok(())
}

fn check_segment(segment: &str) -> Result<(), String> {
    if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && !name.is_empty()
        && !name.contains(['{', '}'])
    {
        return Ok(());
    }
    if segment.contains(['{', '}']) {
        return Err("a parameter of the path is a whole segment, `/{name}/`, with a name".into());
    }
    // A URL parser removes these from the path, encoded or not, and the request would go elsewhere.
    if [".", ".."].contains(&segment.to_ascii_lowercase().replace("%2e", ".").as_str()) {
        return Err("the path has a segment `.` or `..`".into());
    }
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let is_allowed = match byte {
            b'%' => {
                bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit())
                    && bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit())
            }
            byte => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte),
        };
        if !is_allowed {
            return Err("the path has a character that must be encoded: use a parameter for its segment".into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
