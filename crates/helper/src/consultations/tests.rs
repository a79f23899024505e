use jiff::ToSpan;
use patchround_protocol::{
    Cause, Job, Outcome, RoundId,
    consultation::{Decision, Reply, Worry},
    limits,
    sign::public,
};
use uuid::Uuid;

use super::*;
use crate::{
    queue::End,
    scans::Scans,
    scripted::{Pc, key, sealed},
};

/// A PC whose apt offers a newer "letters", with one program, and a newer "sums", with another.
pub(crate) async fn pc(class: &'static str) -> Pc {
    let mut pc = Pc::joined();
    play(&mut pc, class);
    pc.helper.scans.fresh().await.unwrap();
    pc
}

fn play(pc: &mut Pc, class: &'static str) {
    let helper = Arc::get_mut(&mut pc.helper).unwrap();
    let id = helper.pc;
    let look = Arc::new(move || scan(id, class));
    helper.scans = Scans::of_played(id, &helper.places.scan(), look);
    helper.consultations.programs_of =
        |id| BTreeSet::from([id.native().split(':').next().unwrap_or_default().to_owned()]);
}

/// As [`pc`], and what is ordered for "letters" is in place once this is `true`.
pub(crate) async fn pc_that_installs(in_place: Arc<std::sync::atomic::AtomicBool>) -> Pc {
    let mut pc = Pc::joined();
    play(&mut pc, "null");
    let helper = Arc::get_mut(&mut pc.helper).unwrap();
    let id = helper.pc;
    let look = Arc::new(move || {
        let mut scan = scan(id, "null");
        if in_place.load(std::sync::atomic::Ordering::Relaxed) {
            scan.updates.retain(|update| update.group != "letters");
            scan.revision = "in place".to_owned();
        }
        scan
    });
    helper.scans = Scans::of_played(id, &helper.places.scan(), look);
    pc.helper.scans.fresh().await.unwrap();
    pc
}

fn scan(pc: patchround_protocol::PcId, class: &str) -> Scan {
    let update = |package: &str| {
        serde_json::json!({
            "id": format!("apt:{package}@2"), "pc": pc, "source": "apt", "package": package, "group": package,
            "name": package, "installed": "1", "candidate": "2",
            "class": serde_json::from_str::<serde_json::Value>(class).unwrap(), "substantial": {"why": ["2 for 1"]},
            "cves": [], "known_exploited": null, "released": null, "size": null, "notes": null, "needs": {},
            "reversible": null, "scope": "machine", "held": null, "phased": false, "blocked": null,
        })
    };
    let source = serde_json::json!({"source": "apt", "cause": null, "refreshed_at": null});
    let updates = [update("letters"), update("sums")];
    let scan = serde_json::json!({
        "revision": class, "scanned_at": Timestamp::now(), "restart_pending": false, "sources": [source],
        "updates": updates,
    });
    serde_json::from_value(scan).unwrap()
}

/// An order for one program: in two days without an answer, moved for five at most.
pub(crate) fn order(pc: &Pc, number: u128, package: &str) -> JobId {
    let now = Timestamp::now();
    let job = Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(number)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: now,
        expires: now + SignedDuration::try_from(limits::JOB_LIFE).unwrap(),
        steps: vec![Step::Install {
            ids: vec![format!("apt:{package}@2").parse().unwrap()],
            agreed_removals: Vec::new(),
        }],
        when: When::Asked { default: now + 48.hours(), last: now + 120.hours() },
        try_first: false,
        reply: None,
    };
    let charter = pc.helper.membership.office().unwrap().charter.clone();
    pc.helper.queue.take(&sealed(&job, 2), &charter, pc.helper.pc, now).unwrap();
    pc.helper.queue.announce();
    job.job
}

struct At<'a>(&'a Pc, Timestamp);

impl At<'_> {
    fn questions(&self, person: &str) -> Vec<Question> {
        self.with(|moment| {
            let waiting = self.0.helper.queue.asked();
            self.0.helper.consultations.questions(person, &waiting, moment)
        })
    }

    fn shows(&self, person: &str) -> Option<JobId> {
        let question = self.questions(person).into_iter().find(|question| question.is_due)?;
        self.0.helper.consultations.shown(person, &question, self.1);
        Some(question.id)
    }

    fn says(&self, person: &str, job: JobId, answer: &Answer) -> Result<(), NotTaken> {
        let order = self.order(job);
        self.with(|moment| self.0.helper.consultations.answer(person, &order, answer, moment))
    }

    fn verdict(&self, job: JobId) -> Verdict {
        let order = self.order(job);
        self.with(|moment| self.0.helper.consultations.verdict(&order, moment))
    }

    fn order(&self, job: JobId) -> Order {
        self.0.helper.queue.asked().into_iter().find(|order| order.job.job == job).unwrap()
    }

    fn with<T>(&self, ask: impl FnOnce(Moment<'_>) -> T) -> T {
        let (office, scan) = (self.0.helper.membership.office().unwrap(), self.0.helper.scans.latest());
        ask(Moment { office: &office, scan: scan.as_deref(), now: self.1 })
    }
}

