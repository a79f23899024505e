use ed25519_dalek::SigningKey;
use patchround_protocol::{
    Cause, Event, EventKind, Outcome, SpkiHash, Update,
    cve::Severity,
    event::Phase,
    ids::LineHash,
    job::Verb,
    restart::Wait,
    sign::public,
    update::{
        Change, ChangeSource, Class, Held, Needs, Reason, Released, ReleasedFrom, Reversible, Scope,
        Substantial,
    },
    wake::{Card, Wake, WakeSent},
    wire::{
        Also, Back, Charters, Facts, FeedsTaken, Hello, JobTaken, Kept, Obeyed, PersonScan, Refusal, Refused,
        Scan, SourceScan, System, Welcome, Welcomed,
    },
};
use serde_json::{Value, from_value};

use crate::{
    documents::{accounts, at, job_id, office, round_id, sealed_charter, sealed_policy, update_id},
    kind::Kind,
};

pub(crate) fn kinds() -> Vec<Kind> {
    let welcome = Welcome { charter: sealed_charter(), policy: sealed_policy() };
    vec![
        Kind::new("hello", "What `GET /v1/hello` answers.", hellos()),
        Kind::new(
            "facts",
            "What `GET /v1/facts` answers.",
            vec![
                ("known", facts()),
                ("with_cards", with_cards()),
                ("with_accounts", with_accounts()),
                ("with_people", Facts { can_ask: true, ..facts() }),
                ("damaged", Facts { journal_unread: Some(3), ..facts() }),
                ("unknown", Facts::default()),
            ],
        ),
        Kind::new("scan", "What `GET /v1/updates` answers.", scans()),
        Kind::new("event", "One line of what `GET /v1/events` answers.", events()),
        Kind::new("job_taken", "What `POST /v1/jobs` answers.", job_taken()),
        Kind::new("wake", "What `POST /v1/wake` takes.", vec![("two_cards", wake())]),
        Kind::new("wake_sent", "What `POST /v1/wake` answers.", vec![("sent", WakeSent { networks: 2 })]),
        Kind::new(
            "charters",
            "What `PUT /v1/charter` takes.",
            vec![("one", Charters { charters: vec![sealed_charter()] })],
        ),
        Kind::new(
            "obeyed",
            "What `PUT /v1/charter` and `PUT /v1/policy` answer.",
            vec![("newer", Obeyed { charter_version: 2, policy_version: 3 })],
        ),
        Kind::new(
            "feeds_taken",
            "What `PUT /v1/feeds` answers.",
            vec![("newer", FeedsTaken { feeds: at("2026-11-23T08:00:00Z") })],
        ),
        Kind::new("refused", "The body of every answer that is a refusal.", refusals()),
        Kind::new("welcome", "What the manager hands to a PC at pairing.", vec![("first", welcome)]),
        Kind::new(
            "welcomed",
            "What a PC answers to a welcome.",
            vec![
                ("joined", Welcomed::Joined { facts: facts() }),
                ("refused", Welcomed::Refused { refusal: Refusal::AlreadyJoined }),
            ],
        ),
    ]
}

fn job_taken() -> Vec<(&'static str, JobTaken)> {
    let also = |begins| Also {
        by: public(&SigningKey::from_bytes(&[3; 32])),
        ordered: at("2026-11-23T10:00:00Z"),
        begins,
        updates: 2,
    };
    let met = vec![also(None), also(Some(at("2026-11-23T20:00:00Z")))];
    let [taken, met] = [Vec::new(), met].map(|also| JobTaken { job: job_id(), also });
    vec![("taken", taken), ("met", met)]
}

fn hellos() -> Vec<(&'static str, Hello)> {
    let joined = Hello {
        proto: [1, 1],
        helper: "0.1.0".into(),
        pc: SpkiHash([7; 32]),
        office: Some(office()),
        charter_version: 1,
        policy_version: 1,
        clock: at("2026-11-23T10:00:00Z"),
        log_head: 42,
        working_on: Some(job_id()),
        feeds: None,
    };
    let idle = Hello { working_on: None, ..joined.clone() };
    let informed = Hello { feeds: Some(at("2026-11-23T08:00:00Z")), ..idle.clone() };
    vec![("working", joined), ("idle", idle), ("with_feeds", informed)]
}

