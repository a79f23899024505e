//! What is told of a PC with snaps, out of answers that were written after snapd's documentation.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]
#![expect(dead_code, reason = "shared with other tests")]

#[path = "conformance/far_end.rs"]
mod far_end;
#[path = "conformance/replay.rs"]
mod replay;
#[path = "conformance/snap.rs"]
mod snap;

use far_end::Reply;
use patchround_protocol::{
    Cause, SpkiHash, Update, UpdateId,
    update::{Reason, ReleasedFrom, Reversible, SYSTEM_PARTS},
    wire::{Back, Kept, SourceScan},
};
use patchround_updates::{
    Asking, Pc, Source,
    snap::{REFRESHED_STAMP, SOCKET, Snap, changes::Change},
};
use replay::{Replay, testdata};

fn testdata_of(name: &str) -> String {
    testdata(&format!("ubuntu-24.04.snapd-{name}"))
}

/// Asks a PC whose snapd answers so.
fn asked<T>(replay: &Replay, ask: impl Fn(&Pc<'_>) -> T) -> T {
    let root = tempfile::tempdir().unwrap();
    let pc = Pc { root: root.path(), tools: replay };
    snap::serve(root.path(), replay, || ask(&pc))
}

fn list(replay: &Replay) -> (SourceScan, Vec<Update>) {
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    asked(replay, |pc| Snap.list(pc, &asking))
}

fn of<'a>(updates: &'a [Update], name: &str) -> &'a Update {
    updates.iter().find(|update| update.package.as_str() == name).unwrap()
}

fn reasons(update: &Update) -> &[Reason] {
    &update.substantial.as_ref().unwrap().reasons
}

#[test]
fn each_update_names_one_revision_and_says_what_a_person_reads() {
    let (_, updates) = list(&snap::replay());
    let told: Vec<_> = updates.iter().map(|update| (update.id.as_str(), &*update.name)).collect();
    let expected = [
        ("snap:core22@20261101-1899", SYSTEM_PARTS),
        ("snap:pr-draw@2.2-18", "Draw"),
        ("snap:pr-draw_two@2.2-18", "Draw"),
        ("snap:pr-gated@1.1-6", "pr-gated"),
        ("snap:pr-held@1.1-4", "pr-held"),
        ("snap:pr-notes@140.0-4567", "Notes"),
        ("snap:pr-open@3.2-21", "Open"),
        ("snap:pr-same@5.0-8", "Same"),
        ("snap:pr-sold@1.3-10", "Sold"),
        ("snap:snapd@2.73-25500", SYSTEM_PARTS),
    ];
    assert_eq!(told, expected);
    let same = of(&updates, "pr-same");
    assert_eq!((same.installed.as_deref(), &*same.candidate), (Some("5.0 (7)"), "5.0 (8)"));
    let notes = of(&updates, "pr-notes");
    assert_eq!((notes.installed.as_deref(), &*notes.candidate), (Some("139.0.4"), "140.0"));
    assert_eq!(notes.size, Some(289_345_536));
    let is_silent =
        |update: &Update| update.cves.is_none() && update.class.is_none() && update.severity.is_none();
    assert!(updates.iter().all(is_silent), "snapd has no word for what an update mends");
}

#[test]
fn a_release_is_told_where_snapd_tells_it_of_this_very_revision() {
    let (_, updates) = list(&snap::replay());
    let released =
        |name: &str| of(&updates, name).released.clone().map(|told| (told.date.to_string(), told.from));
    assert_eq!(released("pr-draw"), Some(("2026-11-20T13:14:15.5Z".into(), ReleasedFrom::Maker)));
    assert_eq!(released("pr-same"), Some(("2026-11-21T10:00:00.000001Z".into(), ReleasedFrom::Maker)));
    assert_eq!(released("pr-notes"), None);
}

