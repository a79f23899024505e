//! A test that cannot run here says so. Where all of them have to run, with `CI=true`, that is a failure.

/// Says why a test is left out.
///
/// # Panics
/// With `CI=true`.
#[expect(clippy::print_stderr, reason = "a test that was left out has to say so")]
pub fn leave_out(why: &str) {
    assert!(!is_ci(std::env::var("CI").ok().as_deref()), "CI must not leave a test out: {why}");
    eprintln!("left out: {why}");
}

/// Whether a test that needs root can run; else it is [left out](leave_out).
///
/// # Panics
/// Without root with `CI=true`.
pub fn has_root(why: &str) -> bool {
    let has = is_root();
    if !has {
        leave_out(why);
    }
    has
}

/// As `cargo xtask test` reads it.
fn is_ci(value: Option<&str>) -> bool {
    matches!(value, Some("true" | "1"))
}

/// A process's own folder is its effective user's (proc(5)).
#[cfg(target_os = "linux")]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|folder| folder.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ci_makes_a_test_that_was_left_out_a_failure() {
        assert!(is_ci(Some("true")) && is_ci(Some("1")));
        assert!(!is_ci(None) && !is_ci(Some("")) && !is_ci(Some("false")));
    }
}
