//! The practice office: a real office in a folder of its own, with made-up PCs. Nothing of it is kept.

use std::{path::PathBuf, rc::Rc};

use patchround_words::say;

use super::{PlayPcs, desk::Desk, prefs::Prefs, works::gone};
use crate::{app::answer::Answer, error::Error};

impl Desk {
    pub(super) fn play_dir(&self) -> PathBuf {
        self.options.dir.join("practice")
    }

    /// Opens the practice office, at the wizard's first step. Orders of the person's own office that are being handed
    /// over get to their PCs first.
    pub(super) async fn practise(self: &Rc<Self>) -> Answer {
        let Some(make) = &self.options.playground else {
            return Answer::Refused { sentence: say("said-no-practice") };
        };
        if self.cannot_practise() {
            return Answer::Refused { sentence: say("said-running") };
        }
        self.end_looks();
        let _work = self.work.lock().await;
        if let Err(error) = self.throw_play_away() {
            return Answer::Refused { sentence: error.say() };
        }
        match make().await {
            // Something else may have been begun meanwhile.
            Ok(_) if self.cannot_practise() => Answer::Refused { sentence: say("said-running") },
            Ok(pcs) => {
                self.play_with(pcs);
                Answer::Done
            }
            Err(error) => {
                tracing::error!(%error, "Failed to switch the practice PCs on");
                Answer::Refused { sentence: say("said-no-practice") }
            }
        }
    }

    fn cannot_practise(&self) -> bool {
        self.is_running() || self.play.borrow().is_some()
    }

    fn play_with(self: &Rc<Self>, pcs: PlayPcs) {
        *self.play.borrow_mut() = Some(pcs);
        let language = self.prefs.borrow().language.clone();
        *self.prefs.borrow_mut() = Prefs { language, ..Prefs::default() };
        self.open();
    }

    /// Leaves it, and goes back to the person's own office.
    pub(super) async fn leave_practice(self: &Rc<Self>) -> Answer {
        if self.play.borrow().is_none() {
            return Answer::Done;
        }
        let office = self.office().map(|office| Rc::downgrade(&office));
        self.forget();
        if let Some(office) = office {
            gone(&office).await;
        }
        let was = self.play.borrow_mut().take();
        drop(was);
        *self.prefs.borrow_mut() = Prefs::read(&self.options.dir);
        let gone = self.throw_play_away();
        self.open();
        match gone {
            Ok(()) => Answer::Done,
            Err(error) => Answer::Refused { sentence: error.say() },
        }
    }

    /// Also what an earlier run left, which was ended in the middle of it.
    pub(super) fn throw_play_away(&self) -> Result<(), Error> {
        let dir = self.play_dir();
        match std::fs::remove_dir_all(&dir) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(&dir, error)),
            _ => Ok(()),
        }
    }
}
