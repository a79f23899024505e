//! Free space and who is there: nothing on Windows asks for them yet.

use std::{fs::DirBuilder, path::Path};

use patchround_protocol::accounts::Accounts;
use patchround_windows::member;

use crate::Boot;

/// Names of the local administrators, and whose accounts there are, as far as that is known.
pub(crate) fn accounts() -> (Vec<String>, Option<Accounts>) {
    let asked = member::administrators().and_then(|members| Ok((members, member::accounts()?)));
    let (members, accounts) = match asked {
        Ok(asked) => asked,
        Err(error) => {
            tracing::warn!(%error, "Failed to ask who administers this PC");
            return (Vec::new(), None);
        }
    };
    let pc = std::env::var("COMPUTERNAME").unwrap_or_default();
    let member::Who { people, administrators, masters, groups } = member::who(&pc, &members, &accounts);
    let all = [&administrators[..], &masters, &groups].concat();
    // Who is in a group of elsewhere is not known here, so that nobody can be told by it.
    (all, Some(Accounts { people, administrators, masters, by_group: Vec::new() }))
}

/// Not known.
pub(crate) fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

/// Not known.
pub(crate) fn is_own_disk(_folder: &Path) -> bool {
    false
}

/// Not known.
pub(crate) fn signed_in() -> Option<Vec<String>> {
    None
}

/// Not known.
pub(crate) fn boot() -> Option<Boot> {
    None
}

/// Makes folders with the access list of the folder they are in.
pub(crate) fn private() -> DirBuilder {
    DirBuilder::new()
}
