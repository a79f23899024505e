//! An agreed exception: the owner's signed word that an update is late on purpose (rules.md 2).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    charter::{Charter, Role, first_broken},
    ids::{OfficeId, PackageName, PcId},
    limits,
    sign::{Document, Envelope, SignError},
};

/// Signed by an owner. Its update counts as agreed, never as done, and stays on the clock of every rule that knows no
/// exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exception {
    /// For which office.
    pub office: OfficeId,
    /// Names it.
    pub id: Uuid,
    /// The package, in whatever version is offered.
    pub package: PackageName,
    /// On which PCs; none means all of the office.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pcs: Vec<PcId>,
    /// Who agreed to it.
    pub by: String,
    /// Why.
    pub why: String,
    /// What is done instead until then.
    pub instead: String,
    /// When it was signed.
    pub issued: Timestamp,
    /// The last moment it holds, at most [`limits::EXCEPTION_DAYS`] days later.
    pub until: Timestamp,
}

impl Exception {
    /// Reads one that an owner of this charter signed for its office.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn accept(envelope: &Envelope, charter: &Charter, now: Timestamp) -> Result<Self, SignError> {
        let exception: Self = envelope.open(|key| charter.may(key, Role::Own, now))?;
        if exception.office == charter.office { Ok(exception) } else { Err(SignError::NotAllowed) }
    }

    /// Whether it holds for a package of a PC at a moment.
    pub fn covers(&self, pc: PcId, package: &PackageName, now: Timestamp) -> bool {
        let here = self.pcs.is_empty() || self.pcs.contains(&pc);
        here && self.package == *package && now <= self.until
    }
}

impl Document for Exception {
    const NAME: &'static str = "exception";
    const BYTES: usize = limits::JOB_BYTES;

    fn check(&self) -> Result<(), &'static str> {
        let line = |text: &str| !text.trim().is_empty() && text.chars().count() <= limits::LINE_CHARS;
        let longest = SignedDuration::from_hours(24 * limits::EXCEPTION_DAYS);
        let lasts = self.until.duration_since(self.issued);
        let rules: [(&'static str, bool); 5] = [
            ("pcs", self.pcs.len() <= limits::EXCEPTION_PCS),
            ("by", !self.by.trim().is_empty() && self.by.chars().count() <= limits::NAME_CHARS),
            ("why", line(&self.why)),
            ("instead", line(&self.instead)),
            ("until", lasts.is_positive() && lasts <= longest),
        ];
        first_broken(&rules)
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::ids::SpkiHash;

    fn exception() -> Exception {
        let issued = "2026-11-29T10:00:00Z".parse().unwrap();
        Exception {
            office: OfficeId(Uuid::nil()),
            id: Uuid::nil(),
            package: "xray-viewer".parse().unwrap(),
            pcs: vec![SpkiHash([7; 32])],
            by: "Dr Weiss".into(),
            why: "The new version does not read our pictures.".into(),
            instead: "That PC is not on the internet.".into(),
            issued,
            until: issued + (24 * limits::EXCEPTION_DAYS).hours(),
        }
    }

    #[test]
    fn an_exception_has_a_reason_what_is_done_instead_and_an_end_within_30_days() {
        let ok = exception();
        assert_eq!(ok.check(), Ok(()));
        let is = |changed: Exception| changed.check().unwrap_err();
        assert_eq!(is(Exception { until: ok.until + 1.seconds(), ..ok.clone() }), "until");
        assert_eq!(is(Exception { until: ok.issued, ..ok.clone() }), "until");
        assert_eq!(is(Exception { why: " ".into(), ..ok.clone() }), "why");
        assert_eq!(is(Exception { instead: String::new(), ..ok.clone() }), "instead");
        assert_eq!(is(Exception { by: String::new(), ..ok }), "by");
    }

    #[test]
    fn an_exception_holds_for_its_package_on_its_pcs_until_its_end() {
        let (ok, pc) = (exception(), SpkiHash([7; 32]));
        let viewer = "xray-viewer".parse().unwrap();
        assert!(ok.covers(pc, &viewer, ok.until));
        assert!(!ok.covers(pc, &viewer, ok.until + 1.seconds()));
        assert!(!ok.covers(SpkiHash([8; 32]), &viewer, ok.issued));
        assert!(!ok.covers(pc, &"xray".parse().unwrap(), ok.issued));
        assert!(Exception { pcs: Vec::new(), ..ok.clone() }.covers(SpkiHash([8; 32]), &viewer, ok.issued));
    }
}
