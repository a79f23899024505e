//! Folders and files that have their final owner and access list from their first moment on, and locks that keep nobody
//! from reading.

use std::{
    fs::{File, TryLockError},
    io::{self, Write},
    os::windows::{
        fs::OpenOptionsExt,
        io::{AsHandle, AsRawHandle, FromRawHandle},
    },
    path::{Path, PathBuf},
    ptr::null_mut,
};

use windows_sys::Win32::{
    Foundation::{ERROR_ALREADY_EXISTS, ERROR_LOCK_VIOLATION, GENERIC_WRITE, INVALID_HANDLE_VALUE},
    Storage::FileSystem::{
        CREATE_NEW, CreateDirectoryW, CreateFileW, FILE_ATTRIBUTE_NORMAL, FILE_FLAG_BACKUP_SEMANTICS,
        FILE_FLAG_OPEN_REPARSE_POINT, FILE_READ_ATTRIBUTES, LOCKFILE_EXCLUSIVE_LOCK,
        LOCKFILE_FAIL_IMMEDIATELY, LockFileEx, READ_CONTROL, UnlockFileEx, WRITE_DAC,
    },
    System::{Com::CoTaskMemFree, IO::OVERLAPPED},
    UI::Shell::{FOLDERID_ProgramData, SHGetKnownFolderPath},
};

use crate::{
    access::{Helper, Owner},
    descriptor::{Descriptor, open_file_owner, set_open_file_access},
    token::Somebody,
    wide::{done, text, wide},
};

/// Where all data of this PC is.
pub fn of_this_pc() -> PathBuf {
    program_data().unwrap_or_else(|| r"C:\ProgramData".into()).join("Patchround")
}

/// As the system has it, and not as the environment does.
fn program_data() -> Option<PathBuf> {
    let mut path = null_mut();
    // SAFETY: the folder's name is a constant, and the path is freed below, whatever the answer.
    unsafe {
        let answer = SHGetKnownFolderPath(&FOLDERID_ProgramData, 0, null_mut(), &raw mut path);
        let found = (answer == 0).then(|| PathBuf::from(text(path)));
        CoTaskMemFree(path.cast());
        found
    }
}

/// Makes a folder with its final owner and access list in one call, or checks that the one there is ours.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] when somebody else made it before us, or it leads elsewhere.
pub fn make_folder(path: &Path, owner: &Owner, helper: Helper) -> io::Result<()> {
    let descriptor = Descriptor::of(&owner.of_folder(helper))?;
    let (name, attributes) = (wide(path)?, descriptor.attributes());
    // SAFETY: the name has an end, and the descriptor lives.
    match done(unsafe { CreateDirectoryW(name.as_ptr(), &raw const attributes) }) {
        Err(error) if is(&error, ERROR_ALREADY_EXISTS) => check_folder(path, owner),
        made => made,
    }
}

/// Checks that a folder is there and ours.
///
/// # Errors
/// As [`make_folder`].
pub fn check_folder(path: &Path, owner: &Owner) -> io::Result<()> {
    open_ours(path, owner, 0).map(drop)
}

/// Gives a folder of ours its final access list anew, whatever somebody has made of it; what is in it stays as it is. One that is
/// not there has none.
///
/// # Errors
/// As [`make_folder`].
pub fn renew_folder(path: &Path, owner: &Owner, helper: Helper) -> io::Result<()> {
    let folder = match open_ours(path, owner, WRITE_DAC) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        folder => folder?,
    };
    set_open_file_access(folder.as_handle(), &Descriptor::of(&owner.of_folder(helper))?)
}