fn facts() -> Facts {
    Facts {
        host_name: "front-desk".into(),
        os: Some("Debian GNU/Linux 12 (bookworm)".into()),
        helper: "0.1.0".into(),
        disk_bytes: Some(256_000_000_000),
        disk_free: Some(80_000_000_000),
        uptime_seconds: Some(86_400),
        signed_in: Some(vec!["maria".into()]),
        can_ask: false,
        local_administrators: Some(vec!["root".into(), "jonas".into()]),
        cards: Vec::new(),
        journal_unread: None,
        accounts: None,
        os_fixed_until: None,
        own_updaters: Vec::new(),
        system: None,
    }
}

fn with_accounts() -> Facts {
    let system = System { id: "fedora".into(), release: "43".into() };
    Facts {
        accounts: Some(accounts()),
        os_fixed_until: Some("2028-06-30".parse().unwrap()),
        own_updaters: vec!["unattended-upgrades".into()],
        system: Some(system),
        ..facts()
    }
}

fn with_cards() -> Facts {
    let card = |(mac, wakes): (&str, _)| Card { mac: mac.parse().unwrap(), wakes };
    let all =
        [("3c:52:82:10:00:01", Some(true)), ("3c:52:82:10:00:02", Some(false)), ("3c:52:82:10:00:03", None)];
    Facts { cards: all.map(card).into(), ..facts() }
}

fn wake() -> Wake {
    let cards = ["3c:52:82:10:00:01", "3c:52:82:10:00:02"].map(|mac| mac.parse().unwrap());
    Wake { pc: SpkiHash([7; 32]), cards: cards.into() }
}

pub(crate) fn scans() -> Vec<(&'static str, Scan)> {
    let source = SourceScan {
        source: "apt".into(),
        cause: None,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: Some(at("2026-11-23T09:55:00Z")),
        whole: false,
        managed: false,
    };
    let scan = Scan {
        revision: "5f3a".into(),
        scanned_at: at("2026-11-23T10:00:00Z"),
        restart_pending: Some(false),
        restart_for: Vec::new(),
        sources: vec![source],
        updates: vec![every_field(), nothing_known()],
        kept: Vec::new(),
        people: Vec::new(),
    };
    let broken = SourceScan {
        source: "apt".into(),
        cause: Some(Cause::Timeout),
        unfinished: Some(Cause::InterruptedBefore),
        unfinished_of: vec!["pr-tool-a".to_owned()],
        refreshed_at: None,
        whole: true,
        managed: true,
    };
    let unread = Scan { restart_pending: None, sources: vec![broken], updates: Vec::new(), ..scan.clone() };
    let words = Scan { updates: words(), ..scan.clone() };
    let restart_for = vec!["linux-image-6.1.0-56-amd64".to_owned()];
    let restart = Scan { restart_pending: Some(true), restart_for, updates: Vec::new(), ..scan.clone() };
    let judged = Scan { updates: judged(), ..scan.clone() };
    let rated = Scan { updates: rated(), ..scan.clone() };
    let firmware = Scan { updates: firmware(), ..scan.clone() };
    let kept = Scan { updates: undoable(), kept: kept(), ..scan.clone() };
    let people =
        Scan { updates: own(), people: vec![person(None), person(Some(Cause::RepoGone))], ..scan.clone() };
    vec![
        ("usual", scan),
        ("unread", unread),
        ("every_word", words),
        ("restart_pending", restart),
        ("kept", kept),
        ("judged", judged),
        ("rated", rated),
        ("firmware", firmware),
        ("people", people),
    ]
}

