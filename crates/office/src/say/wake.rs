//! What came of waking a PC, as sentences.

use patchround_words::{Value, say_with};

use crate::wake::{WakeEnd, WhyNot};

/// What was done to wake a PC, or why nothing was. It never says that the PC woke: nobody knows before it answers.
pub fn wake(end: &WakeEnd) -> String {
    let pc = ("pc", text(&end.pc));
    if let Some(why_not) = end.why_not {
        let id = match why_not {
            WhyNot::IsOn => "wake-is-on",
            WhyNot::NoCard => "wake-no-card",
            WhyNot::JustAsked => "wake-just-asked",
            WhyNot::NobodyElse => "wake-nobody-else",
        };
        return say_with(id, &[pc]);
    }
    let [first, second] = [0, 1].map(|n| text(end.asked.get(n).map_or("", String::as_str)));
    let id = if end.asked.len() > 1 { "wake-asked-two" } else { "wake-asked-one" };
    let asked = say_with(id, &[pc.clone(), ("first", first), ("second", second)]);
    if end.wakes == Some(false) { format!("{asked} {}", say_with("wake-off-there", &[pc])) } else { asked }
}

fn text(text: &str) -> Value<'static> {
    Value::from(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(asked: &[&str], why_not: Option<WhyNot>, wakes: Option<bool>) -> WakeEnd {
        WakeEnd {
            pc: "Till".into(),
            asked: asked.iter().map(|pc| (*pc).to_owned()).collect(),
            why_not,
            wakes,
        }
    }

    #[test]
    fn a_pc_that_was_asked_to_wake_is_not_said_to_be_on() {
        assert_eq!(
            wake(&end(&["Desk"], None, None)),
            "We asked Desk to wake Till. It may take a few minutes; not every PC can be woken."
        );
        assert!(
            wake(&end(&["Desk", "Bar"], None, Some(true))).starts_with("We asked Desk and Bar to wake Till.")
        );
        assert!(
            wake(&end(&["Desk"], None, Some(false))).ends_with("do not wake it, so it probably stays off.")
        );
    }

    #[test]
    fn a_pc_that_was_asked_to_wake_just_now_is_not_said_to_need_somebody_to_switch_it_on() {
        assert_eq!(
            wake(&end(&[], Some(WhyNot::JustAsked), None)),
            "Till was asked to wake just now. It may take a few minutes; not every PC can be woken."
        );
    }

    #[test]
    fn why_nobody_was_asked_is_said_with_what_to_do() {
        for why in [WhyNot::NoCard, WhyNot::NobodyElse] {
            assert!(wake(&end(&[], Some(why), None)).contains("Switch it on by hand"), "{why:?}");
        }
        assert_eq!(wake(&end(&[], Some(WhyNot::IsOn), None)), "Till is on already.");
    }
}
