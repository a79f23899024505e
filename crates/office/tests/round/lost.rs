//! Orders whose answer was lost: their PC may have them, and nothing else is said of them before it was asked.

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use jiff::{Timestamp, ToSpan};
use patchround_office::{
    Office,
    plan::{Wanted, plan},
    round::Begin,
    store::{record::What, rounds::Stage},
};
use patchround_protocol::{Outcome, RoundId};
use tokio::time::timeout;

use crate::{
    joined, order_all,
    pc::{Pc, Serving, office},
    quiet, recorded,
};

/// One PC with one update, and an order for it that was sent and not answered. The PC is off now.
struct Lost {
    office: Office,
    pc: Arc<Pc>,
    round: RoundId,
    at: std::net::SocketAddr,
}

impl Lost {
    async fn new(dir: &Path, has_it: bool, begin: Begin) -> Self {
        let (office, pc) = (office(dir), Pc::new(&["apt:a@2"]));
        let serving = joined(&office, &pc).await;
        let manner = if has_it { &pc.manners.loses_answers } else { &pc.manners.loses_orders };
        manner.store(true, Ordering::SeqCst);
        pc.manners.waits.store(true, Ordering::SeqCst);
        let views = office.look(&quiet).await.unwrap();
        let round = office.order(&plan(&views, &Wanted::All, Timestamp::now()), begin).unwrap();
        let lost = timeout(Duration::from_millis(400), office.run(round, &quiet)).await;
        assert!(lost.is_err());
        let at = serving.address;
        drop(serving);
        manner.store(false, Ordering::SeqCst);
        let lost = Self { office, pc, round, at };
        assert_eq!(lost.stage(), Stage::Sent, "its PC may have it: {has_it}");
        lost
    }

    fn stage(&self) -> Stage {
        self.office.store.jobs_of(self.round).unwrap()[0].stage
    }

    fn outcome(&self) -> Outcome {
        self.office.round_end(self.round).unwrap().pcs[0].steps[0].outcome
    }

    async fn on_again(&self) -> Serving {
        self.pc.manners.waits.store(false, Ordering::SeqCst);
        self.pc.manners.go.notify_one();
        let serving = self.pc.serve(self.at).await;
        self.office.look(&quiet).await.unwrap();
        self.office.join_open(&quiet).await.unwrap();
        serving
    }
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_ends_as_its_pc_says() {
    let dir = tempfile::tempdir().unwrap();
    for has_it in [true, false] {
        let lost = Lost::new(&dir.path().join(has_it.to_string()), has_it, Begin::Now).await;
        assert_eq!(lost.outcome(), Outcome::Unreachable, "nobody knows");
        let _serving = lost.on_again().await;
        assert_eq!((lost.stage(), lost.outcome()), (Stage::Closed, Outcome::Done), "{has_it}");
        assert_eq!(lost.pc.installs(), 1);
    }
}

#[tokio::test]
async fn an_order_that_its_pc_may_have_is_not_replaced_as_if_it_had_never_been_sent() {
    let dir = tempfile::tempdir().unwrap();
    for has_it in [true, false] {
        let tonight = Begin::At(Timestamp::now() + 3.hours());
        let lost = Lost::new(&dir.path().join(has_it.to_string()), has_it, tonight).await;
        let (office, withdrawn) = (&lost.office, |what: &What| matches!(what, What::OrderWithdrawn { .. }));
        office.look(&quiet).await.unwrap();
        let (new, _) = order_all(office).await;
        assert_eq!((lost.stage(), recorded(office, withdrawn)), (Stage::Recalled, 0));
        let _serving = lost.on_again().await;
        let told = if has_it { Stage::Closed } else { Stage::Withdrawn };
        office.look(&quiet).await.unwrap();
        assert_eq!((lost.stage(), recorded(office, withdrawn)), (told, usize::from(!has_it)));
        assert_eq!(office.store.jobs_of(new).unwrap()[0].stage, Stage::Closed);
    }
}

#[tokio::test]
async fn a_pc_that_speaks_again_after_its_order_was_given_up_has_the_last_word() {
    let dir = tempfile::tempdir().unwrap();
    let lost = Lost::new(dir.path(), true, Begin::Now).await;
    let job = lost.office.store.jobs_of(lost.round).unwrap().remove(0);
    let given_up = patchround_office::results::without_end(
        &job.job,
        Outcome::Unreachable,
        patchround_protocol::Cause::NotReachable,
    );
    assert!(lost.office.store.silence_job(job.job.job, &given_up).unwrap());
    assert!(lost.office.running().unwrap().is_empty(), "a new order can be given");
    assert_eq!(lost.outcome(), Outcome::Unreachable);
    let _serving = lost.on_again().await;
    assert_eq!((lost.stage(), lost.outcome()), (Stage::Closed, Outcome::Done));
    let done = |what: &What| matches!(what, What::UpdateEnded { outcome: Outcome::Done, .. });
    assert_eq!(recorded(&lost.office, done), 1);
}
