//! What PCs say, brought within bounds before it is kept or shown: every text is plain, every list has an end,
//! and a PC speaks of itself only.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Event, EventKind, PcId, Update,
    accounts::{Accounts, ByGroup},
    consultation::Answer,
    limits::{
        CHANGE_CHARS, CHANGES, DETAILS_BYTES, LEFT_ALONE_MINUTES, LINE_CHARS, NAME_CHARS, NOTE_CHARS,
        OBJECTION_CHARS, OWN_PEOPLE, OWN_SOURCES, OWN_UPDATERS, UNFINISHED, WRONG_CHARS,
    },
    restart::Wait,
    update::{Change, ChangeSource, Reason, Reversible},
    wake::CARDS,
    wire::{Facts, PersonScan, Scan, SourceScan, System},
};

use crate::plain::{plain, plain_end, plain_lines};

/// Updates of one PC that are kept.
pub const UPDATES: usize = 5_000;
/// Sources of one PC that are kept.
const SOURCES: usize = 16;
/// Reasons why one update changes how people work.
const REASONS: usize = 20;
/// Entries of any other list.
const LIST: usize = 500;
/// Accounts of each kind that can change everything on a PC.
const ACCOUNTS: usize = 100;
/// People of whom a restart says that it waits for them.
const PEOPLE: usize = 10;
/// Sources of people's own programs.
const PEOPLES_SOURCES: usize = OWN_PEOPLE * OWN_SOURCES;
/// So long after its start a PC is left alone at most, whatever it says.
pub(crate) const LEFT_ALONE: SignedDuration = SignedDuration::from_mins(LEFT_ALONE_MINUTES);
/// Bytes of the maker's notes on one update.
const NOTES_BYTES: usize = 4 * 1024;

/// Facts within bounds.
pub(crate) fn facts(said: Facts) -> Facts {
    Facts {
        host_name: plain(&said.host_name, NAME_CHARS),
        os: said.os.map(line),
        helper: plain(&said.helper, NAME_CHARS),
        signed_in: said.signed_in.map(names),
        local_administrators: said.local_administrators.map(names),
        accounts: said.accounts.map(accounts),
        cards: said.cards.into_iter().take(CARDS).collect(),
        system: said.system.map(system),
        own_updaters: said.own_updaters.into_iter().take(OWN_UPDATERS).map(line).collect(),
        ..said
    }
}

fn system(said: System) -> System {
    System { id: plain(&said.id, NAME_CHARS), release: plain(&said.release, NAME_CHARS) }
}

/// Accounts within bounds, each name once: no more people can change everything than there are.
fn accounts(said: Accounts) -> Accounts {
    let member = |member: ByGroup| ByGroup { name: line(member.name), group: line(member.group) };
    let named = |list: Vec<String>| {
        let names: BTreeSet<String> = names(list.into_iter().take(ACCOUNTS).collect()).into_iter().collect();
        names.into_iter().collect::<Vec<_>>()
    };
    let (administrators, masters) = (named(said.administrators), named(said.masters));
    let by_group = said.by_group.into_iter().take(ACCOUNTS).map(member).collect();
    let kept = Accounts { administrators, masters, by_group, ..said };
    let can = u32::try_from(kept.people_who_can()).unwrap_or(u32::MAX);
    Accounts { people: kept.people.max(can), ..kept }
}

/// A scan of this PC within bounds, and whether something had to be left out.
pub(crate) fn scan(said: Scan, pc: PcId) -> (Scan, bool) {
    let mut ids = BTreeSet::new();
    let mut updates: Vec<Update> = said.updates;
    updates.retain(|update| ids.insert(update.id.clone()));
    let is_cut =
        updates.len() > UPDATES || said.sources.len() > SOURCES || said.people.len() > PEOPLES_SOURCES;
    updates.truncate(UPDATES);
    let mut sources = said.sources;
    sources.truncate(SOURCES);
    sources.iter_mut().for_each(source);
    let updates = updates.into_iter().map(|said| update(said, pc)).collect();
    let restart_for = names(said.restart_for);
    let mut kept = said.kept;
    // Of people's own programs nothing is kept.
    kept.retain(|kept| kept.id.person().is_none());
    kept.truncate(UPDATES);
    kept.iter_mut().for_each(|kept| kept.newer = plain(&kept.newer, LINE_CHARS));
    let people = said.people.into_iter().take(PEOPLES_SOURCES).map(persons_source).collect();
    (Scan { revision: line(said.revision), restart_for, updates, sources, kept, people, ..said }, is_cut)
}

