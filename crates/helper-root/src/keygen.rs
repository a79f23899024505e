//! Makes the root half's folders, and this PC's own key at its first start.
//!
//! A cloned disk image without the key gets one of its own when it is first started.

use std::io;

use zeroize::Zeroizing;

use crate::{
    os::{self, For},
    state::State,
};

/// Makes what is missing, each with its final mode before anything is written in it.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] when a folder of ours belongs to somebody else.
pub fn keygen(state: &State) -> io::Result<()> {
    os::create_parent(state)?;
    os::create_folder(state, state.dir(), For::Passing)?;
    os::create_folder(state, &state.orders(), For::Us)?;
    os::create_folder(state, &state.progress(), For::Readers)?;
    if state.device_key().try_exists()? {
        return Ok(());
    }
    os::write_key(state, new_key()?.as_bytes())?;
    tracing::info!("made this PC's key");
    Ok(())
}

fn new_key() -> io::Result<Zeroizing<String>> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(io::Error::other)?;
    Ok(Zeroizing::new(data_encoding::HEXLOWER.encode(seed.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::membership;

    #[test]
    fn a_key_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen(&state).unwrap();
        let pc = membership::pc(&state).unwrap();
        keygen(&state).unwrap();
        assert_eq!(membership::pc(&state).unwrap(), pc);
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_can_read_the_key_or_look_into_our_folders() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen(&state).unwrap();
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(state.device_key()), 0o600);
        assert_eq!(mode(state.dir().to_owned()), 0o711);
        assert_eq!(mode(state.progress()), 0o750);
        assert_eq!(mode(state.orders()), 0o700);
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_is_a_link_to_elsewhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("root")).unwrap();
        let error = keygen(&State::in_dir(folder.path())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
