//! Going back on a real PC with a real apt: kept before the upgrade, back and held, left alone by a round, released.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_main_job/office.rs"]
mod office;

use office::{Office, lines};
use patchround_lab::Initial;
use serde_json::Value;

const KEPT: &str = "/var/lib/patchround-root/kept";
/// Builds packages into a source of the PC's own, which still has the version that is there.
const SOURCE: &str = r#"set -e
pack() {
    mkdir -p p/DEBIAN p/usr/share/$1
    printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: Lab <lab@example.org>\n' $1 $2 > p/DEBIAN/control
    [ -z "$3" ] || echo "Depends: $3" >> p/DEBIAN/control
    echo "Description: Lab's $1" >> p/DEBIAN/control
    head -c 30000 /dev/urandom > p/usr/share/$1/noise
    dpkg-deb --root-owner-group --build p /srv/packages/$1_$2_all.deb
    rm -r p
}
index() {
    cd /srv/packages
    for file in *.deb; do
        dpkg-deb -f $file; echo "Filename: ./$file"; echo "Size: $(stat -c %s $file)"
        echo "SHA256: $(sha256sum $file | cut -d' ' -f1)"; echo
    done > Packages
}
mkdir -p /srv/packages; cd /root
echo 'deb [trusted=yes] copy:/srv/packages ./' > /etc/apt/sources.list.d/packages.list
"#;
const PACKAGES: [&str; 4] = ["pr-back", "pr-base-of", "pr-first", "pr-second"];

/// Four packages at version 1, of which version 2 is offered.
fn with_packages(office: &Office) {
    let each = |version: u32| PACKAGES.map(|name| format!("pack {name} {version} ''\n")).concat();
    let needs = "pack pr-needs 1 'pr-base-of (>= 2)'; mv /srv/packages/pr-needs_1_all.deb /root\n";
    run(office, &format!("{SOURCE}{}dpkg --install /srv/packages/*.deb\n{needs}{}index", each(1), each(2)));
    let (code, printed) = office.patchround(&["check"]);
    assert_eq!(code, 0, "{printed}");
}

fn run(office: &Office, script: &str) -> String {
    office.lab.succeed("pc1", ["sh", "-c", script]).unwrap()
}

fn update(office: &Office, package: &str) {
    let (code, printed) = office.patchround(&["update", "--id", &format!("apt:{package}:all@2"), "--yes"]);
    assert_eq!((code, office.installed("pc1", package)), (0, "installed 2".into()), "{printed}");
}

fn kept(office: &Office) -> Vec<String> {
    let pcs = office.json(&["pcs", "--json"]);
    let kept = pcs[0]["kept"].as_array().unwrap().iter();
    kept.map(|kept| kept["id"].as_str().unwrap().to_owned()).collect()
}

fn undo(office: &Office, package: &str) -> (i32, String) {
    office.patchround(&["undo", package, "--pc", "pc1", "--why", "It does not print", "--yes", "--json"])
}

fn cause(printed: &str) -> Value {
    lines(printed).pop().unwrap()["pcs"][0]["steps"][0]["cause"].clone()
}

#[test]
fn an_undo_goes_back_is_held_and_left_alone_until_it_is_released() {
    let Some(office) = Office::up("undo", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    with_packages(&office);
    what_cannot_be_undone_is_said_before(&office);
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 0, "{printed}");
    assert!(kept(&office).contains(&"apt:pr-back:all@1".to_owned()), "{:?}", kept(&office));
    assert!(kept(&office).iter().all(|id| !id.contains("pr-tool")), "no source had it any more");

    let (code, printed) = undo(&office, "pr-back");
    assert_eq!((code, office.installed("pc1", "pr-back")), (0, "installed 1".into()), "{printed}");
    assert_eq!(run(&office, "apt-mark showhold").trim(), "pr-back");
    a_round_and_a_person_leave_it(&office);
    let (_, record) = office.patchround(&["record", "--json"]);
    assert!(record.contains("undo_agreed") && record.contains("It does not print"), "{record}");
    assert!(record.contains("\"went_back\"") && record.contains("apt:pr-back:all@1"), "{record}");

    let (code, printed) = office.patchround(&["release", "pr-back", "--pc", "pc1"]);
    assert_eq!((code, run(&office, "apt-mark showhold").trim()), (0, ""), "{printed}");
    update(&office, "pr-back");
    what_was_replaced_by_hand_since_is_not_gone_back_from(&office);
    a_damaged_file_is_refused(&office);
    what_another_program_needs_stays(&office);
    a_new_first_version_of_what_people_see_is_said_and_waits(&office);
}

fn what_cannot_be_undone_is_said_before(office: &Office) {
    let updates = office.json(&["updates", "--json"]);
    let way = |package: &str| {
        updates.iter().find(|update| update["package"] == package).unwrap()["reversible"].clone()
    };
    assert_eq!(way("pr-back"), serde_json::json!({ "kept": {} }));
    assert_eq!(way("pr-tool-a"), serde_json::json!({ "not": "nothing_kept" }));
    let (_, plan) = office.patchround(&["plan"]);
    let line = plan.lines().find(|line| line.starts_with("Cannot be undone afterwards"));
    assert!(line.is_some_and(|line| line.contains("11 updates")), "{plan}");
}

