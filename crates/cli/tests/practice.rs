//! The real binary with practice PCs: what a person types, from an empty folder to "up to date".

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    io::{Seek, Write},
    path::Path,
    process::Stdio,
};

use jiff::SignedDuration;
use patchround_golden::schema;
use patchround_practice::{Offer, PcSpec, Practice, awkward, ordinary};
use patchround_protocol::update::Class;
use serde_json::Value;

#[path = "practice/reporting.rs"]
mod reporting;

#[path = "practice/people.rs"]
mod people;

/// What one command printed, and how it ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
    all: String,
}

impl Ran {
    fn json(&self) -> Value {
        let last = self.out.lines().filter_map(|line| serde_json::from_str(line).ok()).next_back();
        last.unwrap_or_else(|| panic!("no JSON: {}", self.all))
    }
}

/// Runs the binary while this thread goes on serving the practice PCs.
async fn patchround(state: &Path, words: &[&str]) -> Ran {
    patchround_that_reads(state, words, "").await
}

/// As [`patchround`], with this on its standard input.
async fn patchround_that_reads(state: &Path, words: &[&str], input: &str) -> Ran {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let (state, input) = (state.to_owned(), input.to_owned());
    tokio::task::spawn_blocking(move || run(&state, &words, &input)).await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the test starts our own program as a person would")]
fn run(state: &Path, words: &[String], input: &str) -> Ran {
    let mut read = tempfile::tempfile().unwrap();
    read.write_all(input.as_bytes()).unwrap();
    read.rewind().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_patchround"))
        .args(words)
        .arg("--no-discovery")
        .env("PATCHROUND_STATE", state)
        .env_remove("PATCHROUND_LOG")
        .stdin(Stdio::from(read))
        .output()
        .unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    if words.iter().any(|word| word == "--json") {
        let name = if words.iter().any(|word| word == "--join") { "find-join" } else { &words[0] };
        schema::check_lines(name, &out).unwrap();
    }
    let all = [&*out, &*err].concat();
    Ran { code: output.status.code().unwrap(), out, err, all }
}

/// An office that these PCs have joined, by the code that was typed at each.
async fn office(practice: &Practice) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let made = patchround(dir.path(), &["init", "--office", "Corner Shop", "--person", "Maria"]).await;
    assert_eq!(made.code, 0, "{}", made.all);
    let code = patchround(dir.path(), &["code", "--json"]).await.json();
    practice.type_code(code["code"].as_str().unwrap()).unwrap();
    for pc in practice.pcs() {
        let added = patchround(dir.path(), &["add", &pc.address().to_string()]).await;
        assert_eq!(added.code, 0, "{}", added.all);
    }
    dir
}

