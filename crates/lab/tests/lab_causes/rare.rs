//! Causes that take a PC of another kind, an order for later, or more patience than a test has.

use std::path::Path;
use std::time::Duration;

use patchround_lab::{Initial, MANAGER};
use serde_json::Value;

use crate::hour::it_is;
use crate::office::{Office, wait_until};
use crate::{Struck, Wrong, clocks, ends, is_of, trouble};

const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const JOURNAL: &str = "/var/lib/patchround-root/journal.ndjson";
/// Refreshes that a PC does in a day (rules.md 1).
const REFRESHES: usize = 24;
/// The PCs that have an order for this evening.
const LATER: [&str; 2] = ["pc8", "pc9"];

const CHECKED: [Wrong; 6] = [
    ("pc1", silent_server, "timeout"),
    ("pc2", lists_that_another_program_holds, "busy_other_updater"),
    ("pc3", without_apt, "not_for_this_pc"),
    ("pc4", left_the_office, "not_allowed"),
    ("pc5", as_often_as_it_may, "daily_limit"),
    ("pc6", apt_with_words_that_nobody_knows, "unexpected"),
];

const UPDATED: [Struck; 2] = [
    ("pc6", offered_step_by_step, "pr-tool-b", "phased"),
    ("pc7", apt_without_its_rights, "pr-tool-a", "needs_admin_or_user"),
];

#[test]
fn causes_that_take_another_kind_of_pc_or_more_patience_are_told_by_their_true_names() {
    let Some(office) = Office::up("rare", 9, Initial::Easy) else { return };
    clocks::has_clocks_of_its_own(&office, "pc9");
    it_is(&office, MANAGER, 12);
    office.found_and_join_all();
    what_is_taken_back_and_what_comes_too_late_is_told(&office);
    each_check_that_ends_badly_is_told(&office);
    each_update_that_may_not_go_in_is_told(&office);
    the_others_wait_for_the_pc_that_goes_first_and_stop_where_it_failed(&office);
}

/// One PC was off for as long as its order held, another one's is taken back.
fn what_is_taken_back_and_what_comes_too_late_is_told(office: &Office) {
    for pc in LATER {
        let (code, printed) = office.patchround(&["update", "--pc", pc, "--tonight", "--yes", "--json"]);
        assert_eq!(code, 0, "{printed}");
    }
    let (code, printed) = office.patchround(&["update", "--pc", "pc8", "--cancel", "--json"]);
    assert_eq!(code, 0, "{printed}");
    clocks::both(office, "pc9", "+8d");
    run(office, "pc9", "systemctl restart patchround-helper");
    wait_until(Duration::from_secs(30), "the order of pc9 ends", || {
        office.events_on("pc9").contains("\"type\":\"job_ended\"")
    });
    clocks::both(office, "pc9", "+0");
    office.patchround(&["pcs"]);
    let record = office.json(&["record", "--json"]);
    for (pc, outcome, cause) in [("pc8", "cancelled", "cancelled"), ("pc9", "failed", "job_expired")] {
        let of_pc: Vec<_> =
            record.iter().filter(|line| line["pc"] == pc && !line["cause"].is_null()).collect();
        assert!(!of_pc.is_empty(), "{pc}: {record:#?}");
        let is_told = |line: &&Value| line["outcome"] == outcome && line["cause"] == cause;
        assert!(of_pc.iter().all(is_told), "{pc}: {of_pc:#?}");
    }
}

fn each_check_that_ends_badly_is_told(office: &Office) {
    office.patchround(&["check"]);
    CHECKED.iter().for_each(|(pc, spoil, _)| spoil(office, pc));
    let (code, printed) = office.patchround(&["check", "--json"]);
    assert_eq!(code, 1, "{printed}");
    let ends = ends(&printed);
    for (pc, _, cause) in CHECKED {
        let told: Vec<&Value> = ends[pc].iter().map(|step| &step["cause"]).collect();
        assert_eq!(told, [cause], "{pc}: {printed}");
    }
}

fn each_update_that_may_not_go_in_is_told(office: &Office) {
    UPDATED.iter().for_each(|(pc, spoil, ..)| spoil(office, pc));
    for (pc, _, package, cause) in UPDATED {
        let (_, printed) = office.patchround(&["update", "--pc", pc, "--yes", "--json"]);
        let ends = ends(&printed);
        let step = ends[pc].iter().find(|step| is_of(step, package));
        assert_eq!(step.map(|step| &step["cause"]), Some(&cause.into()), "{package} on {pc}: {printed}");
        assert!(office.installed(pc, package).ends_with(" 1.0"), "{package} on {pc}");
    }
}

