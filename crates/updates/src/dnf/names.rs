//! What a person would call a package, and which programs it brings.

use std::collections::BTreeSet;

use patchround_protocol::update::SYSTEM_PARTS;

use super::offers::Offer;
use crate::{apt::names::KERNEL, names::of_summary};

const MENU: &str = "/usr/share/applications/";
/// Programs of one package.
const FILES: usize = 50;
const PART_ENDINGS: [&str; 9] =
    ["-libs", "-devel", "-common", "-data", "-doc", "-core", "-fonts", "-filesystem", "-langpack-en"];
const PARTS: [&str; 12] = [
    "bash",
    "basesystem",
    "coreutils",
    "dbus",
    "filesystem",
    "glibc",
    "openssl",
    "rpm",
    "setup",
    "shadow-utils",
    "systemd",
    "tzdata",
];

/// Whether a file is a desktop entry.
pub(super) fn is_entry(file: &str) -> bool {
    in_folder(file, MENU).is_some_and(|name| name.ends_with(".desktop"))
}

/// Names of the desktop entries among these files, without the ending.
pub(super) fn entries<'a>(files: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let entries = files.filter_map(|file| in_folder(file, MENU)?.strip_suffix(".desktop"));
    entries.take(FILES).map(str::to_owned).collect()
}

fn in_folder<'a>(file: &'a str, folder: &str) -> Option<&'a str> {
    file.strip_prefix(folder).filter(|name| !name.contains('/'))
}

/// The plain name of a package; `app` is the name of an app in it.
pub(super) fn plain(offer: &Offer, app: Option<&str>) -> String {
    if is_kernel(&offer.name) {
        return KERNEL.to_owned();
    }
    if let Some(app) = app {
        return app.to_owned();
    }
    let source = offer.source.as_deref().unwrap_or(&offer.name);
    let is_part = offer.name.starts_with("lib")
        || PARTS.contains(&source)
        || PART_ENDINGS.iter().any(|ending| offer.name.ends_with(ending));
    if is_part {
        return SYSTEM_PARTS.to_owned();
    }
    offer.summary.as_deref().and_then(of_summary).unwrap_or_else(|| offer.name.clone())
}

fn is_kernel(name: &str) -> bool {
    name == "kernel"
        || ["kernel-core", "kernel-modules", "kernel-rt", "kernel-debug"].iter().any(|k| name.starts_with(k))
}
