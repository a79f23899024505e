use std::{
    fs::File,
    io::{self, Read},
    net::IpAddr,
    path::Path,
};

use jiff::Timestamp;
use patchround_link::pairing::{Code, CodeError};
use patchround_protocol::{
    JoinFile,
    invitation::JoinFileError,
    limits,
    root::{Answer, Ask as AskRoot},
    wire::{Refusal, Welcome},
};
use zeroize::Zeroizing;

use super::{Exit, Stop, ask_root, call, finish, tell, tell_with};
use crate::{
    control::{Ask, Closed, Say, Talk},
    os,
    places::Places,
};

/// Opens the pairing window for a join file and stays until this PC has joined or the window is closed.
pub async fn pair_by_file(places: &Places, file: &Path) -> Exit {
    finish(try_file(places, file).await)
}

async fn try_file(places: &Places, path: &Path) -> Result<(), Stop> {
    let unreadable = |_| Stop::new(Exit::Usage, "pair-file-unreadable");
    let bytes = Zeroizing::new(read_at_most(path, limits::JOIN_FILE_BYTES + 1).map_err(unreadable)?);
    JoinFile::read(&bytes, Timestamp::now()).map_err(|error| match error {
        JoinFileError::TooLarge | JoinFileError::Malformed | JoinFileError::BadCharter => {
            Stop::new(Exit::Usage, "pair-file-wrong")
        }
        JoinFileError::Expired => Stop::new(Exit::Failed, "pair-file-expired"),
        JoinFileError::EndsTooLate => Stop::new(Exit::Failed, "pair-file-clock"),
    })?;
    let file = String::from_utf8(bytes.to_vec()).map_err(|_| Stop::new(Exit::Usage, "pair-file-wrong"))?;
    wait_for_manager(places, &Ask::PairByFile { file }).await
}

fn read_at_most(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens the pairing window for a code and stays until this PC has joined or the window is closed.
pub async fn pair(places: &Places, code: &str) -> Exit {
    finish(try_pair(places, code).await)
}

async fn try_pair(places: &Places, code: &str) -> Result<(), Stop> {
    let code = code.parse::<Code>().map_err(|error| match error {
        CodeError::Shape => Stop::new(Exit::Usage, "pair-code-shape"),
        CodeError::CheckDigit => Stop::new(Exit::Usage, "pair-code-slip"),
    })?;
    wait_for_manager(places, &Ask::Pair { code: code.to_string() }).await
}

async fn wait_for_manager(places: &Places, open: &Ask) -> Result<(), Stop> {
    let mut talk = call(places).await?;
    talk.say(open).await.map_err(Stop::broken)?;
    loop {
        let said: Option<Say> = tokio::select! {
            said = talk.hear() => said.map_err(Stop::broken)?,
            _ = os::asked_to_stop() => return Err(Stop::new(Exit::Failed, "pair-stopped")),
        };
        match said {
            Some(Say::Waiting { port }) => tell_waiting(port),
            Some(Say::Welcome(welcome)) => join(places, &mut talk, welcome).await?,
            Some(Say::Joined { office }) => {
                tell_with("pair-joined", &[("office", office.into())]);
                return Ok(());
            }
            Some(Say::Closed { why }) => return Err(Stop::new(Exit::Failed, closed(why))),
            Some(Say::Refused { refusal }) => return Err(Stop::new(Exit::Failed, refused(refusal))),
            Some(Say::Status(_) | Say::Left {}) | None => {
                return Err(Stop::new(Exit::Unreachable, "helper-broke-off"));
            }
        }
    }
}

/// Only the administrator may ask the root half to join: that is us.
async fn join(places: &Places, talk: &mut Talk, welcome: Welcome) -> Result<(), Stop> {
    let Welcome { charter, policy } = welcome;
    let answer = ask_root(places, &AskRoot::Join { charter, policy }).await;
    let refusal = match &answer {
        Ok(Answer::Ok) => None,
        Ok(Answer::Refused { refusal }) => Some(*refusal),
        Ok(Answer::Running { .. } | Answer::Observed(_)) | Err(_) => Some(Refusal::NotPossible),
    };
    talk.say(&Ask::Welcomed { refusal }).await.map_err(Stop::broken)?;
    answer.map(drop)
}

fn tell_waiting(port: u16) {
    let addresses = own_addresses();
    let shown: Vec<String> = addresses.iter().map(|address| shown(*address, port)).collect();
    match &shown[..] {
        [] => tell("pair-waiting-nowhere"),
        [address] => tell_with("pair-waiting", &[("address", address.clone().into())]),
        _ => tell_with("pair-waiting-many", &[("addresses", shown.join(", ").into())]),
    }
}

/// Addresses of this PC at which a manager may reach it.
fn own_addresses() -> Vec<IpAddr> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let useful = found.iter().filter(|interface| !interface.is_loopback() && !interface.is_link_local());
    let mut addresses: Vec<IpAddr> = useful.map(if_addrs::Interface::ip).collect();
    addresses.sort();
    addresses
}

fn shown(address: IpAddr, port: u16) -> String {
    match address {
        _ if port == limits::PORT => address.to_string(),
        IpAddr::V4(v4) => format!("{v4}:{port}"),
        IpAddr::V6(v6) => format!("[{v6}]:{port}"),
    }
}

fn closed(why: Closed) -> &'static str {
    match why {
        Closed::TimeIsOver => "pair-time-over",
        Closed::NoTriesLeft => "pair-no-tries",
        Closed::OpenElsewhere => "pair-open-elsewhere",
    }
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::AlreadyJoined => "pair-already-joined",
        Refusal::NotPossible | Refusal::DiskFull | Refusal::DiskUnusable => "pair-not-possible",
        _ => "pair-bad-papers",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_says_no_is_not_taken_for_papers_that_are_not_in_order() {
        assert_eq!([Refusal::DiskFull, Refusal::DiskUnusable].map(refused), ["pair-not-possible"; 2]);
        assert_eq!(refused(Refusal::BadSignature), "pair-bad-papers");
    }

    #[test]
    fn the_usual_port_is_not_shown() {
        assert_eq!(shown("10.77.0.11".parse().unwrap(), 7443), "10.77.0.11");
        assert_eq!(shown("10.77.0.11".parse().unwrap(), 7444), "10.77.0.11:7444");
        assert_eq!(shown("fd00::1".parse().unwrap(), 7444), "[fd00::1]:7444");
    }
}
