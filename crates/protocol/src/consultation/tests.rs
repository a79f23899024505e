use jiff::ToSpan;
use proptest::prelude::*;

use super::*;

fn at(hours: i64) -> Timestamp {
    "2026-11-23T08:00:00Z".parse::<Timestamp>().unwrap() + hours.hours()
}

fn objection() -> Answer {
    Answer::Objection { worry: Worry::Tool {}, words: "my invoices".into() }
}

/// A question that goes in after two days, and can be moved for five.
fn question(class: Option<Class>, people: Vec<Asked>) -> Consultation {
    Consultation { default: at(48), last: at(120), class, people }
}

fn shown(name: &str, hour: i64) -> Asked {
    let announced = question(Some(Class::Other), Vec::new()).announced_at(at(hour));
    Asked { name: name.into(), announced, ..Asked::default() }
}

fn says(question: &mut Consultation, name: &str, answer: &Answer, now: Timestamp) -> Result<(), NotTaken> {
    let person = question.answered(name, answer, now)?;
    *question.people.iter_mut().find(|one| one.name == name).expect("was just found") = person;
    Ok(())
}

#[test]
fn without_an_answer_it_goes_in_at_the_announced_time_and_not_before() {
    let question = question(None, vec![shown("ana", 0)]);
    assert_eq!(question.verdict(at(47)), Verdict::Wait(at(48)));
    assert_eq!(question.verdict(at(48)), Verdict::Begin);
}

#[test]
fn who_is_asked_late_has_four_hours_and_who_never_saw_it_is_left_alone() {
    let mut late = question(Some(Class::Other), vec![shown("ana", 47)]);
    assert_eq!(late.verdict(at(48)), Verdict::Wait(at(51)));
    late.people[0].announced = None;
    assert_eq!(late.verdict(at(119)), Verdict::Wait(at(120)));
    assert_eq!(late.verdict(at(120)), Verdict::End(Cause::NotAsked));
    assert_eq!(late.announced_at(at(117)), None, "there is no time left to ask anybody");
}

#[test]
fn a_security_update_waits_for_an_objection_until_its_last_moment_and_no_longer() {
    let mut question = question(Some(Class::Security), vec![shown("ana", 0)]);
    says(&mut question, "ana", &objection(), at(1)).unwrap();
    assert_eq!(question.verdict(at(119)), Verdict::Wait(at(120)));
    assert_eq!(question.verdict(at(120)), Verdict::Begin);
}

#[test]
fn an_unknown_severity_never_overrules_an_objection() {
    for class in [None, Some(Class::Other)] {
        let mut question = question(class, vec![shown("ana", 0)]);
        says(&mut question, "ana", &objection(), at(1)).unwrap();
        for hour in [1, 48, 119, 120, 1000] {
            assert_eq!(question.verdict(at(hour)), Verdict::End(Cause::Objected), "{class:?} {hour}");
        }
    }
}

#[test]
fn two_people_are_both_waited_for() {
    let mut question = question(None, vec![shown("ana", 0), shown("jonas", 0)]);
    says(&mut question, "ana", &Answer::Now {}, at(1)).unwrap();
    assert_eq!(question.verdict(at(2)), Verdict::Wait(at(48)), "Jonas said nothing yet");
    says(&mut question, "jonas", &Answer::Time { time: at(3) }, at(2)).unwrap();
    assert_eq!(question.verdict(at(2)), Verdict::Wait(at(3)));
    assert_eq!(question.verdict(at(3)), Verdict::Begin);
}

#[test]
fn nobody_answers_for_somebody_else_nor_what_was_not_shown() {
    let mut question =
        question(None, vec![shown("ana", 0), Asked { name: "jonas".into(), ..Asked::default() }]);
    assert_eq!(says(&mut question, "mallory", &Answer::Now {}, at(1)), Err(NotTaken::NotAsked));
    assert_eq!(says(&mut question, "jonas", &Answer::Now {}, at(1)), Err(NotTaken::NotAsked));
}

#[test]
fn it_is_put_off_three_times_and_an_urgent_one_twice() {
    for (class, most) in [(None, 3), (Some(Class::Urgent), 2)] {
        let mut question = question(class, vec![shown("ana", 0)]);
        for hour in 0..most {
            says(&mut question, "ana", &Answer::Time { time: at(60 + hour) }, at(1)).unwrap();
        }
        let once_more = Answer::Time { time: at(100) };
        assert_eq!(says(&mut question, "ana", &once_more, at(1)), Err(NotTaken::NoMovesLeft));
        says(&mut question, "ana", &Answer::Time { time: at(24) }, at(1)).expect("earlier is always free");
    }
}

