//! By what an office is judged, and what it knows of flaws: everything that a last good day needs besides what a PC lacks.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{
    Exception, Feeds, PcId, Policy, Update,
    rule::{Fix, Rule, Rules},
    update::{Class, Held},
};

use super::{Owed, later};

/// Days that keeping a security fix back may add, at most (rules.md 4).
const HELD_DAYS: i32 = 14;

/// What an office is judged by.
#[derive(Debug, Clone)]
pub struct Judge {
    /// Its rules.
    pub rules: Rules,
    /// What is known of flaws; `None` where nothing is.
    pub feeds: Option<Arc<Feeds>>,
    /// PCs that anybody can reach from public networks.
    pub exposed: Vec<PcId>,
    /// What the owner agreed to be late with.
    pub exceptions: Vec<Exception>,
    /// The time zone in which days are counted.
    pub zone: TimeZone,
}

/// What one fix is owed by, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The last good day.
    pub day: Date,
    /// The rule that says so.
    pub rule: Rule,
    /// The fix that has to be in first.
    pub owed: Owed,
    /// What it mends.
    pub fix: Fix,
}

impl Judge {
    /// By what this product recommends, where nothing is known of flaws.
    pub fn recommended(zone: TimeZone) -> Self {
        Self { rules: Rules::default(), feeds: None, exposed: Vec::new(), exceptions: Vec::new(), zone }
    }

    /// As a policy has it. An exception in it that is over is asked about for moments of the past.
    pub fn of(policy: &Policy, feeds: Option<Arc<Feeds>>, zone: TimeZone) -> Self {
        let exceptions = policy.exceptions(Timestamp::MIN).collect();
        Self { rules: policy.rules.clone(), feeds, exposed: policy.exposed.clone(), exceptions, zone }
    }

    /// What a fix mends on a PC.
    pub fn fix(&self, pc: PcId, owed: &Owed) -> Fix {
        let exposed = self.exposed.contains(&pc);
        Fix::known(
            owed.class,
            owed.severity,
            owed.cves.as_deref(),
            owed.known_exploited,
            self.feeds.as_deref(),
            exposed,
        )
    }

    /// The last good day of what a PC owes, by all active rules; `None` where none of them has a limit for it.
    pub fn verdict(&self, pc: PcId, owed: &Owed) -> Option<Verdict> {
        self.by(&self.rules, pc, owed)
    }

    /// The same by one rule alone, whichever are active.
    pub(crate) fn by_rule(&self, rule: Rule, pc: PcId, owed: &Owed) -> Option<Verdict> {
        let own = self.rules.own.filter(|_| rule == Rule::Own);
        self.by(&Rules { active: vec![rule], own }, pc, owed)
    }

    fn by(&self, rules: &Rules, pc: PcId, owed: &Owed) -> Option<Verdict> {
        let fix = self.fix(pc, owed);
        let released = owed.released.date.to_zoned(self.zone.clone()).date();
        let (day, rule) = rules.last_day(&fix, released)?;
        Some(Verdict { day, rule, owed: owed.clone(), fix })
    }

    /// The last good day of an update that may be kept back; `None` where no rule has a limit, and while it is not on the clock.
    /// What the owner agreed to keeps its day: it is late, on purpose.
    pub(crate) fn verdict_of(&self, pc: PcId, owed: &Owed, update: &Update) -> Option<Verdict> {
        let verdict = self.verdict(pc, owed)?;
        if self.keeps_by_agreement(update) && update.counts() {
            return Some(verdict);
        }
        verdict.held(update, &self.zone)
    }

    /// Whether what keeps an update back is what the owner agreed to, and not a hold of the office or of the PC.
    fn keeps_by_agreement(&self, update: &Update) -> bool {
        let Some(Held { by: Some(by), why: Some(why), .. }) = &update.held else { return false };
        self.exceptions.iter().any(|one| one.package == update.package && one.by == *by && one.why == *why)
    }

    /// Until when the owner agreed to be late with an update.
    pub(crate) fn agreed(&self, update: &Update, now: Timestamp) -> Option<Date> {
        let covers = |exception: &&Exception| {
            exception.issued <= now && exception.covers(update.pc, &update.package, now)
        };
        let until = self.exceptions.iter().filter(covers).map(|exception| exception.until).max()?;
        Some(until.to_zoned(self.zone.clone()).date())
    }
}

impl Verdict {
    /// The same for an update that may be kept back; `None` while it is not on the clock.
    pub(crate) fn held(self, update: &Update, zone: &TimeZone) -> Option<Self> {
        let other = self.fix.class() == Some(Class::Other);
        let day = match &update.held {
            _ if !update.counts() => return None,
            None => self.day,
            Some(Held { until: None, .. }) if other => return None,
            Some(Held { until: None, .. }) => self.day,
            Some(Held { until: Some(until), .. }) => {
                let end = until.to_zoned(zone.clone()).date();
                let most = if other { end } else { later(self.day, HELD_DAYS) };
                self.day.max(end.min(most))
            }
        };
        Some(Self { day, ..self })
    }
}
