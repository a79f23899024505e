//! Accounts by their security identifiers.

use sha1::{Digest, Sha1};

/// The service of the network half, and so the name of its virtual account.
pub const HELPER: &str = "PatchroundHelper";
/// The service of the root half.
pub const ROOT: &str = "PatchroundRoot";
/// LocalSystem.
pub const SYSTEM: &str = "S-1-5-18";
/// This PC's administrators.
pub const ADMINISTRATORS: &str = "S-1-5-32-544";

/// The account of a service, whether it is installed or not: the SHA-1 of its name in capitals, in five parts
/// (`sc showsid`). It is also the user of the virtual account `NT SERVICE\NAME`.
pub fn of_service(name: &str) -> String {
    let capitals: Vec<u8> = name.to_uppercase().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hash = Sha1::digest(capitals);
    let parts = hash.chunks_exact(4).map(|part| u32::from_le_bytes([part[0], part[1], part[2], part[3]]));
    parts.fold("S-1-5-80".to_owned(), |sid, part| format!("{sid}-{part}"))
}

/// The account of the network half.
pub fn helper() -> String {
    of_service(HELPER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_services_account_is_the_one_that_windows_gives_it() {
        // As every Windows has it.
        assert_eq!(
            of_service("TrustedInstaller"),
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
        );
        assert_eq!(of_service("TRUSTEDINSTALLER"), of_service("trustedinstaller"));
        assert_ne!(helper(), of_service(ROOT));
    }
}
