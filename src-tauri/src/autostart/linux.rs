//! An entry in the folder of programs that the desktop starts (Desktop Application Autostart Specification).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::Launch;

/// Whether the person's session starts the program; `None` where that cannot be chosen.
pub(crate) fn is_on() -> Option<bool> {
    entry_path().map(|path| is_on_at(&path))
}

/// Sets the switch.
///
/// # Errors
/// When the entry cannot be written or taken away.
pub(crate) fn set(launch: &Launch, on: bool) -> io::Result<()> {
    set_at(&entry_path().ok_or(io::ErrorKind::NotFound)?, launch, on)
}

/// In `$XDG_CONFIG_HOME`, else in `~/.config`.
fn entry_path() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.config_dir().join("autostart/patchround.desktop"))
}

/// Desktops switch an entry off by marking it, without taking it away.
fn is_on_at(path: &Path) -> bool {
    let entry = fs::read_to_string(path).unwrap_or_default();
    let marked = |line: &str| matches!(line.trim(), "Hidden=true" | "X-GNOME-Autostart-enabled=false");
    !entry.is_empty() && !entry.lines().any(marked)
}

fn set_at(path: &Path, launch: &Launch, on: bool) -> io::Result<()> {
    if on {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        return fs::write(path, entry(launch));
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn entry(launch: &Launch) -> String {
    let line: Vec<String> = launch.line().map(|word| quoted(&word)).collect();
    format!(
        "[Desktop Entry]\nType=Application\nVersion=1.5\nName=Patchround\nExec={}\nIcon=patchround-app\n\
         Terminal=false\nX-GNOME-Autostart-enabled=true\n",
        line.join(" ")
    )
}

/// A word of `Exec`: escaped once for its quotes, and its backslashes once more for the file.
fn quoted(word: &str) -> String {
    // A program that was replaced while it ran is told apart by the system like this.
    let word = word.strip_suffix(" (deleted)").unwrap_or(word);
    let mut quoted = String::from('"');
    for letter in word.chars() {
        match letter {
            '\\' => quoted.push_str(r"\\\\"),
            '"' | '`' | '$' => quoted.extend([r"\\", letter.encode_utf8(&mut [0; 4])]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch(program: &str) -> Launch {
        Launch { program: program.into(), words: vec!["--hidden".to_owned()] }
    }

    #[test]
    fn the_switch_writes_an_entry_and_takes_it_away() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("autostart/patchround.desktop");
        assert!(!is_on_at(&path));
        set_at(&path, &launch("/usr/bin/patchround-app"), true).unwrap();
        assert!(is_on_at(&path));
        let entry = fs::read_to_string(&path).unwrap();
        assert!(entry.contains("\nExec=\"/usr/bin/patchround-app\" \"--hidden\"\n"), "{entry}");
        set_at(&path, &launch("/usr/bin/patchround-app"), false).unwrap();
        assert!(!path.exists() && !is_on_at(&path));
        set_at(&path, &launch("/usr/bin/patchround-app"), false).unwrap();
    }

    #[test]
    fn an_entry_that_the_desktop_switched_off_is_off() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("patchround.desktop");
        for mark in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
            fs::write(&path, format!("[Desktop Entry]\nType=Application\n{mark}\n")).unwrap();
            assert!(!is_on_at(&path), "{mark}");
        }
    }

    #[test]
    fn every_path_survives_the_quotes() {
        assert_eq!(quoted("/opt/a b/50%"), r#""/opt/a b/50%%""#);
        assert_eq!(quoted(r#"/x/$"y\"#), r#""/x/\\$\\"y\\\\""#);
        assert_eq!(quoted("/usr/bin/patchround-app (deleted)"), r#""/usr/bin/patchround-app""#);
    }
}
