//! Whatever comes over the net: what is kept stays, and it is said why.

use std::time::{Duration, Instant};

use patchround_feeds::{Done, Feed, Refused};

use crate::{
    made_up::{epss, kev},
    office::{Office, address},
    server::{Authority, Reply, Server},
};

/// An office that keeps a good catalogue and is served something else a day later.
fn then_served(reply: Reply) -> (Office, (Done, Option<Refused>)) {
    let mut office = Office::with(&[Feed::Kev]);
    office.server.says(Reply::body(kev(28, 100)));
    assert_eq!(office.refreshed(Feed::Kev), (Done::Taken, None));
    office.server.says(reply);
    let outcome = office.hours_later(24).refreshed(Feed::Kev);
    (office, outcome)
}

#[track_caller]
fn is_refused(reply: Reply, why: Refused) -> Office {
    let (mut office, outcome) = then_served(reply);
    assert_eq!(outcome, (Done::Kept, Some(why)));
    let at = office.now;
    let said = |office: &mut Office| {
        let state = office.state(Feed::Kev);
        (office.listed(), state.refused, state.refused_at, state.published.map(|at| at.to_string()))
    };
    let expected = (Some(100), Some(why), Some(at), Some("2026-11-28T12:00:00Z".to_owned()));
    assert_eq!(said(&mut office), expected);
    office.opened_again();
    assert_eq!(said(&mut office), expected, "as the next program finds it");
    office
}

#[test]
fn a_newer_catalogue_replaces_the_kept_one() {
    let (mut office, outcome) = then_served(Reply::body(kev(29, 101)));
    assert_eq!((outcome, office.listed()), ((Done::Taken, None), Some(101)));
    let state = office.state(Feed::Kev);
    assert_eq!((state.entries, state.refused, state.fetched), (101, None, Some(office.now)));
}

#[test]
fn what_breaks_off_is_refused() {
    is_refused(Reply::Truncated(kev(29, 101).into()), Refused::Cut);
    let half = kev(29, 101).as_bytes()[..2000].to_vec();
    is_refused(Reply::body(half), Refused::Cut);
}

