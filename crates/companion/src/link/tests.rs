use std::{sync::Arc, sync::atomic::AtomicUsize, sync::atomic::Ordering, time::Duration};

use patchround_protocol::{
    consultation::{Asked, Consultation, Worry},
    session::{FromPerson, ToPerson, Wrote},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt},
    time::{Instant, sleep},
};
use uuid::Uuid;

use super::*;
use crate::played::{Helper, within};

async fn knows(pc: &ThisPc, is_so: impl FnMut(&Known) -> bool) -> Known {
    within(pc.known().wait_for(is_so)).await.unwrap().clone()
}

fn office(known: &Known) -> Option<&str> {
    known.view.as_ref()?.office.as_deref()
}

const QUESTION: JobId = JobId(Uuid::from_u128(7));

#[tokio::test]
async fn what_the_helper_says_is_known_and_an_answer_counts_once_it_says_so() {
    let helper = Helper::new();
    let pc = helper.pc();
    let mut person = helper.person().await;
    person.show("Corner Office").await;
    let known = knows(&pc, |known| known.view.is_some()).await;
    assert_eq!((known.line, office(&known)), (Line::Open, Some("Corner Office")));
    pc.shown(QUESTION).await;
    assert_eq!(person.hear().await, FromPerson::Shown { question: QUESTION });

    let replies = [
        (ToPerson::Taken { question: QUESTION }, Ok(())),
        (
            ToPerson::NotTaken { question: QUESTION, why: NotTaken::Over },
            Err(NotHeard::Refused(NotTaken::Over)),
        ),
    ];
    for (reply, wanted) in replies {
        let (given, ()) = tokio::join!(pc.answer(QUESTION, Answer::Now {}), async {
            let heard = person.hear().await;
            assert_eq!(heard, FromPerson::Answer { question: QUESTION, answer: Answer::Now {} });
            person.say(&ToPerson::Unknown).await;
            person.show("Another view").await;
            person.say(&reply).await;
        });
        assert_eq!(given, wanted);
    }
}

