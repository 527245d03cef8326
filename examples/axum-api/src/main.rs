//! A JSON API over users and their orders.
//!
//! ```sh
//! cargo run -p axum-api                                              # SQLite in memory
//! DATABASE_URL=postgres://app@localhost/app cargo run -p axum-api    # PostgreSQL
//! ```
//!
//! The address is in `ADDRESS`; without it, 127.0.0.1:3000.
//!
//! Handlers use the program's default database, so there is no state to hand around; a handler with two writes
//! puts them into `orm::atomic`.

mod errors;
mod models;
mod orders;
mod users;

use std::env;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::signal;

fn routes() -> Router {
    Router::new()
        .route("/users", get(users::list).post(users::create))
        .route("/users/{id}", get(users::get).patch(users::change).delete(users::delete))
        .route("/users/{id}/orders", get(orders::of_user))
        .route("/users-with-orders", get(users::with_orders))
        .route("/orders", get(orders::list).post(orders::place))
        .route("/orders/{id}", get(orders::get))
        .route("/orders/{id}/pay", axum::routing::post(orders::pay))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite::memory:".to_owned());
    let db = orm::connect(url).await?;
    orm::create_tables().await?;

    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("Listening on http://{}", listener.local_addr()?);

    // Requests that are being answered are finished, and only then the connections to the database are closed.
    axum::serve(listener, routes()).with_graceful_shutdown(asked_to_stop()).await?;
    db.close().await;
    println!("Stopped.");
    Ok(())
}

/// Ctrl-C, or what a supervisor sends.
async fn asked_to_stop() {
    let interrupted = async { signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => terminate.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = interrupted => {}
        _ = terminated => {}
    }
}
