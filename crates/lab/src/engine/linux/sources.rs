//! This machine's own Debian sources (sources.list(5)), whole or only some of their suites.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

const FILES: [&str; 2] = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"];

/// Debian's own source files on this machine; those of other vendors do not belong in a plain PC.
pub(super) fn files() -> Result<Vec<PathBuf>> {
    let found: Vec<PathBuf> = FILES.iter().map(PathBuf::from).filter(|path| path.exists()).collect();
    ensure!(!found.is_empty(), "Failed to find this machine's Debian sources ({})", FILES.join(" or "));
    Ok(found)
}

/// Copies of them with nothing but some suites, in a folder that is made.
pub(super) fn pick(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).context("Failed to make a folder for the package sources")?;
    let mut files_with_some = Vec::new();
    for file in files()? {
        let text = fs::read_to_string(&file).with_context(|| format!("Failed to read {}", file.display()))?;
        let is_list = file.extension().is_some_and(|end| end == "list");
        let picked = if is_list { lines_of(&text, &wanted) } else { stanzas_of(&text, &wanted) };
        let copy = folder.join(file.file_name().context("A source file without a name")?);
        if !picked.is_empty() {
            fs::write(&copy, picked).context("Failed to write the package sources")?;
            files_with_some.push(copy);
        }
    }
    ensure!(!files_with_some.is_empty(), "This machine's Debian sources lack a suite that the lab needs");
    Ok(files_with_some)
}

/// Copies of them with the main suite of another release instead of this machine's own, in a folder that is made.
pub(super) fn of_release(folder: &Path, own: &str, release: &str) -> Result<Vec<PathBuf>> {
    let files = pick(folder, |suite| suite == own)?;
    for file in &files {
        let text = fs::read_to_string(file).with_context(|| format!("Failed to read {}", file.display()))?;
        let words = |line: &str| {
            let words = line.split(' ').map(|word| if word == own { release } else { word });
            words.collect::<Vec<_>>().join(" ")
        };
        let changed = text.lines().map(words).map(|line| line + "\n").collect::<String>();
        fs::write(file, changed).context("Failed to write the package sources")?;
    }
    Ok(files)
}

/// `deb [options] URI SUITE COMPONENT...`
fn lines_of(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let suite = |line: &str| {
        let options = line.find('[').zip(line.find(']'));
        let rest = options.map_or(line, |(_, end)| &line[end + 1..]);
        let at = if options.is_some() { 1 } else { 2 };
        rest.split_whitespace().nth(at).map(str::to_owned)
    };
    let lines = text.lines().filter(|line| line.starts_with("deb "));
    lines
        .filter(|line| suite(line).is_some_and(|suite| wanted(&suite)))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// deb822 style.
fn stanzas_of(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).map(str::trim_end).collect();
    let stanzas = lines.split(|line| line.is_empty());
    stanzas.filter_map(|stanza| stanza_of(stanza, &wanted)).collect::<Vec<_>>().join("\n")
}

fn stanza_of(stanza: &[&str], wanted: impl Fn(&str) -> bool) -> Option<String> {
    let mut some = false;
    let mut picked = String::new();
    for line in stanza {
        if let Some(suites) = line.strip_prefix("Suites:") {
            let suites: Vec<&str> = suites.split_whitespace().filter(|suite| wanted(suite)).collect();
            some = !suites.is_empty();
            picked += &format!("Suites: {}\n", suites.join(" "));
        } else {
            picked += &format!("{line}\n");
        }
    }
    some.then_some(picked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_stanza_only_the_wanted_suites_stay_and_one_without_any_goes() {
        let text = "# Comment\nTypes: deb\nURIs: http://a/debian\nSuites: one one-updates\nComponents: main\n\n\
                    Types: deb\nURIs: http://a/security\nSuites: one-security\nComponents: main\n";
        let main = stanzas_of(text, |suite| suite == "one");
        assert_eq!(main, "Types: deb\nURIs: http://a/debian\nSuites: one\nComponents: main\n");
        let security = stanzas_of(text, |suite| suite.ends_with("-security"));
        assert!(
            security.contains("http://a/security") && !security.contains("http://a/debian"),
            "{security}"
        );
        assert_eq!(stanzas_of(text, |_| false), "");
    }

    #[test]
    fn of_single_lines_those_with_a_wanted_suite_stay() {
        let text = "deb http://a/debian one main\n# deb http://a/debian one main\n\
                    deb [signed-by=/k arch=amd64] http://a/s one-security main\n";
        assert_eq!(lines_of(text, |suite| suite == "one"), "deb http://a/debian one main\n");
        assert!(lines_of(text, |suite| suite == "one-security").contains("http://a/s"));
    }
}
