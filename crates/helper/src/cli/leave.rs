use patchround_protocol::root::{Answer, Ask as AskRoot};

use super::{Exit, Stop, ask, ask_root, finish, tell};
use crate::{
    control::{Ask, Say},
    places::Places,
};

/// Leaves the office: first the root half, so that nothing can be ordered any more.
pub async fn leave(places: &Places) -> Exit {
    finish(try_leave(places).await)
}

async fn try_leave(places: &Places) -> Result<(), Stop> {
    match ask_root(places, &AskRoot::Leave {}).await? {
        Answer::Ok => {}
        _ => return Err(Stop::new(Exit::Failed, "leave-not-possible")),
    }
    match ask(places, &Ask::Leave {}).await? {
        Say::Left {} => {
            tell("leave-done");
            Ok(())
        }
        _ => Err(Stop::new(Exit::Failed, "leave-not-possible")),
    }
}
