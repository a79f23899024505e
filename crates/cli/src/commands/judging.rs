//! `judged-by`: by which rules the office is judged.

use patchround_office::{Office, say};
use patchround_protocol::rule::{Own, Rule, Rules};
use patchround_words::{say as word, say_with};

use super::{Place, holding};
use crate::{
    args::{JudgedBy, Named},
    exit::Exit,
    out,
    sentence::value,
};

pub(super) async fn judged_by(at: &Place, wanted: &JudgedBy) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let reachable = wanted.reachable.as_ref().or(wanted.not_reachable.as_ref());
    let rules = chosen(wanted, office.policy().rules);
    let is_chosen = rules.is_some();
    if let Some(rules) = rules {
        office.judge_by(rules)?;
    }
    if let Some(name) = reachable {
        office.expose(name, wanted.reachable.is_some())?;
    }
    show(&office)?;
    if is_chosen || reachable.is_some() { holding::bring(&office).await } else { Ok(Exit::Done) }
}

fn show(office: &Office) -> anyhow::Result<()> {
    let policy = office.policy();
    let rules: Vec<Rule> = policy.rules.active().collect();
    out::line(&say_with("judged-by", &[("rules", value(say::rule::all(&rules, policy.rules.own)))]));
    rules.iter().for_each(|rule| out::line(&format!("  {}", say::rule::text(*rule))));
    if rules.len() > 1 {
        out::line(&word("judged-by-strictest"));
    }
    for pc in office.store.pcs()?.iter().filter(|pc| policy.exposed.contains(&pc.id)) {
        out::line(&say_with("judged-reachable", &[("pc", value(&*pc.name))]));
    }
    Ok(())
}

/// Rules that are named take the place of all there were. Limits alone change those limits, and nothing else.
fn chosen(wanted: &JudgedBy, before: Rules) -> Option<Rules> {
    let days = |days: Option<u32>| days.and_then(|days| u16::try_from(days).ok());
    let [urgent, security, other] = [wanted.urgent, wanted.security, wanted.other].map(days);
    let has_limits = [urgent, security, other].iter().any(Option::is_some);
    let own = Own { urgent, security, other };
    if !wanted.rules.is_empty() {
        let active = wanted.rules.iter().map(|named| rule(*named)).collect();
        return Some(Rules { active, own: has_limits.then_some(own) });
    }
    let was = before.own.unwrap_or_default();
    let own = Own {
        urgent: urgent.or(was.urgent),
        security: security.or(was.security),
        other: other.or(was.other),
    };
    has_limits.then_some(Rules { own: Some(own), ..before })
}

fn rule(named: Named) -> Rule {
    match named {
        Named::Recommended => Rule::Recommended,
        Named::CyberEssentials => Rule::CyberEssentials,
        Named::CisaBod2604 => Rule::Bod2604,
        Named::Cis => Rule::Cis,
        Named::Pci => Rule::Pci,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: JudgedBy = JudgedBy {
        rules: Vec::new(),
        urgent: None,
        security: None,
        other: None,
        reachable: None,
        not_reachable: None,
    };

    #[test]
    fn a_limit_alone_keeps_the_rules_and_the_other_limits_and_rules_that_are_named_replace_all() {
        let own = Some(Own { urgent: Some(1), security: Some(10), other: None });
        let before = Rules { active: vec![Rule::CyberEssentials], own };
        assert_eq!(chosen(&NOTHING, before.clone()), None);
        let security = JudgedBy { security: Some(7), ..NOTHING };
        let own = Some(Own { urgent: Some(1), security: Some(7), other: None });
        assert_eq!(chosen(&security, before.clone()), Some(Rules { own, ..before.clone() }));
        let own = Some(Own { security: Some(7), ..Own::default() });
        let advice = Rules::default();
        assert_eq!(chosen(&security, advice), Some(Rules { active: Vec::new(), own }), "it was not chosen");
        let named = JudgedBy { rules: vec![Named::Pci], ..NOTHING };
        assert_eq!(chosen(&named, before.clone()), Some(Rules { active: vec![Rule::Pci], own: None }));
        let both = JudgedBy { other: Some(60), ..named };
        let own = Some(Own { other: Some(60), ..Own::default() });
        assert_eq!(chosen(&both, before), Some(Rules { active: vec![Rule::Pci], own }));
    }
}
