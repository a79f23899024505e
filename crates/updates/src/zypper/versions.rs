//! `zypper --xmlout search --installed-only --details`: the versions that are there, and whether a repository has them.

use std::collections::BTreeMap;

use super::stream::{self, Broken};
use crate::rpm::is_kernel;

/// What zypper calls the place of a version that no repository has.
const ONLY_HERE: &str = "(System Packages)";

/// By `NAME.ARCH` the editions that are there, each with whether a repository has it.
pub type There = BTreeMap<String, BTreeMap<String, bool>>;

/// Reads what is there.
///
/// # Errors
/// [`Broken`] where the list was cut off.
pub fn parse(text: &str) -> Result<There, Broken> {
    let mut all = There::new();
    let mut has_list = false;
    stream::read(text, |_, element| {
        has_list |= element.name == "solvable-list";
        let is_there =
            element.name == "solvable" && element.get("status").is_some_and(|s| s.starts_with("installed"));
        if is_there
            && let (Some(name), Some(arch), Some(edition)) =
                (element.get("name"), element.get("arch"), element.get("edition"))
        {
            let is_in_one = element.get("repository").is_some_and(|repository| repository != ONLY_HERE);
            let editions = all.entry(format!("{name}.{arch}")).or_default();
            *editions.entry(edition.to_owned()).or_default() |= is_in_one;
        }
    })?;
    if has_list { Ok(all) } else { Err(Broken) }
}

/// What is there twice, `NAME.ARCH`: an installation was cut off after the newer version went in and before the older one
/// went. Kernels are there side by side on purpose.
pub fn twice(there: &There) -> Vec<&str> {
    let is_twice =
        |(name, editions): &(&String, &BTreeMap<String, bool>)| editions.len() > 1 && !is_kernel(name);
    there.iter().filter(is_twice).map(|(name, _)| name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTALLED: &str = include_str!("../../testdata/debian-12.zypper-search.installed");
    const INTERRUPTED: &str = include_str!("../../testdata/debian-12.zypper-search.interrupted");

    #[test]
    fn an_installed_version_is_in_a_repository_or_only_here() {
        let all = parse(INSTALLED).unwrap();
        assert!(all["pr-undo.noarch"]["1.0-1"]);
        assert!(!all["pr-two.noarch"]["1.0-1"], "no repository has it any more");
        assert_eq!(all["pr-two.noarch"].len(), 1, "what is not there does not count");
    }

    #[test]
    fn what_was_cut_off_between_two_versions_is_there_twice() {
        assert_eq!(twice(&parse(INSTALLED).unwrap()), Vec::<&str>::new());
        assert_eq!(twice(&parse(INTERRUPTED).unwrap()), ["pr-slow.noarch"]);
        let kernels =
            There::from([("kernel-default.x86_64".into(), [("1".into(), true), ("2".into(), true)].into())]);
        assert_eq!(twice(&kernels), Vec::<&str>::new());
    }

    #[test]
    fn a_stream_without_a_list_is_none() {
        assert_eq!(parse("<stream></stream>"), Err(Broken));
    }
}
