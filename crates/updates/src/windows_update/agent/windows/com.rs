//! COM on this thread, and the agent's session.

use windows::{
    Win32::System::{
        Com::{CLSCTX_ALL, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx, CoUninitialize},
        UpdateAgent::{IUpdateSession, UpdateSession},
    },
    core::{BSTR, Error, GUID, HRESULT, Interface},
};

use super::Failure;

/// Who asks, in Windows' own log of updates.
const CLIENT: &str = "Patchround";
/// COM is there already, in another manner: it can be used all the same.
const RPC_E_CHANGED_MODE: HRESULT = HRESULT(0x8001_0106_u32.cast_signed());

/// COM is there for this thread until this is dropped.
pub(super) struct Apartment {
    is_ours: bool,
}

impl Apartment {
    pub(super) fn enter() -> Result<Self, Failure> {
        // SAFETY: it is called once on a thread of our own, and taken back on the same one where it took effect.
        match unsafe { CoInitializeEx(None, COINIT_MULTITHREADED) } {
            RPC_E_CHANGED_MODE => Ok(Self { is_ours: false }),
            // Also `S_FALSE`: it was there already, and has to be taken back as often.
            said if said.is_ok() => Ok(Self { is_ours: true }),
            said => Err(Failure::Code(said.0.cast_unsigned())),
        }
    }
}

impl Drop for Apartment {
    fn drop(&mut self) {
        if self.is_ours {
            // SAFETY: it took effect on this thread, and every object made since has been dropped.
            unsafe { CoUninitialize() };
        }
    }
}

/// An object of a class.
pub(super) fn made<T: Interface>(class: &GUID) -> Result<T, Failure> {
    // SAFETY: COM is there for this thread, by its apartment.
    unsafe { CoCreateInstance(class, None, CLSCTX_ALL) }.map_err(failed)
}

/// A new session with the agent.
pub(super) fn session() -> Result<IUpdateSession, Failure> {
    let session: IUpdateSession = made(&UpdateSession)?;
    // SAFETY: the object was just made on this thread. That it cannot be named costs no more than that.
    let _ = unsafe { session.SetClientApplicationID(&BSTR::from(CLIENT)) };
    Ok(session)
}

/// What Windows says.
#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is turned into another")]
pub(super) fn failed(error: Error) -> Failure {
    Failure::Code(error.code().0.cast_unsigned())
}
