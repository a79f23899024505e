//! `people`, `duties`: who is in charge, who uses which PC, who does what.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_office::{
    Office, PcView,
    duties::{self, Duty, Party, Seen, Since, Wait},
    people::{self, InCharge, Uses},
    say,
};
use patchround_protocol::{PcId, Policy, accounts::Accounts};
use patchround_words::{say as sentence_of, say_with};
use serde::Serialize;

use super::{Place, clocks, holding::bring, seeing::wanted_pc};
use crate::{
    args::People,
    exit::Exit,
    out,
    sentence::{self, number, value},
};

/// The people of the office, as other programs read them.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct PeopleList {
    /// Who looks after the PCs.
    person: String,
    /// Who is in charge today.
    in_charge: InCharge,
    /// Who stands in.
    stand_in: Option<String>,
    /// The first day on which the person is away.
    away_from: Option<Date>,
    /// The last.
    away_until: Option<Date>,
    /// PC by PC.
    pcs: Vec<PersonOf>,
}

/// Who has to do with a PC.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PersonOf {
    id: PcId,
    name: String,
    /// Who uses it.
    #[serde(flatten)]
    uses: UsesLine,
    /// Who is signed in there; `null` where it is not known.
    signed_in: Option<Vec<String>>,
    /// Whose accounts can change everything there; `null` where it is not known.
    accounts: Option<Accounts>,
    /// For whom it waits.
    waits: Option<Wait>,
}

/// Who uses a PC: a person, many, or nobody that the office knows.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UsesLine {
    person: Option<String>,
    shared: bool,
}

/// Lists them, or changes what is known of them.
pub(super) async fn people(at: &Place, wanted: &People) -> anyhow::Result<Exit> {
    if wanted.changes() {
        return change(at, wanted).await;
    }
    let (office, views) = at.look(&sentence::noticed).await?;
    let one = wanted_pc(&views, wanted.pc.as_deref())?;
    let (policy, person) = (office.policy(), office.person());
    with_seen(&office, &views, |seen| match one {
        _ if wanted.json.json => {
            let shown = views.iter().filter(|view| one.is_none_or(|id| view.pc.id == id));
            let (away_from, away_until) = (policy.away.map(|a| a.from), policy.away.map(|a| a.until));
            let pcs = shown.map(|view| person_of(view, seen)).collect();
            let (in_charge, stand_in) = (seen.in_charge(), policy.stand_in.clone());
            out::json(&PeopleList { person, in_charge, stand_in, away_from, away_until, pcs });
        }
        Some(id) => views.iter().filter(|view| view.pc.id == id).for_each(|view| tell_of(view, seen)),
        None => tell(&views, seen),
    })?;
    Ok(Exit::Done)
}

/// Who does what.
pub(super) async fn duties(at: &Place, mine: bool, json: bool) -> anyhow::Result<Exit> {
    let (office, views) = at.look(&sentence::noticed).await?;
    with_seen(&office, &views, |seen| {
        let is_mine = |duty: &Duty| matches!(&duty.waits, Some(Wait { whom: Party::Office { .. }, .. }));
        let rows: Vec<Duty> =
            duties::duties(seen).into_iter().filter(|duty| !mine || is_mine(duty)).collect();
        if json {
            return out::json(&rows);
        }
        if !mine {
            say::duties::way(seen).iter().for_each(|line| out::line(line));
        }
        rows.iter().for_each(|duty| out::line(&row(duty, seen)));
        let person = value(seen.in_charge().name);
        match rows.iter().any(|duty| duty.waits.is_some()) {
            true => {}
            false if mine => out::line(&say_with("duties-none-mine", &[("person", person)])),
            false => out::line(&sentence_of("duties-none")),
        }
    })?;
    Ok(Exit::Done)
}

async fn change(at: &Place, wanted: &People) -> anyhow::Result<Exit> {
    let office = at.open()?;
    if let (Some(pc), Some(uses)) = (&wanted.pc, wanted.uses()) {
        let pc = ("pc", value(office.set_uses(pc, &uses)?));
        out::line(&match uses {
            Uses::Person { name } => say_with("people-uses", &[pc, ("person", value(name.trim()))]),
            Uses::Many => say_with("people-shared", &[pc]),
            Uses::Nobody => say_with("people-nobody", &[pc]),
        });
    }
    let person = || ("person", value(office.person()));
    if let Some(name) = &wanted.stand_in {
        office.set_stand_in(name)?;
        out::line(&say_with("people-stand-in", &[("name", value(name.trim())), person()]));
    }
    if wanted.no_stand_in {
        let was_away = office.policy().away.is_some();
        office.no_stand_in()?;
        out::line(&say_with("people-no-stand-in", &[person()]));
        if was_away {
            out::line(&say_with("people-back", &[person()]));
        }
    }
    if let Some([from, until]) = wanted.away.as_deref() {
        office.set_away(*from, *until)?;
        tell_away(&office.policy(), &office.person());
    }
    if wanted.back {
        office.back()?;
        out::line(&say_with("people-back", &[person()]));
    }
    bring(&office).await
}

