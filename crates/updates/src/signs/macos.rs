//! What macOS's own programs say, and what each person said in a file of theirs.

use std::{io::ErrorKind, path::Path};

use jiff::Timestamp;
use nix::unistd::User;
use patchround_protocol::restart::{Person, Signs};

use super::yes;
use crate::{
    mac::{self, Assertion},
    source::Pc,
};

/// Where a person's program puts it, below their home: no other account may look into it but root.
const OWN: &str = "Library/Caches";

/// How long nobody touched anything is told of the Mac as a whole: it counts for everybody who is signed in.
pub(super) fn signs(pc: &Pc<'_>) -> Signs {
    let asked = mac::assertions(pc);
    let any = |is: fn(&Assertion) -> bool| asked.as_deref().map(|all| all.iter().any(is));
    let backup = asked.as_deref().and_then(|all| all.iter().find_map(Assertion::backup));
    let idle_seconds = mac::idle(pc).map(|idle| idle.as_secs());
    let (boot, now) = (mac::boot(pc).unwrap_or_default(), Timestamp::now());
    let person = |name: String| Person { idle_seconds, ..said(pc, name, &boot, now) };
    Signs {
        people: mac::people(pc).map(|all| all.into_iter().map(person).collect()),
        is_in_call: any(Assertion::records),
        is_presenting: any(Assertion::keeps_screen_on),
        kept_on_by: backup.map(str::to_owned),
        battery: mac::power(pc).filter(|power| power.on_battery).and_then(|power| power.percent),
    }
}

fn said(pc: &Pc<'_>, name: String, boot: &str, now: Timestamp) -> Person {
    let account = User::from_name(&name).ok().flatten();
    let yes = account.map_or(Ok(None), |user| yes::of(&pc.root.join(own(&user.dir)), user.uid.as_raw()));
    let has_agreed = matches!(&yes, Ok(Some(yes)) if yes.holds(boot, now));
    let is_untold = yes.is_err_and(|error| error.kind() == ErrorKind::PermissionDenied);
    Person { name, idle_seconds: None, has_agreed, is_untold }
}

fn own(home: &Path) -> std::path::PathBuf {
    home.strip_prefix("/").unwrap_or(home).join(OWN)
}
