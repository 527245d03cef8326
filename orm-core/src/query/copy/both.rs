use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Does both side by side, and waits for both, but for the second one no longer once the first has failed.
pub(super) async fn both<T, E, U>(
    first: impl Future<Output = Result<T, E>>,
    second: impl Future<Output = U>,
) -> Result<(T, U), E> {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let (mut done, mut other) = (None, None);
    poll_fn(|context| {
        if done.is_none()
            && let Poll::Ready(outcome) = first.as_mut().poll(context)
        {
            done = Some(outcome?);
        }
        if other.is_none()
            && let Poll::Ready(outcome) = second.as_mut().poll(context)
        {
            other = Some(outcome);
        }
        match (done.take(), other.take()) {
            (Some(done), Some(other)) => Poll::Ready(Ok((done, other))),
            (one, two) => {
                (done, other) = (one, two);
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::task::yield_now;

    use super::*;

    #[tokio::test]
    async fn both_are_done_whichever_is_first() {
        let slow = async {
            yield_now().await;
            Ok::<_, ()>(1)
        };
        assert_eq!(both(slow, ready(2)).await, Ok((1, 2)));
        let slow = async {
            yield_now().await;
            2
        };
        assert_eq!(both(ready(Ok::<_, ()>(1)), slow).await, Ok((1, 2)));
    }

    #[tokio::test]
    async fn a_failure_of_the_first_is_the_end() {
        assert_eq!(both(ready(Err::<(), _>("no")), pending::<()>()).await, Err("no"));
    }
}
