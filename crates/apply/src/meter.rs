//! Progress that never goes back within a phase.

use patchround_protocol::{event::Phase, progress::Progress};

/// Turns what apt says into progress that only goes forward, and only when something changes.
pub(crate) struct Meter<'a> {
    report: &'a mut dyn FnMut(Progress),
    last: Option<(Phase, u8, Option<String>)>,
    highest: Vec<(Phase, u8)>,
    /// The source that works, from 0, and how many do one after the other.
    part: (usize, usize),
}

impl<'a> Meter<'a> {
    pub(crate) fn new(report: &'a mut dyn FnMut(Progress)) -> Self {
        Self { report, last: None, highest: Vec::new(), part: (0, 1) }
    }

    /// From here on the source at this place works, of so many that do one after the other: each has its share of the
    /// way.
    pub(crate) fn part(&mut self, at: usize, of: usize) {
        self.part = (at, of.max(1));
    }

    /// apt's percentage goes back when triggers join and when a run is repeated; this does not.
    pub(crate) fn moved(&mut self, phase: Phase, percent: f32, item: Option<&str>) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=100")]
        let percent = percent.clamp(0.0, 100.0) as usize;
        let (at, of) = self.part;
        let percent = u8::try_from((at * 100 + percent) / of).unwrap_or(100);
        let percent = self.not_back(phase, percent);
        let item = item.map(|text| text.chars().filter(|c| !c.is_control()).take(80).collect());
        let now = (phase, percent, item);
        if self.last.as_ref() != Some(&now) {
            let (phase, percent, item) = now.clone();
            (self.report)(Progress::Moved { phase, percent, item });
            self.last = Some(now);
        }
    }

    /// Passes on a line that is not about how far it is.
    pub(crate) fn tell(&mut self, line: Progress) {
        (self.report)(line);
    }

    fn not_back(&mut self, phase: Phase, percent: u8) -> u8 {
        match self.highest.iter_mut().find(|(p, _)| *p == phase) {
            Some((_, highest)) => {
                *highest = percent.max(*highest);
                *highest
            }
            None => {
                self.highest.push((phase, percent));
                percent
            }
        }
    }
}

/// How far it is when so many of some are done.
#[expect(clippy::cast_precision_loss, reason = "at most some hundreds")]
#[cfg(unix)]
pub(crate) fn percent(at: usize, of: usize) -> f32 {
    at as f32 * 100.0 / of as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_never_goes_back_within_a_phase_and_nothing_is_told_twice() {
        let mut told = Vec::new();
        let mut report = |line| told.push(line);
        let mut meter = Meter::new(&mut report);
        for (phase, percent) in [
            (Phase::Downloading, 40.9),
            (Phase::Installing, 82.35),
            (Phase::Installing, 73.68),
            (Phase::Installing, 73.7),
            (Phase::Downloading, 1.0),
            (Phase::Installing, 100.0),
        ] {
            meter.moved(phase, percent, None);
        }
        let told: Vec<_> = told
            .into_iter()
            .map(|line| match line {
                Progress::Moved { phase, percent, .. } => (phase, percent),
                other => panic!("{other:?}"),
            })
            .collect();
        let (down, inst) = (Phase::Downloading, Phase::Installing);
        assert_eq!(told, [(down, 40), (inst, 82), (down, 40), (inst, 100)]);
    }

    #[test]
    fn del_and_the_eighth_bit_controls_are_not_in_the_package_at_hand() {
        let mut told = Vec::new();
        let mut report = |line| told.push(line);
        let all: String = "less\u{7f}".chars().chain('\u{80}'..='\u{9f}').collect();
        Meter::new(&mut report).moved(Phase::Installing, 1.0, Some(&all));
        let item = Some("less".to_owned());
        assert_eq!(told, [Progress::Moved { phase: Phase::Installing, percent: 1, item }]);
    }

    #[test]
    fn each_of_several_sources_has_its_share_of_the_way() {
        let mut seen = Vec::new();
        let mut report = |line| seen.push(line);
        let mut meter = Meter::new(&mut report);
        for at in 0..2 {
            meter.part(at, 2);
            meter.moved(Phase::Downloading, 50.0, None);
            meter.moved(Phase::Downloading, 100.0, None);
        }
        let percents = seen.iter().map(|line| match line {
            Progress::Moved { percent, .. } => *percent,
            other => panic!("{other:?}"),
        });
        assert_eq!(percents.collect::<Vec<_>>(), [25, 50, 75, 100]);
    }
}
