//! A desktop session of a test: a screen, a bus, a window manager, and what the desktop has or lacks.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    notifications::Notifications,
    processes::{self, MARK, Program, command},
    tray_host::TrayHost,
    wait::until,
};

const APP: &str = env!("CARGO_BIN_EXE_patchround-app");
/// A bus that starts nothing by itself: what is missing on it stays missing.
const BUS: &str = r#"<busconfig><type>session</type><listen>unix:path=PATH</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;
/// How much of each log is told when a test fails.
const TOLD: usize = 4_000;

/// What the desktop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Desktop {
    /// Everything.
    Whole,
    /// No place for icons.
    WithoutTray,
    /// Nothing that shows messages.
    WithoutMessages,
    /// No session bus, and so neither.
    WithoutBus,
}

/// The session. When it is dropped, everything that was started in it is ended.
pub(crate) struct Session {
    /// Where the desktop has one.
    pub(crate) tray: Option<TrayHost>,
    /// Where the desktop has one.
    pub(crate) messages: Option<Notifications>,
    display: String,
    programs: Vec<Program>,
    dir: TempDir,
}

impl Session {
    pub(crate) async fn start(desktop: Desktop) -> Self {
        let dir = tempfile::Builder::new().prefix("patchround-desktop-").tempdir().unwrap();
        let none = String::new();
        let mut session = Self { tray: None, messages: None, display: none, programs: Vec::new(), dir };
        session.start_screen();
        if desktop != Desktop::WithoutBus {
            session.start_bus().await;
        }
        let address = session.bus_address();
        if matches!(desktop, Desktop::Whole | Desktop::WithoutMessages) {
            session.tray = Some(TrayHost::start(&address).await);
        }
        if matches!(desktop, Desktop::Whole | Desktop::WithoutTray) {
            session.messages = Some(Notifications::start(&address).await);
        }
        session.start_window_manager().await;
        session
    }

    /// The office's folder.
    pub(crate) fn office(&self) -> PathBuf {
        self.dir.path().join("office")
    }

    /// A file for what a program prints.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.dir.path().join(name).with_extension("log")
    }

    pub(crate) fn bus_address(&self) -> String {
        format!("unix:path={}", self.dir.path().join("bus").display())
    }

    /// A program in this session and nothing else of the surroundings.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = command(program);
        let dir = self.dir.path();
        command.env_clear().current_dir(dir).env(MARK, dir);
        for folder in ["HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(folder, dir);
        }
        command.envs([("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8"), ("TZ", "UTC")]);
        command.envs([("DISPLAY", self.display.as_str()), ("DBUS_SESSION_BUS_ADDRESS", &self.bus_address())]);
        command.env("PATCHROUND_STATE", dir);
        command.envs([
            ("PATCHROUND_NO_DISCOVERY", "true"),
            ("PATCHROUND_NO_FEEDS", "true"),
            ("PATCHROUND_LOG", "info"),
        ]);
        command
    }

    /// The app, as the desktop's menu would start it.
    pub(crate) fn app(&self, words: &[&str]) -> Command {
        let mut command = self.command(APP);
        command.args(words);
        command
    }

    /// The file of the app.
    pub(crate) fn app_file() -> &'static str {
        APP
    }

    /// The apps that run in this session.
    pub(crate) fn apps(&self) -> Vec<u32> {
        self.processes()
            .into_iter()
            .filter(|id| processes::file_of(*id).is_some_and(|file| file == Path::new(APP)))
            .collect()
    }

    /// Everything that was started in this session, by whomever.
    pub(crate) fn processes(&self) -> Vec<u32> {
        processes::of_session(self.dir.path())
    }

    /// Waits until the window can be seen, or no longer.
    pub(crate) async fn has_window(&self, is: bool) {
        let what = if is { "the window can be seen" } else { "the window is gone" };
        until(what, async || self.sees_window() == is).await;
    }

    /// Closes the window as a person does.
    pub(crate) async fn close_window(&self) {
        self.has_window(true).await;
        assert!(self.command("/usr/bin/wmctrl").args(["-c", "Patchround"]).status().unwrap().success());
        self.has_window(false).await;
    }

    /// Whether the window can be seen now.
    pub(crate) fn sees_window(&self) -> bool {
        let listed = self.command("/usr/bin/wmctrl").arg("-l").output().unwrap();
        String::from_utf8_lossy(&listed.stdout).contains("Patchround")
    }

    /// Its number is that of this process, which runs one test: servers that look for a free one at the same time may
    /// take the same. It says the number once it can be used. Without `-noreset` it throws out whoever connects while
    /// its last client goes.
    fn start_screen(&mut self) {
        let mut command = self.command("/usr/bin/Xvfb");
        command.arg(format!(":{}", 100 + std::process::id() % 50_000));
        command.args(["-displayfd", "1", "-noreset", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
        command
            .env_remove("DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(self.log("screen")).unwrap());
        let mut screen = command.spawn().expect("Xvfb is installed");
        let mut number = String::new();
        BufReader::new(screen.stdout.take().unwrap()).read_line(&mut number).unwrap();
        self.programs.push(Program(screen));
        assert!(!number.is_empty(), "the screen cannot be used");
        self.display = format!(":{}", number.trim());
    }

    async fn start_bus(&mut self) {
        let (config, socket) = (self.dir.path().join("bus.conf"), self.dir.path().join("bus"));
        fs::write(&config, BUS.replace("PATH", &socket.to_string_lossy())).unwrap();
        let mut command = self.command("/usr/bin/dbus-daemon");
        command.arg("--nofork").arg(format!("--config-file={}", config.display()));
        self.programs.push(Program::start(command, &self.log("bus")));
        // Its file is there a moment before anybody listens.
        until("the bus is there", async || UnixStream::connect(&socket).is_ok()).await;
    }

    #[expect(clippy::print_stdout, reason = "what a failed test says")]
    fn tell_logs(&self) {
        for name in ["screen", "bus", "openbox", "app", "driver"] {
            let log = fs::read_to_string(self.log(name)).unwrap_or_default();
            let from = log.ceil_char_boundary(log.len().saturating_sub(TOLD));
            println!("--- the end of {name}.log\n{}", &log[from..]);
        }
    }

    async fn start_window_manager(&mut self) {
        let manager = Program::start(self.command("/usr/bin/openbox"), &self.log("openbox"));
        self.programs.push(manager);
        until("the window manager is there", async || {
            let asked = self.command("/usr/bin/wmctrl").arg("-m").output().unwrap();
            asked.status.success()
        })
        .await;
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.tell_logs();
        }
        self.programs.clear();
        processes::end_all(self.dir.path());
    }
}
