//! Made-up programs and the offices that have them.

use std::time::Duration;

use jiff::SignedDuration;
use patchround_protocol::{
    Cause,
    update::{Class, SYSTEM_PARTS},
};

use crate::{
    draw::Draw,
    offer::Offer,
    people::Says,
    spec::{Manners, PcSpec},
};

/// Package and plain name of what people open.
const PROGRAMS: [(&str, &str); 16] = [
    ("practice-mail", "Mail"),
    ("practice-browser", "Web browser"),
    ("practice-letters", "Letters"),
    ("practice-sheets", "Tables"),
    ("practice-slides", "Slides"),
    ("practice-calendar", "Calendar"),
    ("practice-accounts", "Accounts"),
    ("practice-till", "Till"),
    ("practice-scanner", "Scanner"),
    ("practice-printer", "Printer driver"),
    ("practice-pictures", "Picture viewer"),
    ("practice-reader", "Document reader"),
    ("practice-archive", "Archive opener"),
    ("practice-meeting", "Video meetings"),
    ("practice-remote", "Remote help"),
    ("practice-backup", "Backup"),
];
/// What the system's own parts are called together.
const PCS: [&str; 10] = [
    "front-desk",
    "till",
    "workshop",
    "office",
    "stock-room",
    "meeting-room",
    "accounts",
    "reception",
    "dispatch",
    "showroom",
];

/// PCs that behave well, each with so many updates that all go in and need no restart.
///
/// In a hundred updates about five are urgent and thirty fix a security problem.
pub fn ordinary(seed: u64, pcs: usize, updates: usize) -> Vec<PcSpec> {
    (0..pcs).map(|number| PcSpec::new(&pc_name(number), seed, offers(seed, number, updates))).collect()
}

/// The office that anybody can practise with: five PCs. One has an update that does not go in and one needs a
/// restart, for which somebody has to sign out first, and one offers firmware, so that every kind of result is met while
/// nothing is at stake.
/// Three have a big change that their people are asked about: one says yes, after which one asks to wait and one says
/// nothing. Slow enough to be seen, quick enough to be played through in a minute.
pub fn small_office() -> Vec<PcSpec> {
    let manners = Manners { pace: Duration::from_millis(900), wakes: true, ..Manners::default() };
    let mut pcs: Vec<PcSpec> = ordinary(5, 5, 6).into_iter().map(|pc| pc.with(manners)).collect();
    let restarting = Offer { restarts: true, ..Offer::new("practice-core", SYSTEM_PARTS) };
    pcs[1].manners = Manners { signed_in: Some("ana"), stays: Duration::from_secs(20), ..manners };
    pcs[1].offers.push(restarting.fixing(Class::Security, "CVE-2026-0100"));
    let failing = Offer::new("practice-labels", "Label printer");
    pcs[3].offers.push(Offer { fails: Some(Cause::PackageScriptFailed), ..failing });
    pcs[3].offers.push(Offer { firmware: true, ..Offer::new("practice-webcam", "Webcam") });
    for (pc, person) in [(3, ("lena", Says::Now)), (4, ("jonas", Says::Wait)), (2, ("ben", Says::Nothing))] {
        pcs[pc].manners.asked = Some(person);
        pcs[pc].offers.push(big_change());
    }
    pcs
}

/// What people are asked about: out for so long that nobody waits any more because it is new.
fn big_change() -> Offer {
    Offer {
        installed: "4.2".to_owned(),
        candidate: "5.0".to_owned(),
        substantial: Some("The menus are new".to_owned()),
        age: SignedDuration::from_hours(24 * 5),
        ..Offer::new("practice-accounts", "Accounts")
    }
}

