//! What we promise names, row by row, tests that hold it; those tests exist.

use super::{Source, functions};

/// Attacks and crashes, promises, and what happened to others.
const PAGES: [&str; 3] = ["docs/attacks.md", "docs/security.md", "docs/cve-ledger.md"];

/// Every row without a test, and every named test that does not exist.
pub(crate) fn problems(sources: &[Source]) -> Vec<String> {
    PAGES.iter().flat_map(|page| problems_of_page(page, sources)).collect()
}

fn problems_of_page(name: &str, sources: &[Source]) -> Vec<String> {
    let Some(page) = sources.iter().find(|source| source.path == name) else {
        return vec![format!("{name} is missing")];
    };
    let functions = functions::names(sources);
    let rows: Vec<(&str, &str)> = page.text.lines().filter_map(row).collect();
    if rows.is_empty() {
        return vec![format!("{name} has no table with a last column `test`")];
    }
    let problems_of = |(what, tests): &(&str, &str)| {
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        let gone = named.iter().filter(|test| !functions.contains(**test));
        let mut problems: Vec<String> =
            gone.map(|test| format!("{name}: the test `{test}` of \"{what}\" does not exist")).collect();
        if named.is_empty() {
            problems.push(format!("{name}: \"{what}\" names no test"));
        }
        problems
    };
    rows.iter().flat_map(problems_of).collect()
}

/// The first and the last cell of a table's row; not of its head.
fn row(line: &str) -> Option<(&str, &str)> {
    let cells: Vec<&str> =
        line.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let (first, last) = (*cells.first()?, *cells.last()?);
    let is_head = last == "test" || last.chars().all(|c| "-: ".contains(c));
    (!is_head).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(page: &str) -> Vec<String> {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        problems_of_page(
            "docs/attacks.md",
            &[
                source("docs/attacks.md", page),
                source("crates/a/src/lib.rs", "async fn it_is_refused() {}\n"),
            ],
        )
    }

    #[test]
    fn a_row_that_names_a_living_test_is_enough() {
        assert_eq!(
            problems_of("| attack | test |\n|---|---|\n| Eve | refused | `it_is_refused` |\n"),
            [""; 0]
        );
    }

    #[test]
    fn a_row_without_a_living_test_is_named() {
        assert_eq!(
            problems_of("| Eve | none |\n| Mallory | `long_gone` |\n"),
            [
                "docs/attacks.md: \"Eve\" names no test",
                "docs/attacks.md: the test `long_gone` of \"Mallory\" does not exist"
            ]
        );
    }
}
