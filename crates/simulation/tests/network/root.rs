//! The root half: its real decisions and journal, over a package manager that is played.

use std::{
    io,
    sync::{Arc, Mutex},
};

use jiff::{Timestamp, tz::TimeZone};
use patchround_apply::Boot;
use patchround_helper::places::Places;
use patchround_helper_root::{
    orders::{self, World},
    sight::{Offered, Sight},
    state::State,
    txn::{Order, Txn},
};
use patchround_protocol::{
    PcId, UpdateId,
    hours::Hours,
    progress::Progress,
    restart::Signs,
    root::{Answer, Ask, Observed},
    wire::Refusal,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::UnixListener,
};

use crate::apt::{Apt, append};

pub(crate) struct Root(pub(crate) Arc<Mutex<Apt>>);

impl World for Root {
    fn start(&self, state: &State, txn: Txn, again: bool) -> io::Result<()> {
        let order: Order = serde_json::from_slice(&std::fs::read(state.order(txn))?)?;
        let (_, step) = order.read().map_err(io::Error::other)?;
        self.0.lock().unwrap().start(state, txn, step, again)
    }

    fn is_alive(&self, _: &State, txn: Txn) -> bool {
        self.0.lock().unwrap().is_alive(txn)
    }

    fn keep_room(&self, _: &State, _: Txn, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn close(&self, state: &State, txn: Txn, end: &Progress) -> io::Result<()> {
        append(&state.progress_of(txn), std::slice::from_ref(end))
    }
}

impl Sight for Root {
    fn offered(&self, _: PcId, _: &[UpdateId]) -> io::Result<Offered> {
        Ok(Offered { updates: self.0.lock().unwrap().look().updates, cause: None })
    }

    fn signs(&self) -> Signs {
        Signs { people: Some(Vec::new()), ..Signs::default() }
    }

    fn restart_pending(&self) -> io::Result<Option<bool>> {
        Ok(Some(false))
    }

    fn active_hours(&self) -> Option<Hours> {
        None
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    fn boot(&self) -> Option<Boot> {
        None
    }
}

/// Answers the network half, for as long as the PC runs.
pub(crate) async fn serve(places: Places, state: State, apt: Arc<Mutex<Apt>>) {
    let _ = std::fs::remove_file(places.root_socket());
    let (listener, root) = (UnixListener::bind(places.root_socket()).unwrap(), Root(apt));
    while let Ok((stream, _)) = listener.accept().await {
        let (read, mut write) = stream.into_split();
        let mut line = String::new();
        if BufReader::new(read).read_line(&mut line).await.is_err() {
            continue;
        }
        let Ok(ask) = serde_json::from_str::<Ask>(&line) else { continue };
        let answer = serde_json::to_string(&answer(&state, &root, ask)).unwrap() + "\n";
        let _ = write.write_all(answer.as_bytes()).await;
    }
}

fn answer(state: &State, root: &Root, ask: Ask) -> Answer {
    match ask {
        Ask::Run { job, step } => orders::run(state, root, root, &Order::Job { job, step }, Timestamp::now()),
        Ask::Observe {} => Answer::Observed(Observed::default()),
        _ => Answer::Refused { refusal: Refusal::NotPossible },
    }
}
