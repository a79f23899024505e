//! The feeds of an office, on its manager's computer.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
};

use jiff::{SignedDuration, Timestamp, civil::Date};
use patchround_protocol::{
    CveId,
    cve::Rated,
    feeds::{Catalogue, End},
    limits,
};

use crate::{
    due,
    feed::Feed,
    keep::{Kept, Manifest, Shelf},
    parse::{self, Ssvc},
    records::{self, Book, Kind},
    refused::Refused,
    settings::{Address, Settings},
    table, whole,
};

/// From one in ten on, a flaw is asked about early.
const LIKELY: u16 = 1_000;
/// Operating systems of which releases are kept, at most.
const SYSTEMS: usize = 32;
/// Their PCs know by themselves, out of `distro-info-data`.
const KNOW_BY_THEMSELVES: [&str; 2] = ["debian", "ubuntu"];

const VULNRICHMENT: Kind<CveId, Ssvc> = Kind {
    feed: Feed::Vulnrichment,
    address: of_cve,
    parse: |cve, bytes| parse::vulnrichment(*cve, bytes),
    entries: |_| 1,
    room: limits::FEEDS_RATED,
};
const OSV: Kind<CveId, u8> = Kind {
    feed: Feed::Osv,
    address: of_cve,
    parse: |cve, bytes| parse::osv(*cve, bytes),
    entries: |_| 1,
    room: limits::FEEDS_RATED,
};
const END_OF_LIFE: Kind<String, Vec<(String, Date)>> = Kind {
    feed: Feed::EndOfLife,
    address: |address, system| address.of_system(system),
    parse: |system, bytes| parse::endoflife(system, bytes),
    entries: Vec::len,
    room: SYSTEMS,
};

/// What is known of flaws: what was kept, and what is fetched anew when its caller says that it is time to look.
#[derive(Debug)]
pub struct Feeds {
    shelf: Shelf,
    settings: Settings,
    manifests: BTreeMap<Feed, Manifest>,
    catalogue: Option<Catalogue>,
    vulnrichment: Book<CveId, Ssvc>,
    osv: Book<CveId, u8>,
    ends: Book<String, Vec<(String, Date)>>,
}

/// What came of one feed in one call of [`Feeds::refresh`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Which feed.
    pub feed: Feed,
    /// What was done.
    pub done: Done,
    /// What was refused meanwhile; of a feed in records it can be one while others were taken.
    pub refused: Option<Refused>,
}

/// What was done about a feed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Done {
    /// The office does without it.
    #[default]
    Off,
    /// Nobody was asked: it is not time, or nothing is due.
    NotYet,
    /// Its server was asked. What is kept stays.
    Kept,
    /// There is something new.
    Taken,
}

/// How it stands with a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Which feed.
    pub feed: Feed,
    /// Whether the office uses it. Of one that it does not use nothing else is said.
    pub is_on: bool,
    /// When its maker published what is kept; `None` where nothing is, or records have no common date.
    pub published: Option<Timestamp>,
    /// When what is kept was fetched.
    pub fetched: Option<Timestamp>,
    /// When its server last said that this is what there is.
    pub checked: Option<Timestamp>,
    /// Flaws in it, or operating systems.
    pub entries: usize,
    /// Whether its own date is long ago, whatever the reason.
    pub is_stale: bool,
    /// What there is to say of it: why the last try brought nothing, else [`Refused::Stale`] where it is that.
    pub refused: Option<Refused>,
    /// When that try was; `None` of what was found when it was opened, or now.
    pub refused_at: Option<Timestamp>,
}

