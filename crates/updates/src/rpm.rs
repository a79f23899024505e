//! rpm's own database: what is really there on a PC that dnf or zypper runs.
//!
//! Where rpm keeps it is rpm's matter (`%_dbpath`): it is asked, never read.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId};

use crate::{
    ask::AskError,
    command::{Call, Output},
    holder::lock_holder,
    source::Pc,
};

/// Path of `rpm`.
pub const RPM: &str = "/usr/bin/rpm";
const RPMKEYS: &str = "/usr/bin/rpmkeys";
/// Folders where the systems that rpm runs keep its database: Fedora and openSUSE in the second one.
pub const DATABASES: [&str; 2] = ["/var/lib/rpm", "/usr/lib/sysimage/rpm"];
/// rpm's own lock, in that folder.
const LOCK: &str = ".rpm.lock";
/// Its file, by the three kinds of it: SQLite, ndb and Berkeley DB.
const FILES: [&str; 3] = ["rpmdb.sqlite", "Packages.db", "Packages"];

/// What rpm prints of one package, in one line. The texts that may hold a tab are last.
pub const FORMAT: &str = r"%{NAME}\t%{ARCH}\t%{EPOCHNUM}\t%{VERSION}-%{RELEASE}\t%{INSTALLTIME}\t%{BUILDTIME}\t%{SOURCERPM}\t%{VENDOR}\t%{SUMMARY}\n";
/// What rpm prints of the files of one package, one a line.
pub const FILES_FORMAT: &str = r"[%{=NAME}.%{=ARCH}\t%{FILENAMES}\n]";
/// Asked for last. No package has a space in its name, so an answer that does not end with not having it was cut off.
pub const END: &str = "the end";

const LIMIT: Duration = Duration::from_secs(60);
/// Names in one call: the kernel's limit on arguments is far above.
const NAMES: usize = 2000;
/// Packages whose files are asked for in one call: some have a hundred thousand.
const FILES_OF: usize = 25;
/// What rpm prints of every package to find what is there twice.
const NAMES_FORMAT: &str = r"%{NAME}.%{ARCH}\n";
/// What rpm writes where a package says nothing.
const NONE: &str = "(none)";
/// What Debian's rpm says of itself, which is about nothing that was done.
const ADVICE: [&str; 2] = [
    "rpm: RPM should not be used directly install RPM packages, use Alien instead!",
    "rpm: However assuming you know what you are doing...",
];
/// A key that rpm trusts, which its database holds as if it were a package.
const KEY: &str = "gpg-pubkey";

/// One package of rpm's database, or of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name without architecture.
    pub name: String,
    /// Its architecture.
    pub arch: String,
    /// `EPOCH:VERSION-RELEASE`, without an epoch of 0: as dnf and zypper print it.
    pub evr: String,
    /// When it was installed; none in a file.
    pub installed: Option<Timestamp>,
    /// When it was built.
    pub built: Option<Timestamp>,
    /// Name of the package of sources that it was built from.
    pub source: Option<String>,
    /// Who made it.
    pub vendor: Option<String>,
    /// What it is, in a few words.
    pub summary: Option<String>,
}

impl Package {
    /// `NAME.ARCH`, which names one package, or the several versions of it that are there side by side.
    pub fn name_arch(&self) -> String {
        format!("{}.{}", self.name, self.arch)
    }
}

/// A line of rpm's without what Debian's own adds whenever it writes; none where nothing else is in it.
pub fn without_advice(line: &str) -> Option<String> {
    let rest = ADVICE.iter().fold(line.to_owned(), |line, advice| line.replace(advice, ""));
    (rest == line || !rest.trim().is_empty()).then_some(rest)
}

/// The program that changes rpm's database.
pub fn writer(pc: &Pc<'_>) -> Option<String> {
    DATABASES.iter().find_map(|folder| lock_holder(&pc.place(folder).join(LOCK)))
}

