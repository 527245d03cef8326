//! The first rows of each.

use orm::prelude::*;
use orm::query::Derived;
use orm::sql::Dialect;

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

#[test]
fn sql() {
    let query = Order::all().limit_by(2, |o| o.user).values(|o| (o.user.name, o.total));
    insta::assert_snapshot!(query.to_sql_for(Dialect::Postgres), @r#"SELECT "c1", "c2" FROM (SELECT "limit_by_users_1"."name" AS "c1", "limit_by_orders"."total" AS "c2", row_number() OVER (PARTITION BY "limit_by_orders"."user_id" ORDER BY "limit_by_orders"."total" DESC) <= $1 AS "c3", "limit_by_orders"."total" AS "c4" FROM "limit_by_orders" LEFT JOIN "limit_by_users" AS "limit_by_users_1" ON "limit_by_users_1"."id" = "limit_by_orders"."user_id") AS "rows" WHERE "c3" ORDER BY "c4" DESC"#);
}
