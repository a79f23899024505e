//! Which of two versions is newer, for what is shown only: as deb-version(7) orders the maker's part of them.

use std::cmp::Ordering;

/// The maker's part of a package's version: without the epoch in front and the package's own number behind.
pub(super) fn makers(version: &str) -> &str {
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    version.rsplit_once('-').map_or(version, |(upstream, _)| upstream)
}

/// In turn what is no number, in which `~` comes before the end and letters before other signs, and what is one.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    while !(one.is_empty() && other.is_empty()) {
        let (words, numbers) = (split(&mut one, false), split(&mut one, true));
        let (other_words, other_numbers) = (split(&mut other, false), split(&mut other, true));
        let order = by_sign(words, other_words).then_with(|| by_number(numbers, other_numbers));
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// Takes the digits, or what is none, off the front.
fn split<'a>(text: &mut &'a str, digits: bool) -> &'a str {
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    let (front, rest) = text.split_at(end);
    *text = rest;
    front
}

fn by_sign(one: &str, other: &str) -> Ordering {
    let rank = |sign: Option<char>| match sign {
        Some('~') => -1,
        None => 0,
        Some(letter) if letter.is_ascii_alphabetic() => i64::from(u32::from(letter)),
        Some(sign) => i64::from(u32::from(sign)) + (1 << 32),
    };
    let (mut one, mut other) = (one.chars(), other.chars());
    loop {
        let (a, b) = (one.next(), other.next());
        let order = rank(a).cmp(&rank(b));
        if order != Ordering::Equal || a.is_none() {
            return order;
        }
    }
}

/// Of any length: without zeros in front, the longer one is larger.
fn by_number(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_makers_part_is_without_epoch_and_revision() {
        assert_eq!(makers("4:25.2.3-2+deb13u1"), "25.2.3");
        assert_eq!((makers("128.3.0esr-1~deb12u1"), makers("20230101")), ("128.3.0esr", "20230101"));
    }

    #[test]
    fn versions_are_ordered_as_dpkg_orders_them() {
        let rising = [
            "0",
            "0.9",
            "1.0~rc1",
            "1.0",
            "1.0a",
            "1.0+b",
            "1.09",
            "1.10",
            "1.10.1",
            "2",
            "10",
            "128.3.0esr",
        ];
        for (at, low) in rising.iter().enumerate() {
            for high in &rising[at + 1..] {
                assert_eq!(
                    (compare(low, high), compare(high, low)),
                    (Ordering::Less, Ordering::Greater),
                    "{low} {high}"
                );
            }
        }
        assert_eq!(compare("1.01", "1.1"), Ordering::Equal);
    }

    /// dpkg itself, where it is there.
    #[cfg(target_os = "linux")]
    #[test]
    #[expect(clippy::disallowed_methods, reason = "office runs no programs; this test asks dpkg itself")]
    fn dpkg_orders_made_up_versions_the_same_way() {
        let parts = ["", "1", "10", "~", "a", "+", ".0", "~rc1", ".9z"];
        if !std::path::Path::new("/usr/bin/dpkg").exists() {
            return patchround_trial::leave_out("dpkg is not here");
        }
        for (one, other) in
            parts.iter().flat_map(|one| parts.map(|other| (format!("1{one}"), format!("1{other}"))))
        {
            let mut dpkg = std::process::Command::new("/usr/bin/dpkg");
            let asked = dpkg.args(["--compare-versions", &one, "lt", &other]).status().unwrap().success();
            assert_eq!(compare(&one, &other) == Ordering::Less, asked, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn any_three_texts_have_an_order(a in "[0-9a-c.+~]{0,8}", b in "[0-9a-c.+~]{0,8}", c in "[0-9a-c.+~]{0,8}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
