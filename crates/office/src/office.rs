//! One office, open.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use ed25519_dalek::SigningKey;
use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    Charter, Envelope, Exception, PcId, Policy, PublicKey,
    charter::Role,
    limits,
    sign::{SignError, public},
    wire::Welcome,
};

use crate::{
    dial::Dialer,
    due::{Clocks, Judge},
    error::Error,
    feeds,
    keys::Keys,
    lock::Lock,
    names,
    others::NotNoted,
    pc_state::PcView,
    plain::plain,
    state_dir,
    store::{Store, pcs::StoredPc, record::What, rounds::Stage},
};

/// An open office: its memory, its keys and its way to the PCs.
pub struct Office {
    /// Its memory.
    pub store: Store,
    pub(crate) keys: Keys,
    pub(crate) dialer: Dialer,
    charter: RefCell<Arc<(Envelope, Charter)>>,
    policy: RefCell<Arc<(Envelope, Policy)>>,
    /// What is known of flaws, as it was signed last.
    pub(crate) feeds: RefCell<Option<feeds::Signed>>,
    /// PCs whose helper, in this version, takes no feeds.
    pub(crate) take_no_feeds: RefCell<BTreeSet<(PcId, String)>>,
    /// Its folder.
    pub(crate) dir: PathBuf,
    /// Whose orders ours met since the record was last added to.
    pub(crate) others: NotNoted,
    lock: Option<Lock>,
}

impl Office {
    /// Opens the office to work in it.
    ///
    /// `discovery` says whether PCs that moved may be searched on the network.
    ///
    /// A record that was changed or shortened says so from then on, in a line of its own.
    ///
    /// # Errors
    /// [`Error::NoOffice`]; [`Error::Held`] if another program works in it.
    pub fn open(dir: &Path, discovery: bool) -> Result<Self, Error> {
        is_there(dir)?;
        let lock = Lock::take(dir)?;
        let office = Self::with(dir, Store::open(dir)?, discovery, Some(lock))?;
        office.store.settle_record(&office.person())?;
        Ok(office)
    }

    /// Opens the office to read what is stored, also while another program works in it.
    ///
    /// # Errors
    /// [`Error::NoOffice`].
    pub fn open_to_read(dir: &Path) -> Result<Self, Error> {
        is_there(dir)?;
        Self::with(dir, Store::open_to_read(dir)?, false, None)
    }

    fn with(dir: &Path, store: Store, discovery: bool, lock: Option<Lock>) -> Result<Self, Error> {
        let keys = Keys::load(dir)?;
        let charter = store.charter()?;
        let now = Timestamp::now();
        let may = |key: &_| [Role::Operate, Role::Own].iter().any(|r| charter.1.may(key, *r, now));
        let policy = store.policy(may)?;
        let discovery_key = discovery.then_some(charter.1.discovery_key.0);
        Ok(Self {
            dialer: Dialer::new(discovery_key),
            feeds: RefCell::new(feeds::stored(&store, &charter.1)),
            take_no_feeds: RefCell::default(),
            dir: dir.to_owned(),
            charter: RefCell::new(Arc::new(charter)),
            policy: RefCell::new(Arc::new(policy)),
            others: NotNoted::default(),
            store,
            keys,
            lock,
        })
    }

