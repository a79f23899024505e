use std::{
    fs::{File, TryLockError},
    io,
};

/// Waits until nobody else holds a file, and holds it until it is closed or released (flock(2)).
pub(crate) fn hold(file: &File) -> io::Result<()> {
    file.lock()
}

/// As [`hold`], with others who do so.
pub(crate) fn hold_with_others(file: &File) -> io::Result<()> {
    file.lock_shared()
}

/// As [`hold`], at once or not at all.
pub(crate) fn try_hold(file: &File) -> Result<(), TryLockError> {
    file.try_lock()
}

/// As [`hold_with_others`], at once or not at all.
pub(crate) fn try_hold_with_others(file: &File) -> Result<(), TryLockError> {
    file.try_lock_shared()
}

/// Holds it no longer.
pub(crate) fn release(file: &File) -> io::Result<()> {
    file.unlock()
}
