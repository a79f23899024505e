//! How far zypper is: one element a line.

use patchround_protocol::event::Phase;

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At {
    pub(super) phase: Phase,
    pub(super) percent: f32,
    pub(super) item: Option<String>,
}

/// Reads a line; `None` where it is not about how far it is.
pub(super) fn parse(line: &str) -> Option<At> {
    let line = line.trim();
    if line.starts_with("<progress ") {
        return Some(installing(line).unwrap_or(At { phase: Phase::Installing, percent: 0.0, item: None }));
    }
    let (_, rest) = line.split_once(">Retrieving package ")?;
    let (item, at) = counted(rest)?;
    Some(At { phase: Phase::Downloading, percent: share(at, 0.0), item })
}

/// Whether nothing else stands in a line that tells how far it is.
pub(super) fn is_alone(line: &str) -> bool {
    line.trim().starts_with("<progress ") && line.matches('<').count() == 1
}

/// `name="(1/2) Installing: pr-sec-1.0-2.noarch" value="50"`.
fn installing(line: &str) -> Option<At> {
    let name = attribute(line, "name")?;
    let (count, rest) = name.strip_prefix('(')?.split_once(')')?;
    let (at, of) = count.split_once('/')?;
    let at = (at.trim().parse().ok()?, of.trim().parse().ok()?);
    let item = rest.rsplit_once(": ").map(|(_, package)| package.trim().to_owned());
    let done = attribute(line, "done").is_some();
    let value = attribute(line, "value").and_then(|value| value.parse().ok()).unwrap_or(0.0);
    Some(At { phase: Phase::Installing, percent: share(at, if done { 100.0 } else { value }), item })
}

/// `PACKAGE (1/2), ...`.
fn counted(text: &str) -> Option<(Option<String>, (f32, f32))> {
    let (item, rest) = text.split_once(" (")?;
    let (at, of) = rest.split_once(')')?.0.split_once('/')?;
    Some((Some(item.to_owned()), (at.parse().ok()?, of.parse().ok()?)))
}

fn share((at, of): (f32, f32), percent: f32) -> f32 {
    if of > 0.0 { ((at - 1.0) * 100.0 + percent.clamp(0.0, 100.0)) / of } else { 0.0 }
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: &str = include_str!("../../../updates/testdata/debian-12.zypper-install.done");

    #[test]
    fn each_package_has_its_share_of_the_way() {
        let all: Vec<At> = DONE.lines().filter_map(parse).collect();
        let of =
            |phase: Phase| all.iter().filter(|at| at.phase == phase).map(|at| at.percent).collect::<Vec<_>>();
        assert_eq!(of(Phase::Downloading), [0.0, 50.0]);
        let installing = of(Phase::Installing);
        assert!(installing.contains(&25.0) && installing.last() == Some(&100.0), "{installing:?}");
        assert!(all.iter().any(|at| at.item.as_deref() == Some("pr-sec-1.0-2.noarch")));
    }

    #[test]
    fn what_stands_in_a_line_with_it_is_not_lost() {
        assert!(is_alone("<progress id=\"x\" value=\"1\"/>"));
        let both =
            "<download-result/><message type=\"info\">Retrieving package a-1-1.noarch (2/2), 5 KiB</message>";
        assert!(!is_alone(both) && parse(both).unwrap().percent == 50.0);
    }

    #[test]
    fn a_line_that_is_cut_or_strange_is_no_way_forward() {
        assert_eq!(parse("<message type=\"info\">x</message>"), None);
        for line in ["<progress id=\"x\" name=\"(a/b) \"", "<progress name=\"(1/0) I: x\" value=\"9\"/>"] {
            assert_eq!(parse(line).unwrap().percent, 0.0, "{line}");
        }
    }
}