/// A folder that is there and ours, opened for this and to be asked.
fn open_ours(path: &Path, owner: &Owner, access: u32) -> io::Result<File> {
    // Both are asked of one thing that is open: a name may be given to another in between, or lead elsewhere.
    let folder = File::options()
        .access_mode(access | FILE_READ_ATTRIBUTES | READ_CONTROL)
        .custom_flags(FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT)
        .open(path)?;
    let (found, whose) = (folder.metadata()?, open_file_owner(folder.as_handle())?);
    // An administrator who sets a PC up by hand may own it himself.
    let is_ours = || Somebody::us().is_ok_and(|us| us.account == whose && us.is_administrator());
    if found.is_dir() && !found.is_symlink() && (owner.is(&whose) || (*owner == Owner::Pc && is_ours())) {
        return Ok(folder);
    }
    let why = format!("{} belongs to somebody else ({whose})", path.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

/// Makes a file with its final owner and access list in one call.
///
/// # Errors
/// When there is one already, or the disk says no.
pub fn make_file(path: &Path, owner: &Owner, helper: Helper) -> io::Result<File> {
    let descriptor = Descriptor::of(&owner.of_file(helper))?;
    let (name, attributes) = (wide(path)?, descriptor.attributes());
    // SAFETY: the name has an end, and the descriptor lives.
    let handle = unsafe {
        CreateFileW(
            name.as_ptr(),
            GENERIC_WRITE,
            0,
            &raw const attributes,
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            null_mut(),
        )
    };
    if handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it was just opened, and nobody else has it.
    Ok(unsafe { File::from_raw_handle(handle) })
}

/// Bytes after which a log begins anew; the one before stays.
const LOG_BYTES: u64 = 1024 * 1024;

/// The log of a program that Windows starts, which has nobody to talk to. It has the access list of its folder, and never
/// more than twice its bound.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    /// None while it begins anew: what is open keeps its name.
    file: Option<File>,
    bytes: u64,
}

impl Log {
    /// Opens it.
    ///
    /// # Errors
    /// When the folder is not there, or the disk says no.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut log = Self { path: folder.join("log.txt"), file: None, bytes: 0 };
        log.file()?;
        Ok(log)
    }

    fn file(&mut self) -> io::Result<&mut File> {
        if self.bytes > LOG_BYTES {
            self.file = None;
            let before = self.path.with_file_name("log.old.txt");
            // Where it cannot be put aside, the newest words matter more.
            std::fs::rename(&self.path, before).or_else(|_| std::fs::remove_file(&self.path))?;
        }
        if self.file.is_none() {
            let file = File::options().append(true).create(true).open(&self.path)?;
            self.bytes = file.metadata()?.len();
            self.file = Some(file);
        }
        Ok(self.file.as_mut().expect("it was just opened"))
    }
}

impl Write for Log {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let count = self.file()?.write(from)?;
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Behind the end of every file: a locked byte can neither be read nor written through another handle, and these are none.
const FAR: u32 = 0x4000_0000;

/// Waits until nobody else holds the file, and holds it until it is closed or released.
///
/// # Errors
/// When the system says no.
pub fn hold(file: &File) -> io::Result<()> {
    lock(file, LOCKFILE_EXCLUSIVE_LOCK)
}

/// As [`hold`], with others who do so.
///
/// # Errors
/// As [`hold`].
pub fn hold_with_others(file: &File) -> io::Result<()> {
    lock(file, 0)
}

/// As [`hold`], at once or not at all.
///
/// # Errors
/// [`TryLockError::WouldBlock`] when somebody else holds it.
pub fn try_hold(file: &File) -> Result<(), TryLockError> {
    tried(lock(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY))
}

/// As [`hold_with_others`], at once or not at all.
///
/// # Errors
/// As [`try_hold`].
pub fn try_hold_with_others(file: &File) -> Result<(), TryLockError> {
    tried(lock(file, LOCKFILE_FAIL_IMMEDIATELY))
}

/// Holds it no longer.
///
/// # Errors
/// When it was not held.
pub fn release(file: &File) -> io::Result<()> {
    let mut at = far();
    // SAFETY: the handle is open, and the place is a variable of ours; the call does not go on behind our back, for files
    // of the standard library are not overlapped.
    done(unsafe { UnlockFileEx(file.as_raw_handle(), 0, 1, 0, &raw mut at) })
}

fn lock(file: &File, flags: u32) -> io::Result<()> {
    let mut at = far();
    // SAFETY: as in `release`.
    done(unsafe { LockFileEx(file.as_raw_handle(), flags, 0, 1, 0, &raw mut at) })
}

fn far() -> OVERLAPPED {
    let mut at = OVERLAPPED::default();
    at.Anonymous.Anonymous.OffsetHigh = FAR;
    at
}

fn tried(locked: io::Result<()>) -> Result<(), TryLockError> {
    locked.map_err(|error| {
        if is(&error, ERROR_LOCK_VIOLATION) { TryLockError::WouldBlock } else { TryLockError::Error(error) }
    })
}

pub(crate) fn is(error: &io::Error, number: u32) -> bool {
    error.raw_os_error() == Some(number.cast_signed())
}

/// Bytes that may still be written at a path.
pub fn free_bytes(path: &Path) -> Option<u64> {
    let (path, mut free) = (wide(path).ok()?, 0);
    // SAFETY: the path has an end, and only the first number is asked for.
    done(unsafe {
        windows_sys::Win32::Storage::FileSystem::GetDiskFreeSpaceExW(
            path.as_ptr(),
            &raw mut free,
            null_mut(),
            null_mut(),
        )
    })
    .ok()?;
    Some(free)
}

/// The root of the disk that a path lies on: a drive, or a folder in which a disk was put.
pub fn disk_of(path: &Path) -> Option<String> {
    let (path, mut root) = (wide(path).ok()?, [0_u16; 512]);
    // SAFETY: the path has an end, and there is as much room as is said.
    done(unsafe {
        windows_sys::Win32::Storage::FileSystem::GetVolumePathNameW(path.as_ptr(), root.as_mut_ptr(), 512)
    })
    .ok()?;
    // SAFETY: the system ended it.
    Some(unsafe { text(root.as_ptr()) })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn us() -> Owner {
        Owner::Account(Somebody::us().unwrap().account)
    }

    #[test]
    fn a_folder_of_ours_is_made_once_and_one_of_somebody_else_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Büro Ä 1");
        make_folder(&path, &us(), Helper::Nothing).unwrap();
        make_folder(&path, &us(), Helper::Nothing).unwrap();
        let other = Owner::Account("S-1-5-21-1-2-3-4711".into());
        assert_eq!(
            make_folder(&path, &other, Helper::Nothing).unwrap_err().kind(),
            io::ErrorKind::PermissionDenied
        );
        let file = path.join("file");
        make_file(&file, &us(), Helper::Reads).unwrap().write_all(b"1").unwrap();
        assert!(make_file(&file, &us(), Helper::Reads).is_err(), "it is there");
        assert!(check_folder(&file, &us()).is_err(), "it is no folder");
    }

