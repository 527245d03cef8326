//! The first rows of each.

use orm::prelude::*;
use orm::query::Derived;
use orm::sql::Dialect;
use orm::{rank, window};

#[derive(Model, Debug, Clone)]
#[orm(table = "limit_by_users", ordering = "name")]
struct User {
    id: i64,
    name: String,
    orders: HasMany<Order>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "limit_by_orders", ordering = "-total")]
struct Order {
    id: i64,
    user: Option<ForeignKey<User>>,
    total: i64,
}

#[derive(Projection)]
#[allow(dead_code, reason = "its columns are asked about")]
#[orm(model = Order, table)]
struct Spent {
    user: Option<ForeignKey<User>>,
    #[orm(expr = |o| o.total / 10)]
    tens: i64,
    #[orm(expr = |_| count())]
    orders: i64,
}

async fn data() -> orm::Result<()> {
    User::bulk_create(["ann", "bob", "eve"].map(|name| User::create().name(name))).await?;
    let rows = [(1, 10), (1, 30), (1, 20), (2, 5)].map(|(user, total)| Order::create().user(user).total(total));
    Order::bulk_create(rows).await?;
    Order::bulk_create([7, 8, 9].map(|total| Order::create().total(total))).await?;
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_each_parent() -> orm::Result<()> {
    data().await?;
    let totals = |query: QuerySet<Order>| query.values(|o| o.total);
    // By the model's own order, which stays that of the whole.
    assert_eq!(totals(Order::all().limit_by(2, |o| o.user)).await?, [30, 20, 9, 8, 5]);
    let smallest = Order::all().order_by(|o| o.total).limit_by(1, |o| o.user);
    assert_eq!(totals(smallest.clone()).await?, [5, 7, 10]);
    assert_eq!(totals(smallest.clone().order_by(|o| o.total.desc())).await?, [10, 7, 5]);
    assert_eq!(totals(smallest.clone().limit(1).offset(1)).await?, [7]);
    assert_eq!((smallest.clone().count().await?, smallest.clone().aggregate(|o| o.total.sum()).await?), (3, Some(22)));
    // Conditions come before.
    assert_eq!(totals(smallest.filter(|o| o.total.gt(7))).await?, [8, 10]);
    // As either part of a set.
    let (largest, all) = (Order::all().limit_by(1, |o| o.user), Order::all());
    assert_eq!(totals(largest.clone().intersection(all.clone())).await?, [30, 9, 5]);
    assert_eq!(totals(all.difference(largest)).await?, [20, 10, 8, 7]);
    let names = Order::all().limit_by(1, |o| o.user).order_by(|o| o.user.name).values(|o| (o.user.name, o.total));
    assert_eq!(names.await?, [(Some("ann".to_owned()), 30), (Some("bob".to_owned()), 5), (None, 9)]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_anything() -> orm::Result<()> {
    data().await?;
    let totals = |query: QuerySet<Order>| query.values(|o| o.total);
    assert_eq!(totals(Order::all().limit_by(1, |o| (o.user, o.total / 20))).await?, [30, 10, 9, 5]);
    assert_eq!(totals(Order::all().limit_by(1, |o| o.total % 2)).await?, [30, 9]);
    assert_eq!(totals(Order::all().limit_by(0, |o| o.user)).await?, [0_i64; 0]);
    assert_eq!(totals(Order::all().limit_by(u64::MAX, |o| o.user)).await?.len(), 7);
    let twice = Order::all().limit_by(2, |o| o.user).limit_by(1, |o| o.total % 2);
    assert_eq!(totals(twice).await?, [30, 9]);
    let related = Order::all().limit_by(1, |o| o.user).select_related(|o| o.user).await?;
    assert_eq!(
        related.iter().filter_map(|o| o.user.as_ref()?.get().ok()).map(|u| &u.name).collect::<Vec<_>>(),
        ["ann", "bob"]
    );
    assert_eq!(Order::all().limit_by(1, |o| o.user).delete().await?, 3);
    assert_eq!(totals(Order::all()).await?, [20, 10, 8, 7]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_queries_as_tables() -> orm::Result<()> {
    data().await?;
    let spent = Order::all().project::<Spent>().as_table();
    let order = |s: &Fields<Derived<Spent>>| (s.orders.desc(), s.tens.desc());
    let most = spent
        .order_by(order)
        .limit_by(1, |s| s.user)
        .order_by(|s| (s.tens, s.user.name.desc()))
        .values(|s| (s.user.name, s.tens));
    assert_eq!(most.await?, [(None, 0), (Some("bob".to_owned()), 0), (Some("ann".to_owned()), 3)]);
    Ok(())
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = Order, table)]
struct Sums {
    user: Option<i64>,
    #[orm(expr = |o| o.total.sum())]
    total: Option<i64>,
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn groups_are_made_of_the_rows_that_are_left() -> orm::Result<()> {
    data().await?;
    let largest = || Order::all().order_by(|o| o.total.desc()).limit_by(2, |o| o.user);
    let sums = largest().values(|o| (o.user, o.total.sum())).order_by(|o| o.user.nulls_first());
    let expected = [(None, Some(17)), (Some(1), Some(50)), (Some(2), Some(5))];
    assert_eq!(sums.clone().await?, expected);
    assert_eq!((sums.clone().count().await?, sums.clone().limit(1).offset(1).await?), (3, vec![(Some(1), Some(50))]));
    assert_eq!(sums.clone().filter(|o| o.total.sum().gt(5) & o.total.gt(8)).await?, [(None, Some(9)), expected[1]]);
    assert_eq!(sums.clone().aggregate(|o| o.total.sum().max()).await?, Some(50));
    assert_eq!(sums.paginate(2).await?.items, expected[..2]);
    // The order told which rows are the first, and groups have none of it.
    assert_eq!(largest().values(|o| (o.user, o.total.sum())).await?.len(), 3);
    assert_eq!(largest().values(|o| (o.user, o.total.sum())).paginate(2).await?.items.len(), 2);
    assert_eq!(largest().values(|o| (o.user.name, count())).order_by(|o| o.user.name.nulls_first()).await?[0].1, 2);
    assert_eq!(largest().values(|_| count()).await?, [5]);

    let rows = largest().project::<Sums>();
    let of_one = Sums { user: Some(1), total: Some(50) };
    assert_eq!(rows.clone().filter(|o| o.user.eq(1)).await?, [of_one]);
    let again = rows.as_table().order_by(|s| s.total.desc()).limit_by(1, |s| s.user.is_null());
    assert_eq!(again.clone().aggregate(|s| s.total.sum()).await?, Some(67));
    assert_eq!(
        again.values(|s| (s.user.is_null(), s.total.sum())).order_by(|s| s.total.sum()).await?,
        [(Some(true), Some(17)), (Some(false), Some(50))]
    );
    let totals = largest().rollup(|o| o.user, |o| o.total.sum()).await;
    if orm::default_db()?.dialect() == Dialect::Sqlite {
        assert!(matches!(totals, Err(orm::Error::Unsupported { .. })));
    } else {
        let totals = totals?;
        assert_eq!((totals.len(), totals.iter().filter_map(|(_, sum)| *sum).max()), (4, Some(72)));
    }
    // Windows that see rows, and those that see the groups.
    let place = |o: &Fields<Order>| rank().over(window().partition_by(o.user).order_by(o.total.desc()));
    let by_place =
        Order::filter(|o| place(o).le(2)).values(|o| (o.user, o.total.sum())).order_by(|o| o.user.nulls_first());
    assert_eq!(by_place.await?, expected);
    let most =
        Order::all().values(|o| (o.user, count())).filter(|_| rank().over(window().order_by(count().desc())).le(1));
    assert_eq!(most.order_by(|o| o.user.nulls_last()).await?, [(Some(1), 3), (None, 3)]);
    let first = Order::all()
        .values(|o| (o.user, o.total % 2, count()))
        .order_by(|o| (count().desc(), o.user))
        .limit_by(1, |o| o.user);
    assert_eq!(first.order_by(|o| o.user.nulls_first()).await?, [(None, 1, 2), (Some(1), 0, 3), (Some(2), 1, 1)]);
    let unlike =
        Order::all().values(|o| (o.user, count())).filter(|o| rank().over(window().order_by((count(), o.total))).le(1));
    let refused = "a window of groups can see only what is selected and aggregates";
    assert_eq!(unlike.await.err().map(|error| error.to_string()).as_deref(), Some(refused));
    // Of raw rows too.
    let raw = Order::raw("SELECT * FROM limit_by_orders WHERE total > $1", (5,)).as_table();
    let sums = raw.order_by(|o| o.total.desc()).limit_by(1, |o| o.user).values(|o| (o.user, o.total.sum()));
    assert_eq!(sums.order_by(|o| o.user.nulls_first()).await?, [(None, Some(9)), (Some(1), Some(30))]);
    Ok(())
}

#[test]
fn sql() {
    let query = Order::all().limit_by(2, |o| o.user).values(|o| (o.user.name, o.total));
    insta::assert_snapshot!(query.to_sql_for(Dialect::Postgres), @r#"SELECT "c1", "c2" FROM (SELECT "limit_by_users_1"."name" AS "c1", "limit_by_orders"."total" AS "c2", row_number() OVER (PARTITION BY "limit_by_orders"."user_id" ORDER BY "limit_by_orders"."total" DESC) <= $1 AS "c3", "limit_by_orders"."total" AS "c4" FROM "limit_by_orders" LEFT JOIN "limit_by_users" AS "limit_by_users_1" ON "limit_by_users_1"."id" = "limit_by_orders"."user_id") AS "rows" WHERE "c3" ORDER BY "c4" DESC"#);
}
