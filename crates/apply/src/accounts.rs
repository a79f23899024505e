//! Who may administer this PC, from the texts of passwd(5) and group(5).

use std::collections::BTreeSet;

/// Groups whose members may become root on Debian, Ubuntu, Fedora and their kin.
const GROUPS: [&str; 3] = ["sudo", "wheel", "admin"];
/// Shells that let nobody in.
const NO_SHELL: [&str; 2] = ["nologin", "false"];

/// Names of the accounts: members of an administrators' group, and of user number 0 with a shell.
pub(crate) fn administrators(passwd: &str, group: &str) -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for fields in group.lines().map(|line| line.split(':').collect::<Vec<_>>()) {
        if let [name, _, number, members] = fields[..]
            && GROUPS.contains(&name)
        {
            numbers.insert(number);
            names.extend(members.split(',').map(str::trim).filter(|m| !m.is_empty()));
        }
    }
    for fields in passwd.lines().map(|line| line.split(':').collect::<Vec<_>>()) {
        if let [name, _, user, group, _, _, shell] = fields[..] {
            let has_shell = !NO_SHELL.iter().any(|none| shell.ends_with(none));
            if numbers.contains(group) || (user == "0" && has_shell) {
                names.insert(name);
            }
        }
    }
    names.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_by_list_by_main_group_and_user_zero_count_once() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/root:/usr/sbin/nologin\n\
                      ann:x:1000:1000:Ann,,,:/home/ann:/bin/bash\nbo:x:1001:27::/home/bo:/bin/sh\nbroken\n";
        let group = "root:x:0:\nsudo:x:27:ann, root\nadmin:x:115:\nusers:x:100:eve\n";
        assert_eq!(administrators(passwd, group), ["ann", "bo", "root"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(passwd in "[a-z0:,\n]{0,80}", group in "(sudo|wheel|[a-z0:,\n]){0,30}") {
            administrators(&passwd, &group);
        }
    }
}
