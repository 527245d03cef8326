//! Rows one after the other, beside other queries, and left half-way.

use std::collections::HashSet;
use std::pin::pin;

use futures_util::TryStreamExt;
use orm::prelude::*;
use orm::{Db, Error};

use crate::outside::on_both_outside;
use crate::polls::dropped_after;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "streamed")]
struct Row {
    id: i64,
    text: String,
    number: Option<i64>,
}

async fn rows(count: i64) -> Vec<Row> {
    let new = (0..count).map(|n| Row::create().text(format!("row {n}")).number((n % 3 != 0).then_some(n)));
    Row::bulk_create(new).await.unwrap()
}

/// Reads to the end.
async fn all<T: Send + 'static>(mut stream: orm::query::RowStream<T>) -> Vec<T> {
    let mut all = Vec::new();
    while let Some(row) = stream.try_next().await.unwrap() {
        all.push(row);
    }
    assert!(stream.try_next().await.unwrap().is_none());
    all
}

#[orm::test(sqlite, postgres, models(Row))]
async fn they_are_the_rows_of_the_query() {
    let rows = rows(2_500).await;
    for rows_a_fetch in [1, 7, 500, 2_500, u32::MAX] {
        let stream = Row::all().order_by(|r| r.id).stream().rows_a_fetch(rows_a_fetch);
        assert_eq!(all(stream).await, rows, "{rows_a_fetch}");
    }
    let some = Row::filter(|r| r.number.in_([4, 5, 2_000]) & r.text.ne("x")).order_by(|r| r.number.desc());
    assert_eq!(all(some.clone().stream()).await, some.clone().await.unwrap());
    let values = some.values(|r| (r.text, r.number, r.number + 1));
    assert_eq!(all(values.clone().stream()).await, values.await.unwrap());
    let slice = Row::all().order_by(|r| r.id.desc()).offset(10).limit(5);
    assert_eq!(all(slice.clone().stream()).await, slice.await.unwrap());
    assert!(all(Row::filter(|r| r.id.in_([0; 0])).stream()).await.is_empty());
    assert!(all(Row::filter(|r| r.id.lt(0)).stream()).await.is_empty());
}

#[orm::test(sqlite, postgres, models(Row))]
async fn it_is_a_stream() {
    let rows = rows(10).await;
    let stream = Row::all().order_by(|r| r.id).stream();
    let ids: Vec<i64> = stream.map_ok(|row| row.id).try_collect().await.unwrap();
    assert_eq!(ids, rows.iter().map(|row| row.id).collect::<Vec<_>>());
}

#[orm::test(sqlite, postgres, models(Row))]
async fn what_is_written_meanwhile_changes_nothing_about_it(db: Db) {
    let rows = rows(300).await;
    for in_transaction in [false, true] {
        let streamed = async {
            let mut stream = Row::filter(|r| r.text.starts_with("row")).order_by(|r| r.id).stream().rows_a_fetch(10);
            let mut seen = Vec::new();
            while let Some(mut row) = stream.try_next().await? {
                seen.push(row.clone());
                row.update(|r| r.text.set("written")).await?;
                row.delete().await?;
                Row::create().text("row, new").await?;
            }
            Ok(seen)
        };
        let seen = match in_transaction {
            false => streamed.await.unwrap(),
            true => db.atomic(streamed).await.unwrap(),
        };
        assert_eq!(seen.len(), rows.len());
        assert!(in_transaction || seen == rows);
    }
}

