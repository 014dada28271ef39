//! The text printed at the start: the addresses, the users, and `curl` commands that work as printed.

use std::fmt::Write;
use std::path::Path;

use crate::Sandbox;
use crate::tenant::{Application, Home, Role, State, Tenant, User};

/// Returns the text.
pub(super) fn welcome(sandbox: &Sandbox, state: Option<&Path>) -> String {
    let tenant = sandbox.tenant();
    let (first, second) = (sandbox.url(), sandbox.second_url());
    let mut text = format!("A local SAP Concur.\n\n  {first}   the first data center\n  {second}   the second\n");
    // A seed file has at least one application and one user.
    if let Some(application) = tenant.applications.first() {
        about(&mut text, application, &tenant);
        let base_url = match tenant.company.home {
            Home::First => first,
            Home::Second => second,
        };
        lines(&mut text, base_url, application, &tenant);
    }
    let _ = writeln!(text, "\nThe page:  {first}/");
    let _ = match state {
        Some(file) => writeln!(text, "State:     {}", file.display()),
        None => writeln!(text, "State:     in memory, lost on exit (use --state FILE to keep it)"),
    };
    text + "Press Ctrl-C to stop.\n"
}

fn about(text: &mut String, application: &Application, tenant: &Tenant) {
    let company = &tenant.company;
    for (what, value) in [
        ("client id", &application.client_id),
        ("client secret", &application.client_secret),
        ("company", &company.name),
        ("company uuid", &company.id),
        ("request token", &company.request_token),
    ] {
        let _ = write!(text, "\n  {what:<14} {value}");
    }
    let widest = |of: fn(&User) -> &str| tenant.users.iter().map(|user| of(user).len()).max().unwrap_or(0);
    let (login, password) = (widest(|user| &user.login_id), widest(|user| &user.password));
    text.push_str("\n\nUsers: login, password, uuid, roles and state\n\n");
    for user in &tenant.users {
        let User {
            login_id,
            password: word,
            id,
            ..
        } = user;
        let _ = writeln!(
            text,
            "  {login_id:<login$}  {word:<password$}  {id}  {}",
            description(user)
        );
    }
}

fn description(user: &User) -> String {
    let mut words: Vec<String> = user.roles.iter().map(|role| role_name(*role).to_owned()).collect();
    if let Some(approver) = &user.approver {
        words.push(format!("approved by {approver}"));
    }
    if user.home == Home::Second {
        words.push("belongs to the second data center".to_owned());
    }
    words.extend(state_name(user.state).map(str::to_owned));
    words.join(", ")
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Purchaser => "purchaser",
        Role::Traveler => "traveler",
        Role::Approver => "approver",
        Role::Processor => "processor",
    }
}

fn state_name(state: State) -> Option<&'static str> {
    match state {
        State::Active => None,
        State::Disabled => Some("disabled"),
        State::Locked => Some("locked"),
        State::SsoOnly => Some("single sign-on only"),
        State::PasswordExpired => Some("must change the password"),
    }
}

/// Appends shell commands that need only `curl` and `sed`.
fn lines(text: &mut String, base_url: &str, application: &Application, tenant: &Tenant) {
    let form = [
        ("client_id", application.client_id.as_str()),
        ("client_secret", &application.client_secret),
        ("grant_type", "password"),
        ("username", &tenant.company.id),
        ("password", &tenant.company.request_token),
        ("credtype", "authtoken"),
    ];
    let fields: String = form
        .iter()
        .map(|(name, value)| format!(" --data-urlencode {}", quoted(&format!("{name}={value}"))))
        .collect();
    let get_token = format!("curl -s {base_url}/oauth2/v0/token{fields}");
    let pick = r#"sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p'"#;
    // A company token needs the user whose Requests to list.
    let traveler = tenant.users.iter().find(|user| user.can(Role::Traveler));
    let user = traveler.map(|user| user.id.as_str()).unwrap_or_default();
    let list = |token: &str| {
        let url = format!("{base_url}/travelrequest/v4/requests?userId={user}");
        format!("curl -s -H \"Authorization: Bearer {token}\" '{url}'")
    };
    let _ = writeln!(text, "\nGet a company token:\n\n{get_token}");
    let _ = writeln!(
        text,
        "\nList Requests (replace TOKEN with the access token):\n\n{}",
        list("TOKEN")
    );
    let both = list(&format!("$({get_token} | {pick})"));
    let _ = writeln!(text, "\nBoth at once:\n\n{both}");
}

/// Quotes a text for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
