use std::io;

use flate2::{Compression, write::GzEncoder};
use patchround_protocol::SpkiHash;
use proptest::prelude::*;
use tempfile::TempDir;

use super::{
    inside::{DPKG_DEB, read_tar, unpacked},
    versions::{is_installed, upstream, without_rebuild},
    *,
};
use crate::command::Reading;

const CHANGELOG: &str = "\
tool (1:2.0-3) bookworm-security; urgency=high

  * Fix CVE-2026-12345.

 -- Ann <ann@example.invalid>  Mon, 16 Nov 2026 10:00:00 +0100

tool (1:2.0-1) unstable; urgency=medium

  * Fix CVE-2020-1111.

 -- Ann <ann@example.invalid>  Wed, 01 Jan 2020 10:00:00 +0100
";

fn update(package: &str) -> Update {
    serde_json::from_value(serde_json::json!({
        "id": format!("apt:{package}:amd64@1:2.0-3"), "pc": SpkiHash([0; 32]), "source": "apt",
        "package": package, "group": "g", "name": "n", "installed": "1:2.0-2", "candidate": "1:2.0-3",
        "class": "security", "substantial": null, "cves": null, "known_exploited": null, "released": null,
        "size": null, "notes": null, "needs": {}, "reversible": null, "scope": "machine", "held": null,
        "phased": false, "blocked": null
    }))
    .unwrap()
}

fn record(package: &str) -> Record {
    Record {
        package: package.into(),
        version: "1:2.0-3".into(),
        source: "tool".into(),
        architecture: "amd64".into(),
        ..Record::default()
    }
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    io::Write::write_all(&mut gz, text).unwrap();
    gz.finish().unwrap()
}

fn tree_of(package: &str) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    let control = format!(
        "Package: {package}\nVersion: 1:2.0-3\nArchitecture: amd64\nMaintainer: Ann <ann@example.invalid>\nDescription: made up\n"
    );
    put(tree.path(), "DEBIAN/control", control.as_bytes());
    tree
}

/// A real package, made by dpkg-deb, in a folder like apt's.
fn fetch(archives: &Path, package: &str, doc: &str, content: Option<&[u8]>) -> PathBuf {
    let tree = tree_of(package);
    if let Some(content) = content {
        put(tree.path(), &format!("usr/share/doc/{package}/{doc}"), content);
    }
    build(archives, package, tree.path())
}

fn put(tree: &Path, file: &str, content: &[u8]) {
    fs::create_dir_all(tree.join(file).parent().unwrap()).unwrap();
    fs::write(tree.join(file), content).unwrap();
}

fn build(archives: &Path, package: &str, tree: &Path) -> PathBuf {
    let file = archives.join(format!("{package}_1%3a2.0-3_amd64.deb"));
    let build = Reading::new(DPKG_DEB).unwrap().args(["--build", "-Zgzip"]);
    let built = build.args([tree, &file]).run().unwrap();
    assert!(built.is_success(), "{}", built.said());
    file
}

struct Pc {
    archives: TempDir,
    found: BTreeMap<UpdateId, Found>,
}

impl Pc {
    fn new() -> Self {
        Self { archives: tempfile::tempdir().unwrap(), found: BTreeMap::new() }
    }

    fn cves(&mut self, packages: &[&str]) -> Vec<Option<Vec<String>>> {
        let mut updates: Vec<Update> = packages.iter().map(|package| update(package)).collect();
        let records: Vec<Record> = packages.iter().map(|package| record(package)).collect();
        describe_from(Path::new("/"), self.archives.path(), &mut updates, &records, None, &mut self.found);
        updates.into_iter().map(|update| update.cves).collect()
    }
}

fn one() -> Option<Vec<String>> {
    Some(vec!["CVE-2026-12345".into()])
}

