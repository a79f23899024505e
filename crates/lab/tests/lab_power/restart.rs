//! How long it took after a start until what a PC tells was true again, and how much of that was the repair's own.

use std::fmt;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use patchround_trial::Stamps;

use crate::listed::is_listed;
use crate::office::{Office, lines, wait_until};

/// When apt and dpkg were at work on the PC, by their own stamps.
pub(crate) const STAMPS: &str = "/var/log/lab-stamps";

/// The start of the network half, when it was ready, and how often it had to be started.
const START: &str = "for what in ExecMainStart ActiveEnter; do
    date -d \"$(systemctl show -P ${what}Timestamp --timestamp=us+utc patchround-helper.service)\" +%s.%N
done
systemctl show -P NRestarts patchround-helper.service";

/// One PC that was cut off.
pub(crate) struct Timed {
    mark: String,
    /// From the start of the network half until the truth was told and listed.
    took: Duration,
    /// How much of that apt and dpkg were at work.
    repair: Duration,
}

impl Timed {
    /// How long apt and dpkg were at work meanwhile.
    pub(crate) fn repair(&self) -> Duration {
        self.repair
    }

    /// What it took besides the repair's own time.
    pub(crate) fn beyond_repair(&self) -> Duration {
        self.took.saturating_sub(self.repair)
    }
}

impl fmt::Display for Timed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (beyond, repair) = (self.beyond_repair().as_secs_f64(), self.repair.as_secs_f64());
        write!(f, "| {} | {repair:.1} s | {beyond:.1} s |", self.mark)
    }
}

/// Waits for it. So many jobs there are in the PC's log.
pub(crate) fn the_truth_after_the_start(office: &Office, pc: &str, mark: &str, jobs: usize) -> Timed {
    let ([start, _], restarts) = start_of_network_half(office, pc);
    assert_eq!(restarts, 0, "{pc}: the network half had to be started again");
    the_truth_since(office, pc, mark, jobs, start)
}

/// Waits for it, from a moment on: not before the network half is ready.
pub(crate) fn the_truth_since(office: &Office, pc: &str, mark: &str, jobs: usize, from: SystemTime) -> Timed {
    wait_until(Duration::from_secs(240), "the job ends", || ends(office, pc).len() == jobs);
    let ([_, ready], _) = start_of_network_half(office, pc);
    let mut truth = from.max(ready).max(*ends(office, pc).last().unwrap());
    if !is_listed(office, pc) {
        wait_until(Duration::from_secs(60), "what is outstanding is listed", || is_listed(office, pc));
        truth = SystemTime::now();
    }
    let repair = Stamps::read(&office.read(pc, STAMPS)).within(from, truth);
    Timed { mark: mark.to_owned(), took: truth.duration_since(from).unwrap(), repair }
}

/// When it was started, when it was ready, and how often systemd had to start it again.
fn start_of_network_half(office: &Office, pc: &str) -> ([SystemTime; 2], usize) {
    let printed = office.lab.succeed(pc, ["sh", "-c", START]).unwrap();
    let [start, ready, restarts] = printed.lines().collect::<Vec<_>>()[..] else { panic!("{printed}") };
    let at = |at: &str| SystemTime::UNIX_EPOCH + Duration::from_secs_f64(at.parse().unwrap());
    ([at(start), at(ready)], restarts.parse().unwrap())
}

/// When the end of each job was told.
pub(crate) fn ends(office: &Office, pc: &str) -> Vec<SystemTime> {
    let events = lines(&office.events_on(pc));
    let ends = events.iter().filter(|event| event["type"] == "job_ended");
    ends.map(|end| end["time"].as_str().unwrap().parse::<Timestamp>().unwrap().into()).collect()
}
