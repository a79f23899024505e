//! Asks flatpak everything a scan needs.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, ErrorKind},
};

use patchround_protocol::{Cause, Update, wire::SourceScan};

use super::{
    SOURCE, ask,
    ask::AskError,
    config::Config,
    installed::All,
    list::{self, Fresh, Known},
    offered::Offered,
    place::Installation,
};
use crate::source::{Asking, Pc};

/// Bytes of what a refresh noted, at most.
const OFFERED_BYTES: u64 = 16 * 1024 * 1024;

/// The updates of an installation; where it could not be asked, none and the cause.
pub fn read(pc: &Pc<'_>, asking: &Asking<'_>, installation: &Installation) -> (SourceScan, Vec<Update>) {
    let offered = noted(pc, installation);
    let (updates, cause) = match &offered {
        Ok(offered) => updates(pc, asking, installation, offered),
        Err(error) if error.kind() == ErrorKind::NotFound => (Vec::new(), Some(Cause::FileGone)),
        Err(error) => {
            tracing::warn!(%error, "Failed to read what flatpak's remotes offer");
            (Vec::new(), Some(Cause::Unexpected))
        }
    };
    let refreshed_at = offered.ok().and_then(|offered| offered.whole_at);
    (
        SourceScan {
            source: SOURCE.to_owned(),
            cause,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at,
            whole: false,
            managed: false,
        },
        updates,
    )
}

/// What a refresh noted.
///
/// # Errors
/// When there is nothing, or it cannot be read.
pub fn noted(pc: &Pc<'_>, installation: &Installation) -> io::Result<Offered> {
    let file = pc.place(&installation.offered());
    let (found, is_ready) = (fs::metadata(&file)?, pc.place(&installation.prepared()).is_dir());
    if !is_ready {
        // Without it flatpak would make it for itself, or refuse.
        return Err(ErrorKind::NotFound.into());
    }
    if found.len() > OFFERED_BYTES {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(serde_json::from_slice(&fs::read(&file)?)?)
}

fn updates(
    pc: &Pc<'_>,
    asking: &Asking<'_>,
    installation: &Installation,
    offered: &Offered,
) -> (Vec<Update>, Option<Cause>) {
    let all = match ask::installed(pc, installation) {
        Ok(all) => all,
        Err(error) => return (Vec::new(), Some(warned(&error))),
    };
    let config = installation.config(pc);
    let fresh = list::fresh(&all, offered);
    let mut cause = unread(&all, &config, offered);
    let mut described = BTreeMap::new();
    for Fresh { reference, .. } in &fresh {
        match ask::info(pc, installation, reference) {
            Ok(said) => drop(described.insert((*reference).clone(), said)),
            Err(error) => cause = Some(warned(&error)),
        }
    }
    let file = |fresh: &Fresh<'_>| {
        Some((fresh.reference.clone(), ask::metadata(pc, installation, fresh.reference)?))
    };
    let metadata = fresh.iter().filter_map(file).collect();
    let (described, metadata, config) = (&described, &metadata, &config);
    let known = Known { all: &all, config, described, metadata, scope: installation.scope() };
    (list::join(asking.pc, &fresh, &known), cause)
}

/// Why the list is not the whole list: a remote that something came from was never read, or is not there any more.
fn unread(all: &All, config: &Config, offered: &Offered) -> Option<Cause> {
    let orphans = all.values().filter(|there| !config.remotes.contains(&there.origin)).count();
    if orphans > 0 {
        tracing::debug!(orphans, "The remote of some programs was removed or switched off");
        return Some(Cause::RepoGone);
    }
    let is_unread =
        |name: &&String| offered.of(name).is_none() && all.values().any(|there| there.origin == **name);
    let count = config.remotes.iter().filter(is_unread).count();
    (count > 0).then(|| {
        tracing::debug!(count, "Never read what some remotes offer");
        Cause::FileGone
    })
}

fn warned(error: &AskError) -> Cause {
    let cause = error.cause();
    tracing::warn!(?cause, said = %error.said().lines().next().unwrap_or_default(), "Failed to ask flatpak");
    cause
}
