//! Which packages a failed run blames: zypper stops at the first one.

use patchround_updates::zypper::stream;

/// What is blamed, with the words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blamed {
    /// Names or `NAME-VERSION-RELEASE.ARCH` stand in here.
    text: String,
    /// Names of packages whose files clash.
    names: Vec<String>,
    /// All that was said of it.
    pub(super) said: String,
}

impl Blamed {
    /// Whether it is about this package, `NAME` and `NAME-VERSION-RELEASE.ARCH`.
    pub(super) fn is_about(&self, name: &str, full: &str) -> bool {
        let stands_alone = |at: usize| {
            let before = self.text[..at].chars().next_back();
            !before.is_some_and(|c| c.is_ascii_alphanumeric() || "-_+".contains(c))
        };
        self.names.iter().any(|other| other == name)
            || self.text.match_indices(full).any(|(at, _)| stands_alone(at))
    }
}

/// Reads all complaints, also of a run that was cut off.
pub(super) fn read(raw: &str) -> Vec<Blamed> {
    let mut all = Vec::new();
    let mut before = String::new();
    let mut names = Vec::new();
    // What comes after a place that is broken is lost; the whole of it is judged by its words then.
    let _ = stream::read(raw, |around, element| match element.name.as_str() {
        "message" if matches!(element.get("type"), Some("error" | "warning")) => {
            before.push_str(&element.text);
            before.push('\n');
            all.push(Blamed { text: element.text.clone(), names: Vec::new(), said: before.clone() });
        }
        "message" => before.clear(),
        "name" if around.iter().any(|outer| outer.name == "lhs") => names.push(element.text.clone()),
        "fileconflict" => {
            let said = "File conflicts happen when two packages own the same file".to_owned();
            all.push(Blamed { text: String::new(), names: std::mem::take(&mut names), said });
        }
        _ => {}
    });
    all
}

#[cfg(test)]
mod tests {
    use patchround_protocol::Cause;
    use patchround_updates::zypper::causes;

    use super::*;

    fn blamed(name: &str, package: &str, edition: &str) -> Vec<Option<Cause>> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../updates/testdata/debian-12.zypper-install.");
        let raw = std::fs::read_to_string(format!("{folder}{name}")).unwrap();
        let full = format!("{package}-{edition}.noarch");
        let all = read(&raw).into_iter().filter(|blamed| blamed.is_about(package, &full));
        all.map(|blamed| causes::of_words(&blamed.said)).collect()
    }

    #[test]
    fn what_a_run_stopped_at_is_blamed_for_what_was_wrong_with_it() {
        assert_eq!(blamed("gone", "pr-gone", "1.1-1"), [Some(Cause::FileGone)]);
        assert_eq!(blamed("garbled", "pr-garbled", "1.1-1").last(), Some(&Some(Cause::HashMismatch)));
        assert_eq!(blamed("file-conflict", "pr-conflict", "1.1-1"), [Some(Cause::FileConflict)]);
        assert_eq!(blamed("disk-full", "pr-two", "1.1-1"), [Some(Cause::DiskFull)]);
        assert_eq!(blamed("cache-full", "pr-sec", "1.0-2"), [Some(Cause::DiskFull)]);
    }

    #[test]
    fn what_it_did_not_stop_at_is_not_blamed() {
        assert_eq!(blamed("gone", "pr-two", "1.1-1"), []);
        assert_eq!(blamed("gone", "gone", "1.1-1"), [], "the end of another name");
        assert_eq!(blamed("disk-full", "pr-sec", "1.0-2"), []);
        assert_eq!(blamed("file-conflict", "pr-base", "1.0-1"), [], "what owns the file already");
    }
}
