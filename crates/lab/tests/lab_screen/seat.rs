//! Somebody before a screen: a session that logind made with a small desktop in it, where they read, press keys and
//! nothing else.

use std::{
    cell::Cell,
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use serde::Deserialize;
use serde_json::Value;

use crate::{
    LONG,
    letters::PAM,
    office::{Office, lines, wait_until},
};

/// Presses of a key until something has the focus, at most.
const PRESSES: usize = 30;
/// How often the newest message is opened until its window is there.
const OPENINGS: u32 = 3;
/// From a key to what it leads to.
const SETTLED: Duration = Duration::from_millis(150);
/// The key that opens the newest message, as desktops have one.
const KEY: &str =
    r#"<keybind key="W-n"><action name="Execute"><command>dunstctl action</command></action></keybind>"#;
const FILES: [(&str, &str, u32); 6] = [
    ("/etc/pam.d/patchround-lab-screen", PAM, 0o644),
    ("/usr/local/bin/lab-desktop", include_str!("desktop.sh"), 0o755),
    ("/usr/local/bin/lab-eyes", include_str!("eyes.py"), 0o755),
    ("/usr/local/bin/lab-hand", include_str!("hand.py"), 0o755),
    ("/usr/local/bin/lab-shown", include_str!("shown.sh"), 0o755),
    ("/etc/xdg/dunst/dunstrc", include_str!("dunstrc"), 0o644),
];

pub(crate) struct Seat<'a> {
    office: &'a Office,
    pub(crate) pc: &'static str,
    pub(crate) person: &'static str,
    pictures: Cell<usize>,
}

/// Something in the window, as a screen reader finds it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Thing {
    pub(crate) role: String,
    words: String,
    pub(crate) has_focus: bool,
}

impl Thing {
    /// Without the marks around names that are for the eye alone (U+2068 and U+2069, Unicode's UAX #9).
    pub(crate) fn says(&self) -> String {
        plain(&self.words)
    }
}

fn plain(words: &str) -> String {
    words.replace(['\u{2068}', '\u{2069}'], "")
}

/// A message as the notification server showed it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// In milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) title: String,
    pub(crate) body: String,
}

impl<'a> Seat<'a> {
    /// The app is installed from its package, and somebody signs in.
    pub(crate) fn of(office: &'a Office, app: &Path, pc: &'static str, person: &'static str) -> Self {
        let seat = Self { office, pc, person, pictures: Cell::new(0) };
        office.lab.put(pc, Path::new("/tmp/app.deb"), &fs::read(app).unwrap(), 0o644).unwrap();
        seat.run("apt-get -qq -y install /tmp/app.deb");
        let unit = format!(
            "[Service]\nUser={person}\nPAMName=patchround-lab-screen\n\
             Environment=XDG_SESSION_TYPE=x11 XDG_SESSION_CLASS=user\nExecStart=/usr/local/bin/lab-desktop\n"
        );
        let unit = ("/etc/systemd/system/lab-screen.service", unit.as_str(), 0o644);
        for (path, text, mode) in FILES.into_iter().chain([unit]) {
            office.lab.put(pc, Path::new(path), text.as_bytes(), mode).unwrap();
        }
        seat.run(&format!(
            "sed -i 's|</keyboard>|{KEY}</keyboard>|' /etc/xdg/openbox/rc.xml
            useradd --create-home {person}; systemctl daemon-reload; systemctl start lab-screen"
        ));
        seat
    }

    /// A command in her session.
    pub(crate) fn hers(&self, command: &str) -> String {
        let person = self.person;
        let command = format!(
            "run=/run/user/$(id -u {person}); cd /; exec runuser -u {person} -- env HOME=/home/{person} LANG=C.UTF-8 DISPLAY=:0 \
             XDG_RUNTIME_DIR=$run DBUS_SESSION_BUS_ADDRESS=unix:path=$run/bus {command}"
        );
        self.office.lab.succeed(self.pc, ["sh", "-c", &command]).unwrap()
    }

    /// What a Perl program of her session prints.
    pub(crate) fn runs_for_her(&self, program: &str, word: &str) -> String {
        let unit = "systemd-run --user --quiet --pipe --wait";
        self.hers(&format!("{unit} /usr/bin/perl -e '{program}' {word}"))
    }

    /// What time it is at this PC.
    pub(crate) fn clock(&self) -> String {
        self.office.lab.succeed(self.pc, ["date", "-u", "+%Y-%m-%dT%H:%M:%SZ"]).unwrap().trim().to_owned()
    }

    pub(crate) fn run(&self, script: &str) {
        self.office.lab.succeed(self.pc, ["sh", "-c", &format!("set -e\n{script}")]).unwrap();
    }

    /// Everything that a screen reader finds in the window, as it is now.
    pub(crate) fn sees(&self) -> Vec<Thing> {
        lines(&self.hers("lab-eyes"))
            .into_iter()
            .map(|thing| serde_json::from_value(thing).unwrap())
            .collect()
    }