fn every_field() -> Update {
    Update {
        id: update_id(),
        pc: SpkiHash([7; 32]),
        source: "apt".into(),
        package: "openssl".parse().unwrap(),
        group: "openssl".into(),
        name: "System parts".into(),
        installed: Some("3.0.18-1~deb12u1".into()),
        candidate: "3.0.19-1~deb12u2".into(),
        class: Some(Class::Security),
        substantial: Some(Substantial { why: vec!["first number changes".into()], reasons: Vec::new() }),
        cves: Some(vec!["CVE-2026-0001".into()]),
        known_exploited: Some(false),
        severity: None,
        released: Some(Released { date: at("2026-11-20T00:00:00Z"), from: ReleasedFrom::Maker }),
        size: Some(1_400_000),
        notes: Some("Fixes a bug".into()),
        changes: Some(changes()),
        needs: Needs {
            restart: Some(true),
            close: Some(vec!["Firefox".into()]),
            sign_out: Some(false),
            removes: vec!["old-plugin".parse().unwrap()],
            adds: vec!["libnew1".parse().unwrap()],
            ..Needs::default()
        },
        reversible: Some(Reversible::Until(at("2026-12-23T00:00:00Z"))),
        scope: Scope::Machine,
        held: Some(Held {
            by: Some("Maria".into()),
            why: Some("Later".into()),
            until: Some(at("2026-12-01T00:00:00Z")),
        }),
        phased: true,
        blocked: Some(Cause::WouldRemove),
    }
}

/// One from each place.
fn changes() -> Vec<Change> {
    let change = |words: &str, from| Change { words: words.into(), from };
    let package = ChangeSource::Package {
        package: "openssl".parse().unwrap(),
        version: "3.0.19-1~deb12u2".into(),
        file: "usr/share/doc/openssl/NEWS.Debian.gz".into(),
    };
    let document = ChangeSource::Document { document: "docs/notes.md".into() };
    vec![change("Old keys no longer work.", package), change("It starts faster.", document)]
}

pub(crate) fn nothing_known() -> Update {
    Update {
        id: "apt:tzdata:all@2026b-0+deb12u1".parse().unwrap(),
        installed: None,
        class: None,
        substantial: None,
        cves: None,
        known_exploited: None,
        severity: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: Needs::default(),
        reversible: None,
        held: None,
        phased: false,
        blocked: None,
        ..every_field()
    }
}

fn undoable() -> Vec<Update> {
    let with = |reversible| Update { reversible: Some(reversible), ..nothing_known() };
    vec![with(Reversible::Kept {}), with(Reversible::Not(Cause::NothingKept))]
}

fn kept() -> Vec<Kept> {
    let since = at("2026-11-22T20:05:00Z");
    let kept = |back| Kept { id: update_id(), newer: "3.0.20-1~deb12u1".into(), since, back };
    let until = Some(at("2026-12-07T10:00:00Z"));
    vec![kept(None), kept(Some(Back { since, until: None })), kept(Some(Back { since, until }))]
}

/// Each word of the update's closed lists that no other case has.
fn words() -> Vec<Update> {
    let released = |from| Some(Released { date: at("2026-11-20T00:00:00Z"), from });
    let why_not = Some(Reversible::WhyNot("The old package is gone".into()));
    vec![
        Update { class: Some(Class::Urgent), released: released(ReleasedFrom::Catalogue), ..nothing_known() },
        Update { class: Some(Class::Other), released: released(ReleasedFrom::FirstSeen), ..nothing_known() },
        Update { scope: Scope::Person, reversible: why_not, ..nothing_known() },
    ]
}

/// An update of a person's own program.
fn own() -> Vec<Update> {
    let id = "flatpak:~1000/app/org.lab.Notes/x86_64/stable@7d1f".parse().unwrap();
    vec![Update { id, source: "flatpak".into(), scope: Scope::Person, ..nothing_known() }]
}

fn person(cause: Option<Cause>) -> PersonScan {
    PersonScan {
        account: "1000".into(),
        person: "ana".into(),
        source: "flatpak".into(),
        told_at: at("2026-11-23T09:58:00Z"),
        cause,
        refreshed_at: Some(at("2026-11-23T09:55:00Z")),
    }
}

