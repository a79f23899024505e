//! Firmware goes in alone, ordered by a person: root refuses everything else by itself, whoever signed it.

use patchround_protocol::{Update, sign::Document, update::Class};
use serde::{Deserialize, Serialize};

use super::*;

const FIRMWARE: &str = "fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4";

/// A job that was signed without the look that our own programs take at it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct Unchecked(Job);

impl Document for Unchecked {
    const NAME: &'static str = Job::NAME;
    const BYTES: usize = Job::BYTES;

    fn check(&self) -> Result<(), &'static str> {
        Ok(())
    }
}

fn install(ids: &[&str]) -> Step {
    Step::Install { ids: ids.iter().map(|id| id.parse().unwrap()).collect(), agreed_removals: Vec::new() }
}

fn ordered(pc: &Pc, n: u128, steps: Vec<Step>, when: When, step: u16) -> Answer {
    let job = Unchecked(Job { steps, when, ..pc.job(n) });
    let job = Envelope::seal(&job, &key(2)).unwrap();
    pc.order(&Order::Job { job, step }, now())
}

#[test]
fn a_persons_order_for_one_firmware_update_alone_is_carried_out() {
    let pc = Pc::joined();
    assert_eq!(ordered(&pc, 1, vec![install(&[FIRMWARE])], When::Now, 0), running(1));
}

#[test]
fn an_order_with_firmware_beside_anything_else_is_refused_whole() {
    let pc = Pc::joined();
    let other = "fwupd:c0a0a4aa6480ac28eea1ce164fbb466ca934e1ff@2";
    let table = [
        (vec![install(&[FIRMWARE, "apt:a@1"])], When::Now, 0),
        (vec![install(&[FIRMWARE, other])], When::Now, 0),
        (vec![Step::Refresh {}, install(&[FIRMWARE])], When::Now, 0),
        (vec![Step::Refresh {}, install(&[FIRMWARE])], When::Now, 1),
        (vec![install(&["apt:a@1"]), install(&[FIRMWARE])], When::Now, 0),
        (vec![install(&[FIRMWARE])], When::Time { time: now() - 1.minutes() }, 0),
        (vec![Step::Download { ids: vec![FIRMWARE.parse().unwrap()] }], When::Now, 0),
    ];
    for (n, (steps, when, step)) in (1..).zip(table) {
        assert_eq!(ordered(&pc, n, steps.clone(), when, step), refused(Refusal::Malformed), "{steps:?}");
    }
    assert_eq!(pc.started(), 0);
}

#[test]
fn no_policy_puts_firmware_in_however_late_it_is() {
    let pc = Pc::joined();
    let plain = Update {
        released: Some(patchround_protocol::update::Released {
            date: now() - 7200.hours(),
            from: patchround_protocol::update::ReleasedFrom::Catalogue,
        }),
        ..super::policy::update("a", Class::Security)
    };
    let firmware = Update { id: FIRMWARE.parse().unwrap(), source: "fwupd".into(), ..plain.clone() };
    *pc.world.offered.borrow_mut() = vec![plain, firmware];
    *pc.world.people.borrow_mut() = Some(Vec::new());
    let download = Step::Download { ids: vec![FIRMWARE.parse().unwrap()] };
    for (n, step) in (1..).zip([install(&[FIRMWARE]), install(&["apt:a@2", FIRMWARE]), download]) {
        assert_eq!(pc.run_policy(n, step, now()), refused(Refusal::OutsidePolicy));
    }
    assert_eq!(pc.run_policy(9, install(&["apt:a@2"]), now()), running(9), "what is late goes in");
}
