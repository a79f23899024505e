//! Debian's own security updates, outstanding for real: named as overdue on the right day, on the right PCs, with the
//! flaws they fix and who says so.
//!
//! The PCs are as Debian was at its last point release, and are told of the security suite here. libfaketime shows all
//! programs another time; the clock of this machine is never set. What must be found is told by a shell script from the
//! changelogs in the packages, and by nothing of ours.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(clippy::print_stdout, reason = "whoever watches learns where the pictures are")]
#![expect(dead_code, reason = "the hands of another test, which needs more of them")]

#[path = "lab_clock/clocks.rs"]
mod clocks;
#[path = "lab_main_job/hour.rs"]
mod hour;
#[path = "lab_people/letters.rs"]
mod letters;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_screen/seat.rs"]
mod seat;
#[path = "lab_late/suite.rs"]
mod suite;
#[path = "lab_late/time.rs"]
mod time;
#[path = "lab_late/window.rs"]
mod window;

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use jiff::{ToSpan, civil::Date};
use office::Office;
use patchround_lab::{DESKTOP, Initial, LabGuard, Lacking, MANAGER, Options};
use serde_json::{Value, json};
use suite::{Known, fetches, is_fixed, knows_the_suite};
use time::{all_are_shown_the_time, it_is, the_manager_has};
use window::Window;

/// Long enough for a slow machine.
const LONG: Duration = Duration::from_secs(60);
/// Has every fix from the start: it must never be named.
const FIXED: &str = "pc3";
/// Days of Cyber Essentials, from the scheme's own text.
const DAYS: i32 = 14;

#[test]
fn debians_own_security_updates_are_named_as_overdue_from_the_day_after_the_last_good_one() {
    let Some((office, app)) = office() else { return };
    let known = the_suite_is_turned_on(&office);
    let newest = known.values().map(|known| known.released).max().unwrap();
    let last_day = newest.checked_add(DAYS.days()).unwrap();

    all_are_shown_the_time(&office);
    it_is(&office, newest.tomorrow().unwrap(), 11);
    office.found_and_join_all();
    let (code, printed) = office.patchround(&["judged-by", "cyber-essentials"]);
    assert_eq!(code, 0, "{printed}");

    let window = Window::of(&office, &app);
    let both = ["pc1", "pc2"];
    for day in [last_day, last_day.tomorrow().unwrap()] {
        it_is(&office, day, 12);
        let (code, printed) = office.patchround(&["check", "--json"]);
        assert_eq!(code, 0, "{printed}");
        every_pc_is_told_as(&office, &known, &both, day);
        the_report_tells_the_same(&office, &known, &both, (day, 13));
        window.tells_the_same(&known, (&both, &[FIXED]), day);
    }

    let day = last_day.tomorrow().unwrap();
    it_is(&office, day, 14);
    is_updated_for_real(&office, "pc1", &known);
    every_pc_is_told_as(&office, &known, &["pc2"], day);
    the_report_tells_the_same(&office, &known, &["pc2"], (day, 15));
    window.tells_the_same(&known, (&["pc2"], &["pc1", FIXED]), day);
}

/// The office, and the app's package; `None` where they were not built, which with `CI=true` is a failure.
fn office() -> Option<(Office, PathBuf)> {
    let named = ["HELPER_DEB", "CLI", "APP_DEB"];
    let found = named.map(|name| std::env::var_os(format!("PATCHROUND_{name}")).map(PathBuf::from));
    let [Some(helper_deb), Some(cli), Some(app)] = found else {
        patchround_trial::leave_out("`cargo xtask test` builds the packages and names them");
        return None;
    };
    let options = Options {
        name: "late".to_owned(),
        pcs: 3,
        initial: Initial::Nothing,
        lacking: Lacking::Security,
        helper_deb: Some(helper_deb),
        cli: Some(cli),
        packages: DESKTOP.map(str::to_owned).to_vec(),
        agent: Some(env!("CARGO_BIN_EXE_lab-agent").into()),
        ..Options::default()
    };
    Some((Office { lab: LabGuard::up(&options).expect("the lab starts") }, app))
}

fn the_suite_is_turned_on(office: &Office) -> BTreeMap<String, Known> {
    for pc in office.pcs() {
        assert!(office.apt_would_upgrade(&pc).is_empty(), "without the suite nothing is outstanding");
    }
    for who in office.pcs().iter().map(String::as_str).chain([MANAGER]) {
        knows_the_suite(office, who);
    }
    is_fixed(office, FIXED);
    for pc in office.pcs().iter().filter(|pc| *pc != FIXED) {
        fetches(office, pc);
    }
    let known = suite::known(office, MANAGER);
    assert!(known.len() >= 3, "{known:?}");
    assert!(known.values().any(|known| !known.cves.is_empty()), "{known:?}");
    known
}

