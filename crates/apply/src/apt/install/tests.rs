//! The decisions, with a pretended apt whose answers were recorded from real ones.

mod ahead;
mod blame;

use std::{cell::RefCell, collections::BTreeMap};

use patchround_protocol::{Outcome, progress::Progress};
use patchround_updates::{
    apt::{
        ask::AskError,
        causes,
        database::Entry,
        policy::{self, Table},
        records::{self, Record},
        simulation::{self, Simulation},
        uris::Uri,
    },
    command::{CommandError, Line, Told},
};

use super::*;
use crate::{apt::transaction::Restart, patience::Patience, room::Disks};

fn recorded(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../updates/testdata");
    std::fs::read_to_string(format!("{folder}/debian-13.{name}")).unwrap()
}

/// What a pretended run does with the packages it is given.
type Behaviour = fn(&mut Pretended, Mode, &[String], &mut dyn FnMut(&Line)) -> Told;

struct Pretended {
    database: Vec<Entry>,
    behaviour: Behaviour,
    /// Every run, as it was asked for.
    runs: Vec<(Mode, Vec<String>)>,
    simulations: RefCell<usize>,
    /// A package that every simulation removes too.
    removes_also: Option<&'static str>,
    configured: bool,
    /// Packages that dpkg had not set up; setting up takes one away.
    unfinished: BTreeSet<&'static str>,
    /// Packages of which only a part was unpacked, `NAME=VERSION`.
    partly: Vec<&'static str>,
    /// Whether the sources still have them, and that in the version that is there.
    has_partly: bool,
    has_own_version: bool,
    /// Who holds dpkg's database, for so many looks.
    holder: std::cell::Cell<usize>,
    /// What that program has installed once it lets go.
    late: Vec<&'static str>,
    /// Targets whose files are in the cache.
    fetched: BTreeSet<String>,
    marked: BTreeSet<String>,
    free: u64,
    boot_free: Option<u64>,
    restart: Restart,
}

fn pretended(behaviour: Behaviour) -> Pretended {
    let entry = |(name, table): (String, Table)| Entry {
        arch: if name == "pr-epoch" { "amd64".into() } else { "all".into() },
        held: name == "pr-held",
        installed: true,
        version: table.installed.unwrap(),
        name,
    };
    Pretended {
        database: policy::tables(&recorded("apt-cache-policy.mixed")).into_iter().map(entry).collect(),
        behaviour,
        runs: Vec::new(),
        simulations: RefCell::new(0),
        removes_also: None,
        configured: false,
        unfinished: BTreeSet::new(),
        partly: Vec::new(),
        has_partly: true,
        has_own_version: true,
        holder: std::cell::Cell::new(0),
        late: Vec::new(),
        fetched: BTreeSet::new(),
        marked: BTreeSet::new(),
        free: u64::MAX,
        boot_free: None,
        restart: Restart { pending: Some(false), asked_by: BTreeSet::new() },
    }
}

impl Pretended {
    /// dpkg on what is not set up: `pr-fail` fails, `pr-broken` it does not even try.
    fn set_up(&mut self) -> Told {
        self.unfinished.retain(|name| ["pr-fail", "pr-broken"].contains(name));
        let fails = self.unfinished.contains("pr-fail");
        if fails { told(1, &recorded("apt-get-install.failing-postinst")) } else { told(0, "") }
    }

    fn settle(&mut self, exact: &str, installed: bool) {
        let (name, version) = exact.split_once('=').unwrap();
        let name = apt::name_of(name);
        let entry = self.database.iter_mut().find(|e| e.name == name).unwrap();
        version.clone_into(&mut entry.version);
        entry.installed = installed;
    }
}

impl Disks for Pretended {
    fn free_bytes(&self, folder: &str) -> Option<u64> {
        if folder == "/boot" { self.boot_free } else { Some(self.free) }
    }

    fn has_own_boot_disk(&self) -> bool {
        self.boot_free.is_some()
    }
}

