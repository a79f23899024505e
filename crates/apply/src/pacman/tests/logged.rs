//! What pacman's own log, its lock and our notes say of a run, and what a repair makes of it.

use std::{
    path::PathBuf,
    sync::Mutex,
    time::{Duration, SystemTime},
};

use patchround_updates::{
    command::{Call, CommandError, Line, Output, Told as Said},
    pacman::lock::is_left_over,
};

use super::*;

/// A pacman that is killed, or writes this into its log while it changes something.
struct Logs<'a> {
    replay: &'a Replay,
    log: Mutex<PathBuf>,
    adds: &'static str,
    is_killed: bool,
    /// What comes in, where it is asked for, and of what second it is then.
    brings: Option<(&'static str, u32)>,
}

impl Tools for Logs<'_> {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        self.replay.ask(call, limit)
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Said, CommandError> {
        self.replay.fetch(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Said, CommandError> {
        let said = self.replay.write(call, each)?;
        let log = self.log.lock().unwrap();
        fs::write(&*log, fs::read_to_string(&*log).unwrap_or_default() + self.adds).unwrap();
        let is_there = |wanted: &str| call.arguments.iter().any(|argument| argument == wanted);
        let is_upgrade = is_there("-Su");
        if let Some((name, second)) = self.brings.filter(|(name, _)| is_upgrade || is_there(name)) {
            let root = log.ancestors().nth(3).unwrap();
            came_in(root, name, ("1.0-1", "1.1-1"), second);
        }
        Ok(if self.is_killed && is_upgrade { Said { status: None, ..said } } else { said })
    }
}

impl Logs<'_> {
    /// A PC with this log.
    fn with_log(&self, root: &Path, text: &str) {
        let log = root.join(&places::LOG[1..]);
        fs::create_dir_all(log.parent().unwrap()).unwrap();
        fs::write(&log, text).unwrap();
        *self.log.lock().unwrap() = log;
    }

    fn noted(&self, told: &Told) -> Vec<String> {
        let unset = pacman::installed::not_set_up(&Pc { root: told.root.path(), tools: self });
        unset.into_iter().map(|unset| unset.native).collect()
    }

    /// A PC whose pacman was killed in a hook; its lock is of before the PC started.
    fn in_a_hook(&self, root: &Path) {
        let end = "[2026-11-30T07:37:46+0000] [ALPM] transaction completed\n";
        self.with_log(root, &(testdata("arch-6.0.pacman-log.killed") + end));
        left_over(root, SystemTime::UNIX_EPOCH);
    }
}

fn left_over(root: &Path, made: SystemTime) {
    fs::File::create(root.join(&places::LOCK[1..])).unwrap().set_modified(made).unwrap();
    fs::create_dir_all(root.join("proc")).unwrap();
    fs::write(root.join("proc/stat"), "btime 99999999999\n").unwrap();
}

