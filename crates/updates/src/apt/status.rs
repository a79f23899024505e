//! The lines of `APT::Status-Fd` (apt's doc/progress-reporting.md).
//!
//! The percentage goes back when triggers join, the name in an error may be a `.deb` path, and the
//! sentence may hold colons.

use super::uris;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Files are being fetched.
    Download {
        /// 0 to 100.
        percent: f32,
    },
    /// A package is being unpacked or set up.
    Package {
        /// The package; none while only dpkg is started.
        name: Option<String>,
        /// 0 to 100.
        percent: f32,
    },
    /// A package failed.
    Error {
        /// The package.
        name: String,
        /// What dpkg says.
        sentence: String,
    },
}

/// Reads one line; nothing for a kind that says nothing about progress.
pub fn parse(line: &str) -> Option<Status> {
    let mut parts = line.splitn(4, ':');
    let (kind, name, percent) = (parts.next()?, parts.next()?, parts.next()?);
    let sentence = parts.next().unwrap_or_default();
    // "pmerror:libc6:i386:12.5:..." and "pmstatus:libc6:i386:...": the name holds a colon itself.
    let (percent, sentence) = match percent.parse::<f32>() {
        Ok(percent) => (percent, sentence),
        Err(_) => sentence.split_once(':').and_then(|(p, s)| Some((p.parse().ok()?, s)))?,
    };
    let percent = if percent.is_finite() { percent.clamp(0.0, 100.0) } else { return None };
    match kind {
        "dlstatus" => Some(Status::Download { percent }),
        "pmstatus" => Some(Status::Package { name: (name != "dpkg-exec").then(|| name.to_owned()), percent }),
        "pmerror" => {
            let name = uris::package_in(name).unwrap_or(name).to_owned();
            Some(Status::Error { name, sentence: sentence.trim().to_owned() })
        }
        _ => None,
    }
}

/// The package in a line of dpkg's own `--status-fd`: `processing: configure: NAME` (dpkg(1)).
pub fn dpkg_package(line: &str) -> Option<&str> {
    let (_, name) = line.strip_prefix("processing: ")?.split_once(": ")?;
    Some(super::name_of(name.trim()))
}