fn uses(pc: &Pc, person: &str, program: &str) {
    pc.helper.consultations.running(person, &[program.to_owned()], Timestamp::now());
}

fn objection() -> Answer {
    Answer::Objection { worry: Worry::Tool {}, words: "my invoices".into() }
}

#[tokio::test]
async fn only_who_used_the_program_is_asked_and_is_told_who_wants_it_and_when() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    uses(&pc, "jonas", "sums");
    let job = order(&pc, 1, "letters");
    let now = At(&pc, Timestamp::now());
    assert!(now.questions("jonas").is_empty() && now.questions("kim").is_empty());
    let asked = now.questions("ana");
    assert_eq!((asked.len(), asked[0].id, asked[0].from.as_deref()), (1, job, Some("Ann")));
    assert!(asked[0].is_due && asked[0].updates[0].name == "letters" && asked[0].moves_left == 3);
    assert_eq!(now.says("ana", job, &Answer::Now {}), Err(NotTaken::NotAsked), "she has not seen it");
}

#[tokio::test]
async fn an_answer_stands_also_after_the_helper_was_started_anew() {
    let mut pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let job = order(&pc, 1, "letters");
    let now = Timestamp::now();
    assert_eq!(At(&pc, now).shows("ana"), Some(job));
    assert!(matches!(At(&pc, now).verdict(job), Verdict::Wait(_)));
    let later = Answer::Time { time: now + 60.hours() };
    At(&pc, now).says("ana", job, &later).unwrap();
    pc.restart();
    play(&mut pc, "null");
    pc.helper.scans.fresh().await.unwrap();
    let question = &At(&pc, now).questions("ana")[0];
    assert_eq!((question.answer.as_ref(), question.moves_left, question.is_due), (Some(&later), 2, false));
    assert_eq!(At(&pc, now).verdict(job), Verdict::Wait(now + 60.hours()));
}

#[tokio::test]
async fn an_objection_ends_it_but_for_a_security_update_that_waits_until_its_last_moment() {
    for (class, ends) in [("null", true), ("\"other\"", true), ("\"security\"", false)] {
        let pc = pc(class).await;
        uses(&pc, "ana", "letters");
        let job = order(&pc, 1, "letters");
        let now = Timestamp::now();
        At(&pc, now).shows("ana");
        At(&pc, now).says("ana", job, &objection()).unwrap();
        let verdict = At(&pc, now + 49.hours()).verdict(job);
        assert_eq!(verdict == Verdict::End(Cause::Objected), ends, "{class} {verdict:?}");
        assert_eq!(matches!(verdict, Verdict::Wait(_)), !ends, "{class}");
        assert_eq!(
            At(&pc, now).says("ana", job, &Answer::Now {}).is_err(),
            ends,
            "the later one is told: {class}"
        );
    }
}

#[tokio::test]
async fn of_ten_questions_at_once_a_person_gets_one_a_day_and_two_a_week() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    for number in 1..=10 {
        order(&pc, number, "letters");
    }
    let now = Timestamp::now();
    let mut shown = 0;
    for hour in 0..120i64 {
        shown += usize::from(At(&pc, now + hour.hours()).shows("ana").is_some());
        assert!(shown <= if hour < 24 { 1 } else { 2 }, "{shown} after {hour} hours");
    }
    assert_eq!(shown, 2);
}

#[tokio::test]
async fn an_update_that_is_no_longer_offered_is_not_asked_about() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    uses(&pc, "ana", "gone");
    order(&pc, 1, "gone");
    assert!(At(&pc, Timestamp::now()).questions("ana").is_empty());
}

#[tokio::test]
async fn a_program_that_is_called_otherwise_between_question_and_answer_is_still_the_one_that_was_asked_about()
 {
    let mut pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let job = order(&pc, 1, "letters");
    let now = Timestamp::now();
    assert_eq!(At(&pc, now).shows("ana"), Some(job));
    let helper = Arc::get_mut(&mut pc.helper).unwrap();
    let id = helper.pc;
    let look = Arc::new(move || {
        let mut scan = scan(id, "null");
        scan.updates.iter_mut().for_each(|update| update.name = format!("{} Office", update.name));
        scan.revision = "renamed".to_owned();
        scan
    });
    helper.scans = Scans::of_played(id, &helper.places.scan(), look);
    pc.helper.scans.fresh().await.unwrap();
    let asked = At(&pc, now).questions("ana");
    assert_eq!(
        (asked.len(), asked[0].updates[0].name.as_str(), asked[0].is_due),
        (1, "letters Office", false)
    );
    At(&pc, now).says("ana", job, &Answer::Now {}).unwrap();
    assert_eq!(At(&pc, now).verdict(job), Verdict::Begin);
}

