//! Rows that are only marked as deleted, and a record of who changed what: both built on hooks.
//!
//! `cargo run --example soft_delete` uses SQLite in memory; set DATABASE_URL to use another database.

use std::fmt::Display;
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use orm::prelude::*;

/// An article that stays in the database when it is deleted. Queries do not see it any more, unless they are `unscoped()`.
#[derive(Model, Debug)]
#[orm(table = "soft_articles", hooks, scope = |a| a.deleted_at.is_null())]
struct Article {
    id: i64,
    title: String,
    deleted_at: Option<DateTime<Utc>>,
}

impl Hooks for Article {
    async fn before_delete(&self) -> orm::Result<ControlFlow<()>> {
        let this = self.id;
        Article::filter(|a| a.id.eq(this)).update(|a| a.deleted_at.set(Utc::now())).await?;
        // No receiver is told of a deletion that does not happen.
        audit("delete", "Article", this).await?;
        // The row stays where it is.
        Ok(ControlFlow::Break(()))
    }
}

/// What was done to which row, in the same transaction as that.
#[derive(Model, Debug)]
#[orm(table = "soft_audit", ordering = "id")]
struct Audit {
    id: i64,
    action: String,
    model: String,
    key: String,
    #[orm(auto_now_add)]
    at: DateTime<Utc>,
}

async fn audit(action: impl Display, model: &str, key: impl Display) -> orm::Result<()> {
    Audit::create().action(action.to_string()).model(model).key(key.to_string()).await.map(drop)
}

#[tokio::main]
async fn main() -> orm::Result<()> {
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite::memory:".to_owned());
    let db = orm::connect(&url).await?;
    db.create_tables_of(orm::models![Article, Audit]).await?;

    // Every model is audited, and no model knows of it. What the receiver writes itself, it is not told of; what others write into the
    // audit is no news to it.
    orm::on_write(|event| async move {
        match event.model() {
            "Audit" => Ok(()),
            model => audit(event.action(), model, event.key()).await,
        }
    });

    let mut article = Article::create().title("Rust ORMs").await?;
    article.title = "Rust ORMs, compared".to_owned();
    article.save().await?;
    let second = Article::create().title("Second").await?;
    article.delete().await?;

    println!("to be seen:");
    for article in Article::all().order_by(|a| a.id).await? {
        println!("  {}", article.title);
    }
    println!("in the database:");
    for article in Article::all().unscoped().order_by(|a| a.id).await? {
        println!("  {} {}", article.title, if article.deleted_at.is_some() { "(deleted)" } else { "" });
    }
    println!("what was done:");
    for audit in Audit::all().await? {
        println!("  {} {} {}", audit.action, audit.model, audit.key);
    }

    Article::filter(|a| a.id.in_([article.id, second.id])).unscoped().delete().await?;
    Audit::all().delete().everything().await?;
    Ok(())
}
