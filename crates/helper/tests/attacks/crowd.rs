//! Many at once.

use std::{sync::Arc, time::Duration};

use patchround_protocol::wire::Hello;
use tokio::{io::AsyncWriteExt, sync::Barrier, time::sleep};

use crate::{hostile, manager::Manager, pc::Pc, traces::Traces};

/// A TLS record that announces a ClientHello of 16 KB (RFC 8446, 5.1), of which one byte at a time comes.
const BEGINNING: [u8; 9] = [0x16, 0x03, 0x01, 0x3f, 0xff, 0x01, 0x00, 0x3f, 0xfb];

#[tokio::test]
async fn two_hundred_connections_at_once_silent_dribbling_and_garbled_do_not_keep_the_manager_out() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let before = Traces::of(&pc);
    let mut crowd = tokio::task::JoinSet::new();
    let here = Arc::new(Barrier::new(201));
    for n in 0..200u8 {
        let (address, here) = (pc.address, here.clone());
        crowd.spawn(async move {
            let mut tcp = hostile::knock(address, n).await;
            let says: &[u8] = match n % 3 {
                0 => b"",
                1 => &BEGINNING,
                _ => b"\xff\x00 anything at all \n",
            };
            let mut alive = tcp.write_all(says).await.is_ok();
            here.wait().await;
            while alive {
                sleep(Duration::from_millis(200)).await;
                alive = n % 3 == 0 || tcp.write_all(&[0]).await.is_ok();
            }
            std::future::pending::<()>().await
        });
    }
    here.wait().await;
    for _ in 0..10 {
        let hello: Hello = manager.connect(&pc, pin).await.get("/v1/hello").await.unwrap();
        assert_eq!(hello.pc, pin);
        sleep(Duration::from_millis(100)).await;
    }
    crowd.shutdown().await;
    let hello: Hello = manager.connect(&pc, pin).await.get("/v1/hello").await.unwrap();
    assert_eq!(hello.pc, pin);
    assert_eq!(Traces::of(&pc), before);
}
