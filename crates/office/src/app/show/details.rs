//! What an IT helper needs to know, as text to copy. The only place that names ids and addresses in bulk.

use std::fmt::Write as _;

use super::Known;
use crate::plain::plain;

const CHARS: usize = 120;

/// The office and its PCs, one line each.
pub(crate) fn details(known: &Known<'_>) -> String {
    let mut text = format!("Patchround {}, {}\n", env!("CARGO_PKG_VERSION"), known.now);
    for view in known.views {
        let (pc, facts) = (&view.pc, &view.pc.facts);
        let os = facts.os.as_deref().map(|os| plain(os, CHARS));
        _ = writeln!(
            text,
            "\n{}  {}  helper {}  {}\n  state {:?}, heard {}, last {}, trouble {:?}, concerns {:?}",
            plain(&pc.name, CHARS),
            pc.address,
            plain(&facts.helper, CHARS),
            os.unwrap_or_default(),
            view.state(known.now),
            view.heard,
            pc.last_seen.map(|at| at.to_string()).unwrap_or_default(),
            pc.last_trouble,
            pc.concerns,
        );
        for source in pc.scan.iter().flat_map(|scan| &scan.sources) {
            _ = writeln!(
                text,
                "  source {}: cause {:?}, unfinished {:?} {:?}, lists of {:?}, managed {}",
                source.source,
                source.cause,
                source.unfinished,
                source.unfinished_of,
                source.refreshed_at,
                source.managed
            );
        }
        for own in pc.scan.iter().flat_map(|scan| &scan.people) {
            _ = writeln!(
                text,
                "  source {} of account {}: cause {:?}, told {}, lists of {:?}",
                own.source, own.account, own.cause, own.told_at, own.refreshed_at
            );
        }
        for update in pc.scan.iter().flat_map(|scan| &scan.updates) {
            _ = writeln!(text, "  {} blocked {:?} held {}", update.id, update.blocked, update.held.is_some());
        }
    }
    text
}
