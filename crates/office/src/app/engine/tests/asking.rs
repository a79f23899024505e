//! People of the practice office are asked, answer, ask to wait and say nothing.

use super::*;
use crate::app::ask::Decided;

/// Answers once the person asked to wait, and gives what is seen when nobody asks any more.
async fn answered(engine: &Engine, decided: Decided) -> (Arc<Snapshot>, String) {
    let asks = |s: &Snapshot| s.office.as_ref().is_some_and(|o| o.needs.iter().any(|n| n.answers.is_some()));
    let asking = seen(engine, "an objection", asks).await;
    let needs = &asking.office.as_ref().unwrap().needs;
    let all: Vec<_> = needs.iter().filter(|need| need.answers.is_some()).collect();
    assert!(all.len() == 1 && all[0].sentence.contains("jonas"), "{needs:?}");
    assert!(all[0].sentence.contains("invoice") && all[0].sentence.contains("Accounts"), "{needs:?}");
    let question = all[0].answers.as_ref().unwrap().question.clone();
    let words = "I will ask the invoice people.".to_owned();
    done(engine, Ask::AnswerPeople { question, decision: decided, words }).await;
    (seen(engine, "that nobody asks any more", |s| !asks(s)).await, all[0].pc.clone().unwrap())
}

/// How many of an office's PCs offer the big change still.
fn offering(desk: &Desk) -> Vec<String> {
    let offers = |view: &crate::PcView| {
        let updates = view.pc.scan.iter().flat_map(|scan| &scan.updates);
        updates.map(|update| &*update.name).any(|name| name == "Accounts")
    };
    desk.state.borrow().views.iter().filter(|view| offers(view)).map(|view| view.pc.name.clone()).collect()
}

#[tokio::test]
async fn practice_people_say_yes_ask_to_wait_and_say_nothing_and_whoever_asked_is_answered() {
    for decided in [Decided::Keep, Decided::GoAhead] {
        let dir = tempfile::tempdir().unwrap();
        let all = LocalSet::new();
        all.run_until(async {
            let (engine, desk) = at_desk(options(dir.path()));
            practised(&engine).await;
            assert_eq!(offering(&desk), ["office", "stock-room", "workshop"]);
            done(&engine, start(Wanted::All, false)).await;
            seen(&engine, "the result", |s| s.office.as_ref().is_some_and(|o| o.result.is_some())).await;
            let goes_ahead = matches!(decided, Decided::GoAhead);
            let (shown, pc) = answered(&engine, decided).await;
            assert_eq!(offering(&desk), ["stock-room", "workshop"], "who said yes has it");
            let said = |s: &Snapshot| {
                let asked = s.office.as_ref().unwrap().asked.clone().unwrap_or_default();
                asked.replace(['\u{2068}', '\u{2069}'], "")
            };
            let counts = "Asked 3 people: 1 said now, 1 asked to wait, 1 has not answered.";
            seen(&engine, "how many were asked", |s| said(s) == counts).await;
            let office = shown.office.as_ref().unwrap();
            let row = office.pcs.iter().find(|row| row.id == pc).unwrap();
            let name = row.name.clone();
            assert_eq!(name, "stock-room");
            let agreed = |s: &Snapshot, name: &str| {
                let office = s.office.as_ref().unwrap();
                office.agreed.iter().any(|one| one.pc.contains(name))
            };
            let is_agreed = |s: &Snapshot| agreed(s, "stock-room") == goes_ahead && agreed(s, "workshop");
            seen(&engine, "what was decided, and what goes in for who says nothing", is_agreed).await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_note_is_among_what_needs_somebody_until_they_say_that_they_talked_about_it() {
    let dir = tempfile::tempdir().unwrap();
    let all = LocalSet::new();
    all.run_until(async {
        let (engine, desk) = at_desk(options(dir.path()));
        practised(&engine).await;
        let office = desk.office().unwrap();
        let pc = office.store.pcs().unwrap().remove(0);
        let note = patchround_protocol::JobId(uuid::Uuid::from_u128(7));
        let kind = patchround_protocol::EventKind::PersonWrote {
            note,
            person: "lea".into(),
            words: "May we have the old printer back?".into(),
        };
        let event = patchround_protocol::Event::new(pc.cursor + 1, jiff::Timestamp::now(), kind);
        office.store.hear(pc.id, &[event]).unwrap();
        desk.reread().unwrap();
        let note_of = |s: &Snapshot| {
            let needs = s.office.iter().flat_map(|office| office.needs.clone());
            needs.into_iter().find(|need| need.talk.is_some())
        };
        let shown = seen(&engine, "the note", |s| note_of(s).is_some()).await;
        let need = note_of(&shown).unwrap();
        let said = need.sentence.replace(['\u{2068}', '\u{2069}'], "");
        assert!(said.starts_with(&format!("lea wrote to you from {} today at ", pc.name)), "{said}");
        assert!(said.ends_with("\"May we have the old printer back?\""), "{said}");
        assert!(need.next.contains("Talk with"), "{}", need.next);
        let talk = need.talk.unwrap();
        let elsewhere = Ask::DoneWith { pc: "0".repeat(64), note: talk.note.clone() };
        assert!(matches!(engine.ask(elsewhere).await, Answer::Refused { .. }));
        done(&engine, Ask::DoneWith { pc: talk.pc, note: talk.note }).await;
        seen(&engine, "that it is done", |s| note_of(s).is_none()).await;
    })
    .await;
}