fn the_others_wait_for_the_pc_that_goes_first_and_stop_where_it_failed(office: &Office) {
    let update = |more: &[&str]| {
        let first = ["update", "--id", "apt:pr-tool-d:all@1.1", "--try-first", "pc8", "--yes", "--json"];
        let (code, printed) = office.patchround(&[&first, more].concat());
        (code, ends(&printed), printed)
    };
    let (_, told, printed) = update(&["--tonight"]);
    assert_eq!(
        (&told["pc9"][0]["outcome"], &told["pc9"][0]["cause"]),
        (&"waiting".into(), &"after_first".into()),
        "{printed}"
    );
    let (code, printed) = office.patchround(&["update", "--pc", "pc8", "--cancel", "--json"]);
    assert_eq!(code, 0, "{printed}");

    trouble::listed_with_another_hash(office, "pc8", "pr-tool-d");
    let (code, told, printed) = update(&[]);
    assert_eq!((code, &told["pc8"][0]["cause"]), (1, &"hash_mismatch".into()), "{printed}");
    assert_eq!(told["pc9"][0]["cause"], "first_failed", "{printed}");
    assert_eq!(office.installed("pc9", "pr-tool-d"), "installed 1.0");
    assert!(!office.events_on("pc9").contains("pr-tool-d"), "it never heard of it");
}

/// One that takes the connection and says nothing, to an apt that is told to wait for a tenth of the time.
fn silent_server(office: &Office, pc: &str) {
    let hasty =
        "exec /usr/bin/apt-get.real $(echo \"$@\" | sed 's/Timeout=20/Timeout=2/g;s/Retries=2/Retries=0/')";
    apt_that(office, pc, "update", hasty);
    let script = "use IO::Socket::INET; my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1:8080', \
                  Listen => 50, ReuseAddr => 1) or die; sleep 600";
    trouble::server_that(office, pc, script);
}

/// As unattended-upgrades does. What waits for it has a clock of its own, on which ten minutes go by in six seconds.
fn lists_that_another_program_holds(office: &Office, pc: &str) {
    let fast = format!("[Service]\nEnvironment=LD_PRELOAD={LIBRARY} NO_FAKE_STAT=1 \"FAKETIME=+0 x100\"\n");
    let path = "/etc/systemd/system/patchround-txn-.service.d/fast.conf";
    office.lab.put(pc, Path::new(path), fast.as_bytes(), 0o644).unwrap();
    let hold = "use Fcntl; open my $f, '+<', '/var/lib/apt/lists/lock' or die; \
                my $whole = pack 's s x4 q q i x4', F_WRLCK, 0, 0, 0, 0; fcntl($f, F_SETLKW, $whole) or die; \
                open my $held, '>', '/run/lab-locked' or die; sleep 600;";
    office.lab.put(pc, Path::new("/root/hold.pl"), hold.as_bytes(), 0o644).unwrap();
    run(
        office,
        pc,
        "systemctl daemon-reload; systemd-run --quiet perl /root/hold.pl
        for turn in $(seq 100); do [ -e /run/lab-locked ] && break; sleep 0.1; done; [ -e /run/lab-locked ]",
    );
}

fn without_apt(office: &Office, pc: &str) {
    run(office, pc, "mv /usr/bin/apt-get /root/");
}

/// By its administrator, and the manager was not told.
fn left_the_office(office: &Office, pc: &str) {
    run(office, pc, "patchround-helper leave");
}

/// What the root half wrote down of its newest refresh, once more for each that it may do.
fn as_often_as_it_may(office: &Office, pc: &str) {
    let script = format!(
        "txn=$(grep '\"act\":\"begun\"' {JOURNAL} | grep '\"verb\":\"refresh\"' | tail -1 | sed 's/.*\"txn\":\"\\([^\"]*\\)\".*/\\1/')
        [ -n \"$txn\" ]; grep -F $txn {JOURNAL} > /root/refresh
        for turn in $(seq {REFRESHES}); do
            sed \"s/$txn/$(printf %08x $turn)${{txn#????????}}/\" /root/refresh >> {JOURNAL}
        done"
    );
    run(office, pc, &script);
}

fn apt_with_words_that_nobody_knows(office: &Office, pc: &str) {
    apt_that(office, pc, "update", "echo 'E: The moon is full' >&2; exit 100");
}

/// As where an administrator has put something else in the place of apt.
fn apt_without_its_rights(office: &Office, pc: &str) {
    let other = "exec setpriv --reuid=nobody --regid=nogroup --clear-groups /usr/bin/apt-get.real \"$@\"";
    apt_that(office, pc, "--download-only", other);
}

/// apt, which does something else where it is told this word.
fn apt_that(office: &Office, pc: &str, word: &str, does: &str) {
    run(office, pc, "mv /usr/bin/apt-get /usr/bin/apt-get.real");
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in *' -s '*) ;; *' {word} '*) {does} ;; esac\nexec /usr/bin/apt-get.real \"$@\"\n"
    );
    office.lab.put(pc, Path::new("/usr/bin/apt-get"), script.as_bytes(), 0o755).unwrap();
}

/// To no PC yet: at nought per cent apt still lets one id in a hundred and one have it, so this PC gets one that is not.
fn offered_step_by_step(office: &Office, pc: &str) {
    let path = Path::new("/etc/apt/apt.conf.d/99not-in-turn");
    office.lab.put(pc, path, b"APT::Machine-ID \"not-in-turn\";\n", 0o644).unwrap();
    let lists = "/var/lib/apt/lists/*_Packages";
    run(office, pc, &format!("sed -i 's/^Package: pr-tool-b$/&\\nPhased-Update-Percentage: 0/' {lists}"));
}

fn run(office: &Office, pc: &str, script: &str) {
    office.lab.succeed(pc, ["sh", "-c", &format!("set -e\n{script}")]).unwrap();
}
