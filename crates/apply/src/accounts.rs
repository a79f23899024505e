//! Whose accounts can change everything on this PC, from the texts of passwd(5), group(5), shadow(5) and login.defs(5)
//! (sources.md H).
//!
//! Pure functions. Rules of sudoers(5) and of polkit beyond the groups below are not read.

use std::collections::BTreeSet;

use patchround_protocol::accounts::{Accounts, ByGroup};

/// Groups whose members may become root on Debian, Ubuntu, Fedora and their kin.
const GROUPS: [&str; 3] = ["sudo", "wheel", "admin"];
/// Groups whose members can make themselves root, though nobody meant to let them.
const AS_GOOD_AS_ROOT: [&str; 5] = ["docker", "lxd", "incus-admin", "libvirt", "disk"];
/// Shells that let nobody in.
const NO_SHELL: [&str; 2] = ["nologin", "false"];
/// Numbers of people's accounts where login.defs does not say it: those of Debian and Fedora.
const PEOPLE: (u32, u32) = (1000, 60_000);

/// What is read; what could not be read is empty.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Texts<'a> {
    pub(crate) passwd: &'a str,
    pub(crate) group: &'a str,
    pub(crate) shadow: &'a str,
    pub(crate) login_defs: &'a str,
    /// Days since 1 January 1970.
    pub(crate) today: i64,
}

/// A line of passwd(5).
#[derive(Debug, Clone, Copy)]
struct Account<'a> {
    name: &'a str,
    user: u32,
    group: &'a str,
    shell: &'a str,
}

/// Names of the accounts: members of an administrators' group, and of user number 0 with a shell.
pub(crate) fn administrators(passwd: &str, group: &str) -> Vec<String> {
    let texts = Texts { passwd, group, ..Texts::default() };
    let listed = GROUPS.iter().flat_map(|name| members(name, texts));
    let root = accounts_in(passwd).filter(|account| account.user == 0 && account.has_shell());
    let names: BTreeSet<&str> = listed.chain(root.map(|account| account.name)).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The accounts; `None` where there is not even root's, so that nothing is known.
///
/// An account counts that lets somebody in: with a shell, and neither expired nor locked. A password alone that is
/// locked does not shut a person's account, who may come in with a key; it does shut root's, as Ubuntu has it.
pub(crate) fn accounts(texts: Texts<'_>) -> Option<Accounts> {
    accounts_in(texts.passwd).find(|account| account.user == 0)?;
    let (least, most) = numbers(texts.login_defs);
    let is_person = |a: &Account<'_>| (least..=most).contains(&a.user) && a.lets_in(texts);
    let people: BTreeSet<&str> = accounts_in(texts.passwd).filter(is_person).map(|a| a.name).collect();
    let may: BTreeSet<&str> = GROUPS.iter().flat_map(|name| members(name, texts)).collect();
    let masters =
        accounts_in(texts.passwd).filter(|a| a.user == 0 && a.lets_in(texts) && !a.is_locked(texts));
    let by_group = |group: &'static str| {
        let people =
            members(group, texts).into_iter().filter(|name| people.contains(name) && !may.contains(name));
        people.map(|name| ByGroup { name: name.to_owned(), group: group.to_owned() }).collect::<Vec<_>>()
    };
    Some(Accounts {
        people: u32::try_from(people.len()).unwrap_or(u32::MAX),
        administrators: people.intersection(&may).map(|name| (*name).to_owned()).collect(),
        masters: masters.map(|a| a.name.to_owned()).collect(),
        by_group: AS_GOOD_AS_ROOT.into_iter().flat_map(by_group).collect(),
    })
}

/// Who is in a group: by its list, or because it is their main one.
fn members<'a>(group: &str, texts: Texts<'a>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for fields in texts.group.lines().map(|line| line.split(':').collect::<Vec<_>>()) {
        if let [name, _, number, members] = fields[..]
            && name == group
        {
            names.extend(members.split(',').map(str::trim).filter(|member| !member.is_empty()));
            names.extend(accounts_in(texts.passwd).filter(|a| a.group == number).map(|a| a.name));
        }
    }
    names
}

fn accounts_in(passwd: &str) -> impl Iterator<Item = Account<'_>> {
    passwd.lines().filter_map(|line| match line.split(':').collect::<Vec<_>>()[..] {
        [name, _, user, group, _, _, shell] => Some(Account { name, user: user.parse().ok()?, group, shell }),
        _ => None,
    })
}

impl Account<'_> {
    fn has_shell(&self) -> bool {
        !NO_SHELL.iter().any(|none| self.shell.ends_with(none))
    }

    fn lets_in(&self, texts: Texts<'_>) -> bool {
        let expires = self.shadow(texts, 7).and_then(|day| day.parse::<i64>().ok());
        self.has_shell() && expires.is_none_or(|day| day > texts.today)
    }

    /// Whether no password opens it.
    fn is_locked(&self, texts: Texts<'_>) -> bool {
        self.shadow(texts, 1).is_some_and(|password| password.starts_with(['!', '*']))
    }

    fn shadow<'a>(&self, texts: Texts<'a>, field: usize) -> Option<&'a str> {
        let mine = |line: &&str| line.split(':').next() == Some(self.name);
        texts.shadow.lines().find(mine)?.split(':').nth(field)
    }
}

/// Between which numbers people's accounts are.
fn numbers(login_defs: &str) -> (u32, u32) {
    let value = |key: &str| {
        let mut words =
            login_defs.lines().map(str::split_whitespace).find(|w| w.clone().next() == Some(key))?;
        words.nth(1)?.parse().ok()
    };
    (value("UID_MIN").unwrap_or(PEOPLE.0), value("UID_MAX").unwrap_or(PEOPLE.1))
}

#[cfg(test)]
mod tests;
