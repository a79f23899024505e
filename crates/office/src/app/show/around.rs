//! What is around on the network, in three bins.

use patchround_words::{say, say_with};

use super::{number, text};
use crate::{
    app::snapshot::{Around as View, AroundRow},
    around::{Around, Found, Hearing, Kind, Other, Plan},
    plain::plain,
};

const NAME_CHARS: usize = 80;

/// What was found around, and what asking every address would do.
pub(crate) fn around(around: &Around, everywhere: &Plan) -> View {
    let of = |kind| around.others.iter().filter(move |other| other.kind == kind).map(other).collect();
    let strangers = around.helpers.iter().filter(|found| found.pc.is_none() && !found.ours);
    let obstacles =
        [obstacle(around.hearing), around.kept_apart.filter(|apart| *apart).map(|_| say("kept-apart"))];
    View {
        helpers: strangers.map(helper).collect(),
        computers: of(Kind::Computer),
        things: of(Kind::Thing),
        unclear: of(Kind::CannotTell),
        obstacles: obstacles.into_iter().flatten().collect(),
        everywhere: (!everywhere.addresses.is_empty()).then(|| {
            let networks = ("networks", text(everywhere.networks.join(", ")));
            say_with("ask-everywhere", &[("count", number(everywhere.addresses.len())), networks])
        }),
    }
}

/// Why PCs may not be found by themselves.
pub(crate) fn obstacle(hearing: Hearing) -> Option<String> {
    match hearing {
        Hearing::Works => None,
        Hearing::NoNetwork => Some(say("search-no-network")),
        Hearing::PortTaken => Some(say("search-port-taken")),
        Hearing::Public => Some(say("search-public")),
        Hearing::NotAllowed => Some(say("search-not-allowed")),
        Hearing::Silent => Some(say("search-silent")),
    }
}

fn helper(found: &Found) -> AroundRow {
    let name = match (found.this_computer, found.pairing) {
        (true, _) => say("around-this"),
        (false, Some(true)) => say("around-waits"),
        (false, _) => say("around-helper"),
    };
    let address = found.addresses.first().map(ToString::to_string).unwrap_or_default();
    AroundRow { address, name, waits: found.pairing == Some(true) }
}

fn other(other: &Other) -> AroundRow {
    let address = other.addresses.iter().next().map(ToString::to_string).unwrap_or_default();
    let own = other.name.as_deref().map(|name| plain(name, NAME_CHARS));
    let name = if other.router { say("found-router") } else { own.unwrap_or_else(|| say("around-unnamed")) };
    AroundRow { address, name, waits: false }
}
