//! Thirty days of an office of twelve PCs, by seed. PCs, their users and the person in charge are made up; what the
//! person is shown comes from the real view-model, and which messages there are from the real policy. Outside stand
//! the network, the store and the engine's thread: what it would have read is handed over every 15 minutes.

mod world;

use jiff::{SignedDuration, ToSpan};
use patchround_protocol::{Cause, Outcome};

use self::world::World;
use super::*;
use crate::{
    app::{show, snapshot::OfficeView},
    round::RoundEnd,
};

const DAYS: i64 = 30;
const TICK: SignedDuration = SignedDuration::from_mins(15);
const TICKS: i64 = DAYS * 24 * 4;

/// A message that is on show, and what it was made of.
struct OnShow {
    message: Message,
    keys: Vec<String>,
    end: Option<RoundEnd>,
}

/// What thirty days were like.
#[derive(Debug, Default)]
struct Month {
    shown: Vec<(Timestamp, Kind)>,
    withdrawn: usize,
    needs: BTreeSet<String>,
    rounds: usize,
    pcs: usize,
}

fn thirty_days(seed: u64) -> Month {
    let mut world = World::new(seed);
    let (mut memory, mut on_show) = (Memory::default(), BTreeMap::<Kind, OnShow>::new());
    let mut month = Month::default();
    for _ in 0..TICKS {
        world.goes_on(TICK);
        let (needs, tonight, urgent) = world.known(|known| {
            (show::matters(known), show::for_evening("evening-update", known), show::urgent(known))
        });
        let orders = memory.orders(&situation(&world, needs.clone(), tonight, urgent));
        for order in orders {
            match order {
                Order::Show(message) => {
                    assert_may_be_said(&world, &message);
                    month.shown.push((world.now, message.kind));
                    world.hears_of(&message);
                    let keys = needs.iter().map(|(key, _)| key.clone()).collect();
                    on_show.insert(message.kind, OnShow { message, keys, end: world.end.clone() });
                }
                Order::Withdraw(kind) => {
                    month.withdrawn += 1;
                    on_show.remove(&kind).expect("only what is on show is taken away");
                }
            }
        }
        if !on_show.is_empty() {
            let view = world.known(show::office);
            on_show.values().for_each(|shown| assert_true(shown, &world, &needs, &view));
        }
        month.needs.extend(needs.into_iter().filter_map(|(key, _)| Some(key.split_once(' ')?.1.to_owned())));
    }
    Month { rounds: world.rounds, pcs: world.views.len(), ..month }
}

fn situation(
    world: &World,
    needs: Vec<(String, String)>,
    tonight: Option<String>,
    urgent: Option<UrgentFix>,
) -> Situation<'_> {
    Situation {
        now: world.now,
        zone: &world.zone,
        open: &world.open,
        quiet: world.is_quiet(),
        digest_at: 9 * 60 + 30,
        window: world.window,
        needs,
        urgent,
        result: world.news.clone(),
        setup_left: None,
        tonight,
        report: world.month(),
    }
}

fn assert_may_be_said(world: &World, message: &Message) {
    let local = world.now.to_zoned(world.zone.clone()).datetime();
    assert!(any_contains(&world.open, local), "said in quiet hours: {} {message:?}", world.now);
    assert!(!world.is_quiet() && !world.window, "{} {message:?}", world.now);
}

/// Whether a person who reads it now reads what is so: asked of what the window shows and of the PCs themselves.
fn assert_true(shown: &OnShow, world: &World, needs: &[(String, String)], view: &OfficeView) {
    let (now, message) = (world.now, &shown.message);
    match message.kind {
        Kind::Digest => {
            let still = |key: &String| needs.iter().any(|(known, _)| known == key);
            assert!(shown.keys.iter().all(still), "{now} {message:?} {needs:?}");
            assert!(message.title.contains(&shown.keys.len().to_string()), "{message:?}");
            assert!(view.needs.iter().any(|need| need.sentence == message.body), "{now} {message:?}");
            for button in message.buttons.iter().filter(|button| button.act == Act::Tonight) {
                assert_eq!(Some(&button.text), view.tonight.as_ref(), "{now}");
            }
        }
        Kind::Result => {
            let end = shown.end.as_ref().expect("a round has ended");
            assert!(
                !world.window && end.pcs.iter().all(|pc| is_so(pc.outcome, &pc.pc, world)),
                "{now} {end:?}"
            );
        }
        Kind::Report => {
            assert_eq!(world.month().as_deref(), Some("2026-11"), "{now}");
            assert!(message.title.contains("November") && !world.window, "{now} {message:?}");
        }
        Kind::Urgent => {
            let fix = world.known(show::urgent).expect("it still is urgent");
            assert!(message.title.contains(&fix.name), "{now} {message:?}");
            assert!(message.body.contains(&fix.pcs.to_string()), "{now} {message:?} {fix:?}");
        }
        kind => panic!("{kind:?} at {now}"),
    }
}

/// What the end of a round says of a PC: nothing else is known of it since.
fn is_so(outcome: Outcome, pc: &str, world: &World) -> bool {
    let state = world.views.iter().find(|view| view.pc.name == pc).map(|view| view.state(world.now));
    match (outcome, state) {
        (_, None | Some(PcState::NotSeen | PcState::Unknown | PcState::Working)) => true,
        (Outcome::Done, Some(state)) => state == PcState::UpToDate,
        (Outcome::Failed | Outcome::NeedsPerson, Some(state)) => state != PcState::UpToDate,
        _ => true,
    }
}

#[test]
fn in_thirty_days_of_twelve_pcs_messages_are_few_in_office_hours_and_true() {
    let (mut needs, mut kinds, mut weeks) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for seed in [1, 2, 3] {
        let month = thirty_days(seed);
        assert_eq!(month.pcs, 12, "all have joined");
        assert!(month.rounds > 2 && month.withdrawn > 5, "{month:?}");
        assert!(a_day(&month.shown).values().all(|many| *many <= A_DAY), "{month:?}");
        weeks.extend(a_week(&month.shown));
        needs.extend(month.needs);
        kinds.extend(month.shown.iter().map(|(_, kind)| *kind));
    }
    weeks.sort_unstable();
    assert!(weeks[weeks.len() / 2] <= 3, "the median of {weeks:?}");
    assert_eq!(kinds, [Kind::Digest, Kind::Urgent, Kind::Result, Kind::Report].into());
    for what in ["late", "silent", "trouble-clock-wrong", &Cause::DiskFull.id()] {
        assert!(needs.contains(what), "{what} never was the matter: {needs:?}");
    }
}

fn a_day(shown: &[(Timestamp, Kind)]) -> BTreeMap<Date, usize> {
    let mut days = BTreeMap::new();
    for (at, _) in shown {
        *days.entry(at.to_zoned(TimeZone::UTC).date()).or_default() += 1;
    }
    days
}

/// The whole weeks, also those without a message.
fn a_week(shown: &[(Timestamp, Kind)]) -> [usize; 4] {
    let mut weeks = [0; 4];
    for (at, _) in shown {
        let week = at.duration_since(world::begin()).as_hours() / (7 * 24);
        if let Some(week) = usize::try_from(week).ok().and_then(|week| weeks.get_mut(week)) {
            *week += 1;
        }
    }
    weeks
}
