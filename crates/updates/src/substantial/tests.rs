use proptest::prelude::*;

use super::*;

fn facts(package: &str, group: &str, installed: &str, candidate: &str, window: bool) -> Facts {
    Facts {
        package: package.into(),
        group: group.into(),
        installed: Some(installed.into()),
        candidate: candidate.into(),
        window: Some(window),
        ..Facts::default()
    }
}

fn program(installed: &str, candidate: &str) -> Facts {
    facts("mail", "mail", installed, candidate, true)
}

fn reasons(facts: Facts) -> Vec<Reason> {
    judge(&[facts]).remove(0).unwrap().reasons
}

#[test]
fn a_program_with_a_window_is_big_when_its_first_number_changes() {
    let big = |from, to| vec![Reason::FirstNumber { from, to }];
    assert_eq!(reasons(program("140.12.0esr-1~deb12u1", "153.8.0esr-1~deb12u1")), big(140, 153));
    assert_eq!(reasons(program("1:128.4.0esr-1", "1:140.0esr-1")), big(128, 140));
    assert_eq!(reasons(program("4:7.4.7-1+deb12u8", "4:25.2.3-2")), big(7, 25));
    for (installed, candidate) in [
        ("3.0.21-0+deb12u1", "3.0.22-0+deb12u1"),
        ("2.10.34-1+deb12u3", "2.10.38-1"),
        ("0.9.8", "0.10.0"),
        ("1:5.2+dfsg-1", "1:5.9~rc1-1"),
    ] {
        assert_eq!(reasons(program(installed, candidate)), [], "{installed} -> {candidate}");
    }
}

#[test]
fn what_nobody_sees_is_not_big_however_its_number_changes() {
    for (package, from, to) in [
        ("fwupd", "1.9.16-1", "2.0.20-1ubuntu2~24.04.1"),
        ("ubuntu-pro-client", "31.2", "38~24.04"),
        ("linux-image-amd64", "6.1.55-1", "7.1.1-1"),
        ("libc6", "2.36-9", "3.0-1"),
    ] {
        assert_eq!(reasons(facts(package, package, from, to, false)), [], "{package}");
    }
}

#[test]
fn a_year_that_follows_a_year_is_the_same_program() {
    assert_eq!(reasons(program("2025b-0+deb12u1", "2026f-0+deb12u1")), []);
    assert_eq!(reasons(program("20230311+deb12u1", "20250419~deb12u2")), []);
    let counts_anew = Reason::FirstNumber { from: 2023, to: 3 };
    assert_eq!(reasons(program("2023.1-1", "1:3.0-1")), [counts_anew]);
}

#[test]
fn a_browser_that_counts_on_every_few_weeks_is_not_big_and_its_slow_edition_is() {
    for name in ["chromium", "firefox", "google-chrome-stable", "microsoft-edge-stable"] {
        assert_eq!(reasons(facts(name, name, "150.0.1-1", "156.0.2-1", true)), [], "{name}");
    }
    assert_eq!(reasons(facts("chromium-shell", "chromium", "150.0.1-1", "156.0.2-1", true)), []);
    assert_eq!(reasons(facts("firefox-esr", "firefox-esr", "140.1-1", "153.1-1", true)).len(), 1);
}

#[test]
fn everything_of_a_source_package_goes_with_its_program_and_says_the_programs_numbers() {
    let all = [
        facts("libreoffice-core", "libreoffice", "4:7.4.7-1", "4:25.2.3-2", false),
        facts("libreoffice-writer", "libreoffice", "4:7.4.7-1", "4:25.2.3-2", true),
        facts("fonts-opensymbol", "libreoffice", "4:102.12+LibO7.4.7-1", "4:102.12+LibO25.2-2", false),
        facts("vlc", "vlc", "3.0.21-1", "3.0.22-1", true),
    ];
    let judged = judge(&all);
    let big = Substantial::because(vec![Reason::FirstNumber { from: 7, to: 25 }]);
    assert!(judged[..3].iter().all(|one| one.as_ref() == Some(&big)), "{judged:?}");
    assert_eq!(judged[3], Some(Substantial::default()));
}

