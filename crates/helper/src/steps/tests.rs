use jiff::Timestamp;
use patchround_protocol::{PcId, wire::SourceScan};

use super::*;

fn id() -> UpdateId {
    "apt:openssl@3.0.19".parse().unwrap()
}

fn scan(cause: Option<Cause>, offers: &[&UpdateId]) -> Scan {
    let update = |id: &&UpdateId| {
        let text = serde_json::json!({
            "id": id, "pc": PcId::from(patchround_protocol::SpkiHash([0; 32])), "source": "apt",
            "package": id.native(), "group": "g", "name": "n", "installed": null, "candidate": id.version(),
            "class": null, "substantial": null, "cves": null, "known_exploited": null, "released": null,
            "size": null, "notes": null, "needs": {}, "reversible": null, "scope": "machine", "held": null,
            "phased": false, "blocked": null
        });
        serde_json::from_value(text).unwrap()
    };
    Scan {
        revision: "r".into(),
        scanned_at: Timestamp::UNIX_EPOCH,
        restart_pending: None,
        restart_for: Vec::new(),
        sources: vec![SourceScan {
            source: "apt".into(),
            cause,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at: None,
            whole: false,
            managed: false,
        }],
        updates: offers.iter().map(update).collect(),
        kept: Vec::new(),
        people: Vec::new(),
    }
}

#[test]
fn back_is_back_only_when_a_fresh_scan_finds_it_and_kept_there() {
    use patchround_protocol::wire::{Back, Kept};

    let since = Timestamp::UNIX_EPOCH;
    let told = |back| {
        let kept = Kept { id: id(), newer: "9".into(), since, back };
        back_at(Some(&Scan { kept: vec![kept], ..scan(None, &[]) }))
    };
    fn back_at(scan: Option<&Scan>) -> End {
        super::back(&id(), End::DONE, scan)
    }
    assert_eq!(told(Some(Back { since, until: None })), End::DONE);
    let not_verified = End::failed(Cause::InstalledButNotVerified);
    assert_eq!((told(None), back_at(None)), (not_verified.clone(), not_verified));
}

#[test]
fn done_is_done_only_when_a_fresh_scan_no_longer_offers_it() {
    let not_verified = End::failed(Cause::InstalledButNotVerified);
    let needs_restart = End { outcome: Outcome::NeedsRestart, cause: Some(Cause::RestartToFinish) };
    assert_eq!(verified(&id(), End::DONE, Some(&scan(None, &[]))), End::DONE);
    assert_eq!(verified(&id(), needs_restart.clone(), Some(&scan(None, &[]))), needs_restart);
    assert_eq!(verified(&id(), End::DONE, Some(&scan(None, &[&id()]))), not_verified);
    assert_eq!(verified(&id(), needs_restart, Some(&scan(None, &[&id()]))), not_verified);
}

#[test]
fn a_scan_that_did_not_answer_proves_nothing_and_says_why() {
    let not_verified = End::failed(Cause::InstalledButNotVerified);
    assert_eq!(verified(&id(), End::DONE, None), not_verified);
    let unread = scan(Some(Cause::InterruptedBefore), &[]);
    assert_eq!(verified(&id(), End::DONE, Some(&unread)), End::failed(Cause::InterruptedBefore));
    let offered = scan(Some(Cause::Timeout), &[&id()]);
    assert_eq!(verified(&id(), End::DONE, Some(&offered)), not_verified);
}

#[test]
fn what_failed_stays_failed_with_its_own_cause() {
    let full = End::failed(Cause::DiskFull);
    assert_eq!(verified(&id(), full.clone(), Some(&scan(None, &[]))), full);
    assert_eq!(unsaid(&full), full);
    assert_eq!(unsaid(&End::DONE), End::failed(Cause::InstalledButNotVerified));
}

#[test]
fn a_progress_file_is_a_name_and_no_path() {
    assert!(is_file_name("01932b00-0000-7000-8000-000000000001-3.ndjson"));
    for bad in ["../x", "/etc/passwd", "..", "a/b", ".x", ""] {
        assert!(!is_file_name(bad), "{bad}");
    }
}

