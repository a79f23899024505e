//! Who is signed in, out of logind's notes on its sessions.

/// Whose session one of the files in `/run/systemd/sessions` describes (`sd-login(3)`), if a person's.
///
/// Every class of a person's session counts, also those of systemd 256 for root (`user-early`) and for a
/// login without services (`user-light`); a greeter, a lock screen and a timer's session are nobody.
pub fn person_of(session: &str) -> Option<String> {
    let value = |key: &str| session.lines().find_map(|line| line.strip_prefix(key));
    let is_person = value("CLASS=").is_some_and(|class| class == "user" || class.starts_with("user-"));
    let is_here = is_person && value("STATE=") != Some("closing");
    is_here.then(|| value("USER=").unwrap_or("?").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_signed_in_until_the_session_closes_and_a_greeter_is_nobody() {
        let session = "# private\nUID=0\nUSER=root\nACTIVE=1\nSTATE=online\nTYPE=tty\nCLASS=user\n";
        for (class, is_somebody) in [
            ("user", true),
            ("user-early", true),
            ("user-light", true),
            ("greeter", false),
            ("manager", false),
            ("background", false),
        ] {
            let session = session.replace("CLASS=user", &format!("CLASS={class}"));
            assert_eq!(person_of(&session).is_some(), is_somebody, "{class}");
        }
        assert_eq!(person_of(&session.replace("STATE=online", "STATE=closing")), None);
        assert_eq!(person_of(&session.replace("USER=root\n", "")), Some("?".into()));
    }
}
