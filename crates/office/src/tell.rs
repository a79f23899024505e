//! What is told to whoever watches a round.

use patchround_protocol::Event;

use crate::{concern::Notice, trouble::Trouble};

/// Where the news go.
pub type Tell<'a> = &'a dyn Fn(&Told<'_>);

/// One piece of news.
#[derive(Debug)]
pub enum Told<'a> {
    /// A PC's event.
    Event {
        /// The PC's name.
        pc: &'a str,
        /// Its event.
        event: &'a Event,
    },
    /// A PC does not answer; it is asked again.
    Retrying {
        /// The PC's name.
        pc: &'a str,
        /// Why.
        trouble: Trouble,
    },
    /// Something about a PC is not as it was.
    Noticed {
        /// The PC's name.
        pc: &'a str,
        /// What.
        notice: &'a Notice,
    },
    /// A PC that is off was woken, or at least another one has sent what wakes a PC.
    Woken {
        /// The name of the PC that is off.
        pc: &'a str,
        /// The name of the other one.
        by: &'a str,
    },
    /// A PC did not answer in all that time.
    GaveUp {
        /// The PC's name.
        pc: &'a str,
        /// Why.
        trouble: Trouble,
    },
}