impl Apt for Pretended {
    fn patience(&self) -> Patience {
        Patience::of(60)
    }

    fn database(&self, names: &BTreeSet<&str>) -> Result<Vec<Entry>, AskError> {
        let mut found: Vec<Entry> =
            self.database.iter().filter(|e| names.contains(e.name.as_str())).cloned().collect();
        let late = self.late.iter().filter(|_| self.holder.get() == 0);
        for (name, version) in late.filter_map(|exact| exact.split_once('=')) {
            found.iter_mut().filter(|e| e.name == name).for_each(|e| version.clone_into(&mut e.version));
        }
        Ok(found)
    }

    fn tables(&self, _names: &BTreeSet<String>) -> Result<BTreeMap<String, Table>, AskError> {
        Ok(policy::tables(&recorded("apt-cache-policy.mixed")))
    }

    /// apt shows any version it knows, not only the candidate.
    fn records(&self, targets: &[String]) -> Result<Vec<Record>, AskError> {
        let known = records::parse(&recorded("apt-cache-show.mixed"));
        let record = |target: &String| {
            let (name, version) = target.split_once('=')?;
            let record = known.iter().find(|r| r.package == apt::name_of(name))?;
            Some(Record { version: version.to_owned(), ..record.clone() })
        };
        Ok(targets.iter().filter_map(record).collect())
    }

    fn full(&self) -> Result<Simulation, AskError> {
        Ok(simulation::parse(&recorded("apt-get-s-dist-upgrade.mixed")))
    }

    fn simulate(&self, targets: &[String]) -> Result<Simulation, AskError> {
        *self.simulations.borrow_mut() += 1;
        if targets.iter().any(|t| t.starts_with("pr-stuck=")) {
            let said = recorded("apt-get-s-install.unsolvable");
            return Err(AskError::Refused { cause: causes::classify(&said), said });
        }
        let mut all = Simulation::default();
        for (package, case) in [("pr-base=", "removes"), ("pr-newdep=", "adds")] {
            if targets.iter().any(|t| t.starts_with(package)) {
                let one = simulation::parse(&recorded(&format!("apt-get-s-install.{case}")));
                all.removes.extend(one.removes);
                all.installs.extend(one.installs);
            }
        }
        all.removes.extend(self.removes_also.map(str::to_owned));
        Ok(all)
    }

    fn simulate_mending(&self, targets: &[String]) -> Result<Simulation, AskError> {
        if !self.has_partly {
            let said = recorded("apt-get-s-install.mend-gone");
            return Err(AskError::Refused { cause: causes::classify(&said), said });
        }
        let mut simulation = Simulation::default();
        let asked = if self.has_own_version { targets } else { &[] };
        let newer = self.partly.iter().filter(|_| !self.has_own_version && targets.is_empty());
        let named = asked.iter().map(String::as_str).map(|exact| (exact, exact.split_once('=').unwrap().1));
        simulation.installs.extend(named.chain(newer.map(|exact| (*exact, "9"))).map(|(exact, new)| {
            let (name, version) = exact.split_once('=').unwrap();
            let (old, new) = (Some(version.to_owned()), new.to_owned());
            simulation::Install { name: name.to_owned(), old, new, arch: "all".into() }
        }));
        simulation.removes.extend(self.removes_also.map(str::to_owned));
        Ok(simulation)
    }

    fn not_unpacked(&self) -> Result<Vec<String>, AskError> {
        Ok(self.partly.iter().map(|exact| (*exact).to_owned()).collect())
    }

    fn simulate_back(&self, _files: &[String]) -> Result<Simulation, AskError> {
        unreachable!("nothing goes back here")
    }

    fn uris(&self, targets: &[String]) -> Result<Vec<Uri>, AskError> {
        let left = targets.iter().filter(|target| !self.fetched.contains(*target));
        let file = |target: &String| format!("{}_1_all.deb", apt::name_of(target.split_once('=').unwrap().0));
        Ok(left.map(|target| Uri { file: file(target), size: 1024 * 1024 }).collect())
    }

