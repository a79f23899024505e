use std::{fs, io, sync::Mutex};

use proptest::prelude::*;

use super::*;
use crate::command::{CommandError, Line, Told, Tools};

const MIXED: &str = include_str!("../../testdata/debian-12.rpm-q.mixed");
const UNREADABLE: &str = include_str!("../../testdata/debian-12.rpm-q.unreadable");
const FILES_OF: &str = include_str!("../../testdata/debian-12.rpm-q.files");
const GARBLED: &str = include_str!("../../testdata/debian-12.rpm-q.garbled");

/// An rpm that answers everything with the same.
struct Rpm {
    output: Output,
    asked: Mutex<Vec<Call>>,
}

impl Rpm {
    fn new(status: i32, stdout: &str, stderr: &str) -> Self {
        let output = Output { status: Some(status), stdout: stdout.into(), stderr: stderr.into() };
        Self { output, asked: Mutex::default() }
    }

    fn installed(&self, names: &[&str]) -> Result<Vec<Package>, AskError> {
        installed(&Pc { root: Path::new("/nowhere"), tools: self }, names.iter().copied())
    }
}

impl Tools for Rpm {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        self.asked.lock().unwrap().push(call.clone());
        Ok(self.output.clone())
    }

    fn fetch(&self, _: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Err(CommandError::NotStarted(RPM.into(), io::ErrorKind::NotFound.into()))
    }

    fn write(&self, _: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Err(CommandError::NotStarted(RPM.into(), io::ErrorKind::NotFound.into()))
    }
}

/// What rpm wrote and what it complained of, of a file that has both.
fn both(recorded: &str) -> (String, String) {
    let (complaints, said): (Vec<&str>, Vec<&str>) =
        recorded.lines().partition(|line| line.starts_with("error:"));
    (said.join("\n") + "\n", complaints.join("\n"))
}

#[test]
fn what_is_there_is_told_in_all_its_versions_and_what_is_not_is_left_out() {
    let rpm = Rpm::new(2, MIXED, "warning: something old\n");
    let found = rpm.installed(&["pr-wide", "pr-tool.noarch", "nothing", "pr-epoch", "kernel-core"]).unwrap();
    let told: Vec<_> = found.iter().map(|p| (p.name_arch(), p.evr.as_str())).collect();
    let expected = [
        ("pr-wide.noarch", "1.0~rc1-1"),
        ("pr-tool.noarch", "1.0-1"),
        ("pr-epoch.noarch", "1:1.0-1"),
        ("kernel-core.x86_64", "6.1.0-1"),
        ("kernel-core.x86_64", "6.2.0-1"),
    ];
    assert_eq!(told, expected.map(|(name, evr)| (name.to_owned(), evr)));
    let [wide, tool] = &found[..2] else { panic!("{found:?}") };
    assert_eq!((wide.vendor.as_deref(), wide.summary.as_deref()), (None, Some("Schöne 字 na\tme")));
    assert_eq!((tool.vendor.as_deref(), tool.source.as_deref()), (Some("Lab Works"), Some("pr-tool")));
    assert_eq!(tool.built, Timestamp::from_second(1_780_000_000).ok());
    assert!(tool.installed > tool.built);
    let asked = rpm.asked.lock().unwrap();
    assert_eq!(asked[0].arguments.last().map(String::as_str), Some(END));
}

#[test]
fn an_answer_that_was_cut_off_anywhere_is_no_answer() {
    for end in (0..MIXED.len()).filter(|end| MIXED.is_char_boundary(*end)) {
        assert!(Rpm::new(2, &MIXED[..end], "").installed(&["pr-tool"]).is_err(), "{end}");
    }
    assert!(Rpm::new(0, MIXED, "").installed(&["pr-tool"]).is_err(), "it cannot have had everything");
}

#[test]
fn a_database_that_could_not_be_opened_does_not_mean_that_nothing_is_installed() {
    for (recorded, cause) in [(UNREADABLE, Cause::NeedsAdminOrUser), (GARBLED, Cause::DiskUnusable)] {
        let (said, complaints) = both(recorded);
        assert!(said.contains("package pr-wide is not installed"), "this is what rpm says then");
        let error = Rpm::new(2, &said, &complaints).installed(&["pr-wide"]).unwrap_err();
        assert_eq!(error.cause(), cause);
    }
}

