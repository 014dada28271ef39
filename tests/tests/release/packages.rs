//! The packages that are published. `.ci/packages` compiles them as they are packed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{ROOT, cargo, folder, member, members, output, string, text};

const REPOSITORY: &str = "https://github.com/sap-concur-rs/sap-concur/";

/// The published packages, in the order of publication.
pub(crate) fn published() -> Vec<String> {
    text(".ci/packages.txt").lines().map(str::to_owned).collect()
}

/// Returns the dependencies of a package on others of the workspace.
fn own_dependencies(package: &Value) -> impl Iterator<Item = &Value> {
    let dependencies = package["dependencies"].as_array().expect("a list");
    dependencies.iter().filter(|dependency| dependency["path"].is_string())
}

/// Returns the files that a package consists of.
fn files(package: &str) -> BTreeSet<PathBuf> {
    let list = cargo(&["package", "--list", "--allow-dirty", "--offline", "--package", package]);
    list.lines().map(PathBuf::from).collect()
}

#[test]
fn packages_are_published_after_their_dependencies() {
    let published = published();
    let expected: BTreeSet<&str> = members()
        .filter(|member| member["publish"].is_null())
        .map(|member| string(member, "name"))
        .collect();
    assert_eq!(published.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
    for (index, package) in published.iter().enumerate() {
        for dependency in own_dependencies(member(package)) {
            let name = string(dependency, "name");
            assert!(
                published[..index].iter().any(|earlier| earlier == name),
                "{package} before {name}"
            );
        }
    }
}

#[test]
fn packages_depend_on_versions_of_each_other() {
    let mut count = 0;
    for package in published() {
        let package = member(&package);
        for dependency in own_dependencies(package) {
            let wanted = format!("^{}", string(package, "version"));
            assert_eq!(
                dependency["req"], wanted,
                "{} of {}",
                dependency["name"], package["name"]
            );
            count += 1;
        }
    }
    // At least the sandbox on the specification, the SDK on its runtime and, in examples, on the sandbox.
    assert!(count >= 3, "{count}");
}

#[test]
fn packages_say_what_a_registry_shows() {
    for name in published() {
        let package = member(&name);
        for key in ["description", "license", "repository", "readme", "rust_version"] {
            assert!(!string(package, key).is_empty(), "{name}: {key}");
        }
        assert_eq!(string(package, "documentation"), format!("https://docs.rs/{name}"));
        let count = |key: &str| package[key].as_array().map_or(0, Vec::len);
        assert!((1..=5).contains(&count("keywords")), "{name}: keywords");
        assert!((1..=5).contains(&count("categories")), "{name}: categories");
    }
}

#[test]
fn packages_contain_licenses_readme_and_changelog() {
    for name in published() {
        let files = files(&name);
        for file in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "CHANGELOG.md"] {
            assert!(files.contains(Path::new(file)), "{name} has no {file}");
        }
    }
}

#[test]
fn copies_in_packages_equal_their_originals() {
    for name in published() {
        let folder = folder(member(&name));
        let mut copies = vec!["LICENSE-MIT", "LICENSE-APACHE"];
        if name.starts_with("sap-concur") {
            copies.push("CHANGELOG.md");
        }
        for file in copies {
            let copy = folder.join(file);
            assert!(text(&copy) == text(file), "cp {file} {}", copy.display());
        }
    }
}

/// Returns the arguments of macros and attributes in a source that include a file.
fn included(source: &str) -> Vec<&str> {
    let openings = ["include_str!(\"", "include_bytes!(\"", "include!(\"", "#[path = \""];
    let after = |opening| source.split(opening).skip(1).filter_map(|rest| rest.split('"').next());
    openings.into_iter().flat_map(after).collect()
}

/// Resolves `..` without the file system, or returns `None` if the path leaves the package.
fn resolve(path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => resolved.pop().then_some(())?,
            component => resolved.push(component),
        }
    }
    Some(resolved)
}

#[test]
fn packages_contain_every_file_that_they_include() {
    let mut count = 0;
    for name in published() {
        let (files, folder) = (files(&name), folder(member(&name)));
        let sources = files
            .iter()
            .filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
        for source in sources {
            for path in included(&text(folder.join(source))) {
                let resolved = resolve(&source.with_file_name(path));
                let is_packed = resolved.is_some_and(|path| files.contains(&path));
                assert!(is_packed, "{name}: {} includes {path}", source.display());
                count += 1;
            }
        }
    }
    assert!(count > 100, "only {count} files are included");
    assert_eq!(included("include_str!(\"../x.md\")"), ["../x.md"]);
    assert_eq!(resolve(Path::new("src/../../x.md")), None);
}

