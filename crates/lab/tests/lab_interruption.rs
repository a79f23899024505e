//! Alone in its program, because the signal reaches the whole of it.
#![cfg(target_os = "linux")]

#[path = "lab_office/trial.rs"]
mod trial;

use std::path::Path;
use std::time::Duration;

use nix::sys::signal::{Signal, raise};
use patchround_lab::up;
use trial::{options, traces};

#[test]
fn an_interrupted_up_removes_what_it_made() {
    let Some(options) = options(2) else { return };
    let first_process = format!("/var/lib/patchround-lab/{}/machines/pc1/leader", options.name);
    let interrupter = std::thread::spawn(move || {
        while !Path::new(&first_process).exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        raise(Signal::SIGTERM).unwrap();
    });
    let error = up(&options).unwrap_err();
    interrupter.join().unwrap();
    assert!(format!("{error:#}").contains("Interrupted"), "{error:#}");
    assert_eq!(traces(&options.name), [""; 0]);
}
