//! The parts of a line of the public API.

use std::fmt;

/// A public item, or a property of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The public path: `sap_concur::request::Expense.custom1`. For an implementation of a trait, the path of the type.
    pub path: String,
    /// The kind of item.
    pub kind: Kind,
    /// The condition, such as `cfg(feature = "blocking")`. Items inside also have that of their module or type.
    pub condition: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// The kind of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A module.
    Module,
    /// A struct.
    Struct {
        /// The type parameters, `<HasId = Missing>`.
        generics: String,
        /// Whether it has private fields, so that users cannot build it with a struct expression.
        opaque: bool,
    },
    /// An enum, with its type parameters.
    Enum(String),
    /// A trait, with its type parameters and bounds.
    Trait(String),
    /// A type alias, with its type parameters and target.
    Alias(String),
    /// A macro.
    Macro,
    /// A public field, with its type.
    Field(String),
    /// A variant.
    Variant {
        /// The fields.
        fields: String,
        /// The discriminant, if the enum can be cast: none of its variants has fields.
        number: Option<String>,
    },
    /// A constant, with its type.
    Constant(String),
    /// A function or method.
    Function(Signature),
    /// A re-export, with the path of its target.
    Reexport(String),
    /// An implementation of a trait.
    Implementation {
        /// The trait.
        of: String,
        /// The associated types, `{ Output = String }`, and the bounds.
        detail: String,
    },
    /// A macro that implements traits for a type.
    Invocation {
        /// The macro.
        of: String,
        /// The arguments before the type, `closed`.
        detail: String,
    },
    /// The attribute `non_exhaustive`.
    NonExhaustive,
    /// An associated type, with its bounds.
    Associated(String),
}

/// The signature of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// The type parameters, `<T: Display>`.
    pub generics: String,
    /// The names and types of its arguments; `self` has no name.
    pub inputs: Vec<(String, String)>,
    /// The return type, ` -> String`, or empty.
    pub output: String,
    /// The bounds, ` where T: Display`, or empty.
    pub bounds: String,
    /// Whether it is async.
    pub asynchronous: bool,
    /// Whether it is const.
    pub constant: bool,
    /// Whether it is required: a setter of a builder without which `build` does not compile, or a trait method without
    /// a default.
    pub required: bool,
}

impl Item {
    /// Returns the key that identifies the item: two items with the same key are the same item before and after a
    /// change.
    #[must_use]
    pub fn key(&self) -> String {
        let path = &self.path;
        match &self.kind {
            Kind::Implementation { of, .. } => {
                // A trait may be written with or without its path: `fmt::Debug` or `Debug`.
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