#[tokio::test]
async fn an_office_is_joined_read_updated_and_up_to_date() {
    let practice = Practice::start(ordinary(1, 3, 6)).await.unwrap();
    let dir = office(&practice).await;
    let pcs = patchround(dir.path(), &["pcs", "--json"]).await.json();
    let names: Vec<&str> = pcs.as_array().unwrap().iter().map(|pc| pc["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["front-desk", "till", "workshop"]);
    let updates = patchround(dir.path(), &["updates", "--json"]).await.json();
    assert_eq!(updates.as_array().unwrap().len(), 18);

    let updated = patchround(dir.path(), &["update", "--all", "--yes"]).await;
    assert_eq!(updated.code, 0, "{}", updated.all);
    let after = patchround(dir.path(), &["pcs"]).await;
    assert!(after.all.contains("3 of 3 PCs are up to date"), "{}", after.all);
    assert_eq!(patchround(dir.path(), &["updates", "--json"]).await.json(), serde_json::json!([]));
    assert!(practice.pcs().iter().all(|pc| pc.installed() == 6));
}

#[tokio::test]
async fn the_plan_says_which_pcs_get_what_and_how_to_start_it() {
    let practice = Practice::start(ordinary(1, 2, 6)).await.unwrap();
    let dir = office(&practice).await;
    let plan = patchround(dir.path(), &["plan"]).await.all;
    let names = "Mail, Web browser, Letters, Tables, Slides, Calendar";
    for said in [&format!("  front-desk: {names}\n"), &format!("  till: {names}\n"), "12 updates on 2 PCs"] {
        assert!(plan.contains(said), "{said}: {plan}");
    }
    assert!(plan.ends_with("To start it: patchround update --all\n"), "{plan}");
    let one = patchround(dir.path(), &["plan", "--pc", "till"]).await.all;
    assert!(one.ends_with("To start it: patchround update --pc \"till\"\n"), "{one}");

    practice.pc("till").unwrap().power_off();
    let off = patchround(dir.path(), &["plan"]).await.all;
    assert!(off.contains("6 updates on 1 PC.") && !off.contains("  till: "), "{off}");
    assert!(off.contains(&format!("while it is on: {names}\n")), "{off}");
}

#[tokio::test]
async fn the_updates_say_which_option_takes_their_ids() {
    let practice = Practice::start(ordinary(1, 1, 1)).await.unwrap();
    let dir = office(&practice).await;
    assert!(patchround(dir.path(), &["updates"]).await.all.contains("patchround update --id ID"));
}

#[tokio::test]
async fn who_asks_is_told_what_changes_and_where_that_is_written() {
    let mut specs = ordinary(1, 1, 2);
    specs[0].offers[0].substantial = Some("The menus are new".to_owned());
    let package = specs[0].offers[0].package.clone();
    let practice = Practice::start(specs).await.unwrap();
    let dir = office(&practice).await;
    let told = patchround(dir.path(), &["updates", "--changes"]).await.out;
    let line =
        format!("- The menus are new\n        From usr/share/doc/{package}/NEWS.Debian.gz, {package} ");
    assert!(told.contains(&line), "{told}");
    assert_eq!(told.matches("The maker has not said what changes.").count(), 1, "{told}");
    assert!(!patchround(dir.path(), &["updates"]).await.out.contains("The menus are new"), "nobody asked");
}

#[tokio::test]
async fn the_record_says_what_people_call_an_update_and_its_package_only_in_json() {
    let practice = Practice::start(ordinary(1, 1, 2)).await.unwrap();
    let dir = office(&practice).await;
    assert_eq!(patchround(dir.path(), &["update", "--all", "--yes"]).await.code, 0);
    let record = patchround(dir.path(), &["record"]).await.all;
    let called =
        |name: &str| record.lines().any(|line| line.contains(name) && line.ends_with(" is in place."));
    assert!(called("front-desk: Mail ") && called("front-desk: Web browser "), "{record}");
    assert!(!record.contains("practice-"), "{record}");
    assert!(record.ends_with("front-desk is done.\n"), "{record}");
    let lines = patchround(dir.path(), &["record", "--json"]).await.json();
    let ended: Vec<&Value> =
        lines.as_array().unwrap().iter().filter(|line| line["what"] == "update_ended").collect();
    let named = |id: &str, name: &str| {
        ended.iter().any(|line| line["id"].as_str().unwrap().starts_with(id) && line["name"] == name)
    };
    assert!(named("apt:practice-mail@", "Mail") && named("apt:practice-browser@", "Web browser"), "{lines}");
}

#[tokio::test]
async fn a_package_that_is_kept_back_does_not_go_in_until_it_is_let_go() {
    let practice = Practice::start(ordinary(1, 1, 2)).await.unwrap();
    let dir = office(&practice).await;
    let typed = async |words: &[&str]| patchround(dir.path(), words).await;
    let without_reason = typed(&["hold", "practice-mail", "--why", ""]).await;
    assert!(without_reason.code == 1 && without_reason.err.contains("why"), "{}", without_reason.all);
    let past = typed(&["hold", "practice-mail", "--why", "The till", "--until", "2020-01-01"]).await;
    assert!(past.code == 1 && past.err.contains("between today"), "{}", past.all);
    assert_eq!(typed(&["check"]).await.code, 0);
    let by_its_name = typed(&["hold", "mail", "--why", "The till"]).await.out;
    assert!(by_its_name.contains("No PC offers mail at the moment"), "{by_its_name}");
    assert!(by_its_name.contains("patchround hold practice-mail,"), "{by_its_name}");
    assert_eq!(typed(&["release", "mail"]).await.code, 0);
    let held = typed(&["hold", "practice-mail", "--why", "The till needs the old one"]).await;
    assert_eq!(held.code, 0, "{}", held.all);
    assert!(held.out.contains("practice-mail is kept back on every PC until "), "{}", held.all);

    let updated = typed(&["update", "--all", "--yes"]).await;
    assert_eq!((updated.code, practice.pcs()[0].installed()), (3, 1), "{}", updated.all);
    let left = typed(&["updates", "--json"]).await.json();
    assert_eq!((&left[0]["package"], &left[0]["held"]["by"]), (&"practice-mail".into(), &"Maria".into()));
    assert_eq!(typed(&["pcs", "--json"]).await.json()[0]["state"], "needs_person");

    assert_eq!(typed(&["release", "practice-mail"]).await.code, 0);
    let again = typed(&["release", "practice-mail"]).await;
    assert!(again.code == 1 && again.err.contains("not kept back"), "{}", again.all);
    assert_eq!(typed(&["update", "--all", "--yes"]).await.code, 0);
    let record = typed(&["record"]).await.out;
    let kept = record.lines().position(|line| line.contains("Maria keeps practice-mail back until "));
    let let_go = record.lines().position(|line| line.contains("Maria no longer keeps practice-mail back."));
    assert!(kept.is_some() && kept < let_go, "{record}");
}

#[tokio::test]
async fn the_owner_agrees_with_six_words_to_be_late_and_it_stays_until_that_is_ended() {
    let practice = Practice::start(ordinary(1, 2, 2)).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let made = patchround(dir.path(), &["init", "--office", "Corner Shop", "--person", "Maria"]).await.out;
    let paper = made.lines().find(|line| line.starts_with("The owner's words"));
    let words: Vec<&str> = paper.unwrap().split_whitespace().collect();
    let words = words[words.len() - 6..].join(" ");
    let code = patchround(dir.path(), &["code", "--json"]).await.json();
    practice.type_code(code["code"].as_str().unwrap()).unwrap();
    for pc in practice.pcs() {
        assert_eq!(patchround(dir.path(), &["add", &pc.address().to_string()]).await.code, 0);
    }
    let typed = async |words: &[&str], input: &str| patchround_that_reads(dir.path(), words, input).await;
    let except =
        ["except", "practice-mail", "--why", "It does not read our pictures", "--instead", "No internet"];
    let on_till = [&except[..], &["--days", "20", "--pc", "till"]].concat();

    assert_eq!(typed(&[&except[..], &["--days", "31"]].concat(), &words).await.code, 2);
    assert_eq!(typed(&["except", "practice-mail", "--days", "3"], &words).await.code, 2, "without a reason");
    let wrong = typed(&on_till, "six words that nobody has written\n").await;
    assert!(wrong.code == 2 && wrong.err.contains("not the words of the owner"), "{}", wrong.all);
    _ = typed(&["updates"], "").await;
    let nothing = typed(&[&["except", "Mail"], &except[2..], &["--days", "20"]].concat(), &words).await;
    assert!(nothing.code == 1 && nothing.out.contains("practice-mail"), "no PC offers that: {}", nothing.all);
    let agreed = typed(&on_till, &words).await;
    assert_eq!(agreed.code, 0, "{}", agreed.all);
    assert!(agreed.out.contains("practice-mail stays as it is on till until "), "{}", agreed.all);
    assert!(!agreed.all.contains(&words), "the words are not shown");

    let listed = typed(&["except"], "").await;
    assert!(
        listed.code == 0 && listed.out.contains("practice-mail on till: Maria agreed until "),
        "{}",
        listed.all
    );
    assert!(listed.out.contains("Done instead: No internet"), "{}", listed.all);

    let updated = typed(&["update", "--all", "--yes"], "").await;
    assert_eq!(updated.code, 3, "{}", updated.all);
    let installed = ["front-desk", "till"].map(|name| practice.pc(name).unwrap().installed());
    assert_eq!(installed, [2, 1]);
    let left = typed(&["updates", "--json"], "").await.json();
    assert_eq!((left.as_array().unwrap().len(), &left[0]["held"]["by"]), (1, &"Maria".into()), "{left}");

    assert_eq!(typed(&["except", "--end", "practice-mail"], "").await.code, 0);
    assert!(typed(&["except"], "").await.out.contains("Nothing is late by agreement."));
    let again = typed(&["except", "--end", "practice-mail"], "").await;
    assert!(again.code == 2 && again.err.contains("has not agreed"), "{}", again.all);
    assert_eq!(typed(&["update", "--all", "--yes"], "").await.code, 0);
    let record = typed(&["record"], "").await.out;
    let line = "Maria agreed to be late with practice-mail on till until ";
    assert!(record.contains(line) && record.contains("It does not read our pictures; instead: No internet"));
    assert!(record.contains("Maria ended the agreement to be late with practice-mail on till."), "{record}");
}

#[tokio::test]
async fn a_bigger_change_waits_some_days_is_named_with_them_and_goes_in_where_somebody_wants_it() {
    let big = |package: &str, name: &str| Offer {
        substantial: Some("The menus are new".to_owned()),
        ..Offer::new(package, name)
    };
    let offers = vec![
        Offer::new("practice-mail", "Mail"),
        big("practice-suite", "Suite"),
        big("practice-till", "Till"),
    ];
    let practice = Practice::start(vec![PcSpec::new("front-desk", 1, offers)]).await.unwrap();
    let dir = office(&practice).await;
    let typed = async |words: &[&str]| patchround(dir.path(), words).await;
    let plan = typed(&["plan"]).await.all;
    assert!(plan.contains("front-desk: Suite: new since ") && plan.contains("We wait until "), "{plan}");
    assert_eq!(typed(&["update", "--all", "--yes"]).await.code, 0);
    assert_eq!(practice.pcs()[0].installed(), 1, "the small one");
    let nothing = typed(&["update", "--all", "--yes"]).await;
    assert!(nothing.code == 0 && nothing.out.contains("Nothing goes in yet"), "{}", nothing.all);
    let named = typed(&["update", "--id", "apt:practice-suite@1.1", "--yes"]).await;
    assert!(named.code == 0 && named.out.contains("It goes in all the same"), "{}", named.all);
    assert_eq!(practice.pcs()[0].installed(), 2);
    let too_many = typed(&["cooling-off", "15"]).await;
    assert!(too_many.code == 2 && too_many.err.contains("14"), "{}", too_many.all);
    assert!(typed(&["cooling-off", "1"]).await.out.contains("wait 1 day "));
    assert!(!typed(&["plan"]).await.out.contains("We wait until"), "it came out yesterday");
    assert_eq!(typed(&["cooling-off", "14"]).await.code, 0);
    let taken = typed(&["update", "--all", "--new-too", "--yes"]).await;
    assert!(taken.code == 0 && practice.pcs()[0].installed() == 3, "{}", taken.all);
    assert!(typed(&["record"]).await.out.contains("Maria has bigger changes wait 14 days."));
}

#[tokio::test]
async fn a_pause_is_said_with_its_end_and_ended() {
    let practice = Practice::start(ordinary(1, 1, 2)).await.unwrap();
    let dir = office(&practice).await;
    let typed = async |words: &[&str]| patchround(dir.path(), words).await;
    assert!(typed(&["resume"]).await.err.contains("Nothing is paused"));
    let too_long = typed(&["pause", "--until", "2999-01-01"]).await;
    assert!(too_long.code == 1 && too_long.err.contains("between today"), "{}", too_long.all);
    let paused = typed(&["pause"]).await;
    assert!(paused.code == 0 && paused.out.contains("nothing happens by itself"), "{}", paused.all);
    assert!(typed(&["pcs"]).await.out.contains("nothing happens by itself"));
    assert_eq!(typed(&["resume"]).await.code, 0);
    assert!(!typed(&["pcs"]).await.out.contains("nothing happens by itself"));
}

#[tokio::test]
async fn a_pc_that_fell_silent_in_mid_round_does_not_bring_its_whole_round_back_with_each_command() {
    let mut specs = awkward(3);
    specs.retain(|spec| ["vanishing", "everything"].contains(&&*spec.name));
    let practice = Practice::start(specs).await.unwrap();
    let dir = office(&practice).await;
    let first = patchround(dir.path(), &["update", "--all", "--yes"]).await.out;
    assert!(first.contains("everything: ") && first.contains("Not all of them are."), "{first}");
    for words in [&["update", "--all", "--yes"][..], &["restart", "everything", "--cancel"]] {
        let later = patchround(dir.path(), words).await.all;
        assert!(!later.contains("Following it to its end first"), "{later}");
        assert!(later.contains("vanishing has not answered since an earlier round."), "{later}");
        let told_of_the_round = later.split("vanishing has not answered").next().unwrap();
        assert!(!told_of_the_round.contains("everything: "), "{later}");
    }
}

#[tokio::test]
async fn an_update_that_did_not_go_in_says_so_in_the_list_until_it_does() {
    let mut specs = awkward(3);
    specs.retain(|spec| spec.name != "vanishing");
    let practice = Practice::start(specs).await.unwrap();
    let dir = office(&practice).await;
    patchround(dir.path(), &["update", "--all", "--yes"]).await;
    let left = patchround(dir.path(), &["updates", "--json"]).await.json();
    let failed: Vec<&Value> =
        left.as_array().unwrap().iter().filter(|update| update["state"] == "failed").collect();
    assert!(!failed.is_empty() && failed.iter().all(|update| update["cause"].is_string()), "{left}");
    let shown = patchround(dir.path(), &["updates"]).await.out;
    assert!(shown.contains("did not work"), "{shown}");
}

/// Each run is compared with its schema in [`run`].
#[tokio::test]
async fn every_command_prints_json_as_its_schema_says() {
    let mut specs = awkward(3);
    specs.retain(|spec| spec.name != "vanishing");
    let practice = Practice::start(specs).await.unwrap();
    let dir = office(&practice).await;
    let late = Practice::start(ordinary(4, 1, 1)).await.unwrap();
    let code = patchround(dir.path(), &["code", "--json"]).await.json();
    late.type_code(code["code"].as_str().unwrap()).unwrap();
    let address = late.pcs()[0].address().to_string();
    assert_eq!(patchround(dir.path(), &["add", &address, "--json"]).await.code, 0);
    for command in ["pcs", "updates", "plan", "check"] {
        let ran = patchround(dir.path(), &[command, "--json"]).await;
        assert!(!ran.json().to_string().is_empty(), "{command}");
    }
    let updated = patchround(dir.path(), &["update", "--all", "--yes", "--json"]).await;
    assert!(
        updated.all.contains("\"step_started\"") && updated.all.contains("\"failed\""),
        "{}",
        updated.all
    );
    let record = patchround(dir.path(), &["record", "--json"]).await.json();
    assert!(record.as_array().unwrap().len() > 10, "{record}");
}

#[tokio::test]
async fn a_join_file_for_two_lets_two_pcs_in_and_no_third_and_none_once_it_is_ended() {
    let practice = Practice::start(ordinary(4, 4, 1)).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let made = patchround(dir.path(), &["init", "--office", "Corner Shop", "--person", "Maria"]).await;
    assert_eq!(made.code, 0, "{}", made.all);
    let path = dir.path().join("join");
    let invite = ["invite", "--out", path.to_str().unwrap(), "--pcs", "2", "--json"];
    assert_eq!(patchround(dir.path(), &invite).await.json()["used"], 0);
    let file = std::fs::read(&path).unwrap();
    practice.pcs().iter().for_each(|pc| pc.give_file(&file).unwrap());
    let [first, second, third, last] = [0, 1, 2, 3].map(|n| practice.pcs()[n].address().to_string());
    for address in [&first, &second] {
        let added = patchround(dir.path(), &["add", address]).await;
        assert_eq!(added.code, 0, "{}", added.all);
    }
    let full = patchround(dir.path(), &["add", &third]).await;
    assert!(full.code == 1 && full.all.contains("as many PCs as it is for"), "{}", full.all);
    assert!(patchround(dir.path(), &["invite", "--list"]).await.all.contains("2 of 2 used"));
    assert_eq!(patchround(dir.path(), &["invite", "--end", "1"]).await.code, 0);
    let ended = patchround(dir.path(), &["add", &last]).await;
    assert_eq!(ended.code, 2, "neither a code nor a join file is open: {}", ended.all);
    assert_eq!(patchround(dir.path(), &["pcs", "--json"]).await.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_pc_that_is_off_ends_the_command_with_4_and_the_others_are_updated() {
    let practice = Practice::start(ordinary(2, 2, 2)).await.unwrap();
    let dir = office(&practice).await;
    practice.pc("till").unwrap().power_off();
    let updated = patchround(dir.path(), &["update", "--all", "--yes", "--json"]).await;
    assert_eq!(updated.code, 4, "{}", updated.all);
    let ends: Vec<Value> = updated.json()["pcs"].as_array().unwrap().clone();
    let outcome = |name: &str| ends.iter().find(|pc| pc["pc"] == name).unwrap()["outcome"].clone();
    assert_eq!((outcome("front-desk"), outcome("till")), ("done".into(), "unreachable".into()));
}

#[tokio::test]
async fn with_json_a_pc_whose_updates_could_not_be_read_is_told_in_json() {
    let practice = Practice::start(ordinary(2, 2, 2)).await.unwrap();
    let dir = office(&practice).await;
    practice.pc("till").unwrap().power_off();
    let updates = patchround(dir.path(), &["updates", "--json"]).await;
    assert_eq!(updates.code, 4, "{}", updates.all);
    schema::check_lines("failure", &updates.err).unwrap();
    let said: Value = serde_json::from_str(updates.err.trim()).unwrap();
    assert_eq!((&said["kind"], &said["exit_code"]), (&"pc_trouble".into(), &4.into()));
    assert!(said["error"].as_str().unwrap().contains("till"), "{said}");
}

/// An update that came out so many days ago.
fn aged(package: &str, class: Class, days: i64) -> Offer {
    Offer { class, age: SignedDuration::from_hours(24 * days), ..Offer::new(package, package) }
}

#[tokio::test]
async fn what_is_late_or_due_is_said_with_its_day_and_where_the_date_comes_from() {
    let mut gradual = aged("gradual", Class::Security, 90);
    gradual.phased = true;
    let late = vec![aged("browser", Class::Security, 20), aged("tool", Class::Other, 3), gradual];
    let due = vec![aged("mail", Class::Urgent, 1), aged("old-tool", Class::Other, 10)];
    let specs = vec![PcSpec::new("front-desk", 1, late), PcSpec::new("till", 1, due)];
    let practice = Practice::start(specs).await.unwrap();
    let dir = office(&practice).await;
    let pcs = patchround(dir.path(), &["pcs"]).await;
    let row = |name: &str| pcs.all.lines().find(|line| line.starts_with(name)).unwrap();
    assert!(row("front-desk").contains("late, was due on "), "{}", pcs.all);
    assert!(row("till").contains(", due on "), "{}", pcs.all);
    assert!(pcs.all.contains("1 is late."), "{}", pcs.all);

    let updates = patchround(dir.path(), &["updates"]).await.all;
    let line = |name: &str| updates.lines().find(|line| line.contains(name)).unwrap();
    assert!(line("browser").contains("late, was due on "), "{updates}");
    assert!(line("mail").contains("due on ") && !line("mail").contains("late"), "{updates}");
    for quiet in [" tool", "gradual", "old-tool"] {
        assert!(!line(quiet).contains("due"), "{updates}");
    }
    let json = patchround(dir.path(), &["updates", "--json"]).await.json();
    let of =
        |name: &str| json.as_array().unwrap().iter().find(|update| update["name"] == name).unwrap().clone();
    assert_eq!(
        (of("browser")["late"].clone(), of("browser")["released"]["from"].clone()),
        (true.into(), "catalogue".into())
    );
    assert_eq!((of("gradual")["late"].clone(), of("gradual")["due"].clone()), (false.into(), Value::Null));
    assert_eq!(of("mail")["due"].as_str().unwrap().len(), "2026-11-23".len());

    practice.pc("front-desk").unwrap().power_off();
    let off = patchround(dir.path(), &["pcs"]).await.all;
    assert!(
        off.contains("late, was due on ") && !off.contains("is late."),
        "off: late itself, not the office: {off}"
    );
}

#[tokio::test]
async fn firmware_is_left_out_of_everything_and_goes_in_alone_after_a_yes_of_its_own() {
    let webcam = Offer { firmware: true, ..Offer::new("webcam", "Webcam") };
    let offers = vec![Offer::new("pr-print", "Printer"), webcam];
    let practice = Practice::start(vec![PcSpec::new("till", 1, offers)]).await.unwrap();
    let dir = office(&practice).await;
    let say = async |words: &[&str]| patchround(dir.path(), words).await;
    let told = "Firmware: it goes in alone, with patchround firmware fwupd:webcam@1.1 --pc \"till\"";
    let updates = say(&["updates"]).await;
    assert!(updates.all.contains(told), "{}", updates.all);
    let by_id = say(&["update", "--id", "fwupd:webcam@1.1", "--yes"]).await;
    assert!(by_id.code == 3 && by_id.all.contains("never goes in together"), "{}", by_id.all);
    for (id, why) in [("nonsense", "is not the id of an update"), ("apt:pr-none@1.1", "--yes")] {
        let unasked = say(&["update", "--id", id]).await;
        assert!(unasked.code == 2 && unasked.all.contains(why), "{id}: {} {}", unasked.code, unasked.all);
    }
    let all = say(&["update", "--all", "--yes"]).await;
    assert!(!all.all.contains("never goes in together"), "{}", all.all);
    let pcs = say(&["pcs", "--json"]).await.json();
    assert_eq!((&pcs[0]["updates"], &pcs[0]["state"]), (&0.into(), &"up_to_date".into()), "{pcs}");

    let firmware =
        async |more: &[&str]| say(&[&["firmware", "fwupd:webcam@1.1", "--pc", "till"], more].concat()).await;
    let unasked = firmware(&[]).await;
    assert!(unasked.code == 2 && unasked.all.contains("--yes-firmware"), "{}", unasked.all);
    assert!(
        unasked.all.contains("Webcam"),
        "what it asks for is said also where nobody can be asked: {}",
        unasked.all
    );
    for (id, pc, why) in [
        ("nonsense", "till", "is not the id of an update"),
        ("apt:pr-print@1.1", "till", "is no firmware"),
        ("fwupd:webcam@1.1", "nowhere", "No PC of this office is called"),
    ] {
        let wrong = say(&["firmware", id, "--pc", pc]).await;
        assert!(wrong.code == 2 && wrong.all.contains(why), "{id} on {pc}: {}", wrong.all);
    }
    assert_eq!(firmware(&["--yes"]).await.code, 2, "the yes to a plan is not this yes");
    let other = say(&["firmware", "apt:pr-print@1.1", "--pc", "till", "--yes-firmware"]).await;
    assert!(other.code == 2 && other.all.contains("is no firmware"), "{}", other.all);
    let done = firmware(&["--yes-firmware"]).await;
    assert!(done.code == 0 && done.all.contains("Plug the PC in"), "{}", done.all);
    let record = say(&["record"]).await.all;
    assert!(record.contains("Maria has till put in the firmware 1.1 for Webcam."), "{record}");
    let gone = firmware(&["--yes-firmware", "--json"]).await;
    assert_eq!(gone.code, 1, "it is in place: {}", gone.all);
}

#[tokio::test]
async fn a_pc_goes_back_stays_there_and_takes_the_newer_version_again_when_told() {
    let offers =
        vec![Offer::new("pr-print", "Printer"), Offer { restarts: true, ..Offer::new("pr-core", "Core") }];
    let practice = Practice::start(vec![PcSpec::new("till", 1, offers)]).await.unwrap();
    let dir = office(&practice).await;
    let say = async |words: &[&str]| patchround(dir.path(), words).await;
    let plan = say(&["plan"]).await;
    assert!(
        plan.all.contains("Cannot be undone afterwards: 1 update on 1 PC.\n  till: Core"),
        "{}",
        plan.all
    );
    let none = say(&["undo", "pr-print", "--pc", "till", "--why", "x"]).await;
    assert_eq!(none.code, 1, "said before anybody is asked: nothing went in yet: {}", none.all);
    assert_eq!(say(&["update", "--all", "--yes"]).await.code, 3, "one needs a restart");
    let can = say(&["updates"]).await;
    assert!(can.all.contains("can go back from 1.1 to 1.0 with patchround undo pr-print"), "{}", can.all);

    let undo = async |more: &[&str]| say(&[&["undo", "pr-print", "--pc", "till"], more].concat()).await;
    assert_eq!(undo(&["--why", " ", "--yes"]).await.code, 1, "a reason is needed");
    let unasked = undo(&["--why", "It does not print"]).await;
    assert!(unasked.code == 2 && unasked.all.contains("--yes"), "{}", unasked.all);
    let back = undo(&["--why", "It does not print", "--yes"]).await;
    assert!(back.code == 0 && back.all.contains("till is back at Printer 1.0."), "{}", back.all);
    let again = say(&["update", "--all", "--yes"]).await;
    assert_eq!(again.code, 3, "what is kept back needs somebody: {}", again.all);
    let pcs = say(&["pcs", "--json"]).await.json();
    assert!(pcs[0]["kept"][0]["back"]["until"].is_string(), "{pcs}");
    let record = say(&["record"]).await.all;
    assert!(record.contains("Maria has till go back to Printer 1.0"), "{record}");
    assert!(record.contains("till is back at Printer 1.0."), "{record}");

    let release = say(&["release", "pr-print", "--pc", "till", "--json"]).await;
    assert_eq!(
        (release.code, &release.json()["pcs"][0]["steps"][0]["outcome"]),
        (0, &"done".into()),
        "{}",
        release.all
    );
    let other = say(&["release", "pr-print", "--pc", "till"]).await;
    assert_eq!(other.code, 1, "{}", other.all);
    say(&["update", "--all", "--yes"]).await;
    let undone = undo(&["--why", "Again", "--yes", "--json"]).await.json();
    assert_eq!(undone["pcs"][0]["steps"][0]["outcome"], "done", "{undone}");
}
