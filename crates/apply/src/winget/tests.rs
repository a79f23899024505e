use patchround_protocol::{
    Outcome, SpkiHash, Update,
    progress::Progress,
    update::{Reversible, Scope},
    wire::SourceScan,
};
use patchround_updates::Asking;

use super::{
    case::two,
    played::{BUSY, Program},
    pretended::{HOME, Pretended, id},
    *,
};

const ASKING: Asking<'static> = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
const DONE: (Outcome, Option<Cause>) = (Outcome::Done, None);

fn git() -> UpdateId {
    id("Git.Git", "2.45.1")
}

fn listed(pc: &Pretended) -> (Vec<Update>, Option<Cause>) {
    let (scan, updates) = winget::read(&pc.pc(), &ASKING, &Owner::Machine);
    (updates, scan.cause)
}

fn of_person(pc: &Pretended) -> (SourceScan, Vec<Update>) {
    winget::read(&pc.pc(), &ASKING, &Owner::of_person(HOME).unwrap())
}

fn ids(updates: &[Update]) -> Vec<&str> {
    updates.iter().map(|update| update.id.as_str()).collect()
}

#[test]
fn what_is_offered_goes_in_by_its_id_and_version_and_is_offered_no_more() {
    let pc = Pretended::new(two());
    let (updates, cause) = listed(&pc);
    assert_eq!(
        (ids(&updates), cause),
        (vec!["winget:CursorAI{2c}Inc.Cursor@1.1{20}beta", "winget:Git.Git@2.45.1"], None)
    );
    assert_eq!((updates[0].candidate.as_str(), updates[0].scope), ("1.1 beta", Scope::Machine));
    assert_eq!(updates[0].reversible, Some(Reversible::Not(Cause::NothingKept)));
    assert_eq!(pc.install(&[git()], 0), (Outcome::Done, vec![DONE]));
    let line = "upgrade --id Git.Git --exact --version 2.45.1 --source winget --scope machine --silent \
                --accept-package-agreements --disable-interactivity --accept-source-agreements";
    assert_eq!(pc.told(), [line]);
    assert_eq!(ids(&listed(&pc).0), ["winget:CursorAI{2c}Inc.Cursor@1.1{20}beta"]);
    assert_eq!(pc.install(&[git()], 0), (Outcome::Done, vec![DONE]), "it is there");
    assert_eq!(pc.told().len(), 1);
}

#[test]
fn a_persons_own_go_in_by_their_winget_and_the_whole_pcs_do_not() {
    let pc = Pretended::of_person(two());
    let (scan, updates) = of_person(&pc);
    assert_eq!((scan.source.as_str(), scan.cause, updates.len()), ("winget", None, 2));
    assert!(updates.iter().all(|update| update.scope == Scope::Person));
    let mut told = Vec::new();
    let ended = OfPerson.install(&pc.pc(), HOME, &[git()], &mut Meter::new(&mut |line| told.push(line)));
    assert_eq!(ended, Ended::DONE);
    assert!(matches!(told.last(), Some(Progress::UpdateEnded { outcome: Outcome::Done, .. })), "{told:?}");
    assert!(pc.told()[0].contains(" --scope user "), "{:?}", pc.told());
    assert_eq!(OfPerson.refresh(&pc.pc(), HOME, &mut Meter::new(&mut |_| {})), Ended::DONE);
    assert!(!OfPerson.is_here(&pc.pc(), r"C:\Users\Bo") && !OfPerson.is_here(&pc.pc(), "/home/ada"));
    assert_eq!(ids(&listed(&pc).0), Vec::<&str>::new(), "they are not the whole PC's");
}

