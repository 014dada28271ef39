//! The syntax tree of a YAML file. Every node has its source span.

use std::ops::Range;

use crate::sources::FileId;

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    start: u32,
    end: u32,
}

impl Span {
    /// Creates a span.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        // The parser uses 32-bit offsets too, so larger ones cannot occur.
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(range.start),
            end: clamp(range.end.max(range.start)),
        }
    }

    /// Returns the range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A node of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: Span,
    pub(crate) value: Value,
}

/// The value of a node.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<(Text, Node)>),
}

/// A string with its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The string.
    pub text: String,
    /// Its span.
    pub at: Span,
    /// How it was written.
    pub(crate) form: ScalarForm,
}

/// A scalar, as written but without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) form: ScalarForm,
}

/// How YAML reads a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScalarForm {
    /// A quoted or block string.
    Quoted,
    /// An unquoted string.
    Plain,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `yes`, `no`, `on`, `off`: a string in YAML 1.2, a boolean in YAML 1.1, and therefore rejected.
    OldBoolean,
    /// Null, or an empty value.
    Null,
}

impl ScalarForm {
    /// Returns true if every YAML parser reads it as a string.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Quoted | Self::Plain)
    }

    /// Returns the name of the form with its article, for messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Quoted | Self::Plain => "a string",
            Self::Number => "a number",
            Self::Boolean | Self::OldBoolean => "a boolean",
            Self::Null => "null",
        }
    }
}

impl Text {
    pub(crate) fn new(text: impl Into<String>, at: Span) -> Self {
        Self {
            text: text.into(),
            at,
            form: ScalarForm::Plain,
        }
    }

    /// Returns the string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Node {
    /// Returns the span of its last descendant.
    pub(crate) fn last(&self) -> Span {
        let last = match &self.value {
            Value::Scalar(_) => None,
            Value::List(items) => items.last(),
            Value::Map(entries) => entries.last().map(|(_, node)| node),
        };
        last.map_or(self.at, Self::last)
    }

    /// Returns the value of a key, if this is a mapping that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|(name, _)| name.text == key)
            .map(|(_, node)| node)
    }

    /// Returns the entries; empty if it is not a mapping.
    pub(crate) fn entries(&self) -> &[(Text, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the items; empty if it is not a list.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Returns the text, if it is a scalar other than null.
    pub(crate) fn text(&self) -> Option<Text> {
        let scalar = self.scalar().filter(|scalar| scalar.form != ScalarForm::Null)?;
        Some(Text {
            text: scalar.text.clone(),
            at: self.at,
            form: scalar.form,
        })
    }

    /// Returns the text of a key.
    pub(crate) fn text_of(&self, key: &str) -> Option<Text> {
        self.get(key)?.text()
    }

    /// Returns the texts of the list under a key, or the text of a single scalar.
    pub(crate) fn texts_of(&self, key: &str) -> Vec<Text> {
        match self.get(key) {
            Some(node) if node.scalar().is_some() => node.text().into_iter().collect(),
            Some(node) => node.items().iter().filter_map(Node::text).collect(),
            None => Vec::new(),
        }
    }

    /// Returns the boolean of a key.
    pub(crate) fn flag_of(&self, key: &str) -> Option<bool> {
        match self.get(key)?.scalar()? {
            Scalar {
                form: ScalarForm::Boolean,
                text,
            } => Some(text.eq_ignore_ascii_case("true")),
            _ => None,
        }
    }

    /// Returns what the node is, with its article, for messages.
    pub(crate) fn describe(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) => scalar.form.describe(),
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}