#[test]
fn a_fetched_package_tells_what_it_fixes_and_when_it_came_out() {
    let mut pc = Pc::new();
    assert_eq!(pc.cves(&["tool"]), [None], "not fetched yet: unknown");
    fetch(pc.archives.path(), "tool", "changelog.Debian.gz", Some(&gzipped(CHANGELOG.as_bytes())));
    let mut updates = [update("tool")];
    describe_from(Path::new("/"), pc.archives.path(), &mut updates, &[record("tool")], None, &mut pc.found);
    assert_eq!(updates[0].cves, one(), "dpkg knows that 1:2.0-1 is older than the installed 1:2.0-2");
    let date = "2026-11-16T09:00:00Z".parse().unwrap();
    assert_eq!(updates[0].released, Some(Released { date, from: ReleasedFrom::Maker }));
}

#[test]
fn debians_own_package_and_one_that_points_to_a_sibling_are_read_too() {
    let mut pc = Pc::new();
    fetch(pc.archives.path(), "tool", "changelog.gz", Some(&gzipped(CHANGELOG.as_bytes())));
    fetch(pc.archives.path(), "libtool1", "copyright", Some(b"none"));
    assert_eq!(pc.cves(&["libtool1", "tool"]), [one(), one()]);
    assert_eq!(pc.cves(&["libtool1", "other", "tool"])[1], None, "what was not fetched stays unknown");
}

#[test]
fn who_asks_for_one_update_waits_for_no_other_package_to_be_unpacked() {
    let mut pc = Pc::new();
    let other = Update {
        candidate: "1:2.0-4".into(),
        id: "apt:other:amd64@1:2.0-4".parse().unwrap(),
        ..update("other")
    };
    for (package, doc) in [("tool", "changelog.gz"), ("libtool1", "copyright"), ("other", "changelog.gz")] {
        let file = fetch(pc.archives.path(), package, doc, Some(&gzipped(CHANGELOG.as_bytes())));
        if package == "other" {
            fs::rename(file, pc.archives.path().join(file_name(&other))).unwrap();
        }
    }
    let mut updates = [other, update("tool"), update("libtool1")];
    let (records, asked) = ([record("tool"), record("libtool1")], [updates[2].id.clone()]);
    let folder = pc.archives.path();
    describe_from(Path::new("/"), folder, &mut updates, &records, Some(&asked), &mut pc.found);
    assert_eq!(updates.each_ref().map(|update| update.cves.clone()), [None, one(), one()]);
    describe_from(Path::new("/"), folder, &mut updates, &records, None, &mut pc.found);
    assert_eq!(updates[0].cves, one(), "it is there to be read");
}

#[test]
fn a_package_that_has_not_changed_is_not_unpacked_again() {
    let mut pc = Pc::new();
    let file = fetch(pc.archives.path(), "tool", "changelog.gz", Some(&gzipped(CHANGELOG.as_bytes())));
    assert_eq!(pc.cves(&["tool"]), [one()]);
    let (size, modified) =
        (fs::metadata(&file).unwrap().len(), fs::metadata(&file).unwrap().modified().unwrap());
    fs::write(&file, vec![0; size.try_into().unwrap()]).unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_modified(modified).unwrap();
    assert_eq!(pc.cves(&["tool"]), [one()], "remembered");
    fs::write(&file, "another").unwrap();
    assert_eq!(pc.cves(&["tool"]), [None], "changed: read again, and it is broken now");
    fs::remove_file(&file).unwrap();
    assert_eq!(pc.cves(&["tool"]), [None]);
    assert!(pc.found.is_empty());
}

#[test]
fn a_changelog_that_unpacks_without_end_is_read_to_its_bound() {
    let mut pc = Pc::new();
    let mut text = CHANGELOG.as_bytes()[..CHANGELOG.find("tool (1:2.0-1)").unwrap()].to_vec();
    text.resize(64 * 1024 * 1024, b' ');
    fetch(pc.archives.path(), "tool", "changelog.gz", Some(&gzipped(&text)));
    assert_eq!(pc.cves(&["tool"]), [one()]);
}

#[test]
fn a_package_without_a_readable_changelog_stays_unknown() {
    let mut pc = Pc::new();
    fetch(pc.archives.path(), "none", "copyright", None);
    fetch(pc.archives.path(), "torn", "changelog.gz", Some(&gzipped(CHANGELOG.as_bytes())[..40]));
    fetch(pc.archives.path(), "upstream", "changelog.gz", Some(&gzipped(b"2.0: fixes CVE-2026-12345\n")));
    let mut updates = ["none", "torn", "upstream"].map(update);
    describe_from(Path::new("/"), pc.archives.path(), &mut updates, &[], None, &mut pc.found);
    assert_eq!(updates.map(|update| update.cves), [None, None, None]);
}