#[test]
fn two_gigabytes_are_refused_before_they_are_read() {
    let begun = Instant::now();
    is_refused(Reply::Declared(2 << 30), Refused::TooLarge);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_never_ends_is_given_up_at_the_limit() {
    is_refused(Reply::Endless, Refused::TooLarge);
}

#[test]
fn what_drips_is_given_up_when_its_time_is_over() {
    let mut office = Office::with(&[Feed::Kev]);
    office.settings.limits.whole = Some(Duration::from_secs(1));
    office.server.says(Reply::Drip(kev(28, 100).into()));
    let begun = Instant::now();
    assert_eq!(office.refreshed(Feed::Kev), (Done::Kept, Some(Refused::Slow)));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(office.listed(), None, "nobody knows");
}

#[test]
fn a_page_for_people_is_refused() {
    let page = Reply::body("<!DOCTYPE html><html><body>Sign in to the guest network</body></html>");
    is_refused(page.with("Content-Type", "text/html"), Refused::NotTheFormat);
    is_refused(Reply::body(""), Refused::NotTheFormat);
    is_refused(Reply::body(epss(28, &[(1, "0.5")])), Refused::NotTheFormat);
    is_refused(Reply::body(kev(29, 101).replace("cveID", "id")), Refused::NotTheFormat);
}

#[test]
fn a_list_that_is_empty_or_suddenly_far_smaller_is_refused() {
    is_refused(Reply::body(kev(29, 0)), Refused::Empty);
    is_refused(Reply::body(kev(29, 10)), Refused::Shrunk);
    let (mut office, _) = then_served(Reply::body(kev(29, 11)));
    assert_eq!(office.listed(), Some(11), "smaller is not far smaller");
}

#[test]
fn an_older_one_that_is_played_again_is_refused() {
    is_refused(Reply::body(kev(27, 100)), Refused::Older);
    let version = kev(29, 101).replace("2026.11.29", "2026.11.27");
    is_refused(Reply::body(version), Refused::Older);
}

#[test]
fn one_from_the_future_is_refused() {
    let future = kev(29, 101).replace("2026-11-29T12", "2026-12-03T12");
    is_refused(Reply::body(future), Refused::FromTheFuture);
    is_refused(Reply::body(kev(29, 101).replace("2026.11.29", "2031.11.29")), Refused::FromTheFuture);
}

#[test]
fn a_server_that_fails_or_has_nothing_leaves_the_kept_one() {
    for status in [404, 403, 429, 500, 503] {
        is_refused(Reply::Status(status), Refused::NotReached);
    }
    is_refused(Reply::Status(304), Refused::NotReached);
}

#[test]
fn nobody_there_is_said() {
    let mut office = Office::with(&[Feed::Kev]);
    let gone = Server::https(&office.authority, "127.0.0.1");
    office.settings = office.settings.with(Feed::Kev, address(&gone, Feed::Kev));
    drop(gone);
    assert_eq!(office.refreshed(Feed::Kev), (Done::Kept, Some(Refused::NotReached)));
    assert_eq!((office.listed(), office.state(Feed::Kev).published), (None, None));
}

/// Answers in the place of the real server, with everything but its certificate.
#[track_caller]
fn man_in_the_middle(authority: impl FnOnce(&Office) -> Authority, name: &str) {
    let mut office = Office::with(&[Feed::Kev]);
    office.server.says(Reply::body(kev(28, 100)));
    office.refreshed(Feed::Kev);
    let other = authority(&office);
    let middle = Server::https(&other, name);
    middle.says(Reply::body(kev(29, 101)));
    if name != "127.0.0.1" {
        office.settings.roots = patchround_feeds::Roots::Only(vec![other.der()]);
    }
    office.settings = office.settings.with(Feed::Kev, address(&middle, Feed::Kev));
    office.opened_again();
    assert_eq!(office.hours_later(24).refreshed(Feed::Kev), (Done::Kept, Some(Refused::Certificate)));
    assert_eq!((office.listed(), middle.asked().len()), (Some(100), 0), "not even the question got there");
}

#[test]
fn a_man_in_the_middle_with_a_certificate_of_another_authority_is_refused() {
    man_in_the_middle(|_| Authority::new(), "127.0.0.1");
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    man_in_the_middle(|_| Authority::new(), "other.example");
}

#[test]
fn whom_the_system_does_not_trust_is_refused() {
    let mut office = Office::with(&[Feed::Kev]);
    office.server.says(Reply::body(kev(28, 100)));
    office.settings.roots = patchround_feeds::Roots::System;
    assert_eq!(office.refreshed(Feed::Kev), (Done::Kept, Some(Refused::Certificate)));
    assert_eq!(office.server.asked().len(), 0);
}

#[test]
fn nobody_is_led_to_where_others_can_read_along() {
    let plain = Server::plain();
    plain.says(Reply::body(kev(29, 101)));
    is_refused(Reply::Moved(plain.url("/kev.json")), Refused::Insecure);
    assert_eq!(plain.asked().len(), 0);
}

#[test]
fn a_server_may_send_on_within_https_and_not_for_ever() {
    let mut office = Office::with(&[Feed::Kev]);
    let moved = office.server.url("/moved.json");
    office.server.answers(move |asked| match asked.path.as_str() {
        "/moved.json" => Reply::body(kev(28, 100)),
        _ => Reply::Moved(moved.clone()),
    });
    assert_eq!(office.refreshed(Feed::Kev), (Done::Taken, None));

    let mut office = Office::with(&[Feed::Kev]);
    office.server.says(Reply::Moved(office.server.url("/kev.json")));
    assert_eq!(office.refreshed(Feed::Kev), (Done::Kept, Some(Refused::NotReached)));
    assert!(office.server.asked().len() <= 6);
}

#[test]
fn a_mirror_on_this_very_computer_needs_no_certificate_and_leads_nowhere() {
    let mut office = Office::with(&[]);
    let plain = Server::plain();
    plain.says(Reply::body(kev(28, 100)));
    office.settings = office.settings.with(Feed::Kev, address(&plain, Feed::Kev));
    assert_eq!(office.refreshed(Feed::Kev), (Done::Taken, None));
    plain.says(Reply::Moved(office.server.url("/kev.json")));
    assert_eq!(office.hours_later(24).refreshed(Feed::Kev), (Done::Kept, Some(Refused::NotReached)));
    assert_eq!(office.server.asked().len(), 0);
}

#[test]
fn what_is_unchanged_is_not_sent_again() {
    let mut office = Office::with(&[Feed::Kev]);
    let body = Reply::body(kev(28, 100));
    let day = "Sat, 28 Nov 2026 12:00:00 GMT";
    office.server.says(body.with("ETag", "\"one\"").with("Last-Modified", day));
    office.refreshed(Feed::Kev);
    assert_eq!(office.server.asked()[0].header("if-none-match"), None);
    office.server.says(Reply::Status(304));
    for _ in 0..2 {
        assert_eq!(office.hours_later(24).refreshed(Feed::Kev), (Done::Kept, None));
        let asked = office.server.asked();
        let asked = (asked[0].header("if-none-match"), asked[0].header("if-modified-since"));
        assert_eq!(asked, (Some("\"one\""), Some(day)));
        office.opened_again();
    }
    let (state, now) = (office.state(Feed::Kev), office.now);
    assert_eq!((office.listed(), state.checked, state.refused), (Some(100), Some(now), None));
    assert_ne!(state.fetched, Some(now), "fetched two days ago");
}
