//! Firmware that the person at the window has put in, after a yes to what it asks for.

use std::rc::Rc;

use patchround_protocol::{PcId, UpdateId};
use patchround_words::{say, say_with};

use super::desk::Desk;
use crate::{
    Error, Office, PcView,
    app::{answer::Answer, ask::Ask},
};

impl Desk {
    /// Orders it as the command line does, and follows it as a round of one PC.
    pub(super) fn put_firmware_in(self: &Rc<Self>, pc: &str, id: &str) -> Result<Answer, Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        if self.is_running() {
            return Ok(Answer::Refused { sentence: say("said-running") });
        }
        let id: UpdateId = id.parse().map_err(|_| Error::BadUpdateId(id.to_owned()))?;
        let view = self.view_of(pc).ok_or_else(|| Error::UnknownPc(String::new()))?;
        let round = office.order_firmware(&view, &id)?;
        self.result_seen();
        let named = view.firmware().filter(|update| update.id == id);
        self.state.borrow_mut().names = named.map(|update| (id.clone(), update.name.clone())).collect();
        self.begun(round);
        self.said(say_with("said-firmware", &[("pc", view.pc.name.clone().into())]), false, false);
        let desk = self.clone();
        self.begin_work(async move {
            let _work = desk.work.lock().await;
            let Some(office) = desk.office().filter(|_| desk.options.talks) else { return };
            if let Err(error) = desk.follow(&office, round).await {
                desk.broken(&error);
            }
        });
        self.refresh();
        Ok(Answer::Done)
    }

    /// What of the firmware that the PC of a page offers can be ordered now.
    pub(super) fn firmware_to_order(&self, office: &Office, ask: &Ask) -> Result<Vec<UpdateId>, Error> {
        let Ask::Pc { pc } = ask else { return Ok(Vec::new()) };
        let Some(view) = self.view_of(pc) else { return Ok(Vec::new()) };
        let may = |id: &UpdateId| match office.may_order_firmware(&view, id) {
            Ok(_) => Ok(true),
            Err(error @ Error::Store(_)) => Err(error),
            Err(_) => Ok(false),
        };
        let mut ids = Vec::new();
        for update in view.firmware() {
            ids.extend(may(&update.id)?.then(|| update.id.clone()));
        }
        Ok(ids)
    }

    /// The PC of this id as it was last seen.
    pub(super) fn view_of(&self, pc: &str) -> Option<PcView> {
        let pc: PcId = pc.parse().ok()?;
        self.state.borrow().views.iter().find(|view| view.pc.id == pc).cloned()
    }
}
