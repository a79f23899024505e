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

fn installers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../installers/macos")
}

/// A property list of `installers/macos`, as launchd reads it.
fn plist(name: &str) -> Value {
    plist_in("helper", name)
}

fn plist_in(of: &str, name: &str) -> Value {
    let text = fs::read_to_string(installers().join(format!("{of}/org.patchround.{name}.plist"))).unwrap();
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
    // launchd would make a socket of each family, of which it hands over a list.
    assert!(helper["Sockets"].get("managers").is_none());
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
    let agent = plist_in("app", "this-pc");
    assert_eq!(agent["Label"], "org.patchround.this-pc");
    assert_eq!((&agent["LimitLoadToSessionType"], &agent["RunAtLoad"]), (&"Aqua".into(), &true.into()));
    assert_eq!(words(&agent)[1..], ["--this-pc", "--hidden"]);
    assert!(agent.get("UserName").is_none());
}

/// A Mac to install on: a folder, and programs that note that they were called. `dscl` knows accounts by files.
struct Mac {
    folder: TempDir,
}

/// A value of several words stands in a line of its own, and a key that is not there is no failure (dscl(1)).
const DSCL: &str = r#"#!/bin/sh
echo dscl "$@" >>"$LAB/calls"
case "$2" in
-list) cat "$LAB/numbers" ;;
-read) [ -e "$LAB/accounts$3" ] || exit 56
    { grep "^$4: " "$LAB/accounts$3" || echo "No such key: $4"; } | sed 's/^\(RealName:\) /\1\n /' ;;
-create) mkdir -p "$LAB/accounts$(dirname "$3")"; echo "$4: $5" >>"$LAB/accounts$3"
    case "$4" in UniqueID | PrimaryGroupID) echo "$(basename "$3")  $5" >>"$LAB/numbers" ;; esac ;;
-delete) rm "$LAB/accounts$3" ;;
esac
"#;
const LAUNCHCTL: &str = r#"#!/bin/sh
echo launchctl "$@" >>"$LAB/calls"
name="$(basename "$2")"
case "$1" in
print) [ -e "$LAB/loaded.$name" ] || exit 113
    echo "state = running"
    [ -e "$LAB/ends.$name" ] && rm "$LAB/ends.$name" "$LAB/loaded.$name" || true ;;
bootstrap) : >"$LAB/loaded.$(basename "$3" .plist)" ;;
bootout) if [ -e "$LAB/slow" ]; then : >"$LAB/ends.$name"; else rm "$LAB/loaded.$name"; fi ;;
esac
"#;
const PGREP: &str = "#!/bin/sh\n[ -e \"$LAB/busy\" ] && grep -Eq -- \"$2\" \"$LAB/busy\"\n";
/// Whose the screen is.
const STAT: &str = "#!/bin/sh\necho 501\n";
const NOTED: &str = "#!/bin/sh\necho \"$(basename \"$0\")\" \"$@\" >>\"$LAB/calls\"\n";

