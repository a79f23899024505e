use patchround_protocol::{
    JobId, Outcome,
    consultation::Worry,
    session::{After, Changed, Wrote},
    update::{Class, Reason, Reversible, Substantial},
};
use uuid::Uuid;

use super::*;
use crate::samples::{moment, question, update, view};

fn known(view: View) -> Known {
    Known { line: Line::Open, since: moment().now, view: Some(view) }
}

fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

fn sentence(known: &Known) -> (Look, String) {
    let state = picture(known, 1, &moment()).state;
    (state.look, plain(&state.sentence))
}

fn asked(question: Question) -> Asking {
    picture(&known(view(vec![question])), 1, &moment()).questions.remove(0)
}

#[test]
fn the_first_line_says_how_this_pc_is() {
    let mut calm = view(Vec::new());
    assert_eq!(sentence(&known(calm.clone())), (Look::Ready, "3 updates wait for this PC.".to_owned()));
    calm.outstanding = Some(0);
    assert_eq!(sentence(&known(calm.clone())), (Look::Good, "This PC is up to date.".to_owned()));
    let restart = View { restart_pending: Some(true), ..calm.clone() };
    assert_eq!(sentence(&known(restart)), (Look::Restart, "This PC needs a restart.".to_owned()));
    let question = View { questions: vec![question(1)], ..calm };
    assert_eq!(sentence(&known(question)), (Look::Needs, "Maria asks you about LibreOffice.".to_owned()));
}

#[test]
fn nothing_is_called_up_to_date_that_is_not_known_to_be_so() {
    let good = View { outstanding: Some(0), ..view(Vec::new()) };
    let old = View { scanned_at: Some("2026-06-02T09:00:00Z".parse().unwrap()), ..good.clone() };
    let views = [
        old,
        View { scanned_at: None, ..good.clone() },
        View { outstanding: None, ..good.clone() },
        View { office: None, ..good.clone() },
    ];
    for view in views {
        assert_eq!(sentence(&known(view.clone())).0, Look::Off, "{view:?}");
    }
    for line in [Line::Looking, Line::Absent, Line::Silent, Line::Foreign] {
        let silent = Known { line, since: moment().now, view: Some(good.clone()) };
        assert_ne!(sentence(&silent).0, Look::Good, "{line:?}");
    }
}

#[test]
fn the_last_changes_are_said_with_program_version_time_and_result_and_no_more_than_ten() {
    let change = |outcome, is_back| Changed {
        at: "2026-06-02T18:04:00Z".parse().unwrap(),
        name: "Libre\u{202e}Office\n".to_owned(),
        version: Some("4:26.8.1-1".to_owned()),
        is_back,
        outcome,
        cause: None,
    };
    let kinds = [
        (Outcome::Done, false, "Updated: yesterday at 18:04."),
        (Outcome::NeedsRestart, false, "Updated: yesterday at 18:04. It works after a restart."),
        (Outcome::Done, true, "Put back to this version: yesterday at 18:04."),
        (Outcome::Failed, false, "It did not work: yesterday at 18:04."),
        (Outcome::Unknown, true, "It did not work: yesterday at 18:04."),
        (Outcome::NeedsPerson, false, "It did not go in: yesterday at 18:04."),
    ];
    let changes = kinds.iter().cycle().take(30).map(|(outcome, is_back, _)| change(*outcome, *is_back));
    let view = View { changes: changes.collect(), ..view(Vec::new()) };
    let shown = picture(&known(view), 1, &moment()).changes;
    assert_eq!(shown.len(), 10);
    for (past, (.., words)) in shown.iter().zip(kinds) {
        assert_eq!(
            (plain(&past.title).as_str(), plain(&past.sentence).as_str()),
            ("LibreOffice 26.8.1", words)
        );
    }
}

#[test]
fn whoever_is_in_charge_today_is_named_also_while_nobody_is_asked_anything() {
    let of = |in_charge: Option<&str>| {
        let view = View { in_charge: in_charge.map(str::to_owned), ..view(Vec::new()) };
        let shown = picture(&known(view), 1, &moment());
        (plain(&shown.sees), plain(shown.state.details.last().unwrap()))
    };
    let named =
        ("What Maria can see".to_owned(), "It belongs to Harbour Dental. Maria looks after it.".to_owned());
    assert_eq!(of(Some("Maria")), named);
    let nobody = ("What the person in charge can see".to_owned(), "It belongs to Harbour Dental.".to_owned());
    assert_eq!((of(None), of(Some("\n"))), (nobody.clone(), nobody));
}

