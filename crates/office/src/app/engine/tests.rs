//! The engine over made-up PCs on loopback: everything a window sees and does.

mod asking;
mod excepting;
mod feeds;
mod firmware;
mod holding;
mod offices;
mod reports;
mod rounds;
mod waking;

use std::{collections::BTreeSet, time::Duration};

use patchround_practice::{Practice, PracticePc, small_office};
use tokio::time::timeout;

use super::*;
use crate::app::{
    ask::Wanted,
    rules::{OpenHours, WhenUpdates},
    secret::Secret,
    snapshot::{Look, OfficeView, Place, Snapshot, StateLine},
};

const PATIENCE: Duration = Duration::from_secs(60);

fn options(dir: &std::path::Path) -> Options {
    Options {
        dir: dir.join("office"),
        discovery: false,
        asks_feeds: false,
        feeds: None,
        playground: Some(playground()),
        packages: None,
        talks: true,
        undo: Duration::from_millis(50),
        language: None,
        downloads: Some(dir.join("downloads")),
        region: None,
    }
}

fn playground() -> Playground {
    Box::new(|| {
        Box::pin(async {
            let mut specs = small_office();
            specs.iter_mut().for_each(|pc| pc.manners.pace = Duration::from_millis(5));
            let pcs = Practice::start(specs).await?;
            let addresses = pcs.pcs().iter().map(PracticePc::address).collect();
            Ok(PlayPcs { addresses, type_code: Box::new(move |code| pcs.type_code(code).unwrap()) })
        })
    })
}

/// An engine whose desk can be looked at. Called within a [`LocalSet`].
fn at_desk(options: Options) -> (Engine, Rc<Desk>) {
    let (letters, inbox) = mpsc::unbounded_channel();
    let desk = Rc::new(Desk::new(options, mpsc::channel(ORDERS).0));
    desk.open();
    let (snapshots, tray) = desk.shown();
    tokio::task::spawn_local(desk.clone().live(inbox));
    (Engine { letters, snapshots, tray }, desk)
}

async fn done(engine: &Engine, ask: Ask) {
    let answer = engine.ask(ask.clone()).await;
    assert_eq!(answer, Answer::Done, "{ask:?}");
}

async fn seen(engine: &Engine, what: &str, is: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
    let mut all = engine.snapshots();
    let found = timeout(PATIENCE, async { all.wait_for(|shown| is(shown)).await.unwrap().clone() }).await;
    match found {
        Ok(found) => found,
        Err(_) => panic!("{what} is not seen: {:#?}", engine.snapshots().borrow()),
    }
}

fn set_up() -> Ask {
    Ask::SetUp { office: "Corner Shop".into(), person: "Maria".into(), open: OpenHours::usual() }
}

/// A practice office with all its PCs in it.
async fn practised(engine: &Engine) -> Arc<Snapshot> {
    practised_with_words(engine).await.0
}

/// The same, and the owner's words as the wizard shows them.
async fn practised_with_words(engine: &Engine) -> (Arc<Snapshot>, Secret) {
    done(engine, Ask::Practice).await;
    seen(engine, "the practice office", |s| s.practice).await;
    done(engine, set_up()).await;
    done(engine, Ask::Step { step: 5 }).await;
    let has_paper = |s: &Snapshot| matches!(&s.place, Place::Setup { paper: Some(_), .. });
    let shown = seen(engine, "the words for paper", has_paper).await;
    let Place::Setup { paper: Some(paper), .. } = &shown.place else { panic!("{shown:?}") };
    done(engine, Ask::Code { another: false }).await;
    seen(engine, "all PCs", |s| {
        s.office.as_ref().is_some_and(|o| o.pcs.len() == 5 && o.joining.joined.len() == 5)
    })
    .await;
    done(engine, Ask::StopListening).await;
    done(engine, Ask::Step { step: 6 }).await;
    // On a busy computer some have joined and are not read yet.
    let is_read = |office: &OfficeView| {
        office.state.can_update && office.pcs.iter().all(|pc| pc.look == Look::Ready && pc.updates > 0)
    };
    let is_there = |s: &Snapshot| s.place == Place::Office && s.office.as_ref().is_some_and(is_read);
    (seen(engine, "the office", is_there).await, paper.owner.clone())
}

