//! How each fault is made, and ended, on a PC of the lab.

use std::path::Path;
use std::thread;
use std::time::Duration;

use patchround_lab::MANAGER;

use crate::clocks;
use crate::disk::Disk;
use crate::local;
use crate::matrix::{Fault, Moment, Pair};
use crate::office::{Office, wait_until};
use crate::restart::ends;

/// How long a cable is out: longer than a manager who hears nothing waits before he tries again.
pub(crate) const CUT: Duration = Duration::from_secs(10);
/// As [`CUT`], where nothing was ordered yet: until the manager says that the order waits.
const CUT_BEFORE: Duration = Duration::from_secs(30);
/// How long another program holds dpkg's database, after the moment at which it is seen.
const HELD: Duration = Duration::from_secs(20);

/// A lock as apt and dpkg take theirs (fcntl(2), F_SETLK of a whole file).
const HOLD_LOCK: &str = "use Fcntl; open my $f, '+<', '/var/lib/dpkg/lock-frontend' or die;
my $whole = pack 's s x4 q q i x4', F_WRLCK, 0, 0, 0, 0; fcntl($f, F_SETLKW, $whole) or die;
open my $held, '>', '/run/lab-locked' or die; sleep 600;";
const ROOT_HALF: &str = "/var/lib/patchround-root";
const KILL_HELPER: &str = "kill -9 $(systemctl show -P MainPID patchround-helper.service)";
const KILL_ROOT: &str = "kill -9 $(pgrep -f '^/usr/libexec/patchround/patchround-helper-root')";
/// With the package's own script, which would go on alone.
const KILL_PACKAGE_MANAGER: &str =
    "kill -9 $(pgrep -f '^(/usr/bin/(apt-get|dpkg).real|/bin/sh /var/lib/dpkg/info/pr-slow.postinst)')";
/// For what opens something from now on: what is open stays so, as does what the network half sees in its sandbox.
const READ_ONLY: &str = "set -e; mount --bind /var /var; mount -o remount,bind,ro /var
! touch /var/lib/dpkg/lab-writes 2>/dev/null";

/// One pair on one PC.
pub(crate) struct Hands<'a> {
    office: &'a Office,
    pc: &'a str,
    pair: Pair,
    disk: Option<Disk<'a>>,
}

impl<'a> Hands<'a> {
    /// Sets the PC up so that the fault can happen.
    pub(crate) fn ready(office: &'a Office, pc: &'a str, pair: Pair) -> Self {
        let mut hands = Self { office, pc, pair, disk: None };
        match pair.fault {
            Fault::DiskFullAtDownload => hands.disk = Some(Disk::under(office, pc, "/var/cache/apt")),
            Fault::DiskFullAtJournal => hands.disk = Some(Disk::under_helper(office, pc, ROOT_HALF)),
            Fault::ReadOnlyVar if matches!(pair.moment, Moment::Before | Moment::Restarting) => {
                hands.disk = Some(Disk::under_helper(office, pc, ROOT_HALF));
            }
            Fault::DiskFullAtUnpack => hands.shell("mkdir -p /opt; mount -t tmpfs -o size=8m tmpfs /opt"),
            Fault::FailingTrigger => local::has_a_trigger_that_fails(office, pc),
            Fault::ConffileQuestion => local::has_settings_of_its_own(office, pc),
            Fault::OwnPackage => local::offers_our_own_package(office, pc),
            Fault::ClockOff | Fault::ClockAhead => clocks::has_clocks_of_its_own(office, pc),
            _ => {}
        }
        if pair.is_about_fetching() && pair.fault != Fault::MirrorSlow {
            hands.shell("echo 'Acquire::http::Dl-Limit \"4000\";' > /etc/apt/apt.conf.d/99slowly");
        }
        hands
    }

    /// What has to be so before the round begins.
    pub(crate) fn before_the_round(&self) {
        match (self.pair.fault, self.pair.moment) {
            (_, Moment::Waiting) => self.hold_lock(),
            (Fault::MirrorSlow, _) | (_, Moment::Before) => self.strike(),
            _ => {}
        }
    }

