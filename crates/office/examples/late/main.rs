//! For `cargo xtask bench`: large offices, and how long it takes to say what is late in them.
//!
//! - `late owing FOLDER PCS UPDATES` makes an office whose PCs lack so many updates each.
//! - `late figures FOLDER` takes figures of such an office, a line each: name, tab, seconds.
//! - `late month FOLDER PCS` makes an office that lived through the month that is over, and prints that month.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

mod figures;
mod made_up;
mod month;

use std::{env::args, error::Error, path::Path};

use jiff::{Timestamp, ToSpan};
use patchround_office::{Office, setup};
use patchround_protocol::people::UsedBy;

/// Hours since which the updates are known: some of them are late.
const KNOWN: i64 = 20 * 24;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let usage = "usage: late owing FOLDER PCS UPDATES, late figures FOLDER or late month FOLDER PCS";
    let words: Vec<String> = args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["owing", folder, pcs, updates] => owing(Path::new(folder), pcs.parse()?, updates.parse()?),
        ["figures", folder] => figures::take(Path::new(folder)),
        ["month", folder, pcs] => month::live(Path::new(folder), pcs.parse()?),
        _ => Err(usage.into()),
    }
}

/// Every PC was looked at twice: when its updates came out, and now.
fn owing(folder: &Path, pcs: u32, updates: u32) -> Done {
    let now = Timestamp::now();
    setup::init(folder, "Corner Shop", "Maria", now - KNOWN.hours())?;
    let office = Office::open(folder, false)?;
    let mut people = Vec::new();
    for number in 0..pcs {
        let pc = made_up::join(&office.store, number, now - KNOWN.hours())?;
        people.push(UsedBy { pc, person: Some(format!("Person {number}")) });
        let lacks: Vec<_> =
            (number..number + updates).map(|n| made_up::update(pc, n, now - KNOWN.hours())).collect();
        for at in [now - KNOWN.hours(), now] {
            made_up::look(&office.store, pc, number, &lacks, at)?;
        }
    }
    Ok(office.change_policy(&[], |policy| policy.people = people)?)
}
