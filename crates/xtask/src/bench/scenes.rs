//! Ten real PCs: the same work by Patchround, by hand in parallel, and by the programs of others.

use std::time::Duration;

use anyhow::Result;
use patchround_lab::MANAGER;

use super::office::{Office, PCS, pause};
use super::report::{Section, spread};
use super::series::{Contender, Series, in_turn};
use super::{Extent, peers};

/// Our own calls of the package manager, without any network.
const OUR_CALLS: &str = "patchround-scan > /dev/null";
const LIST: &str = "apt-get -s dist-upgrade";
const UPDATE_AND_LIST: &str = "apt-get -qq update && apt-get -s dist-upgrade";
/// Updates that are small: nothing to fetch worth mentioning, no service, no question.
const SMALL: [&str; 5] = ["pr-tool-a", "pr-tool-b", "pr-tool-c", "pr-tool-d", "pr-tool-e"];
const HELPER: &str = "patchround-helper.socket patchround-helper.service";
/// After its lists were read anew a PC looks again, by itself; the next one must not be measured meanwhile.
const AGAIN: Duration = Duration::from_secs(7);
const START_OF_MINIONS: Duration = Duration::from_secs(240);

/// What is outstanding, as far as the PCs know.
pub(super) fn list(office: &Office, extent: &Extent) -> Result<Section> {
    let mut section = Section::new("Ten real PCs: list");
    let all = in_turn(
        extent.lists,
        &[
            Contender::new("`patchround updates`", || office.time_patchround(&["updates", "--json"])),
            Contender::new("our own package-manager calls, on all PCs at once", || {
                office.time_on_ten(OUR_CALLS)
            }),
            Contender::new(format!("`{LIST}`, on all PCs at once"), || office.time_on_ten(LIST)),
            Contender::new("pssh, the same", || office.time_on_manager(&pssh(LIST))),
            Contender::new("ansible, the same", || office.time_on_manager(&ansible(LIST))),
        ],
    )?;
    section.say(&format!(
        "The helper keeps its list fresh (it looks again when the package database changes), so Patchround asks each \
         PC for what it has; all others ask the package manager. Beside it: {}.",
        peers::versions()?
    ));
    section.compare(&all);
    let ratio = all[0].over(&all[1]);
    section.promise("10 real PCs: list, against our own calls directly in parallel", ratio.median, 1.1, " x");
    faster_than_ansible(&mut section, "10 real PCs: list, against ansible-core", &all[4], &all[0]);
    Ok(section)
}

/// What is outstanding, after the PCs have read their package lists anew.
pub(super) fn check(office: &Office, extent: &Extent) -> Result<Section> {
    let mut section = Section::new("Ten real PCs: read the package lists anew, and list");
    let then_wait = |seconds: Result<f64>| -> Result<f64> {
        let seconds = seconds?;
        pause(AGAIN)?;
        Ok(seconds)
    };
    let ours = format!("apt-get -qq update && {OUR_CALLS}");
    let all = in_turn(
        extent.checks,
        &[
            Contender::new("`patchround check`", || then_wait(office.time_patchround(&["check", "--json"]))),
            Contender::new("`apt-get update` and our own calls, on all PCs at once", || {
                then_wait(office.time_on_ten(&ours))
            }),
            Contender::new(format!("`{UPDATE_AND_LIST}`, on all PCs at once"), || {
                then_wait(office.time_on_ten(UPDATE_AND_LIST))
            }),
            Contender::new("pssh, the same", || then_wait(office.time_on_manager(&pssh(UPDATE_AND_LIST)))),
            Contender::new("ansible, the same", || {
                then_wait(office.time_on_manager(&ansible(UPDATE_AND_LIST)))
            }),
        ],
    )?;
    section.say(
        "`check` is a signed order to each PC, carried out by its root half and then looked at afresh; \
         afterwards every PC was left alone until it had looked again by itself.",
    );
    section.compare(&all);
    Ok(section)
}

/// Listing by salt, whose minions take long to start and much memory, and so come last and leave again.
pub(super) fn salt(office: &Office, extent: &Extent) -> Result<Section> {
    let mut section = Section::new("Ten real PCs: list, against salt");
    let minion = "systemd-run --quiet --unit=bench-minion --setenv=PYTHONPATH=/opt/peers/salt \
                  /usr/bin/python3 /opt/peers/salt/bin/salt-minion";
    start_master(office)?;
    office.time_on_ten(minion)?;
    let ask = |what: &str| {
        let ten = office.ten().collect::<Vec<_>>().join(",");
        format!("PYTHONPATH=/opt/peers/salt python3 /opt/peers/salt/bin/salt --out=txt -t 60 -L {ten} {what}")
    };
    wait_for_minions(office, &ask("test.ping"))?;
    let list = ask(&format!("cmd.run '{LIST}'"));
    let all = in_turn(
        extent.salts,
        &[
            Contender::new("`patchround updates`", || office.time_patchround(&["updates", "--json"])),
            Contender::new(format!("salt, `{LIST}`"), || office.time_on_manager(&list)),
        ],
    );
    office.time_on_ten("systemctl stop bench-minion")?;
    section.say("The master is on the manager's PC, and a minion of each PC has joined it before.");
    section.compare(&all?);
    Ok(section)
}

