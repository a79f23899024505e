//! What a person would call a package, from the files it brings and what it says of itself (rules.md 7).

use std::{collections::BTreeSet, fs, io::Read, path::Path};

use patchround_protocol::limits;

const SUMMARY_WORDS: usize = 6;
const FILE_BYTES: u64 = 256 * 1024;
/// Folders in which an app describes itself.
const APP_FILES: [(&str, &str); 3] =
    [("/usr/share/metainfo/", ".xml"), ("/usr/share/appdata/", ".xml"), (MENU, ".desktop")];
/// Entries of the menu.
const MENU: &str = "/usr/share/applications/";
/// Entries of the desktops that a person can sign in to.
const DESKTOPS: [&str; 2] = ["/usr/share/xsessions/", "/usr/share/wayland-sessions/"];
/// What GNOME's desktop is, while another package has its entry.
const SHELL: &str = "gnome-shell";
/// Files of one package that are read for its name.
const APP_FILES_READ: usize = 20;

/// The summary up to its first comma, bracket or dash, at most six words.
pub fn of_summary(summary: &str) -> Option<String> {
    let end = [", ", " (", " - ", "; ", ": "].iter().filter_map(|stop| summary.find(stop)).min();
    let words = summary[..end.unwrap_or(summary.len())].split_whitespace().take(SUMMARY_WORDS);
    let name = one_line(&words.collect::<Vec<_>>().join(" "));
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect())
}

/// The name of the app among the files that an installed package brings, one path a line.
///
/// With several, the one whose file is named like the package, else the first by file name.
pub(crate) fn app_among(root: &Path, list: &str, package: &str) -> Option<String> {
    APP_FILES.iter().find_map(|(folder, ending)| {
        let mut files: Vec<_> = list.lines().filter(|file| is_in(file, folder, ending)).collect();
        files.sort_by_key(|file| (!file[folder.len()..].contains(package), *file));
        files.iter().take(APP_FILES_READ).find_map(|file| name_in(root, file))
    })
}

/// Whether people see an installed package with these files, one path a line: it has an entry in their menu, or is the
/// desktop that they sign in to.
pub(crate) fn window_among(root: &Path, list: &str, package: &str) -> bool {
    let mut entries = list.lines().filter(|file| is_in(file, MENU, ".desktop")).take(APP_FILES_READ);
    let is_desktop = |file: &str| DESKTOPS.iter().any(|folder| is_in(file, folder, ".desktop"));
    let is_seen = package == SHELL || list.lines().any(is_desktop);
    is_seen || entries.any(|file| name_in(root, file).is_some())
}

/// Whether a file says something of an app or of a desktop: of all the files of a package only these are looked at.
pub(crate) fn is_about_apps(file: &str) -> bool {
    APP_FILES.iter().any(|(folder, ending)| is_in(file, folder, ending))
        || DESKTOPS.iter().any(|folder| is_in(file, folder, ".desktop"))
}

fn is_in(file: &str, folder: &str, ending: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|name| name.ends_with(ending) && !name.contains('/'))
}

fn name_in(root: &Path, file: &str) -> Option<String> {
    let text = read_bounded(&root.join(file.trim_start_matches('/')), FILE_BYTES)?;
    let name = if file.ends_with(".desktop") { desktop_name(&text) } else { appstream_name(&text) };
    name.filter(|n| !n.is_empty())
}

/// The beginning of a file, with anything that is not UTF-8 replaced; none where it cannot be read.
pub(crate) fn read_bounded(path: &Path, limit: u64) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The one app name among those of a source package's installed packages.
pub(crate) fn the_only(names: impl IntoIterator<Item = String>) -> Option<String> {
    let names: BTreeSet<_> = names.into_iter().collect();
    if names.len() == 1 { names.into_iter().next() } else { None }
}

/// `Name=` of a desktop file's main group (Desktop Entry Specification), unless it is hidden.
pub fn desktop_name(text: &str) -> Option<String> {
    let main = text.lines().skip_while(|l| l.trim() != "[Desktop Entry]").skip(1);
    let main: Vec<_> = main.take_while(|l| !l.starts_with('[')).collect();
    let value = |key: &str| {
        main.iter().filter_map(|l| l.split_once('=')).find(|(k, _)| k.trim() == key).map(|(_, v)| v.trim())
    };
    let hidden = |key| value(key) == Some("true");
    let shown = value("Type") == Some("Application") && !hidden("NoDisplay") && !hidden("Hidden");
    value("Name").filter(|_| shown).map(one_line)
}

/// The untranslated `<name>` of an AppStream file that describes an app, not its developer's name.
pub fn appstream_name(xml: &str) -> Option<String> {
    let head = &xml[xml.find("<component")?..];
    let (tag, mut body) = head.split_once('>')?;
    let is_app = ["\"desktop\"", "\"desktop-application\"", "\"console-application\"", "\"web-application\""];
    if !is_app.iter().any(|kind| tag.replace('\'', "\"").contains(&format!("type={kind}"))) {
        return None;
    }
    if let (Some(developer), Some(name)) = (body.find("<developer"), body.find("<name>"))
        && developer < name
    {
        let (_, after) = body[developer..].split_once("</developer")?;
        body = after;
    }
    let (_, name) = body.split_once("<name>")?;
    let (name, _) = name.split_once("</name>")?;
    Some(one_line(&unescape(name)))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

/// Whether a character turns the text around it.
pub(crate) fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Lines of harmless characters, as what a stranger wrote for people must be, of so many bytes at most; none where nothing
/// is said.
pub(crate) fn harmless(text: &str, most: usize) -> Option<String> {
    let mut told = String::new();
    for c in text.trim().chars().filter(|c| (*c == '\n' || !c.is_control()) && !turns_text(*c)) {
        if told.len() + c.len_utf8() > most {
            break;
        }
        told.push(c);
    }
    let told = told.trim();
    (!told.is_empty()).then(|| told.to_owned())
}

/// One line of harmless characters, as a name that a stranger wrote must be.
pub(crate) fn one_line(text: &str) -> String {
    let harmless: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turns_text(*c)).collect();
    let words = harmless.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(limits::NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_desktop_file_has_no_name_and_a_translated_one_is_not_taken() {
        let file =
            "[Desktop Entry]\nType=Application\nName[de]=Briefe\nName=Letters\n[Action new]\nName=New\n";
        assert_eq!(desktop_name(file).as_deref(), Some("Letters"));
        assert_eq!(desktop_name(&file.replace("Name[de]", "NoDisplay=true\nX")), None);
        assert_eq!(desktop_name("[Action new]\nName=New\n"), None);
    }

    #[test]
    fn an_apps_name_is_not_its_developers_and_an_addon_has_none() {
        let xml = "<?xml version=\"1.0\"?><component type=\"desktop-application\"><developer id=\"x\">\
                   <name>Somebody</name></developer><name xml:lang=\"de\">Briefe</name><name>A &amp; B</name></component>";
        assert_eq!(appstream_name(xml).as_deref(), Some("A & B"));
        assert_eq!(appstream_name(&xml.replace("desktop-application", "addon")), None);
    }
}
