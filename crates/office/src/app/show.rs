//! From what is known to what is shown. Pure functions: the same knowledge gives the same picture.

mod around;
mod changes;
mod details;
mod duties;
mod exceptions;
mod life;
mod needs;
mod pages;
mod pcs;
mod plan;
mod programs;
mod report;
mod result;
mod run;
mod state;

use std::{cell::OnceCell, collections::BTreeMap};

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{PcId, Policy, UpdateId, charter::Floor};

pub(crate) use around::{around, obstacle};
pub(crate) use details::details;
pub(crate) use duties::duties_page;
pub(crate) use exceptions::{excepted, package_of};
pub(crate) use life::AtWork;
pub(crate) use needs::{matters, needs};
pub(crate) use pages::{pc_page, program_page};
pub(crate) use pcs::who;
pub(crate) use plan::plan;
pub(crate) use programs::{Program, ids_of, packages_of};
pub(crate) use report::{last_month, report};
pub(crate) use result::{news, result};
pub(crate) use run::{Doing, Progress, run};
pub(crate) use state::state;
pub(crate) use state::urgent;

use super::snapshot::{Agreed, Group, Look, OfficeView};
use super::{judged::Judged, rules, when};
use crate::{
    PcView,
    after::Wrong,
    consultation::{Objection, together::Together, turn::Open},
    due::{Clocks, Due},
    except::Over,
    notes::Note,
    people::{self, InCharge},
    round::{Later, Restart},
    say as sentences,
};
use patchround_words::{Value, say_with};

/// What is known of an office at one moment.
pub(crate) struct Known<'a> {
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) name: &'a str,
    pub(crate) person: &'a str,
    pub(crate) policy: &'a Policy,
    pub(crate) floor: &'a Floor,
    pub(crate) views: &'a [PcView],
    pub(crate) clocks: &'a Clocks,
    /// The PC that is this computer.
    pub(crate) here: Option<PcId>,
    pub(crate) later: &'a [Later],
    /// Restarts that were agreed and that nobody has seen done.
    pub(crate) restarts: &'a [Restart],
    /// What people asked to wait with, and nobody has answered.
    pub(crate) objections: &'a [Objection],
    /// What people said is wrong since something went in, and nobody has answered.
    pub(crate) wrong: &'a [Wrong],
    /// What the owner agreed to be late with and is over.
    pub(crate) over: &'a [Over],
    /// What people wrote, and nobody has done with.
    pub(crate) notes: &'a [Note],
    /// What two and more people asked to wait with.
    pub(crate) together: &'a [Together],
    /// Questions that are open.
    pub(crate) open: &'a [Open],
    /// When something would go in all the same, if that were decided now.
    pub(crate) go_ahead: Timestamp,
    pub(crate) run: Option<super::snapshot::RunView>,
    /// Names of updates that no PC may offer any more.
    pub(crate) names: &'a BTreeMap<UpdateId, String>,
    /// When the PCs were last looked at.
    pub(crate) checked: Option<Timestamp>,
    pub(crate) checking: bool,
    pub(crate) worked_out: WorkedOut<'a>,
}

/// What was worked out of what is known so far, and is asked for again and again: in a large office that takes longer than
/// all the rest.
#[derive(Default)]
pub(crate) struct WorkedOut<'a> {
    dues: OnceCell<BTreeMap<PcId, Due>>,
    programs: OnceCell<Vec<Program<'a>>>,
}

impl<'a> Known<'a> {
    /// What is due first on a PC.
    pub(crate) fn due(&self, view: &PcView) -> Option<Due> {
        let one = |view: &PcView| Some((view.pc.id, self.clocks.of_pc(view, self.now)?));
        let all = || self.views.iter().filter_map(one).collect();
        self.worked_out.dues.get_or_init(all).get(&view.pc.id).copied()
    }

    /// All programs with something outstanding or kept back, the most important first.
    pub(crate) fn programs(&self) -> &[Program<'a>] {
        self.worked_out.programs.get_or_init(|| programs::programs(self))
    }
}

