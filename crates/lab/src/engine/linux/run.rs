//! Runs this machine's own tools: absolute path, cleared environment, bounded output, a limit in time.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

use super::interrupt;

/// Longest a tool may take; mmdebstrap on a slow line is the longest of all.
const LIMIT: Duration = Duration::from_secs(30 * 60);
/// Longest a person's command in a PC may take.
const EXEC_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);
const CLEANUP_LIMIT: Duration = Duration::from_secs(60);
const KEPT_OUTPUT: usize = 4 << 20;
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A command for `program`, an absolute path, that inherits nothing from the caller's environment.
#[expect(clippy::disallowed_methods, reason = "the lab's one place that makes commands")]
pub(super) fn tool<S: AsRef<OsStr>>(program: &str, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program);
    command.args(args).env_clear().env("PATH", PATH).env("LC_ALL", "C.UTF-8").current_dir("/");
    command
}

/// Like [`tool`], and keeps the caller's proxy settings: for tools that fetch packages.
pub(super) fn fetching_tool<S: AsRef<OsStr>>(program: &str, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = tool(program, args);
    for name in ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Runs to the end and gives what it printed. Fails when it fails, or when the program is interrupted meanwhile:
/// then the tool is asked to end first.
pub(super) fn run(command: &mut Command) -> Result<String> {
    let output = collect(command, b"", LIMIT, Patience::Interruptible)?;
    judge(command, output)
}

/// Like [`run`], with something to read.
pub(super) fn run_with_input(command: &mut Command, input: &[u8]) -> Result<String> {
    let output = collect(command, input, LIMIT, Patience::Interruptible)?;
    judge(command, output)
}

/// Like [`run`], for a tool that must not be cut short, and for cleaning up after an interruption.
pub(super) fn run_through(command: &mut Command) -> Result<String> {
    let output = collect(command, b"", LIMIT, Patience::Uninterruptible)?;
    judge(command, output)
}

/// Like [`run_through`], for clean-up, where a tool that hangs must not stop the rest.
pub(super) fn clean(command: &mut Command) -> Result<String> {
    let output = collect(command, b"", CLEANUP_LIMIT, Patience::Uninterruptible)?;
    judge(command, output)
}

/// Runs to the end whatever the exit code is.
pub(super) fn output(command: &mut Command, input: &[u8]) -> Result<Output> {
    collect(command, input, LIMIT, Patience::Interruptible)
}

/// Waits for a child that has the caller's own terminal.
pub(super) fn wait_for(child: &mut Child) -> Result<ExitStatus> {
    let pid = Pid::from_raw(i32::try_from(child.id())?);
    wait(child, EXEC_LIMIT, Patience::Interruptible, |signal| {
        let _ = kill(pid, signal);
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    Interruptible,
    Uninterruptible,
}

fn collect(command: &mut Command, input: &[u8], limit: Duration, patience: Patience) -> Result<Output> {
    if patience == Patience::Interruptible {
        interrupt::check()?;
    }
    let mut child = command
        .stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // The terminal's Ctrl-C is for us; we decide what the tool hears.
        .process_group(0)
        .spawn()
        .with_context(|| format!("Failed to start {}", name(command)))?;
    let writer = child.stdin.take().map(|pipe| feed(pipe, input.to_vec()));
    let stdout = child.stdout.take().map(drain);
    let stderr = child.stderr.take().map(drain);
    let group = Pid::from_raw(i32::try_from(child.id())?);
    // The whole group, for some tools wait for their children to hear it.
    let status = wait(&mut child, limit, patience, |signal| {
        let _ = killpg(group, signal);
    })
    .with_context(|| format!("While running {}", name(command)));
    let output = Output {
        status: status?,
        stdout: stdout.map(joined).unwrap_or_default(),
        stderr: stderr.map(joined).unwrap_or_default(),
    };
    if let Some(writer) = writer {
        let _ = writer.join();
    }
    Ok(output)
}

fn feed(mut pipe: impl Write + Send + 'static, input: Vec<u8>) -> JoinHandle<()> {
    // A tool that ends before it has read everything tells so by its exit code.
    std::thread::spawn(move || drop(pipe.write_all(&input)))
}

fn drain(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        let mut buffer = [0; 16 * 1024];
        while let Ok(read @ 1..) = pipe.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..read]);
            if kept.len() > 2 * KEPT_OUTPUT {
                kept.drain(..KEPT_OUTPUT);
            }
        }
        kept
    })
}

fn joined(thread: JoinHandle<Vec<u8>>) -> Vec<u8> {
    thread.join().unwrap_or_default()
}

fn wait(child: &mut Child, limit: Duration, patience: Patience, tell: impl Fn(Signal)) -> Result<ExitStatus> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        let interrupted = patience == Patience::Interruptible && interrupt::arrived();
        if interrupted || begun.elapsed() > limit {
            end(child, tell)?;
            bail!(if interrupted { "Interrupted" } else { "It took too long" });
        }
        std::thread::sleep(pause);
        pause = (pause * 5 / 4).min(Duration::from_millis(20));
    }
}

/// Asks a child to end, and insists after ten seconds.
fn end(child: &mut Child, tell: impl Fn(Signal)) -> Result<()> {
    tell(Signal::SIGTERM);
    for _ in 0..1000 {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    tell(Signal::SIGKILL);
    child.wait().map(drop).context("Failed to wait for a killed tool")
}

fn judge(command: &Command, output: Output) -> Result<String> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said =
        String::from_utf8_lossy(if output.stderr.is_empty() { &output.stdout } else { &output.stderr });
    let lines: Vec<&str> = said.trim().lines().collect();
    let tail = lines[lines.len().saturating_sub(15)..].join("\n  ");
    bail!("{} ended with {}:\n  {tail}", name(command), output.status)
}

fn name(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().take(4).map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_tool_tells_what_it_said() {
        let error = run(&mut tool("/bin/sh", ["-c", "echo no such luck >&2; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("no such luck"), "{error}");
        assert!(error.to_string().contains("3"), "{error}");
    }

    #[test]
    fn a_tool_inherits_no_environment() {
        let printed = run(&mut tool("/usr/bin/env", [""; 0])).unwrap();
        let names: Vec<&str> = printed.lines().filter_map(|line| line.split('=').next()).collect();
        assert_eq!(names, ["LC_ALL", "PATH"]);
    }

    #[test]
    fn input_larger_than_a_pipe_arrives_whole() {
        let input = vec![b'x'; 200_000];
        let output = run_with_input(&mut tool("/usr/bin/wc", ["-c"]), &input).unwrap();
        assert_eq!(output.trim(), "200000");
    }

    #[test]
    fn endless_output_is_bounded_and_its_end_is_kept() {
        let output = run(&mut tool("/usr/bin/seq", ["3000000"])).unwrap();
        assert!((KEPT_OUTPUT..3 * KEPT_OUTPUT).contains(&output.len()));
        assert!(output.ends_with("3000000\n"));
    }
}