#[test]
fn what_was_killed_in_a_hook_is_put_in_anew_or_stays_unfinished() {
    const ANEW: &str = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                        [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let names = "lab-app lab-conf lab-newdep lab-lib lab-tool-a lab-tool-b lab-wide";
    let sp = format!("/usr/bin/pacman --color never -Sp --print-format %n %v %r %s %l -- {names}");
    let again = format!("/usr/bin/pacman --color never --noconfirm --ask 67 --noprogressbar -S -- {names}");
    let there = testdata("arch-6.0.pacman-Q.killed");
    let version = |name: &str| there.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap();
    let same: String = names
        .split(' ')
        .map(|name| format!("{name} {} lab 10 http://mirror.invalid/x\n", version(name)))
        .collect();
    let failing = testdata("arch-6.0.pacman-Su.failing-hook");
    for (brings, says, adds, cause) in [
        (&*same, "", ANEW, None),
        (&*same, "", "", Some(Cause::InterruptedBefore)),
        (&*same, &*failing, ANEW, Some(Cause::PackageScriptFailed)),
        ("", "", ANEW, Some(Cause::InterruptedBefore)),
    ] {
        let replay = Replay::default()
            .with("/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.killed")
            .says(&sp, 0, brings, "")
            .says(&again, 0, says, "");
        let tools = Logs { replay: &replay, log: Mutex::default(), adds, is_killed: false, brings: None };
        let told = on(&tools, |root| tools.in_a_hook(root), |pc, meter| again::repair(pc, meter, &now()));
        let pc = Pc { root: told.root.path(), tools: &tools };
        assert_eq!((told.worst.cause, is_left_over(&pc)), (cause, cause.is_some()), "{brings} {says} {adds}");
    }
}

#[test]
fn what_is_not_set_up_stays_unfinished_until_it_came_in_anew_and_its_step_did_not_fail() {
    const ANEW: &str = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                        [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let failing = testdata("arch-6.0.pacman-Su.failing-post").replace("lab-fail", "lab-wide");
    let sp = "/usr/bin/pacman --color never -Sp --print-format %n %v %r %s %l -- lab-wide";
    let again = "/usr/bin/pacman --color never --noconfirm --ask 67 --noprogressbar -S -- lab-wide";
    let replay = |says: &str| {
        pc::replay()
            .with("/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.replaced")
            .says(sp, 0, "lab-wide 1.1-1 lab 10 http://mirror.invalid/x\n", "")
            .says(again, 0, says, "")
    };
    for (says, second, cause) in [
        ("", 9, None),
        ("", 5, Some(Cause::PackageScriptFailed)),
        (&*failing, 9, Some(Cause::PackageScriptFailed)),
    ] {
        let replay = replay(says);
        let brings = Some(("lab-wide", second));
        let tools = Logs { replay: &replay, log: Mutex::default(), adds: ANEW, is_killed: false, brings };
        let prepare = |root: &Path| {
            tools.with_log(root, "");
            came_in(root, "lab-wide", ("1.0-1", "1.1-1"), 5);
            let pc = Pc { root, tools: &tools };
            crate::unset::note(&pc, "pacman", pacman::installed::as_it_is(&pc, "lab-wide", "1.1-1"));
            assert_eq!(unfinished(&pc), Some(Cause::PackageScriptFailed), "nothing was cut off");
            assert_eq!(scanned(&pc).unfinished_of, ["lab-wide"]);
        };
        let told = on(&tools, prepare, |pc, meter| again::repair(pc, meter, &now()));
        let pc = Pc { root: told.root.path(), tools: &tools };
        assert_eq!(told.worst.cause, cause, "{says} {second}");
        assert_eq!(unfinished(&pc), cause.map(|_| Cause::PackageScriptFailed), "{says} {second}");
        assert_eq!(replay.changed(), [again], "{says} {second}");
    }
}

/// What a look says of this PC.
fn unfinished(pc: &Pc<'_>) -> Option<Cause> {
    scanned(pc).unfinished
}

fn scanned(pc: &Pc<'_>) -> patchround_protocol::wire::SourceScan {
    let of = patchround_protocol::SpkiHash([0; 32]);
    let asking = patchround_updates::Asking { pc: of, hook: None, only: None, back: None };
    pacman::Pacman.list(pc, &asking).0
}

#[test]
fn what_a_failed_step_of_the_system_was_about_is_all_that_came_in_with_it() {
    let replay = fetched("arch-6.0.pacman-Su.failing-hook", 0, "arch-6.0.pacman-Q.replaced");
    let adds = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                [2026-11-30T09:00:01+0000] [ALPM] upgraded lab-wide (1.0-1 -> 1.1-1)\n\
                [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let brings = Some(("lab-wide", 5));
    let tools = Logs { replay: &replay, log: Mutex::default(), adds, is_killed: false, brings };
    let agreed = ["lab-old".parse().unwrap()];
    let prepare = |root: &Path| tools.with_log(root, "");
    let told = on(&tools, prepare, |pc, meter| install::install(pc, &ids(&WHOLE), &agreed, meter, &now()));
    assert_eq!(told.all(), vec![failed(Cause::PackageScriptFailed); 8]);
    assert_eq!(tools.noted(&told), ["lab-wide"]);
}

#[test]
fn a_hook_that_refuses_the_transaction_says_nothing_of_what_the_one_before_it_brought() {
    const BEFORE: &str = "[2026-11-30T08:00:00+0000] [ALPM] transaction started\n\
                          [2026-11-30T08:00:01+0000] [ALPM] installed lab-same (1.0-1)\n\
                          [2026-11-30T08:00:01+0000] [ALPM] transaction completed\n";
    let refused = testdata("arch-6.0.pacman-Su.failing-hook-before");
    // A hook whose failure is not told as one of before the transaction began none either.
    let unclear = refused.replace(":: Running pre-transaction", ":: Running post-transaction");
    for says in [&refused, &unclear] {
        let replay = fetched("arch-6.0.pacman-Su.nothing", 1, "arch-6.0.pacman-Q.before").says(
            &upgrade(),
            1,
            says,
            "",
        );
        let tools = Logs { replay: &replay, log: Mutex::default(), adds: "", is_killed: false, brings: None };
        let prepare = |root: &Path| {
            tools.with_log(root, BEFORE);
            came_in(root, "lab-same", ("1.0-1", "1.0-1"), 5);
        };
        let agreed = ["lab-old".parse().unwrap()];
        let told =
            on(&tools, prepare, |pc, meter| install::install(pc, &ids(&WHOLE), &agreed, meter, &now()));
        assert_eq!(told.all(), vec![failed(Cause::PackageScriptFailed); 8], "none of them is there");
        assert_eq!(tools.noted(&told), Vec::<String>::new());
    }
}

#[test]
fn what_was_cut_off_goes_in_first_and_alone_and_what_is_noted_neither_stops_nor_hides_it() {
    const ANEW: &str = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                        [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let cut = "lab-app lab-conf lab-newdep lab-lib lab-tool-a lab-tool-b lab-wide";
    let there = testdata("arch-6.0.pacman-Q.killed").replace("lab-same 1.0-1", "lab-same 1.1-1");
    let version = |name: &str| there.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap();
    let offers = |names: &str| -> String {
        let line = |name| format!("{name} {} lab 10 http://mirror.invalid/x\n", version(name));
        names.split(' ').map(line).collect()
    };
    let sp =
        |names: &str| format!("/usr/bin/pacman --color never -Sp --print-format %n %v %r %s %l -- {names}");
    let anew = |names: &str| {
        format!("/usr/bin/pacman --color never --noconfirm --ask 67 --noprogressbar -S -- {names}")
    };
    let [refused, refused_cut] = [Cause::PackageScriptFailed, Cause::InterruptedBefore].map(Some);
    for (cut_is_offered, noted_is_offered, runs, cause, left) in [
        (true, true, vec![anew(cut), anew("lab-same")], None, None),
        (true, false, vec![anew(cut)], refused, Some(Cause::PackageScriptFailed)),
        (false, true, vec![], refused_cut, Some(Cause::InterruptedBefore)),
    ] {
        let offered = |names: &str, is_offered| if is_offered { offers(names) } else { String::new() };
        let replay = pc::replay()
            .says("/usr/bin/pacman --color never -Q", 0, &there, "")
            .says(&sp(cut), 0, &offered(cut, cut_is_offered), "")
            .says(&sp("lab-same"), 0, &offered("lab-same", noted_is_offered), "")
            .says(&anew(cut), 0, "", "")
            .says(&anew("lab-same"), 0, "", "");
        let brings = Some(("lab-same", 9));
        let tools = Logs { replay: &replay, log: Mutex::default(), adds: ANEW, is_killed: false, brings };
        let prepare = |root: &Path| {
            tools.with_log(root, &testdata("arch-6.0.pacman-log.killed"));
            came_in(root, "lab-same", ("1.0-1", "1.1-1"), 5);
            let pc = Pc { root, tools: &tools };
            crate::unset::note(&pc, "pacman", pacman::installed::as_it_is(&pc, "lab-same", "1.1-1"));
            assert_eq!(unfinished(&pc), Some(Cause::InterruptedBefore), "both");
            let named = scanned(&pc).unfinished_of;
            assert!(cut.split(' ').all(|name| named.iter().any(|named| named == name)), "{named:?}");
            assert!(!named.contains(&"lab-same".to_owned()), "its own cause is told once this one is gone");
        };
        let told = on(&tools, prepare, |pc, meter| again::repair(pc, meter, &now()));
        let after = unfinished(&Pc { root: told.root.path(), tools: &tools });
        assert_eq!((replay.changed(), told.worst.cause, after), (runs, cause, left));
    }
}

#[test]
fn a_lock_under_which_no_transaction_was_begun_leaves_nothing_to_put_in_anew() {
    let replay = Replay::default();
    let tools = Logs { replay: &replay, log: Mutex::default(), adds: "", is_killed: false, brings: None };
    let after = |root: &Path| {
        tools.in_a_hook(root);
        left_over(root, SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000));
    };
    let told = on(&tools, after, |pc, meter| again::repair(pc, meter, &now()));
    assert_eq!((told.worst, replay.changed().len()), (Ended::DONE, 0));
    assert!(!told.root.path().join(&places::LOCK[1..]).exists());
}

#[test]
fn what_a_run_brought_that_was_ended_by_a_signal_is_not_called_done() {
    let replay = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.replaced");
    let adds = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                [2026-11-30T09:00:01+0000] [ALPM] upgraded lab-lib (1.0-1 -> 1.2-1)\n\
                [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let tools = Logs { replay: &replay, log: Mutex::default(), adds, is_killed: true, brings: None };
    let agreed = ["lab-old".parse().unwrap()];
    let prepare = |root: &Path| tools.with_log(root, "");
    let told = on(&tools, prepare, |pc, meter| install::install(pc, &ids(&WHOLE), &agreed, meter, &now()));
    assert_eq!(told.of("lab-lib"), failed(Cause::InterruptedBefore), "it may have been in a hook");
}
