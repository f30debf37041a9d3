//! An MDM server small enough to read; see the README.
//!
//! Each request is a function from a body to an [`Answer`], which knows nothing of HTTP or threads.
//! This file connects them with routes.

mod admin;
mod answer;
mod checkin;
mod commands;
mod declarative;
mod enroll;
mod store;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use apple_device_management::wire::{Limits, content_type};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path as Segments, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::{get, post, put};

pub use answer::{Answer, Fault};
pub use store::StoreError;

use store::Store;

/// The server: its database and its limits.
pub struct Server {
    store: Mutex<Store>,
    limits: Limits,
}

type Shared = State<Arc<Server>>;

impl Server {
    /// Opens the database, and creates it if it does not exist.
    pub fn open(database: &Path) -> Result<Server, StoreError> {
        Ok(Server { store: Mutex::new(Store::open(database)?), limits: Limits::default() })
    }

    /// Runs a request in a thread that may wait for the disk. If it fails, nothing that it has
    /// changed is kept.
    async fn run(
        self: Arc<Server>,
        request: impl FnOnce(&Store, &Limits) -> Result<Answer, Fault> + Send + 'static,
    ) -> Response<Body> {
        let task = tokio::task::spawn_blocking(move || {
            let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
            store.transaction(|store| request(store, &self.limits))
        });
        let answer = match task.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(fault)) => fault.into_answer(),
            Err(_) => Answer::status(500),
        };
        respond(answer)
    }
}

/// The routes.
pub fn router(server: Arc<Server>) -> Router {
    let size = server.limits.size;
    Router::new()
        .route("/checkin", put(checkin_route))
        .route("/mdm", put(mdm_route))
        .route("/enroll", post(enroll_route))
        .route("/admin/commands/{enrollment}", post(queue_route).get(result_route))
        .route("/admin/commands/{enrollment}/{user}", post(queue_user_route))
        .route("/admin/declarations", put(declare_route))
        .route("/admin/accounts/{user}", put(account_route))
        .route("/admin/status/{enrollment}", get(status_route))
        .route("/admin/status/{enrollment}/{user}", get(user_status_route))
        .layer(DefaultBodyLimit::max(size))
        .with_state(server)
}

async fn checkin_route(State(server): Shared, headers: HeaderMap, body: Bytes) -> Response<Body> {
    if !has_type(&headers, content_type::CHECKIN) {
        return respond(Answer::status(415));
    }
    server.run(move |store, limits| checkin::answer(store, &body, limits)).await
}

async fn mdm_route(State(server): Shared, headers: HeaderMap, body: Bytes) -> Response<Body> {
    if !has_type(&headers, content_type::MDM) {
        return respond(Answer::status(415));
    }
    server.run(move |store, limits| commands::answer(store, &body, limits)).await
}

async fn enroll_route(State(server): Shared, body: Bytes) -> Response<Body> {
    server.run(move |_, limits| enroll::answer(&body, limits)).await
}

async fn queue_route(
    State(server): Shared,
    Segments(enrollment): Segments<String>,
    body: Bytes,
) -> Response<Body> {
    server.run(move |store, limits| admin::queue(store, &enrollment, None, &body, limits)).await
}

async fn queue_user_route(
    State(server): Shared,
    Segments((enrollment, user)): Segments<(String, String)>,
    body: Bytes,
) -> Response<Body> {
    let run = move |store: &Store, limits: &Limits| {
        admin::queue(store, &enrollment, Some(&user), &body, limits)
    };
    server.run(run).await
}

async fn result_route(State(server): Shared, Segments(uuid): Segments<String>) -> Response<Body> {
    server.run(move |store, limits| admin::result(store, &uuid, limits)).await
}

async fn declare_route(State(server): Shared, body: Bytes) -> Response<Body> {
    server.run(move |store, limits| admin::declare(store, &body, limits)).await
}

async fn account_route(
    State(server): Shared,
    Segments(user): Segments<String>,
    body: Bytes,
) -> Response<Body> {
    server.run(move |store, _| admin::account(store, &user, &body)).await
}

async fn status_route(
    State(server): Shared,
    Segments(enrollment): Segments<String>,
) -> Response<Body> {
    server.run(move |store, limits| admin::status(store, &enrollment, None, limits)).await
}

async fn user_status_route(
    State(server): Shared,
    Segments((enrollment, user)): Segments<(String, String)>,
) -> Response<Body> {
    server.run(move |store, limits| admin::status(store, &enrollment, Some(&user), limits)).await
}

/// Whether a request has this content type, with or without parameters.
fn has_type(headers: &HeaderMap, expected: &str) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = value.and_then(|value| value.split(';').next()).map(str::trim);
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case(expected))
}

fn respond(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(kind) = answer.content_type {
        response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    }
    response
}

/// Random bytes that nobody can guess.
fn random() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A random UUID (version 4).
fn uuid() -> Result<String, getrandom::Error> {
    let mut bytes = random()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes).to_uppercase();
    let groups = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    Ok(groups.join("-"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
