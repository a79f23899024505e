//! Which ids fit together: apt is asked by simulation, and those in the way are left out.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome};
use patchround_updates::apt::{ask::AskError, simulation::Simulation};

use super::{Target, Verdicts};
use crate::{
    Ended,
    fit::{self, Objection, brings_older, is_about_packages, removes},
};

type Simulate<'a> = &'a dyn Fn(&[Target]) -> Result<Simulation, AskError>;

/// The ids that fit together, and whether installing them removes something (agreed to).
pub(super) fn fit(
    targets: Vec<Target>,
    agreed: &BTreeSet<String>,
    simulate: Simulate<'_>,
    verdicts: &mut Verdicts,
) -> (Vec<Target>, bool) {
    let mut may_remove = false;
    let objects = |all: &[Target]| match simulate(all) {
        Ok(simulation) => {
            let objection = objection(&simulation, agreed);
            if objection.is_none() {
                may_remove = !simulation.removes.is_empty();
            }
            objection.map(Objection::from)
        }
        // Where apt simulates nothing at all, it is not about these.
        Err(error) if is_about_packages(Some(error.cause())) && simulate(&[]).is_err() => {
            Some(Objection::All(error.into()))
        }
        Err(error) => Some(Ended::from(error).into()),
    };
    let fits =
        fit::fit(targets, objects, |target, ended| drop(verdicts.insert(target.id.clone(), ended.clone())));
    (fits, may_remove)
}

/// Why what apt would do is not what was ordered.
pub(crate) fn objection(simulation: &Simulation, agreed: &BTreeSet<String>) -> Option<Ended> {
    let held = || {
        let names: Vec<&str> = simulation.held_changed.iter().map(String::as_str).collect();
        let said = format!("Would change what is held: {}", names.join(" "));
        (!names.is_empty()).then(|| Ended::not_done(Outcome::NeedsPerson, Cause::Held, &said))
    };
    removes(simulation.removes.iter().map(String::as_str), |name| agreed.contains(name))
        .or_else(held)
        .or_else(|| brings_older(simulation.downgraded.iter().map(String::as_str)))
}