#[test]
fn an_id_that_winget_ends_with_means_its_cause_and_restarts_are_told() {
    let failed = |cause| (Outcome::Failed, Some(cause));
    let restart = (Outcome::NeedsRestart, Some(Cause::RestartToFinish));
    for (status, stays, end) in [
        (0x8A15_0101, true, failed(Cause::AppRunning)),
        (0x8A15_0011, true, failed(Cause::HashMismatch)),
        (0x8A15_008E, true, failed(Cause::NotForThisPc)),
        (0x8A15_007D, true, failed(Cause::NeedsAdminOrUser)),
        (0x8A15_0046, true, failed(Cause::AsksQuestion)),
        (0x8A15_0109, false, restart),
        (3010, false, restart),
        (0x8A15_0109, true, failed(Cause::RestartToFinish)),
        (1603, true, failed(Cause::PackageScriptFailed)),
        (1603, false, DONE),
        (0, true, failed(Cause::InstalledButNotVerified)),
    ] {
        let git = Program { status, stays, ..Program::new("Git.Git", "2.37.3", "2.45.1") };
        let pc = Pretended::new(vec![git]);
        let (worst, ends) = pc.install(&[self::git()], 0);
        assert_eq!((worst, &ends[..]), (end.0, &[end][..]), "{status:#x} {stays}");
        assert_eq!(pc.told().len(), 1, "{status:#x} is not tried twice");
    }
}

#[test]
fn a_program_that_waits_for_a_restart_is_not_done_until_the_pc_was_started_anew() {
    let restart = (Outcome::NeedsRestart, Some(Cause::RestartToFinish));
    for status in [3010, 0x8A15_0109] {
        let git = Program { status, ..Program::new("Git.Git", "2.37.3", "2.45.1") };
        let pc = Pretended::new(vec![git]);
        assert_eq!(winget::Winget.restart_need(&pc.pc()).pending, Some(false));
        assert_eq!(pc.install(&[self::git()], 0).1, [restart]);
        let need = winget::Winget.restart_need(&pc.pc());
        assert_eq!((need.pending, need.packages), (Some(true), vec!["Git.Git".to_owned()]), "{status:#x}");
        assert_eq!(pc.install(&[self::git()], 0).1, [restart], "ordered again, or looked at again");
        assert_eq!(pc.told().len(), 1);
        pc.restart();
        assert_eq!(winget::Winget.restart_need(&pc.pc()).pending, Some(false));
        assert_eq!(pc.install(&[self::git()], 0).1, [DONE]);
    }
}

#[test]
fn one_that_fails_does_not_cost_the_others() {
    let mut programs = two();
    programs[0] = Program { status: 0x8A15_0103, stays: true, ..programs[0].clone() };
    let pc = Pretended::new(programs);
    let (worst, mut ends) = pc.install(&[git(), id("CursorAI,Inc.Cursor", "1.1 beta")], 0);
    ends.sort();
    assert_eq!((worst, ends), (Outcome::Failed, vec![DONE, (Outcome::Failed, Some(Cause::AppRunning))]));
}

#[test]
fn another_installation_is_waited_for_and_named_only_where_it_never_ends() {
    for (busy, patience, end) in [(2, 5, DONE), (50, 3, (Outcome::Failed, Some(Cause::BusyOtherUpdater)))] {
        let pc = Pretended::new(two());
        pc.store.lock().unwrap().busy = busy;
        assert_eq!(pc.install(&[git()], patience).1, [end], "{BUSY:#x}");
    }
}

#[test]
fn a_program_that_calls_itself_otherwise_is_done_when_winget_knows_nothing_newer() {
    let named = |name: &str| Program {
        calls_itself: Some(name.to_owned()),
        ..Program::new("Amazon.AWSCLI", "2.36.40.0", "2.36.47")
    };
    for name in ["2.36.47.0", "Release 47"] {
        let pc = Pretended::new(vec![named(name)]);
        assert_eq!(pc.install(&[id("Amazon.AWSCLI", "2.36.47")], 0).1, [DONE], "{name}");
    }
}

#[test]
fn an_installer_that_does_not_say_for_whom_it_is_is_asked_for_without() {
    let pc =
        Pretended::new(vec![Program { is_for_nobody: true, ..Program::new("Git.Git", "2.37.3", "2.45.1") }]);
    assert_eq!(pc.install(&[git()], 0).1, [DONE]);
    let told = pc.told();
    assert!(told.len() == 2 && !told[1].contains("--scope"), "{told:?}");
}

