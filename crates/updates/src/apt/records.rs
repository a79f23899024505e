//! `apt-cache show --no-all-versions NAME=VERSION...`: the records of versions (deb822, deb-control(5)).

/// What a record says about one version of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The binary package.
    pub package: String,
    /// The version.
    pub version: String,
    /// `amd64`, `all`.
    pub architecture: String,
    /// The source package; the binary's name where it is the same.
    pub source: String,
    /// `libs`, `contrib/net`.
    pub section: String,
    /// `required`, `optional`.
    pub priority: String,
    /// Whether the system does not work without it.
    pub essential: bool,
    /// The first line of its description.
    pub summary: String,
    /// Bytes of its file.
    pub size: Option<u64>,
    /// SHA-256 of its file, in hex, as the signed list has it; dpkg's own database has none.
    pub sha256: Option<String>,
}

/// Reads all records.
pub fn parse(text: &str) -> Vec<Record> {
    text.split("\n\n").map(record).filter(|r| !r.package.is_empty()).collect()
}

fn record(stanza: &str) -> Record {
    let mut record = Record::default();
    for (field, value) in stanza.lines().filter(|l| !l.starts_with(' ')).filter_map(|l| l.split_once(':')) {
        let value = value.trim();
        match field {
            "Package" => value.clone_into(&mut record.package),
            "Version" => value.clone_into(&mut record.version),
            "Architecture" => value.clone_into(&mut record.architecture),
            // "Source: openssl (3.0.19-1)" when the source's version differs.
            "Source" => value.split(' ').next().unwrap_or_default().clone_into(&mut record.source),
            "Section" => value.clone_into(&mut record.section),
            "Priority" => value.clone_into(&mut record.priority),
            "Essential" => record.essential = value == "yes",
            "Description" | "Description-en" => value.clone_into(&mut record.summary),
            "Size" => record.size = value.parse().ok(),
            "SHA256" => record.sha256 = Some(value.to_ascii_lowercase()),
            _ => {}
        }
    }
    if record.source.is_empty() {
        record.source.clone_from(&record.package);
    }
    record
}
