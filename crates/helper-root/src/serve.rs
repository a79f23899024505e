//! Answers on the root socket: one connection at a time, one line in, one line out.

use std::{
    io::{self, Read, Write},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use patchround_protocol::{
    progress::Progress,
    root::{Answer, Ask, Observed},
    wire::Refusal,
};

use crate::{
    files,
    journal::{Journal, Stage},
    keygen, line, membership, orders,
    os::{self, Peer, Stream},
    sight::ThisPc,
    state::State,
    succession, transact,
    txn::{Order, Txn},
};

/// With nothing to do for so long, the root half goes; its socket starts it again.
const IDLE: Duration = Duration::from_secs(60);
/// So long the root half stays before it goes for a disk that is read-only: systemd gives up on a socket whose
/// service goes twenty times in two seconds (systemd.socket(5), `TriggerLimitBurst=`).
const PAUSE: Duration = Duration::from_secs(1);
/// For a whole request.
const PATIENCE: Duration = Duration::from_secs(5);

/// Answers until nobody has asked for a minute; with a given folder, for ever. Where only a service that runs can have a PC
/// wait before it goes down, a transaction keeps it.
///
/// Where our folder is read-only it ends with the answer: systemd has set up what we see of the disks when we were
/// started (systemd.exec(5), `ProtectSystem=`), and only a new start sees that the folder can be written again.
///
/// # Errors
/// When there is no socket, or no account of the network half.
pub fn serve(state: &State) -> io::Result<()> {
    if state.given().is_some() {
        keygen::keygen(state)?;
    }
    let mut listener = os::receive(state)?;
    tidy(state, Timestamp::now()).unwrap_or_else(|error| tracing::warn!(%error, "cannot tidy"));
    os::tell_ready();
    let patience = state.given().is_none().then_some(IDLE);
    loop {
        let Some((stream, peer)) = listener.accept(patience)? else {
            if os::stays_for_transactions() && transact::is_any_alive(state) {
                continue;
            }
            break;
        };
        match answer(state, peer, stream) {
            Ok(answer) if state.given().is_none() && is_read_only(&answer) => {
                std::thread::sleep(PAUSE);
                break;
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "a request was not answered"),
        }
    }
    Ok(())
}

fn is_read_only(answer: &Answer) -> bool {
    matches!(answer, Answer::Refused { refusal: Refusal::DiskUnusable })
}

fn answer(state: &State, peer: Peer, mut stream: Stream) -> io::Result<Answer> {
    if !peer.is_known() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    stream.set_write_timeout(Some(PATIENCE))?;
    let limit = if peer.is_helper { line::HELPER_BYTES } else { line::JOIN_BYTES };
    let mut hurried = Hurried { stream: &mut stream, end: Instant::now() + PATIENCE };
    let answer = match line::read(&mut hurried, limit)?.ask() {
        Ok(ask) => decide(state, ask, peer),
        Err(refusal) => refused(refusal),
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    Ok(answer)
}

fn carry_out(state: &State, order: &Order, now: Timestamp) -> Answer {
    orders::run(state, &Here, &ThisPc::of(state).before_the_transaction(), order, now)
}

fn decide(state: &State, ask: Ask, peer: Peer) -> Answer {
    let Peer { is_helper, is_administrator } = peer;
    let now = Timestamp::now();
    let ok = |result: Result<(), Refusal>| result.map_or_else(refused, |()| Answer::Ok);
    match ask {
        Ask::Run { job, step } if is_helper => carry_out(state, &Order::Job { job, step }, now),
        Ask::RunPolicy { run, step } if is_helper => carry_out(state, &Order::Policy { run, step }, now),
        Ask::Charter { charter } if is_helper => ok(succession::charter(state, &charter, now)),
        Ask::Policy { policy } if is_helper => ok(succession::policy(state, &policy, now)),
        Ask::Feeds { feeds } if is_helper => ok(succession::feeds(state, &feeds, now)),
        Ask::Observe {} => Answer::Observed(observed(state)),
        Ask::Join { charter, policy } if is_administrator => {
            ok(membership::join(state, &charter, &policy, now))
        }
        Ask::Leave {} if is_administrator => ok(membership::leave(state, now)),
        Ask::Run { .. }
        | Ask::RunPolicy { .. }
        | Ask::Charter { .. }
        | Ask::Policy { .. }
        | Ask::Feeds { .. }
        | Ask::Join { .. }
        | Ask::Leave {} => refused(Refusal::NotAllowed),
    }
}

fn observed(state: &State) -> Observed {
    let unread = Journal::open(&state.journal()).map_or(0, |journal| journal.unread());
    let journal_unread = u32::try_from(unread).ok().filter(|lines| *lines > 0);
    Observed { journal_unread, ..patchround_apply::observe() }
}

fn refused(refusal: Refusal) -> Answer {
    Answer::Refused { refusal }
}

/// What a connection says until its time is up.
struct Hurried<'a> {
    stream: &'a mut Stream,
    end: Instant,
}

impl Read for Hurried<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(into)
    }
}

