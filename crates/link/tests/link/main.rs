//! Managers and helpers over real TLS and HTTP/2 on loopback.

mod calls;
mod limits;
mod refusals;
mod support;
