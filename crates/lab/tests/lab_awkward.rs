//! Sources of other systems in trouble, one PC with dnf, one with zypper and one with pacman: each trouble is told by its
//! true name, leaves nothing half-done, and costs no other PC its updates.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_awkward/holders.rs"]
mod holders;
#[path = "lab_main_job/office.rs"]
mod office;

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::Stdio,
};

use office::{Office, lines};
use patchround_lab::{Initial, MANAGER, Options, System};
use patchround_words::say;
use serde_json::Value;

const PCS: [(&str, System); 3] = [("pc1", System::Dnf), ("pc2", System::Zypper), ("pc3", System::Pacman)];
const FILES: [&str; 3] =
    ["/etc/yum.repos.d/office.repo", "/etc/zypp/repos.d/office.repo", "/etc/pacman.conf"];
/// Where their sources are, and where they can be.
const HERE: &str = "10.77.0.2/";
const NOBODY: &str = "10.77.0.2:9/";
const NOTHING: &str = "10.77.0.2/nothing/";
/// The key that no PC trusts.
const ANOTHER: &str = "/usr/share/patchround-lab/another.asc";
/// Its set-up step fails, wherever it is.
const FAILING: &str = "pr-failing";

#[test]
fn what_is_wrong_with_a_source_of_another_system_is_told_and_costs_no_other_pc() {
    let systems = PCS.map(|(_, system)| system).to_vec();
    let options = Options { pcs: PCS.len(), systems, initial: Initial::Nothing, ..Options::default() };
    let Some(office) = Office::of("awkward", options) else { return };
    office.found_and_join_all();
    a_source_that_is_gone_is_told_from_a_server_that_is(&office);
    assert_eq!(causes(&office, &["check", "--json"]), BTreeMap::new());
    let before = PCS.map(|(pc, _)| database(&office, pc));
    another_updater_that_does_not_end_is_named(&office);
    with_another_key_nothing_goes_in_and_the_other_pc_is_updated(&office);
    let after = PCS.map(|(pc, _)| database(&office, pc));
    assert_eq!((&after[0], &after[2]), (&before[0], &before[2]), "nothing, and nothing by half");
    their_administrator_trusts_the_other_key(&office);
    another_updater_is_named_and_waited_for(&office);
}

fn a_source_that_is_gone_is_told_from_a_server_that_is(office: &Office) {
    PCS.iter().for_each(|(pc, _)| moves(office, pc, HERE, NOTHING));
    let told = causes(office, &["check", "--json"]);
    assert_eq!(told, each("repo_gone"));
    PCS.iter().for_each(|(pc, _)| moves(office, pc, NOTHING, NOBODY));
    let (code, printed) = office.patchround(&["check"]);
    let said = |text: &str| printed.matches(&say(text)).count();
    assert!(code == 1 && said("cause-no-network") > 0 && said("next-no-network") > 0, "{printed}");
    assert_eq!(causes(office, &["check", "--json"]), each("no_network"));
    PCS.iter().for_each(|(pc, _)| moves(office, pc, NOBODY, HERE));
}

/// Ten minutes of the one who waits are twelve seconds: with pacman, which is asked nothing before. What asks first would get
/// no answer within the time that a question has then; of that, the tests of dnf and zypper hold what comes after.
fn another_updater_that_does_not_end_is_named(office: &Office) {
    let (pc, system) = PCS[2];
    holders::waits_in_a_hurry(office, pc);
    holders::begins(office, pc, system);
    let (told, waited) = round(office, &["--pc", pc], |_| ());
    let steps = &told[pc];
    assert!(steps.len() > 3 && steps.iter().all(|step| step["cause"] == "busy_other_updater"), "{steps:#?}");
    assert!(
        steps[0]["details"].as_str().is_some_and(|said| said.contains(holders::name(system))),
        "{steps:#?}"
    );
    assert_eq!(waited.get(pc).map(String::as_str), Some(holders::name(system)), "{pc}");
    holders::ends(office, pc);
    holders::waits_as_usual(office, pc);
}

/// dnf checks packages, zypper the lists before them, pacman packages: the first and the last learn it when they install.
fn with_another_key_nothing_goes_in_and_the_other_pc_is_updated(office: &Office) {
    PCS.iter().for_each(|(pc, _)| moves(office, pc, "/rpm", "/rpm-another-key"));
    moves(office, "pc3", "/pacman", "/pacman-another-key");
    let told = causes(office, &["check", "--json"]);
    assert_eq!(told, BTreeMap::from([("pc2".to_owned(), "signature_missing".to_owned())]));
    moves(office, "pc2", "-another-key", "");
    holders::begins(office, "pc2", System::Zypper);
    let (told, waited) = round(office, &["--all"], |pc| holders::ends(office, pc));
    for pc in ["pc1", "pc3"] {
        let steps = &told[pc];
        assert!(
            steps.len() > 3 && steps.iter().all(|step| step["cause"] == "signature_missing"),
            "{steps:#?}"
        );
    }
    assert_eq!(waited, BTreeMap::from([("pc2".to_owned(), holders::name(System::Zypper).to_owned())]));
    is_updated(office, "pc2", &told["pc2"]);
}

