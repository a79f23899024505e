//! What every Rust file has in common.

use super::{Findings, Source};

/// A file of this length is worth another look.
const LONG: usize = 400;
/// A file of this length is two files.
const TOO_LONG: usize = 600;

/// Checks all Rust files.
pub(crate) fn check(sources: &[Source], findings: &mut Findings) {
    let test_files = test_files(sources);
    for source in sources.iter().filter(|source| source.path.ends_with(".rs")) {
        check_length(source, findings);
        if source.path.ends_with("/mod.rs") {
            findings.problems.push(format!("{}: foo.rs beside foo/, never foo/mod.rs", source.path));
        }
        findings.problems.extend(doc_tests(&source.text).map(|number| {
            format!("{}:{number}: no part of the test runs code in docs; write a test", source.path)
        }));
        if is_crate_root(&source.path, sources) {
            findings.problems.extend(missing_in_crate_doc(source));
        }
        if !is_test_file(&source.path, &test_files) {
            findings.problems.extend(unwraps(&source.text).map(|number| {
                format!("{}:{number}: unwrap outside a test; say why it holds with expect", source.path)
            }));
        }
    }
}

fn check_length(source: &Source, findings: &mut Findings) {
    let length = source.text.lines().count();
    if length > TOO_LONG {
        findings.problems.push(format!("{}: {length} lines; split it", source.path));
    } else if length > LONG {
        findings.notes.push(format!("{}: {length} lines", source.path));
    }
}

/// A package with both has its first doc in the library.
fn is_crate_root(path: &str, sources: &[Source]) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["crates", _, "src", "lib.rs"] => true,
        ["crates", package, "src", "main.rs"] => {
            let library = format!("crates/{package}/src/lib.rs");
            !sources.iter().any(|source| source.path == library)
        }
        _ => false,
    }
}

/// The first doc of a crate says who runs it and what it never does.
fn missing_in_crate_doc(source: &Source) -> Vec<String> {
    let doc: Vec<&str> = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
    ["Runs as:", "Must not:"]
        .into_iter()
        .filter(|heading| !doc.iter().any(|line| line.contains(heading)))
        .map(|heading| format!("{}: its first doc has no `{heading}`", source.path))
        .collect()
}

/// Line numbers; a test module is the last thing in a file.
fn unwraps(text: &str) -> impl Iterator<Item = usize> {
    let lines: Vec<&str> = text.lines().collect();
    let end = test_modules(text).find(|module| module.is_inline).map_or(lines.len(), |module| module.line);
    let numbered = lines.into_iter().take(end).enumerate();
    numbered
        .filter(|(_, line)| !line.trim_start().starts_with("//") && line.contains(concat!(".unwrap", "()")))
        .map(|(index, _)| index + 1)
}

/// What a block in docs may be, none of which rustdoc compiles.
const DRAWN: [&str; 3] = ["text", "json", "mermaid"];

/// Line numbers of the other blocks between fences.
fn doc_tests(text: &str) -> impl Iterator<Item = usize> {
    let mut is_open = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let line = line.trim_start();
        let kind =
            line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?.trim().strip_prefix("```")?;
        is_open = !is_open;
        (is_open && !DRAWN.contains(&kind)).then_some(index + 1)
    })
}

/// The files that are compiled for tests only: `#[cfg(test)] mod samples;` names one, or one and a folder.
fn test_files(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|source| source.path.ends_with(".rs"));
    rust.flat_map(|source| {
        let folder = folder_of_modules(&source.path);
        let named = test_modules(&source.text).filter(|module| !module.is_inline);
        named.map(move |module| format!("{folder}/{}", module.name))
    })
    .collect()
}