/// What presses goes by its age: a package that says none, or one to come, would be kept back for ever.
#[test]
fn a_package_that_says_nothing_of_its_age_or_one_to_come_is_as_old_as_our_knowing_of_it() {
    let mut pc = Pc::new();
    let to_come = CHANGELOG.replace("Mon, 16 Nov 2026", "Sun, 16 Nov 2126");
    fetch(pc.archives.path(), "none", "copyright", None);
    fetch(pc.archives.path(), "to-come", "changelog.gz", Some(&gzipped(to_come.as_bytes())));
    let mut updates = ["none", "to-come", "not-fetched"].map(update);
    describe_from(Path::new("/"), pc.archives.path(), &mut updates, &[], None, &mut pc.found);
    let [none, to_come, not_fetched] = updates.map(|update| update.released);
    for known in [none, to_come] {
        let Released { date, from } = known.unwrap();
        assert_eq!(from, ReleasedFrom::FirstSeen);
        assert!(Timestamp::now().duration_since(date).unsigned_abs().as_secs() < 600, "{date}");
    }
    assert_eq!(not_fetched, None);
}

/// What a maker wrote, in a package that goes from 1:2.0-2 to 1:2.0-3 or from the versions that are named.
fn changes_of(files: &[(&str, &[u8])], (installed, candidate): (Option<&str>, &str)) -> Option<Vec<String>> {
    let (mut pc, tree) = (Pc::new(), tree_of("tool"));
    files.iter().for_each(|(file, content)| put(tree.path(), file, content));
    let file = build(pc.archives.path(), "tool", tree.path());
    let mut updates = [Update {
        installed: installed.map(str::to_owned),
        candidate: candidate.to_owned(),
        ..update("tool")
    }];
    fs::rename(file, pc.archives.path().join(file_name(&updates[0]))).unwrap();
    describe_from(Path::new("/"), pc.archives.path(), &mut updates, &[], None, &mut pc.found);
    let [update] = updates;
    Some(update.changes?.into_iter().map(|change| change.words).collect())
}

const INFO: &str = "<component><releases>\
    <release version=\"2.2\"><description><p>Not offered yet.</p></description></release>\
    <release version=\"2.1\"><description><p>Old plug-ins no longer work.</p></description></release>\
    <release version=\"2.0\"><description><p>It is there already.</p></description></release>\
    </releases></component>";

#[test]
fn a_fetched_package_tells_what_changes_from_the_installed_version_on() {
    let news = CHANGELOG.replace("* Fix CVE-2026-12345.", "Passwords must be set anew.");
    let files: [(&str, &[u8]); 3] = [
        ("usr/share/doc/tool/changelog.Debian.gz", &gzipped(CHANGELOG.as_bytes())),
        ("usr/share/doc/tool/NEWS.Debian.gz", &gzipped(news.as_bytes())),
        ("usr/share/metainfo/tool.metainfo.xml", INFO.as_bytes()),
    ];
    let told = |from, to| changes_of(&files, (from, to)).unwrap();
    assert_eq!(told(Some("1:2.0-2"), "1:2.0-3"), ["Passwords must be set anew."]);
    assert_eq!(told(Some("1:2.0+dfsg-3"), "1:2.1~ds-1"), ["Old plug-ins no longer work."]);
    assert_eq!(told(Some("1:2.1-1"), "1:2.1-2"), Vec::<String>::new(), "read, and the maker has not said");
    assert_eq!(told(None, "1:2.1-1"), Vec::<String>::new(), "nobody works with it yet");
}

#[test]
fn a_package_without_notes_says_nothing_and_one_that_cannot_be_opened_stays_unknown() {
    assert_eq!(changes_of(&[], (Some("1:2.0-2"), "1:2.0-3")), Some(Vec::new()));
    let mut pc = Pc::new();
    let mut updates = [update("tool")];
    describe_from(Path::new("/"), pc.archives.path(), &mut updates, &[], None, &mut pc.found);
    assert_eq!(updates[0].changes, None, "not fetched");
    fs::write(pc.archives.path().join(file_name(&updates[0])), "no package").unwrap();
    describe_from(Path::new("/"), pc.archives.path(), &mut updates, &[], None, &mut pc.found);
    assert_eq!(updates[0].changes, None, "broken");
}

