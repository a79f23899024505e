//! `who`: everybody who is signed in, at the screen or from elsewhere.

use std::collections::BTreeSet;

/// Names of the accounts; macOS's own, which begin with `_`, are nobody.
pub(super) fn people(text: &str) -> Vec<String> {
    let name = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next().filter(|name| !name.starts_with('_'))?;
        words.next().map(|_| name.to_owned())
    };
    text.lines().filter_map(name).collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_named_once_and_a_system_account_is_nobody() {
        let text = "ben      console      Nov 30 08:01 \nana      ttys000      Nov 30 08:10 (10.0.0.2)\n\
                    ben      ttys001      Nov 30 08:11 \n_mbsetupuser console  Nov 30 07:59 \n";
        assert_eq!(people(text), ["ana", "ben"]);
        assert_eq!(people(""), Vec::<String>::new());
        assert_eq!(people("\n   \nalone\n"), Vec::<String>::new());
    }
}
