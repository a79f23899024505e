use std::time::Instant;

use jiff::SignedDuration;
use patchround_companion::{NotHeard, Place, ThisPc};
use patchround_protocol::{
    EventKind, Job, Outcome, Step,
    consultation::{Decision, Reply, Worry},
    job::{Verb, When},
    people::Away,
    progress::Progress,
};
use serde_json::Value;
use tokio::{io::BufStream, net::UnixStream, time::timeout as within};

use super::*;
use crate::{
    consultations::{
        Consultations,
        tests::{order, pc, pc_that_installs},
    },
    os,
    queue::Lane,
    scripted::{Pc, sealed},
    worker,
};

mod own;

/// A person's program, as the helper's own account.
struct Person(BufStream<UnixStream>);

impl Person {
    async fn at(pc: &Pc) -> Self {
        let socket = pc.helper.places.session_socket();
        Self(BufStream::new(UnixStream::connect(socket).await.unwrap()))
    }

    async fn say(&mut self, what: &Value) {
        self.0.write_all(format!("{what}\n").as_bytes()).await.unwrap();
        self.0.flush().await.unwrap();
    }

    async fn hear(&mut self) -> ToPerson {
        let mut line = String::new();
        within(Duration::from_secs(10), self.0.read_line(&mut line)).await.unwrap().unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// The first view that is as wanted.
    async fn sees(&mut self, is_so: impl Fn(&View) -> bool) -> View {
        loop {
            if let ToPerson::View(view) = self.hear().await
                && is_so(&view)
            {
                return *view;
            }
        }
    }

    async fn answer(&mut self, question: JobId, answer: &Answer) -> ToPerson {
        self.say(&serde_json::json!({"say": "answer", "question": question, "answer": answer})).await;
        self.hears_what_comes_of_it().await
    }

    async fn write(&mut self, note: JobId, words: &str) -> ToPerson {
        self.say(&serde_json::json!({"say": "ask", "note": note, "words": words})).await;
        self.hears_what_comes_of_it().await
    }

    async fn hears_what_comes_of_it(&mut self) -> ToPerson {
        loop {
            match self.hear().await {
                ToPerson::View(_) => {}
                other => return other,
            }
        }
    }
}

async fn served(class: &'static str) -> Pc {
    serving(pc(class).await)
}

fn serving(pc: Pc) -> Pc {
    let socket = os::bind_session(&pc.helper.places.session_socket()).unwrap();
    tokio::spawn(serve(pc.helper.clone(), socket));
    tokio::spawn(worker::work(pc.helper.clone(), Lane::Work, false));
    pc
}

fn done() -> Vec<Progress> {
    vec![Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None }]
}

