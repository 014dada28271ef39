//! The compose file.

use serde_json::Value;

use super::*;

const FILE: &str = "deploy/compose.yaml";

/// Reads a file of variables.
#[track_caller]
pub(super) fn variables(path: &str) -> Variables {
    let text = text(path);
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let variable = |line: &str| {
        line.split_once('=')
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    lines
        .map(|line| variable(line).unwrap_or_else(|| panic!("{path}: {line}")))
        .collect()
}

/// The names of variables in a text, with what follows them: `:?`, `-` or `:-…`.
fn used(text: &str) -> Vec<(String, String)> {
    let references = text.split("${").skip(1).map(|rest| rest.split_once('}').unwrap().0);
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let parts = references.map(|reference| reference.split_at(reference.find(|c| !is_part(c)).unwrap()));
    parts.map(|(name, rest)| (name.to_owned(), rest.to_owned())).collect()
}

/// Replaces variables, as `docker compose` does.
#[track_caller]
fn replaced(text: &str, variables: &Variables) -> String {
    let mut replaced = text.to_owned();
    for (name, rest) in used(text) {
        let given = variables.get(&name).filter(|value| !value.is_empty());
        let value = match (given, rest.as_str()) {
            (Some(value), _) => value,
            (None, ":?") => panic!("{name} is needed"),
            (None, rest) => rest.trim_start_matches([':', '-']),
        };
        replaced = replaced.replace(&format!("${{{name}{rest}}}"), value);
    }
    replaced
}

/// The file with the values of the example, and with others where the example has none.
fn compose() -> Value {
    let mut filled = variables("deploy/example.env");
    for (name, value) in &mut filled {
        if value.is_empty() {
            value.push_str(match name.as_str() {
                "CONCUR_DATA_CENTER" => "us2",
                "CONCUR_TOKEN_STORE_KEY" => KEY,
                _ => "filled-in",
            });
        }
    }
    parsed(FILE, &replaced(&text(FILE), &filled))
}

fn probe(service: &Value) -> Option<Probe> {
    let check = strings(service["healthcheck"].get("test")?);
    let url = check.last()?.strip_prefix("http://127.0.0.1:")?;
    let (port, path) = url.split_once('/')?;
    Some(Probe {
        path: format!("/{path}"),
        port: port.parse().unwrap(),
        timeout: seconds(string(&service["healthcheck"]["timeout"])),
    })
}

/// Whether the service runs the image of this repository.
fn is_ours(service: &Value) -> bool {
    service["image"] == "concur"
}

/// The services that run the program.
pub(super) fn containers() -> Vec<Container> {
    let compose = compose();
    let services = compose["services"].as_object().unwrap();
    let ours = services.iter().filter(|(_, service)| is_ours(service));
    let container = |(name, service): (&String, &Value)| Container {
        name: format!("{FILE}: {name}"),
        arguments: strings(&service["command"]),
        environment: environment(service),
        // The default of Docker is ten seconds.
        grace: service
            .get("stop_grace_period")
            .map_or(Duration::from_secs(10), |time| seconds(string(time))),
        probes: probe(service).into_iter().collect(),
    };
    let containers: Vec<Container> = ours.map(container).collect();
    assert_eq!(containers.len(), 3, "a worker, a command and the sandbox");
    containers
}

fn environment(service: &Value) -> Variables {
    let variables = service["environment"].as_object().into_iter().flatten();
    variables
        .map(|(name, value)| (name.clone(), string(value).to_owned()))
        .collect()
}

#[test]
fn compose_uses_the_variables_of_both_examples() {
    let text = text(FILE);
    let used = used(&text);
    for example in ["deploy/example.env", "deploy/sandbox.env"] {
        let given = variables(example);
        for name in given.keys().filter(|name| *name != "COMPOSE_PROFILES") {
            assert!(
                used.iter().any(|(used, _)| used == name),
                "{example}: {name} is not used"
            );
        }
        for (name, _) in used.iter().filter(|(_, rest)| rest == ":?") {
            assert!(given.contains_key(name), "{example} has no {name}");
        }
    }
    replaced(&text, &variables("deploy/sandbox.env"));
}

#[test]
fn compose_has_secrets_only_as_variables() {
    let raw: Value = parsed(FILE, &text(FILE));
    let mut secrets = 0;
    for service in raw["services"].as_object().unwrap().values() {
        for (name, value) in environment(service).iter().filter(|(name, _)| is_secret(name)) {
            assert!(value.starts_with("${") && value.ends_with(":?}"), "{name}");
            secrets += 1;
        }
    }
    assert!(secrets >= 7, "{secrets}");
    for (name, value) in variables("deploy/example.env")
        .iter()
        .filter(|(name, _)| is_secret(name))
    {
        assert!(value.is_empty(), "{name} has a value in the example");
    }
    assert!(text(".gitignore").contains("\n/deploy/.env\n"));
}

#[test]
fn compose_runs_workers_that_wait_for_their_database() {
    let compose = compose();
    let services = &compose["services"];
    for name in ["worker", "concur"] {
        let service = &services[name];
        assert_eq!(service["depends_on"]["postgres"]["condition"], "service_healthy");
        let database = concat!("@", "postgres", "/");
        for url in ["CONCUR_JOURNAL", "CONCUR_TOKEN_STORE"] {
            let url = &environment(service)[url];
            assert!(url.contains(database), "{name}: {url}");
        }
    }
    let postgres = &services["postgres"];
    assert!(list(&postgres["healthcheck"]["test"]).contains(&"pg_isready".into()));
    let volume = string(&postgres["volumes"][0]).split_once(':').unwrap().0;
    assert!(
        compose["volumes"].get(volume).is_some(),
        "{volume} is not a named volume"
    );
    assert!(services["worker"]["deploy"]["replicas"].as_u64() > Some(1));
}

#[test]
fn compose_confines_the_program() {
    let dockerfile = text("Dockerfile");
    let user = dockerfile.split("USER ").nth(1).unwrap().split(':').next().unwrap();
    for (name, service) in compose()["services"].as_object().unwrap() {
        if !is_ours(service) {
            continue;
        }
        assert_eq!(service["read_only"], true, "{name}");
        assert_eq!(service["cap_drop"][0], "ALL", "{name}");
        assert_eq!(service["build"]["target"], "concur", "{name}");
        if name != "sandbox" {
            let config = string(&service["tmpfs"][0]);
            assert_eq!(config, format!("/config:uid={user},gid={user},mode=0700"), "{name}");
        }
    }
}
