//! What belongs to one office, and what is known of it.

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
