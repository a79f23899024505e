//! Keys that dnf would take by itself: with `-y` it takes whatever a source's `gpgkey=` names.
//!
//! A file that lies on the PC was put there by its administrator or by a package that was checked; Fedora's own key comes
//! so, and is taken at the first update. What would be fetched from somewhere nobody has looked at.

use std::{collections::BTreeSet, fs, path::PathBuf};

use patchround_updates::Pc;

/// Where dnf 4 and 5 look for sources (dnf.conf(5) and dnf5.conf(5), `reposdir`).
const FOLDERS: [&str; 4] =
    ["/etc/yum.repos.d", "/etc/yum/repos.d", "/etc/distro.repos.d", "/usr/share/dnf5/repos.d"];
const SETTINGS: &str = "/etc/dnf/dnf.conf";
/// No source names a key.
const NONE: &str = "--setopt=*.gpgkey=";

/// What to tell dnf so that it takes no key that would have to be fetched.
pub(super) fn none_from_elsewhere(pc: &Pc<'_>) -> Vec<String> {
    let all = || vec![NONE.to_owned()];
    let Some(settings) = text(&pc.place(SETTINGS)) else { return all() };
    // Sources that stand elsewhere are not read here.
    let is_usual = |(section, key, _): &(String, String, String)| section == "main" && key != "reposdir";
    if !lines(&settings).iter().all(is_usual) {
        return all();
    }
    let files =
        FOLDERS.iter().flat_map(|folder| fs::read_dir(pc.place(folder)).into_iter().flatten().flatten());
    let files =
        files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "repo"));
    let mut found = BTreeSet::new();
    for file in files {
        let Some(text) = text(&file) else { return all() };
        let fetched = |(_, key, value): &(String, String, String)| key == "gpgkey" && !is_local(value);
        found.extend(lines(&text).into_iter().filter(fetched).map(|(section, ..)| section));
    }
    if !found.iter().all(|id| is_id(id)) {
        return all();
    }
    found.into_iter().map(|id| format!("--setopt={id}.gpgkey=")).collect()
}

/// Nothing where there is no such file; `None` where it cannot be read.
fn text(path: &PathBuf) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(String::new()),
        Err(_) => None,
    }
}

/// Section, key and value; a line that begins with a space goes on with the value before.
fn lines(text: &str) -> Vec<(String, String, String)> {
    let (mut section, mut found) = (String::new(), Vec::<(String, String, String)>::new());
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((.., value)) = found.last_mut() {
                value.push(' ');
                value.push_str(trimmed);
            }
        } else if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.to_owned();
        } else {
            let (key, value) = trimmed.split_once('=').unwrap_or((trimmed, ""));
            found.push((section.clone(), key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    found
}

fn is_local(keys: &str) -> bool {
    let mut keys = keys.split([' ', '\t', ',']).filter(|key| !key.is_empty());
    keys.all(|key| key.starts_with("file:///") || key.starts_with('/'))
}

/// As dnf has them, and as no pattern.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c))
}

#[cfg(test)]
mod tests {
    use patchround_updates::command::Programs;

    use super::*;

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        none_from_elsewhere(&Pc { root: root.path(), tools: &Programs })
    }

    const SOURCES: &str = "# ours\n[fedora]\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-fedora-$releasever-$basearch\n\
                           [chrome]\nname = x\ngpgkey = https://example.com/key.pub\n\
                           [two]\ngpgkey=file:///etc/a,\n  http://example.com/b\n[none]\nbaseurl=http://example.com\n";

    #[test]
    fn a_key_that_would_be_fetched_is_not_taken_and_one_that_lies_there_is() {
        let main = ("etc/dnf/dnf.conf", "[main]\ngpgcheck=1\n");
        let found = told(&[
            main,
            ("etc/yum.repos.d/all.repo", SOURCES),
            ("etc/yum.repos.d/notes.txt", "[x]\ngpgkey=http://x"),
        ]);
        assert_eq!(found, ["--setopt=chrome.gpgkey=", "--setopt=two.gpgkey="]);
        assert_eq!(told(&[]), [""; 0]);
    }

    #[test]
    fn where_sources_may_stand_elsewhere_or_are_called_by_a_pattern_no_key_at_all_is_taken() {
        let odd = ("etc/yum.repos.d/odd.repo", "[a*]\ngpgkey=http://example.com/key\n");
        for files in [
            [("etc/dnf/dnf.conf", "[main]\nreposdir=/opt/repos\n")],
            [("etc/dnf/dnf.conf", "[main]\ngpgcheck=1\n[own]\ngpgkey=http://example.com/key\n")],
            [odd],
        ] {
            assert_eq!(told(&files), [NONE], "{files:?}");
        }
        assert_eq!(told(&[odd, ("etc/yum.repos.d/b.repo/x", "")]), [NONE], "a folder is no file");
    }
}
