//! Apps of macOS: a folder `NAME.app` that holds the program.

use super::Process;

/// Where an app keeps its program.
const INSIDE: &str = ".app/Contents/MacOS/";
/// Processes that are looked at.
#[cfg(any(target_os = "macos", test))]
const PROCESSES: usize = 10_000;

/// The processes of a list that has the file of one a line.
#[cfg(any(target_os = "macos", test))]
pub(super) fn listed(text: &str) -> Vec<Process> {
    let files = text.lines().map(str::trim).filter(|file| file.starts_with('/')).take(PROCESSES);
    files.map(|file| Process { file: file.to_owned(), words: Vec::new() }).collect()
}

/// The name of the app that a process is: of one within another, as a helper of it, the outer.
pub(super) fn app(process: &Process) -> Option<String> {
    let (folder, _) = process.file.split_once(".app/Contents/")?;
    let name = folder.rsplit('/').next().filter(|name| !name.is_empty())?;
    process.file.contains(INSIDE).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_are_named_by_their_folder_and_what_is_none_is_not_told() {
        let text = "/Applications/Letters 2.app/Contents/MacOS/letters\n/usr/libexec/trustd\n-zsh\n\
                    /Applications/Draw.app/Contents/Frameworks/Help.app/Contents/MacOS/Help\n";
        let names: Vec<_> = listed(text).iter().filter_map(app).collect();
        assert_eq!(names, ["Letters 2", "Draw"]);
        assert_eq!(listed(text).len(), 3);
        let bare = Process { file: "/.app/Contents/MacOS/x".into(), words: Vec::new() };
        assert_eq!(app(&bare), None);
    }
}