#[tokio::test]
async fn a_practice_round_is_played_from_the_wizard_to_its_result_and_nothing_of_it_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    practised(&engine).await;
    let ask = Ask::Plan { wanted: Wanted::All, take_in: None };
    let Answer::Plan(plan) = engine.ask(ask).await else { panic!("no plan") };
    assert!(plan.groups.len() >= 2 && plan.nothing.is_none(), "{plan:?}");
    done(&engine, start(Wanted::All, false)).await;
    seen(&engine, "the round", |s| s.office.as_ref().is_some_and(|o| o.run.is_some())).await;
    let end = seen(&engine, "the result", |s| s.office.as_ref().is_some_and(|o| o.result.is_some())).await;
    let result = end.office.as_ref().unwrap().result.as_ref().unwrap();
    let looks: Vec<Look> = result.rows.iter().map(|row| row.look).collect();
    let sentence = result.sentence.replace(['\u{2068}', '\u{2069}'], "");
    assert!(sentence.starts_with("1 of 5 PCs is up to date."), "{sentence}");
    assert_eq!(looks.iter().filter(|look| **look == Look::Needs).count(), 1, "{result:#?}");
    assert_eq!(looks.iter().filter(|look| **look == Look::Restart).count(), 1, "{result:#?}");
    done(&engine, Ask::ResultSeen).await;
    let seen_it = |s: &Snapshot| {
        let office = s.office.as_ref().filter(|o| o.result.is_none());
        let of_needs = |state: &StateLine| {
            let said = state.details.iter().filter(|detail| detail.contains("need you"));
            said.map(|detail| detail.contains('4')).collect::<Vec<_>>()
        };
        office.is_some_and(|o| {
            o.state.look == Look::Ready && of_needs(&o.state) == [true] && o.needs.len() == 4
        })
    };
    // What failed, who asked to wait, PCs of which nobody has said who uses them, and nobody who stands in.
    seen(&engine, "that four things need somebody, said once and listed", seen_it).await;
    done(&engine, Ask::LeavePractice).await;
    let left = seen(&engine, "the way back", |s| !s.practice).await;
    assert!(matches!(left.place, Place::Setup { step: 1, .. }) && left.office.is_none());
    assert!(!dir.path().join("office/practice").exists());
}

#[tokio::test]
async fn what_was_just_started_can_be_taken_back_and_no_pc_gets_an_order() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(Options { undo: Duration::from_secs(30), ..options(dir.path()) });
    practised(&engine).await;
    done(&engine, start(Wanted::All, false)).await;
    seen(&engine, "the beginning", |s| s.office.as_ref().is_some_and(|o| o.run.is_some())).await;
    done(&engine, Ask::TakeBack).await;
    let back = seen(&engine, "the end of it", |s| s.office.as_ref().is_some_and(|o| o.run.is_none())).await;
    assert!(back.office.as_ref().unwrap().state.can_update);
    assert!(!back.said.as_ref().unwrap().undo);
}

#[tokio::test]
async fn a_round_agreed_for_tonight_stands_in_the_office_until_it_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    practised(&engine).await;
    engine.act(Act::Tonight);
    let is_offered = |s: &Snapshot| s.office.as_ref().is_some_and(|o| o.tonight.is_some());
    let all = seen(&engine, "the agreement", |s| agreed(s, 5)).await;
    assert!(!is_offered(&all), "what is agreed is not offered again");
    done(&engine, Ask::TakeBack).await;
    seen(&engine, "nothing agreed, and the offer", |s| agreed(s, 0) && is_offered(s)).await;
}

