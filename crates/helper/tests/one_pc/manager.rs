//! The manager of these tests, and how he talks to a helper.

use std::{io::Read, time::Duration};

use ed25519_dalek::{Signer, SigningKey};
use jiff::{Timestamp, ToSpan};
use patchround_link::{
    DeviceKey,
    client::{self, CallError, Peer},
    pairing::{self, Code, Tries},
};
use patchround_protocol::{
    Charter, Envelope, Event, EventKind, Job, JobId, OfficeId, Outcome, PcId, Policy, RoundId, Step,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    job::When,
    sign::public,
    wire::{JobTaken, Refusal, Scan, Welcome},
};
use uuid::Uuid;

use crate::pc::Pc;

/// The manager: device key, operator key 2, owner key 1.
pub(crate) struct Manager {
    pub(crate) device: DeviceKey,
    pub(crate) office: OfficeId,
}

pub(crate) struct Endless;

impl Tries for Endless {
    fn take(&self) -> std::io::Result<bool> {
        Ok(true)
    }

    fn give_back(&self) {}
}

pub(crate) fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

impl Manager {
    pub(crate) fn new() -> Self {
        Self { device: DeviceKey::generate(), office: OfficeId(Uuid::now_v7()) }
    }

    pub(crate) fn charter(&self) -> Charter {
        let member = |n: u8, name: &str, role| Member {
            key: public(&key(n)),
            name: name.into(),
            role,
            not_after: None,
            devices: vec![self.device.id()],
        };
        Charter {
            office: self.office,
            name: "Corner Office".into(),
            version: 1,
            prev: None,
            issued: Timestamp::now(),
            members: vec![member(1, "Ann", Role::Own), member(2, "Ann", Role::Operate)],
            recovery_key: public(&key(9)),
            revoked: Vec::new(),
            discovery_key: DocumentHash([5; 32]),
            floor: Floor::default(),
        }
    }

    pub(crate) fn welcome(&self) -> Welcome {
        self.welcome_to(&self.charter())
    }

    pub(crate) fn welcome_to(&self, charter: &Charter) -> Welcome {
        let policy = Policy::first(self.office, Timestamp::now());
        Welcome {
            charter: Envelope::seal(charter, &key(1)).unwrap(),
            policy: Envelope::seal(&policy, &key(1)).unwrap(),
        }
    }

    pub(crate) fn job(&self, pc: PcId, steps: Vec<Step>) -> Job {
        Job {
            office: self.office,
            job: JobId(Uuid::now_v7()),
            round: RoundId(Uuid::now_v7()),
            pc,
            charter_version: 1,
            issuer: public(&key(2)),
            not_before: Timestamp::now(),
            expires: Timestamp::now() + 1.hours(),
            steps,
            when: When::Now,
            try_first: false,
            reply: None,
        }
    }

    pub(crate) async fn join(&self, pc: &Pc) -> PcId {
        self.join_with(pc, &self.welcome()).await
    }

    pub(crate) async fn join_with(&self, pc: &Pc, welcome: &Welcome) -> PcId {
        let code = Code::generate();
        let (mut waiting, mut said) = pc.pair(&code);
        let invited = pairing::invite(pc.address, &self.device, &code, &Endless, welcome).await.unwrap();
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        assert!(rest.contains("joined Corner Office"), "{rest}");
        assert!(waiting.0.wait().unwrap().success());
        assert!(!invited.facts.host_name.is_empty());
        invited.pc
    }

    pub(crate) async fn connect(&self, pc: &Pc, pin: PcId) -> Peer {
        client::connect(pc.address, &self.device, pin).await.unwrap()
    }
}

pub(crate) async fn send(peer: &Peer, job: &Job, signer: u8) -> Result<JobTaken, CallError> {
    send_envelope(peer, &Envelope::seal(job, &key(signer)).unwrap()).await
}

pub(crate) async fn send_envelope(peer: &Peer, envelope: &Envelope) -> Result<JobTaken, CallError> {
    peer.post("/v1/jobs", envelope).await
}

/// A busy machine takes its time for a first scan: asked again, as a manager does.
pub(crate) async fn first_scan(peer: &Peer) -> Scan {
    for _ in 0..10 {
        if let Ok(scan) = peer.get("/v1/updates").await {
            return scan;
        }
    }
    panic!("no scan after several minutes");
}

pub(crate) fn refused(answer: Result<JobTaken, CallError>) -> Refusal {
    match answer {
        Err(CallError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn events_until_the_end_of(peer: &Peer, after: u64, job: JobId) -> Vec<Event> {
    let mut lines = peer.follow(&format!("/v1/events?after={after}&follow=1")).await.unwrap();
    let mut events = Vec::new();
    let reading = async {
        while let Some(line) = lines.next().await.unwrap() {
            let event: Event = serde_json::from_slice(&line).unwrap();
            let is_end = matches!(&event.kind, EventKind::JobEnded { job: ended, .. } if *ended == job);
            events.push(event);
            if is_end {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(240), reading).await.unwrap();
    events
}

pub(crate) fn end_of(events: &[Event]) -> Outcome {
    match &events.last().unwrap().kind {
        EventKind::JobEnded { outcome, .. } => *outcome,
        other => panic!("{other:?}"),
    }
}

/// A document as an operator with another program would sign it.
pub(crate) fn signed(job: &Job, change: impl Fn(String) -> String) -> Envelope {
    let payload = change(serde_json::to_string(job).unwrap()).into_bytes();
    let mut bytes = b"patchround/job/1\0".to_vec();
    bytes.extend((payload.len() as u64).to_be_bytes());
    bytes.extend(&payload);
    Envelope { key: public(&key(2)), signature: key(2).sign(&bytes).to_bytes().to_vec(), payload }
}
