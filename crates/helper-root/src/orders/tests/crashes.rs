//! What is left of a root half that was cut off, and a clock that jumps.
