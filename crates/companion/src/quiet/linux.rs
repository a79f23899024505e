//! logind's word on this session (`org.freedesktop.login1(5)`), NetworkManager's on the network, and the kernel's on power.

use std::{fs, path::Path, time::Duration};

use jiff::Timestamp;
use tokio::time::timeout;
use zbus::{Connection, OwnedVariant};

use super::Quiet;

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: (&str, &str) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
/// Of who asks; of somebody's own services their session on the screen (systemd 243).
const SESSION: (&str, &str) = ("/org/freedesktop/login1/session/auto", "org.freedesktop.login1.Session");
const NETWORK: &str = "org.freedesktop.NetworkManager";
const POWER: &str = "/sys/class/power_supply";
/// What does not answer for so long does not know.
const PATIENCE: Duration = Duration::from_secs(5);

/// An inhibitor as logind tells it: what, who, why, mode, account, process.
type Inhibitor = (String, String, String, String, u32, u32);

pub(super) async fn look() -> Quiet {
    let said = timeout(PATIENCE, logind()).await;
    let said =
        said.map_err(|_| "it does not answer".to_owned()).and_then(|said| said.map_err(|e| e.to_string()));
    let quiet = said.unwrap_or_else(|error| {
        tracing::debug!(error, "logind does not say how this session is");
        Quiet::default()
    });
    Quiet { on_battery: on_battery(Path::new(POWER)), ..quiet }
}

pub(super) async fn is_metered() -> Option<bool> {
    let asked = async { ask_network(&Connection::system().await.ok()?).await };
    timeout(PATIENCE, asked).await.ok().flatten()
}

/// `NMMetered`: 1 and 3 are yes, known or guessed, 2 and 4 no; 0 is not known.
async fn ask_network(bus: &Connection) -> Option<bool> {
    let path = "/org/freedesktop/NetworkManager";
    match u32::try_from(property(bus, (NETWORK, path, NETWORK), "Metered").await?) {
        Ok(1 | 3) => Some(true),
        Ok(2 | 4) => Some(false),
        _ => None,
    }
}

async fn logind() -> zbus::Result<Quiet> {
    let bus = Connection::system().await?;
    ask(&bus).await
}

async fn ask(bus: &Connection) -> zbus::Result<Quiet> {
    let (path, interface) = MANAGER;
    let said = bus.call_method(Some(LOGIND), path, Some(interface), "ListInhibitors", &()).await?;
    let inhibitors: Vec<Inhibitor> = said.body().deserialize()?;
    let idle = session(bus, "IdleHint").await.and_then(|said| bool::try_from(said).ok());
    let since = session(bus, "IdleSinceHint").await.and_then(|said| u64::try_from(said).ok());
    Ok(Quiet {
        idle_since: idle.map(|idle| since.filter(|_| idle).and_then(at)),
        is_locked: session(bus, "LockedHint").await.and_then(|said| bool::try_from(said).ok()),
        is_presenting: Some(inhibitors.iter().any(keeps_the_screen_on)),
        on_battery: None,
    })
}

/// What logind says of this session; `None` where it knows of none.
async fn session(bus: &Connection, what: &str) -> Option<OwnedVariant> {
    let (path, interface) = SESSION;
    property(bus, (LOGIND, path, interface), what).await
}

/// A property of an object; `None` where nobody tells it.
async fn property(
    bus: &Connection,
    (name, path, interface): (&str, &str, &str),
    what: &str,
) -> Option<OwnedVariant> {
    let get = ("org.freedesktop.DBus.Properties", "Get");
    let said = bus.call_method(Some(name), path, Some(get.0), get.1, &(interface, what)).await;
    said.ok()?.body().deserialize().ok()
}

/// A time in microseconds. The beginning of time stands for none.
fn at(microseconds: u64) -> Option<Timestamp> {
    let time = i64::try_from(microseconds).ok().and_then(|time| Timestamp::from_microsecond(time).ok())?;
    (time > Timestamp::UNIX_EPOCH).then_some(time)
}

/// `block-weak` is what `block` was before systemd 257.
fn keeps_the_screen_on((what, _, _, mode, _, _): &Inhibitor) -> bool {
    mode.starts_with("block") && what.split(':').any(|what| what == "idle")
}

