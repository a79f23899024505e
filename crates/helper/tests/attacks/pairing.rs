//! Those who want a PC to join them.

use patchround_link::{
    DeviceKey,
    pairing::{self, Code, PairError},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    hostile,
    manager::{Endless, Manager},
    pc::Pc,
    traces::Traces,
};

#[tokio::test]
async fn a_man_in_the_middle_with_the_right_code_on_both_sides_pairs_with_neither() {
    let (pc, manager, code) = (Pc::start(), Manager::new(), Code::generate());
    let (_waiting, _said) = pc.pair(&code);
    let before = Traces::of(&pc);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (middle, pc_address) = (listener.local_addr().unwrap(), pc.address);
    let relay = tokio::spawn(async move {
        let key = DeviceKey::generate();
        let mut from_manager = hostile::answer(listener.accept().await.unwrap().0, &key).await;
        let mut to_pc = hostile::dial(pc_address, &key, &[hostile::PAIR]).await.unwrap();
        let mut relayed = 0;
        while relay_frame(&mut from_manager, &mut to_pc).await.is_some() {
            relayed += 1;
            match relay_frame(&mut to_pc, &mut from_manager).await {
                Some(()) => relayed += 1,
                None => from_manager.shutdown().await.unwrap(),
            }
        }
        relayed
    });
    let invited = pairing::invite(middle, &manager.device, &code, &Endless, &manager.welcome()).await;
    assert_eq!(invited, Err(PairError::WrongCode));
    assert_eq!(relay.await.unwrap(), 3, "two messages and the manager's proof, which the PC does not accept");
    assert_eq!(Traces::of(&pc), before);
    let tries = std::fs::read_to_string(pc.folder.path().join("net/tries.json")).unwrap();
    assert_eq!(tries, "2", "it cost a try");
    assert!(pc.says(&["status"]).1.contains("belongs to no office yet"));
}

#[tokio::test]
async fn after_three_wrong_codes_the_right_one_pairs_no_more() {
    let (pc, manager, code) = (Pc::start(), Manager::new(), Code::generate());
    let (mut waiting, _said) = pc.pair(&code);
    let before = Traces::of(&pc);
    for _ in 0..3 {
        let wrong = Code::generate();
        let answer = pairing::invite(pc.address, &manager.device, &wrong, &Endless, &manager.welcome()).await;
        assert_eq!(answer, Err(PairError::WrongCode));
    }
    let right = pairing::invite(pc.address, &manager.device, &code, &Endless, &manager.welcome()).await;
    assert_eq!(right, Err(PairError::WindowClosed));
    assert_eq!(waiting.0.wait().unwrap().code(), Some(1));
    assert_eq!(Traces::of(&pc), before);
}

#[tokio::test]
async fn a_helper_that_is_killed_and_started_again_has_no_window_for_an_old_code() {
    let (mut pc, manager, code) = (Pc::start(), Manager::new(), Code::generate());
    let (_waiting, _said) = pc.pair(&code);
    pc.net = None;
    pc.start_net();
    let answer = pairing::invite(pc.address, &manager.device, &code, &Endless, &manager.welcome()).await;
    assert_eq!(answer, Err(PairError::WindowClosed));
    assert!(pc.says(&["status"]).1.contains("belongs to no office yet"));
}

#[tokio::test]
async fn a_joined_pc_pairs_with_nobody_however_he_asks() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let (before, other, code) = (Traces::of(&pc), Manager::new(), Code::generate());
    let asked = pairing::invite(pc.address, &other.device, &code, &Endless, &other.welcome()).await;
    assert_eq!(asked, Err(PairError::WindowClosed));
    let both = hostile::dial(pc.address, &other.device, &[hostile::PAIR, hostile::HTTP]).await;
    assert!(crate::strangers::hears_nothing(both, b"\0\x05hello").await);
    let (exit, said) = pc.says(&["pair", &code.to_string()]);
    assert_eq!(exit, 1);
    assert!(said.contains("patchround-helper leave"), "{said}");
    assert_eq!(Traces::of(&pc), before);
    manager.connect(&pc, pin).await;
}

/// Passes one frame on unchanged; `None` when there is none.
async fn relay_frame(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
) -> Option<()> {
    let length = from.read_u16().await.ok()?;
    let mut frame = vec![0; usize::from(length)];
    from.read_exact(&mut frame).await.ok()?;
    to.write_all(&[&length.to_be_bytes(), frame.as_slice()].concat()).await.ok()?;
    to.flush().await.ok()
}
