//! An installation's settings (`repo/config`, a key file): which remotes it has, and what is masked.

/// What is read of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Names of the remotes that are not switched off.
    pub remotes: Vec<String>,
    /// Patterns of refs that stay as they are (flatpak-mask(1)).
    pub masked: Vec<String>,
}

impl Config {
    /// Reads the file's text.
    pub fn parse(text: &str) -> Self {
        let mut config = Self::default();
        let mut section = "";
        for line in text.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
                config.remotes.extend(remote(section));
            }
            let Some((key, value)) = line.split_once('=') else { continue };
            match (section, key.trim()) {
                ("core", "xa.masked") => config.masked = patterns(value),
                (_, "xa.disable") if value.trim() == "true" => {
                    config.remotes.retain(|name| remote(section).as_ref() != Some(name));
                }
                _ => {}
            }
        }
        config
    }

    /// Whether a whole ref (`app/ID/ARCH/BRANCH`) is masked: a pattern names the beginning of it part by part, without
    /// the kind if it likes, and `*` stands for anything within a part.
    pub fn is_masked(&self, reference: &str) -> bool {
        self.masked.iter().any(|pattern| is_meant(pattern, reference))
    }
}

fn remote(section: &str) -> Option<String> {
    let name = section.strip_prefix("remote \"")?.strip_suffix('"')?;
    Some(name.to_owned())
}

fn patterns(value: &str) -> Vec<String> {
    value.split(';').map(str::trim).filter(|pattern| !pattern.is_empty()).map(str::to_owned).collect()
}

fn is_meant(pattern: &str, reference: &str) -> bool {
    let whole: Vec<&str> = reference.split('/').collect();
    let mut parts: Vec<&str> = pattern.split('/').collect();
    if !matches!(parts.first(), Some(&("app" | "runtime"))) {
        parts.insert(0, "*");
    }
    let is_part = |(at, part): (usize, &&str)| {
        let found = whole.get(at).copied().unwrap_or_default();
        part.is_empty() || fits(part.as_bytes(), found.as_bytes())
    };
    parts.len() <= whole.len() && parts.iter().enumerate().all(is_part)
}

/// Whether a text is like a pattern with `*`.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|at| fits(rest, &text[at..])),
        Some((first, rest)) => {
            text.split_first().is_some_and(|(found, text)| found == first && fits(rest, text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_and_masks_are_read_from_a_recorded_file() {
        let config = Config::parse(include_str!("../../testdata/debian-12.flatpak-config.mixed"));
        assert_eq!(
            (config.remotes, config.masked),
            (vec!["lab".to_owned()], vec!["org.lab.Held".to_owned()])
        );
        let off = "[remote \"a\"]\nurl=x\nxa.disable=true\n\n[remote \"b\"]\nurl=y\nxa.disable=false\n";
        assert_eq!(Config::parse(off).remotes, ["b"]);
    }

    #[test]
    fn a_mask_means_what_flatpak_masks_by_it() {
        let app = "app/org.lab.App/x86_64/stable";
        let masked =
            |pattern: &str| Config { masked: vec![pattern.into()], ..Config::default() }.is_masked(app);
        // Each tried with flatpak 1.14.10: whether an update of the ref was passed over.
        for pattern in [
            "org.lab.App",
            app,
            "org.lab.*",
            "app/org.lab.App",
            "org.lab.App//stable",
            "*",
            "org.*App",
            "app/*",
            "org.lab.App/x86*",
            "app/org.lab.App/*/st*",
            "org.*/x86_64",
            "app//x86_64",
        ] {
            assert!(masked(pattern), "{pattern}");
        }
        for pattern in ["org.lab.Ap", "runtime/org.lab.App", "org.lab.App//beta", "org.lab.App/arm", "x*"] {
            assert!(!masked(pattern), "{pattern}");
        }
    }
}
