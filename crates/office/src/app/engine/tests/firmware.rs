//! Firmware as the window offers it, has it agreed to and shows what becomes of it.

use patchround_practice::{Manners, Offer, PcSpec};
use patchround_protocol::{Cause, Step, job::When};

use super::*;
use crate::{
    app::answer::{PcPage, UpdateRow},
    store::{record::What, rounds::StoredJob},
};

const GOOD: &str = "fwupd:practice-camera@1.1";
const BAD: &str = "fwupd:practice-dock@1.1";

fn with_firmware() -> Playground {
    Box::new(|| {
        Box::pin(async {
            let mut specs = small_office();
            let manners = Manners { pace: Duration::from_millis(300), ..Manners::default() };
            let firmware = |package: &str| Offer { firmware: true, ..Offer::new(package, "Device") };
            let bad = Offer { fails: Some(Cause::Battery), ..firmware("practice-dock") };
            let offers = [small_office()[0].offers.clone(), vec![firmware("practice-camera"), bad]].concat();
            specs[0] = PcSpec { offers, ..PcSpec::new("a-desk", 1, Vec::new()) }.with(manners);
            let pcs = Practice::start(specs).await?;
            let addresses = pcs.pcs().iter().map(PracticePc::address).collect();
            Ok(PlayPcs { addresses, type_code: Box::new(move |code| pcs.type_code(code).unwrap()) })
        })
    })
}

async fn page(engine: &Engine, pc: &str) -> PcPage {
    let Answer::Pc(page) = engine.ask(Ask::Pc { pc: pc.to_owned() }).await else { panic!("no page") };
    page
}

fn row<'a>(page: &'a PcPage, id: &str) -> Option<&'a UpdateRow> {
    page.updates.iter().find(|update| update.id == id)
}

fn is_offered(page: &PcPage, id: &str) -> bool {
    row(page, id).and_then(|row| row.alone.as_ref()).is_some_and(|alone| !alone.consent.is_empty())
}

fn put_in(pc: &str, id: &str) -> Ask {
    Ask::PutFirmwareIn { pc: pc.to_owned(), id: id.to_owned() }
}

fn desk_pc(shown: &Snapshot) -> String {
    let office = shown.office.as_ref().unwrap();
    office.pcs.iter().find(|pc| pc.name == "a-desk").unwrap().id.clone()
}

async fn ended(engine: &Engine) -> Arc<Snapshot> {
    seen(engine, "the end", |s| s.office.as_ref().is_some_and(|o| o.run.is_none() && o.result.is_some()))
        .await
}

#[tokio::test]
async fn firmware_is_agreed_to_on_the_page_of_its_pc_ordered_alone_and_seen_to_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let options = Options { playground: Some(with_firmware()), ..options(dir.path()) };
        let (engine, desk) = at_desk(options);
        let pc = desk_pc(&*practised(&engine).await);
        let before = page(&engine, &pc).await;
        let alone: Vec<&str> =
            before.updates.iter().filter(|row| row.alone.is_some()).map(|row| row.id.as_str()).collect();
        assert_eq!(alone.len(), 2, "only firmware goes in alone: {alone:?}");
        let consent = &row(&before, GOOD).unwrap().alone.as_ref().unwrap().consent;
        let said = consent.join(" ");
        assert!(
            ["a-desk", "1.0", "1.1", "cannot be undone"].iter().all(|part| said.contains(part)),
            "{said}"
        );

        done(&engine, put_in(&pc, GOOD)).await;
        let going = page(&engine, &pc).await;
        assert!(row(&going, GOOD).unwrap().state.is_some(), "it says how far it is");
        assert!(!is_offered(&going, GOOD) && !is_offered(&going, BAD), "nothing is ordered beside it");
        for id in [GOOD, BAD] {
            let again = engine.ask(put_in(&pc, id)).await;
            assert!(matches!(again, Answer::Refused { .. }), "{again:?}");
        }
        let round = desk.state.borrow().running.as_ref().unwrap().round;
        let office = desk.office().unwrap();
        let [job]: [StoredJob; 1] = office.store.jobs_of(round).unwrap().try_into().unwrap();
        let ids = vec![GOOD.parse().unwrap()];
        assert_eq!(job.job.steps, [Step::Install { ids, agreed_removals: Vec::new() }]);
        assert_eq!((job.job.pc.to_string(), job.job.when), (pc.clone(), When::Now));

        ended(&engine).await;
        let after = page(&engine, &pc).await;
        assert!(row(&after, GOOD).is_none() && is_offered(&after, BAD), "{:?}", after.updates);
        assert!(after.tries.iter().any(|tried| tried.sentence.contains("put in the firmware")));
        let record = office.store.record().unwrap();
        let agreed = record.iter().filter(|line| matches!(line.what, What::FirmwareAgreed { .. }));
        assert_eq!(agreed.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn firmware_that_did_not_go_in_says_why_and_what_to_do_and_can_be_ordered_again() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) =
        Engine::start(Options { playground: Some(with_firmware()), ..options(dir.path()) });
    let pc = desk_pc(&*practised(&engine).await);
    done(&engine, put_in(&pc, BAD)).await;
    let end = ended(&engine).await;
    let result = end.office.as_ref().unwrap().result.as_ref().unwrap();
    assert_eq!(result.rows.iter().map(|row| row.look).collect::<Vec<_>>(), [Look::Needs], "{result:?}");
    let after = page(&engine, &pc).await;
    let state = row(&after, BAD).unwrap().state.clone().unwrap();
    assert_eq!((state.words.as_str(), state.look), ("did not work", Look::Needs));
    let why = state.why.unwrap();
    assert!(why.contains("battery") && why.contains("charger"), "{why}");
    assert!(is_offered(&after, BAD));
}

#[tokio::test]
async fn what_is_no_firmware_and_what_no_pc_offers_is_not_put_in_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) =
        Engine::start(Options { playground: Some(with_firmware()), ..options(dir.path()) });
    let shown = practised(&engine).await;
    let pc = desk_pc(&shown);
    let plain = page(&engine, &pc).await.updates.iter().find(|row| row.alone.is_none()).unwrap().id.clone();
    let other = shown.office.as_ref().unwrap().pcs.iter().find(|row| row.id != pc).unwrap().id.clone();
    for ask in [put_in(&pc, &plain), put_in(&pc, "nonsense"), put_in(&other, GOOD), put_in("nowhere", GOOD)] {
        let refused = engine.ask(ask.clone()).await;
        assert!(matches!(refused, Answer::Refused { .. }), "{ask:?}: {refused:?}");
    }
    assert!(engine.snapshots().borrow().office.as_ref().unwrap().run.is_none());
}

#[tokio::test]
async fn firmware_is_not_offered_while_a_round_is_about_to_begin() {
    let dir = tempfile::tempdir().unwrap();
    let undo = Duration::from_secs(30);
    let (engine, _orders) =
        Engine::start(Options { playground: Some(with_firmware()), undo, ..options(dir.path()) });
    let pc = desk_pc(&*practised(&engine).await);
    assert!(is_offered(&page(&engine, &pc).await, GOOD));
    done(&engine, start(Wanted::All, false)).await;
    assert!(!is_offered(&page(&engine, &pc).await, GOOD));
    done(&engine, Ask::TakeBack).await;
    assert!(is_offered(&page(&engine, &pc).await, GOOD));
}
