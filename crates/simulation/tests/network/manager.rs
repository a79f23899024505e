//! The manager's computer: the real office in a runtime of its own, one thing after the other.

use std::{cell::Cell, path::PathBuf, rc::Rc, time::Duration};

use jiff::{Timestamp, ToSpan};
use patchround_office::{
    Office, PcView,
    plan::{Wanted, plan},
    round::Begin,
    tell::Told,
};
use patchround_protocol::PcState;
use patchround_simulation::clock;
use tokio::{runtime::Runtime, task::LocalSet, time::Instant};

use crate::pc::{paused, play_from};

/// What the manager does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Look,
    UpdateAll,
    Tonight,
    TakeBack,
}

pub(crate) struct Manager {
    dir: PathBuf,
    open: Option<(Runtime, LocalSet, Rc<Office>)>,
    is_busy: Rc<Cell<bool>>,
}

impl Manager {
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self { dir, open: None, is_busy: Rc::default() }
    }

    pub(crate) fn open(&mut self, now: Timestamp) -> Rc<Office> {
        if let Some((_, _, office)) = &self.open {
            return office.clone();
        }
        play_from(now, None);
        let office = Rc::new(Office::open(&self.dir, false).unwrap());
        clock::play(None, None);
        self.is_busy = Rc::default();
        self.open = Some((paused(), LocalSet::new(), office.clone()));
        office
    }

    /// The program is killed, whatever it does.
    pub(crate) fn kill(&mut self) {
        if let Some((runtime, tasks, office)) = self.open.take() {
            drop(tasks);
            drop(office);
            runtime.shutdown_background();
        }
        self.is_busy.set(false);
    }

    pub(crate) fn is_busy(&self) -> bool {
        self.is_busy.get()
    }

    pub(crate) fn begin(&mut self, deed: Deed, now: Timestamp) {
        let office = self.open(now);
        let is_busy = self.is_busy.clone();
        is_busy.set(true);
        if let Some((_, tasks, _)) = &self.open {
            tasks.spawn_local(async move {
                act(&office, deed).await;
                drop(office);
                is_busy.set(false);
            });
        }
    }

    pub(crate) fn live(&self, now: Timestamp, span: Duration) {
        let Some((runtime, tasks, _)) = &self.open else { return };
        let _inside = runtime.enter();
        play_from(now, Some(Instant::now()));
        tasks.block_on(runtime, tokio::time::sleep(span));
        clock::play(None, None);
    }
}

fn quiet(_: &Told<'_>) {}

async fn act(office: &Office, deed: Deed) {
    let views = office.look(&quiet).await.unwrap();
    views.iter().for_each(check);
    match deed {
        Deed::Look => drop(office.join_open(&quiet).await.unwrap()),
        Deed::UpdateAll | Deed::Tonight => {
            let begin = match deed {
                Deed::Tonight => Begin::At(Timestamp::now() + 5.hours()),
                _ => Begin::Now,
            };
            let plan = plan(&views, &Wanted::All, Timestamp::now());
            let round = office.order(&plan, begin).unwrap();
            office.run(round, &quiet).await.unwrap();
        }
        Deed::TakeBack => drop(office.take_back(None, &quiet).await.unwrap()),
    }
}

/// What did not answer is never green.
fn check(view: &PcView) {
    let is_green = view.state(Timestamp::now()) == PcState::UpToDate;
    assert!(!is_green || view.heard, "{} did not answer and is green", view.pc.name);
}
