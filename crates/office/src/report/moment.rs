//! The office as it was at a moment of the past, out of what the store remembers.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{
    CveId, Exception, Outcome, PcId, PcState, Policy, UpdateId,
    consultation::Answer,
    rule::{Own, Rule, Rules},
    update::Class,
};

use super::{
    Agreed, Asked, AtEnd, ByThemselves, Failed, FeedDate, Fixes, How, InCharge, Late, Month, Pc, Placed,
    RulesChanged, Slowest, UpToDate, Why,
};
use crate::{
    due::{Debts, Judge, Owed, Verdict, is_over},
    pc_state::SILENT_LONG,
    store::{
        missing::{Missing, SeenOn},
        record::{Line, Record, What},
    },
};

/// A PC that is or was in the office.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its id.
    pub pc: PcId,
    /// What people call it.
    pub name: String,
    /// When it joined,
    pub joined: Timestamp,
    /// and was taken out.
    pub removed: Option<Timestamp>,
    /// Its system.
    pub system: Option<String>,
    /// Until when the system's maker fixes it.
    pub fixed_until: Option<Date>,
}

/// All that is remembered of an office.
#[derive(Debug)]
pub struct Past {
    /// Its name.
    pub office: String,
    /// Who is in charge of it.
    pub in_charge: InCharge,
    /// Every PC that ever joined.
    pub members: Vec<Member>,
    /// What they lacked when.
    pub missing: Vec<Missing>,
    /// How they were on which day, the oldest first.
    pub seen_on: Vec<SeenOn>,
    /// What was decided and happened.
    pub record: Record,
    /// By what the office is judged now.
    pub judge: Judge,
    /// Every policy it ever had, the oldest first.
    pub policies: Vec<Policy>,
    /// Of which day is what others publish of flaws.
    pub feeds: Vec<FeedDate>,
    /// Now.
    pub now: Timestamp,
}

/// The office at a moment.
pub(super) struct Then<'a> {
    past: &'a Past,
    at: Timestamp,
    judge: Judge,
    lacked: BTreeMap<PcId, Vec<Lack<'a>>>,
}

/// Something that a PC lacked.
struct Lack<'a> {
    missing: &'a Missing,
    debts: Debts,
    verdict: Option<Verdict>,
    agreed: Option<Date>,
}

impl Past {
    /// The time zone in which days are counted.
    pub fn zone(&self) -> &TimeZone {
        &self.judge.zone
    }

    /// Whether a month has not begun yet: then nothing is known of it.
    pub fn is_to_come(&self, month: Month) -> bool {
        self.now < month.begin(self.zone())
    }

