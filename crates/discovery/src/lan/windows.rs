//! Not read yet on Windows (GetIpNetTable2 would tell): said to be unknown.

use std::net::Ipv4Addr;

use super::Neighbour;

pub(super) fn neighbours() -> Option<Vec<Neighbour>> {
    None
}

pub(super) fn gateways() -> Option<Vec<Ipv4Addr>> {
    None
}