/// This PC, on which transactions run in units of their own.
struct Here;

impl orders::World for Here {
    fn start(&self, state: &State, txn: Txn, again: bool) -> io::Result<()> {
        os::start_transaction(state, txn, again)?;
        let end = Instant::now() + PATIENCE;
        while !transact::is_alive(state, txn) && !has_ended(state, txn) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn is_alive(&self, state: &State, txn: Txn) -> bool {
        transact::is_alive(state, txn) || os::is_started(state, txn)
    }

    fn keep_room(&self, state: &State, txn: Txn, bytes: u64) -> io::Result<()> {
        transact::Report::open(state, txn)?.keep_room(bytes)
    }

    fn close(&self, state: &State, txn: Txn, end: &Progress) -> io::Result<()> {
        transact::Report::open(state, txn)?.end(end)
    }
}

/// Whether it can be read that it has ended. It was started all the same where it cannot.
fn has_ended(state: &State, txn: Txn) -> bool {
    Journal::open(&state.journal()).is_ok_and(|journal| matches!(journal.stage(txn), Stage::Ended { .. }))
}

/// Forgets what need no longer be remembered, and what was half written.
fn tidy(state: &State, now: Timestamp) -> io::Result<()> {
    files::remove_half_written(state.dir())?;
    files::remove_half_written(&state.orders())?;
    os::tidy_programs(state)?;
    let Some(_alone) = transact::try_alone(state)? else { return Ok(()) };
    let journal = Journal::open(&state.journal())?;
    // An order without a line in the journal was cut off before it was begun.
    let unknown = orders_in(state)?.into_iter().filter(|txn| journal.stage(*txn) == Stage::Unknown);
    for txn in journal.forgettable(now).into_iter().chain(unknown) {
        files::remove(&state.order(txn))?;
        files::remove(&state.progress_of(txn))?;
    }
    journal.prune(&state.journal(), now).map(drop)
}

fn orders_in(state: &State) -> io::Result<Vec<Txn>> {
    let names =
        std::fs::read_dir(state.orders())?.filter_map(|file| file.ok()?.file_name().into_string().ok());
    Ok(names.filter_map(|name| name.strip_suffix(".json")?.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Envelope, JobId, Outcome, PublicKey, Step};

    use super::*;
    use crate::journal::{Act, By};

    #[test]
    fn what_was_half_written_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        let half = [state.dir().join(".tmpA1b2C3"), state.orders().join(".tmpD4e5F6")];
        for path in &half {
            std::fs::write(path, "{").unwrap();
        }
        tidy(&state, Timestamp::now()).unwrap();
        assert!(half.iter().all(|path| !path.exists()) && state.device_key().exists());
    }

    #[test]
    fn an_order_that_was_cut_off_before_it_was_begun_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        let txn: Txn = "01932b00-0000-7000-8000-000000000001-3".parse().unwrap();
        std::fs::write(state.order(txn), "{}").unwrap();
        tidy(&state, Timestamp::now()).unwrap();
        assert!(!state.order(txn).exists());
    }

