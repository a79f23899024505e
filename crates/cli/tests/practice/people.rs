//! The people of the office, as they are typed and read.

use jiff::{ToSpan, Zoned};

use super::*;

#[tokio::test]
async fn who_uses_a_pc_and_who_stands_in_are_typed_read_and_in_the_record() {
    let practice = Practice::start(ordinary(1, 2, 1)).await.unwrap();
    let dir = office(&practice).await;
    let say = async |words: &[&str]| patchround(dir.path(), &[&["people"], words].concat()).await;
    let first = say(&[]).await.all;
    assert!(first.starts_with("Maria is in charge.\n"), "{first}");
    assert!(first.contains("uses 2 PCs: front-desk, till.") && first.contains("Nobody stands in for Maria"));

    let done = say(&["--pc", "till", "--person", "Ana"]).await;
    assert_eq!((done.code, &*done.all), (0, "Ana uses till.\n"));
    assert_eq!(say(&["--pc", "front-desk", "--shared", "--stand-in", "Jonas"]).await.code, 0);
    let today = Zoned::now().date();
    let (from, until) = (today.to_string(), (today + 3.days()).to_string());
    let away = say(&["--away", &from, &until]).await;
    assert!(away.code == 0 && away.all.contains("Jonas stands in."), "{}", away.all);

    let read = say(&["--json"]).await.json();
    assert_eq!((&read["person"], &read["in_charge"]["name"]), (&"Maria".into(), &"Jonas".into()));
    let of =
        |name: &str| read["pcs"].as_array().unwrap().iter().find(|pc| pc["name"] == name).unwrap().clone();
    assert_eq!((&of("till")["person"], &of("front-desk")["shared"]), (&"Ana".into(), &true.into()));
    assert_eq!(of("till")["waits"]["party"], "pc", "it puts the update in by itself");
    let one = say(&["--pc", "till"]).await.all;
    assert!(
        one.starts_with("till: Ana\n") && one.contains("people can change everything on this PC"),
        "{one}"
    );
    assert!(one.contains("It is the turn of till"), "{one}");

    let later = [today + 5.days(), today + 9.days()].map(|day| day.to_string());
    assert_eq!(say(&["--away", &later[0], &later[1]]).await.code, 0);
    assert!(say(&[]).await.all.contains("Maria is away from"), "an absence that is to come is shown");
    let ended = say(&["--no-stand-in"]).await.all;
    assert!(ended.contains("Nobody stands in") && ended.contains("Maria is in charge.\n"), "{ended}");
    assert_eq!(say(&["--stand-in", "Jonas", "--away", &from, &until]).await.code, 0);
    assert!(say(&["--back"]).await.all.contains("Maria is in charge.\n"));
    let record = patchround(dir.path(), &["record"]).await.all;
    for said in ["Ana uses till.", "many people share front-desk.", "Maria has Jonas stand in."] {
        assert!(record.contains(said), "{said}: {record}");
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_wrong_use_is_told() {
    let practice = Practice::start(ordinary(1, 1, 1)).await.unwrap();
    let dir = office(&practice).await;
    for (words, code) in [
        (&["--away", "2026-01-01", "2026-01-02"][..], 1),
        (&["--stand-in", "maria"], 1),
        (&["--back"], 1),
        (&["--pc", "nobodys", "--shared"], 2),
        (&["--person", "Ana"], 2),
        (&["--pc", "front-desk", "--person", "Ana", "--shared"], 2),
        (&["--away", "2026-01-01"], 2),
        (&["--stand-in", "Jonas", "--json"], 2),
    ] {
        let ran = patchround(dir.path(), &[&["people"], words].concat()).await;
        assert_eq!(ran.code, code, "{words:?}: {}", ran.all);
    }
}

#[tokio::test]
async fn who_does_what_names_one_party_for_each_program() {
    let practice = Practice::start(ordinary(1, 2, 6)).await.unwrap();
    let dir = office(&practice).await;
    let duties = patchround(dir.path(), &["duties", "--json"]).await.json();
    let rows = duties.as_array().unwrap();
    assert!(rows[0]["system"] == true && rows[0]["fixed_until"].is_null(), "{rows:?}");
    let programs: Vec<_> = rows.iter().filter(|row| row["system"] == false).collect();
    assert_eq!(programs.len(), 6);
    assert!(programs.iter().all(|row| row["waits"]["party"].is_string()), "{programs:?}");
    let mine = patchround(dir.path(), &["duties", "--mine"]).await.all;
    let all = patchround(dir.path(), &["duties"]).await.all;
    assert!(all.starts_with("The maker writes the update.\n") && all.lines().count() == 4 + 7, "{all}");
    assert!(mine.lines().all(|line| line.contains("Maria")), "{mine}");
}
