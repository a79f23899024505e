//! The arithmetic of pairing: SPAKE2 bound to the channel, then each side proves it has the key.
//!
//! TLS 1.3's exporter does not cover the client's key (RFC 8446, section 7.1), hence both keys
//! go into the context by hand.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use spake2::{Ed25519Group, Identity, Password, Spake2};
use zeroize::Zeroizing;

use super::Code;

/// Label of the TLS exporter (RFC 8446, section 7.5).
pub(super) const EXPORTER_LABEL: &[u8] = b"EXPORTER-patchround-pairing-v1";
/// Bytes of the TLS exporter.
pub(super) const EXPORTER_BYTES: usize = 32;

const DOMAIN: &[u8] = b"patchround-pair-v1";

/// The one channel that an exchange is valid in.
#[derive(Clone, Copy)]
pub(super) struct Context([u8; 32]);

impl Context {
    pub(super) fn new(admin_spki: &[u8], pc_spki: &[u8], exporter: &[u8]) -> Self {
        let mut hash = Sha256::new();
        for part in [DOMAIN, admin_spki, pc_spki, exporter] {
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
        let (code, context) = (Code::generate(), Context::new(b"admin key", b"pc key", b"exporter"));
        assert_eq!(run([&code, &code], [context, context]), [true, true]);
    }

    #[test]
    fn another_code_does_not() {
        let context = Context::new(b"admin key", b"pc key", b"exporter");
        let codes = [Code::generate(), Code::generate()];
        assert_eq!(run([&codes[0], &codes[1]], [context, context]), [false, false]);
    }

    #[test]
    fn the_right_code_over_two_channels_does_not_agree_whichever_part_differs() {
        let code = Code::generate();
        let mine = Context::new(b"admin key", b"pc key", b"exporter");
        let others = [
            Context::new(b"other key", b"pc key", b"exporter"),
            Context::new(b"admin key", b"other key", b"exporter"),
            Context::new(b"admin key", b"pc key", b"other"),
            Context::new(b"admin ke", b"ypc key", b"exporter"),
        ];
        for other in others {
            assert_eq!(run([&code, &code], [mine, other]), [false, false]);
        }
    }

    #[test]
    fn a_proof_cannot_be_sent_back_to_the_one_who_made_it() {
        let (code, context) = (Code::generate(), Context::new(b"a", b"b", b"c"));
        let (admin, _) = Exchange::admin(&code, context);
        let (_, message) = Exchange::pc(&code, context);
        let admin = admin.finish(&message).unwrap();
        assert!(!admin.is_pc_proof(&admin.admin_proof()));
    }

    #[test]
    fn a_message_cannot_be_sent_back_to_the_one_who_made_it() {
        let (admin, message) = Exchange::admin(&Code::generate(), Context::new(b"a", b"b", b"c"));
        assert!(admin.finish(&message).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_made_up_message_or_proof_is_accepted(
            message in proptest::collection::vec(any::<u8>(), 0..64),
            proof in proptest::collection::vec(any::<u8>(), 32),
        ) {
            let (code, context) = (Code::generate(), Context::new(b"a", b"b", b"c"));
            let (admin, to_pc) = Exchange::admin(&code, context);
            if let Some(admin) = admin.finish(&message) {
                prop_assert!(!admin.is_pc_proof(&proof));
            }
            let (pc, _) = Exchange::pc(&code, context);
            prop_assert!(!pc.finish(&to_pc).unwrap().is_admin_proof(&proof));
        }
    }
}
