//! By which rules an office is judged, and its report, as a person types it.

use std::fs;

use jiff::Zoned;
use patchround_practice::{Practice, ordinary};

use super::{office, patchround};

#[tokio::test]
async fn a_report_is_known_again_and_one_that_was_changed_is_not() {
    let practice = Practice::start(ordinary(1, 2, 3)).await.unwrap();
    let dir = office(&practice).await;
    let updated = patchround(dir.path(), &["update", "--all", "--yes"]).await;
    assert_eq!(updated.code, 0, "{}", updated.all);
    let month = Zoned::now().strftime("%Y-%m").to_string();
    let file = dir.path().join("report.json");
    let path = file.to_str().unwrap();
    let words = ["report", "--month", &month, "--format", "json", "--out", path];
    let made = patchround(dir.path(), &words).await;
    assert_eq!(made.code, 0, "{}", made.all);
    let told: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let how: Vec<&str> =
        told["pcs"].as_array().unwrap().iter().map(|pc| pc["how"].as_str().unwrap()).collect();
    assert_eq!(how, ["up_to_date", "up_to_date"], "{told:#}");
    assert_eq!(told["placed"]["all"], 6);

    let ours = patchround(dir.path(), &["report", "--verify", path]).await;
    assert_eq!(ours.code, 0, "{}", ours.all);
    assert!(ours.out.contains("Nothing in it was changed"), "{}", ours.all);
    let again = patchround(dir.path(), &words).await;
    assert_eq!(again.code, 2, "a file that is there is not written over: {}", again.all);

    for (format, language) in [("pdf", "en"), ("html", "de"), ("pdf", "ar")] {
        let page = dir.path().join(format!("{language}.{format}"));
        let page = page.to_str().unwrap();
        let words = ["report", "--month", &month, "--format", format, "--language", language, "--out", page];
        let printed = patchround(dir.path(), &words).await;
        assert_eq!(printed.code, 0, "{}", printed.all);
        let known = patchround(dir.path(), &["report", "--verify", page]).await;
        assert_eq!(known.code, 0, "it has the hash of its data in it: {}", known.all);
    }
    let no_such = patchround(dir.path(), &["report", "--language", "xx", "--out", "never"]).await;
    assert!(no_such.err.contains("no words in xx"), "{}", no_such.all);

    let nowhere = dir.path().join("no-such-folder/report.pdf");
    let nowhere = nowhere.to_str().unwrap();
    let not_written = patchround(dir.path(), &["report", "--month", &month, "--out", nowhere]).await;
    assert!(not_written.code == 1 && not_written.err.contains(nowhere), "{}", not_written.all);
    assert!(!not_written.err.contains(".part"), "nobody knows of that file: {}", not_written.all);
    let folder = patchround(dir.path(), &["report", "--verify", dir.path().to_str().unwrap()]).await;
    assert!(folder.code == 1 && folder.err.contains("it is not a file"), "{}", folder.all);

    let changed = fs::read_to_string(&file).unwrap().replace("up_to_date", "late");
    fs::write(&file, changed).unwrap();
    let other = patchround(dir.path(), &["report", "--verify", path]).await;
    assert_eq!(
        (other.code, other.out.contains("no report that your office made")),
        (1, true),
        "{}",
        other.all
    );
}

#[tokio::test]
async fn who_chooses_a_rule_is_told_what_it_asks_for_and_sees_it_at_each_update() {
    let practice = Practice::start(ordinary(1, 1, 3)).await.unwrap();
    let dir = office(&practice).await;
    let before = patchround(dir.path(), &["judged-by"]).await;
    assert!(before.out.contains("judged by: our advice"), "{}", before.all);
    let words = ["judged-by", "cyber-essentials", "--other", "7", "--reachable", "front-desk"];
    let chosen = patchround(dir.path(), &words).await;
    assert_eq!(chosen.code, 0, "{}", chosen.all);
    for said in ["Cyber Essentials", "everything else: 7 days", "front-desk can be reached", "strictest"] {
        assert!(chosen.out.contains(said), "{said}: {}", chosen.all);
    }
    let updates = patchround(dir.path(), &["updates", "--json"]).await.json();
    let rules: Vec<&str> =
        updates.as_array().unwrap().iter().filter_map(|one| one["rule"].as_str()).collect();
    assert_eq!(rules, ["own", "own", "own"], "{updates:#}");
    let wrong = patchround(dir.path(), &["judged-by", "iso-27001"]).await;
    assert_eq!((wrong.code, wrong.out.is_empty()), (2, true), "{}", wrong.all);
}

#[tokio::test]
async fn what_is_known_of_flaws_is_said_with_its_reason_where_it_is_not_and_can_be_switched_off() {
    let practice = Practice::start(ordinary(1, 1, 3)).await.unwrap();
    let dir = office(&practice).await;
    let at_first = patchround(dir.path(), &["feeds"]).await;
    assert_eq!((at_first.code, at_first.out.matches("Not known yet").count()), (0, 5), "{}", at_first.all);

    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let from = format!("kev=http://{nobody}/kev.json");
    let off = ["epss", "vulnrichment", "osv", "endoflife"].map(|feed| ["--off", feed]).concat();
    let words = [&["feeds", "--from", &from, "--refresh"][..], &off].concat();
    let asked = patchround(dir.path(), &words).await;
    assert_eq!(asked.code, 1, "{}", asked.all);
    for said in ["It could not be reached", "Not used", &from[4..]] {
        assert!(asked.out.contains(said), "{said}: {}", asked.all);
    }
    let told = patchround(dir.path(), &["feeds", "--json"]).await.json();
    let kev = &told[0];
    assert_eq!((&kev["feed"], &kev["refused"]), (&"kev".into(), &"not_reached".into()), "{told:#}");
    assert_eq!(told[1]["is_on"], false, "{told:#}");

    let unsafe_way = patchround(dir.path(), &["feeds", "--from", "kev=http://mirror.example/kev.json"]).await;
    assert!(unsafe_way.code != 0 && unsafe_way.err.contains("https://"), "{}", unsafe_way.all);
    let no_such = patchround(dir.path(), &["feeds", "--off", "weather"]).await;
    assert_eq!((no_such.code, no_such.err.contains("weather")), (2, true), "{}", no_such.all);
}

#[tokio::test]
async fn what_is_changed_while_a_pc_is_away_is_said_to_be_saved_and_to_programs_in_json_alone() {
    let practice = Practice::start(ordinary(1, 1, 3)).await.unwrap();
    let dir = office(&practice).await;
    drop(practice);
    let said = patchround(dir.path(), &["feeds", "--off", "epss"]).await;
    assert!(said.code == 4 && said.out.contains("It is saved. One PC did not answer"), "{}", said.all);
    let read = patchround(dir.path(), &["feeds", "--on", "epss", "--json"]).await;
    assert_eq!(read.code, 4, "{}", read.all);
    assert_eq!(read.json().as_array().map(Vec::len), Some(5), "{}", read.all);
}