/// Returns the targets of the links in a Markdown text.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// Returns the anchors of the headings of a Markdown file, as GitHub names them.
fn anchors(file: &Path) -> impl Iterator<Item = String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let headings: Vec<String> = text
        .lines()
        .filter_map(|line| {
            line.trim_start_matches('#')
                .strip_prefix(' ')
                .filter(|_| line.starts_with('#'))
        })
        .map(str::to_lowercase)
        .collect();
    headings.into_iter().map(|heading| {
        let kept = heading
            .chars()
            .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
        kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
    })
}

/// Says what is wrong with a link of a README that a registry shows.
fn fault(link: &str) -> Option<String> {
    let in_repository = link.strip_prefix(REPOSITORY);
    if let Some(path) = in_repository {
        let path = path
            .strip_prefix("blob/main/")
            .or_else(|| path.strip_prefix("tree/main/"));
        let exists = path.is_some_and(|path| match path.split_once('#') {
            Some((path, anchor)) => anchors(&ROOT.join(path)).any(|known| known == anchor),
            None => ROOT.join(path).exists(),
        });
        return (!exists).then(|| format!("{link} is not in the repository"));
    }
    for host in ["https://docs.rs/", "https://crates.io/crates/"] {
        if let Some(path) = link.strip_prefix(host) {
            let name = path.split('/').next().unwrap_or_default();
            let is_own = published().iter().any(|package| package == name);
            return (!is_own).then(|| format!("{link} is not a package of ours"));
        }
    }
    let is_absolute = link.starts_with('#') || link.starts_with("https://");
    (!is_absolute).then(|| format!("{link} is relative"))
}

#[test]
fn links_of_readmes_work_on_a_registry_page() {
    for name in published() {
        let readme = text(folder(member(&name)).join("README.md"));
        for link in links(&readme) {
            assert_eq!(fault(link), None, "{name}");
        }
    }
    assert!(fault("SEED.md").is_some() && fault("guide").is_some());
    assert!(fault(&format!("{REPOSITORY}blob/main/nowhere.md")).is_some());
    assert!(fault(&format!("{REPOSITORY}blob/main/spec/README.md#nowhere")).is_some());
    let guide = ROOT.join("generated/src/guide.rs");
    assert!(guide.is_file(), "the README of the SDK links to the guide");
}

#[test]
fn dependency_lines_of_readmes_match_the_packages() {
    for readme in [
        "README.md",
        "generated/README.md",
        "runtime/README.md",
        "spec/README.md",
        "contract/README.md",
        "import/README.md",
        "stores/README.md",
    ] {
        let text = text(readme);
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        let lines: Vec<_> = lines
            .filter(|(name, _)| published().iter().any(|package| package == name))
            .collect();
        assert_eq!(lines.len(), 1, "{readme}: {lines:?}");
        for (name, value) in lines {
            let package = member(name);
            let mut quoted = value.split('"').skip(1).step_by(2);
            let version = quoted.next().expect("a version");
            assert!(
                string(package, "version").starts_with(&format!("{version}.")),
                "{readme}: {value}"
            );
            for feature in quoted {
                assert!(package["features"][feature].is_array(), "{readme}: {feature}");
            }
        }
    }
}

#[test]
fn features_of_the_sdk_are_in_its_readme() {
    let readme = text("generated/README.md");
    let features = member("sap-concur")["features"].as_object().expect("a mapping");
    for feature in features.keys().filter(|feature| *feature != "default") {
        assert!(readme.contains(&format!("\n| `{feature}` | ")), "{feature}");
    }
}

#[test]
fn each_api_has_a_feature_that_ci_finds() {
    let contract = concur_sandbox::contract().expect("the contract is readable");
    let apis: BTreeSet<&str> = contract.apis.iter().filter_map(|api| api.feature.as_deref()).collect();
    let found = output(&mut Command::new(ROOT.join(".ci/api-features")));
    assert_eq!(found.lines().collect::<BTreeSet<_>>(), apis);
    let default = &member("sap-concur")["features"]["default"];
    let mut default = default.as_array().expect("a list").iter().filter_map(Value::as_str);
    assert!(
        default.any(|feature| apis.contains(feature)),
        "some API is on by default"
    );
}

#[test]
fn packages_are_documented_with_labels_of_features() {
    for name in published() {
        let package = member(&name);
        let targets = package["targets"].as_array().expect("a list");
        // A program has no items.
        let Some(library) = targets.iter().find(|target| target["kind"][0] == "lib") else {
            continue;
        };
        let has_features = package["features"]
            .as_object()
            .is_some_and(|features| !features.is_empty());
        let is_labeled = fs::read_to_string(string(library, "src_path"))
            .expect("the crate has a root")
            .contains("cfg_attr(docsrs, feature(doc_cfg))");
        let docs = &package["metadata"]["docs"]["rs"];
        assert_eq!(is_labeled, has_features, "{name}");
        assert_eq!(docs["all-features"] == true, has_features, "{name}: {docs}");
    }
}
