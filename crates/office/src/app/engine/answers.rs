//! Answers what a window asks.

use std::rc::Rc;

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{
    UpdateId,
    charter::Floor,
    job::When,
    limits,
    rule::{Own, Rules},
};
use patchround_words::{Language, Surface, say, say_with, speak};

use super::{desk::Desk, entered::Entered, prefs, publish::STEPS, reports::Wanted, rounds::ByHand};
use crate::{
    Error, Office,
    app::{
        answer::Answer,
        ask::Ask,
        messages::{self, Order},
        rules::{self, OpenHours},
        show::{self, AtWork, Doing},
    },
    keys, names, setup,
    store::{record::What, rounds::StoredJob},
};

/// Open orders, updates that wait for another PC, and what is being done.
type Work = (Vec<StoredJob>, Vec<UpdateId>, Option<Doing>);

impl Desk {
    /// Answers; what cannot be done says why and what to do.
    pub(super) async fn answer(self: Rc<Self>, ask: Ask) -> Answer {
        let asked = match ask {
            Ask::Add { address } => return self.add(address).await,
            Ask::Practice => return self.practise().await,
            Ask::LeavePractice => return self.leave_practice().await,
            other => self.answer_at_once(other),
        };
        asked.unwrap_or_else(|error| Answer::Refused { sentence: error.say() })
    }

    fn answer_at_once(self: &Rc<Self>, ask: Ask) -> Result<Answer, Error> {
        match ask {
            Ask::Plan { wanted, take_in } => return self.plan(wanted, take_in.as_deref()),
            Ask::Start { wanted, tonight, leave_out, take_in, first, then_off } => {
                let by_hand = ByHand { leave_out: &leave_out, take_in: &take_in, first: first.as_ref() };
                return self.start(&wanted, tonight, by_hand, then_off);
            }
            Ask::Restart { pc, when } => return self.restart(&pc, &when),
            Ask::PutFirmwareIn { pc, id } => return self.put_firmware_in(&pc, &id),
            Ask::NoRestart { pc } => return Ok(self.no_restart(&pc)),
            Ask::Wake { pc } => return Ok(self.wake(&pc)),
            Ask::Stop => return self.stop(),
            Ask::TakeBack => return Ok(self.take_back()),
            Ask::Undo { number } => return Ok(self.undo(number)),
            Ask::Code { another } => return self.code(another),
            Ask::LookAround { everywhere } => return Ok(self.look_around(everywhere)),
            Ask::Invite { folder, pcs } => return self.invite(&folder, pcs),
            Ask::Report { month } => return self.report(month.as_deref()),
            Ask::SaveReport { month, form, paper, language } => {
                return self.save_report(&month, &Wanted { form, paper, language });
            }
            Ask::Pc { .. } | Ask::Program { .. } | Ask::Duties | Ask::Details => {
                return self.page(&ask);
            }
            Ask::SetUp { office, person, open } => self.set_up(&office, &person, &open)?,
            Ask::ChangeOffice { office, person, open, words } => {
                self.change_office(&office, &person, &open, words.as_str())?;
                self.said(say("said-office-changed"), false, false);
            }
            Ask::Rename { pc, name } => self.rename(&pc, &name)?,
            Ask::Remove { pc } => self.remove(&pc)?,
            Ask::EndInvitation { id } => self.with_office(|office| office.end_invitation(id.into()))?,
            Ask::Rules { rules } => self.change_rules(&rules)?,
            Ask::CoolingOff { days } => {
                self.with_office(|office| office.set_cooling_off(days.min(limits::COOLING_OFF_DAYS)))?
            }
            Ask::Hold { key, why, days } => self.hold(&key, &why, days)?,
            Ask::Release { key } => self.release(&key)?,
            Ask::Except { wanted, words } => self.except(&wanted, words.as_str())?,
            Ask::EndException { id } => self.end_exception(id)?,
            Ask::HoldForAll { question } => self.hold_for_all(&question)?,
            Ask::DoneWith { pc, note } => self.done_with(&pc, &note)?,
            Ask::AnswerPeople { question, decision, words } => {
                self.answer_people(&question, decision, &words)?
            }
            Ask::GoBack { pc, id, why } => self.go_back(&pc, &id, &why)?,
            Ask::LetGo { pc, id } => self.let_go(&pc, &id)?,
            Ask::JudgedBy { rules, own } => {
                let rules = Rules { active: rules, own: own.map(Own::from) };
                self.with_office(|office| office.judge_by(rules))?;
                self.reread()?
            }
            Ask::Reachable { pc, on } => {
                self.with_office(|office| office.expose(&pc, on))?;
                self.reread()?
            }
            Ask::Feed { key, on } => self.choose_feed(&key, on)?,
            Ask::Uses { pc, who } => self.uses(&pc, &who)?,
            Ask::StandIn { name } => self.stand_in(&name)?,
            Ask::Away { from, until } => self.away(&from, &until)?,
            Ask::Back => self.with_office(Office::back)?,
            Ask::Pause => self.pause()?,
            Ask::Resume => self.with_office(Office::resume)?,
            other => self.choose(other),
        }
        Ok(Answer::Done)
    }

