use std::path::Path;

use super::NotThere;

/// One end of a conversation on this PC.
pub(crate) type Stream = tokio::io::DuplexStream;

/// Calls the helper.
///
/// # Errors
/// Always: there is none on this system yet.
pub(crate) async fn connect(_: &Path, _: bool) -> Result<Stream, NotThere> {
    Err(NotThere::NotYet)
}
