use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use orm::prelude::*;
use serde::Deserialize;

use crate::errors::Result;
use crate::models::{NewUser, User};

/// Which part of a list.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct Page {
    limit: u64,
    offset: u64,
    /// Only those whose names contain this, whatever the case.
    search: Option<String>,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 10, offset: 0, search: None }
    }
}

pub async fn list(Query(page): Query<Page>) -> Result<Json<Vec<User>>> {
    let mut users = User::filter(|u| u.active.eq(true));
    if let Some(search) = &page.search {
        users = users.filter(|u| u.username.icontains(search));
    }
    Ok(Json(users.limit(page.limit.min(100)).offset(page.offset).await?))
}

pub async fn create(Json(new): Json<NewUser>) -> Result<(StatusCode, Json<User>)> {
    Ok((StatusCode::CREATED, Json(new.await?)))
}

pub async fn get(Path(id): Path<i64>) -> Result<Json<User>> {
    Ok(Json(User::get(id).await?))
}

/// What a client may change. A field that it leaves out stays as it is.
#[derive(Debug, Deserialize)]
pub struct Change {
    username: Option<String>,
    active: Option<bool>,
}

pub async fn change(Path(id): Path<i64>, Json(change): Json<Change>) -> Result<Json<User>> {
    let mut user = User::get(id).await?;
    // Only what is given is written, so that two changes of different fields at the same time both count.
    user.update(|u| {
        let username = change.username.map(|username| u.username.set(username));
        let active = change.active.map(|active| u.active.set(active));
        username.into_iter().chain(active).collect::<Vec<_>>()
    })
    .await?;
    Ok(Json(user))
}

pub async fn delete(Path(id): Path<i64>) -> Result<StatusCode> {
    User::get(id).await?.delete().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The first 100 users, each with its orders: two queries, however many users there are.
pub async fn with_orders() -> Result<Json<Vec<User>>> {
    Ok(Json(User::all().limit(100).prefetch_related(|u| u.orders).await?))
}