fn persons_source(said: PersonScan) -> PersonScan {
    PersonScan {
        account: plain(&said.account, NAME_CHARS),
        person: plain(&said.person, NAME_CHARS),
        source: plain(&said.source, NAME_CHARS),
        ..said
    }
}

fn source(said: &mut SourceScan) {
    said.source = plain(&said.source, NAME_CHARS);
    let named = std::mem::take(&mut said.unfinished_of).into_iter().take(UNFINISHED);
    said.unfinished_of = named.map(|name| plain(&name, NAME_CHARS)).filter(|name| !name.is_empty()).collect();
}

/// An event within bounds, heard now.
pub(crate) fn event(said: Event) -> Event {
    heard_at(said, Timestamp::now())
}

fn heard_at(mut said: Event, now: Timestamp) -> Event {
    match &mut said.kind {
        // By its own clock, which may be any.
        EventKind::JobWaits { until, .. } => {
            *until = now.checked_add(LEFT_ALONE).map_or(now, |latest| latest.min(*until));
        }
        EventKind::Scanned { revision, .. } => *revision = plain(revision, LINE_CHARS),
        EventKind::Progress { item, .. } => *item = item.take().map(line),
        EventKind::UpdateEnded { installed, details, .. } => {
            *installed = installed.take().map(line);
            *details = details.take().map(lines);
        }
        EventKind::Said { words, .. } => *words = lines(std::mem::take(words)),
        EventKind::RestartWaits { why, .. } => waits(why),
        EventKind::PersonAsked { person, .. } => *person = plain(person, NAME_CHARS),
        EventKind::PersonAnswered { person, answer, .. } => {
            *person = plain(person, NAME_CHARS);
            if let Answer::Objection { words, .. } = answer {
                *words = plain(words, OBJECTION_CHARS);
            }
        }
        EventKind::PersonSaidWrong { person, words, .. } => {
            *person = plain(person, NAME_CHARS);
            *words = plain(words, WRONG_CHARS);
        }
        EventKind::PersonWrote { person, words, .. } => {
            *person = plain(person, NAME_CHARS);
            *words = plain(words, NOTE_CHARS);
        }
        EventKind::StepEnded { details, .. } => *details = details.take().map(lines),
        _ => {}
    }
    said
}

fn waits(why: &mut Wait) {
    match why {
        Wait::AtWork { people } | Wait::SignedIn { people } => {
            *people = names(std::mem::take(people)).into_iter().take(PEOPLE).collect();
        }
        Wait::Program { program } => *program = line(std::mem::take(program)),
        Wait::Call | Wait::Presentation | Wait::Battery { .. } | Wait::NotKnown => {}
    }
}

fn update(said: Update, pc: PcId) -> Update {
    let mut update = Update {
        pc,
        source: plain(&said.source, NAME_CHARS),
        group: line(said.group),
        name: line(said.name),
        installed: said.installed.map(line),
        candidate: line(said.candidate),
        cves: said.cves.map(names),
        notes: said.notes.map(|notes| plain_lines(&notes, NOTES_BYTES)),
        changes: said.changes.map(changes),
        ..said
    };
    for why in update.substantial.iter_mut() {
        why.why = names(std::mem::take(&mut why.why));
        why.reasons.truncate(REASONS);
        why.reasons.iter_mut().for_each(reason);
    }
    for held in update.held.iter_mut() {
        held.by = held.by.take().map(line);
        held.why = held.why.take().map(line);
    }
    if let Some(Reversible::WhyNot(why)) = &mut update.reversible {
        *why = plain(why, LINE_CHARS);
    }
    update.needs.close = update.needs.close.map(names);
    update.needs.removes.truncate(LIST);
    update.needs.adds.truncate(LIST);
    update
}

