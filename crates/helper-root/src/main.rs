//! `patchround-helper-root`: see the library.

#[cfg(target_os = "linux")]
fn main() -> anyhow::Result<()> {
    use anyhow::Context;
    use patchround_helper_root::{keygen, look, serve, transact};

    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .without_time()
        .with_max_level(tracing::Level::INFO)
        .init();
    let (state, words) = arguments(std::env::args().skip(1).collect())?;
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["keygen"] => keygen::keygen(&state).context("Failed to make this PC's key"),
        ["serve"] => serve::serve(&state).context("Failed to serve"),
        ["look"] => look::look(std::io::stdin(), std::io::stdout()).context("Failed to look"),
        ["transact", txn] => Ok(transact::transact(&state, txn.parse()?, false)?),
        ["transact", txn, "--look-again"] => Ok(transact::transact(&state, txn.parse()?, true)?),
        _ => anyhow::bail!(
            "Usage: patchround-helper-root [--state-dir DIR] keygen | serve | look | transact TXN"
        ),
    }
}

/// The state folder, and the words that are left.
#[cfg(target_os = "linux")]
fn arguments(mut words: Vec<String>) -> anyhow::Result<(patchround_helper_root::state::State, Vec<String>)> {
    use patchround_helper_root::state::State;

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

#[cfg(not(target_os = "linux"))]
#[expect(clippy::print_stderr, reason = "there is nothing else this program does here")]
fn main() {
    eprintln!("The helper does not run on this system yet.");
    std::process::exit(1);
}
