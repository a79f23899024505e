//! The questions to snapd, each over a connection of its own. Those that end with `order` change the PC, and need root.

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

use patchround_protocol::Cause;
use serde::de::DeserializeOwned;

use super::{
    SOCKET,
    answer::{self, Maintenance},
    changes::Change,
    http,
    snaps::Snap,
    socket,
};
pub use crate::ask::AskError;
use crate::source::Pc;

/// What snapd is doing is asked also where somebody waits for the answer.
const QUICK: Duration = Duration::from_secs(10);
/// A question; also one that its store answers, since the list of all sources waits for it.
const LIMIT: Duration = Duration::from_secs(30);
/// An order is answered once the store was asked, and whether it was taken has to be learned.
const ORDER_LIMIT: Duration = Duration::from_secs(5 * 60);
/// Bytes of an answer: snapd says some thousand of each snap.
const MOST: usize = 8 * 1024 * 1024;

/// The snaps that are installed, each in the revision that is in use.
///
/// # Errors
/// [`AskError`].
pub fn installed(pc: &Pc<'_>) -> Result<Vec<Snap>, AskError> {
    get(pc, "/v2/snaps", LIMIT).map(|(snaps, _)| snaps)
}

/// Every revision that is there, also those that were in use before.
///
/// # Errors
/// [`AskError`].
pub fn revisions(pc: &Pc<'_>) -> Result<Vec<Snap>, AskError> {
    get(pc, "/v2/snaps?select=all", LIMIT).map(|(snaps, _)| snaps)
}

/// What is newer, which snapd asks its store for.
///
/// # Errors
/// [`AskError`].
pub fn offered(pc: &Pc<'_>) -> Result<Vec<Snap>, AskError> {
    get(pc, "/v2/find?select=refresh", LIMIT).map(|(snaps, _)| snaps)
}

/// What snapd is doing, and what it says of itself.
///
/// # Errors
/// [`AskError`].
pub fn in_progress(pc: &Pc<'_>) -> Result<(Vec<Change>, Option<Maintenance>), AskError> {
    get(pc, "/v2/changes?select=in-progress", QUICK)
}

/// How far a change is.
///
/// # Errors
/// [`AskError`]; [`Cause::FileGone`] where there is no such change.
pub fn change(pc: &Pc<'_>, change: &str) -> Result<Change, AskError> {
    get(pc, &format!("/v2/changes/{change}"), LIMIT).map(|(change, _)| change)
}

/// Orders something of one snap, or of those that the order names, and gives the change that it became.
///
/// # Errors
/// [`AskError`].
pub fn order(pc: &Pc<'_>, path: &str, order: &serde_json::Value) -> Result<String, AskError> {
    let answer = exchange(pc, &http::post(path, &order.to_string()), ORDER_LIMIT)?;
    answer::change(&answer.body)
}

fn get<T: DeserializeOwned>(
    pc: &Pc<'_>,
    path: &str,
    limit: Duration,
) -> Result<(T, Option<Maintenance>), AskError> {
    let answer = exchange(pc, &http::get(path), limit)?;
    answer::sync(&answer.body).map_err(|error| match error.cause() {
        Cause::Unexpected if answer.status == 404 => refused(Cause::FileGone, error.said()),
        _ => error,
    })
}

fn exchange(pc: &Pc<'_>, said: &str, limit: Duration) -> Result<http::Answer, AskError> {
    let limit = pc.tools.patience(limit);
    let is_whole = |bytes: &[u8]| http::answer(bytes, false) != Ok(None);
    let bytes = socket::exchange(&pc.place(SOCKET), said.as_bytes(), (limit, MOST), &is_whole)
        .map_err(|error| unheard(&error))?;
    match http::answer(&bytes, true) {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) | Err(http::NotWhole) => Err(refused(Cause::Unexpected, http::NotWhole.to_string())),
    }
}

fn unheard(error: &io::Error) -> AskError {
    let cause = match error.kind() {
        ErrorKind::TimedOut => Cause::Timeout,
        ErrorKind::PermissionDenied => Cause::NeedsAdminOrUser,
        _ => Cause::Unexpected,
    };
    refused(cause, format!("Failed to talk with snapd: {error}"))
}

fn refused(cause: Cause, said: String) -> AskError {
    AskError::Refused { cause, said }
}