fn reason(said: &mut Reason) {
    match said {
        Reason::Removes { packages } => packages.truncate(LIST),
        Reason::NewMaker { from, to } => {
            for name in [from, to] {
                *name = plain(name, NAME_CHARS);
            }
        }
        Reason::FirstNumber { .. }
        | Reason::Downgrade {}
        | Reason::MakerSays {}
        | Reason::AskedFirst {}
        | Reason::NewPermissions {}
        | Reason::FeatureUpdate {}
        | Reason::Unknown => {}
    }
}

/// What says nothing, or cannot be cited, is left out.
fn changes(said: Vec<Change>) -> Vec<Change> {
    let change = |said: Change| {
        let words = plain(&said.words, CHANGE_CHARS);
        let from = match said.from {
            ChangeSource::Package { package, version, file } => {
                ChangeSource::Package { package, version: line(version), file: line(file) }
            }
            ChangeSource::Document { document } => ChangeSource::Document { document: line(document) },
            ChangeSource::Unknown => return None,
        };
        (!words.is_empty()).then_some(Change { words, from })
    };
    said.into_iter().take(LIST).filter_map(change).take(CHANGES).collect()
}

fn line(text: String) -> String {
    plain(&text, LINE_CHARS)
}

fn lines(text: String) -> String {
    plain_end(&text, DETAILS_BYTES)
}

