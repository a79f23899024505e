//! A made-up office whose PCs offer firmware, and one whose system goes in only as a whole.

use patchround_protocol::{
    Cause, PcId, Update,
    update::{Needs, Reversible},
};

use super::pcs::{self, Pc};

/// What the office keeps back on the PC whose system goes in only as a whole.
pub(super) const KEPT_BACK: &str = "linux";

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
    pcs
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
