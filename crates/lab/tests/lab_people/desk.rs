//! Somebody at a PC of the lab: an account, a session on the screen, a program that is in use, and "This PC".

use std::{fs, path::Path, thread, time::Duration};

use serde_json::{Value, json};

use crate::{
    LONG,
    office::{Office, lines, wait_until},
};

const PROGRAM: &str = "/usr/local/bin/lab-person";
const FOLDER: &str = "/run/desk";
/// logind makes the session, as it does for whoever signs in at the screen (pam_systemd(8)). The lab has no password to ask for.
const PAM: &str =
    "auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_systemd.so\n";

pub(crate) struct Desk<'a> {
    office: &'a Office,
    pub(crate) pc: &'static str,
    pub(crate) person: &'static str,
}

impl<'a> Desk<'a> {
    /// Somebody has used the older program for a while, and signs in.
    pub(crate) fn of(office: &'a Office, pc: &'static str, person: &'static str) -> Self {
        let desk = Self { office, pc, person };
        let program = fs::read(env!("CARGO_BIN_EXE_lab-person")).unwrap();
        office.lab.put(pc, Path::new(PROGRAM), &program, 0o755).unwrap();
        desk.has_the_older("pr-letters", "Letters");
        desk.signs_in();
        desk
    }

    fn has_the_older(&self, package: &str, name: &str) {
        self.run(&format!(
            "mkdir -p /root/{package}/DEBIAN /root/{package}/usr/share/applications /root/{package}/usr/bin; cd /root/{package}
            printf 'Package: {package}\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: Lab <lab@example.invalid>\\n' > DEBIAN/control
            printf 'Description: {name}\\n' >> DEBIAN/control
            printf '#!/bin/sh\\nwhile :; do sleep 5; done\\n' > usr/bin/{package}; chmod 755 usr/bin/{package}
            printf '[Desktop Entry]\\nType=Application\\nName={name}\\nExec=/usr/bin/{package}\\n' > usr/share/applications/{package}.desktop
            dpkg-deb --build . ../{package}.deb; dpkg --install ../{package}.deb"
        ));
    }

    fn signs_in(&self) {
        let Self { person, .. } = self;
        let unit = format!(
            "[Service]\nUser={person}\nPAMName=patchround-lab-desk\nRestart=always\nRestartSec=100ms\n\
             Environment=XDG_SESSION_TYPE=x11 XDG_SESSION_CLASS=user\n\
             ExecStart=/bin/sh -c '/usr/bin/pr-letters & exec {PROGRAM} {FOLDER}'\n"
        );
        for (path, text) in
            [("/etc/pam.d/patchround-lab-desk", PAM), ("/etc/systemd/system/desk.service", &unit)]
        {
            self.office.lab.put(self.pc, Path::new(path), text.as_bytes(), 0o644).unwrap();
        }
        self.run(&format!(
            "useradd --create-home {person}; useradd mallory
            install -d -o {person} -m 755 {FOLDER}; systemctl daemon-reload; systemctl start desk"
        ));
    }

    /// What this account's own "This PC" shows for some seconds where it belongs to no session on the screen.
    pub(crate) fn without_a_session(&self, account: &str) -> Vec<Value> {
        let folder = format!("/run/desk-{account}");
        self.run(&format!(
            "install -d -o {account} {folder}; runuser -u {account} -- timeout 3 {PROGRAM} {folder} || test $? = 124"
        ));
        lines(&self.office.read(self.pc, &format!("{folder}/screens")))
    }

    /// Every screen since the sign-in.
    pub(crate) fn screens(&self) -> Vec<Value> {
        lines(&self.office.read(self.pc, &format!("{FOLDER}/screens")))
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> Value {
        self.screens().pop().expect("there is a screen")
    }

    /// Prints what is on the screen, for whoever watches (`cargo xtask lab people`).
    pub(crate) fn show(&self) {
        let screen = &self.screen()["screen"];
        let rest = ["title", "wants", "stands", "moves"].map(|words| &screen["questions"][0][words]);
        let replies = screen["replies"].as_array().into_iter().flatten();
        let replies = replies.flat_map(|reply| [&reply["sentence"], &reply["words"]]);
        println!("[{}] The screen of {}:", self.pc, self.person);
        for words in [&screen["state"]["sentence"]].into_iter().chain(rest).chain(replies) {
            words.as_str().into_iter().for_each(|words| println!("        {words}"));
        }
    }

    /// Answers the first question; gives what the screen says then.
    pub(crate) fn says(&self, answer: &Value) -> String {
        println!("[{}] {} answers: {answer}", self.pc, self.person);
        let question = &self.screen()["view"]["questions"][0]["id"];
        let said = json!({"say": "answer", "question": question, "answer": answer});
        let before = self.screens().len();
        self.office
            .lab
            .put(self.pc, Path::new("/run/desk/say.new"), said.to_string().as_bytes(), 0o644)
            .unwrap();
        self.run("mv /run/desk/say.new /run/desk/say");
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
        self.run("systemctl kill --signal=KILL desk");
        wait_until(LONG, "it is there again", || {
            thread::sleep(Duration::from_millis(200));
            self.screens().split_off(before).iter().any(|screen| screen["line"] == "Open")
        });
    }

    pub(crate) fn events(&self) -> Vec<Value> {
        lines(&self.office.events_on(self.pc))
    }

    pub(crate) fn told(&self, kind: &str) -> usize {
        self.events().iter().filter(|event| event["type"] == kind).count()
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
