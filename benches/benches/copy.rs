//! Copying 100,000 rows into PostgreSQL: by `copy_in`, and by hand with tokio-postgres' `BinaryCopyInWriter`, in turn, in one
//! process. Each turn both are measured, so that what else the machine does disturbs both alike.
//!
//!     cargo bench -p benches --bench copy              both on all processors
//!     cargo bench -p benches --bench copy -- one-cpu   everything on one, the server as well

use std::env;
use std::pin::pin;
use std::time::{Duration, Instant};

use benches::{Draft, Newcomer, Pair, Result, drafts, stay_on_one_cpu};
use orm::prelude::*;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, NoTls};

const ROWS: i32 = 100_000;
const TOTAL: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<()> {
    if env::args().any(|argument| argument == "one-cpu") {
        stay_on_one_cpu()?;
    }
    let url = test_server::postgres().create_database();
    let db = orm::connect(&url).await?;
    db.create_tables_of(orm::models![Newcomer]).await?;
    test_server::postgres().psql(&url, "ALTER TABLE newcomer SET UNLOGGED, SET (autovacuum_enabled = off)");
    let [mut by_hand, beside] = [connect(&url).await?, connect(&url).await?];
    let drafts = drafts(ROWS);
    let pair = Pair::take_turns(
        TOTAL,
        async || Ok(client_turn(&mut by_hand, &drafts).await?.as_secs_f64()),
        async || Ok(orm_turn(&beside, &drafts).await?.as_secs_f64()),
    )
    .await?;
    println!("| backend | operation | by hand | orm | orm / by hand: median [quartiles] |");
    println!("|---|---|---|---|---|");
    println!("| postgres | copy in 100,000 rows | {pair} |");
    Ok(())
}

async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// What is not measured: an empty table.
async fn clear(client: &Client) -> Result<()> {
    Ok(client.batch_execute("TRUNCATE newcomer; CHECKPOINT").await?)
}

async fn client_turn(client: &mut Client, drafts: &[Draft]) -> Result<Duration> {
    clear(client).await?;
    let start = Instant::now();
    let transaction = client.transaction().await?;
    let sink = transaction.copy_in("COPY newcomer (name, hair_color, age) FROM STDIN BINARY").await?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &[Type::TEXT, Type::TEXT, Type::INT4]));
    for draft in drafts {
        // A program has rows of its own, as the other side has.
        let row = draft.with_id(0);
        writer.as_mut().write(&[&row.name, &row.hair_color, &row.age]).await?;
    }
    let rows = writer.finish().await?;
    transaction.commit().await?;
    checked(rows, drafts, start.elapsed())
}

async fn orm_turn(client: &Client, drafts: &[Draft]) -> Result<Duration> {
    clear(client).await?;
    let start = Instant::now();
    let rows = drafts.iter().map(|draft| {
        let Newcomer { name, hair_color, age, .. } = draft.with_id(0);
        Newcomer::create().name(name).hair_color(hair_color).age(age)
    });
    let rows = Newcomer::copy_in_iter(rows).await?.rows;
    checked(rows, drafts, start.elapsed())
}

fn checked(rows: u64, drafts: &[Draft], taken: Duration) -> Result<Duration> {
    if usize::try_from(rows)? == drafts.len() { Ok(taken) } else { Err("rows are missing".into()) }
}
