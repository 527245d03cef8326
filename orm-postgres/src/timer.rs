use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::timeout;

use crate::watchdog::Countdown;

/// A timer that a connection keeps from statement to statement.
#[derive(Default)]
pub(crate) struct Timer(Option<Arc<Countdown>>);

/// The work took too long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Elapsed;

impl Timer {
    /// Does the work, unless it takes longer than this.
    ///
    /// The work is pinned already, because a future taken by value would be copied, and these are large.
    pub(crate) async fn limit<F: Future>(
        &mut self,
        limit: Duration,
        mut work: Pin<&mut F>,
    ) -> Result<F::Output, Elapsed> {
        if self.0.is_none() {
            self.0 = Countdown::new();
        }
        let Some(countdown) = &self.0 else {
            return Box::pin(timeout(limit, work)).await.map_err(|_| Elapsed);
        };
        let running = countdown.start(limit);
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Ok(value)),
            Poll::Pending if running.is_over(context) => Poll::Ready(Err(Elapsed)),
            Poll::Pending => Poll::Pending,
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::pin::pin;
    use std::time::Instant;

    use tokio::time::sleep;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn what_takes_too_long_is_given_up_and_not_before() {
        let mut timer = Timer::default();
        for _ in 0..3 {
            let start = Instant::now();
            assert_eq!(timer.limit(LIMIT, pin!(pending::<()>())).await, Err(Elapsed));
            assert!(start.elapsed() >= LIMIT);
            assert_eq!(timer.limit(LIMIT, pin!(ready(1))).await, Ok(1));
            assert_eq!(timer.limit(LIMIT * 20, pin!(sleep(LIMIT))).await, Ok(()));
        }
    }

    #[tokio::test]
    async fn many_at_once() {
        let limited = |number: u32| async move {
            let start = Instant::now();
            let limit = LIMIT + Duration::from_millis(5) * number;
            assert_eq!(Timer::default().limit(limit, pin!(pending::<()>())).await, Err(Elapsed));
            assert!(start.elapsed() >= limit);
        };
        let tasks: Vec<_> = (0..20).map(|number| tokio::spawn(limited(number))).collect();
        for task in tasks {
            assert!(task.await.is_ok());
        }
    }

    #[tokio::test]
    async fn after_a_long_rest_time_runs_again() {
        let mut timer = Timer::default();
        assert_eq!(timer.limit(LIMIT, pin!(ready(1))).await, Ok(1));
        sleep(Duration::from_millis(1_500)).await;
        assert_eq!(timer.limit(LIMIT, pin!(pending::<()>())).await, Err(Elapsed));
    }

    #[tokio::test]
    async fn what_was_dropped_is_forgotten() {
        let mut timer = Timer::default();
        assert!(timeout(LIMIT / 5, timer.limit(LIMIT, pin!(pending::<()>()))).await.is_err());
        sleep(LIMIT * 2).await;
        assert_eq!(timer.limit(LIMIT * 20, pin!(sleep(LIMIT))).await, Ok(()));
    }
}
