//! Feeds that come in one piece: the catalogue and the forecast.

use jiff::Timestamp;
use patchround_protocol::feeds::Catalogue;

use crate::{
    due,
    feed::Feed,
    feeds::Done,
    fetch::{Answer, Fetcher, Validators},
    judge::{Edition, judge},
    keep::{Kept, Manifest, Shelf},
    parse,
    refused::Refused,
    settings::Settings,
    table,
};

/// What was read, as it is going to be kept.
struct Fresh {
    edition: Edition,
    file: Vec<u8>,
}

/// Asks for a feed if it is time, and keeps what comes. `manifest` says the rest.
pub(crate) fn refresh(
    feed: Feed,
    shelf: &Shelf,
    settings: &Settings,
    manifest: &mut Manifest,
    now: Timestamp,
) -> Result<Done, Refused> {
    let Some(address) = settings.address(feed) else { return Ok(Done::Off) };
    if !due::is_past(manifest.checked, due::DAY, now) || !due::may_try(manifest, now) {
        return Ok(Done::NotYet);
    }
    let same_place = manifest.kept.as_ref().filter(|kept| kept.from == address.text());
    let known = same_place.map(|kept| kept.validators.clone()).unwrap_or_default();
    let answer = Fetcher::new(feed, address, settings).get(address.text(), &known);
    let done = answer.and_then(|answer| take(feed, shelf, address.text(), answer, manifest, now));
    match done {
        Ok(_) => manifest.succeeded(now),
        Err(why) => manifest.failed(why, now),
    }
    let noted = shelf.note(feed, manifest).inspect_err(|why| manifest.failed(*why, now));
    done.and_then(|done| noted.map(|()| done))
}

fn take(
    feed: Feed,
    shelf: &Shelf,
    from: &str,
    answer: Answer,
    manifest: &mut Manifest,
    now: Timestamp,
) -> Result<Done, Refused> {
    let (bytes, validators) = match answer {
        Answer::Unchanged => return Ok(Done::Kept),
        Answer::Absent => return Err(Refused::NotReached),
        Answer::Body { bytes, validators } => (bytes, validators),
    };
    let fresh = read(feed, &bytes)?;
    let kept = manifest.kept.as_ref().map(Kept::edition);
    judge(&fresh.edition, kept.as_ref(), now)?;
    keep(feed, shelf, fresh, from, validators, manifest, now)?;
    Ok(Done::Taken)
}

fn keep(
    feed: Feed,
    shelf: &Shelf,
    fresh: Fresh,
    from: &str,
    validators: Validators,
    manifest: &mut Manifest,
    now: Timestamp,
) -> Result<(), Refused> {
    let Edition { published, version, entries } = fresh.edition;
    let sha256 = shelf.write(feed, &fresh.file)?;
    let from = from.to_owned();
    manifest.kept = Some(Kept { sha256, fetched: now, published, version, entries, from, validators });
    Ok(())
}

fn read(feed: Feed, bytes: &[u8]) -> Result<Fresh, Refused> {
    let fresh = match feed {
        Feed::Epss => {
            let parse::Epss { published, likely } = parse::epss(bytes)?;
            let edition = Edition { published: Some(published), version: Vec::new(), entries: likely.len() };
            Fresh { edition, file: table::write(&likely) }
        }
        _ => {
            let parse::Kev { version, catalogue } = parse::kev(bytes)?;
            let published = Some(catalogue.published);
            let edition = Edition { published, version, entries: catalogue.listed.len() };
            Fresh { edition, file: serde_json::to_vec(&catalogue).map_err(|_| Refused::NotKept)? }
        }
    };
    if fresh.edition.entries == 0 { Err(Refused::Empty) } else { Ok(fresh) }
}

/// The catalogue out of its kept copy.
pub(crate) fn catalogue(shelf: &Shelf, kept: &Kept) -> Result<Catalogue, Refused> {
    let bytes = shelf.read(Feed::Kev, kept)?;
    let catalogue: Catalogue = serde_json::from_slice(&bytes).map_err(|_| Refused::Damaged)?;
    let is_as_noted = Some(catalogue.published) == kept.published && catalogue.listed.len() == kept.entries;
    is_as_noted.then_some(catalogue).ok_or(Refused::Damaged)
}

/// Takes the copy that came with the program, where it is newer than the one that is kept. It was judged when it was
/// made; what is damaged in it is left where it is. Says whether it was taken.
pub(crate) fn take_seed(
    feed: Feed,
    seed: &Shelf,
    shelf: &Shelf,
    manifest: &mut Manifest,
) -> Result<bool, Refused> {
    let Ok(Manifest { kept: Some(theirs), .. }) = seed.manifest(feed) else { return Ok(false) };
    let is_newer = manifest.kept.as_ref().is_none_or(|ours| ours.published < theirs.published);
    let Some(bytes) = is_newer.then(|| seed.read(feed, &theirs).ok()).flatten() else { return Ok(false) };
    shelf.write(feed, &bytes)?;
    manifest.kept = Some(theirs);
    manifest.refused = manifest.refused.filter(|why| *why != Refused::Damaged);
    shelf.note(feed, manifest)?;
    Ok(true)
}
