use super::*;

const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/root:/usr/sbin/nologin\n\
                      daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n\
                      ann:x:1000:1000:Ann,,,:/home/ann:/bin/bash\nbo:x:1001:27::/home/bo:/bin/sh\n\
                      cy:x:1002:1002::/home/cy:/bin/bash\ndi:x:1003:1003::/home/di:/bin/bash\n\
                      nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\nbroken\n";
const GROUP: &str = "root:x:0:\nsudo:x:27:ann, root\nadmin:x:115:\nusers:x:100:eve\ndocker:x:118:cy,ann\n";

fn read(passwd: &str, group: &str, shadow: &str) -> Accounts {
    accounts(Texts { passwd, group, shadow, login_defs: "", today: 20_000 }).unwrap()
}

#[test]
fn members_by_list_by_main_group_and_user_zero_count_once() {
    assert_eq!(administrators(PASSWD, GROUP), ["ann", "bo", "root"]);
}

#[test]
fn people_are_counted_and_those_who_are_as_good_as_root_by_a_group_are_told_apart() {
    let seen = read(PASSWD, GROUP, "");
    assert_eq!((seen.people, &*seen.administrators), (4, &["ann".to_owned(), "bo".into()][..]));
    assert_eq!(seen.by_group, [ByGroup { name: "cy".into(), group: "docker".into() }]);
    assert_eq!((seen.masters.clone(), seen.people_who_can()), (vec!["root".to_owned()], 3));
}

#[test]
fn root_that_no_password_opens_and_accounts_that_ended_are_nobodys() {
    let shadow = "root:*:19000:0:99999:7:::\nann:$y$1:19000:0:99999:7::19999:\nbo:$y$1:19000:0:99999:7::20001:\n\
                  cy:!:19000:0:99999:7:::\n";
    let seen = read(PASSWD, GROUP, shadow);
    assert_eq!((seen.masters.len(), seen.people), (0, 3), "cy may come in with a key");
    assert_eq!((seen.administrators, seen.by_group.len()), (vec!["bo".to_owned()], 1));
}

#[test]
fn a_second_account_with_number_zero_is_told() {
    let passwd = format!("{PASSWD}backdoor:x:0:0::/root:/bin/sh\n");
    assert_eq!(read(&passwd, GROUP, "root:!:1::::::\n").masters, ["backdoor"]);
}

#[test]
fn which_numbers_are_peoples_is_said_by_the_pc() {
    let (passwd, login_defs) = (PASSWD, "# UID_MIN 1\nUID_MIN\t\t 1001\nUID_MAX 1002\n");
    let texts = Texts { passwd, group: GROUP, login_defs, ..Texts::default() };
    assert_eq!(accounts(texts).unwrap().people, 2);
    assert_eq!(accounts(Texts { passwd: "", ..texts }), None, "nothing could be read");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic_and_no_more_people_administer_than_there_are(
        passwd in "(root:x:0:0:::/bin/sh\n)?([a-c]:x:100[0-2]:27:::/bin/sh\n|[a0:,\n]){0,12}",
        group in "(sudo:x:27:a,b\n|docker:x:9:a,c\n|[a0:,\n]){0,6}", shadow in "([a-c]:[!*x]:1:::::[0-9]?:\n){0,4}",
        login_defs in "(UID_MIN|UID_MAX| |\n|[0-9]){0,12}",
    ) {
        administrators(&passwd, &group);
        let texts = Texts { passwd: &passwd, group: &group, shadow: &shadow, login_defs: &login_defs, today: 5 };
        if let Some(seen) = accounts(texts) {
            proptest::prop_assert!(seen.people_who_can() <= seen.people as usize);
        }
    }
}
