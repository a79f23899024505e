//! A manager's computer with a folder for feeds, and a server that serves them all.

use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use patchround_feeds::{Address, Done, Feed, Feeds, Outcome, Refused, Roots, Settings, State};
use patchround_protocol::CveId;
use tempfile::TempDir;

use crate::server::{Authority, Server};

pub(crate) struct Office {
    pub(crate) authority: Authority,
    pub(crate) server: Server,
    pub(crate) dir: TempDir,
    pub(crate) settings: Settings,
    pub(crate) now: Timestamp,
    feeds: Option<Feeds>,
}

impl Office {
    /// With these feeds, from the server.
    pub(crate) fn with(feeds: &[Feed]) -> Self {
        let authority = Authority::new();
        let server = Server::https(&authority, "127.0.0.1");
        let mut settings = feeds
            .iter()
            .fold(Settings::none(), |settings, feed| settings.with(*feed, address(&server, *feed)));
        settings.roots = Roots::Only(vec![authority.der()]);
        settings.limits.whole = Some(Duration::from_secs(60));
        let dir = tempfile::tempdir().unwrap();
        let now = "2026-11-29T10:00:00Z".parse().unwrap();
        Self { authority, server, dir, settings, now, feeds: None }
    }

    pub(crate) fn feeds(&mut self) -> &mut Feeds {
        let open = || Feeds::open(&self.dir.path().join("feeds"), self.settings.clone()).unwrap();
        self.feeds.get_or_insert_with(open)
    }

    /// As the next program finds it.
    pub(crate) fn opened_again(&mut self) -> &mut Feeds {
        self.feeds = None;
        self.feeds()
    }

    pub(crate) fn hours_later(&mut self, hours: i64) -> &mut Self {
        self.now += hours.hours();
        self
    }

    pub(crate) fn refreshed(&mut self, feed: Feed) -> (Done, Option<Refused>) {
        self.asking(&[], &[], feed)
    }

    pub(crate) fn asking(
        &mut self,
        asked: &[CveId],
        systems: &[(&str, &str)],
        feed: Feed,
    ) -> (Done, Option<Refused>) {
        let systems = systems.iter().map(|(id, version)| ((*id).to_owned(), (*version).to_owned()));
        let (systems, now): (Vec<_>, _) = (systems.collect(), self.now);
        let outcomes = self.feeds().refresh(&Feed::ALL, asked, &systems, now);
        let of = |outcome: &&Outcome| outcome.feed == feed;
        let outcome = outcomes.iter().find(of).unwrap();
        (outcome.done, outcome.refused)
    }

    pub(crate) fn state(&mut self, feed: Feed) -> State {
        let now = self.now;
        self.feeds().state(now).into_iter().find(|state| state.feed == feed).unwrap()
    }

    /// How many flaws are known to be used.
    pub(crate) fn listed(&mut self) -> Option<usize> {
        self.feeds().catalogue().map(|catalogue| catalogue.listed.len())
    }
}

pub(crate) fn address(server: &Server, feed: Feed) -> Address {
    let path = match feed {
        Feed::Kev => "/kev.json",
        Feed::Epss => "/epss.csv.gz",
        Feed::Vulnrichment => "/vulnrichment/{year}/{thousands}xxx/{cve}.json",
        Feed::Osv => "/osv/{cve}",
        Feed::EndOfLife => "/endoflife/{system}/",
    };
    Address::new(feed, &server.url(path)).unwrap()
}
