//! Both sides of pairing, with somebody at the other end who says whatever a fuzzer has him say: bytes, honest
//! messages in a dishonest order, and his own part played with another secret, or with the right one.
//!
//! Only for tests and for `fuzz/`: it is here because it takes the conversation without its TLS.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    task::{Context as Task, Poll},
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::{
    Envelope, JoinFile, OfficeId, PublicKey, SpkiHash, Token,
    limits::{BODY_BYTES, PAIR_FRAME_BYTES},
    wire::{Facts, Welcome, Welcomed},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::Semaphore,
};

use super::{
    Code, Invitation, Offers, PairingDesk, Secret, Tries,
    exchange::{self, Confirmation, Context, Exchange},
    manager, pc,
};
use crate::BoxFuture;

/// Most that one side says and hears: three frames (the PC's message, a proof, and one to spare) and one body.
const MOST: usize = 3 * (2 + PAIR_FRAME_BYTES) + 4 + BODY_BYTES;

/// One conversation. First byte: bit 0, we are the PC, and otherwise the manager; bit 1, by join file, and
/// otherwise by code; bit 2, he knows the secret. The rest is what he does, see [`Stranger::act`].
///
/// Returns whether he was taken for one who knows the secret.
pub fn pairing(data: &[u8]) -> bool {
    let Some((how, acts)) = data.split_first() else { return false };
    let (is_pc, is_file, knows) = (how & 1 != 0, how & 2 != 0, how & 4 != 0);
    let kind = if is_file { exchange::TOKEN } else { exchange::CODE };
    let context = Context::new(kind, b"manager", b"pc", b"exporter");
    let stranger = Stranger::new(acts, context, is_file, knows, is_pc);
    let tries = Arc::new(Counted::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime without a driver can always be made");
    let stranger = runtime.block_on(async {
        if is_pc {
            as_pc(stranger, context, is_file, tries.clone()).await
        } else {
            as_manager(stranger, context, is_file, &tries).await
        }
    });
    let [taken, given_back, joined] = tries.counts();
    assert!(taken <= 1 && given_back <= taken && joined <= given_back, "{taken} {given_back} {joined}");
    assert!(stranger.heard.len() <= MOST && stranger.said <= MOST, "more is said or heard than ever needed");
    if !knows {
        assert_eq!(given_back, 0, "confirmed with a wrong secret");
        let most = 2 * (2 + PAIR_FRAME_BYTES);
        assert!(stranger.heard.len() <= most, "he heard what is for those who know the secret");
    }
    given_back == 1
}

async fn as_pc<'a>(
    mut stranger: Stranger<'a>,
    context: Context,
    is_file: bool,
    tries: Arc<Counted>,
) -> Stranger<'a> {
    let secret = if is_file { Secret::File(Arc::new(file())) } else { Secret::Code(code(true)) };
    let desk = Arc::new(Desk { secret: secret.clone(), tries: tries.clone() });
    let done = pc::talk(&mut stranger, context, &secret, desk, &Semaphore::new(1)).await;
    let [_, given_back, joined] = tries.counts();
    assert!(done.is_err() || given_back == 1, "it ended well without a proof");
    assert!(joined == 0 || !is_file, "a join file's PC joined an office that is not its own");
    if given_back == 0 {
        assert!(stranger.frames() <= 1, "it proved what was not proven to it first");
    }
    stranger
}

async fn as_manager<'a>(
    mut stranger: Stranger<'a>,
    context: Context,
    is_file: bool,
    tries: &Counted,
) -> Stranger<'a> {
    let (code, token) = (code(true), token(true));
    let not_after = Timestamp::now() + Duration::from_secs(3600);
    let invitations = [Invitation { token: &token, not_after, tries }];
    let code = (!is_file).then_some((&code, tries as &dyn Tries));
    let offers = Offers { code, invitations: if is_file { &invitations } else { &[] } };
    let agreed = manager::agree(&mut stranger, context, &offers).await.map(|(_, invitation)| invitation);
    let [taken, given_back, _] = tries.counts();
    assert_eq!(agreed.is_ok(), given_back == 1);
    assert!(stranger.frames() <= 1 || taken == 1, "a proof was sent, and no try counted");
    assert!(stranger.knows || !is_file || taken == 0, "he named an invitation that he has not");
    if let Ok(invitation) = agreed {
        assert_eq!(invitation, is_file.then_some(0));
        let _ = manager::hand_over(&mut stranger, &welcome(), SpkiHash([7; 32])).await;
    }
    stranger
}

