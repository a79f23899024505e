//! Whose accounts can change everything on this Mac, as its own directory says (sources.md H). Accounts of an office's
//! directory that never signed in here are not in it.

use std::{collections::BTreeSet, time::Duration};

use patchround_protocol::accounts::Accounts;
use patchround_updates::{
    Pc,
    command::{Call, Output},
};

const DSCL: &str = "/usr/bin/dscl";
const DSMEMBERUTIL: &str = "/usr/sbin/dsmemberutil";
const LIMIT: Duration = Duration::from_secs(10);
/// The group of whoever may change everything.
const GROUP: &str = "admin";
/// The number of the first account of a person.
const PEOPLE: u32 = 500;
/// People that are asked about.
const MOST: usize = 50;

/// Names of the administrators, and whose accounts there are: `None` where one of the questions was not answered.
///
/// People are asked about one by one: a group may be in the group, which its own list does not say.
pub(crate) fn accounts(pc: &Pc<'_>) -> (Vec<String>, Option<Accounts>) {
    let group = asked(pc, DSCL, &[".", "-read", "/Groups/admin", "GroupMembership"]);
    let listed = group.as_ref().map(|said| members(&said.stdout)).unwrap_or_default();
    let users = asked(pc, DSCL, &[".", "-list", "/Users", "UniqueID"]).map(|said| people(&said.stdout));
    let people = users.clone().unwrap_or_default();
    let may: Vec<(&String, Option<bool>)> = people.iter().map(|name| (name, is_member(pc, name))).collect();
    let own = || may.iter().filter(|(_, may)| *may == Some(true)).map(|(name, _)| (*name).clone());
    let all: BTreeSet<String> = listed.into_iter().chain(own()).collect();
    let is_whole = users.is_some_and(|all| all.len() < MOST) && may.iter().all(|(_, may)| may.is_some());
    let accounts = master(pc).filter(|_| is_whole).map(|masters| Accounts {
        people: u32::try_from(people.len()).unwrap_or(u32::MAX),
        administrators: own().collect(),
        masters,
        by_group: Vec::new(),
    });
    (all.into_iter().collect(), accounts)
}

/// `GroupMembership: root ana`.
fn members(said: &str) -> Vec<String> {
    let names = said.lines().find_map(|line| line.strip_prefix("GroupMembership:")).unwrap_or_default();
    names.split_whitespace().map(str::to_owned).collect()
}

/// `ana  501`: the names of people. What begins with `_` is macOS's own.
fn people(said: &str) -> Vec<String> {
    let person = |line: &str| {
        let (name, number) = line.trim().rsplit_once(char::is_whitespace)?;
        let name = name.trim_end();
        let is_person = number.parse::<u32>().is_ok_and(|number| number >= PEOPLE);
        (is_person && !name.starts_with(['_', '-'])).then(|| name.to_owned())
    };
    said.lines().filter_map(person).take(MOST).collect()
}

/// Whether somebody is an administrator, also by a group within the group.
fn is_member(pc: &Pc<'_>, name: &str) -> Option<bool> {
    let said = asked(pc, DSMEMBERUTIL, &["checkmembership", "-U", name, "-G", GROUP])?;
    match said.stdout.trim() {
        "user is a member of the group" => Some(true),
        "user is not a member of the group" => Some(false),
        _ => None,
    }
}

/// Root, where somebody has given it a password: without one the attribute is not there, and that is said.
fn master(pc: &Pc<'_>) -> Option<Vec<String>> {
    let said = asked(pc, DSCL, &[".", "-read", "/Users/root", "AuthenticationAuthority"])?;
    let says = |what: &str| said.stdout.contains(what) || said.stderr.contains(what);
    match (says("No such key"), says("AuthenticationAuthority:")) {
        (true, _) => Some(Vec::new()),
        (false, true) => Some(vec!["root".to_owned()]),
        _ => None,
    }
}

fn asked(pc: &Pc<'_>, program: &'static str, words: &[&str]) -> Option<Output> {
    pc.tools.ask(&Call::new(program, words.iter().copied()), LIMIT).ok().filter(Output::is_success)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::{Fault, Replay};

    const ROOT: &str = "/usr/bin/dscl . -read /Users/root AuthenticationAuthority";
    const GROUP: &str = "/usr/bin/dscl . -read /Groups/admin GroupMembership";
    const USERS: &str = "/usr/bin/dscl . -list /Users UniqueID";
    const ANA: &str = "/usr/sbin/dsmemberutil checkmembership -U ana -G admin";
    const BEN: &str = "/usr/sbin/dsmemberutil checkmembership -U ben -G admin";

    fn mac() -> Replay {
        let users = "_spotlight  89\nana         501\nben         502\nnobody      -2\nroot        0\nmdmadmin    499\n";
        Replay::default()
            .says(ROOT, 0, "No such key: AuthenticationAuthority\n", "")
            .says(GROUP, 0, "GroupMembership: root ana mdmadmin\n", "")
            .says(USERS, 0, users, "")
            .says(ANA, 0, "user is a member of the group\n", "")
            .says(BEN, 0, "user is not a member of the group\n", "")
    }

    fn of(tools: &Replay) -> (Vec<String>, Option<Accounts>) {
        let root = tempfile::tempdir().unwrap();
        accounts(&Pc { root: root.path(), tools })
    }

    #[test]
    fn people_and_administrators_are_told_and_a_hidden_one_is_among_them() {
        let (all, accounts) = of(&mac());
        assert_eq!(all, ["ana", "mdmadmin", "root"]);
        let accounts = accounts.unwrap();
        assert_eq!((accounts.people, accounts.administrators), (2, vec!["ana".to_owned()]));
        assert!(accounts.masters.is_empty());
        let with_root = mac().says(ROOT, 0, "AuthenticationAuthority: ;ShadowHash;\n", "");
        assert_eq!(of(&with_root).1.unwrap().masters, ["root"]);
    }

    #[test]
    fn whoever_is_in_the_group_by_another_group_is_an_administrator_too() {
        let nested = mac().says(BEN, 0, "user is a member of the group\n", "");
        let (all, accounts) = of(&nested);
        assert_eq!((all.len(), accounts.unwrap().administrators.len()), (4, 2));
    }

    #[test]
    fn a_question_without_an_answer_leaves_it_unknown_how_many_there_are() {
        for line in [ROOT, USERS, ANA, BEN] {
            for fault in [Fault::Hangs, Fault::IsMissing, Fault::Fails(1), Fault::IsCutOffAfter(3)] {
                let (_, accounts) = of(&mac().lenient().but(line, fault));
                let is_cut_list = line == USERS && matches!(fault, Fault::IsCutOffAfter(_));
                assert!(accounts.is_none_or(|told| is_cut_list && told.people == 0), "{line} {fault:?}");
            }
        }
    }
}
