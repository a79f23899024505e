use std::{sync::Arc, time::Duration};

use patchround_protocol::{
    Cause, JobId, Outcome, PublicKey, SpkiHash,
    session::ToPerson,
    update::{Class, Scope},
};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::queue::End;

const JOB: JobId = JobId(Uuid::nil());
const DONE: Told = Told { end: End::DONE, details: None };
const BY: By = By { job: JOB, step: 3, issuer: PublicKey([2; 32]) };
const AWAY: End = End { outcome: Outcome::Waiting, cause: Some(Cause::PersonAway) };

fn person(account: &str) -> Person {
    Person { account: account.to_owned(), name: format!("person {account}") }
}

fn update(native: &str) -> Update {
    serde_json::from_value(json!({
        "id": format!("flatpak:{native}@2"), "pc": SpkiHash([0; 32]), "source": "flatpak", "package": "org.lab.Notes",
        "group": "org.lab.Notes", "name": "Notes", "installed": "1", "candidate": "2", "class": "urgent",
        "severity": "critical", "substantial": null, "cves": ["CVE-2026-0001"], "known_exploited": true, "released": null,
        "size": 10, "notes": null, "needs": {"restart": true, "recovery_key": true}, "reversible": {"kept": {}},
        "scope": "machine", "held": null, "phased": true, "blocked": null,
    }))
    .unwrap()
}

fn own(natives: &[&str]) -> Own {
    let updates = natives.iter().map(|native| update(native)).collect();
    Own { source: "flatpak".into(), cause: None, refreshed_at: None, updates }
}

fn id(account: &str, native: &str) -> UpdateId {
    format!("flatpak:~{account}/{native}@2").parse().unwrap()
}

fn programs(folder: &tempfile::TempDir) -> Arc<OwnPrograms> {
    Arc::new(OwnPrograms::open(SpkiHash([7; 32]), &folder.path().join("own.json")))
}

fn ids(programs: &OwnPrograms) -> Vec<UpdateId> {
    programs.lists().into_iter().flat_map(|list| list.updates).map(|update| update.id).collect()
}

