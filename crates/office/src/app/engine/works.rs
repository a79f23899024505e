//! Work that belongs to the office that is open: with the office it ends, and nothing of it reaches the next one.
//!
//! What a PC has been told to do it does alone; only following it ends.

use std::{
    future::Future,
    rc::{Rc, Weak},
};

use tokio::task::{AbortHandle, JoinSet, yield_now};

use super::desk::Desk;
use crate::Office;

/// Turns that work which was ended gets to let go of the office.
const TURNS: usize = 100;

/// Dropped, all of it ends.
#[derive(Default)]
pub(super) struct Works {
    looks: JoinSet<()>,
    orders: JoinSet<()>,
}

impl Desk {
    /// Begins what only looks.
    pub(super) fn begin_look(&self, look: impl Future<Output = ()> + 'static) -> AbortHandle {
        add(&mut self.state.borrow_mut().works.looks, look)
    }

    /// Begins what may bring orders to PCs.
    pub(super) fn begin_work(&self, work: impl Future<Output = ()> + 'static) -> AbortHandle {
        add(&mut self.state.borrow_mut().works.orders, work)
    }

    /// Ends what only looks.
    pub(super) fn end_looks(&self) {
        let state = &mut *self.state.borrow_mut();
        state.works.looks.abort_all();
        (state.checking, state.joining.looking, state.looks_soon) = (false, false, false);
    }

    /// Whether this is the office that is open. What took long and was not begun as above has to ask.
    pub(super) fn is_open(&self, office: &Rc<Office>) -> bool {
        self.office.borrow().as_ref().is_some_and(|open| Rc::ptr_eq(open, office))
    }
}

fn add(works: &mut JoinSet<()>, work: impl Future<Output = ()> + 'static) -> AbortHandle {
    while works.try_join_next().is_some() {}
    works.spawn_local(work)
}

/// Waits until the work of an office that was closed is gone: only then its folder can be removed everywhere.
pub(super) async fn gone(office: &Weak<Office>) {
    for _ in 0..TURNS {
        if office.strong_count() == 0 {
            return;
        }
        yield_now().await;
    }
}