#[test]
fn the_question_has_the_words_of_the_design() {
    let asked = asked(question(1));
    assert_eq!(plain(&asked.title), "A big update for LibreOffice is coming.");
    assert_eq!(
        plain(&asked.wants),
        "Maria would like to update LibreOffice on your PC from version 25 to version 26."
    );
    assert_eq!(plain(&asked.stands), "If you do nothing, it happens tomorrow at 18:00.");
    assert_eq!(plain(&asked.moves), "You can move this 3 more times. The last day is Monday 8 June.");
    let proposed: Vec<String> = asked.proposed.iter().map(|choice| plain(&choice.words)).collect();
    assert_eq!(proposed, ["today at 17:30", "tomorrow at 09:00"]);
    assert_eq!(plain(&asked.send), "Send to Maria");
}

#[test]
fn what_is_not_known_is_said_to_be_not_known() {
    let mut question = question(1);
    question.from = None;
    question.updates[0].class = None;
    question.updates[0].reversible = None;
    question.updates[0].needs = Default::default();
    question.updates[0].installed = None;
    let asked = asked(question);
    assert_eq!(asked.changes_none.as_deref(), Some("We do not know yet what changes."));
    assert_eq!(asked.why, "Nobody has said yet whether it is about security.");
    assert_eq!(asked.back, "We do not know yet whether there is a way back.");
    assert_eq!(
        asked.long,
        ["We do not know yet how long it takes.", "We do not know yet whether your PC needs a restart."]
    );
    assert_eq!(plain(&asked.wants), "The person in charge would like to update LibreOffice on your PC.");
}

#[test]
fn of_several_programs_the_worst_holds_for_all() {
    let mut question = question(1);
    question.updates.push(update("Thunderbird"));
    question.updates[1].reversible = Some(Reversible::WhyNot("because".to_owned()));
    question.updates[1].needs.restart = Some(true);
    question.updates[1].class = None;
    let asked = asked(question.clone());
    assert_eq!(plain(&asked.title), "A big update for LibreOffice and Thunderbird is coming.");
    assert_eq!(asked.back, "No. There is no way back to the old version.");
    assert!(asked.long.contains(&"Your PC needs a restart afterwards.".to_owned()), "{:?}", asked.long);
    assert_eq!(asked.why, "Nobody has said yet whether it is about security.");
    assert!(
        !plain(&asked.note).contains("latest"),
        "a severity that nobody knows overrules nobody: {}",
        asked.note
    );
}

#[test]
fn what_a_maker_wrote_is_handed_on_as_it_is_and_is_no_word_of_ours() {
    let mut question = question(1);
    question.updates[0].notes = Some("<script>alert(1)</script>".to_owned());
    let asked = asked(question);
    assert_eq!(asked.notes[0].text, "<script>alert(1)</script>");
    assert_eq!(asked.changes_none, None, "nothing is said of a silence that is none");
}

#[test]
fn three_lines_at_most_say_what_changes_and_each_has_its_source() {
    let mut question = question(1);
    question.updates[0].changes = Some(Vec::new());
    assert_eq!(
        asked(question.clone()).changes_none.as_deref(),
        Some("The maker has not said what changes."),
        "it was read, and says nothing"
    );
    let line = |number: u32| Change {
        words: format!("Menu {number} is new."),
        from: ChangeSource::Document { document: "notes/x.json".to_owned() },
    };
    question.updates[0].changes = Some([1, 1, 2, 3, 4].map(line).to_vec());
    let asked = asked(question);
    let said: Vec<&str> = asked.changes.iter().map(|line| line.words.as_str()).collect();
    assert_eq!(said, ["Menu 1 is new.", "Menu 2 is new.", "Menu 3 is new."]);
    assert!(asked.changes.iter().all(|line| line.source.contains("notes/x.json")));
    assert_eq!(asked.changes_none, None);
}

#[test]
fn who_may_not_put_it_off_any_more_can_still_bring_it_forward() {
    let mut question = question(1);
    (question.moves_left, question.is_due) = (0, false);
    let latest = question.announced;
    let asked = asked(question);
    let last = asked.days.iter().flat_map(|day| &day.times).map(|choice| choice.time).max().unwrap();
    assert_eq!(last, latest);
    assert!(asked.proposed.iter().all(|choice| choice.time <= latest));
    assert_eq!(asked.moves, "You cannot move it to a later time any more.");
}

