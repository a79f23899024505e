//! What installs us on a Mac: what launchd is told, and the scripts, run by a real shell with programs that only note that
//! they were called.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the scripts under test have to be started")]

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};
use tempfile::TempDir;

const HALVES: [&str; 4] = ["keygen", "helper-root", "look", "helper"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../installers/macos")
}

/// A property list, as launchd reads it.
fn plist(name: &str) -> Value {
    let text = fs::read_to_string(folder().join(format!("helper/org.patchround.{name}.plist"))).unwrap();
    let mut reader = Reader::from_str(&text);
    reader.config_mut().trim_text(true);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "dict" => return dict(&mut reader),
            Event::Eof => panic!("{name} has no dictionary"),
            _ => {}
        }
    }
}

fn dict(reader: &mut Reader<&[u8]>) -> Value {
    let mut all = Map::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "key" => {
                let key = text(reader, "key");
                assert!(all.insert(key.clone(), value(reader).unwrap()).is_none(), "{key} stands twice");
            }
            Event::End(tag) if tag.name().as_ref() == "dict" => return Value::Object(all),
            Event::Comment(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// The next value; none where an array ends.
fn value(reader: &mut Reader<&[u8]>) -> Option<Value> {
    Some(match reader.read_event().unwrap() {
        Event::Start(tag) => match tag.name().as_ref() {
            "dict" => dict(reader),
            "array" => Value::Array(std::iter::from_fn(|| value(reader)).collect()),
            "string" => text(reader, "string").into(),
            "integer" => text(reader, "integer").parse::<u64>().unwrap().into(),
            other => panic!("{other:?}"),
        },
        Event::Empty(tag) => match tag.name().as_ref() {
            "true" => true.into(),
            "false" => false.into(),
            other => panic!("{other:?}"),
        },
        Event::End(tag) if tag.name().as_ref() == "array" => return None,
        other => panic!("{other:?}"),
    })
}

fn text(reader: &mut Reader<&[u8]>, tag: &str) -> String {
    let Event::Text(text) = reader.read_event().unwrap() else { panic!("no text") };
    let text = String::from(&*text);
    let Event::End(end) = reader.read_event().unwrap() else { panic!("no end") };
    assert_eq!(end.name().as_ref(), tag);
    text
}

fn words(plist: &Value) -> Vec<&str> {
    plist["ProgramArguments"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

#[test]
fn each_half_is_named_as_its_file_and_runs_a_program_that_nobody_but_root_can_replace() {
    for name in HALVES {
        let half = plist(name);
        assert_eq!(half["Label"], format!("org.patchround.{name}"));
        let program = words(&half)[0].to_owned();
        // What Homebrew owns (/usr/local), administrators may change (/Applications) or people own is none.
        assert!(program.starts_with("/Library/Patchround/patchround-helper"), "{name}: {program}");
        assert_eq!(half["Umask"], 0o077, "{name}");
        for key in ["EnvironmentVariables", "StandardOutPath", "StandardErrorPath", "Program", "WatchPaths"] {
            assert!(half.get(key).is_none(), "{name} has {key}");
        }
    }
}

#[test]
fn the_network_half_has_an_account_of_its_own_and_only_it_always_runs() {
    let helper = plist("helper");
    assert_eq!(words(&helper)[1..], ["serve"]);
    assert_eq!((&helper["UserName"], &helper["GroupName"]), (&"_patchround".into(), &"_patchround".into()));
    assert_eq!((&helper["KeepAlive"], &helper["RunAtLoad"]), (&true.into(), &true.into()));
    assert_eq!(helper["Sockets"]["managers"]["SockServiceName"], "7443");
    for name in ["keygen", "helper-root", "look"] {
        assert!(plist(name).get("KeepAlive").is_none(), "{name}");
    }
    let look = plist("look");
    assert_eq!((words(&look)[1], &look["UserName"]), ("look", &"_patchroundlook".into()));
    assert_eq!(look["inetdCompatibility"]["Wait"], false);
}

#[test]
fn the_root_half_rests_until_somebody_knocks_and_nothing_it_started_ends_with_it() {
    let root = plist("helper-root");
    assert_eq!(words(&root)[1..], ["serve"]);
    assert!(root.get("UserName").is_none() && root.get("RunAtLoad").is_none());
    assert_eq!(root["AbandonProcessGroup"], true);
    assert_eq!(words(&plist("keygen"))[1..], ["keygen"]);
}

#[test]
fn sockets_lie_in_a_folder_of_roots_and_are_open_to_no_more_than_they_need() {
    let sockets = [
        ("helper", "control", 0o600),
        ("helper", "session", 0o666),
        ("helper-root", "root", 0o666),
        ("look", "look", 0o600),
    ];
    for (half, name, mode) in sockets {
        let socket = &plist(half)["Sockets"][name];
        assert_eq!(socket["SockPathName"], format!("/var/db/patchround/run/{name}.sock"));
        assert_eq!((&socket["SockPathMode"], &socket["SockPathOwner"]), (&mode.into(), &0.into()), "{name}");
        assert_eq!(socket["SockFamily"], "Unix");
    }
}

#[test]
fn the_window_this_pc_is_started_in_sessions_with_a_screen_alone() {
    let agent = plist("this-pc");
    assert_eq!((&agent["LimitLoadToSessionType"], &agent["RunAtLoad"]), (&"Aqua".into(), &true.into()));
    assert_eq!(words(&agent)[1..], ["--this-pc", "--hidden"]);
    assert!(agent.get("UserName").is_none());
}

/// A Mac to install on: a folder, and programs that note that they were called. `dscl` knows accounts by files.
struct Mac {
    folder: TempDir,
}

const DSCL: &str = r#"#!/bin/sh
echo dscl "$@" >>"$LAB/calls"
case "$2" in
-list) cat "$LAB/numbers" ;;
-read) cat "$LAB/accounts$3" ;;
-create) mkdir -p "$LAB/accounts$(dirname "$3")"; echo "$4: $5" >>"$LAB/accounts$3"
    case "$4" in UniqueID | PrimaryGroupID) echo "$(basename "$3")  $5" >>"$LAB/numbers" ;; esac ;;