impl Mac {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        fs::create_dir_all(&bin).unwrap();
        for (name, text) in [
            ("dscl", DSCL),
            ("launchctl", LAUNCHCTL),
            ("pgrep", PGREP),
            ("stat", STAT),
            ("chown", NOTED),
            ("pkgutil", NOTED),
        ] {
            program(&bin.join(name), text);
        }
        fs::write(folder.path().join("numbers"), "root  0\nana  501\n_other  350\nstaff  20\n_group  351\n")
            .unwrap();
        let mac = Self { folder };
        for path in [
            "var/db",
            "Library/LaunchDaemons",
            "Library/LaunchAgents",
            "Library/Patchround",
            "private/etc/paths.d",
            "Applications/Patchround.app",
        ] {
            fs::create_dir_all(mac.root().join(path)).unwrap();
        }
        for name in HALVES {
            let file = format!("org.patchround.{name}.plist");
            let to = mac.root().join("Library/LaunchDaemons").join(&file);
            fs::copy(installers().join("helper").join(file), to).unwrap();
        }
        let agent = "org.patchround.this-pc.plist";
        fs::copy(installers().join("app").join(agent), mac.root().join("Library/LaunchAgents").join(agent))
            .unwrap();
        fs::copy(installers().join("paths"), mac.root().join("private/etc/paths.d/patchround")).unwrap();
        mac
    }

    /// As a Mac is whose own firewall we know of.
    fn with_firewall(self) -> Self {
        let folder = self.root().join("usr/libexec/ApplicationFirewall");
        fs::create_dir_all(&folder).unwrap();
        program(&folder.join("socketfilterfw"), NOTED);
        self
    }

    /// What is known of an account or a group.
    fn record(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.folder.path().join("accounts").join(path)).ok()
    }

    fn knows(&self, path: &str, text: &str) {
        let file = self.folder.path().join("accounts").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// All that is written below the folder of our state.
    fn state(&self, path: &str) -> PathBuf {
        self.root().join("var/db/patchround").join(path)
    }

    fn mode(&self, path: &str) -> u32 {
        fs::metadata(self.state(path)).unwrap().permissions().mode() & 0o777
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let path = format!("{}:/usr/bin:/bin", self.folder.path().join("bin").display());
        let mut command = Command::new("/bin/sh");
        command.arg(installers().join(script)).args(arguments).env_clear().env("PATH", path);
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

fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
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
    assert_eq!(["", "run", "root", "net"].map(|part| mac.mode(part)), [0o755, 0o755, 0o711, 0o700]);
    for line in ["chown root:wheel", "chown _patchround:_patchround"] {
        assert!(calls.contains(line), "{calls}");
    }
}

#[test]
fn the_places_and_the_account_that_the_halves_know_are_those_of_the_package() {
    use patchround_macos::{HELPER, LOOK, SESSION, STATE};

    let socket = |half: &str, name: &str| plist(half)["Sockets"][name]["SockPathName"].clone();
    assert_eq!((socket("look", "look"), socket("helper", "session")), (LOOK.into(), SESSION.into()));
    assert_eq!(plist("helper")["UserName"], HELPER);
    assert_eq!(plist("helper")["WorkingDirectory"], format!("{STATE}/net"));
    let mac = Mac::new();
    mac.installs("scripts/postinstall", "/");
    assert!(mac.root().join(STATE.trim_start_matches('/')).join("root").is_dir());
    assert!(mac.record(&format!("Users/{HELPER}")).is_some());
}

#[test]
fn a_first_installation_has_nothing_to_end() {
    let mac = Mac::new();
    let calls = mac.installs("scripts/preinstall", "/");
    assert_eq!(
        calls,
        "launchctl bootout system/org.patchround.helper\nlaunchctl print system/org.patchround.helper\n"
    );
}

#[test]
fn an_upgrade_starts_the_network_half_anew_also_where_its_end_takes_a_moment() {
    let mac = Mac::new();
    mac.installs("scripts/postinstall", "/");
    fs::write(mac.folder.path().join("slow"), "").unwrap();
    mac.installs("scripts/preinstall", "/");
    let calls = mac.installs("scripts/postinstall", "/");
    assert!(
        calls.contains("launchctl bootstrap") && calls.contains("/org.patchround.helper.plist"),
        "{calls}"
    );
}

#[test]
fn an_upgrade_keeps_all_state_and_whose_it_is() {
    let mac = Mac::new();
    mac.installs("scripts/postinstall", "/");
    let kept = ["root/device.key", "root/journal.ndjson", "net/charter.json", "net/events.ndjson"];
    for path in kept {
        fs::write(mac.state(path), path).unwrap();
    }
    let before =
        ["Users/_patchround", "Users/_patchroundlook", "Groups/_patchround"].map(|path| mac.record(path));
    mac.installs("scripts/preinstall", "/");
    mac.installs("scripts/postinstall", "/");
    for path in kept {
        assert_eq!(fs::read_to_string(mac.state(path)).unwrap(), path);
    }
    assert_eq!(["", "run", "root", "net"].map(|part| mac.mode(part)), [0o755, 0o755, 0o711, 0o700]);
    let after =
        ["Users/_patchround", "Users/_patchroundlook", "Groups/_patchround"].map(|path| mac.record(path));
    assert!(before[0].is_some() && before == after);
}

#[test]
fn an_account_that_was_left_half_made_is_made_whole() {
    let mac = Mac::new();
    mac.knows("Users/_patchround", "RealName: Patchround helper\nUniqueID: 377\n");
    mac.installs("scripts/postinstall", "/");
    let account = mac.record("Users/_patchround").unwrap();
    assert!(account.ends_with("UserShell: /usr/bin/false\n"), "{account}");
    assert!(mac.record("Groups/_patchround").unwrap().contains("PrimaryGroupID: "));
}

#[test]
fn managers_are_let_in_by_the_macs_own_firewall_until_we_are_removed() {
    let mac = Mac::new().with_firewall();
    let calls = mac.installs("scripts/postinstall", "/");
    for word in ["--add", "--unblockapp"] {
        let line = format!("socketfilterfw {word} /Library/Patchround/patchround-helper\n");
        assert!(calls.contains(&line), "{calls}");
    }
    assert!(mac.run("uninstall.sh", &[]).status.success());
    assert!(mac.calls().contains("socketfilterfw --remove /Library/Patchround/patchround-helper\n"));
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
fn a_disk_that_is_not_the_running_systems_is_refused_before_anything_is_done() {
    let mac = Mac::new();
    let refused = mac.run("scripts/preinstall", &["/tmp/p.pkg", "/", "/Volumes/Other"]);
    assert!(!refused.status.success() && mac.calls().is_empty());
}

#[test]
fn an_account_of_somebody_elses_or_a_link_in_a_folders_place_ends_the_installation() {
    for record in ["Users/_patchround", "Groups/_patchround", "Users/_patchroundlook"] {
        for whose in ["RealName: Somebody\n", "UniqueID: 501\n"] {
            let mac = Mac::new();
            mac.knows(record, whose);
            assert!(!mac.run("scripts/postinstall", &["p", "/", "/"]).status.success());
            let calls = mac.calls();
            assert!(!calls.contains("-create") && !calls.contains("launchctl"), "{calls}");
            assert_eq!(mac.record(record).unwrap(), whose, "it was touched");
        }
    }
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
        for line in ["helper", "app"].map(|name| format!("pkgutil --forget org.patchround.{name}\n")) {
            assert!(calls.contains(&line), "{calls}");
        }
        assert!(calls.contains("launchctl bootout gui/501/org.patchround.this-pc\n"), "{calls}");
        assert_eq!(mac.state("root/device.key").exists(), keeps);
        for account in ["_patchround", "_patchroundlook"] {
            for kind in ["Users", "Groups"] {
                assert_eq!(mac.record(&format!("{kind}/{account}")).is_some(), keeps);
            }
        }
        for path in [
            "Library/Patchround",
            "var/db/patchround/run",
            "Library/LaunchAgents/org.patchround.this-pc.plist",
            "Applications/Patchround.app",
            "private/etc/paths.d/patchround",
        ] {
            assert!(!mac.root().join(path).exists(), "{path}");
        }
    }
    assert_eq!(Mac::new().run("uninstall.sh", &["--all"]).status.code(), Some(2));
}

#[test]
fn an_installation_after_one_that_kept_the_office_goes_on_with_it() {
    let mac = Mac::new();
    mac.installs("scripts/postinstall", "/");
    fs::write(mac.state("root/device.key"), "key").unwrap();
    let account = mac.record("Users/_patchround");
    assert!(mac.run("uninstall.sh", &["--keep-office"]).status.success());
    for name in HALVES {
        let file = format!("org.patchround.{name}.plist");
        fs::copy(
            installers().join("helper").join(&file),
            mac.root().join("Library/LaunchDaemons").join(&file),
        )
        .unwrap();
    }
    mac.calls();
    let calls = mac.installs("scripts/postinstall", "/");
    assert_eq!(calls.matches("launchctl bootstrap").count(), HALVES.len(), "{calls}");
    assert_eq!(
        (fs::read_to_string(mac.state("root/device.key")).unwrap(), mac.record("Users/_patchround")),
        ("key".into(), account)
    );
    assert!(mac.state("run").is_dir());
}

#[test]
fn nothing_is_removed_while_updates_are_being_installed_nor_what_is_somebody_elses() {
    let mac = Mac::new();
    mac.installs("scripts/postinstall", "/");
    let busy = mac.folder.path().join("busy");
    let txn = "01932b00-0000-7000-8000-000000000001-0";
    fs::write(&busy, format!("/Library/Patchround/patchround-helper-root transact {txn}\n")).unwrap();
    mac.calls();
    let refused = mac.run("uninstall.sh", &[]);
    assert_eq!((refused.status.code(), mac.calls()), (Some(1), String::new()));
    assert!(mac.state("root").exists() && mac.root().join("Library/Patchround").exists());
    fs::write(&busy, "/Library/Patchround/patchround-helper-root serve\n").unwrap();
    mac.knows("Users/_patchround", "RealName: Somebody\n");
    assert!(mac.run("uninstall.sh", &[]).status.success());
    assert!(mac.record("Users/_patchround").is_some() && mac.record("Groups/_patchround").is_none());
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
