use std::fmt;
use std::time::{Duration, Instant};

use crate::{Draft, Newcomer, Operation, Quartiles, Result, Side};

/// How long one side is measured at a time.
const TURN: Duration = Duration::from_millis(5);
/// How long an operation is measured altogether.
const TOTAL: Duration = Duration::from_secs(3);
/// How many newcomers the table may hold; clearing it is not measured.
const FULL: u32 = 20_000;

/// What an operation takes on two sides, in seconds.
///
/// They take turns of a few milliseconds: what else the machine does disturbs both alike, and the ratio within a pair of turns stays
/// meaningful where the times themselves do not.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// On the first side.
    pub one: Quartiles,
    /// On the second.
    pub other: Quartiles,
    /// How many times as long as the first side the second takes.
    pub ratio: Quartiles,
}

impl Pair {
    /// Measures both, after making sure that they give the same.
    ///
    /// # Errors
    /// When they do not, or the database refuses.
    pub async fn measure(operation: Operation, one: &mut impl Side, other: &mut impl Side) -> Result<Self> {
        let drafts = operation.drafts();
        if operation.answer(one, &drafts).await? != operation.answer(other, &drafts).await? {
            return Err(format!("{}: the two sides differ", operation.name()).into());
        }
        let mut rows = operation.rows_at_hand(one, &drafts).await?;
        let mut other_rows = operation.rows_at_hand(other, &drafts).await?;
        operation.run(one, &drafts, &mut rows, operation.warm_up()).await?;
        operation.run(other, &drafts, &mut other_rows, operation.warm_up()).await?;

        let times = times_a_turn(operation, one, &drafts, &mut rows).await?;
        let (mut inserted, mut other_inserted) = (0, 0);
        Self::take_turns(
            TOTAL,
            async || {
                make_room(one, &mut inserted, times * operation.rows()).await?;
                turn(operation, one, &drafts, &mut rows, times).await
            },
            async || {
                make_room(other, &mut other_inserted, times * operation.rows()).await?;
                turn(operation, other, &drafts, &mut other_rows, times).await
            },
        )
        .await
    }

    /// Lets two ways take turns for about so long, each of which says how many seconds a turn of it took. The first turn of each only
    /// warms up.
    ///
    /// # Errors
    /// Those of a turn.
    pub async fn take_turns(
        total: Duration,
        mut one: impl AsyncFnMut() -> Result<f64>,
        mut other: impl AsyncFnMut() -> Result<f64>,
    ) -> Result<Self> {
        let (mut by_one, mut by_other, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let end = Instant::now() + total;
        // At least one that counts.
        for turn in 0_u32.. {
            // Each is first as often as the other.
            let (time, other_time) = if turn.is_multiple_of(2) {
                let time = one().await?;
                (time, other().await?)
            } else {
                let other_time = other().await?;
                (one().await?, other_time)
            };
            if turn > 0 {
                by_one.push(time);
                by_other.push(other_time);
                ratios.push(other_time / time);
                if Instant::now() > end {
                    break;
                }
            }
        }
        let quartiles = |measured| Quartiles::of(measured).ok_or("nothing was measured");
        Ok(Self { one: quartiles(by_one)?, other: quartiles(by_other)?, ratio: quartiles(ratios)? })
    }
}

/// Three columns of a table: the one, the other, and the ratio with its quartiles.
impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { one, other, ratio } = self;
        let [one, other] = [one, other].map(|side| match side.median {
            long if long > 0.01 => format!("{:.1} ms", long * 1e3),
            short => format!("{:.1} us", short * 1e6),
        });
        write!(f, "{one} | {other} | ")?;
        write!(f, "{:.2} [{:.2}..{:.2}]", ratio.median, ratio.lower, ratio.upper)
    }
}

/// Clears the table where it is full.
async fn make_room(side: &mut impl Side, inserted: &mut u32, more: u32) -> Result<()> {
    if *inserted >= FULL {
        side.clear().await?;
        *inserted = 0;
    }
    *inserted += more;
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
