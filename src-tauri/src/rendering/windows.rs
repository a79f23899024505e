//! Windows chooses by itself how to draw.

/// Nothing has to be done here.
pub(crate) fn prepare() {}
