//! The registry of this PC, as a 64-bit program sees it.

use std::io;

use windows_registry::{Key, LOCAL_MACHINE, Type};

use super::{Registry, Value};

/// That of this PC.
pub(crate) fn of_this_pc() -> Option<&'static dyn Registry> {
    Some(&ThisPc)
}

/// Makes a key of that name below one that the system forgets when it ends. The folder of ours that both lie in stays.
pub(crate) fn note_until_start(key: &str, name: &str) -> io::Result<()> {
    let (ours, _) = key.rsplit_once('\\').ok_or(io::ErrorKind::InvalidInput)?;
    LOCAL_MACHINE.create(ours)?;
    let made = |path: &str| LOCAL_MACHINE.options().read().write().create().volatile().open(path);
    made(key)?;
    made(&format!(r"{key}\{name}"))?;
    Ok(())
}

struct ThisPc;

impl Registry for ThisPc {
    fn value(&self, key: &str, name: &str) -> Option<Value> {
        let key = opened(key)?;
        match key.get_type(name).ok()? {
            Type::String | Type::ExpandString => key.get_string(name).ok().map(Value::Text),
            Type::U32 | Type::U64 => key.get_u64(name).ok().map(Value::Number),
            _ => None,
        }
    }

    fn keys(&self, key: &str) -> Option<Vec<String>> {
        Some(opened(key)?.keys().ok()?.collect())
    }
}

fn opened(key: &str) -> Option<Key> {
    LOCAL_MACHINE.options().read().open(key).ok()
}
