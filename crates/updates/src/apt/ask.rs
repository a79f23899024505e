//! The questions to apt and dpkg. All only read, need no lock and no root.

use std::{ffi::OsString, path::Path, time::Duration};

use patchround_protocol::Cause;

use crate::{
    command::{Call, Output},
    source::Pc,
};

use super::{causes, database, held, policy, records, simulation, sources};
pub use crate::ask::AskError;

/// Path of `apt-get`.
pub const APT_GET: &str = "/usr/bin/apt-get";
/// Path of `apt-mark`.
pub const APT_MARK: &str = "/usr/bin/apt-mark";
/// Path of `dpkg`.
pub const DPKG: &str = "/usr/bin/dpkg";
/// Where apt keeps the lists it has read.
pub(super) const LISTS: &str = "/var/lib/apt/lists";
const APT_CACHE: &str = "/usr/bin/apt-cache";
const DPKG_QUERY: &str = "/usr/bin/dpkg-query";

/// sources.md K: simulate, print-uris, policy.
const LIMIT: Duration = Duration::from_secs(60);
/// Names in one call: the kernel's limit on arguments is far above.
const NAMES: usize = 2000;

/// Runs `apt-get -s` with these arguments and gives its text.
///
/// # Errors
/// [`AskError::Refused`] if apt sees no way.
pub fn simulate_text(pc: &Pc<'_>, args: &[impl AsRef<str>]) -> Result<String, AskError> {
    let call = Call::new(APT_GET, ["-s", "-q"]).and(args.iter().map(AsRef::as_ref));
    Ok(successful(pc.tools.ask(&call, LIMIT)?)?.stdout)
}

/// Simulates installing exactly these `NAME=VERSION`, which must be installed in another version.
///
/// # Errors
/// [`AskError::Refused`] if apt sees no way.
pub fn simulate_install(pc: &Pc<'_>, targets: &[String]) -> Result<simulation::Simulation, AskError> {
    let args = ["--only-upgrade", "install", "--"].into_iter().chain(targets.iter().map(String::as_str));
    simulate_text(pc, &args.collect::<Vec<_>>()).map(|text| simulation::parse(&text))
}

/// What apt has to be told to finish what is unfinished, besides what each of its programs is told: nothing may
/// be removed, and what is named is unpacked anew in its version.
pub const MENDING: [&str; 3] = ["--fix-broken", "--reinstall", "--no-remove"];

/// Simulates finishing what is unfinished, unpacking exactly these `NAME=VERSION` anew.
///
/// # Errors
/// [`AskError::Refused`] if apt sees no way.
pub fn simulate_mending(pc: &Pc<'_>, targets: &[String]) -> Result<simulation::Simulation, AskError> {
    let args = MENDING.into_iter().chain(["install", "--"]).chain(targets.iter().map(String::as_str));
    simulate_text(pc, &args.collect::<Vec<_>>()).map(|text| simulation::parse(&text))
}

/// What apt has to be told to go back to an older version, besides what each of its programs is told: nothing may be
/// removed for it.
pub const GOING_BACK: [&str; 2] = ["--allow-downgrades", "--no-remove"];

/// Simulates going back to the versions in these files, each an absolute path.
///
/// # Errors
/// [`AskError::Refused`] if apt sees no way.
pub fn simulate_back(pc: &Pc<'_>, files: &[String]) -> Result<simulation::Simulation, AskError> {
    let args = GOING_BACK.into_iter().chain(["install", "--"]).chain(files.iter().map(String::as_str));
    simulate_text(pc, &args.collect::<Vec<_>>()).map(|text| simulation::parse(&text))
}

/// The files that installing these would fetch.
///
/// # Errors
/// [`AskError::Refused`] if apt sees no way.
pub fn print_uris(pc: &Pc<'_>, targets: &[String]) -> Result<Vec<super::uris::Uri>, AskError> {
    let args = ["-qq", "--print-uris", "--only-upgrade", "install", "--"];
    let output = successful(pc.tools.ask(&Call::new(APT_GET, args).and(targets), LIMIT)?)?;
    Ok(super::uris::parse(&output.stdout))
}

/// Sources this PC is set up with whose lists were never read: what they offer is not known.
///
/// # Errors
/// [`AskError`].
pub fn unread_sources(pc: &Pc<'_>) -> Result<Vec<String>, AskError> {
    let output = successful(pc.tools.ask(&Call::new(APT_GET, ["update", "--print-uris"]), LIMIT)?)?;
    let files = std::fs::read_dir(pc.place(LISTS)).into_iter().flatten().flatten();
    let lists: Vec<String> = files.filter_map(|file| file.file_name().into_string().ok()).collect();
    Ok(sources::unread(&output.stdout, &lists))
}

/// Version tables of packages. One that apt does not know is left out.
///
/// # Errors
/// [`AskError`].
pub fn tables<'a>(
    pc: &Pc<'_>,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<std::collections::BTreeMap<String, policy::Table>, AskError> {
    let texts = in_portions(pc, APT_CACHE, &["policy", "--"], names)?;
    Ok(policy::tables(&texts))
}

