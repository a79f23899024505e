//! `pmset -g assertions`.

/// Kinds that keep the screen on: slides, a film, a call with a picture.
const SCREEN: [&str; 2] = ["PreventUserIdleDisplaySleep", "NoDisplaySleepAssertion"];
/// What keeps the Mac itself on.
const SYSTEM: [&str; 3] = ["PreventUserIdleSystemSleep", "PreventSystemSleep", "NoIdleSleepAssertion"];
/// Whoever makes a backup, Time Machine: what else keeps a Mac on is no reason against a restart (`caffeinate`).
const BACKUP: &str = "backupd";
/// Whoever has sound in use, which is named by the device.
const SOUND: &str = "coreaudiod";
/// What the name of a device has that records.
const RECORDS: [&str; 2] = ["microphone", "input"];

/// What one program asks of the Mac's power.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    program: String,
    kind: String,
    words: String,
}

impl Assertion {
    /// Whether it keeps the screen on.
    pub fn keeps_screen_on(&self) -> bool {
        SCREEN.contains(&&*self.kind)
    }

    /// Whether it is a backup that runs; then its words.
    pub fn backup(&self) -> Option<&str> {
        (self.program == BACKUP && SYSTEM.contains(&&*self.kind)).then_some(&self.words)
    }

    /// Whether something records sound, as in a call.
    pub fn records(&self) -> bool {
        let device = self.words.to_lowercase();
        self.program == SOUND && RECORDS.iter().any(|word| device.contains(word))
    }
}

/// All that programs ask; `None` where it is no such answer.
pub(super) fn parse(text: &str) -> Option<Vec<Assertion>> {
    let (_, listed) = text.split_once("Assertion status system-wide:")?;
    Some(listed.lines().filter_map(|line| assertion(line.trim())).collect())
}

/// `pid 612(Keynote): [0x0000a] 00:12:10 PreventUserIdleDisplaySleep named: "Slides"`.
fn assertion(line: &str) -> Option<Assertion> {
    let (about, words) = line.strip_prefix("pid ")?.split_once(" named: ")?;
    let (who, what) = about.split_once("): [")?;
    let (_, program) = who.split_once('(')?;
    let kind = what.rsplit(' ').next()?;
    let words = words.trim().trim_matches('"');
    Some(Assertion { program: program.to_owned(), kind: kind.to_owned(), words: words.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Assertion> {
        parse(text).unwrap()
    }

    #[test]
    fn slides_a_call_and_a_backup_are_told_from_what_only_keeps_the_mac_awake() {
        let quiet = all(include_str!("../../testdata/written.pmset-assertions.quiet"));
        assert!(!quiet.is_empty());
        assert!(!quiet.iter().any(|one| one.keeps_screen_on() || one.records() || one.backup().is_some()));
        let busy = all(include_str!("../../testdata/written.pmset-assertions.busy"));
        assert!(busy.iter().any(Assertion::keeps_screen_on));
        assert!(busy.iter().any(Assertion::records));
        let backups: Vec<_> = busy.iter().filter_map(Assertion::backup).collect();
        assert_eq!(backups, ["Time Machine backup in progress"]);
    }

    #[test]
    fn another_answer_says_nothing() {
        assert_eq!(parse(""), None);
        assert_eq!(parse("pid 1(a): [0x1] 00:00:01 PreventUserIdleDisplaySleep named: \"x\""), None);
        assert_eq!(
            parse("Assertion status system-wide:\n pid 1(a\n pid (x): [ named: \"\n").unwrap().len(),
            1
        );
    }
}
