//! Makes updates of what the agent offers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use patchround_protocol::{
    Cause, PcId, Update,
    cve::{CveId, Severity},
    ids::PackageName,
    limits,
    update::{Class, Held, Needs, Reason, Released, ReleasedFrom, Reversible, Scope, Substantial},
};

use super::{
    SOURCE,
    agent::{Kind, Offer, Restart},
    policy::Policy,
    title,
};
use crate::names;

const SECURITY: &str = "0fa1201d-4330-4fa8-8ae9-b877473b6441";
const DEFINITIONS: &str = "e0789628-ce08-4437-be74-2495b842f43b";
const UPGRADES: &str = "3689bdc8-b205-4af4-8d4a-a63924c5e9d5";

/// The updates, sorted by id. Left out is what Windows sees to by itself (definitions, what is optional), what waits for a
/// restart already, and what makes no plain id.
pub fn join(pc: PcId, offers: &[Offer], policy: &Policy, now: Timestamp) -> Vec<Update> {
    let mut updates: Vec<Update> = offers
        .iter()
        .filter(|offer| is_work(offer))
        .filter_map(|offer| update(pc, offer, policy, now))
        .collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    updates
}

/// Why it is only shown here, and put in by somebody who sits at that PC.
pub fn at_the_pc(offer: &Offer) -> Option<Cause> {
    let is_shown_only = offer.kind == Kind::Driver || has(offer, UPGRADES) || offer.asks;
    is_shown_only.then_some(Cause::AtThePc)
}

/// Whether it is anything for a person to decide.
pub fn is_work(offer: &Offer) -> bool {
    let is_open = !offer.is_installed && !offer.waits_for_restart;
    is_open && !offer.is_optional && !has(offer, DEFINITIONS)
}

fn update(pc: PcId, offer: &Offer, policy: &Policy, now: Timestamp) -> Option<Update> {
    let Some(id) = offer.identity.id() else {
        tracing::debug!(update = %offer.identity.update, "Left out an update that makes no plain id");
        return None;
    };
    let article = article(offer);
    let package: PackageName = article.as_deref().unwrap_or(&offer.identity.update).parse().ok()?;
    let candidate = candidate(offer, article.as_deref());
    Some(Update {
        pc,
        source: SOURCE.to_owned(),
        group: package.as_str().to_owned(),
        name: name(offer, &package),
        package,
        installed: installed(offer, policy).filter(|there| *there != candidate),
        candidate,
        class: class(offer),
        severity: severity(offer),
        substantial: Some(Substantial::because(substantial(offer))),
        cves: flaws(offer),
        known_exploited: None,
        released: released(offer, policy),
        size: size(offer),
        notes: names::harmless(&offer.description, limits::DETAILS_BYTES),
        changes: None,
        needs: Needs { restart: restart(offer), ..Needs::default() },
        reversible: Some(Reversible::Not(Cause::UndoBlocked)),
        scope: Scope::Machine,
        held: held(policy, now),
        phased: false,
        blocked: at_the_pc(offer).or(policy.refuses.then_some(Cause::PolicyBlocked)),
        id,
    })
}

fn has(offer: &Offer, category: &str) -> bool {
    offer.categories.iter().any(|id| id.eq_ignore_ascii_case(category))
}

fn article(offer: &Offer) -> Option<String> {
    let told = offer.articles.iter().find(|digits| title::is_article(digits));
    told.map(|digits| format!("KB{digits}")).or_else(|| title::article(&offer.title))
}

/// What a person reads as its version.
fn candidate(offer: &Offer, article: Option<&str>) -> String {
    let in_title = title::build(&offer.title).or_else(|| title::version(&offer.title));
    in_title.or(article).map_or_else(|| offer.identity.revision.to_string(), str::to_owned)
}

