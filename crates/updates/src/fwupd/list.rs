//! Makes updates of what fwupd offers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    cve::{CveId, Severity},
    ids::PackageName,
    limits,
    update::{Class, Needs, Released, ReleasedFrom, Reversible, Scope, Substantial},
};

use super::{
    SOURCE,
    devices::{Device, Release},
    notes,
};

/// Problems that are over once the PC, or the device, has power.
const POWER: [&str; 3] = ["require-ac-power", "system-power-too-low", "power-too-low"];

/// The updates, sorted by id. What makes no plain id is left out, and so is what was written already and waits for a
/// restart: fwupd goes on to offer it.
pub fn join(pc: PcId, devices: &[Device], booted: Option<i64>) -> Vec<Update> {
    let open = devices.iter().filter(|device| !device.is_staged(booted));
    let mut updates: Vec<Update> = open.filter_map(|device| update(pc, device)).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    updates
}

/// The id of what is offered for a device.
pub fn id(device: &Device) -> Option<UpdateId> {
    let release = device.offered().filter(|_| device.has_id())?;
    UpdateId::new(SOURCE, &device.device_id, &release.version).ok()
}

/// What a device's firmware is called where devices of one kind have one name: by its maker, else by its kind.
pub fn package_text(device: &Device) -> Option<String> {
    package(device).map(String::from)
}

fn package(device: &Device) -> Option<PackageName> {
    let of_maker = device.releases.iter().filter_map(|release| release.appstream_id.as_ref());
    let names = of_maker.chain(&device.guid).chain([&device.device_id]);
    names.filter_map(|name| name.parse().ok()).next()
}

fn update(pc: PcId, device: &Device) -> Option<Update> {
    let release = device.offered()?;
    let (id, package) = (id(device), package(device));
    if id.is_none() {
        tracing::debug!(device = device.device_id, "Left out an update that makes no plain id");
    }
    let (id, package) = (id?, package?);
    let installed = device.version.clone().filter(|there| *there != release.version);
    let cves = cves(device);
    Some(Update {
        id,
        pc,
        source: SOURCE.to_owned(),
        group: package.as_str().to_owned(),
        name: name(device, &package),
        package,
        installed,
        candidate: release.version.clone(),
        // That nobody names a flaw says nothing.
        class: cves.as_ref().map(|_| Class::Security),
        severity: device.newer().filter_map(severity).max(),
        substantial: Some(Substantial::default()),
        cves,
        known_exploited: None,
        released: released(release),
        size: release.size.filter(|bytes| *bytes > 0),
        notes: release.description.as_deref().and_then(notes::plain),
        changes: None,
        needs: needs(device),
        reversible: Some(Reversible::Not(Cause::UndoBlocked)),
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: Some(blocked(device)),
    })
}

fn name(device: &Device, package: &PackageName) -> String {
    let name = device.name.as_deref().unwrap_or_default();
    let plain: String = name.chars().filter(|c| !c.is_control()).take(limits::LINE_CHARS).collect();
    match plain.trim() {
        "" => package.as_str().to_owned(),
        plain => plain.to_owned(),
    }
}

/// Of everything that is newer than what is there: the newest one brings all of it.
fn cves(device: &Device) -> Option<Vec<String>> {
    let issues = device.newer().flat_map(|release| &release.issues);
    let all: BTreeSet<CveId> = issues.filter_map(|issue| issue.parse().ok()).collect();
    (!all.is_empty()).then(|| all.iter().map(CveId::to_string).collect())
}

fn severity(release: &Release) -> Option<Severity> {
    match release.urgency.as_deref()? {
        "low" => Some(Severity::Low),
        "medium" => Some(Severity::Medium),
        "high" => Some(Severity::High),
        "critical" => Some(Severity::Critical),
        _ => None,
    }
}

fn released(release: &Release) -> Option<Released> {
    let second = release.created.filter(|second| *second > 0)?;
    Some(Released { date: Timestamp::from_second(second).ok()?, from: ReleasedFrom::Catalogue })
}

/// A flag that is not there says nothing: some devices have it only once something was written.
fn needs(device: &Device) -> Needs {
    let asked = |flag: &str| device.is(flag).then_some(true);
    Needs {
        restart: asked("needs-reboot").or_else(|| asked("needs-shutdown")),
        close: Some(Vec::new()),
        sign_out: Some(false),
        recovery_key: asked("affects-fde"),
        switch_off: asked("needs-shutdown"),
        ..Needs::default()
    }
}

fn blocked(device: &Device) -> Cause {
    let lacks_power = device.problems.iter().any(|problem| POWER.contains(&problem.as_str()));
    if lacks_power { Cause::Battery } else { Cause::GoesAlone }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::SpkiHash;

    use super::*;
    use crate::fwupd::devices;

    fn updates(text: &str) -> Vec<Update> {
        join(SpkiHash([0; 32]), &devices::parse(text).unwrap(), None)
    }

    fn of<'a>(updates: &'a [Update], package: &str) -> &'a Update {
        updates.iter().find(|update| update.package.as_str() == package).unwrap()
    }

    #[test]
    fn what_is_offered_is_told_with_every_flaw_that_it_mends_on_the_way() {
        let updates = updates(include_str!("../../testdata/debian-12.fwupdmgr-get-updates.mixed"));
        let webcam = of(&updates, "fakedevice.firmware");
        assert_eq!(webcam.id.as_str(), "fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4");
        assert!(webcam.id.is_firmware() && !webcam.is_outstanding());
        assert_eq!(
            (webcam.name.as_str(), webcam.installed.as_deref()),
            ("Integrated Webcam™", Some("1.2.2"))
        );
        assert_eq!(webcam.cves.as_deref().unwrap(), ["CVE-2026-0001", "CVE-2026-0009"]);
        assert_eq!((webcam.class, webcam.size), (Some(Class::Security), Some(17)));
        assert_eq!(webcam.released.as_ref().unwrap().date.as_second(), 1_790_000_000);
        let notes = webcam.notes.as_deref().unwrap();
        assert_eq!(
            notes.lines().next(),
            Some("Fixes another bug with the flux capacitor & its <b>clock</b>:")
        );
        let other = of(&updates, "com.acme.module2.firmware");
        assert_eq!((&other.class, &other.cves, &other.notes, other.size), (&None, &None, &None, None));
        assert!(updates.iter().all(|update| update.blocked == Some(Cause::GoesAlone)));
    }

    #[test]
    fn what_a_device_needs_and_what_stands_in_its_way_is_told() {
        let updates = updates(include_str!("../../testdata/written.fwupdmgr-get-devices.laptop"));
        let system = of(&updates, "com.example.laptop.firmware");
        let needs = &system.needs;
        assert_eq!((needs.recovery_key, needs.restart, needs.switch_off), (Some(true), Some(true), None));
        assert_eq!((system.severity, system.blocked), (Some(Severity::Critical), Some(Cause::Battery)));
        assert_eq!(updates.len(), 1, "two wait for a restart, and a version with a blank makes no id");
    }

    #[test]
    fn what_was_written_and_waits_for_a_restart_is_offered_no_more() {
        let text = include_str!("../../testdata/debian-12.fwupdmgr-get-updates.staged");
        let all = devices::parse(text).unwrap();
        let booted = all[0].modified.map(|at| at - 60);
        assert_eq!(
            join(SpkiHash([0; 32]), &all, booted).len() + 1,
            join(SpkiHash([0; 32]), &all, None).len()
        );
    }
}
