//! logind's notes, the kernel's on sound, camera and power: files that everybody may read.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read},
    os::unix::fs::{FileTypeExt, MetadataExt},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use jiff::Timestamp;
use patchround_protocol::restart::{Person, Signs, Yes};

use super::yes;
use crate::{
    session::{person_of, session_notes},
    source::Pc,
};

/// Entries of one folder that are looked at.
const ENTRIES: usize = 4096;
/// Bytes of one file that are read.
const BYTES: u64 = 16 * 1024;

pub(super) fn signs(pc: &Pc<'_>) -> Signs {
    signs_in(pc.root, SystemTime::now())
}

fn signs_in(root: &Path, now: SystemTime) -> Signs {
    let inhibitors = inhibitors(&root.join("run/systemd/inhibit"));
    Signs {
        people: people(root, now),
        is_in_call: is_recording(&root.join("proc/asound")).max(is_camera_open(&root.join("proc"))),
        is_presenting: inhibitors.as_deref().map(|all| all.iter().any(|one| one.blocks("idle"))),
        kept_on_by: inhibitors
            .and_then(|all| all.iter().find(|one| one.blocks("shutdown")).map(Inhibitor::words)),
        battery: battery(&root.join("sys/class/power_supply")),
    }
}

/// Who is signed in, as logind notes it for `sd-login(3)`; `None` without logind.
fn people(root: &Path, now: SystemTime) -> Option<Vec<Person>> {
    let mut people: Vec<Person> = Vec::new();
    for (_, text) in session_notes(&root.join("run/systemd/sessions"))? {
        let Some(name) = person_of(&text) else { continue };
        let idle_seconds = value(&text, "TTY").and_then(|tty| idle_seconds(&root.join("dev").join(tty), now));
        match people.iter_mut().find(|person| person.name == name) {
            Some(person) => person.idle_seconds = least(person.idle_seconds, idle_seconds),
            None => {
                let uid = value(&text, "UID").and_then(|uid| uid.parse().ok());
                let said = uid
                    .map_or(Ok(None), |uid: u32| yes::of(&root.join("run/user").join(uid.to_string()), uid));
                let has_agreed = said.as_ref().is_ok_and(|yes| holds(root, yes.as_ref(), now));
                let is_untold = said.is_err_and(|error| error.kind() == ErrorKind::PermissionDenied);
                people.push(Person { name, idle_seconds, has_agreed, is_untold });
            }
        }
    }
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Some(people)
}

fn holds(root: &Path, yes: Option<&Yes>, now: SystemTime) -> bool {
    let Some((yes, now)) = yes.zip(Timestamp::try_from(now).ok()) else { return false };
    text(&root.join("proc/sys/kernel/random/boot_id")).is_some_and(|boot| yes.holds(boot.trim(), now))
}

/// A terminal was read when somebody typed there, as w(1) reckons.
fn idle_seconds(tty: &Path, now: SystemTime) -> Option<u64> {
    let found = fs::metadata(tty).ok()?;
    let read = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(found.atime()).ok()?);
    Some(now.duration_since(read).unwrap_or_default().as_secs())
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one.into_iter().chain(other).min()
}

/// Whether a sound card records: `card0/pcm0c/sub0/status` says "state: RUNNING". `None` without sound.
fn is_recording(asound: &Path) -> Option<bool> {
    let cards = entries(asound)?.into_iter().filter(|path| name(path).starts_with("card"));
    let devices = cards.flat_map(|card| entries(&card).unwrap_or_default());
    let records = devices.filter(|path| name(path).starts_with("pcm") && name(path).ends_with('c'));
    let parts = records.flat_map(|device| entries(&device).unwrap_or_default());
    let mut states = parts.filter_map(|part| text(&part.join("status")));
    Some(states.any(|state| state.contains("state: RUNNING")))
}

/// Whether a program of which we may know what it has open has a camera open.
fn is_camera_open(proc: &Path) -> Option<bool> {
    let is_number = |path: &PathBuf| name(path).bytes().all(|byte| byte.is_ascii_digit());
    let open =
        entries(proc)?.into_iter().filter(is_number).filter_map(|process| entries(&process.join("fd")));
    let is_camera = |path: PathBuf| {
        fs::read_link(path).is_ok_and(|to| to.starts_with("/dev/") && name(&to).starts_with("video"))
    };
    open.flatten().any(is_camera).then_some(true)
}

/// What a program asks of logind (systemd-inhibit(1)).
struct Inhibitor {
    what: String,
    who: String,
    why: String,
    mode: String,
}

impl Inhibitor {
    /// `delay` only wants to be told; `block-weak` is what `block` was before systemd 257.
    fn blocks(&self, wanted: &str) -> bool {
        self.mode.starts_with("block") && self.what.split(':').any(|what| what == wanted)
    }

    fn words(&self) -> String {
        format!("{}: {}", self.who, self.why)
    }
}

