//! A socket and files of one account, as every Unix has them.

use std::{
    fs::{self, File},
    io::{self, Write},
    os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use nix::unistd::{Uid, User, geteuid, getuid};
use patchround_protocol::restart::YES_FILE;
use tokio::net::UnixStream;

use super::NotThere;

/// One end of a conversation on this PC.
pub(crate) type Stream = UnixStream;

/// Whether there is a socket at all.
pub(crate) fn is_there(socket: &Path) -> bool {
    socket.exists()
}

/// Calls the helper at a socket, once what is there is known to be its own: the socket and its folder belong to root,
/// or, where `is_own`, to whoever runs us.
///
/// # Errors
/// Why there is nobody to talk with.
pub(crate) async fn connect(socket: &Path, is_own: bool) -> Result<Stream, NotThere> {
    let folder = socket.parent().ok_or(NotThere::Absent)?;
    for path in [folder, socket] {
        // A link would belong to one account and lead to what belongs to another.
        let about = path.symlink_metadata().map_err(absent)?;
        let owner = about.uid();
        if !(owner == 0 || is_own && owner == geteuid().as_raw()) {
            return Err(NotThere::Foreign(owner.to_string()));
        }
        if !(about.is_dir() || about.file_type().is_socket()) {
            return Err(NotThere::Absent);
        }
    }
    UnixStream::connect(socket).await.map_err(absent)
}

/// The home of whoever runs us, as the accounts of this PC have it, and not as the environment does; none for root, whose
/// programs are not a person's.
pub(crate) fn home() -> Option<String> {
    home_of(getuid()).filter(|_| !geteuid().is_root())
}

fn home_of(account: Uid) -> Option<String> {
    let account = if account.is_root() { None } else { User::from_uid(account).ok().flatten() };
    let home = account?.dir.into_os_string().into_string().ok()?;
    home.starts_with('/').then_some(home)
}

/// What a person said to the root half: a file in a folder of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    folder: PathBuf,
}

impl Said {
    /// That of this PC.
    pub(crate) fn here() -> Self {
        Self::given(&super::system::runtime_folder())
    }

    /// In a folder of one's own.
    pub(crate) fn given(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// What is there.
    ///
    /// # Errors
    /// When the disk says no.
    pub(crate) fn read(&self) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.file()) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes it where nobody else may change it. Whoever reads it finds all of it or nothing.
    ///
    /// # Errors
    /// When the disk says no.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let half = self.folder.join(format!("{YES_FILE}.new"));
        absent_is_fine(fs::remove_file(&half))?;
        File::options().write(true).create_new(true).mode(0o600).open(&half)?.write_all(bytes)?;
        fs::rename(half, self.file())
    }

    /// Takes it back.
    ///
    /// # Errors
    /// When the disk says no.
    pub(crate) fn remove(&self) -> io::Result<()> {
        absent_is_fine(fs::remove_file(self.file()))
    }

    fn file(&self) -> PathBuf {
        self.folder.join(YES_FILE)
    }
}

fn absent_is_fine(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn absent(error: io::Error) -> NotThere {
    if error.kind() == io::ErrorKind::NotFound { NotThere::Absent } else { NotThere::Silent(error) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{chown, symlink};

    use tokio::net::UnixListener;

    use super::*;

    #[tokio::test]
    async fn a_helper_is_called_only_where_socket_and_folder_are_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("session.sock");
        assert!(matches!(connect(&socket, true).await, Err(NotThere::Absent)));
        let listener = UnixListener::bind(&socket).unwrap();
        assert!(connect(&socket, true).await.is_ok());
        if !geteuid().is_root() {
            assert!(matches!(connect(&socket, false).await, Err(NotThere::Foreign(_))));
            return;
        }
        assert!(connect(&socket, false).await.is_ok(), "it is root's");
        for path in [socket.as_path(), folder.path()] {
            chown(path, Some(4711), None).unwrap();
            let called = connect(&socket, true).await;
            assert!(matches!(called, Err(NotThere::Foreign(owner)) if owner == "4711"), "{path:?}");
            chown(path, Some(0), None).unwrap();
        }
        drop(listener);
        assert!(matches!(connect(&socket, false).await, Err(NotThere::Silent(_))), "nobody listens any more");
    }

    #[test]
    fn a_home_is_that_of_the_account_and_root_has_none() {
        let accounts = std::fs::read_to_string("/etc/passwd").unwrap();
        let fields = accounts.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let daemon = fields.filter(|fields| fields[2] == "1").map(|fields| fields[5].to_owned()).next();
        assert!(daemon.is_some() && home_of(Uid::from_raw(1)) == daemon);
        assert_eq!(home_of(Uid::from_raw(0)), None);
        assert_eq!(home_of(Uid::from_raw(4_000_000_001)), None, "there is no such account");
        assert_eq!(home().is_none(), geteuid().is_root());
    }

    #[tokio::test]
    async fn a_link_or_a_file_in_the_helpers_place_is_no_helper() {
        let folder = tempfile::tempdir().unwrap();
        let (other, socket) = (folder.path().join("other.sock"), folder.path().join("session.sock"));
        let _listener = UnixListener::bind(&other).unwrap();
        symlink(&other, &socket).unwrap();
        assert!(matches!(connect(&socket, true).await, Err(NotThere::Absent)));
        std::fs::remove_file(&socket).unwrap();
        std::fs::write(&socket, "").unwrap();
        assert!(matches!(connect(&socket, true).await, Err(NotThere::Absent)));
    }
}
