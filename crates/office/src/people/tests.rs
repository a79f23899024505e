use jiff::ToSpan;
use patchround_protocol::{SpkiHash, wire::Facts};

use super::*;

fn office() -> (tempfile::TempDir, Office) {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    for (n, name) in [(1, "Till"), (2, "Reception")] {
        let address = "192.0.2.1:7443".parse().unwrap();
        office.store.keep_pc(id(n), name, address, &Facts::default(), Timestamp::now()).unwrap();
    }
    (dir, office)
}

fn id(n: u8) -> PcId {
    SpkiHash([n; 32])
}

fn ana() -> Uses {
    Uses::Person { name: " Ana ".into() }
}

fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::system()).date()
}

fn last(office: &Office) -> What {
    office.store.record().unwrap().pop().unwrap().what
}

#[test]
fn who_uses_a_pc_is_signed_and_in_the_record_and_each_pc_has_one_entry() {
    let (_dir, office) = office();
    assert_eq!(office.set_uses("till", &ana()).unwrap(), "Till");
    assert_eq!(last(&office), What::PcUsedBy { pc: "Till".into(), person: "Ana".into() });
    office.set_uses("Reception", &Uses::Many).unwrap();
    office.set_uses("Till", &Uses::Person { name: "Bo".into() }).unwrap();
    let said = [1, 2, 3].map(|n| uses(&office.policy(), id(n)));
    assert_eq!(said, [Uses::Person { name: "Bo".into() }, Uses::Many, Uses::Nobody]);
    office.remove("Till").unwrap();
    office.set_uses("Reception", &Uses::Nobody).unwrap();
    assert!(office.policy().people.is_empty(), "also of the PC that was taken out");
    assert!(matches!(office.set_uses("Till", &ana()), Err(Error::UnknownPc(_))));
    assert!(matches!(
        office.set_uses("Reception", &Uses::Person { name: " ".into() }),
        Err(Error::BadName(_))
    ));
}

#[test]
fn the_stand_in_is_in_charge_while_the_person_is_away_and_only_then() {
    let (_dir, office) = office();
    assert!(matches!(office.set_away(today(), today()), Err(Error::NoStandIn)));
    assert!(matches!(office.set_stand_in("maria"), Err(Error::StandsInForOneself)));
    office.set_stand_in("Jonas").unwrap();
    assert_eq!(office.in_charge(today()).name, "Maria", "nobody is away");
    office.set_away(today(), today() + 3.days()).unwrap();
    let now = office.in_charge(today());
    assert_eq!((&*now.name, now.instead_of.as_deref()), ("Jonas", Some("Maria")));
    let then = office.in_charge(today() + 4.days());
    assert_eq!((&*then.name, then.instead_of), ("Maria", None));
    assert_eq!(office.person(), "Maria", "what is ordered is still in Maria's name");
    office.back().unwrap();
    assert_eq!(office.in_charge(today()).name, "Maria");
    assert!(matches!(office.back(), Err(Error::NotAway)));
}

#[test]
fn nobody_is_away_on_days_that_are_over_or_without_end() {
    let (_dir, office) = office();
    office.set_stand_in("Jonas").unwrap();
    let days = [(-3, -1), (2, 1), (0, 400)];
    for (from, until) in days {
        let refused = office.set_away(today() + from.days(), today() + until.days());
        assert!(matches!(refused, Err(Error::BadDays)), "{from} {until}");
    }
    office.set_away(today() - 2.days(), today()).unwrap();
    office.no_stand_in().unwrap();
    assert_eq!((office.policy().stand_in, office.policy().away), (None, None));
}
