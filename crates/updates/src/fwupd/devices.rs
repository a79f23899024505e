//! `Devices` of fwupd's JSON: what is there, and what is offered for it. Names of 1.9 and of 2.0 are the same here.

use serde::Deserialize;

/// Devices of one PC, at most: a server with many disks has some dozens.
const DEVICES: usize = 1000;
/// Hex digits of a device's id.
const ID_DIGITS: usize = 40;
/// States of an update (`FwupdUpdateState`): it will be written at the next start, it was written, it was written and
/// waits for the next start.
const PENDING: u64 = 1;
const SUCCESS: u64 = 2;
const NEEDS_REBOOT: u64 = 4;

/// Something with firmware of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Device {
    /// Its id: a hash of where it is and what it is, the same after a restart.
    pub device_id: String,
    /// What its maker calls it.
    pub name: Option<String>,
    /// What kind of device it is; the first says it best.
    pub guid: Vec<String>,
    /// What is true of it.
    pub flags: Vec<String>,
    /// Why it could not be updated now.
    pub problems: Vec<String>,
    /// The version that is there.
    pub version: Option<String>,
    /// How its last update ended, by fwupd's number.
    pub update_state: Option<u64>,
    /// When that was, in seconds since 1970.
    pub modified: Option<i64>,
    /// What is offered for it, the newest first.
    pub releases: Vec<Release>,
}

/// A version of a device's firmware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Release {
    /// Its maker's id of the firmware, the same for every device of its kind.
    pub appstream_id: Option<String>,
    /// The version.
    pub version: String,
    /// What its maker writes, with markup.
    pub description: Option<String>,
    /// How much its maker says that it matters.
    pub urgency: Option<String>,
    /// Flaws that it mends, by ids of several kinds.
    pub issues: Vec<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// When it came out, in seconds since 1970.
    pub created: Option<i64>,
    /// What is true of it.
    pub flags: Vec<String>,
}

impl Device {
    /// Whether its id is one that a call can name.
    pub fn has_id(&self) -> bool {
        is_id(&self.device_id)
    }

    /// Whether something is true of it.
    pub fn is(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }

    /// Whether a new version was written that it will have after a restart. `booted` is when the PC was started, in
    /// seconds since 1970: that something needs a restart is true of many devices for ever, and says nothing by itself.
    pub fn is_staged(&self, booted: Option<i64>) -> bool {
        let is_pending = self.problems.iter().any(|problem| problem == "update-pending");
        match self.update_state {
            _ if is_pending => true,
            Some(PENDING | NEEDS_REBOOT) => true,
            Some(SUCCESS) => {
                self.needs_restart() && self.modified.zip(booted).is_some_and(|(at, boot)| at > boot)
            }
            _ => false,
        }
    }

    /// Whether what is written to it counts only from the next start on.
    pub fn needs_restart(&self) -> bool {
        self.is("needs-reboot") || self.is("needs-shutdown")
    }

    /// What `fwupdmgr update` would take: the newest of what is newer.
    pub fn offered(&self) -> Option<&Release> {
        self.newer().next()
    }

    /// All that is newer than what is there, the newest first.
    pub fn newer(&self) -> impl Iterator<Item = &Release> {
        self.releases.iter().filter(|release| release.flags.iter().any(|flag| flag == "is-upgrade"))
    }
}

/// Whether a text is a device's id.
pub fn is_id(text: &str) -> bool {
    text.len() == ID_DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The devices of an answer; `None` where it is none.
pub fn parse(text: &str) -> Option<Vec<Device>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Answer {
        devices: Vec<Device>,
    }
    let Answer { mut devices } = serde_json::from_str(text).ok()?;
    devices.truncate(DEVICES);
    Some(devices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fwupd_says_is_read_and_none_is_an_answer_too() {
        let mixed = parse(include_str!("../../testdata/debian-12.fwupdmgr-get-updates.mixed")).unwrap();
        assert_eq!(mixed.len(), 3);
        let webcam = &mixed[0];
        assert!(webcam.has_id() && !webcam.is_staged(Some(0)) && webcam.is("updatable"));
        assert_eq!(webcam.offered().unwrap().version, "1.2.4");
        assert_eq!(webcam.newer().count(), 2);
        assert_eq!(
            parse(include_str!("../../testdata/debian-12.fwupdmgr-get-updates.none")),
            Some(Vec::new())
        );
        assert_eq!(parse(include_str!("../../testdata/debian-12.fwupdmgr-get-updates.no-bus")), None);
    }

    #[test]
    fn only_what_was_written_and_not_started_is_staged() {
        let all = parse(include_str!("../../testdata/written.fwupdmgr-get-devices.laptop")).unwrap();
        let staged =
            |id: char, booted| all.iter().find(|d| d.device_id.starts_with(id)).unwrap().is_staged(booted);
        assert!(!staged('a', None) && !staged('a', Some(1_795_000_001)), "it was in before this start");
        assert!(staged('a', Some(1_794_999_999)), "it was written since");
        assert!(staged('b', None) && staged('c', None) && !staged('d', None));
        let webcam = parse(include_str!("../../testdata/debian-12.fwupdmgr-get-updates.staged")).unwrap();
        assert!(webcam[0].is_staged(Some(0)) && webcam[0].version.as_deref() == Some("1.2.2"));
    }

    #[test]
    fn an_id_that_could_be_something_else_is_none() {
        let id = "08d460be0f1f9f128413f816022a6439e0078018";
        assert!(is_id(id));
        assert!(!is_id(&id.to_uppercase()) && !is_id(&id[1..]) && !is_id(&format!("-{}", &id[1..])));
    }
}