#[test]
fn a_repair_is_done_only_when_a_fresh_scan_finds_nothing_unfinished() {
    let mut unfinished = scan(None, &[]);
    unfinished.sources[0].unfinished = Some(Cause::PackageScriptFailed);
    let end = |step: &Step, scan: Option<&Scan>| repaired(step, End::DONE, scan);
    assert_eq!(end(&Step::Repair {}, Some(&scan(None, &[]))), End::DONE);
    assert_eq!(end(&Step::Repair {}, Some(&unfinished)), End::failed(Cause::PackageScriptFailed));
    assert_eq!(end(&Step::Repair {}, None), End::failed(Cause::InterruptedBefore));
    assert_eq!(end(&Step::Refresh {}, Some(&unfinished)), End::DONE);
    let mut offline = scan(None, &[]);
    let store =
        SourceScan { source: "snap".into(), cause: Some(Cause::NoNetwork), ..offline.sources[0].clone() };
    offline.sources.push(store);
    assert_eq!(end(&Step::Repair {}, Some(&offline)), End::DONE, "there is nothing to finish in a snap");
    offline.sources[0].cause = Some(Cause::Timeout);
    assert_eq!(end(&Step::Repair {}, Some(&offline)), End::failed(Cause::Timeout));
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_only_fetched_is_done_although_it_is_offered_still() {
    let pc = crate::scripted::Pc::joined();
    let verify = |step: &Step| {
        let (job, ask) = (JobId(uuid::Uuid::nil()), Ask::Observe {});
        let piece = Piece { helper: &pc.helper, job, number: 0, step, ask };
        piece.verified(&id(), End::DONE, Some(&scan(None, &[&id()])))
    };
    assert_eq!(verify(&Step::Download { ids: vec![id()] }), End::DONE);
    let install = Step::Install { ids: vec![id()], agreed_removals: Vec::new() };
    assert_eq!(verify(&install), End::failed(Cause::InstalledButNotVerified));
}

#[cfg(unix)]
mod refused {
    use std::io::Write;

    use patchround_protocol::progress::Progress;

    use super::*;
    use crate::scripted::Pc;

    fn fetched(id: &str) -> Progress {
        let (id, outcome) = (id.parse().unwrap(), Outcome::Done);
        Progress::UpdateEnded { id, outcome, cause: None, installed: None, details: None }
    }

    /// The root half begins, tells of the first update, and gives these answers when it is asked again; after
    /// them it tells the end.
    fn root_says(pc: &Pc, again: Vec<Refusal>) {
        let path = pc.helper.places.progress("p.ndjson");
        let (mut begun, mut again) = (false, again.into_iter());
        pc.root.says(move |_| {
            let line = if std::mem::replace(&mut begun, true) {
                if let Some(refusal) = again.next() {
                    return Answer::Refused { refusal };
                }
                Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None }
            } else {
                fetched("apt:a@2")
            };
            let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&path).unwrap();
            file.write_all((serde_json::to_string(&line).unwrap() + "\n").as_bytes()).unwrap();
            Answer::Running { progress: "p.ndjson".into() }
        });
    }

    async fn ends(pc: &Pc) -> (End, Vec<(String, Outcome, Option<Cause>)>) {
        let ids = ["apt:a@2", "apt:b@2"].map(|id| id.parse().unwrap()).to_vec();
        let step = Step::Download { ids };
        let (job, ask) = (JobId(uuid::Uuid::nil()), Ask::Observe {});
        let end = Piece { helper: &pc.helper, job, number: 0, step: &step, ask }.by_root().await;
        let told = pc.told().into_iter().filter_map(|kind| match kind {
            EventKind::UpdateEnded { id, outcome, cause, .. } => Some((id.to_string(), outcome, cause)),
            _ => None,
        });
        (end, told.collect())
    }

    #[tokio::test]
    async fn what_a_step_did_is_told_although_root_refuses_to_go_on_with_it() {
        let pc = Pc::joined();
        root_says(&pc, vec![Refusal::NotJoined]);
        let cause = cause_of(Refusal::NotJoined);
        let (end, told) = ends(&pc).await;
        assert_eq!(end, End::failed(cause));
        let done = ("apt:a@2".to_owned(), Outcome::Done, None);
        assert_eq!(told, [done, ("apt:b@2".to_owned(), Outcome::Failed, Some(cause))]);
    }

    #[tokio::test]
    async fn a_disk_that_is_full_for_a_while_is_no_end_of_a_step_that_runs() {
        let pc = Pc::joined();
        root_says(&pc, vec![Refusal::DiskFull, Refusal::NotPossible]);
        let (end, told) = ends(&pc).await;
        assert_eq!(end, End::DONE);
        assert!(told.iter().all(|(_, outcome, _)| *outcome == Outcome::Done), "{told:?}");
    }

    #[test]
    fn a_step_is_not_asked_for_for_ever_except_while_the_disk_is_full() {
        assert!(may_pass(Refusal::NotPossible, REFUSALS - 1) && !may_pass(Refusal::NotPossible, REFUSALS));
        assert!(
            may_pass(Refusal::DiskFull, u32::MAX),
            "what went in must not be told as failed for a full disk"
        );
        assert!(!may_pass(Refusal::NotAllowed, 0));
    }
}

#[test]
fn a_restart_after_which_a_restart_is_still_needed_did_not_help() {
    let pending = |pending| Scan { restart_pending: pending, ..scan(None, &[]) };
    let end = |off, scan: Option<&Scan>| restarted(&Step::Restart { off }, End::DONE, scan);
    assert_eq!(end(false, Some(&pending(Some(true)))), End::failed(Cause::RestartDidNotHelp));
    assert_eq!(end(false, Some(&pending(Some(false)))), End::DONE);
    assert_eq!(end(false, Some(&pending(None))), End::DONE);
    assert_eq!(end(true, Some(&pending(Some(true)))), End::DONE, "it was switched off, as it was told");
    let failed = End::failed(Cause::InUse);
    let step = Step::Restart { off: false };
    assert_eq!(restarted(&step, failed.clone(), Some(&pending(Some(true)))), failed);
}