fn tell_away(policy: &Policy, person: &str) {
    if let (Some(away), Some(name)) = (policy.away, &policy.stand_in) {
        let days = [("from", value(out::day(away.from))), ("until", value(out::day(away.until)))];
        let who = [("person", value(person)), ("name", value(&**name))];
        out::line(&say_with("people-away", &[who, days].concat()));
    }
}

fn with_seen<T>(office: &Office, views: &[PcView], f: impl FnOnce(&Seen<'_>) -> T) -> anyhow::Result<T> {
    let (policy, charter, person) = (office.policy(), office.charter(), office.person());
    let (clocks, later, restarts) = (clocks(office)?, office.later()?, office.restarts()?);
    let since = Since::of(&office.store.record()?);
    let open = office.open_questions()?;
    Ok(f(&Seen {
        views,
        policy: &policy,
        floor: &charter.floor,
        person: &person,
        clocks: &clocks,
        later: &later,
        restarts: &restarts,
        open: &open,
        since: &since,
        now: Timestamp::now(),
        zone: &TimeZone::system(),
    }))
}

fn person_of(view: &PcView, seen: &Seen<'_>) -> PersonOf {
    let (person, shared) = match people::uses(seen.policy, view.pc.id) {
        Uses::Person { name } => (Some(name), false),
        Uses::Many => (None, true),
        Uses::Nobody => (None, false),
    };
    PersonOf {
        id: view.pc.id,
        name: view.pc.name.clone(),
        uses: UsesLine { person, shared },
        signed_in: view.pc.facts.signed_in.clone(),
        accounts: view.pc.facts.accounts.clone(),
        waits: duties::of_pc(view, seen),
    }
}

fn uses_words(view: &PcView, seen: &Seen<'_>) -> String {
    match people::uses(seen.policy, view.pc.id) {
        Uses::Person { name } => name,
        Uses::Many => sentence_of("uses-many"),
        Uses::Nobody => sentence_of("uses-nobody"),
    }
}

fn tell(views: &[PcView], seen: &Seen<'_>) {
    out::line(&say::in_charge(&seen.in_charge()));
    if let Some(name) = &seen.policy.stand_in {
        out::line(&say_with("people-stand-in", &[("name", value(&**name)), ("person", value(seen.person))]));
    }
    // Whoever is away today was named above.
    let today = seen.now.to_zoned(seen.zone.clone()).date();
    if seen.policy.away.is_some_and(|away| today < away.from) {
        tell_away(seen.policy, seen.person);
    }
    let width = views.iter().map(|view| view.pc.name.chars().count()).max().unwrap_or_default();
    for view in views {
        out::line(&format!("{:width$}  {}", view.pc.name, uses_words(view, seen)));
    }
    let without = duties::without_person(views, seen.policy);
    let names: Vec<String> = without.iter().map(|view| view.pc.name.clone()).collect();
    let stand_in = duties::lacks_stand_in(views, seen.policy);
    for (sentence, next) in say::duties::lacking(&names, stand_in, seen.person) {
        out::line(&format!("{sentence} {next}"));
    }
}

fn tell_of(view: &PcView, seen: &Seen<'_>) {
    out::line(&format!("{}: {}", view.pc.name, uses_words(view, seen)));
    match &view.pc.facts.accounts {
        Some(accounts) => say::who_can_change(accounts).iter().for_each(|line| out::line(line)),
        None => out::line(&sentence_of("can-change-unknown")),
    }
    if let Some(wait) = duties::of_pc(view, seen) {
        out::line(&say::duties::of_pc(&view.pc.name, &wait, seen));
    }
}

/// "LibreOffice: fixed until June 2028, 6 PCs, Maria decides, Ana picks the time. Maria: say that it may come. Since ...".
fn row(duty: &Duty, seen: &Seen<'_>) -> String {
    let values = [
        ("program", value(say::duties::program(duty))),
        ("until", value(say::duties::fixed_until(duty.fixed_until, seen.today()))),
        ("decides", value(&*duty.decides)),
        ("picks", value(say::duties::picks(&duty.picks))),
        ("count", number(duty.pcs)),
    ];
    let about = say_with("duties-row", &values);
    let Some(wait) = &duty.waits else { return about };
    let waits =
        [("who", value(say::duties::party(&wait.whom))), ("what", value(say::duties::what_for(wait.why)))];
    let since = say::duties::since(wait, seen);
    let all = [Some(about), Some(say_with("duties-row-waits", &waits)), since];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
