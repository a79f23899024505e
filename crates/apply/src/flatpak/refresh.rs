//! Asking the remotes anew, and noting what they offer.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::{event::Phase, update::Scope};
use patchround_updates::{
    Pc,
    flatpak::{
        Installation,
        ask::{self, AskError, flatpak},
        installed::All,
        noted,
        offered::{Offer, Offered},
    },
};

use crate::{Ended, meter::Meter};

/// sources.md K: an index is fetched for ten minutes at most. It may be stopped: the old one stays.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Asks every remote that something came from, and installs nothing. What one that does not answer had offered before
/// stays noted.
pub(crate) fn refresh(pc: &Pc<'_>, installation: &Installation, meter: &mut Meter<'_>) -> Ended {
    let prepared = pc.place(&installation.prepared());
    if let Err(error) = fs::create_dir_all(prepared) {
        return Ended::unwritten(&error);
    }
    let all = match ask::installed(pc, installation) {
        Ok(all) => all,
        Err(error) => return error.into(),
    };
    let remotes = used(pc, installation, &all);
    let mut offered = noted(pc, installation).unwrap_or_default();
    offered.remotes.retain(|known| remotes.contains(&known.name));
    let mut worst = Ended::DONE;
    for (at, remote) in remotes.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a PC has a handful of remotes")]
        meter.moved(Phase::Downloading, at as f32 * 100.0 / remotes.len() as f32, Some(remote));
        fetch_names(pc, installation, remote);
        match offers(pc, installation, remote, &all) {
            Ok(Read { mut offers, unread, error }) => {
                let before = offered.of(remote).unwrap_or_default();
                // Whoever goes back from what is there is offered it again at once, and not only after a refresh.
                let is_there = |old: &&Offer| {
                    let mut there = all.iter().filter(|(reference, _)| reference.as_str() == old.reference);
                    there.any(|(_, there)| there.commit == old.commit)
                };
                let stays = |old: &&Offer| unread.contains(&old.reference) || is_there(old);
                offers.extend(before.iter().filter(stays).cloned());
                offered.set(remote, offers);
                worst = error.map_or(worst.clone(), |error| worst.clone().worse(error.into()));
            }
            Err(error) => worst = worst.worse(error.into()),
        }
    }
    if worst == Ended::DONE {
        offered.whole_at = Timestamp::from_second(Timestamp::now().as_second()).ok();
    }
    match note(&pc.place(&installation.offered()), &offered, installation.scope()) {
        Ok(()) => worst,
        Err(error) => worst.worse(Ended::unwritten(&error)),
    }
}

/// The remotes that something came from and that are not switched off.
fn used(pc: &Pc<'_>, installation: &Installation, all: &All) -> Vec<String> {
    let is_used = |remote: &String| all.values().any(|there| there.origin == *remote);
    installation.config(pc).remotes.into_iter().filter(is_used).collect()
}

/// Versions and names of what is offered come with the remote's AppStream data; without them commits are told.
fn fetch_names(pc: &Pc<'_>, installation: &Installation, remote: &str) {
    let call = flatpak(installation, "update").and(["--appstream", "-y", "--noninteractive", "--", remote]);
    match pc.tools.fetch(&call, LIMIT, &mut |_| {}) {
        Ok(told) if told.is_success() => {}
        Ok(told) => tracing::info!(status = told.status, "A remote's AppStream data is not newer"),
        Err(error) => tracing::warn!(%error, "Failed to fetch a remote's AppStream data"),
    }
}

/// What was read of a remote.
#[derive(Debug, Default)]
struct Read {
    offers: Vec<Offer>,
    /// References of which something newer is offered that could not be read, and why.
    unread: Vec<String>,
    error: Option<AskError>,
}

/// What a remote offers: one program that cannot be read does not cost the others.
fn offers(pc: &Pc<'_>, installation: &Installation, remote: &str, all: &All) -> Result<Read, AskError> {
    let newer = ask::newer(pc, installation, remote)?;
    let from = newer.iter().filter_map(|(_, reference)| {
        let there = all.get(reference).filter(|there| there.origin == remote)?;
        Some((reference, &*there.commit))
    });
    let mut read = Read::default();
    for (reference, commit) in from {
        match ask::offer(pc, installation, (remote, reference, commit)) {
            Ok(offer) => read.offers.push(offer),
            Err(error) => {
                read.error = Some(error);
                read.unread.push(reference.as_str().to_owned());
            }
        }
    }
    Ok(read)
}

/// Whole or not at all. What is of the whole PC is for everybody to read, since the network half has no more rights than
/// that; what is a person's, for them alone.
fn note(file: &Path, offered: &Offered, scope: Scope) -> io::Result<()> {
    let folder = file.parent().ok_or(ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut new, &serde_json::to_vec(offered)?)?;
    if scope == Scope::Machine {
        #[cfg(unix)]
        new.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    }
    new.as_file().sync_all()?;
    new.persist(file)?;
    Ok(())
}
