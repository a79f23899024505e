//! The real agent, really called: on Windows what it says, under wine what that has of it. wine makes the objects, answers
//! whether a restart is pending, and has no search (docs/sources/windows_update.md).

use std::time::Instant;

use super::*;

/// `E_NOTIMPL`: what wine says to most questions.
const NOT_THERE: Failure = Failure::Code(0x8000_4001);
/// `REGDB_E_CLASSNOTREG`: activation is broken.
const NO_CLASS: Failure = Failure::Code(0x8004_0154);

fn is_wine() -> bool {
    let registry = crate::registry::of_this_pc();
    registry
        .is_some_and(|registry| registry.has(r"SOFTWARE\Wine") || registry.has(r"SOFTWARE\Wow6432Node\Wine"))
}

#[test]
fn the_real_agent_is_made_and_says_whether_a_restart_is_pending() {
    let said = ThisPc.restart_required();
    assert!(said.is_ok(), "{said:?}: the class was not activated");
}

#[test]
fn the_real_agent_is_asked_for_updates_and_answers_or_refuses_in_bounded_time() {
    let begun = Instant::now();
    let said = ThisPc.search(&Search::Software { online: false });
    assert!(begun.elapsed() < Search::Software { online: false }.limit() + STOPPING);
    assert_ne!(said, Err(NO_CLASS), "the class was not activated");
    if is_wine() {
        assert_eq!(said, Err(NOT_THERE));
    } else {
        assert!(said.is_ok(), "{said:?}");
    }
}

#[test]
fn every_other_question_to_the_real_agent_ends_too() {
    let which = Identity { update: "0fa1201d-4330-4fa8-8ae9-b877473b6441".into(), revision: 1 };
    let failures = [
        ThisPc.history().err(),
        ThisPc.is_busy().err(),
        ThisPc.searched_at().err(),
        ThisPc.accept(&which).err(),
        ThisPc.download(&which, &mut |_| {}).err(),
        ThisPc.install(&which, &mut |_| {}).err(),
    ];
    assert!(
        !failures.contains(&Some(NO_CLASS)) && !failures.contains(&Some(Failure::Silent)),
        "{failures:?}"
    );
    assert!(failures[3..].iter().all(Option::is_some), "nothing is called that: {failures:?}");
}
