//! Whose accounts this PC has, and who of them can change everything on it (sources.md H).

#[cfg(windows)]
mod listed;

#[cfg(windows)]
pub use listed::{accounts, administrators};

/// The account that every Windows begins with, which stands above all others.
const MASTER: u32 = 500;
/// Numbers of people's accounts; those below are Windows' own.
const PEOPLE: u32 = 1000;

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its security identifier.
    pub sid: String,
    /// Whose it is, and its name: `PC` and `ann`. None where nobody reachable knows it.
    pub name: Option<(String, String)>,
    /// Whether it is one account, not a group; also where that is not known.
    pub is_account: bool,
}

/// An account of this PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// The last part of its security identifier.
    pub number: u32,
    /// Whether it lets nobody in.
    pub is_disabled: bool,
}

/// Who can change everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// How many people have an account: those of this PC, and those of elsewhere who administer it.
    pub people: u32,
    /// Names of those of them who administer it. Of elsewhere they have their domain before them; one that nobody
    /// reachable knows is told by its security identifier.
    pub administrators: Vec<String>,
    /// The account that stands above all others, where it lets somebody in.
    pub masters: Vec<String>,
    /// Groups of elsewhere whose members all administer it, whoever they are.
    pub groups: Vec<String>,
}

/// Judges who can, of the members of the group of administrators. `pc` is what this PC is called.
pub fn who(pc: &str, members: &[Member], accounts: &[Account]) -> Who {
    let of_this_pc = |member: &Member| {
        let (domain, name) = member.name.as_ref()?;
        let is_here = domain.eq_ignore_ascii_case(pc);
        accounts.iter().find(|account| is_here && account.name.eq_ignore_ascii_case(name))
    };
    let mut who = Who::default();
    let is_person = |account: &&Account| account.number >= PEOPLE && !account.is_disabled;
    let mut people = accounts.iter().filter(is_person).count();
    for member in members {
        match of_this_pc(member) {
            Some(account) if account.is_disabled => {}
            Some(account) if account.number == MASTER => who.masters.push(account.name.clone()),
            Some(account) if is_person(&account) => who.administrators.push(account.name.clone()),
            Some(account) => who.masters.push(account.name.clone()),
            None if member.is_account => {
                people += 1;
                who.administrators.push(told(member));
            }
            None => who.groups.push(told(member)),
        }
    }
    for names in [&mut who.administrators, &mut who.masters, &mut who.groups] {
        names.sort();
    }
    who.people = u32::try_from(people).unwrap_or(u32::MAX);
    who
}

fn told(member: &Member) -> String {
    match &member.name {
        Some((domain, name)) if domain.is_empty() => name.clone(),
        Some((domain, name)) => format!("{domain}\\{name}"),
        None => member.sid.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str, number: u32, is_disabled: bool) -> Account {
        Account { name: name.to_owned(), number, is_disabled }
    }

    fn member(domain: &str, name: &str, is_account: bool) -> Member {
        Member { sid: "S-1-5-21-1".to_owned(), name: Some((domain.to_owned(), name.to_owned())), is_account }
    }

    fn accounts() -> Vec<Account> {
        vec![
            account("Administrator", 500, true),
            account("Gast", 501, true),
            account("ann", 1001, false),
            account("bo", 1002, false),
            account("cy", 1003, true),
        ]
    }

    #[test]
    fn people_of_this_pc_and_of_elsewhere_are_told_and_what_is_disabled_is_nobodys() {
        let unknown = Member { sid: "S-1-12-1-7-8-9-10".to_owned(), name: None, is_account: true };
        let members = [
            member("PC7", "Administrator", true),
            member("pc7", "Ann", true),
            member("PC7", "cy", true),
            member("OFFICE", "dora", true),
            member("OFFICE", "Domain Admins", false),
            unknown,
        ];
        let who = who("pc7", &members, &accounts());
        assert_eq!((who.people, who.masters.len()), (4, 0));
        assert_eq!(who.administrators, [r"OFFICE\dora", "S-1-12-1-7-8-9-10", "ann"]);
        assert_eq!(who.groups, [r"OFFICE\Domain Admins"]);
    }

    #[test]
    fn the_account_above_all_others_is_told_apart_where_it_lets_somebody_in() {
        let all = [account("Chef", 500, false), account("ann", 1001, false)];
        let who = who("PC", &[member("PC", "Chef", true)], &all);
        assert_eq!((who.masters, who.administrators.len(), who.people), (vec!["Chef".to_owned()], 0, 1));
    }

    #[test]
    fn a_name_of_elsewhere_is_not_the_same_name_here() {
        let who = who("PC", &[member("OFFICE", "bo", true)], &accounts());
        assert_eq!((who.administrators, who.people), (vec![r"OFFICE\bo".to_owned()], 3));
    }
}
