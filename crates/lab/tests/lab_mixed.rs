//! An office of several systems, updated in one round, of which some then goes back: what each PC has afterwards is asked
//! of its own package database.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_mixed/back.rs"]
mod back;
#[path = "lab_main_job/office.rs"]
mod office;

use std::collections::BTreeMap;

use office::{Office, lines};
use patchround_lab::{Initial, Options, System};
use serde_json::Value;

const SYSTEMS: [System; 5] = [System::Flatpak, System::Trixie, System::Dnf, System::Zypper, System::Pacman];
/// A program and its runtime.
const BY_FLATPAK: usize = 2;
/// What fails on each of them, with its cause; the program is new all the same.
const FAILING: &str = "pr-failing";

#[test]
fn an_office_of_several_systems_is_updated_in_one_round_and_goes_back_and_every_database_agrees() {
    let options = Options {
        pcs: SYSTEMS.len(),
        systems: SYSTEMS.to_vec(),
        initial: Initial::Easy,
        ..Options::default()
    };
    let Some(office) = Office::of("mixed", options) else { return };
    office.found_and_join_all();
    let (code, printed) = office.patchround(&["check", "--json"]);
    assert_eq!(code, 0, "{printed}");
    let offered = each_pc_has_its_sources_and_their_updates(&office);
    let before = back::versions(&office);
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 1, "{printed}");
    let ended = lines(&printed).pop().unwrap();
    each_update_is_what_its_database_says(&office, &offered, &ended);
    what_is_not_set_up_needs_somebody(&office, &offered);
    back::what_went_in_goes_back_stays_there_and_is_let_go(&office, &before);
}

/// Also where the package manager itself remembers nothing of a step that failed.
fn what_is_not_set_up_needs_somebody(office: &Office, offered: &Offered) {
    let pcs = office.json(&["pcs", "--json"]);
    let fails = |name: &str| offered[name].iter().any(|id| id.contains(FAILING));
    assert_eq!(offered.keys().filter(|name| fails(name)).count(), 3, "{offered:#?}");
    for (at, system) in SYSTEMS.iter().enumerate() {
        let name = format!("pc{}", at + 1);
        let pc = pcs.iter().find(|pc| pc["name"] == *name).unwrap_or_else(|| panic!("{name}: {pcs:?}"));
        assert_eq!(pc["state"] == "needs_person", fails(&name), "{system:?}: {pc}");
        assert!(pc["os"].is_string() && pc["restart_pending"].is_boolean(), "{system:?}: {pc}");
    }
}

/// By PC: the ids that it offers.
type Offered = BTreeMap<String, Vec<String>>;

fn each_pc_has_its_sources_and_their_updates(office: &Office) -> Offered {
    let pcs = office.json(&["pcs", "--json"]);
    let name_of = |update: &Value| {
        let pc = pcs.iter().find(|pc| pc["id"] == update["pc"]);
        pc.unwrap_or_else(|| panic!("{update}"))["name"].as_str().unwrap().to_owned()
    };
    let mut offered = Offered::new();
    let updates = office.json(&["updates", "--json"]);
    what_advisories_say_is_told(&updates);
    for update in updates {
        offered.entry(name_of(&update)).or_default().push(update["id"].as_str().unwrap().to_owned());
    }
    for (at, system) in SYSTEMS.iter().enumerate() {
        let ids = offered.get(&format!("pc{}", at + 1)).unwrap_or_else(|| panic!("{system:?}: {offered:#?}"));
        let of = |source: &str| ids.iter().filter(|id| id.split(':').next() == Some(source)).count();
        let of_flatpak = if *system == System::Flatpak { BY_FLATPAK } else { 0 };
        assert_eq!(of("flatpak"), of_flatpak, "{system:?}: {ids:#?}");
        assert!(of(system.name()) > 3 && of(system.name()) + of_flatpak == ids.len(), "{system:?}: {ids:#?}");
    }
    offered
}

