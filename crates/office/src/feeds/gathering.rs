//! Gathering what the world knows of flaws: from which feeds, what their makers are asked about, and what of it is signed.

use std::{collections::BTreeSet, path::PathBuf};

use jiff::Timestamp;
use patchround_feeds::{Address, Dated, Feed, Feeds, Settings, State};
use patchround_protocol::CveId;

use super::Gathered;
use crate::{
    error::Error,
    office::Office,
    store::{feeds::Choice, pcs::StoredPc, record::What},
};

/// The folder beside the store in which what was fetched is kept.
const FOLDER: &str = "feeds";

/// Where the feeds lie that came with a program, from the folder of its file.
const SEEDS: [&str; 2] = ["../share/patchround/feeds", "feeds"];

/// The folder with the feeds that came with this program, as `cargo xtask feeds` writes it, where there is one.
pub fn seed() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    SEEDS.iter().map(|seed| program.parent().unwrap_or(&program).join(seed)).find(|folder| folder.is_dir())
}

/// What an office's feeds are opened and asked with. Can be sent to a thread that may wait for servers.
#[derive(Debug)]
pub struct Gathering {
    folder: PathBuf,
    settings: Settings,
    cves: Vec<CveId>,
    systems: Vec<(String, String)>,
}

/// What was found in them.
#[derive(Debug)]
pub struct Found {
    /// What there is to sign.
    pub gathered: Gathered,
    /// How it stands with each feed.
    pub states: Vec<State>,
}

impl Gathering {
    /// Reads what is kept, and asks the makers of `which` for what is due. Blocks: for minutes, where a server is slow.
    ///
    /// # Errors
    /// [`Error::Io`] when the folder cannot be made.
    pub fn gather(self, which: &[Feed]) -> Result<Found, Error> {
        let mut feeds =
            Feeds::open(&self.folder, self.settings).map_err(|error| Error::io(&self.folder, error))?;
        feeds.refresh(which, &self.cves, &self.systems, Timestamp::now());
        let gathered =
            Gathered { catalogue: feeds.catalogue(), rated: feeds.rated(&self.cves), ends: feeds.ends() };
        Ok(Found { gathered, states: feeds.state(Timestamp::now()) })
    }

    /// Gives up what is kept of a feed, where its maker began anew with far less; it is asked for again.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn forget(self, feed: Feed) -> Result<(), Error> {
        let failed = |error| Error::io(&self.folder, error);
        let mut feeds = Feeds::open(&self.folder, self.settings).map_err(failed)?;
        feeds.forget(feed).map_err(|why| failed(std::io::Error::other(why)))
    }
}

impl Office {
    /// What its feeds are to be gathered with now, for what these PCs told of. `seed` is a folder with the copies that came
    /// with the program.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn gathering<'a>(
        &self,
        seed: Option<PathBuf>,
        pcs: impl Iterator<Item = &'a StoredPc> + Clone,
    ) -> Result<Gathering, Error> {
        let mut settings = self.feed_settings()?;
        settings.seed = seed;
        Ok(Gathering {
            folder: self.dir.join(FOLDER),
            settings,
            cves: flaws(pcs.clone()),
            systems: systems(pcs),
        })
    }

    /// What was chosen of each feed of which anything was.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn feed_choices(&self) -> Result<Vec<(Feed, Choice)>, Error> {
        let chosen = self.store.feed_choices()?;
        Ok(chosen.into_iter().filter_map(|(key, choice)| Some((Feed::named(&key)?, choice))).collect())
    }

    /// Of which day each feed is that the office uses and of which anything is kept here.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn feeds_dated(&self) -> Result<Vec<Dated>, Error> {
        let settings = self.feed_settings()?;
        let dated = patchround_feeds::dated(&self.dir.join(FOLDER));
        Ok(dated.into_iter().filter(|dated| settings.address(dated.feed).is_some()).collect())
    }

    fn feed_settings(&self) -> Result<Settings, Error> {
        let mut settings = Settings::default();
        for (feed, choice) in self.feed_choices()? {
            settings = match choice {
                Choice { is_on: false, .. } => settings.without(feed),
                // What this program does not take as an address any more leads nowhere, not to somebody else.
                Choice { address: Some(address), .. } => match Address::new(feed, &address) {
                    Ok(address) => settings.with(feed, address),
                    Err(_) => settings.without(feed),
                },
                Choice { address: None, .. } => settings,
            };
        }
        Ok(settings)
    }

    /// Uses a feed from now on, or does without it. What it says counts again, or no longer, once it was gathered.
    ///
    /// # Errors
    /// [`Error::BadFeedAddress`] where it cannot come from there; [`Error::Store`].
    pub fn choose_feed(&self, feed: Feed, choice: Choice) -> Result<(), Error> {
        if let Some(address) = &choice.address {
            Address::new(feed, address).map_err(Error::BadFeedAddress)?;
        }
        let before = self.feed_choices()?.into_iter().find(|(of, _)| *of == feed);
        if before.map(|(_, before)| before).unwrap_or_default() == choice {
            return Ok(());
        }
        let Choice { is_on, address } = choice.clone();
        self.store.at_once(|| {
            self.store.choose_feed(feed.key(), &choice)?;
            self.note(&What::FeedChosen { feed: feed.key().to_owned(), is_on, address })
        })
    }
}

/// The flaws of which PCs told: those that outstanding updates mend.
fn flaws<'a>(pcs: impl Iterator<Item = &'a StoredPc>) -> Vec<CveId> {
    let updates = pcs.filter_map(|pc| pc.scan.as_ref()).flat_map(|scan| &scan.updates);
    let named: BTreeSet<&str> =
        updates.filter_map(|update| update.cves.as_ref()).flatten().map(String::as_str).collect();
    let cves: BTreeSet<CveId> = named.into_iter().filter_map(|cve| cve.parse().ok()).collect();
    cves.into_iter().collect()
}

/// The operating systems of PCs, as they name themselves.
fn systems<'a>(pcs: impl Iterator<Item = &'a StoredPc>) -> Vec<(String, String)> {
    let named = pcs.filter_map(|pc| pc.facts.system.as_ref());
    let named: BTreeSet<_> = named.map(|system| (system.id.clone(), system.release.clone())).collect();
    named.into_iter().collect()
}

#[cfg(test)]
pub(crate) mod tests;
