//! A real screen on a real PC: Xvfb, a window manager, a notification server and the app from its package, begun by its
//! autostart entry in a session that logind made. Somebody is asked about a big change and answers with the keyboard
//! alone; once it is there she says that something is wrong.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(clippy::print_stdout, reason = "whoever watches reads along, and learns where the pictures are")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_people/letters.rs"]
mod letters;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_screen/restart.rs"]
mod restart;
#[path = "lab_screen/seat.rs"]
mod seat;

use std::{path::PathBuf, time::Duration};

use letters::HAS_THE_OLDER;
use office::{Office, wait_until};
use patchround_lab::{DESKTOP, Initial, LabGuard, MANAGER, Options};
use seat::Seat;
use serde_json::{Value, json};

/// Long enough for a slow machine.
const LONG: Duration = Duration::from_secs(60);
/// From the order to the message on the screen (the number).
const ON_SCREEN: i64 = 2000;

#[test]
fn with_keys_alone_somebody_answers_on_a_real_screen_and_says_that_something_is_wrong() {
    let Some((office, app)) = office() else { return };
    for pc in office.pcs() {
        office.lab.succeed(&pc, ["sh", "-c", &format!("set -e\n{HAS_THE_OLDER}")]).unwrap();
    }
    let ana = Seat::of(&office, &app, "pc1", "ana");
    let ben = Seat::of(&office, &app, "pc2", "ben");
    office.found_and_join_all();
    for seat in [&ana, &ben] {
        wait_until(LONG, "the PC knows which programs its person uses", || seat.uses("pr-letters"));
    }

    let (_, printed) = office.patchround(&["update", "--all", "--yes", "--new-too"]);
    for seat in [&ana, &ben] {
        let installed = office.installed(seat.pc, "pr-letters");
        assert_eq!(installed, "installed 1.0", "they are asked first: {printed}");
    }
    println!("[{MANAGER}] {printed}");
    the_notification_server_shows_the_question(&ana);
    she_has_it_now(&ana);
    the_notification_server_shows_the_question(&ben);
    he_asks_to_wait_with_three_things_chosen(&ben);
    wait_until(LONG, "it goes in", || office.installed(ana.pc, "pr-letters") == "installed 2.0");
    assert_eq!(office.installed(ben.pc, "pr-letters"), "installed 1.0", "he asked to wait");
    the_manager_reads(&office, "A tool I need may stop working.");
    she_says_that_something_is_wrong(&ana);
    the_manager_reads(&office, "My letters no longer print.");
    she_asks_something(&ana);
    the_manager_reads(&office, "May I have the old printer back?");
    restart::she_puts_it_off_with_one_key(&office, &ana);
}

fn the_notification_server_shows_the_question(ana: &Seat<'_>) {
    let message = ana.waits_for_message("A big update for Letters is coming.");
    assert!(message.body.starts_with("If you do nothing, it happens on "), "{message:?}");
    println!("[{}] {} {}", ana.pc, message.title, message.body);
    ana.is_photographed("message");
    ana.opens_message("Ann would like to update Letters on your PC");
    ana.is_photographed("question");
    let asked = ana.event("person_asked", |event| event["person"] == ana.person);
    let accepted = ana.event("job_accepted", |event| event["job"] == asked["job"]);
    let took = message.at - millis(&accepted["time"]);
    println!("[{}] The message was on the screen {took} ms after the order came", ana.pc);
    assert!((0..=ON_SCREEN).contains(&took), "{took} ms");
}

/// What takes three clicks with a mouse.
fn he_asks_to_wait_with_three_things_chosen(ben: &Seat<'_>) {
    let talk = ben.tabs_to("I want to talk about this first…");
    ben.presses("Return");
    ben.waits_for("What worries you?");
    let radio = ben.tabs_to("I am busy with something important");
    ben.presses("Down space");
    ben.waits_for("Which tool, and anything else?");
    let send = ben.tabs_to("Send to Ann");
    ben.is_photographed("objection");
    ben.presses("Return");
    println!("[{}] Tab {talk}, {radio} and {send} times, and four keys: he asks to wait", ben.pc);
    let tool = json!({"answer": "objection", "worry": {"worry": "tool"}, "words": ""});
    ben.event("person_answered", |event| event["person"] == ben.person && event["answer"] == tool);
    ben.waits_for("Your PC stays as it is until Ann answers.");
    ben.is_photographed("objection-sent");
}

