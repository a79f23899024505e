//! Feeds of what the world knows of flaws, in words.

use jiff::{Timestamp, tz::TimeZone};
use patchround_feeds::{Feed, NotAnAddress, Refused, State};
use patchround_words::{say, say_with};

use crate::app::when;

/// What a feed tells, and who makes it.
pub fn name(feed: Feed) -> String {
    say(match feed {
        Feed::Kev => "feed-kev",
        Feed::Epss => "feed-epss",
        Feed::Vulnrichment => "feed-vulnrichment",
        Feed::Osv => "feed-osv",
        Feed::EndOfLife => "feed-endoflife",
    })
}

/// How it stands with a feed: of which day what is known here is, or that nothing is.
pub fn state(state: &State, zone: &TimeZone) -> String {
    let on = |id: &str, at: Timestamp| {
        say_with(id, &[("day", when::day(at.to_zoned(zone.clone()).date()).into())])
    };
    match (state.published, state.checked.or(state.fetched)) {
        _ if !state.is_on => say("feed-off"),
        (Some(published), _) => on("feed-of", published),
        (None, Some(checked)) if state.entries > 0 => on("feed-asked", checked),
        _ => say("feed-none"),
    }
}

/// Why what was fetched last was not taken, and what to do; nothing where it was.
pub fn trouble(state: &State) -> Option<String> {
    let refused = state.refused.filter(|_| state.is_on)?;
    Some(match refused {
        Refused::Shrunk => say_with("feed-shrunk", &[("key", state.feed.key().into())]),
        refused => say(why(refused)),
    })
}

const fn why(refused: Refused) -> &'static str {
    match refused {
        Refused::NotReached => "feed-not-reached",
        Refused::Certificate => "feed-certificate",
        Refused::Insecure => "feed-insecure",
        Refused::TooLarge => "feed-too-large",
        Refused::Slow => "feed-slow",
        Refused::Cut => "feed-cut",
        Refused::NotTheFormat => "feed-not-the-format",
        Refused::Empty => "feed-empty",
        Refused::Shrunk => "feed-shrunk",
        Refused::Older => "feed-older",
        Refused::FromTheFuture => "feed-from-the-future",
        Refused::Stale => "feed-stale",
        Refused::Damaged => "feed-damaged",
        Refused::NotKept => "feed-not-kept",
    }
}

/// Why a feed cannot come from an address.
pub(super) fn not_an_address(why: NotAnAddress) -> String {
    match why {
        NotAnAddress::Unreadable => say("error-feed-unreadable"),
        NotAnAddress::NotEncrypted => say("error-feed-not-encrypted"),
        NotAnAddress::NoPlace(place) => say_with("error-feed-no-place", &[("place", place.into())]),
    }
}