#[test]
fn a_time_that_the_pc_slept_through_is_asked_anew() {
    let mut question = question(None, vec![shown("ana", 0)]);
    says(&mut question, "ana", &Answer::Time { time: at(10) }, at(1)).unwrap();
    assert_eq!(question.verdict(at(12)), Verdict::Begin);
    assert_eq!(question.verdict(at(13)), Verdict::Wait(at(120)));
    assert!(question.is_to_ask(&question.people[0], at(13)));
}

#[test]
fn words_that_steer_a_terminal_or_are_too_long_are_not_taken() {
    let question = question(None, vec![shown("ana", 0)]);
    for words in ["\u{1b}[2J".to_owned(), "a\nb".into(), "\u{202e}tfel".into(), "x".repeat(301)] {
        let answer = Answer::Objection { worry: Worry::Unwanted, words };
        assert_eq!(question.answered("ana", &answer, at(1)), Err(NotTaken::Malformed));
    }
}

fn class() -> impl Strategy<Value = Option<Class>> {
    prop_oneof![Just(None), Just(Some(Class::Other)), Just(Some(Class::Security)), Just(Some(Class::Urgent))]
}

/// What happens in one hour of a consultation.
#[derive(Debug, Clone)]
enum Happens {
    Nothing,
    Off,
    Shows(usize),
    Says(usize, Answer),
}

fn happens() -> impl Strategy<Value = Happens> {
    let answer = prop_oneof![
        Just(Answer::Now {}),
        (0..140i64).prop_map(|hour| Answer::Time { time: at(hour) }),
        Just(objection()),
    ];
    prop_oneof![
        6 => Just(Happens::Nothing),
        3 => Just(Happens::Off),
        3 => (0..3usize).prop_map(Happens::Shows),
        2 => (0..3usize, answer).prop_map(|(who, answer)| Happens::Says(who, answer)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// 10,000 weeks of one question to three people whose PC is on and off (issue 6): written from what a person was
    /// told, without asking the rule.
    #[test]
    fn nothing_begins_that_a_person_was_not_told_or_that_they_objected_to(
        class in class(),
        hours in proptest::collection::vec(happens(), 63),
    ) {
        let names = ["ana", "jonas", "kim"];
        let mut question = question(class, names.iter().map(|name| Asked { name: (*name).into(), ..Asked::default() }).collect());
        let mut told: [Option<Timestamp>; 3] = [None; 3];
        let mut objects = [false; 3];
        let is_security = matches!(class, Some(Class::Security | Class::Urgent));
        for (hour, happens) in (0..).step_by(2).zip(hours) {
            let now = at(hour);
            match happens {
                Happens::Off => continue,
                Happens::Nothing => {}
                Happens::Shows(who) => {
                    if question.is_to_ask(&question.people[who], now) && let Some(announced) = question.announced_at(now) {
                        prop_assert!(announced >= now + 4.hours() || is_security);
                        question.people[who].sees(announced);
                        (told[who], objects[who]) = (Some(announced), false);
                    }
                }
                Happens::Says(who, answer) => if says(&mut question, names[who], &answer, now).is_ok() {
                    objects[who] = matches!(answer, Answer::Objection { .. });
                    told[who] = match answer {
                        Answer::Now {} => Some(now),
                        Answer::Time { time } => Some(time),
                        _ => told[who],
                    };
                },
            }
            match question.verdict(now) {
                Verdict::Begin if is_security && now >= at(120) => return Ok(()),
                Verdict::Begin => {
                    prop_assert_eq!(objects, [false; 3], "silently overruled");
                    prop_assert!(told.iter().all(|told| told.is_some_and(|told| told <= now)), "a surprise");
                    let newest = told.iter().flatten().max().copied();
                    prop_assert!(newest.is_some_and(|newest| now <= newest + 2.hours()), "hours after its time");
                    return Ok(());
                }
                Verdict::End(cause) => {
                    prop_assert!(!is_security);
                    prop_assert_eq!(cause == Cause::Objected, objects.contains(&true));
                    return Ok(());
                }
                Verdict::Wait(until) => prop_assert!(until > now),
            }
        }
        let after_its_last_moment = question.verdict(at(200));
        prop_assert_eq!(after_its_last_moment == Verdict::Begin, is_security);
        prop_assert!(!matches!(after_its_last_moment, Verdict::Wait(_)));
    }

    #[test]
    fn one_person_more_never_makes_it_earlier(class in class(), hour in 0..119i64, said in proptest::option::of(0..120i64)) {
        let ana = Asked { said: said.map(|time| (at(1), Answer::Time { time: at(time) })), ..shown("ana", 0) };
        let alone = question(class, vec![ana.clone()]);
        let both = question(class, vec![ana, shown("jonas", 1)]);
        prop_assert!(both.begins() >= alone.begins());
        if alone.begins() > Some(at(hour)) {
            prop_assert_ne!(both.verdict(at(hour)), Verdict::Begin);
        }
    }
}
