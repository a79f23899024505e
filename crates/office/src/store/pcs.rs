//! The PCs of the office, as last heard.

use std::{collections::BTreeMap, net::SocketAddr};

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Feeds, PcId,
    ids::LineHash,
    wire::{Facts, Scan},
};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Store, json, json_maybe, parsed, parsed_maybe, to_json};
use crate::{
    concern::Concern,
    course::Courses,
    due::Debts,
    error::Error,
    feeds::fixed_until,
    not_whole::{NotWhole, not_whole},
    report::Member,
    rules::Rules,
    trouble::Trouble,
};

/// One PC, as last heard.
#[derive(Debug, Clone)]
pub struct StoredPc {
    /// The PC: its key.
    pub id: PcId,
    /// What people call it.
    pub name: String,
    /// Where it answered last.
    pub address: SocketAddr,
    /// What it says about itself.
    pub facts: Facts,
    /// When it answered last, by our clock.
    pub last_seen: Option<Timestamp>,
    /// Why it did not answer, if it was asked since.
    pub last_trouble: Option<Trouble>,
    /// Its newest scan.
    pub scan: Option<Scan>,
    /// What waits for a restart there.
    pub restart: Debts,
    /// When reading the lists anew last worked there, as far as we asked for it.
    pub refreshed: Option<Timestamp>,
    /// That it failed since.
    pub refresh_failed: Option<RefreshFailed>,
    /// Number of the last event heard.
    pub cursor: u64,
    /// Which of its event logs the cursor counts in.
    pub log: u32,
    /// When that last event was, by the PC's clock: by this its log is known again.
    pub mark: Option<Timestamp>,
    /// The hash of that last event, where its helper tells one: what comes next has to go on from it.
    pub chain: Option<LineHash>,
    /// What it obeys, as it said last.
    pub rules: Rules,
    /// What is the matter with it besides.
    pub concerns: Vec<Concern>,
    /// How far the updates have come that were tried there.
    pub courses: Courses,
}

impl StoredPc {
    /// Why what was installed there is not whole, by its newest scan.
    pub fn unfinished(&self) -> impl Iterator<Item = Cause> {
        self.scan.iter().flat_map(|scan| &scan.sources).filter_map(|source| source.unfinished)
    }

    /// The sources that say that somebody else decides what they offer.
    pub fn managed(&self) -> impl Iterator<Item = &str> {
        let sources = self.scan.iter().flat_map(|scan| &scan.sources);
        sources.filter(|source| source.managed).map(|source| &*source.source)
    }

    /// As [`StoredPc::unfinished`], each cause once, with whose installation it is.
    pub fn not_whole(&self) -> Vec<NotWhole> {
        not_whole(self.scan.iter().flat_map(|scan| &scan.sources))
    }
}

/// Reading the lists anew did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshFailed {
    /// When, by the PC's clock.
    pub at: Timestamp,
    /// Why.
    pub cause: Cause,
}

