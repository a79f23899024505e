//! A person of a PC in the lab: "This PC" without its window. What the window would show is written down, and what the
//! person would click is read.
//!
//! Runs as: an ordinary account of a lab PC, in its session.
//! Must not: be given to people: whoever can write into its folder answers for this person.
//!
//! `lab-person FOLDER` adds a line to `FOLDER/screens` whenever the screen changes, and does what `FOLDER/say` holds, one
//! `FromPerson` a line.

#[cfg(target_os = "linux")]
fn main() -> anyhow::Result<()> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        fs::{self, File},
        io::{ErrorKind, Write},
        path::PathBuf,
        time::Duration,
    };

    use anyhow::{Context, Result, bail};
    use patchround_companion::{
        Place, ThisPc,
        show::{Answered, Changes, Moment, answered, nothing_there, over, picture, said_note, said_wrong},
    };
    use patchround_protocol::{JobId, consultation::Answer, session::FromPerson};
    use patchround_words::Language;
    use serde_json::json;
    use tokio::{runtime::Builder, time::sleep};

    /// How often is looked for clicks.
    const CLICKS: Duration = Duration::from_millis(100);
    /// The lines that are written by hand are of real programs, which the lab has not.
    const CHANGES: Changes =
        Changes { lines: |update| update.changes.clone().unwrap_or_default(), source: |_| String::new() };

    pub(super) fn main() -> Result<()> {
        let folder = std::env::args_os().nth(1).context("`lab-person FOLDER`")?;
        let live = async { Person::new(folder.into())?.live().await };
        Builder::new_current_thread().enable_all().build()?.block_on(live)
    }

    struct Person {
        folder: PathBuf,
        screens: File,
        pc: ThisPc,
        drawn: u32,
    }

    impl Person {
        fn new(folder: PathBuf) -> Result<Self> {
            let screens = File::options().create(true).append(true).open(folder.join("screens"));
            let screens = screens.context("Failed to open the file for the screens")?;
            Ok(Self { folder, screens, pc: ThisPc::follow(Place::of(None)), drawn: 0 })
        }

        async fn live(mut self) -> Result<()> {
            let mut known = self.pc.known();
            loop {
                self.draw(None)?;
                self.looks_at_it().await;
                let clicked = loop {
                    tokio::select! {
                        changed = known.changed() => { changed?; break None }
                        () = sleep(CLICKS) => if let Some(said) = self.said()? { break Some(said) }
                    }
                };
                for line in clicked.iter().flat_map(|said| said.lines()) {
                    self.click(line).await?;
                }
            }
        }

        /// Who opens the window has the questions on their screen that are due.
        async fn looks_at_it(&self) {
            let view = self.pc.known().borrow().view.clone();
            for question in view.iter().flat_map(|view| &view.questions).filter(|question| question.is_due) {
                self.pc.shown(question.id).await;
            }
        }

        fn said(&self) -> Result<Option<String>> {
            let place = self.folder.join("say");
            match fs::read_to_string(&place) {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                said => {
                    fs::remove_file(place)?;
                    Ok(Some(said?))
                }
            }
        }

        async fn click(&mut self, line: &str) -> Result<()> {
            let came = match serde_json::from_str(line)? {
                FromPerson::Answer { question, answer } => self.answer(question, answer).await,
                FromPerson::Wrong { after, words } => self.wrong(after, &words).await,
                FromPerson::Ask { words, .. } => self.ask(&words).await,
                other => bail!("Nobody clicks {other:?}"),
            };
            self.draw(Some(came))
        }

        /// As the window's own command does it (`this_pc_answer`).
        async fn answer(&self, question: JobId, answer: Answer) -> Answered {
            let asked = self.pc.known().borrow().question(question).cloned();
            let Some(asked) = asked else { return over(&moment()) };
            let came = self.pc.answer(question, answer.clone()).await;
            let known = self.pc.known().borrow().clone();
            answered(&known, &asked, &answer, came, &moment())
        }

        /// As the window's own command does it (`this_pc_wrong`).
        async fn wrong(&self, id: JobId, words: &str) -> Answered {
            let after = self.pc.known().borrow().after(id).cloned();
            let Some(after) = after else { return nothing_there(&moment()) };
            let came = self.pc.wrong(id, words).await;
            said_wrong(&after, came, &moment())
        }

        /// As the window's own command does it (`this_pc_ask`).
        async fn ask(&self, words: &str) -> Answered {
            let came = self.pc.ask(words).await;
            let known = self.pc.known().borrow().clone();
            said_note(known.view.as_ref(), came, &moment())
        }

        fn draw(&mut self, came: Option<Answered>) -> Result<()> {
            let known = self.pc.known().borrow().clone();
            self.drawn += 1;
            let screen = json!({
                "at": moment().now,
                "line": format!("{:?}", known.line),
                "screen": picture(&known, self.drawn, &moment()),
                "view": known.view,
                "answered": came,
            });
            writeln!(self.screens, "{screen}").context("Failed to write down a screen")
        }
    }

    fn moment() -> Moment {
        Moment::now(Language::English, CHANGES)
    }
}
