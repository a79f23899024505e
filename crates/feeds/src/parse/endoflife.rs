use jiff::{Timestamp, civil::Date};
use patchround_protocol::limits;
use serde::Deserialize;

use super::{Record, json};
use crate::refused::Refused;

/// Releases of one system, at most; the longest list of an operating system had 60 in 2025.
pub const RELEASES: usize = 200;

/// Reads what endoflife.date says of one operating system (its API, version 1): releases by their names, each with the
/// last day on which its maker fixes it. Releases without such a day are left out.
///
/// # Errors
/// Also where it is another system.
pub fn endoflife(system: &str, bytes: &[u8]) -> Result<Record<Vec<(String, Date)>>, Refused> {
    let raw: Raw = json(bytes)?;
    if raw.result.name != system {
        return Err(Refused::NotTheFormat);
    }
    let releases = raw.result.releases;
    match releases.len() {
        0 => return Err(Refused::Empty),
        1..=RELEASES => {}
        _ => return Err(Refused::TooLarge),
    }
    let is_name = |name: &str| {
        (1..=limits::NAME_CHARS).contains(&name.chars().count()) && !name.contains(char::is_control)
    };
    let known = releases.into_iter().filter(|release| is_name(&release.name));
    let mut ends: Vec<_> = known.filter_map(|release| Some((release.name, release.eol_from?))).collect();
    ends.sort();
    ends.dedup_by(|later, earlier| later.0 == earlier.0);
    Ok(Record { updated: raw.last_modified, value: Some(ends) })
}

#[derive(Deserialize)]
struct Raw {
    last_modified: Option<Timestamp>,
    result: RawProduct,
}

#[derive(Deserialize)]
struct RawProduct {
    name: String,
    releases: Vec<RawRelease>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRelease {
    name: String,
    eol_from: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: &str = include_str!("../../testdata/endoflife.json");

    #[test]
    fn a_release_has_its_last_day_where_there_is_one() {
        let read = endoflife("fedora", PRODUCT.as_bytes()).unwrap();
        let said = read.value.unwrap().into_iter().map(|(release, until)| (release, until.to_string()));
        assert_eq!(
            Vec::from_iter(said),
            [("42".to_owned(), "2026-05-13".to_owned()), ("43".to_owned(), "2026-12-02".to_owned())]
        );
    }

    #[test]
    fn another_system_or_none_at_all_is_refused() {
        assert_eq!(endoflife("rhel", PRODUCT.as_bytes()), Err(Refused::NotTheFormat));
        let empty = br#"{"result": {"name": "fedora", "releases": []}}"#;
        assert_eq!(endoflife("fedora", empty), Err(Refused::Empty));
        assert_eq!(endoflife("fedora", br#"{"message": "Not found"}"#), Err(Refused::NotTheFormat));
    }
}