#[test]
fn what_is_held_is_told_with_its_end_where_it_has_one() {
    let (_, updates) = list(&snap::replay());
    let until = |name: &str| of(&updates, name).held.as_ref().map(|held| held.until.map(|at| at.to_string()));
    assert_eq!(until("pr-held"), Some(None), "for ever");
    assert_eq!(until("pr-gated"), Some(Some("2099-02-01T00:00:00Z".into())));
    assert_eq!(until("pr-draw"), None);
}

#[test]
fn a_new_first_number_another_maker_and_a_snap_that_leaves_its_box_change_how_people_work() {
    let (_, updates) = list(&snap::replay());
    assert_eq!(reasons(of(&updates, "pr-notes")), [Reason::FirstNumber { from: 139, to: 140 }]);
    let maker = Reason::NewMaker { from: "Lab".into(), to: "Other House".into() };
    assert_eq!(reasons(of(&updates, "pr-sold")), [maker]);
    let open = of(&updates, "pr-open");
    assert_eq!(
        (reasons(open), open.blocked),
        (&[Reason::NewPermissions {}][..], Some(Cause::NeedsAdminOrUser))
    );
    for name in ["pr-draw", "pr-same", "core22", "snapd"] {
        assert_eq!(reasons(of(&updates, name)), [], "{name}");
    }
}

#[test]
fn what_is_open_is_told_where_snapd_waits_for_it_and_else_not_known() {
    let (_, updates) = list(&snap::replay());
    assert_eq!(of(&updates, "pr-notes").needs.close, Some(vec!["Notes".to_owned()]));
    assert_eq!(of(&updates, "pr-draw").needs.close, None);
    assert_eq!(of(&updates, "snapd").needs.close, Some(Vec::new()));
    assert_eq!(of(&updates, "pr-draw").reversible, Some(Reversible::Kept {}));
    assert_eq!(of(&updates, "core22").reversible, Some(Reversible::Not(Cause::UndoBlocked)));
}

#[test]
fn a_pc_without_a_snap_does_not_ask_the_store() {
    let replay = Replay::default().with("GET /v2/snaps", 200, "ubuntu-24.04.snapd-snaps.none");
    assert_eq!((list(&replay).0.cause, list(&replay).1), (None, Vec::new()));
}

#[test]
fn what_snapd_refuses_has_its_cause() {
    let all = [
        ("no-such-host", Cause::NoNetwork),
        ("dns", Cause::NoNetwork),
        ("timeout", Cause::Timeout),
        ("unavailable", Cause::ServerFault),
        ("conflict", Cause::BusyOtherUpdater),
        ("no-room", Cause::DiskFull),
        ("no-update", Cause::VersionGone),
        ("running", Cause::AppRunning),
        ("not-root", Cause::NeedsAdminOrUser),
        ("no-change", Cause::FileGone),
    ];
    for (case, cause) in all {
        let body = testdata_of(&format!("error.{case}"));
        let status: serde_json::Value = serde_json::from_str(&body).unwrap();
        let status = i32::try_from(status["status-code"].as_i64().unwrap()).unwrap();
        let replay = snap::replay().says("GET /v2/find?select=refresh", status, &body, "");
        let (scan, updates) = list(&replay);
        assert_eq!((scan.cause, updates), (Some(cause), Vec::new()), "{case}");
    }
}

#[test]
fn an_answer_that_stops_in_the_middle_is_no_answer_however_it_is_sent() {
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    let (root, replay, body) = (tempfile::tempdir().unwrap(), Replay::default(), testdata_of("snaps.mixed"));
    let pc = Pc { root: root.path(), tools: &replay };
    let socket = pc.place(SOCKET);
    let cause = |reply: Reply| far_end::serve(&socket, |_| reply.clone(), || Snap.list(&pc, &asking).0.cause);
    assert_eq!(cause(Reply::Counted(200, testdata_of("snaps.none"))), None);
    assert_eq!(cause(Reply::Stops(body.clone(), body.len() / 2)), Some(Cause::Unexpected));
    assert_eq!(cause(Reply::Counted(200, body[..body.len() / 2].to_owned())), Some(Cause::Unexpected));
    assert_eq!(cause(Reply::Hangs), Some(Cause::Timeout));
    assert_eq!(Snap.list(&pc, &asking).0.cause, Some(Cause::Unexpected), "nobody listens any more");
}

