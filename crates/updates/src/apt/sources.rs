//! `apt-get update --print-uris`: every software source this PC is set up with.
//!
//! It tells what apt would fetch without fetching it, and the name each file would have in the lists folder.
//! `apt-get indextargets` will not do: it leaves out just those sources whose lists were never read.

use super::uris;

/// Names in the lists folder of the sources that were never read, given what lies in that folder.
///
/// Of a source that was read at least one file is there, its signed `InRelease` in most cases.
pub fn unread(print_uris: &str, lists: &[String]) -> Vec<String> {
    let wanted = uris::parse(print_uris).into_iter().map(|uri| uri.file);
    let sources = wanted.filter_map(|file| file.strip_suffix("InRelease").map(str::to_owned));
    sources.filter(|source| !lists.iter().any(|file| file.starts_with(source.as_str()))).collect()
}
