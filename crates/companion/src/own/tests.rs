use std::{
    fmt,
    fs::File,
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use jiff::SignedDuration;
use patchround_apply::Ended;
use patchround_protocol::{JobId, consultation::Answer, progress::Progress, session::ToPerson};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::*;
use crate::{
    Place, ThisPc,
    played::{Helper, Person, within},
    samples::own_update,
};

type Installs = Box<dyn Fn(&[UpdateId], &mut dyn FnMut(Progress)) + Send + Sync>;

/// Sources that offer and do what their test wants.
struct Played {
    folder: TempDir,
    lists: Mutex<Vec<(SourceScan, Vec<Update>)>>,
    /// What was called, in its order.
    calls: Mutex<Vec<&'static str>>,
    /// Why a refresh fails.
    unreachable: Mutex<Option<Cause>>,
    installs: Installs,
}

impl fmt::Debug for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.calls())
    }
}

impl Played {
    /// One source that was refreshed just now and offers these; all that is installed is done.
    fn offering(names: &[&str]) -> Arc<Self> {
        Self::installing(names, |ids, report| ids.iter().for_each(|id| report(done(id))))
    }

    fn installing(
        names: &[&str],
        installs: impl Fn(&[UpdateId], &mut dyn FnMut(Progress)) + Send + Sync + 'static,
    ) -> Arc<Self> {
        let (folder, installs) = (tempfile::tempdir().unwrap(), Box::new(installs));
        let (lists, calls, unreachable) = (Mutex::default(), Mutex::default(), Mutex::default());
        let played = Self { folder, lists, calls, unreachable, installs };
        played.offers(names, Some(Timestamp::now()));
        Arc::new(played)
    }

    fn offers(&self, names: &[&str], refreshed_at: Option<Timestamp>) {
        let scan = SourceScan {
            source: "flatpak".to_owned(),
            cause: None,
            unfinished: None,
            refreshed_at,
            whole: false,
            managed: false,
            unfinished_of: Vec::new(),
        };
        let updates = names.iter().map(|name| own_update(name, 1)).collect();
        *self.lists.lock().unwrap() = vec![(scan, updates)];
    }

    /// As flatpak does after whatever it did.
    fn touch(&self, second: u64) {
        let file = File::create(self.folder.path().join("changed")).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
    }

    fn cannot_be_reached(&self, cause: Option<Cause>) {
        *self.unreachable.lock().unwrap() = cause;
    }

    fn called(&self, what: &'static str) {
        self.calls.lock().unwrap().push(what);
    }

    async fn until(&self, calls: &[&str]) {
        let called = async {
            while self.calls() != calls {
                sleep(Duration::from_millis(10)).await;
            }
        };
        within(called).await;
    }

    fn calls(&self) -> Vec<&'static str> {
        self.calls.lock().unwrap().clone()
    }
}

impl Sources for Played {
    fn read(&self) -> Vec<(SourceScan, Vec<Update>)> {
        self.called("read");
        self.lists.lock().unwrap().clone()
    }

    fn watched(&self) -> Vec<PathBuf> {
        vec![self.folder.path().join("changed"), self.folder.path().join("missing")]
    }

    fn refresh(&self) -> Ended {
        self.called("refresh");
        if let Some(cause) = *self.unreachable.lock().unwrap() {
            return Ended { outcome: Outcome::Failed, cause: Some(cause), details: None };
        }
        for (scan, _) in &mut *self.lists.lock().unwrap() {
            scan.refreshed_at = Some(Timestamp::now());
        }
        Ended::DONE
    }

    fn install(&self, ids: &[UpdateId], report: &mut dyn FnMut(Progress)) {
        self.called("install");
        (self.installs)(ids, report);
    }
}

/// An installation that waits at each id until its test lets it go on.
fn gated() -> (Sender<()>, Installs) {
    let (open, gate): (_, Receiver<()>) = channel();
    let gate = Mutex::new(gate);
    let installs = move |ids: &[UpdateId], report: &mut dyn FnMut(Progress)| {
        for id in ids {
            // A test that is over opens all gates.
            _ = gate.lock().unwrap().recv();
            report(done(id));
        }
    };
    (open, Box::new(installs))
}