#[tokio::test]
async fn where_nobody_uses_it_nobody_is_asked_and_it_goes_in_at_its_time() {
    let pc = pc("null").await;
    let job = order(&pc, 1, "letters");
    let now = Timestamp::now();
    assert!(!pc.helper.consultations.can_ask(now), "no program of a person has told anything");
    assert!(matches!(At(&pc, now).verdict(job), Verdict::Wait(_)));
    assert_eq!(At(&pc, now + 49.hours()).verdict(job), Verdict::Begin);
}

impl At<'_> {
    fn begins_and_ends(&self, job: JobId, outcome: Outcome) {
        let order = self.order(job);
        self.with(|moment| self.0.helper.consultations.begins(&order, moment.scan, self.1));
        assert!(self.after("ana").is_empty(), "it is not in place yet");
        assert_eq!(self.wrong("ana", job, "it is slow"), Err(NotTaken::Over));
        self.0.helper.consultations.ended(job, &End { outcome, cause: None }, self.1);
    }

    fn after(&self, person: &str) -> Vec<patchround_protocol::session::After> {
        let office = self.0.helper.membership.office().unwrap();
        self.0.helper.consultations.after(person, &office, self.1)
    }

    fn wrong(&self, person: &str, job: JobId, words: &str) -> Result<(), NotTaken> {
        self.0.helper.consultations.wrong(person, job, words, self.1)
    }
}

#[tokio::test]
async fn whoever_uses_what_went_in_sees_it_and_can_say_once_that_something_is_wrong() {
    let mut pc = pc("null").await;
    uses(&pc, "ana", "letters");
    uses(&pc, "jonas", "sums");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    At(&pc, now).begins_and_ends(job, Outcome::Done);
    let seen = At(&pc, now).after("ana");
    assert_eq!((seen.len(), seen[0].id, seen[0].from.as_deref()), (1, job, Some("Ann")));
    assert!(seen[0].is_new && seen[0].updates[0].name == "letters" && seen[0].wrong.is_none());
    assert!(At(&pc, now).after("jonas").is_empty());
    assert_eq!(At(&pc, now).wrong("jonas", job, "x"), Err(NotTaken::NotAsked));
    for words in ["two\nlines", &"x".repeat(limits::WRONG_CHARS + 1), "\u{202e}gnp"] {
        assert_eq!(At(&pc, now).wrong("ana", job, words), Err(NotTaken::Malformed), "{words}");
    }
    pc.helper.consultations.after_shown("ana", job, now);
    assert_eq!(At(&pc, now).wrong("ana", job, "it prints nothing"), Ok(()));
    assert_eq!(At(&pc, now).wrong("ana", job, "again"), Err(NotTaken::Over));
    pc.restart();
    let after = &At(&pc, now).after("ana")[0];
    assert_eq!((after.is_new, after.wrong.as_deref()), (false, Some("it prints nothing")));
    assert_eq!(At(&pc, now).wrong("ana", job, "again"), Err(NotTaken::Over));
    let told = pc.told().into_iter().filter(|kind| matches!(kind, EventKind::PersonSaidWrong { .. }));
    assert_eq!(told.count(), 1);
    assert!(At(&pc, now + (24 * 15).hours()).after("ana").is_empty(), "there is no way back any more");
}

#[tokio::test]
async fn what_did_not_go_in_is_not_said_to_have() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    At(&pc, now).begins_and_ends(job, Outcome::Failed);
    assert!(At(&pc, now).after("ana").is_empty());
    assert_eq!(At(&pc, now).wrong("ana", job, "x"), Err(NotTaken::Over));
}

#[tokio::test]
async fn what_went_in_is_seen_though_another_part_of_its_order_waits_for_somebody_who_is_away() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    let order = At(&pc, now).order(job);
    At(&pc, now).with(|moment| pc.helper.consultations.begins(&order, moment.scan, now));
    let waits = End { outcome: Outcome::Waiting, cause: Some(Cause::PersonAway) };
    pc.helper.consultations.ended(job, &waits, now);
    assert_eq!(At(&pc, now).after("ana").len(), 1);
}

#[tokio::test]
async fn what_was_noted_when_it_began_is_not_overwritten_by_a_look_after_a_power_cut() {
    let mut pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    let begun = At(&pc, now).order(job);
    At(&pc, now).with(|moment| pc.helper.consultations.begins(&begun, moment.scan, now));
    pc.restart();
    pc.helper.consultations.begins(&begun, None, now);
    pc.helper.consultations.ended(job, &End { outcome: Outcome::NeedsRestart, cause: None }, now);
    assert_eq!(At(&pc, now).after("ana")[0].updates[0].name, "letters");
}

