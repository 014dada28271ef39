//! What a line of the public_api says, in parts.

use std::fmt;

/// A public item, or a fact about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where users find it: `sap_concur::request::Expense.custom1`. Of a trait that a type has, the type's path.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// The condition that it is behind, `cfg(feature = "blocking")`. What is inside has that of its module or type too.
    pub condition: Option<String>,
    /// Whoever uses it is warned.
    pub deprecated: bool,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A module.
    Module,
    /// A struct.
    Struct {
        /// Its parameters, `<HasId = Missing>`.
        generics: String,
        /// It has fields that users cannot name, so that they cannot write it out.
        opaque: bool,
    },
    /// An enum, with its parameters.
    Enum(String),
    /// A trait: its parameters and what it asks of those that have it.
    Trait(String),
    /// A type alias: its parameters and what it stands for.
    Alias(String),
    /// A macro.
    Macro,
    /// A public field, by its type.
    Field(String),
    /// A variant.
    Variant {
        /// What it holds.
        fields: String,
        /// What it is cast to, where no variant of the enum holds anything: only then can it be.
        number: Option<String>,
    },
    /// A constant, by its type.
    Constant(String),
    /// A function or method.
    Function(Signature),
    /// An item under another path: what is re-exported.
    Reexport(String),
    /// A type has a trait.
    Implementation {
        /// The trait.
        of: String,
        /// Its types: `{ Output = String }`, and what it asks of parameters.
        detail: String,
    },
    /// A macro adds traits to a type.
    Invocation {
        /// The macro.
        of: String,
        /// What it is called with before the type, `closed`.
        detail: String,
    },
    /// Fields or variants may be added without breaking anybody.
    NonExhaustive,
    /// Something that a trait names, and what it asks of it.
    Associated(String),
}

/// What a function takes and gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Its parameters, `<T: Display>`.
    pub generics: String,
    /// Names and types of its arguments; `self` has no name.
    pub inputs: Vec<(String, String)>,
    /// What it gives, ` -> String`, or nothing.
    pub output: String,
    /// What it asks of parameters, ` where T: Display`, or nothing.
    pub bounds: String,
    /// It is asynchronous.
    pub asynchronous: bool,
    /// It can be called in constants.
    pub constant: bool,
    /// Of a builder: `build` compiles once it has been called. Of a trait: whoever has the trait writes it.
    pub required: bool,
}

impl Item {
    /// What tells it apart: two items with the same key are the same item, however it has changed.
    #[must_use]
    pub fn key(&self) -> String {
        let path = &self.path;
        match &self.kind {
            Kind::Implementation { of, .. } => {
                // A trait is the same by its path and by its name: `fmt::Debug`, derived as `Debug`.
                let (name, arguments) = of.split_at(of.find('<').unwrap_or(of.len()));
                let name = name.rsplit("::").next().unwrap_or(name);
                format!("{path}: impl {name}{arguments}")
            }
            Kind::Invocation { of, .. } => format!("{path}: {of}!"),
            Kind::NonExhaustive => format!("{path}: non_exhaustive"),
            _ => path.clone(),
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.kind {
            Kind::Module => write!(f, "{path}: mod"),
            Kind::Struct { generics, opaque } => {
                write!(f, "{path}{generics}: struct{}", if *opaque { " { .. }" } else { "" })
            }
            Kind::Enum(generics) => write!(f, "{path}{generics}: enum"),
            Kind::Trait(rest) => write!(f, "{path}{rest}: trait"),
            Kind::Alias(rest) => write!(f, "{path}{rest}: type"),
            Kind::Macro => write!(f, "{path}!: macro"),
            Kind::Field(ty) => write!(f, "{path}: {ty}"),
            Kind::Variant { fields, number } => {
                write!(f, "{path}{fields}: variant")?;
                number.iter().try_for_each(|number| write!(f, " {number}"))
            }
            Kind::Constant(ty) => write!(f, "{path}: const {ty}"),
            Kind::Function(signature) => write!(f, "{path}{signature}"),
            Kind::Reexport(of) => write!(f, "{path}: use {of}"),
            Kind::Implementation { of, detail } => write!(f, "{path}: impl {of}{detail}"),
            Kind::Invocation { of, detail } => write!(f, "{path}: {of}!({detail})"),
            Kind::NonExhaustive => write!(f, "{path}: non_exhaustive"),
            Kind::Associated(bounds) => write!(f, "{path}{bounds}: associated type"),
        }?;
        if self.deprecated {
            f.write_str(" (deprecated)")?;
        }
        match &self.condition {
            Some(condition) => write!(f, " if {condition}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inputs: Vec<String> = self
            .inputs
            .iter()
            .map(|(name, ty)| match name.as_str() {
                "" => ty.clone(),
                name => format!("{name}: {ty}"),
            })
            .collect();
        let words = [(self.constant, "const "), (self.asynchronous, "async ")];
        let words: String = words.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
        write!(
            f,
            "{}({}){}{}: {words}fn{}",
            self.generics,
            inputs.join(", "),
            self.output,
            self.bounds,
            if self.required { " (required)" } else { "" }
        )
    }
}
