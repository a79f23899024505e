//! The text of `apt-get -s dist-upgrade|upgrade|install`.
//!
//! Lines are those of apt-private/private-install.cc and pkgsimulate (apt-pkg/algorithms.cc):
//! `Inst NAME [OLD] (NEW LABEL:VERSION/SUITE, ... [ARCH])`, `Remv NAME [OLD]`. The lists above them
//! are headings followed by lines that are indented by two spaces. An unknown line is passed over.

use std::collections::BTreeSet;

/// What apt says it would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Simulation {
    /// Packages that would be installed or upgraded, in apt's order.
    pub installs: Vec<Install>,
    /// Packages that would be removed.
    pub removes: BTreeSet<String>,
    /// Packages that stay behind although something newer is there.
    pub kept_back: BTreeSet<String>,
    /// Packages whose turn in a gradual release has not come.
    pub deferred: BTreeSet<String>,
    /// Packages on hold that would change all the same.
    pub held_changed: BTreeSet<String>,
    /// Packages that would get an older version.
    pub downgraded: BTreeSet<String>,
}

/// One `Inst` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// apt's name: with `:ARCH` only for a foreign architecture.
    pub name: String,
    /// The version that is there; none for a new package.
    pub old: Option<String>,
    /// The version that would be there.
    pub new: String,
    /// Architecture of that version.
    pub arch: String,
}

impl Simulation {
    /// Packages that would come along new.
    pub fn adds(&self) -> impl Iterator<Item = &Install> {
        self.installs.iter().filter(|i| i.old.is_none())
    }

    /// Packages that would get another version.
    pub fn upgrades(&self) -> impl Iterator<Item = &Install> {
        self.installs.iter().filter(|i| i.old.is_some())
    }
}

/// Reads the text.
pub fn parse(text: &str) -> Simulation {
    let mut simulation = Simulation::default();
    let mut heading = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("Inst ") {
            simulation.installs.extend(install(rest));
        } else if let Some(rest) = line.strip_prefix("Remv ") {
            simulation.removes.extend(rest.split(' ').next().map(str::to_owned));
        } else if let Some(names) = line.strip_prefix("  ") {
            if let Some(list) = simulation.list_under(heading) {
                // A name on a removal list has a star behind it when it is purged.
                list.extend(names.split_whitespace().map(|n| n.trim_end_matches('*').to_owned()));
            }
        } else {
            heading = line;
        }
    }
    simulation
}

impl Simulation {
    fn list_under(&mut self, heading: &str) -> Option<&mut BTreeSet<String>> {
        match heading {
            "The following packages have been kept back:" => Some(&mut self.kept_back),
            "The following upgrades have been deferred due to phasing:" => Some(&mut self.deferred),
            "The following held packages will be changed:" => Some(&mut self.held_changed),
            "The following packages will be DOWNGRADED:" => Some(&mut self.downgraded),
            _ => None,
        }
    }
}

fn install(rest: &str) -> Option<Install> {
    let (head, tail) = rest.split_once(" (")?;
    let (inside, _) = tail.split_once("])")?;
    let (description, arch) = inside.rsplit_once('[')?;
    let mut words = head.split(' ');
    Some(Install {
        name: words.next().filter(|n| !n.is_empty())?.to_owned(),
        old: words.next().and_then(|w| w.strip_prefix('[')?.strip_suffix(']')).map(str::to_owned),
        new: description.split(' ').next().filter(|v| !v.is_empty())?.to_owned(),
        arch: arch.to_owned(),
    })
}
