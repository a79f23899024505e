//! The marks that a job leaves on a PC's disk, in the order in which they appear there.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::Value;

use crate::office::Office;

/// Tells of them and stops all processes of the PC at each.
const WATCH: &str = include_str!("marks.pl");
/// Written when the job is taken, and once more when it has ended: then nothing of it follows.
const JOB_FILE: &str = "job file";

/// A program on the PC that has it stand still at each mark. It ends with its PC.
pub(crate) struct Watch {
    child: Child,
    on: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    seen: BTreeMap<String, usize>,
    marks: VecDeque<String>,
    stands_still: bool,
}

impl Watch {
    /// Watches from now on.
    pub(crate) fn start(office: &Office, pc: &str) -> Self {
        let mut command = office.lab.command(pc, ["perl", "-e", WATCH]).unwrap();
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        let on = child.stdin.take().unwrap();
        Self { child, on, lines, seen: BTreeMap::new(), marks: VecDeque::new(), stands_still: false }
    }

    /// Has the PC stand still at the mark; false if the job ends without.
    pub(crate) fn until(&mut self, wanted: &str) -> bool {
        self.any(|mark| mark == wanted)
    }

    /// All marks of the job.
    pub(crate) fn until_the_end(&mut self) -> Vec<String> {
        self.collect()
    }

    /// Lets the PC go on to the end, and watches no more.
    pub(crate) fn let_go_for_good(mut self) {
        self.on.write_all(b"for good\n").unwrap();
        self.child.wait().unwrap();
    }

    /// Reads what the PC stands still at.
    fn read(&mut self) -> Option<()> {
        loop {
            let line = self.lines.next()?.ok()?;
            if line.is_empty() {
                self.stands_still = true;
                return Some(());
            }
            let mark = name(&line).and_then(|name| self.mark(name));
            self.marks.extend(mark);
        }
    }

    fn let_go_on(&mut self) {
        if std::mem::take(&mut self.stands_still) {
            self.on.write_all(b"on\n").unwrap();
        }
    }

    /// A step tells of its progress many times: the first time is a mark.
    fn mark(&mut self, name: String) -> Option<String> {
        let times = self.seen.entry(name.clone()).or_default();
        *times += 1;
        match times {
            1 => Some(name),
            _ if name.starts_with("progress: ") => None,
            _ => Some(format!("{name}, time {times}")),
        }
    }
}

impl Iterator for Watch {
    type Item = String;

    /// The next mark, at which the PC stands still; none after the job's last.
    fn next(&mut self) -> Option<String> {
        while self.marks.is_empty() {
            self.let_go_on();
            if self.seen.get(JOB_FILE) == Some(&2) {
                return None;
            }
            self.read()?;
        }
        self.marks.pop_front()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a line of the watching program stands for, the same in every run of the job.
fn name(line: &str) -> Option<String> {
    let (place, text) = line.split_once('\t')?;
    let json = || serde_json::from_str::<Value>(text).ok();
    match place {
        "job" => Some(JOB_FILE.to_owned()),
        "order" => Some(format!("order of step {}", step_of(text))),
        "log" => of_log(&json()?),
        "journal" => {
            let act = json()?;
            Some(format!("journal: {}, step {}", act["act"].as_str()?, step_of(act["txn"].as_str()?)))
        }
        "dpkg" => of_dpkg(text),
        "pr-slow" => Some(format!("pr-slow: {text}")),
        progress => of_progress(&json()?, step_of(progress)),
    }
}

fn of_log(event: &Value) -> Option<String> {
    let kind = event["type"].as_str().filter(|kind| *kind != "progress")?;
    let step = event["step"].as_u64().map(|step| format!(", step {step}")).unwrap_or_default();
    let update = event["id"].as_str().map(|id| format!(", {id}")).unwrap_or_default();
    Some(format!("log: {kind}{step}{update}"))
}

/// Lines begin with the time (dpkg(1), `--log`).
fn of_dpkg(line: &str) -> Option<String> {
    let mut words = line.splitn(3, ' ');
    let what = words.nth(2)?;
    (what.starts_with("startup") || what.contains(" pr-")).then(|| format!("dpkg: {what}"))
}

fn of_progress(line: &Value, step: &str) -> Option<String> {
    let what = line["phase"].as_str().or_else(|| line["line"].as_str())?;
    let update = line["id"].as_str().map(|id| format!(", {id}")).unwrap_or_default();
    Some(format!("progress: {what}, step {step}{update}"))
}

/// Of a transaction's name: the part after its last dash.
fn step_of(name: &str) -> &str {
    let name = name.rsplit_once('-').map_or(name, |(_, step)| step);
    name.split('.').next().unwrap_or_default()
}
