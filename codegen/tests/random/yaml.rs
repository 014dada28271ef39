//! Writes YAML: block mappings, flow lists, all strings in double quotes.

/// A YAML value.
#[derive(Clone)]
pub(crate) enum Yaml {
    Text(String),
    /// A number or a boolean.
    Plain(String),
    List(Vec<Yaml>),
    Map(Mapping),
}

/// A mapping, in insertion order.
#[derive(Clone, Default)]
pub(crate) struct Mapping(Vec<(String, Yaml)>);

impl Mapping {
    /// Adds a key of the language.
    pub(crate) fn put(&mut self, key: &str, value: impl Into<Yaml>) {
        self.0.push((key.to_owned(), value.into()));
    }

    /// Adds a key of the language, if there is a value.
    pub(crate) fn put_some(&mut self, key: &str, value: Option<impl Into<Yaml>>) {
        self.0.extend(value.map(|value| (key.to_owned(), value.into())));
    }

    /// Adds a flag, if it is set.
    pub(crate) fn put_flag(&mut self, key: &str, on: bool) {
        self.put_some(key, on.then_some(true));
    }

    /// Adds a mapping or list, unless it is empty.
    pub(crate) fn put_filled(&mut self, key: &str, value: impl Into<Yaml>) {
        let value = value.into();
        let empty = matches!(&value, Yaml::Map(map) if map.0.is_empty())
            || matches!(&value, Yaml::List(list) if list.is_empty());
        if !empty {
            self.put(key, value);
        }
    }

    /// Adds an entry with a name chosen by the specification.
    pub(crate) fn entry(&mut self, name: &str, value: impl Into<Yaml>) {
        self.0.push((quoted(name), value.into()));
    }

    /// Returns true if it has an entry with this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        let name = quoted(name);
        self.0.iter().any(|(known, _)| *known == name)
    }

    /// Returns whether it has no entry.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the values.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Yaml> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Returns the YAML document.
    pub(crate) fn document(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    fn write(&self, out: &mut String, depth: usize) {
        for (key, value) in &self.0 {
            out.push_str(&format!("{:indent$}{key}:", "", indent = 2 * depth));
            match value {
                Yaml::Map(map) if !map.0.is_empty() => {
                    out.push('\n');
                    map.write(out, depth + 1);
                }
                value => out.push_str(&format!(" {}\n", value.flow())),
            }
        }
    }
}

impl Yaml {
    fn flow(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Plain(text) => text.clone(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(map) => {
                let entries: Vec<String> = map
                    .0
                    .iter()
                    .map(|(key, value)| format!("{key}: {}", value.flow()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}

/// Quotes a string for both YAML and JSON.
pub(crate) fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|letter| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if letter.is_control() || matches!(letter, '\u{2000}'..='\u{206f}' | '\u{feff}') => {
            format!("\\u{:04x}", u32::from(letter))
        }
        letter => letter.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Yaml {
    fn from(flag: bool) -> Self {
        Self::Plain(flag.to_string())
    }
}

impl From<usize> for Yaml {
    fn from(number: usize) -> Self {
        Self::Plain(number.to_string())
    }
}

impl From<Mapping> for Yaml {
    fn from(map: Mapping) -> Self {
        Self::Map(map)
    }
}

impl<T: Into<Yaml>> From<Vec<T>> for Yaml {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl Yaml {
    /// Returns the value of a key of the language.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.0.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the items of a list.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}
