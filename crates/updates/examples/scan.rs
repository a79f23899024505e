//! Prints this PC's scan as JSON, with this same program as apt's hook: `scan` or `scan --text`.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use patchround_protocol::SpkiHash;
use patchround_updates::{
    Asking, Pc,
    kept::{self, Shelf, WayBack},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = std::env::args().nth(1);
    if argument.as_deref() == Some(patchround_updates::apt::hook::ARGUMENT) {
        return Ok(patchround_updates::apt::hook::answer()?);
    }
    let own = std::env::current_exe()?;
    let hook = argument.is_none().then_some(own.as_path());
    let back = WayBack { shelf: &Shelf::default(), room: kept::MOST_BYTES };
    let asking = Asking { pc: SpkiHash([0; 32]), hook, only: None, back: Some(back) };
    println!("{}", serde_json::to_string_pretty(&patchround_updates::scan(&Pc::this(), &asking))?);
    Ok(())
}
