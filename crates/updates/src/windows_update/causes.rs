//! Which cause an HRESULT of the Windows Update Agent means: its own list (wuerror.h), and what Windows Installer, the
//! servicing stack, WinHTTP and Delivery Optimization hand through it.

use patchround_protocol::Cause;

/// "Almost done": a success that is none yet.
pub const REBOOT_REQUIRED: u32 = 0x0024_0005;
/// Another installation is at work, or the PC waits for a restart: it says the same for both.
pub const INSTALL_NOT_ALLOWED: u32 = 0x8024_0016;

/// What one code means, before the families below.
const CODES: [(Cause, &[u32]); 30] = [
    (
        Cause::BusyOtherUpdater,
        &[
            0x8024_0019,
            0x8024_0063,
            0x8024_D00D,
            0x8024_0009,
            INSTALL_NOT_ALLOWED,
            0x8024_001B,
            0x8024_004A,
            0x8024_0064,
            0x8024_8001,
            0x8024_800C,
            0x8024_800F,
            0x8007_0652,
        ],
    ),
    (
        Cause::NoNetwork,
        &[
            0x8024_6009,
            0x8024_001F,
            0x8024_0438,
            0x8024_0440,
            0x8024_4004,
            0x8024_4005,
            0x8024_402C,
            0x8024_6005,
            0x8007_04CF,
            0x8007_2EE7,
            0x8007_2EFD,
            0x8007_2EFE,
            0x8007_2EFF,
        ],
    ),
    (Cause::Timeout, &[0x8024_0021, 0x8024_401C, 0x8024_2007, 0x8007_05B4, 0x8007_2EE2, 0x80D0_2002]),
    (
        Cause::ServerFault,
        &[
            0x8024_0033,
            0x8024_D013,
            0x8024_401F,
            0x8024_4020,
            0x8024_4021,
            0x8024_4022,
            0x8024_4023,
            0x8024_4010,
            0x8024_402D,
            0x8024_0039,
        ],
    ),
    (Cause::ServerRefused, &[0x8024_4017, 0x8024_4018, 0x8024_401B, 0x8024_043C, 0x8024_600E]),
    (Cause::FileGone, &[0x8024_4019, 0x8024_401E, 0x8024_4025, 0x8024_6001, 0x8024_600A]),
    (Cause::DiskFull, &[0x8007_0070, 0x8007_0027]),
    (Cause::DiskUnusable, &[0x8007_0013, 0x8007_0017, 0x8007_0570, 0x8007_045D]),
    (
        Cause::SignatureMissing,
        &[
            0x8024_0437,
            0x8024_0061,
            0x8024_2019,
            0x8009_6010,
            0x800B_0003,
            0x800B_0004,
            0x800B_0100,
            0x800B_0109,
            0x800B_010A,
        ],
    ),
    (
        Cause::HashMismatch,
        &[0x8024_0034, 0x8024_6007, 0x8024_6002, 0x8024_200D, 0x8024_0031, 0x8024_0038, 0x8024_5107],
    ),
    (Cause::ListExpired, &[0x8007_2F8F, 0x8007_2F05, 0x800B_0101]),
    (Cause::Cancelled, &[0x8024_0055, 0x8024_000B, 0x8024_0054, 0x8024_2008, 0x8024_0444]),
    (
        Cause::PackageScriptFailed,
        &[
            0x8024_0022,
            0x8007_064C,
            0x8007_0641,
            0x8007_06B8,
            0x8007_0643,
            0x8007_0648,
            0x8024_200B,
            0x8024_2018,
            0x800F_0922,
            0x8007_066A,
        ],
    ),
    (Cause::DepsUnsolvable, &[0x800F_0823, 0x8024_2017, 0x8024_000F]),
    (
        Cause::VersionGone,
        &[
            0x8024_0003,
            0x8024_0008,
            0x8024_0024,
            0x8024_6013,
            0x8024_005A,
            0x8024_005B,
            0x8024_600B,
            0x8024_8020,
            0x8024_8021,
        ],
    ),
    (Cause::AppRunning, &[0x8007_0020, 0x8007_0021, 0x8007_0642]),
    (Cause::RestartFirst, &[0x8024_D00C, 0x8024_D00E, 0x8024_A007, 0x8024_201D, 0x8007_0BC9, 0x8007_0BCA]),
    (Cause::RestartToFinish, &[REBOOT_REQUIRED, 0x8024_2014, 0x8007_0BC2, 0x8007_0669]),
    (Cause::Battery, &[0x8024_004C, 0x0024_0009]),
    (Cause::Metered, &[0x8024_0059, 0x8024_600C]),
    (
        Cause::PolicyBlocked,
        &[
            0x8024_0025,
            0x8024_002E,
            0x8024_002F,
            0x8024_0062,
            0x8024_1003,
            0x8024_4011,
            0x8024_500C,
            0x8024_500D,
            0x8007_04EC,
        ],
    ),
    (Cause::NeedsAdminOrUser, &[0x8007_0005, 0x8024_0044, 0x8024_0066, 0x8024_1004]),
    (Cause::AtThePc, &[0x8024_0020, 0x8024_0018, 0x8024_200A, 0x8024_0043]),
    (Cause::AsksQuestion, &[0x8024_0023]),
    (Cause::InterruptedBefore, &[0x8024_0035]),
    (Cause::Held, &[0x8024_A004]),
    (Cause::ToolTooOld, &[0x8024_D008, 0x8024_D009, 0x8024_D011, 0x8024_D012]),
    (
        Cause::WuStoreDamaged,
        &[
            0x8024_2006,
            0x8024_2009,
            0x800F_0988,
            0x8007_0002,
            0x8007_0003,
            0x8007_000D,
            0x8007_0490,
            0x8007_3701,
            0x8007_3712,
            0x8007_371B,
            0x800F_081F,
            0x800F_0831,
            0x800F_0900,
            0x800F_0906,
            0x800F_0984,
            0x8024_402F,
        ],
    ),
    (
        Cause::WuServiceOff,
        &[
            0x8007_06BA,
            0x8007_0422,
            0x8007_0426,
            0x8024_0001,
            0x8024_001E,
            0x8024_8000,
            0x8024_8014,
            0x8024_A000,
            0x8024_6008,
            0x80D0_1001,
            0x8004_0154,
        ],
    ),
    (
        Cause::NotForThisPc,
        &[
            0x8024_D00A,
            0x8024_D00B,
            0x8024_0017,
            0x8024_0037,
            0x8024_0040,
            0x8024_0056,
            0x800F_081E,
            0xC190_0101,
            0xC190_0208,
        ],
    ),
];

