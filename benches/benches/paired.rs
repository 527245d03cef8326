//! Time: the same operation by hand and by the ORM, in turn, every few milliseconds, in one process.
//!
//! What else the machine does then disturbs both alike, and the ratio within a pair of turns stays meaningful where the
//! times themselves do not. Everything runs on one processor, the server as well, unless `spread` is among the names.
//!
//!     cargo bench -p benches                  all of it
//!     cargo bench -p benches -- get sqlite    only these operations and backends

use std::env;

use benches::{Backend, ByHandPostgres, ByHandSqlite, ByOrm, Operation, Pair, Place, Result, Side, stay_on_one_cpu};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let names: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if !names.iter().any(|name| name == "spread") {
        stay_on_one_cpu()?;
    }
    println!("| backend | operation | by hand | orm | orm / by hand: median [quartiles] |");
    println!("|---|---|---|---|---|");
    for backend in Backend::ALL {
        let wanted = |name: &str, all: &[&str]| {
            let of_kind: Vec<_> = names.iter().filter(|given| all.contains(&given.as_str())).collect();
            of_kind.is_empty() || of_kind.iter().any(|given| given.as_str() == name)
        };
        if !wanted(backend.name(), &Backend::ALL.map(Backend::name)) {
            continue;
        }
        let place = Place::make(backend).await?;
        let mut orm = ByOrm::connect(&place.orm_url()).await?;
        for operation in Operation::ALL {
            if !wanted(operation.name(), &Operation::ALL.map(Operation::name)) {
                continue;
            }
            match backend {
                Backend::Postgres => {
                    report(backend, operation, &mut ByHandPostgres::connect(&place.orm_url())?, &mut orm).await?;
                }
                Backend::Sqlite => {
                    report(backend, operation, &mut ByHandSqlite::open(&place.file_by_hand())?, &mut orm).await?;
                }
            }
        }
        orm.close().await;
    }
    Ok(())
}

async fn report(backend: Backend, operation: Operation, hand: &mut impl Side, orm: &mut impl Side) -> Result<()> {
    let pair = Pair::measure(operation, hand, orm).await?;
    println!("| {} | {} | {pair} |", backend.name(), operation.name());
    Ok(())
}
