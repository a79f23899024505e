//! What one peer can cost us, each number once (security.md B.4).
//!
//! Sizes that both sides must agree on are in [`patchround_protocol::limits`].

use std::time::Duration;

/// From the first byte of a TCP connection to proven keys, on both sides.
pub const HANDSHAKE: Duration = Duration::from_secs(5);
/// Connections of admitted managers at once.
pub const CONNECTIONS: usize = 8;
/// How many of them are kept for those who look after the PC.
pub const RESERVED: usize = 1;
/// Connections whose handshake is under way; one more and the oldest has to go of whoever has the most.
pub const HALF_OPEN: usize = 64;
/// Failed handshakes of one address within [`FAILURE_SPAN`] before it is met with silence.
pub const FAILURES: u32 = 10;
/// The time over which failed handshakes are counted.
pub const FAILURE_SPAN: Duration = Duration::from_secs(60);
/// How long an address is met with silence.
pub const SILENCE: Duration = Duration::from_secs(60);
/// Addresses whose failures are remembered.
pub const FAILURE_ADDRESSES: usize = 1024;
/// How long a connection without any request stays.
pub const IDLE: Duration = Duration::from_secs(10 * 60);
/// How long requests may still run once the server was told to stop.
pub const STOPPING: Duration = Duration::from_secs(2);
/// Rest after the system could not hand out another connection.
pub const ACCEPT_REST: Duration = Duration::from_millis(100);

/// Time for a TCP connection to come about.
pub const CONNECT: Duration = Duration::from_secs(2);
/// Time for one request and its answer, streams that are followed excepted.
pub const UNARY: Duration = Duration::from_secs(30);
/// Time for the pairing from the first frame to its end, on both sides.
pub const PAIRING: Duration = Duration::from_secs(60);
/// Time for each side's pairing up to the confirmed code.
pub const CONFIRMATION: Duration = Duration::from_secs(10);

/// Requests at once on one connection.
pub const STREAMS: u32 = 16;
/// Bytes of all headers of a request.
pub const HEADER_LIST: u32 = 8 * 1024;
/// Bytes of one HTTP/2 frame.
pub const FRAME: u32 = 16 * 1024;
/// Bytes of one request that may be on their way unread.
pub const STREAM_WINDOW: u32 = 64 * 1024;
/// Bytes of one connection that may be on their way unread.
pub const CONNECTION_WINDOW: u32 = 128 * 1024;
/// Bytes of one answer that wait to be sent.
pub const SEND_BUFFER: usize = 64 * 1024;
/// Requests that a peer may open and take back before we have looked at them.
pub const PENDING_RESETS: usize = 16;
/// How often a quiet connection is asked whether it is still there.
pub const KEEPALIVE: Duration = Duration::from_secs(30);
/// How long that answer may take.
pub const KEEPALIVE_ANSWER: Duration = Duration::from_secs(20);
