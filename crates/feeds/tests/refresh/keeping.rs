//! What is kept, for how long, and what of it is believed.

use std::{fs, path::Path};

use jiff::ToSpan;
use patchround_feeds::{Done, Feed, Refused};

use crate::{
    made_up::{cve, epss, kev},
    office::{Office, address},
    server::{Reply, Server},
};

fn office_with_catalogue() -> Office {
    let mut office = Office::with(&[Feed::Kev, Feed::Epss]);
    office.server.answers(|asked| match asked.path.as_str() {
        "/kev.json" => Reply::body(kev(28, 100)).with("ETag", "\"kev\""),
        _ => Reply::body(epss(28, &[(1, "0.5"), (2, "0.00043")])).with("ETag", "\"epss\""),
    });
    assert_eq!(office.refreshed(Feed::Kev), (Done::Taken, None));
    office.server.asked();
    office
}

#[test]
fn a_feed_is_asked_for_once_a_day_however_often_somebody_looks() {
    let mut office = office_with_catalogue();
    for _ in 0..23 {
        office.opened_again();
        assert_eq!(office.hours_later(1).refreshed(Feed::Kev), (Done::NotYet, None));
    }
    assert_eq!(office.server.asked().len(), 0);
    office.hours_later(1).refreshed(Feed::Kev);
    assert_eq!(office.server.paths(), ["/kev.json", "/epss.csv.gz"]);
}

#[test]
fn a_server_that_fails_is_asked_ever_more_rarely() {
    let mut office = Office::with(&[Feed::Kev]);
    office.server.says(Reply::Status(503));
    let mut minutes = Vec::new();
    for minute in 0..4 * 24 * 60 {
        if minute % 5 == 0 && office.refreshed(Feed::Kev).1.is_some() {
            minutes.push(minute);
        }
        if minute % 500 == 0 {
            office.opened_again();
        }
        office.now += 1.minute();
    }
    assert_eq!(minutes, [0, 15, 75, 315, 1755, 3195, 4635]);
    assert_eq!(office.server.asked().len(), minutes.len());
}

#[test]
fn a_clock_that_was_a_year_ahead_does_not_keep_the_world_out_for_a_year() {
    let mut office = office_with_catalogue();
    office.hours_later(24 * 365).refreshed(Feed::Kev);
    office.server.asked();
    office.hours_later(-24 * 365).refreshed(Feed::Kev);
    assert_eq!(office.server.paths(), ["/kev.json", "/epss.csv.gz"]);
}

#[test]
fn without_any_feed_nothing_is_known() {
    let mut office = Office::with(&[]);
    assert_eq!(office.refreshed(Feed::Kev), (Done::Off, None));
    let known = [cve(1)];
    assert_eq!((office.listed(), office.feeds().rated(&known)), (None, Vec::new()));
    assert_eq!(office.feeds().ends(), Vec::new());
    assert!(!office.state(Feed::Kev).is_on);
    assert_eq!(office.server.asked().len(), 0);
}

#[test]
fn a_feed_that_is_switched_off_is_neither_asked_for_nor_used() {
    let mut office = office_with_catalogue();
    office.settings = office.settings.without(Feed::Kev).without(Feed::Epss);
    office.opened_again();
    assert_eq!(office.hours_later(48).refreshed(Feed::Kev), (Done::Off, None));
    assert_eq!((office.listed(), office.feeds().rated(&[cve(1)]).len()), (None, 0));
    assert_eq!((office.server.asked().len(), office.state(Feed::Kev).published), (0, None));
}

#[test]
fn what_has_become_old_is_said_and_used_with_its_date() {
    let mut office = office_with_catalogue();
    let of = |office: &mut Office, feed| (office.state(feed).refused, office.listed());
    office.hours_later(24 * 7);
    assert_eq!(of(&mut office, Feed::Kev), (None, Some(100)));
    assert_eq!(of(&mut office, Feed::Epss).0, Some(Refused::Stale));
    assert_eq!(office.feeds().rated(&[cve(1)]).len(), 1);
    office.hours_later(24 * 14);
    assert_eq!(of(&mut office, Feed::Kev), (Some(Refused::Stale), Some(100)));
    assert_eq!(
        office.state(Feed::Kev).published.map(|at| at.to_string()).as_deref(),
        Some("2026-11-28T12:00:00Z")
    );
}

