//! Feeds that have one record for each flaw, or each operating system: asked for a few at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    due,
    feed::Feed,
    feeds::Done,
    fetch::{Answer, Fetcher, Validators},
    judge::{Edition, judge},
    keep::{Kept, Manifest, Shelf},
    parse::Record,
    refused::Refused,
    settings::{Address, Settings},
};

/// What nobody asks for any more is kept for so long: a PC that was off may come back with it.
const UNASKED: SignedDuration = SignedDuration::from_hours(60 * 24);
/// So many records in a row that cannot be used are no accident.
const BAD_IN_A_ROW: u32 = 5;

/// How records of one feed are named, read and measured.
pub(crate) struct Kind<K, V> {
    pub(crate) feed: Feed,
    pub(crate) address: fn(&Address, &K) -> String,
    pub(crate) parse: fn(&K, &[u8]) -> Result<Record<V>, Refused>,
    pub(crate) entries: fn(&V) -> usize,
    /// Records that are kept, at most.
    pub(crate) room: usize,
}

/// The records that are kept.
#[derive(Debug, Serialize, Deserialize)]
#[serde(
    transparent,
    bound(
        serialize = "K: Ord + Serialize, V: Serialize",
        deserialize = "K: Ord + DeserializeOwned, V: DeserializeOwned"
    )
)]
pub(crate) struct Book<K, V>(BTreeMap<K, Entry<V>>);

#[derive(Debug, Serialize, Deserialize)]
struct Entry<V> {
    /// When it was last asked for.
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<Timestamp>,
    #[serde(flatten)]
    validators: Validators,
    #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
    value: Option<V>,
}

fn nothing<V>() -> Option<V> {
    None
}

impl<K, V> Default for Book<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Clone, V> Book<K, V> {
    /// What is kept under a name.
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)?.value.as_ref()
    }

    /// All that is kept.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().filter_map(|(key, entry)| Some((key, entry.value.as_ref()?)))
    }

    /// What is to be asked for: first what never was, in the order of `wanted`, then what was asked for longest ago.
    fn due(&self, wanted: &[K], now: Timestamp) -> Vec<K> {
        let asked_at = |key: &K| self.0.get(key).map(|entry| entry.at);
        let mut due: Vec<K> =
            wanted.iter().filter(|key| due::is_past(asked_at(key), due::WEEK, now)).cloned().collect();
        due.sort_by_key(asked_at);
        due
    }

    fn prune(&mut self, wanted: &[K], room: usize, now: Timestamp) {
        let wanted: BTreeSet<&K> = wanted.iter().collect();
        self.0.retain(|key, entry| wanted.contains(key) || !due::is_past(Some(entry.at), UNASKED, now));
        let surplus = self.0.len().saturating_sub(room);
        let unwanted = self.0.iter().filter(|(key, _)| !wanted.contains(key));
        let mut unwanted: Vec<_> = unwanted.map(|(key, entry)| (entry.at, key.clone())).collect();
        unwanted.sort();
        for (_, key) in unwanted.into_iter().take(surplus) {
            self.0.remove(&key);
        }
    }

    fn forget_validators(&mut self) {
        self.0.values_mut().for_each(|entry| entry.validators = Validators::default());
    }
}

/// Asks for what is due of `wanted`, as far as the day's budget goes, and keeps what comes. Says also what was refused
/// on the way.
pub(crate) fn refresh<K, V>(
    kind: &Kind<K, V>,
    book: &mut Book<K, V>,
    wanted: &[K],
    (shelf, settings): (&Shelf, &Settings),
    manifest: &mut Manifest,
    now: Timestamp,
) -> (Done, Option<Refused>)
where
    K: Ord + Clone + Display + Serialize,
    V: Serialize,
{
    let Some(address) = settings.address(kind.feed) else { return (Done::Off, None) };
    let due = if due::may_try(manifest, now) { book.due(wanted, now) } else { Vec::new() };
    let count = due.len().min(budget(settings, manifest, now));
    if count == 0 {
        return (Done::NotYet, None);
    }
    if manifest.kept.as_ref().is_some_and(|kept| kept.from != address.text()) {
        book.forget_validators();
    }
    let fetcher = Fetcher::new(kind.feed, address, settings);
    let run = ask_each(kind, book, &due[..count], &fetcher, address, now);
    manifest.asked += run.asked;
    if run.has_answer {
        manifest.succeeded(now);
    }
    match (run.stopped, run.refused) {
        (Some(why), _) => manifest.failed(why, now),
        (None, Some(why)) => manifest.told(why, now),
        (None, None) => {}
    }
    book.prune(wanted, kind.room, now);
    let kept = keep(kind, book, shelf, address, manifest, now).inspect_err(|why| manifest.failed(*why, now));
    (run.done, run.stopped.or(run.refused).or(kept.err()))
}

