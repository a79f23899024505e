//! The questions to flatpak. None changes what is installed or needs root; those to a remote need the network, and their
//! answers lie in flatpak's cache until the next transaction.

use std::{fs, time::Duration};

use patchround_protocol::{Cause, update::Scope};

use super::{
    causes,
    described::{self, Described},
    installed::{self, All},
    offered::{self, Offer},
    place::{FLATPAK, Installation},
    reference::{self, Kind, Reference},
};
pub use crate::ask::AskError;
use crate::{
    command::{Call, Output},
    source::Pc,
};

/// sources.md K: a question that is answered from the disk.
const LIMIT: Duration = Duration::from_secs(60);
/// One that a server answers.
const REMOTE_LIMIT: Duration = Duration::from_secs(5 * 60);

/// A call of flatpak for an installation: whoever is not root must not make a cache of their own for a mere question.
pub fn flatpak(installation: &Installation, verb: &str) -> Call {
    let call = Call::new(FLATPAK, [verb, installation.flag()]);
    installation.variables().iter().fold(call, |call, (name, value)| call.with(name, value))
}

/// What an installation has.
///
/// # Errors
/// [`AskError`]; also where what flatpak lists is not what lies in the installation's folder.
pub fn installed(pc: &Pc<'_>, installation: &Installation) -> Result<All, AskError> {
    let mut all = All::new();
    for (kind, option) in [(Kind::App, "--app"), (Kind::Runtime, "--runtime")] {
        let call = flatpak(installation, "list").and([option, "-a", installed::COLUMNS]);
        let output = successful(pc.tools.ask(&call, LIMIT)?)?;
        let folder = pc.place(&format!("{}/{}", installation.folder(), kind.as_str()));
        let listed = installed::parse(kind, &output.stdout);
        let found = listed.and_then(|listed| installed::join(listed, &installed::deployed(&folder, kind)));
        all.extend(found.ok_or_else(|| garbled(&output))?);
    }
    Ok(all)
}

/// What is said of something that is installed.
///
/// # Errors
/// [`AskError`].
pub fn info(pc: &Pc<'_>, installation: &Installation, reference: &Reference) -> Result<Described, AskError> {
    let output = successful(pc.tools.ask(&flatpak(installation, "info").and([reference.as_str()]), LIMIT)?)?;
    described::parse(&output.stdout).ok_or_else(|| garbled(&output))
}

/// The whole commit that is there, asked of flatpak by a process of its own; `None` where it is not installed.
///
/// # Errors
/// [`AskError`].
pub fn commit(
    pc: &Pc<'_>,
    installation: &Installation,
    reference: &Reference,
) -> Result<Option<String>, AskError> {
    let call = flatpak(installation, "info").and(["--show-commit", reference.as_str()]);
    let output = pc.tools.ask(&call, LIMIT)?;
    if output.status == Some(1) && causes::classify(&output.said()) == Cause::VersionGone {
        return Ok(None);
    }
    let output = successful(output)?;
    let commit = output.stdout.trim();
    if reference::is_commit(commit) { Ok(Some(commit.to_owned())) } else { Err(garbled(&output)) }
}

/// Which of what is installed a remote has something newer of: the first digits of the commit, and the ref.
///
/// # Errors
/// [`AskError`]. Only here a server that does not answer is noticed: what is asked of one ref afterwards, flatpak then
/// answers with "No such ref".
pub fn newer(
    pc: &Pc<'_>,
    installation: &Installation,
    remote: &str,
) -> Result<Vec<(String, Reference)>, AskError> {
    // -a: without it what has reached its end of life is left out.
    let call = flatpak(installation, "remote-ls").and(["--updates", "-a", offered::COLUMNS, "--", remote]);
    let output = successful(pc.tools.ask(&call, REMOTE_LIMIT)?)?;
    offered::parse(&output.stdout).ok_or_else(|| garbled(&output))
}

/// What a remote offers of one ref at this moment, beside the commit that is there.
///
/// # Errors
/// [`AskError`].
pub fn offer(
    pc: &Pc<'_>,
    installation: &Installation,
    (remote, reference, from): (&str, &Reference, &str),
) -> Result<Offer, AskError> {
    let (commit, metadata) = commit_and_metadata(pc, installation, (remote, reference), &[])?;
    // By its commit: what a remote publishes in between is not described for what was there before.
    let at = format!("--commit={commit}");
    let call = flatpak(installation, "remote-info").and([&at, "--", remote, reference.as_str()]);
    let output = successful(pc.tools.ask(&call, REMOTE_LIMIT)?)?;
    let said = described::parse(&output.stdout).ok_or_else(|| garbled(&output))?;
    Ok(Offer {
        reference: reference.to_string(),
        commit,
        from: from.to_owned(),
        version: said.version,
        date: said.date,
        download: said.download,
        metadata: Some(metadata),
        ended: said.ended,
        replaced_by: said.replaced_by,
        has_older: installation.scope() == Scope::Machine
            && metadata_at(pc, installation, (remote, reference, from)).is_ok(),
    })
}

/// The metadata file of one commit, as long as its remote has it: no promise that it will.
///
/// # Errors
/// [`AskError`]; [`Cause::FileGone`] where the remote does not have it any more.
pub fn metadata_at(
    pc: &Pc<'_>,
    installation: &Installation,
    (remote, reference, commit): (&str, &Reference, &str),
) -> Result<String, AskError> {
    let at = format!("--commit={commit}");
    commit_and_metadata(pc, installation, (remote, reference), &[&at]).map(|(_, metadata)| metadata)
}

fn commit_and_metadata(
    pc: &Pc<'_>,
    installation: &Installation,
    (remote, reference): (&str, &Reference),
    options: &[&str],
) -> Result<(String, String), AskError> {
    let call = flatpak(installation, "remote-info").and(["--show-commit", "--show-metadata"]);
    let call = call.and(options.iter().copied()).and(["--", remote, reference.as_str()]);
    let output = successful(pc.tools.ask(&call, REMOTE_LIMIT)?)?;
    offered::commit_and_metadata(&output.stdout).ok_or_else(|| garbled(&output))
}

/// The folder that was left of a commit which is not the one in use, where there is one: see [`installed::left_of`].
pub fn left_of(
    pc: &Pc<'_>,
    installation: &Installation,
    reference: &Reference,
    commit: &str,
) -> Option<String> {
    let folder = format!("{}/{reference}", installation.folder());
    installed::left_of(&pc.place(&folder), commit).map(|name| format!("{folder}/{name}"))
}

/// The metadata file of what is installed.
pub fn metadata(pc: &Pc<'_>, installation: &Installation, reference: &Reference) -> Option<String> {
    let file = pc.place(&format!("{}/{reference}/active/metadata", installation.folder()));
    let is_small = fs::metadata(&file).is_ok_and(|found| found.len() <= offered::METADATA_BYTES as u64);
    is_small.then(|| fs::read_to_string(&file).ok()).flatten()
}

fn garbled(output: &Output) -> AskError {
    AskError::Refused { cause: Cause::Unexpected, said: format!("Not a whole answer\n{}", output.said()) }
}

fn successful(output: Output) -> Result<Output, AskError> {
    if output.is_success() {
        return Ok(output);
    }
    let said = format!("{}\n[{}]", output.said(), output.ending());
    Err(AskError::Refused { cause: causes::classify(&said), said })
}
