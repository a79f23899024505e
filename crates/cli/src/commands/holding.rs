//! `hold`, `release`, `pause`, `resume`, `cooling-off`: what the office keeps back on purpose.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use patchround_office::{
    Error, Office, PcView,
    hold::{end_after, longest_pause},
};
use patchround_protocol::ids::PackageName;
use patchround_words::{say, say_with};
use serde::Serialize;

use super::Place;
use crate::{
    exit::Exit,
    out,
    sentence::{self, value},
};

/// What is no longer kept back on any PC, for other programs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Released<'a> {
    package: &'a PackageName,
}

/// How long a package is kept back where nobody says how long: as long as a security update may be (rules.md 4).
const TWO_WEEKS: SignedDuration = SignedDuration::from_hours(14 * 24);

pub(super) async fn hold(
    at: &Place,
    package: &PackageName,
    why: &str,
    until: Option<Date>,
) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let until = until.map_or_else(|| end_after(TWO_WEEKS), end_of)?;
    office.hold(std::slice::from_ref(package), why, until)?;
    let values = [("package", value(package.as_str())), ("until", value(out::time(until)))];
    out::line(&say_with("hold-done", &values));
    if let Some(sentence) = not_offered(&office.stored_views()?, package, "hold-meant") {
        out::line(&sentence);
    }
    bring(&office).await
}

/// What somebody may have `meant` who names a package that no PC offers: programs have other names on the screen.
pub(super) fn not_offered(views: &[PcView], package: &PackageName, meant: &str) -> Option<String> {
    let scans: Vec<_> = views.iter().filter_map(|view| view.pc.scan.as_ref()).collect();
    let all: Vec<_> = scans.iter().flat_map(|scan| &scan.updates).collect();
    if scans.is_empty() || all.iter().any(|update| update.package == *package) {
        return None;
    }
    let is_meant = |name: &str| name.eq_ignore_ascii_case(package.as_str());
    let other = all.into_iter().find(|update| is_meant(&update.name));
    let named = ("package", value(package.as_str()));
    Some(match other {
        Some(other) => say_with(meant, &[named, ("other", value(other.package.as_str()))]),
        None => say_with("hold-not-offered", &[named]),
    })
}

pub(super) async fn release(at: &Place, package: &PackageName, json: bool) -> anyhow::Result<Exit> {
    let office = at.open()?;
    office.release(std::slice::from_ref(package))?;
    if json {
        out::json(&Released { package });
        return Ok(bring_quietly(&office).await?.0);
    }
    out::line(&say_with("release-done", &[("package", value(package.as_str()))]));
    bring(&office).await
}

pub(super) async fn pause(at: &Place, until: Option<Date>) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let longest = longest_pause(&office.charter().floor);
    let until = until.map_or_else(|| end_after(longest), end_of)?;
    office.pause(until)?;
    out::line(&say_with("pause-done", &[("until", value(out::time(until)))]));
    bring(&office).await
}

pub(super) async fn resume(at: &Place) -> anyhow::Result<Exit> {
    let office = at.open()?;
    office.resume()?;
    out::line(&say("resume-done"));
    bring(&office).await
}

pub(super) async fn cooling_off(at: &Place, days: u32) -> anyhow::Result<Exit> {
    let office = at.open()?;
    office.set_cooling_off(u8::try_from(days).unwrap_or(u8::MAX))?;
    out::line(&say_with("cooling-off-done", &[("days", days.into())]));
    bring(&office).await
}

/// Says it where everything is paused.
pub(super) fn tell(office: &Office) {
    if let Some(until) = office.paused_until(Timestamp::now()) {
        out::line(&say_with("paused", &[("until", value(out::time(until)))]));
    }
}

/// Brings the PCs what was signed. One that is off gets it at the next contact, which is said: the change is made.
pub(super) async fn bring(office: &Office) -> anyhow::Result<Exit> {
    let (exit, views) = bring_quietly(office).await?;
    sentence::troubles(&views, out::line);
    let away = views.iter().filter(|view| !view.heard).count();
    if away > 0 {
        out::line(&say_with("brought-later", &[("count", sentence::number(away))]));
    }
    Ok(exit)
}

/// The same, for other programs to read.
pub(super) async fn bring_quietly(office: &Office) -> anyhow::Result<(Exit, Vec<PcView>)> {
    let views = office.look(&sentence::noticed).await?;
    let is_heard = views.iter().all(|view| view.heard);
    Ok((if is_heard { Exit::Done } else { Exit::Unreachable }, views))
}

/// The last moment of a day by this computer's clock.
pub(super) fn end_of(day: Date) -> Result<Timestamp, Error> {
    let end = day.at(23, 59, 59, 0).to_zoned(TimeZone::system());
    end.map(|end| end.timestamp()).map_err(|_| Error::BadEnd { latest: Timestamp::now() })
}