/// The program whose number stands in a file. The file stays when its program ends: only one that is there still counts.
pub fn noted_in(pc: &Pc<'_>, file: &str) -> Option<String> {
    let number: u32 = fs::read_to_string(pc.place(file)).ok()?.trim().parse().ok()?;
    let name = fs::read_to_string(pc.place(&format!("/proc/{number}/comm"))).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Whether rpm has a database on this PC where systems have it that it runs.
pub fn has_database(root: &Path) -> bool {
    let is_there = |folder: &str| {
        let folder = root.join(folder.trim_start_matches('/'));
        FILES.iter().any(|file| folder.join(file).is_file())
    };
    DATABASES.iter().any(|folder| is_there(folder))
}

/// The installed packages of these names, each `NAME` or `NAME.ARCH`: all versions of one that is there more than once,
/// nothing of one that is not there. A new process asks.
///
/// # Errors
/// [`AskError`], also where the database could not be opened: rpm then says of every package that it is not installed.
pub fn installed<'a>(
    pc: &Pc<'_>,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<Package>, AskError> {
    let names: Vec<&str> = names.into_iter().collect();
    let mut packages = Vec::new();
    for names in names.chunks(NAMES) {
        packages.extend(parse(&whole(pc, FORMAT, names)?, names));
    }
    Ok(packages)
}

/// Whether a package is a kernel, or is built for one: several versions of them are there side by side on purpose.
pub fn is_kernel(name: &str) -> bool {
    name == "kernel" || name.starts_with("kernel-") || name.contains("-kmp-")
}

/// What is there twice, `NAME.ARCH`: an installation was cut off after the newer version went in and before the older one
/// went.
///
/// # Errors
/// [`AskError`] where rpm's database could not be read.
pub fn twice(pc: &Pc<'_>) -> Result<BTreeSet<String>, AskError> {
    let output = pc.tools.ask(&Call::new(RPM, ["-qa", "--qf", NAMES_FORMAT]), LIMIT)?;
    if !output.is_success() || complains(&output.stderr) {
        return Err(refused(&output));
    }
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for name in output.stdout.lines().filter(|name| !is_kernel(name) && !name.starts_with(KEY)) {
        if !seen.insert(name) {
            twice.insert(name.to_owned());
        }
    }
    Ok(twice)
}

/// Name of the file of a version, `dnf:NAME.ARCH@EVR` or zypper's: `NAME-VERSION-RELEASE.ARCH.rpm`, without the epoch.
pub fn file_name(id: &UpdateId) -> Option<String> {
    let (name, arch) = id.native().rsplit_once('.')?;
    let version = id.version().split_once(':').map_or(id.version(), |(_, version)| version);
    Some(format!("{name}-{version}.{arch}.rpm"))
}

/// Those files of these installed packages that are wanted, each with its `NAME.ARCH`.
///
/// # Errors
/// As [`installed`].
pub fn files<'a>(
    pc: &Pc<'_>,
    names: impl IntoIterator<Item = &'a str>,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, String)>, AskError> {
    let names: Vec<&str> = names.into_iter().collect();
    let mut files = Vec::new();
    for names in names.chunks(FILES_OF) {
        let text = whole(pc, FILES_FORMAT, names)?;
        let wanted =
            text.lines().filter_map(|line| line.split_once('\t')).filter(|(_, file)| is_wanted(file));
        files.extend(wanted.map(|(of, file)| (of.to_owned(), file.to_owned())));
    }
    Ok(files)
}

/// The package in a file, by its absolute path on the PC.
///
/// # Errors
/// [`AskError`] where it is none.
pub fn in_file(pc: &Pc<'_>, file: &str) -> Result<Package, AskError> {
    let call = Call::new(RPM, ["-q", "--qf", FORMAT, "-p", "--", file]);
    let output = pc.tools.ask(&call, LIMIT)?;
    let package = output.stdout.strip_suffix('\n').and_then(package);
    package.filter(|_| output.is_success()).ok_or_else(|| refused(&output))
}

/// The packages in those of these files that are some.
pub fn in_files(pc: &Pc<'_>, files: &[&str]) -> Vec<Package> {
    let mut packages = Vec::new();
    for files in files.chunks(NAMES) {
        let call = Call::new(RPM, ["-q", "--qf", FORMAT, "-p", "--"]).and(files.iter().copied());
        match pc.tools.ask(&call, LIMIT) {
            Ok(output) => packages.extend(output.stdout.lines().filter_map(package)),
            Err(error) => tracing::warn!(%error, "Failed to ask rpm what lies in a cache"),
        }
    }
    packages
}

