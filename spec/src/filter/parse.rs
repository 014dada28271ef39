//! Parses filter expressions.

use serde_json::Value;

use super::{Filter, PRESENT, joined_path};
use crate::api::Comparison;

/// The most parentheses that can be open.
const MAX_DEPTH: usize = 32;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

/// Parses a whole expression. `is_list` tells fields that are lists of objects from others.
///
/// # Errors
///
/// Returns what is wrong, to be put after a colon.
pub(super) fn filter(text: &str, is_list: &dyn Fn(&str) -> bool) -> Result<Filter, String> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        group: None,
        within: Vec::new(),
        is_list,
    };
    let filter = parser.either()?;
    match parser.tokens.get(parser.next) {
        None => Ok(filter),
        Some(token) => Err(format!("the expression goes on with {}", shown(token))),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' | '[' | ']' => {
                tokens.push(Token::Sign(first));
                1
            }
            '"' => {
                let length = end_of_text(rest).ok_or("a quote is not closed")?;
                let text = serde_json::from_str(&rest[..length]);
                tokens.push(Token::Text(text.map_err(|_| "a quoted text is not JSON")?));
                length
            }
            _ => {
                let is_end = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"');
                let length = rest.find(is_end).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..length].to_owned()));
                length
            }
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Returns the length of a quoted text, with its quotes.
fn end_of_text(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let mut chars = text.char_indices().skip(1);
    let end = chars.find(|(_, c)| {
        let is_end = *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        is_end
    });
    end.map(|(index, _)| index + 1)
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("`{word}`"),
        Token::Text(text) => format!("`{text:?}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}

fn shown_or_end(token: Option<&Token>) -> String {
    token.map_or_else(|| "the end".to_owned(), shown)
}

struct Parser<'a> {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    /// The fields that the current conjunction in the brackets of a list has named.
    group: Option<Vec<String>>,
    /// The paths of the brackets that are open.
    within: Vec<String>,
    is_list: &'a dyn Fn(&str) -> bool,
}

impl Parser<'_> {
    fn either(&mut self) -> Result<Filter, String> {
        let mut parts = vec![self.both()?];
        while self.takes_word("or") {
            if let Some(named) = &mut self.group {
                named.clear();
            }
            parts.push(self.both()?);
        }
        Ok(joined(parts, Filter::Or))
    }

    fn both(&mut self) -> Result<Filter, String> {
        let mut parts = vec![self.term()?];
        while self.takes_word("and") {
            parts.push(self.term()?);
        }
        Ok(joined(parts, Filter::And))
    }

    fn term(&mut self) -> Result<Filter, String> {
        let is_in_group = self.group.is_some();
        if self.takes_word("not") {
            if is_in_group {
                return Err("brackets contain no `not`".to_owned());
            }
            return self.nested(|parser| Ok(Filter::Not(Box::new(parser.term()?))));
        }
        if self.takes_sign('(') {
            if is_in_group {
                return Err("brackets contain no parentheses".to_owned());
            }
            let inner = self.nested(Self::either)?;
            return self.closed(')', inner);
        }
        let path = self.path()?;
        if self.takes_sign('[') {
            return self.brackets(path);
        }
        if let Some(named) = &mut self.group {
            if named.iter().any(|known| known.eq_ignore_ascii_case(&path)) {
                return Err("brackets name a field once in an `and`".to_owned());
            }
            named.push(path.clone());
        }
        if self.takes_word(PRESENT) {
            return Ok(Filter::Present(path));
        }
        let comparison = self.comparison()?;
        Ok(Filter::Compare(path, comparison, self.value()?))
    }

    /// Reads what is in the brackets behind a path.
    fn brackets(&mut self, path: String) -> Result<Filter, String> {
        if self.group.is_some() {
            return Err("brackets contain no brackets".to_owned());
        }
        let whole = match self.within.last() {
            Some(outer) => joined_path(outer, &path),
            None => path.clone(),
        };
        self.group = (self.is_list)(&whole).then(Vec::new);
        self.within.push(whole);
        let inner = self.nested(Self::either)?;
        self.within.pop();
        self.group = None;
        let inner = self.closed(']', inner)?;
        Ok(Filter::Group(path, Box::new(inner)))
    }

    fn nested(&mut self, parse: impl FnOnce(&mut Self) -> Result<Filter, String>) -> Result<Filter, String> {
        if self.depth == MAX_DEPTH {
            return Err("the expression is nested too deeply".to_owned());
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn closed(&mut self, sign: char, inner: Filter) -> Result<Filter, String> {
        match self.takes_sign(sign) {
            true => Ok(inner),
            false => Err(format!("a `{sign}` is missing")),
        }
    }

    fn path(&mut self) -> Result<String, String> {
        match self.token() {
            Some(Token::Word(word)) => Ok(word),
            other => Err(format!("a field is expected, not {}", shown_or_end(other.as_ref()))),
        }
    }

    fn comparison(&mut self) -> Result<Comparison, String> {
        let token = self.token();
        let mut known = Comparison::ALL.into_iter();
        let is_it =
            |one: &Comparison| matches!(&token, Some(Token::Word(word)) if word.eq_ignore_ascii_case(one.in_filters()));
        let comparison = known.find(is_it);
        match comparison {
            Some(Comparison::NotEqual) if self.group.is_some() => Err("brackets contain no `ne`".to_owned()),
            Some(order) if order.is_order() && self.group.is_some() => Err("brackets contain no order".to_owned()),
            Some(comparison) => Ok(comparison),
            None => Err(format!("an operator is expected, not {}", shown_or_end(token.as_ref()))),
        }
    }

    /// Reads a value. An id or a date needs no quotes.
    fn value(&mut self) -> Result<Value, String> {
        match self.token() {
            Some(Token::Text(text)) => Ok(text.into()),
            Some(Token::Word(word)) => Ok(match word.as_str() {
                "true" => true.into(),
                "false" => false.into(),
                "null" => Value::Null,
                _ => word.into(),
            }),
            other => Err(format!("a value is expected, not {}", shown_or_end(other.as_ref()))),
        }
    }

    fn token(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        let is_it = matches!(self.tokens.get(self.next), Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.next += usize::from(is_it);
        is_it
    }

    fn takes_sign(&mut self, wanted: char) -> bool {
        let is_it = self.tokens.get(self.next) == Some(&Token::Sign(wanted));
        self.next += usize::from(is_it);
        is_it
    }
}

fn joined(mut parts: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    match parts.len() {
        1 => parts.remove(0),
        _ => join(parts),
    }
}
