//! Runs one verb on the own programs of whoever runs it, without an order: only for trying the crate in a test root.
//!
//! `own HOME list | refresh | install ID...`
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use std::error::Error;

use patchround_apply::own;
use patchround_protocol::{UpdateId, progress::Progress};
use patchround_updates::Pc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (home, verb) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let ids = arguments.map(|id| id.parse()).collect::<Result<Vec<UpdateId>, _>>()?;
    let mut report = |line: Progress| println!("{}", serde_json::to_string(&line).unwrap_or_default());
    match verb.as_str() {
        "refresh" => println!("{:?}", own::refresh(&Pc::this(), &home, &mut report)),
        "install" => println!("{:?}", own::install(&Pc::this(), &home, &ids, &mut report)),
        _ => println!("{}", serde_json::to_string(&patchround_updates::own::read(&Pc::this(), &home))?),
    }
    Ok(())
}
