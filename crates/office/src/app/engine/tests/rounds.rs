//! Rounds that begin, are stopped, and go on behind the window.

use patchround_protocol::{Outcome, hours::Weekday, job::When};
use tokio::time::sleep;

use super::*;
use crate::{
    app::ask::{First, LeaveOut, RestartWhen},
    store::rounds::{Stage, StoredJob},
};

/// Longer than what was started can be taken back.
async fn past_the_undo(desk: &Desk) {
    sleep(desk.options.undo * 4).await;
}

#[tokio::test]
async fn a_round_that_waits_for_its_turn_runs_already_and_stop_holds() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(options(dir.path()));
        practised(&engine).await;
        let work = desk.work.lock().await;
        done(&engine, start(Wanted::All, false)).await;
        past_the_undo(&desk).await;
        seen(&engine, "the beginning", |s| s.office.as_ref().is_some_and(|o| o.run.is_some())).await;
        assert!(
            matches!(engine.ask(start(Wanted::All, false)).await, Answer::Refused { .. }),
            "a second round has begun"
        );
        done(&engine, Ask::Stop).await;
        seen(&engine, "the end of it", |s| s.office.as_ref().is_some_and(|o| o.run.is_none())).await;
        drop(work);
        past_the_undo(&desk).await;
        let _work = desk.work.lock().await;
        assert!(!desk.is_running());
        assert_eq!(desk.office().unwrap().last_result().unwrap(), None);
        assert_eq!(desk.office().unwrap().store.open_jobs().unwrap().len(), 0);
    })
    .await;
}

/// As with a double click.
#[tokio::test]
async fn what_is_agreed_twice_is_one_plan_and_undo_takes_it_back() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(Options { undo: Duration::from_secs(30), ..options(dir.path()) });
        practised(&engine).await;
        let work = desk.work.lock().await;
        let start = || start(Wanted::All, true);
        done(&engine, start()).await;
        let number = said_now(&engine).await;
        done(&engine, start()).await;
        assert_eq!(said_now(&engine).await, number, "there is one confirmation");
        drop(work);
        seen(&engine, "the plan", |s| agreed(s, 5)).await;
        done(&engine, start()).await;
        let orders = desk.office().unwrap().store.open_jobs().unwrap().len();
        assert_eq!(
            orders,
            5 + 1,
            "one order for each PC, and one that the people of the first are asked about"
        );
        done(&engine, Ask::Undo { number }).await;
        let back = seen(&engine, "nothing agreed", |s| agreed(s, 0)).await;
        let office = desk.office().unwrap();
        let jobs = office.last_result().unwrap().map(|round| office.store.jobs_of(round).unwrap());
        let went_in = |job: &&StoredJob| job.result.iter().flatten().any(|end| end.outcome == Outcome::Done);
        let by_a_person = jobs.iter().flatten().filter(went_in).collect::<Vec<_>>();
        assert!(by_a_person.iter().all(|job| job.asks()), "what was taken back has not gone in");
        let result = &back.office.as_ref().unwrap().result;
        assert!(result.is_none() || !by_a_person.is_empty(), "what was taken back has no result: {result:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_agreed_for_the_farthest_evening_is_kept_and_waits() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    practised(&engine).await;
    let in_six_days = jiff::Zoned::now() + jiff::ToSpan::days(6);
    let rules =
        WhenUpdates::Weekly { day: Weekday::of(in_six_days.date()), hour: in_six_days.hour().unsigned_abs() };
    done(&engine, Ask::Rules { rules }).await;
    done(&engine, start(Wanted::All, true)).await;
    let shown = seen(&engine, "the plan", |s| agreed(s, 5)).await;
    assert_eq!(shown.place, Place::Office);
}

#[tokio::test]
async fn a_plan_that_leaves_something_out_is_another_one_although_all_was_agreed() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(options(dir.path()));
        practised(&engine).await;
        let all = start(Wanted::All, true);
        done(&engine, all).await;
        seen(&engine, "the plan", |s| agreed(s, 5)).await;
        let views = desk.state.borrow().views.clone();
        let offered = views.iter().map(|view| (view.pc.id, &view.pc.scan.as_ref().unwrap().updates));
        let (pc, updates) = offered.max_by_key(|(_, updates)| updates.len()).unwrap();
        let leave_out = vec![LeaveOut { pc: pc.to_string(), update: Some(updates[0].id.to_string()) }];
        let wanted = Wanted::Pcs { pcs: vec![pc.to_string()] };
        done(
            &engine,
            Ask::Start {
                wanted,
                tonight: true,
                leave_out,
                take_in: Vec::new(),
                first: None,
                then_off: false,
            },
        )
        .await;
        let orders = || {
            let mut jobs = desk.office().unwrap().store.open_jobs().unwrap();
            jobs.retain(|job| job.job.pc == pc);
            jobs
        };
        let ordered = async {
            while orders().len() < 2 {
                sleep(desk.options.undo).await;
            }
        };
        timeout(Duration::from_secs(30), ordered).await.expect("the second plan is ordered");
        let newest = serde_json::to_string(&orders().last().unwrap().job.steps).unwrap();
        let is_in = |update: &patchround_protocol::Update| newest.contains(&format!("\"{}\"", update.id));
        assert!(!is_in(&updates[0]) && updates[1..].iter().any(is_in), "{newest}");
    })
    .await;
}

