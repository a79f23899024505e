//! Not read yet on macOS (a routing socket would tell, route(4)): said to be unknown.

use std::net::Ipv4Addr;

use super::Neighbour;

pub(super) fn neighbours() -> Option<Vec<Neighbour>> {
    None
}

pub(super) fn gateways() -> Option<Vec<Ipv4Addr>> {
    None
}