    /// The words of everything in the window, also of what one would have to scroll to, in its order.
    pub(crate) fn reads(&self) -> Vec<String> {
        let words = |thing: Value| plain(thing["words"].as_str().unwrap_or_default());
        lines(&self.hers("lab-eyes all")).into_iter().map(words).collect()
    }

    /// Presses everything of this name, as a screen reader does for who asks it to; gives how many there were.
    pub(crate) fn presses_all(&self, name: &str) -> usize {
        self.hers(&format!("lab-hand '{name}'")).trim().parse().unwrap()
    }

    pub(crate) fn waits_for(&self, words: &str) {
        assert!(
            self.comes_to_see(words, LONG),
            "in vain: {words}; {:#?} {:#?}",
            self.sees(),
            self.messages()
        );
    }

    /// Opens the newest message with the desktop's key; once more, as anybody would, where no window comes of it.
    /// Twice on a busy machine the first key of a display led to nothing; why is not known.
    pub(crate) fn opens_message(&self, words: &str) {
        for press in 1..=OPENINGS {
            self.presses("super+n");
            if self.comes_to_see(words, LONG / OPENINGS) {
                return;
            }
            println!("[{}] No window after pressing the key {press} times: {:#?}", self.pc, self.messages());
        }
        panic!("in vain: {words}; {:#?}", self.sees());
    }

    /// Whether these words are in the window before long.
    fn comes_to_see(&self, words: &str, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        loop {
            match self.sees().iter().any(|thing| thing.says().contains(words)) {
                true => return true,
                false if Instant::now() >= end => return false,
                false => thread::sleep(SETTLED),
            }
        }
    }

    /// Presses a key, or several one after the other (`xdotool(1)`).
    pub(crate) fn presses(&self, keys: &str) {
        self.hers(&format!("xdotool key --clearmodifiers {keys}"));
    }

    pub(crate) fn types(&self, words: &str) {
        self.hers(&format!("xdotool type --delay 20 '{words}'"));
    }

    /// Waits until this has the focus by itself.
    pub(crate) fn is_led_to(&self, words: &str) {
        wait_until(LONG, words, || self.sees().iter().any(|thing| thing.has_focus && thing.says() == words));
    }

    /// Tab, until this has the focus; gives how often.
    pub(crate) fn tabs_to(&self, words: &str) -> usize {
        for presses in 0..PRESSES {
            let sees = self.sees();
            if sees.iter().any(|thing| thing.has_focus && thing.says() == words) {
                return presses;
            }
            self.presses("Tab");
            thread::sleep(SETTLED);
        }
        panic!("no key leads to {words}: {:#?}", self.sees());
    }

    /// What the notification server showed since the sign-in.
    pub(crate) fn messages(&self) -> Vec<Shown> {
        let shown = self.office.lab.succeed(self.pc, ["cat", &format!("/home/{}/messages", self.person)]);
        shown.unwrap_or_default().lines().filter_map(message).collect()
    }

    /// Waits for a message; gives it as it was shown.
    pub(crate) fn waits_for_message(&self, words: &str) -> Shown {
        let mut found = None;
        wait_until(LONG, words, || {
            found = self.messages().into_iter().find(|one| one.title.contains(words));
            found.is_some()
        });
        found.expect("it was waited for")
    }

    /// Keeps what is on the screen for people to look at, where there is a folder for it.
    pub(crate) fn is_photographed(&self, name: &str) {
        let number = self.pictures.get() + 1;
        self.pictures.set(number);
        self.hers("scrot --overwrite /tmp/screen.png");
        let picture = self.office.lab.output(self.pc, ["cat", "/tmp/screen.png"]).unwrap().stdout;
        assert!(picture.starts_with(b"\x89PNG"), "there is a picture");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screens");
        fs::create_dir_all(&folder).unwrap();
        let place = folder.join(format!("{}-{number:02}-{name}.png", self.person));
        fs::write(&place, picture).unwrap();
        println!("[{}] The screen of {}: {}", self.pc, self.person, place.display());
    }

    /// Waits until the PC has written this down, and gives it.
    pub(crate) fn event(&self, kind: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let mut found = None;
        wait_until(LONG, kind, || {
            let events = lines(&self.office.events_on(self.pc));
            found = events.into_iter().find(|event| event["type"] == kind && is_it(event));
            found.is_some()
        });
        found.expect("it was waited for")
    }

    /// Whether the PC noted that she uses a program.
    pub(crate) fn uses(&self, program: &str) -> bool {
        let known = self.office.lab.succeed(self.pc, ["cat", "/var/lib/patchround/people.json"]);
        known.is_ok_and(|known| known.contains(program) && known.contains(self.person))
    }
}

fn message(line: &str) -> Option<Shown> {
    let mut parts = line.splitn(3, '\t').map(str::to_owned);
    Some(Shown { at: parts.next()?.parse().ok()?, title: plain(&parts.next()?), body: plain(&parts.next()?) })
}
