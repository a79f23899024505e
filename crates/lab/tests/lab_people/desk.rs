//! Somebody at a PC of the lab: an account, a session on the screen, a program that is in use, and "This PC".

use std::{fs, path::Path, thread, time::Duration};

use serde_json::{Value, json};

use crate::{
    LONG,
    letters::{HAS_THE_OLDER, PAM},
    office::{Office, lines, wait_until},
};

const PROGRAM: &str = "/usr/local/bin/lab-person";

pub(crate) struct Desk<'a> {
    office: &'a Office,
    pub(crate) pc: &'static str,
    pub(crate) person: &'static str,
}

impl<'a> Desk<'a> {
    /// Somebody signs in and uses the older program.
    pub(crate) fn of(office: &'a Office, pc: &'static str, person: &'static str) -> Self {
        let desk = Self { office, pc, person };
        if !office.lab.exec(pc, ["test", "-e", PROGRAM]).unwrap().success() {
            desk.run(HAS_THE_OLDER);
            let program = fs::read(env!("CARGO_BIN_EXE_lab-person")).unwrap();
            office.lab.put(pc, Path::new(PROGRAM), &program, 0o755).unwrap();
        }
        desk.signs_in();
        desk
    }

    fn folder(&self) -> String {
        format!("/run/desk-{}", self.person)
    }

    fn signs_in(&self) {
        let (Self { person, .. }, folder) = (self, self.folder());
        let unit = format!(
            "[Service]\nUser={person}\nPAMName=patchround-lab-desk\nRestart=always\nRestartSec=100ms\n\
             Environment=XDG_SESSION_TYPE=x11 XDG_SESSION_CLASS=user\n\
             ExecStart=/bin/sh -c '/usr/bin/pr-letters & exec {PROGRAM} {folder}'\n"
        );
        let place = format!("/etc/systemd/system/desk-{person}.service");
        for (path, text) in [("/etc/pam.d/patchround-lab-desk", PAM), (&place, &unit)] {
            self.office.lab.put(self.pc, Path::new(path), text.as_bytes(), 0o644).unwrap();
        }
        self.run(&format!(
            "id {person} || useradd --create-home {person}
            install -d -o {person} -m 755 {folder}; systemctl daemon-reload; systemctl start desk-{person}"
        ));
    }

    /// What this account's own "This PC" shows for some seconds where it belongs to no session on the screen.
    pub(crate) fn without_a_session(&self, account: &str) -> Vec<Value> {
        let folder = format!("/run/no-desk-{account}");
        self.run(&format!(
            "id {account} || useradd {account}; install -d -o {account} {folder}; runuser -u {account} -- timeout 3 {PROGRAM} {folder} || test $? = 124"
        ));
        lines(&self.office.read(self.pc, &format!("{folder}/screens")))
    }

    /// Every screen since the sign-in.
    pub(crate) fn screens(&self) -> Vec<Value> {
        lines(&self.office.read(self.pc, &format!("{}/screens", self.folder())))
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> Value {
        self.screens().pop().expect("there is a screen")
    }

    /// Prints what is on the screen, for whoever watches (`cargo xtask run --lab --terminal`).
    pub(crate) fn show(&self) {
        let screen = &self.screen()["screen"];
        let rest = ["title", "wants", "stands", "moves"].map(|words| &screen["questions"][0][words]);
        let each = |what: &str| screen[what].as_array().into_iter().flatten();
        let replies = each("replies").flat_map(|reply| [&reply["sentence"], &reply["words"]]);
        let after = each("after").flat_map(|card| [&card["sentence"], &card["said"]]);
        println!("[{}] The screen of {}:", self.pc, self.person);
        for words in [&screen["state"]["sentence"]].into_iter().chain(rest).chain(after).chain(replies) {
            words.as_str().into_iter().for_each(|words| println!("        {words}"));
        }
    }

    /// Answers the first question; gives what the screen says then.
    pub(crate) fn says(&self, answer: &Value) -> String {
        println!("[{}] {} answers: {answer}", self.pc, self.person);
        let question = &self.screen()["view"]["questions"][0]["id"];
        self.clicks(&json!({"say": "answer", "question": question, "answer": answer}))
    }

    /// Says that something is wrong with what came last; gives what the screen says then.
    pub(crate) fn says_it_is_wrong(&self, words: &str) -> String {
        println!("[{}] {}: Something is wrong. {words}", self.pc, self.person);
        let after = &self.screen()["view"]["after"][0]["id"];
        self.clicks(&json!({"say": "wrong", "after": after, "words": words}))
    }

    /// Writes to whoever is in charge; gives what the screen says then.
    pub(crate) fn asks(&self, words: &str) -> String {
        println!("[{}] {} writes: {words}", self.pc, self.person);
        let note = "00000000-0000-0000-0000-000000000000"; // the program gives it a name of its own
        self.clicks(&json!({"say": "ask", "note": note, "words": words}))
    }

    fn clicks(&self, said: &Value) -> String {
        let before = self.screens().len();
        self.office
            .lab
            .put(self.pc, &Path::new(&self.folder()).join("say.new"), said.to_string().as_bytes(), 0o644)
            .unwrap();
        self.run(&format!("mv {0}/say.new {0}/say", self.folder()));
        let mut sentence = None;
        wait_until(LONG, "the answer is answered", || {
            let since = self.screens().split_off(before);
            sentence =
                since.iter().find_map(|screen| screen["answered"]["sentence"].as_str().map(str::to_owned));
            sentence.is_some()
        });
        let sentence = sentence.expect("it was waited for");
        println!("        {sentence}");
        sentence
    }

    /// Its session ends with it, and the person signs in anew.
    pub(crate) fn program_is_killed_and_begins_again(&self) {
        let before = self.screens().len();
        self.run(&format!("systemctl kill --signal=KILL desk-{}", self.person));
        wait_until(LONG, "it is there again", || {
            thread::sleep(Duration::from_millis(200));
            self.screens().split_off(before).iter().any(|screen| screen["line"] == "Open")
        });
    }

    /// Nobody is there any more.
    pub(crate) fn signs_out(&self) {
        self.run(&format!("systemctl stop desk-{}", self.person));
    }

    /// The person is there again.
    pub(crate) fn signs_in_again(&self) {
        self.run(&format!("systemctl start desk-{}", self.person));
    }

    pub(crate) fn events(&self) -> Vec<Value> {
        lines(&self.office.events_on(self.pc))
    }

    /// How often the PC wrote down that this person was asked.
    pub(crate) fn was_asked(&self) -> usize {
        let is_them = |event: &&Value| event["type"] == "person_asked" && event["person"] == self.person;
        self.events().iter().filter(is_them).count()
    }

    /// Whether the PC noted that this person uses a program.
    pub(crate) fn used(&self, program: &str) -> bool {
        let known = self.office.lab.succeed(self.pc, ["cat", "/var/lib/patchround/people.json"]);
        known.is_ok_and(|known| known.contains(program) && known.contains(self.person))
    }

    fn run(&self, script: &str) {
        self.office.lab.succeed(self.pc, ["sh", "-c", &format!("set -e\n{script}")]).unwrap();
    }
}
