//! Each error as a sentence with what to do next.

mod back;
mod called;
mod directory;
pub mod duties;
pub mod feeds;
mod managed;
mod next;
mod not_whole;
mod own;
pub mod people;
mod record;
mod restarts;
pub mod rule;
mod wake;

use std::{io, path::Path};

use jiff::{Timestamp, tz::TimeZone};
use patchround_link::pairing::PairError;
use patchround_protocol::{
    Cause, limits,
    standing::NeverMet,
    update::ReleasedFrom,
    wire::{Also, Refusal},
};
use patchround_words::{Value, say, say_with};

pub use back::{cause_of_undo, next_of_undo};
pub use called::{Shared, for_whom, package_name, shared_names, whose};
pub(crate) use called::{called, called_alone, called_among, called_exactly, shared};
pub use directory::{in_charge, who_can_change};
pub use managed::decided_elsewhere;
pub use next::{held_there, next_on};
pub use not_whole::{not_whole, repair, repaired};
pub use own::{unread_of_people, waits_for_person};
pub use record::{flaw, record};
pub use restarts::{next_of_restart, restart, restart_for, wait};
pub use wake::wake;

use crate::{
    app::when,
    concern::{Concern, Notice},
    due::{Cooling, Exploited},
    error::Error,
    plain::plain,
    plan::{PcPlan, Plan},
    trouble::Trouble,
};

impl Error {
    /// The sentence for a person: what happened, and what to do next.
    pub fn say(&self) -> String {
        let path = |path: &Path| Value::from(path.display().to_string());
        let text = |text: &str| Value::from(text.to_owned());
        match self {
            Self::NoHome => say("error-no-home"),
            Self::ForeignFolder(p) => say_with("error-foreign-folder", &[("path", path(p))]),
            Self::Io { source, .. } if is_full(source.kind()) => say("error-disk-full"),
            Self::Io { path: p, source } => {
                say_with("error-io", &[("path", path(p)), ("why", text(&source.to_string()))])
            }
            Self::Held(by) => say_with("error-held", &[("by", text(by))]),
            Self::NoOffice(p) => say_with("error-no-office", &[("path", path(p))]),
            Self::OfficeExists(name) => say_with("error-office-exists", &[("name", text(name))]),
            Self::KeyFile(p) => say_with("error-key-file", &[("path", path(p))]),
            Self::StoreTooNew => say("error-store-too-new"),
            Self::StoreDamaged(_) | Self::Sign(_) => say("error-store-damaged"),
            Self::Store(error) => store(error),
            Self::WrongWords => say("error-wrong-words"),
            Self::BadName(name) => say_with("error-bad-name", &[("name", text(name))]),
            Self::UnknownPc(name) => say_with("error-unknown-pc", &[("name", text(name))]),
            Self::WhichPc { name, pcs } => {
                say_with("error-which-pc", &[("name", text(name)), ("pcs", text(&pcs.join(", ")))])
            }
            Self::NameTaken(name) => say_with("error-name-taken", &[("name", text(name))]),
            Self::AlreadyJoined(pc) => say_with("error-already-joined", &[("pc", text(pc))]),
            Self::BadPort(port) => say_with("error-bad-port", &[("port", text(port))]),
            Self::BadAddress(address) => say_with("error-bad-address", &[("address", text(address))]),
            Self::UnknownHost(host) => say_with("error-unknown-host", &[("host", text(host))]),
            Self::NoCode => say("error-no-code"),
            Self::CodeExpired => say("error-code-expired"),
            Self::CodeUsedUp => say("error-code-used-up"),
            Self::UnknownInvitation(id) => {
                say_with("error-unknown-invitation", &[("id", text(&id.to_string()))])
            }
            Self::TooManyInvitations => say("error-too-many-invitations"),
            Self::FileExists(p) => say_with("error-file-exists", &[("path", path(p))]),
            Self::BadUpdateId(id) => say_with("error-bad-update-id", &[("id", text(id))]),
            Self::UpdateGone(id) => say_with("error-update-gone", &[("id", text(id.as_str()))]),
            Self::NotFirmware(id) => say_with("error-not-firmware", &[("id", text(id.as_str()))]),
            Self::FirmwareNot(why) => format!("{} {}", cause(*why), next(*why)),
            Self::NoReason => say("error-no-reason"),
            Self::NothingInstead => say("error-nothing-instead"),
            Self::BadEnd { latest } => say_with("error-bad-end", &[("latest", text(&day(*latest)))]),
            Self::NeverMet(NeverMet::Installs) => say("error-never-installs"),
            Self::NeverMet(NeverMet::Restarts) => say("error-never-restarts"),
            Self::TooManyExceptions => say("error-too-many-exceptions"),
            Self::NotExcepted(package) => say_with("error-not-excepted", &[("package", text(package))]),
            Self::NotHeld(package) => say_with("error-not-held", &[("package", text(package))]),
            Self::NotObjected => say("error-not-objected"),
            Self::NothingKept(package) => say_with("error-nothing-kept", &[("package", text(package))]),
            Self::StillOrdered(pc) => {
                format!("{} {}", say_with("result-busy", &[("pc", text(pc))]), say("restart-next-busy"))
            }
            Self::NotBack(package) => say_with("error-not-back", &[("package", text(package))]),
            Self::NoLanguage(tag) => say_with("error-no-language", &[("language", text(tag))]),
            Self::NotPrinted(_) => say("error-not-printed"),
            Self::BadLimit { most } => say_with("error-bad-limit", &[("most", u32::from(*most).into())]),
            Self::BadFeedAddress(why) => feeds::not_an_address(*why),
            Self::NotPaused => say("error-not-paused"),
            Self::NoStandIn => say("error-no-stand-in"),
            Self::StandsInForOneself => say("error-stands-in-for-oneself"),
            Self::BadDays => say("error-bad-days"),
            Self::NotAway => say("error-not-away"),
            Self::Pair(error) => say(pairing(*error)),
            Self::Discovery(_) => say("error-discovery"),
        }
    }
}