/// A round as the plan has it.
fn start(wanted: Wanted, tonight: bool) -> Ask {
    Ask::Start { wanted, tonight, leave_out: Vec::new(), take_in: Vec::new(), first: None, then_off: false }
}

fn wanted(pc: &str) -> Ask {
    start(Wanted::Pcs { pcs: vec![pc.to_owned()] }, true)
}

/// On so many PCs. One that has something to be asked about has an order of its own for that.
fn agreed(shown: &Snapshot, pcs: usize) -> bool {
    let named = |office: &OfficeView| office.agreed.iter().map(|one| one.pc.clone()).collect::<BTreeSet<_>>();
    shown.office.as_ref().is_some_and(|office| named(office).len() == pcs)
}

#[tokio::test]
async fn undo_takes_back_the_plan_it_is_about_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(Options { undo: Duration::from_secs(30), ..options(dir.path()) });
    let office = practised(&engine).await.office.clone().unwrap();
    done(&engine, wanted(&office.pcs[0].id)).await;
    seen(&engine, "one plan", |s| agreed(s, 1)).await;
    done(&engine, wanted(&office.pcs[1].id)).await;
    let both = seen(&engine, "two plans", |s| agreed(s, 2)).await;
    let number = both.said.as_ref().unwrap().number;
    let earlier = engine.ask(Ask::Undo { number: number - 1 }).await;
    assert!(matches!(earlier, Answer::Refused { .. }), "{earlier:?}");
    done(&engine, Ask::Undo { number }).await;
    let one = seen(&engine, "one plan", |s| agreed(s, 1)).await;
    assert_eq!(one.office.as_ref().unwrap().agreed[0].pc, office.pcs[0].name);
    seen(&engine, "that it is undone", |s| s.said.as_ref().is_some_and(|said| !said.undo)).await;
}

async fn said_now(engine: &Engine) -> u32 {
    seen(engine, "a confirmation", |s| s.said.is_some()).await.said.as_ref().unwrap().number
}

#[tokio::test]
async fn a_confirmation_ends_by_itself_and_with_it_the_offer_to_undo() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) =
        Engine::start(Options { undo: Duration::from_millis(500), ..options(dir.path()) });
    let office = practised(&engine).await.office.clone().unwrap();
    done(&engine, wanted(&office.pcs[0].id)).await;
    let number = said_now(&engine).await;
    seen(&engine, "its end", |s| s.said.is_none()).await;
    let undone = engine.ask(Ask::Undo { number }).await;
    assert!(matches!(undone, Answer::Refused { .. }), "{undone:?}");
    seen(&engine, "the plan", |s| agreed(s, 1)).await;
}

#[tokio::test]
async fn a_confirmation_is_not_shown_again_when_the_window_is_opened_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(Options { undo: UNDO, ..options(dir.path()) });
    done(&engine, set_up()).await;
    let window = |window| engine.tell_host(Host { window, ..Host::default() });
    window(true);
    let folder = dir.path().display().to_string();
    done(&engine, Ask::Invite { folder, pcs: 2 }).await;
    seen(&engine, "the confirmation", |s| s.said.is_some()).await;
    window(false);
    window(true);
    seen(&engine, "nothing", |s| s.said.is_none()).await;
}

fn is_checking(shown: &Snapshot) -> bool {
    shown.office.as_ref().is_some_and(|office| office.state.checking)
}

#[tokio::test]
async fn check_now_waits_for_a_look_that_is_going_on_and_says_so_at_once() {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(&dir.path().join("office"), "Corner Shop", "Maria", jiff::Timestamp::now()).unwrap();
    let (orders, _messages) = mpsc::channel(ORDERS);
    let desk = Rc::new(Desk::new(options(dir.path()), orders));
    desk.open();
    let checked = async {
        // Made anew by each look.
        let known = || desk.state.borrow().clocks.clone().unwrap();
        let (look, before) = (desk.work.lock().await, known());
        desk.check();
        assert!(desk.state.borrow().checking);
        tokio::task::yield_now().await;
        assert!(Rc::ptr_eq(&known(), &before), "the look goes on");
        drop(look);
        while desk.state.borrow().checking {
            tokio::task::yield_now().await;
        }
        assert!(!Rc::ptr_eq(&known(), &before), "nobody looked");
    };
    timeout(PATIENCE, LocalSet::new().run_until(checked)).await.unwrap();
}

