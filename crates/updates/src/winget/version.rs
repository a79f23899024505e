//! Whether two versions are the same to winget. Which of two is newer it says itself.

/// Whether winget holds them for the same: an installer often writes `2.36.47.0` where the catalogue has `2.36.47`.
pub fn is_same(one: &str, other: &str) -> bool {
    parts(one) == parts(other)
}

/// Whether it is a version that winget knows, and not one that it takes for older or newer than all it knows.
pub fn is_known(version: &str) -> bool {
    !version.is_empty() && !version.starts_with(['<', '>']) && !version.eq_ignore_ascii_case("unknown")
}

/// Numbers with what follows each; what is nothing at the end is left out, and so is a `v` before the first.
fn parts(version: &str) -> Vec<(u64, String)> {
    let version = version.trim().trim_start_matches(['v', 'V']);
    let mut parts: Vec<(u64, String)> = version.split('.').map(part).collect();
    while parts.last().is_some_and(|(number, rest)| *number == 0 && rest.is_empty()) {
        parts.pop();
    }
    parts
}

fn part(text: &str) -> (u64, String) {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    match text[..digits].parse() {
        Ok(number) => (number, text[digits..].trim().to_lowercase()),
        Err(_) => (0, text.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_differ_in_zeros_at_the_end_in_case_or_by_a_v_are_the_same() {
        for (one, other) in [
            ("2.36.47", "2.36.47.0"),
            ("1.0-RC1", "1.0-rc1"),
            ("v2.1", "2.1"),
            ("01.2", "1.2"),
            ("1.2", " 1.2 "),
        ] {
            assert!(is_same(one, other), "{one} {other}");
        }
        for (one, other) in
            [("2.36.4", "2.36.47"), ("1.0", "1.0-beta"), ("1.2", "1.2.1"), ("", "1"), ("a", "b")]
        {
            assert!(!is_same(one, other), "{one} {other}");
        }
        let long = "9".repeat(40);
        assert!(is_same(&long, &long) && !is_same(&long, "9"));
    }

    #[test]
    fn a_version_that_winget_only_guesses_is_not_known() {
        for version in ["< 1.2", "> 118.0.5993.18", "Unknown", "unknown", ""] {
            assert!(!is_known(version), "{version}");
        }
        assert!(is_known("1.2") && is_known("17.14.21 (November 2025)"));
    }
}
