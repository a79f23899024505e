//! The page that a run of the whole matrix writes.

use std::fmt::Write;
use std::time::Duration;

use crate::matrix::{Fault, Moment, PAIRS, why_not};
use crate::play::Row;

/// `run` says when, and of which commit.
pub(crate) fn page(rows: &[Row], run: &str, took: Duration) -> String {
    let right = rows.iter().filter(|row| row.wrong.is_empty()).count();
    let minutes = took.as_secs().div_ceil(60);
    let mut page = format!(
        "# Faults\n\nWritten by `cargo xtask lab faults`, which plays all of it anew on PCs of the lab, with real apt; not by \
         hand.\n\n- {run}, in {minutes} minutes\n- {right} of {} pairs of a fault and a moment are as they must be\n\n\
         A pair is \"ok\" if the update ended as the pair must end and for its true cause, what is shown of the PC is what dpkg\n\
         and apt say there, each job and each update was told once and nothing was done twice: after the round with the fault,\n\
         and after a later one, once the fault was mended. A power-off ends every process and loses no disk's cache. /var is read-only\n\
         where the root half keeps its journal (before delivery, restarting), else for what apt, dpkg and a transaction open from then on.\n\n\
         \"Restarting\" is an order of its own, held where systemd is about to be told; of a full or read-only disk, where the PC is about to\n\
         be asked whether anybody is there. It is \"ok\" if the PC was started once and told as restarted, or neither; and once in all after a\n\
         later order.\n\n## The matrix\n\n",
        rows.len()
    );
    let reasons = matrix(&mut page, rows);
    page += "\n";
    for (number, reason) in reasons.iter().enumerate() {
        let _ = writeln!(page, "{}. {reason}", number + 1);
    }
    pairs(&mut page, rows);
    wrong(&mut page, rows);
    page
}

/// Gives why what is not tried is not.
fn matrix(page: &mut String, rows: &[Row]) -> Vec<&'static str> {
    let mut reasons = Vec::new();
    let _ = writeln!(page, "| fault | {} |", Moment::ALL.map(Moment::name).join(" | "));
    let _ = writeln!(page, "|---{}|", "|---".repeat(Moment::ALL.len()));
    for fault in Fault::ALL {
        let cells = Moment::ALL.map(|moment| cell(fault, moment, rows, &mut reasons));
        let _ = writeln!(page, "| {} | {} |", fault.name(), cells.join(" | "));
    }
    reasons
}

fn cell(fault: Fault, moment: Moment, rows: &[Row], reasons: &mut Vec<&'static str>) -> String {
    if let Some(row) = rows.iter().find(|row| (row.pair.fault, row.pair.moment) == (fault, moment)) {
        return ok(row).to_owned();
    }
    let reason = why_not(fault, moment);
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
    let number = reasons.iter().position(|known| *known == reason).map_or(0, |at| at + 1);
    format!("- ({number})")
}

fn pairs(page: &mut String, rows: &[Row]) {
    page.push_str(
        "\n## Pair by pair\n\n\"Repair\" is how long apt and dpkg were at work from the end of the fault on (of a kill: from the kill on), \
         by their own\nstamps; \"beyond\" is what else passed until the end of the job was told and the list of what is outstanding was \
         true. For\nthe network half and the PC, at most 5 s. A dash: the fault has no end before the job's.\n\n\
         | fault | moment | update ended | shown then | repair | beyond | after a later round | ok |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    rows.iter().for_each(|row| *page += &line(row));
}

/// What was seen of a pair.
pub(crate) fn line(row: &Row) -> String {
    let told = match &row.told {
        Some((outcome, Some(cause))) => format!("{outcome}, {cause}"),
        Some((outcome, None)) => outcome.clone(),
        None => "-".to_owned(),
    };
    let timed = row.timed.as_ref();
    let seconds = |time: Duration| format!("{:.1} s", time.as_secs_f64());
    let repair = timed.map_or("-".to_owned(), |timed| seconds(timed.repair()));
    let beyond = timed.map_or("-".to_owned(), |timed| seconds(timed.beyond_repair()));
    let (fault, moment) = (row.pair.fault.name(), row.pair.moment.name());
    let (shown, at_last, ok) = (&row.shown, &row.at_last, ok(row));
    format!("| {fault} | {moment} | {told} | {shown} | {repair} | {beyond} | {at_last} | {ok} |\n")
}

fn wrong(page: &mut String, rows: &[Row]) {
    let wrong: Vec<&Row> = rows.iter().filter(|row| !row.wrong.is_empty()).collect();
    if wrong.is_empty() {
        return;
    }
    page.push_str("\n## What is not ok\n\n");
    for row in wrong {
        let first = row.wrong[0].lines().next().unwrap_or_default();
        let first: String = first.chars().take(300).collect();
        let _ = writeln!(page, "- {}, {}: {first}", row.pair.fault.name(), row.pair.moment.name());
    }
}

fn ok(row: &Row) -> &'static str {
    if row.wrong.is_empty() { "ok" } else { "**no**" }
}

/// Nothing is tried twice, and what is not tried has a reason that is not a lie.
#[test]
fn each_fault_is_tried_at_each_moment_once_or_it_is_said_why_not() {
    for fault in Fault::ALL {
        let tried = |moment| PAIRS.iter().filter(|pair| (pair.fault, pair.moment) == (fault, moment)).count();
        assert!(Moment::ALL.into_iter().all(|moment| tried(moment) <= 1), "{fault:?}");
        assert!(Moment::ALL.into_iter().any(|moment| tried(moment) == 1), "{fault:?} is tried at no moment");
        assert!(Moment::ALL.into_iter().all(|moment| !why_not(fault, moment).is_empty()), "{fault:?}");
    }
}
