//! Services: installed, started, removed, and what one of ours says to Windows while it runs.

use std::{
    ffi::{OsStr, OsString},
    fmt, io,
    path::PathBuf,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use windows_service::{
    Error, define_windows_service,
    service::{
        Service, ServiceAccess, ServiceAction, ServiceActionType, ServiceControl, ServiceControlAccept,
        ServiceErrorControl, ServiceExitCode, ServiceFailureActions, ServiceFailureResetPeriod, ServiceInfo,
        ServiceSidType, ServiceStartType, ServiceState, ServiceStatus, ServiceType,
    },
    service_control_handler::{self, ServiceControlHandlerResult, ServiceStatusHandle},
    service_dispatcher,
    service_manager::{ServiceManager, ServiceManagerAccess},
};
use windows_sys::Win32::{
    Foundation::{
        ERROR_FAILED_SERVICE_CONTROLLER_CONNECT, ERROR_INVALID_LEVEL, ERROR_SERVICE_ALREADY_RUNNING,
        ERROR_SERVICE_CANNOT_ACCEPT_CTRL, ERROR_SERVICE_DOES_NOT_EXIST, ERROR_SERVICE_MARKED_FOR_DELETE,
        ERROR_SERVICE_NOT_ACTIVE,
    },
    Security::DACL_SECURITY_INFORMATION,
    System::Services::{
        ChangeServiceConfig2W, SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO, SERVICE_REQUIRED_PRIVILEGES_INFOW,
        SetServiceObjectSecurity,
    },
};

use crate::{
    descriptor::Descriptor,
    file::is,
    hold::hold,
    pipe::Bell,
    wide::{done, wide},
};

/// The word by which our programs know that Windows starts them as a service.
pub const WORD: &str = "service";
/// So long a service may take to end, or to be gone.
const PATIENCE: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_millis(100);
/// Whether what keeps the PC from going down still goes on is looked at so often.
const LOOKS: Duration = Duration::from_secs(1);
/// After how long Windows starts one that fell over, the first, the second and every further time.
const RESTARTS: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(60), Duration::from_secs(600)];
/// What was long ago does not count.
const FORGETS: Duration = Duration::from_secs(24 * 60 * 60);

/// A service as it is to be.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Its name.
    pub name: &'a str,
    /// What people see.
    pub title: &'a str,
    /// A sentence more.
    pub about: &'a str,
    /// The program, which gets [`WORD`].
    pub program: PathBuf,
    /// Who runs it; the system itself if nobody is named.
    pub account: Option<&'a str>,
    /// Whether it starts with the PC.
    pub starts_with_pc: bool,
    /// The only privileges it gets; else all that its account has.
    pub privileges: Option<&'a [&'a str]>,
    /// Who may do what with the service; else as Windows has it.
    pub access: Option<String>,
    /// How long the PC waits for it before it switches off.
    pub holds_shutdown: Option<Duration>,
}

/// Makes a service, or makes one that is there as it is to be.
///
/// # Errors
/// When we may not, or Windows does not take it.
pub fn install(wanted: &Wanted<'_>) -> io::Result<()> {
    let manager = manager(ServiceManagerAccess::CONNECT | ServiceManagerAccess::CREATE_SERVICE)?;
    let info = info(wanted);
    let service = match manager.open_service(wanted.name, ServiceAccess::all()).map_err(plain) {
        Ok(service) => {
            service.change_config(&info).map_err(plain)?;
            service
        }
        Err(error) if is(&error, ERROR_SERVICE_DOES_NOT_EXIST) => {
            let end = Instant::now() + PATIENCE;
            loop {
                match manager.create_service(&info, ServiceAccess::all()).map_err(plain) {
                    // Somebody, say a window with all services, still has the one before in hand.
                    Err(error) if is(&error, ERROR_SERVICE_MARKED_FOR_DELETE) && Instant::now() < end => {
                        sleep(AGAIN);
                    }
                    made => break made?,
                }
            }
        }
        Err(error) => return Err(error),
    };
    configure(&service, wanted)
}

fn configure(service: &Service, wanted: &Wanted<'_>) -> io::Result<()> {
    service.set_description(wanted.about).map_err(plain)?;
    if_known(service.set_config_service_sid_info(ServiceSidType::Unrestricted).map_err(plain))?;
    let actions = RESTARTS.map(|delay| ServiceAction { action_type: ServiceActionType::Restart, delay });
    let failure = ServiceFailureActions {
        reset_period: ServiceFailureResetPeriod::After(FORGETS),
        reboot_msg: None,
        command: None,
        actions: Some(actions.to_vec()),
    };
    service.update_failure_actions(failure).map_err(plain)?;
    if_known(service.set_failure_actions_on_non_crash_failures(true).map_err(plain))?;
    if let Some(patience) = wanted.holds_shutdown {
        if_known(service.set_preshutdown_timeout(patience).map_err(plain))?;
    }
    if let Some(privileges) = wanted.privileges {
        if_known(require(service, privileges))?;
    }
    if let Some(access) = &wanted.access {
        let access = Descriptor::of(access)?;
        // SAFETY: the handle is open as long as the service is, and the access list lives.
        done(unsafe {
            SetServiceObjectSecurity(service.raw_handle(), DACL_SECURITY_INFORMATION, access.as_ptr())
        })?;
    }
    Ok(())
}

