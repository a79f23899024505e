//! The office's LAN: one bridge in a namespace of its own, one namespace per machine, no way out.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use super::places::{self, Places, SERVER};
use super::run::{clean, run, run_with_input, tool};

const IP: &str = "/usr/sbin/ip";
const LAN: &str = "lan";

/// Makes the LAN with a port for the server and for every one of `members`.
pub(super) fn build(places: &Places, members: &[String]) -> Result<()> {
    let lan = places.namespace(LAN);
    let everyone: Vec<&str> = std::iter::once(SERVER).chain(members.iter().map(String::as_str)).collect();
    run(&mut ip(&["netns", "add", &lan]))?;
    for who in &everyone {
        run(&mut ip(&["netns", "add", &places.namespace(who)]))?;
    }
    batch(&lan, &lan_lines(places, &everyone))?;
    for who in &everyone {
        batch(&places.namespace(who), &port_lines(who)?)?;
    }
    Ok(())
}

/// Removes every namespace of this office, and with them their interfaces.
pub(super) fn remove(places: &Places) -> Result<()> {
    for namespace in namespaces(places) {
        clean(&mut ip(&["netns", "delete", &namespace]))?;
    }
    Ok(())
}

/// The namespaces of this office that exist.
pub(super) fn namespaces(places: &Places) -> Vec<String> {
    let Ok(entries) = fs::read_dir("/run/netns") else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| name.starts_with(&places.namespace_prefix())).collect()
}

/// Puts the cable of `who` in (true) or pulls it. A PC without power must be pulled as well: its namespace would
/// go on answering in its name.
pub(super) fn plug(places: &Places, who: &str, plugged: bool) -> Result<()> {
    let state = if plugged { "up" } else { "down" };
    clean(&mut ip(&["-n", &places.namespace(LAN), "link", "set", who, state])).map(drop)
}

fn lan_lines(places: &Places, everyone: &[&str]) -> String {
    let mut lines =
        "link set lo up\nlink add br0 type bridge stp_state 0 forward_delay 0\nlink set br0 up\n".to_owned();
    for who in everyone {
        let namespace = places.namespace(who);
        lines += &format!(
            "link add {who} type veth peer name eth0 netns {namespace}\nlink set {who} master br0 up\n"
        );
    }
    lines
}

fn port_lines(who: &str) -> Result<String> {
    let address = places::address(who).context("A machine without an address")?;
    let [.., last] = address.octets();
    Ok(format!(
        "link set lo up\nlink set eth0 address 02:77:00:00:00:{last:02x}\naddr add {address}/24 dev eth0\nlink set eth0 up\n"
    ))
}

fn batch(namespace: &str, lines: &str) -> Result<()> {
    run_with_input(&mut ip(&["-n", namespace, "-batch", "-"]), lines.as_bytes()).map(drop)
}

fn ip(args: &[&str]) -> Command {
    tool(IP, args)
}