/// Whoever is at the other end.
struct Stranger<'a> {
    acts: &'a [u8],
    context: Context,
    is_file: bool,
    knows: bool,
    /// Whom he talks to.
    to_pc: bool,
    exchange: Option<Exchange>,
    confirmation: Option<Confirmation>,
    /// What he says next.
    next: Vec<u8>,
    said: usize,
    heard: Vec<u8>,
}

impl<'a> Stranger<'a> {
    fn new(acts: &'a [u8], context: Context, is_file: bool, knows: bool, to_pc: bool) -> Self {
        let confirmation = is_file.then(|| Confirmation::of(&token(knows), context));
        let (exchange, next, heard) = (None, Vec::new(), Vec::new());
        Self { acts, context, is_file, knows, to_pc, exchange, confirmation, next, said: 0, heard }
    }

    /// One act: a byte for what it is, one more for how, and for the first two as many bytes as that says.
    fn act(&mut self) {
        let [what, how, rest @ ..] = self.acts else {
            self.acts = &[];
            return;
        };
        self.acts = rest;
        match what % 8 {
            0 => self.next = self.bytes(*how),
            1 => self.frame(&self.bytes(*how)),
            2 => self.message(how & 1 == 0),
            3 => self.name(),
            4 => self.proof(how & 1 == 0),
            5 => self.frame(&self.last_heard()),
            6 => self.body(*how),
            _ => self.acts = &[],
        }
        let used = if what % 8 < 2 { usize::from(*how).min(self.acts.len()) } else { 0 };
        self.acts = &self.acts[used..];
    }

    fn bytes(&self, count: u8) -> Vec<u8> {
        self.acts[..usize::from(count).min(self.acts.len())].to_vec()
    }

    fn frame(&mut self, bytes: &[u8]) {
        self.next = [&(bytes.len() as u16).to_be_bytes(), bytes].concat();
    }

    fn message(&mut self, as_admin: bool) {
        let make = if as_admin { Exchange::admin } else { Exchange::pc };
        let (exchange, message) = make(&code(self.knows), self.context);
        self.exchange = Some(exchange);
        self.frame(&message);
    }

    fn name(&mut self) {
        if let Some(name) = self.confirmation.as_ref().map(Confirmation::name) {
            self.frame(&name);
        }
    }

    fn proof(&mut self, as_admin: bool) {
        if let Some(exchange) = self.exchange.take().filter(|_| !self.is_file) {
            self.confirmation = exchange.finish(&self.nth_heard(0));
        }
        let proof =
            self.confirmation.as_ref().map(|one| if as_admin { one.admin_proof() } else { one.pc_proof() });
        if let Some(proof) = proof {
            self.frame(&proof);
        }
    }

    /// A body: what an honest one says, or all that is left to say.
    fn body(&mut self, how: u8) {
        let honest = match self.to_pc {
            true => serde_json::to_vec(&welcome()),
            false => serde_json::to_vec(&Welcomed::Joined { facts: facts() }),
        };
        let left = std::mem::take(&mut self.acts).to_vec();
        let body = if how.is_multiple_of(2) { honest.expect("a body can be written") } else { left };
        self.next = [&(body.len() as u32).to_be_bytes(), body.as_slice()].concat();
    }

    /// The frames he was sent, a body among them not counted.
    fn frames(&self) -> usize {
        (0..2).filter(|n| self.at(*n).is_some()).count()
    }

    fn last_heard(&self) -> Vec<u8> {
        self.nth_heard(self.frames().saturating_sub(1))
    }

    fn nth_heard(&self, n: usize) -> Vec<u8> {
        self.at(n).unwrap_or_default().to_vec()
    }

    fn at(&self, n: usize) -> Option<&[u8]> {
        let mut left = self.heard.as_slice();
        for _ in 0..n {
            let (length, rest) = left.split_first_chunk::<2>()?;
            left = rest.get(usize::from(u16::from_be_bytes(*length))..)?;
        }
        let (length, rest) = left.split_first_chunk::<2>()?;
        rest.get(..usize::from(u16::from_be_bytes(*length)))
    }
}

