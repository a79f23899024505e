//! Pairing over real TLS on loopback, with honest and with dishonest people at both ends.

use std::{io, sync::Arc, time::Duration};

use patchround_protocol::wire::{Refusal, Welcomed};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::Notify,
    time::timeout,
};

use super::{
    exchange::Exchange,
    frames::{read_frame, read_json, write_frame},
    *,
};
use crate::DeviceKey;

mod invitations;
mod support;

use support::{Desk, DiskTries, Pc, answer_manager, dial_pc, facts, listen, soon, welcome};

#[tokio::test]
async fn the_right_code_pairs_and_costs_no_try() {
    let code = Code::generate();
    let pc = Pc::open(&code).await;
    let invited = pc.invite(&code).await.unwrap();
    assert_eq!(invited, Invited { pc: pc.key.id(), facts: facts(), invitation: None });
    assert_eq!(pc.desk.welcomed(), Some(welcome()));
    assert_eq!([pc.desk.tries.used(), pc.manager_tries.used()], [0, 0]);
}

#[tokio::test]
async fn a_wrong_code_costs_a_try_on_both_sides() {
    let pc = Pc::open(&Code::generate()).await;
    assert_eq!(pc.invite(&Code::generate()).await, Err(PairError::WrongCode));
    assert_eq!([pc.desk.tries.used(), pc.manager_tries.used()], [1, 1]);
    assert_eq!(pc.desk.welcomed(), None);
}

#[tokio::test]
async fn after_three_wrong_codes_even_the_right_one_finds_the_window_closed() {
    let code = Code::generate();
    let pc = Pc::open(&code).await;
    for _ in 0..3 {
        assert_eq!(pc.invite(&Code::generate()).await, Err(PairError::WrongCode));
    }
    assert_eq!(pc.invite(&code).await, Err(PairError::WindowClosed));
    assert_eq!([pc.desk.tries.used(), pc.manager_tries.used()], [3, 3]);
}

#[tokio::test]
async fn a_manager_who_hangs_up_once_he_has_the_pcs_message_has_spent_a_try() {
    let pc = Pc::open(&Code::generate()).await;
    let (mut tls, context) = dial_pc(pc.addr, &DeviceKey::generate()).await;
    let (_, message) = Exchange::admin(&Code::generate(), context);
    write_frame(&mut tls, &message).await.unwrap();
    read_frame(&mut tls).await.unwrap();
    assert_eq!(pc.desk.tries.used(), 1, "counted on disk before the answer");
    drop(tls);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(pc.desk.tries.used(), 1);
}

#[tokio::test]
async fn a_pc_that_hangs_up_once_it_has_the_managers_proof_has_spent_a_try() {
    let (listener, addr) = listen().await;
    let (tries, code) = (Arc::new(DiskTries::new(5)), Code::generate());
    let seen = tries.clone();
    let rogue = tokio::spawn(async move {
        let (mut tls, context) = answer_manager(&listener, &DeviceKey::generate()).await;
        read_frame(&mut tls).await.unwrap();
        assert_eq!(seen.used(), 0, "the first message says nothing about the code");
        let (_, guess) = Exchange::pc(&Code::generate(), context);
        write_frame(&mut tls, &guess).await.unwrap();
        read_frame(&mut tls).await.unwrap();
        assert_eq!(seen.used(), 1, "counted on disk before the proof");
    });
    let paired = invite(addr, &DeviceKey::generate(), &code, tries.as_ref(), &welcome()).await;
    assert_eq!(paired, Err(PairError::Broken));
    rogue.await.unwrap();
    assert_eq!(tries.used(), 1);
}

