//! The row that meets a condition, made where it is missing: safe also where several do so at once.
//!
//! Nobody is kept from inserting the row between looking for it and making it. So the database's own unique constraint
//! decides: who loses the race takes what the winner has made. In a transaction that sees the database as it was at its
//! beginning, the loser cannot see that, and has collided.

use super::unseen::Unseen;
use super::{QuerySet, hooks, instance};
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::{Assignment, Predicate};
use crate::model::Model;

/// The row with these columns set, if any, or the row that was made now; and whether it was.
pub(super) async fn or_create<M: Model>(
    db: Db,
    rows: Predicate<M>,
    set: Vec<Assignment<M>>,
    mut new: M::New,
) -> Result<(M, bool)> {
    let rows = QuerySet::new().filter(|_| rows).using(&db);
    if let Some(row) = updated(&db, rows.clone(), set.clone()).await? {
        return Ok((row, false));
    }
    // A hook may create another row than the one at hand.
    let unseen = M::hooks().is_none().then(|| Unseen::of(&mut new));
    match db.attempt(hooks::create(db.clone(), new)).await {
        Err(lost @ Error::UniqueViolation { .. }) => match updated(&db, rows, set).await? {
            Some(row) => Ok((row, false)),
            // On the heap, because it is rare.
            None => match unseen {
                Some(unseen) => Err(Box::pin(unseen.explain(&db, lost)).await?),
                None => Err(lost),
            },
        },
        made => Ok((made?, true)),
    }
}

/// Updates the one row that there is. One that is deleted meanwhile is none.
async fn updated<M: Model>(db: &Db, rows: QuerySet<M>, set: Vec<Assignment<M>>) -> Result<Option<M>> {
    let mut stale = None;
    loop {
        let Some(mut row) = rows.clone().get_or_none().await? else { return Ok(None) };
        let version = M::TABLE.version().map(|version| row.column(version).into_owned());
        if stale.is_some() && stale == version {
            return Err(Error::StaleObject { model: M::TABLE.model });
        }
        let (hooked, set) = (hooks::is_hooked::<M>() && !set.is_empty(), set.clone());
        let updated = match hooked {
            true => hooks::update(db.clone(), &mut row, set).await,
            false => instance::update(db.clone(), &mut row, set).await,
        };
        match updated {
            Ok(()) => return Ok(Some(row)),
            Err(Error::DoesNotExist { .. }) => return Ok(None),
            // Somebody else was faster: the row is read again. Who sees the database as it was does not see that, and is told.
            Err(Error::StaleObject { .. }) => stale = version,
            Err(error) => return Err(error),
        }
    }
}
