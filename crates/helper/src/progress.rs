//! Reads what a transaction tells in its progress file.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::PathBuf,
};

use patchround_protocol::progress::{Lines, Progress};

/// Most bytes read at once.
const CHUNK_BYTES: u64 = 256 * 1024;

/// A reader that remembers how far it is.
#[derive(Debug)]
pub struct Tail {
    path: PathBuf,
    offset: u64,
    lines: Lines,
}

impl Tail {
    /// From the beginning of a file, which need not be there yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, offset: 0, lines: Lines::default() }
    }

    /// The lines that came since the last call.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(&mut self) -> io::Result<Vec<Progress>> {
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        file.seek(SeekFrom::Start(self.offset))?;
        let mut bytes = Vec::new();
        self.offset += file.take(CHUNK_BYTES).read_to_end(&mut bytes)? as u64;
        Ok(self.lines.push(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use patchround_protocol::Outcome;

    use super::*;

    #[test]
    fn a_line_is_read_once_it_is_whole_and_garbage_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        let mut tail = Tail::new(path.clone());
        assert_eq!(tail.read().unwrap(), []);
        let mut file = File::create(&path).unwrap();
        file.write_all(b"garbage\n{\"line\":\"step_ended\",\"outcome\":\"do").unwrap();
        assert_eq!(tail.read().unwrap(), []);
        file.write_all(b"ne\",\"cause\":null,\"details\":null}\n").unwrap();
        let end = Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None };
        assert_eq!(tail.read().unwrap(), [end]);
        assert_eq!(tail.read().unwrap(), []);
    }
}
