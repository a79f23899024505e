//! A pretended PC: a folder, and on a socket in it a snapd with a memory, which does as the documented one does.

use std::{collections::BTreeMap, path::Path, sync::Mutex};

use jiff::Timestamp;
use patchround_protocol::{UpdateId, progress::Progress};
use patchround_updates::{Pc, snap::SOCKET};
use serde_json::{Value, json};

use super::Snap;
use crate::{
    Ended,
    far_end::{self, Asked, Reply},
    keep::Keep,
    meter::Meter,
    replay::{Replay, testdata},
    source::Source as _,
};

pub(super) const NOTES: &str = "pr-notes";
pub(super) const DRAW: &str = "pr-draw";
pub(super) const BASE: &str = "core22";

/// The id of a snap in its version N, which is revision N0.
pub(super) fn id(name: &str, n: u32) -> UpdateId {
    format!("snap:{name}@{n}.0-{n}0").parse().unwrap()
}

/// What the pretended snapd does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Wrong {
    #[default]
    Nothing,
    /// Refuses to refresh this one, with an answer of testdata.
    Refuses(&'static str, &'static str),
    /// Fails on the way, with these words.
    Fails(&'static str),
    /// Says that it is done, and has done nothing.
    OnlySaysSo,
    /// Has done it, and says that it failed.
    SaysItFailed,
    /// Goes on only after a restart.
    WaitsForRestart,
    /// Has done it, and does not know the change any more.
    Forgets,
    /// Has done it, and does not answer any more when it is asked how far it is.
    Hangs,
    /// Has done it, and is away for a moment, as when it was updated itself.
    StartsAnew,
    /// Does not know how to hold anything (before 2.58).
    CannotHold,
    /// The store has something newer again when the order comes.
    IsOvertaken,
}

#[derive(Debug, Clone)]
struct There {
    kind: &'static str,
    n: u32,
    before: Option<u32>,
    hold: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    there: BTreeMap<&'static str, There>,
    pub(super) offered: BTreeMap<&'static str, u32>,
    pub(super) wrong: Wrong,
    /// Looks at what is in progress until the change of somebody else is over.
    pub(super) others: usize,
    /// What was ordered, as it came.
    pub(super) orders: Vec<Value>,
    /// Questions until the last change is over.
    looks: usize,
    away: usize,
}

pub(super) struct Pretended {
    root: tempfile::TempDir,
    pub(super) state: Mutex<State>,
    tools: Replay,
}

impl Pretended {
    /// With a base and two programs in version 1, and version 2 of each in the store.
    pub(super) fn new() -> Self {
        let kinds = [(NOTES, "app"), (DRAW, "app"), (BASE, "base")];
        let there = kinds.map(|(name, kind)| (name, There { kind, n: 1, before: None, hold: None }));
        let offered = kinds.map(|(name, _)| (name, 2));
        let state = State { there: there.into(), offered: offered.into(), ..State::default() };
        Self { root: tempfile::tempdir().unwrap(), state: state.into(), tools: Replay::default() }
    }

    pub(super) fn pc(&self) -> Pc<'_> {
        Pc { root: self.root.path(), tools: &self.tools }
    }

    /// Does something while snapd is there.
    pub(super) fn during<T>(&self, act: impl FnOnce(&Pc<'_>, &Keep) -> T) -> T {
        let pc = self.pc();
        let keep = Keep { folder: self.root.path().join("kept"), told: self.root.path().join("kept.json") };
        far_end::serve(
            &pc.place(SOCKET),
            |asked| self.state.lock().unwrap().answer(asked),
            || act(&pc, &keep),
        )
    }

    /// Runs one verb; gives the end, and what was told.
    pub(super) fn act(
        &self,
        verb: impl FnOnce(&Snap, &Pc<'_>, &Keep, &mut Meter<'_>) -> Ended,
    ) -> (Ended, Vec<Progress>) {
        let mut lines = Vec::new();
        let mut report = |line| lines.push(line);
        let ended = self.during(|pc, keep| verb(&Snap, pc, keep, &mut Meter::new(&mut report)));
        (ended, lines)
    }

    pub(super) fn install(&self, ids: &[UpdateId]) -> (Ended, Vec<Progress>) {
        self.act(|snap, pc, keep, meter| snap.install(pc, ids, &[], keep, meter))
    }

    pub(super) fn undo(&self, ids: &[UpdateId]) -> (Ended, Vec<Progress>) {
        self.act(|snap, pc, keep, meter| snap.undo(pc, ids, None, keep, meter))
    }

    pub(super) fn release(&self, ids: &[UpdateId]) -> (Ended, Vec<Progress>) {
        self.act(|snap, pc, keep, meter| snap.release(pc, ids, keep, meter))
    }

    pub(super) fn wrong(&self, wrong: Wrong) {
        self.state.lock().unwrap().wrong = wrong;
    }

    pub(super) fn n(&self, name: &str) -> u32 {
        self.state.lock().unwrap().there[name].n
    }

    pub(super) fn hold(&self, name: &str) -> Option<String> {
        self.state.lock().unwrap().there[name].hold.clone()
    }

    /// As somebody at the PC would: holds it, or lets it go.
    pub(super) fn set_hold(&self, name: &str, hold: Option<&str>) {
        self.state.lock().unwrap().there.get_mut(name).unwrap().hold = hold.map(str::to_owned);
    }

    /// As snapd does by itself.
    pub(super) fn put_in(&self, name: &str, n: u32) {
        self.state.lock().unwrap().put_in(name, n);
    }

    /// Throws away what was there before.
    pub(super) fn forget_older(&self, name: &str) {
        self.state.lock().unwrap().there.get_mut(name).unwrap().before = None;
    }

    pub(super) fn orders(&self) -> Vec<Value> {
        self.state.lock().unwrap().orders.clone()
    }
}

