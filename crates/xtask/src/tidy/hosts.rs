//! No file names a host that serves packages: what works here must work behind any mirror.

use super::Source;

/// Written in two halves, so that this file passes its own rule.
const ARCHIVES: &[(&str, &[&str])] = &[
    ("debian.org", &["deb", "ftp", "security", "archive", "snapshot", "cdn-fastly.deb"]),
    ("ubuntu.com", &["archive", "security", "ports", "old-releases"]),
    ("fedoraproject.org", &["mirrors", "dl"]),
];

/// Every file that names one.
pub(crate) fn problems(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .flat_map(|source| {
            source
                .text
                .lines()
                .enumerate()
                .filter(|(_, line)| names_an_archive(line))
                .map(|(index, _)| format!("{}:{}: names a host that serves packages", source.path, index + 1))
        })
        .collect()
}

fn names_an_archive(line: &str) -> bool {
    ARCHIVES.iter().any(|(domain, hosts)| {
        line.contains(domain) && hosts.iter().any(|host| line.contains(&format!("{host}.{domain}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_archive_is_found_and_a_manual_is_not() {
        let archive = format!("URIs: http://{}.{}/debian", "deb", "debian.org");
        let text = format!("see https://www.debian.org/doc/\n{archive}\n");
        let found = problems(&[Source { path: "a.md".to_owned(), text }]);
        assert_eq!(found, ["a.md:2: names a host that serves packages"]);
    }
}
