//! Does one operation an exact number of times, to be counted by callgrind: `count BACKEND SIDE OPERATION TIMES`.
//!
//! Preparing the place and warming up cost the same whatever the number of times, so that the difference between two
//! runs is the cost of the operation alone. `scripts/count-instructions` does that.

use std::env;

use benches::{Backend, ByHandPostgres, ByHandSqlite, ByOrm, Operation, Place, Result, Side};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [backend, side, operation, times] = arguments.as_slice() else {
        return Err("usage: count postgres|sqlite hand|orm OPERATION TIMES".into());
    };
    let backend = Backend::ALL.into_iter().find(|known| known.name() == backend).ok_or("unknown backend")?;
    let operation = Operation::ALL.into_iter().find(|known| known.name() == operation).ok_or("unknown operation")?;
    let times = times.parse()?;
    let place = Place::make(backend).await?;
    match (side.as_str(), backend) {
        ("orm", _) => {
            let mut side = ByOrm::connect(&place.orm_url()).await?;
            run(&mut side, operation, times).await?;
            side.close().await;
            Ok(())
        }
        ("hand", Backend::Postgres) => run(&mut ByHandPostgres::connect(&place.orm_url())?, operation, times).await,
        ("hand", Backend::Sqlite) => run(&mut ByHandSqlite::open(&place.file_by_hand())?, operation, times).await,
        _ => Err("unknown side".into()),
    }
}

async fn run(side: &mut impl Side, operation: Operation, times: u32) -> Result<()> {
    let drafts = operation.drafts();
    let mut rows = operation.rows_at_hand(side, &drafts).await?;
    operation.run(side, &drafts, &mut rows, operation.warm_up()).await?;
    operation.run(side, &drafts, &mut rows, times).await
}