/// `None` without logind, or where it keeps them to itself.
fn inhibitors(folder: &Path) -> Option<Vec<Inhibitor>> {
    let read = |text: String| {
        let of = |key: &str| value(&text, key).unwrap_or_default();
        Inhibitor { what: of("WHAT"), who: of("WHO"), why: of("WHY"), mode: of("MODE") }
    };
    Some(entries(folder)?.iter().filter_map(|path| text(path)).map(read).collect())
}

/// Percent that are left, of all batteries of the PC together; `None` on mains or without one.
fn battery(supplies: &Path) -> Option<u8> {
    let supplies = entries(supplies)?;
    let says = |path: &Path, what: &str| text(&path.join(what)).map(|text| text.trim().to_owned());
    let is_plugged_in = |path: &PathBuf| {
        says(path, "type").is_some_and(|kind| kind != "Battery")
            && says(path, "online").as_deref() == Some("1")
    };
    if supplies.iter().any(is_plugged_in) {
        return None;
    }
    let is_own = |path: &&PathBuf| {
        says(path, "type").as_deref() == Some("Battery") && says(path, "scope").as_deref() != Some("Device")
    };
    let own: Vec<&PathBuf> = supplies.iter().filter(is_own).collect();
    if !own.iter().any(|path| says(path, "status").as_deref() == Some("Discharging")) {
        return None;
    }
    // One that does not say how full it is counts as empty.
    let left =
        |path: &&PathBuf| says(path, "capacity").and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let mean = own.iter().map(left).sum::<usize>() / own.len().max(1);
    Some(u8::try_from(mean).unwrap_or(100).min(100))
}

fn entries(folder: &Path) -> Option<Vec<PathBuf>> {
    let found = fs::read_dir(folder).ok()?.take(ENTRIES);
    let mut paths: Vec<PathBuf> = found.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Some(paths)
}

