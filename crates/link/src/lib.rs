//! Pinned TLS between two Patchround programs, the pairing that makes the pins, and HTTP/2 over it.
//!
//! Runs as: the manager's user (client, `invite`) and the helper's network half (server, desk).
//! Must not: decide who may do what (that is in signed documents), know a route, or touch a file.

use std::pin::Pin;

pub mod client;
mod dial;
mod key;
pub mod limits;
pub mod pairing;
pub mod revision;
pub mod server;
mod tls;

pub use key::DeviceKey;

/// A future behind a pointer, for traits that are used as objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
