//! `dnf repoquery --upgrades`: what the sources have that is newer, one package a line.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::rpm;

/// What `--qf` is told for [`parse`], with real tabs: dnf 5 knows no other. What may hold a tab is last. dnf 4 ends each
/// line itself.
pub const FORMAT: &str = "%{name}\t%{arch}\t%{epoch}\t%{version}-%{release}\t%{downloadsize}\t%{buildtime}\t%{sourcerpm}\t%{repoid}\t%{vendor}\t%{summary}";

/// One package that a source has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its name without architecture.
    pub name: String,
    /// Its architecture.
    pub arch: String,
    /// Its version, as rpm's database gives it.
    pub evr: String,
    /// Bytes to download.
    pub size: Option<u64>,
    /// When it was built.
    pub built: Option<Timestamp>,
    /// Name of the package of sources it was built from.
    pub source: Option<String>,
    /// Who made it.
    pub vendor: Option<String>,
    /// What it is, in a few words.
    pub summary: Option<String>,
}

impl Offer {
    /// `NAME.ARCH`.
    pub fn name_arch(&self) -> String {
        format!("{}.{}", self.name, self.arch)
    }
}

/// Reads all lines. `None` where the last one does not end or one is not of this form: half a list is not a list.
pub fn parse(text: &str) -> Option<Vec<Offer>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.strip_suffix('\n')?.split('\n').filter(|line| !line.is_empty()).map(offer).collect()
}

fn offer(line: &str) -> Option<Offer> {
    let mut fields = line.splitn(10, '\t');
    let mut next = || fields.next();
    let (name, arch, epoch, version, size) = (next()?, next()?, next()?, next()?, next()?);
    let (built, source, _repository, vendor, summary) = (next()?, next()?, next()?, next()?, next()?);
    let said = |text: &str| (!text.is_empty() && text != "(none)").then(|| text.to_owned());
    let known = !name.is_empty() && !arch.is_empty() && version.contains('-');
    known.then_some(())?;
    Some(Offer {
        name: name.to_owned(),
        arch: arch.to_owned(),
        evr: rpm::evr(epoch.parse().ok()?, version),
        size: size.parse().ok().filter(|size| *size > 0),
        built: moment(built),
        source: rpm::source_name(source).map(str::to_owned),
        vendor: said(vendor),
        summary: said(summary),
    })
}

/// A moment in UTC: dnf 4 prints it to the minute, dnf 5 as seconds since 1970.
fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Timestamp::from_second(seconds).ok().filter(|_| seconds > 0);
    }
    let time = DateTime::strptime("%Y-%m-%d %H:%M", text).ok()?;
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = include_str!("../../testdata/debian-12.dnf-repoquery.mixed");

    #[test]
    fn a_package_is_told_with_all_that_its_source_says_of_it() {
        let offers = parse(MIXED).unwrap();
        assert_eq!(offers.len(), 15);
        let epoch = offers.iter().find(|offer| offer.name == "pr-epoch").unwrap();
        assert_eq!((epoch.evr.as_str(), epoch.source.as_deref()), ("1:1.0-2", Some("pr-epoch")));
        assert_eq!(epoch.vendor.as_deref(), Some("Lab Works"));
        assert_eq!(epoch.built.unwrap().to_string(), "2026-10-26T07:33:00Z");
        let wide = offers.last().unwrap();
        assert_eq!((wide.vendor.as_deref(), wide.summary.as_deref()), (None, Some("Schöne 字 na\tme")));
    }

    #[test]
    fn a_line_that_does_not_end_or_has_too_few_fields_makes_it_no_list() {
        assert_eq!(parse(""), Some(Vec::new()));
        assert_eq!(parse(&MIXED[..MIXED.len() - 1]), None);
        assert_eq!(parse("Error: something\n"), None);
    }
}