/// Whether a file is signed with a key that this PC trusts, and whole. One without a signature is not.
pub fn is_signed(pc: &Pc<'_>, file: &str) -> bool {
    let answer = pc.tools.ask(&Call::new(RPMKEYS, ["--checksig", "--", file]), LIMIT);
    answer.is_ok_and(|answer| {
        answer.is_success() && answer.stdout.trim_end().ends_with(": digests signatures OK")
    })
}

/// The line that [`installed`] asks of these names, at most 2,000.
pub fn question(names: &[&str]) -> Call {
    ask(FORMAT, names)
}

fn ask(format: &str, names: &[&str]) -> Call {
    Call::new(RPM, ["-q", "--qf", format, "--"]).and(names.iter().copied()).and([END])
}

fn whole(pc: &Pc<'_>, format: &str, names: &[&str]) -> Result<String, AskError> {
    let output = pc.tools.ask(&ask(format, names), LIMIT)?;
    // The status is how many were not found, and END never is.
    match without_end(&output.stdout) {
        Some(text) if !complains(&output.stderr) && output.status.is_some_and(|status| status > 0) => {
            Ok(text.to_owned())
        }
        _ => Err(refused(&output)),
    }
}

fn without_end(text: &str) -> Option<&str> {
    text.strip_suffix('\n')?.strip_suffix(&format!("package {END} is not installed"))
}

/// Whether rpm says that it could not read something, not only that it warns.
fn complains(stderr: &str) -> bool {
    stderr.lines().any(|line| line.starts_with("error:"))
}

fn refused(output: &Output) -> AskError {
    let said = format!("{}\n[{}]", output.said(), output.ending());
    AskError::Refused { cause: cause(&said), said }
}

/// What rpm's complaints about its own database mean.
fn cause(said: &str) -> Cause {
    let rules = [
        ("Read-only file system", Cause::DiskUnusable),
        ("disk I/O error", Cause::DiskUnusable),
        ("Input/output error", Cause::DiskUnusable),
        ("file is not a database", Cause::DiskUnusable),
        ("database disk image is malformed", Cause::DiskUnusable),
        ("No space left on device", Cause::DiskFull),
        ("unable to open database file", Cause::NeedsAdminOrUser),
    ];
    rules.iter().find(|(words, _)| said.contains(words)).map_or(Cause::Unexpected, |(_, cause)| *cause)
}

/// Reads all whole lines that are of one of these names; what is not installed has none.
pub fn parse(text: &str, names: &[&str]) -> Vec<Package> {
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let is_asked = |found: &Package| {
        names.iter().any(|name| {
            *name == found.name
                || name.rsplit_once('.').is_some_and(|(name, arch)| name == found.name && arch == found.arch)
        })
    };
    whole.lines().filter_map(package).filter(is_asked).collect()
}

/// Reads one line of [`FORMAT`].
pub fn package(line: &str) -> Option<Package> {
    let mut fields = line.splitn(9, '\t');
    let mut next = || fields.next();
    let (name, arch, epoch, version) = (next()?, next()?, next()?, next()?);
    let (installed, built, source, vendor, summary) = (next()?, next()?, next()?, next()?, next()?);
    let epoch: u32 = epoch.parse().ok()?;
    let evr = evr(epoch, version);
    let known = !name.is_empty() && !arch.is_empty() && version.contains('-') && name != KEY;
    known.then(|| Package {
        name: name.to_owned(),
        arch: arch.to_owned(),
        evr,
        installed: moment(installed),
        built: moment(built),
        source: said(source).and_then(|file| source_name(&file).map(str::to_owned)),
        vendor: said(vendor),
        summary: said(summary),
    })
}

/// `EPOCH:VERSION-RELEASE`, without an epoch of 0.
pub fn evr(epoch: u32, version_release: &str) -> String {
    if epoch == 0 { version_release.to_owned() } else { format!("{epoch}:{version_release}") }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty() && text != NONE).then(|| text.to_owned())
}

fn moment(text: &str) -> Option<Timestamp> {
    Timestamp::from_second(text.parse().ok().filter(|second| *second > 0)?).ok()
}

/// The name in `NAME-VERSION-RELEASE.src.rpm`.
pub fn source_name(file: &str) -> Option<&str> {
    let (rest, _release) = file.rsplit_once('-')?;
    let (name, _version) = rest.rsplit_once('-')?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests;
