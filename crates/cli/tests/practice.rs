//! The real binary with practice PCs: what a person types, from an empty folder to "up to date".

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{path::Path, process::Stdio};

use patchround_practice::{Practice, ordinary};
use serde_json::Value;

/// What one command printed, and how it ended.
struct Ran {
    code: i32,
    all: String,
}

impl Ran {
    fn json(&self) -> Value {
        let last = self.all.lines().filter_map(|line| serde_json::from_str(line).ok()).next_back();
        last.unwrap_or_else(|| panic!("no JSON: {}", self.all))
    }
}

/// Runs the binary while this thread goes on serving the practice PCs.
async fn patchround(state: &Path, words: &[&str]) -> Ran {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let state = state.to_owned();
    tokio::task::spawn_blocking(move || run(&state, &words)).await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the test starts our own program as a person would")]
fn run(state: &Path, words: &[String]) -> Ran {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_patchround"))
        .args(words)
        .arg("--no-discovery")
        .env("PATCHROUND_STATE", state)
        .env_remove("PATCHROUND_LOG")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let all = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    Ran { code: output.status.code().unwrap(), all }
}

/// An office that these PCs have joined, by the code that was typed at each.
async fn office(practice: &Practice) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let made = patchround(dir.path(), &["init", "--office", "Corner Shop", "--person", "Maria"]).await;
    assert_eq!(made.code, 0, "{}", made.all);
    let code = patchround(dir.path(), &["code", "--json"]).await.json();
    practice.type_code(code["code"].as_str().unwrap()).unwrap();
    for pc in practice.pcs() {
        let added = patchround(dir.path(), &["add", &pc.address().to_string()]).await;
        assert_eq!(added.code, 0, "{}", added.all);
    }
    dir
}

#[tokio::test]
async fn an_office_is_joined_read_updated_and_up_to_date() {
    let practice = Practice::start(ordinary(1, 3, 6)).await.unwrap();
    let dir = office(&practice).await;
    let pcs = patchround(dir.path(), &["pcs", "--json"]).await.json();
    let names: Vec<&str> = pcs.as_array().unwrap().iter().map(|pc| pc["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["front-desk", "till", "workshop"]);
    let updates = patchround(dir.path(), &["updates", "--json"]).await.json();
    assert_eq!(updates.as_array().unwrap().len(), 18);

    let updated = patchround(dir.path(), &["update", "--all", "--yes"]).await;
    assert_eq!(updated.code, 0, "{}", updated.all);
    let after = patchround(dir.path(), &["pcs"]).await;
    assert!(after.all.contains("3 of 3 PCs are up to date"), "{}", after.all);
    assert_eq!(patchround(dir.path(), &["updates", "--json"]).await.json(), serde_json::json!([]));
    assert!(practice.pcs().iter().all(|pc| pc.installed() == 6));
}

#[tokio::test]
async fn a_pc_that_is_off_ends_the_command_with_4_and_the_others_are_updated() {
    let practice = Practice::start(ordinary(2, 2, 2)).await.unwrap();
    let dir = office(&practice).await;
    practice.pc("till").unwrap().power_off();
    let updated = patchround(dir.path(), &["update", "--all", "--yes", "--json"]).await;
    assert_eq!(updated.code, 4, "{}", updated.all);
    let ends: Vec<Value> = updated.json()["pcs"].as_array().unwrap().clone();
    let outcome = |name: &str| ends.iter().find(|pc| pc["pc"] == name).unwrap()["outcome"].clone();
    assert_eq!((outcome("front-desk"), outcome("till")), ("done".into(), "unreachable".into()));
}