    fn automatic(&self, names: &BTreeSet<String>) -> Result<BTreeSet<String>, AskError> {
        Ok(names.iter().filter(|n| *n == "pr-auto").cloned().collect())
    }

    fn run(
        &mut self,
        mode: Mode,
        targets: &[String],
        each: &mut dyn FnMut(&Line),
    ) -> Result<Told, CommandError> {
        self.runs.push((mode, targets.to_vec()));
        Ok((self.behaviour)(self, mode, targets, each))
    }

    fn configure(&mut self, _each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.configured = true;
        if !self.unfinished.is_empty() {
            return Ok(self.set_up());
        }
        self.database.iter_mut().filter(|e| e.name != "pr-fail").for_each(|e| e.installed = true);
        Ok(Told { status: Some(0), last_lines: Vec::new() })
    }

    fn is_unfinished(&self) -> Result<bool, AskError> {
        Ok(!self.unfinished.is_empty())
    }

    fn database_holder(&self) -> Option<String> {
        let left = self.holder.replace(self.holder.get().saturating_sub(1));
        (left > 0).then(|| "unattended-upgr".into())
    }

    fn mark_automatic(&mut self, names: &BTreeSet<String>) {
        self.marked.extend(names.iter().cloned());
    }

    fn mark_held(&mut self, _names: &BTreeSet<String>, _held: bool) {
        unreachable!("nothing is held here")
    }

    fn fetched(&self, file: &str) -> std::path::PathBuf {
        file.into()
    }

    fn drop_fetched(&mut self) {
        self.fetched.clear();
    }

    fn restart(&self) -> Restart {
        self.restart.clone()
    }
}

fn told(status: i32, said: &str) -> Told {
    Told { status: Some(status), last_lines: said.lines().map(str::to_owned).collect() }
}

/// Everything works.
fn works(apt: &mut Pretended, mode: Mode, targets: &[String], _each: &mut dyn FnMut(&Line)) -> Told {
    if mode == Mode::Download {
        apt.fetched.extend(targets.iter().cloned());
    } else {
        targets.iter().for_each(|t| apt.settle(t, true));
    }
    told(0, "")
}

/// What a real apt said on its status descriptor and otherwise, replayed.
fn replay(case: &str, each: &mut dyn FnMut(&Line)) -> Told {
    recorded(&format!("status-fd.{case}")).lines().for_each(|l| each(&Line::Status(l.to_owned())));
    told(100, &recorded(&format!("apt-get-install.{case}")))
}

struct Seen {
    ended: Ended,
    by_id: BTreeMap<String, (Outcome, Option<Cause>, Option<String>)>,
    told: usize,
    moved: Vec<(Phase, u8, Option<String>)>,
}

fn carry(apt: &mut Pretended, ids: &[&str], agreed: &[&str]) -> Seen {
    let agreed: Vec<PackageName> = agreed.iter().map(|name| name.parse().unwrap()).collect();
    watch(ids, &mut |ids, meter| carry_out(apt, ids, &agreed, None, meter))
}