/// What is meant by every code of a family that is not named above, by its first digits.
const FAMILIES: [(u32, u32, Cause); 8] = [
    // WinHTTP's numbers from 12000 on.
    (0x8007_2E00, 0xFFFF_FE00, Cause::NoNetwork),
    // The talk with the server.
    (0x8024_4000, 0xFFFF_F000, Cause::ServerFault),
    (0x8024_5000, 0xFFFF_F000, Cause::ServerFault),
    (0x8024_0400, 0xFFFF_FF00, Cause::ServerFault),
    // Whoever puts an update in.
    (0x8024_2000, 0xFFFF_F000, Cause::PackageScriptFailed),
    // Whoever fetches it.
    (0x8024_6000, 0xFFFF_F000, Cause::HashMismatch),
    // The agent's own data store, and its own files, which it could not bring up to date.
    (0x8024_8000, 0xFFFF_F000, Cause::WuStoreDamaged),
    (0x8024_D000, 0xFFFF_F000, Cause::WuStoreDamaged),
];

/// The cause of a code; [`Cause::Unexpected`] where nothing of it is known.
pub fn of_code(code: u32) -> Cause {
    let named = CODES.iter().find(|(_, codes)| codes.contains(&code)).map(|(cause, _)| *cause);
    let of_family =
        || FAMILIES.iter().find(|(first, mask, _)| code & mask == *first).map(|(.., cause)| *cause);
    named.or_else(of_family).unwrap_or(Cause::Unexpected)
}

