use proptest::prelude::*;

use super::*;
use crate::cve::Impact::{Partial, Total};

const NAMED: [Rule; 5] = [Rule::Recommended, Rule::CyberEssentials, Rule::Bod2604, Rule::Cis, Rule::Pci];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn security(maker: Option<Severity>, flaws: &[Flaw]) -> Fix {
    Fix { class: Some(Class::Security), maker, flaws: Some(flaws.to_vec()), exposed: false }
}

fn scored(severity: Severity) -> Flaw {
    let not = Some(false);
    Flaw { exploited: not, severity: Some(severity), automatable: not, impact: Some(Partial) }
}

fn days(rule: Rule, fix: &Fix) -> Option<i32> {
    let rules = Rules { active: vec![rule], own: None };
    let (last, named) = rules.last_day(fix, day("2026-09-01"))?;
    assert_eq!(named, rule);
    Some(last.since(day("2026-09-01")).unwrap().get_days())
}

/// Row by row, as product.md 4 has it.
#[test]
fn every_row_of_the_table_of_cisa_bod_26_04_is_followed() {
    let rows = [
        (false, false, false, Partial, None, false),
        (false, false, false, Total, None, false),
        (false, false, true, Partial, Some(60), false),
        (false, false, true, Total, Some(60), false),
        (false, true, false, Partial, Some(14), false),
        (false, true, false, Total, Some(14), false),
        (false, true, true, Partial, Some(14), false),
        (false, true, true, Total, Some(3), true),
        (true, false, false, Partial, Some(60), false),
        (true, false, false, Total, Some(14), false),
        (true, false, true, Partial, Some(14), false),
        (true, false, true, Total, Some(3), false),
        (true, true, false, Partial, Some(14), false),
        (true, true, true, Partial, Some(3), false),
        (true, true, false, Total, Some(3), true),
        (true, true, true, Total, Some(3), true),
    ];
    for (exposed, exploited, automatable, impact, days, investigate) in rows {
        let flaw = Flaw {
            exploited: Some(exploited),
            severity: None,
            automatable: Some(automatable),
            impact: Some(impact),
        };
        assert_eq!(bod(exposed, flaw), Bod { days, investigate }, "{exposed} {flaw:?}");
    }
}

#[test]
fn what_is_not_known_of_a_flaw_is_the_worst_row_of_the_table() {
    assert_eq!(bod(false, Flaw::default()), Bod { days: Some(3), investigate: true });
    let not_listed = Flaw { exploited: Some(false), ..Flaw::default() };
    assert_eq!(bod(false, not_listed), Bod { days: Some(60), investigate: false });
}

#[test]
fn each_of_the_three_conditions_of_cyber_essentials_gives_14_days_and_nothing_else_does() {
    let ce = |fix: &Fix| days(Rule::CyberEssentials, fix);
    let low = [scored(Severity::Medium)];
    assert_eq!(ce(&security(Some(Severity::High), &low)), Some(14), "the maker calls it high");
    assert_eq!(ce(&security(Some(Severity::Low), &[scored(Severity::High)])), Some(14), "7.0 or more");
    assert_eq!(ce(&security(None, &low)), Some(14), "the maker gives no details");
    assert_eq!(ce(&security(Some(Severity::Medium), &low)), None);
    let feature = Fix { class: Some(Class::Other), ..Fix::default() };
    assert_eq!(ce(&feature), None, "no fix of a flaw");
    let named = Fix { flaws: Some(vec![scored(Severity::Low)]), ..feature };
    assert_eq!(ce(&named), Some(14), "a flaw is named: it is one");
    assert_eq!(ce(&Fix::default()), Some(14), "nobody said what it is");
}

#[test]
fn a_bundle_counts_as_its_worst_fix() {
    let bundle = security(Some(Severity::Low), &[scored(Severity::Low), scored(Severity::High)]);
    assert_eq!(days(Rule::CyberEssentials, &bundle), Some(14));
}

