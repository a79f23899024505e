//! `patchround-helper-root`: see the library.

use anyhow::Context;
use patchround_helper_root::{keygen, look, serve, state::State, transact};

fn main() -> anyhow::Result<()> {
    let (state, words) = arguments(std::env::args().skip(1).collect())?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    write_logs(&state, &words);
    #[cfg(windows)]
    {
        use patchround_helper_root::os;
        match words[..] {
            ["service"] => return Ok(os::run_as_service()?),
            ["set-up"] => return os::set_up().context("Failed to set up the services"),
            ["clean-up"] => return os::clean_up().context("Failed to remove the services"),
            _ => {}
        }
    }
    match words[..] {
        ["keygen"] => keygen::keygen(&state).context("Failed to make this PC's key"),
        ["serve"] => serve::serve(&state).context("Failed to serve"),
        ["look"] => look::look(std::io::stdin(), std::io::stdout()).context("Failed to look"),
        ["transact", txn] => Ok(transact::transact(&state, txn.parse()?, false)?),
        ["transact", txn, "--look-again"] => Ok(transact::transact(&state, txn.parse()?, true)?),
        _ => anyhow::bail!("Usage: patchround-helper-root [--state-dir DIR] {VERBS}"),
    }
}

#[cfg(unix)]
const VERBS: &str = "keygen | serve | look | transact TXN";
#[cfg(windows)]
const VERBS: &str = "keygen | serve | look | transact TXN | set-up | clean-up";

/// The state folder, and the words that are left.
fn arguments(mut words: Vec<String>) -> anyhow::Result<(State, Vec<String>)> {
    let mut given = std::env::var_os("PATCHROUND_STATE").map(std::path::PathBuf::from);
    if let Some(at) = words.iter().position(|word| word == "--state-dir") {
        anyhow::ensure!(at + 1 < words.len(), "Failed to read --state-dir: it needs a folder");
        given = Some(words.drain(at..at + 2).next_back().expect("two words are drained").into());
    }
    let state = match given {
        Some(dir) => State::in_dir(&std::path::absolute(dir)?),
        None => State::of_system(),
    };
    Ok((state, words))
}

/// To standard error, which systemd keeps; what Windows starts for us has none, and writes a file of ours. Whoever looks on a
/// Mac has the line to root as its standard error, too (`inetdCompatibility`, launchd.plist(5)), and says nothing there.
fn write_logs(state: &State, words: &[&str]) {
    if cfg!(target_os = "macos") && words == ["look"] {
        return;
    }
    let logs = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::INFO);
    #[cfg(windows)]
    if let ["service", ..] | ["transact", ..] = words
        && let (None, Ok(file)) = (state.given(), patchround_windows::file::Log::open(state.dir()))
    {
        return logs.with_writer(std::sync::Mutex::new(file)).init();
    }
    let _ = (state, words);
    logs.without_time().with_writer(std::io::stderr).init();
}
