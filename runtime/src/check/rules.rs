//! The rules of a body, as data.

/// The rules of an object. A static of this type can refer to itself.
#[derive(Debug)]
pub struct Rules {
    /// In the order of the specification.
    pub rules: &'static [Rule],
}

/// The rules of an object that has none.
pub static NO_RULES: Rules = Rules { rules: &[] };

/// A rule about a field of a body, or about a group of fields.
#[derive(Debug)]
pub struct Rule {
    /// The wire names: that of a field and its aliases, or those of the group.
    pub(super) names: &'static [&'static str],
    pub(super) presence: Presence,
    pub(super) max_length: Option<u32>,
    pub(super) value: Value,
}

#[derive(Debug, PartialEq)]
pub(super) enum Presence {
    Optional,
    Required,
    /// Exactly one of the names.
    OneOf,
}

/// What a value must be; of each item, if it is a list.
#[derive(Debug)]
pub(super) enum Value {
    Any,
    Currency,
    Listed(&'static [&'static str]),
    Object(&'static Rules),
    /// The rules of each case and the key that tells it apart. The last case has an empty key.
    Union(&'static [(&'static str, &'static Rules)]),
}

/// A rule about a field, which has the first of these names; the others are its aliases.
#[must_use]
pub const fn field(names: &'static [&'static str]) -> Rule {
    Rule {
        names,
        presence: Presence::Optional,
        max_length: None,
        value: Value::Any,
    }
}

/// Exactly one of these fields has a value.
#[must_use]
pub const fn one_of(names: &'static [&'static str]) -> Rule {
    Rule {
        presence: Presence::OneOf,
        ..field(names)
    }
}

impl Rule {
    /// The field has a value that is neither blank nor an empty list.
    #[must_use]
    pub const fn required(self) -> Self {
        Self {
            presence: Presence::Required,
            ..self
        }
    }

    /// The text has at most this many characters.
    #[must_use]
    pub const fn max_length(self, most: u32) -> Self {
        Self {
            max_length: Some(most),
            ..self
        }
    }

    /// The value is a currency code.
    #[must_use]
    pub const fn currency(self) -> Self {
        self.value(Value::Currency)
    }

    /// The value is one of these.
    #[must_use]
    pub const fn values(self, values: &'static [&'static str]) -> Self {
        self.value(Value::Listed(values))
    }

    /// The value is an object with these rules.
    #[must_use]
    pub const fn object(self, rules: &'static Rules) -> Self {
        self.value(Value::Object(rules))
    }

    /// The value is an object with the rules of the first case whose key it has.
    #[must_use]
    pub const fn union(self, cases: &'static [(&'static str, &'static Rules)]) -> Self {
        self.value(Value::Union(cases))
    }

    const fn value(self, value: Value) -> Self {
        Self { value, ..self }
    }
}
