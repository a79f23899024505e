//! The arithmetic of pairing: SPAKE2 bound to the channel, then each side proves it has the key.
//! A token needs no SPAKE2: 128 random bits cannot be guessed from a proof, so it is the key itself.
//!
//! TLS 1.3's exporter does not cover the client's key (RFC 8446, section 7.1), hence both keys
//! go into the context by hand.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use patchround_protocol::Token;
use sha2::{Digest, Sha256};
use spake2::{Ed25519Group, Identity, Password, Spake2};
use zeroize::Zeroizing;

use super::Code;

/// Bytes of the TLS exporter.
pub(super) const EXPORTER_BYTES: usize = 32;
/// Bytes of an invitation's name.
const NAME_BYTES: usize = 16;

/// What keeps the two kinds of pairing apart, so that nothing of one is worth anything in the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// Label of the TLS exporter (RFC 8446, section 7.5).
    pub(super) exporter_label: &'static [u8],
    domain: &'static [u8],
}

/// Pairing by a typed code.
pub(super) const CODE: Kind =
    Kind { exporter_label: b"EXPORTER-patchround-pairing-v1", domain: b"patchround-pair-v1" };
/// Pairing by a join file.
pub(super) const TOKEN: Kind =
    Kind { exporter_label: b"EXPORTER-patchround-invitation-v1", domain: b"patchround-invite-v1" };

/// The one channel that an exchange is valid in.
#[derive(Clone, Copy)]
pub(super) struct Context([u8; 32]);

impl Context {
    pub(super) fn new(kind: Kind, admin_spki: &[u8], pc_spki: &[u8], exporter: &[u8]) -> Self {
        let mut hash = Sha256::new();
        for part in [kind.domain, admin_spki, pc_spki, exporter] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    fn identity(&self, role: &[u8]) -> Identity {
        Identity::new(&[role, &self.0].concat())
    }
}

/// One side's half of an exchange, with its message sent.
pub(super) struct Exchange {
    context: Context,
    state: Spake2<Ed25519Group>,
}

impl Exchange {
    /// The manager's half, and what it sends.
    pub(super) fn admin(code: &Code, context: Context) -> (Self, Vec<u8>) {
        let (password, admin, pc) = parts(code, &context);
        let (state, message) = Spake2::start_a(&password, &admin, &pc);
        (Self { context, state }, message)
    }

    /// The PC's half, and what it sends.
    pub(super) fn pc(code: &Code, context: Context) -> (Self, Vec<u8>) {
        let (password, admin, pc) = parts(code, &context);
        let (state, message) = Spake2::start_b(&password, &admin, &pc);
        (Self { context, state }, message)
    }

    /// Takes the other side's message; `None` if it is not one.
    pub(super) fn finish(self, message: &[u8]) -> Option<Confirmation> {
        let key = Zeroizing::new(self.state.finish(message).ok()?);
        Some(Confirmation { context: self.context, key })
    }
}

/// A key that is the other side's key, too, if and only if the code and the channel are the same.
pub(super) struct Confirmation {
    context: Context,
    key: Zeroizing<Vec<u8>>,
}

impl Confirmation {
    /// With a token both sides have the key from the start.
    pub(super) fn of(token: &Token, context: Context) -> Self {
        Self { context, key: Zeroizing::new(token.secret().to_vec()) }
    }

    /// What a PC calls its invitation in this channel: says which one it is to whoever has it, too, and
    /// nothing to anybody else. It cannot be used in another channel.
    pub(super) fn name(&self) -> Vec<u8> {
        self.proof(b"N").finalize().into_bytes()[..NAME_BYTES].to_vec()
    }

    /// Whether this is that name, in constant time.
    pub(super) fn is_name(&self, received: &[u8]) -> bool {
        received.len() == NAME_BYTES && self.proof(b"N").verify_truncated_left(received).is_ok()
    }

    /// The manager's proof that it has the key.
    pub(super) fn admin_proof(&self) -> [u8; 32] {
        self.proof(b"A").finalize().into_bytes().into()
    }

    /// The PC's proof that it has the key.
    pub(super) fn pc_proof(&self) -> [u8; 32] {
        self.proof(b"B").finalize().into_bytes().into()
    }

    /// Whether this is the manager's proof, in constant time.
    pub(super) fn is_admin_proof(&self, received: &[u8]) -> bool {
        self.proof(b"A").verify_slice(received).is_ok()
    }

    /// Whether this is the PC's proof, in constant time.
    pub(super) fn is_pc_proof(&self, received: &[u8]) -> bool {
        self.proof(b"B").verify_slice(received).is_ok()
    }

    fn proof(&self, role: &[u8]) -> Hmac<Sha256> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(&self.context.0), &self.key)
            .expand(role, key.as_mut())
            .expect("32 bytes are one block of HKDF");
        let mut proof = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_ref()).expect("HMAC takes any key");
        proof.update(&self.context.0);
        proof
    }
}