fn is_test_file(path: &str, test_files: &[String]) -> bool {
    let below = |file: &String| {
        path.strip_prefix(file.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    path.contains("/tests/") || test_files.iter().any(below)
}

/// `src` for `src/lib.rs`, `src/foo` for `src/foo.rs`.
fn folder_of_modules(path: &str) -> &str {
    path.strip_suffix("/lib.rs")
        .or_else(|| path.strip_suffix("/main.rs"))
        .or_else(|| path.strip_suffix(".rs"))
        .unwrap_or(path)
}

struct TestModule<'a> {
    name: &'a str,
    /// Counted from 0.
    line: usize,
    is_inline: bool,
}

fn test_modules(text: &str) -> impl Iterator<Item = TestModule<'_>> {
    let mut is_for_tests = false;
    text.lines().map(str::trim).enumerate().filter_map(move |(line, code)| {
        if code.starts_with("#[") {
            is_for_tests |= code.starts_with("#[cfg(test)]") || code.starts_with("#[cfg(all(test");
            return None;
        }
        let declared = std::mem::take(&mut is_for_tests).then(|| code.split_once("mod ")).flatten()?.1;
        let name = declared.split([';', '{']).next().unwrap_or(declared).trim();
        Some(TestModule { name, line, is_inline: declared.contains('{') })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings_of(path: &str, text: String) -> Findings {
        let mut findings = Findings::default();
        check(&[Source { path: path.to_owned(), text }], &mut findings);
        findings
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text =
            "fn a() { b().unwrap(); }\n// c.unwrap()\n#[cfg(test)]\nmod tests { fn d() { e().unwrap(); } }\n";
        assert_eq!(unwraps(text).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn a_file_for_tests_is_known_by_who_declares_it() {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let declaring = "#[cfg(test)]\npub(crate) mod samples;\nmod other;\nfn a() { b().unwrap(); }\n";
        let unwrapping = "fn a() { b().unwrap(); }\n";
        let sources = [
            source("crates/a/src/room.rs", declaring),
            source("crates/a/src/room/samples.rs", unwrapping),
            source("crates/a/src/room/samples/more.rs", unwrapping),
            source("crates/a/src/room/other.rs", unwrapping),
        ];
        let mut findings = Findings::default();
        check(&sources, &mut findings);
        let places: Vec<&str> =
            findings.problems.iter().filter_map(|problem| problem.split(": ").next()).collect();
        assert_eq!(places, ["crates/a/src/room.rs:4", "crates/a/src/room/other.rs:1"]);
    }

    #[test]
    fn long_files_are_noted_and_very_long_ones_fail() {
        assert_eq!(
            findings_of("crates/a/src/b.rs", "\n".repeat(401)).notes,
            ["crates/a/src/b.rs: 401 lines"]
        );
        assert_eq!(
            findings_of("crates/a/src/b.rs", "\n".repeat(601)).problems,
            ["crates/a/src/b.rs: 601 lines; split it"]
        );
    }

    #[test]
    fn a_crate_says_who_runs_it_and_what_it_never_does() {
        let found = findings_of("crates/a/src/lib.rs", "//! A.\n//!\n//! Runs as: you.\n".to_owned());
        assert_eq!(found.problems, ["crates/a/src/lib.rs: its first doc has no `Must not:`"]);
    }

    #[test]
    fn code_in_docs_that_nothing_would_run_is_refused() {
        let drawn = "/// ```text\n/// a -> b\n/// ```\nfn a() {}\n";
        assert!(findings_of("crates/a/src/b.rs", drawn.to_owned()).problems.is_empty());
        let found = findings_of("crates/a/src/b.rs", format!("{drawn}/// ```no_run\n/// a();\n/// ```\n"));
        assert_eq!(
            found.problems,
            ["crates/a/src/b.rs:5: no part of the test runs code in docs; write a test"]
        );
    }

    #[test]
    fn mod_rs_is_refused() {
        let found = findings_of("crates/a/src/b/mod.rs", String::new());
        assert_eq!(found.problems, ["crates/a/src/b/mod.rs: foo.rs beside foo/, never foo/mod.rs"]);
    }
}
