//! docs/attacks.md names, for every attack and crash, tests that hold against it; those tests exist.

use super::{Source, functions};

const PAGE: &str = "docs/attacks.md";

/// Every row without a test, and every named test that does not exist.
pub(crate) fn problems(sources: &[Source]) -> Vec<String> {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else {
        return vec![format!("{PAGE} is missing")];
    };
    let functions = functions::names(sources);
    let rows: Vec<(&str, &str)> = page.text.lines().filter_map(row).collect();
    if rows.is_empty() {
        return vec![format!("{PAGE} lists no attacks")];
    }
    let problems_of = |(what, tests): &(&str, &str)| {
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        let gone = named.iter().filter(|test| !functions.contains(**test));
        let mut problems: Vec<String> =
            gone.map(|test| format!("{PAGE}: the test `{test}` of \"{what}\" does not exist")).collect();
        if named.is_empty() {
            problems.push(format!("{PAGE}: \"{what}\" names no test"));
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
        problems(&[source(PAGE, page), source("crates/a/src/lib.rs", "async fn it_is_refused() {}\n")])
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
