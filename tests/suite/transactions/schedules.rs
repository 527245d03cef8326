//! Blocks that run side by side in one transaction, in thousands of orders.

use std::future::Future;
use std::pin::Pin;

use orm::Db;
use orm::prelude::*;

use super::{Entry, add, names, no};
use crate::polls::interleaved;

/// A random number generator (xorshift), so that a schedule can be run again by its seed.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// What a block does, and whether all of it is kept.
async fn block(number: usize, kept: bool, nested: bool) -> orm::Result<()> {
    orm::atomic(async {
        add(&format!("{number} first")).await?;
        if nested {
            let inner = orm::atomic(async {
                add(&format!("{number} undone")).await?;
                Err::<(), _>(no())
            });
            assert!(inner.await.is_err());
        }
        tokio::task::yield_now().await;
        // It sees its own work, and never half of another's.
        assert_eq!(Entry::filter(|e| e.name.starts_with(number.to_string())).count().await?, 1);
        add(&format!("{number} second")).await?;
        if kept { Ok(()) } else { Err(no()) }
    })
    .await
}

/// 5,000 schedules on each database of three blocks and a statement beside them, one of them dropped half-way in every
/// other schedule.
#[orm::test(sqlite, postgres, models(Entry))]
async fn no_block_undoes_what_another_did(db: Db) {
    for seed in 0..5_000 {
        let mut random = Random::new(seed);
        let kept: Vec<bool> = (0..3).map(|_| random.below(2) == 0).collect();
        let nested = random.below(4);
        let dropped = if random.below(2) == 0 { None } else { Some((random.below(3), random.below(12))) };
        let outer = db.atomic(async {
            let mut futures: Vec<Pin<Box<dyn Future<Output = Option<bool>> + '_>>> = Vec::new();
            for (number, &kept) in kept.iter().enumerate() {
                let block = block(number, kept, nested == number);
                let polls = dropped.filter(|(place, _)| *place == number).map_or(usize::MAX, |(_, polls)| polls);
                futures.push(Box::pin(async move {
                    crate::polls::dropped_after(polls, block).await.map(|done| done.is_ok())
                }));
            }
            futures.push(Box::pin(async { Some(add("beside").await.is_ok()) }));
            let outcomes = interleaved(futures, |woken| random.below(woken)).await;
            let mut names = names().await;
            assert!(names.pop().is_some_and(|name| name == "beside"), "seed {seed}");
            for (number, &kept) in kept.iter().enumerate() {
                let both = [format!("{number} first"), format!("{number} second")];
                let there = both.iter().filter(|name| names.contains(name)).count();
                match outcomes[number] {
                    Some(done) => assert_eq!((done, there), (kept, if kept { 2 } else { 0 }), "seed {seed}"),
                    // Dropped: all or nothing.
                    None => assert!(there == 0 || kept && there == 2, "seed {seed}: {names:?}"),
                }
            }
            assert!(!names.iter().any(|name| name.ends_with("undone")), "seed {seed}: {names:?}");
            Err::<(), _>(no())
        });
        assert_eq!(outer.await.unwrap_err().to_string(), "no", "seed {seed}");
        assert_eq!(Entry::all().count().await.unwrap(), 0, "seed {seed}");
    }
}