#[test]
fn what_stays_open_and_what_has_to_close_is_said_as_far_as_it_is_known() {
    let said = |close: Option<Vec<String>>| {
        let mut question = question(1);
        question.updates[0].needs.close = close;
        asked(question).long.iter().map(|line| plain(line)).collect::<Vec<_>>().join(" ")
    };
    assert!(said(Some(vec!["LibreOffice".to_owned()])).contains("This has to close: LibreOffice."));
    assert!(said(Some(Vec::new())).contains("What is open stays open."));
    assert!(!said(None).contains("open"));
}

#[test]
fn a_note_says_how_long_the_pc_stays_as_it_is() {
    let mut question = question(1);
    assert_eq!(
        plain(&asked(question.clone()).note),
        "Your PC stays as it is until Maria answers. Your note is kept with the office's record."
    );
    question.updates[0].class = Some(Class::Security);
    assert_eq!(
        plain(&asked(question).note),
        "Your PC stays as it is until Maria answers. It is a security update: it goes in on Monday 8 June at 18:00 at \
         the latest. Your note is kept with the office's record."
    );
}

#[test]
fn after_an_answer_it_is_said_what_happens_and_when() {
    let question = question(1);
    let known = known(view(vec![question.clone()]));
    let said = |answer: &Answer, came| {
        let said = answered(&known, &question, answer, came, &moment());
        (said.counts, plain(&said.sentence))
    };
    let time = Answer::Time { time: "2026-06-03T17:30:00Z".parse().unwrap() };
    assert_eq!(said(&time, Ok(())), (true, "It is set: LibreOffice is updated today at 17:30.".to_owned()));
    assert_eq!(said(&Answer::Now {}, Ok(())), (true, "The update of LibreOffice begins now.".to_owned()));
    let objection = Answer::Objection { worry: Worry::Tool {}, words: String::new() };
    assert_eq!(
        said(&objection, Ok(())),
        (true, "Your note is on its way to Maria. Your PC stays as it is until Maria answers.".to_owned())
    );
    for why in [
        NotTaken::Over,
        NotTaken::NotAsked,
        NotTaken::OutOfTime,
        NotTaken::NoMovesLeft,
        NotTaken::NotPossible,
        NotTaken::Malformed,
    ] {
        let (counts, sentence) = said(&time, Err(NotHeard::Refused(why)));
        assert!(!counts && sentence.ends_with('.'), "{why:?}: {sentence}");
    }
    assert!(!said(&time, Err(NotHeard::Unanswered)).0);
}

#[test]
fn where_another_person_chose_a_later_time_that_one_is_named() {
    let mut newest = question(1);
    newest.begins = Some("2026-06-05T18:00:00Z".parse().unwrap());
    let time = Answer::Time { time: "2026-06-03T17:30:00Z".parse().unwrap() };
    newest.answer = Some(time.clone());
    let said = answered(&known(view(vec![newest])), &question(1), &time, Ok(()), &moment());
    assert_eq!(
        plain(&said.sentence),
        "Your answer is there. Another person uses LibreOffice here, too: it is updated on Friday 5 June at 18:00, or earlier if they say so."
    );
}

#[test]
fn what_the_helper_said_before_it_heard_the_answer_is_not_taken_for_its_outcome() {
    let mut before = question(1);
    before.begins = Some("2026-06-05T18:00:00Z".parse().unwrap());
    let time = Answer::Time { time: "2026-06-03T17:30:00Z".parse().unwrap() };
    let said = answered(&known(view(vec![before])), &question(1), &time, Ok(()), &moment());
    assert_eq!(plain(&said.sentence), "It is set: LibreOffice is updated today at 17:30.");
}

#[test]
fn the_first_screen_says_what_is_planned() {
    let planned = |answer: Option<Answer>, begins: Option<&str>| {
        let begins = begins.map(|at| at.parse().unwrap());
        plain(&asked(Question { answer, begins, is_due: false, ..question(1) }).planned)
    };
    assert_eq!(planned(None, None), "LibreOffice is updated tomorrow at 18:00.");
    let time = Answer::Time { time: "2026-06-03T17:30:00Z".parse().unwrap() };
    let on = Some("2026-06-03T17:30:00Z");
    assert_eq!(planned(Some(time.clone()), on), "LibreOffice is updated today at 17:30.");
    assert_eq!(planned(Some(time), None), "LibreOffice waits for another person who uses it.");
    let objection = Answer::Objection { worry: Worry::Unwanted, words: String::new() };
    assert_eq!(planned(Some(objection), None), "LibreOffice waits. Maria has your note.");
}

