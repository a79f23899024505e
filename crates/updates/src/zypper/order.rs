//! Which of two versions is newer, as rpm itself orders them: nothing here does.

use std::{collections::BTreeMap, time::Duration};

use patchround_protocol::Cause;

use crate::{ask::AskError, command::Call, rpm::RPM, source::Pc};

const LIMIT: Duration = Duration::from_secs(60);
/// Pairs in one call.
const PAIRS: usize = 500;
/// Printed last: an answer without it was cut off.
const END: &str = "end";

/// Two editions.
pub type Pair = (String, String);

/// For each pair whether its first edition is older than its second one. What is no edition is left out.
///
/// # Errors
/// [`AskError`] where rpm could not be asked.
pub(super) fn older(pc: &Pc<'_>, pairs: &[Pair]) -> Result<BTreeMap<Pair, bool>, AskError> {
    let mut all = BTreeMap::new();
    let mut pairs: Vec<&Pair> = pairs.iter().filter(|(a, b)| is_plain(a) && is_plain(b)).collect();
    pairs.sort();
    pairs.dedup();
    for pairs in pairs.chunks(PAIRS) {
        let output = pc.tools.ask(&question(pairs), LIMIT)?;
        let signs =
            parse(&output.stdout).filter(|signs| output.is_success() && signs.len() == 2 * pairs.len());
        let signs = signs.ok_or_else(|| {
            let said = format!("{}\n[{}]", output.said(), output.ending());
            AskError::Refused { cause: Cause::Unexpected, said }
        })?;
        for (pair, signs) in pairs.iter().zip(signs.chunks(2)) {
            let epochs = epoch(&pair.0).cmp(&epoch(&pair.1)) as i8;
            let first = [epochs, signs[0], signs[1]].into_iter().find(|sign| *sign != 0);
            all.insert((*pair).clone(), first == Some(-1));
        }
    }
    Ok(all)
}

/// rpm 4.14 orders single parts only, so version and release are asked each for itself.
fn question(pairs: &[&Pair]) -> Call {
    let one = |a: &str, b: &str| format!("print(rpm.vercmp('{a}','{b}')..' ') ");
    let both = |(a, b): &&Pair| {
        let ((v1, r1), (v2, r2)) = (parts(a), parts(b));
        one(v1, v2) + &one(r1, r2)
    };
    let all: String = pairs.iter().map(both).collect();
    Call::new(RPM, ["--eval".to_owned(), format!("%{{lua:{all}print('{END}')}}")])
}

fn parse(text: &str) -> Option<Vec<i8>> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    (words.pop()? == END).then_some(())?;
    words.into_iter().map(|word| word.parse().ok()).collect()
}

/// Only what can neither end the text that it is written into nor be read as a macro.
fn is_plain(edition: &str) -> bool {
    let is_known = |c: char| c.is_ascii_alphanumeric() || ".+_~^:-".contains(c);
    !edition.is_empty() && edition.len() <= 200 && edition.chars().all(is_known)
}

/// The epoch, which is 0 where none stands.
fn epoch(edition: &str) -> u32 {
    edition.split_once(':').and_then(|(epoch, _)| epoch.parse().ok()).unwrap_or(0)
}

/// Version and release.
fn parts(edition: &str) -> (&str, &str) {
    let rest = edition.split_once(':').map_or(edition, |(_, rest)| rest);
    rest.rsplit_once('-').unwrap_or((rest, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_releases_are_asked_each_for_itself() {
        let pair = ("1:2.0-3".to_owned(), "2.1~rc-1".to_owned());
        let asked =
            "%{lua:print(rpm.vercmp('2.0','2.1~rc')..' ') print(rpm.vercmp('3','1')..' ') print('end')}";
        assert_eq!(question(&[&pair]).arguments, ["--eval", asked]);
        assert!(
            !is_plain("1'..os.exit()..'") && !is_plain("%{x}") && !is_plain("") && is_plain("1:2^git-3+b")
        );
    }

    #[test]
    fn an_answer_that_was_cut_off_is_none() {
        assert_eq!(parse("-1 0 \n1 end"), Some(vec![-1, 0, 1]));
        for text in ["", "-1 0", "-1 0 en", "x end"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
