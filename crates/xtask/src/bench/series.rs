//! Runs of several contenders in turn, and what can be said of them: medians, spreads, ratios run by run.

use anyhow::Result;

use crate::{interrupt, say};

/// One way to do the work, with what it is called.
pub(super) struct Contender<'a> {
    pub(super) name: String,
    /// Does it once and gives the seconds.
    pub(super) go: Box<dyn Fn() -> Result<f64> + 'a>,
}

impl<'a> Contender<'a> {
    pub(super) fn new(name: impl Into<String>, go: impl Fn() -> Result<f64> + 'a) -> Self {
        Self { name: name.into(), go: Box::new(go) }
    }
}

/// All runs of one contender, in their order.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) runs: Vec<f64>,
}

/// The middle of several numbers and how far they lie apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) least: f64,
    pub(super) most: f64,
}

/// Every contender once uncounted, then all in turn: A B C, A B C ...
pub(super) fn in_turn(runs: usize, contenders: &[Contender<'_>]) -> Result<Vec<Series>> {
    let mut all: Vec<Series> =
        contenders.iter().map(|c| Series { name: c.name.clone(), runs: Vec::new() }).collect();
    for run in 0..=runs {
        for (contender, series) in contenders.iter().zip(&mut all) {
            interrupt::check()?;
            let seconds = (contender.go)()?;
            say::line(format_args!("{:<50} {seconds:8.3} s", contender.name));
            if run > 0 {
                series.runs.push(seconds);
            }
        }
    }
    Ok(all)
}

impl Series {
    pub(super) fn spread(&self) -> Spread {
        Spread::of(&self.runs)
    }

    /// This and then the other, run by run.
    pub(super) fn plus(&self, other: &Series) -> Series {
        let runs = self.runs.iter().zip(&other.runs).map(|(one, two)| one + two).collect();
        Series { name: format!("{} and {}", self.name, other.name), runs }
    }

    /// How many times as long it took as `other`, run by run.
    pub(super) fn over(&self, other: &Series) -> Spread {
        let ratios: Vec<f64> =
            self.runs.iter().zip(&other.runs).map(|(ours, theirs)| ours / theirs).collect();
        Spread::of(&ratios)
    }
}

impl Spread {
    pub(super) fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            at(middle)
        } else {
            (at(middle.saturating_sub(1)) + at(middle)) / 2.0
        };
        Self { median, least: at(0), most: at(sorted.len().saturating_sub(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_and_of_an_even_number_between_the_two() {
        assert_eq!(Spread::of(&[3.0, 1.0, 2.0]), Spread { median: 2.0, least: 1.0, most: 3.0 });
        assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 3.0]).median, 2.5);
        assert!(Spread::of(&[]).median.is_nan());
    }

    #[test]
    fn ratios_are_taken_run_by_run_so_that_a_slow_moment_cancels_out() {
        let series = |runs: &[f64]| Series { name: String::new(), runs: runs.to_vec() };
        let ratio = series(&[1.0, 10.0, 2.0]).over(&series(&[2.0, 20.0, 4.0]));
        assert_eq!(ratio, Spread { median: 0.5, least: 0.5, most: 0.5 });
    }

    #[test]
    fn one_after_the_other_takes_as_long_as_both_run_by_run() {
        let series = |runs: &[f64]| Series { name: String::new(), runs: runs.to_vec() };
        assert_eq!(series(&[1.0, 2.0]).plus(&series(&[10.0, 20.0])).runs, [11.0, 22.0]);
    }

    #[test]
    fn contenders_take_turns_and_the_first_turn_does_not_count() {
        let order = std::cell::RefCell::new(Vec::new());
        let go = |name: &'static str| {
            let order = &order;
            Contender::new(name, move || {
                order.borrow_mut().push(name);
                Ok(order.borrow().len() as f64)
            })
        };
        let all = in_turn(2, &[go("a"), go("b")]).unwrap();
        assert_eq!(*order.borrow(), ["a", "b", "a", "b", "a", "b"]);
        assert_eq!((all[0].runs.clone(), all[1].runs.clone()), (vec![3.0, 5.0], vec![4.0, 6.0]));
    }
}