#[test]
fn why_it_counts_as_big_is_said_and_nothing_that_turns_a_line_around() {
    let mut question = question(1);
    let reasons = vec![
        Reason::FirstNumber { from: 25, to: 26 },
        Reason::NewMaker { from: "Debian".to_owned(), to: "\u{202e}gnp\n".repeat(100) },
        Reason::Removes { packages: ["a1", "b1", "c1", "d1"].map(|name| name.parse().unwrap()).to_vec() },
    ];
    question.updates[0].substantial = Some(Substantial::because(reasons));
    let asked = asked(question);
    let said: Vec<String> = asked.reasons.iter().map(|reason| plain(reason)).collect();
    assert!(said.contains(&"Version 25 becomes 26.".to_owned()), "{said:?}");
    assert!(
        said.iter().all(|reason| reason.chars().count() < 200 && !reason.contains('\u{202e}')),
        "{said:?}"
    );
    assert!(said.iter().any(|reason| reason.contains("a1, b1, c1")), "{said:?}");
}

#[test]
fn what_the_person_in_charge_answered_is_shown_with_their_own_words_apart() {
    let reply = |decision, words: &str| Replied {
        from: Some("Maria".to_owned()),
        at: moment().now,
        reply: patchround_protocol::consultation::Reply {
            to: question(1).id,
            decision,
            words: words.to_owned(),
        },
    };
    let until = "2026-06-20T18:00:00Z".parse().unwrap();
    let replies = vec![
        reply(Decision::Wait { until }, "I will ask the invoice people."),
        reply(Decision::Keep {}, ""),
        reply(Decision::GoAhead { at: "2026-06-04T18:00:00Z".parse().unwrap() }, "line\nbreak"),
    ];
    let shown = picture(&known(View { replies, ..view(Vec::new()) }), 1, &moment()).replies;
    let said: Vec<_> = shown.iter().map(|reply| (plain(&reply.sentence), reply.words.as_deref())).collect();
    assert_eq!(
        said,
        [
            (
                "Maria answered: it waits until Saturday 20 June.".to_owned(),
                Some("I will ask the invoice people.")
            ),
            ("Maria answered: your PC keeps the old version.".to_owned(), None),
            ("Maria answered: it goes in tomorrow at 18:00.".to_owned(), None),
        ]
    );
}

#[test]
fn a_question_of_another_order_is_another_question() {
    let ids: Vec<String> = picture(&known(view(vec![question(1), question(2)])), 1, &moment())
        .questions
        .into_iter()
        .map(|q| q.id)
        .collect();
    assert_eq!(ids, [1, 2].map(|n| JobId(Uuid::from_u128(n)).to_string()));
}

fn gone_in() -> After {
    After {
        id: question(7).id,
        from: Some("Maria".to_owned()),
        updates: vec![update("LibreOffice")],
        at: "2026-06-03T08:04:00Z".parse().unwrap(),
        is_new: true,
        wrong: None,
    }
}

#[test]
fn what_went_in_is_shown_with_when_and_what_is_new_and_a_word_about_it_is_said_to_be_there() {
    let mut after = gone_in();
    let card = |after: &After| {
        picture(&known(View { after: vec![after.clone()], ..view(Vec::new()) }), 1, &moment()).after.remove(0)
    };
    let shown = card(&after);
    assert_eq!(plain(&shown.sentence), "LibreOffice was updated today at 08:04.");
    assert_eq!(shown.changes_none.as_deref(), Some("We do not know yet what changes."));
    assert_eq!((shown.wrong.as_deref(), shown.said), (Some("Something is wrong"), None));
    assert_eq!((plain(&shown.send).as_str(), shown.letters), ("Send to Maria", 280));
    after.wrong = Some(String::new());
    let said = card(&after);
    assert_eq!(said.wrong, None);
    assert_eq!(plain(&said.said.unwrap()), "You told Maria that something is wrong.");
}

#[test]
fn what_comes_of_the_word_that_something_is_wrong_is_said() {
    let said = |came| {
        let said = said_wrong(&gone_in(), came, &moment());
        (said.counts, plain(&said.sentence))
    };
    let sent = "Your note is on its way to Maria. The update begins on no other PC until Maria answers.";
    assert_eq!(said(Ok(())), (true, sent.to_owned()));
    let again = (false, "It is too late for that, or you said it before.".to_owned());
    assert_eq!(said(Err(NotHeard::Refused(NotTaken::Over))), again);
    assert!(!said(Err(NotHeard::Unanswered)).0 && !nothing_there(&moment()).counts);
}