#[tokio::test]
async fn a_pc_that_answers_without_a_valid_proof_is_told_nothing() {
    let (listener, addr) = listen().await;
    let rogue = tokio::spawn(async move {
        let (mut tls, context) = answer_manager(&listener, &DeviceKey::generate()).await;
        let message = read_frame(&mut tls).await.unwrap();
        let (exchange, guess) = Exchange::pc(&Code::generate(), context);
        let made_up = exchange.finish(&message).unwrap().pc_proof();
        write_frame(&mut tls, &guess).await.unwrap();
        read_frame(&mut tls).await.unwrap();
        write_frame(&mut tls, &made_up).await.unwrap();
        read_frame(&mut tls).await.is_err()
    });
    let (tries, code) = (DiskTries::new(5), Code::generate());
    let paired = invite(addr, &DeviceKey::generate(), &code, &tries, &welcome()).await;
    assert_eq!(paired, Err(PairError::WrongCode));
    assert!(rogue.await.unwrap(), "no welcome follows");
    assert_eq!(tries.used(), 1);
}

#[tokio::test]
async fn a_manager_without_tries_or_disk_sends_no_proof() {
    for (tries, error) in [
        (DiskTries::new(0), PairError::NoTriesLeft),
        (DiskTries::broken(), PairError::NotCounted(io::ErrorKind::NotFound)),
    ] {
        let (listener, addr) = listen().await;
        let rogue = tokio::spawn(async move {
            let (mut tls, context) = answer_manager(&listener, &DeviceKey::generate()).await;
            read_frame(&mut tls).await.unwrap();
            let (_, guess) = Exchange::pc(&Code::generate(), context);
            write_frame(&mut tls, &guess).await.unwrap();
            read_frame(&mut tls).await.is_err()
        });
        let (key, code) = (DeviceKey::generate(), Code::generate());
        assert_eq!(invite(addr, &key, &code, &tries, &welcome()).await, Err(error));
        assert!(rogue.await.unwrap());
    }
}

#[tokio::test]
async fn a_pc_that_cannot_store_a_try_does_not_answer() {
    let code = Code::generate();
    let pc = Pc::start(Some(Desk { tries: DiskTries::broken(), ..Desk::new(&code) })).await;
    assert_eq!(pc.invite(&code).await, Err(PairError::WindowClosed));
    assert_eq!(pc.manager_tries.used(), 0);
}

#[tokio::test]
async fn somebody_who_relays_everything_between_two_who_know_the_code_gets_nowhere() {
    let code = Code::generate();
    let pc = Pc::open(&code).await;
    let (listener, addr) = listen().await;
    let target = pc.addr;
    let relay = tokio::spawn(async move {
        let key = DeviceKey::generate();
        let (mut manager, _) = answer_manager(&listener, &key).await;
        let (mut pc, _) = dial_pc(target, &key).await;
        for _ in 0..2 {
            write_frame(&mut pc, &read_frame(&mut manager).await.unwrap()).await.unwrap();
            match read_frame(&mut pc).await {
                Ok(frame) => write_frame(&mut manager, &frame).await.unwrap(),
                Err(_) => manager.shutdown().await.unwrap(),
            }
        }
    });
    let tries = DiskTries::new(5);
    let paired = invite(addr, &DeviceKey::generate(), &code, &tries, &welcome()).await;
    assert_eq!(paired, Err(PairError::WrongCode));
    assert_eq!(pc.desk.welcomed(), None);
    assert_eq!([pc.desk.tries.used(), tries.used()], [1, 1]);
    soon(relay).await.unwrap();
}

#[tokio::test]
async fn without_a_typed_code_a_pc_does_not_pair() {
    let pc = Pc::start(None).await;
    assert_eq!(pc.invite(&Code::generate()).await, Err(PairError::WindowClosed));
    assert_eq!(pc.manager_tries.used(), 0);
}

#[tokio::test]
async fn a_pc_that_belongs_to_an_office_says_so() {
    let code = Code::generate();
    let refused = Welcomed::Refused { refusal: Refusal::AlreadyJoined };
    let pc = Pc::start(Some(Desk { answer: refused, ..Desk::new(&code) })).await;
    assert_eq!(pc.invite(&code).await, Err(PairError::Refused(Refusal::AlreadyJoined)));
}

