//! The table at the end, and the one line of numbers under it.

use std::time::Duration;

use anyhow::Result;

use super::Verdict;
use super::counts::Counts;
use crate::say;

/// A part that has run.
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) verdict: Result<Verdict>,
    pub(crate) took: Duration,
}

/// Prints the table and gives back its sum.
pub(crate) fn print(lines: &[Line]) -> Counts {
    for line in lines {
        say::line(row(line));
        if let Ok(Verdict::Counted(_, failed)) = &line.verdict {
            failed.iter().for_each(|name| say::line(format_args!("             {name}")));
        }
    }
    let total = total(lines);
    let left_out = lines.iter().filter(|line| matches!(line.verdict, Ok(Verdict::NotRun(_)))).count();
    let minutes = clock(lines.iter().map(|line| line.took).sum());
    say::line(format_args!("Tests and checks together, in {minutes}; parts not run: {left_out}"));
    say::line(format_args!("{} passed, {} failed", total.passed, total.failed));
    total
}

fn row(line: &Line) -> String {
    let result = match &line.verdict {
        Ok(Verdict::Passed) => "ok".to_owned(),
        Ok(Verdict::Counted(counts, _)) if counts.failed == 0 => format!("ok, {} tests", counts.passed),
        Ok(Verdict::Counted(counts, _)) => {
            format!("FAILED, {} of {} tests", counts.failed, counts.passed + counts.failed)
        }
        Ok(Verdict::NotRun(reason)) => format!("not run: {reason}"),
        Err(error) => format!("FAILED: {error}"),
    };
    format!("{:<11} {:>6}  {result}", line.name, clock(line.took))
}

/// A check without a number counts as one test.
fn total(lines: &[Line]) -> Counts {
    let mut sum = Counts::default();
    for line in lines {
        let counts = match &line.verdict {
            Ok(Verdict::Passed) => Counts { passed: 1, failed: 0 },
            Ok(Verdict::Counted(counts, _)) => *counts,
            Ok(Verdict::NotRun(_)) => Counts::default(),
            Err(_) => Counts { passed: 0, failed: 1 },
        };
        sum = Counts { passed: sum.passed + counts.passed, failed: sum.failed + counts.failed };
    }
    sum
}

fn clock(took: Duration) -> String {
    format!("{}:{:02}", took.as_secs() / 60, took.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    fn line(verdict: Result<Verdict>) -> Line {
        Line { name: "part", verdict, took: Duration::from_secs(75) }
    }

    #[test]
    fn a_failed_check_is_one_failure_in_the_sum() {
        let lines = [
            line(Ok(Verdict::Passed)),
            line(Err(anyhow!("broken"))),
            line(Ok(Verdict::Counted(Counts { passed: 40, failed: 2 }, Vec::new()))),
            line(Ok(Verdict::NotRun("no root".into()))),
        ];
        assert_eq!(total(&lines), Counts { passed: 41, failed: 3 });
    }

    #[test]
    fn a_row_tells_name_time_and_reason() {
        let row = row(&line(Ok(Verdict::NotRun("no root".into()))));
        assert_eq!(row, "part          1:15  not run: no root");
    }
}
