//! `apt-get -qq --print-uris`: the files that would be fetched, `'URL' FILE SIZE HASH`.
//!
//! A file that is in the cache already is not listed.

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uri {
    /// Name it would have in the cache: `NAME_VERSION_ARCH.deb`, `:` written as `%3a`.
    pub file: String,
    /// Its bytes.
    pub size: u64,
}

/// Reads all files; other lines are passed over.
pub fn parse(text: &str) -> Vec<Uri> {
    let uri = |line: &str| {
        let (_, rest) = line.strip_prefix('\'')?.split_once("' ")?;
        let mut words = rest.split(' ');
        Some(Uri { file: words.next()?.to_owned(), size: words.next()?.parse().ok()? })
    };
    text.lines().filter_map(uri).collect()
}

/// Bytes of all of them together.
pub fn total(uris: &[Uri]) -> u64 {
    uris.iter().fold(0, |sum, uri| sum.saturating_add(uri.size))
}

/// The package in a cache file's name, in the address of a file of that name, or in the path under
/// which apt hands it to dpkg: `/tmp/apt-dpkg-install-XXXXXX/09-NAME_VERSION_ARCH.deb`, of which dpkg prints
/// `.../09-NAME_VERSION_ARCH.deb`.
pub fn package_in(file: &str) -> Option<&str> {
    let (folder, file) = file.rsplit_once('/').unwrap_or(("", file));
    let (package, rest) = file.split_once('_')?;
    let is_numbered = folder.contains("/apt-dpkg-install-") || folder == "...";
    let package = if is_numbered { without_number(package) } else { package };
    (rest.ends_with(".deb") && !package.is_empty()).then_some(package)
}

fn without_number(package: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    package.split_once('-').filter(|(number, _)| is_number(number)).map_or(package, |(_, name)| name)
}