fn watch(ids: &[&str], work: &mut dyn FnMut(&[UpdateId], &mut Meter<'_>) -> Ended) -> Seen {
    let ids: Vec<UpdateId> = ids.iter().map(|id| id.parse().unwrap()).collect();
    let mut seen = Seen { ended: Ended::DONE, by_id: BTreeMap::new(), told: 0, moved: Vec::new() };
    let mut lines = Vec::new();
    let mut report = |line| lines.push(line);
    seen.ended = work(&ids, &mut Meter::new(&mut report));
    for line in lines {
        match line {
            Progress::Moved { phase, percent, item } => seen.moved.push((phase, percent, item)),
            Progress::UpdateEnded { id, outcome, cause, installed, .. } => {
                seen.told += 1;
                seen.by_id.insert(id.to_string(), (outcome, cause, installed));
            }
            Progress::StepEnded { .. } => panic!("the step's end is not ours to tell"),
        }
    }
    seen
}

impl Seen {
    fn of(&self, id: &str) -> (Outcome, Option<Cause>) {
        let (outcome, cause, _) = &self.by_id[id];
        (*outcome, *cause)
    }
}

const DONE: (Outcome, Option<Cause>) = (Outcome::Done, None);
const TOOL_A: &str = "apt:pr-tool-a:all@1.1";
const TOOL_B: &str = "apt:pr-tool-b:all@1.1";
const BASE: &str = "apt:pr-base:all@2.0";

#[test]
fn an_update_is_fetched_then_installed_then_seen_in_the_database() {
    let mut apt = pretended(works);
    let seen = carry(&mut apt, &[TOOL_A, "apt:pr-epoch:amd64@1:1.1-1~x+b1"], &[]);
    assert_eq!((&seen.ended, seen.of(TOOL_A)), (&Ended::DONE, DONE));
    assert_eq!(seen.by_id[TOOL_A].2.as_deref(), Some("1.1"));
    let targets = vec!["pr-epoch:amd64=1:1.1-1~x+b1".to_owned(), "pr-tool-a=1.1".to_owned()];
    assert_eq!(apt.runs, [(Mode::Download, targets.clone()), (Mode::Install, targets)]);
    assert_eq!(seen.moved.last().unwrap().0, Phase::Verifying);
}

#[test]
fn every_id_is_told_exactly_once_even_if_it_was_ordered_twice() {
    let seen = carry(&mut pretended(works), &[TOOL_A, TOOL_A, BASE, "apt:nothere:all@1", "dnf:x@1"], &[]);
    assert_eq!((seen.told, seen.by_id.len()), (4, 4));
}

#[test]
fn a_status_of_zero_with_the_old_version_is_not_done() {
    let seen = carry(&mut pretended(|_, _, _, _| told(0, "")), &[TOOL_A], &[]);
    assert_eq!(seen.of(TOOL_A), (Outcome::Failed, Some(Cause::InstalledButNotVerified)));
    assert_eq!(seen.by_id[TOOL_A].2.as_deref(), Some("1.0"));
}

#[test]
fn only_what_apt_offers_at_this_moment_is_touched() {
    let ids = [
        ("apt:pr-mid:all@1.1", Outcome::Failed, Cause::VersionGone),
        ("apt:pr-tool-a:amd64@1.1", Outcome::Failed, Cause::VersionGone),
        ("apt:pr-tool-a:all@0.9", Outcome::Failed, Cause::VersionGone),
        ("apt:nothere:all@1", Outcome::Failed, Cause::VersionGone),
        ("apt:pr-lib2:all@2.0", Outcome::Failed, Cause::VersionGone),
        ("apt:pr-held:all@1.1", Outcome::NeedsPerson, Cause::Held),
        ("apt:pr-phased:all@1.1", Outcome::Waiting, Cause::Phased),
        ("dnf:pr-tool-a:all@1.1", Outcome::Failed, Cause::NotForThisPc),
    ];
    let mut apt = pretended(works);
    let seen = carry(&mut apt, &ids.map(|(id, ..)| id), &[]);
    for (id, outcome, cause) in ids {
        assert_eq!(seen.of(id), (outcome, Some(cause)), "{id}");
    }
    assert_eq!(apt.runs, []);
}

#[test]
fn a_version_that_is_there_already_is_done_without_a_run() {
    let mut apt = pretended(works);
    let seen = carry(&mut apt, &["apt:pr-tool-a:all@1.0"], &[]);
    assert_eq!((seen.of("apt:pr-tool-a:all@1.0"), apt.runs.len()), (DONE, 0));
}

#[test]
fn a_removal_nobody_agreed_to_costs_only_the_update_that_needs_it() {
    let mut apt = pretended(works);
    let seen = carry(&mut apt, &[TOOL_A, BASE, TOOL_B], &["pr-other"]);
    assert_eq!(seen.of(BASE), (Outcome::NeedsPerson, Some(Cause::WouldRemove)));
    assert_eq!((seen.of(TOOL_A), seen.of(TOOL_B)), (DONE, DONE));
    assert!(apt.runs.iter().all(|(mode, targets)| {
        *mode != Mode::InstallAndRemove && !targets.iter().any(|t| t.starts_with("pr-base"))
    }));
}

#[test]
fn an_agreed_removal_is_carried_out_and_an_agreement_without_need_changes_nothing() {
    let mut apt = pretended(works);
    assert_eq!(carry(&mut apt, &[BASE], &["pr-plugin"]).of(BASE), DONE);
    assert_eq!(apt.runs.last().unwrap().0, Mode::InstallAndRemove);
    let mut apt = pretended(works);
    carry(&mut apt, &[TOOL_A], &["pr-plugin"]);
    assert_eq!(apt.runs.last().unwrap().0, Mode::Install);
}

#[test]
fn a_run_that_would_come_to_remove_more_than_was_agreed_is_not_made() {
    let mut apt = pretended(|apt, mode, targets, each| {
        if mode == Mode::Download {
            return works(apt, mode, targets, each);
        }
        apt.removes_also = Some("pr-other");
        replay("failing-postinst", each)
    });
    let seen = carry(&mut apt, &["apt:pr-fail:all@1.1", BASE], &["pr-plugin"]);
    assert_eq!(seen.of(BASE), (Outcome::NeedsPerson, Some(Cause::WouldRemove)));
    let removing = apt.runs.iter().filter(|(mode, _)| *mode == Mode::InstallAndRemove);
    assert_eq!(removing.count(), 1);
}

#[test]
fn an_update_that_does_not_fit_costs_only_itself_and_few_questions() {
    let ids: Vec<String> =
        ["app", "app-data", "auto", "big", "desk", "fail", "huge", "newdep", "over", "slow", "stuck"]
            .iter()
            .map(|name| format!("apt:pr-{name}:all@1.1"))
            .collect();
    let mut apt = pretended(works);
    let seen = carry(&mut apt, &ids.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    for id in &ids {
        let stuck = (Outcome::Failed, Some(Cause::DepsUnsolvable));
        assert_eq!(seen.of(id), if id.contains("stuck") { stuck } else { DONE }, "{id}");
    }
    assert!(*apt.simulations.borrow() < 20, "{}", apt.simulations.borrow());
}

#[test]
fn a_package_whose_script_fails_does_not_cost_the_others() {
    let mut apt = pretended(|apt, mode, targets, each| {
        if mode == Mode::Download || !targets.iter().any(|t| t.starts_with("pr-fail")) {
            return works(apt, mode, targets, each);
        }
        apt.settle("pr-fail=1.1", false);
        apt.settle("pr-tool-b=1.1", true);
        replay("failing-postinst", each)
    });
    let fail = "apt:pr-fail:all@1.1";
    let seen = carry(&mut apt, &[fail, TOOL_B, TOOL_A], &[]);
    assert_eq!((seen.of(TOOL_A), seen.of(TOOL_B), apt.configured), (DONE, DONE, false));
    assert_eq!(apt.runs.last().unwrap().1, ["pr-tool-a=1.1"], "only what was left is tried again");
    assert_eq!(seen.of(fail), (Outcome::Failed, Some(Cause::PackageScriptFailed)));
    assert_eq!(seen.by_id[fail].2.as_deref(), Some("1.1"), "the new version is there, but not set up");
}

#[test]
fn an_apt_that_somebody_killed_was_cut_off_and_its_update_is_not_called_done() {
    let mut apt = pretended(|_, _, _, _| Told { status: None, last_lines: vec!["Get:1 pr-tool-a".into()] });
    let seen = carry(&mut apt, &[TOOL_A], &[]);
    assert_eq!(seen.of(TOOL_A), (Outcome::Failed, Some(Cause::InterruptedBefore)));
}

#[test]
fn an_apt_that_somebody_killed_while_it_waited_for_a_lock_is_tried_again_and_its_update_goes_in() {
    let mut apt = pretended(|apt, mode, targets, each| {
        if apt.runs.len() > 1 {
            return works(apt, mode, targets, each);
        }
        let waited = recorded("apt-get-install.lock-waited");
        let last_lines = waited.lines().take(1).chain(["Killed"]).map(str::to_owned).collect();
        Told { status: None, last_lines }
    });
    let seen = carry(&mut apt, &[TOOL_A], &[]);
    assert_eq!((seen.of(TOOL_A), apt.runs.len()), (DONE, 3), "waited, fetched, installed");
}

#[test]
fn a_package_that_stays_half_configured_failed_by_its_script() {
    let mut apt = pretended(|apt, mode, targets, each| match mode {
        Mode::Download => works(apt, mode, targets, each),
        Mode::Install | Mode::InstallAndRemove | Mode::Mend => replay("failing-postinst", each),
        Mode::Keep | Mode::GoBack => unreachable!("nothing is kept here"),
    });
    let fail = "apt:pr-fail:all@1.1";
    let seen = carry(&mut apt, &[fail], &[]);
    assert_eq!(seen.of(fail), (Outcome::Failed, Some(Cause::PackageScriptFailed)));
    let details = seen.ended.details.unwrap();
    assert!(
        details
            .ends_with("post-installation script subprocess returned error exit status 3\n[exit status 100]"),
        "{details}"
    );
}

#[test]
fn what_a_stopped_run_left_unpacked_is_set_up_and_then_done() {
    let mut apt = pretended(|apt, mode, targets, each| {
        if mode != Mode::Download {
            apt.settle("pr-tool-b=1.1", false);
            return replay("file-conflict", each);
        }
        works(apt, mode, targets, each)
    });
    let seen = carry(&mut apt, &["apt:pr-over:all@1.1", TOOL_B], &[]);
    assert_eq!((seen.of(TOOL_B), apt.configured), (DONE, true));
}

#[test]
fn a_file_conflict_is_blamed_on_its_package_and_the_rest_is_tried_again() {
    let mut apt = pretended(|apt, mode, targets, each| {
        let conflict = mode != Mode::Download && targets.iter().any(|t| t.starts_with("pr-over"));
        if conflict { replay("file-conflict", each) } else { works(apt, mode, targets, each) }
    });
    let over = "apt:pr-over:all@1.1";
    let seen = carry(&mut apt, &[over, "apt:pr-sec:all@1.0+deb12u1"], &[]);
    assert_eq!(seen.of(over), (Outcome::Failed, Some(Cause::FileConflict)));
    assert_eq!(seen.of("apt:pr-sec:all@1.0+deb12u1"), DONE);
}

#[test]
fn a_file_that_is_gone_costs_only_its_package() {
    let mut apt = pretended(|apt, mode, targets, each| {
        let gone = mode == Mode::Download && targets.iter().any(|t| t.starts_with("pr-tool-b"));
        if gone { replay("not-found", each) } else { works(apt, mode, targets, each) }
    });
    let seen = carry(&mut apt, &[TOOL_A, TOOL_B], &[]);
    assert_eq!(seen.of(TOOL_B), (Outcome::Failed, Some(Cause::FileGone)));
    assert_eq!(seen.of(TOOL_A), DONE);
}

#[test]
fn an_unfinished_run_of_before_is_told_for_all() {
    let mut apt = pretended(|_, _, _, each| replay("interrupted", each));
    let seen = carry(&mut apt, &[TOOL_A, TOOL_B], &[]);
    for id in [TOOL_A, TOOL_B] {
        assert_eq!(seen.of(id), (Outcome::Failed, Some(Cause::InterruptedBefore)));
    }
    assert_eq!(apt.runs.len(), 1, "asked again it would say the same");
}

#[test]
fn too_little_room_is_told_before_anything_is_fetched() {
    let mut apt = pretended(works);
    apt.free = 50 * 1024 * 1024;
    assert_eq!(carry(&mut apt, &[TOOL_A], &[]).of(TOOL_A), (Outcome::Failed, Some(Cause::DiskFull)));
    assert_eq!(apt.runs, []);
}

#[test]
fn an_automatic_package_stays_automatic() {
    let mut apt = pretended(works);
    carry(&mut apt, &["apt:pr-auto:all@1.1", TOOL_A], &[]);
    assert_eq!(apt.marked.into_iter().collect::<Vec<_>>(), ["pr-auto"]);
}

#[test]
fn only_the_package_that_asked_for_a_restart_needs_one() {
    let mut apt = pretended(works);
    apt.restart = Restart { pending: Some(true), asked_by: ["pr-kern".to_owned()].into() };
    let kernel = "apt:pr-kern:all@6.2";
    let seen = carry(&mut apt, &[kernel, TOOL_A], &[]);
    assert_eq!(seen.of(kernel), (Outcome::NeedsRestart, Some(Cause::RestartToFinish)));
    assert_eq!(seen.of(TOOL_A), DONE);
    assert_eq!(seen.ended.outcome, Outcome::NeedsRestart);
}

#[test]
fn the_holder_of_the_lock_is_named_while_apt_waits() {
    let mut apt = pretended(|apt, mode, targets, each| {
        if mode != Mode::Download {
            recorded("apt-get-install.lock-waited").lines().for_each(|l| each(&Line::Output(l.to_owned())));
        }
        works(apt, mode, targets, each)
    });
    let seen = carry(&mut apt, &[TOOL_A], &[]);
    assert!(seen.moved.contains(&(Phase::Waiting, 0, Some("perl".into()))), "{:?}", seen.moved);
    assert_eq!(seen.of(TOOL_A), DONE);
}

#[test]
fn progress_replayed_from_a_real_run_never_goes_back_within_a_phase() {
    let mut apt = pretended(|apt, mode, targets, each| {
        let told = replay("good", each);
        works(apt, mode, targets, each);
        Told { status: Some(0), ..told }
    });
    let seen = carry(&mut apt, &[TOOL_A], &[]);
    for phase in [Phase::Downloading, Phase::Installing] {
        let percents: Vec<_> = seen.moved.iter().filter(|(p, ..)| *p == phase).map(|(_, n, _)| *n).collect();
        assert!(percents.len() > 3 && percents.is_sorted(), "{phase:?} {percents:?}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_is_ordered_and_whatever_fails_every_id_is_told_once(
        picks in proptest::collection::vec((0usize..12, 0usize..3), 0..20),
        fails in 0usize..4,
    ) {
        let names = ["tool-a", "tool-b", "fail", "over", "base", "held", "phased", "stuck", "newdep", "auto", "x", "mid"];
        let versions = ["1.1", "1.0", "2.0"];
        let behaviours: [Behaviour; 4] = [
            works,
            |_, _, _, each| replay("failing-postinst", each),
            |_, _, _, each| replay("hash-mismatch", each),
            |_, _, _, _| told(0, ""),
        ];
        let ids: Vec<String> = picks.iter().map(|(n, v)| format!("apt:pr-{}:all@{}", names[*n], versions[*v])).collect();
        let distinct: BTreeSet<_> = ids.iter().cloned().collect();
        let mut apt = pretended(behaviours[fails]);
        let seen = carry(&mut apt, &ids.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
        proptest::prop_assert_eq!(seen.told, distinct.len());
        for (id, (outcome, _, installed)) in &seen.by_id {
            let version = id.rsplit_once('@').unwrap().1;
            proptest::prop_assert!(*outcome != Outcome::Done || installed.as_deref() == Some(version));
        }
    }
}