fn she_asks_something(ana: &Seat<'_>) {
    let presses = ana.tabs_to("Ask Ann");
    ana.presses("Return");
    ana.waits_for("What would you like to say or ask?");
    ana.tabs_to("What would you like to say or ask?");
    ana.types("May I have the old printer back?");
    ana.tabs_to("Send to Ann");
    ana.is_photographed("note");
    ana.presses("Return");
    println!("[{}] Tab {presses} times, and then some: she asks Ann something", ana.pc);
    ana.event("person_wrote", |event| event["words"] == "May I have the old printer back?");
    ana.waits_for("Your note is on its way to Ann.");
    ana.is_photographed("note-sent");
}

fn she_has_it_now(ana: &Seat<'_>) {
    let presses = ana.tabs_to("Update now");
    ana.is_photographed("answer");
    println!("[{}] Tab {presses} times, then Return: Update now", ana.pc);
    ana.presses("Return");
    let now = |event: &Value| event["person"] == ana.person && event["answer"] == json!({"answer": "now"});
    ana.event("person_answered", now);
    ana.presses("alt+F4");
}

fn she_says_that_something_is_wrong(ana: &Seat<'_>) {
    let message = ana.waits_for_message("was updated");
    println!("[{}] {} {}", ana.pc, message.title, message.body);
    ana.is_photographed("after-message");
    ana.opens_message("Something is wrong");
    ana.is_photographed("after-card");
    let presses = ana.tabs_to("Something is wrong");
    println!("[{}] Tab {presses} times, then Return: Something is wrong", ana.pc);
    ana.presses("Return");
    ana.waits_for("What is wrong?");
    ana.tabs_to("Say it in your own words. You can leave it empty.");
    ana.types("My letters no longer print.");
    ana.is_photographed("wrong");
    let presses = ana.tabs_to("Send to Ann");
    println!("[{}] Tab {presses} times, then Return: Send to Ann", ana.pc);
    ana.presses("Return");
    let words =
        |event: &Value| event["person"] == ana.person && event["words"] == "My letters no longer print.";
    ana.event("person_said_wrong", words);
    ana.waits_for("You told Ann that something is wrong.");
    ana.is_photographed("wrong-sent");
}

fn the_manager_reads(office: &Office, words: &str) {
    office.patchround(&["check"]);
    let (exit, printed) = office.patchround(&["answer"]);
    println!("[{MANAGER}] {printed}");
    assert_eq!(exit, 3, "{printed}");
    assert!(printed.contains(words), "{printed}");
}

/// The office, and the app's package; `None` where they were not built, which with `CI=true` is a failure.
fn office() -> Option<(Office, PathBuf)> {
    let named = ["HELPER_DEB", "CLI", "APP_DEB"];
    let found = named.map(|name| std::env::var_os(format!("PATCHROUND_{name}")).map(PathBuf::from));
    let [Some(helper_deb), Some(cli), Some(app)] = found else {
        patchround_trial::leave_out("`cargo xtask test` builds the packages and names them");
        return None;
    };
    let options = Options {
        name: "screen".to_owned(),
        pcs: 2,
        initial: Initial::Easy,
        helper_deb: Some(helper_deb),
        cli: Some(cli),
        packages: DESKTOP.map(str::to_owned).to_vec(),
        agent: Some(env!("CARGO_BIN_EXE_lab-agent").into()),
        ..Options::default()
    };
    Some((Office { lab: LabGuard::up(&options).expect("the lab starts") }, app))
}

fn millis(time: &Value) -> i64 {
    let time: jiff::Timestamp = time.as_str().unwrap().parse().unwrap();
    time.as_millisecond()
}
