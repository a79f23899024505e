//! What only this operating system can tell or do for the root half.

mod linux;

pub use linux::{
    Awake, Listener, Uids, create_folder, have_looked, hold_signals, is_started, own_uid, receive,
    start_transaction, stay_awake,
};
pub(crate) use linux::{hand_to_readers, keep_room};
