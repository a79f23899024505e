//! The service: everything started, until systemd wants it to end.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use patchround_discovery::Announcer;
use patchround_link::server;
use patchround_protocol::limits;
use socket2::{Domain, Socket, Type};
use tokio::{net::TcpListener, time::sleep};

use crate::{
    control,
    helper::{self, Helper},
    http, joining,
    os::{self, Sockets},
    places::Places,
    queue::Lane,
    session, succession, worker,
};

/// A PC that starts before its network is announced after so long.
const ANNOUNCE_AGAIN: Duration = Duration::from_secs(60);

/// A root half that does not say what it has joined is asked again after so long.
const ASK_AGAIN: Duration = Duration::from_secs(60);

/// Managers who may wait until they are heard, as tokio has it.
const WAITING: i32 = 1024;

/// What the service may be told when it is started.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Where to listen, unless systemd has opened a socket for us.
    pub listen: Option<SocketAddr>,
    /// Whether to announce ourselves on the network.
    pub announce: bool,
}

/// Serves until asked to stop.
///
/// # Errors
/// When there is no key, no socket, or a file of ours cannot be read.
pub async fn serve(places: Places, options: Options) -> io::Result<()> {
    let key = helper::device_key(&places)?;
    let Sockets { managers, control, session } = os::handed_over()?;
    let managers = listen(managers, options.listen).await?;
    let helper = Arc::new(Helper::open(places, &key, managers.local_addr()?.port())?);
    let control = match control {
        Some(control) => control,
        None => os::bind_local(&helper.places.control_socket())?,
    };
    start_tasks(&helper, options.announce);
    tokio::spawn(control::serve(helper.clone(), control));
    match session.map_or_else(|| os::bind_session(&helper.places.session_socket()), Ok) {
        Ok(session) => drop(tokio::spawn(session::serve(helper.clone(), session))),
        // Its socket came with this version, and systemd has not opened it yet: managers are answered all the same.
        Err(error) => tracing::warn!(%error, "people who sit at this PC cannot be asked"),
    }
    tracing::info!(port = helper.port, "ready");
    os::tell_ready();
    server::serve(managers, key, helper.clone(), http::routes(helper), stopped()).await
}

async fn stopped() {
    if let Err(error) = os::asked_to_stop().await {
        tracing::error!(%error, "cannot be asked to stop");
        std::future::pending().await
    }
}

/// Starts what goes on beside the answers to managers.
pub fn start_tasks(helper: &Arc<Helper>, announces: bool) {
    for lane in [Lane::Cancels, Lane::Work] {
        // With all state in one given folder this is one of many helpers on a machine that is not theirs.
        let acts_by_itself = lane == Lane::Work && !helper.places.is_given();
        tokio::spawn(worker::work(helper.clone(), lane, acts_by_itself));
    }
    tokio::spawn(catch_up_with_root(helper.clone()));
    tokio::spawn(keep_scans_fresh(helper.clone()));
    tokio::spawn(note_scans(helper.clone()));
    tokio::spawn(catch_up_with_log(helper.clone()));
    if announces {
        tokio::spawn(announce(helper.clone()));
    }
}

/// Ended between the two halves, or by a pairing that broke off, we may know less than the root half, or more.
pub(crate) async fn catch_up_with_root(helper: Arc<Helper>) {
    loop {
        let turn = helper.succeed().await;
        joining::settle(&helper).await;
        succession::catch_up(&helper).await;
        drop(turn);
        if helper.places.joining().exists() {
            sleep(ASK_AGAIN).await;
        } else {
            helper.open_join().await;
        }
    }
}

async fn keep_scans_fresh(helper: Arc<Helper>) {
    helper.scans.keep_fresh(|| helper.working_on().is_some()).await;
}

async fn note_scans(helper: Arc<Helper>) {
    let mut scans = helper.scans.watch();
    while scans.changed().await.is_ok() {
        session::forgets_what_is_old(&helper);
        let scan = scans.borrow_and_update().clone();
        if let Some(scan) = scan {
            helper.note_scan(&scan);
        }
    }
}

async fn catch_up_with_log(helper: Arc<Helper>) {
    helper.log.catch_up().await;
}

async fn announce(helper: Arc<Helper>) {
    loop {
        match Announcer::start(helper.port) {
            Ok(announcer) => return helper.announce_with(announcer),
            Err(error) => tracing::warn!(%error, "cannot announce this PC yet"),
        }
        sleep(ANNOUNCE_AGAIN).await;
    }
}

/// The socket systemd opened, the one we were told, or all addresses of this PC.
async fn listen(given: Option<std::net::TcpListener>, wanted: Option<SocketAddr>) -> io::Result<TcpListener> {
    if let Some(listener) = given {
        listener.set_nonblocking(true)?;
        return TcpListener::from_std(listener);
    }
    if let Some(wanted) = wanted {
        return TcpListener::bind(wanted).await;
    }
    match of_both_families(limits::PORT) {
        Err(_) => TcpListener::bind((Ipv4Addr::UNSPECIFIED, limits::PORT)).await,
        bound => bound,
    }
}

/// A socket of all IPv6 addresses that answers IPv4, too: Windows makes none that does unless it is told so, and others can be
/// set up alike.
fn of_both_families(port: u16) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV6, Type::STREAM, None)?;
    socket.set_only_v6(false)?;
    // On Windows it would let another program listen in our place.
    if cfg!(unix) {
        socket.set_reuse_address(true)?;
    }
    socket.bind(&SocketAddr::from((Ipv6Addr::UNSPECIFIED, port)).into())?;
    socket.listen(WAITING)?;
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket.into())
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn managers_are_answered_by_either_kind_of_address() {
        let Ok(listener) = of_both_families(0) else {
            return patchround_trial::leave_out("this computer has no IPv6");
        };
        let port = listener.local_addr().unwrap().port();
        for address in [Ipv4Addr::LOCALHOST.into(), std::net::IpAddr::from(Ipv6Addr::LOCALHOST)] {
            TcpStream::connect((address, port)).await.unwrap();
            listener.accept().await.unwrap();
        }
    }
}