#[orm::test(sqlite, postgres, models(Row))]
async fn several_at_once_inside_a_transaction() {
    rows(100).await;
    orm::atomic(async {
        let mut up = Row::all().order_by(|r| r.id).stream().rows_a_fetch(3);
        let mut down = Row::all().order_by(|r| r.id.desc()).stream().rows_a_fetch(5);
        let mut pairs = Vec::new();
        while let (Some(a), Some(b)) = tokio::try_join!(up.try_next(), down.try_next())? {
            // A block of its own in between, which is undone.
            let undone = orm::atomic(async {
                Row::all().delete().everything().await?;
                assert_eq!(Row::all().count().await?, 0);
                Err::<(), _>(Error::custom("no"))
            });
            assert!(undone.await.is_err());
            pairs.push((a.id, b.id));
        }
        assert_eq!(pairs.len(), 100);
        assert!(pairs.iter().all(|(a, b)| a + b == pairs[0].0 + pairs[0].1));
        Ok(())
    })
    .await
    .unwrap();
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_stream_goes_on_inside_a_nested_block() {
    rows(21).await;
    orm::atomic(async {
        let mut stream = Row::all().order_by(|r| r.id).stream().rows_a_fetch(4);
        let mut ids = HashSet::from([stream.try_next().await?.unwrap().id]);
        for _ in 0..4 {
            let undone = orm::atomic(async {
                for _ in 0..5 {
                    ids.insert(stream.try_next().await?.unwrap().id);
                }
                Err::<(), _>(Error::custom("no"))
            });
            assert_eq!(undone.await.unwrap_err().to_string(), "no");
        }
        assert!(stream.try_next().await?.is_none());
        assert_eq!(ids.len(), 21);
        Ok(())
    })
    .await
    .unwrap();
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_column_may_be_called_as_a_rowid_is() {
    rows(5).await;
    for name in ["rowid", "oid"] {
        let sql = format!("SELECT -id AS {name}_, -id AS \"{name}\", id FROM streamed ORDER BY id");
        let stream = orm::raw::<(i64, i64, i64)>(sql, ()).stream().rows_a_fetch(2);
        assert_eq!(all(stream).await.len(), 5, "{name}");
    }
}

#[orm::test(sqlite, postgres, models())]
async fn errors_end_it(db: Db) {
    let mut missing = Row::all().stream();
    assert!(matches!(missing.try_next().await, Err(Error::MissingTable { .. })));
    assert!(missing.try_next().await.unwrap().is_none());
    db.create_tables_of(orm::models![Row]).await.unwrap();
    rows(10).await;
    let mut refused = Row::filter(|r| r.text.eq("\0")).stream();
    assert!(matches!(refused.try_next().await, Err(Error::InvalidValue { .. })));
    let broken = orm::atomic(async {
        let mut stream = Row::all().stream().rows_a_fetch(2);
        stream.try_next().await?;
        stream.try_next().await?;
        let _ = Row::create().id(1).text("again").await;
        assert!(matches!(stream.try_next().await, Err(Error::TransactionAborted)));
        Ok(())
    });
    assert!(matches!(broken.await, Err(Error::TransactionAborted)));
}

#[orm::test(sqlite, postgres, models(Row))]
async fn after_its_transaction_it_says_so() {
    rows(10).await;
    let mut stream = Row::all().stream().rows_a_fetch(2);
    orm::atomic(async { stream.try_next().await }).await.unwrap();
    stream.try_next().await.unwrap();
    assert!(matches!(stream.try_next().await, Err(Error::TransactionEnded)));
}

on_both_outside! {
    async fn dropped_anywhere_it_frees_its_connection(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Row]).await.unwrap();
        orm::scope(&db, async {
            rows(100).await;
            for polls in 0..200 {
                let read = async {
                    let mut stream = pin!(Row::all().stream().rows_a_fetch(10));
                    let mut read = 0;
                    while stream.try_next().await.unwrap().is_some() {
                        read += 1;
                    }
                    read
                };
                let done = dropped_after(polls, read).await;
                assert_eq!(Row::all().count().await.unwrap(), 100);
                Row::create().text("new").await.unwrap().delete().await.unwrap();
                if polls == 199 {
                    assert_eq!(done, Some(100), "more awaits than are tried here");
                }
            }
        })
        .await;
    }

    /// Enough rows that those on their way fill every buffer, with another query on the same connection for each.
    async fn a_query_a_row_on_the_same_connection(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Row]).await.unwrap();
        db.atomic(async {
            let count = i64::try_from(rows(100_000).await.len()).unwrap();
            let mut stream = Row::all().order_by(|r| r.id).stream();
            let mut sum = 0;
            while let Some(mut row) = stream.try_next().await? {
                row.update(|r| r.number.set(1)).await?;
                sum += row.number.unwrap_or_default();
            }
            assert_eq!(sum, count);
            assert_eq!(Row::filter(|r| r.number.eq(1)).count().await?, 100_000);
            Ok(())
        })
        .await
        .unwrap();
    }
}

#[orm::test(sqlite, postgres, models(Row))]
async fn chunks_are_rows_that_came_together() {
    let rows = rows(25).await;
    for (size, sizes) in
        [(10, vec![10, 10, 5]), (25, vec![25]), (1, vec![1; 25]), (0, vec![1; 25]), (u32::MAX, vec![25])]
    {
        let mut chunks = Row::all().order_by(|r| r.id).stream().chunks(size);
        let mut found = Vec::new();
        while let Some(chunk) = chunks.try_next().await.unwrap() {
            found.push(chunk);
        }
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        assert_eq!(found.concat(), rows);
        assert!(chunks.try_next().await.unwrap().is_none());
    }
    // Of a stream that has begun, no chunk has more either.
    let mut begun = Row::all().order_by(|r| r.id).stream();
    begun.try_next().await.unwrap();
    let sizes: Vec<_> = begun.chunks(10).map_ok(|chunk| chunk.len()).try_collect().await.unwrap();
    assert_eq!(sizes, [10, 10, 4]);
    let texts: Vec<Vec<String>> = Row::all().values(|r| r.text).stream().chunks(20).try_collect().await.unwrap();
    assert_eq!(texts.iter().map(Vec::len).collect::<Vec<_>>(), [20, 5]);
}
