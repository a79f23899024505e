//! Builds an office, or leaves nothing behind.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, bail, ensure};

use super::archive::Archive;
use super::interrupt::Watch;
use super::office::{Lab, State};
use super::others::Others;
use super::places::{Places, members};
use super::{agent, base, layer, machine, network, office, security, teardown, tools};
use crate::{DESKTOP, Initial, Lacking, MANAGER, Options, System};

/// What the helper's own reading of all lists leaves (docs/decisions/0026).
const HELPERS_STAMP: &str = "/var/lib/apt/periodic/patchround-refreshed";

/// The other release of Debian that there can be PCs of.
const TRIXIE: &str = "trixie";

/// PCs that start and install at the same time.
const AT_ONCE: usize = 4;

/// Builds the office and returns when every PC has started, knows its updates and has the helper. When it fails or
/// is interrupted (SIGINT, SIGTERM), what it made is removed first.
pub fn up(options: &Options) -> Result<Lab> {
    tools::be_root()?;
    let places = Places::of(&options.name)?;
    let members = members(options.pcs)?;
    check_files(options)?;
    let _watch = Watch::start()?;
    let _lock = teardown::lock(&places)?;
    if office::is_up(&places) {
        bail!(
            "Lab {0} is running already: use it, or end it with `cargo xtask lab down --name {0}`",
            places.name()
        );
    }
    teardown::clear(&places)?;
    let unfinished = Unfinished(&places);
    build(options, &places, &members)?;
    State::new(members).write(&places)?;
    std::mem::forget(unfinished);
    Lab::open(&options.name)
}

/// Makes everything that takes minutes and that the offices of all tests are made of, where it is not there yet: what is
/// fetched from Debian's servers. Starts no office.
pub fn make_roots() -> Result<()> {
    tools::be_root()?;
    let _watch = Watch::start()?;
    tools::provide()?;
    base::provide(&[], Lacking::None)?;
    Others::provide()?;
    base::provide_release(TRIXIE)?;
    let desktop = DESKTOP.map(str::to_owned);
    base::provide(&desktop, Lacking::None)?;
    security::provide(&base::provide(&desktop, Lacking::Security)?)?;
    Archive::ours(Initial::Nothing).map(drop)
}

/// Clears away a half-made office when dropped, also in a panic.
struct Unfinished<'a>(&'a Places);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        let cleared = teardown::clear(self.0).and_then(|()| super::overlay::remove_tree(&self.0.dir()));
        if let Err(error) = cleared {
            tracing::error!(error = format!("{error:#}"), "Failed to remove the half-made lab");
        }
    }
}

fn check_files(options: &Options) -> Result<()> {
    for file in [&options.helper_deb, &options.helper_rpm, &options.cli, &options.agent].into_iter().flatten()
    {
        ensure!(file.is_file(), "Failed to find {}", file.display());
    }
    Ok(())
}

fn build(options: &Options, places: &Places, members: &[String]) -> Result<()> {
    tools::provide()?;
    let base = base::provide(&options.packages, options.lacking)?;
    let archive = match &options.repo {
        Some(dir) => Archive::foreign(dir)?,
        None => Archive::ours(options.initial)?,
    };
    let initial = layer::provide(places, &base, &archive)?;
    let has_others = options.systems.iter().any(|system| !matches!(system, System::Debian | System::Trixie));
    let others = if has_others { Some(Others::provide()?) } else { None };
    let agent = options.agent.clone().map_or_else(std::env::current_exe, Ok)?;
    // A copy, because the lab outlives a rebuild of the program.
    fs::copy(agent, places.agent()).context("Failed to copy the lab's agent")?;
    tracing::info!(pcs = options.pcs, "Starting the office");
    network::build(places, members)?;
    agent::start_server(places, &served(options, places, &base, &archive, others.as_ref())?)?;
    let debian = |base: &Path| layer::provide(places, base, &archive);
    for who in members {
        let own = match (system_of(options, who), &others) {
            (System::Trixie, _) => {
                let base = base::provide_release(TRIXIE)?;
                vec![debian(&base)?, base]
            }
            (System::Debian, _) | (_, None) => vec![initial.clone(), base.clone()],
            (system, Some(others)) => others.lower(system, debian)?,
        };
        let lower = lower(&options.layers, &own)?;
        let lower: Vec<&Path> = lower.iter().map(PathBuf::as_path).collect();
        machine::prepare(places, who, members, &lower)?;
    }
    for who in members {
        machine::power_on(places, who)?;
    }
    side_by_side(members, |who| {
        settle(options, places, who).with_context(|| format!("While setting up {who}"))
    })
}

/// What runs a member: `pc1` and on as it is asked for, the manager's and what is left Debian.
fn system_of(options: &Options, who: &str) -> System {
    let number = who.strip_prefix("pc").and_then(|number| number.parse::<usize>().ok());
    let at = number.and_then(|number| number.checked_sub(1));
    at.and_then(|at| options.systems.get(at)).copied().unwrap_or(System::Debian)
}

/// The folder the server offers: the archive, and beside it what of Debian's own the PCs lack.
fn served(
    options: &Options,
    places: &Places,
    base: &Path,
    archive: &Archive,
    others: Option<&Others>,
) -> Result<PathBuf> {
    if options.lacking == Lacking::None && others.is_none() {
        return Ok(archive.dir.clone());
    }
    let served = places.dir().join("served");
    fs::create_dir(&served).context("Failed to make the folder the server offers")?;
    if options.lacking == Lacking::Security {
        symlink(security::provide(base)?, served.join(security::FOLDER))?;
    }
    for folder in others.map(Others::served).into_iter().flatten() {
        symlink(&folder, served.join(folder.file_name().context("A folder without a name")?))?;
    }
    for entry in fs::read_dir(&archive.dir)? {
        let entry = entry?;
        symlink(entry.path(), served.join(entry.file_name()))?;
    }
    Ok(served)
}

/// What lies below a PC's own changes, the uppermost first.
fn lower(layers: &[PathBuf], own: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let given = layers.iter().map(|layer| {
        fs::canonicalize(layer).with_context(|| format!("Failed to find the layer {}", layer.display()))
    });
    given.chain(own.iter().cloned().map(Ok)).collect()
}

/// What happens on a PC before anybody works with it.
fn settle(options: &Options, places: &Places, who: &str) -> Result<()> {
    machine::wait_running(places, who, None)?;
    let lab = Lab::unfinished(places.clone());
    let system = system_of(options, who);
    let is_debian = matches!(system, System::Debian | System::Trixie | System::Flatpak);
    let helper = if is_debian { &options.helper_deb } else { &options.helper_rpm };
    if is_debian {
        lab.succeed(who, ["apt-get", "-qq", "--error-on=any", "update"])?;
        lab.succeed(who, ["touch", HELPERS_STAMP])?;
    }
    if let Some(package) = helper {
        lab.install_on(system, who, package)?;
    }
    match &options.cli {
        Some(cli) if who == MANAGER => lab.put(who, Path::new("/usr/bin/patchround"), &fs::read(cli)?, 0o755),
        _ => Ok(()),
    }
}

/// Does `work` for every member, a few at a time, and gives the first error when all have ended.
fn side_by_side(members: &[String], work: impl Fn(&str) -> Result<()> + Sync) -> Result<()> {
    let queue = Mutex::new(members.iter());
    let next = || queue.lock().ok()?.next();
    let worker = || -> Result<()> {
        while let Some(who) = next() {
            work(who)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(worker)).collect();
        let results: Vec<Result<()>> =
            workers.into_iter().map(|worker| worker.join().expect("no work panics")).collect();
        results.into_iter().collect()
    })
}
