use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{self, Handle};
use tokio::time::{Instant, Sleep, sleep_until};

/// A timer that a connection keeps from statement to statement.
///
/// Moving a registered timer to a later time costs a fraction of registering one, which is a good part of
/// what a short statement costs altogether.
#[derive(Default)]
pub(crate) struct Timer(Option<(runtime::Id, Pin<Box<Sleep>>)>);

/// The work took too long.
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
        let sleep = self.set(limit);
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Ok(value)),
            Poll::Pending => sleep.as_mut().poll(context).map(|()| Err(Elapsed)),
        })
        .await
    }

    fn set(&mut self, limit: Duration) -> &mut Pin<Box<Sleep>> {
        /// Later than any statement; the clock need not be able to count to the limit.
        const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365);
        let end = Instant::now() + limit.min(FAR);
        // A timer belongs to a runtime, and the connection may outlive the one that used it last.
        let runtime = Handle::current().id();
        let reset = self.0.take().filter(|(owner, _)| *owner == runtime).map(|(_, mut sleep)| {
            sleep.as_mut().reset(end);
            sleep
        });
        let sleep = reset.unwrap_or_else(|| Box::pin(sleep_until(end)));
        &mut self.0.insert((runtime, sleep)).1
    }
}
