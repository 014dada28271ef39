//! A JSON parser that returns the spans of keys, which `serde_json` does not.

use crate::markdown::Excerpt;

#[cfg(test)]
mod tests;

/// A value. Scalars have no content.
pub(crate) enum Node {
    Map(Vec<(Excerpt, Node)>),
    List(Vec<Node>),
    /// A string, a number or a boolean as text; `None` for null.
    Scalar(Option<String>),
}

/// The maximum nesting depth: more than any example has, but no risk of a stack overflow.
const MAX_DEPTH: usize = 64;

/// Parses a JSON text. `start` is its offset in the page.
pub(crate) fn read(text: &str, start: usize) -> Option<Node> {
    let mut reader = Reader { text, at: 0, start };
    reader.value(0)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    start: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            b'{' => self.map(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(|text| Node::Scalar(Some(text.text))),
            _ => {
                let rest = &self.text[self.at..];
                let length = rest.find([',', '}', ']']).unwrap_or(rest.len());
                let text = rest[..length].trim_end();
                self.at += length;
                (length > 0).then(|| Node::Scalar((text != "null").then(|| text.to_owned())))
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Node> {
        let mut entries = Vec::new();
        self.at += 1;
        while !self.skip(b'}') {
            self.peek()?;
            let key = self.string()?;
            if !self.skip(b':') {
                return None;
            }
            entries.push((key, self.value(depth + 1)?));
            self.skip(b',');
        }
        Some(Node::Map(entries))
    }

    fn list(&mut self, depth: usize) -> Option<Node> {
        let mut items = Vec::new();
        self.at += 1;
        while !self.skip(b']') {
            self.peek()?;
            items.push(self.value(depth + 1)?);
            self.skip(b',');
        }
        Some(Node::List(items))
    }

    /// Parses a string. Its span includes the quotes.
    fn string(&mut self) -> Option<Excerpt> {
        let rest = self.text[self.at..].strip_prefix('"')?;
        let mut is_escaped = false;
        let length = rest.char_indices().find_map(|(index, c)| {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends.then_some(index)
        })?;
        let begin = self.at;
        self.at += length + 2;
        let text = serde_json::from_str(&self.text[begin..self.at]).ok()?;
        Some(Excerpt {
            text,
            at: self.start + begin..self.start + self.at,
        })
    }
}
