//! What is known of flaws: signed for the PCs, kept, and brought to each PC that takes it and knows older ones.
//!
//! Where it comes from is not known here but in [`gathering`].

pub mod gathering;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, civil::Date};
use patchround_protocol::{
    Charter, Envelope, Feeds, PublicKey,
    charter::Role,
    cve::Rated,
    feeds::{Catalogue, End},
    wire::{Facts, FeedsTaken, Refusal},
};

use crate::{
    contact::{Contact, Miss},
    error::Error,
    office::Office,
    pc_state::PcView,
    rules::refused,
    store::Store,
};

/// What has not changed is signed anew after so long: a PC can tell how old its knowledge is.
const SIGNED_ANEW: SignedDuration = SignedDuration::from_hours(24);

/// What was signed last, as signed and as it reads.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    envelope: Arc<Envelope>,
    feeds: Arc<Feeds>,
}

/// What was gathered of flaws, before it is signed. Lists are in the order of their CVE ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// The catalogue of flaws that attackers are known to use; `None` where there is none.
    pub catalogue: Option<Catalogue>,
    /// What else is known of flaws that PCs told of.
    pub rated: Vec<Rated>,
    /// Until when makers fix their operating systems.
    pub ends: Vec<End>,
}

impl Office {
    /// Signs what was gathered for the PCs and keeps it, where it differs from what was signed last or a day has gone
    /// since. Each PC is brought it at the next contact. Tells whether it was signed anew.
    ///
    /// # Errors
    /// [`Error::Sign`] where a list is too long or out of order; [`Error::Store`].
    pub fn sign_feeds(&self, gathered: Gathered) -> Result<bool, Error> {
        let now = Timestamp::now();
        let is_news = match self.feeds() {
            Some(ours) => is_due(&ours, &gathered, now),
            None => gathered != Gathered::default(),
        };
        if !is_news {
            return Ok(false);
        }
        let Gathered { catalogue, rated, ends } = gathered;
        let feeds = Feeds { office: self.charter().office, issued: now, catalogue, rated, ends };
        let envelope = Envelope::seal(&feeds, &self.keys.operator)?;
        self.store.keep_feeds(&envelope)?;
        *self.feeds.borrow_mut() = Some(Signed { envelope: Arc::new(envelope), feeds: Arc::new(feeds) });
        Ok(true)
    }

    /// What is known of flaws, as it was signed last, if it was.
    pub fn feeds(&self) -> Option<Arc<Feeds>> {
        self.feeds.borrow().as_ref().map(|signed| signed.feeds.clone())
    }

    /// Says until when a maker fixes a system where the PC does not know by itself.
    pub(crate) fn mark_fixed_until(&self, views: &mut [PcView]) {
        let feeds = self.feeds();
        for facts in views.iter_mut().map(|view| &mut view.pc.facts) {
            facts.os_fixed_until = fixed_until(feeds.as_deref(), facts);
        }
    }
}

/// Until when the system of a PC is fixed: by its own word, else by what is known.
pub(crate) fn fixed_until(feeds: Option<&Feeds>, facts: &Facts) -> Option<Date> {
    let known = || {
        let system = facts.system.as_ref()?;
        feeds?.fixed_until(&system.id, &system.release)
    };
    facts.os_fixed_until.or_else(known)
}

fn is_due(ours: &Feeds, gathered: &Gathered, now: Timestamp) -> bool {
    let is_as_before = ours.catalogue == gathered.catalogue && ours.rated == gathered.rated;
    // A clock that was wrong for a while must not keep it from being signed for longer.
    !(is_as_before && ours.ends == gathered.ends && now.duration_since(ours.issued).abs() < SIGNED_ANEW)
}

/// What was signed last. What cannot be read, or was signed by somebody who no longer may, is as if there were none: it
/// is gathered again.
pub(crate) fn stored(store: &Store, charter: &Charter) -> Option<Signed> {
    let now = Timestamp::now();
    let may = |key: &PublicKey| [Role::Operate, Role::Own].iter().any(|role| charter.may(key, *role, now));
    let read = || -> Result<Option<(Envelope, Feeds)>, Error> {
        let Some(envelope) = store.feeds()? else { return Ok(None) };
        let feeds = envelope.open::<Feeds>(may)?;
        Ok(Some((envelope, feeds)))
    };
    let stored = read().unwrap_or_else(|error| {
        tracing::warn!(%error, "Failed to read the feeds that were signed last");
        None
    });
    let (envelope, feeds) = stored.filter(|(_, feeds)| feeds.office == charter.office)?;
    Some(Signed { envelope: Arc::new(envelope), feeds: Arc::new(feeds) })
}

