//! The page of who does what.

use patchround_words::{say, say_with};

use super::{Known, pcs, text};
use crate::{
    PcView,
    app::{
        answer::{CanChange, DutiesPage, DutyRow, PersonRow},
        when,
    },
    duties::{self, Duty, Party, Seen, Since},
    people::{self, Uses},
    plain::plain,
    say as sentences,
    store::record::Line,
};

/// Characters of a name that somebody else gave.
const NAME_CHARS: usize = 80;

impl Known<'_> {
    /// The same, for whose turn it is.
    pub(crate) fn seen<'a>(&'a self, since: &'a Since) -> Seen<'a> {
        Seen {
            views: self.views,
            policy: self.policy,
            floor: self.floor,
            person: self.person,
            clocks: self.clocks,
            later: self.later,
            restarts: self.restarts,
            open: self.open,
            since,
            now: self.now,
            zone: &self.zone,
        }
    }
}

/// The page.
pub(crate) fn duties_page(record: &[Line], known: &Known<'_>) -> DutiesPage {
    let since = Since::of(record);
    let seen = known.seen(&since);
    let mut views: Vec<&PcView> = known.views.iter().collect();
    views.sort_by_cached_key(|view| {
        (people::uses(known.policy, view.pc.id) != Uses::Nobody, pcs::in_order(&view.pc.name))
    });
    DutiesPage {
        way: sentences::duties::way(&seen).into(),
        in_charge: sentences::in_charge(&seen.in_charge()),
        rows: duties::duties(&seen).iter().map(|duty| row(duty, &seen)).collect(),
        nothing: say("duties-none"),
        nothing_for_me: say_with("duties-none-mine", &[("person", text(seen.in_charge().name))]),
        people: views.iter().map(|view| person(view, known)).collect(),
        stand_in: known.policy.stand_in.clone(),
        stands_in: stands_in(known),
        away: away(known),
        can_change: views.iter().filter_map(|view| can_change(view)).collect(),
    }
}

fn stands_in(known: &Known<'_>) -> String {
    let person = ("person", text(known.person));
    match &known.policy.stand_in {
        Some(name) => say_with("people-stand-in", &[("name", text(name.clone())), person]),
        None => say_with("people-no-stand-in", &[person]),
    }
}

/// Days of being away that are not over.
fn away(known: &Known<'_>) -> Option<String> {
    let today = known.now.to_zoned(known.zone.clone()).date();
    let away = known.policy.away.filter(|away| away.until >= today)?;
    let name = ("name", text(known.policy.stand_in.clone()?));
    let days = [("from", text(when::day(away.from))), ("until", text(when::day(away.until)))];
    Some(say_with("people-away", &[&[("person", text(known.person)), name][..], &days].concat()))
}

/// For whom a PC waits, in words.
pub(super) fn waits(view: &PcView, record: &[Line], known: &Known<'_>) -> Option<String> {
    let since = Since::of(record);
    let seen = known.seen(&since);
    let wait = duties::of_pc(view, &seen)?;
    Some(sentences::duties::of_pc(&view.pc.name, &wait, &seen))
}

/// What an office lacks so that somebody can be asked: PCs without a person, and a stand-in.
pub(super) fn lacking(known: &Known<'_>) -> Vec<(String, String)> {
    let without = duties::without_person(known.views, known.policy);
    let mut pcs: Vec<String> = without.iter().map(|view| view.pc.name.clone()).collect();
    pcs.sort_by_cached_key(|name| pcs::in_order(name));
    let stand_in = duties::lacks_stand_in(known.views, known.policy);
    sentences::duties::lacking(&pcs, stand_in, known.person)
}

fn row(duty: &Duty, seen: &Seen<'_>) -> DutyRow {
    let wait = duty.waits.as_ref();
    DutyRow {
        name: sentences::duties::program(duty),
        until: sentences::duties::fixed_until(duty.fixed_until, seen.today()),
        ended: duty.fixed_until.is_some_and(|day| day < seen.today()),
        decides: duty.decides.clone(),
        picks: sentences::duties::picks(&duty.picks),
        pcs: u32::try_from(duty.pcs).unwrap_or(u32::MAX),
        who: wait.map(|wait| sentences::duties::party(&wait.whom)),
        what: wait.map(|wait| sentences::duties::what_for(wait.why)),
        since: wait.and_then(|wait| sentences::duties::since(wait, seen)),
        mine: wait.is_some_and(|wait| matches!(wait.whom, Party::Office { .. })),
    }
}

fn person(view: &PcView, known: &Known<'_>) -> PersonRow {
    let signed_in = view.pc.facts.signed_in.iter().flatten().next();
    PersonRow {
        pc: view.pc.id.to_string(),
        name: view.pc.name.clone(),
        uses: people::uses(known.policy, view.pc.id),
        signed_in: signed_in.map(|name| plain(name, NAME_CHARS)),
    }
}

fn can_change(view: &PcView) -> Option<CanChange> {
    let accounts = view.pc.facts.accounts.as_ref()?;
    let mut said = sentences::who_can_change(accounts).into_iter();
    let sentence = said.next()?;
    Some(CanChange { pc: view.pc.id.to_string(), name: view.pc.name.clone(), sentence, more: said.collect() })
}
