//! Time: the same operation by a peer and by the ORM on PostgreSQL, in turn, every few milliseconds, in one process. Everything runs
//! on one processor, the server as well.
//!
//!     cargo run --release --manifest-path benches/peers/Cargo.toml              all of it
//!     cargo run --release --manifest-path benches/peers/Cargo.toml -- insert    only this operation

mod by_diesel;
mod by_sqlx;
mod schema;

use std::env;

use benches::{Backend, ByOrm, Operation, Pair, Place, Result, Side, stay_on_one_cpu};

use by_diesel::ByDiesel;
use by_sqlx::BySqlx;

/// As many connections as the ORM's pool has.
const POOL_SIZE: u32 = 10;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let names: Vec<String> = env::args().skip(1).collect();
    stay_on_one_cpu()?;
    println!("| operation | peer | by the peer | orm | orm / peer: median [quartiles] |");
    println!("|---|---|---|---|---|");
    let place = Place::make(Backend::Postgres).await?;
    let url = place.orm_url();
    let mut orm = ByOrm::connect(&url).await?;
    for operation in Operation::ALL {
        if names.is_empty() || names.iter().any(|name| name == operation.name()) {
            report("diesel-async", operation, &mut ByDiesel::connect(&url)?, &mut orm).await?;
            report("sqlx", operation, &mut BySqlx::connect(&url).await?, &mut orm).await?;
        }
    }
    orm.close().await;
    Ok(())
}

async fn report(name: &str, operation: Operation, peer: &mut impl Side, orm: &mut impl Side) -> Result<()> {
    let pair = Pair::measure(operation, peer, orm).await?;
    println!("| {} | {name} | {pair} |", operation.name());
    Ok(())
}
