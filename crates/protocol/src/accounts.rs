//! Whose accounts can change everything on a PC (sources.md H).

use serde::{Deserialize, Serialize};

/// The accounts of a PC, as far as they matter for who can change everything there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Accounts {
    /// How many people have an account that lets them in.
    pub people: u32,
    /// The names of those of them who may administer the PC.
    pub administrators: Vec<String>,
    /// The names of other accounts that are the system's own master account, or let somebody in as it.
    pub masters: Vec<String>,
    /// People who are no administrators, but in a group that can make itself one.
    pub by_group: Vec<ByGroup>,
}

/// An account that comes to everything by way of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ByGroup {
    /// The account's name.
    pub name: String,
    /// The group's.
    pub group: String,
}

impl Accounts {
    /// Every name that can change everything, in whatever way.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let groups = self.by_group.iter().map(|member| &member.name);
        self.administrators.iter().chain(&self.masters).chain(groups).map(String::as_str)
    }

    /// How many people can change everything, in whatever way.
    pub fn people_who_can(&self) -> usize {
        let mut names: Vec<&String> =
            self.administrators.iter().chain(self.by_group.iter().map(|member| &member.name)).collect();
        names.sort();
        names.dedup();
        names.len()
    }
}
