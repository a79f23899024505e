//! The last two minutes before a restart: the dialog that needs no web view, on the real screen.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{
    office::Office,
    seat::{Seat, Thing},
};

/// Gives the restart that is asked about this time, as a program of hers. The window offers none that is so close. Perl is on
/// every Debian (`perl-base`).
const SAY_TIME: &str = r#"use IO::Socket::UNIX; $| = 1; alarm 60;
    my $helper = IO::Socket::UNIX->new(Peer => "/run/patchround/session.sock") or die $!;
    while (my $line = <$helper>) {
        if ($line =~ /"say":"taken"/) { print "taken"; exit 0 }
        if ($line =~ /"say":"not_taken"/) { print $line; exit 1 }
        next if $asked || $line !~ /"restart":\{"id":"([-0-9a-f]+)"/;
        $asked = 1;
        print $helper qq({"say":"answer","question":"$1","answer":{"answer":"time","time":"$ARGV[0]"}}\n);
    }"#;
/// A little more than the two minutes that are counted down.
const SOON: SignedDuration = SignedDuration::from_secs(123);
const MORE: SignedDuration = SignedDuration::from_mins(15);

pub(crate) fn she_puts_it_off_with_one_key(office: &Office, ana: &Seat<'_>) {
    let (exit, printed) = office.patchround(&["restart", ana.pc]);
    assert_eq!(exit, 3, "{printed}");
    let chosen = ana.runs_for_her(SAY_TIME, &soon(ana));
    assert_eq!(chosen, "taken");
    let title = |thing: &Thing| thing.says().starts_with("Restarting in ");
    ana.waits_for("Restarting in ");
    // A key that was meant for her work restarts nothing.
    ana.is_led_to("Give me 15 more minutes");
    ana.is_photographed("last-two-minutes");
    let said = ana.sees().iter().find(|thing| title(thing)).map(Thing::says);
    println!("[{}] {said:?}, and one key: Return", ana.pc);
    ana.presses("Return");
    let later = |event: &Value| {
        let time = event["answer"]["time"].as_str().and_then(|time| time.parse::<Timestamp>().ok());
        event["person"] == ana.person && time.is_some_and(|time| time > Timestamp::now() + MORE)
    };
    ana.event("person_answered", later);
}

fn soon(ana: &Seat<'_>) -> String {
    let now: Timestamp = ana.clock().parse().expect("date(1) tells a time");
    (now + SOON).to_string()
}