/// What a small file says. A pipe, which would be waited for, says nothing.
fn text(path: &Path) -> Option<String> {
    if fs::metadata(path).ok()?.file_type().is_fifo() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// One of the values that systemd writes, line by line, with quotes and backslashes where it must.
fn value(text: &str, key: &str) -> Option<String> {
    let said = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
    Some(said.trim_matches('"').replace('\\', ""))
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use patchround_protocol::restart::{Wait, YES_FILE};

    use super::*;

    const ANN: &str = "UID=1000\nUSER=ann\nACTIVE=1\nSTATE=active\nTYPE=tty\nCLASS=user\nTTY=tty3\n";

    fn pc(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("run/systemd/sessions")).unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    fn wait(files: &[(&str, &str)]) -> Option<Wait> {
        signs_in(pc(files).path(), SystemTime::now()).wait()
    }

    #[test]
    fn an_empty_pc_may_restart_and_one_without_logind_may_not() {
        assert_eq!(wait(&[]), None);
        assert_eq!(signs_in(Path::new("/nonexistent"), SystemTime::now()).wait(), Some(Wait::NotKnown));
        assert_eq!(wait(&[("run/systemd/sessions/1", &ANN.replace("CLASS=user", "CLASS=greeter"))]), None);
    }

    #[test]
    fn who_is_signed_in_is_named_and_whoever_types_is_at_work() {
        let people = || vec!["ann".to_owned()];
        let session = ("run/systemd/sessions/1", ANN);
        assert_eq!(wait(&[session]), Some(Wait::SignedIn { people: people() }));
        assert_eq!(wait(&[session, ("dev/tty3", "")]), Some(Wait::AtWork { people: people() }));
        let root = pc(&[session, ("dev/tty3", "")]);
        let later = SystemTime::now() + Duration::from_secs(301);
        assert_eq!(signs_in(root.path(), later).wait(), Some(Wait::SignedIn { people: people() }));
    }

    /// A PC on whose screen whoever runs this test is, with their runtime folder.
    fn at_home() -> (tempfile::TempDir, PathBuf) {
        let uid = nix::unistd::geteuid().as_raw();
        let session = ANN.replace("UID=1000", &format!("UID={uid}"));
        let boot = ("proc/sys/kernel/random/boot_id", "this-start\n");
        let root = pc(&[("run/systemd/sessions/1", &session), boot]);
        let home = root.path().join("run/user").join(uid.to_string());
        fs::create_dir_all(&home).unwrap();
        (root, home.join(YES_FILE))
    }

    fn said(boot: &str, from: SystemTime) -> Vec<u8> {
        serde_json::to_vec(&Yes::at(boot.into(), from.try_into().unwrap())).unwrap()
    }

    #[test]
    fn a_person_who_said_yes_lets_the_pc_restart_at_that_time_and_in_that_start_only() {
        let ((root, file), now) = (at_home(), SystemTime::now());
        let may =
            |minutes: u64| signs_in(root.path(), now + Duration::from_secs(60 * minutes)).wait().is_none();
        assert!(!may(0));
        fs::write(&file, said("this-start", now + Duration::from_secs(300))).unwrap();
        assert_eq!([0, 4, 6, 14, 16].map(may), [false, false, true, true, false]);
        fs::write(&file, said("the-start-before", now)).unwrap();
        assert!(!may(1));
        fs::write(&file, b"yes").unwrap();
        assert!(!may(1));
        fs::remove_file(&file).unwrap();
        assert!(!may(1), "it was taken back");
    }

    #[test]
    fn nobody_says_yes_for_somebody_else_nor_through_a_link_nor_a_pipe() {
        let ((root, file), now) = (at_home(), SystemTime::now());
        let may = || signs_in(root.path(), now).wait().is_none();
        let other = root.path().join("other");
        fs::write(&other, said("this-start", now)).unwrap();
        std::os::unix::fs::symlink(&other, &file).unwrap();
        assert!(!may(), "a link");
        fs::remove_file(&file).unwrap();
        nix::unistd::mkfifo(&file, nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert!(!may(), "a pipe is not waited for");
        fs::remove_file(&file).unwrap();
        let long = [said("this-start", now), vec![b' '; 1100]].concat();
        fs::write(&file, long).unwrap();
        assert!(!may(), "too long");
        fs::write(&file, said("this-start", now)).unwrap();
        assert!(may());
        if !nix::unistd::geteuid().is_root() {
            return;
        }
        let folder = file.parent().unwrap();
        for path in [file.as_path(), folder] {
            std::os::unix::fs::chown(path, Some(4711), None).unwrap();
            assert!(!may(), "of another account: {path:?}");
            std::os::unix::fs::chown(path, Some(0), None).unwrap();
        }
    }

    #[test]
    fn a_microphone_or_a_camera_in_use_is_a_call() {
        let microphone = "proc/asound/card0/pcm0c/sub0/status";
        assert_eq!(wait(&[(microphone, "state: RUNNING\nowner_pid   : 4\n")]), Some(Wait::Call));
        assert_eq!(wait(&[(microphone, "closed\n")]), None);
        let playing = "proc/asound/card0/pcm0p/sub0/status";
        assert_eq!(wait(&[(playing, "state: RUNNING\n")]), None, "music is no call");
        let root = pc(&[("proc/12/comm", "meeting"), ("proc/12/fd/0", "")]);
        std::os::unix::fs::symlink("/dev/video0", root.path().join("proc/12/fd/7")).unwrap();
        assert_eq!(signs_in(root.path(), SystemTime::now()).wait(), Some(Wait::Call));
    }

    #[test]
    fn a_program_that_keeps_the_screen_or_the_pc_on_is_waited_for_and_one_that_wants_to_be_told_is_not() {
        let inhibit = |what: &str, mode: &str| {
            let text =
                format!("# private\nWHAT={what}\nMODE={mode}\nUID=1000\nPID=9\nWHO=Slides\nWHY=\"A talk\"\n");
            wait(&[("run/systemd/inhibit/3", &text)])
        };
        assert_eq!(inhibit("sleep:idle", "block"), Some(Wait::Presentation));
        assert_eq!(
            inhibit("shutdown", "block-weak"),
            Some(Wait::Program { program: "Slides: A talk".into() })
        );
        assert_eq!(inhibit("shutdown", "delay"), None);
        assert_eq!(inhibit("handle-power-key", "block"), None);
    }

    #[test]
    fn the_pipe_of_an_inhibitor_is_not_waited_for() {
        let root = pc(&[]);
        let folder = root.path().join("run/systemd/inhibit");
        fs::create_dir_all(&folder).unwrap();
        nix::unistd::mkfifo(&folder.join("3.ref"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert_eq!(signs_in(root.path(), SystemTime::now()).wait(), None);
    }

    #[test]
    fn a_battery_counts_while_nothing_is_plugged_in_and_a_mouse_has_none() {
        let with =
            |capacity: &'static str, status: &'static str, online: &'static str, scope: &'static str| {
                wait(&[
                    ("sys/class/power_supply/BAT0/type", "Battery\n"),
                    ("sys/class/power_supply/BAT0/capacity", capacity),
                    ("sys/class/power_supply/BAT0/status", status),
                    ("sys/class/power_supply/BAT0/scope", scope),
                    ("sys/class/power_supply/AC/type", "Mains\n"),
                    ("sys/class/power_supply/AC/online", online),
                ])
            };
        assert_eq!(with("29\n", "Discharging\n", "0\n", "System\n"), Some(Wait::Battery { percent: 29 }));
        assert_eq!(with("\n", "Discharging\n", "0\n", "System\n"), Some(Wait::Battery { percent: 0 }));
        assert_eq!(with("30\n", "Discharging\n", "0\n", "System\n"), None);
        assert_eq!(with("9\n", "Charging\n", "1\n", "System\n"), None);
        assert_eq!(with("9\n", "Discharging\n", "0\n", "Device\n"), None, "a mouse");
    }
}