    /// The office at a moment.
    pub(super) fn at(&self, at: Timestamp) -> Then<'_> {
        let (active, own) = self.rules_at(at);
        let judge = Judge { rules: Rules { active, own }, ..self.judge.clone() };
        let first = self.first_seen();
        let mut lacked: BTreeMap<PcId, Vec<Lack<'_>>> = BTreeMap::new();
        for missing in self.missing.iter().filter(|missing| missing.lacked_at(at)) {
            lacked.entry(missing.pc).or_default().push(Lack::of(missing, &first, &judge, at));
        }
        Then { past: self, at, judge, lacked }
    }

    /// The rules that were active at a moment: as they are, unless the record says otherwise.
    pub(super) fn rules_at(&self, at: Timestamp) -> (Vec<Rule>, Option<Own>) {
        let chosen = self.record.lines.iter().filter_map(|line| match &line.what {
            What::JudgedBy { rules, own } => Some((line.time, rules, *own)),
            _ => None,
        });
        let chosen: Vec<_> = chosen.collect();
        match chosen.iter().rfind(|(time, ..)| *time <= at) {
            Some((_, rules, own)) => ((*rules).clone(), *own),
            None if chosen.is_empty() => (self.judge.rules.active().collect(), self.judge.rules.own),
            None => (vec![Rule::Recommended], None),
        }
    }

    /// Who chose other rules in a month.
    pub(super) fn rules_changed(&self, month: Month) -> Vec<RulesChanged> {
        let in_month = self.record.lines.iter().filter(|line| month.has(line.time, self.zone()));
        let changed = in_month.filter_map(|line| match &line.what {
            What::JudgedBy { rules, own } => {
                Some(RulesChanged { at: line.time, by: line.who.clone(), rules: rules.clone(), own: *own })
            }
            _ => None,
        });
        changed.collect()
    }

    /// What PCs put in by themselves at a moment.
    pub(super) fn by_themselves(&self, at: Timestamp) -> Option<ByThemselves> {
        let policy = self.policies.iter().rfind(|policy| policy.issued <= at)?;
        Some(ByThemselves {
            what: policy.what,
            windows: policy.windows.clone(),
            paused_until: policy.paused_until.filter(|until| *until > at),
        })
    }

    pub(super) fn exploited_list(&self) -> Option<Timestamp> {
        Some(self.judge.feeds.as_ref()?.catalogue.as_ref()?.published)
    }

    /// How many PCs were up to date at the end of a month and of those before, the oldest first.
    pub(super) fn ends(&self, month: Month, months: i16) -> Vec<AtEnd> {
        let at_end = |month: Month| {
            let known = self.seen_on.iter().any(|seen| month.has(seen.at, self.zone()));
            let pcs = || self.at(month.last(self.zone()).min(self.now)).pcs();
            AtEnd { month, pcs: known.then(|| up_to_date(&pcs())) }
        };
        (0..months).rev().map(|before| at_end(month.before(before))).collect()
    }

    /// What came into use in a month.
    pub(super) fn placed(&self, month: Month) -> Placed {
        let mut placed = Placed::default();
        for (lack, used) in self.came_into_use(month) {
            placed.all += 1;
            if lack.class(&self.judge) == Some(Class::Other) {
                continue;
            }
            placed.security += 1;
            let released = lack.debts.iter().map(|owed| owed.released.date).min().unwrap_or(used);
            let days = days_between(self.day(released), self.day(used));
            if placed.slowest.as_ref().is_none_or(|slowest| slowest.days < days) {
                let (update, pc) = (&lack.missing.update, self.name_of(lack.missing.pc));
                let (name, id) = (update.name.clone(), update.id.clone());
                placed.slowest = Some(Slowest { days, name, id, pc });
            }
        }
        placed
    }

    /// Fixes to which the 14 days of Cyber Essentials apply.
    pub(super) fn fixes(&self, month: Month, then: &Then<'_>) -> Fixes {
        let mut fixes = Fixes::default();
        for (lack, used) in self.came_into_use(month) {
            if let Some(day) = lack.by_rule(Rule::CyberEssentials, &self.judge) {
                *if self.day(used) <= day { &mut fixes.in_time } else { &mut fixes.too_late } += 1;
            }
        }
        for lack in
            then.lacked.iter().filter(|(pc, _)| self.is_member(**pc, then.at)).flat_map(|(_, all)| all)
        {
            if let Some(day) = lack.by_rule(Rule::CyberEssentials, &self.judge) {
                *if is_over(day, then.at, self.zone()) { &mut fixes.late } else { &mut fixes.open } += 1;
            }
        }
        fixes
    }

    fn came_into_use(&self, month: Month) -> impl Iterator<Item = (Lack<'_>, Timestamp)> {
        let first = self.first_seen();
        self.missing.iter().filter_map(move |missing| {
            let used = missing.used.filter(|used| !missing.replaced && month.has(*used, self.zone()))?;
            Some((Lack::of(missing, &first, &self.judge, used), used))
        })
    }

    /// What the owner agreed to be late with, where it held in a month.
    pub(super) fn exceptions(&self, month: Month) -> Vec<Agreed> {
        let (begin, end) = (month.begin(self.zone()), month.end(self.zone()));
        let in_month = |exception: &&Exception| exception.issued < end && begin <= exception.until;
        self.judge.exceptions.iter().filter(in_month).map(|exception| self.agreed(exception)).collect()
    }

    fn agreed(&self, exception: &Exception) -> Agreed {
        Agreed {
            package: exception.package.to_string(),
            pcs: exception.pcs.iter().map(|pc| self.name_of(*pc)).collect(),
            by: exception.by.clone(),
            why: exception.why.clone(),
            instead: exception.instead.clone(),
            since: exception.issued,
            until: exception.until,
        }
    }

    /// What people were asked in a month.
    pub(super) fn asked(&self, month: Month) -> Asked {
        let mut asked = Asked::default();
        for line in self.lines(month) {
            match &line.what {
                What::PersonAsked { .. } => asked.asked += 1,
                What::PersonAnswered { answer, .. } => {
                    asked.answered += 1;
                    asked.asked_to_wait += u32::from(matches!(answer, Answer::Objection { .. }));
                }
                What::ObjectionAnswered { people, .. } => asked.replied += count(people.len()),
                What::SaidWrong { .. } => asked.said_wrong += 1,
                _ => {}
            }
        }
        asked
    }

    /// Restarts of a month while nobody used the PC.
    pub(super) fn restarts(&self, month: Month) -> u32 {
        let restarted = |line: &&Line| matches!(line.what, What::RestartedByItself { .. });
        count(self.lines(month).filter(restarted).count())
    }

    /// The months with a look or a line in the record, the newest first, and whether there was a look.
    pub fn months(&self) -> Vec<(Month, bool)> {
        let of = |at: Timestamp| Month::of(self.day(at));
        let mut months: BTreeMap<Month, bool> =
            self.record.lines.iter().map(|line| (of(line.time), false)).collect();
        months.extend(self.seen_on.iter().map(|seen| (of(seen.at), true)));
        months.into_iter().rev().collect()
    }

    /// What did not work at its last try, and what was taken back.
    pub(super) fn failed(&self, month: Month) -> Vec<Failed> {
        let mut last: BTreeMap<(&str, &UpdateId), Failed> = BTreeMap::new();
        for line in self.lines(month) {
            let (pc, id, name, outcome, cause, back) = match &line.what {
                What::UpdateEnded { pc, id, name, outcome, cause, .. }
                | What::ByItself { pc, id, name, outcome, cause, .. } => {
                    (pc, id, name, *outcome, *cause, false)
                }
                What::WentBack { pc, id, name, outcome, cause, .. } => (pc, id, name, *outcome, *cause, true),
                _ => continue,
            };
            let went_in = matches!(outcome, Outcome::Done | Outcome::NeedsRestart);
            if went_in && !back {
                last.remove(&(pc.as_str(), id));
            } else if back || outcome == Outcome::Failed {
                let failed = Failed {
                    pc: pc.clone(),
                    name: name.clone(),
                    id: id.clone(),
                    at: line.time,
                    outcome,
                    cause,
                };
                last.insert((pc, id), failed);
            }
        }
        last.into_values().collect()
    }

    /// Whether nothing is known to be wrong with the record of a month.
    pub(super) fn is_whole(&self, month: Month) -> bool {
        let (begin, end) = (month.begin(self.zone()), month.end(self.zone()));
        !self.record.flaws.iter().any(|flaw| flaw.from < end && begin <= flaw.until)
    }

    fn lines(&self, month: Month) -> impl Iterator<Item = &Line> {
        self.record.lines.iter().filter(move |line| month.has(line.time, self.zone()))
    }

    /// When any PC of the office offered an update first.
    fn first_seen(&self) -> BTreeMap<&UpdateId, Timestamp> {
        let mut first: BTreeMap<&UpdateId, Timestamp> = BTreeMap::new();
        for missing in &self.missing {
            let known = first.entry(&missing.update.id).or_insert(missing.since);
            *known = missing.since.min(*known);
        }
        first
    }

    fn is_member(&self, pc: PcId, at: Timestamp) -> bool {
        self.members.iter().any(|member| member.pc == pc && member.is_there(at))
    }

    fn name_of(&self, pc: PcId) -> String {
        self.members
            .iter()
            .find(|member| member.pc == pc)
            .map_or_else(|| pc.to_string(), |member| member.name.clone())
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone().clone()).date()
    }
}