#[test]
fn what_is_not_known_is_not_judged() {
    let unseen = |from: &str, to: &str| Facts { window: None, ..program(from, to) };
    assert_eq!(judge(&[unseen("1.0-1", "2.0-1")]), [None]);
    assert_eq!(judge(&[unseen("1.0-1", "1.1-1")]), [Some(Substantial::default())], "seen or not");
    assert_eq!(judge(&[Facts { installed: None, ..program("", "2.0-1") }]), [None]);
}

#[test]
fn a_removal_is_big_and_so_is_going_back() {
    let plugin: PackageName = "sl-plugin".parse().unwrap();
    let removes = Facts { removes: vec![plugin.clone()], ..facts("base", "base", "1-1", "1-2", false) };
    assert_eq!(reasons(removes), [Reason::Removes { packages: vec![plugin] }]);
    assert_eq!(reasons(program("9.0-1", "9.0+really8.5-1")), [Reason::Downgrade {}]);
    assert_eq!(reasons(program("9.0+really8.5-1", "9.0+really8.6-1")), []);
}

#[test]
fn another_maker_is_big_and_another_name_of_the_same_is_not() {
    let made = |from: &[&str], to: &[&str]| {
        let [from, to] = [from, to].map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        reasons(Facts { from, to, ..facts("node", "node", "18.1-1", "18.2-1", false) })
    };
    let other = Reason::NewMaker { from: "Debian".into(), to: "Node Source".into() };
    assert_eq!(made(&["Debian"], &["Node Source"]), [other]);
    for (from, to) in [
        (&["Debian"][..], &["Debian"][..]),
        (&["Debian"], &["Debian Backports"]),
        (&["Ubuntu"], &["UbuntuESMApps"]),
        (&["Debian", "Node Source"], &["Node Source"]),
        (&[], &["Node Source"]),
        (&["Debian"], &["", ""]),
    ] {
        assert_eq!(made(from, to), [], "{from:?} -> {to:?}");
    }
}

fn version() -> impl Strategy<Value = String> {
    "([0-9]{1,2}:)?[0-9]{1,4}(\\.[0-9]{1,3}){0,3}([+~][a-z0-9.]{1,8})?(-[0-9a-z.+~]{1,8})?"
}

proptest! {
    #[test]
    fn the_first_number_is_read_through_everything_that_a_distribution_puts_around_it(
        epoch in "([0-9]{1,3}:)?", number in 0_u64..100_000_000, rest in "([.+~][a-z0-9.+~]{0,9})?", revision in "(-[0-9a-z.+~]{1,9})?",
    ) {
        prop_assume!(!rest.contains("+really") && !revision.contains("+really"));
        prop_assert_eq!(first_number(&format!("{epoch}{number}{rest}{revision}")), Some(number));
        let back = format!("{epoch}99{rest}+really{number}{rest}{revision}");
        prop_assert_eq!(first_number(&back), Some(number));
    }

    #[test]
    fn whatever_a_version_is_it_is_read_and_no_change_is_no_reason(text in ".{0,40}", other in version()) {
        first_number(&text);
        for version in [text, other] {
            prop_assert_eq!(judge(&[program(&version, &version)]), [Some(Substantial::default())]);
        }
    }

    #[test]
    fn only_the_first_number_decides(from in version(), to in version(), window: bool) {
        let judged = judge(&[facts("mail", "mail", &from, &to, window)]).remove(0).unwrap();
        let (old, new) = (first_number(&from).unwrap(), first_number(&to).unwrap());
        let is_big = window && old != new && old.min(new) < YEARS;
        prop_assert_eq!(judged.is_big(), is_big, "{} -> {}", from, to);
        prop_assert_eq!(judged.why.len(), judged.reasons.len());
    }

    #[test]
    fn a_group_is_big_as_a_whole_or_not_at_all(steps in prop::collection::vec((version(), version(), any::<bool>()), 1..6)) {
        let all: Vec<Facts> = steps.iter().map(|(from, to, window)| facts("part", "suite", from, to, *window)).collect();
        let judged = judge(&all);
        let any = all.iter().any(|facts| facts.window == Some(true) && step(facts).is_some());
        prop_assert!(judged.iter().flatten().all(|one| one.is_big() == any), "{judged:?}");
    }
}