#[tokio::test]
async fn a_question_is_there_at_once_and_a_yes_begins_what_was_ordered_and_nothing_else() {
    let pc = served("null").await;
    pc.root_runs(&done());
    let mut ana = Person::at(&pc).await;
    ana.say(&serde_json::json!({"say": "running", "programs": ["letters"]})).await;
    ana.sees(|view| view.office.as_deref() == Some("Corner Office")).await;
    let begun = Instant::now();
    let job = order(&pc, 1, "letters");
    let view = ana.sees(|view| !view.questions.is_empty()).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(view.questions[0].is_due);
    ana.say(&serde_json::json!({"say": "shown", "question": job})).await;
    ana.sees(|view| view.questions.iter().any(|question| !question.is_due)).await;
    assert_eq!(ana.answer(job, &Answer::Now {}).await, ToPerson::Taken { question: job });
    ana.sees(|view| view.questions.is_empty()).await;
    let installs = |kind: &EventKind| matches!(kind, EventKind::StepStarted { verb: Verb::Install, .. });
    within(Duration::from_secs(10), async {
        while !pc.told().iter().any(installs) {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!(
        ana.answer(job, &Answer::Now {}).await,
        ToPerson::NotTaken { question: job, why: NotTaken::Over }
    );
}

#[tokio::test]
async fn what_became_of_an_update_and_who_is_in_charge_is_seen_at_once_and_kept() {
    let pc = served("null").await;
    pc.root_runs(&done());
    let mut ana = Person::at(&pc).await;
    ana.say(&serde_json::json!({"say": "running", "programs": ["letters"]})).await;
    let job = order(&pc, 1, "letters");
    let view = ana.sees(|view| !view.questions.is_empty()).await;
    assert_eq!((view.in_charge.as_deref(), view.changes.len()), (Some("Ann"), 0));
    let named = view.questions[0].updates[0].name.clone();
    ana.say(&serde_json::json!({"say": "shown", "question": job})).await;
    ana.sees(|view| view.questions.iter().any(|question| !question.is_due)).await;
    ana.answer(job, &Answer::Now {}).await;
    let view = ana.sees(|view| !view.changes.is_empty()).await;
    let told = pc.told();
    let ended = told.iter().find_map(|kind| match kind {
        EventKind::UpdateEnded { outcome, cause, .. } => Some((*outcome, *cause)),
        _ => None,
    });
    let change = &view.changes[0];
    assert_eq!((view.changes.len(), Some((change.outcome, change.cause))), (1, ended));
    assert_eq!((change.name.as_str(), change.is_back), (named.as_str(), false));
    let kept = crate::lately::Lately::open(&pc.helper.places.lately());
    assert_eq!(kept.of(|_| true), view.changes, "it is there after a restart, too");
}

#[tokio::test]
async fn who_stands_in_is_to_be_asked_on_the_days_on_which_whoever_looks_after_the_pcs_is_away() {
    let pc = pc("null").await;
    let mut office = Joined::clone(&pc.helper.membership.office().unwrap());
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    let noon = |text: &str| day(text).at(12, 0, 0, 0).to_zoned(TimeZone::system()).unwrap().timestamp();
    let until = office.charter.members.iter().filter_map(|member| member.not_after).min();
    assert!(until.is_none_or(|until| until > noon("2026-12-10")), "the key holds on these days: {until:?}");
    office.policy.stand_in = Some("Dr Weiss\n".to_owned());
    office.policy.away = Some(Away { from: day("2026-12-02"), until: day("2026-12-04") });
    let asked = |on: &str| in_charge(&office, noon(on)).unwrap();
    assert_eq!((asked("2026-12-01"), asked("2026-12-05")), ("Ann".to_owned(), "Ann".to_owned()));
    assert_eq!((asked("2026-12-02"), asked("2026-12-04")), ("Dr Weiss".to_owned(), "Dr Weiss".to_owned()));
}

#[tokio::test]
async fn of_two_windows_the_later_one_is_told_that_it_is_over() {
    let pc = served("null").await;
    let (mut one, mut other) = (Person::at(&pc).await, Person::at(&pc).await);
    one.say(&serde_json::json!({"say": "running", "programs": ["letters"]})).await;
    let job = order(&pc, 1, "letters");
    for window in [&mut one, &mut other] {
        window.sees(|view| !view.questions.is_empty()).await;
        window.say(&serde_json::json!({"say": "shown", "question": job})).await;
    }
    one.sees(|view| view.questions.iter().any(|question| !question.is_due)).await;
    let objection = Answer::Objection { worry: Worry::Unwanted, words: "not now".into() };
    assert_eq!(one.answer(job, &objection).await, ToPerson::Taken { question: job });
    let late = other.answer(job, &Answer::Now {}).await;
    assert_eq!(late, ToPerson::NotTaken { question: job, why: NotTaken::Over });
    let asked = pc.told().iter().filter(|kind| matches!(kind, EventKind::PersonAsked { .. })).count();
    assert_eq!(asked, 1, "one person was asked once, in however many windows");
    assert!(pc.root.asked().is_empty(), "nothing was installed");
}

/// The manager's answer to the people of an order: not before tomorrow.
fn answer(pc: &Pc, to: JobId, number: u128) -> JobId {
    let (now, charter) = (Timestamp::now(), pc.helper.membership.office().unwrap().charter.clone());
    let decision = Decision::GoAhead { at: now + SignedDuration::from_hours(20) };
    let asked = pc.helper.queue.asked();
    let earlier = asked.iter().map(|order| &order.job).find(|job| job.job == to).cloned();
    let job = Job {
        job: JobId(uuid::Uuid::from_u128(number)),
        not_before: now,
        steps: vec![Step::Cancel { job: to }],
        when: When::Time { time: now + SignedDuration::from_hours(20) },
        reply: Some(Reply { to, decision, words: "It has to be.".into() }),
        ..earlier.unwrap()
    };
    pc.helper.queue.take(&sealed(&job, 2), &charter, pc.helper.pc, now).unwrap();
    pc.helper.queue.announce();
    job.job
}

#[tokio::test]
async fn once_the_manager_has_answered_nobody_is_asked_or_told_that_their_word_counts() {
    let pc = served("\"security\"").await;
    let mut ana = Person::at(&pc).await;
    ana.say(&serde_json::json!({"say": "running", "programs": ["letters"]})).await;
    let job = order(&pc, 1, "letters");
    ana.sees(|view| !view.questions.is_empty()).await;
    answer(&pc, job, 2);
    ana.sees(|view| view.questions.is_empty() && view.replies.len() == 1).await;
    let objection = Answer::Objection { worry: Worry::Unwanted, words: "not now".into() };
    let said = ana.answer(job, &objection).await;
    assert_eq!(said, ToPerson::NotTaken { question: job, why: NotTaken::Over });
    assert!(!pc.told().iter().any(|kind| matches!(kind, EventKind::PersonAnswered { .. })));
}

#[tokio::test]
async fn rubbish_ends_the_conversation_and_a_line_without_end_too() {
    let pc = served("null").await;
    for rubbish in [b"{\"say\":\n".to_vec(), b"\x00\xff\n".to_vec(), vec![b'x'; SESSION_LINE_BYTES + 1]] {
        let mut one = Person::at(&pc).await;
        one.hear().await;
        let _ = one.0.write_all(&rubbish).await;
        let _ = one.0.flush().await;
        let mut rest = Vec::new();
        let _ = within(Duration::from_secs(10), one.0.read_to_end(&mut rest)).await.expect("it is let go");
    }
    Person::at(&pc).await.sees(|view| view.office.is_some()).await;
}

#[tokio::test]
async fn a_person_has_four_programs_here_at_most() {
    let rooms = Rooms::default();
    let taken: Vec<_> = (0..OF_ONE_PERSON).map(|_| rooms.enter("ana").unwrap()).collect();
    assert!(rooms.enter("ana").is_none() && rooms.enter("jonas").is_some());
    drop(taken);
    assert!(rooms.enter("ana").is_some());
}

/// Both halves of the conversation as they are on a PC; only the order and the root half are made up.
#[tokio::test]
async fn a_persons_own_program_is_asked_answers_and_sees_what_follows() {
    let pc = served("null").await;
    pc.root_runs(&done());
    let socket = pc.helper.places.session_socket();
    let place = Place::of(socket.parent().and_then(|run| run.parent()));
    let (this_pc, job) = (ThisPc::follow(place), order(&pc, 1, "letters"));
    let account = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    pc.helper.consultations.running(&account, &["letters".to_owned()], Timestamp::now());
    let mut known = this_pc.known();
    let asked = known.wait_for(|known| known.question(job).is_some_and(|question| question.is_due));
    within(Duration::from_secs(10), asked).await.unwrap().unwrap();
    this_pc.shown(job).await;
    let seen = known.wait_for(|known| known.question(job).is_some_and(|question| !question.is_due));
    within(Duration::from_secs(10), seen).await.unwrap().unwrap();
    let objection = Answer::Objection { worry: Worry::Tool {}, words: "my\ninvoices".into() };
    this_pc.answer(job, objection).await.unwrap();
    let over = known.wait_for(|known| known.question(job).is_none());
    within(Duration::from_secs(10), over).await.unwrap().unwrap();
    let late = this_pc.answer(job, Answer::Now {}).await;
    assert_eq!(late, Err(NotHeard::Refused(NotTaken::Over)));
    let told = pc.told().into_iter().find_map(|kind| match kind {
        EventKind::PersonAnswered { person, answer: Answer::Objection { words, .. }, .. } => {
            Some((person, words))
        }
        _ => None,
    });
    assert_eq!(told, Some((account, "my invoices".to_owned())));
    assert!(pc.root.asked().is_empty(), "nothing was installed");
}

/// A restart for at once, ordered by the operator.
fn order_restart(pc: &Pc) -> JobId {
    let (now, job) = (Timestamp::now(), JobId(uuid::Uuid::from_u128(9)));
    let charter = pc.helper.membership.office().unwrap().charter.clone();
    let restart = Job {
        office: charter.office,
        job,
        round: patchround_protocol::RoundId(uuid::Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: patchround_protocol::sign::public(&crate::scripted::key(2)),
        not_before: now,
        expires: now + SignedDuration::from_hours(36),
        steps: vec![Step::Restart { off: false }],
        when: When::Now,
        try_first: false,
        reply: None,
    };
    pc.helper.queue.take(&sealed(&restart, 2), &charter, pc.helper.pc, now).unwrap();
    pc.helper.queue.announce();
    job
}

/// Whoever runs this test is signed in, and works.
fn at_work() -> patchround_protocol::restart::Signs {
    let name = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    let person = patchround_protocol::restart::Person { name, idle_seconds: Some(1), ..Default::default() };
    patchround_protocol::restart::Signs { people: Some(vec![person]), ..Default::default() }
}

#[tokio::test]
async fn a_person_sees_that_a_restart_was_ordered_and_their_yes_has_it_made_at_once() {
    let mut pc = pc("null").await;
    Arc::get_mut(&mut pc.helper).unwrap().look_for_people = at_work;
    let socket = os::bind_session(&pc.helper.places.session_socket()).unwrap();
    tokio::spawn(serve(pc.helper.clone(), socket));
    tokio::spawn(worker::work(pc.helper.clone(), Lane::Work, false));
    pc.root_runs(&done());
    let mut ana = Person::at(&pc).await;
    let job = order_restart(&pc);
    let view = ana.sees(|view| view.restart.is_some()).await;
    let restart = view.restart.unwrap();
    assert_eq!((restart.id, restart.moves_left, restart.agreed), (job, 3, None));
    assert_eq!(restart.waits, None, "that they are there themselves they know");
    let begun = |pc: &Pc| {
        let is_so = |kind: &EventKind| matches!(kind, EventKind::StepStarted { verb: Verb::Restart, .. });
        pc.told().iter().any(is_so)
    };
    sleep(Duration::from_millis(300)).await;
    assert!(!begun(&pc), "nobody has agreed");
    assert_eq!(ana.answer(job, &Answer::Now {}).await, ToPerson::Taken { question: job });
    within(Duration::from_secs(10), async {
        while !begun(&pc) {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
    ana.sees(|view| view.restart.is_none()).await;
}

#[tokio::test]
async fn a_person_sees_what_went_in_and_their_word_that_something_is_wrong_is_in_the_log_under_their_account()
{
    let in_place = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let pc = serving(pc_that_installs(in_place.clone()).await);
    let (id, outcome) = ("apt:letters@2".parse().unwrap(), Outcome::Done);
    let ended = Progress::UpdateEnded { id, outcome, cause: None, installed: None, details: None };
    pc.root_runs(&[vec![ended], done()].concat());
    let mut ana = Person::at(&pc).await;
    ana.say(&serde_json::json!({"say": "running", "programs": ["letters"]})).await;
    let job = order(&pc, 1, "letters");
    ana.sees(|view| !view.questions.is_empty()).await;
    ana.say(&serde_json::json!({"say": "shown", "question": job})).await;
    ana.sees(|view| view.questions.iter().any(|question| !question.is_due)).await;
    in_place.store(true, std::sync::atomic::Ordering::Relaxed);
    ana.answer(job, &Answer::Now {}).await;
    let view = ana.sees(|view| !view.after.is_empty()).await;
    assert!(view.after[0].id == job && view.after[0].is_new, "{:?}", view.after);
    ana.say(&serde_json::json!({"say": "shown", "question": job})).await;
    ana.sees(|view| view.after.iter().any(|after| !after.is_new)).await;
    ana.say(&serde_json::json!({"say": "wrong", "after": job, "words": "it prints nothing"})).await;
    assert_eq!(ana.hears_what_comes_of_it().await, ToPerson::Taken { question: job });
    ana.sees(|view| view.after.iter().any(|after| after.wrong.is_some())).await;
    let account = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    let said = EventKind::PersonSaidWrong { job, person: account, words: "it prints nothing".into() };
    assert!(pc.told().contains(&said));
}

#[tokio::test]
async fn a_note_reaches_the_log_and_the_writer_sees_it_and_nothing_else_follows() {
    let pc = served("null").await;
    let mut ana = Person::at(&pc).await;
    ana.sees(|view| view.office.is_some()).await;
    let note = JobId(uuid::Uuid::from_u128(7));
    let words = "May I have the old printer back?";
    assert_eq!(ana.write(note, words).await, ToPerson::Taken { question: note });
    let view = ana.sees(|view| view.wrote.iter().flatten().next().is_some()).await;
    let wrote = &view.wrote.unwrap()[0];
    assert_eq!((wrote.note, wrote.words.as_str()), (note, words));
    let account = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    let said = EventKind::PersonWrote { note, person: account.clone(), words: words.into() };
    assert_eq!(pc.told().iter().filter(|kind| **kind == said).count(), 1);
    let nowhere = std::path::Path::new("/nonexistent");
    let reopened = Consultations::open(pc.helper.log.clone(), nowhere, nowhere).unwrap();
    assert_eq!(reopened.wrote(&account, Timestamp::now()).len(), 1, "it is read from the log");
    reopened.forget().unwrap();
    assert!(reopened.wrote(&account, Timestamp::now()).is_empty(), "who leaves the office leaves it");
}

#[tokio::test]
async fn a_note_that_is_none_and_a_fourth_within_a_day_are_not_taken_and_the_same_note_said_again_is_one() {
    let pc = served("null").await;
    let mut ana = Person::at(&pc).await;
    ana.sees(|view| view.office.is_some()).await;
    let id = |number| JobId(uuid::Uuid::from_u128(number));
    let not = |number, why| ToPerson::NotTaken { question: id(number), why };
    for words in ["", "  ", "two\nlines", "turned \u{202e}", &"x".repeat(281)] {
        assert_eq!(ana.write(id(1), words).await, not(1, NotTaken::Malformed), "{words:?}");
    }
    for (number, words) in [(1, "one"), (2, "two"), (3, "one"), (3, "one")] {
        assert_eq!(ana.write(id(number), words).await, ToPerson::Taken { question: id(number) });
    }
    assert_eq!(ana.write(id(3), "another").await, not(3, NotTaken::Malformed), "it has that name already");
    assert_eq!(ana.write(id(5), "four").await, not(5, NotTaken::TooOften));
    let written = pc.told().into_iter().filter(|kind| matches!(kind, EventKind::PersonWrote { .. }));
    assert_eq!(written.count(), 3);
}
