//! Futures that are dropped, and futures that are polled in an order of the test's choice.

use std::future::{Future, IntoFuture, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Wake, Waker};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Polls a future whenever it is woken, and drops it after this many polls: `None`, unless it was done by then.
pub(crate) async fn dropped_after<T>(polls: usize, future: impl IntoFuture<Output = T>) -> Option<T> {
    let mut future = pin!(future.into_future());
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Polls all futures until they are done. Of those that were woken, `choose` says which is polled next.
pub(crate) async fn interleaved<'a, T>(
    futures: Vec<Pin<Box<dyn Future<Output = T> + 'a>>>,
    mut choose: impl FnMut(usize) -> usize,
) -> Vec<T> {
    struct Task<'a, T> {
        future: Pin<Box<dyn Future<Output = T> + 'a>>,
        woken: Arc<Woken>,
        value: Option<T>,
    }
    let task = |future| Task { future, woken: Arc::default(), value: None };
    let mut tasks: Vec<Task<'a, T>> = futures.into_iter().map(task).collect();
    poll_fn(|context| {
        for task in &tasks {
            task.woken.set_outer(context.waker());
        }
        loop {
            let ready = |task: &&mut Task<'a, T>| task.value.is_none() && task.woken.is_woken();
            let mut woken: Vec<_> = tasks.iter_mut().filter(ready).collect();
            if woken.is_empty() {
                break;
            }
            let place = choose(woken.len()) % woken.len();
            let task = &mut woken[place];
            task.woken.take();
            let waker = Waker::from(Arc::clone(&task.woken));
            if let Poll::Ready(value) = task.future.as_mut().poll(&mut Context::from_waker(&waker)) {
                task.value = Some(value);
            }
        }
        if tasks.iter().all(|task| task.value.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    tasks.into_iter().filter_map(|task| task.value).collect()
}

/// Whether a future asked to be polled again. It is, at first.
struct Woken {
    asked: AtomicBool,
    outer: std::sync::Mutex<Option<Waker>>,
}

impl Default for Woken {
    fn default() -> Self {
        Self { asked: AtomicBool::new(true), outer: std::sync::Mutex::default() }
    }
}

impl Woken {
    fn is_woken(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    fn take(&self) {
        self.asked.store(false, Ordering::SeqCst);
    }

    fn set_outer(&self, waker: &Waker) {
        *self.outer.lock().unwrap() = Some(waker.clone());
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.asked.store(true, Ordering::SeqCst);
        if let Some(outer) = &*self.outer.lock().unwrap() {
            outer.wake_by_ref();
        }
    }
}
