//! What a person would call a package (rules.md 7).
//!
//! Decided in this order:
//! 1. the kernel's packages are [`KERNEL`];
//! 2. the AppStream name, else the desktop file's name, of an app the package itself installs;
//! 3. the name of the one app that its source package brings to this PC (`pr-app-data` is "Letters");
//! 4. [`SYSTEM_PARTS`] for what nobody starts by itself: a section of libraries, modules or fonts,
//!    a part such as `-data` or `-common`, or a package the system needs anyway;
//! 5. the first words of the summary, else the package's own name.

use std::{collections::BTreeSet, fs, io::Read, path::Path};

use patchround_protocol::{limits, update::SYSTEM_PARTS};

use super::records::Record;

/// What the kernel's packages are called.
pub const KERNEL: &str = "Linux kernel";

const KERNEL_SOURCES: [&str; 8] = [
    "linux-signed",
    "linux-meta",
    "linux-hwe",
    "linux-latest",
    "linux-restricted-modules",
    "linux-lowlatency",
    "linux-oem",
    "linux-modules-extra",
];
const PART_SECTIONS: [&str; 20] = [
    "libs",
    "oldlibs",
    "libdevel",
    "devel",
    "debug",
    "introspection",
    "localization",
    "fonts",
    "python",
    "perl",
    "ruby",
    "php",
    "java",
    "javascript",
    "golang",
    "rust",
    "haskell",
    "ocaml",
    "lisp",
    "gnu-r",
];
const PART_ENDINGS: [&str; 9] =
    ["-data", "-common", "-dev", "-doc", "-dbg", "-dbgsym", "-locale", "-bin", "-keyring"];
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

/// The group an update belongs to: its source package, all of the kernel's as one.
///
/// Mint's rule: `linux`, `linux-signed*`, `linux-meta*`, `linux-hwe*` are one thing to a person.
pub fn group_of(source: &str) -> &str {
    let is_kernel = source == "linux" || KERNEL_SOURCES.iter().any(|prefix| source.starts_with(prefix));
    if is_kernel { "linux" } else { source }
}

/// The plain name of a package; `own_app` and `group_app` are names of apps, where there are any.
pub fn plain(record: &Record, own_app: Option<&str>, group_app: Option<&str>) -> String {
    if group_of(&record.source) == "linux" {
        return KERNEL.to_owned();
    }
    if let Some(app) = own_app.or(group_app) {
        return app.to_owned();
    }
    if is_system_part(record) {
        return SYSTEM_PARTS.to_owned();
    }
    from_summary(&record.summary).unwrap_or_else(|| record.package.clone())
}

fn is_system_part(record: &Record) -> bool {
    let section = record.section.rsplit('/').next().unwrap_or_default();
    record.essential
        || ["required", "important"].contains(&record.priority.as_str())
        || PART_SECTIONS.contains(&section)
        || PART_ENDINGS.iter().any(|ending| record.package.ends_with(ending))
}

/// The summary up to its first comma, bracket or dash, at most six words.
pub(crate) fn from_summary(summary: &str) -> Option<String> {
    let end = [", ", " (", " - ", "; ", ": "].iter().filter_map(|stop| summary.find(stop)).min();
    let words = summary[..end.unwrap_or(summary.len())].split_whitespace().take(SUMMARY_WORDS);
    let name = one_line(&words.collect::<Vec<_>>().join(" "));
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect())
}

/// The name of the app that an installed package brings, from the files in it.
///
/// With several, the one whose file is named like the package, else the first by file name.
pub fn app_of(package: &str, arch: &str) -> Option<String> {
    app_in(Path::new("/"), package, arch)
}

fn app_in(root: &Path, package: &str, arch: &str) -> Option<String> {
    let list = files_of(root, package, arch)?;
    APP_FILES.iter().find_map(|(folder, ending)| {
        let mut files: Vec<_> = list.lines().filter(|file| is_in(file, folder, ending)).collect();
        files.sort_by_key(|file| (!file[folder.len()..].contains(package), *file));
        files.iter().take(APP_FILES_READ).find_map(|file| name_in(root, file))
    })
}

/// Whether people see an installed package: it has an entry in their menu, or is the desktop that they sign in to.
/// `None` where its files could not be read.
pub fn has_window(package: &str, arch: &str) -> Option<bool> {
    window_in(Path::new("/"), package, arch)
}

fn window_in(root: &Path, package: &str, arch: &str) -> Option<bool> {
    let list = files_of(root, package, arch)?;
    let mut entries = list.lines().filter(|file| is_in(file, MENU, ".desktop")).take(APP_FILES_READ);
    let is_desktop = |file: &str| DESKTOPS.iter().any(|folder| is_in(file, folder, ".desktop"));
    let is_seen = package == SHELL || list.lines().any(is_desktop);
    Some(is_seen || entries.any(|file| name_in(root, file).is_some()))
}