/// Why a PC was not asked, and what to do.
pub fn trouble(pc: &str, trouble: Trouble) -> String {
    say_with(trouble.sentence_id(), &[("pc", Value::from(pc.to_owned()))])
}

/// What is the matter with a PC, and what to do.
pub fn concern(pc: &str, concern: Concern) -> String {
    let id = match concern {
        Concern::RulesAhead => "concern-rules-ahead",
        Concern::RulesRefused(Refusal::UnknownVerb) => "concern-rules-old-helper",
        Concern::RulesRefused(Refusal::DiskFull) => "trouble-disk-full",
        Concern::RulesRefused(Refusal::DiskUnusable) => "trouble-disk-unusable",
        Concern::RulesRefused(Refusal::BelowFloor) => "concern-rules-floor",
        Concern::RulesRefused(Refusal::NotAllowed | Refusal::BadSignature | Refusal::OtherOffice) => {
            "concern-rules-not-allowed"
        }
        Concern::RulesRefused(_) => "concern-rules-refused",
        Concern::TooMuch => "concern-too-much",
        Concern::TwoPlaces => "concern-two-places",
    };
    say_with(id, &[("pc", Value::from(pc.to_owned()))])
}

/// What was noticed about a PC.
pub fn notice(pc: &str, notice: &Notice) -> String {
    let (id, now) = match notice {
        Notice::RulesOlder => ("notice-rules-older", ""),
        Notice::PutBack => ("notice-put-back", ""),
        Notice::CallsItself(name) => ("notice-calls-itself", name.as_str()),
        Notice::Moved(address) => ("notice-moved", address.as_str()),
        Notice::NotesLost(lines) => {
            return say_with("notice-notes-lost", &[("pc", pc.into()), ("lines", (*lines).into())]);
        }
        Notice::Ordered { who, order } => return ordered(pc, who.as_deref(), order),
    };
    let now = plain(now, limits::NAME_CHARS);
    say_with(id, &[("pc", Value::from(pc.to_owned())), ("now", Value::from(now))])
}