impl State {
    fn answer(&mut self, Asked { method, path, body }: &Asked) -> Reply {
        if self.away > 0 {
            self.away -= 1;
            return Reply::Closes;
        }
        match (&**method, &**path) {
            ("GET", "/v2/snaps") => sync(&self.snaps(false)),
            ("GET", "/v2/snaps?select=all") => sync(&self.snaps(true)),
            ("GET", "/v2/find?select=refresh") => sync(&self.find()),
            ("GET", "/v2/changes?select=in-progress") => sync(&self.in_progress()),
            ("GET", "/v2/changes/7") => self.look(),
            ("POST", path) => self.order(path, &serde_json::from_str(body).unwrap()),
            other => panic!("{other:?}"),
        }
    }

    fn snaps(&self, all: bool) -> Value {
        let of = |(name, there): (&&str, &There)| {
            let one = |n: u32, status: &str| {
                let hold = there
                    .hold
                    .as_deref()
                    .map(|hold| if hold == "forever" { "2318-01-01T00:00:00Z" } else { hold });
                json!({ "name": name, "version": format!("{n}.0"), "revision": format!("{n}0"), "hold": hold,
                        "type": there.kind, "status": status, "confinement": "strict" })
            };
            let older = there.before.filter(|_| all).map(|n| one(n, "installed"));
            [Some(one(there.n, "active")), older].into_iter().flatten().collect::<Vec<_>>()
        };
        self.there.iter().flat_map(of).collect()
    }

    fn find(&self) -> Value {
        let newer = self
            .offered
            .iter()
            .filter(|(name, n)| self.there.get(**name).is_some_and(|there| there.n != **n));
        let one = |(name, n): (&&str, &u32)| {
            let confinement = if *n == 9 { "classic" } else { "strict" };
            json!({ "name": name, "version": format!("{n}.0"), "revision": format!("{n}0"), "download-size": 1000,
                    "confinement": confinement })
        };
        newer.map(one).collect()
    }

    fn in_progress(&mut self) -> Value {
        if self.others == 0 {
            return json!([]);
        }
        self.others -= 1;
        json!([{ "id": "6", "kind": "auto-refresh", "status": "Doing", "ready": false }])
    }

    fn order(&mut self, path: &str, order: &Value) -> Reply {
        self.orders.push(order.clone());
        let name = path.strip_prefix("/v2/snaps").unwrap().trim_start_matches('/').to_owned();
        self.looks = 3;
        match (self.wrong, order["action"].as_str().unwrap()) {
            (Wrong::Refuses(of, case), "refresh") if of == name => {
                return Reply::Counted(400, testdata(&format!("ubuntu-24.04.snapd-error.{case}")));
            }
            (Wrong::CannotHold, "hold") => {
                let refusal = json!({ "type": "error", "result": { "message": "unknown action hold" } });
                return Reply::Counted(400, refusal.to_string());
            }
            (Wrong::Fails(_) | Wrong::OnlySaysSo | Wrong::WaitsForRestart, "refresh" | "revert") => {}
            (wrong, "refresh") => {
                let newer = u32::from(wrong == Wrong::IsOvertaken);
                let n = self.offered[&*name] + newer;
                self.put_in(&name, n);
                self.away = if wrong == Wrong::StartsAnew { 5 } else { 0 };
            }
            (_, "revert") => {
                let n = order["revision"].as_str().unwrap().trim_end_matches('0').parse().unwrap();
                self.put_in(&name, n);
            }
            (_, "hold" | "unhold") => {
                for name in order["snaps"].as_array().unwrap() {
                    let hold = order["time"].as_str().map(str::to_owned);
                    assert!(hold.is_none() || order["hold-level"] == "general");
                    self.there.get_mut(name.as_str().unwrap()).unwrap().hold = hold;
                }
            }
            other => panic!("{other:?}"),
        }
        Reply::Counted(202, testdata("ubuntu-24.04.snapd-order.taken").replace("77", "7"))
    }

    fn put_in(&mut self, name: &str, n: u32) {
        let there = self.there.get_mut(name).unwrap();
        there.before = Some(there.n);
        there.n = n;
    }

    fn look(&mut self) -> Reply {
        let task = |status: &str, done: u32| {
            let progress = json!({ "done": done, "total": 100 });
            json!([{ "kind": "download-snap", "status": status, "progress": progress }])
        };
        if self.looks > 0 {
            self.looks -= 1;
            let done = 100 - 25 * u32::try_from(self.looks).unwrap();
            return sync(&json!({ "status": "Doing", "ready": false, "tasks": task("Doing", done) }));
        }
        match self.wrong {
            Wrong::Hangs => Reply::Hangs,
            Wrong::Forgets => Reply::Counted(404, testdata("ubuntu-24.04.snapd-error.no-change")),
            Wrong::WaitsForRestart => sync(&json!({ "status": "Wait", "ready": false })),
            Wrong::Fails(words) => sync(&json!({ "status": "Error", "ready": true, "err": words })),
            Wrong::SaysItFailed => {
                sync(&json!({ "status": "Error", "ready": true, "err": "the moon is full" }))
            }
            _ => sync(&json!({ "status": "Done", "ready": true, "tasks": task("Done", 100) })),
        }
    }
}

fn sync(result: &Value) -> Reply {
    Reply::Chunked(200, json!({ "type": "sync", "status-code": 200, "result": result }).to_string())
}

/// A moment that lies before any test.
pub(super) fn long_ago() -> Timestamp {
    "2020-01-01T00:00:00Z".parse().unwrap()
}

/// Whether a file is there.
pub(super) fn is_there(pc: &Pc<'_>, path: &str) -> bool {
    Path::new(&pc.place(path)).exists()
}
