//! A made-up office whose PCs offer firmware, one whose system goes in only as a whole, and one whose people have programs
//! for themselves.

use jiff::Timestamp;
use patchround_protocol::{
    Cause, PcId, Update,
    update::{Class, Needs, Reason, Reversible, Scope, Substantial},
    wire::{PersonScan, SourceScan},
};

use super::pcs::{self, Pc};

/// What the office keeps back on the PC whose system goes in only as a whole.
pub(super) const KEPT_BACK: &str = "linux";

/// What was ordered for somebody who is not signed in.
pub(super) const OF_WHO_IS_AWAY: &str = "flatpak:~1001/app/org.lab.Notes/x86_64/stable@2e5a";
/// Accounts of the PC on which people have programs for themselves.
const PEOPLE: [(&str, &str); 3] = [("1000", "dr-okoye"), ("1001", "ana"), ("1002", "jonas")];

/// Firmware on a PC with other updates, on one without, and on one that is off; and a rolling system.
pub(super) fn office() -> Vec<Pc> {
    let mut pcs = pcs::office();
    for number in [1, 4, 5] {
        let id = pcs[number].id;
        pcs[number].scan.updates.push(webcam(id));
    }
    let id = pcs[1].id;
    pcs[1].scan.updates.push(of_the_pc(id));
    as_a_whole(&mut pcs[8]);
    of_people(&mut pcs[2]);
    pcs
}

/// One program for the whole PC and for two people; what a third one has could not be read.
fn of_people(pc: &mut Pc) {
    let big = Update {
        substantial: Some(Substantial::because(vec![Reason::FirstNumber { from: 1, to: 2 }])),
        ..own(&notes(pc.id), PEOPLE[0].0)
    };
    pc.scan.updates.extend([notes(pc.id), big, own(&notes(pc.id), PEOPLE[1].0)]);
    let of_pc = SourceScan { source: "flatpak".to_owned(), ..pc.scan.sources[0].clone() };
    pc.scan.sources.push(of_pc);
    let told = |(account, person): (&str, &str)| PersonScan {
        account: account.to_owned(),
        person: person.to_owned(),
        source: "flatpak".to_owned(),
        told_at: Timestamp::now(),
        cause: (account == PEOPLE[2].0).then_some(Cause::NoNetwork),
        refreshed_at: Some(Timestamp::now()),
    };
    pc.scan.people = PEOPLE.map(told).into();
    pc.facts.can_ask = true;
}

fn notes(pc: PcId) -> Update {
    Update {
        id: "flatpak:app/org.lab.Notes/x86_64/stable@2e5a".parse().expect("a made-up id is an id"),
        source: "flatpak".to_owned(),
        package: "org.lab.Notes".parse().expect("a made-up name is a name"),
        group: "org.lab.Notes".to_owned(),
        name: "Notes".to_owned(),
        installed: Some("1.4".to_owned()),
        candidate: "2.0".to_owned(),
        class: Some(Class::Other),
        changes: None,
        needs: Needs { close: Some(Vec::new()), sign_out: Some(false), ..Needs::default() },
        reversible: Some(Reversible::Kept {}),
        ..pcs::update(pc, 4)
    }
}

fn own(update: &Update, account: &str) -> Update {
    Update {
        id: update.id.of_person(account).expect("a made-up account is one"),
        scope: Scope::Person,
        reversible: Some(Reversible::Not(Cause::NothingKept)),
        ..update.clone()
    }
}

/// Of something that is plugged in: written at once.
fn webcam(pc: PcId) -> Update {
    Update {
        id: "fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4".parse().expect("a made-up id is an id"),
        source: "fwupd".to_owned(),
        package: "fakedevice.firmware".parse().expect("a made-up name is a name"),
        group: "fakedevice.firmware".to_owned(),
        name: "Integrated Webcam\u{2122}".to_owned(),
        installed: Some("1.2.2".to_owned()),
        candidate: "1.2.4".to_owned(),
        class: None,
        changes: None,
        needs: Needs { close: Some(Vec::new()), sign_out: Some(false), ..Needs::default() },
        reversible: Some(Reversible::Not(Cause::UndoBlocked)),
        blocked: Some(Cause::GoesAlone),
        ..pcs::update(pc, 4)
    }
}

/// Of the PC itself: finished by a restart that may ask for more than a password.
fn of_the_pc(pc: PcId) -> Update {
    let needs = Needs { restart: Some(true), recovery_key: Some(true), ..Needs::default() };
    Update {
        id: "fwupd:a45df35ac0e948ee180fe216a5f703f32dda163f@0.1.27".parse().expect("a made-up id is an id"),
        package: "com.example.laptop.firmware".parse().expect("a made-up name is a name"),
        group: "com.example.laptop.firmware".to_owned(),
        name: "System Firmware".to_owned(),
        installed: Some("0.1.25".to_owned()),
        candidate: "0.1.27".to_owned(),
        needs,
        blocked: Some(Cause::Battery),
        ..webcam(pc)
    }
}

fn as_a_whole(pc: &mut Pc) {
    let of = |number| {
        let update = pcs::update(pc.id, number);
        let id = format!("pacman:{}@{}-1", update.package.as_str(), update.candidate);
        Update { id: id.parse().expect("a made-up id is an id"), source: "pacman".to_owned(), ..update }
    };
    pc.scan.updates = [0, 3, 4].map(of).into();
    pc.facts.os = Some("Arch Linux".to_owned());
    pc.facts.os_fixed_until = None;
    let source = &mut pc.scan.sources[0];
    (source.source, source.whole) = ("pacman".to_owned(), true);
}
