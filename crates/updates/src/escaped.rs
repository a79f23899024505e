//! Names and versions that an id cannot hold as they are, written so that it can: two that differ stay different.
//!
//! Nothing is ever read back out of an id. Whoever is given one looks through what is offered at that moment for the name
//! that is written so, and uses that name.

use std::fmt::Write;

/// What stays as it is, besides letters and digits: everything an id may hold but `^`, which marks what is written
/// otherwise, and `~`, which marks a person's own.
const PLAIN: &[u8] = b".+_:{}/-";

/// The text with every other byte as `^` and two hex digits.
pub(crate) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        let is_option = at == 0 && byte == b'-';
        if (byte.is_ascii_alphanumeric() || PLAIN.contains(&byte)) && !is_option {
            written.push(char::from(byte));
        } else {
            write!(written, "^{byte:02X}").expect("a string takes everything");
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use patchround_protocol::UpdateId;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_label_with_spaces_and_a_name_with_an_at_sign_make_ids() {
        assert_eq!(escaped("Command Line Tools for Xcode-16.2"), "Command^20Line^20Tools^20for^20Xcode-16.2");
        assert_eq!(escaped("openssl@3"), "openssl^403");
        assert_eq!(escaped("-i"), "^2Di");
        assert_eq!(escaped("a^20b"), "a^5E20b");
        assert_eq!(escaped("~501/x"), "^7E501/x");
    }

    proptest! {
        #[test]
        fn what_differs_stays_different_and_is_fit_for_an_id(one in "\\PC{1,20}", other in "\\PC{1,20}") {
            prop_assert_eq!(one == other, escaped(&one) == escaped(&other));
            let id = UpdateId::new("brew", &escaped(&one), &escaped(&other)).unwrap();
            prop_assert_eq!((id.native(), id.version()), (&*escaped(&one), &*escaped(&other)));
            prop_assert!(id.person().is_none());
        }
    }
}
