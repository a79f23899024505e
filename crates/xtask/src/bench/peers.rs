//! The programs people would use instead, in a folder that lies over the root of every PC of the bench.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::folder;
use super::office::{ADDRESSES, PCS, SALT_MASTER};
use crate::apt;
use crate::process::Cmd;

/// What the PCs have besides a plain root. The rest comes as wheels.
pub(super) const PACKAGES: [&str; 6] =
    ["openssh-server", "openssh-client", "packagekit", "pssh", "python3", "unattended-upgrades"];
/// Name among Python's packages, and the program that shows that it is there.
const WHEELS: [(&str, &str, &str); 2] =
    [("ansible", "ansible-core", "bin/ansible"), ("salt", "salt", "bin/salt-minion")];
/// apt would look for updates in the middle of everything.
const MASKED: [&str; 2] = ["apt-daily.timer", "apt-daily-upgrade.timer"];
/// As fast as it goes: no second process per task, all PCs at once, connections kept open, no search for Python.
const ANSIBLE: &str = "[defaults]\nhost_key_checking = False\nforks = 10\ninterpreter_python = /usr/bin/python3\n\
                       inventory = /opt/peers/hosts\n[ssh_connection]\npipelining = True\n";
const SSH: &str = "Host *\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n";

/// Makes the folder, and keeps what others have made in it for the next time. `scan` is our own reader.
pub(super) fn layer(scan: &Path) -> Result<PathBuf> {
    apt::ensure(&["python3", "python3-pip", "openssh-client"])?;
    let layer = folder()?.join("layer");
    for (name, package, program) in WHEELS {
        fetch(&layer.join("opt/peers").join(name), package, program)?;
    }
    write(&layer.join("opt/peers/ansible.cfg"), ANSIBLE)?;
    let hosts: String = (0..PCS).map(|number| format!("{ADDRESSES}{}\n", 11 + number)).collect();
    write(&layer.join("opt/peers/hosts"), &hosts)?;
    write(&layer.join("etc/salt/master"), "auto_accept: True\nuser: root\n")?;
    write(&layer.join("etc/salt/minion"), &format!("master: {SALT_MASTER}\nuser: root\n"))?;
    let units = layer.join("etc/systemd/system");
    fs::create_dir_all(&units)?;
    for unit in MASKED {
        Cmd::new("/bin/ln").args(["-sf", "/dev/null"]).arg(units.join(unit)).read()?;
    }
    key(&layer.join("root/.ssh"))?;
    let place = layer.join("usr/local/bin/patchround-scan");
    fs::create_dir_all(place.parent().context("A file lies in a folder")?)?;
    fs::copy(scan, place).context("Failed to copy the scan")?;
    Ok(layer)
}

/// Which versions were compared with.
pub(super) fn versions() -> Result<String> {
    let mut found = Vec::new();
    for (name, package, _) in WHEELS {
        let start = format!("{}-", package.replace('-', "_"));
        for entry in fs::read_dir(folder()?.join("layer/opt/peers").join(name))? {
            let file = entry?.file_name().to_string_lossy().into_owned();
            let version = file.strip_prefix(&start).and_then(|rest| rest.strip_suffix(".dist-info"));
            found.extend(version.map(|version| format!("{package} {version}")));
        }
    }
    Ok(found.join(", "))
}

/// With this machine's Debian Python, which the PCs have as well.
fn fetch(target: &Path, package: &str, program: &str) -> Result<()> {
    if target.join(program).exists() {
        return Ok(());
    }
    Cmd::new("/usr/bin/python3")
        .args(["-m", "pip", "install", "--quiet", "--no-warn-script-location", "--root-user-action=ignore"])
        .args(["--target".as_ref(), target.as_os_str(), package.as_ref()])
        .run()
}

/// One key for everybody: from the manager's PC to all others.
fn key(dir: &Path) -> Result<()> {
    let private = dir.join("id_ed25519");
    if !private.exists() {
        fs::create_dir_all(dir)?;
        Cmd::new("/bin/chmod").arg("700").arg(dir).read()?;
        Cmd::new("/usr/bin/ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&private).run()?;
        fs::copy(dir.join("id_ed25519.pub"), dir.join("authorized_keys"))?;
    }
    write(&dir.join("config"), SSH)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("A file lies in a folder")?)?;
    fs::write(path, text).with_context(|| format!("Failed to write {}", path.display()))
}
