//! What a person's program and the helper of their PC say to each other.

use patchround_protocol::{
    Cause, Outcome,
    consultation::{Answer, Decision, NotTaken, Reply, Worry},
    ids::UpdateId,
    restart::{Wait, Yes},
    session::{After, Changed, FromPerson, Own, Question, Replied, Restart, ToPerson, View, Waits, Wrote},
    update::{Scope, Update},
};

use crate::{
    documents::{at, job_id},
    kind::Kind,
    wire::{nothing_known, scans},
};

pub(crate) fn kinds() -> Vec<Kind> {
    vec![
        Kind::new("from_person", "What a person's program says on the session socket.", from_person()),
        Kind::new("to_person", "What the helper says on the session socket.", to_person()),
        Kind::new("yes", "A person's yes to a restart, in their own runtime folder.", vec![("yes", yes())]),
    ]
}

/// Each answer, and what it is called.
pub(crate) fn answers() -> Vec<(&'static str, Answer)> {
    let objection = |worry| Answer::Objection { worry, words: "My invoice tool may stop working.".into() };
    vec![
        ("now", Answer::Now {}),
        ("time", Answer::Time { time: at("2026-11-23T17:30:00Z") }),
        ("busy", objection(Worry::Busy { until: at("2026-12-04T17:00:00Z") })),
        ("tool", objection(Worry::Tool {})),
        ("unwanted", objection(Worry::Unwanted)),
    ]
}

/// Each decision of a manager.
pub(crate) fn decisions() -> Vec<(&'static str, Decision)> {
    vec![
        ("wait", Decision::Wait { until: at("2026-12-20T17:00:00Z") }),
        ("keep", Decision::Keep {}),
        ("go_ahead", Decision::GoAhead { at: at("2026-11-24T08:00:00Z") }),
        ("go_back", Decision::GoBack { until: at("2026-12-07T17:00:00Z") }),
        ("go_on", Decision::GoOn {}),
    ]
}

/// What a manager answers with a decision.
pub(crate) fn reply(decision: Decision) -> Reply {
    Reply { to: job_id(), decision, words: "I will ask the invoice people.".into() }
}

fn replies() -> Vec<Replied> {
    let replied = |(_, decision)| Replied {
        from: Some("Maria".into()),
        at: at("2026-11-23T11:00:00Z"),
        reply: reply(decision),
    };
    decisions().into_iter().map(replied).collect()
}

fn from_person() -> Vec<(&'static str, FromPerson)> {
    let question = job_id();
    let answered = |(case, answer)| (case, FromPerson::Answer { question, answer });
    let others = [
        (
            "running",
            FromPerson::Running { programs: vec!["libreoffice-writer".into(), "firefox-esr".into()] },
        ),
        ("shown", FromPerson::Shown { question }),
        ("ask", FromPerson::Ask { note: question, words: "May I have the old printer back?".into() }),
        ("own", FromPerson::Own(Box::new(own()))),
        (
            "own_ended",
            FromPerson::OwnEnded {
                id: own_id(),
                outcome: Outcome::Failed,
                cause: Some(Cause::NoNetwork),
                details: Some("error: Could not resolve host".into()),
            },
        ),
        ("wrong", FromPerson::Wrong { after: question, words: "My invoices no longer print.".into() }),
    ];
    others.into_iter().chain(answers().into_iter().map(answered)).collect()
}

fn own_id() -> UpdateId {
    "flatpak:app/org.lab.Notes/x86_64/stable@7d1f".parse().unwrap()
}

fn own() -> Own {
    let update = Update { id: own_id(), source: "flatpak".into(), scope: Scope::Person, ..nothing_known() };
    Own {
        source: "flatpak".into(),
        cause: None,
        refreshed_at: Some(at("2026-11-23T09:55:00Z")),
        updates: vec![update],
    }
}

fn yes() -> Yes {
    Yes::at("7e3b1c52-9d1f-4c60-8a53-2f1f6d0c9b11".into(), at("2026-11-23T15:30:00Z"))
}

fn to_person() -> Vec<(&'static str, ToPerson)> {
    let question = job_id();
    let asked = Question {
        id: question,
        from: Some("Maria".into()),
        updates: scans().into_iter().flat_map(|(_, scan)| scan.updates).take(1).collect(),
        announced: at("2026-11-25T17:30:00Z"),
        last: at("2026-11-27T17:30:00Z"),
        answer: Some(Answer::Now {}),
        begins: Some(at("2026-11-23T17:30:00Z")),
        moves_left: 3,
        is_due: true,
    };
    let after = After {
        id: question,
        from: Some("Maria".into()),
        updates: asked.updates.clone(),
        at: at("2026-11-23T17:34:00Z"),
        is_new: false,
        wrong: Some("My invoices no longer print.".into()),
    };
    let view = View {
        office: Some("Harbour Dental".into()),
        scanned_at: Some(at("2026-11-23T10:00:00Z")),
        outstanding: Some(3),
        restart_pending: Some(false),
        replies: replies().into_iter().take(3).collect(),
        questions: vec![asked],
        after: vec![after],
        waits: vec![Waits {
            id: question,
            since: at("2026-11-20T10:00:00Z"),
            names: vec!["LibreOffice".into()],
            whom: Some("Dr Weiss".into()),
            is_stand_in: true,
        }],
        restart: Some(Restart {
            id: question,
            from: Some("Maria".into()),
            earliest: at("2026-11-23T10:00:00Z"),
            default: at("2026-11-23T19:00:00Z"),
            last: at("2026-11-24T21:50:00Z"),
            agreed: Some(at("2026-11-23T15:30:00Z")),
            is_yes: false,
            is_left: false,
            moves_left: 3,
            waits: Some(Wait::SignedIn { people: vec!["jonas".into()] }),
        }),
        in_charge: Some("Maria".into()),
        changes: vec![Changed {
            at: at("2026-11-22T18:04:00Z"),
            name: "LibreOffice".into(),
            version: Some("4:26.8.1-1".into()),
            is_back: false,
            outcome: Outcome::Failed,
            cause: Some(Cause::DiskFull),
        }],
        wrote: Some(vec![Wrote {
            note: question,
            at: at("2026-11-21T09:00:00Z"),
            words: "May I have the old printer back?".into(),
        }]),
    };
    let answered = View { replies: replies().into_iter().skip(3).collect(), ..View::default() };
    let not_taken = |why| ToPerson::NotTaken { question, why };
    vec![
        ("view", ToPerson::View(Box::new(view))),
        ("answered_after", ToPerson::View(Box::new(answered))),
        ("install_own", ToPerson::InstallOwn { ids: vec![own_id()] }),
        ("refresh_own", ToPerson::RefreshOwn {}),
        ("no_office", ToPerson::View(Box::default())),
        ("taken", ToPerson::Taken { question }),
        ("over", not_taken(NotTaken::Over)),
        ("not_asked", not_taken(NotTaken::NotAsked)),
        ("out_of_time", not_taken(NotTaken::OutOfTime)),
        ("no_moves_left", not_taken(NotTaken::NoMovesLeft)),
        ("not_possible", not_taken(NotTaken::NotPossible)),
        ("too_often", not_taken(NotTaken::TooOften)),
        ("malformed", not_taken(NotTaken::Malformed)),
    ]
}
