use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use proptest::prelude::*;

use super::*;

fn name(life: Life) -> String {
    serde_json::to_value(life).unwrap().as_str().unwrap().replace('_', " ")
}

fn happening(on: On) -> String {
    let mut words = String::new();
    for letter in format!("{on:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// A picture of what moves between kinds of states, and every rule.
fn drawn() -> String {
    let mut text = String::from(
        "# The life of an update on a PC\n\n\
         Written by a test of `crates/protocol/src/life.rs` from its table (`PATCHROUND_GOLDEN=write`), not by hand. What \
         no rule is for\nchanges nothing. A *look* is a fresh look at the PC, made after whatever was done there.\n\n\
         ```mermaid\nstateDiagram-v2\n",
    );
    text.push_str(
        "    state \"under way\" as under_way {\n        state \"not in place\" as ahead {\n            offered\n            \
         waits\n            failed\n            held\n            withdrawn\n            not_taking\n        }\n        \
         downloading\n        installing\n    }\n    [*] --> offered\n",
    );
    let kind = |life: &Life| match life {
        life if WAITS.contains(life) => "waits".to_owned(),
        life => name(*life).replace(' ', "_"),
    };
    let mut lines = BTreeSet::new();
    for rule in MOVES {
        let from: BTreeSet<String> = match rule.from {
            from if from == AHEAD => BTreeSet::from(["ahead".to_owned()]),
            from if from == UNDER_WAY => BTreeSet::from(["under_way".to_owned()]),
            from => from.iter().map(kind).collect(),
        };
        let is_kept = (On::KeptForTurn..=On::KeptForNetwork).contains(&rule.on);
        let on = if is_kept { "kept for ...".to_owned() } else { happening(rule.on) };
        lines.extend(from.iter().map(|from| format!("    {from} --> {}: {on}\n", kind(&rule.to))));
    }
    text.extend(lines);
    text.push_str("```\n\n| on | from | to |\n|---|---|---|\n");
    for rule in MOVES {
        let from: Vec<String> = rule.from.iter().map(|life| name(*life)).collect();
        writeln!(text, "| {} | {} | **{}** |", happening(rule.on), from.join(", "), name(rule.to)).unwrap();
    }
    text.push_str(RESTART);
    text
}

/// A restart is a PC's, not an update's: it takes every update that *needs restart* to *done* at once.
const RESTART: &str = "
## The restart of a PC

It takes every update of the PC that *needs restart* on, by the look after it. It is no update's state: where it stands is
told by its order and by what the PC says of it ([0043](decisions/0043-when-a-pc-may-restart.md)).

```mermaid
stateDiagram-v2
    [*] --> not_told: ordered
    not_told --> planned: the PC has it, its time has not come
    not_told --> waits: the PC has it, somebody may be there
    planned --> waits: its time has come, somebody may be there
    planned --> goes_on: its time has come, nobody is there
    waits --> goes_on: nobody is there any more
    planned --> [*]: taken back, or ordered anew
    waits --> [*]: taken back, or ordered anew
    waits --> not_done: its time is over
    goes_on --> checked: back, the same PC, and no restart needed any more
    goes_on --> not_done: three a day, somebody came at the last moment, or a restart is needed all the same
```
";

#[test]
fn the_drawing_is_as_the_table_has_it() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/life-of-an-update.md");
    if std::env::var_os("PATCHROUND_GOLDEN").is_some_and(|wish| wish == "write") {
        fs::write(&file, drawn()).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap(), drawn());
}

#[test]
fn the_lists_of_all_are_whole_and_every_state_can_be_reached() {
    assert_eq!(Life::ALL.map(|life| life as usize), std::array::from_fn(|n| n));
    assert_eq!(On::ALL.map(|on| on as usize), std::array::from_fn(|n| n));
    let mut reached = BTreeSet::from([Offered]);
    for _ in 0..Life::ALL.len() {
        let next: Vec<Life> = reached.iter().flat_map(|life| On::ALL.map(|on| life.after(on))).collect();
        reached.extend(next);
    }
    assert_eq!(reached.len(), Life::ALL.len(), "{reached:?}");
}

#[test]
fn no_two_rules_are_for_the_same() {
    for life in Life::ALL {
        for on in On::ALL {
            let of_both: Vec<Life> = MOVES
                .iter()
                .filter(|rule| rule.on == on && rule.from.contains(&life))
                .map(|rule| rule.to)
                .collect();
            assert!(of_both.len() <= 1, "{life:?} on {on:?}: {of_both:?}");
        }
    }
}

/// A PC as it really is. Its root half carries an order out once, whatever is lost on the way.
#[derive(Debug, Default)]
struct Truth {
    is_in_place: bool,
    wants_restart: bool,
    is_installing: bool,
}

/// What can go on at the PC and on the way to the office. Each is told, told twice, or lost.
#[derive(Debug, Clone, Copy)]
enum Scene {
    Orders,
    Begins,
    GoesIn {
        restart: bool,
    },
    Fails,
    /// Power is cut, a process is killed: nothing is told.
    Crashes,
    /// Installed by hand, or taken out again.
    ChangedByHand(bool),
    Restarts,
    Looks,
}

fn scenes() -> impl Strategy<Value = Vec<(Scene, u8)>> {
    let scene = prop_oneof![
        Just(Scene::Orders),
        Just(Scene::Begins),
        any::<bool>().prop_map(|restart| Scene::GoesIn { restart }),
        Just(Scene::Fails),
        Just(Scene::Crashes),
        any::<bool>().prop_map(Scene::ChangedByHand),
        Just(Scene::Restarts),
        Just(Scene::Looks),
    ];
    proptest::collection::vec((scene, 0u8..3), 0..60)
}

/// What is told of a scene, and what it does to the PC. An order is carried out only while nothing is in place as far
/// as the one who orders knows, which is what the state is for.
fn play(truth: &mut Truth, life: Life, scene: Scene) -> Option<On> {
    match scene {
        Scene::Orders if !life.is_in_place() => Some(On::Ordered),
        Scene::Begins if life == WaitsForTurn => {
            truth.is_installing = true;
            Some(On::Installs)
        }
        Scene::GoesIn { restart } if truth.is_installing => {
            *truth = Truth { is_in_place: true, wants_restart: restart, is_installing: false };
            Some(On::SaysInPlace)
        }
        Scene::Fails if truth.is_installing => {
            truth.is_installing = false;
            Some(On::Fails)
        }
        Scene::Crashes => {
            truth.is_installing = false;
            None
        }
        Scene::ChangedByHand(is_in_place) if !truth.is_installing => {
            truth.is_in_place = is_in_place;
            None
        }
        Scene::Restarts => {
            truth.wants_restart = false;
            None
        }
        // A look in the middle of it says nothing.
        Scene::Looks if !truth.is_installing => Some(match (truth.is_in_place, truth.wants_restart) {
            (false, _) => On::LookFindsOfferedAgain,
            (true, true) => On::LookFindsRestartPending,
            (true, false) => On::LookFindsGone,
        }),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_leads_to_done_but_a_look_that_shows_it(on in proptest::collection::vec(0..On::ALL.len(), 0..80)) {
        let (mut life, mut was_said) = (Life::Offered, false);
        for on in on.into_iter().map(|on| On::ALL[on]) {
            let next = life.after(on);
            was_said |= on == On::SaysInPlace;
            if next == Life::Done && life != Life::Done {
                prop_assert_eq!(on, On::LookFindsGone);
                prop_assert!(was_said, "somebody has to have seen the version there");
            }
            if next == Life::NeedsRestart && life != Life::NeedsRestart {
                prop_assert_eq!(on, On::LookFindsRestartPending);
            }
            life = next;
        }
    }

    #[test]
    fn what_is_in_place_is_not_installed_again_before_a_look_finds_it_missing(
        on in proptest::collection::vec(0..On::ALL.len(), 0..80),
    ) {
        let (mut life, mut is_in) = (Life::Offered, false);
        for on in on.into_iter().map(|on| On::ALL[on]) {
            let next = life.after(on);
            prop_assert!(!(is_in && matches!(next, Life::Installing | Life::Downloading)), "{life:?} {on:?}");
            is_in = next.is_in_place();
            life = next;
        }
    }

    #[test]
    fn whatever_crashes_or_is_told_twice_done_is_true_at_the_last_look(scenes in scenes()) {
        let (mut truth, mut life) = (Truth::default(), Life::Offered);
        let mut seen_in_place = false;
        for (scene, told) in scenes {
            let on = play(&mut truth, life, scene);
            if matches!(scene, Scene::Looks) && told > 0 && on.is_some() {
                seen_in_place = truth.is_in_place;
            }
            for on in on.into_iter().cycle().take(usize::from(told)) {
                life = life.after(on);
            }
            prop_assert!(life != Life::Done || seen_in_place, "{truth:?}");
        }
    }
}