fn is_in(file: &str, folder: &str, ending: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|name| name.ends_with(ending) && !name.contains('/'))
}

/// The files of an installed package, one a line.
fn files_of(root: &Path, package: &str, arch: &str) -> Option<String> {
    let info = root.join("var/lib/dpkg/info");
    // Packages that may be installed for several architectures have theirs in the file's name.
    let lists = [format!("{package}:{arch}.list"), format!("{package}.list")];
    lists.iter().find_map(|name| read_bounded(&info.join(name), 8 * FILE_BYTES))
}

fn name_in(root: &Path, file: &str) -> Option<String> {
    let text = read_bounded(&root.join(file.trim_start_matches('/')), FILE_BYTES)?;
    let name = if file.ends_with(".desktop") { desktop_name(&text) } else { appstream_name(&text) };
    name.filter(|n| !n.is_empty())
}

fn read_bounded(path: &Path, limit: u64) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The one app name among those of a source package's installed packages.
pub fn the_only(names: impl IntoIterator<Item = String>) -> Option<String> {
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

/// One line of harmless characters, as a name that a stranger wrote must be.
pub(super) fn one_line(text: &str) -> String {
    let turns_text =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let harmless: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turns_text(*c)).collect();
    let words = harmless.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(limits::NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(package: &str, section: &str, summary: &str) -> Record {
        Record {
            package: package.into(),
            source: package.into(),
            section: section.into(),
            summary: summary.into(),
            ..Record::default()
        }
    }

    #[test]
    fn the_kernels_packages_are_one_thing() {
        for source in ["linux", "linux-signed-amd64", "linux-meta-hwe-6.8", "linux-hwe-6.8"] {
            assert_eq!(group_of(source), "linux");
        }
        assert_eq!(group_of("linux-base"), "linux-base");
        let kernel =
            Record { source: "linux-signed-amd64".into(), ..record("linux-image-amd64", "kernel", "x") };
        assert_eq!(plain(&kernel, None, None), KERNEL);
    }

    #[test]
    fn an_apps_own_name_comes_before_its_groups_and_both_before_system_parts() {
        let part = record("letters-data", "libs", "data of Letters");
        assert_eq!(plain(&part, Some("Letters"), Some("Other")), "Letters");
        assert_eq!(plain(&part, None, Some("Other")), "Other");
        assert_eq!(plain(&part, None, None), SYSTEM_PARTS);
        let needed = Record { priority: "required".into(), ..record("dash", "shells", "POSIX shell") };
        assert_eq!(plain(&needed, None, None), SYSTEM_PARTS);
    }

    #[test]
    fn a_summary_is_cut_where_it_begins_to_explain() {
        let named = |summary| plain(&record("x", "net", summary), None, None);
        assert_eq!(named("small, powerful, scalable web server"), "Small");
        assert_eq!(named("GNU Privacy Guard - tools"), "GNU Privacy Guard");
        assert_eq!(named("one two three four five six seven"), "One two three four five six");
        assert_eq!(named("a\u{1b}[31mred"), "A [31mred");
        assert_eq!(named(""), "x");
    }

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

    #[test]
    fn the_app_of_a_package_is_found_through_its_file_list() {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let entry = |name: &str| format!("[Desktop Entry]\nType=Application\nName={name}\n");
        put("usr/share/applications/aaa.desktop", &entry("First"));
        put("usr/share/applications/sums.desktop", &entry("Sums"));
        let files = "/.\n/usr/share/applications\n/usr/share/applications/aaa.desktop\n";
        put("var/lib/dpkg/info/one.list", files);
        put("var/lib/dpkg/info/sums:amd64.list", &format!("{files}/usr/share/applications/sums.desktop\n"));
        assert_eq!(app_in(root.path(), "one", "all").as_deref(), Some("First"));
        assert_eq!(app_in(root.path(), "sums", "amd64").as_deref(), Some("Sums"));
        assert_eq!(app_in(root.path(), "none", "all"), None);
        put(
            "usr/share/applications/aaa.desktop",
            "[Desktop Entry]\nType=Application\nNoDisplay=true\nName=First\n",
        );
        put("var/lib/dpkg/info/tool.list", "/.\n/usr/share/metainfo/tool.metainfo.xml\n");
        put(
            "usr/share/metainfo/tool.metainfo.xml",
            "<component type=\"console-application\"><name>Tool</name></component>",
        );
        put("var/lib/dpkg/info/desk.list", "/usr/share/xsessions/desk.desktop\n");
        let seen = |package| window_in(root.path(), package, "amd64");
        assert_eq!((seen("sums"), seen("desk")), (Some(true), Some(true)));
        assert_eq!((seen("one"), seen("tool")), (Some(false), Some(false)), "hidden, and without a window");
        assert_eq!(app_in(root.path(), "tool", "all").as_deref(), Some("Tool"), "a name is no window");
        assert_eq!(seen("none"), None);
    }
}
