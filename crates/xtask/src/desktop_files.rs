//! What the app's packages have beside the program: the entry in the menu, and what a software centre shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::process::Cmd;
use crate::repository;

const LANGUAGES: [&str; 1] = ["de"];

fn path(name: &str) -> PathBuf {
    repository::root().join("installers/linux/desktop").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

/// The groups of the desktop file, each with its keys.
fn groups() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut groups = BTreeMap::<String, BTreeMap<String, String>>::new();
    let mut group = String::new();
    for line in text("patchround.desktop").lines() {
        if let Some(name) = line.strip_prefix('[') {
            group = name.trim_end_matches(']').to_owned();
        } else if let Some((key, value)) = line.split_once('=') {
            groups.entry(group.clone()).or_default().insert(key.to_owned(), value.to_owned());
        }
    }
    groups
}

#[test]
fn every_action_of_the_menu_entry_starts_the_app_with_what_it_says() {
    let groups = groups();
    let actions = groups["Desktop Entry"]["Actions"].split_terminator(';');
    let commands: Vec<(&str, &str)> = actions
        .map(|action| (action, groups[&format!("Desktop Action {action}")]["Exec"].as_str()))
        .collect();
    assert_eq!(commands, [("plan", "patchround-app --plan"), ("tonight", "patchround-app --tonight")]);
}

#[test]
fn what_a_person_reads_in_the_menu_is_there_in_every_language() {
    for (name, group) in groups() {
        for key in ["Name", "GenericName", "Comment", "Keywords"] {
            // The product's own name is the same everywhere.
            if !group.contains_key(key) || (name == "Desktop Entry" && key == "Name") {
                continue;
            }
            for language in LANGUAGES {
                assert!(group.contains_key(&format!("{key}[{language}]")), "{name}: {key} in {language}");
            }
        }
    }
}

#[test]
fn what_a_software_centre_shows_is_there_in_every_language() {
    let text = text("patchround.metainfo.xml");
    let count = |start: &str| text.matches(start).count();
    assert!(count("<p>") > 0);
    for language in LANGUAGES {
        for tag in ["p", "summary"] {
            let translated = format!("<{tag} xml:lang=\"{language}\">");
            assert_eq!(count(&format!("<{tag}>")), count(&translated), "{tag} in {language}");
        }
    }
}

#[test]
fn the_app_is_called_the_same_in_every_file_of_its_packages() {
    let bundler = fs::read_to_string(repository::root().join("src-tauri/tauri.conf.json")).unwrap();
    let shown = text("patchround.metainfo.xml");
    let entry = &groups()["Desktop Entry"];
    let names: BTreeSet<&str> = ["Icon", "Exec", "StartupWMClass"].map(|key| entry[key].as_str()).into();
    assert_eq!(names, BTreeSet::from(["patchround-app"]));
    assert!(bundler.contains("\"mainBinaryName\": \"patchround-app\""));
    assert!(shown.contains("<binary>patchround-app</binary>"));
    // The bundler names the desktop file after the product.
    assert!(bundler.contains("\"productName\": \"Patchround\""));
    assert!(shown.contains("<launchable type=\"desktop-id\">Patchround.desktop</launchable>"));
    assert!(shown.contains("<id>org.patchround.Patchround</id>"));
    assert_eq!(bundler.matches("/usr/share/metainfo/org.patchround.Patchround.metainfo.xml").count(), 2);
}

/// With the desktop's own programs, where they are installed.
#[test]
fn the_desktop_files_are_valid() {
    let checks: [(&str, &[&str], &str); 2] = [
        ("/usr/bin/desktop-file-validate", &[], "patchround.desktop"),
        ("/usr/bin/appstreamcli", &["validate", "--no-net"], "patchround.metainfo.xml"),
    ];
    for (program, arguments, name) in checks {
        if PathBuf::from(program).exists() {
            let said = Cmd::new(program).args(arguments).arg(path(name)).read().unwrap();
            assert!(!said.contains("error:") && !said.contains("warning:"), "{said}");
        }
    }
}
