//! Environment and consoles, the way of Windows. There is no status pipe: no source of ours streams one here.
//!
//! No job object holds what a program starts: what installs may go on when we are gone, and what only reads is stopped
//! alone. Helpers that it may have left (winget has a server of its own) end by themselves.

use std::{
    env,
    ffi::OsString,
    fs::File,
    io,
    os::windows::process::CommandExt,
    path::PathBuf,
    process::{Child, Command},
};

use super::terminal::{Asleep, Reader};

/// `CREATE_NO_WINDOW`: a console that nobody sees, and not ours. winget and what it starts send Ctrl+C to all of theirs.
const NO_WINDOW: u32 = 0x0800_0000;
/// `CREATE_NEW_PROCESS_GROUP`.
const OWN_GROUP: u32 = 0x0000_0200;

/// Variables without which programs of Windows find neither the system nor a place for their files. Nothing else is passed
/// on: no `PATH` of anybody, no settings of runtimes.
pub const PASSED_ON: [&str; 21] = [
    "ALLUSERSPROFILE",
    "APPDATA",
    "CommonProgramFiles",
    "CommonProgramFiles(x86)",
    "CommonProgramW6432",
    "ComSpec",
    "LOCALAPPDATA",
    "NUMBER_OF_PROCESSORS",
    "OS",
    "PROCESSOR_ARCHITECTURE",
    "ProgramData",
    "ProgramFiles",
    "ProgramFiles(x86)",
    "ProgramW6432",
    "PUBLIC",
    "SystemDrive",
    "SystemRoot",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "windir",
];

/// The environment every program gets: what is passed on, and the system's own programs alone in `PATH`.
pub(super) fn environment() -> impl Iterator<Item = (&'static str, OsString)> {
    let passed_on = PASSED_ON.into_iter().filter_map(|name| Some((name, env::var_os(name)?)));
    let windows = PathBuf::from(env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into()));
    let path = env::join_paths([windows.join("System32"), windows]).unwrap_or_default();
    passed_on.chain([("PATH", path), ("PATHEXT", ".COM;.EXE;.BAT;.CMD".into())])
}

/// What the parent keeps of a status pipe.
pub(super) struct StatusPipe {
    pub(super) reader: File,
}

/// Nothing more to do: [`apart`] gives every program a group of its own.
pub(super) fn own_group(_command: &mut Command) {}

/// Keeps what is sent to a console from us.
pub(super) fn apart(command: &mut Command) {
    command.creation_flags(NO_WINDOW | OWN_GROUP);
}

/// Stops the child.
pub(super) fn stop(child: &mut Child) {
    if let Err(error) = child.kill() {
        tracing::debug!(%error, "Failed to stop a program");
    }
}

/// There is none here.
#[expect(clippy::unnecessary_wraps, reason = "the signature must match other systems")]
pub(super) fn status_pipe(_command: &mut Command) -> io::Result<Option<StatusPipe>> {
    Ok(None)
}

/// Not known here.
pub(super) fn asleep(_root: u32) -> Option<Asleep> {
    None
}

/// Nothing is ever found that waits.
pub(super) fn hang_up(_reader: &Reader, _again: bool) {}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::{CommandError, Fetching, Line, Reading, Writing};

    const CMD: &str = r"C:\windows\system32\cmd.exe";

    fn cmd(line: &str) -> Reading {
        Reading::new(CMD).unwrap().args(["/d", "/c", line])
    }

    #[test]
    fn a_program_sees_what_windows_needs_and_nothing_of_what_its_parent_has() {
        // Cargo itself sets it for whatever it tests.
        assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
        let said = cmd("set").run().unwrap().stdout;
        let variables: Vec<(String, &str)> = said
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(n, v)| (n.to_uppercase(), v))
            .collect();
        let value = |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        assert_eq!(value("CARGO_MANIFEST_DIR"), None, "{said}");
        let path = value("PATH").unwrap().to_lowercase();
        assert_eq!(path, r"c:\windows\system32;c:\windows");
        assert!(value("SYSTEMROOT").is_some() && value("LOCALAPPDATA").is_some(), "{said}");
        // cmd sets PROMPT for itself, and wine what it finds its own files by.
        let ours = super::environment().map(|(name, _)| name.to_uppercase()).collect::<Vec<_>>();
        let others: Vec<_> = variables
            .iter()
            .filter(|(name, _)| name != "PROMPT" && !name.starts_with("WINE") && !ours.contains(name))
            .collect();
        assert!(others.is_empty(), "{others:?}");
    }

    #[test]
    fn a_program_that_hangs_is_stopped_when_its_time_is_over() {
        let started = Instant::now();
        let hangs = || ["/d", "/c", "ping -n 60 127.0.0.1 >nul & for /l %i in (0,0,1) do @ver >nul"];
        let limit = Duration::from_millis(500);
        let result = Reading::new(CMD).unwrap().args(hangs()).time_limit(limit).run();
        assert!(matches!(result, Err(CommandError::TimedOut(..))), "{result:?}");
        let fetched = Fetching::new(CMD, limit).unwrap().args(hangs()).run(&mut |_| {});
        assert!(matches!(fetched, Err(CommandError::TimedOut(..))), "{fetched:?}");
        assert!(started.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn half_an_answer_is_no_answer_and_a_status_is_one() {
        let flood = cmd("for /l %i in (1,1,200) do @echo 0123456789").output_limit(100).run();
        assert!(matches!(flood, Err(CommandError::TooMuch(_))), "{flood:?}");
        let output = cmd("echo out& echo err>&2& exit /b -1978335189").run().unwrap();
        assert_eq!(output.status, Some(-1_978_335_189));
        assert_eq!((output.stdout.trim(), output.stderr.trim()), ("out", "err"));
    }

    #[test]
    fn what_is_written_is_told_line_by_line() {
        let mut lines = Vec::new();
        let writing = Writing::new(CMD).unwrap().args(["/d", "/c", "echo one& echo two& exit /b 3"]);
        let told = writing
            .run(&mut |line| match line {
                Line::Output(text) => lines.push(text.trim().to_owned()),
                Line::Status(text) => panic!("there is no status pipe: {text}"),
            })
            .unwrap();
        assert_eq!((told.status, lines), (Some(3), vec!["one".to_owned(), "two".to_owned()]));
    }

    #[test]
    fn a_path_that_is_not_absolute_is_never_looked_up() {
        for path in ["cmd.exe", "cmd", r"\windows\system32\cmd.exe", r"C:cmd.exe"] {
            assert!(matches!(Reading::new(path), Err(CommandError::NotAbsolute(_))), "{path}");
        }
    }
}