impl Member {
    fn is_there(&self, at: Timestamp) -> bool {
        self.joined <= at && self.removed.is_none_or(|removed| at < removed)
    }
}

impl<'a> Lack<'a> {
    fn of(
        missing: &'a Missing,
        first: &BTreeMap<&UpdateId, Timestamp>,
        judge: &Judge,
        at: Timestamp,
    ) -> Self {
        let seen = first.get(&missing.update.id).copied().unwrap_or(missing.since);
        let debts = missing.carried.clone().and(Owed::of(&missing.update, seen));
        let of_one = |owed| judge.verdict_of(missing.pc, owed, &missing.update);
        let verdict = debts.iter().filter_map(of_one).min_by_key(|verdict| (verdict.day, verdict.rule));
        let agreed = judge.agreed(&missing.update, at);
        Self { missing, debts, verdict, agreed }
    }

    /// As it is judged by one rule: what is kept back or agreed to here is no excuse there.
    fn by_rule(&self, rule: Rule, judge: &Judge) -> Option<Date> {
        let of_one = |owed| Some(judge.by_rule(rule, self.missing.pc, owed)?.day);
        self.debts.iter().filter_map(of_one).min().filter(|_| self.missing.update.counts())
    }

    fn class(&self, judge: &Judge) -> Option<Class> {
        let classes = self.debts.iter().map(|owed| judge.fix(self.missing.pc, owed).class());
        classes.min_by_key(|class| patchround_protocol::rule::recommended(*class)).flatten()
    }