#[test]
fn the_worst_row_is_that_of_one_flaw_and_not_made_of_several() {
    let listed = Flaw { exploited: Some(true), ..scored(Severity::Low) };
    let total = Flaw { automatable: Some(true), impact: Some(Total), ..scored(Severity::Low) };
    assert_eq!(days(Rule::Bod2604, &security(None, &[listed, total])), Some(14));
    let both = Flaw { exploited: Some(true), ..total };
    assert_eq!(days(Rule::Bod2604, &security(None, &[both])), Some(3));
}

#[test]
fn a_month_is_one_of_the_calendar_and_ends_with_it() {
    assert_eq!(Limit::Month.after(day("2027-01-31")), day("2027-02-28"));
    assert_eq!(Limit::Month.after(day("2028-01-31")), day("2028-02-29"));
    assert_eq!(Limit::Month.after(day("2026-12-15")), day("2027-01-15"));
}

#[test]
fn cis_has_a_month_for_everything_and_pci_for_what_is_critical_or_may_be() {
    let other = Fix { class: Some(Class::Other), ..Fix::default() };
    assert_eq!((days(Rule::Cis, &other), days(Rule::Pci, &other)), (Some(30), None));
    let pci = |fix: &Fix| days(Rule::Pci, fix);
    assert_eq!(pci(&security(Some(Severity::Critical), &[])), Some(30));
    assert_eq!(pci(&security(Some(Severity::High), &[])), None);
    assert_eq!(pci(&security(None, &[])), Some(30), "nobody said");
    assert_eq!(pci(&security(None, &[scored(Severity::High)])), None);
    assert_eq!(pci(&security(None, &[scored(Severity::High), Flaw::default()])), Some(30));
    let listed = Flaw { exploited: Some(true), ..scored(Severity::Low) };
    assert_eq!(pci(&security(None, &[listed])), Some(30));
}

#[test]
fn recommended_is_2_14_and_30_days_and_unknown_is_as_security() {
    let of = |class| days(Rule::Recommended, &Fix { class, ..Fix::default() });
    let all = [Some(Class::Urgent), Some(Class::Security), None, Some(Class::Other)];
    assert_eq!(all.map(of), [Some(2), Some(14), Some(14), Some(30)]);
    let listed = Flaw { exploited: Some(true), ..Flaw::default() };
    assert_eq!(days(Rule::Recommended, &security(None, &[listed])), Some(2));
    assert_eq!(days(Rule::Recommended, &security(None, &[Flaw::default()])), Some(14));
}

#[test]
fn the_strictest_of_the_active_rules_counts_and_is_named() {
    let own = Some(Own { urgent: None, security: Some(7), other: None });
    let rules = Rules { active: vec![Rule::Cis, Rule::CyberEssentials, Rule::Recommended], own };
    let last = rules.last_day(&security(None, &[]), day("2026-11-02"));
    assert_eq!(last, Some((day("2026-11-09"), Rule::Own)));
    let other = Fix { class: Some(Class::Other), ..Fix::default() };
    assert_eq!(rules.last_day(&other, day("2026-11-02")), Some((day("2026-12-02"), Rule::Cis)));
    let same_day = Rules { active: vec![Rule::Recommended, Rule::CyberEssentials], own: None };
    let named = same_day.last_day(&security(None, &[]), day("2026-11-02")).unwrap().1;
    assert_eq!(
        named,
        Rule::CyberEssentials,
        "of two that say the same it is the one the office is judged by"
    );
}