fn their_administrator_trusts_the_other_key(office: &Office) {
    let dnf = format!("sed -i s,^gpgkey=.*,gpgkey=file://{ANOTHER}, {}", FILES[0]);
    let pacman = format!("pacman-key --add {ANOTHER} && pacman-key --lsign-key another@example.invalid");
    for (pc, script) in [("pc1", dnf), ("pc3", pacman)] {
        office.lab.succeed(pc, ["sh", "-c", &script]).unwrap();
    }
    assert_eq!(causes(office, &["check", "--json"]), BTreeMap::new());
}

/// It ends as soon as the round says that it waits for it.
fn another_updater_is_named_and_waited_for(office: &Office) {
    let waiting = [PCS[0], PCS[2]];
    waiting.iter().for_each(|(pc, system)| holders::begins(office, pc, *system));
    let (told, waited) = round(office, &["--all"], |pc| holders::ends(office, pc));
    for (pc, system) in waiting {
        assert_eq!(waited.get(pc).map(String::as_str), Some(holders::name(system)), "{pc}");
        is_updated(office, pc, &told[pc]);
    }
}

/// All but what fails, by the PC's own database.
fn is_updated(office: &Office, pc: &str, steps: &[Value]) {
    let there = database(office, pc);
    let mut done = 0;
    for step in steps.iter().filter(|step| step["repair"] != true) {
        let (name, version) =
            step["id"].as_str().unwrap().split_once(':').unwrap().1.rsplit_once('@').unwrap();
        let name = name.trim_end_matches(".noarch");
        assert_eq!(there.get(name).map(String::as_str), Some(version), "{pc}: {step}");
        if name == FAILING {
            assert_eq!(step["cause"], "package_script_failed", "{pc}: {step}");
        } else {
            let outcome = step["outcome"].as_str().unwrap();
            assert!(["done", "needs_restart"].contains(&outcome), "{pc}: {step}");
            done += 1;
        }
    }
    assert!(done > 3, "{pc}: {steps:#?}");
}

type Steps = BTreeMap<String, Vec<Value>>;

/// Updates all that there is where. How each PC's updates ended, and for whom it waited; `waits` is told as soon as one
/// does.
fn round(
    office: &Office,
    wherever: &[&str],
    mut waits: impl FnMut(&str),
) -> (Steps, BTreeMap<String, String>) {
    let words = [&["patchround", "update", "--yes", "--json"], wherever].concat();
    let mut command = office.lab.command(MANAGER, words).unwrap();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut waited = BTreeMap::new();
    let mut end = Value::Null;
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        end = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let pc = end["pc"].as_str().unwrap_or_default();
        if end["phase"] == "waiting" && !waited.contains_key(pc) {
            waited.insert(pc.to_owned(), end["item"].as_str().unwrap_or_default().to_owned());
            waits(pc);
        }
    }
    child.wait().unwrap();
    let steps = |pc: &Value| pc["steps"].as_array().unwrap().clone();
    let pcs = end["pcs"].as_array().unwrap_or_else(|| panic!("{end}"));
    (pcs.iter().map(|pc| (pc["pc"].as_str().unwrap().to_owned(), steps(pc))).collect(), waited)
}

/// The causes of the PCs that a check names one for.
fn causes(office: &Office, check: &[&str]) -> BTreeMap<String, String> {
    let (_, printed) = office.patchround(check);
    let end = lines(&printed).pop().unwrap();
    let pcs = end["pcs"].as_array().unwrap_or_else(|| panic!("{printed}"));
    assert_eq!(pcs.len(), PCS.len(), "{printed}");
    let cause = |pc: &Value| {
        let causes = pc["steps"].as_array()?.iter().filter_map(|step| step["cause"].as_str());
        let told: Vec<&str> = causes.collect();
        (!told.is_empty()).then(|| (pc["pc"].as_str().unwrap().to_owned(), told.join(" ")))
    };
    pcs.iter().filter_map(cause).collect()
}

fn each(cause: &str) -> BTreeMap<String, String> {
    PCS.iter().map(|(pc, _)| ((*pc).to_owned(), cause.to_owned())).collect()
}

/// The source of a PC is elsewhere from now on.
fn moves(office: &Office, pc: &str, from: &str, to: &str) {
    let at = PCS.iter().position(|(name, _)| *name == pc).unwrap();
    office.lab.succeed(pc, ["sed", "-i", &format!("/http:/s,{from},{to},"), FILES[at]]).unwrap();
}

/// What a PC's own package database has: versions by name, without the keys that rpm keeps there.
fn database(office: &Office, pc: &str) -> BTreeMap<String, String> {
    let argv: &[&str] = match PCS.iter().find(|(name, _)| *name == pc).unwrap().1 {
        System::Pacman => &["pacman", "-Q"],
        _ => &["rpm", "-qa", "--qf", "%{NAME} %{VERSION}-%{RELEASE}\n"],
    };
    let said = office.lab.succeed(pc, argv).unwrap();
    let package =
        |line: &str| line.split_once(' ').map(|(name, version)| (name.to_owned(), version.to_owned()));
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with("gpg-pubkey ")).collect();
    let found: BTreeMap<_, _> = lines.iter().copied().filter_map(package).collect();
    assert_eq!(found.len(), lines.len(), "a package is there twice: {said}");
    found
}