fn due(known: &Known) -> Date {
    known.released.checked_add(DAYS.days()).unwrap()
}

/// `updates` and `pcs`, as other programs read them.
fn every_pc_is_told_as(office: &Office, known: &BTreeMap<String, Known>, on: &[&str], day: Date) {
    let is_late = |known: &Known| day > due(known);
    for pc in office.pcs() {
        let told = office.json(&["updates", "--pc", &pc, "--json"]);
        let told: BTreeMap<String, Value> =
            told.iter().map(|update| (package(update), in_short(update))).collect();
        let of_one = |(name, known): (&String, &Known)| {
            let wanted = json!({
                "candidate": known.version, "class": "security", "cves": known.cves,
                "released": known.released.to_string(), "from": "maker", "due": due(known).to_string(),
                "late": is_late(known), "rule": "cyber_essentials",
            });
            (name.clone(), wanted)
        };
        let lacks = on.contains(&pc.as_str());
        let wanted: BTreeMap<_, _> = known.iter().filter(|_| lacks).map(of_one).collect();
        assert_eq!(told, wanted, "{pc} on {day}");
        let pcs = office.json(&["pcs", "--json"]);
        let line = pcs.iter().find(|line| line["name"] == *pc).unwrap();
        let first = known.values().map(due).min().filter(|_| lacks).map(|due| due.to_string());
        let is_late = lacks && known.values().any(is_late);
        assert_eq!((&line["due"], &line["late"]), (&json!(first), &json!(is_late)), "{line}");
    }
}

fn package(update: &Value) -> String {
    update["package"].as_str().unwrap().split(':').next().unwrap().to_owned()
}

fn in_short(update: &Value) -> Value {
    let released = update["released"]["date"].as_str().map(|date| &date[..10]);
    let of = |field: &str| update[field].clone();
    json!({
        "candidate": of("candidate"), "class": of("class"), "cves": of("cves"), "released": released,
        "from": update["released"]["from"], "due": of("due"), "late": of("late"), "rule": of("rule"),
    })
}

/// The month's report, which names what is late and nothing else.
fn the_report_tells_the_same(
    office: &Office,
    known: &BTreeMap<String, Known>,
    on: &[&str],
    (day, hour): (Date, i8),
) {
    the_manager_has(office, day, hour);
    let (month, file) =
        (format!("{}", day.strftime("%Y-%m")), format!("/root/report-{day}-{}.json", on.len()));
    let (code, printed) =
        office.patchround(&["report", "--month", &month, "--format", "json", "--out", &file]);
    assert_eq!(code, 0, "{printed}");
    let report: Value = serde_json::from_str(&office.read(MANAGER, &file)).unwrap();
    let mut told: Vec<Value> = report["late"].as_array().unwrap().iter().map(late_in_short).collect();
    told.sort_by_key(Value::to_string);
    let late = known.iter().filter(|(_, known)| day > due(known));
    let of_one = |(name, known): (&String, &Known)| {
        let days = day.since(due(known)).unwrap().get_days();
        on.iter()
            .map(move |pc| {
                json!([
                    pc,
                    name,
                    known.version,
                    known.released.to_string(),
                    "maker",
                    due(known).to_string(),
                    "cyber_essentials",
                    days,
                    known.cves,
                    "security"
                ])
            })
            .collect::<Vec<_>>()
    };
    let mut wanted: Vec<Value> = late.flat_map(of_one).collect();
    wanted.sort_by_key(Value::to_string);
    assert_eq!(told, wanted, "on {day}");
    // When its lists were read stands in a file, whose time is the kernel's: whether it is up to date is not known by a
    // moved clock.
    let fixed = report["pcs"].as_array().unwrap().iter().find(|line| line["name"] == FIXED).unwrap();
    assert!(fixed["how"] != "late" && fixed["cyber_essentials"] != false, "{fixed}");
    assert_eq!(fixed["missing"], 0, "{fixed}");
}

fn late_in_short(late: &Value) -> Value {
    let id = late["id"].as_str().unwrap().strip_prefix("apt:").unwrap();
    let (native, version) = id.rsplit_once('@').unwrap();
    let name = native.split(':').next();
    json!([
        late["pc"],
        name,
        version,
        late["released"],
        late["from"],
        late["due"],
        late["rule"],
        late["days"],
        late["cves"],
        late["class"]
    ])
}

/// By an order of the manager, from the archive, with the clock as it is shown.
fn is_updated_for_real(office: &Office, pc: &str, known: &BTreeMap<String, Known>) {
    let (code, printed) = office.patchround(&["update", "--pc", pc, "--yes", "--new-too", "--json"]);
    assert_eq!(code, 0, "{printed}");
    for (name, known) in known {
        assert_eq!(office.installed(pc, name), format!("installed {}", known.version), "{printed}");
    }
}
