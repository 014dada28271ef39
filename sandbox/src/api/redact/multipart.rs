//! Redacts multipart bodies, whatever their boundary.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{REDACTED, Secrets};

/// The position in a body.
#[derive(Debug, PartialEq, Eq)]
enum At {
    /// In the headers of a part: what has been read of them.
    Headers(String),
    /// In the content of a secret part.
    Secret,
    /// Elsewhere.
    Other,
}

impl Secrets {
    /// Redacts the parts with a secret name. Text without such parts is unchanged.
    pub(super) fn in_multipart<'a>(&self, text: &'a str) -> Cow<'a, str> {
        // Its headers are several lines.
        if !text.contains('\n') {
            return text.into();
        }
        let (mut at, mut boundary) = (At::Other, "");
        let (mut redacted, mut found) = (String::with_capacity(text.len()), false);
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end();
            if bare.starts_with("--") && (at != At::Secret || bare.starts_with(boundary)) {
                (at, boundary) = (At::Headers(String::new()), bare);
            } else if let At::Headers(headers) = &mut at {
                headers.push_str(line);
                if bare.is_empty() {
                    let is_secret = part_name(headers).is_some_and(|name| self.has(&name));
                    at = if is_secret { At::Secret } else { At::Other };
                    if is_secret {
                        found = true;
                        redacted.extend([line, REDACTED, line]);
                        continue;
                    }
                }
            }
            if at != At::Secret {
                redacted.push_str(line);
            }
        }
        if found { redacted.into() } else { text.into() }
    }
}

/// Returns the name in the header `Content-Disposition: form-data; name="…"`.
fn part_name(headers: &str) -> Option<String> {
    // A header can continue on the next line.
    let unfolded = headers
        .replace("\r\n ", " ")
        .replace("\n ", " ")
        .replace("\r\n\t", " ")
        .replace("\n\t", " ");
    let mut headers = unfolded.lines().filter_map(|line| line.split_once(':'));
    let (_, disposition) = headers.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"))?;
    disposition
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find_map(|(key, value)| {
            let key = key.trim().to_ascii_lowercase();
            // `name*=utf-8''client%5Fsecret` has a character set and is encoded.
            let name = percent_decode_str(value.trim().trim_matches('"')).decode_utf8_lossy();
            matches!(key.as_str(), "name" | "name*").then(|| name.into_owned())
        })
}
