//! What the world knows of flaws, as the manager's computer fetched it and an operator signed it for the PCs of an office.
//!
//! Joined by CVE id only. What no feed says is unknown, never "no".

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    charter::{Charter, Role, first_broken},
    cve::{CveId, Listed, Rated},
    ids::{OfficeId, PublicKey},
    limits,
    sign::{Document, Envelope},
    update::{Class, Update},
    wire::Refusal,
};

/// Signed by an operator or owner. The newest that was signed counts, however old what is in it may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Feeds {
    /// For which office.
    pub office: OfficeId,
    /// When it was signed.
    pub issued: Timestamp,
    /// The catalogue of flaws that attackers are known to use; `None` where the office has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<Catalogue>,
    /// What else is known of flaws that PCs of this office told of, by CVE id, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rated: Vec<Rated>,
    /// Until when makers fix their operating systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<End>,
}

/// The catalogue of flaws that attackers are known to use (CISA KEV).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Catalogue {
    /// When its maker published it.
    pub published: Timestamp,
    /// What is in it, by CVE id, each once.
    pub listed: Vec<Listed>,
}

/// Until when a maker fixes one release of an operating system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct End {
    /// `ID` of os-release(5).
    pub system: String,
    /// `VERSION_ID` of os-release(5).
    pub release: String,
    /// The last day.
    pub until: Date,
}

/// What is known of one flaw.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether attackers are known to use it; `None` without a catalogue.
    pub exploited: Option<bool>,
    /// What the catalogue says of it.
    pub listed: Option<Listed>,
    /// What else is known.
    pub rated: Option<Rated>,
}

impl Feeds {
    /// Reads feeds that may replace those signed at `ours`: by an operator or owner, for this office, and newer. The
    /// same again are outdated.
    ///
    /// # Errors
    /// Why they may not.
    pub fn accept(
        envelope: &Envelope,
        charter: &Charter,
        ours: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let may_sign =
            |key: &PublicKey| [Role::Own, Role::Operate].iter().any(|role| charter.may(key, *role, now));
        let feeds: Self = envelope.open(may_sign)?;
        if feeds.office != charter.office {
            return Err(Refusal::OtherOffice);
        }
        if ours.is_some_and(|ours| feeds.issued <= ours) {
            return Err(Refusal::Outdated);
        }
        Ok(feeds)
    }

    /// What is known of one flaw.
    pub fn known(&self, cve: CveId) -> Known {
        let listed = self.catalogue.as_ref().map(|catalogue| catalogue.get(cve));
        let at = self.rated.binary_search_by_key(&cve, |rated| rated.cve).ok();
        Known {
            exploited: listed.map(|listed| listed.is_some()),
            listed: listed.flatten(),
            rated: at.map(|at| self.rated[at]),
        }
    }

    /// Whether attackers are known to use one of the flaws that an update fixes. Nobody can tell where its flaws are not
    /// named.
    pub fn exploited(&self, cves: Option<&[String]>) -> Option<bool> {
        let catalogue = self.catalogue.as_ref()?;
        let cves = cves.filter(|cves| !cves.is_empty())?;
        Some(cves.iter().filter_map(|cve| cve.parse().ok()).any(|cve| catalogue.get(cve).is_some()))
    }

    /// Says of an update whether attackers are known to use a flaw that it fixes, which makes it urgent. What is not
    /// known here stays as its source has it.
    pub fn annotate(&self, update: &mut Update) {
        let Some(exploited) = self.exploited(update.cves.as_deref()) else { return };
        update.known_exploited = Some(exploited);
        if exploited {
            update.class = Some(Class::Urgent);
        }
    }

    /// Until when the maker fixes a release of an operating system, by the names that it gives itself.
    pub fn fixed_until(&self, system: &str, release: &str) -> Option<Date> {
        self.ends.iter().find(|end| end.system == system && end.release == release).map(|end| end.until)
    }
}

impl Catalogue {
    fn get(&self, cve: CveId) -> Option<Listed> {
        let at = self.listed.binary_search_by_key(&cve, |listed| listed.cve).ok()?;
        Some(self.listed[at])
    }
}

impl Document for Feeds {
    const NAME: &'static str = "feeds";
    const BYTES: usize = limits::FEEDS_BYTES;

    fn check(&self) -> Result<(), &'static str> {
        let named = |text: &str| !text.is_empty() && text.chars().count() <= limits::NAME_CHARS;
        let listed = self.catalogue.as_ref().map_or(&[][..], |catalogue| &catalogue.listed);
        let rules: [(&'static str, bool); 5] = [
            ("catalogue.listed", listed.len() <= limits::FEEDS_LISTED && ascends(listed, |one| one.cve)),
            ("rated", self.rated.len() <= limits::FEEDS_RATED && ascends(&self.rated, |one| one.cve)),
            ("rated.score", self.rated.iter().all(|one| one.score.is_none_or(|score| score <= 100))),
            ("rated.likely", self.rated.iter().all(|one| one.likely.is_none_or(|likely| likely <= 10_000))),
            (
                "ends",
                self.ends.len() <= limits::FEEDS_ENDS
                    && self.ends.iter().all(|end| named(&end.system) && named(&end.release)),
            ),
        ];
        first_broken(&rules)
    }
}

