//! Services that have nothing to do: their memory, and how often they wake up all the same.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use patchround_lab::MANAGER;

use super::Extent;
use super::office::{Office, RESTING, RESTING_OTHERS, pause};
use super::report::{Report, Section, figure};
use super::scenes::start_master;
use crate::say;

/// PC, unit, and what it is called.
const SERVICES: [(&str, &str, &str); 4] = [
    (RESTING, "patchround-helper.service", "Patchround's network half"),
    (RESTING_OTHERS, "bench-minion.service", "salt-minion"),
    (RESTING_OTHERS, "packagekit.service", "packagekitd"),
    (RESTING_OTHERS, "unattended-upgrades.service", "unattended-upgrades"),
];
/// A unit's first process and all below: memory of each, and how often its threads went to sleep, which is how
/// often they were woken (proc_pid_status(5)); being pushed aside by others does not count.
const SAMPLE: &str = r#"
below() { echo "$1"; for child in $(pgrep -P "$1"); do below "$child"; done; }
main=$(systemctl show -p MainPID --value "$1")
[ "$main" != 0 ] || exit 1
for pid in $(below "$main"); do
  awk '/^Rss:/{rss=$2} /^Pss:/{pss=$2} END{printf "%d %d ", rss, pss}' /proc/$pid/smaps_rollup
  cat /proc/$pid/task/*/status | awk '/^voluntary/{woken+=$2} END{print woken}'
done"#;
/// Kilobytes of each kind of memory of a unit's first process.
const KINDS: &str = r#"
awk '/^[0-9a-f]+-[0-9a-f]+ /{
  if ($6 == "") kind="working memory and stacks"; else if ($6 == "[heap]") kind="working memory and stacks";
  else if ($6 ~ /^\[/) kind="working memory and stacks"; else if ($6 ~ /\.so/) kind="shared libraries, which others use too";
  else kind="the program itself, code and constants" }
  /^Rss:/{sum[kind]+=$2} END{for (kind in sum) print sum[kind] "\t" kind}' \
  /proc/$(systemctl show -p MainPID --value "$1")/smaps"#;
/// Opens 200 connections at once, lets them hang, and goes.
const BURST: &str = "import socket,sys,time\nopen=[]\nfor _ in range(200):\n s=socket.socket()\n s.settimeout(3)\n \
                     try:\n  s.connect((sys.argv[1],7443))\n  open.append(s)\n except OSError: pass\ntime.sleep(3)\n";
/// After the connections have gone.
const CALM: Duration = Duration::from_secs(10);
const CONNECTIONS: usize = 200;

/// Services at rest since a while.
pub(super) struct Resting {
    settled: Instant,
    first: BTreeMap<&'static str, Sample>,
    rest: Duration,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sample {
    processes: usize,
    rss_kib: u64,
    pss_kib: u64,
    woken: u64,
}

impl Resting {
    /// Starts the services, and takes the first sample once they have settled.
    pub(super) fn begin(office: &Office, extent: &Extent) -> Result<Self> {
        say::heading("Services begin to rest");
        start_master(office)?;
        let start = "set -e; systemctl stop patchround-helper.socket patchround-helper.service
            sed -i 's/^#*ShutdownTimeout=.*/ShutdownTimeout=0/' /etc/PackageKit/PackageKit.conf
            systemctl restart packagekit; systemctl start unattended-upgrades
            systemd-run --quiet --unit=bench-minion --setenv=PYTHONPATH=/opt/peers/salt \
              /usr/bin/python3 /opt/peers/salt/bin/salt-minion";
        office.lab.succeed(RESTING_OTHERS, ["sh", "-c", start])?;
        leave_nothing_to_do(office)?;
        office.lab.succeed(RESTING, ["systemctl", "restart", "patchround-helper.service"])?;
        office.lab.succeed(MANAGER, ["sh", "-c", &office.resting_patchround("pcs")])?;
        pause(extent.settling)?;
        let mut first = BTreeMap::new();
        for (pc, unit, _) in SERVICES {
            first.insert(unit, sample(office, pc, unit)?);
        }
        Ok(Self { settled: Instant::now(), first, rest: extent.rest })
    }

    /// Takes the second sample when the time is over, then has 200 connections made.
    pub(super) fn end(self, office: &Office, report: &mut Report) -> Result<()> {
        say::heading("Services rest");
        pause(self.rest.saturating_sub(self.settled.elapsed()))?;
        let minutes = self.settled.elapsed().as_secs_f64() / 60.0;
        let mut section = Section::new("At rest");
        let mut rows = Vec::new();
        for (pc, unit, name) in SERVICES {
            let (before, now) =
                (self.first.get(unit).copied().unwrap_or_default(), sample(office, pc, unit)?);
            let woken = now.woken.saturating_sub(before.woken) as f64 / minutes;
            rows.push(vec![
                name.to_owned(),
                now.processes.to_string(),
                figure(mb(now.rss_kib)),
                figure(mb(now.pss_kib)),
                figure(woken),
            ]);
            if pc == RESTING {
                let after = format!("network half, {} minutes after its start", figure(minutes.floor()));
                section.promise(&after, mb(now.rss_kib), 8.0, " MB RSS");
                section.promise("wake-ups of the network half", woken, 1.0, " a minute");
            }
        }
        section.say(&format!(
            "On PCs that nobody asked anything and that have nothing to do (ours is up to date), counted over {} \
             minutes: memory in MB (RSS counts shared libraries whole, PSS its share), and how often a thread woke \
             up. packagekitd was told not to end itself.",
            figure(minutes)
        ));
        section.table(&["service", "processes", "RSS", "PSS", "wake-ups a minute"], &rows);
        root_half(office, &mut section)?;
        what_the_memory_is(office, &mut section)?;
        connections(office, &mut section)?;
        report.add(section);
        Ok(())
    }
}