/// Of the fix for which there is one; what else is new is told to be something else, or nothing is said.
fn what_advisories_say_is_told(updates: &[Value]) {
    for source in ["dnf", "zypper"] {
        let of = |package: &str| {
            let id = format!("{source}:{package}.noarch@");
            updates.iter().find(|update| update["id"].as_str().unwrap().starts_with(&id)).unwrap()
        };
        let fix = of("pr-secure");
        assert_eq!((&fix["class"], &fix["severity"]), (&"security".into(), &"critical".into()), "{fix}");
        assert_eq!(fix["cves"], serde_json::json!(["CVE-2026-0001", "CVE-2026-0002"]), "{fix}");
        assert_eq!(fix["released"]["from"], "catalogue", "{fix}");
        assert_eq!(of("pr-kernel")["class"], "other");
        assert_eq!(of("pr-tool-b")["class"], Value::Null);
    }
    what_is_known_of_flatpaks_is_told(updates);
    let of_pacman = updates.iter().filter(|update| update["source"] == "pacman");
    assert!(of_pacman.clone().count() > 3 && of_pacman.clone().all(|update| update["class"].is_null()));
}

/// The day on which its maker made it; whether it is a fix, nobody says.
fn what_is_known_of_flatpaks_is_told(updates: &[Value]) {
    for update in updates.iter().filter(|update| update["source"] == "flatpak") {
        assert_eq!(
            (&update["released"]["from"], &update["class"]),
            (&"maker".into(), &Value::Null),
            "{update}"
        );
    }
}

fn each_update_is_what_its_database_says(office: &Office, offered: &Offered, ended: &Value) {
    for (pc, ids) in offered {
        let told = ended["pcs"].as_array().unwrap().iter().find(|one| one["pc"] == **pc);
        let steps = told.unwrap_or_else(|| panic!("{pc}: {ended}"))["steps"].as_array().unwrap();
        for id in ids {
            let step =
                steps.iter().find(|step| step["id"] == **id).unwrap_or_else(|| panic!("{id}: {ended}"));
            let (source, name) = id.split_once(':').unwrap();
            let (name, version) = name.rsplit_once('@').unwrap();
            let there = match source {
                "flatpak" => active(office, pc, name),
                _ => installed(office, pc, name),
            };
            // flatpak lists the beginning of a commit.
            let is_new = if source == "flatpak" { version.starts_with(&there) } else { version == there };
            let says_done = ["done", "needs_restart"].contains(&step["outcome"].as_str().unwrap());
            if name.starts_with(FAILING) {
                assert_eq!(step["cause"], "package_script_failed", "{pc}: {step}");
            } else {
                assert!(is_new && says_done, "{pc}: {step}: {there}");
            }
        }
    }
}

/// The commit that a PC's own flatpak has of a ref, `app/ID/ARCH/BRANCH`.
fn active(office: &Office, pc: &str, name: &str) -> String {
    let columns = ["flatpak", "list", "--system", "-a", "--columns=ref,active"];
    let said = office.lab.succeed(pc, columns).unwrap();
    let of_name = |line: &str| {
        let (found, commit) = line.split_once('\t')?;
        name.ends_with(&format!("/{found}")).then(|| commit.trim().to_owned())
    };
    let commit = said.lines().find_map(of_name).unwrap_or_else(|| panic!("{name}: {said}"));
    assert_eq!(commit.len(), 12, "{said}");
    commit
}

/// The version that a PC's own package database has.
fn installed(office: &Office, pc: &str, name: &str) -> String {
    let number: usize = pc.trim_start_matches("pc").parse().unwrap();
    let name = name.split([':', '.']).next().unwrap();
    let (program, args): (&str, &[&str]) = match SYSTEMS[number - 1] {
        System::Debian | System::Trixie | System::Flatpak => ("dpkg-query", &["-W", "-f=${Version}"]),
        System::Dnf | System::Zypper => ("rpm", &["-q", "--qf", "%{VERSION}-%{RELEASE}"]),
        System::Pacman => ("pacman", &["-Q"]),
    };
    let said = office.lab.succeed(pc, [&[program], args, &[name]].concat()).unwrap();
    said.trim().rsplit(' ').next().unwrap_or_default().to_owned()
}
