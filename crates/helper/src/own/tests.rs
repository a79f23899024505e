use std::time::Duration;

use patchround_protocol::{
    Cause, JobId, Outcome, SpkiHash,
    update::{Class, Scope},
};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::queue::End;

const JOB: JobId = JobId(Uuid::nil());
const DONE: Told = Told { end: End::DONE, details: None };

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
    programs.told(&person("31"), own(&["a"]), later);
    assert_eq!(ids(&programs), [id("31", "a")], "of who was not there for long nothing is known any more");
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
            programs.ended(&ana, &id, DONE);
        }
        let failed = Told { end: End::failed(Cause::NoNetwork), details: Some("no\u{1b} way".into()) };
        programs.ended(&ana, &"flatpak:c@2".parse().unwrap(), failed);
        tokio::time::sleep(Duration::from_secs(5)).await;
        programs.told(&ana, own(&["b", "c"]), Timestamp::now());
    };
    let (ends, ()) = tokio::join!(programs.install((JOB, 0), &ids), says);
    let of = |native| ends[&id("1000", native)].clone();
    assert_eq!(ends.len(), 3, "what is the PC's is not theirs to do");
    assert_eq!(of("a").end, End::DONE);
    assert_eq!(of("b").end, End::failed(Cause::InstalledButNotVerified));
    assert_eq!((of("c").end, of("c").details.as_deref()), (End::failed(Cause::NoNetwork), Some("no way")));
}

#[tokio::test(start_paused = true)]
async fn a_program_that_never_says_how_it_went_is_not_waited_for_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let ana = person("1000");
    programs.told(&ana, own(&["a"]), Timestamp::now());
    let mut line = programs.line(&ana);
    let ends = programs.install((JOB, 0), &[id("1000", "a")]).await;
    assert_eq!(ends[&id("1000", "a")].end, End::failed(Cause::Timeout));
    assert_eq!(asked(line.next().await).len(), 1);
}

#[tokio::test]
async fn what_is_theirs_waits_for_whoever_is_away_over_a_restart_and_is_asked_for_when_they_come() {
    let folder = tempfile::tempdir().unwrap();
    let ana = person("1000");
    let before = programs(&folder);
    before.told(&ana, own(&["a", "b", "c"]), Timestamp::now());
    let ordered = [id("1000", "a"), id("1000", "b"), id("1000", "gone")];
    let ends = before.install((JOB, 0), &ordered).await;
    let away = End { outcome: Outcome::Waiting, cause: Some(Cause::PersonAway) };
    assert!(ends.len() == 3 && ends.values().all(|told| told.end == away), "{ends:?}");

    let programs = programs(&folder);
    let mut line = programs.line(&ana);
    let other = person("1001");
    programs.ask_for_what_waits(&other, |_| true);
    programs.ask_for_what_waits(&ana, |id| !id.as_str().contains('b'));
    assert_eq!(
        asked(line.next().await),
        ["flatpak:a@2"],
        "not what is offered no more, nor what was held since"
    );
    let own_id = "flatpak:a@2".parse().unwrap();
    programs.ended(&other, &own_id, DONE);
    let in_place = |natives: &[&str]| {
        let news = programs.told(&ana, own(natives), Timestamp::now());
        news.in_place.into_iter().map(|order| (order.job, order.id)).collect::<Vec<_>>()
    };
    assert_eq!(in_place(&["a"]), [], "it was not theirs who said so");
    programs.ended(&ana, &own_id, DONE);
    assert_eq!(in_place(&["a", "c"]), [], "it is offered still");
    assert_eq!(in_place(&["b"]), [(JOB, id("1000", "a"))]);
    assert_eq!(in_place(&[]), [], "once");
    programs.forget_orders();
    programs.ask_for_what_waits(&ana, |_| true);
    assert!(line.wishes.try_recv().is_err(), "of an office that was left nothing waits");
}

#[tokio::test]
async fn who_leaves_in_the_midst_of_it_is_waited_for_and_the_newest_of_their_programs_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let programs = programs(&folder);
    let ana = person("1000");
    programs.told(&ana, own(&["a"]), Timestamp::now());
    let (mut old, mut new) = (programs.line(&ana), programs.line(&ana));
    programs.refresh();
    assert_eq!(new.next().await, Some(ToPerson::RefreshOwn {}));
    assert!(old.wishes.try_recv().is_err());
    drop(old);
    let leaves = async {
        new.next().await;
        drop(new);
    };
    let ordered = [id("1000", "a")];
    let (ends, ()) = tokio::join!(programs.install((JOB, 0), &ordered), leaves);
    assert_eq!(ends[&ordered[0]].end.cause, Some(Cause::PersonAway));
}
