//! Which programs run, as macOS's `pgrep` says.

use std::time::Duration;

use patchround_updates::{Pc, command::Call};

const PGREP: &str = "/usr/bin/pgrep";
const LIMIT: Duration = Duration::from_secs(10);

/// Whether an app runs, by its folder's name without `.app`. Where that cannot be learned it may, and nothing is forced.
pub(crate) fn may_run(pc: &Pc<'_>, app: &str) -> bool {
    let path = format!("/{}\\.app/Contents/MacOS/", literal(app));
    !matches!(pgrep(pc, ["-f", "--", &path]), Some((1, _)))
}

/// The file name of a program whose command line fits the pattern, if one runs.
pub(crate) fn first(pc: &Pc<'_>, pattern: &str) -> Option<String> {
    let (_, said) = pgrep(pc, ["-l", "-f", pattern]).filter(|(status, _)| *status == 0)?;
    let program = said.lines().next()?.split_whitespace().nth(1)?;
    program.rsplit('/').next().map(str::to_owned)
}

fn pgrep<const N: usize>(pc: &Pc<'_>, words: [&str; N]) -> Option<(i32, String)> {
    let output = pc.tools.ask(&Call::new(PGREP, words), LIMIT).ok()?;
    Some((output.status?, output.stdout))
}

/// The text, to be found as it is by an extended regular expression.
fn literal(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_alphanumeric() || c == ' ' { c.to_string() } else { format!("[{c}]") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::Replay;

    #[test]
    fn an_app_may_run_unless_it_is_known_that_it_does_not() {
        let root = tempfile::tempdir().unwrap();
        let line = "/usr/bin/pgrep -f -- /Letters[+] 2\\.app/Contents/MacOS/";
        for (status, may) in [(0, true), (1, false), (2, true), (3, true)] {
            let tools = Replay::default().says(line, status, "", "");
            assert_eq!(may_run(&Pc { root: root.path(), tools: &tools }, "Letters+ 2"), may, "{status}");
        }
    }

    #[test]
    fn whoever_installs_is_named_by_its_file() {
        let root = tempfile::tempdir().unwrap();
        let of = |status: i32, said: &str| {
            let tools = Replay::default().says("/usr/bin/pgrep -l -f x|y", status, said, "");
            first(&Pc { root: root.path(), tools: &tools }, "x|y")
        };
        assert_eq!(of(0, "812 /usr/sbin/installer -pkg /tmp/a.pkg\n").as_deref(), Some("installer"));
        assert_eq!((of(1, ""), of(0, ""), of(2, "812 /a/b\n")), (None, None, None));
    }
}
