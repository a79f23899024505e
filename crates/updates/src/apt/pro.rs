//! What Ubuntu's own client says: which of the updates that apt offers mend a security problem. A cross-check of the rule
//! that goes by archives, and never a reason to know less than apt says: where the client is missing, slow, too old or
//! says something else, there is nothing.

use std::{collections::BTreeSet, time::Duration};

use serde::Deserialize;

use crate::{command::Call, os_release::OsRelease, source::Pc};

const PRO: &str = "/usr/bin/pro";
/// It answers within a second; a list does not wait longer for it.
const LIMIT: Duration = Duration::from_secs(10);

/// Packages, without their architecture, each with the version that mends something.
pub type Mending = BTreeSet<(String, String)>;

/// What the client says, on a PC that has it and is one of Ubuntu's.
pub(super) fn mending(pc: &Pc<'_>) -> Mending {
    let is_ubuntu = OsRelease::read(pc.root).is_some_and(|os| os.value("ID") == Some("ubuntu"));
    if !is_ubuntu || !pc.place(PRO).is_file() {
        return Mending::new();
    }
    match pc.tools.ask(&Call::new(PRO, ["api", "u.pro.packages.updates.v1"]), LIMIT) {
        Ok(output) => parse(&output.stdout).unwrap_or_else(|| {
            tracing::info!(status = output.status, "Ubuntu's client does not say what mends something");
            Mending::new()
        }),
        Err(error) => {
            tracing::info!(%error, "Failed to ask Ubuntu's client");
            Mending::new()
        }
    }
}

/// Reads an answer of `u.pro.packages.updates.v1`; none where it is not a whole one that succeeded. What only an account
/// with Ubuntu would bring (`pending_attach`) is not offered by apt, and left out.
pub fn parse(text: &str) -> Option<Mending> {
    let answer: Answer = serde_json::from_str(text).ok()?;
    if answer.result != "success" {
        return None;
    }
    let updates = answer.data.attributes.updates.into_iter();
    let mending =
        updates.filter(|update| update.status == "upgrade_available" && is_security(&update.provided_by));
    Some(mending.map(|update| (update.package, update.version)).collect())
}

fn is_security(from: &str) -> bool {
    ["standard-security", "esm-infra", "esm-apps"].contains(&from)
}

#[derive(Deserialize)]
struct Answer {
    result: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    attributes: Attributes,
}

#[derive(Deserialize)]
struct Attributes {
    updates: Vec<Update>,
}

#[derive(Deserialize)]
struct Update {
    package: String,
    version: String,
    provided_by: String,
    status: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDED: &str = include_str!("../../testdata/ubuntu-24.04.pro-api-updates.mixed");

    #[test]
    fn a_real_answer_names_what_mends_something_and_nothing_else() {
        let mending = parse(RECORDED).unwrap();
        assert_eq!(mending.len(), 107, "as many as it counts itself");
        assert!(mending.contains(&("dpkg".into(), "1.22.6ubuntu6.6".into())));
    }

    #[test]
    fn what_needs_an_account_is_left_out_and_what_failed_says_nothing() {
        let pending = RECORDED.replace("upgrade_available", "pending_attach");
        assert_eq!(parse(&pending), Some(Mending::new()));
        let failed = r#"{"result":"failure","data":{"attributes":{"updates":[]}},"errors":[{"title":"x"}]}"#;
        for bad in [failed, "", "{}", &RECORDED[..RECORDED.len() / 2]] {
            assert_eq!(parse(bad), None);
        }
    }
}
