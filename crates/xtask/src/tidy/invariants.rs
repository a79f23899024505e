//! docs/architecture.md names, for every invariant, tests that hold it; those tests exist.

use std::collections::BTreeSet;

use super::{Source, functions};

const PAGE: &str = "docs/architecture.md";
const HEADING: &str = "## Invariants";

/// Every invariant without a test, and every named test that does not exist.
pub(crate) fn problems(sources: &[Source]) -> Vec<String> {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else {
        return vec![format!("{PAGE} is missing")];
    };
    let functions = functions::names(sources);
    let invariants = invariants(&page.text);
    if invariants.is_empty() {
        return vec![format!("{PAGE} lists no invariants under `{HEADING}`")];
    }
    invariants.iter().flat_map(|invariant| problems_of(invariant, &functions)).collect()
}

/// An item of the numbered list, and the names in code marks after `Held by`, up to the next item.
struct Invariant<'a> {
    number: &'a str,
    tests: Vec<&'a str>,
}

fn problems_of(invariant: &Invariant<'_>, functions: &BTreeSet<&str>) -> Vec<String> {
    if invariant.tests.is_empty() {
        return vec![format!("{PAGE}: invariant {} names no test", invariant.number)];
    }
    let gone = invariant.tests.iter().filter(|test| !functions.contains(*test));
    gone.map(|test| format!("{PAGE}: the test `{test}` of invariant {} does not exist", invariant.number))
        .collect()
}

fn invariants(page: &str) -> Vec<Invariant<'_>> {
    let section = page.lines().skip_while(|line| *line != HEADING).skip(1);
    let mut found: Vec<Invariant<'_>> = Vec::new();
    let mut in_tests = false;
    for line in section.take_while(|line| !line.starts_with("## ")) {
        if let Some((number, _)) = line.split_once(". ").filter(|(number, _)| number.parse::<u8>().is_ok()) {
            found.push(Invariant { number, tests: Vec::new() });
            in_tests = false;
        }
        let names = line.split_once("Held by").map_or(line, |(_, names)| names);
        in_tests |= line.contains("Held by");
        if let (true, Some(invariant)) = (in_tests, found.last_mut()) {
            invariant.tests.extend(names.split('`').skip(1).step_by(2).map(last_segment));
        }
    }
    found
}

fn last_segment(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(page: &str) -> [Source; 2] {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        [
            source(PAGE, page),
            source("crates/a/src/lib.rs", "mod tests {\n    fn stale_is_not_green() {}\n}\n"),
        ]
    }

    #[test]
    fn a_named_test_that_exists_is_enough() {
        let page = "## Invariants\n\n1. `Green` is fresh.\n   Held by `a::tests::stale_is_not_green`,\n   \
                    `stale_is_not_green`.\n\n## Next\n2. x\n";
        assert_eq!(problems(&sources(page)), Vec::<String>::new());
    }

    #[test]
    fn an_invariant_without_a_living_test_is_named() {
        let page = "## Invariants\n1. One.\n2. Two.\n   Held by `long_gone`.\n";
        assert_eq!(
            problems(&sources(page)),
            [
                "docs/architecture.md: invariant 1 names no test",
                "docs/architecture.md: the test `long_gone` of invariant 2 does not exist"
            ]
        );
    }
}
