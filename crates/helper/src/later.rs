//! Answers as a helper of a later version might: more members everywhere, words and events nobody knows yet, a
//! second protocol version.

use axum::{
    Router,
    body::{Body, Bytes},
    http::header::CONTENT_LENGTH,
    middleware::map_response,
    response::Response,
};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

/// The same routes, with every answer rewritten.
pub(crate) fn dressed(routes: Router) -> Router {
    routes.layer(map_response(rewritten))
}

async fn rewritten(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    head.headers.remove(CONTENT_LENGTH);
    let chunks = body.into_data_stream().map_ok(|chunk| later(&chunk));
    Response::from_parts(head, Body::from_stream(chunks))
}

/// Each chunk of our answers is whole lines, or one body.
fn later(chunk: &Bytes) -> Bytes {
    let mut written = Vec::new();
    for line in chunk.split_inclusive(|byte| *byte == b'\n') {
        let Ok(mut value) = serde_json::from_slice::<Value>(line) else { return chunk.clone() };
        let is_line = line.ends_with(b"\n");
        add_members(&mut value);
        other_words(&mut value);
        written.extend(value.to_string().into_bytes());
        written.extend(is_line.then_some(b'\n'));
    }
    written.into()
}

fn add_members(value: &mut Value) {
    match value {
        // One of several: a second member would make another thing of it.
        Value::Object(members) if members.contains_key("until") || members.contains_key("why_not") => {}
        Value::Object(members) => {
            members.values_mut().for_each(add_members);
            members.insert("later".to_owned(), json!({ "because": ["a", 1, null] }));
        }
        Value::Array(items) => items.iter_mut().for_each(add_members),
        _ => {}
    }
}

fn other_words(answer: &mut Value) {
    if answer.get("proto").is_some() {
        answer["proto"] = json!([1, 2]);
    }
    if answer.get("helper").is_some() {
        answer["helper"] = "0.2.0".into();
    }
    if answer.get("chain").is_some() {
        answer["chain"] = json!({ "blake3": "00" });
    }
    if answer["type"] == "scanned" {
        answer["type"] = "looked_around".into();
    }
    if answer["type"] == "progress" {
        answer["phase"] = "rearranging".into();
    }
    for update in answer["updates"].as_array_mut().into_iter().flatten() {
        update["scope"] = "container".into();
        update["reversible"] = json!({ "snapshot": { "id": 4 } });
        update["released"] = json!({ "date": "2026-11-01T00:00:00Z", "from": "neighbour" });
    }
}
