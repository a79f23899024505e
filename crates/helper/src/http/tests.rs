use jiff::ToSpan;
use patchround_protocol::{Job, RoundId, Step, job::When, sign::public};
use uuid::Uuid;

use super::*;
use crate::scripted::{Pc, key, sealed};

fn job(pc: &Pc, n: u128) -> Job {
    Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(n)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: Timestamp::now(),
        expires: Timestamp::now() + 1.hours(),
        steps: vec![Step::Refresh {}],
        when: When::Now,
        try_first: false,
    }
}

async fn post(pc: &Pc, envelope: &Envelope) -> bool {
    let body = Ok(Bytes::from(serde_json::to_vec(envelope).unwrap()));
    take_job(State(pc.helper.clone()), body).await.is_ok()
}

#[tokio::test]
async fn a_refused_job_is_named_in_the_log_but_one_that_was_taken_is_never_said_to_be_refused() {
    let pc = Pc::joined();
    let (taken, foreign) = (job(&pc, 1), job(&pc, 2));
    assert!(post(&pc, &sealed(&taken, 2)).await);
    assert!(!post(&pc, &sealed(&foreign, 7)).await);
    assert!(!post(&pc, &sealed(&taken, 7)).await);
    let refused = pc.told().into_iter().filter_map(|kind| match kind {
        EventKind::JobRefused { job, refusal } => Some((job, refusal)),
        _ => None,
    });
    let why = Refusal::NotAllowed;
    assert_eq!(refused.collect::<Vec<_>>(), [(Some(foreign.job), why), (None, why)]);
}

#[tokio::test]
async fn a_follower_who_is_revoked_hears_nothing_more() {
    let pc = Pc::joined();
    let mut reader = Reader {
        caller: SpkiHash([2; 32]),
        cursor: Cursor::after(0),
        heads: pc.helper.log.watch(),
        follow: true,
        helper: pc.helper.clone(),
    };
    assert!(reader.next().await.is_some());
    pc.helper.membership.leave().unwrap();
    pc.helper.note(EventKind::JobRefused { job: None, refusal: Refusal::Malformed });
    assert_eq!(reader.next().await, None);
}