/// One PC for each kind of trouble, named after it, and one that has every class of update.
pub fn awkward(seed: u64) -> Vec<PcSpec> {
    let some = |number| offers(seed, number, 3);
    let slow = Manners { pace: Duration::from_millis(400), ..Manners::default() };
    let vanishing = Manners { vanishes_after: Some(1), ..Manners::default() };
    let ahead = Manners { clock_ahead: SignedDuration::from_hours(72), ..Manners::default() };
    let lying = Manners { lies: true, ..Manners::default() };
    vec![
        PcSpec::new("everything", seed, one_of_each()),
        PcSpec::new("slow", seed, some(1)).with(slow),
        PcSpec::new("vanishing", seed, some(2)).with(vanishing),
        PcSpec::new("wrong-clock", seed, some(3)).with(ahead),
        PcSpec::new("lying", seed, some(4)).with(lying),
    ]
}

/// One update of every kind a package manager can offer.
fn one_of_each() -> Vec<Offer> {
    let plain = |kind: &str, name: &str| Offer::new(&format!("practice-{kind}"), name);
    let substantial = || Some("The menus are new".to_owned());
    let big = |kind: &str, name: &str| Offer { substantial: substantial(), ..plain(kind, name) };
    vec![
        plain("urgent", "Web browser").fixing(Class::Urgent, "CVE-2026-0001"),
        plain("security", "Mail").fixing(Class::Security, "CVE-2026-0002"),
        plain("other", "Letters"),
        Offer { age: SignedDuration::from_hours(24 * 5), ..big("substantial", "Accounts") },
        big("new", "Slides"),
        Offer { held: true, ..plain("held", "Till") },
        Offer { phased: true, ..plain("phased", "Calendar") },
        Offer { restarts: true, ..plain("restart", SYSTEM_PARTS).fixing(Class::Security, "CVE-2026-0003") },
        Offer { fails: Some(Cause::PackageScriptFailed), ..plain("failing", "Printer driver") },
    ]
}

fn pc_name(number: usize) -> String {
    let name = PCS[number % PCS.len()];
    match number / PCS.len() {
        0 => name.to_owned(),
        floor => format!("{name}-{}", floor + 1),
    }
}

fn offers(seed: u64, pc: usize, count: usize) -> Vec<Offer> {
    let mut draw = Draw::new(seed ^ (pc as u64 + 1).rotate_left(32));
    (0..count).map(|number| drawn(&mut draw, number)).collect()
}

/// What people open comes first, then parts of the system.
fn drawn(draw: &mut Draw, number: usize) -> Offer {
    let mut offer = match PROGRAMS.get(number) {
        Some((package, name)) => Offer::new(package, name),
        None => Offer::new(&format!("practice-part-{number}"), SYSTEM_PARTS),
    };
    let version = draw.below(9) + 1;
    offer.installed = format!("{version}.{}", draw.below(20));
    offer.candidate = format!("{version}.{}", 20 + draw.below(20));
    offer.age = SignedDuration::from_hours(24 * i64::try_from(draw.below(6)).unwrap_or_default());
    offer.size = (draw.below(4000) + 20) << 10;
    let cve = format!("CVE-2026-{}", 1000 + draw.below(9000));
    match draw.below(100) {
        0..5 => offer.fixing(Class::Urgent, &cve),
        5..35 => offer.fixing(Class::Security, &cve),
        _ => offer,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_office_and_another_seed_another() {
        let shown = |seed| format!("{:?}", ordinary(seed, 5, 50));
        assert_eq!(shown(7), shown(7));
        assert_ne!(shown(7), shown(8));
        assert_ne!(ordinary(7, 1, 1)[0].key(), ordinary(8, 1, 1)[0].key());
    }

    #[test]
    fn a_thousand_pcs_have_their_own_names_and_keys() {
        let pcs = ordinary(1, 1000, 1);
        let names: BTreeSet<&str> = pcs.iter().map(|pc| pc.name.as_str()).collect();
        let keys: BTreeSet<[u8; 32]> = pcs.iter().map(PcSpec::key).collect();
        assert_eq!((names.len(), keys.len()), (1000, 1000));
    }

    #[test]
    fn every_update_of_a_pc_has_its_own_id() {
        for pc in ordinary(3, 20, 50).into_iter().chain(awkward(3)) {
            let ids: BTreeSet<_> = pc.offers.iter().map(Offer::id).collect();
            assert_eq!(ids.len(), pc.offers.len(), "{}", pc.name);
        }
    }
}
