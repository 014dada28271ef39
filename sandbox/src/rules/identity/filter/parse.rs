//! Parses filter expressions.

use serde_json::Value;

use super::{Filter, Operator};
use crate::rules::identity::path::Path;

/// The most parentheses that can be open.
const MAX_DEPTH: usize = 32;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

/// Parses a whole expression. `is_single` tells attributes that are one object from lists.
///
/// # Errors
///
/// Returns a sentence that says what is wrong.
pub(super) fn filter(text: &str, is_single: &dyn Fn(&Path) -> bool) -> Result<Filter, String> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        group: None,
        is_single,
    };
    let filter = parser.either()?;
    match parser.tokens.get(parser.next) {
        None => Ok(filter),
        Some(token) => Err(format!("The expression goes on with {}.", shown(token))),
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
                let length = end_of_text(rest).ok_or("A quote is not closed.")?;
                let text = serde_json::from_str(&rest[..length]);
                tokens.push(Token::Text(text.map_err(|_| "A quoted text is not JSON.")?));
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
        Token::Word(word) => word.clone(),
        Token::Text(text) => format!("\"{text}\""),
        Token::Sign(sign) => sign.to_string(),
    }
}

struct Parser<'a> {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    /// The attributes that the current conjunction in brackets has named.
    group: Option<Vec<Path>>,
    is_single: &'a dyn Fn(&Path) -> bool,
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
                return Err("Brackets contain no `not`.".to_owned());
            }
            return self.nested(|parser| Ok(Filter::Not(Box::new(parser.term()?))));
        }
        if self.takes_sign('(') {
            if is_in_group {
                return Err("Brackets contain no parentheses.".to_owned());
            }
            let inner = self.nested(Self::either)?;
            return self.closed(')', inner);
        }
        let path = self.path()?;
        if self.takes_sign('[') {
            if is_in_group {
                return Err("Brackets contain no brackets.".to_owned());
            }
            // The limitations are those of lists.
            self.group = (!(self.is_single)(&path)).then(Vec::new);
            let inner = self.nested(Self::either)?;
            self.group = None;
            let inner = self.closed(']', inner)?;
            return Ok(Filter::Group(path, Box::new(inner)));
        }
        if let Some(named) = &mut self.group {
            if named.contains(&path) {
                return Err("Brackets name an attribute once in an `and`.".to_owned());
            }
            named.push(path.clone());
        }
        if self.takes_word("pr") {
            return Ok(Filter::Present(path));
        }
        let operator = self.operator()?;
        Ok(Filter::Compare(path, operator, self.value()?))
    }

    fn nested(&mut self, parse: impl FnOnce(&mut Self) -> Result<Filter, String>) -> Result<Filter, String> {
        if self.depth == MAX_DEPTH {
            return Err("The expression is nested too deeply.".to_owned());
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn closed(&mut self, sign: char, inner: Filter) -> Result<Filter, String> {
        match self.takes_sign(sign) {
            true => Ok(inner),
            false => Err(format!("A `{sign}` is missing.")),
        }
    }

    fn path(&mut self) -> Result<Path, String> {
        let path = match self.token() {
            Some(Token::Word(word)) => Path::parse(&word).ok_or(word),
            Some(token) => Err(shown(&token)),
            None => Err("the end".to_owned()),
        };
        path.map_err(|found| format!("An attribute is expected, not {found}."))
    }

    fn operator(&mut self) -> Result<Operator, String> {
        let word = match self.token() {
            Some(Token::Word(word)) => word,
            Some(token) => shown(&token),
            None => "the end".to_owned(),
        };
        Ok(match word.to_ascii_lowercase().as_str() {
            "eq" => Operator::Equal,
            "ne" if self.group.is_some() => return Err("Brackets contain no `ne`.".to_owned()),
            "ne" => Operator::NotEqual,
            "co" => Operator::Contains,
            "sw" => Operator::StartsWith,
            "ew" => Operator::EndsWith,
            "gt" | "ge" | "lt" | "le" if self.group.is_some() => return Err("Brackets contain no order.".to_owned()),
            "gt" => Operator::GreaterThan,
            "ge" => Operator::AtLeast,
            "lt" => Operator::LessThan,
            "le" => Operator::AtMost,
            _ => return Err(format!("An operator is expected, not {word}.")),
        })
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
            Some(token) => Err(format!("A value is expected, not {}.", shown(&token))),
            None => Err("A value is expected, not the end.".to_owned()),
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
