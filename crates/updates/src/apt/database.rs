//! `dpkg-query`: what is really there.

/// What `dpkg-query -W` is asked to print, one package a line.
pub const FORMAT: &str =
    "${binary:Package}\t${Architecture}\t${db:Status-Want}\t${db:Status-Status}\t${Version}\n";

/// One package of dpkg's database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name without architecture.
    pub name: String,
    /// Architecture of the version that is there.
    pub arch: String,
    /// Whether somebody put it on hold.
    pub held: bool,
    /// Whether it is wholly installed; false for half-configured and the like.
    pub installed: bool,
    /// The version.
    pub version: String,
}

/// Reads all lines.
pub fn parse(text: &str) -> Vec<Entry> {
    text.lines().filter_map(entry).collect()
}

fn entry(line: &str) -> Option<Entry> {
    let fields: Vec<_> = line.split('\t').collect();
    let [name, arch, want, status, version] = fields[..] else { return None };
    Some(Entry {
        name: super::name_of(name).to_owned(),
        arch: arch.to_owned(),
        held: want == "hold",
        installed: status == "installed",
        version: version.to_owned(),
    })
}

/// What `dpkg-query -W` is asked to print for [`not_unpacked`] and [`unfinished`].
pub const PARTS_FORMAT: &str = "${binary:Package}\t${db:Status-Status}\t${db:Status-Eflag}\t${Version}\n";

/// The packages of which only a part is there, as `NAME=VERSION`.
pub fn not_unpacked(text: &str) -> Vec<String> {
    let part = |line: &str| {
        let fields: Vec<_> = line.split('\t').collect();
        let [name, status, flag, version] = fields[..] else { return None };
        let is_part = status == "half-installed" || flag == "reinstreq";
        (is_part && !version.is_empty()).then(|| format!("{name}={version}"))
    };
    text.lines().filter_map(part).collect()
}

/// The packages that still wait for a part of their installation, by their names. What only waits for another one's trigger
/// is not named where something else is.
pub fn unfinished(text: &str) -> Vec<String> {
    let part = |line| {
        let fields: Vec<_> = str::split(line, '\t').collect();
        let [name, status, flag, _] = fields[..] else { return None };
        let waits = status.starts_with("triggers-");
        (is_unfinished(status) || flag == "reinstreq").then(|| (super::name_of(name).to_owned(), waits))
    };
    let found: Vec<(String, bool)> = text.lines().filter_map(part).collect();
    let only_wait = found.iter().all(|(_, waits)| *waits);
    found.into_iter().filter(|(_, waits)| only_wait || !waits).map(|(name, _)| name).collect()
}

/// Whether a package in this state still waits for a part of its installation (dpkg(1), package states).
pub fn is_unfinished(state: &str) -> bool {
    matches!(
        state,
        "half-installed" | "unpacked" | "half-configured" | "triggers-awaited" | "triggers-pending"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_anothers_trigger_is_named_only_where_nothing_else_is() {
        let waits = "man-db\ttriggers-pending\tok\t2\nbash\tinstalled\tok\t5\n";
        assert_eq!(unfinished(waits), ["man-db"]);
        let failed = format!("{waits}libc6:i386\thalf-configured\tok\t2.36\ncut o");
        assert_eq!(unfinished(&failed), ["libc6"]);
    }
}