#[test]
fn each_file_is_told_with_the_package_it_is_of() {
    let rpm = Rpm::new(2, FILES_OF, "");
    let pc = Pc { root: Path::new("/nowhere"), tools: &rpm };
    let told = files(&pc, ["pr-app.noarch", "pr-tool", "nothing"], |_| true).unwrap();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0], ("pr-app.noarch".into(), "/usr/share/applications/letters.desktop".into()));
}

#[test]
fn files_that_nobody_wants_are_not_kept_and_few_packages_are_asked_about_at_once() {
    let rpm = Rpm::new(2, FILES_OF, "");
    let pc = Pc { root: Path::new("/nowhere"), tools: &rpm };
    let names: Vec<String> = (0..60).map(|n| format!("p{n}")).collect();
    let told = files(&pc, names.iter().map(String::as_str), |file| file.ends_with(".desktop")).unwrap();
    assert!(!told.is_empty() && told.iter().all(|(_, file)| file.ends_with(".desktop")));
    assert_eq!(rpm.asked.lock().unwrap().len(), 3);
}

#[test]
fn what_is_there_twice_was_cut_off_unless_it_is_a_kernel_or_a_key() {
    let said = "a.noarch\ngpg-pubkey.(none)\nb.noarch\nkernel-core.x86_64\na.noarch\nkernel-core.x86_64\na.x86_64\ngpg-pubkey.(none)\n";
    let twice = |status, stderr| {
        let rpm = Rpm::new(status, said, stderr);
        super::twice(&Pc { root: Path::new("/nowhere"), tools: &rpm })
    };
    assert_eq!(twice(0, "").unwrap().into_iter().collect::<Vec<_>>(), ["a.noarch"]);
    assert!(twice(0, "error: cannot open Packages database in /var/lib/rpm\n").is_err());
}

#[test]
fn a_file_is_named_as_packages_are() {
    assert_eq!(file_name(&"dnf:a.x86_64@1:2.0-1".parse().unwrap()).unwrap(), "a-2.0-1.x86_64.rpm");
}

#[test]
fn nobody_is_asked_about_nothing() {
    let rpm = Rpm::new(0, "", "");
    assert_eq!(rpm.installed(&[]).unwrap(), []);
    assert!(rpm.asked.lock().unwrap().is_empty());
}

#[test]
fn a_package_that_speaks_in_the_name_of_another_is_not_listened_to() {
    let lie = "a\tnoarch\t0\t1-1\t5\t5\ta-1-1.src.rpm\tx\tsummary\nb\tnoarch\t0\t9-9\t5\t5\tx\tx\tx\n";
    let names: Vec<String> = parse(lie, &["a"]).into_iter().map(|p| p.name).collect();
    assert_eq!(names, ["a"]);
}

#[test]
fn a_trusted_key_is_no_package() {
    let key = "gpg-pubkey\t(none)\t0\t12345678-5f1a0000\t5\t5\t(none)\t(none)\tgpg(Lab)\n";
    assert_eq!(parse(key, &["gpg-pubkey"]), []);
}

#[test]
fn a_database_is_where_systems_have_it_that_rpm_runs() {
    for file in ["var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/Packages.db", "var/lib/rpm/Packages"] {
        let root = tempfile::tempdir().unwrap();
        assert!(!has_database(root.path()));
        fs::create_dir_all(root.path().join(file).parent().unwrap()).unwrap();
        fs::write(root.path().join(file), "").unwrap();
        assert!(has_database(root.path()), "{file}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|\t|\n|-|[0-9]){0,60}") {
        parse(&text, &["a"]);
        source_name(&text);
    }
}

#[test]
fn what_debians_rpm_says_of_itself_is_left_out_and_what_stands_beside_it_stays() {
    let advice = "rpm: RPM should not be used directly install RPM packages, use Alien instead!";
    assert_eq!(without_advice(advice), None);
    assert_eq!(without_advice("rpm: However assuming you know what you are doing..."), None);
    let failed = format!("Error: RPM failed: {advice}");
    assert_eq!(without_advice(&failed).as_deref(), Some("Error: RPM failed: "));
    assert_eq!(without_advice("").as_deref(), Some(""), "an empty line was none of it");
}
