//! The real binary, without any PC.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{net::TcpListener, path::Path, process::Output};

use patchround_golden::schema;
use tempfile::TempDir;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn patchround(state: &Path, words: &[&str]) -> Ran {
    run(&[env!("CARGO_BIN_EXE_patchround")], state, words)
}

#[expect(clippy::disallowed_methods, reason = "the test starts our own program as a person would")]
fn run(program: &[&str], state: &Path, words: &[&str]) -> Ran {
    let Output { status, stdout, stderr } = std::process::Command::new(program[0])
        .args(&program[1..])
        .args(words)
        .arg("--no-discovery")
        .env("PATCHROUND_STATE", state)
        .env_remove("PATCHROUND_LOG")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

fn office() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let made = patchround(dir.path(), &["init", "--office", "Corner Shop", "--person", "Maria"]);
    assert_eq!(made.code, 0, "{}", made.err);
    dir
}

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(ran.out.lines().last().unwrap()).unwrap()
}

fn json_of(text: &str) -> serde_json::Value {
    serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What did not work, as other programs read it.
fn failures(ran: &Ran) -> Vec<serde_json::Value> {
    let said: Vec<_> = ran.err.lines().map(json_of).collect();
    said.iter().for_each(|said| schema::check("failure", said).unwrap());
    said
}

/// One sentence that says what to do next, and nothing about our insides.
#[track_caller]
fn says(ran: &Ran, code: i32, next: &str) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(next), "{}", ran.err);
    assert!(!ran.err.contains("Failed to") && !ran.err.contains("Error"), "{}", ran.err);
}

#[test]
fn an_office_is_made_without_a_question_and_shows_its_paper_once() {
    let dir = tempfile::tempdir().unwrap();
    let made = patchround(dir.path(), &["init", "--office", "Corner Shop", "--person", "Maria"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("on paper"), "{}", made.out);
    let words = |at: &str| {
        let line = made.out.lines().find(|l| l.contains(at)).unwrap();
        line.rsplit(": ").next().unwrap().split(' ').count()
    };
    assert_eq!((words("owner's words"), words("recovery words")), (6, 24));
    assert!(!patchround(dir.path(), &["record"]).out.contains("owner"));
}

#[test]
fn a_second_office_in_the_same_folder_is_refused_and_the_first_stays() {
    let dir = office();
    let second = patchround(dir.path(), &["init", "--office", "Other", "--person", "Jonas"]);
    says(&second, 1, "Corner Shop");
    assert_eq!(patchround(dir.path(), &["pcs"]).code, 0);
}

#[test]
fn an_office_without_pcs_reads_as_empty_lists() {
    let dir = office();
    for command in ["pcs", "updates"] {
        let ran = patchround(dir.path(), &[command, "--json"]);
        assert_eq!((ran.code, json(&ran)), (0, serde_json::json!([])), "{command}");
    }
    let nothing = serde_json::json!({ "pcs": [], "try_first": null });
    assert_eq!(json(&patchround(dir.path(), &["plan", "--json"])), nothing);
    assert!(patchround(dir.path(), &["pcs"]).out.contains("first PC"));
}

#[test]
fn updating_an_office_without_pcs_says_so_and_ends_with_3_for_a_person_has_to_add_one() {
    let dir = office();
    let updated = patchround(dir.path(), &["update", "--all", "--yes", "--json"]);
    assert_eq!((updated.code, &json(&updated)["pcs"]), (3, &serde_json::json!([])));
    let said = failures(&updated);
    assert_eq!((said.len(), &said[0]["kind"], &said[0]["exit_code"]), (1, &"no_pcs".into(), &3.into()));
    assert!(said[0]["error"].as_str().unwrap().contains("has no PC yet"), "{said:?}");
    let updated = patchround(dir.path(), &["update", "--all", "--yes"]);
    assert_eq!(updated.code, 3);
    assert!(updated.out.contains("has no PC yet"), "{}", updated.out);
    assert!(updated.out.contains("run patchround code"), "{}", updated.out);
}

#[test]
fn wrong_use_is_told_with_what_to_do_next() {
    let dir = office();
    let run = |words: &[&str]| patchround(dir.path(), words);
    says(&run(&["update"]), 2, "--all");
    says(&run(&["dance"]), 2, "patchround --help");
    says(&run(&["update", "--all"]), 2, "--yes");
    says(&run(&["update", "--pc", "moon", "--yes"]), 2, "patchround pcs");
    says(&run(&["updates", "--pc", "moon"]), 2, "patchround pcs");
    says(&run(&["rename", "moon", "sun"]), 2, "patchround pcs");
    says(&run(&["remove", "moon"]), 2, "patchround pcs");
    says(&run(&["update", "--id", "rm -rf", "--yes"]), 2, "patchround updates");
    says(&run(&["update", "--id", "apt:a@1", "--yes"]), 1, "patchround check");
    says(&run(&["add", "http://pc"]), 2, "address");
    says(&run(&["add", "192.0.2.7:70000"]), 2, "not a port");
    says(&run(&["add", "127.0.0.1"]), 2, "patchround code");
    says(&run(&["find", "--join", "--seconds", "1"]), 2, "patchround code");
}

#[test]
fn with_json_what_went_wrong_is_an_object_with_a_word_and_its_exit_code() {
    let dir = office();
    let cases: [(&[&str], &str, i32); 6] = [
        (&["rename", "moon"], "wrong_use", 2),
        (&["find", "--seconds", "900"], "wrong_use", 2),
        (&["updates", "--pc", "moon"], "unknown_pc", 2),
        (&["add", "192.0.2.7:70000"], "bad_port", 2),
        (&["update", "--all"], "nobody_to_ask", 2),
        (&["update", "--id", "apt:a@1", "--yes"], "update_gone", 1),
    ];
    for (words, kind, code) in cases {
        let ran = patchround(dir.path(), &[words, &["--json"]].concat());
        let said = json_of(&ran.err);
        schema::check("failure", &said).unwrap();
        let told = (said["kind"].as_str().unwrap(), said["exit_code"].as_i64().unwrap());
        assert_eq!((ran.code, told), (code, (kind, i64::from(code))), "{words:?}: {said}");
        assert!(ran.out.is_empty() && said["error"].as_str().unwrap().len() > 20, "{words:?}: {said}");
    }
}

/// In a network of its own, for it is a search that is heard.
#[cfg(target_os = "linux")]
#[test]
fn with_json_a_search_in_which_nobody_waits_says_so_in_json() {
    let dir = office();
    assert_eq!(patchround(dir.path(), &["code"]).code, 0);
    let alone = ["/usr/bin/unshare", "--map-root-user", "--net", env!("CARGO_BIN_EXE_patchround")];
    let ran = run(&alone, dir.path(), &["find", "--join", "--seconds", "1", "--json"]);
    assert_eq!((ran.code, json(&ran)), (4, serde_json::json!([])));
    let kinds: Vec<_> = failures(&ran).into_iter().map(|said| said["kind"].clone()).collect();
    assert_eq!(kinds[0], "nobody_waits");
    assert!(failures(&ran).iter().all(|said| said["exit_code"] == 4), "{kinds:?}");
}

#[test]
fn without_an_office_every_command_says_how_to_make_one() {
    let dir = tempfile::tempdir().unwrap();
    for command in ["pcs", "updates", "check", "plan", "record", "code", "find"] {
        says(&patchround(dir.path(), &[command]), 2, "patchround init");
    }
}

#[test]
fn an_address_where_nothing_or_something_else_answers_is_told_apart() {
    let dir = office();
    assert_eq!(patchround(dir.path(), &["code"]).code, 0);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    says(&patchround(dir.path(), &["add", &closed.to_string()]), 4, "patchround-helper pair");
    let garbage = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = garbage.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        use std::io::Write;
        for stream in garbage.incoming() {
            _ = stream.unwrap().write_all(b"220 mail ready\r\n");
        }
    });
    says(&patchround(dir.path(), &["add", &at]), 1, "not a PC that waits for an office");
}

