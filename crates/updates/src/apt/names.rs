//! What a person would call a package (rules.md 7).
//!
//! Decided in this order:
//! 1. the kernel's packages are [`KERNEL`];
//! 2. the AppStream name, else the desktop file's name, of an app the package itself installs;
//! 3. the name of the one app that its source package brings to this PC (`pr-app-data` is "Letters");
//! 4. [`SYSTEM_PARTS`] for what nobody starts by itself: a section of libraries, modules or fonts,
//!    a part such as `-data` or `-common`, or a package the system needs anyway;
//! 5. the first words of the summary, else the package's own name.

use std::path::Path;

use patchround_protocol::update::SYSTEM_PARTS;

use super::records::Record;
use crate::names::{app_among, of_summary, read_bounded, window_among};

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
/// Of a package's list of files.
const LIST_BYTES: u64 = 2 * 1024 * 1024;
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
    of_summary(&record.summary).unwrap_or_else(|| record.package.clone())
}

fn is_system_part(record: &Record) -> bool {
    let section = record.section.rsplit('/').next().unwrap_or_default();
    record.essential
        || ["required", "important"].contains(&record.priority.as_str())
        || PART_SECTIONS.contains(&section)
        || PART_ENDINGS.iter().any(|ending| record.package.ends_with(ending))
}

/// The name of the app that an installed package brings, from the files in it.
pub fn app_of(root: &Path, package: &str, arch: &str) -> Option<String> {
    app_among(root, &files_of(root, package, arch)?, package)
}

/// Whether people see an installed package: it has an entry in their menu, or is the desktop that they sign in to.
/// `None` where its files could not be read.
pub fn has_window(root: &Path, package: &str, arch: &str) -> Option<bool> {
    Some(window_among(root, &files_of(root, package, arch)?, package))
}

/// The files of an installed package, one a line.
fn files_of(root: &Path, package: &str, arch: &str) -> Option<String> {
    let info = root.join("var/lib/dpkg/info");
    // Packages that may be installed for several architectures have theirs in the file's name.
    let lists = [format!("{package}:{arch}.list"), format!("{package}.list")];
    lists.iter().find_map(|name| read_bounded(&info.join(name), LIST_BYTES))
}

#[cfg(test)]
mod tests {
    use std::fs;

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
        assert_eq!(app_of(root.path(), "one", "all").as_deref(), Some("First"));
        assert_eq!(app_of(root.path(), "sums", "amd64").as_deref(), Some("Sums"));
        assert_eq!(app_of(root.path(), "none", "all"), None);
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
        let seen = |package| has_window(root.path(), package, "amd64");
        assert_eq!((seen("sums"), seen("desk")), (Some(true), Some(true)));
        assert_eq!((seen("one"), seen("tool")), (Some(false), Some(false)), "hidden, and without a window");
        assert_eq!(app_of(root.path(), "tool", "all").as_deref(), Some("Tool"), "a name is no window");
        assert_eq!(seen("none"), None);
    }
}
