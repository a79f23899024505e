//! What is judged of the real updates that `docs/substantial.md` was measured on. They are what
//! `examples/substantial.rs` prints; testdata/README.md says how they were recorded.

use std::{collections::BTreeSet, path::Path};

use patchround_protocol::update::{Reason, Substantial};
use patchround_updates::substantial::{Facts, first_number, judge};

/// Where the updates were outstanding.
const PLACES: [&str; 6] = [
    "debian-12-browser",
    "debian-12-desktop",
    "debian-12-server",
    "debian-13-desktop",
    "ubuntu-24.04-desktop",
    "ubuntu-24.04-server",
];
/// Programs of which a person has read what the maker changed and said that it changes how people work.
const RIGHT: [&str; 2] = ["firefox-esr", "thunderbird"];
const PAGE: &str = include_str!("../../../docs/substantial.md");

fn recorded(place: &str) -> Vec<Facts> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/substantial/{place}.tsv"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(facts).collect()
}

fn facts(line: &str) -> Facts {
    let told: Vec<&str> = line.split('\t').collect();
    let [package, group, installed, candidate, seen, from, to, removes] = told[..] else { panic!("{line}") };
    let several = |told: &str| told.split('|').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    Facts {
        package: package.to_owned(),
        group: group.to_owned(),
        installed: Some(installed.to_owned()),
        candidate: candidate.to_owned(),
        window: Some(seen == "window"),
        from: several(from),
        to: several(to),
        removes: removes.split('|').filter_map(|name| name.parse().ok()).collect(),
    }
}

/// Where, and each program that is big there, with why.
fn hits() -> Vec<(&'static str, String, Vec<Reason>)> {
    let mut hits = Vec::new();
    for place in PLACES {
        let all = recorded(place);
        for (facts, judged) in all.iter().zip(judge(&all)) {
            let judged = judged.expect("all of it is known");
            if judged.is_big() {
                hits.push((place, facts.group.clone(), judged.reasons));
            }
        }
    }
    hits.dedup();
    hits
}

fn counted(place: &str) -> [usize; 6] {
    let all = recorded(place);
    let judged = judge(&all);
    let jumps = |facts: &&Facts| {
        let from = facts.installed.as_deref().and_then(first_number);
        from != first_number(&facts.candidate)
    };
    let seen = all.iter().filter(|facts| facts.window == Some(true));
    let big: BTreeSet<&str> = all
        .iter()
        .zip(&judged)
        .filter(|(_, judged)| judged.as_ref().is_some_and(Substantial::is_big))
        .map(|(facts, _)| facts.group.as_str())
        .collect();
    let wrong = big.iter().filter(|program| !RIGHT.contains(program)).count();
    [all.len(), seen.count(), all.iter().filter(jumps).count(), big.len(), big.len() - wrong, wrong]
}

fn row(name: &str, counts: [usize; 6]) -> String {
    let cells: Vec<String> = counts.iter().map(ToString::to_string).collect();
    format!("| {name} | {} |", cells.join(" | "))
}

#[test]
fn the_page_says_what_is_judged_of_the_recorded_updates() {
    let mut sum = [0; 6];
    let mut rows = Vec::new();
    for place in PLACES {
        let counts = counted(place);
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        rows.push(row(&format!("`{place}`"), counts));
    }
    rows.push(row("together", sum));
    let table = rows.join("\n");
    assert!(sum[0] >= 300, "measured on at least 300 real updates");
    assert!(PAGE.contains(&table), "docs/substantial.md does not say:\n{table}");
}

#[test]
fn every_hit_is_on_the_page_with_a_judgement() {
    let said: Vec<String> = hits()
        .iter()
        .map(|(place, program, reasons)| {
            let [Reason::FirstNumber { from, to }] = reasons[..] else { panic!("{program}: {reasons:?}") };
            let judgement = if RIGHT.contains(&&**program) { "right" } else { "wrong" };
            format!("| `{place}` | {program} | {from} → {to} | {judgement} |")
        })
        .collect();
    for line in &said {
        assert!(PAGE.contains(line.as_str()), "docs/substantial.md does not list:\n{}", said.join("\n"));
    }
}