#[tokio::test]
async fn a_welcome_that_is_too_large_is_not_sent() {
    let code = Code::generate();
    let pc = Pc::open(&code).await;
    let mut large = welcome();
    large.policy.payload = vec![b' '; 300 * 1024];
    let paired = invite(pc.addr, &DeviceKey::generate(), &code, &pc.manager_tries, &large).await;
    assert_eq!(paired, Err(PairError::Refused(Refusal::TooLarge)));
    assert_eq!(pc.desk.welcomed(), None);
}

#[tokio::test]
async fn a_second_manager_finds_the_window_closed_while_the_first_is_pairing() {
    let code = Code::generate();
    let gate = Arc::new(Notify::new());
    let pc = Arc::new(Pc::start(Some(Desk { held_up: Some(gate.clone()), ..Desk::new(&code) })).await);
    let (first, same_code) = (pc.clone(), code.clone());
    let first = tokio::spawn(async move { first.invite(&same_code).await });
    soon(pc.desk.arrived.notified()).await;
    assert_eq!(pc.invite(&code).await, Err(PairError::WindowClosed));
    gate.notify_one();
    assert!(first.await.unwrap().is_ok());
}

#[tokio::test]
async fn joining_ends_even_if_the_manager_hangs_up_and_the_server_stops_meanwhile() {
    let code = Code::generate();
    let gate = Arc::new(Notify::new());
    let mut pc = Pc::start(Some(Desk { held_up: Some(gate.clone()), ..Desk::new(&code) })).await;
    tokio::select! {
        _ = pc.invite(&code) => unreachable!("the PC is held up"),
        () = soon(pc.desk.arrived.notified()) => {}
    }
    pc.stop.notify_one();
    soon(&mut pc.served).await.unwrap().unwrap();
    assert_eq!(pc.desk.welcomed(), None);
    gate.notify_one();
    soon(async {
        while pc.desk.welcomed().is_none() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_frame_over_its_limit_ends_the_pairing_at_once_and_costs_no_try() {
    let pc = Pc::open(&Code::generate()).await;
    let (mut tls, _) = dial_pc(pc.addr, &DeviceKey::generate()).await;
    tls.write_all(&513_u16.to_be_bytes()).await.unwrap();
    let end = timeout(Duration::from_secs(1), tls.read(&mut [0])).await.unwrap();
    assert_eq!(end.unwrap(), 0);
    assert_eq!(pc.desk.tries.used(), 0);
}

#[tokio::test]
async fn somebody_who_hangs_up_without_a_word_is_not_called_something_else() {
    let (listener, addr) = listen().await;
    tokio::spawn(async move {
        let (mut tcp, _) = listener.accept().await.unwrap();
        tcp.read(&mut [0; 16]).await
    });
    let (key, code, tries) = (DeviceKey::generate(), Code::generate(), DiskTries::new(5));
    assert_eq!(invite(addr, &key, &code, &tries, &welcome()).await, Err(PairError::Broken));
    assert_eq!(tries.used(), 0);
}

#[tokio::test]
async fn something_else_at_the_address_is_not_a_pc_that_pairs() {
    let (listener, addr) = listen().await;
    let other = tokio::spawn(async move {
        let (mut tcp, _) = listener.accept().await.unwrap();
        tcp.write_all(b"SSH-2.0-OpenSSH_9.2p1\r\n").await.unwrap();
        tcp.read_to_end(&mut Vec::new()).await
    });
    let (key, code, tries) = (DeviceKey::generate(), Code::generate(), DiskTries::new(5));
    assert_eq!(invite(addr, &key, &code, &tries, &welcome()).await, Err(PairError::NotPatchround));
    assert_eq!(tries.used(), 0);
    let _ = other.await.unwrap();
}

#[tokio::test]
async fn nobody_at_the_address_costs_no_try() {
    let (listener, addr) = listen().await;
    drop(listener);
    let (key, code, tries) = (DeviceKey::generate(), Code::generate(), DiskTries::new(5));
    assert_eq!(invite(addr, &key, &code, &tries, &welcome()).await, Err(PairError::Unreachable));
    assert_eq!(tries.used(), 0);
}
