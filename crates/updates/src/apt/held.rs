//! `apt-mark showhold` and `apt-mark showauto`: one name a line.

use std::collections::BTreeSet;

/// Reads the names.
pub fn parse(text: &str) -> BTreeSet<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.contains(' ')).map(str::to_owned).collect()
}
