//! The program itself, as the tests of the page start it.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

#[test]
fn the_page_its_words_and_a_play_are_served_and_what_is_none_of_them_is_not() {
    let ui = tempfile::tempdir().unwrap();
    std::fs::write(ui.path().join("index.html"), "<p>the page</p>").unwrap();
    let demo = Demo::start(ui.path().to_str().unwrap());
    assert!(demo.get("/").ends_with("<p>the page</p>"), "{}", demo.get("/"));
    assert!(demo.get("/engine/words/de").contains("Aktualisieren"));
    assert!(demo.get("/play/normal.en/snapshot").starts_with("HTTP/1.1 200 "));
    assert!(demo.get("/play/no-such-play.en/snapshot").starts_with("HTTP/1.1 404 "));
}

struct Demo {
    program: Child,
    address: SocketAddr,
}

impl Demo {
    /// It takes a free port and says which.
    #[expect(clippy::disallowed_methods, reason = "the test starts our own program as a developer would")]
    fn start(ui: &str) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_patchround-demo"))
            .args(["--port", "0", "--ui", ui])
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stderr.take().unwrap()).lines();
        let address = lines.find_map(|line| line.unwrap().split_once("address=")?.1.parse().ok());
        // What it says later has a reader, or it would wait for one.
        std::thread::spawn(move || lines.for_each(drop));
        Self { program, address: address.unwrap() }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }
}