fn id(name: &str) -> UpdateId {
    own_update(name, 1).id
}

fn ids(names: &[&str]) -> Vec<UpdateId> {
    names.iter().map(|name| id(name)).collect()
}

fn done(id: &UpdateId) -> Progress {
    Progress::UpdateEnded {
        id: id.clone(),
        outcome: Outcome::Done,
        cause: None,
        installed: None,
        details: None,
    }
}

fn is_done(name: &str) -> FromPerson {
    FromPerson::OwnEnded { id: id(name), outcome: Outcome::Done, cause: None, details: None }
}

impl Person {
    /// Names of what the next list offers, which has to be the next thing that is said.
    async fn hears_offers(&mut self) -> Vec<String> {
        match self.hear().await {
            FromPerson::Own(own) => own.updates.into_iter().map(|update| update.name).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// The cause of the list that is the next thing that is said.
    async fn hears_cause(&mut self) -> Option<Cause> {
        match self.hear().await {
            FromPerson::Own(own) => own.cause,
            other => panic!("{other:?}"),
        }
    }

    async fn hears_all(&mut self, count: usize) -> Vec<FromPerson> {
        let mut heard = Vec::new();
        for _ in 0..count {
            heard.push(self.hear().await);
        }
        heard
    }

    async fn orders(&mut self, names: &[&str]) {
        self.say(&ToPerson::InstallOwn { ids: ids(names) }).await;
    }

    /// The next thing that is said is what was asked for now.
    async fn hears_nothing_else(&mut self, pc: &ThisPc) {
        let question = JobId(Uuid::now_v7());
        pc.shown(question).await;
        assert_eq!(self.hear().await, FromPerson::Shown { question });
    }
}

/// A helper and a person who talk, and a person who has heard what is offered.
async fn met(played: &Arc<Played>) -> (Helper, ThisPc, Person) {
    let helper = Helper::new();
    let pc = helper.pc_with(played.clone());
    let mut person = helper.person().await;
    person.show("Harbour Dental").await;
    person.hears_offers().await;
    (helper, pc, person)
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test(start_paused = true)]
async fn what_is_offered_is_told_once_and_again_only_when_it_has_changed() {
    let played = Played::offering(&["a", "b"]);
    let (_helper, pc, mut person) = met(&played).await;
    sleep(10 * MINUTE).await;
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), ["read"], "nothing has changed");

    played.touch(1);
    sleep(2 * MINUTE).await;
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), ["read"; 2], "it was touched, and the list is what it was");

    played.offers(&["b"], Some(Timestamp::now()));
    played.touch(2);
    assert_eq!(person.hears_offers().await, ["b"]);
    played.lists.lock().unwrap().clear();
    played.touch(3);
    assert_eq!(person.hear().await, FromPerson::Own(Box::new(lists::nothing("flatpak"))));
    played.touch(4);
    sleep(2 * MINUTE).await;
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), ["read"; 5]);
}

#[tokio::test(start_paused = true)]
async fn each_conversation_hears_it_anew_and_none_before_the_helper_has_shown_a_view() {
    let played = Played::offering(&["a"]);
    let (mut helper, _pc, person) = met(&played).await;
    drop(person);
    helper.begin();
    let mut person = helper.person().await;
    let silence = timeout(50 * Duration::from_secs(1), person.hear()).await;
    assert!(silence.is_err() && played.calls() == ["read"], "{silence:?}");
    person.show("Harbour Dental").await;
    assert_eq!(person.hears_offers().await, ["a"]);
}