fn asked(wish: Option<ToPerson>) -> Vec<String> {
    match wish {
        Some(ToPerson::InstallOwn { ids }) => ids.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_person_says_of_their_own_is_theirs_and_nothing_that_only_a_maker_can_say() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    assert!(programs.told(&person("1000"), own(&["a/b", "~1001/c", "a/b"]), Timestamp::now()).is_new);
    let lists = programs.lists();
    let [List { of, updates }] = &lists[..] else { panic!("{lists:?}") };
    let [update] = &updates[..] else { panic!("{updates:?}") };
    assert_eq!((of.account.as_str(), of.person.as_str()), ("1000", "person 1000"));
    assert_eq!((&update.id, update.pc, update.scope), (&id("1000", "a/b"), SpkiHash([7; 32]), Scope::Person));
    assert_eq!((update.class, update.severity, update.known_exploited), (None::<Class>, None, None));
    assert_eq!((update.needs.restart, update.needs.recovery_key, update.phased), (Some(false), None, false));
    assert_eq!(update.cves, None);
    let apt = Own { source: "apt".into(), ..own(&["x"]) };
    assert!(!programs.told(&person("1000"), apt, Timestamp::now()).is_new, "nobody has an apt of their own");
}

#[test]
fn whoever_makes_things_up_has_so_many_and_the_others_keep_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let many: Vec<String> = (0..300).map(|n| format!("p{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for account in 0..30 {
        programs.told(&person(&account.to_string()), own(&many), Timestamp::now());
    }
    assert_eq!(programs.lists().len(), limits::OWN_PEOPLE);
    assert_eq!(ids(&programs).len(), limits::OWN_PEOPLE * limits::OWN_UPDATES);
    assert_eq!(ids(&self::programs(&folder)), ids(&programs), "it is there after a restart");
    let later = Timestamp::now() + OLD + SignedDuration::from_hours(1);
    assert_eq!([programs.forget_old(later).is_new, programs.forget_old(later).is_new], [true, false]);
    assert_eq!(ids(&programs), [], "of who was not there for long nothing is known any more");
    assert_eq!(ids(&self::programs(&folder)), [], "nor after a restart");
}

#[test]
fn the_same_said_again_is_no_news() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let said = |natives: &[&str]| programs.told(&person("1000"), own(natives), Timestamp::now()).is_new;
    assert_eq!([said(&["a"]), said(&["a"]), said(&[]), said(&[])], [true, false, true, false]);
    assert_eq!(programs.lists(), [], "there is no such source any more");
    let up_to_date = Own { refreshed_at: Some(Timestamp::UNIX_EPOCH), ..own(&[]) };
    assert!(programs.told(&person("1000"), up_to_date, Timestamp::now()).is_new);
    assert_eq!(programs.lists().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_program_that_says_done_is_believed_once_its_list_says_so_too() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let ana = person("1000");
    programs.told(&ana, own(&["a", "b", "c"]), Timestamp::now());
    let mut line = programs.line(&ana);
    let ids = [id("1000", "a"), id("1000", "b"), id("1000", "c"), "apt:x:all@1".parse().unwrap()];
    let says = async {
        assert_eq!(asked(line.next().await), ["flatpak:a@2", "flatpak:b@2", "flatpak:c@2"]);
        for native in ["a", "b"] {
            let id = format!("flatpak:{native}@2").parse().unwrap();
            assert_eq!(programs.ended(&ana, &id, DONE), None);
        }
        let failed = Told { end: End::failed(Cause::NoNetwork), details: Some("no\u{1b} way".into()) };
        programs.ended(&ana, &"flatpak:c@2".parse().unwrap(), failed);
        tokio::time::sleep(Duration::from_secs(5)).await;
        programs.told(&ana, own(&["b", "c"]), Timestamp::now());
    };
    let (ends, ()) = tokio::join!(programs.install(BY, &ids), says);
    let of = |native| ends[&id("1000", native)].clone();
    assert_eq!(ends.len(), 3, "what is the PC's is not theirs to do");
    assert_eq!(of("a").end, End::DONE);
    assert_eq!(of("b").end, End::failed(Cause::InstalledButNotVerified));
    assert_eq!((of("c").end, of("c").details.as_deref()), (End::failed(Cause::NoNetwork), Some("no way")));
}

#[tokio::test(start_paused = true)]
async fn people_are_waited_for_together_and_not_without_end_and_what_they_do_later_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let (ana, bob) = (person("1000"), person("1001"));
    for person in [&ana, &bob] {
        programs.told(person, own(&["a"]), Timestamp::now());
    }
    let mut lines = [programs.line(&ana), programs.line(&bob)];
    let begun = tokio::time::Instant::now();
    let ends = programs.install(BY, &[id("1000", "a"), id("1001", "a")]).await;
    assert!(begun.elapsed() < Duration::from_secs(15 * 60), "{:?}", begun.elapsed());
    assert!(ends.len() == 2 && ends.values().all(|told| told.end == AWAY), "{ends:?}");
    for line in &mut lines {
        assert_eq!(asked(line.next().await), ["flatpak:a@2"]);
    }
    programs.ask_for_what_waits(&ana, |_, _| true);
    assert!(!lines[0].has_next(), "it is at work on it");
    assert_eq!(
        programs.ended(&ana, &"flatpak:a@2".parse().unwrap(), DONE),
        None,
        "its list says nothing yet"
    );
    let over = programs.told(&ana, own(&[]), Timestamp::now()).over;
    assert!(matches!(&over[..], [(order, told)] if order.id == id("1000", "a") && *told == DONE), "{over:?}");
}

#[tokio::test]
async fn what_is_theirs_waits_for_whoever_is_away_over_a_restart_and_is_asked_for_when_they_come() {
    let folder = tempfile::tempdir().unwrap();
    let (ana, other) = (person("1000"), person("1001"));
    let before = programs(&folder);
    before.told(&ana, own(&["a", "b"]), Timestamp::now());
    let ordered = [id("1000", "a"), id("1000", "b"), id("1000", "gone")];
    let ends = before.install(BY, &ordered).await;
    assert!(ends.len() == 3 && ends.values().all(|told| told.end == AWAY), "{ends:?}");

    let programs = programs(&folder);
    let mut line = programs.line(&ana);
    programs.ask_for_what_waits(&other, |_, _| true);
    programs.ask_for_what_waits(&ana, |order, _| order.id != id("1000", "b"));
    assert_eq!(asked(line.next().await), ["flatpak:a@2", "flatpak:gone@2"], "not what was held since");
    let gone = Told { end: End::failed(Cause::VersionGone), details: None };
    let (order, told) = programs.ended(&ana, &"flatpak:gone@2".parse().unwrap(), gone.clone()).unwrap();
    assert_eq!((order.id, told), (id("1000", "gone"), gone), "their program knows best what is there");
    programs.ask_for_what_waits(&ana, |order, _| order.id != id("1000", "b"));
    assert!(!line.has_next(), "once");
    let own_id = "flatpak:a@2".parse().unwrap();
    assert_eq!(programs.ended(&other, &own_id, DONE), None, "it is not theirs");
    assert_eq!(programs.ended(&ana, &own_id, DONE), None);
    let over = |natives: &[&str]| programs.told(&ana, own(natives), Timestamp::now()).over;
    let ended = over(&["b"]);
    assert!(matches!(&ended[..], [(Order { by: BY, .. }, DONE)]), "{ended:?}");
    assert_eq!(over(&["b"]), [], "once");
    programs.forget_orders();
    programs.ask_for_what_waits(&ana, |_, _| true);
    assert!(!line.has_next(), "of an office that was left nothing waits");
}

