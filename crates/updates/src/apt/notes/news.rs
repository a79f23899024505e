//! `NEWS.Debian`: entries like those of a changelog (deb-changelog(5)), written for whoever updates.

use super::line;
use crate::apt::changelog::version_of;

/// Entries that are looked at.
const ENTRIES: usize = 50;
/// Lines of one of the maker's points that are looked at.
const LINES: usize = 40;
/// More are never told.
const MOST: usize = 3;

/// The first lines of the entries down to the first that `is_installed` calls the installed version or an older one.
pub(super) fn lines(text: &str, mut is_installed: impl FnMut(&str) -> bool) -> Vec<String> {
    let mut told = Vec::new();
    let mut point: Vec<&str> = Vec::new();
    let (mut entries, mut in_entry) = (0, false);
    for written in text.lines() {
        let ends =
            matches!(written.trim(), "" | ".") || !written.starts_with(' ') || written.starts_with(" -- ");
        if ends || starts_point(written) {
            told.extend(point_of(&mut point));
        }
        if told.len() >= MOST {
            break;
        }
        if let Some(version) = version_of(written) {
            entries += 1;
            if entries > ENTRIES || is_installed(version) {
                return told;
            }
            in_entry = true;
        } else if written.starts_with(" -- ") {
            in_entry = false;
        } else if in_entry && !ends && point.len() < LINES {
            point.push(written);
        }
    }
    // An entry is closed by its trailer: what is left was cut off.
    told.truncate(MOST);
    told
}

fn point_of(point: &mut Vec<&str>) -> Option<String> {
    line(&std::mem::take(point).join(" "))
}

fn starts_point(written: &str) -> bool {
    ["* ", "- ", "+ ", "• "].iter().any(|mark| written.trim_start().starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWS: &str = "\
tool (2:3.0-1) unstable; urgency=medium

  The old way of signing in is gone. Ask whoever looks after
  your network.

  * Files of version 1
    are read, but no longer written.
    .
      - A smaller point of it.

 -- Ann <ann@example.invalid>  Mon, 16 Nov 2026 10:00:00 +0100

tool (2:2.0-1) unstable; urgency=medium

  Not told: it is in what is installed.

 -- Ann <ann@example.invalid>  Wed, 01 Jan 2020 10:00:00 +0100
";

    #[test]
    fn only_points_newer_than_the_installed_version_are_told() {
        let told = lines(NEWS, |version| version == "2:2.0-1");
        let first =
            ["The old way of signing in is gone.", "Files of version 1 are read, but no longer written."];
        assert_eq!(told, [first[0], first[1], "A smaller point of it."]);
        assert_eq!(lines(NEWS, |_| true), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_news_of_debian_or_was_cut_off_tells_only_what_is_whole() {
        assert_eq!(
            lines("New in 3.0\n==========\n\n * Faster than before.\n", |_| false),
            Vec::<String>::new()
        );
        let cut = &NEWS[..NEWS.find("longer written").unwrap()];
        assert_eq!(lines(cut, |_| false), ["The old way of signing in is gone."]);
    }

    #[test]
    fn two_megabytes_of_news_are_read_to_their_third_point() {
        let head = "tool (3.0-1) unstable; urgency=medium\n\n";
        let text = format!("{head}{}", "  * A point like the other ones.\n".repeat(70_000));
        assert_eq!(lines(&text, |_| false).len(), MOST);
        let one = format!("{head}{}", "  and so on and so on\n".repeat(100_000));
        assert_eq!(lines(&one, |_| false), Vec::<String>::new(), "it never ends");
        let many = "tool (3.0-1) unstable; urgency=low\n".repeat(60_000);
        let mut asked = 0;
        lines(&many, |_| {
            asked += 1;
            false
        });
        assert!(asked <= ENTRIES);
    }
}