#[tokio::test]
async fn check_now_says_why_not_while_a_round_runs() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(Options { undo: Duration::from_secs(30), ..options(dir.path()) });
    practised(&engine).await;
    done(&engine, start(Wanted::All, false)).await;
    done(&engine, Ask::Check).await;
    let why = |s: &Snapshot| s.said.as_ref().is_some_and(|said| said.trouble && !said.sentence.is_empty());
    let shown = seen(&engine, "why not", why).await;
    assert!(!is_checking(&shown));
}

async fn next_message(orders: &mut mpsc::Receiver<Order>) -> Order {
    timeout(PATIENCE, orders.recv()).await.expect("a message in good time").expect("the engine lives")
}

#[tokio::test]
async fn a_click_in_the_tray_is_answered_by_a_message_where_no_window_is_open_and_undone_there() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, mut orders) =
        Engine::start(Options { undo: Duration::from_secs(30), ..options(dir.path()) });
    practised(&engine).await;
    engine.act(Act::Tonight);
    let Order::Show(answer) = next_message(&mut orders).await else { panic!("no message") };
    assert!(answer.title.contains("PCs are updated"), "{answer:?}");
    seen(&engine, "the agreement", |s| agreed(s, 5)).await;
    engine.act(answer.buttons[0].act);
    seen(&engine, "nothing agreed", |s| agreed(s, 0)).await;
    let Order::Show(undone) = next_message(&mut orders).await else { panic!("no message") };
    assert!(undone.buttons.is_empty() && undone.kind == answer.kind, "{undone:?}");
    engine.tell_host(Host { window: true, ..Host::default() });
    assert_eq!(next_message(&mut orders).await, Order::Withdraw(answer.kind), "the window says it");
}

#[tokio::test]
async fn a_click_in_the_tray_that_is_refused_says_why_in_a_message_that_does_not_stay() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, mut orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    done(&engine, Ask::Step { step: 6 }).await;
    engine.act(Act::Tonight);
    let Order::Show(answer) = next_message(&mut orders).await else { panic!("no message") };
    assert!(answer.body.contains("nothing to update") && answer.buttons.is_empty(), "{answer:?}");
    assert_eq!(next_message(&mut orders).await, Order::Withdraw(answer.kind));
}

#[tokio::test]
async fn the_helper_is_said_to_be_on_the_stick_only_where_it_is_copied() {
    let (dir, packages) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let with = Options { packages: Some(packages.path().to_owned()), undo: UNDO, ..options(dir.path()) };
    let (engine, _orders) = Engine::start(with);
    done(&engine, set_up()).await;
    let has_helper = |s: &Snapshot| s.office.as_ref().is_some_and(|o| o.joining.has_helper);
    let sticks = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let invite = |n: usize| Ask::Invite { folder: sticks[n].path().display().to_string(), pcs: 2 };
    done(&engine, invite(0)).await;
    let alone = seen(&engine, "a file", |s| s.said.is_some()).await;
    assert!(!has_helper(&alone), "the folder is empty");
    std::fs::write(packages.path().join("patchround-helper.deb"), "helper").unwrap();
    done(&engine, invite(1)).await;
    seen(&engine, "the helper", has_helper).await;
    assert!(sticks[1].path().join("patchround-helper.deb").exists());
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_said_in_plain_words_with_a_next_step() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    let invite = |folder: &std::path::Path| Ask::Invite { folder: folder.display().to_string(), pcs: 2 };
    let Answer::Refused { sentence } = engine.ask(invite(&dir.path().join("STICK"))).await else {
        panic!("nothing was refused")
    };
    assert!(sentence.contains("STICK") && sentence.contains("Choose the stick"), "{sentence}");
    assert!(!sentence.contains("os error"), "{sentence}");
}