#[tokio::test(start_paused = true)]
async fn lists_that_were_never_refreshed_or_a_day_ago_are_refreshed_and_told_anew() {
    for age in [None, Some(25)] {
        let played = Played::offering(&[]);
        played.offers(&["a"], age.map(|hours| Timestamp::now() - SignedDuration::from_hours(hours)));
        let (_helper, _pc, mut person) = met(&played).await;
        let FromPerson::Own(own) = person.hear().await else { panic!("something else") };
        let is_new = own.refreshed_at.is_some_and(|at| Timestamp::now().duration_since(at).as_secs() < 60);
        assert!(is_new, "{own:?}");
        assert_eq!(played.calls(), ["read", "refresh", "read"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_in_the_moment_of_the_last_one_is_seen_where_files_tell_whole_seconds() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() + 1;
    let played = Played::offering(&["a"]);
    played.touch(now);
    let (_helper, pc, mut person) = met(&played).await;
    played.offers(&["b"], Some(Timestamp::now()));
    played.touch(now);
    assert_eq!(person.hears_offers().await, ["b"]);
    played.touch(now - 100);
    sleep(2 * MINUTE).await;
    let read = played.calls();
    sleep(10 * MINUTE).await;
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), read, "nothing changes any more");
}

#[tokio::test(start_paused = true)]
async fn why_a_refresh_failed_is_told_with_what_is_offered_until_one_goes_well() {
    let played = Played::offering(&[]);
    played.offers(&["a"], Some(Timestamp::now() - SignedDuration::from_hours(25)));
    played.cannot_be_reached(Some(Cause::RepoGone));
    let (_helper, pc, mut person) = met(&played).await;
    let FromPerson::Own(own) = person.hear().await else { panic!("something else") };
    assert_eq!((own.cause, own.updates.len()), (Some(Cause::RepoGone), 1));
    played.cannot_be_reached(None);
    sleep(11 * MINUTE).await;
    assert_eq!(person.hears_cause().await, None);
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), ["read", "refresh", "read", "refresh", "read"]);
}

#[tokio::test(start_paused = true)]
async fn a_network_that_is_away_is_told_only_once_refreshes_have_failed_for_a_day() {
    for (hours, cause) in [(25, None), (47, None), (49, Some(Cause::NoNetwork))] {
        let played = Played::offering(&[]);
        played.offers(&["a"], Some(Timestamp::now() - SignedDuration::from_hours(hours)));
        played.cannot_be_reached(Some(Cause::NoNetwork));
        let (_helper, pc, mut person) = met(&played).await;
        if cause.is_some() {
            assert_eq!(person.hears_cause().await, cause);
        }
        sleep(5 * MINUTE).await;
        person.hears_nothing_else(&pc).await;
        assert_eq!(played.calls(), ["read", "refresh", "read"]);
    }
}

#[tokio::test(start_paused = true)]
async fn why_a_list_could_not_be_read_comes_before_why_it_could_not_be_refreshed() {
    let played = Played::offering(&[]);
    played.offers(&[], None);
    played.lists.lock().unwrap()[0].0.cause = Some(Cause::FileGone);
    played.cannot_be_reached(Some(Cause::RepoGone));
    let (_helper, pc, mut person) = met(&played).await;
    sleep(5 * MINUTE).await;
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), ["read", "refresh", "read"]);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_failed_does_not_cost_what_goes_in_its_proof_and_is_told_again_afterwards() {
    let played = Played::offering(&[]);
    played.offers(&["a"], Some(Timestamp::now() - SignedDuration::from_hours(25)));
    played.cannot_be_reached(Some(Cause::RepoGone));
    let (_helper, pc, mut person) = met(&played).await;
    assert_eq!(person.hears_cause().await, Some(Cause::RepoGone));
    person.orders(&["a"]).await;
    assert_eq!(person.hear().await, is_done("a"));
    assert_eq!(person.hears_cause().await, None);
    assert_eq!(person.hears_cause().await, Some(Cause::RepoGone));
    person.hears_nothing_else(&pc).await;
}

#[tokio::test(start_paused = true)]
async fn a_helper_that_asks_for_a_refresh_gets_one_every_ten_minutes_at_most() {
    let played = Played::offering(&["a"]);
    let (_helper, pc, mut person) = met(&played).await;
    for _ in 0..3 {
        person.say(&ToPerson::RefreshOwn {}).await;
        sleep(MINUTE).await;
    }
    assert_eq!(person.hears_offers().await, ["a"]);
    assert_eq!(played.calls(), ["read", "refresh", "read"]);
    sleep(9 * MINUTE).await;
    assert_eq!(person.hears_offers().await, ["a"]);
    sleep(60 * MINUTE).await;
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), ["read", "refresh", "read", "refresh", "read"]);
}

