//! `pacman -Si`: what the lists say of packages, a record each.

use jiff::{Timestamp, civil::DateTime, fmt::strtime, tz::TimeZone};

/// One record, as far as it is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The list it is from.
    pub repository: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One line by its maker.
    pub description: String,
    /// What else it is, each without a version.
    pub provides: Vec<String>,
    /// What it needs, each without a version.
    pub depends: Vec<String>,
    /// Whose place it takes, each without a version.
    pub replaces: Vec<String>,
    /// When it was built.
    pub built: Option<Timestamp>,
}

/// The last line of every record.
const LAST: &str = "Validated By";

/// All records; `None` where one of them is not whole.
pub fn parse(text: &str) -> Option<Vec<Record>> {
    let whole = text.is_empty() || text.ends_with("\n\n");
    let blocks = text.split("\n\n").filter(|block| !block.trim().is_empty());
    whole.then(|| blocks.map(one).collect()).flatten()
}

fn one(block: &str) -> Option<Record> {
    let fields: Vec<(&str, &str)> = block.lines().filter_map(|line| line.split_once(" : ")).collect();
    let field =
        |key: &str| fields.iter().find(|(found, _)| found.trim() == key).map(|(_, value)| value.trim());
    field(LAST)?;
    Some(Record {
        repository: field("Repository")?.to_owned(),
        name: field("Name")?.to_owned(),
        version: field("Version")?.to_owned(),
        description: field("Description").unwrap_or_default().to_owned(),
        provides: names(field("Provides")?),
        depends: names(field("Depends On")?),
        replaces: names(field("Replaces")?),
        built: field("Build Date").and_then(moment),
    })
}

/// `None`, or names with two spaces between them, each perhaps with a sign and a version.
fn names(value: &str) -> Vec<String> {
    let all = value.split_whitespace().filter(|word| *word != "None");
    all.map(|word| word.split(['<', '>', '=']).next().unwrap_or(word).to_owned()).collect()
}

/// As `%c` of strftime(3) has it in the C locale; pacman was asked in UTC.
fn moment(value: &str) -> Option<Timestamp> {
    let parsed = strtime::parse("%a %b %e %H:%M:%S %Y", value).ok()?;
    let at: DateTime = parsed.to_datetime().ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = include_str!("../../testdata/arch-6.0.pacman-Si.mixed");

    #[test]
    fn a_record_says_what_it_needs_whose_place_it_takes_and_when_it_was_built() {
        let all = parse(MIXED).unwrap();
        let of = |name: &str| all.iter().find(|record| record.name == name).unwrap();
        assert_eq!(of("lab-lib").depends, ["lab-newdep"]);
        assert_eq!(of("lab-new").replaces, ["lab-old"]);
        assert_eq!(of("lab-newdep").provides, ["lab-dep"]);
        assert_eq!(of("lab-wide").description, "Schriftzeichen 漢字かな – a % in it, and \\n");
        assert_eq!(of("lab-lib").built.unwrap().to_string(), "2023-11-14T22:28:18Z");
        assert!(of("lab-tool-a").replaces.is_empty());
    }

    #[test]
    fn records_that_are_cut_off_are_none() {
        let ends: Vec<usize> = MIXED.match_indices("\n\n").map(|(at, _)| at + 2).collect();
        for at in (1..MIXED.len()).filter(|at| MIXED.is_char_boundary(*at)) {
            assert_eq!(parse(&MIXED[..at]).is_some(), ends.contains(&at), "{at}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(Name|Version|Build Date|Validated By| : |\\PC|\n|\n\n){0,40}") {
            parse(&text);
        }
    }
}