/// The build that runs, where the update brings the next one of it.
fn installed(offer: &Offer, policy: &Policy) -> Option<String> {
    let (next, there) = (title::build(&offer.title)?, policy.build.as_deref()?);
    let of = |build: &str| build.split_once('.').map(|(build, _)| build.to_owned());
    (of(next) == of(there)).then(|| there.to_owned())
}

fn name(offer: &Offer, package: &PackageName) -> String {
    match title::name(&offer.title) {
        name if name.is_empty() => package.as_str().to_owned(),
        name => name,
    }
}

/// A cumulative update mends flaws, whatever its categories say; one that comes before its day does not yet. Of what only somebody at
/// the PC can put in, drivers alone are known to mend none: the edition that runs may be one that nobody mends any more.
fn class(offer: &Offer) -> Option<Class> {
    let is_said = severity(offer).is_some() || has(offer, SECURITY) || !offer.flaws.is_empty();
    let is_monthly = title::is_cumulative(&offer.title) && !title::is_preview(&offer.title);
    if is_said || (is_monthly && offer.kind == Kind::Software) {
        return Some(Class::Security);
    }
    (offer.kind == Kind::Driver || at_the_pc(offer).is_none()).then_some(Class::Other)
}

fn severity(offer: &Offer) -> Option<Severity> {
    match offer.severity.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "important" => Some(Severity::High),
        "moderate" => Some(Severity::Medium),
        "low" => Some(Severity::Low),
        _ => None,
    }
}

fn substantial(offer: &Offer) -> Vec<Reason> {
    has(offer, UPGRADES).then_some(Reason::FeatureUpdate {}).into_iter().collect()
}

/// That nobody names a flaw says nothing: cumulative updates name none.
fn flaws(offer: &Offer) -> Option<Vec<String>> {
    let all: BTreeSet<CveId> = offer.flaws.iter().filter_map(|flaw| flaw.parse().ok()).collect();
    (!all.is_empty()).then(|| all.iter().map(CveId::to_string).collect())
}

/// An office's own server tells when somebody let it through there.
fn released(offer: &Offer, policy: &Policy) -> Option<Released> {
    let date = offer.changed.filter(|_| !policy.has_own_server)?;
    Some(Released { date, from: ReleasedFrom::Catalogue })
}

/// Of a cumulative or feature update only a small part is fetched, and nobody says which.
pub fn size(offer: &Offer) -> Option<u64> {
    let is_guess = title::is_cumulative(&offer.title) || has(offer, UPGRADES);
    offer.most_bytes.filter(|bytes| *bytes > 0 && !is_guess)
}

fn restart(offer: &Offer) -> Option<bool> {
    match offer.restart? {
        Restart::Never => Some(false),
        Restart::Always => Some(true),
        Restart::Perhaps => None,
    }
}

fn held(policy: &Policy, now: Timestamp) -> Option<Held> {
    let until = policy.paused_until.filter(|until| *until > now)?;
    Some(Held { by: None, why: None, until: Some(until) })
}

#[cfg(test)]
mod tests {
    use patchround_protocol::SpkiHash;

    use super::{super::agent::Found, *};

    fn offers() -> Vec<Offer> {
        let text = include_str!("../../testdata/written.windows-update.software");
        let drivers = include_str!("../../testdata/written.windows-update.drivers");
        let found = [text, drivers].map(|text| serde_json::from_str::<Found>(text).unwrap().updates);
        found.concat()
    }

    fn listed(policy: &Policy) -> Vec<Update> {
        join(SpkiHash([0; 32]), &offers(), policy, "2026-12-01T00:00:00Z".parse().unwrap())
    }

