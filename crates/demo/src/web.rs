//! The paths that the page's demo backend asks (`ui/src/backend/demo.ts`).

use std::{convert::Infallible, path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{StatusCode, Uri},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::{get, post},
};
use futures_util::stream;
use patchround_office::app::{Ask, Engine, Snapshot};
use patchround_protocol::{JobId, consultation::Answer};
use patchround_words::{Language, source};
use serde::Deserialize;

use crate::{
    live::Engines,
    pages,
    people::{Pc, People},
};

type Asked = Result<Response, Refused>;

/// An engine could not be started: no such play.
struct Refused(anyhow::Error);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::NOT_FOUND, format!("{:#}", self.0)).into_response()
    }
}

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        Self(error)
    }
}

/// All of it: both kinds of engines and the page itself.
pub(crate) fn routes(ui: PathBuf, folder: PathBuf) -> Router {
    let engines = Engines::new(folder);
    Router::new()
        .route("/engine/snapshot", get(async |State(all): State<Engines>| snapshot(&all.live()?)))
        .route("/engine/snapshots", get(async |State(all): State<Engines>| snapshots(&all.live()?)))
        .route(
            "/engine/ask",
            post(async |State(all): State<Engines>, Json(ask)| asked(all.live()?, ask).await),
        )
        .route("/engine/words/{tag}", get(words))
        .route("/play/{play}/snapshot", get(async |all, play| snapshot(&played(all, play)?)))
        .route("/play/{play}/snapshots", get(async |all, play| snapshots(&played(all, play)?)))
        .route("/play/{play}/ask", post(async |all, play, Json(ask)| asked(played(all, play)?, ask).await))
        .route(
            "/play/{play}/words/{tag}",
            get(async |Path((_, tag)): Path<(String, String)>| words(Path(tag)).await),
        )
        .with_state(engines)
        .nest("/person", people())
        .fallback(move |uri: Uri| std::future::ready(pages::page(&ui, &uri)))
}

/// What the page "This PC" asks (`ui/src/this-pc/backend/demo.ts`).
fn people() -> Router {
    Router::new()
        .route("/{play}/picture", get(async |all, play| Ok::<_, Refused>(Json(person(all, play)?.picture()))))
        .route("/{play}/pictures", get(async |all, play| Ok::<_, Refused>(pictures(person(all, play)?))))
        .route(
            "/{play}/shown",
            post(async |all, play, Json(seen): Json<Shown>| {
                person(all, play)?.shown(seen.question);
                Ok::<_, Refused>(())
            }),
        )
        .route(
            "/{play}/answer",
            post(async |all, play, Json(given): Json<Given>| {
                Ok::<_, Refused>(Json(person(all, play)?.answer(given.question, &given.answer)))
            }),
        )
        .route(
            "/{play}/wrong",
            post(async |all, play, Json(said): Json<Wrong>| {
                Ok::<_, Refused>(Json(person(all, play)?.wrong(said.after, &said.words)))
            }),
        )
        .route(
            "/{play}/ask",
            post(async |all, play, Json(said): Json<Note>| {
                Ok::<_, Refused>(Json(person(all, play)?.ask(&said.words)))
            }),
        )
        .route(
            "/{play}/anew",
            post(async |State(all): State<People>, Path(play): Path<String>| all.anew(&play)),
        )
        .route(
            "/{play}/words/{tag}",
            get(async |Path((_, tag)): Path<(String, String)>| words(Path(tag)).await),
        )
        .with_state(People::default())
}

#[derive(Deserialize)]
struct Shown {
    question: JobId,
}

#[derive(Deserialize)]
struct Given {
    question: JobId,
    answer: Answer,
}

#[derive(Deserialize)]
struct Wrong {
    after: JobId,
    words: String,
}

#[derive(Deserialize)]
struct Note {
    words: String,
}

fn person(State(all): State<People>, Path(play): Path<String>) -> anyhow::Result<Arc<Pc>> {
    all.play(&play)
}

/// Every picture from the newest on, as server-sent events.
fn pictures(pc: Arc<Pc>) -> Response {
    let mut all = pc.watch();
    all.mark_changed();
    let next = async |(pc, mut all): (Arc<Pc>, tokio::sync::watch::Receiver<u32>)| {
        all.changed().await.ok()?;
        let event = Event::default().json_data(pc.picture()).ok()?;
        Some((Ok::<_, Infallible>(event), (pc, all)))
    };
    Sse::new(stream::unfold((pc, all), next)).into_response()
}

fn played(State(all): State<Engines>, Path(play): Path<String>) -> anyhow::Result<Engine> {
    all.play(&play)
}

fn snapshot(engine: &Engine) -> Asked {
    let newest = engine.snapshots().borrow().clone();
    Ok(Json(&*newest).into_response())
}

/// Every snapshot from the newest on, as server-sent events.
fn snapshots(engine: &Engine) -> Asked {
    let mut all = engine.snapshots();
    all.mark_changed();
    let next = async |mut all: tokio::sync::watch::Receiver<Arc<Snapshot>>| {
        all.changed().await.ok()?;
        let newest = all.borrow_and_update().clone();
        let event = Event::default().json_data(&*newest).ok()?;
        Some((Ok::<_, Infallible>(event), all))
    };
    Ok(Sse::new(stream::unfold(all, next)).into_response())
}

async fn asked(engine: Engine, ask: Ask) -> Asked {
    Ok(Json(engine.ask(ask).await).into_response())
}

async fn words(Path(tag): Path<String>) -> String {
    source(Language::of_tag(&tag).unwrap_or(Language::English))
}
