//! Which cause a status of winget means, or one of an installer that it hands through. Its words are in any language; its
//! numbers are not.

use patchround_protocol::Cause;

/// Nothing that is installed is meant (`NO_APPLICATIONS_FOUND`): an answer, not a failure.
pub const NOTHING_FOUND: i32 = -1_978_335_212;

/// The installer itself failed (`SHELLEXEC_INSTALL_FAILED`, `MSI_INSTALL_FAILED`): winget says its number among its words.
const INSTALLER_FAILED: [u32; 2] = [0x8A15_0006, 0x8A15_0049];

/// The cause that a run's end means; [`Cause::Unexpected`] where it means none.
pub fn classify(status: Option<i32>, said: &str) -> Cause {
    let Some(code) = status.map(i32::cast_unsigned) else { return Cause::InterruptedBefore };
    if INSTALLER_FAILED.contains(&code) {
        return installers(said).unwrap_or(Cause::PackageScriptFailed);
    }
    of_installer(code).or_else(|| of_windows(code)).or_else(|| of_winget(code)).unwrap_or(Cause::Unexpected)
}

/// The last number among the words that an installer is known to end with.
fn installers(said: &str) -> Option<Cause> {
    let numbers = said.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    numbers.filter_map(of_installer).next_back()
}

/// Windows Installer's own (msi.h), which many other installers follow.
fn of_installer(code: u32) -> Option<Cause> {
    Some(match code {
        1601 | 1603 | 1720..=1722 => Cause::PackageScriptFailed,
        // Nobody is asked anything: what stops it is a program that is open (sources.md I, 19).
        1602 => Cause::AppRunning,
        1618 => Cause::BusyOtherUpdater,
        1625 | 1640 | 1643 | 1644 => Cause::PolicyBlocked,
        1633 => Cause::NotForThisPc,
        1638 => Cause::VersionGone,
        1641 | 3010 => Cause::RestartToFinish,
        _ => return None,
    })
}

/// Windows' own (winerror.h) and those of its way to the network (wininet.h).
fn of_windows(code: u32) -> Option<Cause> {
    Some(match code {
        0x8007_0005 => Cause::NeedsAdminOrUser,
        0x8007_0020 | 0x8007_0021 => Cause::AppRunning,
        0x8007_0070 | 0x8007_0027 => Cause::DiskFull,
        0x8007_0013 | 0x8007_045D => Cause::DiskUnusable,
        0x8007_2EE7 | 0x8007_2EFD | 0x8007_2EFE | 0x8007_2EE6 => Cause::NoNetwork,
        0x8007_2EE2 => Cause::Timeout,
        0x8007_2F8F | 0x8007_2F05 => Cause::ClockWrong,
        0x8007_2F0D | 0x8007_2F06 => Cause::SignatureMissing,
        0x8019_0191 | 0x8019_0193 | 0x8019_0197 => Cause::ServerRefused,
        0x8019_0194 => Cause::FileGone,
        0x8019_01F4..=0x8019_01F8 => Cause::ServerFault,
        _ => return None,
    })
}

/// winget's own (`winget error`, testdata/winget-1.28.error.all).
fn of_winget(code: u32) -> Option<Cause> {
    let own = code.checked_sub(0x8A15_0000)?;
    Some(match own {
        0x002 | 0x007 | 0x009 | 0x01D | 0x059 => Cause::ToolTooOld,
        0x005 | 0x06A => Cause::InterruptedBefore,
        0x008 | 0x107 => Cause::NoNetwork,
        0x00A | 0x011 | 0x02E | 0x03F | 0x040 | 0x086 => Cause::HashMismatch,
        0x00B..=0x00D | 0x012 | 0x013 | 0x015 => Cause::RepoGone,
        0x00F | 0x038 | 0x039 | 0x03B..=0x03E | 0x044 | 0x045 | 0x04B | 0x07F | 0x081 | 0x083 => {
            Cause::ServerFault
        }
        0x010 | 0x016 | 0x02B | 0x050 | 0x053 | 0x069 | 0x080 | 0x082 | 0x08E | 0x113 | 0x114 => {
            Cause::NotForThisPc
        }
        0x014 | 0x017 | 0x035 | 0x04D | 0x04F | 0x061 | 0x10D | 0x10E => Cause::VersionGone,
        0x019 | 0x056 | 0x07D => Cause::NeedsAdminOrUser,
        0x01A | 0x02D | 0x05E | 0x060 => Cause::SignatureMissing,
        0x01B | 0x01C | 0x03A | 0x06C | 0x10F => Cause::PolicyBlocked,
        0x01E | 0x084 => Cause::AtThePc,
        0x041 | 0x042 | 0x046 | 0x076 => Cause::AsksQuestion,
        0x04C | 0x06B | 0x104 | 0x110 => Cause::DepsUnsolvable,
        0x052 | 0x054 | 0x055 | 0x057 | 0x05B..=0x05D | 0x07B | 0x087 | 0x08D | 0x108 | 0x115 => {
            Cause::PackageScriptFailed
        }
        0x068 => Cause::Held,
        0x06D | 0x102 => Cause::BusyOtherUpdater,
        0x073..=0x075 | 0x077 | 0x078 | 0x085 => Cause::ServerRefused,
        0x101 | 0x103 | 0x111 => Cause::AppRunning,
        0x105 => Cause::DiskFull,
        0x109 | 0x10B => Cause::RestartToFinish,
        0x10A => Cause::RestartFirst,
        0x10C => Cause::Cancelled,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "causes/tests.rs"]
mod tests;