#[test]
fn what_is_pinned_is_held_what_the_store_has_is_only_shown_and_what_is_guessed_is_left_out() {
    let pinned = Program { is_pinned: true, ..Program::new("Lab.Pinned", "1", "2") };
    let pc = Pretended::new(vec![
        pinned,
        Program::new("Lab.Guessed", "< 2", "2"),
        Program::new("Lab.Unknown", "Unknown", "3"),
    ]);
    let (updates, _) = listed(&pc);
    assert_eq!(ids(&updates), ["winget:Lab.Pinned@2"]);
    assert!(updates[0].held.is_some() && !updates[0].is_outstanding());
    let held = (Outcome::NeedsPerson, Some(Cause::Held));
    assert_eq!(pc.install(&[id("Lab.Pinned", "2")], 0).1, [held]);
    let guessed = (Outcome::Failed, Some(Cause::VersionGone));
    assert_eq!(pc.install(&[id("Lab.Guessed", "2")], 0).1, [guessed]);
    let of_store = Program { is_of_store: true, ..Program::new("9PF4QZKKRZ7N", "1.0", "2.0") };
    let pc = Pretended::of_person(vec![of_store]);
    let (_, updates) = of_person(&pc);
    assert_eq!((ids(&updates), updates[0].blocked), (vec!["winget:9PF4QZKKRZ7N@2.0"], Some(Cause::AtThePc)));
    let shown = (Outcome::NeedsPerson, Some(Cause::AtThePc));
    assert_eq!(pc.install(&[id("9PF4QZKKRZ7N", "2.0")], 0).1, [shown]);
    assert_eq!(pc.told(), Vec::<String>::new());
}

#[test]
fn an_old_winget_one_that_hangs_and_one_in_another_language_are_told_apart() {
    for (is_old, hangs, is_german, cause, count) in [
        (true, false, false, Some(Cause::ToolTooOld), 0),
        (false, true, false, Some(Cause::Timeout), 0),
        (false, false, true, None, 2),
    ] {
        let pc = Pretended::new(two());
        {
            let mut store = pc.store.lock().unwrap();
            (store.is_old, store.hangs, store.is_german) = (is_old, hangs, is_german);
        }
        let (updates, told) = listed(&pc);
        assert_eq!((told, updates.len()), (cause, count));
        let end = pc.install(&[git()], 0).1;
        assert_eq!(end, [cause.map_or(DONE, |cause| (Outcome::Failed, Some(cause)))]);
    }
    let pc = Pretended::new(two());
    pc.store.lock().unwrap().is_offline = true;
    assert_eq!(Winget.refresh(&pc.pc(), &mut Meter::new(&mut |_| {})).cause, Some(Cause::NoNetwork));
}

#[test]
fn a_browser_that_has_fetched_its_update_is_closed_by_whoever_uses_it() {
    let pc = Pretended::new(vec![Program::new("Google.Chrome", "142.0.1", "142.0.9")]);
    let new = pc.pc().place(r"C:\Program Files\Google\Chrome\Application\new_chrome.exe");
    std::fs::create_dir_all(new.parent().unwrap()).unwrap();
    std::fs::write(&new, "").unwrap();
    let (updates, _) = listed(&pc);
    assert_eq!(updates[0].blocked, Some(Cause::AppRunning));
    assert_eq!(updates[0].needs.close.as_deref(), Some(&["Google Chrome".to_owned()][..]));
    let id = id("Google.Chrome", "142.0.9");
    let running = (Outcome::NeedsPerson, Some(Cause::AppRunning));
    assert_eq!((pc.install(std::slice::from_ref(&id), 0).1, pc.told()), (vec![running], Vec::new()));
    std::fs::remove_file(new).unwrap();
    assert_eq!(pc.install(&[id], 0).1, [DONE]);
}
