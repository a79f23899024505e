//! What hour it is on a PC.

use crate::office::Office;

/// Moves the PC's time zone, not its clock, to where it is that hour. Its programs have to be started anew.
pub(crate) fn it_is(office: &Office, pc: &str, hour: u8) {
    let script = format!(
        "set -e; ahead=$(( ({hour} + 24 - $(date -u +%-H)) % 24 ))
        if [ $ahead -le 12 ]; then zone=GMT-$ahead; else zone=GMT+$((24 - ahead)); fi
        ln -sf /usr/share/zoneinfo/Etc/$zone /etc/localtime
        test $(date +%-H) = {hour}"
    );
    office.lab.succeed(pc, ["sh", "-c", &script]).unwrap();
}
