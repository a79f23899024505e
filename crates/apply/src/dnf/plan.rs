//! What dnf says that it would do: the table before its question.

use std::collections::BTreeSet;

/// What dnf would do, by names without architecture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) upgrades: BTreeSet<String>,
    pub(super) adds: BTreeSet<String>,
    /// What would be removed, or give way to a package of another name.
    pub(super) removes: BTreeSet<String>,
    pub(super) downgrades: BTreeSet<String>,
    /// What it leaves as it is, because something does not fit.
    pub(super) skips: BTreeSet<String>,
}

#[derive(Clone, Copy)]
enum Part {
    Upgrades,
    Adds,
    Removes,
    Downgrades,
    Skips,
}

/// Reads the table of dnf 4 or dnf 5. `None` where there is none: dnf refused, or there is nothing to do.
pub(super) fn parse(text: &str) -> Option<Plan> {
    let (table, _) = text.split_once("\nTransaction Summary")?;
    let mut plan = Plan::default();
    let mut part = None;
    let mut row = String::new();
    for line in table.lines() {
        if let Some(heading) = line.strip_suffix(':').filter(|_| !line.starts_with(' ')) {
            part = of_heading(heading);
        } else if let Some(replaced) = line.trim_start().strip_prefix("replacing ") {
            plan.replace(replaced, &row);
        } else if let (Some(part), Some(name)) = (part, name(line)) {
            name.clone_into(&mut row);
            plan.part(part).insert(name.to_owned());
        }
    }
    Some(plan)
}

fn of_heading(heading: &str) -> Option<Part> {
    let kinds = [
        ("Upgrading", Part::Upgrades),
        ("Installing", Part::Adds),
        ("Reinstalling", Part::Upgrades),
        ("Removing", Part::Removes),
        ("Downgrading", Part::Downgrades),
        ("Skipping", Part::Skips),
    ];
    kinds.into_iter().find(|(kind, _)| heading.starts_with(kind)).map(|(_, part)| part)
}

/// A row begins with one space; what goes on in the next line with more.
fn name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(' ').filter(|rest| !rest.starts_with(' '))?;
    rest.split_whitespace().next()
}

impl Plan {
    fn part(&mut self, part: Part) -> &mut BTreeSet<String> {
        match part {
            Part::Upgrades => &mut self.upgrades,
            Part::Adds => &mut self.adds,
            Part::Removes => &mut self.removes,
            Part::Downgrades => &mut self.downgrades,
            Part::Skips => &mut self.skips,
        }
    }

    /// dnf 4: `NAME.ARCH EVR`, only of another name. dnf 5: `NAME ARCH EVR`, also of the package's own older version.
    fn replace(&mut self, replaced: &str, by: &str) {
        let words: Vec<&str> = replaced.split_whitespace().collect();
        let name = match words[..] {
            [name_arch, _] => name_arch.rsplit_once('.').map_or(name_arch, |(name, _)| name),
            [name, ..] => name,
            [] => return,
        };
        if name != by {
            self.removes.insert(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(name: &str) -> Plan {
        let path = format!("{}/../updates/testdata/{name}", env!("CARGO_MANIFEST_DIR"));
        parse(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn names(of: &BTreeSet<String>) -> Vec<&str> {
        of.iter().map(String::as_str).collect()
    }

    #[test]
    fn what_would_be_upgraded_added_and_left_out_is_read_of_both() {
        let four = recorded("debian-12.dnf-upgrade.assumeno");
        assert_eq!(names(&four.upgrades), ["pr-epoch", "pr-needs", "pr-tool"]);
        assert_eq!(names(&four.adds), ["kernel-core", "pr-lib"]);
        assert_eq!((names(&four.skips), names(&four.removes)), (vec!["pr-nofit"], vec![]));
        let five = recorded("sid.dnf5-upgrade.assumeno");
        assert_eq!(names(&five.upgrades), ["pr-epoch", "pr-needs"]);
        assert_eq!((five.adds, five.skips, five.removes), (four.adds, four.skips, four.removes));
    }

    #[test]
    fn what_gives_way_to_another_name_is_removed() {
        for name in ["debian-12.dnf-upgrade.removes", "sid.dnf5-upgrade.removes"] {
            let plan = recorded(name);
            assert_eq!((names(&plan.adds), names(&plan.removes)), (vec!["pr-new"], vec!["pr-old"]), "{name}");
        }
    }

    #[test]
    fn what_is_put_in_anew_takes_no_place_but_its_own() {
        for (name, package) in
            [("debian-12.dnf-reinstall.twice", "pr-slow"), ("sid.dnf5-reinstall.twice", "pr-last")]
        {
            let plan = recorded(name);
            assert_eq!(
                (names(&plan.upgrades), plan.removes.len(), plan.adds.len()),
                (vec![package], 0, 0),
                "{name}"
            );
        }
    }

    #[test]
    fn an_older_version_is_told_as_such() {
        assert_eq!(names(&recorded("debian-12.dnf-downgrade.good").downgrades), ["pr-tool"]);
        assert_eq!(parse("Error: No packages marked for upgrade.\n"), None);
    }
}
