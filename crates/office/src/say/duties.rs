//! Who does what, in sentences (ux.md 5.1).

use jiff::civil::Date;
use patchround_words::{Value, say, say_with};

use super::directory::and_more;
use crate::{
    app::when,
    duties::{Duty, Party, Picks, Seen, Wait, Why},
};

/// People whom a cell names; more are counted.
const NAMED: usize = 3;

/// The way of an update: maker, office, person, PC. One sentence each.
pub fn way(seen: &Seen<'_>) -> [String; 4] {
    let name = ("person", Value::from(seen.in_charge().name));
    [
        say("duties-way-maker"),
        say_with("duties-way-office", &[name]),
        say("duties-way-person"),
        say("duties-way-pc"),
    ]
}

/// What people call a row.
pub fn program(duty: &Duty) -> String {
    duty.program.clone().unwrap_or_else(|| say("duties-some-system"))
}

/// Until when its maker fixes it.
pub fn fixed_until(until: Option<Date>, today: Date) -> String {
    let Some(day) = until else { return say("duties-until-unknown") };
    let id = if day < today { "duties-until-ended" } else { "duties-until" };
    say_with(id, &[("month", when::month(day.year(), day.month()).into())])
}

/// Who picks the time.
pub fn picks(picks: &Picks) -> String {
    let count = |count: usize| Value::from(u32::try_from(count).unwrap_or(u32::MAX));
    let people = match picks.people.len() {
        0 => None,
        1..=NAMED => Some(picks.people.iter().cloned().collect::<Vec<_>>().join(", ")),
        many => Some(say_with("duties-picks-people", &[("count", count(many))])),
    };
    let office = picks.shared + picks.nobody;
    let office = (office > 0).then(|| say_with("duties-picks-office", &[("count", count(office))]));
    people.into_iter().chain(office).collect::<Vec<_>>().join(", ")
}

/// Whose turn it is: a name, or a word.
pub fn party(party: &Party) -> String {
    match party {
        Party::Office { name } | Party::Person { name } | Party::Pc { name } => name.clone(),
        Party::Maker => say("duties-maker"),
    }
}

/// What is to be done.
pub fn what_for(why: Why) -> String {
    say(match why {
        Why::Replace => "duties-replace",
        Why::Look => "duties-look",
        Why::Answer => "duties-answer",
        Why::AnswerLate => "duties-answer-late",
        Why::Kept => "duties-kept",
        Why::Decide => "duties-decide",
        Why::Close => "duties-close",
        Why::SignIn => "duties-sign-in",
        Why::Say => "duties-say",
        Why::Restart => "duties-restart",
        Why::Off => "duties-off",
        Why::Works => "duties-works",
        Why::Planned => "duties-planned",
        Why::Agreed => "duties-agreed",
        Why::ByItself => "duties-by-itself",
        Why::RestartByItself => "duties-restart-by-itself",
        Why::NotOffered => "duties-not-offered",
    })
}

/// "Since Thursday 4 June."; the hour only where it is of today or yesterday, and the year where it is another one.
pub fn since(wait: &Wait, seen: &Seen<'_>) -> Option<String> {
    let (at, today) = (wait.since?, seen.today());
    let when = match at.to_zoned(seen.zone.clone()).date() {
        day if day.year() != today.year() => when::month(day.year(), day.month()),
        day if day >= today.yesterday().unwrap_or(today) => when::moment(at, seen.now, seen.zone),
        day => when::day(day),
    };
    Some(say_with("duties-since", &[("when", when.into())]))
}

/// "Room 1 waits for Jonas: find a time for the restart. Since Thursday 4 June."
pub fn of_pc(pc: &str, wait: &Wait, seen: &Seen<'_>) -> String {
    let what = ("what", what_for(wait.why).into());
    let sentence = match &wait.whom {
        Party::Pc { .. } => say_with("duties-pc-itself", &[("pc", pc.into()), what]),
        whom => say_with("duties-pc", &[("pc", pc.into()), ("who", party(whom).into()), what]),
    };
    let since = since(wait, seen);
    [Some(sentence), since].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Who uses PCs that have nobody yet, and who stands in: what an office lacks, with what to do. Sentence and next step.
pub fn lacking(pcs: &[String], stand_in: bool, person: &str) -> Vec<(String, String)> {
    let more = u32::try_from(pcs.len().saturating_sub(NAMED)).unwrap_or(u32::MAX);
    let names = and_more(&pcs[..pcs.len().min(NAMED)], more);
    let count = Value::from(u32::try_from(pcs.len()).unwrap_or(u32::MAX));
    let pcs = (!pcs.is_empty()).then(|| {
        let sentence = say_with("need-no-person", &[("count", count), ("names", names.into())]);
        (sentence, say("need-no-person-next"))
    });
    let nobody = stand_in.then(|| {
        (say_with("need-no-stand-in", &[("person", person.to_owned().into())]), say("need-no-stand-in-next"))
    });
    pcs.into_iter().chain(nobody).collect()
}
