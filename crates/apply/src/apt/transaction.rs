//! apt as the installer needs it: asked and run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use patchround_updates::{
    Pc,
    apt::{
        ask::{self, APT_GET, APT_MARK, AskError},
        database::Entry,
        kept,
        policy::Table,
        records::Record,
        simulation::{self, Simulation},
        uris::Uri,
    },
    command::{Call, CommandError, Line, STATUS_FD, Told},
};

use crate::{apt::Apt as Source, patience::Patience, room::Disks, source::Source as _};

/// What a run of `apt-get install` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Fetches only.
    Download,
    /// Installs, and stops rather than remove anything.
    Install,
    /// Installs, and removes what the simulation said and somebody agreed to.
    InstallAndRemove,
    /// Finishes what is unfinished, and unpacks anew what is named.
    Mend,
    /// Fetches versions that are there already, to keep them.
    Keep,
    /// Goes back to the versions in some files.
    GoBack,
}

/// apt, or a test's idea of it.
pub(crate) trait Apt: Disks {
    /// How long others are waited for in one order.
    fn patience(&self) -> Patience;
    fn database(&self, names: &BTreeSet<&str>) -> Result<Vec<Entry>, AskError>;
    fn tables(&self, names: &BTreeSet<String>) -> Result<BTreeMap<String, Table>, AskError>;
    fn records(&self, targets: &[String]) -> Result<Vec<Record>, AskError>;
    /// What the whole upgrade would do: tells whose turn in a gradual release has come.
    fn full(&self) -> Result<Simulation, AskError>;
    fn simulate(&self, targets: &[String]) -> Result<Simulation, AskError>;
    /// What finishing would do that unpacks these anew.
    fn simulate_mending(&self, targets: &[String]) -> Result<Simulation, AskError>;
    /// What dpkg cannot set up, because only a part of it was unpacked: `NAME=VERSION`.
    fn not_unpacked(&self) -> Result<Vec<String>, AskError>;
    /// What going back to the versions in these files would do.
    fn simulate_back(&self, files: &[String]) -> Result<Simulation, AskError>;
    fn uris(&self, targets: &[String]) -> Result<Vec<Uri>, AskError>;
    fn automatic(&self, names: &BTreeSet<String>) -> Result<BTreeSet<String>, AskError>;
    fn run(
        &mut self,
        mode: Mode,
        targets: &[String],
        each: &mut dyn FnMut(&Line),
    ) -> Result<Told, CommandError>;
    /// Sets up what was unpacked and not set up.
    fn configure(&mut self, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError>;
    /// Whether a package is not wholly installed, or a run of dpkg was cut off.
    fn is_unfinished(&self) -> Result<bool, AskError>;
    /// The program that holds dpkg's database.
    fn database_holder(&self) -> Option<String>;
    fn mark_automatic(&mut self, names: &BTreeSet<String>);
    /// Puts packages on hold, or lets them go. Whether it worked, a look tells.
    fn mark_held(&mut self, names: &BTreeSet<String>, held: bool);
    /// Where a file of that name lies once it was fetched.
    fn fetched(&self, file: &str) -> PathBuf;
    /// Drops what was fetched, so that it is fetched anew.
    fn drop_fetched(&mut self);
    fn restart(&self) -> Restart;
}

/// Whether a restart is pending, and which packages asked for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Restart {
    pub(crate) pending: Option<bool>,
    pub(crate) asked_by: BTreeSet<String>,
}

/// The apt of this PC.
pub(crate) struct RealApt<'a> {
    pub(crate) pc: Pc<'a>,
}

impl Disks for RealApt<'_> {
    fn free_bytes(&self, folder: &str) -> Option<u64> {
        self.pc.free_bytes(folder)
    }

    fn has_own_boot_disk(&self) -> bool {
        self.pc.has_own_boot_disk()
    }
}