/// Of an order for "a", while Ana is away.
async fn waiting(folder: &tempfile::TempDir) -> Arc<OwnPrograms> {
    let programs = programs(folder);
    programs.told(&person("1000"), own(&["a"]), Timestamp::now());
    assert_eq!(programs.install(BY, &[id("1000", "a")]).await[&id("1000", "a")].end, AWAY);
    programs
}

#[tokio::test]
async fn a_list_that_could_not_be_read_costs_nobody_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let (programs, ana) = (waiting(&folder).await, person("1000"));
    let unread = Own { cause: Some(Cause::FileGone), ..own(&[]) };
    assert_eq!(programs.told(&ana, unread, Timestamp::now()).over, []);
    let mut line = programs.line(&ana);
    programs.ask_for_what_waits(&ana, |_, _| true);
    assert!(!line.has_next(), "nobody knows whether it is offered");
    programs.told(&ana, own(&["a"]), Timestamp::now());
    programs.ask_for_what_waits(&ana, |_, _| true);
    assert_eq!(asked(line.next().await), ["flatpak:a@2"]);
}

#[tokio::test]
async fn an_end_that_is_told_in_the_next_conversation_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let (programs, ana) = (waiting(&folder).await, person("1000"));
    assert_eq!(programs.ended(&ana, &"flatpak:a@2".parse().unwrap(), DONE), None);
    let programs = self::programs(&folder);
    let over = programs.told(&ana, own(&[]), Timestamp::now()).over;
    assert!(matches!(&over[..], [(_, DONE)]), "{over:?}");
}

#[tokio::test]
async fn what_had_waited_is_not_believed_to_be_done_while_it_is_offered_and_waits_for_a_week_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let (programs, ana) = (waiting(&folder).await, person("1000"));
    let later = |days: i64| Timestamp::now() + SignedDuration::from_hours(24 * days);
    assert_eq!(programs.forget_old(later(6)).over, []);
    programs.ended(&ana, &"flatpak:a@2".parse().unwrap(), DONE);
    let over = programs.told(&ana, own(&["a"]), Timestamp::now()).over;
    let lies = Told { end: End::failed(Cause::InstalledButNotVerified), details: None };
    assert!(matches!(&over[..], [(_, told)] if *told == lies), "{over:?}");

    let programs = waiting(&folder).await;
    let over = programs.forget_old(later(8)).over;
    let expired = Told { end: End::failed(Cause::JobExpired), details: None };
    assert!(matches!(&over[..], [(_, told)] if *told == expired), "{over:?}");
    assert_eq!(programs.forget_old(later(8)).over, [], "once");
}

#[tokio::test]
async fn what_had_waited_and_does_not_work_is_told_with_its_cause_and_waits_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (programs, ana) = (waiting(&folder).await, person("1000"));
    let mut line = programs.line(&ana);
    programs.ask_for_what_waits(&ana, |_, _| true);
    line.next().await;
    let full = Told { end: End::failed(Cause::DiskFull), details: Some("No space left".into()) };
    let (order, told) = programs.ended(&ana, &"flatpak:a@2".parse().unwrap(), full.clone()).unwrap();
    assert_eq!((order.id, told), (id("1000", "a"), full));
    programs.ask_for_what_waits(&ana, |_, _| true);
    assert!(!line.has_next());
}

#[tokio::test]
async fn who_leaves_in_the_midst_of_it_is_waited_for_and_the_newest_of_their_programs_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let ana = person("1000");
    programs.told(&ana, own(&["a"]), Timestamp::now());
    let (mut old, mut new) = (programs.line(&ana), programs.line(&ana));
    programs.refresh();
    assert_eq!((new.next().await, old.has_next()), (Some(ToPerson::RefreshOwn {}), false));
    let leaves = async {
        new.next().await;
        drop(new);
    };
    let ordered = [id("1000", "a")];
    let (ends, ()) = tokio::join!(programs.install(BY, &ordered), leaves);
    assert_eq!(ends[&ordered[0]].end, AWAY);
    programs.ask_for_what_waits(&ana, |_, _| true);
    assert_eq!(asked(old.next().await), ["flatpak:a@2"], "their other program is asked then");
}

#[tokio::test(start_paused = true)]
async fn whoever_tells_without_end_has_to_wait_for_their_turn_and_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let now = tokio::time::Instant::now();
    let turns: Vec<u64> = (0..25).map(|_| (programs.turn(&person("1000")) - now).as_secs() / 60).collect();
    assert_eq!(turns, [[0; 10].as_slice(), &[10; 10], &[20; 5]].concat());
    assert_eq!(programs.turn(&person("1001")), now);
}
