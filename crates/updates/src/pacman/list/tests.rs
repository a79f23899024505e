use patchround_protocol::SpkiHash;

use super::*;
use crate::{
    command::Programs,
    pacman::{records, targets, upgrades},
};

const QU: &str = include_str!("../../../testdata/arch-6.0.pacman-Qu.mixed");
const SUP: &str = include_str!("../../../testdata/arch-6.0.pacman-Sup.mixed");
const SI: &str = include_str!("../../../testdata/arch-6.0.pacman-Si.mixed");
const BEFORE: &str = include_str!("../../../testdata/arch-6.0.pacman-Q.before");

fn answers() -> Answers {
    let versions = BEFORE.lines().filter_map(|line| line.split_once(' '));
    let versions = versions.map(|(name, version)| (name.to_owned(), version.to_owned())).collect();
    let records = records::parse(SI).unwrap();
    Answers {
        installed: Installed { versions, broken: Vec::new() },
        upgrades: upgrades::parse(QU).unwrap(),
        targets: Ok(targets::parse(SUP).unwrap()),
        records: records.into_iter().map(|record| (record.name.clone(), record)).collect(),
    }
}

fn joined(answers: &Answers) -> Vec<Update> {
    let root = tempfile::tempdir().unwrap();
    join(&Pc { root: root.path(), tools: &Programs }, SpkiHash([0; 32]), answers)
}

fn named(names: &[PackageName]) -> Vec<&str> {
    names.iter().map(PackageName::as_str).collect()
}

#[test]
fn what_is_newer_what_takes_a_place_and_what_is_kept_back_are_updates_and_new_parts_are_not() {
    let answers = answers();
    assert_eq!((answers.check_upgrades(), answers.check_targets()), (Ok(()), Ok(())));
    let updates = joined(&answers);
    let ids: Vec<_> = updates.iter().map(|u| u.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "pacman:lab-app@1.1-1",
            "pacman:lab-conf@1.1-1",
            "pacman:lab-grp@1.1-1",
            "pacman:lab-held@1.1-1",
            "pacman:lab-lib@1.2-1",
            "pacman:lab-new@2.0-1",
            "pacman:lab-tool-a@1.1-1",
            "pacman:lab-tool-b@1:2.1-1",
            "pacman:lab-wide@1.1-1",
            "pacman:linux-lab@6.1.2-1",
        ]
    );
    let of = |name: &str| updates.iter().find(|u| u.id.native() == name).unwrap();
    assert_eq!(named(&of("lab-lib").needs.adds), ["lab-newdep"]);
    assert_eq!(named(&of("lab-new").needs.removes), ["lab-old"]);
    assert_eq!((of("lab-new").installed.as_deref(), of("lab-held").held.is_some()), (None, true));
    assert_eq!(updates.iter().filter(|u| !u.needs.adds.is_empty()).count(), 1);
    for update in &updates {
        assert_eq!((update.class, &update.cves, update.severity), (None, &None, None), "it says nothing");
        assert_eq!(update.reversible, Some(Reversible::Not(Cause::UndoBlocked)));
        assert_eq!(update.blocked, None);
    }
}

#[test]
fn what_needs_something_that_is_not_there_keeps_everything_from_going() {
    for (said, cause) in [
        (include_str!("../../../testdata/arch-6.0.pacman-Sup.unsolvable"), Cause::DepsUnsolvable),
        (include_str!("../../../testdata/arch-6.0.pacman-Sup.needs-held"), Cause::Held),
    ] {
        let answers = Answers { targets: Err(Blocked::read(said)), ..answers() };
        let updates = joined(&answers);
        let of = |name: &str| updates.iter().find(|u| u.id.native() == name).unwrap().blocked;
        assert_eq!((of("lab-wide"), of("lab-lib")), (Some(cause), Some(Cause::OtherFailed)));
        assert_eq!(of("lab-held"), None, "kept back is reason enough");
    }
}

#[test]
fn answers_that_differ_are_found_out() {
    let cut =
        Answers { upgrades: upgrades::parse(&QU[..QU.find("lab-wide").unwrap()]).unwrap(), ..answers() };
    assert_eq!(cut.check_upgrades(), Err("lab-wide".to_owned()));
    let end = SUP.find("linux-lab").unwrap();
    let cut = Answers { targets: Ok(targets::parse(&SUP[..end]).unwrap()), ..answers() };
    assert_eq!((cut.check_upgrades(), cut.check_targets()), (Ok(()), Err("linux-lab".to_owned())));
    let mut other = answers();
    other.installed.versions.remove("lab-app");
    assert_eq!(other.check_upgrades(), Err("lab-app".to_owned()));
}

#[test]
fn a_name_that_is_none_is_never_an_id_and_nothing_goes_without_it() {
    let mut answers = answers();
    answers.upgrades[0].name = "$(reboot)".to_owned();
    let updates = joined(&answers);
    assert!(updates.iter().all(|u| !u.id.as_str().contains("reboot")));
    assert!(updates.iter().filter(|u| u.held.is_none()).all(|u| u.blocked == Some(Cause::Unexpected)));
}
