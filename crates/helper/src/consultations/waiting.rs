//! What a person wrote and nobody has answered yet, and who has it (rules.md 5).

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, Job, JobId, Update, UpdateId, limits::NAME_CHARS, people::Waited, session::Waits,
};

use super::{Consultations, Moment, State, ids_of};
use crate::queue::End;

/// An order that has ended and is still remembered, with how it ended.
pub(super) type Ended = (Job, End);

impl Consultations {
    /// Notes of a person that nobody has answered, the newest first: those of orders that are still remembered, which is
    /// longer than the three working days after which the stand-in has them.
    pub fn waits(&self, person: &str, ended: &[Ended], replies: &[Job], moment: Moment<'_>) -> Vec<Waits> {
        let state = self.lock();
        let is_answered =
            |job: JobId| replies.iter().filter_map(|one| one.reply.as_ref()).any(|one| one.to == job);
        let theirs = state.objected.iter().filter_map(|(job, people)| Some((*job, *people.get(person)?)));
        let open = theirs.filter(|(job, _)| !is_answered(*job));
        let mut all: Vec<Waits> =
            open.filter_map(|(job, since)| state.waits(job, person, since, ended, moment)).collect();
        all.reverse(); // ids of orders count up with time
        all
    }
}

impl State {
    fn waits(
        &self,
        job: JobId,
        person: &str,
        since: Timestamp,
        ended: &[Ended],
        moment: Moment<'_>,
    ) -> Option<Waits> {
        let (order, end) = ended.iter().find(|(order, _)| order.job == job)?;
        let is_wrong = self.cards.is_wrong(job, person);
        let is_objected = end.cause == Some(Cause::Objected);
        let waited = Waited::of(since, moment.now, &TimeZone::system());
        let names = match () {
            () if is_wrong => self.cards.names(job),
            // What is no longer offered leaves nothing to decide.
            () if is_objected => Some(names(offered(order, moment))).filter(|names| !names.is_empty()),
            () => None,
        }?;
        let stand_in = moment.office.policy.stand_in.as_deref().filter(|_| waited.for_stand_in);
        let member = moment.office.charter.members.iter().find(|member| member.key == order.issuer);
        let whom = stand_in.or(member.map(|member| member.name.as_str())).map(plain);
        Some(Waits { id: job, since, names, whom, is_stand_in: stand_in.is_some() })
    }
}

fn offered<'a>(order: &Job, moment: Moment<'a>) -> Vec<&'a Update> {
    let ordered: Vec<&UpdateId> = ids_of(order).collect();
    let all = moment.scan.into_iter().flat_map(|scan| &scan.updates);
    all.filter(|update| ordered.contains(&&update.id)).collect()
}

/// What people call some updates.
pub(super) fn names<'a>(updates: impl IntoIterator<Item = &'a Update>) -> Vec<String> {
    let mut names: Vec<String> = updates.into_iter().map(|update| plain(&update.name)).collect();
    names.sort();
    names.dedup();
    names
}

fn plain(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS).collect()
}