fn ascends<T>(list: &[T], key: impl Fn(&T) -> CveId) -> bool {
    list.windows(2).all(|pair| key(&pair[0]) < key(&pair[1]))
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use jiff::ToSpan;
    use uuid::Uuid;

    use super::*;
    use crate::{
        charter::{Floor, Member},
        ids::DocumentHash,
        sign::public,
    };

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn feeds(cves: &[&str]) -> Feeds {
        let since = "2026-11-20".parse().unwrap();
        let listed = |cve: &&str| Listed { cve: cve.parse().unwrap(), since, ransomware: None };
        let listed = cves.iter().map(listed).collect();
        Feeds {
            office: OfficeId(Uuid::nil()),
            issued: at("2026-11-29T10:00:00Z"),
            catalogue: Some(Catalogue { published: at("2026-11-28T17:00:00Z"), listed }),
            rated: Vec::new(),
            ends: Vec::new(),
        }
    }

    fn key(n: u8) -> SigningKey {
        SigningKey::from_bytes(&[n; 32])
    }

    fn charter() -> Charter {
        let member = |n, role| Member {
            key: public(&key(n)),
            name: "Ann".into(),
            role,
            not_after: None,
            devices: Vec::new(),
        };
        Charter {
            office: OfficeId(Uuid::nil()),
            name: "Office".into(),
            version: 1,
            prev: None,
            issued: at("2026-11-23T10:00:00Z"),
            members: vec![member(1, Role::Own), member(2, Role::Operate), member(3, Role::View)],
            recovery_key: public(&key(9)),
            revoked: Vec::new(),
            discovery_key: DocumentHash([5; 32]),
            floor: Floor::default(),
        }
    }

    fn accepted(feeds: &Feeds, signer: u8, ours: Option<Timestamp>) -> Result<Feeds, Refusal> {
        Feeds::accept(&Envelope::seal(feeds, &key(signer)).unwrap(), &charter(), ours, feeds.issued)
    }

    #[test]
    fn feeds_count_from_operators_and_owners_of_this_office_and_never_older_ones() {
        let ours = feeds(&[]);
        for signer in [1, 2] {
            assert_eq!(accepted(&ours, signer, None), Ok(ours.clone()));
        }
        assert_eq!(accepted(&ours, 3, None), Err(Refusal::NotAllowed));
        assert_eq!(accepted(&ours, 2, Some(ours.issued)), Err(Refusal::Outdated), "played again");
        assert_eq!(accepted(&ours, 2, Some(ours.issued + 1.hours())), Err(Refusal::Outdated), "older");
        let others = Feeds { office: OfficeId(Uuid::from_u128(1)), ..ours };
        assert_eq!(accepted(&others, 2, None), Err(Refusal::OtherOffice));
    }

    #[test]
    fn without_a_catalogue_or_without_names_of_flaws_nobody_knows_whether_attackers_use_it() {
        let with = feeds(&["CVE-2026-0001", "CVE-2026-0300"]);
        let said = |feeds: &Feeds, cves: Option<&[&str]>| {
            let cves = cves.map(|cves| Vec::from_iter(cves.iter().map(|&cve| cve.to_owned())));
            feeds.exploited(cves.as_deref())
        };
        assert_eq!(said(&with, Some(&["CVE-2026-0002", "CVE-2026-0300"])), Some(true));
        assert_eq!(said(&with, Some(&["CVE-2026-0002"])), Some(false));
        assert_eq!((said(&with, Some(&[])), said(&with, None)), (None, None));
        assert_eq!(said(&Feeds { catalogue: None, ..with }, Some(&["CVE-2026-0300"])), None);
    }

    #[test]
    fn what_is_not_in_order_or_named_twice_is_not_signed() {
        let twice = feeds(&["CVE-2026-0001", "CVE-2026-0001"]);
        assert_eq!(twice.check(), Err("catalogue.listed"));
        assert_eq!(feeds(&["CVE-2026-0002", "CVE-2026-0001"]).check(), Err("catalogue.listed"));
        let rated = |score| Rated {
            cve: "CVE-2026-0001".parse().unwrap(),
            score,
            automatable: None,
            impact: None,
            likely: None,
        };
        assert_eq!(Feeds { rated: vec![rated(Some(101))], ..feeds(&[]) }.check(), Err("rated.score"));
        assert_eq!(Feeds { rated: vec![rated(Some(98))], ..feeds(&[]) }.check(), Ok(()));
    }

    #[test]
    fn the_largest_feeds_that_may_be_signed_fit() {
        let listed = |n: usize| Listed {
            cve: format!("CVE-2026-{:07}", 1_000_000 + n).parse().unwrap(),
            since: "2026-11-20".parse().unwrap(),
            ransomware: Some(true),
        };
        let rated = |n: usize| Rated {
            cve: format!("CVE-2026-{:07}", 1_000_000 + n).parse().unwrap(),
            score: Some(100),
            automatable: Some(false),
            impact: Some(crate::cve::Impact::Partial),
            likely: Some(10_000),
        };
        let empty = feeds(&[]);
        let catalogue = empty
            .catalogue
            .clone()
            .map(|of| Catalogue { listed: (0..limits::FEEDS_LISTED).map(listed).collect(), ..of });
        let full = Feeds { catalogue, rated: (0..limits::FEEDS_RATED).map(rated).collect(), ..empty };
        assert!(Envelope::seal(&full, &key(2)).is_ok());
    }
}
