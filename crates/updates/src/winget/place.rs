//! Whose programs are meant, and where the winget lies that sees them.

use std::{env, fs, io, path::PathBuf};

use patchround_protocol::update::Scope;

use crate::source::Pc;

/// The folder of the package that has winget, and what its folder's name ends with on a PC that can run it.
const PACKAGE: &str = "Microsoft.DesktopAppInstaller_";
const MAKERS: [&str; 2] = ["_x64__8wekyb3d8bbwe", "_arm64__8wekyb3d8bbwe"];
const PROGRAM: &str = "winget.exe";

/// Whose programs winget is asked for. It tells of the whole PC's to anybody, and of a person's to them alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The whole PC.
    Machine,
    /// One person, whose session asks.
    Person {
        /// Their home, an absolute path ([`Self::of_person`]).
        home: String,
    },
}

impl Owner {
    /// Whoever has this home; `None` where it is no absolute path of Windows.
    pub fn of_person(home: &str) -> Option<Self> {
        let home = home.trim_end_matches('\\');
        let (drive, folder) = home.split_once(r":\")?;
        let is_drive = drive.len() == 1 && drive.chars().all(|c| c.is_ascii_alphabetic());
        (is_drive && !folder.is_empty()).then(|| Self::Person { home: home.to_owned() })
    }

    /// The word for it after `--scope`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Person { .. } => "user",
        }
    }

    /// Whose updates those are.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Machine => Scope::Machine,
            Self::Person { .. } => Scope::Person,
        }
    }

    /// Whether there is a winget, or one that this account may not see.
    pub fn is_here(&self, pc: &Pc<'_>) -> bool {
        !matches!(self.program(pc), Ok(None))
    }

    /// The absolute path of the winget that sees these programs: for the whole PC the newest of its package, since only a
    /// person has a name for it; for a person that name, which does not open as a file does.
    ///
    /// # Errors
    /// Where the folder of packages may not be looked into.
    pub fn program(&self, pc: &Pc<'_>) -> io::Result<Option<String>> {
        match self {
            Self::Machine => newest(pc),
            Self::Person { home } => {
                let program = format!(r"{home}\AppData\Local\Microsoft\WindowsApps\{PROGRAM}");
                Ok(pc.place(&program).symlink_metadata().is_ok().then_some(program))
            }
        }
    }

    /// Folders whose change makes a list of it stale: where programs of Windows lie.
    pub fn watched_paths(&self) -> Vec<PathBuf> {
        match self {
            Self::Machine => vec![program_files(&Pc::this()).into()],
            Self::Person { home } => vec![format!(r"{home}\AppData\Local\Programs").into()],
        }
    }
}

fn newest(pc: &Pc<'_>) -> io::Result<Option<String>> {
    let folder = format!(r"{}\WindowsApps", program_files(pc));
    let entries = match fs::read_dir(pc.place(&folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let has_program = |(_, program): &(Vec<u64>, String)| pc.place(program).symlink_metadata().is_ok();
    let program = |name: String| Some((version_of(&name)?, format!(r"{folder}\{name}\{PROGRAM}")));
    Ok(names.filter_map(program).filter(has_program).max().map(|(_, program)| program))
}

/// The numbers of `Microsoft.DesktopAppInstaller_1.28.240.0_x64__8wekyb3d8bbwe`.
fn version_of(folder: &str) -> Option<Vec<u64>> {
    let rest = folder.strip_prefix(PACKAGE)?;
    let version = MAKERS.iter().find_map(|maker| rest.strip_suffix(maker))?;
    version.split('.').map(|number| number.parse().ok()).collect()
}

/// Where Windows says that programs lie: not always on the drive it is itself on.
fn program_files(pc: &Pc<'_>) -> String {
    let said = ["ProgramW6432", "ProgramFiles"].iter().find_map(|name| env::var(name).ok());
    said.filter(|_| pc.is_this()).unwrap_or_else(|| r"C:\Program Files".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    fn with(files: &[&str]) -> (tempfile::TempDir, Option<String>) {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        for file in files {
            let path = pc.place(&format!(r"C:\Program Files\WindowsApps\{file}"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let program = Owner::Machine.program(&pc).unwrap();
        (root, program)
    }

    #[test]
    fn the_newest_winget_by_number_is_the_whole_pcs_and_other_packages_are_none() {
        let (_root, program) = with(&[
            r"Microsoft.DesktopAppInstaller_1.9.25200.0_x64__8wekyb3d8bbwe\winget.exe",
            r"Microsoft.DesktopAppInstaller_1.28.240.0_x64__8wekyb3d8bbwe\winget.exe",
            r"Microsoft.DesktopAppInstaller_2026.1.0.0_neutral_~_8wekyb3d8bbwe\winget.exe",
            r"Microsoft.DesktopAppInstaller_1.99.1.0_x64__8wekyb3d8bbwe\readme.txt",
            r"Microsoft.DesktopAppInstaller_1.99.2.0_x64__evil\winget.exe",
            r"Microsoft.DesktopAppInstaller_x_x64__8wekyb3d8bbwe\winget.exe",
            r"Evil.DesktopAppInstaller_9.0.0.0_x64__8wekyb3d8bbwe\winget.exe",
        ]);
        let folder =
            r"C:\Program Files\WindowsApps\Microsoft.DesktopAppInstaller_1.28.240.0_x64__8wekyb3d8bbwe";
        assert_eq!(program.unwrap(), format!(r"{folder}\winget.exe"));
    }

    #[test]
    fn a_pc_without_winget_has_none_and_a_folder_that_is_no_folder_is_told() {
        assert_eq!(with(&[]).1, None);
        assert_eq!(with(&[r"Microsoft.Other_1.0.0.0_x64__8wekyb3d8bbwe\winget.exe"]).1, None);
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        fs::create_dir_all(pc.place(r"C:\Program Files")).unwrap();
        assert!(!Owner::Machine.is_here(&pc));
        fs::write(pc.place(r"C:\Program Files\WindowsApps"), "").unwrap();
        assert!(Owner::Machine.program(&pc).is_err() && Owner::Machine.is_here(&pc));
    }

    #[test]
    fn a_person_has_winget_by_their_own_name_for_it_also_in_a_home_with_other_letters() {
        for home in ["", r"\", "/home/ada", r"C:\", "C:", r"Users\ada", r"\\server\ada", r"CC:\Users\ada"] {
            assert_eq!(Owner::of_person(home), None, "{home}");
        }
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let ada = Owner::of_person("D:\\Büro und Ämter\\Ada Müller\\").unwrap();
        assert!(!ada.is_here(&pc));
        let program = "D:\\Büro und Ämter\\Ada Müller\\AppData\\Local\\Microsoft\\WindowsApps\\winget.exe";
        fs::create_dir_all(pc.place(program).parent().unwrap()).unwrap();
        fs::write(pc.place(program), "").unwrap();
        assert_eq!(ada.program(&pc).unwrap().as_deref(), Some(program));
    }
}
