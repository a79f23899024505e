//! By which rules the office is judged, and which of its PCs anybody can reach: chosen by whoever is in charge, in the
//! signed policy, so that PCs keep to them by themselves.

use patchround_protocol::{
    limits,
    rule::{Own, Rule, Rules},
};

use crate::{error::Error, names, office::Office, store::record::What};

impl Office {
    /// Has the office judged by these rules from now on, and what is outstanding already, too.
    ///
    /// # Errors
    /// [`Error::BadLimit`] for numbers of its own that are no numbers of days; [`Error::Sign`], [`Error::Store`].
    pub fn judge_by(&self, rules: Rules) -> Result<(), Error> {
        if !rules.own.is_none_or(Own::fits) {
            return Err(Error::BadLimit { most: limits::OWN_LIMIT_DAYS });
        }
        // An office's own numbers without a number are none.
        let own = rules.own.filter(|own| [own.urgent, own.security, own.other].iter().any(Option::is_some));
        let rules = Rules { own, ..rules };
        let active: Vec<Rule> = rules.active().collect();
        let rules = Rules { active: active.iter().copied().filter(|rule| *rule != Rule::Own).collect(), own };
        if rules == self.policy().rules {
            return Ok(());
        }
        self.change_policy(&[What::JudgedBy { rules: active, own }], |policy| policy.rules = rules)
    }

    /// Says that anybody can reach a PC from public networks, or that nobody can.
    ///
    /// # Errors
    /// [`Error::UnknownPc`], [`Error::Sign`], [`Error::Store`].
    pub fn expose(&self, pc: &str, exposed: bool) -> Result<(), Error> {
        let pcs = self.store.pcs()?;
        let stored = names::find(pc, &pcs)?;
        let pc = stored.id;
        if self.policy().exposed.contains(&pc) == exposed {
            return Ok(());
        }
        self.change_policy(&[What::Reachable { pc: stored.name.clone(), exposed }], |policy| {
            policy.exposed.retain(|other| *other != pc);
            policy.exposed.extend(exposed.then_some(pc));
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn office(dir: &std::path::Path) -> Office {
        crate::setup::init(dir, "Corner Shop", "Maria", samples::now()).unwrap();
        Office::open(dir, false).unwrap()
    }

    #[test]
    fn the_rules_of_an_office_are_signed_and_stand_in_its_record() {
        let dir = tempfile::tempdir().unwrap();
        let office = office(dir.path());
        let own = Some(Own { urgent: Some(1), security: None, other: None });
        office.judge_by(Rules { active: vec![Rule::Cis, Rule::CyberEssentials, Rule::Cis], own }).unwrap();
        assert_eq!(office.policy().rules.active, [Rule::CyberEssentials, Rule::Cis]);
        let last = office.store.record().unwrap().pop().unwrap().what;
        assert_eq!(last, What::JudgedBy { rules: vec![Rule::CyberEssentials, Rule::Cis, Rule::Own], own });
        let lines = office.store.record().unwrap().len();
        office.judge_by(office.policy().rules).unwrap();
        assert_eq!(office.store.record().unwrap().len(), lines, "nothing was changed");
    }

    #[test]
    fn no_days_and_more_than_a_year_are_no_limit_and_change_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let office = office(dir.path());
        for days in [0, 366] {
            let own = Some(Own { urgent: Some(days), security: None, other: None });
            let refused = office.judge_by(Rules { active: vec![], own });
            assert!(matches!(refused, Err(Error::BadLimit { most: 365 })));
        }
        let none = Some(Own { urgent: None, security: None, other: None });
        office.judge_by(Rules { active: vec![], own: none }).unwrap();
        assert_eq!(office.policy().rules.active().collect::<Vec<_>>(), [Rule::Recommended]);
    }
}
