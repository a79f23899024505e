//! Whose failure it is: another package's is not this update's.

use super::*;

const FAIL: &str = "apt:pr-fail:all@1.1";

/// What a real apt said; some of its packages are called as ones that the pretended apt offers.
fn replay_as(case: &str, names: &[(&str, &str)], each: &mut dyn FnMut(&Line)) -> Told {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../updates/testdata");
    let text = |kind: &str| {
        let text = std::fs::read_to_string(format!("{folder}/debian-12.{kind}.{case}")).unwrap();
        names.iter().fold(text, |text, (from, to)| text.replace(from, to))
    };
    text("status-fd").lines().for_each(|l| each(&Line::Status(l.to_owned())));
    told(100, &text("apt-get-install"))
}

/// A pretended apt whose setting up changes nothing any more.
fn broken(behaviour: Behaviour) -> Pretended {
    let mut apt = pretended(behaviour);
    apt.unfinished.insert("pr-fail");
    apt
}

#[test]
fn a_failing_trigger_of_another_package_is_not_this_updates_failure() {
    let mut apt = broken(|apt, mode, targets, each| {
        if mode == Mode::Download {
            return works(apt, mode, targets, each);
        }
        // As dpkg-query said after the recorded run.
        ["pr-tool-a=1.1", "pr-tool-b=1.1"].iter().for_each(|exact| apt.settle(exact, true));
        replay_as("failing-trigger", &[("pr-shelf", "pr-tool-b")], each)
    });
    let seen = carry(&mut apt, &[TOOL_A, TOOL_B], &[]);
    assert_eq!((seen.of(TOOL_A), seen.of(TOOL_B), seen.ended), (DONE, DONE, Ended::DONE));
}

#[test]
fn an_update_that_waits_for_the_failing_trigger_of_another_package_says_that_it_was_another() {
    let mut apt = broken(|apt, mode, targets, each| {
        if mode == Mode::Download {
            return works(apt, mode, targets, each);
        }
        apt.settle("pr-tool-a=1.1", true);
        apt.settle("pr-tool-b=1.1", false);
        replay_as("failing-trigger", &[("pr-shelf", "pr-tool-b")], each)
    });
    let seen = carry(&mut apt, &[TOOL_A, TOOL_B], &[]);
    assert_eq!((seen.of(TOOL_A), seen.of(TOOL_B)), (DONE, (Outcome::Failed, Some(Cause::OtherFailed))));
    let details = seen.ended.details.unwrap();
    assert!(details.contains("dpkg: error processing package pr-index"), "{details}");
    assert!(details.ends_with("[exit status 100]"), "{details}");
}

#[test]
fn what_needs_a_package_whose_script_fails_waits_for_that_and_did_not_fail_itself() {
    let mut apt = broken(|apt, mode, targets, each| {
        if mode == Mode::Download {
            return works(apt, mode, targets, each);
        }
        apt.settle("pr-tool-a=1.1", true);
        ["pr-fail=1.1", "pr-tool-b=1.1"].iter().for_each(|exact| apt.settle(exact, false));
        replay_as("needs-failing", &[("pr-needs", "pr-tool-b")], each)
    });
    let seen = carry(&mut apt, &[TOOL_A, TOOL_B, FAIL], &[]);
    assert_eq!(seen.of(TOOL_A), DONE);
    assert_eq!(seen.of(TOOL_B), (Outcome::Failed, Some(Cause::OtherFailed)));
    assert_eq!(seen.of(FAIL), (Outcome::Failed, Some(Cause::PackageScriptFailed)));
}

#[test]
fn a_package_that_was_broken_before_costs_only_what_needs_it() {
    let mut apt = broken(|apt, mode, targets, each| {
        if mode == Mode::Download {
            return works(apt, mode, targets, each);
        }
        apt.settle("pr-tool-a=1.1", true);
        apt.settle("pr-tool-b=1.1", false);
        replay_as("needs-failing-before", &[("pr-needs", "pr-tool-b")], each)
    });
    let seen = carry(&mut apt, &[TOOL_A, TOOL_B], &[]);
    assert_eq!((seen.of(TOOL_A), seen.of(TOOL_B)), (DONE, (Outcome::Failed, Some(Cause::OtherFailed))));
}

#[test]
fn an_update_that_another_package_keeps_out_altogether_says_that_it_was_another() {
    let mut apt = broken(|apt, mode, targets, each| match mode {
        Mode::Download => works(apt, mode, targets, each),
        _ => replay_as("after-failing", &[("pr-tool-c", "pr-tool-x")], each),
    });
    let seen = carry(&mut apt, &[TOOL_A], &[]);
    assert_eq!(seen.of(TOOL_A), (Outcome::Failed, Some(Cause::OtherFailed)));
    assert_eq!(seen.by_id[TOOL_A].2.as_deref(), Some("1.0"));
}

#[test]
fn a_script_that_asks_at_a_terminal_or_finds_no_room_is_named_so() {
    for (case, package, cause) in [
        ("asks-at-terminal", "pr-asks", Cause::AsksQuestion),
        ("no-room-in-script", "pr-room", Cause::DiskFull),
    ] {
        let text = |kind: &str| recorded(&format!("{kind}.{case}")).replace(package, "pr-fail");
        let (status, said) = (text("status-fd"), text("apt-get-install"));
        let errors = status.lines().filter_map(|line| match patchround_updates::apt::status::parse(line)? {
            patchround_updates::apt::status::Status::Error { name, sentence } => Some((name, sentence)),
            _ => None,
        });
        let blamed: Vec<_> =
            errors.map(|(name, sentence)| (causes::of_package(&sentence, &said, &name), name)).collect();
        assert_eq!(blamed, [(cause, "pr-fail".to_owned())], "{case}");
    }
}

#[test]
fn a_package_manager_that_a_signal_ends_was_interrupted() {
    let mut apt = pretended(|apt, mode, targets, each| match mode {
        Mode::Download => works(apt, mode, targets, each),
        _ => Told { status: None, last_lines: vec!["Setting up pr-tool-a (1.1) ...".into()] },
    });
    let seen = carry(&mut apt, &[TOOL_A], &[]);
    assert_eq!(seen.of(TOOL_A), (Outcome::Failed, Some(Cause::InterruptedBefore)));
    assert!(seen.ended.details.unwrap().ends_with("[ended by a signal]"));
}

#[test]
fn a_file_that_dpkg_cannot_read_is_dropped_so_that_the_next_try_fetches_it_anew() {
    let mut apt = pretended(|apt, mode, targets, each| match mode {
        Mode::Download => works(apt, mode, targets, each),
        _ => replay_as("garbled-archive", &[("pr-part", "pr-tool-b"), ("pr-tool-a", "pr-tool-c")], each),
    });
    let seen = carry(&mut apt, &[TOOL_B], &[]);
    assert_eq!(seen.of(TOOL_B), (Outcome::Failed, Some(Cause::HashMismatch)));
    assert_eq!(apt.fetched, BTreeSet::new());
    let mut apt = pretended(works);
    carry(&mut apt, &[TOOL_B], &[]);
    assert_eq!(apt.fetched.len(), 1, "what is whole stays");
}
