//! Time: the same operation by hand and by the ORM, in turn, every few milliseconds, in one process.
//!
//! What else the machine does then disturbs both alike, and the ratio within a pair of turns stays meaningful where the
//! times themselves do not. Everything runs on one processor, the server as well, unless `spread` is among the names.
//!
//!     cargo bench -p benches                  all of it
//!     cargo bench -p benches -- get sqlite    only these operations and backends

use std::env;
use std::time::{Duration, Instant};

use benches::{
    Backend, ByHandPostgres, ByHandSqlite, ByOrm, Draft, Newcomer, Operation, Place, Quartiles, Result, Side,
    stay_on_one_cpu,
};

/// How long one side is measured at a time.
const TURN: Duration = Duration::from_millis(5);
/// How long an operation is measured altogether.
const TOTAL: Duration = Duration::from_secs(3);
/// How many newcomers the table may hold; clearing it is not measured.
const FULL: u32 = 20_000;

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
    let drafts = operation.drafts();
    if operation.answer(hand, &drafts).await? != operation.answer(orm, &drafts).await? {
        return Err(format!("{} on {}: the two sides differ", operation.name(), backend.name()).into());
    }
    let mut hand_rows = operation.rows_at_hand(hand, &drafts).await?;
    let mut orm_rows = operation.rows_at_hand(orm, &drafts).await?;
    operation.run(hand, &drafts, &mut hand_rows, operation.warm_up()).await?;
    operation.run(orm, &drafts, &mut orm_rows, operation.warm_up()).await?;

    let times = times_a_turn(operation, hand, &drafts, &mut hand_rows).await?;
    let (mut by_hand, mut by_orm, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut turns, mut inserted) = (0_u32, 0);
    let end = Instant::now() + TOTAL;
    while Instant::now() < end {
        if inserted >= FULL {
            hand.clear().await?;
            orm.clear().await?;
            inserted = 0;
        }
        // Each is first as often as the other.
        let (hand_time, orm_time) = if turns.is_multiple_of(2) {
            let hand_time = turn(operation, hand, &drafts, &mut hand_rows, times).await?;
            (hand_time, turn(operation, orm, &drafts, &mut orm_rows, times).await?)
        } else {
            let orm_time = turn(operation, orm, &drafts, &mut orm_rows, times).await?;
            (turn(operation, hand, &drafts, &mut hand_rows, times).await?, orm_time)
        };
        by_hand.push(hand_time);
        by_orm.push(orm_time);
        ratios.push(orm_time / hand_time);
        turns += 1;
        inserted += times * operation.rows();
    }
    let quartiles = |measured| Quartiles::of(measured).ok_or("nothing was measured");
    let (by_hand, by_orm, ratio) = (quartiles(by_hand)?, quartiles(by_orm)?, quartiles(ratios)?);
    println!(
        "| {} | {} | {:.1} us | {:.1} us | {:.2} [{:.2}..{:.2}] |",
        backend.name(),
        operation.name(),
        by_hand.median * 1e6,
        by_orm.median * 1e6,
        ratio.median,
        ratio.lower,
        ratio.upper
    );
    Ok(())
}

/// How often an operation fits into one turn.
async fn times_a_turn(
    operation: Operation,
    side: &mut impl Side,
    drafts: &[Draft],
    rows: &mut [Newcomer],
) -> Result<u32> {
    let mut times = 1_u32;
    loop {
        let taken = turn(operation, side, drafts, rows, times).await? * f64::from(times);
        if taken * 2.0 > TURN.as_secs_f64() {
            return Ok(times);
        }
        times *= 2;
    }
}

/// Seconds for one operation, over as many as fill a turn.
async fn turn(
    operation: Operation,
    side: &mut impl Side,
    drafts: &[Draft],
    rows: &mut [Newcomer],
    times: u32,
) -> Result<f64> {
    let start = Instant::now();
    operation.run(side, drafts, rows, times).await?;
    Ok(start.elapsed().as_secs_f64() / f64::from(times))
}
