//! Groups and totals over them.

use orm::prelude::*;
use orm::sql::Dialect;
use orm::{grouping, rank, window};

#[derive(Model, Debug, Clone)]
#[orm(table = "grouping_places")]
struct Place {
    #[orm(primary_key)]
    shelf: i32,
    #[orm(primary_key)]
    slot: i32,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "grouping_orders", ordering = "id")]
struct Order {
    id: i64,
    status: Option<String>,
    year: i32,
    total: i64,
    place: Option<ForeignKey<Place>>,
}

async fn orders() -> orm::Result<()> {
    Place::create().shelf(1).slot(2).await?;
    let rows = [(Some("open"), 2025, 10), (Some("open"), 2026, 20), (Some("paid"), 2026, 30), (None, 2026, 5)];
    for (status, year, total) in rows {
        Order::create().status(status.map(str::to_owned)).year(year).total(total).place((1, 2)).await?;
    }
    Ok(())
}

type Totals = Vec<((Option<String>, Option<i32>), (i64, Option<i64>))>;

fn row(
    status: Option<&str>,
    year: Option<i32>,
    orders: i64,
    total: i64,
) -> ((Option<String>, Option<i32>), (i64, Option<i64>)) {
    ((status.map(str::to_owned), year), (orders, Some(total)))
}

#[orm::test(postgres, models(Place, Order))]
async fn rollup_cube_and_sets() -> orm::Result<()> {
    orders().await?;
    let known = || Order::filter(|o| o.status.is_not_null());
    let values = |o: &Fields<Order>| (count(), o.total.sum());
    let rollup = known().rollup(|o| (o.status, o.year), values).order_by(|o| (o.status, o.year));
    let rows: Totals = rollup.clone().await?;
    let (open, paid, all) = (row(Some("open"), None, 2, 30), row(Some("paid"), None, 1, 30), row(None, None, 3, 60));
    let parts = [(Some("open"), 2025, 10), (Some("open"), 2026, 20), (Some("paid"), 2026, 30)];
    let [one, two, three] = parts.map(|(status, year, total)| row(status, Some(year), 1, total));
    assert_eq!(rows, [one.clone(), two.clone(), open.clone(), three.clone(), paid.clone(), all.clone()]);
    assert_eq!(rollup.clone().count().await?, 6);
    assert_eq!(rollup.clone().limit(1).offset(2).await?, [open.clone()]);
    assert_eq!(rollup.aggregate(|_| count().max()).await?, Some(3));

    let cube = known().cube(|o| (o.status, o.year), values).order_by(|o| (o.status, o.year));
    let (in_2025, in_2026) = (row(None, Some(2025), 1, 10), row(None, Some(2026), 2, 50));
    assert_eq!(
        cube.await?,
        [one, two, open.clone(), three, paid.clone(), in_2025.clone(), in_2026.clone(), all.clone()]
    );

    let sets = known().grouping_sets(|o| (o.status, o.year), [&[0][..], &[1], &[]], values);
    assert_eq!(sets.order_by(|o| (o.status, o.year)).await?, [open, paid, in_2025, in_2026, all]);
    Ok(())
}

#[orm::test(postgres, models(Place, Order))]
async fn totals_are_told_from_null() -> orm::Result<()> {
    orders().await?;
    let rows = Order::all().rollup(|o| o.status, |o| (grouping(o.status), count()));
    let rows = rows.order_by(|o| (grouping(o.status), o.status));
    let expected = [(Some("open"), (0, 2)), (Some("paid"), (0, 1)), (None, (0, 1)), (None, (1, 4))];
    assert_eq!(rows.clone().await?, expected.map(|(status, rest)| (status.map(str::to_owned), rest)));
    assert_eq!(rows.clone().filter(|o| grouping(o.status).eq(1)).await?, [(None, (1, 4))]);
    assert_eq!(rows.filter(|_| count().gt(1)).await?.len(), 2);
    // Of several keys, computed ones, and with parameters in them.
    let computed = Order::all().rollup(
        |o| (o.year - 2000, o.status.coalesce("none")),
        |o| (grouping((o.year - 2000, o.status.coalesce("none"))), o.total.sum()),
    );
    let computed = computed.order_by(|o| (grouping((o.year - 2000, o.status.coalesce("none"))).desc(), o.total.sum()));
    let rows = computed.await?;
    assert_eq!(rows[0], ((None, None), (3, Some(65))));
    assert_eq!(rows[1], ((Some(25), None), (1, Some(10))));
    assert_eq!(rows[2], ((Some(26), None), (1, Some(55))));
    assert_eq!(rows[3], ((Some(26), Some("none".to_owned())), (0, Some(5))));
    assert_eq!(rows.len(), 7);
    Ok(())
}

