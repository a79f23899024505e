//! `undo`, and `release` on one PC: back to the version before, and no longer staying there.

use patchround_office::{
    Error, Office, PcView, names, results::StepResult, round::RoundEnd, say as sentences, tell::Told,
    undo::plain_name,
};
use patchround_protocol::{Outcome, RoundId, UpdateId, ids::PackageName, wire::Kept};
use patchround_words::{Value, say, say_with};

use super::{
    Place,
    round::{self, joined},
};
use crate::{
    args::Undo,
    exit::Exit,
    out,
    sentence::{self, value},
    watch::Watch,
};

pub(super) async fn undo(at: &Place, args: &Undo) -> anyhow::Result<Exit> {
    let json = args.json.json;
    let (office, view) = the_pc(at, &args.pc, json).await?;
    let kept = view.to_undo(&args.package, &args.why)?;
    let about = About { office: &office, view: &view, kept };
    if !args.yes {
        round::somebody_to_ask(json, "error-no-terminal")?;
        let step = StepResult::new(None, Outcome::Waiting, None);
        about.say("undo-what", &step, &[("newer", value(out::foreign(&kept.newer)))])?;
        out::line(&say("undo-files"));
        if !round::agreed(&say("undo-ask")) {
            out::line(&say("plan-not-started"));
            return Ok(Exit::Done);
        }
    }
    let round = office.order_undo(&view, &args.package, &args.why)?;
    let end = run(&office, round, json).await?;
    let Some(step) = about.end_of(&end, json) else { return Ok(exit(&end)) };
    match step.outcome {
        Outcome::Done => {
            let views = office.look(&sentence::noticed).await?;
            let until = views.iter().find(|now| now.pc.id == view.pc.id).and_then(|now| about.until(now));
            about.say(
                "undo-done",
                &step,
                &[("until", value(until.unwrap_or_else(|| say("updates-no-end"))))],
            )?;
        }
        Outcome::Unreachable => out::line(&say_with("undo-waits", &[("pc", value(&*view.pc.name))])),
        _ => about.say("undo-not-done", &step, &[])?,
    }
    Ok(exit(&end))
}

pub(super) async fn release(at: &Place, package: &PackageName, pc: &str, json: bool) -> anyhow::Result<Exit> {
    let (office, view) = the_pc(at, pc, json).await?;
    let kept = view.kept(package).cloned();
    let round = office.order_release(&view, package)?;
    let kept = kept.ok_or_else(|| Error::NotBack(package.to_string()))?;
    let about = About { office: &office, view: &view, kept: &kept };
    let end = run(&office, round, json).await?;
    if let Some(step) = about.end_of(&end, json) {
        let is_done = step.outcome == Outcome::Done;
        about.say(if is_done { "release-pc-done" } else { "release-pc-not-done" }, &step, &[])?;
    }
    Ok(exit(&end))
}

/// What became of this alone: what else the PC asks for, as a restart, is another matter.
fn exit(end: &RoundEnd) -> Exit {
    let steps = end.pcs.iter().flat_map(|pc| &pc.steps);
    steps.map(|step| Exit::from(step.outcome)).max().unwrap_or_else(|| Exit::from(end))
}

/// Says what each PC can go back to, and where it stays.
pub(super) fn tell(office: &Office, views: &[PcView]) -> anyhow::Result<()> {
    for view in views {
        for kept in view.pc.scan.iter().flat_map(|scan| &scan.kept) {
            let about = About { office, view, kept };
            let until = about.until(view).unwrap_or_else(|| say("updates-no-end"));
            let id = if kept.back.is_some() { "updates-back" } else { "updates-undo" };
            let step = StepResult::new(Some(kept.id.clone()), Outcome::Done, None);
            about.say(id, &step, &[("until", value(until)), ("newer", value(out::foreign(&kept.newer)))])?;
        }
    }
    Ok(())
}

async fn the_pc(at: &Place, name: &str, json: bool) -> anyhow::Result<(Office, PcView)> {
    let office = at.open()?;
    let id = names::find(name, &office.store.pcs()?)?.id;
    let watch = Watch::new(json);
    let views = joined(&office, json, &|told: &Told<'_>| watch.see(told)).await?;
    let view = views.into_iter().find(|view| view.pc.id == id);
    let view = view.ok_or_else(|| Error::UnknownPc(name.to_owned()))?;
    Ok((office, view))
}

async fn run(office: &Office, round: RoundId, json: bool) -> anyhow::Result<RoundEnd> {
    let watch = Watch::new(json);
    Ok(office.run(round, &|told: &Told<'_>| watch.see(told)).await?)
}

/// A kept version of a PC.
struct About<'a> {
    office: &'a Office,
    view: &'a PcView,
    kept: &'a Kept,
}

impl About<'_> {
    /// How it ended, to be said; with `json` all of it is printed.
    fn end_of(&self, end: &RoundEnd, json: bool) -> Option<StepResult> {
        if json {
            out::json(end);
            return None;
        }
        let of = |step: &&StepResult| step.id.as_ref() == Some(&self.kept.id);
        end.pcs.iter().flat_map(|pc| &pc.steps).find(of).cloned()
    }

    fn until(&self, view: &PcView) -> Option<String> {
        let kept = view.pc.scan.iter().flat_map(|scan| &scan.kept).find(|kept| kept.id == self.kept.id)?;
        Some(out::time(kept.back?.until?))
    }

    fn say(&self, id: &str, step: &StepResult, more: &[(&str, Value<'_>)]) -> anyhow::Result<()> {
        let kept: &UpdateId = &self.kept.id;
        let name = plain_name(kept, self.office.name_of_kept(self.view.pc.id, kept)?);
        let why = step.cause.map(|cause| (sentences::cause_of_undo(cause), sentences::next_of_undo(cause)));
        let (why, next) = why.unzip();
        let values = [
            ("pc", value(&*self.view.pc.name)),
            ("name", value(name)),
            ("version", value(out::foreign(kept.version()))),
            ("package", value(sentences::package_name(kept))),
            ("cause", value(why.unwrap_or_default())),
            ("next", value(next.unwrap_or_default())),
        ];
        out::line(&say_with(id, &[&values[..], more].concat()));
        if let Some(said) = step.details.as_deref() {
            let words = value(round::last_words(said));
            out::line(&format!("  {}", say_with("result-details", &[("details", words)])));
        }
        Ok(())
    }
}
