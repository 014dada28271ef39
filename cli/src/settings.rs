//! Settings: a flag beats an environment variable, which beats the profile.

mod file;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};
use etcetera::BaseStrategy;

pub(crate) use file::{Profiles, change_profile, remove_profile};

use crate::failure::Failure;

/// A setting that can be given by flag, by environment variable and in a profile.
#[derive(Debug)]
pub(crate) struct Known {
    /// The key in a profile: `base_url`. The flag is `--base-url`, the variable `CONCUR_BASE_URL`.
    pub(crate) name: &'static str,
    /// What it is, for the help.
    pub(crate) help: &'static str,
    /// The name of its value in the help.
    value: &'static str,
    /// Every command has the flag. Other settings are set by `concur login`, or in the file.
    has_flag: bool,
}

const fn known(name: &'static str, value: &'static str, has_flag: bool, help: &'static str) -> Known {
    Known {
        name,
        help,
        value,
        has_flag,
    }
}

/// All settings.
pub(crate) const KNOWN: [Known; 15] = [
    known("data_center", "NAME", true, "The data center, such as us2 or eu2"),
    known(
        "base_url",
        "URL",
        true,
        "The base URL, in place of a data center, where the token names none",
    ),
    known("client_id", "ID", true, "The client id of the application"),
    known("grant", "GRANT", false, "How the token was obtained"),
    known("principal", "NAME", false, "The company or user that the token is for"),
    known("scopes", "SCOPES", false, "The scopes to request, separated by spaces"),
    known(
        "token_store",
        "STORE",
        true,
        "Where tokens are kept: file (the default), keyring, or the URL of a PostgreSQL database",
    ),
    known(
        "user_id",
        "UUID",
        false,
        "The user for operations that have a parameter `userId`",
    ),
    known("timeout", "TIME", true, "The timeout of a request, such as 30s or 2m"),
    known("proxy", "URL", true, "The proxy, in place of HTTPS_PROXY and its like"),
    known(
        "root_certificate",
        "FILE",
        true,
        "A CA certificate to trust in addition, as PEM",
    ),
    known(
        "plain_http_host",
        "HOST",
        false,
        "A host other than loopback that may be called by plain HTTP",
    ),
    known(
        "allow_host",
        "SUFFIX",
        false,
        "A host that a token response may name as base URL",
    ),
    known(
        "journal",
        "FILE|URL",
        false,
        "The journal of imports: a file, or a database that machines share",
    ),
    known(
        "output",
        "FORMAT",
        false,
        "The output format: table, json, jsonl or csv",
    ),
];

impl Known {
    fn flag(&self) -> String {
        flag(self.name)
    }

    fn variable(&self) -> String {
        variable(self.name)
    }
}

/// The flag of a setting, without dashes.
pub(crate) fn flag(name: &str) -> String {
    name.replace('_', "-")
}

/// The environment variable of a setting.
pub(crate) fn variable(name: &str) -> String {
    format!("CONCUR_{}", name.to_uppercase())
}

/// The flags of all settings that have one.
pub(crate) fn flags() -> impl Iterator<Item = Arg> {
    let flagged = KNOWN.iter().filter(|known| known.has_flag);
    flagged.map(|known| {
        Arg::new(known.name)
            .long(known.flag())
            .value_name(known.value)
            .help(format!("{} [env: {}]", known.help, known.variable()))
            .help_heading(crate::global::HEADING)
            .global(true)
    })
}

/// Where the value of a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    Flag(String),
    Environment(String),
    File(PathBuf, usize),
    Default,
}

impl Origin {
    /// What it is by kind, for contradictions: two values of the same kind contradict, others beat one another.
    fn rank(&self) -> u8 {
        match self {
            Self::Flag(_) => 0,
            Self::Environment(_) => 1,
            Self::File(..) => 2,
            Self::Default => 3,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The value of a setting.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) value: String,
    pub(crate) origin: Origin,
}

impl Setting {
    /// The value of the setting with this name, without what may be a password.
    pub(crate) fn shown(&self, name: &str) -> String {
        match name {
            "proxy" | "token_store" | "journal" => without_password(&self.value),
            _ => self.value.clone(),
        }
    }
}

/// A URL without its user and, if they name a password, its parameters.
pub(crate) fn without_password(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + "://".len());
    let (scheme, rest) = url.split_at(start);
    let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    // A password that is not encoded can have any of the characters that separate the parts.
    if parameters.contains('@') {
        return format!("{scheme}***");
    }
    let place = match place.rsplit_once('@') {
        Some((_, host)) => format!("***@{host}"),
        None => place.to_owned(),
    };
    match parameters {
        "" => format!("{scheme}{place}"),
        secret if secret.contains("password") => format!("{scheme}{place}?***"),
        parameters => format!("{scheme}{place}?{parameters}"),
    }
}

