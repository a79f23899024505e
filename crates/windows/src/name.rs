//! Names of pipes, by the places that other systems have for sockets.

use std::path::Path;

use sha2::{Digest, Sha256};

/// What all names of pipes of this PC begin with.
const PIPES: &str = r"\\.\pipe\patchround-";

/// The root half's pipe. Only an administrator's program can make one of this name, so that nobody else takes it while the
/// root half rests (WireGuard's service has its pipe there for the same reason).
const ROOT: &str = r"\\.\pipe\ProtectedPrefix\Administrators\patchround-root";

/// The pipe of this PC by its kind: `root`, `control` or `session`.
pub fn of_this_pc(kind: &str) -> String {
    if kind == "root" { ROOT.to_owned() } else { format!("{PIPES}{kind}") }
}

/// The pipe in place of a socket: of this PC where it already names one, else by the folder it would lie in. That may hold
/// any letters, and lower and upper case are one.
pub fn of(socket: &Path) -> String {
    let text = socket.to_string_lossy();
    if text.starts_with(PIPES) || text == ROOT {
        return text.into_owned();
    }
    let folder = socket.parent().map(|folder| folder.to_string_lossy().to_lowercase().replace('/', r"\"));
    let hash = Sha256::digest(folder.unwrap_or_default());
    let kind = socket.file_stem().unwrap_or_default().to_string_lossy();
    format!("{PIPES}{}-{kind}", &data_encoding::HEXLOWER.encode(&hash)[..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_has_pipes_of_its_own_whatever_letters_it_has() {
        let folder = Path::new("C:\\Büro Ä 1\\run");
        let at = |folder: &Path, kind: &str| of(&folder.join(kind));
        assert!(at(folder, "root.sock").starts_with(r"\\.\pipe\patchround-"));
        assert!(at(folder, "root.sock").is_ascii() && at(folder, "root.sock").ends_with("-root"));
        assert_ne!(at(folder, "root.sock"), at(folder, "control.sock"));
        assert_ne!(at(folder, "root.sock"), at(Path::new("C:\\Büro Ä 2\\run"), "root.sock"));
        for kind in ["root", "control"] {
            assert_eq!(of(Path::new(&of_this_pc(kind))), of_this_pc(kind));
        }
        assert!(of_this_pc("root").contains(r"\ProtectedPrefix\Administrators\"));
    }
}
