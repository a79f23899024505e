//! Whether a PC's network half knows what is outstanding.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::office::{Office, lines};

/// What the network half has on its disk is what apt would say, also if that is that something is not whole.
pub(crate) fn is_listed(office: &Office, pc: &str) -> bool {
    let scans = lines(&office.read(pc, "/var/lib/patchround/scan.json"));
    let Some(scan) = scans.first() else { return false };
    if !office.lab.output(pc, ["apt-get", "-s", "dist-upgrade"]).unwrap().status.success() {
        let is_named = |source: &Value| !source["unfinished"].is_null() || !source["cause"].is_null();
        return scan["sources"].as_array().unwrap().iter().any(is_named);
    }
    let updates = scan["updates"].as_array().into_iter().flatten();
    let listed = updates.filter_map(|update| update["package"].as_str());
    office.apt_would_upgrade(pc).keys().map(String::as_str).eq(BTreeSet::from_iter(listed))
}
