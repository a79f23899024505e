//! An update as a package manager that is played offers it.

use patchround_protocol::{
    PcId, Update, UpdateId,
    update::{Needs, Scope},
};

pub(crate) fn update(pc: PcId, id: &UpdateId) -> Update {
    Update {
        pc,
        source: id.source().to_owned(),
        package: id.native().parse().unwrap(),
        group: String::new(),
        name: id.native().to_owned(),
        installed: Some("1".into()),
        candidate: id.version().to_owned(),
        id: id.clone(),
        class: None,
        substantial: None,
        cves: None,
        known_exploited: None,
        severity: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: Needs::default(),
        reversible: None,
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}
