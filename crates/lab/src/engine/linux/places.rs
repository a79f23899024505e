//! Where an office keeps its things, and what they are called.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::MANAGER;

const STATE: &str = "/var/lib/patchround-lab";
/// Base roots, archives and layers that several offices share.
pub(super) const CACHE: &str = "/var/cache/patchround-lab";
/// The name of the archive server's namespace; it is no PC.
pub(super) const SERVER: &str = "server";
/// Where the PCs find the archive.
pub(super) const SERVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 2);
const MANAGER_ADDRESS: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 3);
const FIRST_PC: u8 = 11;
const MOST_PCS: usize = 100;

/// One office's names and folders. Making one touches nothing.
#[derive(Debug, Clone)]
pub(super) struct Places {
    name: String,
}

impl Places {
    /// No dash in a name: `a` must not own the namespaces of `a-b`.
    pub(super) fn of(name: &str) -> Result<Places> {
        let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        ensure!(plain && (1..=12).contains(&name.len()), "A lab's name is 1 to 12 small letters and digits");
        Ok(Places { name: name.to_owned() })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn dir(&self) -> PathBuf {
        Path::new(STATE).join(&self.name)
    }

    pub(super) fn state_file(&self) -> PathBuf {
        self.dir().join("lab.json")
    }

    pub(super) fn agent(&self) -> PathBuf {
        self.dir().join("lab-agent")
    }

    pub(super) fn machine(&self, who: &str) -> PathBuf {
        self.dir().join("machines").join(who)
    }

    pub(super) fn root(&self, who: &str) -> PathBuf {
        self.machine(who).join("root")
    }

    /// The prefix of every network namespace of this office.
    pub(super) fn namespace_prefix(&self) -> String {
        format!("pr-{}-", self.name)
    }

    pub(super) fn namespace(&self, who: &str) -> String {
        format!("{}{who}", self.namespace_prefix())
    }

    /// What systemd-nspawn calls the PC.
    pub(super) fn machine_name(&self, who: &str) -> String {
        self.namespace(who)
    }
}

/// The manager's PC and `pc1` to `pcN`.
pub(super) fn members(pcs: usize) -> Result<Vec<String>> {
    ensure!((1..=MOST_PCS).contains(&pcs), "A lab has 1 to {MOST_PCS} PCs");
    let numbered = (1..=pcs).map(|number| format!("pc{number}"));
    Ok(std::iter::once(MANAGER.to_owned()).chain(numbered).collect())
}

/// Where a PC, the manager or the server is on the office's LAN.
pub(super) fn address(who: &str) -> Option<Ipv4Addr> {
    match who {
        SERVER => Some(SERVER_ADDRESS),
        MANAGER => Some(MANAGER_ADDRESS),
        pc => {
            let number: usize = pc.strip_prefix("pc")?.parse().ok()?;
            let offset = u8::try_from(number.checked_sub(1)?).ok()?;
            (number <= MOST_PCS).then(|| Ipv4Addr::new(10, 77, 0, FIRST_PC + offset))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_the_folder_or_swallow_another_labs_namespaces() {
        for bad in ["", "..", "a/b", "a-b", "Lab", "thirteen-long", "toolonganame1"] {
            assert!(Places::of(bad).is_err(), "{bad}");
        }
        assert!(Places::of("lab2").is_ok());
    }

    #[test]
    fn every_member_has_its_own_address() {
        let members = members(MOST_PCS).unwrap();
        let mut addresses: Vec<_> = members.iter().map(|who| address(who).unwrap()).collect();
        addresses.push(SERVER_ADDRESS);
        addresses.sort();
        addresses.dedup();
        assert_eq!(addresses.len(), MOST_PCS + 2);
        assert_eq!(address("pc1"), Some(Ipv4Addr::new(10, 77, 0, 11)));
        assert_eq!((address("pc0"), address("pc101"), address("printer")), (None, None, None));
    }
}
