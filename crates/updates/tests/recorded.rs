//! What is made of apt's real answers; testdata/README.md says how they were recorded.

use std::{collections::BTreeMap, path::Path};

use patchround_protocol::{
    Cause, SpkiHash, Update,
    update::{Class, Reason, Substantial},
};
use patchround_updates::apt::{
    causes, database, held, hook,
    list::{self, Answers},
    policy, records, simulation, sources, status, uris,
};

const SYSTEMS: [&str; 2] = ["debian-12", "debian-13"];

fn recorded(system: &str, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(format!("{system}.{name}"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn answers(system: &str) -> Answers {
    let simulated = |name: &str| simulation::parse(&recorded(system, name));
    Answers {
        full: simulated("apt-get-s-dist-upgrade.mixed"),
        careful: simulated("apt-get-s-upgrade.mixed"),
        alone: BTreeMap::from([
            ("pr-base".to_owned(), simulated("apt-get-s-install.removes")),
            ("pr-newdep".to_owned(), simulated("apt-get-s-install.adds")),
        ]),
        tables: policy::tables(&recorded(system, "apt-cache-policy.mixed")),
        archives: policy::archives(&recorded(system, "apt-cache-policy.archives")),
        records: records::parse(&recorded(system, "apt-cache-show.mixed")),
        held: held::parse(&recorded(system, "apt-mark-showhold.mixed")),
        apps: BTreeMap::from([("pr-app".to_owned(), "Practice Letters".to_owned())]),
        windows: recorded_windows(system),
        ..Answers::default()
    }
}

fn recorded_windows(system: &str) -> BTreeMap<String, bool> {
    let records = records::parse(&recorded(system, "apt-cache-show.mixed"));
    records.into_iter().map(|record| (record.package.clone(), record.package == "pr-app")).collect()
}

fn updates(answers: &Answers) -> Vec<Update> {
    list::join(SpkiHash([1; 32]), answers)
}

fn find<'a>(updates: &'a [Update], package: &str) -> &'a Update {
    let is_it = |u: &&Update| u.package.as_str() == package;
    updates.iter().find(is_it).unwrap_or_else(|| panic!("{package} is not listed"))
}

#[test]
fn every_package_with_something_newer_is_listed_once_under_its_exact_version() {
    for system in SYSTEMS {
        let updates = updates(&answers(system));
        assert_eq!(updates.len(), 24, "{system}");
        assert_eq!(find(&updates, "pr-epoch").id.as_str(), "apt:pr-epoch:amd64@1:1.1-1~x+b1");
        assert_eq!(find(&updates, "pr-tool-a").id.as_str(), "apt:pr-tool-a:all@1.1");
        assert_eq!(find(&updates, "pr-tool-a").installed.as_deref(), Some("1.0"));
        assert_eq!(find(&updates, "pr-big").size, Some(12_587_654));
        assert!(!updates.iter().any(|u| u.package.as_str().starts_with("pr-lib2")), "new, not an update");
    }
}

#[test]
fn a_version_of_the_security_archive_on_the_way_makes_it_a_security_update() {
    for system in SYSTEMS {
        let updates = updates(&answers(system));
        let security: Vec<_> = updates.iter().filter(|u| u.class == Some(Class::Security)).collect();
        let names: Vec<_> = security.iter().map(|u| u.package.as_str()).collect();
        assert_eq!(names, ["pr-kern", "pr-mid", "pr-sec"], "{system}");
    }
}

#[test]
fn without_the_archives_own_names_the_suite_in_their_address_still_tells() {
    let mut answers = answers("debian-12");
    answers.archives.clear();
    assert_eq!(find(&updates(&answers), "pr-mid").class, Some(Class::Security));
}

#[test]
fn held_phased_and_stuck_packages_are_told_apart() {
    for system in SYSTEMS {
        let updates = updates(&answers(system));
        let state = |name: &str| {
            let update = find(&updates, name);
            (update.held.is_some(), update.phased, update.blocked)
        };
        assert_eq!(state("pr-held"), (true, false, None), "{system}");
        assert_eq!(state("pr-phased"), (false, true, None), "{system}");
        assert_eq!(state("pr-stuck"), (false, false, Some(Cause::DepsUnsolvable)), "{system}");
        assert_eq!(state("pr-base"), (false, false, None), "{system}");
    }
}

#[test]
fn a_gradual_update_whose_turn_has_come_is_an_ordinary_one() {
    let mut answers = answers("debian-12");
    let (name, old, new) = ("pr-phased".to_owned(), Some("1.0".to_owned()), "1.1".to_owned());
    answers.full.installs.push(simulation::Install { name, old, new, arch: "all".into() });
    let updates = updates(&answers);
    assert!(!find(&updates, "pr-phased").phased && find(&updates, "pr-phased").is_outstanding());
}

#[test]
fn ubuntus_list_of_deferred_upgrades_is_read() {
    let simulated = simulation::parse(&recorded("ubuntu-24.04", "apt-get-s-dist-upgrade.phased"));
    assert!(
        simulated.deferred.contains("systemd") && simulated.deferred.len() == 8,
        "{:?}",
        simulated.deferred
    );
    assert!(!simulated.upgrades().any(|i| i.name == "systemd"));
    let tables = policy::tables(&recorded("ubuntu-24.04", "apt-cache-policy.phased"));
    assert!(tables["systemd"].is_phased() && tables["systemd"].is_update());
}

#[test]
fn a_security_version_that_is_installed_already_does_not_count() {
    let tables = policy::tables(&recorded("ubuntu-24.04", "apt-cache-policy.phased"));
    assert!(!tables["systemd"].is_security(&BTreeMap::new()), "only noble-updates is on the way");
}

#[test]
fn removals_and_additions_are_those_of_the_package_alone() {
    for system in SYSTEMS {
        let mut answers = answers(system);
        let texts = |names: &[patchround_protocol::ids::PackageName]| {
            names.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let all = updates(&answers);
        assert_eq!(texts(&find(&all, "pr-base").needs.removes), ["pr-plugin"], "{system}");
        assert_eq!(texts(&find(&all, "pr-newdep").needs.adds), ["pr-lib2"]);
        assert!(
            find(&all, "pr-newdep").needs.removes.is_empty()
                && find(&all, "pr-tool-a").needs.removes.is_empty()
        );
        answers.alone.clear();
        let all = updates(&answers);
        assert_eq!(texts(&find(&all, "pr-newdep").needs.removes), ["pr-plugin"], "rather too much warning");
    }
}

#[test]
fn what_removes_something_is_big_and_the_rest_was_judged_and_is_not() {
    for system in SYSTEMS {
        let all = updates(&answers(system));
        let big: Vec<_> = all
            .iter()
            .filter(|update| update.substantial.as_ref().is_some_and(Substantial::is_big))
            .collect();
        let reasons = find(&all, "pr-base").substantial.as_ref().map(|found| found.reasons.clone());
        let removes = Reason::Removes { packages: vec!["pr-plugin".parse().unwrap()] };
        assert_eq!((big.len(), reasons), (1, Some(vec![removes])), "{system}");
        assert!(all.iter().all(|update| update.substantial.is_some()), "{system}");
    }
}

#[test]
fn a_program_that_people_see_is_big_with_a_new_first_number() {
    let mut answers = answers("debian-12");
    for table in answers.tables.values_mut() {
        let back = |version: &String| version.replacen('1', "7", 1);
        let from = table.installed.as_ref().map(back);
        let installed =
            table.versions.iter_mut().filter(|known| Some(&known.version) == table.installed.as_ref());
        installed.for_each(|known| known.version = back(&known.version));
        table.installed = from;
    }
    answers.windows = BTreeMap::from([("pr-app-data".to_owned(), true), ("pr-tool-a".to_owned(), false)]);
    let all = updates(&answers);
    let judged = |package| find(&all, package).substantial.as_ref();
    let big = Substantial::because(vec![Reason::Downgrade {}]);
    assert_eq!((judged("pr-app"), judged("pr-app-data")), (Some(&big), Some(&big)), "one source package");
    assert_eq!(judged("pr-tool-a"), Some(&Substantial::default()), "nobody sees it");
    assert_eq!(judged("pr-tool-b"), None, "nobody knows whether people see it");
}

#[test]
fn parts_of_one_source_package_belong_together_and_libraries_are_system_parts() {
    let updates = updates(&answers("debian-12"));
    assert_eq!(find(&updates, "pr-suite-core").group, "pr-suite");
    assert_eq!(find(&updates, "pr-suite-libs").group, "pr-suite");
    assert_eq!(find(&updates, "pr-suite-libs").name, "System parts");
    assert_eq!(find(&updates, "pr-app-data").name, "Practice Letters");
    assert_eq!(find(&updates, "pr-tool-a").name, "Practice package pr-tool-a");
}

#[test]
fn the_hooks_answer_agrees_with_the_text_and_leaves_no_trace_in_it() {
    for system in SYSTEMS {
        let (text, packages) = hook::split(&recorded(system, "apt-get-s-dist-upgrade.hook"));
        assert_eq!(text, recorded(system, "apt-get-s-dist-upgrade.mixed"), "{system}");
        let mut answers = answers(system);
        answers.hook = packages;
        answers.cross_check();
        assert!(answers.hook.is_some(), "{system}");
        answers.archives.clear();
        answers.tables.values_mut().for_each(|t| t.versions.iter_mut().for_each(|v| v.archives.clear()));
        let updates = updates(&answers);
        assert_eq!(find(&updates, "pr-sec").class, Some(Class::Security), "from the hook alone");
        assert_eq!(find(&updates, "pr-tool-a").class, Some(Class::Other));
    }
}

#[test]
fn a_hook_that_contradicts_the_text_is_not_believed() {
    let (_, packages) = hook::split(&recorded("debian-12", "apt-get-s-dist-upgrade.hook"));
    for spoil in [
        |p: &mut Vec<hook::Package>| drop(p.pop()),
        |p: &mut Vec<hook::Package>| {
            p[0].versions.install.as_mut().unwrap().version.push('9');
        },
    ] {
        let mut answers = answers("debian-12");
        let mut packages = packages.clone().unwrap();
        spoil(&mut packages);
        answers.hook = Some(packages);
        answers.cross_check();
        assert_eq!(answers.hook, None);
    }
}

#[test]
fn a_garbled_hook_answer_is_none_and_the_text_is_whole() {
    let text = recorded("debian-12", "apt-get-s-dist-upgrade.hook").replace("\"name\"", "\"na");
    let (text, packages) = hook::split(&text);
    assert_eq!((packages, text), (None, recorded("debian-12", "apt-get-s-dist-upgrade.mixed")));
}

#[test]
fn a_simulation_tells_what_is_held_and_what_it_would_remove() {
    for system in SYSTEMS {
        let simulated =
            |case: &str| simulation::parse(&recorded(system, &format!("apt-get-s-install.{case}")));
        assert_eq!(simulated("held").held_changed.into_iter().collect::<Vec<_>>(), ["pr-held"]);
        assert_eq!(simulated("removes").removes.into_iter().collect::<Vec<_>>(), ["pr-plugin"]);
        assert_eq!(simulated("adds").adds().map(|i| i.name.as_str()).collect::<Vec<_>>(), ["pr-lib2"]);
        assert!(simulated("unsolvable").installs.is_empty());
    }
}

#[test]
fn what_apt_would_fetch_is_added_up() {
    for system in SYSTEMS {
        let uris = uris::parse(&recorded(system, "apt-get-print-uris.mixed"));
        let epoch = uris.iter().find(|u| u.file.starts_with("pr-epoch")).unwrap();
        assert_eq!((uris.len(), epoch.file.as_str()), (22, "pr-epoch_1%3a1.1-1~x+b1_amd64.deb"), "{system}");
        assert_eq!(uris::total(&uris), uris.iter().map(|u| u.size).sum::<u64>());
        assert!(uris::total(&uris) > 12_587_654);
    }
}

#[test]
fn every_failure_of_an_update_has_its_cause() {
    let expected = [
        ("no-name", Cause::NoNetwork),
        ("refused", Cause::NoNetwork),
        ("expired", Cause::ListExpired),
        ("hash-mismatch", Cause::HashMismatch),
        ("no-pubkey", Cause::SignatureMissing),
        ("manipulated", Cause::SignatureMissing),
        ("renamed", Cause::RepoRenamed),
        ("no-release", Cause::RepoGone),
        ("lists-lock", Cause::BusyOtherUpdater),
        ("unavailable", Cause::ServerFault),
        ("forbidden", Cause::ServerRefused),
        ("portal", Cause::NoNetwork),
        ("not-yet", Cause::ListExpired),
        ("read-only-var", Cause::DiskUnusable),
    ];
    for (case, cause) in expected {
        for system in SYSTEMS {
            let said = recorded(system, &format!("apt-get-update.{case}"));
            assert_eq!(causes::classify(&said), cause, "{system} {case}");
        }
    }
}

#[test]
fn every_failure_of_an_install_has_its_cause() {
    let expected = [
        ("apt-get-install.failing-postinst", Cause::PackageScriptFailed),
        ("apt-get-install.after-failing", Cause::PackageScriptFailed),
        ("apt-get-install.conffile-eof", Cause::AsksQuestion),
        ("apt-get-install.file-conflict", Cause::FileConflict),
        ("apt-get-install.lock-held", Cause::BusyOtherUpdater),
        ("apt-get-install.lock-waited", Cause::BusyOtherUpdater),
        ("apt-get-install.not-found", Cause::FileGone),
        ("apt-get-install.hash-mismatch", Cause::HashMismatch),
        ("apt-get-install.no-room-to-fetch", Cause::DiskFull),
        ("apt-get-install.no-room-to-unpack", Cause::DiskFull),
        ("apt-get-install.interrupted", Cause::InterruptedBefore),
        ("apt-get-install.killed", Cause::InterruptedBefore),
        ("apt-get-s-install.unsolvable", Cause::DepsUnsolvable),
        ("apt-get-s-install.version-gone", Cause::VersionGone),
        ("apt-get-s-install.no-remove", Cause::WouldRemove),
        ("apt-get-install.failing-preinst", Cause::PackageScriptFailed),
        ("apt-get-install.failing-trigger", Cause::PackageScriptFailed),
        ("apt-get-install.garbled-archive", Cause::HashMismatch),
        ("apt-get-install.no-room-on-boot", Cause::BootFull),
        ("apt-get-install.no-room-in-script", Cause::DiskFull),
        ("apt-get-install.read-only-usr", Cause::DiskUnusable),
        ("apt-get-install.read-only-var", Cause::DiskUnusable),
        ("apt-get-install.forbidden", Cause::ServerRefused),
        ("apt-get-install.proxy-password", Cause::ServerRefused),
        ("apt-get-install.unavailable", Cause::ServerFault),
        ("apt-get-install.closed", Cause::HashMismatch),
        ("apt-get-install.reset", Cause::Timeout),
        ("apt-get-install.silent", Cause::Timeout),
        ("apt-get-s-install.beside-missing", Cause::InterruptedBefore),
        ("apt-get-s-install.beside-gone", Cause::InterruptedBefore),
        ("apt-get-s-install.mend-gone", Cause::InterruptedBefore),
        ("dpkg-configure.reinstreq", Cause::InterruptedBefore),
        ("dpkg-configure.missing-dependency", Cause::OtherFailed),
    ];
    for (name, cause) in expected {
        for system in SYSTEMS {
            assert_eq!(causes::classify(&recorded(system, name)), cause, "{system} {name}");
        }
    }
}

#[test]
fn a_full_start_up_disk_is_not_the_same_as_a_full_disk() {
    let line = "cp: error writing '/boot/initrd.img-6.1.0-56-amd64': No space left on device";
    assert_eq!(causes::classify(line), Cause::BootFull);
}

#[test]
fn the_holder_of_a_lock_is_named() {
    for system in SYSTEMS {
        for case in ["apt-get-install.lock-held", "apt-get-install.lock-waited", "apt-get-update.lists-lock"]
        {
            let said = recorded(system, case);
            assert_eq!(said.lines().find_map(causes::lock_holder), Some("perl"), "{system} {case}");
        }
    }
}

#[test]
fn a_file_that_could_not_be_fetched_is_blamed_on_its_package() {
    for system in SYSTEMS {
        for (case, cause) in [("not-found", Cause::FileGone), ("hash-mismatch", Cause::HashMismatch)] {
            let blamed = causes::unfetched(&recorded(system, &format!("apt-get-install.{case}")));
            assert_eq!(blamed, [("pr-tool-b".to_owned(), cause)], "{system} {case}");
        }
    }
}

fn errors(system: &str, case: &str) -> Vec<(String, Cause)> {
    let said = recorded(system, &format!("status-fd.{case}"));
    let error = |line| match status::parse(line)? {
        status::Status::Error { name, sentence } => Some((name, causes::classify(&sentence))),
        status::Status::Download { .. } | status::Status::Package { .. } => None,
    };
    said.lines().filter_map(error).collect()
}

#[test]
fn status_lines_blame_the_package_that_failed_and_no_other() {
    for system in SYSTEMS {
        let one = |name: &str, cause| vec![(name.to_owned(), cause)];
        assert_eq!(errors(system, "good"), [], "{system}");
        assert_eq!(
            errors(system, "failing-postinst"),
            one("pr-fail", Cause::PackageScriptFailed),
            "{system}"
        );
        assert_eq!(errors(system, "file-conflict"), one("pr-over", Cause::FileConflict), "{system}");
        assert_eq!(errors(system, "no-room-to-unpack"), one("pr-big", Cause::DiskFull), "{system}");
    }
}

/// As the installer reads it: the status line's sentence, with what was said before it.
fn blamed(system: &str, case: &str) -> Vec<(String, Cause)> {
    let said = recorded(system, &format!("apt-get-install.{case}"));
    let status = recorded(system, &format!("status-fd.{case}"));
    let blame = |line| match status::parse(line)? {
        status::Status::Error { name, sentence } => {
            let cause = causes::of_package(&sentence, &said, &name);
            Some((name, cause))
        }
        status::Status::Download { .. } | status::Status::Package { .. } => None,
    };
    status.lines().filter_map(blame).collect()
}

#[test]
fn each_package_is_blamed_for_its_own_failure_and_what_stands_behind_it_for_none() {
    let (fails, other) = (Cause::PackageScriptFailed, Cause::OtherFailed);
    let cases: [(&str, &[(&str, Cause)]); 9] = [
        ("failing-trigger", &[("pr-index", fails)]),
        ("failing-preinst", &[("pr-pre", fails)]),
        ("needs-failing", &[("pr-fail", fails), ("pr-needs", other)]),
        ("needs-failing-before", &[("pr-fail", fails), ("pr-needs", other)]),
        ("asks-at-terminal", &[("pr-asks", Cause::AsksQuestion)]),
        ("conffile-eof", &[("pr-conf", Cause::AsksQuestion)]),
        ("no-room-in-script", &[("pr-room", Cause::DiskFull)]),
        ("no-room-on-boot", &[("pr-boot", Cause::BootFull)]),
        ("garbled-archive", &[("pr-part", Cause::HashMismatch)]),
    ];
    for system in SYSTEMS {
        for (case, expected) in cases {
            let expected: Vec<_> =
                expected.iter().map(|(name, cause)| ((*name).to_owned(), *cause)).collect();
            assert_eq!(blamed(system, case), expected, "{system} {case}");
        }
    }
}

#[test]
fn what_dpkg_cannot_finish_alone_is_found_and_apt_would_unpack_it_anew() {
    for system in SYSTEMS {
        let parts =
            |case: &str| database::not_unpacked(&recorded(system, &format!("dpkg-query-parts.{case}")));
        assert_eq!(parts("reinstreq"), ["pr-part=1.1"], "{system}");
        assert_eq!(parts("reinstreq-old"), ["pr-part=1.0"], "{system}");
        assert_eq!(parts("missing"), Vec::<String>::new(), "{system}");
        let unfinished =
            |case: &str| database::unfinished(&recorded(system, &format!("dpkg-query-parts.{case}")));
        assert_eq!(unfinished("reinstreq"), ["pr-part"], "{system}");
        assert_eq!(unfinished("reinstreq-old"), ["pr-part"], "{system}");
        assert_eq!(unfinished("missing"), ["pr-newdep"], "{system}");
        let mend = |case: &str| {
            let simulated = simulation::parse(&recorded(system, &format!("apt-get-s-install.mend-{case}")));
            assert!(simulated.removes.is_empty(), "{system} {case}");
            let install = |i: simulation::Install| (i.name, i.old, i.new);
            simulated.installs.into_iter().map(install).collect::<Vec<_>>()
        };
        let text = |text: &str| text.to_owned();
        assert_eq!(mend("reinstreq"), [(text("pr-part"), Some(text("1.1")), text("1.1"))], "{system}");
        let newer = [(text("pr-part"), Some(text("1.0")), text("1.1"))];
        assert_eq!(mend("reinstreq-old-unnamed"), newer, "{system}");
        assert_eq!(mend("missing"), [(text("pr-lib2"), None, text("2.0"))], "{system}");
    }
}

#[test]
fn a_status_line_is_read_whatever_colons_its_parts_hold() {
    let error = |name: &str, sentence: &str| {
        Some(status::Status::Error { name: name.to_owned(), sentence: sentence.to_owned() })
    };
    assert_eq!(status::parse("pmerror:libc6:i386:12.5:a: b"), error("libc6", "a: b"));
    let path = "pmerror:/tmp/apt-dpkg-install-PrI1cT/09-7zip_1%3a2_all.deb:9.09:trying: x";
    assert_eq!(status::parse(path), error("7zip", "trying: x"));
    assert_eq!(status::parse("pmstatus:x:NaN:y"), None);
    assert_eq!(status::parse("media-change:a:b:c"), None);
}

#[test]
fn the_database_tells_holds_and_what_is_half_done() {
    for system in SYSTEMS {
        let entries = database::parse(&recorded(system, "dpkg-query.mixed"));
        let find = |name: &str| entries.iter().find(|e| e.name == name).unwrap();
        assert!(find("pr-held").held && !find("pr-tool-a").held, "{system}");
        assert_eq!(find("libc6").arch, "amd64");
        let entries = database::parse(&recorded(system, "dpkg-query.half-configured"));
        let states: Vec<_> = entries.iter().map(|e| (e.name.as_str(), e.installed)).collect();
        assert_eq!(states, [("pr-fail", false), ("pr-tool-b", true)], "{system}");
        let text = recorded(system, "dpkg-query.half-configured");
        let states: Vec<_> = text.lines().filter_map(|line| line.split('\t').nth(3)).collect();
        assert_eq!(states.into_iter().map(database::is_unfinished).collect::<Vec<_>>(), [true, false]);
    }
}

#[test]
fn a_source_that_was_never_read_is_told_from_one_that_was() {
    for system in SYSTEMS {
        let configured = recorded(system, "apt-get-update-print-uris.two-suites");
        let lists = |names: &[&str]| {
            names.iter().map(|n| format!("mirror.invalid_office_dists_{n}")).collect::<Vec<_>>()
        };
        let both = lists(&["office_InRelease", "office-security_main_binary-amd64_Packages.lz4"]);
        assert!(sources::unread(&configured, &both).is_empty(), "{system}");
        let one = lists(&["office_InRelease"]);
        assert_eq!(
            sources::unread(&configured, &one),
            ["mirror.invalid_office_dists_office-security_"],
            "{system}"
        );
    }
}
