//! Bytes that are no request: too many, too slow, garbled, nested.

use std::{io::Write, os::unix::net::UnixStream};

use patchround_protocol::{Envelope, wire::Refusal};

use crate::{
    office::{OPERATOR, key},
    pc::{Pc, answer_on, refused},
};

#[test]
fn garbled_oversized_and_nested_lines_are_refused_and_the_next_request_is_answered() {
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    let nested = |open: &str| format!("{}\n", open.repeat(10_000));
    let huge = format!("{{\"ask\":\"run\",\"job\":\"{}\"}}\n", "x".repeat(3 * 1024 * 1024));
    let malformed: [Vec<u8>; 9] = [
        b"\n".to_vec(),
        b"\x00\xff\xfe\x80garbage\n".to_vec(),
        b"{\"ask\":\"shell\",\"command\":\"id\"}\n".to_vec(),
        b"{\"ask\":\"observe\",\"path\":\"/etc/shadow\"}\n".to_vec(),
        b"{\"ask\":\"run\",\"job\":{\"key\":\"../../etc\",\"signature\":\"\",\"payload\":\"\"},\"step\":0}\n"
            .to_vec(),
        b"GET / HTTP/1.1\n".to_vec(),
        nested("[").into_bytes(),
        nested("{\"ask\":").into_bytes(),
        nested("{\"ask\":\"run\",\"job\":{\"key\":[").into_bytes(),
    ];
    for bytes in malformed {
        assert_eq!(pc.say(&bytes), Some(refused(Refusal::Malformed)), "{}", String::from_utf8_lossy(&bytes));
        pc.still_answers();
    }
    // It may hang up on whoever still writes: then there is no answer to be read.
    assert!([None, Some(refused(Refusal::TooLarge))].contains(&pc.say(huge.as_bytes())));
    pc.still_answers();
    assert_eq!(pc.traces(), before);
    pc.job_ends(&office);
}

#[test]
fn a_payload_nested_ten_thousand_deep_is_refused_even_when_an_operator_signed_it() {
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    let job = serde_json::to_string(&office.job()).unwrap();
    for (from, to) in [("\"steps\":", "["), ("\"when\":", "{\"at\":")] {
        let payload = job.replace(from, &format!("{from}{}", to.repeat(10_000)));
        assert_eq!(pc.run_step(&signed(payload), 0), refused(Refusal::Malformed), "{from}");
    }
    assert_eq!(pc.traces(), before);
    pc.still_answers();
}

#[test]
fn whoever_dawdles_is_hung_up_on_and_the_next_request_is_answered() {
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    let mut silent = UnixStream::connect(pc.socket()).unwrap();
    let mut dribbling = UnixStream::connect(pc.socket()).unwrap();
    silent.write_all(b"{\"ask\":\"obs").unwrap();
    let dribble = std::thread::spawn(move || {
        let mut written = 0;
        while dribbling.write_all(b" ").is_ok() {
            written += 1;
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        written
    });
    pc.still_answers();
    assert_eq!(answer_on(silent), None, "half a line is no request");
    assert!(dribble.join().unwrap() > 0);
    assert_eq!(pc.traces(), before);
    pc.job_ends(&office);
}

#[test]
fn a_hundred_connections_that_hang_up_without_a_word_cost_nothing() {
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    let crowd: Vec<UnixStream> = (0..100).map(|_| UnixStream::connect(pc.socket()).unwrap()).collect();
    drop(crowd);
    pc.still_answers();
    assert_eq!(pc.traces(), before);
    pc.job_ends(&office);
}

/// A document as an operator with another program would sign it.
fn signed(payload: String) -> Envelope {
    use ed25519_dalek::Signer;

    let payload = payload.into_bytes();
    let mut bytes = b"patchround/job/1\0".to_vec();
    bytes.extend((payload.len() as u64).to_be_bytes());
    bytes.extend(&payload);
    let signature = key(OPERATOR).sign(&bytes).to_bytes().to_vec();
    Envelope { key: crate::office::issuer(OPERATOR), signature, payload }
}
