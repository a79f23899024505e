use ed25519_dalek::SigningKey;
use jiff::ToSpan;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    charter::{Floor, Member},
    ids::{DocumentHash, SpkiHash},
    sign::public,
};

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

fn now() -> Timestamp {
    "2026-11-23T11:00:00Z".parse().unwrap()
}

fn charter() -> Charter {
    let member = |n: u8, role| Member {
        key: public(&key(n)),
        name: "Ann".into(),
        role,
        not_after: None,
        devices: vec![SpkiHash([n; 32])],
    };
    Charter {
        office: OfficeId(Uuid::from_u128(7)),
        name: "Office".into(),
        version: 1,
        prev: None,
        issued: "2026-11-23T10:00:00Z".parse().unwrap(),
        members: vec![member(1, Role::Own), member(2, Role::Operate)],
        recovery_key: public(&key(9)),
        revoked: Vec::new(),
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

fn sealed(charter: &Charter, by: u8) -> Envelope {
    Envelope::seal(charter, &key(by)).unwrap()
}

fn file() -> JoinFile {
    JoinFile {
        office: charter().office,
        charter: sealed(&charter(), 1),
        token: Token::from_bytes([3; 16]),
        not_after: now() + limits::INVITATION_LIFE,
        pcs: 5,
    }
}

fn read(file: &JoinFile) -> Result<JoinFile, JoinFileError> {
    JoinFile::read(&serde_json::to_vec(file).unwrap(), now())
}

#[test]
fn a_join_file_is_read_back() {
    let back = read(&file()).unwrap();
    assert_eq!(serde_json::to_value(back).unwrap(), serde_json::to_value(file()).unwrap());
}

#[test]
fn a_join_file_past_its_end_is_refused() {
    let at = |not_after| read(&JoinFile { not_after, ..file() }).map(drop);
    assert_eq!(at(now()), Ok(()));
    assert_eq!(at(now() - 1.second()), Err(JoinFileError::Expired));
}

#[test]
fn a_join_file_that_holds_longer_than_a_week_is_refused() {
    let at = |not_after| read(&JoinFile { not_after, ..file() }).map(drop);
    let latest = now() + limits::INVITATION_LIFE + limits::CLOCK_SLACK;
    assert_eq!(at(latest), Ok(()));
    assert_eq!(at(latest + 1.second()), Err(JoinFileError::EndsTooLate));
    assert_eq!(at(Timestamp::MAX), Err(JoinFileError::EndsTooLate));
}

#[test]
fn a_join_file_with_another_offices_charter_or_a_forged_one_is_refused() {
    let other = JoinFile { office: OfficeId(Uuid::from_u128(8)), ..file() };
    assert_eq!(read(&other).unwrap_err(), JoinFileError::BadCharter);
    let forged = JoinFile { charter: sealed(&charter(), 2), ..file() };
    assert_eq!(read(&forged).unwrap_err(), JoinFileError::BadCharter);
}

#[test]
fn a_join_file_over_a_limit_is_refused() {
    assert_eq!(
        JoinFile::read(&vec![b' '; limits::JOIN_FILE_BYTES + 1], now()).unwrap_err(),
        JoinFileError::TooLarge
    );
    for pcs in [0, limits::INVITATION_PCS + 1] {
        assert_eq!(read(&JoinFile { pcs, ..file() }).unwrap_err(), JoinFileError::Malformed);
    }
}

#[test]
fn the_largest_charter_fits_into_a_join_file() {
    let mut large = file();
    large.charter.payload = vec![b' '; limits::BODY_BYTES];
    assert!(serde_json::to_vec(&large).unwrap().len() <= limits::JOIN_FILE_BYTES);
}

#[test]
fn a_join_file_pins_its_office() {
    let (file, first) = (file(), charter());
    assert_eq!(file.pins(&file.charter, now()), Ok(()));
    let other = Charter { office: OfficeId(Uuid::from_u128(8)), ..first.clone() };
    assert_eq!(file.pins(&sealed(&other, 1), now()), Err(Refusal::OtherOffice));
    let mut takeover = first.clone();
    takeover.members[0].key = public(&key(8));
    assert_eq!(file.pins(&sealed(&takeover, 8), now()), Err(Refusal::Outdated));
    takeover.version = 2;
    takeover.prev = Some(file.charter.hash());
    assert_eq!(file.pins(&sealed(&takeover, 8), now()), Err(Refusal::NotAllowed));
    let resigned = sealed(&first, 2);
    assert_eq!(file.pins(&resigned, now()), Err(Refusal::NotAllowed));
}

#[test]
fn a_later_charter_of_the_same_office_is_taken_from_an_owner_only() {
    let file = file();
    let next = Charter { version: 2, prev: Some(file.charter.hash()), ..charter() };
    let later = Charter { version: 4, prev: Some(DocumentHash([1; 32])), ..charter() };
    for (charter, by, answer) in [
        (&next, 1, Ok(())),
        (&next, 9, Ok(())),
        (&next, 2, Err(Refusal::NotAllowed)),
        (&later, 1, Ok(())),
        (&later, 2, Err(Refusal::NotAllowed)),
        (&Charter { prev: Some(DocumentHash([1; 32])), ..next.clone() }, 1, Err(Refusal::NotAllowed)),
    ] {
        assert_eq!(file.pins(&sealed(charter, by), now()), answer, "version {} by {by}", charter.version);
    }
}

#[test]
fn a_token_in_a_log_line_does_not_show_itself() {
    assert_eq!(format!("{:?}", Token::from_bytes([3; 16])), "Token");
    assert!(!format!("{:?}", file()).contains(&file().token.to_string()));
}

#[test]
fn a_text_that_is_not_exactly_a_token_is_none() {
    let token = Token::from_bytes([0xab; 16]).to_string();
    assert_eq!(token.len(), 26);
    for text in ["", "A", &token[1..], &format!("{token}A"), &token.to_lowercase(), &"9".repeat(26)] {
        assert!(text.parse::<Token>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn every_token_is_read_back_from_its_text(bytes in any::<[u8; 16]>()) {
        let token = Token::from_bytes(bytes);
        let back: Token = token.to_string().parse().unwrap();
        prop_assert_eq!(back.secret(), token.secret());
    }

    #[test]
    fn no_flipped_bit_makes_another_join_file_with_a_valid_charter(at in 0usize..200, bit in 0u8..8) {
        let mut flipped = file();
        flipped.charter.payload[at] ^= 1 << bit;
        prop_assert_eq!(read(&flipped).unwrap_err(), JoinFileError::BadCharter);
    }
}
