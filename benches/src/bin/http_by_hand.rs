//! The handlers of the `axum-api` example that are put under load, written by hand: `http-by-hand URL`.
//!
//! `scripts/load-http` compares the two.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use serde::{Deserialize, Serialize};
use tokio_postgres::error::SqlState;
use tokio_postgres::{NoTls, Row};

/// As many connections as the ORM's pool has.
const POOL_SIZE: usize = 10;
const USER: &str = "SELECT id, username, email, active, joined_at FROM users";

#[derive(Serialize)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    active: bool,
    joined_at: DateTime<Utc>,
}

impl User {
    fn read(row: &Row) -> Self {
        Self { id: row.get(0), username: row.get(1), email: row.get(2), active: row.get(3), joined_at: row.get(4) }
    }
}

#[derive(Serialize)]
struct Order {
    id: i64,
    user: i64,
    total: i64,
    status: String,
}

impl Order {
    fn read(row: &Row) -> Self {
        Self { id: row.get(0), user: row.get(1), total: row.get(2), status: row.get(3) }
    }
}

#[derive(Serialize)]
struct UserWithOrders {
    #[serde(flatten)]
    user: User,
    orders: Vec<Order>,
}

#[derive(Deserialize)]
struct NewUser {
    username: String,
    email: Option<String>,
    active: Option<bool>,
}

#[derive(Deserialize)]
#[serde(default)]
struct Page {
    limit: i64,
    offset: i64,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 10, offset: 0 }
    }
}

/// An error, as the example answers with it.
struct ApiError(StatusCode, String);

impl From<tokio_postgres::Error> for ApiError {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.code() {
            Some(&SqlState::UNIQUE_VIOLATION) => Self(StatusCode::CONFLICT, error.to_string()),
            _ => Self(StatusCode::INTERNAL_SERVER_ERROR, String::new()),
        }
    }
}

impl From<deadpool_postgres::PoolError> for ApiError {
    fn from(_: deadpool_postgres::PoolError) -> Self {
        Self(StatusCode::SERVICE_UNAVAILABLE, String::new())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.0, Json(HashMap::from([("error", self.1)]))).into_response()
    }
}

async fn list(State(pool): State<Pool>, Query(page): Query<Page>) -> Result<Json<Vec<User>>, ApiError> {
    let client = pool.get().await?;
    let sql = format!("{USER} WHERE active = $1 ORDER BY id LIMIT $2 OFFSET $3");
    let statement = client.prepare_cached(&sql).await?;
    let rows = client.query(&statement, &[&true, &page.limit.min(100), &page.offset]).await?;
    Ok(Json(rows.iter().map(User::read).collect()))
}

async fn get_one(State(pool): State<Pool>, Path(id): Path<i64>) -> Result<Json<User>, ApiError> {
    let client = pool.get().await?;
    let statement = client.prepare_cached(&format!("{USER} WHERE id = $1")).await?;
    match client.query_opt(&statement, &[&id]).await? {
        Some(row) => Ok(Json(User::read(&row))),
        None => Err(ApiError(StatusCode::NOT_FOUND, "no User matches the query".to_owned())),
    }
}

async fn create(State(pool): State<Pool>, Json(new): Json<NewUser>) -> Result<(StatusCode, Json<User>), ApiError> {
    let client = pool.get().await?;
    let sql = "INSERT INTO users (username, email, active, joined_at) VALUES ($1, $2, $3, $4) RETURNING id";
    let statement = client.prepare_cached(sql).await?;
    let (active, joined_at) = (new.active.unwrap_or(true), Utc::now());
    let row = client.query_one(&statement, &[&new.username, &new.email, &active, &joined_at]).await?;
    let user = User { id: row.get(0), username: new.username, email: new.email, active, joined_at };
    Ok((StatusCode::CREATED, Json(user)))
}

async fn with_orders(State(pool): State<Pool>) -> Result<Json<Vec<UserWithOrders>>, ApiError> {
    let client = pool.get().await?;
    let statement = client.prepare_cached(&format!("{USER} ORDER BY id LIMIT $1")).await?;
    let users: Vec<User> = client.query(&statement, &[&100_i64]).await?.iter().map(User::read).collect();
    let keys: Vec<i64> = users.iter().map(|user| user.id).collect();
    let sql = "SELECT id, user_id, total, status FROM orders WHERE user_id = ANY($1) ORDER BY id";
    let statement = client.prepare_cached(sql).await?;
    let mut orders: HashMap<i64, Vec<Order>> = HashMap::new();
    for row in client.query(&statement, &[&keys]).await? {
        let order = Order::read(&row);
        orders.entry(order.user).or_default().push(order);
    }
    let with_orders = |user: User| UserWithOrders { orders: orders.remove(&user.id).unwrap_or_default(), user };
    Ok(Json(users.into_iter().map(with_orders).collect()))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL")?;
    let manager = Manager::from_config(url.parse()?, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let pool = Pool::builder(manager).max_size(POOL_SIZE).build()?;
    let routes = Router::new()
        .route("/users", get(list).post(create))
        .route("/users/{id}", get(get_one))
        .route("/users-with-orders", get(with_orders))
        .with_state(pool);
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("Listening on http://{}", listener.local_addr()?);
    axum::serve(listener, routes).await?;
    Ok(())
}
