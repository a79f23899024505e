//! What Ubuntu's own client adds to what apt says, and that a PC without it loses nothing.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]
#![expect(dead_code, reason = "shared with other tests")]

#[path = "conformance/apt.rs"]
mod apt;
#[path = "conformance/replay.rs"]
mod replay;

use std::fs;

use patchround_protocol::{SpkiHash, Update, update::Class};
use patchround_updates::{Asking, Pc, Source, apt::Apt};
use replay::{Fault, Replay};

const PRO: &str = "/usr/bin/pro api u.pro.packages.updates.v1";

/// Lists a PC that says it is this system, with the client.
fn list(system: &str, replay: &Replay) -> Vec<Update> {
    let root = tempfile::tempdir().unwrap();
    apt::root(root.path());
    fs::create_dir_all(root.path().join("etc")).unwrap();
    fs::write(root.path().join("etc/os-release"), format!("ID={system}\n")).unwrap();
    fs::write(root.path().join("usr/bin/pro"), "").unwrap();
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    let (scan, updates) = Apt.list(&Pc { root: root.path(), tools: replay }, &asking);
    assert_eq!(scan.cause, None);
    updates
}

/// Its answer about three packages of the PC: one that apt calls ordinary, in the version that is offered and in another
/// one, and one that only an account would bring.
fn says(version: &str) -> String {
    let one = |package: &str, version: &str, from: &str, status: &str| {
        serde_json::json!({ "download_size": 1, "origin": "mirror.invalid", "package": package, "provided_by": from,
                            "status": status, "version": version })
    };
    let updates = [
        one("pr-tool-a", version, "standard-security", "upgrade_available"),
        one("pr-tool-b", "1.1", "standard-updates", "upgrade_available"),
        one("pr-tool-c", "1.1", "esm-apps", "pending_attach"),
    ];
    let answer = serde_json::json!({ "result": "success", "data": { "attributes": { "updates": updates } } });
    answer.to_string()
}

fn security(updates: &[Update]) -> Vec<&str> {
    let security = updates.iter().filter(|update| update.class == Some(Class::Security));
    security.map(|update| update.package.as_str()).collect()
}

#[test]
fn what_ubuntus_client_says_mends_something_is_a_security_update_and_nothing_less() {
    let by_apt = list("debian", &apt::replay());
    assert!(!security(&by_apt).is_empty() && !security(&by_apt).contains(&"pr-tool-a"));
    let asked = list("ubuntu", &apt::replay().says(PRO, 0, &says("1.1"), "noise"));
    let mut expected = security(&by_apt);
    expected.push("pr-tool-a");
    expected.sort_unstable();
    assert_eq!(security(&asked), expected);
    assert_eq!(asked.len(), by_apt.len(), "it adds no update");
    let other = list("ubuntu", &apt::replay().says(PRO, 0, &says("0.9"), ""));
    assert_eq!(other, by_apt, "a version that is not on the way mends nothing here");
}

#[test]
fn a_client_that_is_missing_slow_too_old_or_talks_nonsense_costs_nothing() {
    let by_apt = list("debian", &apt::replay());
    let old =
        r#"{"result":"failure","errors":[{"title":"'u.pro.packages.updates.v1' is not a valid endpoint"}]}"#;
    for replay in [
        apt::replay().says(PRO, 1, old, ""),
        apt::replay().says(PRO, 0, "not JSON", ""),
        apt::replay().says(PRO, 0, &says("1.1"), "").but(PRO, Fault::Hangs),
        apt::replay().says(PRO, 0, &says("1.1"), "").but(PRO, Fault::IsMissing),
        apt::replay().says(PRO, 0, &says("1.1"), "").but(PRO, Fault::WritesTooMuch),
        apt::replay().says(PRO, 0, &says("1.1"), "").but(PRO, Fault::IsCutOffAfter(200)),
    ] {
        assert_eq!(list("ubuntu", &replay), by_apt);
    }
}