#[test]
fn only_a_refresh_of_ours_says_when_the_store_was_asked() {
    let root = tempfile::tempdir().unwrap();
    let replay = snap::replay();
    let pc = Pc { root: root.path(), tools: &replay };
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    let refreshed = || snap::serve(root.path(), &replay, || Snap.list(&pc, &asking).0.refreshed_at);
    assert_eq!(refreshed(), None);
    std::fs::create_dir_all(pc.place(REFRESHED_STAMP).parent().unwrap()).unwrap();
    std::fs::write(pc.place(REFRESHED_STAMP), "").unwrap();
    assert!(refreshed().is_some());
}

#[test]
fn a_restart_is_needed_where_snapd_says_so_and_not_known_where_it_says_nothing() {
    let need = |body: &str| {
        let replay = Replay::default().says("GET /v2/changes?select=in-progress", 200, body, "");
        asked(&replay, |pc| Snap.restart_need(pc)).pending
    };
    assert_eq!(need(&testdata_of("changes.none")), Some(false));
    assert_eq!(need(&testdata_of("changes.auto-refresh")), Some(false));
    let waits: serde_json::Value = serde_json::from_str(&testdata_of("change.waits")).unwrap();
    let waiting = serde_json::json!({ "type": "sync", "result": [waits["result"]] });
    assert_eq!(need(&waiting.to_string()), Some(true));
    let maintenance =
        serde_json::json!({ "type": "sync", "result": [], "maintenance": waits["maintenance"] });
    assert_eq!(need(&maintenance.to_string()), Some(true));
    assert_eq!(need("not even JSON"), None);
}

#[test]
fn a_change_is_read_as_snapd_tells_it() {
    let change = |name: &str| {
        let body: serde_json::Value = serde_json::from_str(&testdata_of(name)).unwrap();
        serde_json::from_value::<Change>(body["result"].clone()).unwrap()
    };
    let doing = change("change.doing");
    assert!((doing.percent() - 37.5).abs() < 0.1 && doing.is_fetching() && doing.is_at_work());
    assert_eq!(change("change.error").failure().unwrap().0, Cause::DiskFull);
    assert_eq!(change("change.aborted").failure().unwrap().0, Cause::Cancelled);
    assert_eq!(change("change.done").failure(), None);
    assert!(change("change.waits").waits_for_restart());
}

#[test]
fn there_is_a_way_back_while_snapd_has_the_revision_and_what_took_its_place_is_in_use() {
    let kept = |id: &str, newer: &str, is_back: bool| Kept {
        id: id.parse::<UpdateId>().unwrap(),
        newer: newer.into(),
        since: "2026-11-30T10:00:00Z".parse().unwrap(),
        back: is_back.then(|| Back { since: "2026-11-30T11:00:00Z".parse().unwrap(), until: None }),
    };
    let all = [
        kept("snap:pr-notes@139.0.4-4411", "140.0-4567", false),
        kept("snap:pr-draw@2.1-17", "2.2-18", true),
        // Another revision came since; snapd has thrown the older one away.
        kept("snap:pr-sold@1.2-9", "1.3-10", false),
        kept("snap:pr-same@5.0-7", "5.0-8", false),
    ];
    let replay = Replay::default().with("GET /v2/snaps?select=all", 200, "ubuntu-24.04.snapd-snaps-all.kept");
    let still = asked(&replay, |pc| Snap.still_kept(pc, &all)).unwrap();
    assert_eq!(still, all[..2]);
}
