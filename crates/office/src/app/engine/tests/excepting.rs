//! What the owner agrees to be late with at the window.

use super::*;
use crate::{
    app::{
        answer::{PcPage, UpdateRow},
        ask::Excepting,
        snapshot::ExceptionRow,
    },
    store::record::What,
};

async fn page(engine: &Engine, pc: &str) -> PcPage {
    let Answer::Pc(page) = engine.ask(Ask::Pc { pc: pc.to_owned() }).await else { panic!("{pc}") };
    page
}

async fn row(engine: &Engine, pc: &str, update: &str) -> UpdateRow {
    page(engine, pc).await.updates.into_iter().find(|row| row.id == update).unwrap()
}

/// The first update of the office that the owner can be asked about, on two PCs and more.
async fn shared(engine: &Engine, shown: &Snapshot) -> Excepting {
    let mut offered: Vec<(String, UpdateRow)> = Vec::new();
    for pc in &shown.office.as_ref().unwrap().pcs {
        offered.extend(page(engine, &pc.id).await.updates.into_iter().map(|row| (pc.id.clone(), row)));
    }
    let many = |row: &UpdateRow| offered.iter().filter(|(_, other)| other.id == row.id).count() > 1;
    let (pc, row) = offered.iter().find(|(_, row)| row.agrees_to.is_some() && many(row)).unwrap();
    Excepting {
        pc: pc.clone(),
        update: row.id.clone(),
        everywhere: false,
        why: "It does not read our pictures".into(),
        instead: "Nobody reads mail there".into(),
        days: 14,
    }
}

fn ask(wanted: &Excepting, words: &Secret) -> Ask {
    Ask::Except { wanted: wanted.clone(), words: words.clone() }
}

async fn listed(engine: &Engine, count: usize) -> Vec<ExceptionRow> {
    let are = |s: &Snapshot| s.office.as_ref().is_some_and(|o| o.exceptions.len() == count);
    seen(engine, "what was agreed", are).await.office.as_ref().unwrap().exceptions.clone()
}

fn bare(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

fn recorded(desk: &Desk) -> Vec<What> {
    desk.office().unwrap().store.record().unwrap().into_iter().map(|line| line.what).collect()
}

#[tokio::test]
async fn wrong_words_and_what_is_not_filled_in_leave_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let in_thread = async {
        let (engine, desk) = at_desk(options(dir.path()));
        let (shown, words) = practised_with_words(&engine).await;
        let (wanted, before) = (shared(&engine, &shown).await, recorded(&desk));
        let wrong = Secret::from("six words that nobody has written".to_owned());
        let no_reason = Excepting { why: " \n".into(), ..wanted.clone() };
        let nothing = Excepting { instead: String::new(), ..wanted.clone() };
        let too_long = Excepting { days: 31, ..wanted.clone() };
        let gone = Excepting { update: "apt:gone@1".into(), ..wanted.clone() };
        let refused = [
            (ask(&wanted, &wrong), "not the words of the owner"),
            (ask(&no_reason, &words), "Say why"),
            (ask(&nothing, &words), "what is done instead"),
            (ask(&too_long, &words), "The last day"),
            (ask(&gone, &words), "No PC offers this update any more"),
        ];
        for (ask, why) in refused {
            let answer = engine.ask(ask).await;
            assert!(matches!(&answer, Answer::Refused { sentence } if sentence.contains(why)), "{answer:?}");
        }
        assert_eq!(recorded(&desk), before);
        assert!(desk.office().unwrap().policy().exceptions.is_empty());
    };
    LocalSet::new().run_until(in_thread).await;
}

#[tokio::test]
async fn what_the_owner_agreed_to_is_on_its_row_and_in_the_list_until_somebody_ends_it() {
    let dir = tempfile::tempdir().unwrap();
    let in_thread = async {
        let (engine, desk) = at_desk(options(dir.path()));
        let (shown, words) = practised_with_words(&engine).await;
        let wanted = shared(&engine, &shown).await;
        let pc =
            shown.office.as_ref().unwrap().pcs.iter().find(|pc| pc.id == wanted.pc).unwrap().name.clone();
        done(&engine, ask(&wanted, &words)).await;

        let agreed = row(&engine, &wanted.pc, &wanted.update).await;
        assert!(agreed.agreed && !agreed.late && agreed.agrees_to.is_none(), "{agreed:?}");
        assert!(agreed.due.unwrap().contains("may be late until"));
        let listed_now = listed(&engine, 1).await;
        let [listed_one] = &listed_now[..] else { panic!("{listed_now:?}") };
        assert!(bare(&listed_one.name).starts_with(&bare(&agreed.name)), "{listed_one:?}");
        assert_eq!(bare(&listed_one.who), format!("Agreed by Maria, for: {pc}"));
        assert_eq!((&listed_one.why, &listed_one.instead), (&wanted.why, &wanted.instead));
        let said = seen(&engine, "what was agreed", |s| s.said.is_some()).await;
        let sentence = bare(&said.said.as_ref().unwrap().sentence);
        assert!(
            sentence.starts_with(&format!("{} stays as it is on {pc} until", bare(&listed_one.name))),
            "{sentence}"
        );
        assert!(matches!(recorded(&desk).last(), Some(What::Excepted { pcs, .. }) if *pcs == [pc]));

        let page = page(&engine, &wanted.pc).await;
        let next = page.next.join("\n");
        assert!(
            next.contains("late on purpose, as the owner agreed") && !next.contains("keep it back"),
            "{next}"
        );

        let id = listed_one.id.parse().unwrap();
        done(&engine, Ask::EndException { id }).await;
        listed(&engine, 0).await;
        let ended = row(&engine, &wanted.pc, &wanted.update).await;
        assert!(!ended.agreed && ended.agrees_to.is_some() && ended.note.is_none(), "{ended:?}");
        assert!(matches!(recorded(&desk).last(), Some(What::ExceptionEnded { .. })));
        let before = recorded(&desk);
        done(&engine, Ask::EndException { id }).await;
        assert_eq!(recorded(&desk), before, "what is over stays so");
    };
    LocalSet::new().run_until(in_thread).await;
}

#[tokio::test]
async fn what_was_agreed_for_every_pc_is_late_on_purpose_on_each_and_nothing_to_let_go() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, _orders) = Engine::start(options(dir.path()));
    let (shown, words) = practised_with_words(&engine).await;
    let wanted = Excepting { everywhere: true, ..shared(&engine, &shown).await };
    done(&engine, ask(&wanted, &words)).await;
    let listed = listed(&engine, 1).await;
    assert_eq!(bare(&listed[0].who), "Agreed by Maria, for every PC");
    let mut agreed = 0;
    for pc in &shown.office.as_ref().unwrap().pcs {
        let rows = page(&engine, &pc.id).await.updates;
        agreed += rows.iter().filter(|row| row.id == wanted.update && row.agreed).count();
    }
    assert!(agreed > 1, "{agreed}");
    let is_it = |program: &&crate::app::snapshot::ProgramRow| program.agreed;
    let all =
        seen(&engine, "its program", |s| s.office.as_ref().unwrap().programs.iter().any(|p| is_it(&p))).await;
    let key = all.office.as_ref().unwrap().programs.iter().find(is_it).unwrap().key.clone();
    let Answer::Program(program) = engine.ask(Ask::Program { key }).await else { panic!("no page") };
    assert!(!program.kept, "only the list ends what the owner agreed to: {program:?}");
}
