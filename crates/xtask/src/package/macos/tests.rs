#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use super::payload::SHARED;
use super::*;

/// Both payloads below one folder, as on a Mac that has both, of programs that are none.
fn installed() -> TempDir {
    let (built, disk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for installer in [HELPER, APP] {
        for file in installer.files {
            if let From::Built(name) = file.from {
                fs::write(built.path().join(name), "").unwrap();
            }
        }
        payload::lay(installer.files, built.path(), disk.path()).unwrap();
        if let Some(bundle) = installer.bundle {
            let program = format!("{}/Contents/MacOS/patchround-app", bundle.to);
            fs::write(payload::folder_for(disk.path(), &program).unwrap(), "").unwrap();
        }
    }
    disk
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let inside = |path: PathBuf| if path.is_dir() { [below(&path), vec![path]].concat() } else { vec![path] };
    entries.flat_map(inside).collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// The files of a folder of `installers/macos`.
fn ours(folder: &str) -> BTreeSet<String> {
    let files = fs::read_dir(repository::root().join("installers/macos").join(folder)).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn nobody_but_root_can_change_what_is_laid_down_and_programs_alone_run() {
    let disk = installed();
    for path in below(disk.path()) {
        let inside = path.strip_prefix(disk.path()).unwrap();
        let is_program =
            inside.starts_with("Library/Patchround") && path.extension().is_none_or(|e| e == "sh");
        let expected = match inside.to_str().unwrap() {
            "Applications" => 0o775,
            _ if path.is_dir() || is_program => 0o755,
            _ => 0o644,
        };
        let is_of_bundle = inside.starts_with("Applications/Patchround.app") && path.is_file();
        assert!(is_of_bundle || mode(&path) == expected, "{}: {:o}", inside.display(), mode(&path));
    }
}

#[test]
fn every_list_of_launchd_is_laid_down_beside_the_program_that_it_starts() {
    let disk = installed();
    for (folder, to) in [("helper", "LaunchDaemons"), ("app", "LaunchAgents")] {
        let lists: BTreeSet<String> =
            ours(folder).into_iter().filter(|file| file != "component.plist").collect();
        let laid = below(&disk.path().join("Library").join(to));
        let laid_names: BTreeSet<String> =
            laid.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
        assert!(!lists.is_empty() && laid_names == lists, "{laid_names:?}");
        for list in laid {
            let text = fs::read_to_string(&list).unwrap();
            let (_, arguments) = text.split_once("<key>ProgramArguments</key>").unwrap();
            let program = arguments.split("<string>/").nth(1).unwrap().split("</string>").next().unwrap();
            assert!(disk.path().join(program).is_file(), "{}: {program}", list.display());
        }
    }
}

#[test]
fn the_programs_of_both_are_found_by_their_names_in_a_terminal() {
    let disk = installed();
    let paths = fs::read_to_string(disk.path().join("private/etc/paths.d/patchround")).unwrap();
    let folder = disk.path().join(paths.trim_end().trim_start_matches('/'));
    assert!(folder.join("patchround").is_file() && folder.join("patchround-helper").is_file());
}

#[test]
fn what_removes_us_leaves_nothing_of_what_both_have_laid_down() {
    let disk = installed();
    // Programs of a Mac that say no: nothing is known of services, accounts and receipts.
    let tools = tempfile::tempdir().unwrap();
    for name in ["dscl", "launchctl", "pgrep", "pkgutil", "stat"] {
        let tool = tools.path().join(name);
        fs::write(&tool, "#!/bin/sh\nexit 1\n").unwrap();
        crate::mode::set(&tool, 0o755).unwrap();
    }
    Cmd::new("/bin/sh")
        .env("PATH", format!("{}:/usr/bin:/bin", tools.path().display()))
        .env("PATCHROUND_ROOT", disk.path())
        .arg(disk.path().join("Library/Patchround/uninstall.sh"))
        .run()
        .unwrap();
    let left: Vec<PathBuf> = below(disk.path()).into_iter().filter(|path| path.is_file()).collect();
    assert!(left.is_empty() && !disk.path().join("Library/Patchround").exists(), "{left:?}");
}

#[test]
fn the_helpers_scripts_run_and_the_window_has_none() {
    let folder = repository::root().join(HELPER.scripts.unwrap());
    assert_eq!(ours("scripts"), BTreeSet::from(["postinstall", "preinstall"].map(str::to_owned)));
    for script in ours("scripts") {
        assert_eq!(mode(&folder.join(script)), 0o755);
    }
    assert!(APP.scripts.is_none());
}

#[test]
fn apples_programs_are_told_what_is_packed_for_whom_and_in_which_version() {
    let room = || Room { folder: "/t/pkg".into(), payload: "/t/pkg/payload".into() };
    let text = |line: Vec<PathBuf>| {
        let words: Vec<String> = line.into_iter().map(|word| word.to_str().unwrap().to_owned()).collect();
        words.join(" ").replace(repository::root().to_str().unwrap(), "/r")
    };
    assert_eq!(
        text(component_line(HELPER, "1.2.3", &room())),
        "--root /t/pkg/payload --identifier org.patchround.helper --version 1.2.3 --install-location / \
         --ownership recommended --scripts /r/installers/macos/scripts /t/pkg/component.pkg"
    );
    assert_eq!(
        text(component_line(APP, "1.2.3", &room())),
        "--root /t/pkg/payload --identifier org.patchround.app --version 1.2.3 --install-location / \
         --ownership recommended --component-plist /r/installers/macos/app/component.plist /t/pkg/component.pkg"
    );
    assert_eq!(
        text(product_line(&room(), Path::new("/t/a.pkg"))),
        "--distribution /t/pkg/distribution.xml --package-path /t/pkg /t/a.pkg"
    );
}

#[test]
fn a_mac_of_another_kind_and_a_disk_that_does_not_run_are_refused_by_the_installer() {
    let text = distribution(HELPER, "1.2.3", "arm64");
    for part in [
        "<title>Patchround Helper</title>",
        "hostArchitectures=\"arm64\"",
        "enable_anywhere=\"false\" enable_currentUserHome=\"false\" enable_localSystem=\"true\"",
        "<os-version min=\"13.0\"/>",
        "<pkg-ref id=\"org.patchround.helper\" version=\"1.2.3\" onConclusion=\"none\">component.pkg</pkg-ref>",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn the_window_is_never_laid_down_where_somebody_has_moved_an_older_one() {
    let bundle = APP.bundle.unwrap();
    let told = fs::read_to_string(repository::root().join(bundle.components)).unwrap();
    let told: String = told.split_whitespace().collect();
    assert!(told.contains(&format!("<key>RootRelativeBundlePath</key><string>{}</string>", bundle.to)));
    assert!(told.contains("<key>BundleIsRelocatable</key><false/>"));
}

#[test]
fn another_system_is_told_at_once_that_a_mac_is_needed() {
    let error = build(Profile::Release).unwrap_err().to_string();
    assert!(error.contains("need a Mac"), "{error}");
}

#[test]
fn both_bring_their_licence_and_what_removes_them() {
    let shared: Vec<&str> = SHARED.iter().map(|file| file.to).collect();
    assert!(shared.contains(&"Library/Patchround/LICENSE.txt"));
    assert!(shared.contains(&"Library/Patchround/uninstall.sh"));
}
