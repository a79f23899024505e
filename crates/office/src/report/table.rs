//! A month as a table for spreadsheets (RFC 4180): a line for each PC and for each update that was late.

use super::{Evidence, Late, Pc, Why};

const HEAD: [&str; 13] = [
    "kind",
    "pc",
    "state",
    "seen",
    "missing",
    "restart",
    "update",
    "installed",
    "released",
    "due",
    "days_late",
    "flaws",
    "attackers_use",
];

/// The month as a table. What a program may take for a formula is quoted as text.
pub(super) fn csv(evidence: &Evidence) -> String {
    let mut lines = vec![HEAD.map(str::to_owned).to_vec()];
    lines.extend(evidence.pcs.iter().map(pc));
    lines.extend(evidence.late.iter().map(late));
    lines
        .iter()
        .map(|line| line.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",") + "\r\n")
        .collect()
}

fn pc(pc: &Pc) -> Vec<String> {
    let seen = pc.seen.map(|at| at.to_string()).unwrap_or_default();
    // Of a PC that was never seen nothing is known, which is not 0.
    let missing = pc.seen.map(|_| pc.missing.to_string()).unwrap_or_default();
    let restart = pc.restart.to_string();
    let mut line = vec!["pc".into(), pc.name.clone(), word(&pc.how), seen, missing, restart];
    line.resize(HEAD.len(), String::new());
    line
}

fn late(late: &Late) -> Vec<String> {
    let flaws: Vec<String> = late.cves.iter().map(ToString::to_string).collect();
    vec![
        "late".into(),
        late.pc.clone(),
        why(&late.why),
        String::new(),
        String::new(),
        String::new(),
        late.id.to_string(),
        late.installed.clone().unwrap_or_default(),
        late.released.to_string(),
        late.due.to_string(),
        late.days.to_string(),
        flaws.join(" "),
        attackers_use(late),
    ]
}

/// Which of the flaws, or that it is one of them.
fn attackers_use(late: &Late) -> String {
    let named: Vec<String> = late.exploited.iter().map(ToString::to_string).collect();
    if named.is_empty() && late.said_exploited { "yes".to_owned() } else { named.join(" ") }
}

fn why(why: &Why) -> String {
    serde_json::to_value(why)
        .ok()
        .and_then(|value| Some(value.get("why")?.as_str()?.to_owned()))
        .unwrap_or_default()
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Spreadsheets run what begins with one of these, wherever it came from (OWASP, "CSV injection").
fn cell(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    let plain = !text.contains(['"', ',', '\r', '\n']);
    if plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}