impl Contact<'_> {
    /// Brings the PC newer feeds than it knows. One whose helper takes none is not offered any again by this program; one
    /// that refuses them goes without.
    pub(crate) async fn give_feeds(&self) -> Result<(), Miss> {
        let Some(ours) = self.office.feeds.borrow().clone() else { return Ok(()) };
        let helper = (self.pc.id, self.hello.helper.clone());
        if self.hello.feeds >= Some(ours.feeds.issued) || self.office.take_no_feeds.borrow().contains(&helper)
        {
            return Ok(());
        }
        match refused(self.peer.put::<_, FeedsTaken>("/v1/feeds", &*ours.envelope).await)? {
            Ok(_) | Err(Refusal::Outdated) => {}
            Err(Refusal::UnknownVerb) => {
                self.office.take_no_feeds.borrow_mut().insert(helper);
            }
            Err(refusal) => tracing::warn!(%refusal, "a PC does not take what is known of flaws"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::cve::Listed;

    use super::*;

    fn office() -> (tempfile::TempDir, Office) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        (dir, office)
    }

    fn gathered(cves: &[&str]) -> Gathered {
        let since = "2026-11-20".parse().unwrap();
        let listed = |cve: &&str| Listed { cve: cve.parse().unwrap(), since, ransomware: None };
        let published = "2026-11-20T17:00:00Z".parse().unwrap();
        let catalogue = Catalogue { published, listed: cves.iter().map(listed).collect() };
        Gathered { catalogue: Some(catalogue), ..Gathered::default() }
    }

    #[test]
    fn what_pcs_accept_is_signed_when_it_changed_and_read_back_by_the_next_program() {
        let (dir, office) = office();
        assert_eq!(office.feeds(), None);
        assert!(office.sign_feeds(gathered(&["CVE-2026-0001"])).unwrap());
        let first = office.feeds().unwrap();
        assert!(!office.sign_feeds(gathered(&["CVE-2026-0001"])).unwrap(), "nothing changed");
        assert!(office.sign_feeds(gathered(&["CVE-2026-0001", "CVE-2026-0002"])).unwrap());
        let second = office.feeds.borrow().clone().unwrap();
        let now = Timestamp::now();
        let accepted = Feeds::accept(&second.envelope, &office.charter(), Some(first.issued), now);
        assert_eq!(accepted.as_ref(), Ok(&*second.feeds));
        drop(office);
        assert_eq!(Office::open(dir.path(), false).unwrap().feeds(), Some(second.feeds));
    }

    #[test]
    fn what_has_not_changed_is_signed_anew_after_a_day() {
        let (_dir, office) = office();
        let same = gathered(&["CVE-2026-0001"]);
        office.sign_feeds(same.clone()).unwrap();
        let ours = office.feeds().unwrap();
        assert!(!is_due(&ours, &same, ours.issued + 23.hours()));
        assert!(is_due(&ours, &same, ours.issued + 24.hours()));
        assert!(is_due(&ours, &same, ours.issued - 24.hours()), "the clock was ahead");
        assert!(is_due(&ours, &Gathered { catalogue: None, ..same }, ours.issued));
    }

    #[test]
    fn what_no_pc_would_take_is_not_signed_and_the_old_counts() {
        let (_dir, office) = office();
        office.sign_feeds(gathered(&["CVE-2026-0001"])).unwrap();
        let before = office.feeds();
        let disordered = gathered(&["CVE-2026-0002", "CVE-2026-0001"]);
        assert!(matches!(office.sign_feeds(disordered), Err(Error::Sign(_))));
        assert_eq!(office.feeds(), before);
    }

    #[test]
    fn damaged_feeds_are_none_and_stop_no_program() {
        let (dir, office) = office();
        office.sign_feeds(gathered(&["CVE-2026-0001"])).unwrap();
        drop(office);
        let db = rusqlite::Connection::open(Store::file(dir.path())).unwrap();
        db.execute("UPDATE document SET envelope = '{' WHERE kind = 'feeds'", []).unwrap();
        drop(db);
        let office = Office::open(dir.path(), false).unwrap();
        assert_eq!(office.feeds(), None);
        assert!(office.sign_feeds(gathered(&[])).unwrap());
    }
}