    /// The PCs as the store knows them.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn stored_views(&self) -> Result<Vec<PcView>, Error> {
        let now = Timestamp::now();
        let open = self.store.open_jobs()?;
        let mut at_work = Vec::new();
        for job in open.iter().filter(|job| job.stage == Stage::Delivered && job.is_due(now)) {
            if !self.is_put_off(job)? && !self.switches_off(job)? {
                at_work.push(job.job.pc);
            }
        }
        let works = |pc: &StoredPc| at_work.contains(&pc.id);
        let view = |pc: StoredPc| {
            let working = works(&pc);
            PcView::from_store(pc, working, now)
        };
        let mut views: Vec<PcView> = self.store.pcs()?.into_iter().map(view).collect();
        self.mark_held(&mut views, now);
        self.mark_objected(&mut views, now)?;
        self.mark_said_wrong(&mut views, now)?;
        self.mark_undone(&mut views);
        self.mark_asked_first(&mut views);
        self.mark_fixed_until(&mut views);
        Ok(views)
    }

    /// Calls a PC by another name and gives the old one back.
    ///
    /// # Errors
    /// [`Error::UnknownPc`], [`Error::BadName`], [`Error::NameTaken`].
    pub fn rename(&self, pc: &str, name: &str) -> Result<String, Error> {
        let pcs = self.store.pcs()?;
        let (pc, name) = (names::find(pc, &pcs)?, names::given(name)?);
        if pcs.iter().any(|other| other.id != pc.id && names::is_called(other, &name)) {
            return Err(Error::NameTaken(name));
        }
        self.store.rename_pc(pc.id, &name)?;
        self.note(&What::PcRenamed { from: pc.name.clone(), pc: name })?;
        Ok(pc.name.clone())
    }

    /// Takes a PC out of the office and gives its name back. The PC itself is not asked.
    ///
    /// # Errors
    /// [`Error::UnknownPc`].
    pub fn remove(&self, pc: &str) -> Result<String, Error> {
        let pcs = self.store.pcs()?;
        let pc = names::find(pc, &pcs)?;
        self.store.remove_pc(pc.id, Timestamp::now())?;
        self.note(&What::PcRemoved { pc: pc.name.clone(), id: pc.id })?;
        Ok(pc.name.clone())
    }

    /// Who may do what.
    pub fn charter(&self) -> Charter {
        self.charter.borrow().1.clone()
    }

    /// When and what.
    pub fn policy(&self) -> Policy {
        self.policy.borrow().1.clone()
    }

    /// The clocks of what is due, as the office is judged, in a time zone.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn clocks(&self, zone: TimeZone) -> Result<Clocks, Error> {
        self.store.clocks(Judge::of(&self.policy(), self.feeds(), zone))
    }

    /// Signs and keeps a newer charter, and the policy that goes with it. As with [`Self::change_policy`], both are
    /// obeyed here at once, and brought to each PC at the next contact.
    ///
    /// # Errors
    /// [`Error::Sign`] also where the key is not an owner's; [`Error::Store`].
    pub fn change_charter(
        &self,
        owner: &SigningKey,
        change: impl FnOnce(&mut Charter),
        policy: impl FnOnce(&mut Policy),
    ) -> Result<(), Error> {
        let ((signed, before), now) = (self.store.charter()?, Timestamp::now());
        let mut charter = before.clone();
        change(&mut charter);
        (charter.version, charter.prev, charter.issued) = (before.version + 1, Some(signed.hash()), now);
        let envelope = Envelope::seal(&charter, owner)?;
        before.next(signed.hash(), &envelope, now).map_err(|_| SignError::NotAllowed)?;
        let policy = self.store.at_once(|| {
            self.store.keep_document::<Charter>(charter.version, &envelope)?;
            let policy = self.keep_policy(&charter, policy)?;
            self.note(&What::OfficeChanged { office: charter.name.clone() })?;
            Ok(policy)
        })?;
        (*self.charter.borrow_mut(), *self.policy.borrow_mut()) = (Arc::new((envelope, charter)), policy);
        Ok(())
    }

    /// Signs and keeps a newer policy, for which the record says what was changed. It is obeyed here at once, and brought
    /// to each PC at the next contact.
    ///
    /// # Errors
    /// [`Error::NeverMet`] where new hours could never be kept; [`Error::Sign`], [`Error::Store`].
    pub fn change_policy(&self, what: &[What], change: impl FnOnce(&mut Policy)) -> Result<(), Error> {
        let policy = self.store.at_once(|| {
            let policy = self.keep_policy(&self.charter(), change)?;
            what.iter().try_for_each(|what| self.note(what))?;
            Ok(policy)
        })?;
        *self.policy.borrow_mut() = policy;
        Ok(())
    }

    /// As [`Store::at_once`], for what changes the policy, too: what was not kept is not obeyed here either.
    ///
    /// # Errors
    /// What the change says, and [`Error::Store`].
    pub(crate) fn at_once<T>(&self, change: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let before = self.policy.borrow().clone();
        let done = self.store.at_once(change);
        if done.is_err() {
            *self.policy.borrow_mut() = before;
        }
        done
    }

    fn keep_policy(
        &self,
        charter: &Charter,
        change: impl FnOnce(&mut Policy),
    ) -> Result<Arc<(Envelope, Policy)>, Error> {
        let (_, mut policy) = self.store.policy(|_| true)?;
        let (version, before, now) = (policy.version + 1, policy.clone(), Timestamp::now());
        change(&mut policy);
        // PCs refuse a policy with an exception that no owner of the charter signed.
        policy.exceptions.retain(|signed| {
            Exception::accept(signed, charter, now).is_ok_and(|exception| now <= exception.until)
        });
        let floor = &charter.floor;
        let hours = |policy: &Policy| (policy.windows.clone(), policy.restart);
        if hours(&policy) != hours(&before) || *floor != self.charter().floor {
            policy.can_be_met(floor).map_err(Error::NeverMet)?;
        }
        (policy.version, policy.issued) = (version, now);
        let envelope = Envelope::seal(&policy, &self.keys.operator)?;
        self.store.keep_document::<Policy>(policy.version, &envelope)?;
        Ok(Arc::new((envelope, policy)))
    }

    /// The name of whoever works in it.
    pub fn person(&self) -> String {
        let (charter, me) = (self.charter.borrow(), public(&self.keys.operator));
        charter.1.members.iter().find(|member| member.key == me).map(|m| m.name.clone()).unwrap_or_default()
    }

    /// The name of whose key this is, as the charter has it.
    pub(crate) fn member(&self, key: &PublicKey) -> Option<String> {
        let charter = self.charter();
        let member = charter.members.iter().find(|member| member.key == *key)?;
        Some(plain(&member.name, limits::NAME_CHARS)).filter(|name| !name.is_empty())
    }

    /// Whether this program may change the office, not only read it.
    pub(crate) fn is_open_to_work(&self) -> bool {
        self.lock.is_some()
    }

    /// Adds a line to the record, now, in the manager's name.
    pub(crate) fn note(&self, what: &What) -> Result<(), Error> {
        self.store.note(&self.person(), what, Timestamp::now())
    }

    /// The newest charter, as signed and as it reads.
    pub(crate) fn signed_charter(&self) -> Arc<(Envelope, Charter)> {
        self.charter.borrow().clone()
    }

    /// The newest policy, as signed and as it reads.
    pub(crate) fn signed_policy(&self) -> Arc<(Envelope, Policy)> {
        self.policy.borrow().clone()
    }

    /// What a PC gets when it joins.
    pub(crate) fn welcome(&self) -> Welcome {
        Welcome { charter: self.signed_charter().0.clone(), policy: self.signed_policy().0.clone() }
    }
}

/// Whose folder it is comes first: into somebody else's nobody can look.
fn is_there(dir: &Path) -> Result<(), Error> {
    if dir.exists() {
        state_dir::check(dir)?;
    }
    if Store::file(dir).exists() { Ok(()) } else { Err(Error::NoOffice(PathBuf::from(dir))) }
}
