//! What the world knows of flaws, in the settings.

use jiff::Timestamp;

use super::*;
use crate::{
    Office,
    feeds::gathering::tests::{Server, kev},
};

#[tokio::test]
async fn what_is_known_of_flaws_is_fetched_by_itself_said_with_its_day_and_can_be_switched_off() {
    let (dir, server) = (tempfile::tempdir().unwrap(), Server::of(kev(20)));
    let options = Options { asks_feeds: true, ..options(dir.path()) };
    crate::setup::init(&options.dir, "Corner Shop", "Maria", Timestamp::now()).unwrap();
    server.alone_in(&Office::open(&options.dir, false).unwrap());
    let (engine, _orders) = Engine::start(options);
    let text = |s: &Snapshot, key: &str| {
        let rows = s.office.as_ref().map(|office| office.feeds.clone()).unwrap_or_default();
        rows.into_iter().find(|row| row.key == key).map(|row| row.text).unwrap_or_default()
    };
    seen(&engine, "the day of the list", |s| text(s, "kev").starts_with("Checked against the list of")).await;
    let shown = engine.snapshots().borrow().clone();
    assert!(text(&shown, "epss").starts_with("Not used"), "{shown:#?}");
    done(&engine, Ask::Feed { key: "kev".into(), on: false }).await;
    seen(&engine, "that it is not used", |s| text(s, "kev").starts_with("Not used")).await;
}