/// How many records may still be asked for; begins a new day.
fn budget(settings: &Settings, manifest: &mut Manifest, now: Timestamp) -> usize {
    let today = now.to_zoned(TimeZone::UTC).date();
    if manifest.day != Some(today) {
        (manifest.day, manifest.asked) = (Some(today), 0);
    }
    let left = settings.limits.records_a_day.saturating_sub(manifest.asked);
    left.min(settings.limits.records_at_once) as usize
}

/// What came of asking for several records.
#[derive(Default)]
struct Run {
    asked: u32,
    done: Done,
    has_answer: bool,
    /// Why one of them was not taken.
    refused: Option<Refused>,
    /// Why the others were not asked for.
    stopped: Option<Refused>,
}

fn ask_each<K: Ord + Clone + Display, V>(
    kind: &Kind<K, V>,
    book: &mut Book<K, V>,
    keys: &[K],
    fetcher: &Fetcher,
    address: &Address,
    now: Timestamp,
) -> Run {
    let (mut run, mut bad_in_a_row) = (Run { done: Done::Kept, ..Run::default() }, 0);
    for key in keys {
        run.asked += 1;
        match ask(kind, book, key, fetcher, address, now) {
            Ok(done) => {
                bad_in_a_row = 0;
                run.has_answer = true;
                run.done = run.done.max(done);
            }
            Err(why) if why.is_of_one_record() => {
                tracing::debug!(feed = %kind.feed, record = %key, %why, "Failed to use a record");
                touch(book, key, now);
                bad_in_a_row += 1;
                run.refused = Some(why);
                if bad_in_a_row == BAD_IN_A_ROW {
                    return Run { stopped: Some(why), ..run };
                }
            }
            Err(why) => return Run { stopped: Some(why), ..run },
        }
    }
    run
}

fn ask<K: Ord + Clone, V>(
    kind: &Kind<K, V>,
    book: &mut Book<K, V>,
    key: &K,
    fetcher: &Fetcher,
    address: &Address,
    now: Timestamp,
) -> Result<Done, Refused> {
    let kept = book.0.get(key);
    let known = kept.map(|kept| kept.validators.clone()).unwrap_or_default();
    let (bytes, validators) = match fetcher.get(&(kind.address)(address, key), &known)? {
        // That it is gone takes nothing back: its maker takes back by saying so.
        Answer::Unchanged | Answer::Absent => {
            touch(book, key, now);
            return Ok(Done::Kept);
        }
        Answer::Body { bytes, validators } => (bytes, validators),
    };
    let Record { updated, value } = (kind.parse)(key, &bytes)?;
    let edition = |updated: Option<Timestamp>, value: Option<&V>| Edition {
        published: updated,
        version: Vec::new(),
        entries: value.map_or(0, kind.entries),
    };
    let before = kept.map(|kept| edition(kept.updated, kept.value.as_ref()));
    judge(&edition(updated, value.as_ref()), before.as_ref(), now)?;
    book.0.insert(key.clone(), Entry { at: now, updated, validators, value });
    Ok(Done::Taken)
}

/// Notes that a record was asked for, and nothing else.
fn touch<K: Ord + Clone, V>(book: &mut Book<K, V>, key: &K, now: Timestamp) {
    let new = || Entry { at: now, updated: None, validators: Validators::default(), value: None };
    book.0.entry(key.clone()).or_insert_with(new).at = now;
}

fn keep<K: Ord + Serialize, V: Serialize>(
    kind: &Kind<K, V>,
    book: &Book<K, V>,
    shelf: &Shelf,
    address: &Address,
    manifest: &mut Manifest,
    now: Timestamp,
) -> Result<(), Refused> {
    let bytes = serde_json::to_vec(book).map_err(|_| Refused::NotKept)?;
    let sha256 = shelf.write(kind.feed, &bytes)?;
    let fetched = manifest.checked.unwrap_or(now);
    manifest.kept = Some(Kept {
        sha256,
        fetched,
        published: None,
        version: Vec::new(),
        entries: book.0.values().filter(|entry| entry.value.is_some()).count(),
        from: address.text().to_owned(),
        validators: Validators::default(),
    });
    shelf.note(kind.feed, manifest)
}

/// The records out of their kept copy.
pub(crate) fn read<K, V>(feed: Feed, shelf: &Shelf, kept: &Kept) -> Result<Book<K, V>, Refused>
where
    K: Ord + DeserializeOwned,
    V: DeserializeOwned,
{
    serde_json::from_slice(&shelf.read(feed, kept)?).map_err(|_| Refused::Damaged)
}