/// A stand-in for Windows may not know of everything that a service can have.
fn if_known(set: io::Result<()>) -> io::Result<()> {
    match set {
        Err(error) if is(&error, ERROR_INVALID_LEVEL) => {
            tracing::warn!("this Windows does not know one of the settings of a service");
            Ok(())
        }
        set => set,
    }
}

fn require(service: &Service, privileges: &[&str]) -> io::Result<()> {
    let mut list = Vec::new();
    for privilege in privileges {
        list.extend(wide(privilege)?);
    }
    list.push(0);
    let info = SERVICE_REQUIRED_PRIVILEGES_INFOW { pmszRequiredPrivileges: list.as_mut_ptr() };
    // SAFETY: the handle is open, and the list, with an end for each and one for all, lives.
    done(unsafe {
        ChangeServiceConfig2W(
            service.raw_handle(),
            SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO,
            (&raw const info).cast(),
        )
    })
}

fn info(wanted: &Wanted<'_>) -> ServiceInfo {
    ServiceInfo {
        name: wanted.name.into(),
        display_name: wanted.title.into(),
        service_type: ServiceType::OWN_PROCESS,
        start_type: if wanted.starts_with_pc {
            ServiceStartType::AutoStart
        } else {
            ServiceStartType::OnDemand
        },
        error_control: ServiceErrorControl::Normal,
        executable_path: wanted.program.clone(),
        launch_arguments: vec![WORD.into()],
        dependencies: Vec::new(),
        account_name: wanted.account.map(OsString::from),
        account_password: None,
    }
}

/// Stops and removes a service; one that is not there is removed already.
///
/// # Errors
/// When we may not, or it does not end.
pub fn remove(name: &str) -> io::Result<()> {
    match open(name, ServiceAccess::STOP | ServiceAccess::QUERY_STATUS | ServiceAccess::DELETE) {
        Err(error) if is(&error, ERROR_SERVICE_DOES_NOT_EXIST) => Ok(()),
        Err(error) => Err(error),
        Ok(service) => {
            stop_it(&service)?;
            match service.delete().map_err(plain) {
                Err(error) if is(&error, ERROR_SERVICE_MARKED_FOR_DELETE) => Ok(()),
                deleted => deleted,
            }
        }
    }
}

/// Stops a service and waits until it has ended; one that does not run has.
///
/// # Errors
/// When we may not, or it does not end.
pub fn stop(name: &str) -> io::Result<()> {
    stop_it(&open(name, ServiceAccess::STOP | ServiceAccess::QUERY_STATUS)?)
}

fn stop_it(service: &Service) -> io::Result<()> {
    let (end, mut is_told) = (Instant::now() + PATIENCE, false);
    while !is_told || service.query_status().map_err(plain)?.current_state != ServiceState::Stopped {
        match service.stop().map_err(plain) {
            // One that is starting or ending takes no word yet.
            Err(error) if is(&error, ERROR_SERVICE_CANNOT_ACCEPT_CTRL) => {}
            Err(error) if is_told || is(&error, ERROR_SERVICE_NOT_ACTIVE) => {
                tracing::debug!(%error, "a service that is to end was told so");
                is_told = true;
            }
            Err(error) => return Err(error),
            Ok(_) => is_told = true,
        }
        if Instant::now() > end {
            return Err(io::ErrorKind::TimedOut.into());
        }
        sleep(AGAIN);
    }
    Ok(())
}

/// Has Windows start a service; one that runs is started.
///
/// # Errors
/// When we may not, there is none, or it cannot be started.
pub fn start(name: &str) -> io::Result<()> {
    let service = open(name, ServiceAccess::START)?;
    match service.start::<&OsStr>(&[]).map_err(plain) {
        Err(error) if is(&error, ERROR_SERVICE_ALREADY_RUNNING) => Ok(()),
        started => started,
    }
}

/// Whether a service is there and runs; `None` when there is none.
///
/// # Errors
/// When we may not ask.
pub fn is_running(name: &str) -> io::Result<Option<bool>> {
    match open(name, ServiceAccess::QUERY_STATUS) {
        Err(error) if is(&error, ERROR_SERVICE_DOES_NOT_EXIST) => Ok(None),
        Err(error) => Err(error),
        Ok(service) => {
            let state = service.query_status().map_err(plain)?.current_state;
            Ok(Some(state == ServiceState::Running))
        }
    }
}

fn open(name: &str, access: ServiceAccess) -> io::Result<Service> {
    manager(ServiceManagerAccess::CONNECT)?.open_service(name, access).map_err(plain)
}

fn manager(access: ServiceManagerAccess) -> io::Result<ServiceManager> {
    ServiceManager::local_computer(None::<&OsStr>, access).map_err(plain)
}

