//! Plays the faults of a restart: it is an order of its own, held in the moment before the PC goes down.

use std::path::Path;
use std::thread;
use std::time::Duration;

use patchround_lab::{Initial, MANAGER};
use serde_json::Value;

use crate::halfway::Running;
use crate::hands::{CUT, Hands};
use crate::hour::it_is;
use crate::matrix::{Fault, Pair};
use crate::office::{Office, lines, wait_until};
use crate::play::{Row, at_once, in_time, noted};
use crate::restart::{STAMPS, Timed, ends, the_truth_after_the_start};
use crate::truth::jobs_are_told_once;
use crate::verdict::{is_as_it_must_be, shown};

/// A PC of the lab is up again in seconds; the rest is for a slow machine.
const LONG: Duration = Duration::from_secs(240);
/// logind's note on a session, as `sd-login(3)` reads it.
const SESSION: &str = "/run/systemd/sessions/c99";
const ANA: &str = "# private\nUID=1999\nUSER=ana\nACTIVE=1\nIS_DISPLAY=1\nSTATE=active\nREMOTE=0\nTYPE=wayland\n\
                   CLASS=user\nSCOPE=session-c99.scope\n";
/// Counts the PC's starts.
const COUNTER: &str = "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo start >> /var/log/lab-starts'\n\
                       [Install]\nWantedBy=multi-user.target\n";

/// Nothing is left to update, each start is counted, and a restart is held before the PC goes down.
const PREPARE: &str = r"set -e; export DEBIAN_FRONTEND=noninteractive
dpkg --purge $(dpkg-query -W -f='${Package} ' 'pr-*')
mv /usr/bin/systemctl /usr/bin/systemctl.real; mv /root/systemctl /usr/bin/systemctl
systemctl --quiet enable lab-starts.service; : > /var/log/lab-starts; : > @STAMPS@; touch /run/lab-hold
echo base-files > /run/reboot-required.pkgs; touch /run/reboot-required
systemctl stop patchround-root.service; systemctl restart patchround-helper";
const HELD: &str = "#!/bin/sh
case \" $* \" in *' reboot '*)
    touch /run/lab-restarting
    while [ -e /run/lab-hold ]; do sleep 0.1; done ;;
esac
exec /usr/bin/systemctl.real \"$@\"
";

/// One pair on its PC, which has had so many jobs before the restart.
struct Case<'a> {
    office: &'a Office,
    pc: &'a str,
    pair: Pair,
    hands: Hands<'a>,
    jobs: usize,
}

/// `None` where there can be no lab.
pub(crate) fn play(name: &str, pairs: &[Pair]) -> Option<Vec<Row>> {
    let office = Office::up(name, pairs.len(), Initial::Easy)?;
    let pcs = office.pcs();
    at_once(&pcs, |pc| prepare(&office, pc));
    office.found_and_join_all();
    let on_pcs: Vec<(&String, &Pair)> = pcs.iter().zip(pairs).collect();
    let cases = at_once(&on_pcs, |&(pc, &pair)| {
        let hands = Hands::ready(&office, pc, pair);
        if is_before(pair) {
            office.lab.put(pc, Path::new(SESSION), ANA.as_bytes(), 0o644).unwrap();
        }
        Case { office: &office, pc, pair, hands, jobs: 0 }
    });
    office.patchround(&["check"]);
    let cases: Vec<Case<'_>> =
        cases.into_iter().map(|case| Case { jobs: ends(&office, case.pc).len(), ..case }).collect();
    let mut rows = ordered(&office, &cases);
    for (case, row) in cases.iter().zip(&mut rows) {
        noted(row, |row| case.is_told_truly(row));
    }
    for (case, row) in cases.iter().zip(&mut rows) {
        noted(row, |row| case.is_right_at_last(row));
    }
    Some(rows)
}

fn prepare(office: &Office, pc: &str) {
    office.lab.put(pc, Path::new("/root/systemctl"), HELD.as_bytes(), 0o755).unwrap();
    let unit = "/etc/systemd/system/lab-starts.service";
    office.lab.put(pc, Path::new(unit), COUNTER.as_bytes(), 0o644).unwrap();
    it_is(office, pc, 12); // no PC does anything by itself meanwhile
    office.lab.succeed(pc, ["sh", "-c", &PREPARE.replace("@STAMPS@", STAMPS)]).unwrap();
}

/// Whether it happens just before the restart: afterwards the disk would be another one.
fn is_before(pair: Pair) -> bool {
    matches!(pair.fault, Fault::DiskFullAtJournal | Fault::ReadOnlyVar)
}

