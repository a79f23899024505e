//! What the title of an update says besides its name: the agent has no field for a version.
//!
//! Titles are in the PC's language. What is read of them here is numbers in brackets and Microsoft's own signs.

use crate::names;

/// What is left out of a name: it is true of every update of that PC.
const OF_THIS_PC: [&str; 4] = [
    " for x64-based Systems",
    " for ARM64-based Systems",
    " für x64-basierte Systeme",
    " für ARM64-basierte Systeme",
];
/// A cumulative update that comes before its day, in the languages where that word is known.
const PREVIEW: [&str; 2] = ["preview", "vorschau"];

/// The number of the article about it, with `KB`.
pub fn article(title: &str) -> Option<String> {
    title.match_indices("KB").find_map(|(at, mark)| {
        let rest = &title[at + mark.len()..];
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        is_article(&digits).then(|| format!("KB{digits}"))
    })
}

/// Whether it is a number of an article, without `KB`.
pub fn is_article(digits: &str) -> bool {
    (5..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The build of Windows that a cumulative update makes: `26100.4652`.
pub fn build(title: &str) -> Option<&str> {
    groups(title).map(|(_, group)| group).find(|group| {
        let numbers: Vec<&str> = group.split('.').collect();
        matches!(numbers[..], [build, _] if build.len() >= 4)
            && numbers.iter().all(|number| is_number(number))
    })
}

/// The version it brings, as its title says it: `(Version 1.341.8.0)`, or behind the last dash of a driver's.
pub fn version(title: &str) -> Option<&str> {
    let in_brackets = groups(title).filter_map(|(_, group)| {
        let (word, version) = group.rsplit_once(' ')?;
        (!word.contains(' ') && is_version(version)).then_some(version)
    });
    let behind_dash =
        || title.rsplit_once(" - ").map(|(_, last)| last.trim()).filter(|last| is_version(last));
    in_brackets.last().or_else(behind_dash)
}

/// Whether it is a cumulative update: its title has Windows' next build, or says so.
pub fn is_cumulative(title: &str) -> bool {
    build(title).is_some() || title.to_lowercase().contains("cumulative update")
}

/// Whether it comes before its day.
pub fn is_preview(title: &str) -> bool {
    let title = title.to_lowercase();
    PREVIEW.iter().any(|word| title.contains(word))
}

/// The name without what stands elsewhere already; the whole title where nothing else is left.
pub fn name(title: &str) -> String {
    let told_elsewhere = |group: &str| {
        group.trim_start_matches("KB").parse::<u64>().is_ok()
            || build(&format!("({group})")).is_some()
            || version(&format!("({group})")).is_some()
    };
    let mut name = title.to_owned();
    let all: Vec<String> = groups(title).map(|(_, group)| group.to_owned()).collect();
    for group in all.iter().filter(|group| told_elsewhere(group)) {
        name = name.replace(&format!("({group})"), " ");
    }
    for words in OF_THIS_PC {
        name = name.replace(words, " ");
    }
    if let Some(article) = article(&name) {
        name = name.replace(&format!(" - {article}"), " ");
    }
    match names::one_line(&name) {
        name if name.is_empty() => names::one_line(title),
        name => name,
    }
}

/// What stands in brackets, and where.
fn groups(title: &str) -> impl Iterator<Item = (usize, &str)> {
    title.match_indices('(').filter_map(|(at, _)| {
        let rest = &title[at + 1..];
        let group = &rest[..rest.find(')')?];
        (!group.contains('(')).then_some((at, group))
    })
}

fn is_version(text: &str) -> bool {
    text.len() <= 40 && text.contains('.') && text.split('.').all(is_number)
}

fn is_number(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MONTH: &str = "2025-07 Cumulative Update for Windows 11 Version 24H2 for x64-based Systems (KB5062553) (26100.4652)";

    #[test]
    fn numbers_are_read_out_of_a_title_and_left_out_of_the_name() {
        assert_eq!((article(MONTH).as_deref(), build(MONTH)), (Some("KB5062553"), Some("26100.4652")));
        assert_eq!(name(MONTH), "2025-07 Cumulative Update for Windows 11 Version 24H2");
        let later = "2025-10 Security Update (KB5066835) (26200.6899)";
        assert_eq!((name(later).as_str(), build(later)), ("2025-10 Security Update", Some("26200.6899")));
        let german = "2025-07 Kumulatives Update für Windows 11 Version 24H2 für x64-basierte Systeme (KB5062553) (26100.4652)";
        assert_eq!(name(german), "2025-07 Kumulatives Update für Windows 11 Version 24H2");
        assert!(is_cumulative(german) && !is_preview(german));
    }

    #[test]
    fn a_version_is_read_in_whatever_language_its_word_is() {
        let defender =
            "Security Intelligence Update for Microsoft Defender Antivirus - KB2267602 (Version 1.341.8.0)";
        assert_eq!((version(defender), build(defender)), (Some("1.341.8.0"), None));
        assert_eq!(name(defender), "Security Intelligence Update for Microsoft Defender Antivirus");
        assert_eq!(version("Mise à jour (versión 4.18.2)"), Some("4.18.2"));
        assert_eq!(version("Intel Corporation - Display - 27.20.100.8681"), Some("27.20.100.8681"));
        let tool = "Windows Malicious Software Removal Tool x64 - v5.134 (KB890830)";
        assert_eq!((version(tool), article(tool).as_deref()), (None, Some("KB890830")));
        assert_eq!(version("Windows 11, version 24H2"), None);
    }

    #[test]
    fn what_comes_before_its_day_is_told_apart() {
        assert!(is_preview("2025-07 Cumulative Update Preview for Windows 11 (KB5062660) (26100.4770)"));
        assert!(!is_cumulative("2025-07 .NET 8.0.18 Update for x64 Client (KB5063326)"));
    }

    proptest! {
        #[test]
        fn no_title_makes_it_panic_and_what_is_read_of_it_is_plain(title in "(\\PC|KB|\\(|\\)|[0-9]| - |\\.){0,60}") {
            let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
            prop_assert!(article(&title).is_none_or(|text| plain(&text)));
            prop_assert!(build(&title).is_none_or(plain) && version(&title).is_none_or(plain));
            prop_assert!(!name(&title).contains(|c: char| c.is_control()));
            let _ = (is_cumulative(&title), is_preview(&title));
        }
    }
}