    fn is_late(&self, at: Timestamp, zone: &TimeZone) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| is_over(verdict.day, at, zone))
    }

    fn waits_for_restart(&self, at: Timestamp) -> bool {
        self.missing.gone.is_some_and(|gone| gone <= at)
    }
}

impl Then<'_> {
    /// The PCs, by name.
    pub(super) fn pcs(&self) -> Vec<Pc> {
        let members = self.past.members.iter().filter(|member| member.is_there(self.at));
        let mut pcs: Vec<Pc> = members.map(|member| self.pc(member)).collect();
        pcs.sort_by_cached_key(|pc| (pc.name.to_lowercase(), pc.pc));
        pcs
    }

    fn pc(&self, member: &Member) -> Pc {
        let seen = self.seen(member.pc);
        let lacks = self.lacks(member.pc);
        let outstanding = lacks.iter().filter(|lack| lack.missing.update.counts());
        Pc {
            pc: member.pc,
            name: member.name.clone(),
            how: self.how(seen, lacks),
            seen: seen.map(|seen| seen.at),
            missing: count(outstanding.filter(|lack| !lack.waits_for_restart(self.at)).count()),
            restart: lacks.iter().any(|lack| lack.waits_for_restart(self.at)),
            cyber_essentials: self.cyber_essentials(seen, lacks),
            system: member.system.clone(),
            fixed_until: member.fixed_until,
        }
    }

    fn how(&self, seen: Option<&SeenOn>, lacks: &[Lack<'_>]) -> How {
        let late = || lacks.iter().filter(|lack| lack.is_late(self.at, self.past.zone()));
        let silent = seen.is_none_or(|seen| self.is_silent(seen));
        let up_to_date = seen.is_some_and(|seen| seen.state == PcState::UpToDate);
        match () {
            () if late().any(|lack| lack.agreed.is_none()) => How::Late,
            () if silent => How::Unknown,
            () if late().next().is_some() => How::Agreed,
            () if up_to_date && lacks.iter().all(|lack| !lack.missing.update.counts()) => How::UpToDate,
            () => How::Open,
        }
    }

    /// Never yes where something is unknown.
    fn cyber_essentials(&self, seen: Option<&SeenOn>, lacks: &[Lack<'_>]) -> Option<bool> {
        let days = lacks.iter().filter_map(|lack| lack.by_rule(Rule::CyberEssentials, &self.judge));
        if days.into_iter().any(|day| is_over(day, self.at, self.past.zone())) {
            return Some(false);
        }
        let is_known = |seen: &&SeenOn| !self.is_silent(seen) && seen.state != PcState::Unknown;
        seen.filter(is_known).map(|_| true)
    }

    /// What was late, agreed or not.
    pub(super) fn late(&self) -> Vec<Late> {
        let members = self.past.members.iter().filter(|member| member.is_there(self.at));
        let of_pc = |member: &Member| {
            let lacks = self.lacks(member.pc).iter();
            let late = lacks.filter(|lack| lack.is_late(self.at, self.past.zone()));
            late.filter_map(|lack| self.one_late(member, lack)).collect::<Vec<_>>()
        };
        members.flat_map(of_pc).collect()
    }

    fn one_late(&self, member: &Member, lack: &Lack<'_>) -> Option<Late> {
        let (verdict, update) = (lack.verdict.as_ref()?, &lack.missing.update);
        let flaws: Vec<CveId> = lack
            .debts
            .iter()
            .filter_map(|owed| owed.cves.as_ref())
            .flatten()
            .filter_map(|cve| cve.parse().ok())
            .collect();
        let feeds = self.judge.feeds.as_deref();
        let used = |cve: &CveId| feeds.is_some_and(|feeds| feeds.known(*cve).exploited == Some(true));
        let (exploited, others): (Vec<CveId>, Vec<CveId>) = flaws.into_iter().partition(used);
        Some(Late {
            pc: member.name.clone(),
            name: update.name.clone(),
            id: update.id.clone(),
            installed: update.installed.clone(),
            class: lack.class(&self.judge),
            released: self.past.day(verdict.owed.released.date),
            from: verdict.owed.released.from,
            due: verdict.day,
            rule: verdict.rule,
            days: days_between(verdict.day, self.past.day(self.at)),
            cves: exploited.iter().copied().chain(others).collect(),
            exploited,
            said_exploited: lack.debts.iter().any(|owed| owed.known_exploited == Some(true)),
            why: self.why(member.pc, lack),
        })
    }

    fn why(&self, pc: PcId, lack: &Lack<'_>) -> Why {
        let (seen, update) = (self.seen(pc), &lack.missing.update);
        if let Some(until) = lack.agreed {
            return Why::Agreed { until };
        }
        if seen.is_none_or(|seen| self.is_silent(seen)) {
            return Why::Off { since: seen.map(|seen| seen.at) };
        }
        match (&update.held, update.blocked) {
            _ if lack.waits_for_restart(self.at) => Why::Restart,
            (Some(held), _) => Why::Kept { by: held.by.clone(), until: held.until },
            (None, Some(cause)) => Why::Blocked { cause },
            (None, None) => Why::Open,
        }
    }

    fn lacks(&self, pc: PcId) -> &[Lack<'_>] {
        self.lacked.get(&pc).map_or(&[], Vec::as_slice)
    }

    fn seen(&self, pc: PcId) -> Option<&SeenOn> {
        self.past.seen_on.iter().rfind(|seen| seen.pc == pc && seen.at <= self.at)
    }

    fn is_silent(&self, seen: &SeenOn) -> bool {
        self.at.duration_since(seen.at) > SILENT_LONG
    }
}

fn up_to_date(pcs: &[Pc]) -> UpToDate {
    let good = pcs.iter().filter(|pc| pc.how == How::UpToDate).count();
    UpToDate { good: count(good), all: count(pcs.len()) }
}

fn days_between(from: Date, to: Date) -> u32 {
    from.until(to).map_or(0, |span| span.get_days()).max(0).unsigned_abs()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