/// All of them at once, with their faults; the manager loses his power when the others are through.
fn ordered(office: &Office, cases: &[Case<'_>]) -> Vec<Row> {
    let running = Running::start(office, &["restart", "--all", "--json"]);
    let (of_manager, others): (Vec<_>, Vec<_>) =
        cases.iter().partition(|case| case.pair.fault == Fault::PowerOffManager);
    let mut rows = at_once(&others, |case| case.struck());
    rows.extend(at_once(&of_manager, |case| case.struck()));
    running.end();
    cases.iter().filter_map(|case| take(&mut rows, case.pair)).collect()
}

fn take(rows: &mut Vec<Row>, pair: Pair) -> Option<Row> {
    let at = rows.iter().position(|row| row.pair.fault == pair.fault)?;
    Some(rows.swap_remove(at))
}

impl Case<'_> {
    fn struck(&self) -> Row {
        let mut row = Row::new(self.pair);
        noted(&mut row, |row| {
            row.timed = self.strike();
            in_time(row);
        });
        row
    }

    /// Makes it happen, and waits until the PC has told how the restart ended.
    fn strike(&self) -> Option<Timed> {
        if is_before(self.pair) {
            wait_until(LONG, "the restart waits", || self.events("restart_waits") == 1);
            self.hands.strike();
            self.shell(&format!("rm {SESSION}"));
        } else {
            wait_until(LONG, "the PC is about to go down", || self.has("/run/lab-restarting"));
            self.hands.strike();
        }
        match self.pair.fault {
            Fault::PowerOffPc => self.office.lab.power_on(self.pc).unwrap(),
            Fault::PowerOffManager => {
                thread::sleep(CUT);
                self.shell("rm /run/lab-hold");
                self.office.lab.power_on(MANAGER).unwrap();
            }
            Fault::CableCut => {
                thread::sleep(CUT);
                self.shell("rm /run/lab-hold");
            }
            _ => self.shell("rm -f /run/lab-hold"),
        }
        wait_until(LONG, "the end of the restart is told", || ends(self.office, self.pc).len() > self.jobs);
        let is_started = self.starts() == 1;
        is_started
            .then(|| the_truth_after_the_start(self.office, self.pc, self.pair.fault.name(), self.jobs + 1))
    }

    /// After the restart with the fault in it: it was made, and told as done, or neither.
    fn is_told_truly(&self, row: &mut Row) {
        let office = self.office;
        wait_until(LONG, "the manager knows the end", || {
            let _ = office.lab.output(MANAGER, ["patchround", "pcs"]);
            !self.told().is_empty()
        });
        let told = self.told();
        assert_eq!(told.len(), 1, "told once: {told:#?}");
        let word = |key: &str| told[0][key].as_str().map(str::to_owned);
        row.told = Some((word("outcome").unwrap_or_default(), word("cause")));
        row.shown = shown(office, self.pc);
        is_as_it_must_be(self.pair, row.told.as_ref());
        jobs_are_told_once(office, self.pc, self.pair.fault.name());
        let is_done = word("outcome").as_deref() == Some("done");
        assert_eq!(self.starts(), usize::from(is_done), "told {told:#?}");
        self.is_shown_as_it_is(&row.shown);
    }

    /// Once the fault is mended, and what was not restarted is ordered anew: each PC was restarted once.
    fn is_right_at_last(&self, row: &mut Row) {
        self.hands.mend();
        if is_before(self.pair) {
            self.hands.leave_disk();
        }
        if self.starts() == 0 {
            self.office.patchround(&["restart", self.pc, "--json"]);
        }
        let office = self.office;
        wait_until(LONG, "it is up to date", || {
            let _ = office.lab.output(MANAGER, ["patchround", "pcs"]);
            shown(office, self.pc) == "up_to_date"
        });
        row.at_last = shown(office, self.pc);
        assert_eq!(self.starts(), 1, "it was restarted once in all");
        jobs_are_told_once(office, self.pc, self.pair.fault.name());
    }

    /// That a PC wants a restart is shown as long as it does, and a PC that does is not green.
    fn is_shown_as_it_is(&self, shown: &str) {
        let is_wanted = self.has("/run/reboot-required");
        let pcs = self.office.json(&["pcs", "--json"]);
        let of_pc = pcs.iter().find(|pc| pc["name"] == self.pc).unwrap();
        assert_eq!(of_pc["restart_pending"], is_wanted, "{of_pc}");
        assert!(of_pc["restart"].is_null(), "none is ordered any more: {of_pc}");
        assert!(!is_wanted || shown != "up_to_date", "{of_pc}");
    }

    /// What the office's record says of the end of the restart.
    fn told(&self) -> Vec<Value> {
        let mut told = self.office.json(&["record", "--json"]);
        told.retain(|line| line["what"] == "restart_ended" && line["pc"] == self.pc);
        told
    }

    /// How often the PC was started since it was prepared.
    fn starts(&self) -> usize {
        self.office.read(self.pc, "/var/log/lab-starts").lines().count()
    }

    fn events(&self, kind: &str) -> usize {
        lines(&self.office.events_on(self.pc)).iter().filter(|event| event["type"] == kind).count()
    }

    fn has(&self, path: &str) -> bool {
        self.office.lab.output(self.pc, ["test", "-e", path]).is_ok_and(|output| output.status.success())
    }

    fn shell(&self, script: &str) {
        self.office.lab.succeed(self.pc, ["sh", "-c", script]).unwrap();
    }
}