    #[test]
    fn a_start_nine_days_on_keeps_what_the_last_run_told_and_forgets_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        let now = Timestamp::now();
        let mut journal = Journal::open(&state.journal()).unwrap();
        let txns = [1, 2].map(|n| Txn { job: JobId(uuid::Uuid::from_u128(n)), step: 0 });
        for txn in txns {
            journal.append(now, begun(txn, now)).unwrap();
            journal.append(now, Act::Ended { txn, outcome: Outcome::Done }).unwrap();
            std::fs::write(state.order(txn), "{}").unwrap();
            std::fs::write(state.progress_of(txn), "{}").unwrap();
        }
        tidy(&state, now + jiff::SignedDuration::from_hours(9 * 24)).unwrap();
        let [is_first, is_last] =
            txns.map(|txn| state.order(txn).exists() && state.progress_of(txn).exists());
        assert!(!is_first && is_last);
    }

    fn begun(txn: Txn, now: Timestamp) -> Act {
        let document = patchround_protocol::ids::DocumentHash([1; 32]);
        let verb = patchround_protocol::job::Verb::Refresh;
        Act::Begun { txn, document, verb, by: By::Policy, time_signed: now, expires: now }
    }

    #[test]
    fn only_the_network_half_asks_for_steps_and_brings_newer_documents() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        let envelope = || Envelope { key: PublicKey([1; 32]), signature: vec![], payload: vec![] };
        let run = JobId(uuid::Uuid::nil());
        for ask in [
            Ask::RunPolicy { run, step: Step::Restart { off: false } },
            Ask::Charter { charter: envelope() },
            Ask::Policy { policy: envelope() },
            Ask::Feeds { feeds: envelope() },
            Ask::Run { job: envelope(), step: 0 },
        ] {
            assert_eq!(
                decide(&state, ask, Peer { is_helper: false, is_administrator: true }),
                refused(Refusal::NotAllowed)
            );
        }
    }

    #[test]
    fn a_read_only_folder_ends_the_root_half_and_systemd_never_gives_up_starting_either_half() {
        assert!(is_read_only(&refused(Refusal::DiskUnusable)));
        assert!(!is_read_only(&refused(Refusal::DiskFull)) && !is_read_only(&Answer::Ok));
        for unit in [
            include_str!("../../../installers/linux/helper/patchround-root.service"),
            include_str!("../../../installers/linux/helper/patchround-helper.service"),
        ] {
            let (of_unit, _) = unit.split_once("[Service]").unwrap();
            assert!(of_unit.lines().any(|line| line == "StartLimitIntervalSec=0"));
        }
    }

    #[test]
    fn the_network_half_may_neither_join_nor_leave_and_a_stranger_is_not_answered() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        let ask = |is_helper, line: &str| {
            let (ours, mut theirs) = os::pair();
            theirs.write_all(line.as_bytes()).unwrap();
            let hears = std::thread::spawn(move || {
                let mut text = String::new();
                io::BufRead::read_line(&mut io::BufReader::new(theirs), &mut text).map(|_| text)
            });
            answer(&state, Peer { is_helper, is_administrator: false }, ours)?;
            hears.join().unwrap()
        };
        let not_allowed = "{\"answer\":\"refused\",\"refusal\":\"not_allowed\"}\n";
        assert_eq!(ask(true, "{\"ask\":\"leave\"}\n").unwrap(), not_allowed);
        assert!(ask(false, "{\"ask\":\"leave\"}\n").is_err());
        assert_eq!(
            ask(true, "{\"ask\":\"shell\"}\n").unwrap(),
            not_allowed.replace("not_allowed", "malformed")
        );
    }
}
