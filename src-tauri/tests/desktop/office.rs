//! An office that is set up already, with practice PCs that live in the test: the app can be ended, they go on.

use std::{fs, time::Duration};

use jiff::Timestamp;
use patchround_office::{Office, names::Address, setup};
use patchround_practice::{Manners, Offer, PcSpec, Practice};
use patchround_protocol::{
    Cause,
    charter::Floor,
    hours::{Hours, Weekday},
    update::Class,
};

use crate::session::Session;

/// The words of the daily message's hour in what the app remembers: at any time of this day.
const AT_ANY_HOUR: &str = r#"{"digest_at":0}"#;

/// Makes the office in the session's folder, and has these PCs join it.
pub(crate) async fn office(session: &Session, pcs: Vec<PcSpec>) -> Practice {
    office_with(session, pcs, Floor::default()).await
}

/// The same with a floor of its own, but that it is always open.
pub(crate) async fn office_with(session: &Session, pcs: Vec<PcSpec>, floor: Floor) -> Practice {
    let dir = session.office();
    // Messages come only while the office is open.
    let always = Hours { days: Weekday::ALL.to_vec(), from: 0, to: 24 };
    let floor = Floor { protected_hours: vec![always], ..floor };
    let now = Timestamp::now();
    setup::init_with(&dir, "Harbour Dental", "Maria Lopez", floor, now, |_| Ok(())).unwrap();
    fs::write(dir.join("app.json"), AT_ANY_HOUR).unwrap();
    let office = Office::open(&dir, false).unwrap();
    let practice = Practice::start(pcs).await.unwrap();
    practice.type_code(&office.new_code().unwrap().code).unwrap();
    for pc in practice.pcs() {
        office.add(&Address::parse(&pc.address().to_string()).unwrap(), None).await.unwrap();
    }
    office.look(&|_| {}).await.unwrap();
    practice
}

/// A PC with so many updates, each of which takes so long.
pub(crate) fn pc(name: &str, updates: usize, pace: Duration) -> PcSpec {
    let offer = |number| Offer::new(&format!("practice-{number}"), &format!("Program {number}"));
    PcSpec::new(name, 7, (0..updates).map(offer).collect()).with(Manners { pace, ..Manners::default() })
}

/// The same with one more that is urgent.
pub(crate) fn urgent(mut pc: PcSpec) -> PcSpec {
    pc.offers.push(Offer::new("practice-browser", "Web browser").fixing(Class::Urgent, "CVE-2026-0001"));
    pc
}

/// The same with one more that takes a restart.
pub(crate) fn restarting(mut pc: PcSpec) -> PcSpec {
    pc.offers.push(Offer { restarts: true, ..Offer::new("practice-core", "System parts") });
    pc
}

/// The same with one more that does not go in.
pub(crate) fn failing(mut pc: PcSpec) -> PcSpec {
    let offer = Offer::new("practice-labels", "Label printer");
    pc.offers.push(Offer { fails: Some(Cause::PackageScriptFailed), ..offer });
    pc
}
