//! Somebody who is signed in says yes to a restart: root reads that out of her own folder, and takes nobody else's word.

use std::path::Path;

use super::{ANA, LONG, SESSION, start_of};
use crate::office::{Office, lines, wait_until};

/// What of this PC's `view` a program of hers hears first, and what it says then. Perl is on every Debian (`perl-base`).
const SAY_NOW: &str = r#"use IO::Socket::UNIX; $| = 1; alarm 60;
    my $helper = IO::Socket::UNIX->new(Peer => '/run/patchround/session.sock') or die $!;
    while (my $line = <$helper>) {
        if ($line =~ /"say":"taken"/) { print "taken\n"; exit 0 }
        if ($line =~ /"say":"not_taken"/) { print $line; exit 1 }
        next if $asked || $line !~ /"restart":\{"id":"([-0-9a-f]+)"/;
        $asked = 1;
        if ($ARGV[0]) {
            open(my $file, '>', '/run/user/1999/patchround-restart.json') or die $!;
            print $file $ARGV[0]; close $file;
        }
        print $helper qq({"say":"answer","question":"$1","answer":{"answer":"now"}}\n);
    }"#;

pub(crate) fn only_her_own_file_is_her_yes(office: &Office, pc: &str) {
    let sign_in =
        "set -e; id ana 2>/dev/null || useradd -u 1999 ana; install -d -o ana -m 700 /run/user/1999";
    office.lab.succeed(pc, ["sh", "-c", sign_in]).unwrap();
    office.lab.put(pc, Path::new(SESSION), ANA.as_bytes(), 0o644).unwrap();
    let before = start_of(office, pc);
    waits(office, pc);
    says_now(office, pc, "");
    wait_until(LONG, "root does not take the word of the network half for hers", || {
        let refused = |event: &serde_json::Value| event["type"] == "job_ended" && event["cause"] == "in_use";
        lines(&office.events_on(pc)).iter().any(refused)
    });
    assert_eq!(start_of(office, pc), before);
    waits(office, pc);
    says_now(office, pc, &yes(office, pc));
    wait_until(LONG, "it restarts as she said, while she is signed in", || {
        let up = office.lab.output(pc, ["cat", "/proc/1/stat"]);
        up.is_ok_and(|up| up.status.success()) && start_of(office, pc) != before
    });
    wait_until(LONG, "its services are up again, too", || {
        office.lab.output(pc, ["systemctl", "is-system-running"]).is_ok_and(|state| state.status.success())
    });
    let gone = office.lab.output(pc, ["test", "-e", "/run/user/1999/patchround-restart.json"]).unwrap();
    assert!(!gone.status.success(), "a yes is gone with the start in which it was said");
}

fn waits(office: &Office, pc: &str) {
    let (exit, printed) = office.patchround(&["restart", pc]);
    assert_eq!(exit, 3, "{printed}");
    assert!(printed.contains("ana is still signed in."), "{printed}");
}

/// As a program of her session on the screen.
fn says_now(office: &Office, pc: &str, yes: &str) {
    let place = ["--scope", "--quiet", "--unit=session-c99", "--slice=user-1999.slice", "--uid=1999"];
    let line = [&["systemd-run"], &place[..], &["/usr/bin/perl", "-e", SAY_NOW, yes]].concat();
    let said = office.lab.succeed(pc, line).unwrap();
    assert_eq!(said.trim(), "taken");
}

fn yes(office: &Office, pc: &str) -> String {
    let text = |line: &[&str]| office.lab.succeed(pc, line.to_vec()).unwrap().trim().to_owned();
    let boot = text(&["cat", "/proc/sys/kernel/random/boot_id"]);
    let at = |when: &str| text(&["date", "-u", "-d", when, "+%Y-%m-%dT%H:%M:%SZ"]);
    serde_json::json!({"boot": boot, "from": at("now"), "until": at("+9 minutes")}).to_string()
}