/// Firmware, and what it asks for.
fn firmware() -> Vec<Update> {
    let asked = Some(true);
    let needs = Needs { restart: asked, recovery_key: asked, switch_off: asked, ..Needs::default() };
    let id = "fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4".parse().unwrap();
    vec![Update { id, source: "fwupd".into(), needs, blocked: Some(Cause::GoesAlone), ..nothing_known() }]
}

/// One of each severity.
fn rated() -> Vec<Update> {
    let with = |severity| Update { severity: Some(severity), ..nothing_known() };
    [Severity::Low, Severity::Medium, Severity::High, Severity::Critical].map(with).into()
}

/// What was judged: for each reason there is, and for none.
fn judged() -> Vec<Update> {
    let with = |reasons| {
        let substantial = Some(Substantial::because(reasons));
        Update { substantial, ..nothing_known() }
    };
    vec![with(reasons()), with(Vec::new())]
}

fn reasons() -> Vec<Reason> {
    vec![
        Reason::FirstNumber { from: 140, to: 153 },
        Reason::Removes { packages: vec!["old-plugin".parse().unwrap()] },
        Reason::NewMaker { from: "Debian".into(), to: "Mail Makers".into() },
        Reason::Downgrade {},
        Reason::MakerSays {},
        Reason::AskedFirst {},
        Reason::NewPermissions {},
        Reason::FeatureUpdate {},
        Reason::Unknown,
    ]
}

fn refusals() -> Vec<(&'static str, Refused)> {
    let words = [
        "not_joined",
        "already_joined",
        "other_office",
        "other_pc",
        "not_allowed",
        "bad_signature",
        "expired",
        "clock_wrong",
        "outdated",
        "below_floor",
        "outside_policy",
        "in_use",
        "on_battery",
        "too_often",
        "unknown_verb",
        "too_large",
        "malformed",
        "nothing_to_do",
        "disk_full",
        "disk_unusable",
        "not_possible",
    ];
    words.map(|word| (word, Refused { refusal: word_of(word) })).to_vec()
}

/// Reads a word of a closed list; one that the list does not have reads as unknown and fails its case.
fn word_of<T: serde::de::DeserializeOwned>(word: &str) -> T {
    from_value(Value::from(word)).unwrap()
}

