use jiff::tz::TimeZone;
use patchround_protocol::charter::Role;
use patchround_words::say;

use super::{Exit, Stop, ask, finish, tell, tell_with};
use crate::{
    control::{Ask, Say, Status},
    os,
    places::Places,
};

/// Says whose PC this is and how it is.
pub async fn status(places: &Places) -> Exit {
    match ask(places, &Ask::Status {}).await {
        Ok(Say::Status(status)) => {
            show(&status);
            Exit::Done
        }
        Ok(_) => finish(Err(Stop::new(Exit::Failed, "helper-broke-off"))),
        Err(Stop { exit: Exit::Failed, .. }) if !os::may_administer() => {
            tell("status-without-rights");
            Exit::Done
        }
        Err(stop) => finish(Err(stop)),
    }
}

fn show(status: &Status) {
    match &status.office {
        Some(office) => {
            tell_with("status-joined", &[("office", office.clone().into())]);
            for (name, roles) in people(status) {
                tell_with("status-member", &[("name", name.into()), ("roles", roles.join(", ").into())]);
            }
        }
        None => tell("status-not-joined"),
    }
    show_updates(status);
    if status.working_on.is_some() {
        tell("status-working");
    }
    let values = [("version", status.helper.clone().into()), ("port", status.port.to_string().into())];
    tell_with("status-helper", &values);
}

/// Each person once, in the charter's order: one may hold a key for each role.
fn people(status: &Status) -> Vec<(String, Vec<String>)> {
    let mut people: Vec<(String, Vec<String>)> = Vec::new();
    for (name, role) in &status.members {
        match people.iter_mut().find(|(known, _)| known == name) {
            Some((_, roles)) => roles.push(role_word(*role)),
            None => people.push((name.clone(), vec![role_word(*role)])),
        }
    }
    people
}

fn show_updates(status: &Status) {
    let (Some(count), Some(at)) = (status.outstanding, status.scanned_at) else {
        return tell("status-not-scanned");
    };
    let time = at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    tell_with("status-updates", &[("count", count.into()), ("time", time.into())]);
    if status.restart_pending == Some(true) {
        tell("status-restart");
    }
}

fn role_word(role: Role) -> String {
    say(match role {
        Role::View => "role-view",
        Role::Operate => "role-operate",
        Role::Own => "role-own",
        Role::Unknown => "role-unknown",
    })
}
