//! The tree that a YAML text becomes: every node knows where it stands.

use std::ops::Range;

use crate::sources::FileId;

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) fn new(file: FileId, range: Range<usize>) -> Self {
        // The parser counts in 32 bits, too; what lies beyond cannot be reached.
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(range.start),
            end: clamp(range.end.max(range.start)),
        }
    }

    /// Its bytes.
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

/// What a node holds.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<(Text, Node)>),
}

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) at: Span,
    /// How it was written; of keys as well as of values.
    pub(crate) form: ScalarForm,
}

/// A scalar: the text as written, without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) form: ScalarForm,
}

/// What YAML takes a scalar for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScalarForm {
    /// Text in quotes or in a block.
    Quoted,
    /// Text without quotes.
    Plain,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `yes`, `no`, `on`, `off`: text to YAML 1.2, a boolean to 1.1, so nothing to leave to a reader's luck.
    OldBoolean,
    /// Null, or nothing at all.
    Null,
}

impl ScalarForm {
    /// It is text to every reader of YAML.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Quoted | Self::Plain)
    }

    /// With its article, for messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Quoted | Self::Plain => "a text",
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

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

impl Node {
    /// Where the last of it stands.
    pub(crate) fn last(&self) -> Span {
        let last = match &self.value {
            Value::Scalar(_) => None,
            Value::List(items) => items.last(),
            Value::Map(entries) => entries.last().map(|(_, node)| node),
        };
        last.map_or(self.at, Self::last)
    }

    /// The value under a key, when this is a mapping that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|(name, _)| name.text == key)
            .map(|(_, node)| node)
    }

    /// Its entries; none when it is no mapping.
    pub(crate) fn entries(&self) -> &[(Text, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Its items; none when it is no list.
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

    /// Its text, when it is a scalar that is not null.
    pub(crate) fn text(&self) -> Option<Text> {
        let scalar = self.scalar().filter(|scalar| scalar.form != ScalarForm::Null)?;
        Some(Text {
            text: scalar.text.clone(),
            at: self.at,
            form: scalar.form,
        })
    }

    /// The text under a key.
    pub(crate) fn text_of(&self, key: &str) -> Option<Text> {
        self.get(key)?.text()
    }

    /// The texts of the list under a key; of a single scalar there, that one.
    pub(crate) fn texts_of(&self, key: &str) -> Vec<Text> {
        match self.get(key) {
            Some(node) if node.scalar().is_some() => node.text().into_iter().collect(),
            Some(node) => node.items().iter().filter_map(Node::text).collect(),
            None => Vec::new(),
        }
    }

    /// The boolean under a key.
    pub(crate) fn flag_of(&self, key: &str) -> Option<bool> {
        match self.get(key)?.scalar()? {
            Scalar {
                form: ScalarForm::Boolean,
                text,
            } => Some(text.eq_ignore_ascii_case("true")),
            _ => None,
        }
    }

    /// What it is, with its article, for messages.
    pub(crate) fn describe(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) => scalar.form.describe(),
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}