#[tokio::test(start_paused = true)]
async fn where_there_is_no_source_that_is_told_once_and_nothing_refreshed() {
    let played = Played::offering(&[]);
    played.lists.lock().unwrap().clear();
    let helper = Helper::new();
    let pc = helper.pc_with(played.clone());
    let mut person = helper.person().await;
    person.show("Harbour Dental").await;
    assert_eq!(person.hear().await, FromPerson::Own(Box::new(lists::nothing("flatpak"))));
    person.say(&ToPerson::RefreshOwn {}).await;
    sleep(30 * MINUTE).await;
    person.hears_nothing_else(&pc).await;
    assert_eq!(played.calls(), ["read"]);
}

#[tokio::test]
async fn each_of_three_has_one_end_and_then_the_list_is_told_although_it_is_what_it_was() {
    let installs = |ids: &[UpdateId], report: &mut dyn FnMut(Progress)| {
        report(done(&ids[2]));
        report(done(&id("never-ordered")));
        report(done(&ids[0]));
        report(done(&ids[2]));
    };
    let played = Played::installing(&["a", "b", "c"], installs);
    let (_helper, pc, mut person) = met(&played).await;
    person.orders(&["a", "b", "c", "a"]).await;
    let ends = person.hears_all(3).await;
    assert_eq!(ends, [is_done("c"), is_done("a"), failed(id("b"), Cause::Unexpected)]);
    assert_eq!(person.hears_offers().await, ["a", "b", "c"]);
    person.hears_nothing_else(&pc).await;
}

#[tokio::test]
async fn a_source_that_panics_leaves_no_id_without_an_end_and_the_next_order_is_carried_out() {
    let installs = |ids: &[UpdateId], report: &mut dyn FnMut(Progress)| {
        report(done(&ids[0]));
        assert!(ids.len() == 1, "the second one makes it panic");
    };
    let played = Played::installing(&["a"], installs);
    let (_helper, _pc, mut person) = met(&played).await;
    person.orders(&["a", "b", "c"]).await;
    let failed = |name| failed(id(name), Cause::Unexpected);
    assert_eq!(person.hears_all(3).await, [is_done("a"), failed("b"), failed("c")]);
    assert_eq!(person.hears_offers().await, ["a"]);
    person.orders(&["b"]).await;
    assert_eq!(person.hear().await, is_done("b"));
}

#[tokio::test]
async fn answers_are_heard_while_an_order_is_at_work_and_another_order_waits_for_it() {
    let (open, installs) = gated();
    let played = Played::installing(&["a"], installs);
    let (_helper, pc, mut person) = met(&played).await;
    person.orders(&["a"]).await;
    person.orders(&["a", "b"]).await;
    played.until(&["read", "install"]).await;
    let question = JobId(Uuid::from_u128(7));
    let (came, ()) = tokio::join!(pc.answer(question, Answer::Now {}), async {
        assert_eq!(person.hear().await, FromPerson::Answer { question, answer: Answer::Now {} });
        person.say(&ToPerson::Taken { question }).await;
    });
    assert_eq!(came, Ok(()));
    open.send(()).unwrap();
    assert_eq!(person.hear().await, is_done("a"));
    assert_eq!(person.hears_offers().await, ["a"]);
    open.send(()).unwrap();
    assert_eq!(person.hear().await, is_done("b"), "the end of the other one is that of both orders");
    assert_eq!(person.hears_offers().await, ["a"]);
    assert_eq!(played.calls(), ["read", "install", "read", "install", "read"]);
}

