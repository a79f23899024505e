//! A `winget.exe` for a PC of Windows that has none: tests put it where Windows has its own. It keeps its programs in a file
//! beside itself.
//!
//! Runs as: a test, on Windows and under wine.
//! Must not: be shipped, or install anything.

#[path = "../src/winget/played.rs"]
#[expect(dead_code, reason = "a module of tests, which name more of it")]
mod played;

use std::{
    env, fs,
    io::{self, Write as _},
    process::ExitCode,
    thread,
    time::Duration,
};

fn main() -> io::Result<ExitCode> {
    let file = env::current_exe()?.with_file_name("store.json");
    let mut store: played::Store = serde_json::from_slice(&fs::read(&file)?)?;
    if store.hangs {
        thread::sleep(Duration::from_secs(600));
    }
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (status, said) = store.answer(&words);
    fs::write(&file, serde_json::to_vec(&store)?)?;
    io::stdout().write_all(said.as_bytes())?;
    io::stdout().flush()?;
    end(status)
}

/// Windows' statuses have more bits than an [`ExitCode`].
#[expect(clippy::exit, reason = "nothing is left to be dropped")]
fn end(status: u32) -> ! {
    std::process::exit(status.cast_signed())
}
