//! Every name in the generated code, as a name of the specification: it compiles without warnings, or has a diagnostic.

mod roles;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use self::roles::{PLATFORM, ROLES, Role, Spelling};
use concur_codegen::Files;
use concur_spec::{Contract, Diagnostic, Diagnostics, Label, Sources, Style};
use heck::ToSnakeCase;
use proc_macro2::{Spacing, TokenStream, TokenTree};

use crate::support::compiled;

const API: &str = include_str!("every_name/api.yaml");
/// With this environment variable, all names are tried in all roles, part by part, and also checked by clippy and
/// rustdoc. Takes some minutes.
const FULL: &str = "EVERY_NAME_FULL";

/// The number of parts: a crate with all names in all roles takes more memory than a machine for tests has.
const PARTS: usize = 6;

const SHARED: &str = include_str!("obstacle/platform.yaml");

/// The names of generated code: of items, fields, locals, paths, macros and attributes.
#[derive(Default)]
struct Names {
    all: BTreeSet<String>,
    /// Those of modules and of what is used by a path.
    roots: BTreeSet<String>,
}

impl Names {
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Self::default();
        for text in texts {
            names.add(text.parse().expect("generated code has tokens"));
        }
        names
    }

    fn add(&mut self, tokens: TokenStream) {
        let mut last = String::new();
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string().trim_start_matches("r#").to_owned();
                    if last == "mod" {
                        self.roots.insert(name.clone());
                    }
                    self.all.insert(name.clone());
                    last = name;
                }
                TokenTree::Punct(punct) => {
                    if punct.as_char() == ':' && punct.spacing() == Spacing::Joint {
                        self.roots.insert(std::mem::take(&mut last));
                    }
                    last.clear();
                }
                TokenTree::Group(group) => {
                    self.add(group.stream());
                    last.clear();
                }
                TokenTree::Literal(_) => last.clear(),
            }
        }
    }

    /// Returns the names to try in a role. Only what looks like a type or a module can clash with a type.
    fn of_role(&self, role: &Role) -> BTreeMap<String, String> {
        let is_type = |name: &&String| name.starts_with(char::is_uppercase) || self.roots.contains(*name);
        self.all
            .iter()
            .filter(|name| role.spelling != Spelling::Pascal || is_type(name))
            .map(|name| role.spelling.of(name))
            .filter(|name| !name.is_empty())
            .map(|name| (name.to_snake_case(), name))
            .collect()
    }
}

/// A name in a role.
#[derive(Clone)]
struct Trial {
    role: &'static Role,
    name: String,
    number: usize,
}

