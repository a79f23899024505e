use patchround_protocol::{
    Cause, Outcome, Step,
    event::Phase,
    progress::Progress,
    root::{Answer, Ask, Observed},
    wire::Refusal,
};

use crate::{
    documents::{accounts, at, job_id, sealed_charter, sealed_feeds, sealed_job, sealed_policy, update_id},
    kind::Kind,
};

/// What the two halves of one PC's helper say to each other.
pub(crate) fn kinds() -> Vec<Kind> {
    vec![
        Kind::new("root_ask", "One request on the root half's socket.", asks()),
        Kind::new("root_answer", "The root half's answer.", answers()),
        Kind::new("progress", "One line of a transaction's progress file.", progress()),
    ]
}

fn asks() -> Vec<(&'static str, Ask)> {
    let run_policy = |step: Step| Ask::RunPolicy { run: job_id(), step };
    let ids = vec![update_id()];
    let until = Some(at("2026-12-07T10:00:00Z"));
    vec![
        ("run", Ask::Run { job: sealed_job(), step: 1 }),
        ("run_policy_refresh", run_policy(Step::Refresh {})),
        ("run_policy_download", run_policy(Step::Download { ids: ids.clone() })),
        (
            "run_policy_install",
            run_policy(Step::Install { ids, agreed_removals: vec!["old".parse().unwrap()] }),
        ),
        ("run_policy_repair", run_policy(Step::Repair {})),
        ("run_policy_restart", run_policy(Step::Restart { off: false })),
        ("run_policy_undo", run_policy(Step::Undo { ids: vec![update_id()], until })),
        ("run_policy_release", run_policy(Step::Release { ids: vec![update_id()] })),
        ("run_policy_cancel", run_policy(Step::Cancel { job: job_id() })),
        ("charter", Ask::Charter { charter: sealed_charter() }),
        ("policy", Ask::Policy { policy: sealed_policy() }),
        ("feeds", Ask::Feeds { feeds: sealed_feeds() }),
        ("observe", Ask::Observe {}),
        ("join", Ask::Join { charter: sealed_charter(), policy: sealed_policy() }),
        ("leave", Ask::Leave {}),
    ]
}

fn answers() -> Vec<(&'static str, Answer)> {
    let observed = Observed {
        local_administrators: vec!["jonas".into()],
        restart_pending: Some(true),
        lock_holder: Some("unattended-upgr".into()),
        signed_in: Some(vec!["maria".into()]),
        journal_unread: None,
        accounts: None,
    };
    let with_accounts = Observed { accounts: Some(accounts()), ..observed.clone() };
    let damaged = Observed { journal_unread: Some(3), ..observed.clone() };
    vec![
        ("running", Answer::Running { progress: "00000000-0000-0000-0000-000000000001-1.ndjson".into() }),
        ("observed", Answer::Observed(observed)),
        ("observed_damaged", Answer::Observed(damaged)),
        ("observed_accounts", Answer::Observed(with_accounts)),
        ("ok", Answer::Ok),
        ("refused", Answer::Refused { refusal: Refusal::NotJoined }),
    ]
}

fn progress() -> Vec<(&'static str, Progress)> {
    let details = Some("dpkg: error processing package openssl (--configure)".to_owned());
    let (outcome, cause) = (Outcome::Failed, Some(Cause::PackageScriptFailed));
    vec![
        ("moved", Progress::Moved { phase: Phase::Installing, percent: 40, item: Some("openssl".into()) }),
        (
            "update_ended",
            Progress::UpdateEnded {
                id: update_id(),
                outcome,
                cause,
                installed: Some("3.0.18-1~deb12u1".into()),
                details: details.clone(),
            },
        ),
        ("step_ended", Progress::StepEnded { outcome, cause, details }),
    ]
}
