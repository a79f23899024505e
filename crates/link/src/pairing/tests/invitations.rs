//! Pairing by a join file, with honest and with dishonest people at both ends.

use std::{sync::Mutex, time::Duration};

use ed25519_dalek::SigningKey;
use patchround_protocol::{
    Charter, Envelope,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    sign::public,
};

use super::{
    super::exchange::{self, Confirmation},
    support::{answer_for, dial_for},
    *,
};

const HOUR: Duration = Duration::from_secs(3600);

fn office(name: &str, owner: u8) -> Charter {
    let owner = public(&SigningKey::from_bytes(&[owner; 32]));
    let member =
        Member { key: owner, name: "Ann".into(), role: Role::Own, not_after: None, devices: Vec::new() };
    Charter {
        office: "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
        name: name.into(),
        version: 1,
        prev: None,
        issued: Timestamp::now(),
        members: vec![member],
        recovery_key: owner,
        revoked: Vec::new(),
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

fn sealed(charter: &Charter, by: u8) -> Envelope {
    Envelope::seal(charter, &SigningKey::from_bytes(&[by; 32])).unwrap()
}

/// A join file of the office that [`welcome_of`] welcomes into.
fn file(token: &Token) -> JoinFile {
    let charter = office("Ours", 1);
    JoinFile {
        office: charter.office,
        charter: sealed(&charter, 1),
        token: token.clone(),
        not_after: Timestamp::now() + HOUR,
        pcs: 3,
    }
}

fn welcome_of(charter: Envelope) -> Welcome {
    Welcome { charter, ..welcome() }
}

async fn pc_with(file: &JoinFile) -> Pc {
    let desk = Desk::new(&Code::generate());
    Pc::start(Some(Desk { secret: Secret::File(Arc::new(file.clone())), ..desk })).await
}

fn invitation<'a>(token: &'a Token, tries: &'a dyn Tries) -> Invitation<'a> {
    Invitation { token, not_after: Timestamp::now() + HOUR, tries }
}

/// Invites the PC by these tokens and the code that goes with none of them.
async fn invite_by(pc: &Pc, file: &JoinFile, invitations: &[Invitation<'_>]) -> Result<Invited, PairError> {
    let offers = Offers { code: None, invitations };
    invite_with(pc.addr, &DeviceKey::generate(), &offers, &welcome_of(file.charter.clone())).await
}

#[tokio::test]
async fn a_join_file_pairs_and_costs_no_try() {
    let token = new_token();
    let file = file(&token);
    let pc = pc_with(&file).await;
    let invited = invite_by(&pc, &file, &[invitation(&token, &pc.manager_tries)]).await.unwrap();
    assert_eq!(invited, Invited { pc: pc.key.id(), facts: facts(), invitation: Some(0) });
    assert_eq!(pc.desk.welcomed(), Some(welcome_of(file.charter)));
    assert_eq!([pc.desk.tries.used(), pc.manager_tries.used()], [0, 0]);
}

#[tokio::test]
async fn a_manager_with_a_code_and_several_join_files_finds_the_one_that_is_meant() {
    let tokens = [new_token(), new_token(), new_token()];
    let (file, code, idle) = (file(&tokens[1]), Code::generate(), DiskTries::new(0));
    let welcome = welcome_of(file.charter.clone());
    let by_file = pc_with(&file).await;
    let by_code = Pc::open(&code).await;
    let invitations = [
        invitation(&tokens[0], &idle),
        invitation(&tokens[1], &by_file.manager_tries),
        invitation(&tokens[2], &idle),
    ];
    let offers = Offers { code: Some((&code, &by_code.manager_tries)), invitations: &invitations };
    for (pc, at) in [(&by_file, Some(1)), (&by_code, None)] {
        let invited = invite_with(pc.addr, &DeviceKey::generate(), &offers, &welcome).await.unwrap();
        assert_eq!((invited.pc, invited.invitation), (pc.key.id(), at));
    }
}

#[tokio::test]
async fn a_wrong_token_joins_nothing_and_costs_the_pc_a_try() {
    let file = file(&new_token());
    let (pc, other) = (pc_with(&file).await, new_token());
    for used in 1..=3 {
        let wrong = invite_by(&pc, &file, &[invitation(&other, &pc.manager_tries)]).await;
        assert_eq!(wrong, Err(PairError::NotInvited));
        assert_eq!([pc.desk.tries.used(), pc.manager_tries.used()], [used, 0], "nothing was proven to it");
    }
    let right = invite_by(&pc, &file, &[invitation(&file.token, &pc.manager_tries)]).await;
    assert_eq!(right, Err(PairError::WindowClosed));
    assert_eq!(pc.desk.welcomed(), None);
}

#[tokio::test]
async fn a_made_up_proof_of_a_token_is_a_wrong_one() {
    let pc = pc_with(&file(&new_token())).await;
    let (mut tls, context) = dial_for(pc.addr, &DeviceKey::generate(), exchange::TOKEN).await;
    write_frame(&mut tls, &[]).await.unwrap();
    let name = read_frame(&mut tls).await.unwrap();
    assert_eq!(pc.desk.tries.used(), 1, "counted on disk before the answer");
    let guess = Confirmation::of(&new_token(), context);
    assert!(!guess.is_name(&name));
    write_frame(&mut tls, &guess.admin_proof()).await.unwrap();
    assert!(read_frame(&mut tls).await.is_err());
    assert_eq!((pc.desk.tries.used(), pc.desk.welcomed()), (1, None));
}

#[tokio::test]
async fn a_pc_that_repeats_a_name_it_heard_elsewhere_is_told_nothing() {
    let token = new_token();
    let pc = pc_with(&file(&token)).await;
    let (mut heard, _) = dial_for(pc.addr, &DeviceKey::generate(), exchange::TOKEN).await;
    write_frame(&mut heard, &[]).await.unwrap();
    let name = read_frame(&mut heard).await.unwrap();
    let (listener, addr) = listen().await;
    let rogue = tokio::spawn(async move {
        let (mut tls, _) = answer_for(&listener, &DeviceKey::generate(), exchange::TOKEN).await;
        read_frame(&mut tls).await.unwrap();
        write_frame(&mut tls, &name).await.unwrap();
        read_frame(&mut tls).await.is_err()
    });
    let tries = DiskTries::new(5);
    let offers = Offers { code: None, invitations: &[invitation(&token, &tries)] };
    let paired = invite_with(addr, &DeviceKey::generate(), &offers, &welcome()).await;
    assert_eq!((paired, tries.used()), (Err(PairError::NotInvited), 0));
    assert!(soon(rogue).await.unwrap());
}

#[tokio::test]
async fn a_pc_with_the_token_but_without_its_proof_is_told_nothing() {
    let (listener, addr) = listen().await;
    let (token, tries) = (new_token(), DiskTries::new(5));
    let known = token.clone();
    let rogue = tokio::spawn(async move {
        let (mut tls, context) = answer_for(&listener, &DeviceKey::generate(), exchange::TOKEN).await;
        read_frame(&mut tls).await.unwrap();
        write_frame(&mut tls, &Confirmation::of(&known, context).name()).await.unwrap();
        let managers = read_frame(&mut tls).await.unwrap();
        write_frame(&mut tls, &managers).await.unwrap();
        read_frame(&mut tls).await.is_err()
    });
    let offers = Offers { code: None, invitations: &[invitation(&token, &tries)] };
    let paired = invite_with(addr, &DeviceKey::generate(), &offers, &welcome()).await;
    assert_eq!((paired, tries.used()), (Err(PairError::WrongCode), 1), "counted as for a code");
    assert!(soon(rogue).await.unwrap());
}

#[tokio::test]
async fn a_join_file_that_ends_while_its_window_is_open_is_of_no_use_at_the_pc() {
    let mut file = file(&new_token());
    file.not_after = Timestamp::now() - HOUR;
    let pc = pc_with(&file).await;
    let paired = invite_by(&pc, &file, &[invitation(&file.token, &pc.manager_tries)]).await;
    assert_eq!(paired, Err(PairError::WindowClosed));
    assert_eq!((pc.desk.tries.used(), pc.manager_tries.used(), pc.desk.welcomed()), (0, 0, None));
}

#[tokio::test]
async fn a_join_file_that_has_ended_is_of_no_use_at_the_manager() {
    let file = file(&new_token());
    let pc = pc_with(&file).await;
    let mut ended = invitation(&file.token, &pc.manager_tries);
    ended.not_after = Timestamp::now() - HOUR;
    assert_eq!(invite_by(&pc, &file, &[ended]).await, Err(PairError::NotInvited));
    assert_eq!((pc.manager_tries.used(), pc.desk.welcomed()), (0, None));
}

#[tokio::test]
async fn somebody_who_relays_everything_between_two_with_the_right_token_gets_nowhere() {
    let file = file(&new_token());
    let pc = pc_with(&file).await;
    let (listener, addr) = listen().await;
    let target = pc.addr;
    let relay = tokio::spawn(async move {
        let key = DeviceKey::generate();
        let (mut manager, _) = answer_for(&listener, &key, exchange::TOKEN).await;
        let (mut pc, _) = dial_for(target, &key, exchange::TOKEN).await;
        write_frame(&mut pc, &read_frame(&mut manager).await.unwrap()).await.unwrap();
        write_frame(&mut manager, &read_frame(&mut pc).await.unwrap()).await.unwrap();
        read_frame(&mut manager).await.is_err()
    });
    let offers = Offers { code: None, invitations: &[invitation(&file.token, &pc.manager_tries)] };
    let welcome = welcome_of(file.charter.clone());
    let paired = invite_with(addr, &DeviceKey::generate(), &offers, &welcome).await;
    assert_eq!(paired, Err(PairError::NotInvited));
    assert!(soon(relay).await.unwrap(), "the manager proves nothing to a relay");
    assert_eq!((pc.desk.welcomed(), pc.manager_tries.used()), (None, 0));
}

#[tokio::test]
async fn a_guess_at_a_code_is_not_even_heard_by_a_window_that_is_open_for_a_token() {
    let pc = pc_with(&file(&new_token())).await;
    assert_eq!(pc.invite(&Code::generate()).await, Err(PairError::WindowClosed));
    assert_eq!([pc.desk.tries.used(), pc.manager_tries.used()], [0, 0]);
    let (mut tls, context) = dial_for(pc.addr, &DeviceKey::generate(), exchange::TOKEN).await;
    let (_, guess) = Exchange::admin(&Code::generate(), context);
    write_frame(&mut tls, &guess).await.unwrap();
    assert!(read_frame(&mut tls).await.is_err(), "a code's message has no answer here");
    assert_eq!((pc.desk.tries.used(), pc.desk.welcomed()), (1, None));
}

#[tokio::test]
async fn a_token_is_not_even_heard_by_a_window_that_is_open_for_a_code() {
    let pc = Pc::open(&Code::generate()).await;
    let file = file(&new_token());
    let paired = invite_by(&pc, &file, &[invitation(&file.token, &pc.manager_tries)]).await;
    assert_eq!(paired, Err(PairError::WindowClosed));
    assert_eq!([pc.desk.tries.used(), pc.manager_tries.used()], [0, 0]);
    let (mut tls, context) = dial_for(pc.addr, &DeviceKey::generate(), exchange::CODE).await;
    write_frame(&mut tls, &Confirmation::of(&file.token, context).name()).await.unwrap();
    assert!(read_frame(&mut tls).await.is_err(), "a name has no answer here");
    assert_eq!((pc.desk.tries.used(), pc.desk.welcomed()), (1, None));
}

#[tokio::test]
async fn a_manager_with_the_token_cannot_take_the_pc_into_another_office() {
    let file = file(&new_token());
    let mut foreign = office("Theirs", 2);
    foreign.office = "018f0000-0000-7000-8000-000000000002".parse().unwrap();
    let mut successor = Charter { version: 2, prev: Some(file.charter.hash()), ..office("Ours", 2) };
    successor.members.extend(office("Ours", 1).members);
    for (charter, by, refusal) in [
        (foreign, 2, Refusal::OtherOffice),
        (office("Ours", 2), 2, Refusal::Outdated),
        (successor, 2, Refusal::NotAllowed),
    ] {
        let pc = pc_with(&file).await;
        let offers = Offers { code: None, invitations: &[invitation(&file.token, &pc.manager_tries)] };
        let welcome = welcome_of(sealed(&charter, by));
        let paired = invite_with(pc.addr, &DeviceKey::generate(), &offers, &welcome).await;
        assert_eq!((paired, pc.desk.welcomed()), (Err(PairError::Refused(refusal)), None));
    }
}

#[tokio::test]
async fn the_office_may_have_a_later_charter_than_its_join_file() {
    let file = file(&new_token());
    let pc = pc_with(&file).await;
    let next = Charter { version: 2, prev: Some(file.charter.hash()), ..office("Ours", 1) };
    let offers = Offers { code: None, invitations: &[invitation(&file.token, &pc.manager_tries)] };
    let welcome = welcome_of(sealed(&next, 1));
    assert!(invite_with(pc.addr, &DeviceKey::generate(), &offers, &welcome).await.is_ok());
    assert_eq!(pc.desk.welcomed(), Some(welcome));
}

#[tokio::test]
async fn a_manager_without_code_and_join_file_dials_nobody() {
    let offers = Offers { code: None, invitations: &[] };
    let (listener, addr) = listen().await;
    drop(listener);
    let paired = invite_with(addr, &DeviceKey::generate(), &offers, &welcome()).await;
    assert_eq!(paired, Err(PairError::NotInvited));
}

/// An invitation with a number of places.
#[derive(Default)]
struct Places {
    most: usize,
    taken: Mutex<Vec<PcId>>,
}

impl Tries for Places {
    fn take(&self) -> io::Result<bool> {
        Ok(true)
    }

    fn give_back(&self) {}

    fn admit(&self, pc: PcId) -> io::Result<bool> {
        let mut taken = self.taken.lock().unwrap();
        if !taken.contains(&pc) && taken.len() >= self.most {
            return Ok(false);
        }
        taken.push(pc);
        Ok(true)
    }

    fn turned_away(&self, pc: PcId) {
        self.taken.lock().unwrap().retain(|one| *one != pc);
    }
}

#[tokio::test]
async fn a_join_file_without_a_place_left_hands_nobody_the_office() {
    let file = file(&new_token());
    let places = Places { most: 1, ..Places::default() };
    let (first, second) = (pc_with(&file).await, pc_with(&file).await);
    assert!(invite_by(&first, &file, &[invitation(&file.token, &places)]).await.is_ok());
    let full = invite_by(&second, &file, &[invitation(&file.token, &places)]).await;
    assert_eq!((full, second.desk.welcomed()), (Err(PairError::NoPlaceLeft), None));
    assert!(invite_by(&first, &file, &[invitation(&file.token, &places)]).await.is_ok(), "it has its place");
}

#[tokio::test]
async fn a_pc_that_says_it_did_not_join_takes_no_place() {
    let file = file(&new_token());
    let places = Places { most: 1, ..Places::default() };
    let secret = Secret::File(Arc::new(file.clone()));
    let answer = Welcomed::Refused { refusal: Refusal::AlreadyJoined };
    let pc = Pc::start(Some(Desk { secret, answer, ..Desk::new(&Code::generate()) })).await;
    let paired = invite_by(&pc, &file, &[invitation(&file.token, &places)]).await;
    assert_eq!(paired, Err(PairError::Refused(Refusal::AlreadyJoined)));
    assert!(places.taken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_pc_whose_last_word_is_lost_keeps_its_place_and_can_be_asked_again() {
    let (listener, addr) = listen().await;
    let (file, key) = (file(&new_token()), DeviceKey::generate());
    let (pc, token) = (key.id(), file.token.clone());
    let lost = tokio::spawn(async move {
        let (mut tls, context) = answer_for(&listener, &key, exchange::TOKEN).await;
        let us = Confirmation::of(&token, context);
        read_frame(&mut tls).await.unwrap();
        write_frame(&mut tls, &us.name()).await.unwrap();
        assert!(us.is_admin_proof(&read_frame(&mut tls).await.unwrap()));
        write_frame(&mut tls, &us.pc_proof()).await.unwrap();
        read_json::<Welcome>(&mut tls).await.unwrap()
    });
    let places = Places { most: 1, ..Places::default() };
    let offers = Offers { code: None, invitations: &[invitation(&file.token, &places)] };
    let paired = invite_with(addr, &DeviceKey::generate(), &offers, &welcome()).await;
    assert_eq!(paired, Err(PairError::Unheard(pc)));
    assert_eq!(soon(lost).await.unwrap(), welcome());
    assert_eq!(*places.taken.lock().unwrap(), [pc]);
}