fn plain(error: Error) -> io::Error {
    match error {
        Error::Winapi(error) => error,
        error => io::Error::other(error),
    }
}

/// What a service does from its start to its end.
type Body = Box<dyn FnOnce() -> io::Result<()> + Send>;
/// What is done when Windows wants it to end.
type End = Box<dyn Fn() + Send>;

/// Handed to the thread that Windows makes.
static JOB: Mutex<Option<(&str, End, Body)>> = Mutex::new(None);
/// Through which we say how we are.
static STATUS: OnceLock<ServiceStatusHandle> = OnceLock::new();
/// Whether the PC waits for us before it goes down.
static IS_GOING_DOWN: AtomicBool = AtomicBool::new(false);
/// How often we have said that we are on the way: Windows takes us for dead where that does not grow.
static CHECKPOINT: AtomicU32 = AtomicU32::new(0);

/// Somebody else than Windows started the program with the word that is meant for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByHand;

impl fmt::Display for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Only Windows starts this program as a service")
    }
}

impl std::error::Error for ByHand {}

/// Runs as the service that Windows started us as, until the body ends. `end` is called when Windows wants that.
///
/// # Errors
/// [`ByHand`], in an [`io::Error`], when Windows did not start us.
pub fn run(
    name: &'static str,
    end: impl Fn() + Send + 'static,
    body: impl FnOnce() -> io::Result<()> + Send + 'static,
) -> io::Result<()> {
    *JOB.lock().expect("nothing panics while it holds the job") = Some((name, Box::new(end), Box::new(body)));
    match service_dispatcher::start(name, service_entry).map_err(plain) {
        Err(error) if is(&error, ERROR_FAILED_SERVICE_CONTROLLER_CONNECT) => Err(io::Error::other(ByHand)),
        ran => ran,
    }
}

define_windows_service!(service_entry, service_main);

fn service_main(_: Vec<OsString>) {
    let job = JOB.lock().expect("nothing panics while it holds the job").take();
    let Some((name, end, body)) = job else { return };
    if let Err(error) = serve(name, end, body) {
        tracing::error!(%error, "the service ended");
    }
}

fn serve(name: &str, end: End, body: Body) -> io::Result<()> {
    let end = Mutex::new(end);
    let handler = move |control| match control {
        ServiceControl::Stop | ServiceControl::Shutdown | ServiceControl::Preshutdown => {
            IS_GOING_DOWN.fetch_or(control == ServiceControl::Preshutdown, Ordering::Relaxed);
            tell(ServiceState::StopPending, ServiceExitCode::NO_ERROR);
            end.lock().expect("nothing panics while it holds it")();
            ServiceControlHandlerResult::NoError
        }
        ServiceControl::Interrogate => ServiceControlHandlerResult::NoError,
        _ => ServiceControlHandlerResult::NotImplemented,
    };
    let status = service_control_handler::register(name, handler).map_err(plain)?;
    let _ = STATUS.set(status);
    tell(ServiceState::StartPending, ServiceExitCode::NO_ERROR);
    let ended = body();
    let exit = if ended.is_ok() { ServiceExitCode::NO_ERROR } else { ServiceExitCode::ServiceSpecific(1) };
    tell(ServiceState::Stopped, exit);
    ended
}

/// Where the PC is about to go down, has it wait while something goes on, at most so long. Whoever only stops the service is
/// not kept waiting.
pub fn hold_shutdown(longest: Duration, goes_on: impl FnMut() -> bool) {
    if IS_GOING_DOWN.load(Ordering::Relaxed) {
        hold(longest, LOOKS, goes_on, || tell(ServiceState::StopPending, ServiceExitCode::NO_ERROR));
    }
}

/// Says that the service answers; says nothing where we are none.
pub fn tell_ready() {
    tell(ServiceState::Running, ServiceExitCode::NO_ERROR);
}

fn tell(state: ServiceState, exit_code: ServiceExitCode) {
    let Some(handle) = STATUS.get() else { return };
    let waits = matches!(state, ServiceState::StartPending | ServiceState::StopPending);
    let ends =
        ServiceControlAccept::STOP | ServiceControlAccept::SHUTDOWN | ServiceControlAccept::PRESHUTDOWN;
    let status = ServiceStatus {
        service_type: ServiceType::OWN_PROCESS,
        current_state: state,
        controls_accepted: if state == ServiceState::Running { ends } else { ServiceControlAccept::empty() },
        exit_code,
        checkpoint: if waits { CHECKPOINT.fetch_add(1, Ordering::Relaxed) + 1 } else { 0 },
        wait_hint: if waits { PATIENCE } else { Duration::ZERO },
        process_id: None,
    };
    if let Err(error) = handle.set_service_status(status) {
        tracing::warn!(%error, "cannot tell Windows how the service is");
    }
}

/// A bell, and what rings it: for a service that waits without an async runtime.
///
/// # Errors
/// As [`Bell::new`].
pub fn bell() -> io::Result<(Bell, impl Fn() + Send + 'static)> {
    let bell = Bell::new()?;
    let rings = bell.clone();
    Ok((bell, move || rings.ring()))
}
