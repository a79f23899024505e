//! The network half's side of the control socket.

use std::{
    io,
    sync::{Arc, Weak},
    time::Duration,
};

use jiff::Timestamp;
use patchround_link::pairing::Secret;
use patchround_protocol::{
    JoinFile, limits,
    wire::{Refusal, Welcome, Welcomed},
};
use tokio::{
    sync::{Semaphore, watch},
    time::{Instant, sleep, sleep_until},
};

use super::{Ask, Closed, Say, Status, Talk};
use crate::{
    files,
    helper::Helper,
    joining,
    os::Local,
    window::{Desk, Guest, Opened},
};

/// Administrators at once.
const CONVERSATIONS: usize = 8;
/// With its last try taken, the window stays open so long for whoever took it.
const LAST_TRY: Duration = Duration::from_secs(10);

/// Answers administrators, for ever.
///
/// # Errors
/// When the socket is broken.
pub async fn serve(helper: Arc<Helper>, listener: Local) -> io::Result<()> {
    let rooms = Arc::new(Semaphore::new(CONVERSATIONS));
    loop {
        let stream = listener.accept(helper.places.is_given()).await?;
        let Ok(room) = rooms.clone().try_acquire_owned() else { continue };
        let helper = helper.clone();
        tokio::spawn(async move {
            if let Err(error) = answer(&helper, Talk::new(stream)).await {
                tracing::debug!(%error, "a conversation broke off");
            }
            drop(room);
        });
    }
}

async fn answer(helper: &Helper, mut talk: Talk) -> io::Result<()> {
    match talk.hear().await? {
        Some(Ask::Pair { code }) => pair(helper, &mut talk, code.parse().ok().map(Secret::Code)).await,
        Some(Ask::PairByFile { file }) => {
            let file = JoinFile::read(file.as_bytes(), Timestamp::now()).ok();
            pair(helper, &mut talk, file.map(|file| Secret::File(Arc::new(file)))).await
        }
        Some(Ask::Status {}) => talk.say(&Say::Status(status(helper))).await,
        Some(Ask::Leave {}) => {
            let said = match helper.leave() {
                Ok(()) => Say::Left {},
                Err(error) => {
                    tracing::error!(%error, "cannot forget the office");
                    Say::Refused { refusal: Refusal::NotPossible }
                }
            };
            talk.say(&said).await
        }
        Some(Ask::Welcomed { .. }) | None => Ok(()),
    }
}

fn status(helper: &Helper) -> Status {
    let office = helper.membership.office();
    let members = office.iter().flat_map(|office| office.charter.members.iter());
    let scan = helper.scans.latest();
    let outstanding = scan.as_ref().map(|scan| scan.outstanding().count());
    Status {
        office: office.as_ref().map(|office| office.charter.name.clone()),
        members: members.map(|member| (member.name.clone(), member.role)).collect(),
        scanned_at: scan.as_ref().map(|scan| scan.scanned_at),
        outstanding: outstanding.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
        restart_pending: scan.as_ref().and_then(|scan| scan.restart_pending),
        working_on: helper.working_on(),
        port: helper.port,
        helper: env!("CARGO_PKG_VERSION").into(),
    }
}

async fn pair(helper: &Helper, talk: &mut Talk, secret: Option<Secret>) -> io::Result<()> {
    if helper.membership.office().is_some() {
        return talk.say(&Say::Refused { refusal: Refusal::AlreadyJoined }).await;
    }
    let Some(secret) = secret else {
        return talk.say(&Say::Refused { refusal: Refusal::Malformed }).await;
    };
    let opened = match helper.window.open_next(secret, &helper.places.tries()).await {
        Ok(Some(opened)) => opened,
        Ok(None) => return talk.say(&Say::Closed { why: Closed::OpenElsewhere }).await,
        Err(error) => {
            tracing::error!(%error, "cannot count tries, so the pairing window stays shut");
            return talk.say(&Say::Refused { refusal: files::refusal_of(&error) }).await;
        }
    };
    let _close = CloseAtEnd(helper, opened.desk.clone());
    helper.announce();
    tracing::info!("opened the pairing window");
    talk.say(&Say::Waiting { port: helper.port }).await?;
    wait(helper, talk, opened).await
}

