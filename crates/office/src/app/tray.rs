//! The tray icon and its menu, as data (ux.md 1.5).

use patchround_words::{say, say_with};

use super::{
    show::number,
    snapshot::{Look, OfficeView, Place, Snapshot},
};

/// The tray as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tray {
    /// Which icon.
    pub icon: TrayIcon,
    /// The state sentence: the tooltip, and the icon's name for a screen reader.
    pub title: String,
    /// The menu, from top to bottom: at most nine rows.
    pub rows: Vec<TrayRow>,
}

/// The five icons. They differ by their shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrayIcon {
    /// A solid triangle with "!".
    Needs,
    /// An open arrow circle: this PC needs a restart.
    Restart,
    /// A solid box with an arrow down.
    Working,
    /// A dashed circle with a slash.
    Off,
    /// An outline circle with a tick: all good, or updates merely ready.
    Good,
}

impl TrayIcon {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Needs, Self::Restart, Self::Working, Self::Off, Self::Good];

    /// Its file's name, without an ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Needs => "needs",
            Self::Restart => "restart",
            Self::Working => "working",
            Self::Off => "off",
            Self::Good => "good",
        }
    }
}

/// A row of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrayRow {
    /// Words that do nothing.
    Label(String),
    /// Something that can be chosen.
    Item {
        /// What it does.
        act: Act,
        /// Its words.
        text: String,
        /// `Some` for a row with a check mark.
        checked: Option<bool>,
    },
    /// A line between.
    Separator,
}

/// What a row of the menu, or a message's button, does. The shell carries out what opens or ends something and
/// hands the rest to [`super::Engine::act`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Opens the window where it was.
    Open,
    /// Opens the plan of "Update all".
    OpenPlan,
    /// Opens a note to whoever is in charge, on the PC of who wants to write it.
    OpenNote,
    /// Opens what needs the person in charge.
    OpenNeeds,
    /// Opens the result of the last round.
    OpenResult,
    /// Opens the report of the month that is over.
    OpenReport,
    /// Agrees a round for the next evening at once.
    Tonight,
    /// Begins at once to put in what attackers use.
    UrgentNow,
    /// Undoes what a confirmation was about; its number.
    Undo(u32),
    /// Keeps messages back until tomorrow, or no longer.
    Quiet,
    /// Ends the program.
    Quit,
}

impl Tray {
    /// Before anything is known.
    pub(super) fn nothing() -> Self {
        Self { icon: TrayIcon::Off, title: String::new(), rows: Vec::new() }
    }
}

/// The tray of a snapshot.
pub(crate) fn tray(shown: &Snapshot) -> Tray {
    match (&shown.place, &shown.office) {
        (Place::Office, Some(office)) => of_office(office, shown),
        (Place::Setup { step, .. }, office) if *step > 1 => {
            let pcs = office.as_ref().map_or(0, |office| office.pcs.len());
            let title = say_with("tray-setup", &[("count", number(pcs))]);
            alone(TrayIcon::Off, title)
        }
        (Place::Trouble { sentence }, _) => alone(TrayIcon::Needs, sentence.clone()),
        _ => alone(TrayIcon::Off, say("tray-welcome")),
    }
}

fn of_office(office: &OfficeView, shown: &Snapshot) -> Tray {
    let title = match (somebody_waits(office), office.state.look) {
        (true, look) if look != Look::Needs => {
            let waits = say_with("tray-needs", &[("count", number(office.needs.len()))]);
            format!("{} {waits}", office.state.sentence)
        }
        _ => office.state.sentence.clone(),
    };
    let tonight = office.tonight.clone().map(|words| item(Act::Tonight, words));
    let needs = office.needs.len();
    let needs =
        (needs > 0).then(|| item(Act::OpenNeeds, say_with("tray-needs", &[("count", number(needs))])));
    let quiet =
        TrayRow::Item { act: Act::Quiet, text: say("tray-quiet"), checked: Some(shown.settings.quiet) };
    let rows = [
        TrayRow::Label(office.state.sentence.clone()),
        TrayRow::Separator,
        item(Act::OpenPlan, say("tray-update-all")),
    ]
    .into_iter()
    .chain(tonight)
    .chain(needs)
    .chain([TrayRow::Separator, item(Act::Open, say("tray-open")), quiet, item(Act::Quit, say("tray-quit"))])
    .collect();
    Tray { icon: icon(office, shown), title, rows }
}

/// Whether people wait for an answer, or for a talk.
fn somebody_waits(office: &OfficeView) -> bool {
    office.needs.iter().any(|need| need.answers.is_some() || need.talk.is_some())
}

fn icon(office: &OfficeView, shown: &Snapshot) -> TrayIcon {
    let here = office.pcs.iter().find(|pc| pc.here);
    match office.state.look {
        Look::Needs => TrayIcon::Needs,
        _ if somebody_waits(office) => TrayIcon::Needs,
        _ if here.is_some_and(|pc| pc.look == Look::Restart) => TrayIcon::Restart,
        Look::Working => TrayIcon::Working,
        Look::Off => TrayIcon::Off,
        _ if shown.settings.quiet => TrayIcon::Off,
        Look::Ready | Look::Restart | Look::Good => TrayIcon::Good,
    }
}

fn alone(icon: TrayIcon, title: String) -> Tray {
    let rows = vec![
        TrayRow::Label(title.clone()),
        TrayRow::Separator,
        item(Act::Open, say("tray-open")),
        item(Act::Quit, say("tray-quit")),
    ];
    Tray { icon, title, rows }
}

fn item(act: Act, text: String) -> TrayRow {
    TrayRow::Item { act, text, checked: None }
}

#[cfg(test)]
mod tests;