-delete) rm "$LAB/accounts$3" ;;
esac
"#;
const LAUNCHCTL: &str = r#"#!/bin/sh
echo launchctl "$@" >>"$LAB/calls"
name="$(basename "$2")"
case "$1" in
print) [ -e "$LAB/loaded.$name" ] && echo "state = running" ;;
bootstrap) : >"$LAB/loaded.$(basename "$3" .plist)" ;;
bootout) rm "$LAB/loaded.$name" ;;
esac
"#;
const NOTED: &str = "#!/bin/sh\necho \"$(basename \"$0\")\" \"$@\" >>\"$LAB/calls\"\n";

impl Mac {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        fs::create_dir_all(&bin).unwrap();
        for (name, text) in [("dscl", DSCL), ("launchctl", LAUNCHCTL), ("chown", NOTED), ("pkgutil", NOTED)] {
            fs::write(bin.join(name), text).unwrap();
            fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::write(folder.path().join("numbers"), "root  0\nana  501\n_other  350\nstaff  20\n_group  351\n")
            .unwrap();
        let mac = Self { folder };
        for path in ["var/db", "Library/LaunchDaemons", "Library/LaunchAgents", "Library/Patchround"] {
            fs::create_dir_all(mac.root().join(path)).unwrap();
        }
        for name in HALVES {
            let file = format!("org.patchround.{name}.plist");
            let to = mac.root().join("Library/LaunchDaemons").join(&file);
            fs::copy(folder_of_helper().join(file), to).unwrap();
        }
        let agent = "org.patchround.this-pc.plist";
        fs::copy(folder_of_helper().join(agent), mac.root().join("Library/LaunchAgents").join(agent))
            .unwrap();
        mac
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let path = format!("{}:/usr/bin:/bin", self.folder.path().join("bin").display());
        let mut command = Command::new("/bin/sh");
        command.arg(folder().join(script)).args(arguments).env_clear().env("PATH", path);
        command.env("PATCHROUND_ROOT", self.root()).env("LAB", self.folder.path()).env("HOME", "/var/empty");
        command.env("PATCHROUND_PROVE_PAUSE", "0").output().unwrap()
    }

