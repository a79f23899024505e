//! Who may begin a handshake: near, not silenced, and not more at once than we can bear.

use std::{
    cmp::Reverse,
    collections::VecDeque,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::{sync::Notify, time::Instant};

use super::{
    failures::{Failures, neighbour},
    range::is_near,
};
use crate::limits;

/// The door of one server.
#[derive(Default)]
pub(super) struct Door {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Of which neighbour, the oldest first.
    half_open: VecDeque<(IpAddr, Weak<Notify>)>,
    failures: Failures,
}

/// One handshake under way, until dropped.
pub(super) struct Knock(Arc<Notify>);

impl Knock {
    /// Comes true when this handshake has to make room for a newer one.
    pub(super) async fn must_go(&self) {
        self.0.notified().await;
    }
}

impl State {
    /// Sends away the oldest handshake of whoever has the most: a few who fill all places push out each other, and
    /// not one who has a single place. It counts as a failure only of one who has more than he could have
    /// connections: nobody is silenced for the crowd he came into.
    fn make_room(&mut self) {
        let places = |of: IpAddr| self.half_open.iter().filter(|(from, _)| *from == of).count();
        let held = self.half_open.iter().enumerate().map(|(at, (from, _))| (places(*from), at));
        let Some((held, at)) = held.max_by_key(|(held, at)| (*held, Reverse(*at))) else { return };
        let Some((from, oldest)) = self.half_open.remove(at) else { return };
        if held > limits::CONNECTIONS {
            self.failures.count(from, Instant::now());
        }
        if let Some(oldest) = oldest.upgrade() {
            oldest.notify_one();
        }
    }
}

impl Door {
    /// Lets a handshake begin, or `None` for silence. Whoever dawdles most makes room for the newest.
    pub(super) fn knock(&self, from: IpAddr) -> Option<Knock> {
        let mut state = self.state();
        if !is_near(from) || state.failures.is_silenced(from, Instant::now()) {
            return None;
        }
        state.half_open.retain(|(_, knock)| knock.strong_count() > 0);
        if state.half_open.len() >= limits::HALF_OPEN {
            state.make_room();
        }
        let knock = Arc::new(Notify::new());
        state.half_open.push_back((neighbour(from), Arc::downgrade(&knock)));
        Some(Knock(knock))
    }

    /// Notes that a handshake came to nothing.
    pub(super) fn failed(&self, from: IpAddr) {
        self.state().failures.count(from, Instant::now());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, time::Duration};

    use tokio::time::timeout;

    use super::*;

    const NEAR: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    /// Whether this handshake has been told to make room.
    async fn told(knock: &Knock) -> bool {
        timeout(Duration::ZERO, knock.must_go()).await.is_ok()
    }

    #[tokio::test]
    async fn the_oldest_dawdler_makes_room_for_the_newest() {
        let door = Door::default();
        let first: Vec<Knock> = (0..limits::HALF_OPEN).map(|_| door.knock(NEAR).unwrap()).collect();
        let newest = door.knock(NEAR).unwrap();
        assert!(told(&first[0]).await);
        for stays in first[1..].iter().chain([&newest]) {
            assert!(!told(stays).await);
        }
    }

    #[tokio::test]
    async fn a_finished_handshake_takes_no_place() {
        let door = Door::default();
        let waiting = door.knock(NEAR).unwrap();
        for _ in 0..(2 * limits::HALF_OPEN) {
            drop(door.knock(NEAR).unwrap());
        }
        assert!(!told(&waiting).await);
    }

    #[test]
    fn who_pushes_himself_out_ten_times_meets_silence() {
        let door = Door::default();
        let crowd = limits::HALF_OPEN + usize::try_from(limits::FAILURES).unwrap();
        let half_open: Vec<Option<Knock>> = (0..=crowd).map(|_| door.knock(NEAR)).collect();
        assert!(half_open[..crowd].iter().all(Option::is_some) && half_open[crowd].is_none());
        assert!(door.knock(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2))).is_some());
    }

    #[tokio::test]
    async fn two_who_push_each_other_out_meet_silence_and_the_manager_beside_them_stays() {
        let (door, manager) = (Door::default(), at_home(1));
        let his = door.knock(manager).unwrap();
        let crowd: Vec<Option<Knock>> = (0..200).map(|n| door.knock(at_home(2 + n % 2))).collect();
        assert!(!told(&his).await, "he has one place and they have all others");
        assert!(door.knock(at_home(2)).is_none() && door.knock(at_home(3)).is_none());
        assert!(door.knock(manager).is_some());
        assert_eq!(crowd.len(), 200);
    }

    fn at_home(n: u8) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(192, 168, 7, n))
    }

    #[test]
    fn a_far_or_silenced_address_meets_silence() {
        let door = Door::default();
        assert!(door.knock("8.8.8.8".parse().unwrap()).is_none());
        for _ in 0..limits::FAILURES {
            door.failed(NEAR);
        }
        assert!(door.knock(NEAR).is_none());
    }
}
