//! Feeds with one record for each flaw, or each system.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use patchround_feeds::{Done, Feed, Refused};
use patchround_protocol::{
    CveId, Envelope,
    cve::{Impact, Rated},
    feeds::Feeds as Signed,
    ids::OfficeId,
};
use uuid::Uuid;

use crate::{
    made_up::{cve, endoflife, epss, kev, osv, vulnrichment},
    office::{Office, address},
    server::{Asked, Reply, Server},
};

const WORST: &str = "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

/// What is asked of it: the last part of the path.
fn name(asked: &Asked) -> String {
    let path = asked.path.trim_end_matches('/').trim_end_matches(".json");
    path.rsplit('/').next().unwrap().to_owned()
}

fn asked_for(office: &Office) -> Vec<String> {
    office.server.asked().iter().map(name).collect()
}

fn office() -> Office {
    let office = Office::with(&[Feed::Osv]);
    office.server.answers(|asked| Reply::body(osv(&name(asked), 20, WORST)).with("ETag", "\"one\""));
    office
}

fn cves(numbers: impl IntoIterator<Item = u64>) -> Vec<CveId> {
    numbers.into_iter().map(cve).collect()
}

#[test]
fn what_three_makers_say_of_a_flaw_is_joined_by_its_id_and_can_be_signed() {
    let mut office = Office::with(&Feed::ALL);
    office.server.answers(|asked| match asked.path.split('/').nth(1).unwrap() {
        "kev.json" => Reply::body(kev(28, 3)),
        "epss.csv.gz" => Reply::body(epss(28, &[(2, "0.00043"), (4, "0.94")])),
        "vulnrichment" if asked.path == "/vulnrichment/2026/0xxx/CVE-2026-0001.json" => {
            Reply::body(vulnrichment(&name(asked), 20))
        }
        "osv" if name(asked) == "CVE-2026-0002" => Reply::body(osv(&name(asked), 20, WORST)),
        "endoflife" => Reply::body(endoflife(&name(asked), &[("43", "2026-12-02"), ("42", "2026-05-13")])),
        _ => Reply::Status(404),
    });
    let asked = cves([5, 4, 2, 1]);
    office.asking(&asked, &[("fedora", "43"), ("debian", "13")], Feed::Osv);
    let feeds = office.opened_again();
    let nothing =
        |number| Rated { cve: cve(number), score: None, automatable: None, impact: None, likely: None };
    let rated = feeds.rated(&asked);
    assert_eq!(
        rated,
        [
            Rated { automatable: Some(true), impact: Some(Impact::Total), ..nothing(1) },
            Rated { score: Some(98), likely: Some(4), ..nothing(2) },
            Rated { likely: Some(9400), ..nothing(4) },
        ]
    );
    let ends = feeds.ends();
    assert_eq!(ends.iter().map(|end| end.release.as_str()).collect::<Vec<_>>(), ["42", "43"]);
    let office = OfficeId(Uuid::nil());
    let issued = "2026-11-29T10:00:00Z".parse().unwrap();
    let signed = Signed { office, issued, catalogue: feeds.catalogue(), rated, ends };
    Envelope::seal(&signed, &SigningKey::from_bytes(&[1; 32])).unwrap();
    assert_eq!(signed.fixed_until("fedora", "43").map(|day| day.to_string()).as_deref(), Some("2026-12-02"));
}

#[test]
fn what_attackers_use_or_are_likely_to_use_comes_first_and_then_the_newest() {
    let mut office = Office::with(&[Feed::Kev, Feed::Epss, Feed::Osv]);
    office.server.answers(|asked| match asked.path.as_str() {
        "/kev.json" => Reply::body(kev(28, 2)),
        "/epss.csv.gz" => Reply::body(epss(28, &[(3, "0.1"), (4, "0.09")])),
        _ => Reply::Status(404),
    });
    office.asking(&cves(1..=9), &[], Feed::Osv);
    let order = asked_for(&office).into_iter().filter(|name| name.starts_with("CVE")).collect::<Vec<_>>();
    assert_eq!(order, cves([2, 1, 3, 9, 8, 7, 6, 5, 4]).iter().map(CveId::to_string).collect::<Vec<_>>());
}

