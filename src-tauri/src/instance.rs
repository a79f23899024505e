//! One program for each office: the lock that says which one, and the door at which a second start hands its wish
//! over.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::{sleep, timeout},
};

#[cfg_attr(unix, path = "instance/unix.rs")]
#[cfg_attr(windows, path = "instance/windows.rs")]
mod system;

/// How long a second start waits for the first: it may be starting itself.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the first waits for a second that has knocked.
const HEARING: Duration = Duration::from_secs(2);
const TAKEN: u8 = b'.';

/// What a start asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Not even a window.
    Nothing,
    /// The window.
    Open,
    /// The window with the plan of "Update all".
    Plan,
    /// The window, and a round agreed for tonight.
    Tonight,
}

impl Wish {
    const ALL: [Self; 4] = [Self::Nothing, Self::Open, Self::Plan, Self::Tonight];

    fn letter(self) -> u8 {
        match self {
            Self::Nothing => b'n',
            Self::Open => b'o',
            Self::Plan => b'p',
            Self::Tonight => b't',
        }
    }

    fn of(letter: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|wish| wish.letter() == letter)
    }
}

/// Who has the office's window.
#[derive(Debug)]
pub(crate) enum Claim {
    /// This program, until this is dropped. The system lets go of the lock however the program ends.
    Mine(Door),
    /// Another one, which has taken the wish.
    Other,
}

/// Where second starts knock.
#[derive(Debug)]
pub(crate) struct Door {
    knocks: system::Knocks,
    _lock: File,
}

impl Door {
    /// The next wish of a second start.
    ///
    /// Cancel safety: a wish that has been taken is never lost before it is returned, but one that is being taken is.
    pub(crate) async fn wish(&mut self) -> Wish {
        loop {
            match self.knocks.next().await {
                Ok(knock) => {
                    if let Ok(Ok(wish)) = timeout(HEARING, take(knock)).await {
                        return wish;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "Failed to hear a second start");
                    sleep(HEARING).await;
                }
            }
        }
    }
}

/// Takes the office's window, or hands the wish to the program that has it.
///
/// # Errors
/// When the lock cannot be used, or the program that has it does not answer.
pub(crate) async fn claim(dir: &Path, wish: Wish) -> io::Result<Claim> {
    let lock = File::options().create(true).truncate(false).write(true).open(dir.join("app.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(Claim::Mine(Door { knocks: system::Knocks::listen(dir)?, _lock: lock })),
        Err(TryLockError::WouldBlock) => {
            timeout(PATIENCE, hand_over(dir, wish)).await?;
            Ok(Claim::Other)
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

async fn hand_over(dir: &Path, wish: Wish) {
    loop {
        if let Ok(knock) = system::knock(dir).await
            && give(knock, wish).await.is_ok()
        {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

async fn give(mut knock: impl AsyncRead + AsyncWrite + Unpin, wish: Wish) -> io::Result<()> {
    knock.write_u8(wish.letter()).await?;
    knock.flush().await?;
    match knock.read_u8().await? {
        TAKEN => Ok(()),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

async fn take(mut knock: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<Wish> {
    let wish = Wish::of(knock.read_u8().await?).ok_or(io::ErrorKind::InvalidData)?;
    knock.write_u8(TAKEN).await?;
    knock.flush().await?;
    Ok(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn first(dir: &Path) -> Door {
        match claim(dir, Wish::Open).await.unwrap() {
            Claim::Mine(door) => door,
            Claim::Other => panic!("nobody else is there"),
        }
    }

    #[tokio::test]
    async fn a_second_start_hands_its_wish_to_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut door = first(dir.path()).await;
        for wished in Wish::ALL {
            let (second, heard) = tokio::join!(claim(dir.path(), wished), door.wish());
            assert!(matches!(second.unwrap(), Claim::Other));
            assert_eq!(heard, wished);
        }
    }

    #[tokio::test]
    async fn a_first_that_was_killed_leaves_nothing_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        // What a program that is killed cannot take away.
        std::fs::write(dir.path().join("app.socket"), "").unwrap();
        std::fs::write(dir.path().join("app.lock"), "").unwrap();
        let mut door = first(dir.path()).await;
        let (second, heard) = tokio::join!(claim(dir.path(), Wish::Plan), door.wish());
        assert!(matches!(second.unwrap(), Claim::Other));
        assert_eq!(heard, Wish::Plan);
    }

    #[tokio::test]
    async fn nonsense_at_the_door_is_not_heard_as_a_wish() {
        let dir = tempfile::tempdir().unwrap();
        let mut door = first(dir.path()).await;
        let nonsense = async {
            let mut knock = system::knock(dir.path()).await.unwrap();
            knock.write_u8(b'?').await.unwrap();
            assert!(knock.read_u8().await.is_err());
            claim(dir.path(), Wish::Tonight).await.unwrap()
        };
        let (_, heard) = tokio::join!(nonsense, door.wish());
        assert_eq!(heard, Wish::Tonight);
    }

    #[tokio::test(start_paused = true)]
    async fn a_first_that_does_not_answer_is_not_waited_for_for_ever() {
        let dir = tempfile::tempdir().unwrap();
        let _door = first(dir.path()).await;
        let second = claim(dir.path(), Wish::Open).await;
        assert_eq!(second.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn when_the_first_has_ended_the_next_is_the_first() {
        let dir = tempfile::tempdir().unwrap();
        drop(first(dir.path()).await);
        drop(first(dir.path()).await);
    }
}
