//! Whose helper answers at an address.

use std::net::SocketAddr;

use patchround_protocol::SpkiHash;

use super::ConnectError;
use crate::{
    dial::dial,
    key::{DeviceKey, spki_hash},
    tls,
};

/// The proven key of the helper at this address, whoever it is; nothing is asked of it. A helper of
/// another office counts this as one call in vain.
///
/// # Errors
/// [`ConnectError`]; whether we would be admitted is not found out.
pub async fn who(addr: SocketAddr, key: &DeviceKey) -> Result<SpkiHash, ConnectError> {
    let tls = dial(addr, tls::client(key, Box::new(|_| true), &[tls::ALPN_HTTP])).await?;
    tls::peer_spki(tls.get_ref().1).map(spki_hash).ok_or(ConnectError::NotPatchround)
}
