//! Questions for tests.

use jiff::tz::TimeZone;
use patchround_protocol::{
    JobId, Update,
    session::{Question, Restart, View},
    update::Scope,
};
use patchround_words::Language;
use uuid::Uuid;

use crate::show::{Changes, Moment};

/// Wednesday 3 June 2026, 10:00.
pub(crate) fn moment() -> Moment {
    let now = "2026-06-03T10:00:00Z".parse().unwrap();
    Moment {
        now,
        zone: TimeZone::UTC,
        language: Language::English,
        changes: as_the_pc_says(),
        is_metered: None,
    }
}

/// What the PC read, and nothing besides.
pub(crate) fn as_the_pc_says() -> Changes {
    Changes {
        lines: |update| update.changes.clone().unwrap_or_default(),
        source: |from| format!("From {from:?}"),
    }
}

pub(crate) fn view(questions: Vec<Question>) -> View {
    View {
        office: Some("Harbour Dental".to_owned()),
        scanned_at: Some("2026-06-03T09:40:00Z".parse().unwrap()),
        outstanding: Some(3),
        restart_pending: Some(false),
        questions,
        ..View::default()
    }
}

/// A question about LibreOffice that is due, for Thursday at 18:00.
pub(crate) fn question(number: u128) -> Question {
    Question {
        id: JobId(Uuid::from_u128(number)),
        from: Some("Maria".to_owned()),
        updates: vec![update("LibreOffice")],
        announced: "2026-06-04T18:00:00Z".parse().unwrap(),
        last: "2026-06-08T18:00:00Z".parse().unwrap(),
        answer: None,
        begins: None,
        moves_left: 3,
        is_due: true,
    }
}

pub(crate) fn update(name: &str) -> Update {
    serde_json::from_value(serde_json::json!({
        "id": "apt:libreoffice:amd64@4:26.8.1-1", "pc": patchround_protocol::SpkiHash([0; 32]), "source": "apt", "package": "libreoffice",
        "group": "libreoffice", "name": name, "installed": "4:25.2.3-2", "candidate": "4:26.8.1-1", "class": "other",
        "substantial": {"why": []}, "cves": null, "known_exploited": null, "released": null, "size": null,
        "notes": null, "needs": {"restart": false, "close": ["LibreOffice"]}, "reversible": {"kept": {}},
        "scope": "machine", "held": null, "phased": false, "blocked": null
    }))
    .unwrap()
}

/// One of a person's own programs at a commit.
pub(crate) fn own_update(name: &str, commit: u8) -> Update {
    let update = update(name);
    let (id, candidate) =
        (format!("flatpak:app/org.lab.{name}/x86_64/stable@{commit:064}"), commit.to_string());
    let package = "org.lab.App".parse().unwrap();
    Update {
        id: id.parse().unwrap(),
        source: "flatpak".to_owned(),
        package,
        candidate,
        scope: Scope::Person,
        ..update
    }
}

/// A restart that was ordered at 10:00, for tonight.
pub(crate) fn restart() -> Restart {
    Restart {
        id: JobId(Uuid::from_u128(50)),
        from: Some("Maria".to_owned()),
        earliest: "2026-06-03T10:00:00Z".parse().unwrap(),
        default: "2026-06-03T19:00:00Z".parse().unwrap(),
        last: "2026-06-04T21:50:00Z".parse().unwrap(),
        agreed: None,
        is_yes: false,
        is_left: false,
        moves_left: 3,
        waits: None,
    }
}