#[test]
fn an_answer_to_it_is_told_as_any_other() {
    let until = "2026-06-17T18:00:00Z".parse().unwrap();
    let reply = |decision| Replied {
        from: Some("Maria".to_owned()),
        at: moment().now,
        reply: patchround_protocol::consultation::Reply {
            to: question(7).id,
            decision,
            words: String::new(),
        },
    };
    let replies = vec![reply(Decision::GoBack { until }), reply(Decision::GoOn {})];
    let shown = picture(&known(View { replies, ..view(Vec::new()) }), 1, &moment()).replies;
    let said: Vec<String> = shown.iter().map(|reply| plain(&reply.sentence)).collect();
    assert_eq!(
        said,
        [
            "Maria answered: your PC goes back to the old version. It stays there until Wednesday 17 June.",
            "Maria answered: the new version stays.",
        ]
    );
}

#[test]
fn a_note_that_waits_is_shown_with_who_has_it() {
    let waits = |is_stand_in| Waits {
        id: question(7).id,
        since: moment().now,
        names: vec!["LibreOffice".to_owned()],
        whom: Some(if is_stand_in { "Dr Weiss" } else { "Maria" }.to_owned()),
        is_stand_in,
    };
    let shown = View { waits: vec![waits(false), waits(true)], ..view(Vec::new()) };
    let said: Vec<String> = picture(&known(shown), 1, &moment()).waits.iter().map(|one| plain(one)).collect();
    assert_eq!(
        said,
        [
            "Maria has not answered your note about LibreOffice yet.",
            "Nobody answered your note about LibreOffice for three working days. Dr Weiss has it now.",
        ]
    );
}

#[test]
fn whoever_is_in_charge_can_be_written_to_by_name_and_what_was_written_is_shown() {
    let at = "2026-06-03T08:04:00Z".parse().unwrap();
    let wrote = |n| Wrote { note: question(n).id, at, words: format!("Note {n}") };
    let shown = View {
        in_charge: Some("Dr Weiss".to_owned()),
        wrote: Some((1..5).map(wrote).collect()),
        ..view(Vec::new())
    };
    let shown = picture(&known(shown), 1, &moment());
    let ask = shown.ask.unwrap();
    assert_eq!((plain(&ask.title).as_str(), ask.letters), ("Ask Dr Weiss", 280));
    assert_eq!(plain(&ask.send), "Send to Dr Weiss");
    assert_eq!(shown.wrote.len(), 3);
    assert_eq!(plain(&shown.wrote[0].sentence), "You wrote today at 08:04.");
    assert_eq!(shown.wrote[0].words, "Note 1");
    assert!(ask.note.ends_with("Your note is kept with the office's record."), "{}", ask.note);
    let no_office = View { wrote: Some(Vec::new()), ..View::default() };
    for nobody in [no_office, view(Vec::new())] {
        let shown = picture(&known(nobody.clone()), 1, &moment());
        assert_eq!(shown.ask, None, "no office, or a helper that takes no notes: {nobody:?}");
    }
}

#[test]
fn what_comes_of_a_note_is_said() {
    let shown = view(Vec::new());
    let said = |came| {
        let said = said_note(Some(&shown), came, &moment());
        (said.counts, plain(&said.sentence))
    };
    let sent = "Your note is on its way to the person in charge.";
    assert_eq!(said(Ok(())), (true, sent.to_owned()));
    let often = (false, "That is three notes within a day. Write again tomorrow.".to_owned());
    assert_eq!(said(Err(NotHeard::Refused(NotTaken::TooOften))), often);
    let gone = (false, "Nobody can read a note from here now.".to_owned());
    assert_eq!(said(Err(NotHeard::Refused(NotTaken::Over))), gone);
    let unheard = (false, "Your PC did not hear you. Try again in a minute.".to_owned());
    assert_eq!(said(Err(NotHeard::Unanswered)), unheard);
}

#[test]
fn a_question_says_it_where_the_pc_is_on_a_limited_network_and_only_where_that_is_known() {
    let says = |is_metered| {
        let moment = Moment { is_metered, ..moment() };
        let long = picture(&known(view(vec![question(1)])), 1, &moment).questions.remove(0).long;
        long.iter().any(|line| line.contains("limited network"))
    };
    assert_eq!([Some(true), Some(false), None].map(says), [true, false, false]);
}