    /// Runs one script as the installer does, and returns what it called.
    fn installs(&self, script: &str, volume: &str) -> String {
        let output = self.run(script, &["/tmp/p.pkg", "/", volume]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.calls()
    }

    fn calls(&self) -> String {
        let file = self.folder.path().join("calls");
        let calls = fs::read_to_string(&file).unwrap_or_default();
        let _ = fs::remove_file(file);
        calls
    }
}

fn folder_of_helper() -> PathBuf {
    folder().join("helper")
}

#[test]
fn an_installation_makes_accounts_with_free_numbers_and_folders_before_it_starts_anything() {
    let mac = Mac::new();
    let calls = mac.installs("scripts/postinstall", "/");
    for line in [
        "dscl . -create /Users/_patchround UniqueID 352",
        "dscl . -create /Groups/_patchround PrimaryGroupID 352",
        "dscl . -create /Users/_patchroundlook UniqueID 353",
        "dscl . -create /Users/_patchround UserShell /usr/bin/false",
        "dscl . -create /Users/_patchround Password *",
    ] {
        assert!(calls.contains(line), "{line}: {calls}");
    }
    let place = |what: &str| calls.find(what).unwrap_or_else(|| panic!("{what}: {calls}"));
    assert!(place("dscl . -create /Users/_patchroundlook") < place("chown root:wheel"));
    assert!(place("chown _patchround:_patchround") < place("launchctl bootstrap"));
    assert!(place("org.patchround.helper-root.plist") < place("org.patchround.helper.plist"));
    let mode = |path: &str| fs::metadata(mac.root().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        ["", "/run", "/root", "/net"].map(|part| mode(&format!("var/db/patchround{part}"))),
        [0o755, 0o755, 0o750, 0o700]
    );
}

#[test]
fn an_upgrade_restarts_the_network_half_and_leaves_accounts_and_the_root_half_alone() {
    let mac = Mac::new();
    mac.installs("scripts/postinstall", "/");
    let calls = mac.installs("scripts/preinstall", "/") + &mac.installs("scripts/postinstall", "/");
    let ends: Vec<&str> = calls.lines().filter(|line| line.starts_with("launchctl boot")).collect();
    let helper = format!(
        "launchctl bootstrap system {}/Library/LaunchDaemons/org.patchround.helper.plist",
        mac.root().display()
    );
    assert_eq!(ends, ["launchctl bootout system/org.patchround.helper", &helper]);
    assert!(!calls.contains("-create"), "{calls}");
}

#[test]
fn a_disk_that_is_not_the_running_systems_has_nothing_started() {
    let mac = Mac::new();
    let calls = mac.installs("scripts/postinstall", "/Volumes/Other");
    assert!(calls.contains("-create") && !calls.contains("launchctl"), "{calls}");
}

#[test]
fn an_account_of_somebody_elses_or_a_link_in_a_folders_place_ends_the_installation() {
    let mac = Mac::new();
    fs::create_dir_all(mac.folder.path().join("accounts/Users")).unwrap();
    fs::write(mac.folder.path().join("accounts/Users/_patchround"), "RealName: Somebody\n").unwrap();
    assert!(!mac.run("scripts/postinstall", &["p", "/", "/"]).status.success());
    assert!(!mac.calls().contains("-create"));
    let mac = Mac::new();
    symlink("/tmp", mac.root().join("var/db/patchround")).unwrap();
    assert!(!mac.run("scripts/postinstall", &["p", "/", "/"]).status.success());
    assert!(!mac.calls().contains("launchctl"));
}

#[test]
fn no_number_is_given_twice_where_none_is_left() {
    let mac = Mac::new();
    let numbers: String = (350..400).map(|number| format!("x  {number}\n")).collect();
    fs::write(mac.folder.path().join("numbers"), numbers).unwrap();
    assert!(!mac.run("scripts/postinstall", &["p", "/", "/"]).status.success());
    assert!(!mac.calls().contains("-create /Users"));
}

#[test]
fn an_uninstallation_leaves_nothing_and_on_request_the_office() {
    for (keeps, words) in [(false, &[][..]), (true, &["--keep-office"][..])] {
        let mac = Mac::new();
        mac.installs("scripts/postinstall", "/");
        fs::write(mac.root().join("var/db/patchround/root/device.key"), "key").unwrap();
        assert!(mac.run("uninstall.sh", words).status.success());
        let calls = mac.calls();
        for name in HALVES {
            assert!(calls.contains(&format!("launchctl bootout system/org.patchround.{name}\n")), "{calls}");
            assert!(!mac.root().join(format!("Library/LaunchDaemons/org.patchround.{name}.plist")).exists());
        }
        assert!(calls.contains("pkgutil --forget org.patchround.helper"));
        assert_eq!(mac.root().join("var/db/patchround/root/device.key").exists(), keeps);
        assert_eq!(mac.folder.path().join("accounts/Users/_patchround").exists(), keeps);
        for path in [
            "Library/Patchround",
            "var/db/patchround/run",
            "Library/LaunchAgents/org.patchround.this-pc.plist",
        ] {
            assert!(!mac.root().join(path).exists(), "{path}");
        }
    }
    assert_eq!(Mac::new().run("uninstall.sh", &["--all"]).status.code(), Some(2));
}

#[test]
fn what_is_to_be_proven_on_a_mac_is_written_as_numbers_and_yes_or_no() {
    let mac = Mac::new();
    mac.installs("scripts/postinstall", "/");
    let out = mac.folder.path().join("proof.json");
    let output = mac.run("prove.sh", &[out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let proof: Value = serde_json::from_str(&fs::read_to_string(out).unwrap()).unwrap();
    let proof = proof.as_object().unwrap();
    assert_eq!(proof["launchd_helper_runs"], true);
    assert_eq!(proof["socket_session"], false, "nobody listens in this folder");
    assert!(proof.contains_key("softwareupdate_list") && proof.contains_key("brew_outdated"));
    for (key, value) in proof {
        let is_plain = |value: &Value| match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
            Value::String(text) => text.chars().all(|c| c.is_ascii_digit() || c == '.'),
            _ => false,
        };
        let inside = value.as_object().map_or_else(|| vec![value], |all| all.values().collect());
        assert!(inside.into_iter().all(is_plain), "{key}: {value}");
    }
}