/// Waits for a manager, the end of the window, or the administrator's going.
async fn wait(helper: &Helper, talk: &mut Talk, opened: Opened) -> io::Result<()> {
    let Opened { mut guests, left, desk } = opened;
    let end = Instant::now() + limits::WINDOW_LIFE;
    loop {
        let why = tokio::select! {
            biased;
            guest = guests.recv() => match guest {
                Some(guest) => match introduce(helper, talk, guest).await? {
                    Some(office) => return talk.say(&Say::Joined { office }).await,
                    None => continue,
                },
                None => Closed::TimeIsOver,
            },
            () = used_up(left.clone()) => Closed::NoTriesLeft,
            () = sleep_until(end) => Closed::TimeIsOver,
            () = talk.gone() => return Ok(()),
        };
        helper.window.close(&desk);
        return talk.say(&Say::Closed { why }).await;
    }
}

/// Has the administrator's program ask the root half, then joins ourselves and answers the manager.
///
/// Returns the office's name if this PC has joined.
async fn introduce(helper: &Helper, talk: &mut Talk, guest: Guest) -> io::Result<Option<String>> {
    let Guest { welcome, answer } = guest;
    let joined = join(helper, talk, welcome).await;
    let said = match &joined {
        Ok(_) => Welcomed::Joined { facts: helper.facts.get(&helper.places).await },
        Err(refusal) => Welcomed::Refused { refusal: *refusal },
    };
    // A manager who hung up finds this PC joined; it can leave.
    let _ = answer.send(said);
    match joined {
        Ok(office) => Ok(Some(office)),
        Err(refusal) => {
            talk.say(&Say::Refused { refusal }).await?;
            Ok(None)
        }
    }
}

/// Joins, unless an earlier join is still open. Where this one stays open, the root half is asked again later.
async fn join(helper: &Helper, talk: &mut Talk, welcome: Welcome) -> Result<String, Refusal> {
    let _turn = helper.succeed().await;
    let joined = match earlier(helper, &welcome).await? {
        Some(office) => Ok(office),
        None => try_join(helper, talk, welcome).await,
    };
    if helper.places.joining().exists() {
        helper.join_stays_open();
    }
    joined
}

/// The office's name if an earlier join of this very office has come through after all. What is prepared for one
/// office is not written over for another while the root half may obey it.
async fn earlier(helper: &Helper, welcome: &Welcome) -> Result<Option<String>, Refusal> {
    match joining::settle(helper).await {
        Some(office) if helper.membership.has_joined_with(&welcome.charter) => Ok(Some(office)),
        Some(_) => Err(Refusal::AlreadyJoined),
        None if helper.places.joining().exists() => Err(Refusal::NotPossible),
        None => Ok(None),
    }
}

/// Whatever the administrator's program says, or does not live to say, the root half has the last word.
async fn try_join(helper: &Helper, talk: &mut Talk, welcome: Welcome) -> Result<String, Refusal> {
    helper.membership.prepare(&welcome)?;
    let heard = match talk.say(&Say::Welcome(welcome)).await {
        Ok(()) => talk.hear().await,
        Err(error) => Err(error),
    };
    let refusal = match heard {
        Ok(Some(Ask::Welcomed { refusal: None })) => return helper.join(),
        Ok(Some(Ask::Welcomed { refusal: Some(refusal) })) => refusal,
        Ok(_) | Err(_) => Refusal::NotPossible,
    };
    joining::settle(helper).await.ok_or(refusal)
}

/// Returns once no try is left and nobody who took the last one has come through.
async fn used_up(mut left: watch::Receiver<u32>) {
    loop {
        if left.wait_for(|left| *left == 0).await.is_err() {
            return std::future::pending().await;
        }
        sleep(LAST_TRY).await;
        if *left.borrow() == 0 {
            return;
        }
    }
}

struct CloseAtEnd<'a>(&'a Helper, Weak<Desk>);

impl Drop for CloseAtEnd<'_> {
    fn drop(&mut self) {
        self.0.window.close(&self.1);
        self.0.announce();
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
