//! The folder of a specification, with things in it that are no files of the specification.

use std::fs;
use std::path::{Path, PathBuf};

use concur_spec::{Code, MINIMAL_PLATFORM, Sources};

use crate::support;

/// Creates a folder `spec` with a platform and one API.
fn folder(test: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("folder").join(test);
    if root.exists() {
        fs::remove_dir_all(&root).expect("the folder of an earlier run is removed");
    }
    let spec = root.join("spec");
    fs::create_dir_all(&spec).expect("the folder is created");
    write(&spec, "concur.yaml", MINIMAL_PLATFORM);
    write(&spec, "pets.yaml", support::HEADER);
    spec
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder is created");
    fs::write(path, text).expect("the file is written");
}

fn sources(spec: &Path) -> Sources {
    Sources::read(spec).expect("the folder can be listed")
}

/// Returns the only diagnostic: its code and its text in the short style.
fn only_diagnostic(spec: &Path) -> (Code, String) {
    let diagnostics = support::diagnostics(&sources(spec));
    let [only] = diagnostics.list() else {
        panic!("{diagnostics}")
    };
    (only.code, diagnostics.render(concur_spec::Style::Plain))
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_are_reported() {
    let spec = folder("dangling");
    std::os::unix::fs::symlink("../gone.yaml", spec.join("birds.yaml")).expect("the link is made");
    let (code, text) = only_diagnostic(&spec);
    assert_eq!(code, Code::NotAFile);
    insta::assert_snapshot!(text, @r"
    error[E007]: not a file that can be read
     --> spec/birds.yaml:1:1
      |
    1 |
      | ^ it is a link to `../gone.yaml`, which does not exist
      |
      = help: make it a file, or remove it
    ");
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_are_reported() {
    let spec = folder("loop");
    std::os::unix::fs::symlink("fish.yaml", spec.join("birds.yaml")).expect("the link is made");
    std::os::unix::fs::symlink("birds.yaml", spec.join("fish.yaml")).expect("the link is made");
    std::os::unix::fs::symlink(".", spec.join("circle")).expect("the link is made");
    let diagnostics = support::diagnostics(&sources(&spec));
    let codes: Vec<Code> = diagnostics.list().iter().map(|one| one.code).collect();
    assert_eq!(
        codes,
        [Code::NotAFile, Code::UnknownFolder, Code::NotAFile],
        "{diagnostics}"
    );
}

#[cfg(unix)]
#[test]
fn pipes_are_reported_and_not_waited_for() {
    let spec = folder("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(spec.join("birds.yaml"))
        .status();
    assert!(made.expect("mkfifo runs").success());
    let (code, text) = only_diagnostic(&spec);
    assert_eq!(code, Code::NotAFile);
    assert!(text.contains("it is a pipe, a socket or a device"), "{text}");
}

#[test]
fn folders_with_the_name_of_a_yaml_file_are_reported() {
    let spec = folder("folder");
    fs::create_dir(spec.join("birds.yaml")).expect("the folder is created");
    let (code, text) = only_diagnostic(&spec);
    assert_eq!(code, Code::NotAFile);
    assert!(text.contains("it is a folder"), "{text}");
}

#[test]
fn a_file_in_place_of_the_errata_folder_is_reported() {
    let spec = folder("errata");
    write(&spec, "errata", "");
    let (code, text) = only_diagnostic(&spec);
    assert_eq!(code, Code::NotAFile);
    assert!(text.contains("spec/errata"), "{text}");
}

#[test]
fn yaml_files_in_an_unknown_folder_are_reported() {
    let spec = folder("unknown");
    write(&spec, "apis/old/birds.yaml", "");
    write(&spec, "apis/old/fish.YML", "");
    write(&spec, "notes/plan.md", "");
    write(&spec, "errata/old/pets.yaml", "");
    write(&spec, "src/tests.yaml", "");
    let diagnostics = support::diagnostics(&sources(&spec));
    let codes: Vec<Code> = diagnostics.list().iter().map(|one| one.code).collect();
    assert_eq!(codes, [Code::UnknownFolder; 2], "{diagnostics}");
    let text = diagnostics.render(concur_spec::Style::Plain);
    assert!(
        text.contains("`old/birds.yaml` and another YAML file are not read"),
        "{text}"
    );
    assert!(text.contains("spec/errata/old:"), "{text}");
}

#[test]
fn the_folder_of_an_api_is_read() {
    let spec = folder("api");
    write(&spec, "birds/birds.yaml", &support::HEADER.replace("pets", "birds"));
    write(&spec, "birds/types.yaml", "types: {}\n");
    write(&spec, "birds/notes.md", "");
    write(&spec, "birds/old/types.yaml", "");
    let paths = |sources: &Sources| {
        sources
            .files()
            .iter()
            .map(|file| file.path().to_owned())
            .collect::<Vec<_>>()
    };
    let expected = [
        "spec/birds/birds.yaml",
        "spec/birds/old",
        "spec/birds/types.yaml",
        "spec/concur.yaml",
        "spec/pets.yaml",
    ];
    assert_eq!(paths(&sources(&spec)), expected);
    assert_eq!(only_diagnostic(&spec).0, Code::UnknownFolder);
    fs::remove_dir_all(spec.join("birds/old")).expect("the folder is removed");
    assert!(concur_spec::load(&sources(&spec)).is_ok());
}

#[test]
fn hidden_files_and_backups_are_skipped() {
    let spec = folder("backups");
    let junk = [
        ".#birds.yaml",
        "._birds.yaml",
        ".birds.yaml.swp",
        "birds.yaml~",
        "#birds.yaml#",
        ".old/birds.yaml",
    ];
    for path in junk {
        write(&spec, path, "no: yaml: at all\n");
    }
    let sources = sources(&spec);
    let paths: Vec<&str> = sources.files().iter().map(concur_spec::Source::path).collect();
    assert_eq!(paths, ["spec/concur.yaml", "spec/pets.yaml"]);
    assert!(concur_spec::load(&sources).is_ok());
}

#[cfg(unix)]
#[test]
fn files_that_cannot_be_read_are_reported() {
    use std::os::unix::fs::PermissionsExt;
    let spec = folder("permissions");
    write(&spec, "birds.yaml", support::HEADER);
    let path = spec.join("birds.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("the permissions are set");
    if fs::read(&path).is_ok() {
        // The user may read everything, as root does; there is nothing to see then.
        return;
    }
    let (code, text) = only_diagnostic(&spec);
    assert_eq!(code, Code::NotAFile);
    assert!(text.contains("ermission denied"), "{text}");
}