    fn of<'a>(updates: &'a [Update], package: &str) -> &'a Update {
        updates.iter().find(|update| update.package.as_str() == package).unwrap()
    }

    #[test]
    fn what_is_silent_optional_or_waits_for_a_restart_is_not_listed() {
        let all = offers();
        let updates = listed(&Policy::default());
        let packages: BTreeSet<&str> = updates.iter().map(|update| update.package.as_str()).collect();
        let left_out =
            all.iter().filter(|offer| updates.iter().all(|u| Some(&u.id) != offer.identity.id().as_ref()));
        let titles: Vec<&str> = left_out.map(|offer| offer.title.as_str()).collect();
        assert_eq!(titles.len(), 4, "{titles:#?}");
        assert!(packages.contains("KB5062553") && !packages.contains("KB2267602"), "{packages:?}");
    }

    #[test]
    fn a_months_update_is_security_with_its_build_and_no_invented_size() {
        let policy = Policy { build: Some("26100.4349".into()), ..Policy::default() };
        let updates = listed(&policy);
        let month = of(&updates, "KB5062553");
        assert_eq!((month.installed.as_deref(), &*month.candidate), (Some("26100.4349"), "26100.4652"));
        assert_eq!(
            (month.class, month.severity, month.size),
            (Some(Class::Security), Some(Severity::Critical), None)
        );
        assert_eq!((month.blocked, &month.held, month.needs.restart), (None, &None, None));
        assert_eq!(month.released.as_ref().unwrap().from, ReleasedFrom::Catalogue);
        let other = Policy { build: Some("22631.1".into()), ..Policy::default() };
        assert_eq!(of(&listed(&other), "KB5062553").installed, None, "it is of another Windows");
        let tool = of(&updates, "KB890830");
        assert_eq!(
            (tool.class, tool.size, &*tool.candidate),
            (Some(Class::Other), Some(78_000_000), "KB890830")
        );
    }

    #[test]
    fn drivers_feature_updates_and_what_asks_are_only_shown() {
        let updates = listed(&Policy::default());
        let shown: Vec<&str> =
            updates.iter().filter(|update| update.blocked.is_some()).map(|update| &*update.name).collect();
        assert_eq!(shown.len(), 3, "{shown:?}");
        assert!(updates.iter().all(|update| [None, Some(Cause::AtThePc)].contains(&update.blocked)));
        let drivers: Vec<_> = updates
            .iter()
            .filter(|update| update.class == Some(Class::Other) && update.blocked.is_some())
            .collect();
        assert!(
            !drivers.is_empty() && drivers.iter().all(|update| !update.counts()),
            "drivers are only shown"
        );
        let feature = updates.iter().find(|update| update.substantial.as_ref().unwrap().is_big()).unwrap();
        assert_eq!((feature.blocked, feature.size), (Some(Cause::AtThePc), None));
        assert!(feature.is_outstanding(), "the edition that runs may be one that nobody mends any more");
    }

    #[test]
    fn a_pause_holds_everything_until_its_end_and_not_longer() {
        let until: Timestamp = "2026-12-05T10:00:00Z".parse().unwrap();
        let paused = Policy { paused_until: Some(until), ..Policy::default() };
        assert!(listed(&paused).iter().all(|update| update.held.as_ref().unwrap().until == Some(until)));
        let over =
            Policy { paused_until: Some("2026-11-30T10:00:00Z".parse().unwrap()), ..Policy::default() };
        assert!(listed(&over).iter().all(|update| update.held.is_none()));
    }

    #[test]
    fn what_a_policy_refuses_is_blocked_by_it() {
        let refused = listed(&Policy { refuses: true, is_managed: true, ..Policy::default() });
        let (shown, others): (Vec<_>, Vec<_>) =
            refused.iter().partition(|update| update.blocked == Some(Cause::AtThePc));
        assert!(
            !others.is_empty() && others.iter().all(|update| update.blocked == Some(Cause::PolicyBlocked))
        );
        assert!(shown.iter().any(|update| !update.counts()), "a driver is nobody's duty, refused or not");
    }

    #[test]
    fn when_an_offices_own_server_let_it_through_is_not_when_it_came_out() {
        let own = Policy { has_own_server: true, is_managed: true, ..Policy::default() };
        assert!(listed(&own).iter().all(|update| update.released.is_none()));
    }
}
