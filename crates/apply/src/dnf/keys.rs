//! Keys that dnf would take by itself: with `-y` it takes whatever a source's `gpgkey=` names.
//!
//! A file that lies on the PC was put there by its administrator or by a package that was checked; Fedora's own key comes
//! so, and is taken at the first update. What would be fetched from somewhere nobody has looked at.

use std::{collections::BTreeSet, fs, path::PathBuf};

use patchround_updates::Pc;

/// Where dnf 4 and 5 look for sources (dnf.conf(5) and dnf5.conf(5), `reposdir`), and dnf 5 for what changes them
/// (dnf5(8), "repos.override.d").
const FOLDERS: [&str; 6] = [
    "/etc/yum.repos.d",
    "/etc/yum/repos.d",
    "/etc/distro.repos.d",
    "/usr/share/dnf5/repos.d",
    "/etc/dnf/repos.override.d",
    "/usr/share/dnf5/repos.override.d",
];
const SETTINGS: &str = "/etc/dnf/dnf.conf";
/// Where dnf 5 looks for more of them (dnf5.conf(5)).
const MORE_SETTINGS: [&str; 2] = ["/etc/dnf/libdnf5.conf.d", "/usr/share/dnf5/libdnf.conf.d"];
/// No source names a key.
const NONE: &str = "--setopt=*.gpgkey=";

/// What to tell dnf so that it takes no key that would have to be fetched.
pub(super) fn none_from_elsewhere(pc: &Pc<'_>) -> Vec<String> {
    let all = || vec![NONE.to_owned()];
    // Sources that stand elsewhere are not read here.
    let is_usual = |(section, key, _): &(String, String, String)| section == "main" && key != "reposdir";
    for file in std::iter::once(pc.place(SETTINGS)).chain(files(pc, &MORE_SETTINGS, "conf")) {
        if !text(&file).is_some_and(|text| lines(&text).iter().all(is_usual)) {
            return all();
        }
    }
    let mut found = BTreeSet::new();
    for file in files(pc, &FOLDERS, "repo") {
        let Some(text) = text(&file) else { return all() };
        let fetched = |(_, key, value): &(String, String, String)| key == "gpgkey" && !is_local(value);
        found.extend(lines(&text).into_iter().filter(fetched).map(|(section, ..)| section));
    }
    if !found.iter().all(|id| is_id(id)) {
        return all();
    }
    found.into_iter().map(|id| format!("--setopt={id}.gpgkey=")).collect()
}

fn files(pc: &Pc<'_>, folders: &[&str], ending: &str) -> Vec<PathBuf> {
    let all =
        folders.iter().flat_map(|folder| fs::read_dir(pc.place(folder)).into_iter().flatten().flatten());
    all.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == ending)).collect()
}

/// Nothing where there is no such file; `None` where it cannot be read.
fn text(path: &PathBuf) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(String::new()),
        Err(_) => None,
    }
}

/// Section, key and value, as libdnf reads them: a section is what stands between the first two brackets, whatever is around
/// them; another line that begins with a space goes on with the value before, also one that looks like a comment.
fn lines(text: &str) -> Vec<(String, String, String)> {
    let (mut section, mut found) = (String::new(), Vec::<(String, String, String)>::new());
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix('[') {
            // One that does not end is no id.
            section = rest.split_once(']').map_or(trimmed, |(name, _)| name).to_owned();
        } else if line.starts_with(char::is_whitespace) {
            if let Some((.., value)) = found.last_mut() {
                value.push(' ');
                value.push_str(trimmed);
            }
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
    fn a_section_is_read_as_dnf_reads_it() {
        let key = "gpgkey=https://example.com/key\n";
        for text in [
            format!("[chrome] # of theirs\n{key}"),
            format!("[a]\nname=x\n  [chrome]\n{key}"),
            format!("[chrome]]\n{key}"),
            "[chrome]\ngpgkey=file:///etc/a\n # http://example.com/key\n".to_owned(),
        ] {
            assert_eq!(told(&[("etc/yum.repos.d/a.repo", &text)]), ["--setopt=chrome.gpgkey="], "{text}");
        }
        let odd = format!("[chrome\n{key}");
        assert_eq!(told(&[("etc/yum.repos.d/a.repo", &odd)]), [NONE]);
    }

    #[test]
    fn what_dnf_5_reads_besides_is_read_too() {
        let key = "gpgkey=https://example.com/key\n";
        let (one, any) = (format!("[fedora]\n{key}"), format!("[*]\n{key}"));
        for folder in ["etc/dnf/repos.override.d", "usr/share/dnf5/repos.override.d"] {
            let file = format!("{folder}/99.repo");
            assert_eq!(told(&[(&file, &one)]), ["--setopt=fedora.gpgkey="]);
            assert_eq!(told(&[(&file, &any)]), [NONE]);
        }
        for folder in ["etc/dnf/libdnf5.conf.d", "usr/share/dnf5/libdnf.conf.d"] {
            let file = format!("{folder}/20.conf");
            assert_eq!(told(&[(&file, "[main]\ngpgcheck=1\n")]), [""; 0]);
            assert_eq!(told(&[(&file, "[main]\nreposdir=/opt/repos\n")]), [NONE]);
            assert_eq!(told(&[(&file, &one)]), [NONE]);
        }
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
