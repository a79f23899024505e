//! An office and its feeds, which a server on this computer has.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::*;
use crate::say;

/// Serves one text, whoever asks for what. Its thread ends with the program.
pub(crate) struct Server {
    address: String,
    text: Arc<Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn of(text: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/kev.json", listener.local_addr().unwrap());
        let server = Self { address, text: Arc::new(Mutex::new(text)), asked: Arc::new(AtomicUsize::new(0)) };
        let (text, asked) = (server.text.clone(), server.asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                _ = stream.read(&mut [0; 4096]);
                asked.fetch_add(1, Ordering::SeqCst);
                let body = text.lock().unwrap().clone();
                let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
                _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            }
        });
        server
    }

    /// Has an office ask this server for what attackers use, and nobody for anything else.
    pub(crate) fn alone_in(&self, office: &Office) {
        for feed in Feed::ALL {
            let address = (feed == Feed::Kev).then(|| self.address.clone());
            office.choose_feed(feed, Choice { is_on: feed == Feed::Kev, address }).unwrap();
        }
    }
}

/// A catalogue of so many flaws, as CISA writes it.
pub(crate) fn kev(flaws: usize) -> String {
    let one = |n: usize| {
        format!(
            r#"{{"cveID":"CVE-2026-{n:04}","dateAdded":"2026-11-01","knownRansomwareCampaignUse":"Unknown"}}"#
        )
    };
    let listed = (1..=flaws).map(one).collect::<Vec<_>>().join(",");
    let day = Timestamp::now().strftime("%Y-%m-%d").to_string();
    let version = day.replace('-', ".");
    format!(
        r#"{{"catalogVersion":"{version}","dateReleased":"{day}T00:00:00Z","count":{flaws},"vulnerabilities":[{listed}]}}"#
    )
}

fn office() -> (tempfile::TempDir, Office) {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    (dir, office)
}

fn gather(office: &Office, which: &[Feed]) -> State {
    let found = office.gathering(None, std::iter::empty()).unwrap().gather(which).unwrap();
    office.sign_feeds(found.gathered).unwrap();
    found.states.into_iter().find(|state| state.feed == Feed::Kev).unwrap()
}

/// What was asked was asked two days ago.
fn a_day_goes(office: &Office) {
    let file = office.dir.join(FOLDER).join("kev.json");
    let mut manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let before = (Timestamp::now() - jiff::SignedDuration::from_hours(48)).to_string();
    for asked in ["checked", "tried"] {
        manifest[asked] = before.clone().into();
    }
    std::fs::write(&file, serde_json::to_vec(&manifest).unwrap()).unwrap();
}

fn listed(office: &Office) -> Option<usize> {
    Some(office.feeds()?.catalogue.as_ref()?.listed.len())
}

#[test]
fn what_attackers_use_is_asked_for_signed_and_kept_and_until_then_not_known() {
    let (server, (_dir, office)) = (Server::of(kev(20)), office());
    server.alone_in(&office);
    let before = gather(&office, &[]);
    assert_eq!((listed(&office), server.asked.load(Ordering::SeqCst)), (None, 0), "nobody was to be asked");
    assert!(say::feeds::state(&before, &jiff::tz::TimeZone::UTC).starts_with("Not known"));
    let after = gather(&office, &Feed::ALL);
    assert_eq!((listed(&office), after.entries, after.refused), (Some(20), 20, None));
    assert!(say::feeds::state(&after, &jiff::tz::TimeZone::UTC).starts_with("Checked against"));
    gather(&office, &Feed::ALL);
    assert_eq!(server.asked.load(Ordering::SeqCst), 1, "it is asked once a day");
}

#[test]
fn a_feed_that_is_switched_off_is_not_asked_and_what_it_said_is_not_known() {
    let (server, (_dir, office)) = (Server::of(kev(20)), office());
    server.alone_in(&office);
    gather(&office, &Feed::ALL);
    let asked = server.asked.load(Ordering::SeqCst);
    let address = office.feed_choices().unwrap().into_iter().find_map(|(_, choice)| choice.address);
    office.choose_feed(Feed::Kev, Choice { is_on: false, address }).unwrap();
    let off = gather(&office, &Feed::ALL);
    assert_eq!((listed(&office), server.asked.load(Ordering::SeqCst)), (None, asked));
    assert_eq!((say::feeds::trouble(&off), off.is_on), (None, false));
    let last = office.store.record().unwrap().pop().unwrap();
    assert!(matches!(&last.what, What::FeedChosen { feed, is_on: false, .. } if feed == "kev"), "{last:?}");
}

#[test]
fn a_list_that_is_suddenly_far_smaller_is_refused_said_and_the_old_one_counts_until_it_is_given_up() {
    let (server, (_dir, office)) = (Server::of(kev(200)), office());
    server.alone_in(&office);
    gather(&office, &Feed::ALL);
    *server.text.lock().unwrap() = kev(3);
    a_day_goes(&office);
    let refused = gather(&office, &Feed::ALL);
    assert_eq!(refused.refused, Some(patchround_feeds::Refused::Shrunk));
    assert_eq!(listed(&office), Some(200));
    assert!(say::feeds::trouble(&refused).unwrap().contains("far smaller"));
    office.gathering(None, std::iter::empty()).unwrap().forget(Feed::Kev).unwrap();
    let asked = server.asked.load(Ordering::SeqCst);
    gather(&office, &[Feed::Epss]);
    assert_eq!(server.asked.load(Ordering::SeqCst), asked, "that is another feed");
    gather(&office, &[Feed::Kev]);
    assert_eq!(listed(&office), Some(3));
}

#[test]
fn an_address_where_others_could_change_it_is_refused_and_nothing_is_changed() {
    let (_dir, office) = office();
    let lines = office.store.record().unwrap().len();
    for (feed, address) in [
        (Feed::Kev, "http://mirror.example/kev.json"),
        (Feed::Kev, "mirror"),
        (Feed::Osv, "https://mirror.example/all"),
    ] {
        let choice = Choice { is_on: true, address: Some(address.to_owned()) };
        let error = office.choose_feed(feed, choice).unwrap_err();
        assert!(matches!(error, Error::BadFeedAddress(_)), "{address}");
        assert!(!error.say().is_empty());
    }
    assert_eq!(office.feed_choices().unwrap(), []);
    assert_eq!(office.store.record().unwrap().len(), lines);
}
