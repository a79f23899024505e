//! Which ids fit together: apt is asked by simulation, and those in the way are left out.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome};
use patchround_updates::apt::{ask::AskError, simulation::Simulation};

use super::{Target, Verdict, Verdicts};

type Simulate<'a> = &'a dyn Fn(&[Target]) -> Result<Simulation, AskError>;

/// The ids that fit together, and whether installing them removes something (agreed to).
///
/// All at once if that works; else halves, so that one update in the way is found in a few steps and
/// costs only itself.
pub(super) fn fit(
    targets: Vec<Target>,
    agreed: &BTreeSet<String>,
    simulate: Simulate<'_>,
    verdicts: &mut Verdicts,
) -> (Vec<Target>, bool) {
    let mut fitting = Fitting { simulate, agreed, fits: Vec::new(), removes: false, stopped: None };
    if !targets.is_empty() {
        fitting.add(&targets, verdicts);
    }
    (fitting.fits, fitting.removes)
}

struct Fitting<'a> {
    simulate: Simulate<'a>,
    agreed: &'a BTreeSet<String>,
    fits: Vec<Target>,
    removes: bool,
    /// Why apt does not simulate anything at all.
    stopped: Option<Verdict>,
}

impl Fitting<'_> {
    fn add(&mut self, more: &[Target], verdicts: &mut Verdicts) {
        let Some(verdict) = self.stopped.clone().or_else(|| self.try_with(more)) else { return };
        if let ([_], _) | (_, Some(_)) = (more, &self.stopped) {
            verdicts.extend(more.iter().map(|target| (target.id.clone(), verdict.clone())));
            return;
        }
        let (first, second) = more.split_at(more.len() / 2);
        self.add(first, verdicts);
        self.add(second, verdicts);
    }

    /// Takes them in, or says why not.
    fn try_with(&mut self, more: &[Target]) -> Option<Verdict> {
        let all = [self.fits.as_slice(), more].concat();
        match (self.simulate)(&all) {
            Ok(simulation) => match objection(&simulation, self.agreed) {
                Some(verdict) => Some(verdict),
                None => {
                    self.removes = !simulation.removes.is_empty();
                    self.fits = all;
                    None
                }
            },
            Err(error) => {
                let verdict = Verdict::failed(error.cause(), error.said());
                if !is_about_packages(error.cause()) || (self.simulate)(&[]).is_err() {
                    self.stopped = Some(verdict.clone());
                }
                Some(verdict)
            }
        }
    }
}

fn is_about_packages(cause: Cause) -> bool {
    matches!(cause, Cause::DepsUnsolvable | Cause::VersionGone | Cause::Held | Cause::WouldRemove)
}

/// Why what apt would do is not what was ordered.
pub(crate) fn objection(simulation: &Simulation, agreed: &BTreeSet<String>) -> Option<Verdict> {
    let list = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(" ");
    let not_agreed: BTreeSet<_> = simulation.removes.difference(agreed).cloned().collect();
    if !not_agreed.is_empty() {
        let said = format!("Would remove: {}", list(&not_agreed));
        return Some(Verdict { outcome: Outcome::NeedsPerson, cause: Cause::WouldRemove, said });
    }
    if !simulation.held_changed.is_empty() {
        let said = format!("Would change what is held: {}", list(&simulation.held_changed));
        return Some(Verdict { outcome: Outcome::NeedsPerson, cause: Cause::Held, said });
    }
    let said = || format!("Would bring older versions: {}", list(&simulation.downgraded));
    (!simulation.downgraded.is_empty()).then(|| Verdict::failed(Cause::DepsUnsolvable, said()))
}
