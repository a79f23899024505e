//! Desktop entries (desktop-entry-spec), and whether a process is the program of one.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use super::Process;

/// Bytes of one entry that are read.
const ENTRY_BYTES: u64 = 256 * 1024;
/// Entries that are read.
const ENTRIES: usize = 5000;
/// What starts others: that it runs says nothing about which program runs.
const STARTERS: [&str; 17] = [
    "bash",
    "dash",
    "dbus-launch",
    "dbus-send",
    "env",
    "flatpak",
    "gio",
    "gjs",
    "java",
    "perl",
    "pkexec",
    "python",
    "python3",
    "sh",
    "snap",
    "sudo",
    "xdg-open",
];
/// Folders that many programs share.
const SHARED: [&str; 8] = [
    "/bin",
    "/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/usr/games",
    "/usr/local/bin",
    "/usr/local/games",
    "/usr/local/sbin",
];
/// Where a command without a folder is looked for.
const COMMANDS: [&str; 4] = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/games"];

/// A desktop entry, as far as it says what runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its file's name, without the ending.
    pub(crate) name: String,
    /// The names of the file it starts: its own, and the one that links lead to.
    commands: Vec<String>,
    /// The folder of that file, where nothing else lives in it: `/usr/lib/libreoffice/program`.
    folder: Option<PathBuf>,
}

impl Entry {
    /// Whether a process is this entry's program: it has its name, or its file lies where only that program's do.
    pub(crate) fn is_of(&self, process: &Process) -> bool {
        let file = Path::new(&process.file);
        let names = std::iter::once(process.file.as_str()).chain(process.words.iter().map(String::as_str));
        let is_named = names.filter_map(base).any(|name| self.commands.iter().any(|own| own == name));
        is_named || self.folder.as_deref().is_some_and(|folder| file.starts_with(folder))
    }

    fn of(name: &str, text: &str) -> Option<Self> {
        let value = |key: &str| {
            let own = text.lines().skip_while(|line| line.trim() != "[Desktop Entry]").skip(1);
            let mut own = own.take_while(|line| !line.starts_with('['));
            own.find_map(|line| {
                line.split_once('=').filter(|(found, _)| found.trim() == key).map(|(_, v)| v.trim())
            })
        };
        if value("Type") != Some("Application") {
            return None;
        }
        let started = value("Exec").into_iter().filter_map(program).chain(value("TryExec"));
        let files: Vec<PathBuf> = started.filter(|word| is_telling(word)).flat_map(files).collect();
        let mut commands: Vec<String> = files
            .iter()
            .filter_map(|file| base(file.to_str()?))
            .filter(|n| is_telling(n))
            .map(str::to_owned)
            .collect();
        commands.sort();
        commands.dedup();
        let folder = files.iter().filter_map(|file| file.parent()).find(|folder| is_private(folder));
        (!commands.is_empty()).then(|| Self {
            name: name.to_owned(),
            commands,
            folder: folder.map(Path::to_owned),
        })
    }
}

/// All entries that lie in a folder and start something that can be told from others.
pub(super) fn entries(folder: &Path) -> Vec<Entry> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().take(ENTRIES);
    let read = files.filter_map(|file| {
        let path = file.path();
        let name = path.file_name()?.to_str()?.strip_suffix(".desktop")?;
        Entry::of(name, &text(&path)?)
    });
    read.collect()
}