/// The first code among somebody's words: `0x80240016`.
pub fn code_in(said: &str) -> Option<u32> {
    said.match_indices("0x").find_map(|(at, mark)| {
        let digits = said.get(at + mark.len()..at + mark.len() + 8)?;
        u32::from_str_radix(digits, 16).ok()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Section I of the research (sources.md), whole.
    const CATALOGUE: &str = include_str!("../../testdata/research.causes");

    /// What its table has no row for.
    const FEATURE: &str = "Feature-update codes 0xC1900101…/0xC1900208: ";
    /// Codes that stand in two rows: here that is decided by what else is known, which a code alone does not say.
    const BESIDES: [(&str, u32); 2] = [("restart_first", 0x8024_0016), ("app_running", 3010)];

    /// Windows' codes of the table, each with the id of its row; Windows Installer's are small.
    fn catalogue() -> Vec<(String, u32)> {
        let rows = CATALOGUE.lines().filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [_, number, id, detects, ..] = cells[..] else { return None };
            number.parse::<u8>().ok()?;
            Some((id.split(' ').next()?.to_owned(), detects.to_owned()))
        });
        let all =
            rows.flat_map(|(id, detects)| codes(&detects).into_iter().map(move |code| (id.clone(), code)));
        let all: Vec<_> = all.filter(|(id, code)| !BESIDES.contains(&(&**id, *code))).collect();
        assert!(CATALOGUE.contains(FEATURE));
        all.into_iter()
            .chain([0xC190_0101, 0xC190_0208].map(|code| ("not_for_this_pc".to_owned(), code)))
            .collect()
    }

    /// `0x8024401F/22/23` is three, `MSI 1603/1720` two; winget's own are in its room.
    fn codes(detects: &str) -> Vec<u32> {
        let mut found = Vec::new();
        let words =
            detects.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').filter(|word| !word.is_empty());
        let mut before = "";
        for word in words {
            let mut last = String::new();
            for part in word.split('/') {
                let hex = part.strip_prefix("0x").map(str::to_owned).or_else(|| {
                    let is_rest = !last.is_empty() && part.len() < last.len();
                    is_rest.then(|| format!("{}{part}", &last[..last.len() - part.len()]))
                });
                match hex {
                    Some(hex) => {
                        found.extend(u32::from_str_radix(&hex, 16).ok().filter(|code| code >> 16 != 0x8A15));
                        last = hex;
                    }
                    None if before == "MSI" || ["3010", "1641"].contains(&part) => {
                        found.extend(part.parse::<u32>().ok());
                    }
                    None => {}
                }
            }
            before = word;
        }
        found
    }

    #[test]
    fn every_code_of_the_catalogue_of_causes_means_what_that_says() {
        let all = catalogue();
        assert!(all.len() > 40, "{all:?}");
        for must in [1602, 1618, 1720, 3010, 1641, 0xC190_0101, 0x8024_4023, 0x8007_0003] {
            assert!(all.iter().any(|(_, code)| *code == must), "{must:#X} is not read");
        }
        for (id, code) in all {
            // Windows Installer's numbers as the agent hands them through.
            let code = if code < 0x1_0000 { 0x8007_0000 | code } else { code };
            assert_eq!(of_code(code).id(), id, "{code:#010X}");
        }
    }

    #[test]
    fn no_code_stands_for_two_causes() {
        let all: Vec<u32> = CODES.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn a_code_that_is_not_named_means_what_its_family_does_and_else_nothing() {
        assert_eq!(of_code(0x8007_2F7D), Cause::NoNetwork);
        assert_eq!((of_code(0x8024_4FFF), of_code(0x8024_8FFF)), (Cause::ServerFault, Cause::WuStoreDamaged));
        for (code, cause) in [
            (0x8024_043A, Cause::ServerFault),
            (0x8024_2FFF, Cause::PackageScriptFailed),
            (0x8024_6FFF, Cause::HashMismatch),
            (0x8024_D001, Cause::WuStoreDamaged),
            (0x8024_D011, Cause::ToolTooOld),
            (0x8024_0055, Cause::Cancelled),
            (0x8024_6013, Cause::VersionGone),
            (0x8024_A004, Cause::Held),
        ] {
            assert_eq!(of_code(code), cause, "{code:#X}");
        }
        for code in [0, 97, 0x8024_0FFF, 0x8000_4001, 0x8000_FFFF, u32::MAX] {
            assert_eq!(of_code(code), Cause::Unexpected, "{code:#X}");
        }
    }

    #[test]
    fn a_code_is_found_among_words() {
        assert_eq!(code_in("Failed with 0x80240016, twice"), Some(INSTALL_NOT_ALLOWED));
        assert_eq!((code_in("0x802"), code_in("0xzzzzzzzz 0x8024"), code_in("")), (None, None, None));
        assert_eq!(code_in("0x1234ä67 0x00240005"), Some(REBOOT_REQUIRED));
    }
}
