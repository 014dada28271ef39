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
    /// How many maps the value is in.
    pub(super) maps: u8,
    pub(super) value: Value,
}

#[derive(Debug, PartialEq)]
pub(super) enum Presence {
    Optional,
    Required,
    /// Exactly one of the names.
    OneOf,
}

/// What a value must be; of each value, if it is a list or a map.
#[derive(Debug)]
pub(super) enum Value {
    Any,
    Currency,
    Listed(&'static [&'static str]),
    Object(&'static Rules),
    /// The cases in the order in which they are tried.
    Union(&'static [Case]),
}

/// The rules of a case of a union.
#[derive(Debug)]
pub struct Case {
    pub(super) rules: &'static Rules,
    /// The key that selects it; `None` if it always applies.
    pub(super) key: Option<&'static str>,
    /// The value of the key. If it is `None`, the key only has to be present.
    pub(super) value: Option<&'static str>,
}

/// A case that applies if no earlier one does.
#[must_use]
pub const fn case(rules: &'static Rules) -> Case {
    Case {
        rules,
        key: None,
        value: None,
    }
}

impl Case {
    /// It applies to objects with this key.
    #[must_use]
    pub const fn when(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// It applies to objects whose key has this value.
    #[must_use]
    pub const fn is(self, value: &'static str) -> Self {
        Self {
            value: Some(value),
            ..self
        }
    }
}

/// A rule about a field, which has the first of these names; the others are its aliases.
#[must_use]
pub const fn field(names: &'static [&'static str]) -> Rule {
    Rule {
        names,
        presence: Presence::Optional,
        max_length: None,
        maps: 0,
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

    /// The field is a map, or a map of maps: the rule is about the values in it.
    #[must_use]
    pub const fn in_maps(self, depth: u8) -> Self {
        Self { maps: depth, ..self }
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

    /// The value is an object with the rules of the first case that applies to it.
    #[must_use]
    pub const fn union(self, cases: &'static [Case]) -> Self {
        self.value(Value::Union(cases))
    }

    const fn value(self, value: Value) -> Self {
        Self { value, ..self }
    }
}