impl Apt for RealApt<'_> {
    fn patience(&self) -> Patience {
        Patience::on(&self.pc)
    }

    fn database(&self, names: &BTreeSet<&str>) -> Result<Vec<Entry>, AskError> {
        ask::database(&self.pc, names.iter().copied())
    }

    fn tables(&self, names: &BTreeSet<String>) -> Result<BTreeMap<String, Table>, AskError> {
        ask::tables(&self.pc, names.iter().map(String::as_str))
    }

    fn records(&self, targets: &[String]) -> Result<Vec<Record>, AskError> {
        ask::records(&self.pc, targets.iter().map(String::as_str))
    }

    fn full(&self) -> Result<Simulation, AskError> {
        ask::simulate_text(&self.pc, &["dist-upgrade"]).map(|text| simulation::parse(&text))
    }

    fn simulate(&self, targets: &[String]) -> Result<Simulation, AskError> {
        ask::simulate_install(&self.pc, targets)
    }

    fn simulate_mending(&self, targets: &[String]) -> Result<Simulation, AskError> {
        ask::simulate_mending(&self.pc, targets)
    }

    fn not_unpacked(&self) -> Result<Vec<String>, AskError> {
        ask::not_unpacked(&self.pc)
    }

    fn simulate_back(&self, files: &[String]) -> Result<Simulation, AskError> {
        ask::simulate_back(&self.pc, files)
    }

    fn uris(&self, targets: &[String]) -> Result<Vec<Uri>, AskError> {
        ask::print_uris(&self.pc, targets)
    }

    fn automatic(&self, names: &BTreeSet<String>) -> Result<BTreeSet<String>, AskError> {
        ask::automatic(&self.pc, names.iter().map(String::as_str))
    }

    fn run(
        &mut self,
        mode: Mode,
        targets: &[String],
        each: &mut dyn FnMut(&Line),
    ) -> Result<Told, CommandError> {
        let call = quiet(Call::new(APT_GET, arguments(mode)).and(targets));
        self.pc.tools.write(&call, each)
    }

    fn configure(&mut self, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        let status = STATUS_FD.to_string();
        let flags = ["--configure", "-a", "--force-confdef", "--force-confold", "--status-fd", &status];
        self.pc.tools.write(&quiet(Call::new(ask::DPKG, flags)), each)
    }

    fn is_unfinished(&self) -> Result<bool, AskError> {
        ask::is_unfinished(&self.pc)
    }

    fn database_holder(&self) -> Option<String> {
        Source.writer(&self.pc)
    }

    fn mark_automatic(&mut self, names: &BTreeSet<String>) {
        mark(&self.pc, "auto", names);
    }

    fn mark_held(&mut self, names: &BTreeSet<String>, held: bool) {
        mark(&self.pc, if held { "hold" } else { "unhold" }, names);
    }

    fn fetched(&self, file: &str) -> PathBuf {
        self.pc.place(kept::ARCHIVES).join(file)
    }

    fn drop_fetched(&mut self) {
        let told = self.pc.tools.write(&Call::new(APT_GET, ["clean"]), &mut |_| {});
        match told {
            Ok(told) if told.is_success() => {}
            told => tracing::warn!(?told, "Failed to drop what was fetched"),
        }
    }

    fn restart(&self) -> Restart {
        let asked_by = fs::read_to_string(self.pc.place("/run/reboot-required.pkgs")).unwrap_or_default();
        Restart {
            pending: patchround_updates::restart_need(&self.pc).pending,
            asked_by: asked_by.lines().map(|line| line.trim().to_owned()).collect(),
        }
    }
}

/// `apt-mark`; where it does not work, a look finds what is so.
fn mark(pc: &Pc<'_>, how: &str, names: &BTreeSet<String>) {
    let call = Call::new(APT_MARK, [how, "--"]).and(names);
    match pc.tools.write(&call, &mut |_| {}) {
        Ok(told) if told.is_success() => {}
        Ok(told) => tracing::warn!(status = told.status, how, "Failed to mark packages"),
        Err(error) => tracing::warn!(%error, how, "Failed to mark packages"),
    }
}

/// Nobody can be asked: every tool that would ask is told so. needrestart is suspended because it
/// would restart services once per run of dpkg.
fn quiet(call: Call) -> Call {
    call.with("APT_LISTCHANGES_FRONTEND", "none")
        .with("NEEDRESTART_SUSPEND", "1")
        .with("UCF_FORCE_CONFFOLD", "1")
        .with("HOME", "/root")
}

/// sources.md 1.5. The settings a person changed are kept (confold), the maker's become `.dpkg-dist`.
fn arguments(mode: Mode) -> Vec<String> {
    let status = format!("APT::Status-Fd={STATUS_FD}");
    let options = [
        status.as_str(),
        "Dpkg::Use-Pty=0",
        "DPkg::Lock::Timeout=600",
        "Acquire::Retries=3",
        "Acquire::http::Timeout=20",
        "Acquire::https::Timeout=20",
        "Dpkg::Options::=--force-confdef",
        "Dpkg::Options::=--force-confold",
    ];
    let flags: &[&str] = match mode {
        Mode::Download => &["--only-upgrade", "--download-only"],
        Mode::Install => &["--only-upgrade", "--no-remove"],
        Mode::InstallAndRemove => &["--only-upgrade"],
        Mode::Mend => &ask::MENDING,
        Mode::Keep => &["--reinstall", "--download-only", "--no-remove"],
        Mode::GoBack => &ask::GOING_BACK,
    };
    let options = options.iter().flat_map(|option| ["-o", option]);
    let all = ["-y", "-q"].into_iter().chain(options).chain(flags.iter().copied());
    all.chain(["install", "--"]).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_removed_unless_that_was_agreed_and_names_are_never_options() {
        let all =
            [Mode::Download, Mode::Install, Mode::InstallAndRemove, Mode::Mend, Mode::Keep, Mode::GoBack];
        for mode in all {
            let arguments = arguments(mode);
            let has = |flag: &str| arguments.iter().any(|a| a == flag);
            assert_eq!(has("--no-remove"), !matches!(mode, Mode::Download | Mode::InstallAndRemove));
            assert_eq!(has("--download-only"), matches!(mode, Mode::Download | Mode::Keep));
            let may_add = matches!(mode, Mode::Mend | Mode::Keep | Mode::GoBack);
            assert_eq!(has("--only-upgrade"), !may_add, "what is missing may come along new");
            assert_eq!(has("--allow-downgrades"), mode == Mode::GoBack, "only an undo goes back");
            assert_eq!(arguments.last().unwrap(), "--");
            assert!(!has("--allow-unauthenticated") && !has("--allow-change-held-packages"));
        }
    }
}
