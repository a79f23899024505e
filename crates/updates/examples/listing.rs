//! What a list of each source of this PC costs, beside the same programs started by nobody but this: `listing ROUNDS`
//! prints a line of JSON for each source.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use patchround_protocol::SpkiHash;
use patchround_updates::{
    Asking, Pc, Source,
    command::{Call, CommandError, Line, Output, Programs, Told, Tools},
    sources_of,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds = std::env::args().nth(1).map_or(Ok(5), |word| word.parse())?;
    for source in sources_of(&Pc::this()) {
        println!("{}", serde_json::to_string(&measured(source, rounds)?)?);
    }
    Ok(())
}

fn measured(source: &dyn Source, rounds: usize) -> Result<serde_json::Value, CommandError> {
    let noted = Noted::default();
    let listed = |tools: &dyn Tools| {
        let pc = Pc { tools, ..Pc::this() };
        source.list(&pc, &Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None })
    };
    let (scan, updates) = listed(&noted);
    let calls = noted.0.into_inner().expect("nobody panicked with it");
    let (mut ours, mut native) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let begin = Instant::now();
        listed(&Programs);
        ours.push(begin.elapsed());
        let begin = Instant::now();
        for (call, limit) in &calls {
            bare(call, *limit)?;
        }
        native.push(begin.elapsed());
    }
    let twice = calls.iter().enumerate().filter(|(at, call)| calls[..*at].contains(call)).count();
    Ok(serde_json::json!({
        "source": source.id(), "updates": updates.len(), "cause": scan.cause, "calls": calls.len(), "twice": twice,
        "ours_ms": median(ours), "native_ms": median(native),
    }))
}

/// The program alone: what it says is read to its end, and nothing is made of it.
fn bare(call: &Call, limit: Duration) -> Result<(), CommandError> {
    Programs.ask(call, limit).map(drop)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// This PC's programs, and what they were asked.
#[derive(Default)]
struct Noted(Mutex<Vec<(Call, Duration)>>);

impl Tools for Noted {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        self.0.lock().expect("nobody panicked with it").push((call.clone(), limit));
        Programs.ask(call, limit)
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Programs.fetch(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Programs.write(call, each)
    }
}
