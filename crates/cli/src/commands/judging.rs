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

/// Rules that are named take the place of all there were. Limits alone change those limits, and nothing else: also our advice goes
/// on where nothing was chosen before.
fn chosen(wanted: &JudgedBy, before: Rules) -> Option<Rules> {
    let days = |days: Option<u32>| days.and_then(|days| u16::try_from(days).ok());
    let [urgent, security, other] = [wanted.urgent, wanted.security, wanted.other].map(days);
    let has_limits = [urgent, security, other].iter().any(Option::is_some);
    let is_named = !wanted.rules.is_empty();
    if !is_named && !has_limits {
        return None;
    }
    let keeps = !is_named || wanted.rules.contains(&Named::Own);
    let was = before.own.filter(|_| keeps).unwrap_or_default();
    let own = Own {
        urgent: urgent.or(was.urgent),
        security: security.or(was.security),
        other: other.or(was.other),
    };
    let active = if is_named {
        wanted.rules.iter().map(|named| rule(*named)).collect()
    } else {
        before.active().collect()
    };
    Some(Rules { active, own: Some(own) })
}

fn rule(named: Named) -> Rule {
    match named {
        Named::Recommended => Rule::Recommended,
        Named::CyberEssentials => Rule::CyberEssentials,
        Named::CisaBod2604 => Rule::Bod2604,
        Named::Cis => Rule::Cis,
        Named::Pci => Rule::Pci,
        Named::Own => Rule::Own,
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
        let limits = |urgent, security, other| Own { urgent, security, other };
        let before =
            Rules { active: vec![Rule::CyberEssentials], own: Some(limits(Some(1), Some(10), None)) };
        let became = |wanted: &JudgedBy, before: &Rules| {
            let rules = chosen(wanted, before.clone())?;
            Some((rules.active().collect::<Vec<_>>(), rules.own.unwrap()))
        };
        assert_eq!(became(&NOTHING, &before), None);
        let security = JudgedBy { security: Some(7), ..NOTHING };
        let both = vec![Rule::CyberEssentials, Rule::Own];
        assert_eq!(became(&security, &before), Some((both, limits(Some(1), Some(7), None))));
        let advice = vec![Rule::Own, Rule::Recommended];
        assert_eq!(became(&security, &Rules::default()), Some((advice, limits(None, Some(7), None))));
        let pci = JudgedBy { rules: vec![Named::Pci], other: Some(60), ..NOTHING };
        assert_eq!(became(&pci, &before), Some((vec![Rule::Pci, Rule::Own], limits(None, None, Some(60)))));
        let own = JudgedBy { rules: vec![Named::Own], other: Some(60), ..NOTHING };
        assert_eq!(became(&own, &before), Some((vec![Rule::Own], limits(Some(1), Some(10), Some(60)))));
    }
}