impl AsyncRead for Stranger<'_> {
    fn poll_read(self: Pin<&mut Self>, _: &mut Task<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while this.next.is_empty() && !this.acts.is_empty() {
            this.act();
        }
        let count = this.next.len().min(into.remaining());
        into.put_slice(&this.next[..count]);
        this.next.drain(..count);
        this.said += count;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stranger<'_> {
    fn poll_write(self: Pin<&mut Self>, _: &mut Task<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.get_mut().heard.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// How often a try was taken and given back, and a PC joined.
#[derive(Default)]
struct Counted([AtomicU32; 3]);

impl Counted {
    fn counts(&self) -> [u32; 3] {
        self.0.each_ref().map(|count| count.load(Relaxed))
    }
}

impl Tries for Counted {
    fn take(&self) -> io::Result<bool> {
        self.0[0].fetch_add(1, Relaxed);
        Ok(true)
    }

    fn give_back(&self) {
        self.0[1].fetch_add(1, Relaxed);
    }
}

struct Desk {
    secret: Secret,
    tries: Arc<Counted>,
}

impl PairingDesk for Desk {
    fn secret(&self) -> Secret {
        self.secret.clone()
    }

    fn tries(&self) -> &dyn Tries {
        self.tries.as_ref()
    }

    fn welcome(&self, _: Welcome) -> BoxFuture<'_, Welcomed> {
        self.tries.0[2].fetch_add(1, Relaxed);
        Box::pin(async { Welcomed::Joined { facts: facts() } })
    }
}

/// The code that we have, or another.
fn code(ours: bool) -> Code {
    let digits = if ours { "5724-0000-0" } else { "0000-0000-0" };
    digits.parse().expect("its check digit is right")
}

/// The token that we have, or another.
fn token(ours: bool) -> Token {
    Token::from_bytes([u8::from(ours); 16])
}

fn envelope() -> Envelope {
    Envelope { key: PublicKey([1; 32]), signature: vec![2; 64], payload: b"{}".to_vec() }
}

fn welcome() -> Welcome {
    Welcome { charter: envelope(), policy: envelope() }
}

/// Of an office that nobody can welcome into: its charter is none.
fn file() -> JoinFile {
    let office: OfficeId = "018f0000-0000-7000-8000-000000000001".parse().expect("an office's id");
    let not_after = Timestamp::now() + Duration::from_secs(3600);
    JoinFile { office, charter: envelope(), token: token(true), not_after, pcs: 1 }
}

fn facts() -> Facts {
    Facts { host_name: "front-desk".into(), helper: "0.1.0".into(), ..Facts::default() }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// What an honest one does, without the byte that says who he is: to a PC by code and by file, to a manager
    /// by code and by file.
    const HONEST: [(u8, &[u8]); 4] = [
        (1, &[2, 0, 4, 0, 6, 0]),
        (3, &[1, 0, 4, 0, 6, 0]),
        (0, &[2, 1, 4, 1, 6, 0]),
        (2, &[3, 0, 4, 1, 6, 0]),
    ];
    const KNOWS: u8 = 4;

    #[test]
    fn whoever_knows_the_secret_is_confirmed_and_whoever_plays_his_part_with_another_is_not() {
        for (how, acts) in HONEST {
            assert!(pairing(&[&[how | KNOWS], acts].concat()), "{how}");
            assert!(!pairing(&[&[how], acts].concat()), "{how}");
        }
    }

    #[test]
    fn nobody_is_confirmed_who_only_says_again_what_he_heard() {
        for how in 0..4 {
            assert!(!pairing(&[how, 5, 0, 5, 0, 5, 0, 5, 0]), "{how}");
            assert!(!pairing(&[how, 1, 0, 5, 0, 5, 0, 6, 0]), "{how}");
            assert!(!pairing(&[how, 2, how ^ 1, 5, 0, 6, 0]), "{how}");
        }
    }

    #[test]
    fn what_the_fuzzer_found_for_pairing_still_holds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/pairing");
        let (mut count, mut confirmed) = (0, 0);
        for entry in fs::read_dir(folder).unwrap() {
            confirmed += usize::from(pairing(&fs::read(entry.unwrap().path()).unwrap()));
            count += 1;
        }
        assert!(count > 10 && confirmed > 3, "the corpus is there, and gets to the end");
    }
}
