//! How many tests passed, from what the runners print.

/// Tests by their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    /// From nextest's summary: `Summary [ 0.5s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped`.
    /// What it calls skipped are tests of another profile, so they do not count.
    pub(crate) fn of_nextest(text: &str) -> Self {
        let Some(summary) = text.lines().rev().find(|line| line.trim_start().starts_with("Summary [")) else {
            return Self::default();
        };
        let failed = ["failed", "timed out", "exec failed"];
        Self {
            passed: number_before(summary, "passed"),
            failed: failed.iter().map(|word| number_before(summary, word)).sum(),
        }
    }

    /// From vitest's `Tests  1 failed | 40 passed (41)`.
    pub(crate) fn of_vitest(text: &str) -> Self {
        let summary = text.lines().rev().find_map(|line| line.trim_start().strip_prefix("Tests "));
        let list = summary.unwrap_or_default().replace(" | ", ", ");
        Self { passed: number_before(&list, "passed"), failed: number_before(&list, "failed") }
    }

    /// From Playwright's last lines, one for each end: `2 failed`, `445 passed (4.1m)`.
    pub(crate) fn of_playwright(text: &str) -> Self {
        let ends = |words: &[&str]| {
            let lines = text
                .lines()
                .map(str::trim)
                .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
            lines.map(|line| words.iter().map(|word| number_before(line, word)).sum::<u64>()).sum()
        };
        Self { passed: ends(&["passed"]), failed: ends(&["failed", "interrupted", "did not run"]) }
    }
}

/// The tests that failed, as the runners name them after their sum: nextest's `FAIL [ 1.2s] (3/9) package::binary test`,
/// Playwright's `e2e/screens.spec.ts:33:1 › what it holds ────`. Each once.
pub(crate) fn failures(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        let of_nextest = ["FAIL [", "TIMEOUT [", "SIGABRT [", "SIGSEGV ["]
            .iter()
            .find_map(|start| line.strip_prefix(start))
            .and_then(|rest| rest.split_once("] "))
            .map(|(_, name)| name);
        let of_playwright = line.strip_prefix("e2e/").filter(|rest| rest.contains(" › "));
        let name = of_nextest.or(of_playwright.map(|_| line)).map(|name| {
            name.trim_start_matches(|letter: char| "(/) ".contains(letter) || letter.is_ascii_digit())
                .trim_end_matches(['─', ' '])
                .to_owned()
        });
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

/// Where tests gave up, and the first line of why: of a run that is long gone, the end of its output is all there is.
pub(crate) fn panics(text: &str) -> Vec<String> {
    const MOST: usize = 20;
    const LETTERS: usize = 300;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let pairs = lines.windows(2).filter_map(|pair| {
        let [line, why] = pair else { return None };
        let (_, place) = line.split_once(" panicked at ")?;
        Some(format!("{place} {why}").chars().take(LETTERS).collect())
    });
    pairs.take(MOST).collect()
}

/// The number right before `word` in a list with commas, semicolons, colons or full stops between its members.
fn number_before(line: &str, word: &str) -> u64 {
    line.split([',', ';', ':', '.'])
        .filter_map(|member| member.trim().split_once(' '))
        .find(|(_, rest)| *rest == word || rest.strip_prefix(word).is_some_and(|tail| tail.starts_with(" (")))
        .and_then(|(number, _)| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_summary_is_counted() {
        let text = "   PASS [  0.1s] x\n  Summary [   0.520s] 12 tests run: 10 passed (1 slow), 2 failed, 5 skipped\n";
        assert_eq!(Counts::of_nextest(text), Counts { passed: 10, failed: 2 });
    }

    #[test]
    fn a_test_that_timed_out_has_failed() {
        let text = "Summary [  60.0s] 3/5 tests run: 1 passed, 1 timed out, 1 exec failed, 0 skipped";
        assert_eq!(Counts::of_nextest(text), Counts { passed: 1, failed: 2 });
    }

    #[test]
    fn the_pages_tests_are_counted() {
        let text = " Test Files  1 failed | 8 passed (9)\n      Tests  1 failed | 40 passed (41)\n";
        assert_eq!(Counts::of_vitest(text), Counts { passed: 40, failed: 1 });
        assert_eq!(Counts::of_vitest("      Tests  41 passed (41)\n"), Counts { passed: 41, failed: 0 });
        let text =
            "  2 failed\n    e2e/a.spec.ts:1:1 › x\n  3 skipped\n  4 did not run\n  440 passed (4.1m)\n";
        assert_eq!(Counts::of_playwright(text), Counts { passed: 440, failed: 6 });
    }

    #[test]
    fn what_failed_is_named_once_and_what_passed_is_not() {
        let nextest = "  FAIL [   1.0s] ( 3/ 9) office::round it_ends\n  PASS [ 1.0s] (4/9) office::round it_begins\n \
                       Summary [ 2.0s] 2 tests run: 1 passed, 1 failed\n  FAIL [   1.0s] (3/9) office::round it_ends\n";
        assert_eq!(failures(nextest), ["office::round it_ends"]);
        let playwright =
            "[1/2] e2e/a.spec.ts:1:1 › x\n  1 failed\n    e2e/b.spec.ts:3:1 › y ────\n  1 passed (4m)\n";
        assert_eq!(failures(playwright), ["e2e/b.spec.ts:3:1 › y"]);
    }

    #[test]
    fn where_and_why_a_test_gave_up_is_told() {
        let text = "  stderr ---\n    thread 'it_ends' (7) panicked at tests/a.rs:3:5:\n    in vain: the page is there\n    note: x\n";
        assert_eq!(panics(text), ["tests/a.rs:3:5: in vain: the page is there"]);
        assert!(panics("it panicked at\n").is_empty());
    }

    #[test]
    fn nothing_that_ran_counts_as_nothing() {
        assert_eq!(Counts::of_nextest("error: could not compile"), Counts::default());
    }
}
