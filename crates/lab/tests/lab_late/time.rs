//! The day that all programs of an office are shown.

use std::path::Path;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_lab::MANAGER;

use crate::clocks::{LIBRARY, STEADY, both, is_shown_clocks, start_anew};
use crate::office::Office;

const MANAGERS: &str = "/etc/lab-clock/manager";

/// Where the manager's programs are meanwhile, under their own names.
const REAL: &str = "/usr/lib/real";

/// PCs and the manager's program. All of them count days in UTC.
pub(crate) fn all_are_shown_the_time(office: &Office) {
    office.pcs().iter().for_each(|pc| is_shown_clocks(office, pc, STEADY));
    the_managers_is_shown_the_time(office, "patchround");
}

/// One of the manager's programs, from its next start on.
pub(crate) fn the_managers_is_shown_the_time(office: &Office, program: &str) {
    let real = format!("{REAL}/{program}");
    let script = format!(
        "#!/bin/sh\nexport LD_PRELOAD={LIBRARY} FAKETIME_TIMESTAMP_FILE={MANAGERS} NO_FAKE_STAT=1 TZ=UTC\n\
         export {STEADY} DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1\n\
         exec {real} \"$@\"\n"
    );
    let place = format!("/usr/bin/{program}");
    let moved = format!("mkdir -p {REAL}; mv {place} {real}");
    office.lab.succeed(MANAGER, ["sh", "-c", &moved]).unwrap();
    office.lab.put(MANAGER, Path::new(&place), script.as_bytes(), 0o755).unwrap();
}

/// Every PC has been off until that moment: who was just switched on does nothing by itself yet. By day, because at
/// night it would.
pub(crate) fn it_is(office: &Office, day: Date, hour: i8) {
    let offset = the_manager_has(office, day, hour);
    for pc in office.pcs() {
        both(office, &pc, &offset);
        start_anew(office, &pc);
    }
}

/// The manager's program alone. Nobody may be shown a time that is before one already written down.
pub(crate) fn the_manager_has(office: &Office, day: Date, hour: i8) -> String {
    let wanted = day.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    let offset = format!("{:+}", wanted.duration_since(Timestamp::now()).as_secs());
    office.lab.put(MANAGER, Path::new(MANAGERS), format!("{offset}\n").as_bytes(), 0o644).unwrap();
    offset
}
