//! Our own archive's packages: the plain ones, and one for every awkward thing a package does on a real PC.
//! They are all named `pr-` so that none can be mistaken for Debian's.

/// Where a package goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Installed on every PC at the start.
    Initial,
    /// Offered by the suite `office`.
    Office,
    /// Offered by the suite `office-security`.
    Security,
}

/// One version of one package.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) summary: &'static str,
    pub(super) shelf: Shelf,
    /// Further lines of the control file.
    pub(super) fields: Vec<&'static str>,
    /// Files for the package's `DEBIAN` folder.
    pub(super) control: Vec<(&'static str, &'static str)>,
    pub(super) files: Vec<(&'static str, Content)>,
}

/// What is in a file.
#[derive(Debug)]
pub(super) enum Content {
    Text(&'static str),
    Program(&'static str),
    /// That many zero bytes: large on the disk, nothing to fetch.
    Zeros(u64),
    /// That many bytes that cannot be packed: large to fetch.
    Noise(u64),
}

/// Packages whose update succeeds with no question, no restart and no long wait.
pub(super) const EASY: [&str; 11] = [
    "pr-tool-a",
    "pr-tool-b",
    "pr-tool-c",
    "pr-tool-d",
    "pr-tool-e",
    "pr-secure",
    "pr-overtaken",
    "pr-conffile",
    "pr-major",
    "pr-newdep",
    "pr-service",
];
/// Kept back on every PC by `apt-mark hold`.
pub(super) const HELD: &str = "pr-held";

/// It says more than is kept of it.
const FAILING: &str = "#!/bin/sh\n[ -e /etc/pr-failing-ok ] && exit 0\nseq -f 'pr-failing: entry %g is moved' 300\n\
                       echo 'pr-failing: migration error' >&2\nexit 3\n";
/// On no PC at the start: a test that needs it gives a PC an older one.
const REFUSING: &str =
    "#!/bin/sh\n[ -e /etc/pr-refusing-ok ] && exit 0\necho 'pr-refusing: not enough memory' >&2\nexit 3\n";
const KERNEL: &str = "#!/bin/sh\nset -e\n[ \"$1\" = configure ] || exit 0\ntouch /run/reboot-required\n\
                      echo pr-kernel >> /run/reboot-required.pkgs\n";
/// It keeps a log of how often it was run, and how often to its end.
const SLOW: &str =
    "#!/bin/sh\necho begin $1 >> /var/log/pr-slow.log\nsleep 8\necho end $1 >> /var/log/pr-slow.log\n";
const ASKS: &str = "#!/bin/sh\nprintf 'Accept the licence? '\nread answer < /dev/tty || exit 9\n";
const QUESTION: &str = "Template: pr-debconf/name\nType: string\nDescription: Name of the office\n\
                        \x20Shown on the first page.\n";
const ASK_DEBCONF: &str = "#!/bin/sh\nset -e\n. /usr/share/debconf/confmodule\n\
                           db_input critical pr-debconf/name || true\ndb_go\n";
const LOAD_DEBCONF: &str = "#!/bin/sh\nset -e\n. /usr/share/debconf/confmodule\n";
const DAEMON: &str = "#!/bin/sh\nexec sleep infinity\n";
const UNIT: &str = "[Unit]\nDescription=Office service\n\n[Service]\nExecStart=/usr/sbin/pr-service\n\n\
                    [Install]\nWantedBy=multi-user.target\n";
const RESTART: &str = "#!/bin/sh\nset -e\nsystemctl enable pr-service.service\n[ -d /run/systemd/system ] || exit 0\n\
                       systemctl daemon-reload\nsystemctl restart pr-service.service\n";
const LETTERS: &str = "[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/pr-letters\n";
const SUMS: &str = "[Desktop Entry]\nType=Application\nName=Sums\nExec=/usr/bin/pr-sums\n";

/// Every version of every package.
pub(super) fn packages() -> Vec<Package> {
    let mut all = tools();
    all.extend(security());
    all.extend(trouble());
    all.extend(relations());
    all.extend(weight());
    all.extend(questions());
    all.extend(service());
    all.extend(on_the_menu());
    all
}

fn tools() -> Vec<Package> {
    let names = [
        ("pr-tool-a", "Address labels"),
        ("pr-tool-b", "Barcode reader"),
        ("pr-tool-c", "Calendar export"),
        ("pr-tool-d", "Delivery notes"),
        ("pr-tool-e", "Envelope printer"),
    ];
    names.into_iter().flat_map(|(name, summary)| pair(name, summary, ["1.0", "1.1"])).collect()
}

/// `pr-overtaken` is a security update although its newest version comes from the other suite.
fn security() -> Vec<Package> {
    let [old, fixed] = pair("pr-secure", "Mail viewer", ["1.0", "1.0+deb12u1"]);
    let [first, newest] = pair("pr-overtaken", "Picture viewer", ["1.0", "1.1"]);
    let between = plain("pr-overtaken", "1.0+deb12u1", "Picture viewer", Shelf::Security);
    let [running, mut kernel] = pair("pr-kernel", "System core", ["6.1", "6.2"]);
    kernel.control.push(("postinst", KERNEL));
    vec![old, fixed.on(Shelf::Security), first, between, newest, running, kernel.on(Shelf::Security)]
}

fn trouble() -> Vec<Package> {
    let [working, mut failing] = pair("pr-failing", "Ledger", ["1.0", "1.1"]);
    failing.control.push(("postinst", FAILING));
    let mut refusing = plain("pr-refusing", "1.1", "Backup", Shelf::Office);
    refusing.control.push(("preinst", REFUSING));
    let [quick, mut slow] = pair("pr-slow", "Search index", ["1.0", "1.1"]);
    slow.control.push(("postinst", SLOW));
    let mut configured = pair("pr-conffile", "Printer settings", ["1.0", "2.0"]);
    for (package, setting) in configured.iter_mut().zip(["setting=1.0\n", "setting=2.0\n"]) {
        package.control.push(("conffiles", "/etc/patchround-lab/printer.conf\n"));
        package.files.push(("etc/patchround-lab/printer.conf", Content::Text(setting)));
    }
    let mut all = vec![working, failing, refusing, quick, slow];
    all.extend(configured);
    all
}

/// The new `pr-base` breaks the only `pr-plugin` there is, so it can come only with a removal.
fn relations() -> Vec<Package> {
    let [base, mut breaking] = pair("pr-base", "Drawing program", ["1.0", "2.0"]);
    breaking.fields.push("Breaks: pr-plugin (<< 2.0)");
    let mut plugin = plain("pr-plugin", "1.0", "Drawing program, stencils", Shelf::Initial);
    plugin.fields.push("Depends: pr-base");
    let [alone, mut needing] = pair("pr-newdep", "Form filler", ["1.0", "1.1"]);
    needing.fields.push("Depends: pr-library");
    let library = plain("pr-library", "2.0", "Form filler, shared part", Shelf::Office);
    let mut all = vec![base, breaking, plugin, alone, needing, library];
    all.extend(pair("pr-major", "Accounts", ["1.9", "5.0"]));
    all.extend(pair(HELD, "Till software", ["1.0", "1.1"]));
    all
}

fn weight() -> Vec<Package> {
    let [small, mut huge] = pair("pr-huge", "Map data", ["1.0", "1.1"]);
    huge.fields.push("Installed-Size: 307200");
    huge.files.push(("opt/pr-huge/maps", Content::Zeros(300 << 20)));
    let [light, mut big] = pair("pr-big", "Training films", ["1.0", "1.1"]);
    big.files.push(("opt/pr-big/films", Content::Noise(40 << 20)));
    vec![small, huge, light, big]
}

fn questions() -> Vec<Package> {
    let [silent, mut asks] = pair("pr-asks", "Scanner driver", ["1.0", "1.1"]);
    asks.control.push(("preinst", ASKS));
    let [unasked, mut debconf] = pair("pr-debconf", "Office portal", ["1.0", "1.1"]);
    debconf.fields.push("Depends: debconf");
    debconf.control.extend([("templates", QUESTION), ("config", ASK_DEBCONF), ("postinst", LOAD_DEBCONF)]);
    vec![silent, asks, unasked, debconf]
}

fn service() -> [Package; 2] {
    pair("pr-service", "Fax service", ["1.0", "1.1"]).map(|mut package| {
        package.control.push(("postinst", RESTART));
        package.files.push(("usr/sbin/pr-service", Content::Program(DAEMON)));
        package.files.push(("lib/systemd/system/pr-service.service", Content::Text(UNIT)));
        package
    })
}

/// Programs that people start. On no PC at the start: a test gives a PC older ones.
fn on_the_menu() -> [Package; 2] {
    let entries = [
        ("pr-letters", "Letters", "usr/share/applications/pr-letters.desktop", "usr/bin/pr-letters", LETTERS),
        ("pr-sums", "Sums", "usr/share/applications/pr-sums.desktop", "usr/bin/pr-sums", SUMS),
    ];
    entries.map(|(name, summary, entry, program, text)| {
        let mut package = plain(name, "2.0", summary, Shelf::Office);
        package.files.extend([(entry, Content::Text(text)), (program, Content::Program(DAEMON))]);
        package
    })
}

fn pair(name: &'static str, summary: &'static str, [old, new]: [&'static str; 2]) -> [Package; 2] {
    [plain(name, old, summary, Shelf::Initial), plain(name, new, summary, Shelf::Office)]
}

fn plain(name: &'static str, version: &'static str, summary: &'static str, shelf: Shelf) -> Package {
    Package { name, version, summary, shelf, fields: Vec::new(), control: Vec::new(), files: Vec::new() }
}

impl Package {
    fn on(self, shelf: Shelf) -> Package {
        Package { shelf, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_easy_package_is_installed_old_and_offered_new() {
        let packages = packages();
        for name in EASY {
            let shelves: Vec<Shelf> = packages.iter().filter(|p| p.name == name).map(|p| p.shelf).collect();
            assert!(shelves.contains(&Shelf::Initial), "{name}");
            assert!(shelves.iter().any(|shelf| *shelf != Shelf::Initial), "{name}");
        }
    }

    #[test]
    fn no_version_is_offered_twice_and_all_carry_our_prefix() {
        let mut versions: Vec<_> = packages().iter().map(|p| (p.name, p.version)).collect();
        let count = versions.len();
        versions.sort_unstable();
        versions.dedup();
        assert_eq!(versions.len(), count);
        assert!(versions.iter().all(|(name, _)| name.starts_with("pr-")));
    }
}