#[test]
fn a_code_is_shown_with_its_end() {
    let dir = office();
    let code = json(&patchround(dir.path(), &["code", "--json"]));
    assert_eq!(code["code"].as_str().unwrap().len(), "8301-2947-6".len());
    assert!(code["expires"].as_str().unwrap().ends_with('Z'));
    assert!(!patchround(dir.path(), &["record", "--json"]).out.contains(code["code"].as_str().unwrap()));
}

#[test]
fn a_store_of_a_later_version_is_left_alone_and_said() {
    let dir = office();
    let store = dir.path().join("office/office.sqlite");
    // The version is 4 bytes at offset 60 of the file (sqlite.org/fileformat2.html).
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[60..64].copy_from_slice(&99u32.to_be_bytes());
    std::fs::write(&store, &bytes).unwrap();
    says(&patchround(dir.path(), &["pcs"]), 1, "newest version");
}

/// Where the office lies in a state folder.
fn in_office(dir: &TempDir, file: &str) -> std::path::PathBuf {
    dir.path().join("office").join(file)
}

#[test]
fn a_record_that_was_shortened_or_changed_is_shown_and_said_with_what_to_do_and_ends_with_3() {
    let dir = office();
    let whole = patchround(dir.path(), &["record"]);
    assert_eq!((whole.code, whole.err.as_str()), (0, ""), "{}", whole.out);
    let backup = std::fs::read(in_office(&dir, "office.sqlite")).unwrap();
    assert_eq!(patchround(dir.path(), &["code"]).code, 0);
    std::fs::write(in_office(&dir, "office.sqlite"), backup).unwrap();
    for again in [false, true] {
        let shortened = patchround(dir.path(), &["record"]);
        says(&shortened, 3, "If you put back a backup, that is why.");
        assert!(shortened.out.contains("Maria made the office Corner Shop."), "{}", shortened.out);
        assert!(shortened.out.contains("1 line was missing here"), "{again}: {}", shortened.out);
        let json = patchround(dir.path(), &["record", "--json"]);
        schema::check_lines("record", &json.out).unwrap();
        let said = failures(&json);
        assert_eq!((json.code, said.len(), &said[0]["kind"]), (3, 1, &"record_shortened".into()));
    }

    std::fs::write(in_office(&dir, "record.head"), "moon").unwrap();
    let changed = patchround(dir.path(), &["record"]);
    says(&changed, 3, "Do not rely on it, keep a copy of it");
    assert!(changed.out.contains("Maria made the office Corner Shop."), "{}", changed.out);
    let said = failures(&patchround(dir.path(), &["record", "--json"]));
    let kinds: Vec<&str> = said.iter().map(|said| said["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["record_shortened", "record_changed"]);
    assert_eq!(patchround(dir.path(), &["pcs"]).code, 0, "and nothing else minds");
}