#[test]
fn an_office_that_chose_nothing_has_what_is_recommended() {
    assert_eq!(Rules::default().active().collect::<Vec<_>>(), [Rule::Recommended]);
    let later: Rules = serde_json::from_str(r#"{"active": ["a rule of a later version"]}"#).unwrap();
    assert_eq!(later.active().collect::<Vec<_>>(), [Rule::Recommended]);
}

fn flaw() -> impl Strategy<Value = Flaw> {
    let severity = prop::option::of((0u8..=100).prop_map(Severity::of_score));
    let impact = prop::option::of(any::<bool>().prop_map(|total| if total { Total } else { Partial }));
    (any::<Option<bool>>(), severity, any::<Option<bool>>(), impact).prop_map(
        |(exploited, severity, automatable, impact)| Flaw { exploited, severity, automatable, impact },
    )
}

fn fix() -> impl Strategy<Value = Fix> {
    let class =
        prop::sample::select(vec![None, Some(Class::Urgent), Some(Class::Security), Some(Class::Other)]);
    let maker = prop::option::of((0u8..=100).prop_map(Severity::of_score));
    let flaws = prop::option::of(prop::collection::vec(flaw(), 0..4));
    (class, maker, flaws, any::<bool>()).prop_map(|(class, maker, flaws, exposed)| Fix {
        class,
        maker,
        flaws,
        exposed,
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let own = (any::<Option<u8>>(), any::<Option<u8>>(), any::<Option<u8>>()).prop_map(
        |(urgent, security, other)| {
            let days = |days: Option<u8>| days.map(|days| u16::from(days) + 1);
            Own { urgent: days(urgent), security: days(security), other: days(other) }
        },
    );
    (prop::sample::subsequence(NAMED.to_vec(), 0..=5), prop::option::of(own))
        .prop_map(|(active, own)| Rules { active, own })
}

/// As it is, or in one of the ways in which a flaw can be worse.
fn worse(flaw: Flaw, how: u8) -> Flaw {
    match how % 5 {
        0 => Flaw { exploited: Some(true), ..flaw },
        1 => Flaw { severity: flaw.severity.map(|_| Severity::Critical), ..flaw },
        2 => Flaw { automatable: Some(true), ..flaw },
        3 => Flaw { impact: Some(Total), ..flaw },
        _ => flaw,
    }
}

proptest! {
    #[test]
    fn more_severity_never_means_later(
        fix in fix(), rules in rules(), hows in prop::collection::vec(any::<u8>(), 4), more in flaw(), how in 0u8..5,
    ) {
        let mut bad = fix.clone();
        match how {
            0 => bad.exposed = true,
            1 => bad.class = bad.class.map(|class| if class == Class::Other { Class::Security } else { Class::Urgent }),
            2 => bad.maker = bad.maker.map(|_| Severity::Critical),
            3 => bad.flaws.iter_mut().flatten().zip(hows).for_each(|(flaw, how)| *flaw = worse(*flaw, how)),
            _ => bad.flaws.iter_mut().filter(|flaws| !flaws.is_empty()).for_each(|flaws| flaws.push(more)),
        }
        let last = |fix: &Fix| rules.last_day(fix, day("2026-09-01")).map_or(Date::MAX, |(day, _)| day);
        prop_assert!(last(&bad) <= last(&fix), "{fix:?} {bad:?}");
    }

    #[test]
    fn an_active_rule_more_never_means_later(fix in fix(), rules in rules(), more in prop::sample::select(NAMED.to_vec())) {
        let last = |rules: &Rules| rules.last_day(&fix, day("2026-09-01")).map_or(Date::MAX, |(day, _)| day);
        let both = Rules { active: rules.active().chain([more]).collect(), own: rules.own };
        prop_assert!(last(&both) <= last(&rules));
    }

    /// Knowing less never gives more time, by a rule that an office is judged by.
    #[test]
    fn what_is_unknown_is_never_later_than_what_is_known(fix in fix(), rule in prop::sample::select(vec![
        Rule::CyberEssentials, Rule::Bod2604, Rule::Cis, Rule::Pci,
    ])) {
        let rules = Rules { active: vec![rule], own: None };
        let last = |fix: &Fix| rules.last_day(fix, day("2026-09-01")).map_or(Date::MAX, |(day, _)| day);
        let unread = Fix { class: None, maker: None, flaws: None, exposed: fix.exposed };
        prop_assert!(last(&unread) <= last(&fix));
    }
}