impl Feeds {
    /// Opens what is kept in a folder of our own, which is made. A newer copy that came with the program is taken. What is
    /// damaged is not known, and its [`State`] says so.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: &Path, settings: Settings) -> io::Result<Self> {
        let mut feeds = Self {
            shelf: Shelf::open(folder)?,
            settings,
            manifests: BTreeMap::new(),
            catalogue: None,
            vulnrichment: Book::default(),
            osv: Book::default(),
            ends: Book::default(),
        };
        for feed in Feed::ALL {
            if feeds.settings.address(feed).is_some() {
                feeds.load(feed);
            }
        }
        Ok(feeds)
    }

    /// Asks for what is due, and only for that: a whole feed at most once a day, a record at most once a week, after a
    /// failure with growing gaps. Blocks: at most two minutes for a whole feed and 15 seconds for a record. `asked` are the
    /// flaws of which the office's PCs told, `systems` their `ID` and `VERSION_ID` (os-release(5)). Nobody but the makers of
    /// `which` is asked.
    pub fn refresh(
        &mut self,
        which: &[Feed],
        asked: &[CveId],
        systems: &[(String, String)],
        now: Timestamp,
    ) -> Vec<Outcome> {
        Feed::ALL
            .into_iter()
            .filter(|feed| which.contains(feed))
            .map(|feed| {
                let mut manifest = self.manifests.remove(&feed).unwrap_or_default();
                let (done, refused) = self.refresh_one(feed, &mut manifest, asked, systems, now);
                self.manifests.insert(feed, manifest);
                if let Some(why) = refused {
                    tracing::warn!(%feed, %why, "Failed to renew what is known of flaws");
                }
                Outcome { feed, done, refused }
            })
            .collect()
    }

    /// How it stands with each feed.
    pub fn state(&self, now: Timestamp) -> Vec<State> {
        Feed::ALL.into_iter().map(|feed| self.state_of(feed, now)).collect()
    }

    /// The catalogue of flaws that attackers are known to use; `None` where nobody knows.
    pub fn catalogue(&self) -> Option<Catalogue> {
        self.catalogue.clone()
    }

    /// What else is known of flaws: of each of which anything is, once, by CVE id, as many as can be signed.
    pub fn rated(&self, cves: &[CveId]) -> Vec<Rated> {
        let mut cves = cves.to_vec();
        cves.sort_unstable();
        cves.dedup();
        let likely: BTreeMap<CveId, u16> = self.likely(&cves).into_iter().collect();
        let known = cves.into_iter().filter_map(|cve| self.rated_one(cve, likely.get(&cve).copied()));
        let mut rated: Vec<Rated> = known.collect();
        if rated.len() > limits::FEEDS_RATED {
            rated.sort_by_key(|one| self.rank(one.cve, one.likely));
            rated.truncate(limits::FEEDS_RATED);
            rated.sort_by_key(|one| one.cve);
        }
        rated
    }

    /// Until when makers fix their operating systems, by the names that these give themselves.
    pub fn ends(&self) -> Vec<End> {
        let releases = self.ends.values().flat_map(|(system, releases)| {
            releases.iter().map(|(release, until)| End {
                system: system.clone(),
                release: release.clone(),
                until: *until,
            })
        });
        releases.take(limits::FEEDS_ENDS).collect()
    }

    /// Gives up what is kept of a feed, for example where its maker began anew with far less. It is asked for again at the
    /// next refresh.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn forget(&mut self, feed: Feed) -> Result<(), Refused> {
        self.shelf.note(feed, &Manifest::default())?;
        self.manifests.remove(&feed);
        match feed {
            Feed::Kev => self.catalogue = None,
            Feed::Epss => {}
            Feed::Vulnrichment => self.vulnrichment = Book::default(),
            Feed::Osv => self.osv = Book::default(),
            Feed::EndOfLife => self.ends = Book::default(),
        }
        Ok(())
    }

    fn load(&mut self, feed: Feed) {
        let mut manifest = match self.shelf.manifest(feed) {
            Ok(manifest) => manifest,
            Err(why) => Manifest { refused: Some(why), ..Manifest::default() },
        };
        if manifest.kept.as_ref().is_some_and(|kept| self.load_kept(feed, kept).is_err()) {
            manifest.lost();
        }
        if let Some(seed) = self.settings.seed.as_ref().filter(|_| feed.is_whole()) {
            let taken = whole::take_seed(feed, &Shelf::at(seed), &self.shelf, &mut manifest);
            if let (Ok(true), Some(kept)) = (taken, &manifest.kept) {
                // It was compared with its hash a moment ago.
                let _ = self.load_kept(feed, kept);
            }
        }
        self.manifests.insert(feed, manifest);
    }

    fn load_kept(&mut self, feed: Feed, kept: &Kept) -> Result<(), Refused> {
        match feed {
            Feed::Kev => self.catalogue = Some(whole::catalogue(&self.shelf, kept)?),
            Feed::Epss => {
                table::look_up(&self.shelf.file(feed, &kept.sha256)?, &kept.sha256, &[])?;
            }
            Feed::Vulnrichment => self.vulnrichment = records::read(feed, &self.shelf, kept)?,
            Feed::Osv => self.osv = records::read(feed, &self.shelf, kept)?,
            Feed::EndOfLife => self.ends = records::read(feed, &self.shelf, kept)?,
        }
        Ok(())
    }

    fn refresh_one(
        &mut self,
        feed: Feed,
        manifest: &mut Manifest,
        asked: &[CveId],
        systems: &[(String, String)],
        now: Timestamp,
    ) -> (Done, Option<Refused>) {
        let cves =
            if matches!(feed, Feed::Vulnrichment | Feed::Osv) { self.in_order(asked) } else { Vec::new() };
        let place = (&self.shelf, &self.settings);
        match feed {
            Feed::Kev | Feed::Epss => self.refresh_whole(feed, manifest, now),
            Feed::Vulnrichment => {
                records::refresh(&VULNRICHMENT, &mut self.vulnrichment, &cves, place, manifest, now)
            }
            Feed::Osv => records::refresh(&OSV, &mut self.osv, &cves, place, manifest, now),
            Feed::EndOfLife => {
                records::refresh(&END_OF_LIFE, &mut self.ends, &to_ask(systems), place, manifest, now)
            }
        }
    }

    fn refresh_whole(
        &mut self,
        feed: Feed,
        manifest: &mut Manifest,
        now: Timestamp,
    ) -> (Done, Option<Refused>) {
        match whole::refresh(feed, &self.shelf, &self.settings, manifest, now) {
            Ok(Done::Taken) => {
                let read = manifest.kept.as_ref().map_or(Ok(()), |kept| self.load_kept(feed, kept));
                (Done::Taken, read.err())
            }
            Ok(done) => (done, None),
            Err(why) => (Done::Kept, Some(why)),
        }
    }

    fn state_of(&self, feed: Feed, now: Timestamp) -> State {
        let is_on = self.settings.address(feed).is_some();
        let manifest = self.manifests.get(&feed).filter(|_| is_on).cloned().unwrap_or_default();
        let kept = manifest.kept.as_ref();
        let published = kept.and_then(|kept| kept.published);
        let is_stale = feed.stale_days().is_some_and(|days| {
            published.is_some_and(|at| {
                due::is_past(Some(at), SignedDuration::from_hours(days * 24), now) && at <= now
            })
        });
        State {
            feed,
            is_on,
            published,
            fetched: kept.map(|kept| kept.fetched),
            checked: manifest.checked,
            entries: kept.map_or(0, |kept| kept.entries),
            is_stale,
            refused: manifest.refused.or(is_stale.then_some(Refused::Stale)),
            refused_at: manifest.refused_at,
        }
    }

    /// Sorted `cves` of which the forecast says something.
    fn likely(&self, cves: &[CveId]) -> Vec<(CveId, u16)> {
        let kept = self.manifests.get(&Feed::Epss).and_then(|manifest| manifest.kept.as_ref());
        let Some(kept) = kept else { return Vec::new() };
        let file = self.shelf.file(Feed::Epss, &kept.sha256);
        file.and_then(|file| table::look_up(&file, &kept.sha256, cves)).unwrap_or_else(|why| {
            tracing::warn!(feed = %Feed::Epss, %why, "Failed to read a kept feed");
            Vec::new()
        })
    }

    fn rated_one(&self, cve: CveId, likely: Option<u16>) -> Option<Rated> {
        let ssvc = self.vulnrichment.get(&cve).copied().unwrap_or_default();
        let score = self.osv.get(&cve).copied();
        let rated = Rated { cve, score, automatable: ssvc.automatable, impact: ssvc.impact, likely };
        let knows = score.is_some() || ssvc != Ssvc::default() || likely.is_some();
        knows.then_some(rated)
    }

    /// Flaws in the order in which they are asked about.
    fn in_order(&self, cves: &[CveId]) -> Vec<CveId> {
        let each: BTreeSet<CveId> = cves.iter().copied().collect();
        let mut cves: Vec<CveId> = each.into_iter().collect();
        let likely: BTreeMap<CveId, u16> = self.likely(&cves).into_iter().collect();
        cves.sort_by_key(|cve| self.rank(*cve, likely.get(cve).copied()));
        cves.truncate(limits::FEEDS_RATED);
        cves
    }

    /// The most telling first: what attackers use, what they are likely to use, then the newest.
    fn rank(&self, cve: CveId, likely: Option<u16>) -> (bool, bool, Reverse<CveId>) {
        let listed = self.catalogue.as_ref().map_or(&[][..], |catalogue| &catalogue.listed);
        let is_listed = listed.binary_search_by_key(&cve, |one| one.cve).is_ok();
        (!is_listed, likely.is_none_or(|likely| likely < LIKELY), Reverse(cve))
    }
}

fn of_cve(address: &Address, cve: &CveId) -> String {
    address.of_cve(*cve)
}

/// Systems whose PCs cannot know by themselves, by names that os-release(5) allows and that can stand in an address.
fn to_ask(systems: &[(String, String)]) -> Vec<String> {
    let is_name = |name: &str| {
        (1..=limits::NAME_CHARS).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
    };
    let names = systems.iter().map(|(system, _)| system.as_str());
    let asked: BTreeSet<&str> =
        names.filter(|name| is_name(name) && !KNOW_BY_THEMSELVES.contains(name)).collect();
    asked.into_iter().take(SYSTEMS).map(str::to_owned).collect()
}