fn parts(code: &Code, context: &Context) -> (Password, Identity, Identity) {
    (Password::new(code.secret()), context.identity(b"admin"), context.identity(b"helper"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Runs both halves; whether each accepts the other's proof.
    fn run(codes: [&Code; 2], contexts: [Context; 2]) -> [bool; 2] {
        let (admin, to_pc) = Exchange::admin(codes[0], contexts[0]);
        let (pc, to_admin) = Exchange::pc(codes[1], contexts[1]);
        let (admin, pc) = (admin.finish(&to_admin).unwrap(), pc.finish(&to_pc).unwrap());
        [admin.is_pc_proof(&pc.pc_proof()), pc.is_admin_proof(&admin.admin_proof())]
    }

    #[test]
    fn the_same_code_in_the_same_channel_agrees() {
        let (code, context) = (Code::generate(), Context::new(CODE, b"admin key", b"pc key", b"exporter"));
        assert_eq!(run([&code, &code], [context, context]), [true, true]);
    }

    #[test]
    fn another_code_does_not() {
        let context = Context::new(CODE, b"admin key", b"pc key", b"exporter");
        let codes = [Code::generate(), Code::generate()];
        assert_eq!(run([&codes[0], &codes[1]], [context, context]), [false, false]);
    }

    #[test]
    fn the_right_code_over_two_channels_does_not_agree_whichever_part_differs() {
        let code = Code::generate();
        let mine = Context::new(CODE, b"admin key", b"pc key", b"exporter");
        let others = [
            Context::new(CODE, b"other key", b"pc key", b"exporter"),
            Context::new(CODE, b"admin key", b"other key", b"exporter"),
            Context::new(CODE, b"admin key", b"pc key", b"other"),
            Context::new(CODE, b"admin ke", b"ypc key", b"exporter"),
        ];
        for other in others {
            assert_eq!(run([&code, &code], [mine, other]), [false, false]);
        }
    }

    #[test]
    fn a_proof_cannot_be_sent_back_to_the_one_who_made_it() {
        let (code, context) = (Code::generate(), Context::new(CODE, b"a", b"b", b"c"));
        let (admin, _) = Exchange::admin(&code, context);
        let (_, message) = Exchange::pc(&code, context);
        let admin = admin.finish(&message).unwrap();
        assert!(!admin.is_pc_proof(&admin.admin_proof()));
    }

    #[test]
    fn the_same_token_in_the_same_channel_agrees_and_no_other_does() {
        let [ours, theirs] = [[1; 16], [2; 16]].map(Token::from_bytes);
        let [here, there] = [b"b", b"d"].map(|pc| Context::new(TOKEN, b"a", pc, b"c"));
        let us = Confirmation::of(&ours, here);
        for (token, context, same) in [(&ours, here, true), (&theirs, here, false), (&ours, there, false)] {
            let them = Confirmation::of(token, context);
            assert_eq!(us.is_name(&them.name()), same);
            assert_eq!(us.is_pc_proof(&them.pc_proof()), same);
            assert_eq!(us.is_admin_proof(&them.admin_proof()), same);
        }
    }

    #[test]
    fn a_token_says_nothing_in_the_other_kind_of_pairing() {
        let token = Token::from_bytes([1; 16]);
        let [invite, pair] =
            [TOKEN, CODE].map(|kind| Confirmation::of(&token, Context::new(kind, b"a", b"b", b"c")));
        assert!(!invite.is_pc_proof(&pair.pc_proof()) && !invite.is_name(&pair.name()));
    }

    #[test]
    fn a_name_a_managers_proof_and_a_pcs_proof_are_three_things() {
        let us = Confirmation::of(&Token::from_bytes([1; 16]), Context::new(TOKEN, b"a", b"b", b"c"));
        let [name, admin, pc] = [us.name(), us.admin_proof().to_vec(), us.pc_proof().to_vec()];
        assert!(!us.is_admin_proof(&pc) && !us.is_pc_proof(&admin));
        assert!(!us.is_admin_proof(&name) && !us.is_pc_proof(&name));
        for short in [&name[..15], &admin[..16], &pc[..16], &[]] {
            assert!(!us.is_name(short) && !us.is_admin_proof(short) && !us.is_pc_proof(short));
        }
    }

    #[test]
    fn a_message_cannot_be_sent_back_to_the_one_who_made_it() {
        let (admin, message) = Exchange::admin(&Code::generate(), Context::new(CODE, b"a", b"b", b"c"));
        assert!(admin.finish(&message).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_made_up_message_or_proof_is_accepted(
            message in proptest::collection::vec(any::<u8>(), 0..64),
            proof in proptest::collection::vec(any::<u8>(), 32),
        ) {
            let (code, context) = (Code::generate(), Context::new(CODE, b"a", b"b", b"c"));
            let (admin, to_pc) = Exchange::admin(&code, context);
            if let Some(admin) = admin.finish(&message) {
                prop_assert!(!admin.is_pc_proof(&proof));
            }
            let (pc, _) = Exchange::pc(&code, context);
            prop_assert!(!pc.finish(&to_pc).unwrap().is_admin_proof(&proof));
        }
    }
}
