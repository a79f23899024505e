//! Sessions as Windows has them, and what each person said and uses in their own part of the registry.

use std::io;

use jiff::Timestamp;
use patchround_protocol::restart::{Person, Signs, Yes};
use patchround_windows::{calls, quiet, said::Said, session, start};

use super::windows_says::battery;
use crate::source::Pc;

/// What is shown on a screen only a program of that session knows, and nobody may ask Windows what keeps a PC on.
pub(super) fn signs(pc: &Pc<'_>) -> Signs {
    if !pc.is_this() {
        return Signs::default();
    }
    let (people, boot, now) = (session::people(), start::name().unwrap_or_default(), Timestamp::now());
    let accounts = people.iter().flatten().filter_map(|person| person.account.as_deref());
    Signs {
        is_in_call: accounts.filter_map(calls::of_account).reduce(|one, other| one || other),
        people: people.map(|all| all.into_iter().map(|person| at_the_pc(person, &boot, now)).collect()),
        is_presenting: None,
        kept_on_by: None,
        battery: quiet::power().ok().and_then(battery),
    }
}

/// Whose account cannot be named has said nothing.
fn at_the_pc(person: session::Person, boot: &str, now: Timestamp) -> Person {
    let said = person.account.as_deref().map_or(Ok(None), |account| Said::here().by(account));
    let (has_agreed, is_untold) = agreed(said, boot, now);
    Person { name: person.name, idle_seconds: person.idle.map(|idle| idle.as_secs()), has_agreed, is_untold }
}

/// Whether that is a yes, and whether it could not be read.
fn agreed(said: io::Result<Option<Vec<u8>>>, boot: &str, now: Timestamp) -> (bool, bool) {
    match said {
        Ok(bytes) => {
            let yes = bytes.and_then(|bytes| serde_json::from_slice::<Yes>(&bytes).ok());
            (yes.is_some_and(|yes| yes.holds(boot, now)), false)
        }
        Err(error) => (false, error.kind() == io::ErrorKind::PermissionDenied),
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::restart::YES_BYTES;
    use patchround_windows::token::Somebody;

    use super::*;

    #[test]
    fn a_yes_that_a_person_wrote_holds_at_that_time_and_in_that_start_only() {
        let (folder, now) = (tempfile::tempdir().unwrap(), Timestamp::now());
        let (said, us) = (Said::given(folder.path()), Somebody::us().unwrap().account);
        let may = |minutes: i64| agreed(said.by(&us), "this-start", now + minutes.minutes()).0;
        assert!(!may(1));
        let write = |boot: &str, from| said.write(&serde_json::to_vec(&Yes::at(boot.into(), from)).unwrap());
        write("this-start", now + 5.minutes()).unwrap();
        assert_eq!([0, 4, 6, 14, 16].map(may), [false, false, true, true, false]);
        write("the-start-before", now).unwrap();
        assert!(!may(1));
        let padded = [serde_json::to_vec(&Yes::at("this-start".into(), now)).unwrap(), vec![b' '; 1024]];
        said.write(&padded.concat()).unwrap();
        assert!(!may(1) && padded.concat().len() as u64 > YES_BYTES);
        said.write(b"yes").unwrap();
        assert!(!may(1));
        said.remove().unwrap();
        assert!(!may(1), "it was taken back");
    }

    #[test]
    fn what_may_not_be_read_is_no_yes_and_is_left_to_whoever_may() {
        let now = Timestamp::now();
        assert_eq!(agreed(Err(io::ErrorKind::PermissionDenied.into()), "b", now), (false, true));
        assert_eq!(agreed(Err(io::ErrorKind::InvalidInput.into()), "b", now), (false, false));
        assert_eq!(agreed(Ok(None), "b", now), (false, false));
    }
}
