//! Access lists, in the words of Windows (SDDL).

use crate::account::{self, SYSTEM};

/// Reading and writing a pipe, without the right to make another end of it, which `GENERIC_WRITE` has.
pub const TALK: u32 = 0x0012_019b;

/// Whose a thing of ours is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// This PC's: the administrators' and the system's.
    Pc,
    /// Of this account alone, which runs us with a state folder of its own.
    Account(String),
}

/// What the network half may do in a folder or with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helper {
    /// Nothing.
    Nothing,
    /// Read it.
    Reads,
    /// Read it and change what is in it.
    Changes,
}

impl Owner {
    /// The access list of a folder, and of what will be made in it.
    pub fn of_folder(&self, helper: Helper) -> String {
        self.of(helper, "OICI")
    }

    /// The access list of a file.
    pub fn of_file(&self, helper: Helper) -> String {
        self.of(helper, "")
    }

    fn of(&self, helper: Helper, flags: &str) -> String {
        let Self::Pc = self else { return self.alone(flags) };
        let rights = match helper {
            Helper::Nothing => return self.alone(flags),
            Helper::Reads => "FRFX",
            Helper::Changes => "0x1301bf", // what the system calls Modify
        };
        format!("{}(A;{flags};{rights};;;{})", self.alone(flags), account::helper())
    }

    fn alone(&self, flags: &str) -> String {
        match self {
            // Whoever sets a PC up by hand is an administrator, who cannot make the system its owner.
            Self::Pc => format!("O:BAD:P(A;{flags};FA;;;SY)(A;{flags};FA;;;BA)"),
            Self::Account(sid) => format!("O:{sid}D:P(A;{flags};FA;;;{sid})(A;{flags};FA;;;SY)"),
        }
    }

    /// Whether an owner that was found is this one.
    pub fn is(&self, found: &str) -> bool {
        match self {
            Self::Pc => [SYSTEM, account::ADMINISTRATORS].contains(&found),
            Self::Account(sid) => sid == found,
        }
    }

    /// The root half's pipe. Its owner is the system itself, so that whoever calls knows it.
    pub fn of_root_pipe(&self) -> String {
        match self {
            Self::Pc => {
                format!("O:SYD:P(A;;FA;;;SY)(A;;{TALK:#x};;;BA)(A;;{TALK:#x};;;{})", account::helper())
            }
            Self::Account(_) => self.alone(""),
        }
    }

    /// The network half's pipe for administrators.
    pub fn of_control_pipe(&self) -> String {
        self.of_helper_pipe("BA")
    }

    /// The network half's pipe for whoever is signed in at this PC.
    pub fn of_session_pipe(&self) -> String {
        self.of_helper_pipe("IU")
    }

    fn of_helper_pipe(&self, who: &str) -> String {
        match self {
            Self::Pc => {
                let helper = account::helper();
                format!("O:{helper}D:P(A;;FA;;;SY)(A;;FA;;;{helper})(A;;{TALK:#x};;;{who})")
            }
            Self::Account(_) => self.alone(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_who_only_talks_may_make_another_end_of_a_pipe() {
        const MAKES_ENDS: u32 = 0x4; // FILE_CREATE_PIPE_INSTANCE
        assert_eq!(TALK & MAKES_ENDS, 0);
        for list in [Owner::Pc.of_root_pipe(), Owner::Pc.of_control_pipe(), Owner::Pc.of_session_pipe()] {
            let others = list.split('(').filter(|entry| !entry.starts_with("A;;FA;;;"));
            assert!(others.skip(1).all(|entry| entry.starts_with("A;;0x12019b;;;")), "{list}");
        }
    }

    #[test]
    fn a_folder_is_shut_to_all_others_and_a_given_one_to_everybody_but_its_owner() {
        let helper = account::helper();
        let net = Owner::Pc.of_folder(Helper::Changes);
        assert_eq!(net, format!("O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;{helper})"));
        assert_eq!(Owner::Pc.of_file(Helper::Nothing), "O:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)");
        let own = Owner::Account("S-1-5-21-1-2-3-1000".into());
        assert!(!own.of_folder(Helper::Changes).contains(&helper));
        assert!(own.is("S-1-5-21-1-2-3-1000") && !own.is(SYSTEM));
        assert!(Owner::Pc.is(SYSTEM) && Owner::Pc.is(account::ADMINISTRATORS) && !Owner::Pc.is(&helper));
    }
}
