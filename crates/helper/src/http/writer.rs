//! Who may send a body, asked before it is read: the largest are held whole in memory.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::Response,
};
use patchround_link::server::Caller;
use patchround_protocol::wire::Refusal;
use tokio::sync::OwnedSemaphorePermit;

use super::refused;
use crate::helper::Helper;

/// The caller looks after this PC. Whoever may only look sends nothing.
pub(super) struct Manager;

impl FromRequestParts<Arc<Helper>> for Manager {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, helper: &Arc<Helper>) -> Result<Self, Response> {
        let caller = parts.extensions.get::<Caller>();
        let may = caller.is_some_and(|caller| helper.membership.is_managed_from(&caller.0));
        may.then_some(Self).ok_or_else(|| refused(StatusCode::FORBIDDEN, Refusal::NotAllowed))
    }
}

/// The turn of one manager to send charters or feeds; whoever comes meanwhile waits with his.
pub(super) struct LargeTurn(#[expect(dead_code, reason = "held, never read")] OwnedSemaphorePermit);

impl FromRequestParts<Arc<Helper>> for LargeTurn {
    type Rejection = Response;

    async fn from_request_parts(_parts: &mut Parts, helper: &Arc<Helper>) -> Result<Self, Response> {
        let turn = helper.large_turn.clone().acquire_owned().await;
        turn.map(Self).map_err(|_| refused(StatusCode::SERVICE_UNAVAILABLE, Refusal::NotPossible))
    }
}
