//! What Windows keeps in its registry for the whole PC, behind a trait: tests bring their own, and other systems have none.

#[cfg_attr(target_os = "linux", path = "registry/linux.rs")]
#[cfg_attr(target_os = "macos", path = "registry/macos.rs")]
#[cfg_attr(windows, path = "registry/windows.rs")]
mod platform;

pub(crate) use platform::{note_until_start, of_this_pc};

/// One value of a key, of the kinds that anybody here asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `REG_SZ` and `REG_EXPAND_SZ`, without anything put in.
    Text(String),
    /// `REG_DWORD` and `REG_QWORD`.
    Number(u64),
}

/// `HKEY_LOCAL_MACHINE` of a PC, read only. Keys are written as in `SOFTWARE\Microsoft`, in any case.
pub trait Registry: Sync {
    /// A value; none where key or value is missing, may not be read, or is of another kind.
    fn value(&self, key: &str, name: &str) -> Option<Value>;

    /// Names of the keys right below one; none where it is missing or may not be read.
    fn keys(&self, key: &str) -> Option<Vec<String>>;
}

impl dyn Registry + '_ {
    /// A value that is a text.
    pub fn text(&self, key: &str, name: &str) -> Option<String> {
        match self.value(key, name)? {
            Value::Text(text) => Some(text),
            Value::Number(_) => None,
        }
    }

    /// A value that is a number.
    pub fn number(&self, key: &str, name: &str) -> Option<u64> {
        match self.value(key, name)? {
            Value::Number(number) => Some(number),
            Value::Text(_) => None,
        }
    }

    /// Whether a key is there, and may be read.
    pub fn has(&self, key: &str) -> bool {
        self.keys(key).is_some()
    }
}

#[cfg(test)]
#[cfg(windows)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_of_a_windows_says_which_windows_it_is() {
        const KEY: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion";
        let registry = of_this_pc().unwrap();
        let build = registry.text(KEY, "CurrentBuild").unwrap();
        assert!(build.parse::<u32>().unwrap() >= 10_240, "{build}");
        assert!(registry.number(KEY, "CurrentMajorVersionNumber").unwrap() >= 10);
        assert!(registry.keys(r"SOFTWARE\Microsoft").unwrap().iter().any(|key| key == "Windows NT"));
        let gone = r"SOFTWARE\Patchround\never made";
        assert!(!registry.has(gone) && registry.text(gone, "a").is_none());
        assert_eq!(registry.number(KEY, "CurrentBuild"), None, "it is a text");
    }

    #[test]
    fn what_is_noted_until_the_next_start_can_be_read() {
        let key = format!(r"SOFTWARE\Patchround Helper\Test {}", std::process::id());
        assert!(!of_this_pc().unwrap().has(&key));
        for name in ["Git.Git", "Git.Git", "A{2c}B"] {
            note_until_start(&key, name).unwrap();
        }
        let noted = of_this_pc().unwrap().keys(&key).unwrap();
        windows_registry::LOCAL_MACHINE.remove_tree(&key).unwrap();
        assert_eq!(noted.len(), 2, "{noted:?}");
    }
}