    #[test]
    fn a_folder_that_somebody_has_opened_to_everybody_is_shut_again() {
        let access = |path: &Path| {
            let folder = open_ours(path, &us(), 0).unwrap();
            crate::descriptor::open_file_access(folder.as_handle()).unwrap()
        };
        // wine takes what the folder above lets everybody do, to read, and has another word for all rights.
        let is_open =
            |path: &Path| ["FA", "0x1301ff"].iter().any(|all| access(path).contains(&format!("{all};;;WD)")));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("B\u{fc}ro 1");
        make_folder(&path, &us(), Helper::Nothing).unwrap();
        let opened = Descriptor::of("D:P(A;OICI;FA;;;WD)").unwrap();
        set_open_file_access(open_ours(&path, &us(), WRITE_DAC).unwrap().as_handle(), &opened).unwrap();
        assert!(is_open(&path), "{}", access(&path));
        renew_folder(&path, &us(), Helper::Nothing).unwrap();
        assert!(!is_open(&path), "{}", access(&path));
        renew_folder(&path.join("nothing"), &us(), Helper::Nothing).unwrap();
        let other = Owner::Account("S-1-5-21-1-2-3-4711".into());
        assert!(renew_folder(&path, &other, Helper::Nothing).is_err());
    }

    #[test]
    fn a_log_begins_anew_before_it_fills_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::open(folder.path()).unwrap();
        for _ in 0..5 * 1024 {
            log.write_all(&[b'x'; 1024]).unwrap();
        }
        let bytes = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().len();
        for name in ["log.txt", "log.old.txt"] {
            assert!((1..=LOG_BYTES + 1024).contains(&bytes(name)), "{name}: {}", bytes(name));
        }
    }

    #[test]
    fn a_file_that_is_held_can_be_read_and_is_known_to_be_held() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held");
        std::fs::write(&path, "words").unwrap();
        let (one, two) = (File::open(&path).unwrap(), File::open(&path).unwrap());
        hold(&one).unwrap();
        assert!(matches!(try_hold(&two), Err(TryLockError::WouldBlock)));
        assert!(matches!(try_hold_with_others(&two), Err(TryLockError::WouldBlock)));
        let mut text = String::new();
        (&two).read_to_string(&mut text).unwrap();
        assert_eq!(text, "words");
        release(&one).unwrap();
        hold_with_others(&one).unwrap();
        try_hold_with_others(&two).unwrap();
    }

    #[test]
    fn a_disk_has_room_and_a_root() {
        let here = std::env::temp_dir();
        assert!(free_bytes(&here).is_some_and(|bytes| bytes > 0));
        assert_eq!(free_bytes(Path::new(r"Q:\nothing")), None);
        assert!(disk_of(&here).is_some_and(|root| root.ends_with('\\')));
    }
}
