//! What belongs to one office, and what is known of it.

use tokio::{net::TcpListener, time::sleep};

use super::*;

/// All practice PCs lose their power; the office stays open.
fn power_off(desk: &Desk) {
    let nobody = PlayPcs { addresses: Vec::new(), type_code: Box::new(|_| ()) };
    drop(desk.play.replace(Some(nobody)));
}

#[tokio::test]
async fn an_office_was_checked_when_a_pc_last_answered() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(options(dir.path()));
        practised(&engine).await;
        let checked = || desk.state.borrow().checked;
        let before = checked();
        desk.look().await;
        let answered = desk.office().unwrap().store.pcs().unwrap().iter().filter_map(|pc| pc.last_seen).max();
        assert!(checked() > before && checked() == answered);
        power_off(&desk);
        desk.look().await;
        assert!(desk.state.borrow().views.iter().all(|view| !view.heard));
        assert_eq!(checked(), answered, "nobody has answered since");
    })
    .await;
}

#[tokio::test]
async fn the_rules_change_at_once_while_a_round_runs_or_somebody_looks_around() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(options(dir.path()));
        practised(&engine).await;
        let (work, office) = (desk.work.lock().await, desk.office().unwrap());
        for rules in [WhenUpdates::OnlyWhenAsked, WhenUpdates::ByThemselves] {
            done(&engine, Ask::Rules { rules: rules.clone() }).await;
            let shown = seen(&engine, "the rules", |s| s.office.as_ref().is_some_and(|o| o.rules == rules));
            assert_eq!(shown.await.place, Place::Office);
        }
        drop(work);
        desk.look().await;
        let obeyed = office.store.pcs().unwrap().into_iter().map(|pc| pc.rules.policy);
        assert!(obeyed.into_iter().all(|version| version == office.policy().version && version > 2));
    })
    .await;
}

/// Who goes on right after a PC has joined ends the listening.
#[tokio::test]
async fn a_pc_that_has_joined_is_read_although_nobody_listens_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(options(dir.path()));
        done(&engine, Ask::Practice).await;
        seen(&engine, "the practice office", |s| s.practice).await;
        done(&engine, set_up()).await;
        // Something else talks to the PCs meanwhile.
        let work = desk.work.lock().await;
        done(&engine, Ask::Code { another: false }).await;
        seen(&engine, "a PC", |s| s.office.as_ref().is_some_and(|o| !o.joining.joined.is_empty())).await;
        done(&engine, Ask::StopListening).await;
        drop(work);
        let is_read = |o: &OfficeView| !o.pcs.is_empty() && o.pcs.iter().all(|pc| pc.look == Look::Ready);
        seen(&engine, "its updates", |s| s.office.as_ref().is_some_and(is_read)).await;
    })
    .await;
}

/// An office whose PCs take long for a round.
fn slow(dir: &std::path::Path) -> Options {
    let playground = || {
        Box::pin(async {
            let mut specs = small_office();
            specs.iter_mut().for_each(|pc| pc.manners.pace = Duration::from_secs(20));
            let pcs = Practice::start(specs).await?;
            let addresses = pcs.pcs().iter().map(PracticePc::address).collect();
            Ok(PlayPcs { addresses, type_code: Box::new(move |code| pcs.type_code(code).unwrap()) })
        }) as LocalBoxFuture<'static, _>
    };
    Options { playground: Some(Box::new(playground)), ..options(dir) }
}

#[tokio::test]
async fn the_work_of_an_office_ends_with_it_and_reaches_no_other() {
    let all = LocalSet::new();
    all.run_until(async {
        for has_begun in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let (engine, desk) = at_desk(slow(dir.path()));
            practised(&engine).await;
            let office = Rc::downgrade(&desk.office().unwrap());
            done(&engine, start(Wanted::All, false)).await;
            if has_begun {
                let begun =
                    |s: &Snapshot| s.office.as_ref().and_then(|o| o.run.as_ref()).is_some_and(|r| r.begun);
                seen(&engine, "the round", begun).await;
            }
            done(&engine, Ask::LeavePractice).await;
            assert!(office.upgrade().is_none() && desk.work.try_lock().is_ok(), "something goes on");
            done(&engine, set_up()).await;
            sleep(desk.options.undo * 4).await;
            let own = seen(&engine, "the person's own office", |s| s.office.is_some() && !s.practice).await;
            assert!(!desk.is_running() && matches!(own.place, Place::Setup { step: 2, .. }), "{own:#?}");
            assert_eq!(own.office.as_ref().unwrap().pcs, []);
            assert_eq!(desk.office().unwrap().store.open_jobs().unwrap().len(), 0);
        }
    })
    .await;
}

#[tokio::test]
async fn orders_that_are_being_handed_over_get_to_their_pcs_before_practice_begins() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(options(dir.path()));
        done(&engine, set_up()).await;
        let orders = desk.work.lock().await;
        let practice = done(&engine, Ask::Practice);
        let others = async {
            done(&engine, Ask::Step { step: 6 }).await;
            seen(&engine, "the own office", |s| s.place == Place::Office && !s.practice).await;
            drop(orders);
        };
        tokio::join!(practice, others);
        seen(&engine, "the practice office", |s| s.practice).await;
    })
    .await;
}

#[tokio::test]
async fn an_address_where_nobody_answers_holds_up_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    done(&engine, Ask::Code { another: false }).await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let add = async {
        engine.ask(Ask::Add { address }).await;
        panic!("the address was given up before anything else was answered");
    };
    let others = async {
        let _line = silent.accept().await.unwrap();
        done(&engine, Ask::Step { step: 3 }).await;
        done(&engine, Ask::Step { step: 4 }).await;
        seen(&engine, "the newest step", |s| matches!(s.place, Place::Setup { step: 4, .. })).await;
    };
    tokio::select! {
        () = add => {}
        () = others => {}
    }
}
