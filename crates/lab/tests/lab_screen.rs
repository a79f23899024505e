//! A real screen on a real PC: Xvfb, a window manager, a notification server and the app from its package, begun by its
//! autostart entry in a session that logind made. Somebody is asked about a big change and answers with the keyboard
//! alone; once it is there she says that something is wrong.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(clippy::print_stdout, reason = "whoever watches reads along, and learns where the pictures are")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_screen/base.rs"]
mod base;
#[path = "lab_people/letters.rs"]
mod letters;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_screen/restart.rs"]
mod restart;
#[path = "lab_screen/seat.rs"]
mod seat;

use std::{path::PathBuf, time::Duration};

use office::{Office, wait_until};
use patchround_lab::{Initial, LabGuard, MANAGER, Options};
use seat::{PC, PERSON, Seat};
use serde_json::{Value, json};

/// Long enough for a slow machine.
const LONG: Duration = Duration::from_secs(60);
/// From the order to the message on the screen (the number).
const ON_SCREEN: i64 = 2000;

#[test]
fn with_keys_alone_somebody_answers_on_a_real_screen_and_says_that_something_is_wrong() {
    let Some((office, app)) = office() else { return };
    let ana = Seat::of(&office, &app);
    office.found_and_join_all();
    wait_until(LONG, "her PC knows which programs she uses", || ana.uses("pr-letters"));

    let (_, printed) = office.patchround(&["update", "--all", "--yes", "--new-too"]);
    assert_eq!(office.installed(PC, "pr-letters"), "installed 1.0", "she is asked first: {printed}");
    println!("[{MANAGER}] {printed}");
    the_notification_server_shows_the_question(&ana);
    she_nearly_asks_to_wait(&ana);
    she_has_it_now(&ana);
    wait_until(LONG, "it goes in", || office.installed(PC, "pr-letters") == "installed 2.0");
    she_says_that_something_is_wrong(&ana);
    the_manager_reads_it(&office);
    restart::she_puts_it_off_with_one_key(&office, &ana);
}

fn the_notification_server_shows_the_question(ana: &Seat<'_>) {
    let message = ana.waits_for_message("A big update for Letters is coming.");
    assert!(message.body.starts_with("If you do nothing, it happens on "), "{message:?}");
    println!("[{PC}] {} {}", message.title, message.body);
    ana.is_photographed("message");
    ana.presses("super+n");
    ana.waits_for("Ann would like to update Letters on your PC");
    ana.is_photographed("question");
    let asked = ana.event("person_asked", |event| event["person"] == PERSON);
    let accepted = ana.event("job_accepted", |event| event["job"] == asked["job"]);
    let took = message.at - millis(&accepted["time"]);
    println!("[{PC}] The message was on the screen {took} ms after the order came");
    assert!((0..=ON_SCREEN).contains(&took), "{took} ms");
}

/// She comes as far as sending it. Once it were sent, nobody would ask her again today.
fn she_nearly_asks_to_wait(ana: &Seat<'_>) {
    let talk = ana.tabs_to("I want to talk about this first…");
    ana.presses("Return");
    ana.waits_for("What worries you?");
    let radio = ana.tabs_to("I am busy with something important");
    ana.presses("Down space");
    ana.waits_for("Which tool, and anything else?");
    let send = ana.tabs_to("Send to Ann");
    ana.is_photographed("objection");
    println!("[{PC}] Tab {talk}, {radio} and {send} times, and four keys: she would ask to wait");
    ana.presses("shift+Tab");
    ana.is_led_to("Back");
    ana.presses("Return");
    ana.waits_for("Ann would like to update Letters on your PC");
}

fn she_has_it_now(ana: &Seat<'_>) {
    let presses = ana.tabs_to("Update now");
    ana.is_photographed("answer");
    println!("[{PC}] Tab {presses} times, then Return: Update now");
    ana.presses("Return");
    let now = |event: &Value| event["person"] == PERSON && event["answer"] == json!({"answer": "now"});
    ana.event("person_answered", now);
    ana.presses("alt+F4");
}

fn she_says_that_something_is_wrong(ana: &Seat<'_>) {
    let message = ana.waits_for_message("was updated");
    println!("[{PC}] {} {}", message.title, message.body);
    ana.is_photographed("after-message");
    ana.presses("super+n");
    ana.waits_for("Something is wrong");
    ana.is_photographed("after-card");
    let presses = ana.tabs_to("Something is wrong");
    println!("[{PC}] Tab {presses} times, then Return: Something is wrong");
    ana.presses("Return");
    ana.waits_for("What is wrong?");
    ana.tabs_to("Say it in your own words. You can leave it empty.");
    ana.types("My letters no longer print.");
    ana.is_photographed("wrong");
    let presses = ana.tabs_to("Send to Ann");
    println!("[{PC}] Tab {presses} times, then Return: Send to Ann");
    ana.presses("Return");
    let words = |event: &Value| event["person"] == PERSON && event["words"] == "My letters no longer print.";
    ana.event("person_said_wrong", words);
    ana.waits_for("You told Ann that something is wrong.");
    ana.is_photographed("wrong-sent");
}

fn the_manager_reads_it(office: &Office) {
    office.patchround(&["check"]);
    let (exit, printed) = office.patchround(&["answer"]);
    println!("[{MANAGER}] {printed}");
    assert_eq!(exit, 3, "{printed}");
    assert!(printed.contains("My letters no longer print."), "{printed}");
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
        pcs: 1,
        initial: Initial::Easy,
        helper_deb: Some(helper_deb),
        cli: Some(cli),
        packages: base::SYSTEM.map(str::to_owned).to_vec(),
        agent: Some(env!("CARGO_BIN_EXE_lab-agent").into()),
        ..Options::default()
    };
    Some((Office { lab: LabGuard::up(&options).expect("the lab starts") }, app))
}

fn millis(time: &Value) -> i64 {
    let time: jiff::Timestamp = time.as_str().unwrap().parse().unwrap();
    time.as_millisecond()
}