/// Which order of somebody else a new one meets.
fn ordered(pc: &str, who: Option<&str>, order: &Also) -> String {
    let id = if order.begins.is_some() { "notice-ordered-later" } else { "notice-ordered-too" };
    let who = who.map_or_else(|| say("somebody-else"), ToOwned::to_owned);
    let [at, begins] = [order.ordered, order.begins.unwrap_or_default()].map(|at| Value::from(moment(at)));
    let values = [("who", who.into()), ("pc", pc.to_owned().into()), ("at", at), ("begins", begins)];
    say_with(id, &[&values[..], &[("count", order.updates.into())]].concat())
}

fn moment(at: Timestamp) -> String {
    when::moment(at, Timestamp::now(), &TimeZone::system())
}

/// Who goes first in a plan, and who waits for that; nothing where all go at once.
pub fn goes_first(plan: &Plan) -> Option<String> {
    let only_substantial = plan.try_first?.only_substantial;
    Some(first(plan.first()?, only_substantial, plan.waiting_pcs()))
}

/// That an update is so new that it waits, and until when.
pub fn cooling(name: &str, new: &Cooling) -> String {
    how_new("plan-cooling", name, new)
}

/// That an update goes in though it is new: somebody wants it.
pub fn new_all_the_same(name: &str, new: &Cooling) -> String {
    how_new("plan-new-all-the-same", name, new)
}

/// Who says when something came out.
pub(crate) fn told_by(from: ReleasedFrom) -> String {
    say(match from {
        ReleasedFrom::Catalogue => "new-from-catalogue",
        ReleasedFrom::Maker => "new-from-maker",
        ReleasedFrom::FirstSeen => "new-from-seen",
    })
}

fn how_new(id: &str, name: &str, new: &Cooling) -> String {
    let from = told_by(new.from);
    let [since, until] = [new.since, new.until].map(|day| Value::from(when::day(day)));
    let values =
        [("name", name.to_owned().into()), ("since", since), ("from", from.into()), ("until", until)];
    let said = say_with(id, &values);
    match new.exploited {
        Exploited::NotKnownOf => said,
        Exploited::Unknown => format!("{said} {}", say("plan-cooling-unknown")),
    }
}

/// As [`goes_first`], of a PC for which so many others wait.
pub(crate) fn first(pc: &PcPlan, only_substantial: bool, waiting: usize) -> String {
    let id = if only_substantial { "plan-first-big" } else { "plan-first-all" };
    let pcs = u32::try_from(waiting).unwrap_or(u32::MAX);
    let name = || ("pc", Value::from(pc.pc.clone()));
    let said = say_with(id, &[name(), ("pcs", pcs.into())]);
    if pc.heard { said } else { format!("{said} {}", say_with("plan-first-off", &[name()])) }
}

/// A cause as its sentence.
pub fn cause(cause: Cause) -> String {
    say(&format!("cause-{}", cause.id().replace('_', "-")))
}

/// What to do about a cause.
pub fn next(cause: Cause) -> String {
    say(&format!("next-{}", cause.id().replace('_', "-")))
}

/// A day by this computer's clock, as it is typed.
fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).date().to_string()
}

fn is_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn store(error: &rusqlite::Error) -> String {
    match error.sqlite_error().map(|error| error.extended_code) {
        Some(rusqlite::ffi::SQLITE_IOERR_SHORT_READ) => return say("error-store-damaged"),
        // There is no room for the index of the log of changes, which is made anew at each opening.
        Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => return say("error-disk-full"),
        _ => {}
    }
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => say("error-disk-full"),
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            say("error-store-damaged")
        }
        _ => say_with("error-store", &[("why", Value::from(error.to_string()))]),
    }
}

