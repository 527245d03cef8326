use std::sync::LazyLock;

use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use orm::prelude::*;
use orm::query::{CursorPage, Lookups};

use crate::errors::Result;
use crate::models::{NewUser, User, UserPatch};

/// What a client may filter the list by, such as `?username__icontains=ann&order=-joined_at`.
static FILTERS: LazyLock<Lookups<User>> = LazyLock::new(|| {
    Lookups::<User>::new()
        .allow(|u| (u.username, u.email, u.joined_at))
        .allow_as("orders", |u| u.orders.count())
        .order_by(|u| (u.username, u.joined_at))
        .ignore(["cursor"])
});

/// Ten users, and in `next` and `previous` what `?cursor=` takes.
pub async fn list(RawQuery(query): RawQuery) -> Result<Json<CursorPage<User>>> {
    let filters = FILTERS.parse(&query.unwrap_or_default())?;
    let cursor = filters.get("cursor").map(str::parse).transpose()?;
    let users = User::filter(|u| u.active.eq(true)).lookups(&filters);
    Ok(Json(users.paginate(10).at(&cursor).await?))
}

pub async fn create(Json(new): Json<NewUser>) -> Result<(StatusCode, Json<User>)> {
    Ok((StatusCode::CREATED, Json(new.await?)))
}

pub async fn get(Path(id): Path<i64>) -> Result<Json<User>> {
    Ok(Json(User::get(id).await?))
}

/// A field that the client leaves out stays as it is, and is not written.
pub async fn change(Path(id): Path<i64>, Json(patch): Json<UserPatch>) -> Result<Json<User>> {
    let mut user = User::get(id).await?;
    user.apply(patch).await?;
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