/// Ten minutes after its start a PC begins by itself with what the policy calls for: that is work, not rest.
fn leave_nothing_to_do(office: &Office) -> Result<()> {
    let update = office.resting_patchround("update --all --yes");
    office.lab.succeed(MANAGER, ["sh", "-c", &update]).map(drop)
}

fn root_half(office: &Office, section: &mut Section) -> Result<()> {
    let output = office.lab.output(RESTING, ["systemctl", "is-active", "patchround-root.service"])?;
    let state = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let is_off = state == "inactive";
    let said = if is_off { "not running".to_owned() } else { state };
    section.promise_that("root half at rest", "not running", said, is_off);
    Ok(())
}

fn what_the_memory_is(office: &Office, section: &mut Section) -> Result<()> {
    let printed = office.lab.succeed(RESTING, ["sh", "-c", KINDS, "sh", SERVICES[0].1])?;
    let rows: Vec<Vec<String>> = printed
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(kib, kind)| vec![kind.to_owned(), figure(mb(kib.parse().unwrap_or_default()))])
        .collect();
    section.say("What the network half's memory is, then:");
    section.table(&["kind", "MB"], &rows);
    Ok(())
}

/// 200 that are let in, one after another, then 200 at once that say nothing.
fn connections(office: &Office, section: &mut Section) -> Result<()> {
    let (pc, unit, _) = SERVICES[0];
    let pcs = office.resting_patchround("pcs > /dev/null");
    let asked = format!("for _ in $(seq {CONNECTIONS}); do {pcs} || exit 1; done");
    office.lab.succeed(MANAGER, ["sh", "-c", &asked])?;
    pause(CALM)?;
    let admitted = sample(office, pc, unit)?;
    let address = office.lab.address(pc)?.to_string();
    office.lab.succeed(RESTING_OTHERS, ["python3", "-c", BURST, &address])?;
    pause(CALM)?;
    let burst = sample(office, pc, unit)?;
    section.say(&format!(
        "After {CONNECTIONS} connections of its manager, one after another, it has {} MB; after {CONNECTIONS} more at \
         once, of a stranger who says nothing, {} MB.",
        figure(mb(admitted.rss_kib)),
        figure(mb(burst.rss_kib))
    ));
    let most = admitted.rss_kib.max(burst.rss_kib);
    section.promise("network half after 200 connections", mb(most), 12.0, " MB RSS");
    Ok(())
}

fn sample(office: &Office, pc: &str, unit: &str) -> Result<Sample> {
    let printed = office.lab.succeed(pc, ["sh", "-c", SAMPLE, "sh", unit]);
    read(&printed.with_context(|| format!("{unit} does not run on {pc}"))?)
}

fn read(printed: &str) -> Result<Sample> {
    let mut sample = Sample::default();
    for line in printed.lines() {
        let numbers: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
        let [rss, pss, woken] = numbers[..] else { anyhow::bail!("Failed to read a sample: {line}") };
        sample.processes += 1;
        sample.rss_kib += rss;
        sample.pss_kib += pss;
        sample.woken += woken;
    }
    Ok(sample)
}

/// Megabytes as people count them.
fn mb(kib: u64) -> f64 {
    kib as f64 * 1024.0 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_of_several_processes_is_their_sum() {
        let sample = read("100 60 7\n50 20 1\n").unwrap();
        assert_eq!(sample, Sample { processes: 2, rss_kib: 150, pss_kib: 80, woken: 8 });
        assert!(read("100 60\n").is_err(), "a service that has ended is no zero");
    }
}
