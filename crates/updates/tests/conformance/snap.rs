//! A PC with the snaps of testdata/README.md: what is written there a stand-in says on a socket of the test's folder.

use std::path::Path;

use patchround_updates::snap::SOCKET;

use crate::{
    far_end::{self, Asked, Reply},
    replay::{Fault, Replay},
};

/// What makes a folder a PC with snapd.
pub(crate) fn root(root: &Path) {
    far_end::left_over(&socket(root));
}

/// What snapd says of it: the status is HTTP's.
pub(crate) fn replay() -> Replay {
    Replay::default().with("GET /v2/snaps", 200, "ubuntu-24.04.snapd-snaps.mixed").with(
        "GET /v2/find?select=refresh",
        200,
        "ubuntu-24.04.snapd-find.mixed",
    )
}

/// Does something while snapd says this.
pub(crate) fn serve<T>(root: &Path, replay: &Replay, then: impl FnOnce() -> T) -> T {
    far_end::serve(&socket(root), |asked| reply(replay, asked), then)
}

fn reply(replay: &Replay, Asked { method, path, .. }: &Asked) -> Reply {
    match replay.said(&format!("{method} {path}")) {
        Ok(output) if output.stdout.is_empty() && !output.stderr.is_empty() => {
            let message = serde_json::json!({ "type": "error", "result": { "message": output.stderr } });
            Reply::Counted(500, message.to_string())
        }
        Ok(output) => Reply::Chunked(output.status.unwrap().try_into().unwrap(), output.stdout),
        Err(Fault::Hangs) => Reply::Hangs,
        Err(Fault::WritesTooMuch) => Reply::Endless,
        Err(Fault::IsMissing | Fault::Fails(_) | Fault::IsCutOffAfter(_)) => Reply::Closes,
    }
}

fn socket(root: &Path) -> std::path::PathBuf {
    root.join(SOCKET.trim_start_matches('/'))
}
