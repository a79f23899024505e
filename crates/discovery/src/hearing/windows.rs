//! One setting lets programs share a port. What kind a network is of, Windows' list of them knows.

use std::io;

use socket2::Socket;
use windows::{
    Win32::{
        Networking::NetworkListManager::{
            INetworkListManager, NLM_ENUM_NETWORK_CONNECTED, NLM_NETWORK_CATEGORY_PUBLIC, NetworkListManager,
        },
        System::Com::{CLSCTX_ALL, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx},
    },
    core::Result,
};

use super::Hearing;

/// Networks that are looked at, at most.
const NETWORKS: usize = 100;

pub(super) fn share(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)
}

pub(super) fn why_silent() -> Hearing {
    if is_on_a_public_network().unwrap_or(false) { Hearing::Public } else { Hearing::Silent }
}

fn is_on_a_public_network() -> Result<bool> {
    // SAFETY: COM is asked on the thread that called us, in the way in which it was begun there; each pointer is to a variable
    // of ours.
    unsafe {
        // Where somebody has begun it in the other way it is usable as well.
        _ = CoInitializeEx(None, COINIT_MULTITHREADED);
        let manager: INetworkListManager = CoCreateInstance(&NetworkListManager, None, CLSCTX_ALL)?;
        let networks = manager.GetNetworks(NLM_ENUM_NETWORK_CONNECTED)?;
        for _ in 0..NETWORKS {
            let (mut one, mut count) = ([None], 0);
            networks.Next(&mut one, Some(&raw mut count))?;
            let [Some(network)] = one else { break };
            if network.GetCategory()? == NLM_NETWORK_CATEGORY_PUBLIC {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
