//! Network namespaces of a test's own.

use std::{fs::File, process::Command, thread};

use nix::sched::{CloneFlags, setns};

const IP: &str = "/usr/sbin/ip";

/// Acts in a namespace, on a thread of its own; threads that are started there stay there.
pub(crate) fn inside<T: Send>(namespace: &str, act: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let acting = scope.spawn(|| {
            let file = File::open(format!("/run/netns/{namespace}")).expect("the namespace exists");
            setns(file, CloneFlags::CLONE_NEWNET).expect("root may enter it");
            act()
        });
        acting.join().expect("acting there does not panic")
    })
}

#[expect(clippy::disallowed_methods, reason = "the crate must not depend on the command runner")]
pub(crate) fn ip(arguments: &[&str]) -> bool {
    Command::new(IP).args(arguments).status().is_ok_and(|status| status.success())
}
