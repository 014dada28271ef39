//! What the operators' page, the comments of the files and the alerts say.

use super::*;

/// The operators' page.
pub(super) const PAGE: &str = "docs/operations.md";

/// The commands of this program in a text: at the start of a line or of code in it, or run in a container.
fn commands(text: &str) -> Vec<Vec<String>> {
    let code = text.split(['\n', '`']).map(str::trim);
    let command = |code: &str| {
        let code = code.trim_start_matches("# ");
        let start = code.find("--rm concur ").map_or(0, |at| at + "--rm ".len());
        let words = code[start..].strip_prefix("concur ")?;
        Some(words.split_whitespace().map(str::to_owned).collect())
    };
    code.filter_map(command).collect()
}

/// The expressions of the alerts, by name.
pub(super) fn alerts() -> BTreeMap<String, String> {
    let rules = yaml("deploy/alerts.yaml");
    let rules = list(&rules["groups"][0]["rules"]).iter();
    let named = |rule: &Value| (string(&rule["alert"]).to_owned(), string(&rule["expr"]).to_owned());
    rules.map(named).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_for_operators_are_accepted() {
    let user = User::on_another_machine();
    for (file, least) in [(PAGE, 15), ("deploy/compose.yaml", 4), ("deploy/alerts.yaml", 4)] {
        let text = text(file).replace("description: concur ", "description: `concur ");
        let commands = commands(&text);
        assert!(commands.len() >= least, "{file}: {commands:?}");
        for command in commands {
            accepted(&user, file, &command).await;
        }
    }
}

#[test]
fn operators_find_each_alert_and_each_state() {
    let page = text(PAGE);
    let alerts = alerts();
    assert!(alerts.len() >= 5);
    for alert in alerts.keys() {
        assert!(
            page.contains(&format!("| `{alert}` | ")),
            "{PAGE} has no row for {alert}"
        );
    }
    for state in concur_import::State::ALL {
        assert!(
            page.contains(&format!("\n| {state} | ")),
            "{PAGE} has no row for {state}"
        );
    }
}

#[test]
fn operators_find_each_table() {
    let page = text(PAGE);
    let tables = ["import/src/postgres/tables.sql", "stores/src/table/format-1.sql"];
    let texts = tables.map(text).concat();
    let names: Vec<&str> = texts
        .split("CREATE TABLE ")
        .skip(1)
        .map(|rest| rest.split('(').next().unwrap())
        .collect();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        assert!(
            page.contains(&format!("\n| `{name}` | ")),
            "{PAGE} has no row for {name}"
        );
    }
}
