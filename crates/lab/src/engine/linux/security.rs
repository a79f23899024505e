//! Debian's security suite as its makers signed it, with what a base lacks of it: fetched once, served as it is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::base::once;
use super::run::{fetching_tool, run};
use super::serve::percent_decode;
use super::{sources, tools};

/// Where it is on the office's server.
pub(super) const FOLDER: &str = "debian-security";

/// The folder with the suite. Fetched when there is none yet: some seconds.
pub(super) fn provide(base: &Path) -> Result<PathBuf> {
    let suite = format!("{}-security", tools::suite()?);
    let place = PathBuf::from(format!("{}-{FOLDER}", base.display()));
    once(&place, |half| {
        tracing::info!(suite, "Fetching Debian's security updates that the PCs lack, once");
        fetch(base, &suite, half)
    })?;
    Ok(place)
}

fn fetch(base: &Path, suite: &str, half: &Path) -> Result<()> {
    let apt = Apt::beside(base, suite, &half.join("apt"))?;
    apt.get(&["update", "-q", "--error-on=any"]).context("Failed to read Debian's security suite")?;
    let upgrade = ["-q", "-y", "dist-upgrade"];
    let wanted = apt.get(&[&["--print-uris"], &upgrade[..]].concat())?;
    apt.get(&[&["--download-only"], &upgrade[..]].concat())
        .context("Failed to fetch the security updates")?;
    let printed = apt.get(&["indextargets", "--format", "$(REPO_URI) $(URI)", "Created-By: Packages"])?;
    let indexes: Vec<(&str, &str)> = printed.lines().filter_map(|line| line.split_once(' ')).collect();
    let (site, _) = indexes.first().context("Debian's security suite has no packages")?;
    let mut packages = 0;
    for (uri, file) in wanted.lines().filter_map(package) {
        let path = uri.strip_prefix(site).and_then(percent_decode).context("A package of another site")?;
        put(&apt.folder.join("archives").join(file), &half.join(path))?;
        packages += 1;
    }
    ensure!(packages > 0, "Debian has no security update that the base lacks");
    apt.publish(site, suite, &indexes, half)?;
    fs::remove_dir_all(&apt.folder).context("Failed to remove apt's folder")
}

/// `'URI' FILE SIZE HASH`
fn package(line: &str) -> Option<(&str, &str)> {
    let (uri, rest) = line.strip_prefix('\'')?.split_once("' ")?;
    Some((uri, rest.split(' ').next()?))
}

fn put(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("A file without a folder")?)?;
    fs::rename(from, to).with_context(|| format!("Failed to put {} in place", to.display()))
}

/// apt of this machine with lists and packages of its own, for a PC that has what a base has.
struct Apt {
    folder: PathBuf,
    options: Vec<String>,
}

impl Apt {
    fn beside(base: &Path, suite: &str, folder: &Path) -> Result<Self> {
        for part in ["state/lists/partial", "archives/partial"] {
            fs::create_dir_all(folder.join(part)).context("Failed to make a folder for apt")?;
        }
        let parts = folder.join("sources");
        sources::pick(&parts, |found| found == suite)?;
        let place = |option: &str, path: &Path| format!("-oDir::{option}={}", path.display());
        let options = vec![
            place("State", &folder.join("state")),
            place("State::status", &base.join("var/lib/dpkg/status")),
            place("Cache", folder),
            place("Etc::sourceparts", &parts),
            "-oDir::Etc::sourcelist=/dev/null".to_owned(),
            "-oAPT::Sandbox::User=root".to_owned(),
            "-oAPT::Get::Always-Include-Phased-Updates=true".to_owned(),
            "-oAcquire::Retries=3".to_owned(),
        ];
        Ok(Apt { folder: folder.to_owned(), options })
    }

    fn get(&self, words: &[&str]) -> Result<String> {
        let options = self.options.iter().map(String::as_str);
        run(&mut fetching_tool("/usr/bin/apt-get", options.chain(words.iter().copied())))
    }

    /// The signed file as it came, and each list in the form that it names, by its name and by its hash: apt asks for
    /// either.
    fn publish(&self, site: &str, suite: &str, indexes: &[(&str, &str)], half: &Path) -> Result<()> {
        let dists = format!("dists/{suite}/");
        let mut lists = fs::read_dir(self.folder.join("state/lists"))?.filter_map(Result::ok);
        let is_signed = |path: &PathBuf| path.to_string_lossy().ends_with("_InRelease");
        let signed = lists.by_ref().map(|entry| entry.path()).find(is_signed);
        let signed = signed.context("Debian's security suite is not signed")?;
        let release = fs::read_to_string(&signed).context("Failed to read the signed file")?;
        put(&signed, &half.join(&dists).join("InRelease"))?;
        for (_, uri) in indexes {
            let name = uri.strip_prefix(site).and_then(|path| path.strip_prefix(&dists));
            let name = format!("{}.xz", name.context("A list of another suite")?);
            let hash = hash_of(&release, &name).with_context(|| format!("{name} is not signed"))?;
            let file = half.join(&dists).join(&name);
            let by_hash = file.parent().context("A list without a folder")?.join("by-hash/SHA256");
            fs::create_dir_all(&by_hash)?;
            let folder = uri.rsplit_once('/').context("A list without a folder")?.0;
            let from = format!("{folder}/by-hash/SHA256/{hash}");
            self.download(&from, &by_hash.join(hash), hash)?;
            fs::hard_link(by_hash.join(hash), &file)?;
        }
        Ok(())
    }

    fn download(&self, uri: &str, to: &Path, hash: &str) -> Result<()> {
        let (to, hash) = (to.display().to_string(), format!("SHA256:{hash}"));
        let options = self.options.iter().map(String::as_str);
        let words = options.chain(["download-file", uri, &to, &hash]);
        run(&mut fetching_tool("/usr/lib/apt/apt-helper", words)).map(drop)
    }
}

/// ` HASH SIZE NAME`, where the hash is a SHA-256.
fn hash_of<'a>(release: &'a str, name: &str) -> Option<&'a str> {
    let fields = release.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    fields
        .filter_map(|fields| <[&str; 3]>::try_from(fields).ok())
        .find_map(|[hash, _, found]| (found == name && hash.len() == 64).then_some(hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_package_gives_its_address_and_the_name_of_its_file() {
        let line = "'http://a/pool/o/x_3%7edeb12_amd64.deb' x_3~deb12_amd64.deb 12 SHA256:ab";
        assert_eq!(package(line), Some(("http://a/pool/o/x_3%7edeb12_amd64.deb", "x_3~deb12_amd64.deb")));
        assert_eq!(package("Building dependency tree..."), None);
    }

    #[test]
    fn the_longest_hash_of_a_list_is_taken_and_that_of_no_other() {
        let long = "a".repeat(64);
        let release =
            format!("MD5Sum:\n {} 5 main/Packages.xz\nSHA256:\n {long} 5 main/Packages.xz\n", "b".repeat(32));
        assert_eq!(hash_of(&release, "main/Packages.xz"), Some(long.as_str()));
        assert_eq!(hash_of(&release, "Packages.xz"), None);
    }
}