/// What each archive calls itself.
///
/// # Errors
/// [`AskError`].
pub fn archives(pc: &Pc<'_>) -> Result<std::collections::BTreeMap<String, policy::Archive>, AskError> {
    let output = successful(pc.tools.ask(&Call::new(APT_CACHE, ["policy"]), LIMIT)?)?;
    // An archive that is missing would make a security update one of any kind.
    if !output.stdout.lines().any(|line| line == policy::END) {
        let said = "What apt-cache policy said was cut off".to_owned();
        return Err(AskError::Refused { cause: Cause::Unexpected, said });
    }
    Ok(policy::archives(&output.stdout))
}

/// Records of `NAME=VERSION`.
///
/// # Errors
/// [`AskError`].
pub fn records<'a>(
    pc: &Pc<'_>,
    targets: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<records::Record>, AskError> {
    Ok(records::parse(&in_portions(pc, APT_CACHE, &["show", "--no-all-versions", "--"], targets)?))
}

/// Packages that somebody put on hold.
///
/// # Errors
/// [`AskError`].
pub fn held(pc: &Pc<'_>) -> Result<std::collections::BTreeSet<String>, AskError> {
    Ok(held::parse(&successful(pc.tools.ask(&Call::new(APT_MARK, ["showhold"]), LIMIT)?)?.stdout))
}

/// Which of these were installed only because another package needs them.
///
/// # Errors
/// [`AskError`].
pub fn automatic<'a>(
    pc: &Pc<'_>,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<std::collections::BTreeSet<String>, AskError> {
    Ok(held::parse(&in_portions(pc, APT_MARK, &["showauto", "--"], names)?))
}

/// What dpkg's database says about these packages, asked by a new process each time.
///
/// # Errors
/// [`AskError`].
pub fn database<'a>(
    pc: &Pc<'_>,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<database::Entry>, AskError> {
    let format = format!("-f={}", database::FORMAT);
    // A name it does not know makes the status 1; the others are printed all the same.
    Ok(database::parse(&in_portions(pc, DPKG_QUERY, &["-W", &format, "--"], names)?))
}

/// Whether a package is half installed or its set-up has not ended, or dpkg's journal holds a run that was cut off.
///
/// Not `dpkg --audit`: it also complains of packages that only lack checksums.
///
/// # Errors
/// [`AskError`].
pub fn is_unfinished(pc: &Pc<'_>) -> Result<bool, AskError> {
    let states = pc.tools.ask(&Call::new(DPKG_QUERY, ["-W", "-f=${db:Status-Status}\n"]), LIMIT)?.stdout;
    Ok(is_journal_dirty(&pc.place("/var/lib/dpkg/updates")) || states.lines().any(database::is_unfinished))
}

/// The names of the packages whose installation has not ended.
///
/// # Errors
/// [`AskError`].
pub fn unfinished(pc: &Pc<'_>) -> Result<Vec<String>, AskError> {
    parts(pc).map(|text| database::unfinished(&text))
}

/// Packages that were not wholly unpacked, as `NAME=VERSION`: dpkg cannot set them up, they have to be fetched and
/// unpacked anew.
///
/// # Errors
/// [`AskError`].
pub fn not_unpacked(pc: &Pc<'_>) -> Result<Vec<String>, AskError> {
    parts(pc).map(|text| database::not_unpacked(&text))
}

fn parts(pc: &Pc<'_>) -> Result<String, AskError> {
    let format = format!("-f={}", database::PARTS_FORMAT);
    Ok(successful(pc.tools.ask(&Call::new(DPKG_QUERY, ["-W", &format]), LIMIT)?)?.stdout)
}

/// Whether dpkg's journal holds an unfinished run: files with purely numeric names
/// (unattended-upgrades' test; `apt-get -s` does not notice it).
fn is_journal_dirty(folder: &Path) -> bool {
    let numeric = |name: &OsString| name.to_str().is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    std::fs::read_dir(folder).is_ok_and(|mut files| files.any(|f| f.is_ok_and(|f| numeric(&f.file_name()))))
}

fn in_portions<'a>(
    pc: &Pc<'_>,
    program: &'static str,
    args: &[&str],
    names: impl IntoIterator<Item = &'a str>,
) -> Result<String, AskError> {
    let names: Vec<_> = names.into_iter().collect();
    let mut text = String::new();
    for portion in names.chunks(NAMES) {
        let call = Call::new(program, args.iter().copied()).and(portion.iter().copied());
        text.push_str(&pc.tools.ask(&call, LIMIT)?.stdout);
        text.push('\n');
    }
    Ok(text)
}

fn successful(output: Output) -> Result<Output, AskError> {
    if output.is_success() {
        return Ok(output);
    }
    let said = format!("{}\n[{}]", output.said(), output.ending());
    Err(AskError::Refused { cause: causes::classify(&said), said })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_a_numeric_file_in_dpkgs_journal_means_an_interruption() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tmp.i"), "").unwrap();
        assert!(!is_journal_dirty(folder.path()));
        fs::write(folder.path().join("0003"), "").unwrap();
        assert!(is_journal_dirty(folder.path()));
        assert!(!is_journal_dirty(&folder.path().join("nothing")));
    }
}