#[tokio::test]
async fn a_restart_from_a_pcs_page_waits_says_for_whom_and_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    practised(&engine).await;
    done(&engine, start(Wanted::All, false)).await;
    let end = seen(&engine, "the result", |s| s.office.as_ref().is_some_and(|o| o.result.is_some())).await;
    let rows = &end.office.as_ref().unwrap().pcs;
    let pc = rows.iter().find(|row| row.look == Look::Restart).unwrap().id.clone();
    let page = async || match engine.ask(Ask::Pc { pc: pc.clone() }).await {
        Answer::Pc(page) => page,
        other => panic!("{other:?}"),
    };
    let before = page().await;
    assert!(before.next.iter().any(|line| line.contains("practice-core")), "{before:?}");
    assert!(before.restart.is_some_and(|restart| !restart.agreed && restart.tonight.is_some()));
    done(&engine, Ask::Restart { pc: pc.clone(), when: RestartWhen::Now }).await;
    let says = |s: &Snapshot, what: &str| {
        s.office.as_ref().is_some_and(|o| o.agreed.iter().any(|one| one.sentence.contains(what)))
    };
    seen(&engine, "whom it waits for", |s| says(s, "is still signed in")).await;
    assert!(page().await.restart.is_some_and(|restart| restart.agreed));
    done(&engine, Ask::NoRestart { pc: pc.clone() }).await;
    let of_till = |o: &OfficeView| o.agreed.iter().any(|one| one.pc == "till");
    seen(&engine, "nothing agreed there", |s| s.office.as_ref().is_some_and(|o| !of_till(o))).await;
    let past = RestartWhen::Time { time: "2020-01-01T10:00".into() };
    let answer = engine.ask(Ask::Restart { pc, when: past }).await;
    assert!(matches!(answer, Answer::Refused { .. }), "{answer:?}");
}

fn plain(sentence: &str) -> String {
    sentence.replace(['\u{2068}', '\u{2069}'], "")
}

#[tokio::test]
async fn what_others_ordered_on_several_pcs_is_said_in_one_sentence_beside_the_offer_to_undo() {
    let dir = tempfile::tempdir().unwrap();
    let pcs: Playground = Box::new(|| {
        Box::pin(async {
            let mut specs = small_office();
            specs.iter_mut().for_each(|pc| pc.manners.others = 1);
            let pcs = Practice::start(specs).await?;
            let addresses = pcs.pcs().iter().map(PracticePc::address).collect();
            Ok(PlayPcs { addresses, type_code: Box::new(move |code| pcs.type_code(code).unwrap()) })
        })
    });
    let undo = Duration::from_secs(30);
    let (engine, _orders) = Engine::start(Options { playground: Some(pcs), undo, ..options(dir.path()) });
    practised(&engine).await;
    done(&engine, start(Wanted::All, true)).await;
    let both = seen(&engine, "whose orders they meet", |s| {
        s.said.as_ref().is_some_and(|said| {
            // One of each order: what people are asked about is an order of its own.
            plain(&said.sentence).contains("ordered 6 of these updates as well, on 5 PCs")
        })
    })
    .await;
    let said = both.said.as_ref().unwrap();
    assert!(said.undo && said.sentence.matches("Somebody else").count() == 1, "{said:?}");
    done(&engine, Ask::Undo { number: said_now(&engine).await }).await;
    seen(&engine, "nothing agreed", |s| agreed(s, 0)).await;
}

#[tokio::test]
async fn stop_also_holds_for_a_pc_that_has_its_order_and_has_not_begun() {
    let dir = tempfile::tempdir().unwrap();
    let pcs: Playground = Box::new(|| {
        Box::pin(async {
            let mut specs = small_office();
            specs.iter_mut().for_each(|pc| pc.manners.pace = Duration::from_millis(300));
            specs[0].manners.left_alone = Duration::from_secs(300);
            let pcs = Practice::start(specs).await?;
            let addresses = pcs.pcs().iter().map(PracticePc::address).collect();
            Ok(PlayPcs { addresses, type_code: Box::new(move |code| pcs.type_code(code).unwrap()) })
        })
    });
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(Options { playground: Some(pcs), ..options(dir.path()) });
        practised(&engine).await;
        let (first, none) = (Some(First::Nobody), Vec::new);
        let (leave_out, take_in) = (none(), none());
        let wanted = Wanted::All;
        done(&engine, Ask::Start { wanted, tonight: false, leave_out, take_in, first, then_off: false })
            .await;
        let office = desk.office().unwrap();
        let until = async |what: &str, is: &dyn Fn() -> bool| {
            let is_so = async {
                while !is() {
                    sleep(Duration::from_millis(20)).await;
                }
            };
            timeout(PATIENCE, is_so).await.unwrap_or_else(|_| panic!("{what}"));
        };
        until("a PC that was just switched on waits", &|| office.later().unwrap().iter().any(|o| o.just_on))
            .await;
        let round = desk.state.borrow().running.as_ref().unwrap().round;
        done(&engine, Ask::Stop).await;
        until("the round ends", &|| !desk.is_running()).await;
        let jobs = || office.store.jobs_of(round).unwrap();
        let has_ended = |job: &StoredJob| matches!(job.stage, Stage::Closed | Stage::Withdrawn);
        until("every PC says how it ended", &|| jobs().iter().all(has_ended)).await;
        let is_back = |job: &&StoredJob| {
            let ends = job.result.iter().flatten();
            job.job.when == When::Now
                && ends.map(|end| end.outcome).all(|outcome| outcome == Outcome::Cancelled)
        };
        assert_eq!(jobs().iter().filter(is_back).count(), 1, "the PC says that it did not begin");
        assert_eq!(office.later().unwrap(), [], "nothing begins later");
    })
    .await;
}