impl Store {
    /// The PCs of the office by name.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn pcs(&self) -> Result<Vec<StoredPc>, Error> {
        self.rows("SELECT * FROM pc WHERE removed IS NULL ORDER BY lower(name)", &[], read)
    }

    /// Every PC that ever joined, by id, and until when its system is fixed, by its own word or by what is known.
    ///
    /// # Errors
    /// As [`Store::pcs`].
    pub fn members(&self, feeds: Option<&Feeds>) -> Result<Vec<Member>, Error> {
        let sql = "SELECT id, name, joined, removed, facts FROM pc ORDER BY id";
        self.rows(sql, &[], |row| {
            let facts: Facts = json(row, "facts")?;
            Ok(Member {
                pc: parsed(row, "id")?,
                name: row.get("name")?,
                joined: parsed(row, "joined")?,
                removed: parsed_maybe(row, "removed")?,
                fixed_until: fixed_until(feeds, &facts),
                system: facts.os,
            })
        })
    }

    /// Which PCs the office has.
    ///
    /// # Errors
    /// As [`Store::pcs`].
    pub fn pc_ids(&self) -> Result<Vec<PcId>, Error> {
        self.rows("SELECT id FROM pc WHERE removed IS NULL ORDER BY lower(name)", &[], |row| {
            parsed(row, "id")
        })
    }

    /// What the PCs of the office are called: much less to read than all that is known of them.
    ///
    /// # Errors
    /// As [`Store::pcs`].
    pub(crate) fn pc_names(&self) -> Result<BTreeMap<PcId, String>, Error> {
        let sql = "SELECT id, name FROM pc WHERE removed IS NULL";
        let names = self.rows(sql, &[], |row| Ok((parsed(row, "id")?, row.get("name")?)))?;
        Ok(names.into_iter().collect())
    }

    /// One PC, also one that was taken out.
    ///
    /// # Errors
    /// As [`Store::pcs`].
    pub fn pc(&self, id: PcId) -> Result<Option<StoredPc>, Error> {
        let found = self.rows("SELECT * FROM pc WHERE id = ?1", params![id.to_string()], read)?;
        Ok(found.into_iter().next())
    }

    /// One PC that is in the office: what people said on one that was taken out waits for nobody.
    ///
    /// # Errors
    /// As [`Store::pcs`].
    pub(crate) fn joined_pc(&self, id: PcId) -> Result<Option<StoredPc>, Error> {
        let sql = "SELECT * FROM pc WHERE id = ?1 AND removed IS NULL";
        Ok(self.rows(sql, params![id.to_string()], read)?.pop())
    }

    /// One PC, with a scan that is known already: reading it takes longer than all the rest.
    ///
    /// # Errors
    /// As [`Store::pcs`].
    pub(crate) fn pc_with(&self, id: PcId, scan: Option<Scan>) -> Result<Option<StoredPc>, Error> {
        let mut scan = scan;
        let read = |row: &rusqlite::Row<'_>| read_with(row, scan.take());
        Ok(self.rows("SELECT * FROM pc WHERE id = ?1", params![id.to_string()], read)?.pop())
    }

    /// Keeps a PC that joined, or joined again.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_pc(
        &self,
        id: PcId,
        name: &str,
        address: SocketAddr,
        facts: &Facts,
        now: Timestamp,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO pc (id, name, address, facts, joined, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                   ON CONFLICT (id) DO UPDATE SET name = ?2, address = ?3, facts = ?4, joined = ?5, last_seen = ?5,
                   removed = NULL, last_trouble = NULL, scan = NULL, refreshed = NULL,
                   refresh_failed = NULL, restart = NULL, rules = NULL, concerns = NULL, chain = NULL,
                   courses = NULL";
        let now = now.to_string();
        self.run(sql, params![id.to_string(), name, address.to_string(), to_json(facts)?, now]).map(drop)
    }

    /// Takes a PC out. Its orders that did not begin are withdrawn.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn remove_pc(&self, id: PcId, now: Timestamp) -> Result<(), Error> {
        self.at_once(|| {
            self.run(
                "UPDATE job SET stage = 'withdrawn' WHERE pc = ?1 AND stage <> 'closed'",
                params![id.to_string()],
            )?;
            self.run("DELETE FROM note WHERE pc = ?1", params![id.to_string()])?;
            let sql = "UPDATE pc SET removed = ?2 WHERE id = ?1";
            self.run(sql, params![id.to_string(), now.to_string()]).map(drop)
        })
    }

    /// Calls a PC by another name.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn rename_pc(&self, id: PcId, name: &str) -> Result<(), Error> {
        self.run("UPDATE pc SET name = ?2 WHERE id = ?1", params![id.to_string(), name]).map(drop)
    }

    /// The last event heard from a PC.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn cursor(&self, id: PcId) -> Result<u64, Error> {
        let sql = "SELECT cursor FROM pc WHERE id = ?1";
        let found = self.rows(sql, params![id.to_string()], |row| Ok(row.get::<_, i64>("cursor")?))?;
        Ok(found.first().map_or(0, |cursor| cursor.unsigned_abs()))
    }

    /// Notes that a PC answered, where, and what it says about itself.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn saw(&self, id: PcId, at: SocketAddr, facts: &Facts, now: Timestamp) -> Result<(), Error> {
        let sql = "UPDATE pc SET address = ?2, facts = ?3, last_seen = ?4, last_trouble = NULL WHERE id = ?1";
        let now = now.to_string();
        let facts = to_json(facts)?;
        self.lightly(|| self.run(sql, params![id.to_string(), at.to_string(), facts, now])).map(drop)
    }

    /// Notes where a PC answers now.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn moved(&self, id: PcId, to: SocketAddr) -> Result<(), Error> {
        let sql = "UPDATE pc SET address = ?2 WHERE id = ?1";
        self.run(sql, params![id.to_string(), to.to_string()]).map(drop)
    }

    /// Notes that a PC was asked in vain.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn missed(&self, id: PcId, why: Trouble) -> Result<(), Error> {
        let sql = "UPDATE pc SET last_trouble = ?2 WHERE id = ?1";
        let why = to_json(&why)?;
        self.lightly(|| self.run(sql, params![id.to_string(), why])).map(drop)
    }

    /// Keeps what a PC obeys.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_rules(&self, id: PcId, rules: Rules) -> Result<(), Error> {
        let rules = to_json(&rules)?;
        let sql = "UPDATE pc SET rules = ?2 WHERE id = ?1";
        self.lightly(|| self.run(sql, params![id.to_string(), rules])).map(drop)
    }

    /// Keeps what is the matter with a PC.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_concerns(&self, id: PcId, concerns: &[Concern]) -> Result<(), Error> {
        let sql = "UPDATE pc SET concerns = ?2 WHERE id = ?1";
        self.run(sql, params![id.to_string(), to_json(&concerns)?]).map(drop)
    }
}

fn read(row: &rusqlite::Row<'_>) -> Result<StoredPc, Error> {
    read_with(row, json_maybe(row, "scan")?)
}

fn read_with(row: &rusqlite::Row<'_>, scan: Option<Scan>) -> Result<StoredPc, Error> {
    Ok(StoredPc {
        id: parsed(row, "id")?,
        name: row.get("name")?,
        address: parsed(row, "address")?,
        facts: json(row, "facts")?,
        last_seen: parsed_maybe(row, "last_seen")?,
        last_trouble: json_maybe(row, "last_trouble")?,
        scan,
        restart: json_maybe(row, "restart")?.unwrap_or_default(),
        refreshed: parsed_maybe(row, "refreshed")?,
        refresh_failed: json_maybe(row, "refresh_failed")?,
        cursor: row.get::<_, i64>("cursor")?.unsigned_abs(),
        log: row.get("log")?,
        mark: parsed_maybe(row, "mark")?,
        chain: parsed_maybe(row, "chain")?,
        rules: json_maybe(row, "rules")?.unwrap_or_default(),
        concerns: json_maybe(row, "concerns")?.unwrap_or_default(),
        courses: json_maybe(row, "courses")?.unwrap_or_default(),
    })
}
