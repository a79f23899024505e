//! What can be wrong with a real PC: each makes it so.

use std::path::Path;

use crate::office::Office;

const SOURCES: &str = "/etc/apt/sources.list.d/office.sources";
const LISTS: &str = "/var/lib/apt/lists";
/// Answers every request with one status.
const SERVER: &str = r#"use IO::Socket::INET;
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1:8080', Listen => 50, ReuseAddr => 1) or die;
while (my $client = $server->accept) {
    while (my $line = <$client>) { last if $line =~ /^\r?$/ }
    print $client "HTTP/1.1 $ARGV[0]\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    close $client;
}
"#;

pub(crate) fn keep_sources(office: &Office, pc: &str) {
    run(office, pc, &format!("cp -a {SOURCES} /root/sources; cp -a /etc/apt/keyrings /root/keyrings"));
}

pub(crate) fn restore_sources(office: &Office, pc: &str) {
    let script = format!(
        "cp -a /root/sources {SOURCES}; cp -a /root/keyrings/. /etc/apt/keyrings/
        rm -f /etc/apt/apt.conf.d/99expire {LISTS}/*_InRelease; systemctl stop answers.service || true"
    );
    run(office, pc, &script);
}

pub(crate) fn another_key(office: &Office, pc: &str) {
    run(office, pc, &format!("rm -f {LISTS}/*_InRelease; for f in /etc/apt/keyrings/*; do : > $f; done"));
}

pub(crate) fn no_such_suite(office: &Office, pc: &str) {
    run(office, pc, &format!("sed -i 's/^Suites: .*/Suites: gone/' {SOURCES}"));
}

pub(crate) fn lists_that_expire_at_once(office: &Office, pc: &str) {
    let script = "echo 'Acquire::Max-ValidTime \"1\";' > /etc/apt/apt.conf.d/99expire";
    run(office, pc, script);
}

/// As if the source had been called otherwise when it was last read.
pub(crate) fn another_label_before(office: &Office, pc: &str) {
    let script = format!(
        "sed -i 's/^Label: .*/Label: Earlier/' {LISTS}/*_InRelease; touch -d 2000-01-01 {LISTS}/*_InRelease"
    );
    run(office, pc, &script);
}

/// A server on the PC itself in the place of the office's.
pub(crate) fn server(office: &Office, pc: &str, answer: &str) {
    server_of(office, pc, SERVER, answer);
}

/// As [`server`], and this is what it does.
pub(crate) fn server_that(office: &Office, pc: &str, does: &str) {
    server_of(office, pc, does, "");
}

fn server_of(office: &Office, pc: &str, does: &str, answer: &str) {
    office.lab.put(pc, Path::new("/root/answers.pl"), does.as_bytes(), 0o644).unwrap();
    let unit = ["systemd-run", "--collect", "--unit=answers", "/usr/bin/perl", "/root/answers.pl", answer];
    office.lab.succeed(pc, unit).unwrap();
    run(office, pc, &format!("sed -i 's,http://10.77.0.2/,http://127.0.0.1:8080/,' {SOURCES}"));
}

/// The list has it where the server does not.
pub(crate) fn listed_elsewhere(office: &Office, pc: &str, package: &str) {
    run(
        office,
        pc,
        &format!("sed -i 's,^Filename: .*/{package}_,Filename: gone/{package}_,' {LISTS}/*_Packages"),
    );
}

pub(crate) fn listed_with_another_hash(office: &Office, pc: &str, package: &str) {
    let script = format!(
        "sed -i '/^Package: {package}$/,/^$/{{s/^SHA256: ..../SHA256: 0000/;s/^SHA512: ..../SHA512: 0000/;\
         s/^MD5sum: ..../MD5sum: 0000/;s/^SHA1: ..../SHA1: 0000/}}' {LISTS}/*_Packages"
    );
    run(office, pc, &script);
}

pub(crate) fn listed_with_a_need_nobody_meets(office: &Office, pc: &str, package: &str) {
    let script = format!("sed -i 's/^Package: {package}$/&\\nDepends: lab-nothing/' {LISTS}/*_Packages");
    run(office, pc, &script);
}

pub(crate) fn owner_of_a_file_of_pr_big(office: &Office, pc: &str) {
    let script = "mkdir -p opt/pr-big; echo mine > opt/pr-big/films";
    package(office, pc, "lab-films", script);
}

/// What the new `pr-newdep` needs is there, and its set-up step fails.
pub(crate) fn library_of_pr_newdep_half_configured(office: &Office, pc: &str) {
    let script =
        "printf '#!/bin/sh\\necho no index >&2\\nexit 4\\n' > DEBIAN/postinst; chmod 755 DEBIAN/postinst";
    package(office, pc, "pr-library", script);
    assert_eq!(office.installed(pc, "pr-library"), "half-configured 9");
}

pub(crate) fn set_up_step_that_fills_boot(office: &Office, pc: &str) {
    run(office, pc, "mount -t tmpfs -o size=1m tmpfs /boot");
    let script =
        "printf '#!/bin/sh\\ndd if=/dev/zero of=/boot/initrd.img-lab bs=64k count=99\\n' > DEBIAN/postinst
        chmod 755 DEBIAN/postinst";
    package(office, pc, "lab-start", script);
    assert_eq!(office.installed(pc, "lab-start"), "half-configured 9");
}

pub(crate) fn folder_of_pr_big_read_only(office: &Office, pc: &str) {
    run(office, pc, "mkdir -p /opt/pr-big; mount -t tmpfs -o ro tmpfs /opt/pr-big");
}

/// As a power cut leaves it that comes between the last file of a package and dpkg's note of it.
pub(crate) fn half_unpacked(office: &Office, pc: &str, package: &str) {
    let script = format!(
        "sed -i '/^Package: {package}$/,/^$/s/^Status: .*/Status: install reinstreq unpacked/' /var/lib/dpkg/status"
    );
    run(office, pc, &script);
    assert_eq!(office.installed(pc, package), "unpacked 1.1");
}

pub(crate) fn unpacked_without_what_it_needs(office: &Office, pc: &str) {
    let script = "cd /root; apt-get -qq download pr-newdep; dpkg --remove pr-newdep pr-library
        dpkg --unpack pr-newdep_1.1_all.deb";
    run(office, pc, script);
    assert_eq!(office.installed(pc, "pr-newdep"), "unpacked 1.1");
}

/// A package of the PC's own, made there.
fn package(office: &Office, pc: &str, name: &str, script: &str) {
    let script = format!(
        "mkdir -p /root/{name}/DEBIAN; cd /root/{name}
        printf 'Package: {name}\\nVersion: 9\\nArchitecture: all\\nMaintainer: Lab <lab@example.invalid>\\n' > DEBIAN/control
        printf 'Description: Of this PC\\n' >> DEBIAN/control
        {script}
        dpkg-deb --build . ../{name}.deb; dpkg --install ../{name}.deb || true"
    );
    run(office, pc, &script);
}

fn run(office: &Office, pc: &str, script: &str) {
    office.lab.succeed(pc, ["sh", "-c", &format!("set -e\n{script}")]).unwrap();
}
