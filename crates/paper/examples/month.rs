//! Writes one month of an office of 250 PCs, to be measured: `cargo run --release -p patchround-paper --example month -- FILE`.
//! A second word is the office's name, such as one in letters that only the system's fonts have.

#[path = "../tests/paper/samples.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod samples;

use patchround_paper::Paper;
use samples::{ENGLISH, blocks, with_evidence};

#[expect(clippy::print_stdout, reason = "it says how many pages each part took")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "month.pdf".to_owned());
    let mut document = with_evidence(&ENGLISH, Paper::A4, 105);
    document.parts[0].blocks = blocks(&ENGLISH, [231, 9, 4, 6]);
    if let Some(office) = std::env::args().nth(2) {
        document.office = office;
    }
    let printed = patchround_paper::pdf(&document, &ENGLISH.page)?;
    println!("{:?}, {} bytes, {:?}", printed.parts, printed.bytes.len(), printed.replaced);
    std::fs::write(&path, printed.bytes)?;
    std::fs::write(format!("{path}.html"), patchround_paper::html(&document))?;
    Ok(())
}
