//! Writes sample pages into a folder, to be looked at: `cargo run -p patchround-paper --example samples -- FOLDER`.

#[path = "../tests/paper/samples.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod samples;

use std::path::Path;

use patchround_paper::Paper;
use samples::{ARABIC, ENGLISH, GERMAN, longer, with_evidence};

#[expect(clippy::print_stdout, reason = "it says how many pages each part took")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    for words in [ENGLISH, GERMAN, ARABIC] {
        for paper in [Paper::A4, Paper::Letter] {
            for is_longer in [false, true] {
                let document = with_evidence(&words, paper, 80);
                let document = if is_longer { longer(document) } else { document };
                let printed = patchround_paper::pdf(&document, &words.page)?;
                let name = format!("{}-{paper:?}{}", words.language, if is_longer { "-long" } else { "" });
                let path = Path::new(&folder).join(name);
                println!("{} {:?} {} bytes", path.display(), printed.parts, printed.bytes.len());
                std::fs::write(path.with_extension("pdf"), printed.bytes)?;
                std::fs::write(path.with_extension("html"), patchround_paper::html(&document))?;
            }
        }
    }
    Ok(())
}
