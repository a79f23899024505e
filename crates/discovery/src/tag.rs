//! The tag by which PCs of one office recognise each other, and nobody else does.

use hmac::{Hmac, KeyInit, Mac};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sha2::Sha256;

/// First 8 bytes of HMAC-SHA256(discovery key, instance || day as `2026-11-23`), days in UTC.
pub fn tag(discovery_key: &[u8; 32], instance: &str, day: Date) -> [u8; 8] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(discovery_key).expect("HMAC takes any key");
    mac.update(instance.as_bytes());
    mac.update(day.to_string().as_bytes());
    let whole = mac.finalize().into_bytes();
    std::array::from_fn(|at| whole[at])
}

/// Whether a tag is today's, yesterday's, or that of a clock which is a little fast.
pub(crate) fn is_ours(discovery_key: &[u8; 32], instance: &str, today: Date, seen: [u8; 8]) -> bool {
    let days = [Ok(today), today.yesterday(), today.tomorrow()];
    days.into_iter().flatten().any(|day| tag(discovery_key, instance, day) == seen)
}

/// The day of the tag.
pub(crate) fn today() -> Date {
    day_of(Timestamp::now())
}

/// The day in UTC, so that two PCs in two time zones mean the same.
pub(crate) fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use jiff::civil::date;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn the_tag_is_a_truncated_hmac() {
        // printf '%s' a1b2c3d42026-11-23 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707...07
        let seen = tag(&KEY, "a1b2c3d4", date(2026, 11, 23));
        assert_eq!(HEXLOWER.encode(&seen), "887ba6e24e07e97b");
    }

    #[test]
    fn another_office_instance_or_day_has_another_tag() {
        let day = date(2026, 11, 23);
        let seen = tag(&KEY, "a1b2c3d4", day);
        assert_ne!(tag(&[8; 32], "a1b2c3d4", day), seen);
        assert_ne!(tag(&KEY, "a1b2c3d5", day), seen);
        assert_ne!(tag(&KEY, "a1b2c3d4", date(2026, 11, 24)), seen);
    }

    #[test]
    fn yesterdays_tag_is_still_recognised_and_an_older_one_is_not() {
        let seen = tag(&KEY, "a1b2c3d4", date(2026, 11, 30));
        let recognised = |today| is_ours(&KEY, "a1b2c3d4", today, seen);
        assert!(recognised(date(2026, 11, 30)));
        assert!(recognised(date(2026, 12, 1)), "the announcer has not noticed midnight yet");
        assert!(recognised(date(2026, 11, 29)), "the announcer's clock is a little fast");
        assert!(!recognised(date(2026, 12, 2)));
    }

    #[test]
    fn the_day_changes_at_midnight_utc() {
        assert_eq!(day_of("2026-11-23T23:59:59Z".parse().unwrap()), date(2026, 11, 23));
        assert_eq!(day_of("2026-11-24T00:00:00Z".parse().unwrap()), date(2026, 11, 24));
    }
}