#[test]
fn a_feed_that_has_long_been_out_of_reach_is_said_to_be_old_as_well() {
    let mut office = office_with_catalogue();
    office.server.says(Reply::Status(503));
    office.hours_later(24 * 21).refreshed(Feed::Kev);
    let state = office.state(Feed::Kev);
    assert_eq!((state.refused, state.is_stale), (Some(Refused::NotReached), true));
    assert_eq!(office.listed(), Some(100));
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let read =
        |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap());
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_crash_between_the_copy_and_its_manifest_leaves_the_copy_before() {
    let mut office = office_with_catalogue();
    let folder = office.dir.path().join("feeds");
    let before = files(&folder);
    office.server.says(Reply::body(kev(29, 101)));
    assert_eq!(office.hours_later(24).refreshed(Feed::Kev), (Done::Taken, None));
    assert_eq!(office.listed(), Some(101));
    // The new copy is there already, the manifest still names the one before, and one file is half written.
    for (name, bytes) in &before {
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::write(folder.join(".tmpHalf"), b"{").unwrap();
    office.opened_again();
    assert_eq!((office.listed(), office.state(Feed::Kev).refused), (Some(100), None));
    assert_eq!(office.refreshed(Feed::Kev), (Done::Taken, None));
    assert_eq!(office.listed(), Some(101));
    let names = files(&folder).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let of_kev = names.iter().filter(|name| name.starts_with("kev")).count();
    assert_eq!((of_kev, names.len()), (2, 4), "nothing is left over: {names:?}");
}

#[test]
fn a_kept_copy_that_is_garbled_anywhere_is_not_known_and_is_fetched_anew() {
    for garbled in 0..4 {
        let mut office = office_with_catalogue();
        let folder = office.dir.path().join("feeds");
        let (name, mut bytes) = files(&folder).swap_remove(garbled);
        let at = bytes.len() / 2;
        bytes[at] ^= 0x80;
        fs::write(folder.join(&name), bytes).unwrap();
        office.opened_again();
        let feed = if name.starts_with("kev") { Feed::Kev } else { Feed::Epss };
        let known = |office: &mut Office| match feed {
            Feed::Kev => office.listed().is_some(),
            _ => !office.feeds().rated(&[cve(1)]).is_empty(),
        };
        let state = office.state(feed);
        assert_eq!((state.refused, state.published), (Some(Refused::Damaged), None), "{name}");
        assert!(!known(&mut office), "{name}");
        office.server.asked();
        assert_eq!(office.hours_later(1).refreshed(feed), (Done::Taken, None), "{name}");
        assert_eq!(office.server.asked()[0].header("if-none-match"), None, "all of it is needed");
        assert!(known(&mut office));
        assert_eq!(office.state(feed).refused, None);
    }
}

#[test]
fn a_kept_copy_in_which_one_digit_is_another_is_not_known() {
    let mut office = office_with_catalogue();
    let folder = office.dir.path().join("feeds");
    let (name, bytes) = files(&folder).into_iter().find(|(name, _)| name.starts_with("kev-")).unwrap();
    let changed = String::from_utf8(bytes).unwrap().replace("CVE-2026-0001", "CVE-2025-0001");
    fs::write(folder.join(name), changed).unwrap();
    office.opened_again();
    assert_eq!((office.listed(), office.state(Feed::Kev).refused), (None, Some(Refused::Damaged)));
}

#[test]
fn a_kept_copy_that_is_gone_is_not_known() {
    let mut office = office_with_catalogue();
    let folder = office.dir.path().join("feeds");
    for (name, _) in files(&folder).iter().filter(|(name, _)| name.contains('-')) {
        fs::remove_file(folder.join(name)).unwrap();
    }
    office.opened_again();
    assert_eq!((office.listed(), office.state(Feed::Kev).refused), (None, Some(Refused::Damaged)));
}

#[test]
fn a_disk_that_takes_nothing_is_said_and_what_is_known_stays() {
    let mut office = office_with_catalogue();
    fs::remove_dir_all(office.dir.path().join("feeds")).unwrap();
    office.server.says(Reply::body(kev(29, 101)));
    assert_eq!(office.hours_later(24).refreshed(Feed::Kev), (Done::Kept, Some(Refused::NotKept)));
    assert_eq!(office.listed(), Some(100));
    assert_eq!(office.hours_later(0).refreshed(Feed::Kev), (Done::NotYet, None), "not in a loop");
}

#[test]
fn the_copy_that_came_with_the_program_is_taken_where_it_is_newer() {
    let mut builder = office_with_catalogue();
    builder.feeds();
    let seed = builder.dir.path().join("feeds");

    let mut first = Office::with(&[Feed::Kev, Feed::Epss]);
    first.settings.seed = Some(seed.clone());
    assert_eq!((first.listed(), first.feeds().rated(&[cve(1)]).len()), (Some(100), 1));
    assert_eq!(first.state(Feed::Kev).fetched, Some(builder.now), "with its date");

    let mut newer = Office::with(&[Feed::Kev]);
    newer.server.says(Reply::body(kev(29, 101)));
    newer.refreshed(Feed::Kev);
    newer.settings.seed = Some(seed.clone());
    newer.opened_again();
    assert_eq!(newer.listed(), Some(101));

    let mut older = Office::with(&[Feed::Kev]);
    older.server.says(Reply::body(kev(20, 99)));
    older.refreshed(Feed::Kev);
    older.settings.seed = Some(seed.clone());
    older.opened_again();
    assert_eq!(older.listed(), Some(100));

    fs::write(older.dir.path().join("feeds/kev.json"), b"garbled").unwrap();
    older.opened_again();
    assert_eq!(
        (older.listed(), older.state(Feed::Kev).refused),
        (Some(100), None),
        "in the place of a damaged one"
    );

    let (name, _) = files(&seed).into_iter().find(|(name, _)| name.starts_with("kev-")).unwrap();
    fs::write(seed.join(name), b"garbled").unwrap();
    let mut damaged = Office::with(&[Feed::Kev]);
    damaged.settings.seed = Some(seed.clone());
    assert_eq!(damaged.listed(), None);
}

#[test]
fn a_mirror_is_asked_for_all_of_it_and_cannot_turn_back_the_time() {
    let mut office = office_with_catalogue();
    let mirror = Server::https(&office.authority, "127.0.0.1");
    mirror.says(Reply::body(kev(27, 100)));
    office.settings = office.settings.with(Feed::Kev, address(&mirror, Feed::Kev));
    office.opened_again();
    assert_eq!(office.hours_later(24).refreshed(Feed::Kev), (Done::Kept, Some(Refused::Older)));
    assert_eq!(mirror.asked()[0].header("if-none-match"), None, "that was another server's");
    assert_eq!(office.listed(), Some(100));
}

#[test]
fn what_is_given_up_is_not_known_until_it_is_fetched_again() {
    let mut office = office_with_catalogue();
    office.server.says(Reply::body(kev(28, 5)));
    assert_eq!(office.hours_later(24).refreshed(Feed::Kev), (Done::Kept, Some(Refused::Shrunk)));
    office.feeds().forget(Feed::Kev).unwrap();
    assert_eq!(office.listed(), None);
    office.opened_again();
    assert_eq!(office.listed(), None);
    assert_eq!(office.refreshed(Feed::Kev), (Done::Taken, None));
    assert_eq!(office.listed(), Some(5));
}