fn text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(ENTRY_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The word of a command line that names the program: not what sets it up.
fn program(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().map(|word| word.trim_matches('"'));
    words.find(|word| {
        !(word.contains('=') || word.starts_with('-') || matches!(base(word), Some("env" | "pkexec")))
    })
}

/// The file of a command as it is named, and as it is where links have led to.
fn files(command: &str) -> Vec<PathBuf> {
    let named = PathBuf::from(command);
    let places = COMMANDS.iter().map(|folder| Path::new(folder).join(command));
    let real = places.filter_map(|place| place.canonicalize().ok()).next();
    [Some(named), real].into_iter().flatten().collect()
}

fn base(file: &str) -> Option<&str> {
    file.rsplit('/').next().filter(|name| !name.is_empty())
}

fn is_telling(command: &str) -> bool {
    base(command).is_some_and(|name| {
        let plain = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
        !STARTERS.contains(&name) && !STARTERS.contains(&plain)
    })
}

/// A folder three levels deep at least which many programs do not share.
fn is_private(folder: &Path) -> bool {
    let is_shared = SHARED.iter().any(|shared| folder == Path::new(shared));
    folder.is_absolute() && !is_shared && folder.components().count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(file: &str, words: &[&str]) -> Process {
        Process { file: file.to_owned(), words: words.iter().map(|word| (*word).to_owned()).collect() }
    }

    fn entry(exec: &str) -> Option<Entry> {
        Entry::of(
            "letters",
            &format!(
                "[Desktop Entry]\nType=Application\nName=Letters\n{exec}\n[Desktop Action x]\nExec=other"
            ),
        )
    }

    #[test]
    fn a_program_is_known_by_the_file_it_runs_or_the_script_it_is() {
        let letters = entry("Exec=/opt/letters --new %U").unwrap();
        assert!(letters.is_of(&process("/opt/letters", &["letters"])));
        assert!(letters.is_of(&process("/usr/bin/python3.13", &["python3", "/opt/letters"])), "a script");
        assert!(!letters.is_of(&process("/usr/bin/other", &["other", "--letters"])));
        assert!(!letters.is_of(&process("/usr/bin/letters-reader", &["letters-reader"])));
    }

    #[test]
    fn what_sets_a_program_up_is_passed_over() {
        for exec in [
            "Exec=env LANG=C letters %f",
            "Exec=\"letters\" %U",
            "Exec=pkexec --user x letters",
            "TryExec=letters",
        ] {
            let found = entry(exec);
            // The word after an option of pkexec cannot be told from the program: such an entry says less, never wrongly.
            let is_found = found.is_some_and(|entry| entry.is_of(&process("/usr/bin/letters", &["letters"])));
            assert_eq!(is_found, !exec.contains("--user"), "{exec}");
        }
    }

    #[test]
    fn what_starts_others_says_nothing_of_what_runs() {
        for exec in
            ["Exec=sh -c letters", "Exec=/usr/bin/python3.11", "Exec=flatpak run org.letters", "Exec="]
        {
            assert_eq!(entry(exec), None, "{exec}");
        }
        assert_eq!(Entry::of("x", "[Desktop Entry]\nType=Link\nExec=letters"), None);
        assert_eq!(Entry::of("x", "Exec=letters"), None);
    }

    #[test]
    #[cfg(unix)]
    fn a_program_whose_files_lie_in_a_folder_of_their_own_is_known_by_that_folder() {
        let office = entry("Exec=/usr/lib/office/program/soffice --writer %U").unwrap();
        assert!(office.is_of(&process("/usr/lib/office/program/soffice.bin", &["soffice.bin", "--writer"])));
        assert!(!office.is_of(&process("/usr/lib/other/program/soffice.bin", &["x"])));
        let shared = entry("Exec=/usr/bin/letters").unwrap();
        assert!(!shared.is_of(&process("/usr/bin/other", &["other"])), "a folder that everybody shares");
    }

    #[test]
    fn entries_are_read_from_their_folder_and_rubbish_beside_them_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
        write("org.office.Letters.desktop", b"[Desktop Entry]\nType=Application\nExec=letters\n");
        write("rubbish.desktop", b"\x00\xff\n=\n[");
        write("mimeinfo.cache", b"[Desktop Entry]\nType=Application\nExec=letters\n");
        let names: Vec<String> = entries(folder.path()).into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["org.office.Letters"]);
        assert_eq!(entries(&folder.path().join("nothing")), []);
    }
}
