//! apt's JSON hook, protocol 0.2 (apt's doc/json-hooks-protocol.md): a second, structured answer
//! to the same simulation.
//!
//! `apt-get -s -o AptCli::Hooks::Upgrade::=HOOK dist-upgrade` starts HOOK with a socket, on which it
//! says what it would do. HOOK is a program of ours that calls [`answer`]; it prints what it was told
//! between two marks into apt's own output, where [`split`] finds it. The protocol is not promised
//! before 1.0, so the text stays what counts: where the two differ, the text is used.

#[cfg_attr(target_os = "linux", path = "hook/linux.rs")]
#[cfg_attr(target_os = "macos", path = "hook/macos.rs")]
#[cfg_attr(windows, path = "hook/windows.rs")]
mod system;

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::policy::Archive;

/// The argument with which the hook program is called.
pub const ARGUMENT: &str = "apt-hook";

/// A control character that neither apt's text nor JSON holds, so that a mark in the middle of a
/// half-written line of apt's can be taken out without a trace.
const MARK: char = '\u{1e}';
const NAME: &str = "patchround-hook ";
const STATISTICS: &str = "org.debian.apt.hooks.install.statistics";
/// Bytes of one message: a system of 10,000 packages needs about 12 MB.
const MESSAGE_BYTES: u64 = 32 * 1024 * 1024;

/// One package of the message, as apt sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Package {
    /// The name without architecture.
    pub name: String,
    /// Architecture.
    pub architecture: String,
    /// `upgrade`, `install`, `downgrade`, `deinstall`, `purge`, `keep`.
    pub mode: String,
    /// Its versions.
    pub versions: Versions,
}

/// The versions of a [`Package`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Versions {
    /// What would be there.
    pub install: Option<Version>,
    /// What is there.
    pub current: Option<Version>,
}

/// One version and where it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Version {
    /// Its text.
    pub version: String,
    /// Where it is from.
    pub origins: Vec<Origin>,
}

/// One place a version is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The suite.
    pub archive: String,
    /// The codename.
    pub codename: String,
    /// The label.
    pub label: String,
}

impl Package {
    /// Whether the version that would be there comes from a security archive.
    pub fn is_security(&self) -> bool {
        self.versions.install.iter().flat_map(|v| &v.origins).any(|origin| {
            let Origin { archive, codename, label } = origin.clone();
            Archive { label, suite: archive, codename, ..Archive::default() }.is_security()
        })
    }
}

/// The arguments that make apt call a hook; none where its path could mean more than a path to the
/// shell through which apt starts hooks.
pub fn arguments(hook: &Path) -> Option<[String; 2]> {
    let path = hook.to_str().filter(|p| p.starts_with('/'))?;
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    plain.then(|| ["-o".into(), format!("AptCli::Hooks::Upgrade::={path} {ARGUMENT}")])
}

/// Takes the hook's message out of apt's text: the text as it would be without, and the packages if
/// there was a whole message.
pub fn split(text: &str) -> (String, Option<Vec<Package>>) {
    let mut rest = String::with_capacity(text.len());
    let mut packages = None;
    for (at, part) in text.split(MARK).enumerate() {
        if at % 2 == 0 {
            rest.push_str(part);
        } else {
            packages = part.strip_prefix(NAME).and_then(|json| serde_json::from_str(json).ok());
        }
    }
    (rest, packages)
}

/// The hook program: talks to the apt that started it and prints what it was told.
///
/// # Errors
/// If apt did not start it, or the conversation broke off.
pub fn answer() -> io::Result<()> {
    let socket = system::socket()?;
    converse(&socket, &socket, &mut io::stdout().lock())
}

fn converse(read: impl Read, mut write: impl Write, out: &mut impl Write) -> io::Result<()> {
    let mut read = BufReader::new(read);
    while let Some(message) = next(&mut read)? {
        let method = message.get("method").and_then(Value::as_str).unwrap_or_default();
        if let Some(id) = message.get("id") {
            write.write_all(format!("{}\n\n", reply(&message, id)).as_bytes())?;
        } else if method == STATISTICS {
            let packages = message.pointer("/params/packages").cloned().unwrap_or_default();
            let packages: Vec<Package> = serde_json::from_value(packages)?;
            write!(out, "{MARK}{NAME}{}{MARK}", serde_json::to_string(&packages)?)?;
            out.flush()?;
        } else if method.ends_with(".bye") {
            break;
        }
    }
    Ok(())
}

/// The answer to `hello`: 0.2 if apt speaks it (0.1 names no origins).
fn reply(message: &Value, id: &Value) -> Value {
    let spoken = message.pointer("/params/versions").and_then(Value::as_array);
    if spoken.is_some_and(|versions| versions.iter().any(|v| v == "0.2")) {
        json!({"jsonrpc": "2.0", "id": id, "result": {"version": "0.2"}})
    } else {
        json!({"jsonrpc": "2.0", "id": id, "error": {"code": -32000, "message": "only 0.2 is spoken"}})
    }
}

/// The next message: one line of JSON; the empty line after it is passed over.
fn next(read: &mut impl BufRead) -> io::Result<Option<Value>> {
    loop {
        let mut line = String::new();
        if read.by_ref().take(MESSAGE_BYTES).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if !line.trim().is_empty() {
            return Ok(Some(serde_json::from_str(&line)?));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(name: &str) -> String {
        std::fs::read_to_string(format!("{}/testdata/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    fn talk(told: &str) -> (String, String) {
        let (mut said, mut out) = (Vec::new(), Vec::new());
        converse(told.as_bytes(), &mut said, &mut out).unwrap();
        (String::from_utf8(said).unwrap(), String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_hook_greets_apt_and_prints_what_it_was_told_between_two_marks() {
        for system in ["debian-12", "debian-13"] {
            let (said, out) = talk(&recorded(&format!("{system}.apt-json-hook.mixed")));
            let reply: Value = serde_json::from_str(said.trim()).unwrap();
            assert_eq!(reply, json!({"jsonrpc": "2.0", "id": 0, "result": {"version": "0.2"}}));
            let (rest, packages) = split(&format!("Reading pack{out}age lists...\n"));
            let packages = packages.unwrap();
            assert_eq!(rest, "Reading package lists...\n", "a half-written line heals");
            assert_eq!(packages.iter().filter(|p| p.mode == "upgrade").count(), 21, "{system}");
            assert!(packages.iter().any(|p| p.name == "pr-sec" && p.is_security()));
            assert!(!packages.iter().any(|p| p.name == "pr-tool-a" && p.is_security()));
        }
    }

    #[test]
    fn an_apt_that_speaks_only_the_older_protocol_is_told_no() {
        let (said, out) = talk("{\"id\":0,\"method\":\"hello\",\"params\":{\"versions\":[\"0.1\"]}}\n\n");
        assert!(said.contains("\"error\"") && out.is_empty(), "{said}");
    }

    #[test]
    fn a_path_that_could_mean_more_to_a_shell_is_not_a_hook() {
        assert!(arguments(Path::new("/usr/bin/patchround-helper")).is_some());
        for bad in ["/usr/bin/a b", "/usr/bin/a;b", "relative", "/$(x)", "/a'b"] {
            assert_eq!(arguments(Path::new(bad)), None, "{bad}");
        }
    }
}
