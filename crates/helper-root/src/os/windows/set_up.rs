//! Both services: made, run and removed.

use std::{fs, io, path::Path, time::Duration};

use patchround_windows::{
    access::{Helper, Owner},
    account, file,
    service::{self, Wanted},
    start,
};

use patchround_protocol::limits;
use patchround_updates::command::Writing;

use super::{end, programs, temporary};
use crate::{keygen, serve, state::State, transact};

/// The network half's program, beside ours.
const HELPER_PROGRAM: &str = "patchround-helper.exe";
/// The virtual account of the network half, which Windows makes for its service.
const HELPER_ACCOUNT: &str = r"NT SERVICE\PatchroundHelper";
/// On which managers ask who is there (RFC 6762).
const DISCOVERY_PORT: u16 = 5353;
/// Names the rules of the firewall.
const RULE: &str = "name=Patchround Helper";
/// So long the PC waits for a transaction before it switches off.
const HOLDS_SHUTDOWN: Duration = Duration::from_secs(30 * 60);

/// Makes both services as they are to be, the folders of both halves with their access lists, and this PC's key. What is
/// there stays.
///
/// # Errors
/// When we may not, or a folder of ours belongs to somebody else.
pub fn set_up() -> io::Result<()> {
    let state = State::of_system();
    keygen::keygen(&state)?;
    let net = file::of_this_pc().join("net");
    file::make_folder(&net, &Owner::Pc, Helper::Changes)?;
    renew_access(&state, &net)?;
    let program = std::env::current_exe()?;
    let helper_program = program.with_file_name(HELPER_PROGRAM);
    service::install(&Wanted {
        name: account::ROOT,
        title: "Patchround (installs updates)",
        about: "Installs the updates that the office's manager has ordered. It starts when it is needed.",
        program: program.clone(),
        account: None,
        starts_with_pc: false,
        privileges: None,
        access: Some(of_root_service()),
        holds_shutdown: Some(HOLDS_SHUTDOWN),
    })?;
    service::install(&Wanted {
        name: account::HELPER,
        title: "Patchround",
        about: "Tells the office's manager which updates this PC needs.",
        program: helper_program.clone(),
        account: Some(HELPER_ACCOUNT),
        starts_with_pc: true,
        // Windows itself adds what a service cannot do without.
        privileges: Some(&["SeChangeNotifyPrivilege"]),
        access: None,
        holds_shutdown: None,
    })?;
    close_firewall();
    // Where another program or the office's own settings keep the firewall, the helper is there all the same.
    open_firewall(&helper_program).unwrap_or_else(|error| {
        tracing::warn!(%error, "Failed to open the firewall: managers may not reach this PC");
    });
    Ok(())
}

/// Each folder is given its own again, from the outside in.
fn renew_access(state: &State, net: &Path) -> io::Result<()> {
    let shut =
        [file::of_this_pc(), state.dir().to_owned(), state.orders(), programs(state), temporary(state)];
    for path in shut {
        file::renew_folder(&path, &Owner::Pc, Helper::Nothing)?;
    }
    file::renew_folder(&state.progress(), &Owner::Pc, Helper::Reads)?;
    file::renew_folder(net, &Owner::Pc, Helper::Changes)
}

/// Lets who is in the same subnet call the network half, also where Windows calls the network public, as it does with every
/// new one (security.md B.5): whoever is no manager of this PC gets no further than its key.
fn open_firewall(program: &Path) -> io::Result<()> {
    for (protocol, port) in [("TCP", limits::PORT), ("UDP", DISCOVERY_PORT)] {
        let words = [
            "action=allow".to_owned(),
            "dir=in".to_owned(),
            format!("protocol={protocol}"),
            format!("localport={port}"),
            format!("program={}", program.display()),
            "profile=any".to_owned(),
            "remoteip=localsubnet".to_owned(),
        ];
        firewall("add", &words).map_err(io::Error::other)?;
    }
    Ok(())
}

/// Whether there was a rule is all the same.
fn close_firewall() {
    if let Err(error) = firewall("delete", &[]) {
        tracing::debug!(%error, "there was no rule of the firewall");
    }
}

fn firewall(verb: &str, words: &[String]) -> Result<(), String> {
    let netsh = std::env::var("SystemRoot").unwrap_or_else(|_| r"C:\Windows".into()) + r"\System32\netsh.exe";
    let line = ["advfirewall", "firewall", verb, "rule", RULE];
    let told = Writing::new(&netsh)
        .map_err(|error| error.to_string())?
        .args(line)
        .args(words.iter().map(String::as_str))
        .run(&mut |_| {});
    match told {
        Ok(told) if told.is_success() => Ok(()),
        Ok(told) => Err(told.said()),
        Err(error) => Err(error.to_string()),
    }
}

/// The system and administrators have all rights, and the network half may start it and ask how it is.
fn of_root_service() -> String {
    const ALL: &str = "CCDCLCSWRPWPDTLOCRSDRCWDWO";
    format!("D:(A;;{ALL};;;SY)(A;;{ALL};;;BA)(A;;LCRPRC;;;{})", account::helper())
}

/// Removes both services and all that is written on this PC. What cannot be removed costs nothing else.
///
/// # Errors
/// [`io::ErrorKind::ResourceBusy`] while updates are being installed: then nothing was removed.
pub fn clean_up() -> io::Result<()> {
    let state = State::of_system();
    let alone = if state.dir().exists() { transact::try_alone(&state) } else { Ok(None) };
    if state.dir().exists() && matches!(alone, Ok(None)) {
        return Err(io::Error::new(io::ErrorKind::ResourceBusy, "updates are being installed on this PC"));
    }
    drop(alone);
    try_to("the network half", service::remove(account::HELPER));
    try_to("the root half", service::remove(account::ROOT));
    close_firewall();
    try_to("the name of this start", start::forget());
    match fs::remove_dir_all(file::of_this_pc()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        removed => try_to("the folder of this PC", removed),
    }
    Ok(())
}

fn try_to(remove: &str, removed: io::Result<()>) {
    if let Err(error) = removed {
        tracing::warn!(%error, what = remove, "Failed to remove a part of the helper");
    }
}

/// Runs as the service, until nobody has asked for a minute or Windows wants it to end. The PC goes down once no transaction
/// runs any more.
///
/// # Errors
/// When Windows did not start us.
pub fn run_as_service() -> io::Result<()> {
    service::run(account::ROOT, end()?, || {
        let state = State::of_system();
        keygen::keygen(&state)?;
        if start::noted().is_none() {
            tracing::warn!("Failed to note this start of the PC");
        }
        let served = serve::serve(&state);
        service::hold_shutdown(HOLDS_SHUTDOWN, || transact::is_any_alive(&state));
        served
    })
}
