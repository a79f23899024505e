//! What a text for people is measured by: words that only experts know, and how hard it is to read.

/// Parts of words that no sentence has (ux.md 6).
const EXPERT: [&str; 10] = [
    "patch ", "endpoint", "device", "reboot", "daemon", "host ", "package", "exploit", "vulnerab", "rollback",
];
/// Whole words that ux.md 6 has others for. `scan`, `sync` and `refresh` are avoided where updates are looked for, and
/// may be what a program does.
const AVOIDED: [&str; 62] = [
    "patch",
    "patches",
    "hotfix",
    "kb",
    "cumulative",
    "rollup",
    "release",
    "releases",
    "cve",
    "advisory",
    "cvss",
    "critical",
    "asset",
    "client",
    "node",
    "machine",
    "host",
    "workstation",
    "user",
    "users",
    "principal",
    "administrator",
    "administrators",
    "admin",
    "application",
    "applications",
    "binary",
    "software",
    "vendor",
    "vendors",
    "publisher",
    "upstream",
    "isv",
    "major",
    "breaking",
    "non-compliant",
    "sla",
    "compliant",
    "healthy",
    "secured",
    "protected",
    "safe",
    "secure",
    "offline",
    "unreachable",
    "stale",
    "revert",
    "downgrade",
    "failed",
    "error",
    "exception",
    "enrol",
    "onboard",
    "deploy",
    "agent",
    "snooze",
    "defer",
    "postpone",
    "canary",
    "staged",
    "decommission",
    "telemetry",
];

/// The words of a text that only experts know, in the order of our lists.
pub fn expert_words(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    EXPERT.into_iter().filter(|word| text.contains(word)).collect()
}

/// The words of a text in place of which the product says others: stricter than [`expert_words`], which it includes.
pub fn avoided_words(text: &str) -> Vec<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let avoided = AVOIDED.into_iter().filter(|word| words.contains(word));
    expert_words(text).into_iter().chain(avoided).collect()
}

/// The grade of an English text after Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. One
/// sentence tells nothing: a screen's or a file's are measured together.
pub fn reading_grade(text: &str) -> f64 {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n');
    let sentences = text.split(ends).filter(|part| part.contains(char::is_alphabetic)).count();
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (sentences, count) = (sentences.max(1) as f64, words.len().max(1) as f64);
    0.39 * count / sentences + 11.8 * syllables as f64 / count - 15.59
}

/// Groups of vowels, without an `e` that is not heard at the end; a number is one.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |c: char| "aeiouyäöü".contains(c);
    let starts = word.chars().zip(std::iter::once(' ').chain(word.chars()));
    let groups = starts.filter(|(c, before)| is_vowel(*c) && !is_vowel(*before)).count();
    let last: Vec<char> = word.chars().rev().take(3).collect();
    let unheard = match last[..] {
        ['e', 'l', before] => is_vowel(before),
        ['e', before, _] => !is_vowel(before),
        ['d' | 's', 'e', before] => !is_vowel(before) && !"tdszxchg".contains(before),
        _ => false,
    };
    groups.saturating_sub(usize::from(unheard)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_experts_are_found_and_others_are_not() {
        assert_eq!(expert_words("The package needs a reboot."), ["reboot", "package"]);
        assert_eq!(avoided_words("Your vendor's software failed."), ["software", "vendor", "failed"]);
        assert_eq!(avoided_words("It is safer to save the file first."), Vec::<&str>::new());
    }

    #[test]
    fn long_words_and_sentences_are_harder() {
        let easy = "The menu is on the left now. You can save the file.";
        let hard =
            "Interoperability considerations necessitate a comprehensive reconfiguration of authentication.";
        assert!(reading_grade(easy) < 3.0, "{}", reading_grade(easy));
        assert!(reading_grade(hard) > 15.0, "{}", reading_grade(hard));
        assert!(reading_grade("").is_finite());
    }

    #[test]
    fn syllables_are_counted_as_they_are_heard() {
        for (word, count) in [
            ("file", 1),
            ("files", 1),
            ("opened", 2),
            ("looks", 1),
            ("table", 2),
            ("started", 2),
            ("removed", 2),
            ("signature", 3),
            ("pages", 2),
            ("25", 1),
            ("different", 3),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }
}