    fn hold_lock(&self) {
        let path = "/usr/local/sbin/lab-lock";
        self.office.lab.put(self.pc, Path::new(path), HOLD_LOCK.as_bytes(), 0o755).unwrap();
        self.shell(&format!("systemd-run --quiet --unit=lab-lock perl {path}"));
        wait_until(Duration::from_secs(10), "the lock is held", || self.has("/run/lab-locked"));
    }

    /// Makes it happen.
    pub(crate) fn strike(&self) {
        match self.pair.fault {
            Fault::KillHelper => self.shell(KILL_HELPER),
            Fault::KillRoot => self.shell(KILL_ROOT),
            Fault::KillPackageManager => self.shell(KILL_PACKAGE_MANAGER),
            Fault::PowerOffPc => self.office.lab.pull_plug(self.pc).unwrap(),
            Fault::PowerOffManager => self.office.lab.pull_plug(MANAGER).unwrap(),
            Fault::CableCut => self.office.lab.plug_cable(self.pc, false).unwrap(),
            Fault::MirrorGone => self.beside(&["ip", "route", "add", "unreachable", "10.77.0.2"]),
            Fault::MirrorSlow => self.on_the_lan("add", "tbf rate 16mbit burst 64kb latency 400ms"),
            Fault::DiskFullAtJournal if self.pair.moment == Moment::Restarting => {
                self.shell("systemctl stop patchround-root.service");
                self.disk().fill_to_the_last_byte("journal.ndjson");
            }
            Fault::DiskFullAtJournal if self.pair.moment != Moment::Before => {
                self.disk().fill_to_the_last_byte("journal.ndjson progress/*");
            }
            Fault::DiskFullAtDownload | Fault::DiskFullAtJournal => self.disk().fill(),
            Fault::ReadOnlyVar if self.disk.is_some() => {
                self.shell("systemctl stop patchround-root.service");
                self.disk().make_read_only();
            }
            Fault::ReadOnlyVar => self.shell(READ_ONLY),
            Fault::BrokenSignature => self.shell("mv /etc/apt/keyrings/office.gpg /root/office.gpg"),
            Fault::ExpiredLists => {
                self.shell("echo 'Acquire::Max-ValidTime \"1\";' > /etc/apt/apt.conf.d/99expired");
            }
            Fault::ClockOff => clocks::both(self.office, self.pc, "-60d"),
            Fault::ClockAhead => clocks::both(self.office, self.pc, "+60d"),
            Fault::DiskFullAtUnpack
            | Fault::LockHeld
            | Fault::FailingPostinst
            | Fault::FailingPreinst
            | Fault::FailingTrigger
            | Fault::ConffileQuestion
            | Fault::TerminalQuestion
            | Fault::OwnPackage => {}
        }
    }

    /// Ends what does not end by itself, once it has lasted long enough. So many jobs there will be when the PC's
    /// job has ended.
    pub(crate) fn heal(&self, jobs: usize) {
        let is_before = self.pair.moment == Moment::Before;
        match self.pair.fault {
            Fault::PowerOffPc => {
                thread::sleep(if is_before { CUT_BEFORE } else { Duration::ZERO });
                self.office.lab.power_on(self.pc).unwrap();
            }
            Fault::PowerOffManager => {
                thread::sleep(CUT);
                self.office.lab.power_on(MANAGER).unwrap();
            }
            Fault::CableCut => {
                thread::sleep(if is_before { CUT_BEFORE } else { CUT });
                self.office.lab.plug_cable(self.pc, true).unwrap();
            }
            Fault::LockHeld => thread::sleep(HELD),
            Fault::DiskFullAtJournal if !is_before => {
                thread::sleep(CUT * 2);
                self.disk().make_room();
            }
            Fault::ClockOff | Fault::ClockAhead if is_before => thread::sleep(CUT_BEFORE),
            Fault::MirrorGone
            | Fault::MirrorSlow
            | Fault::DiskFullAtDownload
            | Fault::DiskFullAtUnpack
            | Fault::DiskFullAtJournal
            | Fault::BrokenSignature
            | Fault::ExpiredLists
            | Fault::FailingPostinst
            | Fault::FailingPreinst
            | Fault::FailingTrigger => self.job_ends(jobs),
            Fault::ReadOnlyVar if is_before => self.job_ends(jobs),
            Fault::ReadOnlyVar => {
                thread::sleep(CUT * 2);
                self.shell("umount --lazy /var");
            }
            _ => {}
        }
        if self.pair.moment == Moment::Waiting {
            self.shell("systemctl stop lab-lock 2>/dev/null || true");
        }
    }