/// The office. What does not follow from the PCs alone is left empty.
pub(crate) fn office(known: &Known<'_>) -> OfficeView {
    let pcs = pcs::rows(known);
    let (rows, updates) = programs::rows(known);
    OfficeView {
        name: known.name.to_owned(),
        person: known.person.to_owned(),
        in_charge: sentences::in_charge(&in_charge(known)),
        state: state(known),
        needs: needs(known),
        groups: groups(pcs.iter().map(|row| row.look), "group"),
        pcs,
        programs: rows,
        updates,
        exceptions: exceptions::rows(known),
        unread: programs::unread(known),
        tonight: for_evening("evening-update", known),
        agreed: known.later.iter().map(|later| agreed(later, known)).chain(restarts(known)).collect(),
        run: known.run.clone(),
        result: None,
        joining: super::snapshot::Joining::default(),
        open: rules::OpenHours::default(),
        rules: rules::chosen(known.policy),
        cooling_off: known.policy.cooling_off_days(),
        judged: Judged::of(&known.policy.rules),
        feeds: Vec::new(),
        paused: None,
        asked: None,
        messages: Vec::new(),
        month: None,
    }
}

/// Who is in charge today.
pub(crate) fn in_charge(known: &Known<'_>) -> InCharge {
    people::in_charge(known.person, known.policy, known.now.to_zoned(known.zone.clone()).date())
}

/// The words of a button that agrees a round for the next evening, which is the one that the order would get.
pub(crate) fn for_evening(id: &str, known: &Known<'_>) -> Option<String> {
    tonight(known).map(|at| when::for_evening(id, at, known.now, &known.zone))
}

/// When the next evening round would begin; none where one is agreed for every PC that can be updated.
fn tonight(known: &Known<'_>) -> Option<Timestamp> {
    let is_agreed = |view: &PcView| known.later.iter().any(|later| later.pc == view.pc.name);
    let mut can_update = known.views.iter().filter(|view| view.can_update()).peekable();
    if can_update.peek().is_some() && can_update.all(is_agreed) {
        return None;
    }
    crate::round::tonight(known.policy, known.now, &known.zone)
}

/// Groups in their order, without the empty ones; `id` names the sentences `ID-needs` and so on.
pub(crate) fn groups(looks: impl Iterator<Item = Look>, id: &str) -> Vec<Group> {
    let looks: Vec<Look> = looks.collect();
    let all = [Look::Needs, Look::Ready, Look::Restart, Look::Working, Look::Off, Look::Good];
    let group = |look: Look| {
        let count = u32::try_from(looks.iter().filter(|l| **l == look).count()).unwrap_or(u32::MAX);
        let title = say_with(&format!("{id}-{}", word(look)), &[("count", count.into())]);
        Group { look, title, count }
    };
    all.map(group).into_iter().filter(|group| group.count > 0).collect()
}

pub(crate) fn word(look: Look) -> &'static str {
    match look {
        Look::Needs => "needs",
        Look::Ready => "ready",
        Look::Restart => "restart",
        Look::Working => "working",
        Look::Off => "off",
        Look::Good => "good",
    }
}

fn agreed(later: &Later, known: &Known<'_>) -> Agreed {
    let values = [
        ("pc", Value::from(later.pc.clone())),
        ("count", number(later.updates)),
        ("first", later.after.clone().unwrap_or_default().into()),
        ("when", later.begins.map(|at| when::moment(at, known.now, &known.zone)).unwrap_or_default().into()),
    ];
    let id = match (&later.after, later.begins) {
        _ if later.just_on => "agreed-just-on",
        (Some(_), _) => "agreed-after-first",
        (None, Some(_)) => "agreed-later",
        (None, None) => "agreed-waits",
    };
    Agreed { pc: later.pc.clone(), sentence: say_with(id, &values) }
}

/// Each agreed restart, and what it waits for.
fn restarts<'a>(known: &'a Known<'_>) -> impl Iterator<Item = Agreed> + 'a {
    let said = |one: &Restart| Agreed { pc: one.pc.clone(), sentence: restart(one, known) };
    known.restarts.iter().map(said)
}

fn restart(one: &Restart, known: &Known<'_>) -> String {
    sentences::restart(one, &|at| when::moment(at, known.now, &known.zone))
}

/// A number for a sentence.
pub(crate) fn number(count: usize) -> Value<'static> {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

/// Text for a sentence.
pub(crate) fn text(text: impl Into<String>) -> Value<'static> {
    Value::from(text.into())
}

#[cfg(test)]
mod tests;