#[tokio::test]
async fn the_wizard_goes_on_where_it_was_left_and_its_words_for_paper_go_with_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    done(&engine, Ask::Step { step: 5 }).await;
    let paper = |s: &Snapshot| matches!(&s.place, Place::Setup { step: 5, paper: Some(paper), .. } if !paper.owner.as_str().is_empty());
    seen(&engine, "the paper", paper).await;
    drop((engine, _orders));
    let (engine, _orders) = again(dir.path()).await;
    seen(&engine, "the paper again", paper).await;
    done(&engine, Ask::Step { step: 6 }).await;
    seen(&engine, "the office", |s| s.place == Place::Office).await;
    assert!(!dir.path().join("office/for-paper.txt").exists());
}

#[tokio::test]
async fn words_for_paper_that_nobody_was_shown_bring_the_wizard_back() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    drop((engine, orders));
    std::fs::remove_file(dir.path().join("office/app.json")).unwrap();
    let (engine, _orders) = again(dir.path()).await;
    seen(&engine, "the wizard", |s| matches!(s.place, Place::Setup { step: 2, .. })).await;
}

/// The engine of before lets go of the office in a moment.
async fn again(dir: &std::path::Path) -> (Engine, mpsc::Receiver<Order>) {
    let (engine, orders) = Engine::start(options(dir));
    seen(&engine, "an office that can be used", |s| !matches!(s.place, Place::Trouble { .. })).await;
    (engine, orders)
}

#[tokio::test]
async fn when_updates_happen_can_be_changed_and_is_signed() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    for rules in [WhenUpdates::OnlyWhenAsked, WhenUpdates::ByThemselves] {
        done(&engine, Ask::Rules { rules: rules.clone() }).await;
        seen(&engine, "the rules", |s| s.office.as_ref().is_some_and(|o| o.rules == rules)).await;
    }
}

fn longer() -> OpenHours {
    OpenHours { to: 20, ..OpenHours::usual() }
}

fn is_called(s: &Snapshot, name: &str, person: &str) -> bool {
    s.office.as_ref().is_some_and(|o| o.name == name && o.person == person && o.open == longer())
}

/// A wizard at its end, and the words of the owner that it shows.
async fn at_the_paper(engine: &Engine) -> String {
    done(engine, set_up()).await;
    done(engine, Ask::Step { step: 5 }).await;
    let shown = seen(engine, "the paper", |s| matches!(s.place, Place::Setup { paper: Some(_), .. })).await;
    let Place::Setup { paper: Some(paper), .. } = &shown.place else { panic!("no paper") };
    paper.owner.as_str().to_owned()
}

#[tokio::test]
async fn the_first_step_can_be_gone_back_to_and_what_is_changed_there_is_taken_and_signed() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    done(&engine, Ask::Step { step: 1 }).await;
    let entered =
        |s: &Snapshot| matches!(&s.place, Place::Setup { step: 1, person, .. } if person == "Maria");
    seen(&engine, "the first step with what was entered", entered).await;
    let other = Ask::SetUp { office: "Bakery".into(), person: "Jonas".into(), open: longer() };
    done(&engine, other).await;
    let changed =
        |s: &Snapshot| matches!(s.place, Place::Setup { step: 2, .. }) && is_called(s, "Bakery", "Jonas");
    seen(&engine, "the second step of the changed office", changed).await;
    drop((engine, _orders));
    let (engine, _orders) = again(dir.path()).await;
    seen(&engine, "it as it was signed", changed).await;
}

