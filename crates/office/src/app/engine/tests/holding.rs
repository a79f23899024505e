//! What is kept back, and what did not go in, as the window shows it.

use super::*;
use crate::app::answer::{PcPage, ProgramPage};

async fn program(engine: &Engine, key: &str) -> ProgramPage {
    let Answer::Program(page) = engine.ask(Ask::Program { key: key.to_owned() }).await else {
        panic!("{key}")
    };
    page
}

async fn pc(engine: &Engine, pc: &str) -> PcPage {
    let Answer::Pc(page) = engine.ask(Ask::Pc { pc: pc.to_owned() }).await else { panic!("{pc}") };
    page
}

#[tokio::test]
async fn a_program_is_kept_back_by_name_with_its_reason_and_let_go_again() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    let office = practised(&engine).await;
    let key = office.office.as_ref().unwrap().programs[0].key.clone();
    let why = "The till needs the old one";
    let hold = |why: &str| Ask::Hold { key: key.clone(), why: why.to_owned(), days: 7 };
    let refused = engine.ask(hold("  ")).await;
    assert!(matches!(refused, Answer::Refused { .. }), "{refused:?}");
    done(&engine, hold(why)).await;
    let page = program(&engine, &key).await;
    let note = page.row.note.unwrap();
    assert!(page.kept && note.contains("Maria") && note.contains(why), "{note}");
    let held = seen(&engine, "who needs somebody", |s| {
        s.office.as_ref().is_some_and(|o| o.needs.iter().any(|need| need.sentence.contains("kept back")))
    })
    .await;
    let Answer::Plan(plan) =
        engine.ask(Ask::Plan { wanted: Wanted::Program { key: key.clone() }, take_in: None }).await
    else {
        panic!("no plan")
    };
    assert!(plan.nothing.is_some(), "{plan:?} {held:?}");
    done(&engine, Ask::Release { key: key.clone() }).await;
    let page = program(&engine, &key).await;
    assert_eq!((page.kept, page.row.note), (false, None));
}

#[tokio::test]
async fn a_pause_is_said_until_it_is_ended_or_somebody_chooses_when_updates_happen() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    practised(&engine).await;
    let rules = WhenUpdates::ByThemselves;
    done(&engine, Ask::Rules { rules: rules.clone() }).await;
    let is_paused = |s: &Snapshot| s.office.as_ref().is_some_and(|o| o.paused.is_some());
    seen(&engine, "no pause", |s| !is_paused(s)).await;
    done(&engine, Ask::Pause).await;
    let paused = seen(&engine, "the pause", is_paused).await;
    assert!(paused.office.as_ref().unwrap().state.can_update, "what is ordered goes on");
    done(&engine, Ask::Resume).await;
    seen(&engine, "the end of it", |s| !is_paused(s)).await;
    done(&engine, Ask::Pause).await;
    done(&engine, Ask::Rules { rules }).await;
    seen(&engine, "the end of it", |s| !is_paused(s)).await;
}

#[tokio::test]
async fn what_did_not_go_in_says_so_on_its_pc_after_the_result_was_seen() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    practised(&engine).await;
    done(&engine, start(Wanted::All, false)).await;
    let end = seen(&engine, "the result", |s| s.office.as_ref().is_some_and(|o| o.result.is_some())).await;
    let rows = &end.office.as_ref().unwrap().result.as_ref().unwrap().rows;
    let failed = rows.iter().find(|row| row.look == Look::Needs).unwrap().clone();
    done(&engine, Ask::ResultSeen).await;
    seen(&engine, "that it was seen", |s| s.office.as_ref().is_some_and(|o| o.result.is_none())).await;
    let page = pc(&engine, &failed.pc).await;
    assert_eq!(page.row.look, Look::Needs, "{page:#?}");
    let state = page.updates.iter().find_map(|update| update.state.clone()).unwrap();
    assert_eq!((state.words.as_str(), state.look), ("did not work", Look::Needs));
    assert!(state.why.is_some());
}