#[test]
fn notes_that_are_no_text_break_off_or_unpack_without_end_leave_the_changelog_readable() {
    let mut bomb = INFO.as_bytes().to_vec();
    bomb.resize(64 * 1024 * 1024, b' ');
    for notes in
        [&b"\xff\xfe\x00<\xc3("[..], &gzipped(CHANGELOG.as_bytes())[..30], &bomb, &INFO.as_bytes()[..90]]
    {
        let mut pc = Pc::new();
        let tree = tree_of("tool");
        put(tree.path(), "usr/share/doc/tool/changelog.Debian.gz", &gzipped(CHANGELOG.as_bytes()));
        put(tree.path(), "usr/share/doc/tool/NEWS.Debian.gz", notes);
        put(tree.path(), "usr/share/doc/tool/NEWS.Debian", notes);
        put(tree.path(), "usr/share/metainfo/tool.metainfo.xml", notes);
        build(pc.archives.path(), "tool", tree.path());
        let mut updates = [update("tool")];
        describe_from(Path::new("/"), pc.archives.path(), &mut updates, &[], None, &mut pc.found);
        assert_eq!((&updates[0].cves, &updates[0].changes), (&one(), &Some(Vec::new())));
    }
}

#[test]
fn the_makers_version_is_without_what_debian_adds() {
    let versions = [
        ("4:25.2.3-2+deb13u1", "25.2.3"),
        ("1.2+dfsg1-1", "1.2"),
        ("1.2~ds-1", "1.2"),
        ("2.0+really1.9-1", "1.9"),
        ("128.3.0esr-1~deb12u1", "128.3.0esr"),
        ("20230101", "20230101"),
        ("1:1-2-3", "1-2"),
    ];
    for (version, is) in versions {
        assert_eq!(upstream(version), is);
    }
}

#[test]
fn a_rebuilt_version_is_the_version_before() {
    assert_eq!(without_rebuild("2.0-1+b3"), "2.0-1");
    assert_eq!(without_rebuild("2.0-1+beta"), "2.0-1+beta");
    assert!(is_installed("2.0-1", Some("2.0-1+b3")) && !is_installed("2.0-2", Some("2.0-1+b3")));
}

proptest! {
    #[test]
    fn no_package_makes_the_reader_panic(tar in proptest::collection::vec(any::<u8>(), 0..4096)) {
        read_tar(&mut tar.as_slice());
        unpacked(tar.as_slice());
    }

    #[test]
    fn a_file_name_stays_in_its_folder(version in "[0-9][0-9a-z.+~:/_-]{0,20}") {
        let mut update = update("tool");
        update.candidate = version;
        prop_assert_eq!(file_name(&update).components().count(), 1);
    }
}

#[test]
fn what_a_maker_takes_away_makes_a_program_a_bigger_change_and_a_library_not() {
    let judged = |words: &str, is_seen: Option<bool>| {
        let mut one = update("tool");
        one.substantial = Some(patchround_protocol::update::Substantial::because(Vec::new()));
        let from = patchround_protocol::update::ChangeSource::Package {
            package: "tool".parse().unwrap(),
            version: "1:2.0-3".into(),
            file: "usr/share/doc/tool/NEWS.Debian.gz".into(),
        };
        one.changes = Some(vec![Change { words: words.into(), from }]);
        takes_away(&mut one, |package, arch| is_seen.filter(|_| (package, arch) == ("tool", "amd64")));
        one.substantial.unwrap().reasons
    };
    assert_eq!(judged("The old menu was removed.", Some(true)), [Reason::MakerSays {}]);
    for (words, is_seen) in [
        ("The old menu was removed.", Some(false)),
        ("The old menu was removed.", None),
        ("A new menu.", Some(true)),
    ] {
        assert_eq!(judged(words, is_seen), [], "{words} {is_seen:?}");
    }
}