    /// What is mended before the later round.
    pub(crate) fn mend(&self) {
        match self.pair.fault {
            Fault::MirrorGone => self.beside(&["ip", "route", "del", "unreachable", "10.77.0.2"]),
            Fault::MirrorSlow => self.on_the_lan("del", ""),
            Fault::DiskFullAtDownload => self.disk().make_room(),
            Fault::DiskFullAtJournal if matches!(self.pair.moment, Moment::Before | Moment::Restarting) => {
                self.disk().make_room();
            }
            Fault::ReadOnlyVar if self.disk.is_some() => self.disk().make_writable(),
            Fault::DiskFullAtUnpack => self.shell("mount -o remount,size=400m /opt"),
            Fault::BrokenSignature => self.shell("mv /root/office.gpg /etc/apt/keyrings/office.gpg"),
            Fault::ExpiredLists => self.shell("rm /etc/apt/apt.conf.d/99expired"),
            Fault::ClockOff | Fault::ClockAhead => clocks::both(self.office, self.pc, "+0"),
            Fault::FailingPostinst => self.shell("touch /etc/pr-failing-ok"),
            Fault::FailingPreinst => self.shell("touch /etc/pr-refusing-ok"),
            Fault::FailingTrigger => self.shell("touch /etc/pr-index-ok"),
            _ => {}
        }
        self.shell("rm -f /etc/apt/apt.conf.d/99slowly");
    }

    /// Nobody was asked, and what a person wrote is as it was.
    pub(crate) fn nobody_lost_settings(&self) {
        if self.pair.fault == Fault::ConffileQuestion {
            assert_eq!(self.office.read(self.pc, local::SETTINGS), local::MINE);
        }
    }

    /// Gives the PC's own disk what is on the one that was put under the root half.
    pub(crate) fn leave_disk(&self) {
        self.disk().leave();
    }

    /// Waits until the job of the round has ended on the PC.
    pub(crate) fn job_ends(&self, jobs: usize) {
        wait_until(Duration::from_secs(240), "the job ends with the fault", || {
            ends(self.office, self.pc).len() >= jobs
        });
    }

    fn disk(&self) -> &Disk<'a> {
        self.disk.as_ref().expect("a full disk has one")
    }

    fn shell(&self, script: &str) {
        self.office.lab.succeed(self.pc, ["sh", "-c", script]).unwrap();
    }

    /// At the PC's place in the network, by this machine's own tools.
    fn beside(&self, words: &[&str]) {
        let status = self.office.lab.beside(self.pc, words).unwrap().status().unwrap();
        assert!(status.success(), "{words:?}");
    }

    /// What reaches the PC from the others.
    fn on_the_lan(&self, what: &str, queue: &str) {
        let lan = format!("pr-{}-lan", self.office.lab.name());
        let words = ["ip", "netns", "exec", &lan, "tc", "qdisc", what, "dev", self.pc, "root"];
        self.beside(&words.into_iter().chain(queue.split_whitespace()).collect::<Vec<_>>());
    }

    /// Whether a file is on the PC.
    fn has(&self, path: &str) -> bool {
        self.office.lab.output(self.pc, ["test", "-e", path]).is_ok_and(|output| output.status.success())
    }
}
