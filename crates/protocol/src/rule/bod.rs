//! CISA BOD 26-04, table by table (CERTCC/SSVC, `data/csv/cisa/cisa_bod_26_04_1_0_0.csv`).

use serde::Serialize;

use super::Flaw;
use crate::cve::Impact;

/// What the table says of a flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bod {
    /// Days until it has to be fixed; `None` is with the next upgrade of the system.
    pub days: Option<u16>,
    /// Whether somebody has to look for traces of an attack, too.
    pub investigate: bool,
}

/// What the table says of a flaw on a PC that anybody can reach from public networks, or not. What is not known of the flaw
/// counts as the worst it could be.
pub fn bod(exposed: bool, flaw: Flaw) -> Bod {
    let exploited = flaw.exploited.unwrap_or(true);
    let automatable = flaw.automatable.unwrap_or(true);
    let impact = flaw.impact.unwrap_or(Impact::Total);
    let (days, investigate) = match (exposed, exploited, automatable, impact) {
        (false, false, false, _) => (None, false),
        (false, false, true, _) => (Some(60), false),
        (false, true, false, _) | (false, true, true, Impact::Partial) => (Some(14), false),
        (false, true, true, Impact::Total) => (Some(3), true),
        (true, false, false, Impact::Partial) => (Some(60), false),
        (true, false, false, Impact::Total) | (true, false, true, Impact::Partial) => (Some(14), false),
        (true, false, true, Impact::Total) => (Some(3), false),
        (true, true, false, Impact::Partial) => (Some(14), false),
        (true, true, true, Impact::Partial) => (Some(3), false),
        (true, true, _, Impact::Total) => (Some(3), true),
    };
    Bod { days, investigate }
}