fn events() -> Vec<(&'static str, Event)> {
    let (job, round, step) = (job_id(), round_id(), 1);
    let (outcome, cause) = (Outcome::Failed, Some(Cause::DiskFull));
    let details = Some("E: You don't have enough free space".to_owned());
    let waits = |why| EventKind::RestartWaits { job, why };
    let step_started = |verb| EventKind::StepStarted { job, step, verb };
    let progress = |phase, item: Option<&str>| EventKind::Progress {
        job,
        step,
        phase,
        percent: 40,
        item: item.map(str::to_owned),
    };
    let update_ended = |outcome, cause| EventKind::UpdateEnded {
        job,
        step,
        id: update_id(),
        outcome,
        cause,
        installed: Some("3.0.19-1~deb12u2".into()),
        details: None,
    };
    let mut kinds = vec![
        ("joined", EventKind::Joined { office: office() }),
        (
            "scanned",
            EventKind::Scanned { revision: "5f3a".into(), outstanding: 3, restart_pending: Some(true) },
        ),
        ("office_changed", EventKind::OfficeChanged { charter_version: 2, policy_version: 3 }),
        ("policy_run_started", EventKind::PolicyRunStarted { job, policy_version: 3 }),
        ("policy_run_ended", EventKind::PolicyRunEnded { job, outcome, cause }),
        ("job_accepted", EventKind::JobAccepted { job, round }),
        ("job_refused", EventKind::JobRefused { job: Some(job), refusal: Refusal::Expired }),
        ("job_unreadable", EventKind::JobRefused { job: None, refusal: Refusal::Malformed }),
        ("job_started", EventKind::JobStarted { job, round }),
        ("restart_waits_call", waits(Wait::Call)),
        ("restart_waits_presentation", waits(Wait::Presentation)),
        ("restart_waits_at_work", waits(Wait::AtWork { people: vec!["maria".into()] })),
        ("restart_waits_signed_in", waits(Wait::SignedIn { people: vec!["maria".into(), "jonas".into()] })),
        ("restart_waits_program", waits(Wait::Program { program: "Backup: copies the disk".into() })),
        ("restart_waits_battery", waits(Wait::Battery { percent: 12 })),
        ("restart_waits_not_known", waits(Wait::NotKnown)),
        (
            "person_asked",
            EventKind::PersonAsked { job, person: "jonas".into(), announced: at("2026-11-25T17:30:00Z") },
        ),
        ("job_waits", EventKind::JobWaits { job, until: at("2026-11-23T10:12:00Z") }),
        ("said", EventKind::Said { job, step, part: 1, words: "Setting up openssl (3.0.17-1) ...".into() }),
        ("wake_sent", EventKind::WakeSent { pc: SpkiHash([8; 32]), by: SpkiHash([9; 32]) }),
        (
            "update_failed",
            EventKind::UpdateEnded {
                job,
                step,
                id: update_id(),
                outcome,
                cause,
                installed: None,
                details: details.clone(),
            },
        ),
        ("step_ended", EventKind::StepEnded { job, step, verb: Verb::Install, outcome, cause, details }),
        ("job_ended", EventKind::JobEnded { job, round, outcome, cause }),
        ("step_refresh", step_started(Verb::Refresh)),
        ("step_install", step_started(Verb::Install)),
        ("step_download", step_started(Verb::Download)),
        ("step_repair", step_started(Verb::Repair)),
        ("step_restart", step_started(Verb::Restart)),
        ("step_cancel", step_started(Verb::Cancel)),
        ("step_undo", step_started(Verb::Undo)),
        ("step_release", step_started(Verb::Release)),
        ("waiting", progress(Phase::Waiting, Some("unattended-upgr"))),
        ("downloading", progress(Phase::Downloading, None)),
        ("installing", progress(Phase::Installing, Some("openssl"))),
        ("verifying", progress(Phase::Verifying, None)),
        ("outcome_done", update_ended(Outcome::Done, None)),
        ("outcome_needs_restart", update_ended(Outcome::NeedsRestart, Some(Cause::RestartToFinish))),
        ("outcome_waiting", update_ended(Outcome::Waiting, Some(Cause::Phased))),
        ("outcome_cancelled", update_ended(Outcome::Cancelled, Some(Cause::Cancelled))),
        ("outcome_needs_person", update_ended(Outcome::NeedsPerson, Some(Cause::Held))),
        ("outcome_unreachable", update_ended(Outcome::Unreachable, Some(Cause::NotReachable))),
    ];
    let each_cause = Cause::ALL.map(|cause| (cause.id(), update_ended(Outcome::Failed, Some(cause))));
    let each_cause = each_cause.into_iter().map(|(id, kind)| (&*format!("cause_{id}").leak(), kind));
    kinds.extend(each_cause);
    let answered = |answer| EventKind::PersonAnswered { job, person: "jonas".into(), answer };
    let each_answer = crate::session::answers().into_iter();
    kinds.extend(each_answer.map(|(case, answer)| (&*format!("answered_{case}").leak(), answered(answer))));
    let (person, words) = ("jonas".to_owned(), "My invoices no longer print.".to_owned());
    kinds.push(("person_said_wrong", EventKind::PersonSaidWrong { job, person, words }));
    let (person, words) = ("jonas".to_owned(), "May I have the old printer back?".to_owned());
    kinds.push(("person_wrote", EventKind::PersonWrote { note: job, person, words }));
    let numbered = |(case, kind)| (case, Event::new(7, at("2026-11-23T10:00:00Z"), kind));
    let (case, event) =
        numbered(("chained", EventKind::PolicyRunStarted { job: job_id(), policy_version: 1 }));
    let chained = (case, Event { chain: Some(LineHash([9; 32])), ..event });
    kinds.into_iter().map(numbered).chain([chained]).collect()
}
