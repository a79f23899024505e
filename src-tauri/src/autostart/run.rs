//! How Windows writes down what it starts at sign-in, and what a person has switched off there.

use super::Launch;

/// The line of the list, as `CommandLineToArgvW` takes it apart.
pub(super) fn line(launch: &Launch) -> String {
    launch.line().map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
}

/// Whether it is started, by what the Task Manager and the Settings note of it (`StartupApproved`): an odd first byte
/// means that somebody has switched it off. Of what nobody has touched they note nothing.
pub(super) fn is_approved(noted: Option<&[u8]>) -> bool {
    noted.and_then(<[u8]>::first).is_none_or(|first| first % 2 == 0)
}

/// Backslashes count as such but before a quote, where each is written twice.
fn quoted(word: &str) -> String {
    let mut quoted = String::from('"');
    let mut backslashes = 0;
    for letter in word.chars() {
        match letter {
            '\\' => backslashes += 1,
            '"' => {
                quoted.extend(std::iter::repeat_n('\\', backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(letter);
    }
    quoted.extend(std::iter::repeat_n('\\', backslashes));
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_survives_the_quotes() {
        let launch = Launch {
            program: r"C:\Program Files\Patchround\patchround-app.exe".into(),
            words: vec!["--state-dir".to_owned(), r"D:\Büro Nord\".to_owned(), r#"a\"b"#.to_owned()],
        };
        let line = line(&launch);
        let program = r#""C:\Program Files\Patchround\patchround-app.exe""#;
        assert_eq!(line, format!(r#"{program} "--state-dir" "D:\Büro Nord\\" "a\\\"b""#));
    }

    #[test]
    fn what_somebody_switched_off_in_the_task_manager_is_off() {
        assert!(is_approved(None) && is_approved(Some(&[])));
        assert!(is_approved(Some(&[2, 0, 0, 0])) && is_approved(Some(&[6, 0, 0, 0])));
        assert!(!is_approved(Some(&[3, 0, 0, 0, 0x5a])) && !is_approved(Some(&[7])));
    }
}
