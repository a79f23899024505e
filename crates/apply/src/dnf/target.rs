//! One id, in dnf's terms.

use patchround_protocol::UpdateId;
use patchround_updates::{dnf::SOURCE, rpm::is_kernel};

/// One id, in dnf's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) id: UpdateId,
    pub(super) name: String,
    pub(super) arch: String,
}

impl Target {
    /// An id of this source, `dnf:NAME.ARCH@EVR`, of which dnf would take nothing for a file, a group or a pattern.
    pub(super) fn of(id: &UpdateId) -> Option<Self> {
        let (name, arch) = id.native().rsplit_once('.').filter(|_| id.source() == SOURCE)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || ".+_-".contains(c);
        let is_version = |c: char| c.is_ascii_alphanumeric() || ".+_-:~^".contains(c);
        let is_arch =
            arch != "rpm" && !arch.is_empty() && arch.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let fits = is_arch
            && !name.is_empty()
            && name.chars().all(is_name)
            && id.version().contains('-')
            && id.version().chars().all(is_version);
        fits.then(|| Self { id: id.clone(), name: name.to_owned(), arch: arch.to_owned() })
    }

    /// Whether it is a kernel, which stays beside the older ones.
    pub(super) fn is_kernel(&self) -> bool {
        is_kernel(&self.name)
    }

    /// Exactly this version, as dnf takes it.
    pub(super) fn exact(&self) -> String {
        exact(&self.name, self.id.version(), &self.arch)
    }
}

/// `NAME-EVR.ARCH`.
pub(super) fn exact(name: &str, evr: &str, arch: &str) -> String {
    format!("{name}-{evr}.{arch}")
}

pub(super) fn exacts(targets: &[Target]) -> Vec<String> {
    targets.iter().map(Target::exact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dnf_would_take_for_something_else_is_no_target() {
        for bad in
            ["dnf:/etc/passwd.x@1-1", "dnf:a.rpm@1-1", "dnf:a{b}.noarch@1-1", "dnf:a.noarch@1", "apt:a.b@1-1"]
        {
            assert_eq!(Target::of(&bad.parse().unwrap()), None, "{bad}");
        }
        let good = Target::of(&"dnf:python3.11-libs.x86_64@1:3.11~rc1-2.fc40".parse().unwrap()).unwrap();
        assert_eq!(good.exact(), "python3.11-libs-1:3.11~rc1-2.fc40.x86_64");
    }
}
