//! Which of many updates fit together, and what a package manager may do for an order: that and nothing else.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome};

use crate::Ended;

/// Why some updates do not go together.
#[derive(Debug, Clone)]
pub(crate) enum Objection {
    /// Another choice of packages may do.
    These(Ended),
    /// None will: nothing more is asked.
    All(Ended),
}

impl From<Ended> for Objection {
    fn from(ended: Ended) -> Self {
        if is_about_packages(ended.cause) { Self::These(ended) } else { Self::All(ended) }
    }
}

/// The targets that fit together. All at once if that works; else halves, so that one update in the way is found in a few
/// steps and costs only itself.
///
/// `objects` says why these, which are all that is to go, do not go together; `refuse` gets what does not fit.
pub(crate) fn fit<T: Clone>(
    targets: Vec<T>,
    mut objects: impl FnMut(&[T]) -> Option<Objection>,
    mut refuse: impl FnMut(&T, &Ended),
) -> Vec<T> {
    let mut fits: Vec<T> = Vec::new();
    let mut stopped = None;
    let mut left = vec![targets];
    while let Some(more) = left.pop() {
        if more.is_empty() {
            continue;
        }
        let all = [fits.as_slice(), &more].concat();
        match stopped.clone().or_else(|| objects(&all)) {
            None => fits = all,
            Some(Objection::All(ended)) => {
                more.iter().for_each(|target| refuse(target, &ended));
                stopped = Some(Objection::All(ended));
            }
            Some(Objection::These(ended)) if more.len() == 1 => refuse(&more[0], &ended),
            Some(Objection::These(_)) => {
                let (first, second) = more.split_at(more.len() / 2);
                left.extend([second.to_vec(), first.to_vec()]);
            }
        }
    }
    fits
}

/// Whether another choice of packages may end otherwise.
pub(crate) fn is_about_packages(cause: Option<Cause>) -> bool {
    use Cause::{AsksQuestion, DepsUnsolvable, Held, VersionGone, WouldRemove};
    matches!(cause, Some(DepsUnsolvable | VersionGone | Held | WouldRemove | AsksQuestion))
}

/// Why nothing is installed that removes something nobody agreed to.
pub(crate) fn removes<'a>(
    names: impl IntoIterator<Item = &'a str>,
    is_agreed: impl Fn(&str) -> bool,
) -> Option<Ended> {
    let names = list(names.into_iter().filter(|name| !is_agreed(name)))?;
    Some(Ended::not_done(Outcome::NeedsPerson, Cause::WouldRemove, &format!("Would remove: {names}")))
}

/// Why nothing is installed that brings something else back to an older version.
pub(crate) fn brings_older<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Ended> {
    let names = list(names)?;
    Some(Ended::failed(Cause::DepsUnsolvable, &format!("Would bring older versions: {names}")))
}

/// Why nothing goes back that changes others too.
pub(crate) fn changes_others<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Ended> {
    let names = list(names)?;
    Some(Ended::failed(Cause::UndoBlocked, &format!("Would also change: {names}")))
}

fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| names.into_iter().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What fits, what does not, and how often it was asked.
    type Fitted = (Vec<u32>, Vec<(u32, Option<Cause>)>, usize);

    fn fitted(targets: u32, objects: impl Fn(&[u32]) -> Option<Cause>) -> Fitted {
        let (mut refused, mut asked) = (Vec::new(), 0);
        let fits = fit(
            (0..targets).collect(),
            |all| {
                asked += 1;
                objects(all).map(|cause| Ended::failed(cause, "").into())
            },
            |target, ended| refused.push((*target, ended.cause)),
        );
        (fits, refused, asked)
    }

    #[test]
    fn what_fits_is_asked_about_once() {
        assert_eq!(fitted(100, |_| None).2, 1);
        assert_eq!(fitted(0, |_| Some(Cause::Unexpected)).2, 0);
    }

    #[test]
    fn one_in_the_way_of_many_costs_only_itself_and_is_found_in_a_few_steps() {
        let (fits, refused, asked) = fitted(100, |all| all.contains(&42).then_some(Cause::DepsUnsolvable));
        assert_eq!((fits.len(), refused), (99, vec![(42, Some(Cause::DepsUnsolvable))]));
        assert!(asked < 20, "{asked}");
    }

    #[test]
    fn of_two_that_exclude_each_other_one_goes() {
        let both = |all: &[u32]| (all.contains(&1) && all.contains(&6)).then_some(Cause::WouldRemove);
        let (fits, refused, _) = fitted(8, both);
        assert_eq!((fits.len(), refused), (7, vec![(6, Some(Cause::WouldRemove))]));
    }

    #[test]
    fn what_is_not_about_packages_is_asked_once_and_told_of_all() {
        let (fits, refused, asked) = fitted(8, |_| Some(Cause::DiskUnusable));
        assert_eq!((fits.len(), refused.len(), asked), (0, 8, 1));
    }

    #[test]
    fn only_what_was_agreed_to_is_removed_and_nothing_older_or_else_comes() {
        assert_eq!(removes(["a"], |name| name == "a"), None);
        let ended = removes(["b", "a", "b"], |name| name == "a").unwrap();
        assert_eq!(
            (ended.outcome, ended.details.as_deref()),
            (Outcome::NeedsPerson, Some("Would remove: b"))
        );
        assert_eq!(brings_older(["a"]).unwrap().cause, Some(Cause::DepsUnsolvable));
        assert_eq!((brings_older([]), changes_others([])), (None, None));
        assert_eq!(changes_others(["a"]).unwrap().cause, Some(Cause::UndoBlocked));
    }
}