/// salt's server on the manager's PC, unless it runs already.
pub(super) fn start_master(office: &Office) -> Result<()> {
    let script = "systemctl is-active --quiet bench-master || systemd-run --quiet --unit=bench-master \
                  --setenv=PYTHONPATH=/opt/peers/salt /usr/bin/python3 /opt/peers/salt/bin/salt-master";
    office.lab.succeed(MANAGER, ["sh", "-c", script]).map(drop)
}

fn wait_for_minions(office: &Office, ping: &str) -> Result<()> {
    let begun = std::time::Instant::now();
    loop {
        let output = office.lab.output(MANAGER, ["sh", "-c", ping])?;
        let answers = String::from_utf8_lossy(&output.stdout).matches(": True").count();
        if answers == PCS {
            return Ok(());
        }
        if begun.elapsed() > START_OF_MINIONS {
            anyhow::bail!("{answers} of {PCS} minions answered");
        }
        pause(Duration::from_secs(2))?;
    }
}

/// Five small updates.
pub(super) fn install(office: &Office, extent: &Extent) -> Result<Section> {
    let mut section = Section::new("Ten real PCs: install five small updates");
    keep_old_versions(office)?;
    office.time_patchround(&["update", "--all", "--yes", "--json"])?;
    let by_hand = format!(
        "DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o Dpkg::Options::=--force-confdef \
         -o Dpkg::Options::=--force-confold install {}",
        SMALL.join(" ")
    );
    let all = in_turn(
        extent.installs,
        &[
            Contender::new("`apt-get install`, on all PCs at once", || {
                old_versions(office)?;
                office.time_on_ten(&format!("systemctl stop {HELPER}"))?;
                let seconds = office.time_on_ten(&by_hand);
                office.time_on_ten(&format!("systemctl start {HELPER}"))?;
                seconds
            }),
            Contender::new("`patchround update --all`", || {
                old_versions(office)?;
                office.wait_for_updates(SMALL.len() * PCS)?;
                office.time_patchround(&["update", "--all", "--yes", "--json"])
            }),
            Contender::new("our own package-manager calls, once and on all PCs at once", || {
                office.time_on_ten(OUR_CALLS)
            }),
        ],
    )?;
    section.say(
        "Both install on all ten PCs at once. Patchround also signs and delivers the orders, simulates, checks and \
         verifies each update by a fresh look, and keeps its record. During `apt-get install` the helper is off, so \
         that it does not look for what has changed on the other's time.",
    );
    section.compare(&all);
    where_the_time_goes(&mut section, &all);
    let ratio = all[1].over(&all[0]);
    section.promise_that(
        "10 real PCs: install five small updates, against apt-get directly in parallel",
        "<= 1.15 x",
        spread(ratio, " x"),
        ratio.median <= 1.15,
    );
    Ok(section)
}

/// Patchround's result rests on a fresh look, which `apt-get install` does not take.
fn where_the_time_goes(section: &mut Section, all: &[Series]) {
    let [by_hand, ours, look] = all else { return };
    let with_look = by_hand.plus(look);
    section.say(&format!(
        "Where the time goes: the last row is one fresh look at all PCs, alone. `apt-get install` and one such look \
         together take {}, and Patchround takes {} of that.",
        spread(with_look.spread(), " s"),
        spread(ours.over(&with_look), " x"),
    ));
}

/// The packages to go back to, fetched once.
fn keep_old_versions(office: &Office) -> Result<()> {
    let fetch = |name: &str| {
        format!(
            "/usr/lib/apt/apt-helper -q download-file http://10.77.0.2/initial/{name}_1.0_all.deb /var/tmp/old/{name}.deb"
        )
    };
    let all: Vec<String> = SMALL.iter().map(|name| fetch(name)).collect();
    office.time_on_ten(&format!("mkdir -p /var/tmp/old && {}", all.join(" && "))).map(drop)
}

fn old_versions(office: &Office) -> Result<()> {
    office.time_on_ten("dpkg --force-downgrade --force-unsafe-io -i /var/tmp/old/*.deb").map(drop)
}

fn faster_than_ansible(section: &mut Section, what: &str, ansible: &Series, ours: &Series) {
    let ratio = ansible.over(ours);
    section.promise_that(what, ">= 5 x faster", spread(ratio, " x"), ratio.median >= 5.0);
}

fn pssh(script: &str) -> String {
    format!("parallel-ssh -h /opt/peers/hosts -l root -p {PCS} -t 120 '{script}'")
}

fn ansible(script: &str) -> String {
    format!(
        "ANSIBLE_CONFIG=/opt/peers/ansible.cfg PYTHONPATH=/opt/peers/ansible python3 /opt/peers/ansible/bin/ansible \
         all -m shell -a '{script}'"
    )
}
