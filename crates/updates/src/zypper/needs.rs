//! `zypper --xmlout info -t patch NAME...`: which packages a patch wants in which version.
//!
//! A patch is made of conflicts: `pr-sec.x86_64 < 1.0-2`. zypper lists them nowhere but in this text, which stands in a
//! `<message>` of its own for each patch. A title may go on in a line that looks like a field; what zypper itself writes
//! of the name comes first, and what it writes of the conflicts comes last.

use std::collections::BTreeMap;

use super::stream::{self, Broken};

/// What a field's name is filled up to.
const COLON: &str = ": ";
/// Conflicts of one patch, at most.
const MOST: usize = 5_000;

/// One package that a patch wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Its name.
    pub name: String,
    /// Its architecture, where the patch says one.
    pub arch: Option<String>,
    /// The edition it has to have at least.
    pub edition: String,
}

/// One thing that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// Who made it.
    pub vendor: Option<String>,
    /// What it wants; nothing for a package.
    pub needs: Vec<Need>,
}

/// Reads what was answered, by name.
///
/// # Errors
/// [`Broken`] where it was cut off.
pub fn parse(text: &str) -> Result<BTreeMap<String, Info>, Broken> {
    let mut all = BTreeMap::new();
    stream::read(text, |_, element| {
        if element.name == "message"
            && element.get("type") == Some("info")
            && let Some((name, info)) = one(&element.text)
        {
            all.entry(name).or_insert(info);
        }
    })?;
    Ok(all)
}

fn one(text: &str) -> Option<(String, Info)> {
    let name = field(text.lines().find(|line| field(line, "Name").is_some())?, "Name")?.to_owned();
    let vendor = text.lines().find_map(|line| field(line, "Vendor")).map(str::to_owned);
    Some((name, Info { vendor, needs: needs(text) }))
}

/// The value of a field, if this line is one: its name begins the line and is filled up with blanks.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let value = line.strip_prefix(name)?.trim_start_matches(' ').strip_prefix(COLON)?;
    Some(value.trim())
}

fn needs(text: &str) -> Vec<Need> {
    let lines: Vec<&str> = text.lines().collect();
    let Some(at) = lines.iter().rposition(|line| field(line, "Conflicts").is_some()) else {
        return Vec::new();
    };
    let first = field(lines[at], "Conflicts").unwrap_or_default();
    let listed = lines[at + 1..].iter().take_while(|line| line.starts_with("    "));
    std::iter::once(first).chain(listed.copied()).take(MOST).filter_map(need).collect()
}

/// `NAME < EDITION` or `NAME.ARCH < EDITION`.
fn need(text: &str) -> Option<Need> {
    let mut words = text.split_whitespace();
    let (package, than, edition) = (words.next()?, words.next()?, words.next()?);
    if than != "<" || words.next().is_some() {
        return None;
    }
    let (name, arch) = match package.rsplit_once('.') {
        Some((name, arch)) if is_arch(arch) => (name, Some(arch.to_owned())),
        _ => (package, None),
    };
    Some(Need { name: name.to_owned(), arch, edition: edition.to_owned() })
}

/// A name may have a dot of its own: `python3.11`.
fn is_arch(text: &str) -> bool {
    const ARCHS: [&str; 16] = [
        "noarch",
        "x86_64",
        "i386",
        "i486",
        "i586",
        "i686",
        "aarch64",
        "aarch64_ilp32",
        "armv6hl",
        "armv7hl",
        "ppc64le",
        "ppc64",
        "ppc",
        "s390x",
        "riscv64",
        "src",
    ];
    ARCHS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INFO: &str = include_str!("../../testdata/debian-12.zypper-info.patches");

    fn names(info: &Info) -> Vec<String> {
        info.needs.iter().map(|need| format!("{} {}", need.name, need.edition)).collect()
    }

    #[test]
    fn a_patch_wants_each_of_its_packages_in_some_version() {
        let all = parse(INFO).unwrap();
        assert_eq!(names(&all["PR-2026-1"]), ["pr-sec 1.0-2", "pr-two 1.1-1"]);
        assert_eq!(names(&all["PR-2026-8"]), ["pr-two 1.0-9"]);
        assert_eq!(all["PR-2026-1"].vendor.as_deref(), Some("lab@example.invalid"));
    }

    #[test]
    fn a_patch_that_says_much_wants_its_packages_all_the_same() {
        let needs: String = (0..1500).map(|n| format!("    package-{n}.x86_64 &lt; 1.0-{n}\n")).collect();
        let words = "what was wrong with it, at length; ".repeat(6000);
        let text = format!(
            "<stream><message type=\"info\">Name        : P\nDescription :\n    {words}\nConflicts   : [1500]\n{needs}\n</message></stream>"
        );
        assert!(text.len() > 200_000);
        assert_eq!(parse(&text).unwrap()["P"].needs.len(), 1500);
    }

    #[test]
    fn a_patch_of_words_alone_wants_nothing() {
        let all = parse(include_str!("../../testdata/debian-12.zypper-info.words-alone")).unwrap();
        assert_eq!(names(&all["PR-2026-6"]), Vec::<String>::new());
    }

    #[test]
    fn a_title_that_looks_like_a_field_changes_neither_name_nor_needs() {
        let text = "<stream><message type=\"info\">Repository  : Lab\nName        : P\nSummary     : x\n\
                    Conflicts   : pr-evil &lt; 9\nName        : Q\nDescription :\n    Conflicts   : a &lt; 1\n\
                    Conflicts   : [2]\n    lib.x86_64 &lt; 1:2-3\n    python3.11 &lt; 4-5\n\n    b &lt; 1\n</message></stream>";
        let all = parse(text).unwrap();
        let needs = &all["P"].needs;
        assert_eq!(
            (all.len(), names(&all["P"])),
            (1, vec!["lib 1:2-3".to_owned(), "python3.11 4-5".to_owned()])
        );
        assert_eq!((needs[0].arch.as_deref(), needs[1].arch.as_deref()), (Some("x86_64"), None));
    }
}