fn pairing(error: PairError) -> &'static str {
    match error {
        PairError::Unreachable => "invite-unreachable",
        PairError::WrongCode => "invite-wrong-code",
        PairError::NoTriesLeft => "error-code-used-up",
        PairError::NotCounted(_) => "invite-not-counted",
        PairError::WindowClosed => "invite-window-closed",
        PairError::NotInvited => "invite-not-invited",
        PairError::NoPlaceLeft => "invite-no-place-left",
        PairError::Unheard(_) => "invite-unheard",
        PairError::NotPatchround => "invite-not-patchround",
        PairError::Refused(Refusal::AlreadyJoined | Refusal::OtherOffice) => "invite-other-office",
        PairError::Refused(Refusal::ClockWrong | Refusal::Expired) => "invite-clock-wrong",
        PairError::Refused(Refusal::DiskFull) => "invite-disk-full",
        PairError::Refused(Refusal::DiskUnusable) => "invite-disk-unusable",
        PairError::Refused(_) => "invite-refused",
        PairError::TimedOut => "invite-timed-out",
        PairError::Broken => "invite-broken",
    }
}

#[cfg(test)]
mod tests {
    use patchround_words::knows;

    use super::*;

    #[test]
    fn every_cause_has_its_sentence_and_what_to_do_next() {
        for id in Cause::ALL.map(|cause| cause.id().replace('_', "-")) {
            assert!(knows(&format!("cause-{id}")) && knows(&format!("next-{id}")), "{id}");
        }
    }

    #[test]
    fn the_table_of_causes_is_whole_and_says_what_the_catalogue_says() {
        let page = include_str!("../../../docs/causes.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
        let rows: Vec<Vec<&str>> = rows.map(|row| row.split(" | ").collect()).collect();
        let ids: Vec<&str> = rows.iter().map(|row| row[0].trim_end_matches('`')).collect();
        assert_eq!(ids, Cause::ALL.map(Cause::id));
        for row in rows {
            let [id, how, cause, next, provoked] = row[..] else { panic!("{row:?}") };
            let id = id.trim_end_matches('`').replace('_', "-");
            assert_eq!((cause, next), (&*say(&format!("cause-{id}")), &*say(&format!("next-{id}"))));
            assert!(!how.is_empty() && (provoked.starts_with("no: ") || is_a_lab_test(provoked)), "{row:?}");
        }
    }

    fn is_a_lab_test(name: &str) -> bool {
        let lab = concat!(env!("CARGO_MANIFEST_DIR"), "/../lab/tests");
        let mut left = vec![std::path::PathBuf::from(lab)];
        let wanted = format!("#[test]\nfn {}()", name.trim_matches('`'));
        while let Some(path) = left.pop() {
            match std::fs::read_dir(&path) {
                Ok(files) => left.extend(files.map(|file| file.unwrap().path())),
                Err(_) if std::fs::read_to_string(&path).unwrap_or_default().contains(&wanted) => {
                    return true;
                }
                Err(_) => {}
            }
        }
        false
    }

    #[test]
    fn a_full_disk_and_a_damaged_store_are_told_apart() {
        let sqlite = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        assert_eq!(store(&sqlite(rusqlite::ffi::SQLITE_FULL)), say("error-disk-full"));
        assert_eq!(store(&sqlite(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)), say("error-disk-full"));
        let io = |kind: io::ErrorKind| Error::io(Path::new("/x"), kind.into()).say();
        assert_eq!(io(io::ErrorKind::StorageFull), say("error-disk-full"));
        assert!(io(io::ErrorKind::PermissionDenied).contains("/x"));
        assert_eq!(store(&sqlite(rusqlite::ffi::SQLITE_CORRUPT)), say("error-store-damaged"));
    }
}