#[tokio::test]
async fn the_helper_is_told_at_once_what_runs() {
    let helper = Helper::new();
    let _pc = helper.pc();
    let mut person = helper.person().await;
    assert!(matches!(person.hear_all().await, FromPerson::Running { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_helper_that_is_started_anew_is_talked_with_again_and_what_it_said_holds_meanwhile() {
    let mut helper = Helper::new();
    let pc = helper.pc();
    let mut person = helper.person().await;
    person.show("Corner Office").await;
    knows(&pc, |known| known.view.is_some()).await;
    drop(person);
    helper.begin();
    let mut person = helper.person().await;
    assert_eq!(office(&pc.known().borrow()), Some("Corner Office"));
    person.show("The same, later").await;
    knows(&pc, |known| office(known) == Some("The same, later")).await;
}

#[tokio::test(start_paused = true)]
async fn of_a_helper_that_was_killed_nothing_is_known_any_more_and_no_answer_counts() {
    let mut helper = Helper::new();
    let pc = helper.pc();
    let mut person = helper.person().await;
    person.show("Corner Office").await;
    knows(&pc, |known| known.view.is_some()).await;
    // What a killed helper leaves: its socket, at which nobody listens.
    helper.listener = None;
    drop(person);
    let known = knows(&pc, |known| known.line == Line::Silent).await;
    assert_eq!(known.view, None);
    assert_eq!(pc.answer(QUESTION, Answer::Now {}).await, Err(NotHeard::Unanswered));
    helper.begin();
    pc.look_again();
    let mut person = helper.person().await;
    person.show("Corner Office").await;
    knows(&pc, |known| known.line == Line::Open).await;
}

#[tokio::test(start_paused = true)]
async fn a_helper_that_hangs_is_silent_and_hears_no_answer() {
    let helper = Helper::new();
    let pc = helper.pc();
    let mut person = helper.person().await;
    let known = knows(&pc, |known| known.line != Line::Looking).await;
    assert_eq!(known.line, Line::Silent, "it has taken the call and says nothing");
    person.show("Corner Office").await;
    knows(&pc, |known| known.line == Line::Open).await;
    assert_eq!(within(pc.answer(QUESTION, Answer::Now {})).await, Err(NotHeard::Unanswered));
}

#[tokio::test(start_paused = true)]
async fn whoever_is_sent_away_comes_back_once_a_minute_at_most() {
    let helper = Helper::new();
    let _pc = helper.pc();
    let calls = Arc::<AtomicUsize>::default();
    let counted = calls.clone();
    let listener = helper.listener.unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            drop(stream);
        }
    });
    sleep(Duration::from_secs(10 * 60)).await;
    let first = calls.load(Ordering::Relaxed);
    assert!((5..=14).contains(&first), "{first}");
    sleep(Duration::from_secs(30 * 60)).await;
    let rest = calls.load(Ordering::Relaxed) - first;
    assert!((20..=30).contains(&rest), "{rest}");
}

#[tokio::test(start_paused = true)]
async fn where_there_is_no_helper_that_is_known_and_one_that_comes_is_found() {
    let mut helper = Helper::new();
    helper.listener = None;
    std::fs::remove_file(helper.folder.path().join("run/session.sock")).unwrap();
    let pc = helper.pc();
    knows(&pc, |known| known.line == Line::Absent).await;
    helper.begin();
    let mut person = helper.person().await;
    person.show("Corner Office").await;
    knows(&pc, |known| known.view.is_some()).await;
}

#[tokio::test(start_paused = true)]
async fn rubbish_ends_the_conversation_and_a_new_one_begins() {
    let helper = Helper::new();
    let pc = helper.pc();
    for rubbish in [&b"{\"say\":\n"[..], b"\x00\xff\n", b"{}\n"] {
        let mut person = helper.person().await;
        person.0.write_all(rubbish).await.unwrap();
        person.0.flush().await.unwrap();
    }
    let mut person = helper.person().await;
    person.show("Corner Office").await;
    knows(&pc, |known| known.view.is_some()).await;
}

#[tokio::test]
async fn the_conversation_ends_when_nobody_wants_to_know() {
    let helper = Helper::new();
    let pc = helper.pc();
    let mut person = helper.person().await;
    drop(pc);
    let begun = Instant::now();
    let mut rest = String::new();
    while within(person.0.read_line(&mut rest)).await.unwrap() > 0 {}
    assert!(begun.elapsed() < Duration::from_secs(5));
}

proptest::proptest! {
    #[test]
    fn whatever_a_person_types_is_taken_by_the_rule(words in "\\PC*|.{0,400}|[\u{200f}\u{202a}\n\ra ]*") {
        let [default, now]: [Timestamp; 2] = ["2026-06-04T18:00:00Z", "2026-06-03T10:00:00Z"].map(|at| at.parse().unwrap());
        let person = Asked { name: "ana".to_owned(), announced: Some(default), ..Asked::default() };
        let asked = Consultation { default, last: default, class: None, people: vec![person] };
        let answer = plain(Answer::Objection { worry: Worry::Tool {}, words });
        proptest::prop_assert!(asked.answered("ana", &answer, now).is_ok(), "{answer:?}");
    }
}

#[test]
fn marks_that_a_keyboard_makes_cost_no_word() {
    let answer = Answer::Objection {
        worry: Worry::Unwanted, words: " \u{200f}برنامج\nالفواتير ".to_owned()
    };
    let wanted =
        Answer::Objection { worry: Worry::Unwanted, words: "برنامج الفواتير".to_owned() };
    assert_eq!(plain(answer), wanted);
}

#[tokio::test]
async fn a_word_that_something_is_wrong_is_said_in_one_plain_line_and_its_answer_is_heard() {
    let helper = Helper::new();
    let (pc, mut person) = (helper.pc(), helper.person().await);
    person.show("Harbour Dental").await;
    let after = JobId(Uuid::from_u128(7));
    let words = format!("It prints\nnothing\u{202e} {}", "x".repeat(300));
    let (came, ()) = tokio::join!(pc.wrong(after, &words), async {
        let FromPerson::Wrong { after: of, words } = person.hear().await else { panic!("something else") };
        assert_eq!(of, after);
        assert!(words.starts_with("It prints nothing x") && words.chars().count() == WRONG_CHARS, "{words}");
        person.say(&ToPerson::NotTaken { question: after, why: NotTaken::Over }).await;
    });
    assert_eq!(came, Err(NotHeard::Refused(NotTaken::Over)));
}

#[tokio::test]
async fn a_note_is_said_in_one_plain_line_and_is_there_once_the_pc_has_it() {
    let helper = Helper::new();
    let (pc, mut person) = (helper.pc(), helper.person().await);
    person.show("Harbour Dental").await;
    let (came, ()) = tokio::join!(pc.ask("May I have\nthe old\u{202e} printer back?"), async {
        let FromPerson::Ask { note, words } = person.hear().await else { panic!("something else") };
        assert_eq!(words, "May I have the old printer back?");
        person.say(&ToPerson::Taken { question: note }).await;
        let wrote = vec![Wrote { note, at: Timestamp::now(), words }];
        person.say(&ToPerson::View(Box::new(View { wrote: Some(wrote), ..View::default() }))).await;
    });
    assert_eq!(came, Ok(()));
    assert_eq!(
        pc.known().borrow().view.as_ref().unwrap().wrote.as_ref().unwrap().len(),
        1,
        "it is there when it is said to be"
    );
}

#[tokio::test(start_paused = true)]
async fn a_note_that_was_not_heard_is_the_same_note_when_it_is_said_again_and_later_it_is_another_one() {
    let helper = Helper::new();
    let (pc, mut person) = (helper.pc(), helper.person().await);
    person.show("Harbour Dental").await;
    let mut names = Vec::new();
    for is_heard in [false, true, true] {
        let (came, note) = tokio::join!(pc.ask("The printer is stuck."), async {
            let FromPerson::Ask { note, .. } = person.hear().await else { panic!("something else") };
            if is_heard {
                person.say(&ToPerson::Taken { question: note }).await;
            }
            note
        });
        assert_eq!(came.is_ok(), is_heard);
        names.push(note);
    }
    assert!(names[0] == names[1] && names[1] != names[2], "{names:?}");
}
