//! Windows shows messages of a program whose entry in the menu bears the same name (AppUserModelID).

use notify_rust::Notification;

use crate::ID;

/// Whose message it is.
pub(super) fn name(draft: &mut Notification) {
    draft.app_id(ID);
}
