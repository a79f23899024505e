//! `invite`: join files.

use std::path::Path;

use jiff::Timestamp;
use patchround_office::{Error, Office, store::invitations::StoredInvitation};
use patchround_words::{say, say_with};
use serde::Serialize;

use super::Place;
use crate::{
    args::Invite,
    exit::Exit,
    out,
    sentence::{number, value},
};

/// A join file as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Open {
    id: i64,
    not_after: Timestamp,
    pcs: u32,
    used: u32,
}

/// A join file that was ended, as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Ended {
    id: i64,
}

pub(super) fn invite(at: &Place, invite: &Invite) -> anyhow::Result<Exit> {
    match (&invite.out, invite.end) {
        (Some(path), _) => make(at, path, invite),
        (None, Some(id)) => end(at, id, invite.json.json),
        (None, None) => list(at, invite.json.json),
    }
}

fn make(at: &Place, path: &Path, invite: &Invite) -> anyhow::Result<Exit> {
    let made = at.open()?.invite_by_file(path, invite.pcs, invite.days)?;
    if invite.json.json {
        out::json(&as_json(&made));
        return Ok(Exit::Done);
    }
    let path = value(path.display().to_string());
    let values = [("path", path), ("pcs", value(made.pcs)), ("until", value(out::time(made.not_after)))];
    out::line(&say_with("invitation-made", &values));
    out::line(&say("invitation-next"));
    Ok(Exit::Done)
}

fn end(at: &Place, id: i64, json: bool) -> anyhow::Result<Exit> {
    at.open()?.end_invitation(id)?;
    if json {
        out::json(&Ended { id });
    } else {
        out::line(&say_with("invitation-ended", &[("id", value(id.to_string()))]));
    }
    Ok(Exit::Done)
}

fn list(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let office = match at.open() {
        Err(Error::Held(_)) => Office::open_to_read(&at.dir)?,
        other => other?,
    };
    let open = office.store.invitations(Timestamp::now())?;
    if json {
        out::json(&open.iter().map(as_json).collect::<Vec<_>>());
    } else if open.is_empty() {
        out::line(&say("invitation-none"));
    } else {
        open.iter().for_each(|invitation| out::line(&line(invitation)));
    }
    Ok(Exit::Done)
}

fn line(invitation: &StoredInvitation) -> String {
    let values = [
        ("id", value(invitation.id.to_string())),
        ("used", number(invitation.used as usize)),
        ("pcs", value(invitation.pcs)),
        ("until", value(out::time(invitation.not_after))),
    ];
    say_with("invitation-line", &values)
}

/// Without the token: the file alone carries it.
fn as_json(invitation: &StoredInvitation) -> Open {
    let StoredInvitation { id, not_after, pcs, used, .. } = *invitation;
    Open { id, not_after, pcs, used }
}