fn names(list: Vec<String>) -> Vec<String> {
    list.into_iter().take(LIST).map(line).collect()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{
        SpkiHash,
        update::Substantial,
        wake::{Card, Mac},
        wire::Kept,
    };

    use super::*;
    use crate::samples;

    const WILD: &str = "\u{1b}[2J\u{202e}<b>x\n\u{200b}";

    fn is_plain(json: &str) -> bool {
        !json.contains("\\u001b") && !json.contains('\u{202e}') && !json.contains('\u{200b}')
    }

    #[test]
    fn a_pc_speaks_of_itself_once_for_each_update_and_in_plain_text() {
        let mut update = samples::update("apt:a@2");
        update.pc = SpkiHash([9; 32]);
        update.name = WILD.repeat(1000);
        update.notes = Some(WILD.repeat(10_000));
        update.cves = Some(vec![WILD.into(); 9000]);
        let maker = Reason::NewMaker { from: WILD.repeat(1000), to: WILD.into() };
        update.substantial = Some(Substantial { why: vec![WILD.into()], reasons: vec![maker; 100] });
        update.changes = Some(vec![change(WILD.repeat(1000)); 9000]);
        update.reversible = Some(Reversible::WhyNot(WILD.into()));
        let mut said = samples::scan(&[update.clone(), update]);
        said.sources[0].unfinished_of = vec![WILD.repeat(1000); 9000];
        let (clean, is_cut) = scan(said, samples::pc());
        assert_eq!(clean.sources[0].unfinished_of.len(), UNFINISHED);
        assert_eq!((clean.updates.len(), clean.updates[0].pc, is_cut), (1, samples::pc(), false));
        let json = serde_json::to_string(&clean).unwrap();
        assert!(is_plain(&json) && json.len() < 32 * 1024, "{}", json.len());
    }

    #[test]
    fn what_a_pc_says_of_people_is_plain_and_has_an_end_and_ids_of_accounts_it_does_not_name_stay() {
        let person = PersonScan {
            account: WILD.repeat(1000),
            person: WILD.repeat(1000),
            source: WILD.repeat(1000),
            ..samples::person_scan("1000", "ana")
        };
        let own = samples::update("flatpak:~1234/app/org.lab.Notes/x86_64/stable@2");
        let kept = Kept { id: own.id.clone(), newer: "3".into(), since: samples::now(), back: None };
        let said = Scan {
            people: vec![person; 9000],
            kept: vec![kept],
            ..samples::scan(std::slice::from_ref(&own))
        };
        let (clean, is_cut) = scan(said, samples::pc());
        assert_eq!((clean.people.len(), is_cut), (OWN_PEOPLE * OWN_SOURCES, true));
        assert!(clean.people.iter().all(|one| one.person.chars().count() <= NAME_CHARS));
        assert!(is_plain(&serde_json::to_string(&clean).unwrap()));
        assert_eq!((clean.updates.len(), clean.kept.len(), clean.person_of(&own.id)), (1, 0, None));
    }

    fn change(words: String) -> Change {
        let (version, file) = (WILD.repeat(1000), WILD.repeat(1000));
        let from = ChangeSource::Package { package: "tool".parse().unwrap(), version, file };
        Change { words, from }
    }

    #[test]
    fn of_what_changes_three_lines_stay_and_only_those_that_can_be_cited() {
        let uncited = Change { words: "It is new.".into(), from: ChangeSource::Unknown };
        let said = [uncited, change("\u{1b}".into())].into_iter();
        let said = said.chain((0..9).map(|n| change(format!("Change {n}.\u{202e}")))).collect();
        let words: Vec<String> = changes(said).into_iter().map(|change| change.words).collect();
        assert_eq!(words, ["Change 0.", "Change 1.", "Change 2."]);
    }

    #[test]
    fn ten_thousand_updates_are_cut_and_that_is_known() {
        let many: Vec<Update> = (0..10_000).map(|n| samples::update(&format!("apt:a{n}@2"))).collect();
        let (clean, is_cut) = scan(samples::scan(&many), samples::pc());
        assert_eq!((clean.updates.len(), is_cut), (UPDATES, true));
    }

    #[test]
    fn facts_and_events_are_plain_and_short() {
        let said = Facts {
            host_name: WILD.repeat(1000),
            os: Some(WILD.repeat(1000)),
            helper: WILD.into(),
            signed_in: Some(vec![WILD.into(); 9000]),
            accounts: Some(Accounts {
                people: 1,
                administrators: vec![WILD.into(); 9000],
                masters: vec![WILD.into(); 9000],
                by_group: vec![ByGroup { name: WILD.into(), group: WILD.into() }; 9000],
            }),
            ..Facts::default()
        };
        let json = serde_json::to_string(&facts(said)).unwrap();
        assert!(is_plain(&json) && json.len() < 16 * 1024, "{}", json.len());
        let kind = EventKind::UpdateEnded {
            job: samples::job(&[]).job,
            step: 0,
            id: "apt:a@2".parse().unwrap(),
            outcome: patchround_protocol::Outcome::Failed,
            cause: None,
            installed: Some(WILD.repeat(1000)),
            details: Some(WILD.repeat(1000)),
        };
        let json = serde_json::to_string(&event(Event::new(1, samples::now(), kind))).unwrap();
        assert!(is_plain(&json) && json.len() < 4 * 1024, "{}", json.len());
    }

    #[test]
    fn whoever_can_change_everything_is_named_once_and_counted_among_the_people() {
        let administrators = ["bo", "ana", "bo"].map(str::to_owned).into();
        let said = Accounts { people: 1, administrators, ..Accounts::default() };
        let kept = facts(Facts { accounts: Some(said), ..Facts::default() }).accounts.unwrap();
        assert_eq!((&*kept.administrators, kept.people), (&["ana".to_owned(), "bo".into()][..], 2));
    }

    #[test]
    fn a_pc_names_eight_cards_at_most() {
        let card = |n: u8| Card { mac: Mac::new([2, 0, 0, 0, 0, n]).unwrap(), wakes: Some(true) };
        let said = Facts { cards: (0..200).map(card).collect(), ..Facts::default() };
        assert_eq!(facts(said).cards, (0..8).map(card).collect::<Vec<_>>());
    }

    #[test]
    fn until_when_a_pc_says_that_an_order_waits_is_ten_minutes_from_hearing_it_at_most() {
        let (now, job) = (samples::now(), samples::job(&[]).job);
        let heard = |until| match heard_at(Event::new(1, now, EventKind::JobWaits { job, until }), now).kind {
            EventKind::JobWaits { until, .. } => until.duration_since(now).as_secs(),
            other => panic!("{other:?}"),
        };
        assert_eq!((heard(now), heard(now + 9.minutes())), (0, 540));
        assert_eq!((heard(now + 30.hours()), heard(Timestamp::MAX)), (600, 600), "its clock is wrong");
    }
}
