//! Settings: flag, environment variable, profile.

use concur_sandbox::Sandbox;

use crate::support::User;

/// A user with a profile file.
async fn with(config: &str) -> User {
    let user = User::new(Sandbox::builder()).await;
    std::fs::create_dir(user.path("config")).unwrap();
    user.write("config/config.toml", config);
    user
}

const PROFILE: &str = "\
default_profile = \"shop\"

[profiles.shop]
timeout = \"11s\"
data_center = \"us2\"
";

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_beats_the_environment_which_beats_the_profile() {
    let user = with(PROFILE).await;
    let config = user.path("config").join("config.toml").display().to_string();
    let doctor = ["doctor", "--offline"];
    let environment = [("CONCUR_TIMEOUT", "22s")];
    user.run(doctor)
        .await
        .shows(&format!("shop (from {config}:1)"))
        .shows(&format!("timeout = 11s (from {config}:4)"));
    user.run_in(&environment, doctor)
        .await
        .shows("timeout = 22s (from environment variable CONCUR_TIMEOUT)");
    for arguments in [
        ["--timeout", "33s", "doctor", "--offline"],
        ["doctor", "--offline", "--timeout", "33s"],
    ] {
        user.run_in(&environment, arguments)
            .await
            .shows("timeout = 33s (from --timeout)");
    }
    // An empty variable is one that is not set.
    user.run_in(&[("CONCUR_TIMEOUT", "")], doctor)
        .await
        .shows("timeout = 11s");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_chosen_by_flag_or_variable() {
    let user = with("[profiles.one]\ntimeout = \"1s\"\n[profiles.two]\ntimeout = \"2s\"\n").await;
    let environment = [("CONCUR_PROFILE", "one")];
    user.run_in(&environment, ["doctor", "--offline"])
        .await
        .shows("one (from environment variable CONCUR_PROFILE)")
        .shows("timeout = 1s");
    user.run_in(&environment, ["--profile", "two", "doctor", "--offline"])
        .await
        .shows("two (from --profile)")
        .shows("timeout = 2s");
    user.run(["doctor", "--offline"]).await.shows("default (from default)");
    for name in ["../evil", "", ".hidden", "a/b", "a b"] {
        user.run(["--profile", name, "doctor", "--offline"])
            .await
            .ended_with(2)
            .says("is not a name for a profile (from --profile)");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_setting_of_the_readme_has_its_variable() {
    let readme = include_str!("../../README.md");
    let (_, keys) = readme.split_once("\nKeys: ").unwrap();
    let (keys, _) = keys.split_once(". Each").unwrap();
    let names = keys.split('`').skip(1).step_by(2).filter(|name| *name != "userId");
    let names: Vec<&str> = names.filter(|name| *name != "data_center").collect();
    assert_eq!(names.len(), 14, "{names:?}");
    let user = User::new(Sandbox::builder()).await;
    let values = |name: &str| match name {
        "timeout" => "5s",
        "output" => "json",
        "token_store" => "file",
        _ => "http://localhost:1",
    };
    let environment: Vec<(String, &str)> = names
        .iter()
        .map(|name| (format!("CONCUR_{}", name.to_uppercase()), values(name)))
        .collect();
    let environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    let mut ran = user.run_in(&environment, ["doctor", "--offline"]).await;
    for (variable, name) in environment.iter().map(|(variable, _)| variable).zip(names) {
        let line = format!("{name} = {} (from environment variable {variable})", values(name));
        ran = ran.shows(&line);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_key_is_named_with_its_place_and_the_nearest() {
    let user = with("# mine\n[profiles.shop]\ntimeout = \"5s\"\nbase_ulr = \"https://example.com\"\n").await;
    let config = user.path("config").join("config.toml").display().to_string();
    user.run(["whoami"])
        .await
        .ended_with(2)
        .says(&format!("{config}:4: `base_ulr` is unknown"))
        .says("did you mean `base_url`?");
    user.write("config/config.toml", "\ndefault_profil = \"a\"\n");
    user.run(["whoami"])
        .await
        .ended_with(2)
        .says(&format!("{config}:2: `default_profil` is unknown"))
        .says("did you mean `default_profile`?");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_wrong_form_is_refused_with_its_line() {
    let user = with("").await;
    for (text, problem) in [
        ("default_profile = 5", "config.toml:1: `default_profile` must be a text"),
        ("\nprofiles = 5", "config.toml:2: `profiles` must be a table"),
        ("[profiles]\nshop = 1", "config.toml:2: `profiles.shop` must be a table"),
        (
            "[profiles.default]\ntimeout = 30",
            "config.toml:2: `timeout` must be a text",
        ),
        ("[profiles.default\n", "line 1"),
    ] {
        user.write("config/config.toml", text);
        user.run(["whoami"]).await.ended_with(2).says(problem);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contradictions_are_refused_unless_one_beats_the_other() {
    let both = "[profiles.default]\ndata_center = \"us2\"\nbase_url = \"https://example.com\"\n";
    let user = with(both).await;
    let ran = user.run(["doctor", "--offline"]).await.ended_with(2);
    ran.says("config.toml:3)")
        .says("config.toml:2)")
        .says("cannot be used together");
    user.run(["--base-url", "http://localhost:1", "doctor", "--offline"])
        .await
        .shows("base_url = http://localhost:1 (from --base-url)")
        .hides("us2");
    user.write(
        "config/config.toml",
        "[profiles.default]\nbase_url = \"https://example.com\"\n",
    );
    user.run_in(&[("CONCUR_DATA_CENTER", "eu2")], ["doctor", "--offline"])
        .await
        .shows("data_center = eu2")
        .hides("example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_value_names_where_it_comes_from() {
    let user = with("[profiles.default]\nclient_id = \"1\"\n").await;
    let secret = ("CONCUR_CLIENT_SECRET", "the-client-secret");
    for (name, value, problem) in [
        ("CONCUR_TIMEOUT", "soon", "expected a time such as 30s"),
        ("CONCUR_OUTPUT", "xml", "expected table, json, jsonl or csv"),
        ("CONCUR_DATA_CENTER", "mars", "the data centers are"),
    ] {
        let ran = user.run_in(&[(name, value), secret], ["request", "list"]).await;
        ran.ended_with(2)
            .says(&format!("`{value}`"))
            .says(problem)
            .says(&format!("(from environment variable {name})"))
            .hides("the-client-secret");
    }
    user.write(
        "config/config.toml",
        "[profiles.default]\nclient_id = \"1\"\n\ntimeout = \"-3s\"\n",
    );
    user.run_in(&[secret], ["request", "list"])
        .await
        .ended_with(2)
        .says("config.toml:4)");
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_of_the_profile_file_survive_a_login() {
    let config = "\
# Ours. Ask Ann before you change it.
default_profile = \"shop\" # for the till

[profiles.other] # nobody uses this
timeout = \"5s\"

# The shop.
[profiles.shop]
# Patience.
timeout   =   \"40s\"  # as agreed
# Of the desk.
client_id='an old one' # until May
scopes = [\"purchaserequest.read\", \"travelrequest.write\"] # two
";
    let user = with(config).await;
    let url = user.sandbox.url().to_owned();
    user.run(["login", "--sandbox", &url]).await.succeeded();
    let changed = user.read("config/config.toml");
    let id = &user.sandbox.tenant().applications[0].client_id;
    let expected = config.replace("'an old one'", &format!("\"{id}\""));
    for line in expected.lines() {
        assert!(changed.contains(line), "{line}\nis not in\n{changed}");
    }
    user.run(["login", "--sandbox", &url]).await.succeeded();
    assert_eq!(user.read("config/config.toml"), changed);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn secrets_that_others_can_read_are_refused() {
    use std::os::unix::fs::PermissionsExt;

    let user = User::logged_in().await;
    let path = user.path("config/credentials.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let before = user.sandbox.requests().len();
    user.run(["request", "list"])
        .await
        .ended_with(1)
        .says("other users may read")
        .says("mode 640")
        .says(&format!("chmod 600 {}", path.display()))
        .hides("sandbox-secret");
    assert_eq!(user.sandbox.requests().len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_file_of_secrets_is_not_quoted() {
    let user = User::logged_in().await;
    let secrets = user.read("config/credentials.toml");
    std::fs::write(
        user.path("config/credentials.toml"),
        secrets.replace("client_secret = ", "client_secret "),
    )
    .unwrap();
    user.run(["request", "list"])
        .await
        .ended_with(2)
        .says("is not a valid file of this program")
        .hides("sandbox-secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_a_proxy_is_not_shown() {
    let user = with("").await;
    let proxy = "http://ann:hunter2@proxy.example.com:3128";
    for name in ["CONCUR_PROXY", "HTTPS_PROXY"] {
        user.run_in(&[(name, proxy)], ["doctor"])
            .await
            .hides("hunter2")
            .shows("http://***@proxy.example.com:3128");
    }
}