    /// What only concerns the program itself.
    fn choose(self: &Rc<Self>, ask: Ask) {
        match ask {
            Ask::Step { step } => self.step(step),
            Ask::StopListening => self.stop_listening(),
            Ask::TryAgain => self.open(),
            Ask::Check => self.check(),
            Ask::Language { tag } => self.language(&tag),
            Ask::Quiet { on } => self.quiet(on),
            Ask::DigestAt { minute } => self.remember(|prefs| prefs.digest_at = minute.min(24 * 60 - 1)),
            Ask::TestMessage => self.order(Order::Show(messages::test())),
            Ask::ResultSeen => self.result_seen(),
            // The shell carries it out, and tells how it is.
            _ => {}
        }
    }

    pub(super) fn with_office(&self, f: impl FnOnce(&Office) -> Result<(), Error>) -> Result<(), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        f(&office)?;
        self.refresh();
        Ok(())
    }

    fn set_up(self: &Rc<Self>, office: &str, person: &str, open: &OpenHours) -> Result<(), Error> {
        if self.office.borrow().is_some() {
            return self.set_up_again(office, person, open);
        }
        let (dir, now) = (self.dir(), Timestamp::now());
        let hours = if open.is_valid() { open.hours() } else { OpenHours::usual().hours() };
        let floor = Floor { protected_hours: vec![hours], ..Floor::default() };
        setup::init_with(&dir, office, person, floor, now, |paper| prefs::keep_paper(&dir, paper))?;
        self.open();
        self.with_office(|office| {
            office.change_policy(&[What::RulesChanged], |policy| {
                rules::wait_for_a_choice(policy, &office.charter().floor)
            })
        })?;
        self.remember(|prefs| (prefs.step, prefs.setup_since) = (Some(2), Some(now)));
        Ok(())
    }

    /// What was entered in the first step is changed as long as the words for paper are here.
    fn set_up_again(&self, office: &str, person: &str, open: &OpenHours) -> Result<(), Error> {
        if self.prefs.borrow().step != Some(1) {
            return Ok(());
        }
        let paper = prefs::paper(&self.dir());
        let words = paper.as_ref().map_or("", |paper| paper.owner.as_str());
        self.change_office(office, person, open, words)?;
        self.step(2);
        Ok(())
    }

    /// Signs another name, person or hours with the owner's key. What is as before is not signed anew.
    fn change_office(&self, name: &str, person: &str, open: &OpenHours, words: &str) -> Result<(), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let wanted = Entered {
            name: names::given(name)?,
            person: names::given(person)?,
            open: if open.is_valid() { open.clone() } else { OpenHours::of(&office.charter().floor) },
        };
        if wanted == Entered::of(&office) {
            return Ok(());
        }
        wanted.sign(&office, &keys::open_owner(&self.dir(), words)?)?;
        self.refresh();
        Ok(())
    }

    /// Goes to a step of the wizard; past the last it is over, and the words for paper are gone.
    fn step(&self, step: u8) {
        if !(1..=STEPS + 1).contains(&step) {
            return;
        }
        let step = (step <= STEPS).then_some(step);
        if step.is_none()
            && let Err(error) = prefs::throw_paper_away(&self.dir())
        {
            return self.said(error.say(), false, true);
        }
        self.remember(|prefs| {
            prefs.step = step;
            prefs.setup_since = prefs.setup_since.filter(|_| step.is_some());
        });
    }

    fn rename(&self, pc: &str, name: &str) -> Result<(), Error> {
        let from = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?.rename(pc, name)?;
        self.said(
            say_with("said-renamed", &[("from", from.into()), ("pc", name.trim().into())]),
            false,
            false,
        );
        self.reread()
    }

    fn remove(&self, pc: &str) -> Result<(), Error> {
        let name = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?.remove(pc)?;
        self.said(say_with("said-removed", &[("pc", name.into())]), false, false);
        self.reread()
    }

    /// The PCs as the store has them, each as well known as before.
    pub(super) fn reread(&self) -> Result<(), Error> {
        let Some(office) = self.office() else { return Ok(()) };
        let mut views = office.stored_views()?;
        for view in &mut views {
            let state = self.state.borrow();
            let before = state.views.iter().find(|before| before.pc.id == view.pc.id);
            view.heard = before.map_or(view.heard, |before| before.heard);
        }
        self.see(views)?;
        self.refresh();
        Ok(())
    }

    fn change_rules(&self, chosen: &rules::WhenUpdates) -> Result<(), Error> {
        self.with_office(|office| {
            let open = office.charter().floor.protected_hours.into_iter().next();
            office.change_policy(&[What::RulesChanged], |policy| rules::choose(policy, chosen, open.as_ref()))
        })
    }

    fn language(&self, tag: &str) {
        if let Some(language) = Language::of_tag(tag) {
            speak(language, Surface::Window);
            self.remember(|prefs| prefs.language = Some(tag.to_owned()));
        }
    }

    /// Quiet until the day is over.
    pub(super) fn quiet(&self, on: bool) {
        let today = Timestamp::now().to_zoned(self.zone.clone()).date();
        let midnight = today.saturating_add(1.day()).to_zoned(self.zone.clone());
        let until = midnight.ok().map(|midnight| midnight.timestamp()).filter(|_| on);
        self.remember(|prefs| prefs.quiet_until = until);
    }

    fn page(&self, ask: &Ask) -> Result<Answer, Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let record = office.store.record()?;
        let (jobs, waits, doing) = self.at_work(&office, ask)?;
        let gone = || Answer::Refused { sentence: say("said-not-there") };
        let (kept, firmware) = (self.kept_names(&office, ask)?, self.firmware_to_order(&office, ask)?);
        let at_work = AtWork { jobs: &jobs, waits: &waits, doing, firmware: &firmware, kept: Some(&kept) };
        self.with_known(&office, |known| match ask {
            Ask::Pc { pc } => {
                let page = pc.parse().ok().and_then(|pc| show::pc_page(pc, &record, at_work, known));
                page.map_or_else(gone, Answer::Pc)
            }
            Ask::Program { key } => show::program_page(key, known).map_or_else(gone, Answer::Program),
            Ask::Duties => Answer::Duties(show::duties_page(&record, known)),
            _ => Answer::Text { text: show::details(known) },
        })
    }

    /// The orders of the PC that a page is about, what waits there for another PC, and what it does.
    fn at_work(&self, office: &Office, ask: &Ask) -> Result<Work, Error> {
        let Ask::Pc { pc } = ask else { return Ok(Work::default()) };
        let Ok(pc) = pc.parse() else { return Ok(Work::default()) };
        let waiting = office.store.waiting_rounds()?.into_iter().filter_map(|round| round.rest);
        let mine = waiting.flat_map(|rest| rest.waits).filter(|(waits, _)| *waits == pc);
        let waits = mine.flat_map(|(_, ids)| ids).collect();
        let state = self.state.borrow();
        let doing = state.running.as_ref().and_then(|running| running.progress.get(&pc));
        let mut jobs = Vec::new();
        for job in office.open_jobs_of(pc)? {
            jobs.extend((!office.is_replaced_later(&job)?).then_some(job));
        }
        // What waits because its PC was just switched on is shown like what was agreed for then.
        for job in &mut jobs {
            let begins = office.catches_up(job)?;
            job.job.when = begins.map_or(job.job.when, |time| When::Time { time });
        }
        Ok((jobs, waits, doing.map(|progress| progress.step)))
    }
}
