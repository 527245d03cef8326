//! Blocks that run, and where that can help, run again.

use std::future::Future;
use std::pin::pin;

use tokio::time::{sleep, timeout_at};

use super::deadline::Deadline;
use super::pause;
use super::terms::Terms;
use crate::database::{Db, scope};
use crate::error::{Error, Result};

/// How a block has failed.
pub(super) enum Failed<E> {
    /// By itself; and whether that was after a statement of it collided with another transaction.
    InBlock(E, bool),
    /// Around it: no transaction was to be had, or it could not be committed.
    Around(Error, bool),
}

impl<E: From<Error>> Failed<E> {
    /// Whether the block may succeed when it runs again.
    fn can_be_mended(&self, is_retryable: impl Fn(&E) -> bool) -> bool {
        match self {
            Self::InBlock(error, has_collided) => *has_collided || is_retryable(error),
            // The block has taken the failure for no failure.
            Self::Around(Error::TransactionAborted, has_collided) => *has_collided,
            Self::Around(error, _) => error.is_retryable(),
        }
    }

    pub(super) fn into_error(self) -> E {
        match self {
            Self::InBlock(error, _) => error,
            Self::Around(error, _) => error.into(),
        }
    }
}

/// Runs a block in a transaction, which is committed where it gives `Ok`, and rolled back otherwise.
pub(super) async fn once<T, E: From<Error>>(
    db: &Db,
    terms: Terms,
    block: impl Future<Output = Result<T, E>>,
) -> Result<T, Failed<E>> {
    let tx = db.begin_as(terms).await.map_err(|error| Failed::Around(error, false))?;
    match scope(&tx, block).await {
        Ok(value) => {
            let collision = tx.collision();
            match tx.commit().await {
                Ok(()) => Ok(value),
                Err(error) => Err(Failed::Around(error, collision.is_there())),
            }
        }
        Err(error) => {
            let has_collided = tx.collision().is_there();
            // The block's error says what is wrong. Where this fails, the connection is lost, and all is undone, too.
            let _ = tx.rollback().await;
            Err(Failed::InBlock(error, has_collided))
        }
    }
}

/// Runs a block in a transaction, as often as its terms allow and it needs.
pub(super) async fn run<T, E: From<Error>, F: Future<Output = Result<T, E>>>(
    db: &Db,
    terms: Terms,
    mut block: impl FnMut() -> F,
    is_retryable: fn(&E) -> bool,
) -> Result<T, E> {
    let mut retry = 0;
    loop {
        let failed = match once(db, terms, in_time(terms.deadline, block())).await {
            Ok(value) => return Ok(value),
            Err(failed) => failed,
        };
        let pause = pause::before(retry);
        let is_late = terms.deadline.is_some_and(|deadline| deadline.remaining() <= pause);
        if retry >= terms.retries || is_late || !failed.can_be_mended(is_retryable) {
            return Err(failed.into_error());
        }
        sleep(pause).await;
        retry += 1;
    }
}

async fn in_time<T, E: From<Error>>(
    deadline: Option<Deadline>,
    block: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let block = pin!(block);
    match deadline {
        None => block.await,
        Some(deadline) => timeout_at(deadline.at, block).await.unwrap_or_else(|_| Err(deadline.error().into())),
    }
}