#[orm::test(postgres, models(Place, Order))]
async fn keys_of_every_kind() -> orm::Result<()> {
    orders().await?;
    // A key of several columns is one.
    let places = Order::all().rollup(|o| (o.place, o.year), |_| count()).order_by(|o| (o.place, o.year));
    let rows = places.await?;
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[3], ((None, None), 4));
    assert!(rows[2].0.0.is_some() && rows[2].0.1.is_none());
    // What is selected beside is grouped by in all of them.
    let beside = Order::all().rollup(|o| o.status, |o| (o.year, count())).order_by(|o| (o.year, o.status)).await?;
    assert_eq!(beside.iter().filter(|(_, (year, _))| *year == 2026).count(), 4);
    // Without any aggregate, and of no rows.
    assert_eq!(Order::all().rollup(|o| o.year, |o| grouping(o.year)).order_by(|o| o.year).await?.len(), 3);
    assert_eq!(Order::all().none().rollup(|o| o.year, |_| count()).await?, [(None, 0)]);
    let ranked =
        Order::all().rollup(|o| o.year, |o| (o.total.sum(), rank().over(window().order_by(o.total.sum().desc()))));
    assert_eq!(
        ranked.order_by(|o| o.year).await?,
        [(Some(2025), (Some(10), 3)), (Some(2026), (Some(55), 2)), (None, (Some(65), 1))]
    );
    // Another selection is no rollup any more.
    assert_eq!(Order::all().rollup(|o| o.year, |_| count()).values(|o| o.year).await?.len(), 4);
    let either = Order::filter(|o| o.year.in_([2025])).rollup(|o| o.year, |_| count());
    assert_eq!(either.union(Order::filter(|o| o.year.eq(2026)).rollup(|o| o.year, |_| count())).await?.len(), 4);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Place, Order))]
async fn what_has_no_meaning_is_refused() -> orm::Result<()> {
    let is_sqlite = orm::default_db()?.dialect() == Dialect::Sqlite;
    let sqlite = "SQLite has no ROLLUP, CUBE and GROUPING SETS: ask for each kind of group by `values`";
    let error = |error: Option<orm::Error>| error.map(|error| error.to_string()).unwrap_or_default();
    let rollup = Order::all().rollup(|o| o.status, |_| count()).await.err();
    assert_eq!(error(rollup), if is_sqlite { sqlite } else { "" });
    let of_sum = Order::all().cube(|o| o.total.sum().default(0), |_| count()).await.err();
    let aggregate = "a key of rollup(), cube() or grouping_sets() is an aggregate, and groups are made before it";
    assert_eq!(error(of_sum), if is_sqlite { sqlite } else { aggregate });
    let places = "grouping_sets() takes sets of places from 0 to 0";
    let out_of = Order::all().grouping_sets(|o| o.status, [[1]], |_| count()).await.err();
    assert_eq!(error(out_of), if is_sqlite { sqlite } else { places });
    let none: [[usize; 0]; 0] = [];
    let no_set = Order::all().grouping_sets(|o| o.status, none, |_| count()).await.err();
    assert_eq!(error(no_set), if is_sqlite { sqlite } else { places });
    let alone = Order::all().values(|o| (o.status, grouping(o.status))).await.err();
    assert_eq!(error(alone), if is_sqlite { "SQLite has no grouping()" } else { "" });
    Ok(())
}
