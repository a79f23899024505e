//! The manager's window on her screen: opened with the clock as it is shown, read and pressed as a screen reader does.

use std::{collections::BTreeMap, path::Path};

use jiff::civil::Date;
use patchround_lab::MANAGER;

use crate::{
    DAYS, LONG, due,
    office::{Office, wait_until},
    seat::Seat,
    suite::Known,
    time::the_managers_is_shown_the_time,
};

const PERSON: &str = "ann";
/// PCs that lacked everything at first, and at the end of a month that is over.
const FIRST: usize = 2;

pub(crate) struct Window<'a> {
    seat: Seat<'a>,
}

/// What a PC's page says of one update: its id, when it is due, by which rule and since when it is out, and its flaws.
type Row = (String, String, String, Vec<String>);

impl<'a> Window<'a> {
    /// She signs in at the manager's PC.
    pub(crate) fn of(office: &'a Office, app: &Path) -> Self {
        let seat = Seat::of(office, app, MANAGER, PERSON);
        the_managers_is_shown_the_time(office, "patchround-app");
        Self { seat }
    }

    /// The pages of all PCs, and the month's report.
    pub(crate) fn tells_the_same(
        &self,
        known: &BTreeMap<String, Known>,
        (on, others): (&[&str], &[&str]),
        day: Date,
    ) {
        self.is_opened();
        for pc in on {
            let mut wanted: Vec<Row> = known.iter().map(|(name, known)| row(name, known, day)).collect();
            wanted.sort();
            assert_eq!(self.rows_of(pc, wanted.len()), wanted, "{pc} on {day}");
        }
        for pc in others {
            self.opens(pc);
            let told = self.seat.reads();
            let is_update = |words: &String| when_in(words).is_some() || words == "Version and notes";
            assert!(!told.iter().any(is_update), "{pc} lacks nothing: {told:#?}");
        }
        self.seat.presses("ctrl+5");
        self.seat.waits_for("Save as PDF");
        let told = self.seat.reads();
        self.seat.is_photographed("report");
        let then = as_of(&told, day);
        let pcs = if then < day { FIRST } else { on.len() };
        assert_eq!(lateness_in(&told), lateness(known, pcs, then), "on {day}: {told:#?}");
        self.is_closed();
    }

    /// Everything that a PC's page says of its updates, so many of them, with all there is to unfold.
    fn rows_of(&self, pc: &str, count: usize) -> Vec<Row> {
        self.opens(pc);
        let is_more = |words: &String| words.starts_with("And ") && words.ends_with(" more");
        if let Some(more) = self.seat.reads().into_iter().find(is_more) {
            self.seat.presses_all(&more);
        }
        for unfold in ["Version and notes", "Technical details"] {
            let mut pressed = 0;
            wait_until(LONG, unfold, || {
                pressed = if pressed == count { pressed } else { self.seat.presses_all(unfold) };
                pressed == count
            });
        }
        let mut rows = Vec::new();
        wait_until(LONG, "everything is unfolded", || {
            rows = rows_in(&self.seat.reads());
            rows.len() == count
        });
        self.seat.is_photographed(pc);
        rows.sort();
        rows
    }

    fn opens(&self, pc: &str) {
        self.seat.presses("ctrl+2");
        self.seat.waits_for("Choose the PCs that you want to update.");
        let card = self.seat.reads().into_iter().find(|words| words.starts_with(&format!("{pc} ")));
        assert_eq!(self.seat.presses_all(&card.unwrap()), 1);
        self.seat.waits_for("All PCs");
        wait_until(LONG, "the whole page", || self.seat.reads().iter().any(|words| words == "About this PC"));
    }

    /// With what the manager's program wrote down until now: the window is another person's on this PC.
    fn is_opened(&self) {
        let folder = format!("/home/{PERSON}/office");
        self.seat.run(&format!(
            "rm -rf {folder}; cp -a /root/.local/share/patchround {folder}; chown -R {PERSON}: {folder}"
        ));
        self.seat.hers(&format!(
            "systemd-run --user --quiet --unit=window --setenv=DISPLAY=:0 --setenv=LANG=C.UTF-8 \
             patchround-app --office --no-feeds --no-discovery --state-dir {folder}"
        ));
        self.seat.waits_for("Lab Office");
        self.seat.is_photographed("home");
    }

    fn is_closed(&self) {
        self.seat.hers("systemctl --user stop window");
    }
}

/// What the page has to say.
fn row(name: &str, known: &Known, day: Date) -> Row {
    let on = due(known);
    let when = if day > on { "Late, was due on" } else { "Due on" };
    let clock = format!(
        "Due on {} by Cyber Essentials. It came out on {}, as its maker says.",
        words(on),
        words(known.released)
    );
    (format!("{name}@{}", known.version), format!("{when} {}", words(on)), clock, known.cves.clone())
}

/// Of each update: its head, the clock's sentences, what its maker notes, its id, its flaws, in this order.
fn rows_in(told: &[String]) -> Vec<Row> {
    let (mut rows, mut when, mut clock) = (Vec::<Row>::new(), "", "");
    for words in told {
        if let Some(found) = when_in(words) {
            when = found;
        } else if let Some(found) = clock_in(words) {
            clock = found;
        } else if let Some(id) = words.strip_prefix("apt:") {
            rows.push((without_architecture(id), when.to_owned(), clock.to_owned(), Vec::new()));
        } else if is_flaw(words) {
            rows.last_mut().unwrap().3.push(words.clone());
        }
    }
    rows
}

/// The last line of a row's head, below the name and the class.
fn when_in(head: &str) -> Option<&str> {
    let [_, "Security fix", when] = head.lines().collect::<Vec<_>>()[..] else { return None };
    Some(when)
}

fn clock_in(words: &str) -> Option<&str> {
    let (clock, _) = words.split_once(" Whether attackers use what it mends is not known")?;
    clock.starts_with("Due on ").then_some(clock)
}

fn is_flaw(words: &str) -> bool {
    words.starts_with("CVE-") && !words.contains(' ')
}

fn without_architecture(id: &str) -> String {
    let (package, version) = id.split_once('@').unwrap();
    format!("{}@{version}", package.split(':').next().unwrap())
}

/// The day at whose end the report on the screen tells everything: the month that is over, or now.
fn as_of(told: &[String], day: Date) -> Date {
    let is_told = |month: Date| told.contains(&format!("Updates report, {}", month.strftime("%B %Y")));
    if is_told(day) {
        return day;
    }
    let before = day.first_of_month().yesterday().unwrap();
    assert!(is_told(before), "{told:#?}");
    before
}

/// How late everything is, on so many PCs.
fn lateness(known: &BTreeMap<String, Known>, pcs: usize, day: Date) -> Vec<String> {
    let late = known.values().filter(|known| day > due(known));
    let mut all: Vec<String> = late.flat_map(|known| vec![since(known, day); pcs]).collect();
    all.sort();
    all
}

fn since(known: &Known, day: Date) -> String {
    let days = day.since(due(known)).unwrap().get_days();
    let unit = if days == 1 { "day" } else { "days" };
    let first = known.released.checked_add(jiff::ToSpan::days(DAYS + 1)).unwrap();
    format!("Late since {}, by {days} {unit}.", words(first))
}

fn lateness_in(told: &[String]) -> Vec<String> {
    let mut all: Vec<String> =
        told.iter().filter(|words| words.starts_with("Late since ")).cloned().collect();
    all.sort();
    all
}

/// As people read a day.
fn words(day: Date) -> String {
    day.strftime("%A %-d %B").to_string()
}
