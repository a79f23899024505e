//! People are asked, on real PCs: each has a session that logind itself made, uses a program, and is asked about a big
//! change to it by the program "This PC". Two of one PC pick times; one asks to wait while the cable is out; nobody else
//! is heard. Once it is there somebody says that it is wrong: it comes nowhere else, and that PC goes back.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(clippy::print_stdout, reason = "whoever watches reads along (`cargo xtask run --lab --terminal`)")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_people/desk.rs"]
mod desk;
#[path = "lab_people/letters.rs"]
mod letters;
#[path = "lab_main_job/office.rs"]
mod office;

use std::time::Duration;

use desk::Desk;
use office::{Office, wait_until};
use patchround_lab::{Initial, MANAGER};
use serde_json::{Value, json};

/// Long enough for a slow machine.
const LONG: Duration = Duration::from_secs(60);
/// From the order to the question on the screen (the number).
const ON_SCREEN: i64 = 2000;

#[test]
fn people_are_asked_pick_a_time_or_ask_to_wait_and_are_answered() {
    let Some(office) = Office::up("people", 3, Initial::Easy) else { return };
    let desks = [("pc1", "ana"), ("pc1", "dora"), ("pc2", "ben"), ("pc3", "carl")];
    let desks = desks.map(|(pc, person)| Desk::of(&office, pc, person));
    office.found_and_join_all();
    wait_until(LONG, "their PCs know which programs they use", || {
        desks.iter().all(|desk| desk.used("pr-letters"))
    });
    let [ana, dora, ben, carl] = desks;
    nobody_else_is_heard(&ana);

    let (_, printed) = office.patchround(&["update", "--all", "--new-too", "--yes"]);
    for desk in [&ana, &dora, &ben, &carl] {
        is_asked_within_two_seconds(desk, &printed);
        assert_eq!(
            office.installed(desk.pc, "pr-tool-a"),
            "installed 1.1",
            "small changes went in: {printed}"
        );
        assert_eq!(office.installed(desk.pc, "pr-letters"), "installed 1.0", "{printed}");
    }
    ben_asks_to_wait_while_the_cable_is_out(&office, &ben);
    ana_and_dora_have_it_at_the_later_of_their_times(&office, &ana, &dora);
    the_manager_sees_it_and_answers(&office, &ben);
    something_is_wrong_and_it_comes_nowhere_else(&office, &ana, &carl);
    the_pc_goes_back(&office, &ana);
    carl_asks_something_without_having_been_asked(&office, &carl);
}

/// Neither another account, nor her own without a session on the screen.
fn nobody_else_is_heard(ana: &Desk<'_>) {
    for account in ["mallory", ana.person] {
        let screens = ana.without_a_session(account);
        assert!(!screens.is_empty(), "{account}");
        assert!(screens.iter().all(|screen| screen["view"].is_null()), "{account}: {screens:?}");
        assert!(screens.iter().any(|screen| screen["line"] == "Silent"), "{account}: {screens:?}");
    }
}

fn is_asked_within_two_seconds(desk: &Desk<'_>, printed: &str) {
    let is_asked = |screen: &Value| screen["screen"]["questions"] != json!([]);
    wait_until(LONG, "the question is on the screen", || desk.screens().iter().any(is_asked));
    let screens = desk.screens();
    let first = screens.iter().find(|screen| is_asked(screen)).unwrap();
    let asking = &first["screen"]["questions"][0];
    assert!(asking["title"].as_str().unwrap().contains("Letters"), "{asking}");
    assert!(asking["wants"].as_str().unwrap().contains("Ann"), "{asking}");
    assert_eq!(
        first["screen"]["questions"].as_array().unwrap().len(),
        1,
        "small changes are not asked about"
    );
    let accepted = desk.events().into_iter().rfind(|event| event["type"] == "job_accepted");
    let accepted = accepted.unwrap_or_else(|| panic!("{printed}"));
    let took = millis(&first["at"]) - millis(&accepted["time"]);
    assert!(took <= ON_SCREEN, "{took} ms");
    println!("[{}] The question was on the screen {took} ms after the order came", desk.pc);
    desk.show();
    wait_until(LONG, "the PC writes down that it was shown", || desk.was_asked() == 1);
}

fn ben_asks_to_wait_while_the_cable_is_out(office: &Office, ben: &Desk<'_>) {
    println!("The cable of {} is pulled", ben.pc);
    office.lab.plug_cable(ben.pc, false).unwrap();
    let objection =
        json!({"answer": "objection", "worry": {"worry": "tool"}, "words": "My invoices are due."});
    let sentence = ben.says(&objection);
    assert!(sentence.contains("Your PC stays as it is"), "{sentence}");
    ben.program_is_killed_and_begins_again();
    wait_until(LONG, "his word is not forgotten", || {
        ben.screen()["screen"]["waits"][0].as_str().is_some_and(|waits| waits.contains("Ann"))
    });
    assert_eq!(ben.was_asked(), 1, "nobody is asked the same twice");
    office.lab.plug_cable(ben.pc, true).unwrap();
}