fn a_round_and_a_person_leave_it(office: &Office) {
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!((code, office.installed("pc1", "pr-back")), (3, "installed 1".into()), "{printed}");
    run(office, "apt-get -qq -y upgrade");
    assert_eq!(office.installed("pc1", "pr-back"), "installed 1");
    let updates = office.json(&["updates", "--json"]);
    let held = &updates.iter().find(|update| update["package"] == "pr-back").unwrap()["held"];
    assert_eq!(held["why"], "It does not print");
    assert!(held["by"].is_string() && held["until"].is_string(), "{held}");
}

fn what_was_replaced_by_hand_since_is_not_gone_back_from(office: &Office) {
    run(office, &format!("{SOURCE}pack pr-first 3 ''\ndpkg --install /srv/packages/pr-first_3_all.deb"));
    let (code, printed) = undo(office, "pr-first");
    assert_eq!((code, cause(&printed)), (1, "changed_since".into()), "{printed}");
    assert_eq!(office.installed("pc1", "pr-first"), "installed 3");
}

fn a_damaged_file_is_refused(office: &Office) {
    run(office, &format!("for file in {KEPT}/*.deb; do echo more >> $file; done"));
    let (code, printed) = undo(office, "pr-back");
    assert_eq!((code, cause(&printed)), (1, "nothing_kept".into()), "{printed}");
    assert_eq!(office.installed("pc1", "pr-back"), "installed 2");
}

fn what_another_program_needs_stays(office: &Office) {
    run(office, "dpkg --install /srv/packages/pr-base-of_1_all.deb");
    office.patchround(&["check"]);
    update(office, "pr-base-of");
    run(office, "dpkg --install /root/pr-needs_1_all.deb");
    let (code, printed) = undo(office, "pr-base-of");
    assert_eq!((code, cause(&printed)), (1, "undo_blocked".into()), "{printed}");
    assert_eq!(office.installed("pc1", "pr-base-of"), "installed 2");
    assert_eq!(office.installed("pc1", "pr-needs"), "installed 1");
}

/// Two packages alike, of which one has an entry in the menu.
const SEEN: &str = r"seen() {
    mkdir -p p/usr/share/applications
    printf '[Desktop Entry]\nType=Application\nName=Accounts\nExec=true\n' > p/usr/share/applications/pr-seen.desktop
    pack pr-seen $1 ''
}
seen 1; pack pr-unseen 1 ''
dpkg --install /srv/packages/pr-seen_1_all.deb /srv/packages/pr-unseen_1_all.deb
seen 2; pack pr-unseen 2 ''; index";

fn a_new_first_version_of_what_people_see_is_said_and_waits(office: &Office) {
    run(office, &format!("{SOURCE}{SEEN}"));
    office.patchround(&["check"]);
    let updates = office.json(&["updates", "--json"]);
    let judged = |package: &str| {
        updates.iter().find(|update| update["package"] == package).unwrap()["substantial"].clone()
    };
    let reason = serde_json::json!([{ "reason": "first_number", "from": 1, "to": 2 }]);
    assert_eq!(judged("pr-seen")["reasons"], reason);
    assert_eq!(judged("pr-unseen"), serde_json::json!({ "why": [] }), "judged, and is not");
    let (_, said) = office.patchround(&["updates"]);
    assert!(said.contains("Bigger change. Version 1 becomes 2."), "{said}");
    let (_, printed) = office.patchround(&["update", "--all", "--yes"]);
    let versions = ["pr-seen", "pr-unseen"].map(|package| office.installed("pc1", package));
    assert_eq!(versions, ["installed 1", "installed 2"], "so new that it waits: {printed}");
    update(office, "pr-seen");
}

#[test]
fn what_is_kept_stays_within_its_limit_and_a_disk_without_room_stops_no_update() {
    let Some(office) = Office::up("kept", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    // A twentieth of 1 MB has room for one package of 30 kB.
    run(&office, &format!("mkdir -m 700 {KEPT}; mount -t tmpfs -o size=1m,mode=0700 tmpfs {KEPT}"));
    with_packages(&office);
    update(&office, "pr-first");
    assert_eq!(kept(&office), ["apt:pr-first:all@1"]);
    update(&office, "pr-second");
    assert_eq!(kept(&office), ["apt:pr-second:all@1"], "the oldest makes room");
    run(&office, &format!("head -c 900000 /dev/zero > {KEPT}/filler || true"));
    let modes = run(&office, &format!("stat -c %a {KEPT}; find {KEPT} -name '*.deb' -perm /077"));
    assert_eq!(modes.trim(), "700", "nobody but root can read what is kept");
    run(&office, &format!("umount {KEPT}; mount -t tmpfs -o size=4k,mode=0700 tmpfs {KEPT}"));
    update(&office, "pr-back");
    assert!(!kept(&office).contains(&"apt:pr-back:all@1".to_owned()));
    let (code, printed) = undo(&office, "pr-back");
    assert_eq!(code, 1, "{printed}");
}