#[test]
fn only_so_many_are_asked_for_at_once_and_within_a_day_and_each_once_a_week() {
    let mut office = office();
    office.settings.limits.records_at_once = 4;
    office.settings.limits.records_a_day = 10;
    let asked = cves(1..=25);
    let mut times: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut a_day = Vec::new();
    for hour in 0..24 * 10 {
        // 14 hours are left of the first day.
        let day = (hour + 10) / 24;
        a_day.resize(day + 1, 0);
        office.opened_again();
        office.asking(&asked, &[], Feed::Osv);
        let names = asked_for(&office);
        assert!(names.len() <= 4);
        a_day[day] += names.len();
        for name in names {
            times.entry(name).or_default().push(i64::try_from(hour).unwrap());
        }
        office.hours_later(1);
    }
    assert_eq!(a_day, [10, 10, 5, 0, 0, 0, 0, 10, 10, 5, 0]);
    assert_eq!((times.len(), office.feeds().rated(&asked).len()), (25, 25));
    let apart = |times: &Vec<i64>| times.windows(2).all(|pair| pair[1] - pair[0] >= 7 * 24);
    assert!(times.values().all(|times| times.len() == 2 && apart(times)), "{times:?}");
}

#[test]
fn a_record_that_cannot_be_used_keeps_no_other_out() {
    let mut office = office();
    office.server.answers(|asked| match name(asked).as_str() {
        "CVE-2026-0003" => Reply::body("<html>"),
        "CVE-2026-0002" => Reply::Status(404),
        name => Reply::body(osv(name, 20, WORST)),
    });
    let asked = cves(1..=4);
    assert_eq!(office.asking(&asked, &[], Feed::Osv), (Done::Taken, Some(Refused::NotTheFormat)));
    assert_eq!(office.state(Feed::Osv).refused, Some(Refused::NotTheFormat));
    let known = office.feeds().rated(&asked).into_iter().map(|one| one.cve).collect::<Vec<_>>();
    assert_eq!(known, cves([1, 4]));
    office.server.asked();
    assert_eq!(office.hours_later(48).asking(&asked, &[], Feed::Osv), (Done::NotYet, None), "in a week");
}

#[test]
fn a_guest_network_that_answers_everything_itself_is_not_asked_for_long() {
    let mut office = office();
    office.server.says(Reply::body("<html>Sign in</html>"));
    let asked = cves(1..=40);
    assert_eq!(office.asking(&asked, &[], Feed::Osv), (Done::Kept, Some(Refused::NotTheFormat)));
    assert_eq!(office.server.asked().len(), 5);
    assert_eq!(office.asking(&asked, &[], Feed::Osv), (Done::NotYet, None));
    assert_eq!(office.server.asked().len(), 0);
}

#[test]
fn a_server_that_fails_is_left_alone_at_once() {
    let mut office = office();
    office.server.says(Reply::Status(503));
    let asked = cves(1..=40);
    assert_eq!(office.asking(&asked, &[], Feed::Osv), (Done::Kept, Some(Refused::NotReached)));
    assert_eq!(office.asking(&asked, &[], Feed::Osv), (Done::NotYet, None));
    assert_eq!(office.server.asked().len(), 1);
    office.server.answers(|asked| Reply::body(osv(&name(asked), 20, WORST)));
    assert_eq!(office.hours_later(1).asking(&asked, &[], Feed::Osv), (Done::Taken, None));
    assert_eq!((office.feeds().rated(&asked).len(), office.state(Feed::Osv).refused), (40, None));
}

