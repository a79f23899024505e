//! `pacman -Qu`: `NAME OLD -> NEW`, and `[ignored]` behind what a person keeps back.

/// One installed package for which a list has a newer version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// Its name.
    pub name: String,
    /// What is there.
    pub old: String,
    /// What is offered.
    pub new: String,
    /// Whether `IgnorePkg` or `IgnoreGroup` names it, or its list is not one to upgrade from.
    pub ignored: bool,
}

/// All lines; `None` where one is none of these, or the last one has no end.
pub fn parse(text: &str) -> Option<Vec<Upgrade>> {
    let whole = text.is_empty() || text.ends_with('\n');
    whole.then(|| text.lines().map(one).collect()).flatten()
}

fn one(line: &str) -> Option<Upgrade> {
    let (line, ignored) = line.strip_suffix(" [ignored]").map_or((line, false), |rest| (rest, true));
    let (left, new) = line.rsplit_once(" -> ")?;
    let (name, old) = left.rsplit_once(' ')?;
    let all = [name, old, new];
    let whole = all.iter().all(|part| !part.is_empty()) && !new.contains(' ');
    whole.then(|| Upgrade { name: name.to_owned(), old: old.to_owned(), new: new.to_owned(), ignored })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = include_str!("../../testdata/arch-6.0.pacman-Qu.mixed");

    #[test]
    fn what_is_offered_and_what_is_kept_back_are_told_apart() {
        let found = parse(MIXED).unwrap();
        let held: Vec<_> = found.iter().filter(|u| u.ignored).map(|u| u.name.as_str()).collect();
        assert_eq!((found.len(), held), (9, vec!["lab-grp", "lab-held"]));
        let epoch = found.iter().find(|u| u.name == "lab-tool-b").unwrap();
        assert_eq!((epoch.old.as_str(), epoch.new.as_str()), ("1:2.0-1", "1:2.1-1"));
    }

    #[test]
    fn a_list_that_is_cut_off_within_a_line_is_none() {
        assert_eq!(parse(""), Some(Vec::new()));
        let ends: Vec<usize> = MIXED.match_indices('\n').map(|(at, _)| at + 1).collect();
        for at in 1..MIXED.len() {
            assert_eq!(parse(&MIXED[..at]).is_some(), ends.contains(&at), "{at}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\PC| -> | \\[ignored\\]|\n){0,40}") {
            parse(&text);
        }
    }
}