impl Trial {
    fn lines(&self) -> impl Iterator<Item = (&'static str, String)> {
        let number = self.number.to_string();
        self.role
            .lines
            .iter()
            .map(move |(mark, line)| (*mark, line.replace('#', &number).replace("NAME", &self.name)))
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` as {}", self.name, self.role.what)
    }
}

/// The template of a file with lines added, and the trial of each line.
struct Written {
    text: String,
    trials: Vec<Option<usize>>,
}

fn write(template: &str, trials: &[(usize, &Trial)]) -> Written {
    let mut added: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    for (index, trial) in trials {
        for (mark, line) in trial.lines() {
            added.entry(mark).or_default().push((*index, line));
        }
    }
    let mut written = Written {
        text: String::new(),
        trials: Vec::new(),
    };
    for line in template.lines() {
        written.text.push_str(line);
        written.text.push('\n');
        written.trials.push(None);
        let Some((indent, mark)) = line.split_once("#+ ") else {
            continue;
        };
        for (index, line) in added.remove(mark).unwrap_or_default() {
            written.text.push_str(&format!("{indent}{line}\n"));
            written.trials.push(Some(index));
        }
    }
    assert!(added.is_empty(), "no mark for {:?}", added.keys());
    written
}

/// A specification with trials, as files.
struct Specification {
    files: BTreeMap<String, Written>,
}

impl Specification {
    /// Returns the platform and the APIs with their trials. Each round has its own APIs.
    fn of(rounds: &[Vec<Trial>]) -> Self {
        let mut of_files: BTreeMap<(usize, usize), Vec<(usize, &Trial)>> =
            BTreeMap::from([((0, PLATFORM), Vec::new()), ((0, 0), Vec::new())]);
        for (round, trials) in rounds.iter().enumerate() {
            for (index, trial) in trials.iter().enumerate() {
                of_files
                    .entry((round, trial.role.api))
                    .or_default()
                    .push((index, trial));
            }
        }
        let files = of_files.into_iter().map(|((round, api), trials)| {
            if api == PLATFORM {
                return ("spec/concur.yaml".to_owned(), write(SHARED, &trials));
            }
            let key = format!("names_{round}_{api}");
            let template = API.replace("KEY", &key).replace("CLIENT", &format!("all_{key}"));
            (format!("spec/{key}.yaml"), write(&template, &trials))
        });
        Self { files: files.collect() }
    }

    fn contract(&self) -> Result<Contract, Diagnostics> {
        let texts = self
            .files
            .iter()
            .map(|(path, file)| (path.as_str(), file.text.as_str()));
        concur_spec::contract(&Sources::from_texts(texts))
    }

    /// Returns the trial whose line a diagnostic is about.
    fn trial(&self, diagnostics: &Diagnostics, diagnostic: &Diagnostic) -> usize {
        let trial = |label: &Label| {
            let source = diagnostics.sources().file(label.span.file)?;
            let (line, _) = source.line_and_column(label.span.range().start);
            let file = self.files.get(source.path())?;
            *file.trials.get(line - 1)?
        };
        let found = diagnostic.labels.iter().find_map(trial);
        found.unwrap_or_else(|| {
            let shown = diagnostics.render_one(diagnostic, Style::Plain);
            panic!("the diagnostic is about no name:\n{shown}")
        })
    }
}

/// Splits trials into those that are valid together and those that are not.
fn sift(mut trials: Vec<Trial>) -> (Vec<Trial>, Vec<Trial>) {
    let mut refused = Vec::new();
    loop {
        let specification = Specification::of(&[trials.clone()]);
        let Err(diagnostics) = specification.contract() else {
            return (trials, refused);
        };
        let list = diagnostics.list().iter();
        let out: BTreeSet<usize> = list.map(|one| specification.trial(&diagnostics, one)).collect();
        let (stay, go): (Vec<_>, Vec<_>) = trials
            .into_iter()
            .enumerate()
            .partition(|(index, _)| !out.contains(index));
        trials = stay.into_iter().map(|(_, trial)| trial).collect();
        refused.extend(go.into_iter().map(|(_, trial)| trial));
    }
}

/// Returns the trials by round, and the names that are refused in a round of their own. A name that collides with
/// another name of a round is tried again in the next one.
fn rounds(mut trials: Vec<Trial>) -> (Vec<Vec<Trial>>, Vec<Trial>) {
    let (mut rounds, mut refused): (Vec<Vec<Trial>>, _) = (Vec::new(), Vec::new());
    loop {
        let (accepted, rest) = sift(trials);
        if accepted.is_empty() {
            refused.extend(rest);
            return (rounds, refused);
        }
        rounds.push(accepted);
        // There is one platform.
        let (platform, rest) = rest.into_iter().partition(|trial| trial.role.api == PLATFORM);
        refused.extend(platform);
        trials = rest;
    }
}

/// Returns the trials of a part: each name in every sixth role.
fn trials(part: usize) -> Vec<Trial> {
    let files = generate(&Specification::of(&[]));
    let source = files.iter().filter(|(path, _)| path.starts_with("generated/src"));
    let names = Names::of(source.map(|(_, text)| text.as_str()));
    let roles = ROLES.iter().enumerate();
    let all = roles.flat_map(|(number, role)| {
        let names = names.of_role(role).into_values().enumerate();
        names
            .filter(move |(index, _)| (index + number) % PARTS == part)
            .map(move |(_, name)| (role, name))
    });
    all.enumerate()
        .map(|(number, (role, name))| Trial { role, name, number })
        .collect()
}

fn generate(specification: &Specification) -> Files {
    let contract = specification
        .contract()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    concur_codegen::generate(&contract).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_generated_name_compiles_or_has_a_diagnostic() {
    if std::env::var_os(FULL).is_none() {
        compile(&try_part(0), &[&["check"]]);
        return;
    }
    // A method `into_x` or a constructor with eight arguments is what the specification asks for.
    let clippy = ["clippy", "--", "-A", "clippy::style", "-A", "clippy::complexity"];
    for part in 0..PARTS {
        compile(
            &try_part(part),
            &[&["check", "--all-targets"], &clippy, &["doc", "--no-deps"]],
        );
    }
}

/// Returns the specification with all valid names of a part.
fn try_part(part: usize) -> Specification {
    let (rounds, refused) = rounds(trials(part));
    let accepted: usize = rounds.iter().map(Vec::len).sum();
    let with_diagnostic: Vec<String> = refused.iter().map(Trial::to_string).collect();
    println!(
        "{accepted} names compile; {} have a diagnostic: {}",
        refused.len(),
        with_diagnostic.join(", ")
    );
    assert!(accepted > 1500 && refused.len() < accepted / 10);
    Specification::of(&rounds)
}

fn compile(specification: &Specification, commands: &[&[&str]]) {
    let contract = specification
        .contract()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let place = compiled::on_disk("every-name", &contract, generate(specification));
    for arguments in commands {
        compiled::cargo(&place, arguments);
    }
}