/// The folder with everything that this program keeps.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    fn find() -> Result<Self, Failure> {
        if let Some(path) = std::env::var_os("CONCUR_CONFIG_DIR").filter(|path| !path.is_empty()) {
            return Ok(Self(path.into()));
        }
        let base = etcetera::choose_base_strategy()
            .map_err(|_| Failure::other("there is no home folder").with_remedy("set CONCUR_CONFIG_DIR"))?;
        Ok(Self(base.config_dir().join("concur")))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The profiles.
    pub(crate) fn profiles(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// The client secrets, by profile.
    pub(crate) fn secrets(&self) -> PathBuf {
        self.0.join("credentials.toml")
    }

    /// The tokens, by profile.
    pub(crate) fn tokens(&self) -> PathBuf {
        self.0.join("tokens")
    }

    /// What is locked while an entry of the keyring is replaced.
    #[cfg(feature = "keyring")]
    pub(crate) fn keyring_lock(&self) -> PathBuf {
        self.0.join("keyring.lock")
    }

    /// The journal of the imports of a profile.
    pub(crate) fn journal(&self, profile: &str) -> PathBuf {
        self.0.join(format!("imports-{profile}.sqlite"))
    }
}

/// The settings of a run.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) folder: Folder,
    /// The name of the profile.
    pub(crate) profile: Setting,
    values: BTreeMap<&'static str, Setting>,
}

impl Settings {
    /// Collects the settings.
    pub(crate) fn load(matches: &ArgMatches) -> Result<Self, Failure> {
        let folder = Folder::find()?;
        let profiles = Profiles::read(&folder.profiles())?;
        let profile = from_flag(matches, "profile", "profile")
            .or_else(|| from_environment("CONCUR_PROFILE"))
            .or_else(|| profiles.default_profile())
            .unwrap_or(Setting {
                value: "default".to_owned(),
                origin: Origin::Default,
            });
        check_name(&profile)?;
        let mut values = profiles.of(&profile)?;
        for known in &KNOWN {
            let given = from_flag(matches, known.name, &known.flag()).or_else(|| from_environment(&known.variable()));
            if let Some(setting) = given {
                values.insert(known.name, setting);
            }
        }
        let mut settings = Self {
            folder,
            profile,
            values,
        };
        settings.choose_address()?;
        Ok(settings)
    }

    /// A base URL and a data center say the same thing: the nearer one counts.
    fn choose_address(&mut self) -> Result<(), Failure> {
        let (Some(url), Some(center)) = (self.values.get("base_url"), self.values.get("data_center")) else {
            return Ok(());
        };
        let loser = match url.origin.rank().cmp(&center.origin.rank()) {
            std::cmp::Ordering::Less => "data_center",
            std::cmp::Ordering::Greater => "base_url",
            std::cmp::Ordering::Equal => {
                return Err(Failure::usage(format!(
                    "`base_url` ({}) and `data_center` ({}) cannot be used together",
                    url.origin, center.origin
                )));
            }
        };
        self.values.remove(loser);
        Ok(())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Setting> {
        self.values.get(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).map(|setting| setting.value.as_str())
    }

    /// Replaces a setting, as a login does with what it was told.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<String>, origin: Origin) {
        let value = value.into();
        self.values.insert(name, Setting { value, origin });
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// Reads a setting, with an error that names where it comes from.
    pub(crate) fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Failure> {
        let Some(setting) = self.get(name) else {
            return Ok(None);
        };
        read(&setting.value).map(Some).map_err(|problem| {
            Failure::usage(format!(
                "`{name}` is `{}`: {problem} (from {})",
                setting.shown(name),
                setting.origin
            ))
        })
    }

    /// The settings that are set, in the order in which they are documented.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static Known, &Setting)> {
        KNOWN
            .iter()
            .filter_map(|known| Some((known, self.values.get(known.name)?)))
    }
}

/// Parses a time, such as `30s`, `1h 30m` or `90d`. A day has 24 hours.
pub(crate) fn time(text: &str) -> Result<std::time::Duration, String> {
    let expected = || "expected a time such as 30s, 2m, 1h or 90d".to_owned();
    let span: jiff::Span = text.parse().map_err(|_| expected())?;
    let time = span
        .to_duration(jiff::SpanRelativeTo::days_are_24_hours())
        .map_err(|_| expected())?;
    match std::time::Duration::try_from(time) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("expected a time above zero".to_owned()),
    }
}

/// Parses a rate: a number of requests per period.
pub(crate) fn rate(text: &str) -> Result<(u32, std::time::Duration), String> {
    let wrong = || "expected a rate such as 10/s, 300/m or 5000/h".to_owned();
    let (number, unit) = text.split_once('/').ok_or_else(wrong)?;
    let seconds = match unit.trim() {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3600,
        _ => return Err(wrong()),
    };
    match number.trim().parse() {
        Ok(number) if number > 0 => Ok((number, std::time::Duration::from_secs(seconds))),
        _ => Err(wrong()),
    }
}

fn from_flag(matches: &ArgMatches, id: &str, flag: &str) -> Option<Setting> {
    // Commands that have no such flag do not know its id.
    let value = matches.try_get_one::<String>(id).ok().flatten()?;
    Some(Setting {
        value: value.clone(),
        origin: Origin::Flag(flag.to_owned()),
    })
}

fn from_environment(name: &str) -> Option<Setting> {
    let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
    Some(Setting {
        value,
        origin: Origin::Environment(name.to_owned()),
    })
}

/// The name of a profile is part of the names of files.
fn check_name(profile: &Setting) -> Result<(), Failure> {
    let name = &profile.value;
    let is_valid = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    match !name.is_empty() && name.len() <= 100 && name.chars().all(is_valid) && !name.starts_with('.') {
        true => Ok(()),
        false => Err(Failure::usage(format!(
            "`{name}` is not a name for a profile (from {}): use letters, digits, `-`, `_` and `.`",
            profile.origin
        ))),
    }
}

#[cfg(test)]
mod tests;