#[test]
fn a_record_is_sent_again_only_where_it_changed_and_an_older_one_is_refused() {
    let mut office = office();
    let asked = cves([1]);
    office.asking(&asked, &[], Feed::Osv);
    let score = |office: &mut Office| office.feeds().rated(&asked).first().and_then(|one| one.score);
    assert_eq!(score(&mut office), Some(98));
    office.server.asked();

    office.server.says(Reply::Status(304));
    assert_eq!(office.hours_later(7 * 24).asking(&asked, &[], Feed::Osv), (Done::Kept, None));
    assert_eq!(office.server.asked()[0].header("if-none-match"), Some("\"one\""));

    let local = WORST.replace("AV:N", "AV:L");
    let older = osv("CVE-2026-0001", 19, &local);
    office.server.says(Reply::body(older));
    assert_eq!(office.hours_later(7 * 24).asking(&asked, &[], Feed::Osv), (Done::Kept, Some(Refused::Older)));
    assert_eq!(score(&mut office), Some(98));

    office.server.says(Reply::Status(404));
    assert_eq!(office.hours_later(7 * 24).asking(&asked, &[], Feed::Osv), (Done::Kept, None));
    assert_eq!(score(&mut office), Some(98), "gone is not taken back");

    let withdrawn = osv("CVE-2026-0001", 21, WORST)
        .replace("\"modified\"", "\"withdrawn\":\"2026-11-21T12:00:00Z\",\"modified\"");
    office.server.says(Reply::body(withdrawn));
    assert_eq!(office.hours_later(7 * 24).asking(&asked, &[], Feed::Osv), (Done::Taken, None));
    assert_eq!(score(&mut office), None);
}

#[test]
fn what_never_was_asked_for_comes_before_what_is_asked_for_again() {
    let mut office = Office::with(&[Feed::Kev, Feed::Osv]);
    office.server.answers(|asked| match asked.path.as_str() {
        "/kev.json" => Reply::body(kev(28, 2)),
        _ => Reply::body(osv(&name(asked), 20, WORST)),
    });
    office.asking(&cves([2]), &[], Feed::Osv);
    office.hours_later(1).asking(&cves([1]), &[], Feed::Osv);
    office.settings.limits.records_at_once = 1;
    office.opened_again();
    office.hours_later(8 * 24);
    office.server.asked();
    for _ in 0..3 {
        office.asking(&cves([1, 2, 3]), &[], Feed::Osv);
    }
    assert_eq!(asked_for(&office), ["kev", "CVE-2026-0003", "CVE-2026-0002", "CVE-2026-0001"]);
}

#[test]
fn another_server_is_not_asked_whether_its_record_is_still_the_one_of_the_first() {
    let mut office = office();
    office.asking(&cves([1]), &[], Feed::Osv);
    let mirror = Server::https(&office.authority, "127.0.0.1");
    mirror.answers(|asked| Reply::body(osv(&name(asked), 20, WORST)));
    office.settings = office.settings.with(Feed::Osv, address(&mirror, Feed::Osv));
    office.opened_again();
    assert_eq!(office.hours_later(8 * 24).asking(&cves([1]), &[], Feed::Osv), (Done::Taken, None));
    assert_eq!(mirror.asked()[0].header("if-none-match"), None);
}

#[test]
fn the_last_day_is_asked_for_only_of_systems_that_cannot_know_and_by_their_own_names() {
    let mut office = Office::with(&[Feed::EndOfLife]);
    office.server.answers(|asked| Reply::body(endoflife(&name(asked), &[("1", "2027-01-31")])));
    let systems = [
        ("debian", "13"),
        ("ubuntu", "24.04"),
        ("fedora", "43"),
        ("fedora", "42"),
        ("../../secrets", "1"),
        ("a/b", "1"),
        ("Red Hat", "9"),
        ("", "1"),
        ("linuxmint", "22.1"),
    ];
    assert_eq!(office.asking(&[], &systems, Feed::EndOfLife), (Done::Taken, None));
    assert_eq!(asked_for(&office), ["fedora", "linuxmint"]);
    let ends = office.opened_again().ends();
    assert_eq!(ends.iter().map(|end| end.system.as_str()).collect::<Vec<_>>(), ["fedora", "linuxmint"]);
    assert_eq!(office.hours_later(6 * 24).asking(&[], &systems, Feed::EndOfLife), (Done::NotYet, None));
}

#[test]
fn what_nobody_asks_for_any_more_goes_after_two_months() {
    let mut office = office();
    office.asking(&cves([1]), &[], Feed::Osv);
    for _ in 0..8 {
        office.hours_later(7 * 24).asking(&cves([2]), &[], Feed::Osv);
    }
    assert_eq!(office.feeds().rated(&cves([1, 2])).len(), 2);
    office.hours_later(7 * 24).asking(&cves([2]), &[], Feed::Osv);
    assert_eq!(office.feeds().rated(&cves([1, 2])).len(), 1);
}