#[tokio::test]
async fn a_note_that_nobody_answered_is_the_stand_ins_after_three_working_days_and_an_answer_ends_it() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    At(&pc, now).shows("ana");
    At(&pc, now).says("ana", job, &objection()).unwrap();
    let order = At(&pc, now).order(job).job;
    let ended = vec![(order.clone(), End { outcome: Outcome::NeedsPerson, cause: Some(Cause::Objected) })];
    let mut office = (*pc.helper.membership.office().unwrap()).clone();
    office.policy.stand_in = Some("Dr Weiss".into());
    let scan = pc.helper.scans.latest();
    let waits = |person: &str, replies: &[Job], days: i64| {
        let moment = Moment { office: &office, scan: scan.as_deref(), now: now + (24 * days).hours() };
        pc.helper.consultations.waits(person, &ended, replies, moment)
    };
    let first = waits("ana", &[], 1).remove(0);
    assert_eq!(
        (first.names, first.whom.as_deref(), first.is_stand_in),
        (vec!["letters".into()], Some("Ann"), false)
    );
    let later = waits("ana", &[], 6).remove(0);
    assert_eq!((later.whom.as_deref(), later.is_stand_in), (Some("Dr Weiss"), true));
    assert!(waits("jonas", &[], 6).is_empty());
    let reply = Some(Reply { to: job, decision: Decision::Keep {}, words: String::new() });
    assert!(waits("ana", &[Job { reply, ..order }], 6).is_empty());
}

#[tokio::test]
async fn before_the_first_look_nothing_begins_and_no_word_ends_it() {
    let pc = pc("\"security\"").await;
    uses(&pc, "ana", "letters");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    At(&pc, now).shows("ana");
    At(&pc, now).says("ana", job, &objection()).unwrap();
    let order = At(&pc, now).order(job);
    let office = pc.helper.membership.office().unwrap();
    for hours in [0, 49, 121i64] {
        let moment = Moment { office: &office, scan: None, now: now + hours.hours() };
        assert_eq!(pc.helper.consultations.verdict(&order, moment), Verdict::Wait(moment.now + 1.minute()));
        let said = pc.helper.consultations.answer("ana", &order, &Answer::Now {}, moment);
        assert_eq!(said, Err(NotTaken::NotPossible));
    }
    assert!(matches!(At(&pc, now).verdict(job), Verdict::Wait(_)), "it waits for its last moment still");
}

#[tokio::test]
async fn who_was_asked_while_the_clock_ran_a_year_ahead_is_asked_again_once_it_is_right() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let (now, ahead) = (Timestamp::now(), SignedDuration::from_hours(365 * 24));
    pc.helper.consultations.lock().shown.entry("ana".into()).or_default().extend([now + ahead, now + ahead]);
    let job = order(&pc, 1, "letters");
    assert_eq!(At(&pc, now).shows("ana"), Some(job));
}

#[tokio::test]
async fn the_card_of_what_people_use_outlives_any_number_of_what_they_do_not() {
    let pc = pc("null").await;
    uses(&pc, "ana", "letters");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    At(&pc, now).begins_and_ends(job, Outcome::Done);
    for number in 2..=60 {
        let other = order(&pc, number, "sums");
        let begun = At(&pc, now).order(other);
        At(&pc, now).with(|moment| pc.helper.consultations.begins(&begun, moment.scan, now));
        pc.helper.consultations.ended(other, &End::DONE, now);
    }
    assert_eq!(At(&pc, now).after("ana").len(), 1);
}

#[tokio::test]
async fn that_it_goes_ahead_is_told_to_everybody_who_uses_it_and_the_words_only_to_who_had_asked() {
    let pc = pc("\"security\"").await;
    for person in ["ana", "ben"] {
        uses(&pc, person, "letters");
    }
    uses(&pc, "jonas", "sums");
    let (job, now) = (order(&pc, 1, "letters"), Timestamp::now());
    At(&pc, now).shows("ana");
    At(&pc, now).says("ana", job, &objection()).unwrap();
    let decision = Decision::GoAhead { at: now + 20.hours() };
    let reply = Some(Reply { to: job, decision, words: "I print them for you.".into() });
    let orders = vec![Job { reply, ..At(&pc, now).order(job).job }];
    let read = |person: &str| {
        let read =
            At(&pc, now).with(|moment| pc.helper.consultations.replies(person, orders.clone(), moment));
        read.into_iter().map(|replied| (replied.reply.decision, replied.reply.words)).collect::<Vec<_>>()
    };
    assert_eq!(read("ana"), [(decision, "I print them for you.".to_owned())]);
    assert_eq!(read("ben"), [(decision, String::new())]);
    assert_eq!(read("jonas"), []);
}
