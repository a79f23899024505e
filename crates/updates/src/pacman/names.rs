//! What a person would call a package, and which programs it brings.
//!
//! Decided in this order: the kernel is the kernel; the AppStream name, else the desktop file's, of an app the package
//! itself installs; system parts for what nobody starts; the first words of its description, else its own name.

use std::collections::BTreeSet;

use patchround_protocol::update::SYSTEM_PARTS;

use crate::{
    apt::names::KERNEL,
    names::{app_among, of_summary},
    source::Pc,
};

use super::installed::{Installed, files_of};

const MENU: &str = "usr/share/applications/";
/// Desktop entries of one package.
const ENTRIES: usize = 50;
const PART_BEGINNINGS: [&str; 9] =
    ["lib", "lib32-", "python-", "perl-", "ruby-", "haskell-", "ttf-", "otf-", "noto-fonts"];
const PART_ENDINGS: [&str; 8] =
    ["-data", "-common", "-docs", "-headers", "-keyring", "-libs", "-lib", "-firmware"];

/// The plain name of an installed package.
pub(super) fn plain(pc: &Pc<'_>, name: &str, version: Option<&str>, base: &str, description: &str) -> String {
    if base == "linux" || base.starts_with("linux-") && !base.starts_with("linux-firmware") {
        return KERNEL.to_owned();
    }
    if let Some(app) = version.and_then(|version| app_of(pc, name, version)) {
        return app;
    }
    let is_part = PART_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || PART_ENDINGS.iter().any(|ending| name.ends_with(ending));
    if is_part {
        return SYSTEM_PARTS.to_owned();
    }
    of_summary(description).unwrap_or_else(|| name.to_owned())
}

fn app_of(pc: &Pc<'_>, name: &str, version: &str) -> Option<String> {
    let files = files_of(pc, name, version)?;
    let list: Vec<String> = files.lines().map(|file| format!("/{file}")).collect();
    app_among(pc.root, &list.join("\n"), name)
}

fn is_in(file: &str, folder: &str, ending: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|name| name.ends_with(ending) && !name.contains('/'))
}

/// Names of the desktop entries of an installed package, without the ending.
pub(super) fn programs_of(pc: &Pc<'_>, name: &str) -> BTreeSet<String> {
    let installed = Installed::read(pc).unwrap_or_default();
    let list =
        installed.versions.get(name).and_then(|version| files_of(pc, name, version)).unwrap_or_default();
    let entries = list.lines().filter(|file| is_in(file, MENU, ".desktop"));
    let entry = |file: &str| file.strip_prefix(MENU)?.strip_suffix(".desktop").map(str::to_owned);
    entries.filter_map(entry).take(ENTRIES).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::command::Programs;

    #[test]
    fn an_app_has_its_own_name_and_the_rest_what_its_maker_says_it_is() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let put = |file: &str, text: &str| {
            fs::create_dir_all(pc.place(file).parent().unwrap()).unwrap();
            fs::write(pc.place(file), text).unwrap();
        };
        put("/var/lib/pacman/local/lab-app-1.0-1/desc", "");
        put(
            "/var/lib/pacman/local/lab-app-1.0-1/files",
            "%FILES%\nusr/\nusr/share/applications/lab-app.desktop\nusr/share/applications/deep/x.desktop\n",
        );
        put("/usr/share/applications/lab-app.desktop", "[Desktop Entry]\nType=Application\nName=Letters\n");
        let name = |name: &str, description: &str| plain(&pc, name, Some("1.0-1"), name, description);
        assert_eq!(name("lab-app", "x"), "Letters");
        assert_eq!(name("linux-lts", "The LTS kernel"), KERNEL);
        assert_eq!(name("linux-firmware", "Firmware files"), SYSTEM_PARTS);
        assert_eq!(name("libpng", "A collection of routines"), SYSTEM_PARTS);
        assert_eq!(name("bash", "the GNU shell, and more"), "The GNU shell");
        assert_eq!(name("x", ""), "x");
        assert_eq!(programs_of(&pc, "lab-app").into_iter().collect::<Vec<_>>(), ["lab-app"]);
        assert!(programs_of(&pc, "lab").is_empty());
    }
}
