//! Waking a PC from its page.

use super::*;

/// A practice office in which whoever types "off NAME" switches that PC off.
fn with_switches() -> Playground {
    Box::new(|| {
        Box::pin(async {
            let pcs = Practice::start(small_office()).await?;
            let addresses = pcs.pcs().iter().map(PracticePc::address).collect();
            let type_code = move |typed: &str| match typed.strip_prefix("off ") {
                Some(name) => pcs.pc(name).unwrap().power_off(),
                None => pcs.type_code(typed).unwrap(),
            };
            Ok(PlayPcs { addresses, type_code: Box::new(type_code) })
        })
    })
}

/// What is said can be read on a busy computer, too.
fn shown_for_long(dir: &std::path::Path) -> Options {
    Options { playground: Some(with_switches()), undo: Duration::from_secs(30), ..options(dir) }
}

async fn can_be_woken(engine: &Engine, pc: &str) -> bool {
    let Answer::Pc(page) = engine.ask(Ask::Pc { pc: pc.to_owned() }).await else { panic!("no page") };
    page.wake
}

#[tokio::test]
async fn a_pc_that_is_off_is_woken_from_its_page_and_is_off_there_until_it_answers() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(shown_for_long(dir.path()));
        practised(&engine).await;
        let till =
            desk.state.borrow().views.iter().find(|view| view.pc.name == "till").unwrap().pc.id.to_string();
        assert!(!can_be_woken(&engine, &till).await, "it is on");
        (desk.play.borrow().as_ref().unwrap().type_code)("off till");
        desk.look().await;
        assert!(can_be_woken(&engine, &till).await);
        done(&engine, Ask::Wake { pc: till.clone() }).await;
        let asked = |s: &Snapshot| s.said.as_ref().is_some_and(|said| said.sentence.contains("to wake"));
        let shown = seen(&engine, "that it was asked", asked).await;
        let row = shown.office.as_ref().unwrap().pcs.iter().find(|row| row.name == "till").unwrap();
        assert_eq!(row.look, Look::Off, "{row:?}");
        let is_on = || desk.state.borrow().views.iter().any(|view| view.pc.name == "till" && view.heard);
        while !is_on() {
            desk.look().await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(!can_be_woken(&engine, &till).await);
    })
    .await;
}
