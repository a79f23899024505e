//! What a person has for themselves, on a real PC: listed and updated by "This PC" in their session, as part of the office's
//! round; and waiting for them while they are away. What is there afterwards is asked of their own flatpak.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(clippy::print_stdout, reason = "the desk is shared with a test that somebody watches")]
#![expect(dead_code, reason = "the office and the desk are shared with tests that use all of them")]

#[path = "lab_people/desk.rs"]
mod desk;
#[path = "lab_people/letters.rs"]
mod letters;
#[path = "lab_main_job/office.rs"]
mod office;

use std::time::Duration;

use desk::Desk;
use office::{Office, lines, wait_until};
use patchround_lab::{Initial, Options, System};
use serde_json::Value;

/// Long enough for a slow machine, and for "This PC" to look once a minute.
const LONG: Duration = Duration::from_secs(120);
const PC: &str = "pc1";
const PERSON: &str = "ana";
/// A program and its runtime.
const OWN: usize = 2;

#[test]
fn what_is_one_persons_own_goes_in_with_the_round_or_when_they_come_and_their_flatpak_agrees() {
    let options =
        Options { pcs: 1, systems: vec![System::Flatpak], initial: Initial::Easy, ..Options::default() };
    let Some(office) = Office::of("own", options) else { return };
    let newest = has_the_older_for_herself(&office);
    let of_the_pc = commits(&office, "root", "--system");
    office.found_and_join_all();
    let ana = Desk::of(&office, PC, PERSON);

    let offered = is_offered_to_her(&office);
    is_said_to_be_hers(&office, &offered);
    ana.signs_out();
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 0, "{printed}");
    each_ends(&printed, &offered, "waiting", "person_away");
    assert_ne!(commits(&office, PERSON, "--user"), newest, "she was not there");
    assert_ne!(commits(&office, "root", "--system"), of_the_pc, "what is the PC's went in: {printed}");

    ana.signs_in_again();
    wait_until(LONG, "it goes in when she comes", || commits(&office, PERSON, "--user") == newest);
    wait_until(LONG, "nobody is offered it any more", || {
        office.patchround(&["check"]);
        own_ids(&office).is_empty()
    });

    goes_back_by_herself(&office);
    ana.program_is_killed_and_begins_again();
    let offered = is_offered_to_her(&office);
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 0, "{printed}");
    each_ends(&printed, &offered, "done", "");
    assert_eq!(commits(&office, PERSON, "--user"), newest, "{printed}");
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 0, "there is nothing to update: {printed}");
}

/// She has the older commits of a program and its runtime from the PC's own remote; gives the newest ones.
fn has_the_older_for_herself(office: &Office) -> Vec<String> {
    run(
        office,
        "root",
        "useradd --create-home ana
        install -m 644 /var/lib/flatpak/repo/lab.trustedkeys.gpg /home/ana/key.gpg
        flatpak remotes --system --columns=url > /home/ana/url",
    );
    run(
        office,
        PERSON,
        "flatpak --user remote-add --gpg-import=key.gpg lab $(cat url)
        flatpak --user install -y --noninteractive lab org.lab.Platform org.lab.Notes",
    );
    let newest = commits(office, PERSON, "--user");
    assert_eq!(newest.len(), OWN, "{newest:?}");
    goes_back_by_herself(office);
    newest
}

/// As flatpak's own manual has it (`flatpak update --commit`).
fn goes_back_by_herself(office: &Office) {
    run(
        office,
        PERSON,
        r#"for ref in $(flatpak --user list -a --columns=ref); do
        case $ref in org.lab.Platform*) full=runtime/$ref;; *) full=app/$ref;; esac
        older=$(flatpak --user remote-info --log lab $full | sed -n 's/^ *Commit: *//p' | tail -n 1)
        flatpak --user update -y --noninteractive --no-deps --commit=$older $full
    done"#,
    );
}

fn is_offered_to_her(office: &Office) -> Vec<String> {
    wait_until(LONG, "what is hers is offered", || {
        office.patchround(&["check"]);
        own_ids(office).len() == OWN
    });
    own_ids(office)
}

fn is_said_to_be_hers(office: &Office, ids: &[String]) {
    let account = run(office, PERSON, "id -u");
    assert!(ids.iter().all(|id| id.starts_with(&format!("flatpak:~{}/", account.trim()))), "{ids:?}");
    let updates = office.json(&["updates", "--json"]);
    for update in updates.iter().filter(|update| is_own(update)) {
        assert_eq!((&update["person"], &update["scope"]), (&PERSON.into(), &"person".into()), "{update}");
    }
    let (_, printed) = office.patchround(&["updates"]);
    assert!(printed.contains(PERSON), "{printed}");
}

fn is_own(update: &Value) -> bool {
    update["id"].as_str().unwrap().contains('~')
}

fn own_ids(office: &Office) -> Vec<String> {
    let updates = office.json(&["updates", "--json"]);
    let own = updates.iter().filter(|update| is_own(update));
    own.map(|update| update["id"].as_str().unwrap().to_owned()).collect()
}

fn each_ends(printed: &str, ids: &[String], outcome: &str, cause: &str) {
    let ended = lines(printed).pop().unwrap();
    let results: Vec<&Value> =
        ended["pcs"].as_array().unwrap().iter().flat_map(|pc| pc["steps"].as_array().unwrap()).collect();
    for id in ids {
        let of = results.iter().find(|result| result["id"] == *id.as_str());
        let of = of.unwrap_or_else(|| panic!("{id}: {ended}"));
        assert_eq!(
            (of["outcome"].as_str(), of["cause"].as_str().unwrap_or_default()),
            (Some(outcome), cause),
            "{of}"
        );
    }
}

/// What an account's flatpak says is there: refs and commits.
fn commits(office: &Office, account: &str, whose: &str) -> Vec<String> {
    let said = run(office, account, &format!("flatpak list {whose} -a --columns=ref,active"));
    said.lines().map(str::to_owned).collect()
}

fn run(office: &Office, account: &str, script: &str) -> String {
    let script = format!("set -e; cd ~; {script}");
    office
        .lab
        .succeed(
            PC,
            ["runuser", "-u", account, "--", "env", &format!("HOME=/{}", home(account)), "sh", "-c", &script],
        )
        .unwrap()
}

fn home(account: &str) -> String {
    if account == "root" { "root".to_owned() } else { format!("home/{account}") }
}