#[tokio::test(start_paused = true)]
async fn what_ended_while_there_was_no_helper_is_told_in_the_next_conversation_and_then_what_is_offered() {
    let (open, installs) = gated();
    let played = Played::installing(&["a", "b"], installs);
    let (mut helper, _pc, mut person) = met(&played).await;
    person.orders(&["a"]).await;
    person.orders(&["b"]).await;
    open.send(()).unwrap();
    assert_eq!(person.hear().await, is_done("a"));
    assert_eq!(person.hears_offers().await, ["a", "b"]);
    helper.listener = None;
    drop(person);
    played.offers(&[], Some(Timestamp::now()));
    open.send(()).unwrap();
    played.until(&["read", "install", "read", "install", "read"]).await;
    helper.begin();
    let mut person = helper.person().await;
    person.show("Harbour Dental").await;
    assert_eq!(person.hear().await, is_done("b"));
    assert_eq!(person.hears_offers().await, [""; 0]);
}

#[tokio::test]
async fn no_more_is_open_at_once_than_can_have_been_told_and_what_is_too_much_has_an_end_too() {
    let (open, installs) = gated();
    let played = Played::installing(&["a"], installs);
    let (_helper, pc, mut person) = met(&played).await;
    let names: Vec<String> = (0..OPEN + 2).map(|n| format!("a{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    person.orders(&names[..10]).await;
    person.orders(&names).await;
    let refused = |name: &str| failed(id(name), Cause::BusyOtherUpdater);
    assert_eq!(person.hears_all(2).await, [refused(names[OPEN]), refused(names[OPEN + 1])]);
    drop(open);
    let ends = person.hears_all(OPEN + 1).await;
    let done: Vec<_> = ends.iter().filter(|said| !matches!(said, FromPerson::Own(_))).cloned().collect();
    let wanted: Vec<_> = names[..OPEN].iter().map(|name| is_done(name)).collect();
    assert_eq!(done, wanted);
    assert_eq!(person.hears_offers().await, ["a"]);
    person.hears_nothing_else(&pc).await;
}

#[tokio::test]
async fn in_a_state_folder_of_its_own_nothing_is_told_and_what_is_ordered_is_not_for_this_pc() {
    let helper = Helper::new();
    let pc = helper.pc();
    let mut person = helper.person().await;
    person.show("Harbour Dental").await;
    person.say(&ToPerson::RefreshOwn {}).await;
    person.orders(&["a"]).await;
    assert_eq!(person.hear().await, failed(id("a"), Cause::NotForThisPc));
    person.hears_nothing_else(&pc).await;
}

#[tokio::test]
async fn a_list_that_was_read_before_an_update_ended_is_not_told_after_that_end() {
    let played = Played::offering(&["a"]);
    let mut own = Own::new(Some(played.clone()));
    own.greets();
    own.goes_on().await;
    own.install(ids(&["a"]));
    own.goes_on().await;
    played.offers(&[], Some(Timestamp::now()));
    while played.calls() != ["read", "install", "read"] || own.at_work.is_some() {
        within(own.goes_on()).await;
    }
    assert_eq!(own.next(), Some(vec![is_done("a")]));
    own.is_said();
    let Some(news) = own.next() else { panic!("no list") };
    assert!(matches!(&news[..], [FromPerson::Own(own)] if own.updates.is_empty()), "{news:?}");
    own.is_said();
    assert_eq!(own.next(), None);
}

#[test]
fn only_this_pc_itself_has_programs_of_a_person() {
    let own = tempfile::tempdir().unwrap();
    assert!(Place::of(None).sources().is_some());
    assert!(Place::of(None).without_own_programs().sources().is_none());
    assert!(Place::of(Some(own.path())).sources().is_none());
}

#[test]
fn root_has_no_programs_of_its_own() {
    if !nix::unistd::getuid().is_root() {
        return;
    }
    let mut ends = Vec::new();
    Mine.install(&ids(&["a"]), &mut |line| ends.push(line));
    let is_refused = |line: &Progress| {
        matches!(line, Progress::UpdateEnded { cause: Some(Cause::NotForThisPc), installed: None, .. })
    };
    assert!(ends.len() == 1 && ends.iter().all(is_refused), "{ends:?}");
    assert!(Mine.read().is_empty() && Mine.watched().is_empty() && Mine.refresh() == Ended::DONE);
}
