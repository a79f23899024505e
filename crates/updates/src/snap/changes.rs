//! What snapd is doing: a change, and the tasks that it consists of.

use patchround_protocol::Cause;
use serde::Deserialize;

use super::causes;

/// One change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Change {
    /// What it does: `auto-refresh`, `refresh-snap`, `install-snap` and more.
    pub kind: String,
    /// `Do`, `Doing`, `Done`, `Undo`, `Undone`, `Hold`, `Error`, `Wait` and more.
    pub status: String,
    /// Whether nothing of it is left to do.
    pub ready: bool,
    /// Why it failed.
    pub err: String,
    /// Its steps.
    pub tasks: Vec<Task>,
}

/// One step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Task {
    /// What it does: `download-snap`, `mount-snap`, `link-snap` and more.
    pub kind: String,
    /// As a change's.
    pub status: String,
    /// How far it is.
    pub progress: Progress,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// So much of it is done.
    pub done: i64,
    /// All of it.
    pub total: i64,
}

impl Change {
    /// Whether it goes on only after the PC was restarted.
    pub fn waits_for_restart(&self) -> bool {
        let waits = |status: &str| status == "Wait";
        !self.ready && (waits(&self.status) || self.tasks.iter().any(|task| waits(&task.status)))
    }

    /// Whether it still changes something at this moment.
    pub fn is_at_work(&self) -> bool {
        !self.ready && !self.waits_for_restart()
    }

    /// Whether it fetches.
    pub fn is_fetching(&self) -> bool {
        let is_doing = |task: &&Task| task.status == "Doing";
        self.tasks.iter().filter(is_doing).any(|task| task.kind.contains("download"))
    }

    /// How far it is, from 0 to 100: each step counts alike.
    pub fn percent(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a percentage")]
        let part = |task: &Task| match task.progress {
            _ if task.status == "Done" => 1.0,
            Progress { done, total } if total > 1 => (done as f32 / total as f32).clamp(0.0, 1.0),
            Progress { .. } => 0.0,
        };
        #[expect(clippy::cast_precision_loss, reason = "some dozens of steps")]
        let steps = self.tasks.len().max(1) as f32;
        self.tasks.iter().map(part).sum::<f32>() * 100.0 / steps
    }

    /// Why it did not do what it was to do, by its own account; none where it says that it did.
    pub fn failure(&self) -> Option<(Cause, String)> {
        if !self.ready || self.status == "Done" {
            return None;
        }
        let said = if self.err.is_empty() { format!("[{}]", self.status) } else { self.err.clone() };
        // Held is a change whose steps were taken back before they began: somebody stopped it.
        let is_stopped = self.err.is_empty() && ["Hold", "Undone", "Abort"].contains(&&*self.status);
        Some((if is_stopped { Cause::Cancelled } else { causes::of_words(&said) }, said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(json: &str) -> Change {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn each_step_counts_alike_and_no_number_leaves_the_hundred() {
        let doing = change(
            r#"{"status":"Doing","tasks":[{"kind":"prerequisites","status":"Done","progress":{"done":1,"total":1}},
                {"kind":"download-snap","status":"Doing","progress":{"label":"x","done":50,"total":100}},
                {"kind":"mount-snap","status":"Do","progress":{"done":0,"total":1}},
                {"kind":"link-snap","status":"Do","progress":{"done":-9,"total":9223372036854775807}}]}"#,
        );
        assert!((doing.percent() - 37.5).abs() < 0.01 && doing.is_fetching() && doing.is_at_work());
        assert!(Change::default().percent() < 0.01);
    }

    #[test]
    fn a_failure_is_what_it_says_and_one_that_was_stopped_is_cancelled() {
        let failed = change(r#"{"status":"Error","ready":true,"err":"no space left on device"}"#);
        assert_eq!(failed.failure().unwrap().0, Cause::DiskFull);
        assert_eq!(change(r#"{"status":"Hold","ready":true}"#).failure().unwrap().0, Cause::Cancelled);
        assert_eq!(change(r#"{"status":"Done","ready":true}"#).failure(), None);
        assert_eq!(change(r#"{"status":"Doing"}"#).failure(), None);
        let waits = change(r#"{"status":"Wait"}"#);
        assert!(waits.waits_for_restart() && !waits.is_at_work());
    }
}
