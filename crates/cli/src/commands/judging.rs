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
    let own = own(wanted);
    let reachable = wanted.reachable.as_ref().or(wanted.not_reachable.as_ref());
    let chosen = !wanted.rules.is_empty() || own.is_some();
    if chosen {
        office.judge_by(Rules { active: wanted.rules.iter().map(|named| rule(*named)).collect(), own })?;
    }
    if let Some(name) = reachable {
        office.expose(name, wanted.reachable.is_some())?;
    }
    show(&office)?;
    if chosen || reachable.is_some() { holding::bring(&office).await } else { Ok(Exit::Done) }
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

fn own(wanted: &JudgedBy) -> Option<Own> {
    let days = |days: Option<u32>| days.and_then(|days| u16::try_from(days).ok());
    let own = Own { urgent: days(wanted.urgent), security: days(wanted.security), other: days(wanted.other) };
    [own.urgent, own.security, own.other].iter().any(Option::is_some).then_some(own)
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