/// Whether a battery of the PC is being emptied; `None` where the kernel says nothing of power.
fn on_battery(supplies: &Path) -> Option<bool> {
    let says = |folder: &Path, what: &str| {
        fs::read_to_string(folder.join(what)).map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let is_emptied = |folder: &Path| {
        says(folder, "type") == "Battery"
            && says(folder, "scope") != "Device"
            && says(folder, "status") == "Discharging"
    };
    let supplies = fs::read_dir(supplies).ok()?.flatten();
    Some(supplies.into_iter().any(|one| is_emptied(&one.path())))
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;
    use zbus::{Message, MessageStream, Variant, connection::Builder};

    use super::*;

    /// Somebody at the other end of a line, who answers calls or says that there is no such thing.
    async fn serving(
        answer: impl Fn(&zbus::message::Header<'_>, &Message) -> Option<Message> + Send + 'static,
    ) -> Connection {
        let (ours, its) = tokio::net::UnixStream::pair().unwrap();
        let [ours, its] = [ours, its].map(|end| end.into_std().unwrap());
        let serve = Builder::unix_stream(its).server(zbus::Guid::generate()).p2p().build();
        let (server, client) = tokio::join!(serve, Builder::unix_stream(ours).p2p().build());
        let server = server.unwrap();
        let mut calls = MessageStream::from(&server);
        tokio::spawn(async move {
            while let Some(Ok(call)) = calls.next().await {
                let header = call.header();
                let none = || Message::error(&header, "org.freedesktop.DBus.Error.UnknownObject").build(&());
                let answer = answer(&header, &call).unwrap_or_else(|| none().unwrap());
                server.send(&answer).await.unwrap();
            }
        });
        client.unwrap()
    }

    /// A logind that says these inhibitors, and this of the session: `None` where it knows of none.
    async fn logind(inhibitors: Vec<Inhibitor>, session: Option<(bool, u64, bool)>) -> Connection {
        let answers = move |header: &zbus::message::Header<'_>, call: &Message| {
            let member = header.member().map(ToString::to_string).unwrap_or_default();
            if member == "ListInhibitors" {
                return Some(Message::method_return(header).build(&inhibitors).unwrap());
            }
            let (idle, since, is_locked) = session?;
            let (_, what): (String, String) = call.body().deserialize().unwrap();
            let said = match what.as_str() {
                "IdleHint" => Variant::from(idle),
                "IdleSinceHint" => Variant::from(since),
                _ => Variant::from(is_locked),
            };
            Some(Message::method_return(header).build(&said).unwrap())
        };
        serving(answers).await
    }

    #[tokio::test]
    async fn what_logind_says_of_the_session_is_heard() {
        let slides = || vec![inhibitor("sleep:idle", "block")];
        let bus = logind(slides(), Some((true, 1_780_000_000_000_000, false))).await;
        let since = Timestamp::from_second(1_780_000_000).unwrap();
        let quiet = Quiet {
            idle_since: Some(Some(since)),
            is_locked: Some(false),
            is_presenting: Some(true),
            on_battery: None,
        };
        assert_eq!(ask(&bus).await.unwrap(), quiet);
        let bus = logind(Vec::new(), Some((false, 1_780_000_000_000_000, true))).await;
        let quiet = Quiet {
            idle_since: Some(None),
            is_locked: Some(true),
            is_presenting: Some(false),
            on_battery: None,
        };
        assert_eq!(ask(&bus).await.unwrap(), quiet, "it is used");
    }

    #[tokio::test]
    async fn a_session_that_logind_does_not_know_is_not_known() {
        let bus = logind(Vec::new(), None).await;
        let quiet = Quiet { is_presenting: Some(false), ..Quiet::default() };
        assert_eq!(ask(&bus).await.unwrap(), quiet);
    }

    #[tokio::test]
    async fn a_network_is_metered_where_network_manager_says_or_guesses_so() {
        for (said, expected) in
            [(0_u32, None), (1, Some(true)), (2, Some(false)), (3, Some(true)), (4, Some(false))]
        {
            let bus = serving(move |header, _| {
                Some(Message::method_return(header).build(&Variant::from(said)).unwrap())
            });
            assert_eq!(ask_network(&bus.await).await, expected, "{said}");
        }
        let bus = serving(|_, _| None).await;
        assert_eq!(ask_network(&bus).await, None, "where there is no NetworkManager nobody knows");
    }

    fn inhibitor(what: &str, mode: &str) -> Inhibitor {
        (what.into(), "Slides".into(), "A talk".into(), mode.into(), 1000, 9)
    }

    #[test]
    fn who_keeps_the_screen_on_shows_something_and_who_wants_to_be_told_does_not() {
        for (what, mode, expected) in [
            ("idle", "block", true),
            ("sleep:idle", "block-weak", true),
            ("idle", "delay", false),
            ("sleep:shutdown", "block", false),
        ] {
            assert_eq!(keeps_the_screen_on(&inhibitor(what, mode)), expected, "{what} {mode}");
        }
    }

    #[test]
    fn a_session_that_never_was_idle_has_no_time() {
        assert_eq!(at(0), None);
        assert_eq!(at(u64::MAX), None);
        assert_eq!(at(1_780_000_000_000_000).unwrap().as_second(), 1_780_000_000);
    }

    #[test]
    fn a_battery_that_is_emptied_counts_and_a_mouse_or_no_battery_does_not() {
        let with = |status: &str, scope: &str| {
            let folder = tempfile::tempdir().unwrap();
            let battery = folder.path().join("BAT0");
            fs::create_dir(&battery).unwrap();
            for (name, text) in [("type", "Battery\n"), ("status", status), ("scope", scope)] {
                fs::write(battery.join(name), text).unwrap();
            }
            on_battery(folder.path())
        };
        assert_eq!(with("Discharging\n", "System\n"), Some(true));
        assert_eq!(with("Charging\n", "System\n"), Some(false));
        assert_eq!(with("Discharging\n", "Device\n"), Some(false));
        assert_eq!(on_battery(Path::new("/nonexistent")), None);
    }
}