#[tokio::test]
async fn going_back_to_the_first_step_and_on_again_signs_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    done(&engine, Ask::Step { step: 1 }).await;
    done(&engine, set_up()).await;
    seen(&engine, "the second step", |s| matches!(s.place, Place::Setup { step: 2, .. })).await;
    drop((engine, _orders));
    let (engine, _orders) = again(dir.path()).await;
    drop((engine, _orders));
    let store = crate::store::Store::open_to_read(&dir.path().join("office")).unwrap();
    assert_eq!(store.charter().unwrap().1.version, 1);
}

#[tokio::test]
async fn the_name_and_the_hours_of_an_office_can_be_changed_with_the_words_on_paper_only() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    let words = at_the_paper(&engine).await;
    done(&engine, Ask::Step { step: 6 }).await;
    let change = |words: &str| Ask::ChangeOffice {
        office: "Bakery".into(),
        person: "Maria".into(),
        open: longer(),
        words: words.to_owned().into(),
    };
    let Answer::Refused { sentence } = engine.ask(change("six words of somebody else")).await else {
        panic!("other words were taken")
    };
    assert!(sentence.contains("words of the owner"), "{sentence}");
    done(&engine, change(&words.to_uppercase())).await;
    seen(&engine, "the changed office", |s| is_called(s, "Bakery", "Maria")).await;
}

#[tokio::test]
async fn an_office_does_not_lose_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    let words = at_the_paper(&engine).await;
    let nameless = Ask::ChangeOffice {
        office: "  ".into(),
        person: "Maria".into(),
        open: longer(),
        words: words.into(),
    };
    assert!(matches!(engine.ask(nameless).await, Answer::Refused { .. }));
    seen(&engine, "the name", |s| s.office.as_ref().is_some_and(|o| o.name == "Corner Shop")).await;
}

#[tokio::test]
async fn an_office_that_another_program_works_in_is_said_and_opened_when_it_is_free() {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(&dir.path().join("office"), "Corner Shop", "Maria", jiff::Timestamp::now()).unwrap();
    let held = crate::Office::open(&dir.path().join("office"), false).unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    seen(&engine, "who holds it", |s| matches!(s.place, Place::Trouble { .. })).await;
    drop(held);
    seen(&engine, "the office", |s| s.place == Place::Office).await;
}

#[tokio::test]
async fn a_bad_name_a_wrong_address_and_a_second_practice_office_are_refused_in_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    let refused = async |ask: Ask| match engine.ask(ask.clone()).await {
        Answer::Refused { sentence } => {
            assert!(sentence.len() > 10 && !sentence.contains("patchround "), "{sentence}")
        }
        other => panic!("{ask:?} gave {other:?}"),
    };
    refused(Ask::SetUp { office: " ".into(), person: "Maria".into(), open: OpenHours::usual() }).await;
    done(&engine, set_up()).await;
    refused(Ask::Add { address: "not an address at all".into() }).await;
    refused(Ask::LookAround { everywhere: false }).await;
    refused(Ask::Pc { pc: "nobody".into() }).await;
    done(&engine, Ask::Practice).await;
    refused(Ask::Practice).await;
}

#[tokio::test]
async fn the_words_follow_the_language_that_was_chosen() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    done(&engine, set_up()).await;
    done(&engine, Ask::Step { step: 6 }).await;
    done(&engine, Ask::Language { tag: "en-XA".into() }).await;
    let shown = seen(&engine, "the language", |s| s.language == "en-XA").await;
    assert!(shown.office.as_ref().unwrap().state.sentence.starts_with('⟦'));
}

#[tokio::test]
async fn quiet_is_switched_on_and_off_from_the_tray_also_when_an_earlier_one_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let options = options(dir.path());
    std::fs::create_dir_all(&options.dir).unwrap();
    std::fs::write(options.dir.join("app.json"), r#"{"quiet_until":"2020-01-01T00:00:00Z"}"#).unwrap();
    let (engine, _orders) = Engine::start(options);
    for is in [true, false, true] {
        engine.act(Act::Quiet);
        seen(&engine, "what was chosen", |s| s.settings.quiet == is).await;
    }
}