fn ana_and_dora_have_it_at_the_later_of_their_times(office: &Office, ana: &Desk<'_>, dora: &Desk<'_>) {
    let [early, time] = ["+8 seconds", "+14 seconds"].map(|later| {
        let time = office.lab.succeed(ana.pc, ["date", "-u", "-d", later, "+%Y-%m-%dT%H:%M:%SZ"]);
        time.unwrap().trim().to_owned()
    });
    for (desk, time, said) in
        [(ana, &time, "Your answer is there. Another person"), (dora, &early, "It is set")]
    {
        let sentence = desk.says(&json!({"answer": "time", "time": time}));
        assert!(sentence.starts_with(said), "{sentence}");
    }
    wait_until(LONG, "it goes in", || office.installed(ana.pc, "pr-letters") == "installed 2.0");
    let began = |event: &Value| event["type"] == "step_started" && event["verb"] == "install";
    let began = ana.events().into_iter().rfind(began).unwrap();
    let late = millis(&began["time"]) - millis(&Value::String(time));
    assert!((0..15_000).contains(&late), "{late} ms after her time");
    println!("[{}] Letters went in {late} ms after that time", ana.pc);
    wait_until(LONG, "nothing is asked any more", || ana.screen()["screen"]["questions"] == json!([]));
}

fn something_is_wrong_and_it_comes_nowhere_else(office: &Office, ana: &Desk<'_>, carl: &Desk<'_>) {
    wait_until(LONG, "she reads that it came", || {
        ana.screen()["screen"]["after"][0]["sentence"].as_str().is_some_and(|said| said.contains("Letters"))
    });
    assert_eq!(carl.screen()["screen"]["questions"].as_array().unwrap().len(), 1, "he has said nothing");
    let sentence = ana.says_it_is_wrong("My letters no longer print.");
    assert!(sentence.contains("Ann"), "{sentence}");
    ana.show();
    wait_until(LONG, "the office hears of it, and it is stopped", || {
        office.patchround(&["check"]);
        carl.screen()["screen"]["questions"] == json!([])
    });
    let (exit, printed) = office.patchround(&["answer"]);
    println!("[{MANAGER}] {printed}");
    assert_eq!(exit, 3, "{printed}");
    assert!(printed.contains("My letters no longer print."), "{printed}");
    let (_, printed) = office.patchround(&["update", "--all", "--new-too", "--yes"]);
    assert_eq!(office.installed(carl.pc, "pr-letters"), "installed 1.0", "it waits for an answer: {printed}");
}

fn the_pc_goes_back(office: &Office, ana: &Desk<'_>) {
    let (exit, printed) = office.patchround(&["answer", ana.pc, "--go-back", "--say", "We ask the maker."]);
    println!("[{MANAGER}] {printed}");
    assert_eq!((exit, office.installed(ana.pc, "pr-letters")), (0, "installed 1.0".to_owned()), "{printed}");
    wait_until(LONG, "she reads the answer", || {
        ana.screen()["screen"].to_string().contains("We ask the maker.")
    });
    ana.show();
    let (exit, printed) = office.patchround(&["answer"]);
    assert_eq!(exit, 0, "nobody waits any more: {printed}");
}

fn carl_asks_something_without_having_been_asked(office: &Office, carl: &Desk<'_>) {
    let sentence = carl.asks("May I have the old printer back?");
    assert!(sentence.contains("on its way to"), "{sentence}");
    assert_eq!(carl.screen()["screen"]["wrote"][0]["words"], "May I have the old printer back?");
    office.patchround(&["check"]);
    let (exit, printed) = office.patchround(&["answer"]);
    println!("[{MANAGER}] {printed}");
    assert!(exit == 3 && printed.contains("May I have the old printer back?"), "{printed}");
    let (exit, printed) = office.patchround(&["answer", carl.pc, "--done"]);
    assert_eq!(exit, 0, "{printed}");
    let (exit, printed) = office.patchround(&["answer"]);
    assert_eq!(exit, 0, "nobody waits any more: {printed}");
}

fn the_manager_sees_it_and_answers(office: &Office, ben: &Desk<'_>) {
    wait_until(LONG, "the office hears of it", || {
        office.patchround(&["pcs", "--json"]);
        office.patchround(&["answer"]).1.contains("My invoices are due.")
    });
    println!("[{MANAGER}] {}", office.patchround(&["answer"]).1);
    let (_, printed) = office.patchround(&["update", "--all", "--new-too", "--yes"]);
    assert_eq!(office.installed(ben.pc, "pr-letters"), "installed 1.0", "he asked to wait: {printed}");
    let (exit, printed) =
        office.patchround(&["answer", ben.pc, "--keep", "--say", "Keep it until they are out."]);
    assert_eq!(exit, 0, "{printed}");
    wait_until(LONG, "he reads the answer", || {
        ben.screen()["screen"].to_string().contains("Keep it until they are out.")
    });
    ben.show();
    let (_, printed) = office.patchround(&["update", "--all", "--new-too", "--yes"]);
    assert_eq!(office.installed(ben.pc, "pr-letters"), "installed 1.0", "it is kept: {printed}");
    let (_, record) = office.patchround(&["record"]);
    for words in ["ben", "ana", "dora", "Letters"] {
        assert!(record.contains(words), "{record}");
    }
}

fn millis(time: &Value) -> i64 {
    let time: jiff::Timestamp = time.as_str().unwrap().parse().unwrap();
    time.as_millisecond()
}
