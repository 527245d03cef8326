//! Many tasks on ten connections, by hand and with the ORM, in turn in one process: quick reads alone, beside slow ones, and with
//! pauses. By hand, each query checks a connection out; the ORM has two of the ten as lanes.
//!
//!     cargo bench -p benches --bench lanes                 all loads
//!     cargo bench -p benches --bench lanes -- crowd few    only these
//!     cargo bench -p benches --bench lanes -- off          with lanes turned off
//!
//! Latencies and counts are those of the quick reads.

use std::env;
use std::fs;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use benches::{Backend, ByHandPostgres, PEOPLE, Person, Place, Result, Side as _, SlowPerson};
use orm::Db;
use orm::prelude::*;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How long one side is measured at a time.
const TURN: Duration = Duration::from_millis(1_000);
const TURNS: usize = 5;

/// Tasks that read at once.
struct Load {
    name: &'static str,
    quick: usize,
    pause: Duration,
    slow: usize,
}

const LOADS: [Load; 4] = [
    Load { name: "crowd", quick: 64, pause: Duration::ZERO, slow: 0 },
    Load { name: "crowd-beside-slow", quick: 58, pause: Duration::ZERO, slow: 6 },
    Load { name: "pausing-beside-slow", quick: 200, pause: Duration::from_millis(5), slow: 10 },
    Load { name: "few", quick: 20, pause: Duration::from_millis(2), slow: 2 },
];

/// What a side did in its turns.
#[derive(Default)]
struct Measured {
    latencies: Vec<Duration>,
    elapsed: Duration,
    cpu: Duration,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let names: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_off = names.iter().any(|name| name == "off");
    let is_wanted = |load: &Load| {
        let mut loads = names.iter().filter(|name| *name != "off").peekable();
        loads.peek().is_none() || loads.any(|name| name == load.name)
    };
    let place = Place::make(Backend::Postgres).await?;
    let url = place.orm_url();
    let view = "CREATE VIEW slow_person AS SELECT person.* FROM person, pg_sleep(0.2)";
    test_server::postgres().psql(&url, view);
    let hand = ByHandPostgres::connect(&url)?;
    let db = if is_off { Db::builder().lanes(0) } else { Db::builder() }.connect(&url).await?;

    println!("| load | side | reads/s | client CPU a read | p50 | p99 | p99.9 | most |");
    println!("|---|---|---|---|---|---|---|---|");
    for load in LOADS.iter().filter(|load| is_wanted(load)) {
        let (mut by_hand, mut by_orm) = (Measured::default(), Measured::default());
        for turn in 0..=TURNS {
            // The first turn is for warming up.
            let (mut no_hand, mut no_orm) = (Measured::default(), Measured::default());
            let (by_hand, by_orm) = if turn == 0 { (&mut no_hand, &mut no_orm) } else { (&mut by_hand, &mut by_orm) };
            if turn.is_multiple_of(2) {
                turn_by_hand(load, &hand, by_hand).await?;
                turn_by_orm(load, &db, by_orm).await?;
            } else {
                turn_by_orm(load, &db, by_orm).await?;
                turn_by_hand(load, &hand, by_hand).await?;
            }
        }
        by_hand.report(load.name, "by hand");
        by_orm.report(load.name, "orm");
    }
    println!("\n{:?}", db.stats());
    db.close().await;
    Ok(())
}

async fn turn_by_hand(load: &Load, hand: &ByHandPostgres, measured: &mut Measured) -> Result<()> {
    let quick = {
        let hand = hand.clone();
        move |id| {
            let mut hand = hand.clone();
            async move { hand.get(id).await.map(|person| person.id) }
        }
    };
    let slow = {
        let hand = hand.clone();
        move |id| {
            let hand = hand.clone();
            async move { hand.get_slowly(id).await.map(|person| person.id) }
        }
    };
    turn(load, quick, slow, measured).await
}

async fn turn_by_orm(load: &Load, db: &Db, measured: &mut Measured) -> Result<()> {
    let quick = {
        let db = db.clone();
        move |id| {
            let db = db.clone();
            async move { Ok(Person::get(id).using(&db).await?.id) }
        }
    };
    let slow = {
        let db = db.clone();
        move |id| {
            let db = db.clone();
            async move { Ok(SlowPerson::get(id).using(&db).await?.id) }
        }
    };
    turn(load, quick, slow, measured).await
}

/// Reads by many tasks for a while.
async fn turn<Q, S>(
    load: &Load,
    quick: impl Fn(i64) -> Q + Clone + Send + 'static,
    slow: impl Fn(i64) -> S + Clone + Send + 'static,
    measured: &mut Measured,
) -> Result<()>
where
    Q: Future<Output = Result<i64>> + Send + 'static,
    S: Future<Output = Result<i64>> + Send + 'static,
{
    let is_over = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    let (start, cpu) = (Instant::now(), cpu_time());
    for task in 0..load.slow {
        let (slow, is_over) = (slow.clone(), Arc::clone(&is_over));
        tasks.spawn(async move { repeat(task, Duration::ZERO, slow, &is_over).await.map(|_| Vec::new()) });
    }
    for task in 0..load.quick {
        let (quick, is_over, pause) = (quick.clone(), Arc::clone(&is_over), load.pause);
        tasks.spawn(async move { repeat(task, pause, quick, &is_over).await });
    }
    sleep(TURN).await;
    is_over.store(true, Ordering::Relaxed);
    measured.elapsed += start.elapsed();
    measured.cpu += cpu_time().saturating_sub(cpu);
    while let Some(latencies) = tasks.join_next().await {
        measured.latencies.extend(latencies??);
    }
    Ok(())
}

/// Reads until it is over, and gives how long each read took.
async fn repeat<F: Future<Output = Result<i64>>>(
    task: usize,
    pause: Duration,
    read: impl Fn(i64) -> F,
    is_over: &AtomicBool,
) -> Result<Vec<Duration>> {
    let mut latencies = Vec::new();
    let mut turn = i64::try_from(task)? * 151;
    while !is_over.load(Ordering::Relaxed) {
        turn += 1;
        let id = turn * 7_919 % PEOPLE + 1;
        let start = Instant::now();
        if read(id).await? != id {
            return Err("another row came than the one that was asked for".into());
        }
        latencies.push(start.elapsed());
        if !pause.is_zero() {
            sleep(pause).await;
        }
    }
    Ok(latencies)
}

impl Measured {
    fn report(mut self, load: &str, side: &str) {
        self.latencies.sort_unstable();
        let count = self.latencies.len();
        let at = |per_mille: usize| self.latencies.get((count * per_mille / 1_000).min(count.saturating_sub(1)));
        let milliseconds = |per_mille| at(per_mille).map_or(0.0, |latency| latency.as_secs_f64() * 1e3);
        let reads = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        println!(
            "| {load} | {side} | {:.0} | {:.1} us | {:.2} ms | {:.2} ms | {:.2} ms | {:.1} ms |",
            reads / self.elapsed.as_secs_f64(),
            self.cpu.as_secs_f64() * 1e6 / reads,
            milliseconds(500),
            milliseconds(990),
            milliseconds(999),
            milliseconds(1_000),
        );
    }
}

/// The processor time that this process has used; zero where the system does not tell it in this way.
fn cpu_time() -> Duration {
    /// The unit of the figures, which is the same on all usual systems.
    const TICK: Duration = Duration::from_millis(10);
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    TICK * ticks.filter_map(|ticks| ticks.parse::<u32>().ok()).sum::<u32>()
}
