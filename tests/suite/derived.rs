//! Queries about what other queries give.

use orm::prelude::*;
use orm::query::Derived;
use orm::sql::Dialect;
use orm::{rank, window};
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone)]
#[orm(table = "derived_users", ordering = "name")]
struct User {
    id: i64,
    name: String,
    orders: HasMany<Order>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "derived_orders")]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
    tax: Decimal,
    note: Option<String>,
    previous: Option<ForeignKey<Order>>,
}

/// What each user has spent.
#[derive(Projection, Debug, PartialEq)]
#[orm(model = Order, table)]
struct Spent {
    user: i64,
    #[orm(expr = |o| o.total.sum())]
    total: Option<i64>,
    #[orm(expr = |o| o.tax.max())]
    tax: Option<Decimal>,
    #[orm(expr = |_| count())]
    orders: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = Derived<Spent>, table = "by count")]
struct ByCount {
    orders: i64,
    #[orm(expr = |_| count())]
    users: i64,
}

async fn data() -> orm::Result<()> {
    User::bulk_create(["ann", "bob", "eve"].map(|name| User::create().name(name))).await?;
    let rows = [(1, 10, "9.5"), (1, 30, "10.5"), (2, 25, "1.0"), (3, 5, "0.5"), (3, 2, "0.25")];
    Order::bulk_create(rows.map(|(user, total, tax)| {
        let note = (total > 20).then(|| format!("large {total}"));
        Order::create().user(user).total(total).tax(tax.parse::<Decimal>().unwrap_or_default()).note(note)
    }))
    .await?;
    Ok(())
}

fn spent() -> QuerySet<Derived<Spent>, Spent> {
    Order::all().project::<Spent>().as_table()
}

fn large(s: &Fields<Derived<Spent>>) -> Predicate<Derived<Spent>> {
    s.total.gt(20)
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn are_filtered_ordered_and_sliced() -> orm::Result<()> {
    data().await?;
    let users =
        |query: QuerySet<Derived<Spent>, Spent>| query.order_by(|s| s.total.desc()).values(|s| (s.user, s.total));
    assert_eq!(users(spent()).await?, [(1, Some(40)), (2, Some(25)), (3, Some(7))]);
    assert_eq!(users(spent().filter(large)).await?, [(1, Some(40)), (2, Some(25))]);
    assert_eq!(users(spent().exclude(large)).await?, [(3, Some(7))]);
    assert_eq!(users(spent().filter(large).limit(1).offset(1)).await?, [(2, Some(25))]);
    assert_eq!(users(spent().filter(q!(|s| s.total > 20 && s.orders == 2))).await?, [(1, Some(40))]);
    assert_eq!(users(spent().filter(|s| s.tax.gt("9.75".parse::<Decimal>().unwrap_or_default()))).await?.len(), 1);
    let eve = Spent { user: 3, total: Some(7), tax: "0.5".parse().ok(), orders: 2 };
    assert_eq!(spent().filter(|s| s.user.eq(3)).get().await?, eve);
    assert_eq!(spent().order_by(|s| s.total).first().await?, Some(eve));
    assert_eq!(spent().first().await?.map(|row| row.user), Some(1));
    assert_eq!(spent().last().await?.map(|row| row.user), Some(3));
    assert_eq!((spent().filter(large).count().await?, spent().limit(1).count().await?), (2, 1));
    assert!(spent().filter(large).exists().await?);
    assert!(!spent().none().exists().await?);
    assert_eq!(spent().filter(|s| s.total.gt(1000)).await?, []);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn are_aggregated_and_grouped_again() -> orm::Result<()> {
    data().await?;
    assert_eq!(spent().aggregate(|s| (count(), s.total.sum(), s.total.max())).await?, (3, Some(72), Some(40)));
    assert_eq!(spent().order_by(|s| s.total).limit(2).aggregate(|s| s.total.sum()).await?, Some(32));
    assert_eq!(spent().filter(large).aggregate(|s| s.total.sum()).await?, Some(65));
    assert_eq!(spent().distinct().aggregate(|s| s.total.sum()).await?, Some(72));
    let groups = spent().values(|s| (s.orders, count(), s.total.sum())).order_by(|s| s.orders);
    assert_eq!(groups.clone().await?, [(1, 1, Some(25)), (2, 2, Some(47))]);
    assert_eq!(groups.filter(|_| count().gt(1)).await?, [(2, 2, Some(47))]);

    let counted = spent().project::<ByCount>();
    assert_eq!(counted.clone().order_by(|s| s.orders).await?[1], ByCount { orders: 2, users: 2 });
    let again = counted.as_table().filter(|c| c.users.gt(1));
    assert_eq!(again.clone().await?, [ByCount { orders: 2, users: 2 }]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn are_seen_through_windows() -> orm::Result<()> {
    data().await?;
    let place = |s: &Fields<Derived<Spent>>| rank().over(window().order_by(s.total.desc()));
    let ranked = spent().annotate(|s| (place(s), s.total.sum().over(window()))).order_by(|s| s.user);
    let rows: Vec<_> = ranked.await?.into_iter().map(|(spent, more)| (spent.user, more)).collect();
    assert_eq!(rows, [(1, (1, Some(72))), (2, (2, Some(72))), (3, (3, Some(72)))]);
    assert_eq!(spent().filter(|s| place(s).le(2)).order_by(|s| s.user).values(|s| s.user).await?, [1, 2]);
    assert_eq!(spent().filter(|s| place(s).eq(1)).count().await?, 1);
    let first = spent().filter(|s| place(s).eq(1)).as_table().values(|s| s.user);
    assert_eq!(first.await?, [1]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn stand_in_the_queries_of_models() -> orm::Result<()> {
    data().await?;
    let large_ones = spent().filter(large).values(|s| s.user);
    assert_eq!(User::filter(|u| u.id.in_(large_ones)).values(|u| u.name).await?, ["ann", "bob"]);
    let rows = User::all().values(|u| {
        let own = spent().filter(|s| s.user.eq(outer(u.id)));
        (u.name, own.clone().values(|s| s.total).scalar(), own.values(|s| s.orders).array())
    });
    let expected =
        [("ann", 40, 2), ("bob", 25, 1), ("eve", 7, 2)].map(|(name, total, n)| (name.to_owned(), Some(total), vec![n]));
    assert_eq!(rows.await?, expected);
    // The inner query sees what is around both.
    let of_user = User::filter(|u| {
        let own = Order::filter(|o| o.user.eq(outer(u.id))).project::<Spent>().as_table();
        orm::exists(own.filter(|s| s.total.gt(30)))
    });
    assert_eq!(of_user.values(|u| u.name).await?, ["ann"]);
    // What is around both is joined there.
    let of_name = Order::filter(|o| {
        let own = User::filter(|u| u.name.eq(outer(o.user.name))).project::<Named>().as_table();
        orm::exists(own.filter(|n| n.name.eq("bob")))
    });
    assert_eq!(of_name.values(|o| o.total).await?, [25]);
    Ok(())
}

#[derive(Projection, Debug, PartialEq)]
#[orm(model = User, table)]
struct Named {
    name: String,
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn are_put_together_paged_and_streamed() -> orm::Result<()> {
    data().await?;
    let both = spent().filter(large).union(spent().filter(|s| s.user.eq(3))).order_by(|s| s.user);
    assert_eq!(both.clone().values(|s| s.user).await?, [1, 2, 3]);
    assert_eq!(both.clone().limit(2).await?.len(), 2);
    assert_eq!(spent().difference(spent().filter(large)).values(|s| s.user).await?, [3]);
    let page = spent().order_by(|s| s.total).page(2, 2).await?;
    assert_eq!(page.items.iter().map(|row| row.user).collect::<Vec<_>>(), [1]);

    let mut seen = Vec::new();
    let mut next = None;
    loop {
        let mut pages = spent().order_by(|s| s.orders.desc()).paginate(1);
        if let Some(cursor) = &next {
            pages = pages.after(cursor);
        }
        let page = pages.await?;
        seen.extend(page.items.into_iter().map(|row| row.user));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(seen, [3, 1, 2]);

    let mut stream = spent().order_by(|s| s.user).stream();
    let mut users = Vec::new();
    while let Some(row) = stream.try_next().await? {
        users.push(row.user);
    }
    assert_eq!(users, [1, 2, 3]);
    assert!(spent().explain().await?.contains("derived_orders") || spent().explain().await?.contains("spent"));
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn common_tables_are_written_once() -> orm::Result<()> {
    data().await?;
    let spent = Order::all().project::<Spent>().as_cte();
    let mean = spent.clone().values(|s| s.total.avg()).scalar();
    let above = spent.clone().filter(|s| s.total.cast::<f64>().gt(mean)).values(|s| s.user).order_by(|s| s.user);
    assert_eq!(above.clone().await?, [1, 2]);
    let users = User::filter(|u| u.id.in_(above.clone())).values(|u| {
        let own = spent.clone().filter(|s| s.user.eq(outer(u.id)));
        (u.name, own.values(|s| s.total).scalar())
    });
    assert_eq!(users.clone().await?, [("ann".to_owned(), Some(40)), ("bob".to_owned(), Some(25))]);
    assert_eq!(users.to_sql().matches("GROUP BY").count(), 1);
    assert_eq!(above.clone().count().await?, 2);
    assert!(spent.clone().exists().await?);
    assert_eq!(spent.clone().aggregate(|s| s.total.max()).await?, Some(40));
    // One that is made of another one.
    let counted = spent.clone().project::<ByCount>().as_cte();
    let most = counted.clone().values(|c| c.users.max()).scalar();
    let rows = counted.filter(|c| c.users.eq(most));
    assert_eq!(rows.clone().await?, [ByCount { orders: 2, users: 2 }]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn common_tables_are_materialized_or_not() -> orm::Result<()> {
    data().await?;
    let of_orders = || Order::filter(|o| o.total.gt(4)).project::<Spent>();
    let once = of_orders().as_materialized_cte();
    let within = of_orders().as_not_materialized_cte();
    assert!(once.to_sql().starts_with(r#"WITH "spent 1" AS MATERIALIZED (SELECT "#));
    assert!(within.to_sql().starts_with(r#"WITH "spent 1" AS NOT MATERIALIZED (SELECT "#));
    // Two queries by one name are two.
    let both = once.union(within.clone()).order_by(|s| s.user).values(|s| (s.user, s.total));
    assert!(both.to_sql().contains(r#", "spent 2" AS NOT MATERIALIZED (SELECT "#), "{}", both.to_sql());
    assert_eq!(both.await?, [(1, Some(40)), (2, Some(25)), (3, Some(5))]);
    // Equal ones are one.
    let twice = within.union_all(of_orders().as_not_materialized_cte());
    assert!(!twice.to_sql().contains("spent 2"));
    assert_eq!(twice.count().await?, 6);
    Ok(())
}

/// The same as [`Spent`] under other names.
#[derive(Projection)]
#[allow(dead_code, reason = "its columns are asked about")]
#[orm(model = Order, table = "spent")]
struct Paid {
    #[orm(expr = |o| o.user)]
    payer: i64,
    #[orm(expr = |o| o.total.sum())]
    sum: Option<i64>,
    #[orm(expr = |o| o.tax.max())]
    tax: Option<Decimal>,
    #[orm(expr = |_| count())]
    orders: i64,
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn common_tables_are_known_by_their_columns_too() -> orm::Result<()> {
    data().await?;
    let spent = Order::all().project::<Spent>().as_cte().filter(|s| s.total.gt(20)).values(|s| s.user);
    let paid = Order::all().project::<Paid>().as_cte().filter(|p| p.sum.lt(30)).values(|p| p.payer);
    let again = Order::all().project::<Spent>().as_cte().filter(|s| s.orders.eq(1)).values(|s| s.user);
    let names = User::filter(|u| u.id.in_(spent) & u.id.in_(paid) & u.id.in_(again)).values(|u| u.name);
    assert_eq!(names.await?, ["bob"]);
    let spent = Order::all().project::<Spent>().as_cte();
    let paid = Order::all().project::<Paid>().as_cte().values(|p| p.sum.max()).scalar();
    assert_eq!(spent.filter(|s| s.total.eq(paid)).values(|s| s.user).await?, [1]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn the_first_of_each_are_counted() -> orm::Result<()> {
    data().await?;
    let firsts = spent().order_by(|s| (s.orders, s.total)).distinct_on(|s| s.orders);
    assert_eq!(firsts.clone().values(|s| s.user).await?, [2, 3]);
    assert_eq!(firsts.clone().count().await?, 2);
    let page = firsts.clone().page(1, 1).await?;
    assert_eq!((page.items.len(), page.total), (1, 2));
    let common = Order::all().project::<Spent>().as_cte().distinct_on(|s| s.orders);
    assert_eq!((common.clone().count().await?, common.exists().await?), (2, true));
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn common_tables_stand_before_writes() -> orm::Result<()> {
    data().await?;
    let rich = Order::all().project::<Spent>().as_cte().filter(large).values(|s| s.user);
    assert_eq!(Order::filter(|o| o.user.id.in_(rich.clone())).update(|o| o.total.set(o.total + 1)).await?, 3);
    assert_eq!(User::insert_from(spent().as_cte().filter(large), |u, _| u.name.set_from("copy")).await?, 2);
    assert_eq!(Order::filter(|o| o.user.id.in_(rich)).delete().await?, 3);
    assert_eq!(Order::all().count().await?, 2);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn what_has_no_meaning_is_refused() -> orm::Result<()> {
    data().await?;
    let refused = [
        (
            Derived::<Spent>::all().await.err(),
            "Spent is no table: its rows are those of a query, project::<Spent>().as_table()",
        ),
        (
            Derived::<Spent>::filter(large).count().await.err(),
            "Spent is no table: its rows are those of a query, project::<Spent>().as_table()",
        ),
        (
            orm::atomic(async { spent().select_for_update().await }).await.err(),
            "rows of Spent that are distinct, grouped or put together cannot be locked: lock what they are made of",
        ),
        (
            Order::all().project::<Turned>().as_table().paginate(2).await.err(),
            "paginate() of rows of Turned that may be the same: page() reads these, and distinct() before as_table() tells them apart",
        ),
        (
            (0..100_000).fold(spent(), |inner, _| inner.as_table()).await.err(),
            "the query is too large: expressions are nested more than 200 levels deep, or queries in place of tables, such as in unions of unions, more than 50; chains of & and | are not counted, and a relation to many rows counts as ten",
        ),
        (
            User::filter(|u| {
                let own = Order::filter(|o| o.user.eq(outer(u.id))).project::<Spent>().as_cte();
                orm::exists(own)
            })
            .await
            .err(),
            "outer(..) names a column of User, and no query around it is about User",
        ),
    ];
    for (error, expected) in refused {
        assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(expected));
    }
    assert_eq!((0..40).fold(spent(), |inner, _| inner.as_table()).count().await?, 3);
    Ok(())
}

/// New values are computed while the rows change.
#[orm::test(sqlite, postgres, models(User, Order))]
async fn updates_ask_about_their_own_rows_only_where_they_can() -> orm::Result<()> {
    data().await?;
    let first = || Order::all().project::<Turned>();
    let totals = [
        spent().values(|s| s.total.max()).scalar::<Order>(),
        Order::all().project::<Spent>().as_cte().values(|s| s.total.max()).scalar(),
        spent().as_table().as_cte().values(|s| s.total.max()).scalar(),
        first().as_table().union(first().as_table()).order_by(|t| t.total).values(|t| t.total).limit(1).scalar(),
        orm::raw::<Sum>("SELECT sum(total) FROM derived_Orders", ()).as_table().values(|s| s.sum).scalar(),
    ];
    for total in totals {
        let updated = Order::filter(|o| o.user.eq(3)).update(|o| o.total.set(total.coalesce(0))).await;
        if orm::default_db()?.dialect() != Dialect::Sqlite {
            assert_eq!(updated?, 2);
            continue;
        }
        let expected = "SQLite would compute new values of Order from rows of it that are updated already: read the values first, and set them then";
        assert_eq!(updated.err().map(|error| error.to_string()).as_deref(), Some(expected));
    }
    let of_users = User::all().project::<Named>().as_cte().values(|_| count()).scalar();
    assert_eq!(Order::filter(|o| o.user.eq(3)).update(|o| o.total.set(of_users.coalesce(0))).await?, 2);
    let other = orm::raw::<Sum>("SELECT count(*) FROM derived_users", ()).as_table().values(|s| s.sum).scalar();
    assert_eq!(Order::filter(|o| o.user.eq(3)).update(|o| o.total.set(other.coalesce(0))).await?, 2);
    Ok(())
}

#[derive(Projection)]
#[allow(dead_code, reason = "its columns are asked about")]
#[orm(table)]
struct Sum {
    sum: i64,
}

/// Some rows are the same: what they are grouped by is not among them.
#[derive(Projection)]
#[allow(dead_code, reason = "its columns are asked about")]
#[orm(model = Order, table)]
struct Shifted {
    #[orm(expr = |o| o.user.id + count() * 0)]
    user: i64,
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn groups_by_what_is_hidden_may_be_the_same() -> orm::Result<()> {
    data().await?;
    let refused = Order::all().project::<Shifted>().as_table().paginate(2).await.err();
    let expected = "paginate() of rows of Shifted that may be the same: page() reads these, and distinct() before as_table() tells them apart";
    assert_eq!(refused.map(|error| error.to_string()).as_deref(), Some(expected));
    assert_eq!(Order::all().project::<Shifted>().distinct().as_table().paginate(2).await?.items.len(), 2);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn conditions_ask_only_so_deeply() -> orm::Result<()> {
    data().await?;
    let too_large = |error: Option<orm::Error>| assert!(matches!(error, Some(orm::Error::QueryTooLarge { .. })));
    let tables = (0..100_000).fold(spent(), |inner, _| {
        Order::filter(|o| o.user.id.in_(inner.values(|s| s.user))).project::<Spent>().as_table()
    });
    too_large(tables.count().await.err());
    let common = (0..100_000).fold(Order::all().project::<Spent>().as_cte(), |inner, _| {
        let largest = inner.values(|s| s.total.max()).scalar();
        Order::filter(|o| o.total.le(largest)).project::<Spent>().as_cte()
    });
    too_large(common.await.err());
    too_large((0..100_000).fold(Order::all(), |inner, _| Order::filter(|_| orm::exists(inner))).await.err());
    let each = (0..100_000).fold(User::all(), |inner, _| User::filter(|u| u.orders.any(|_| orm::exists(inner))));
    too_large(each.await.err());
    let ordered = (0..100_000)
        .fold(spent(), |inner, _| spent().order_by(|s| (s.user, inner.limit(1).values(|i| i.total).scalar())));
    too_large(ordered.await.err());

    // What is not too deep is asked.
    let deep = |levels: usize| {
        let tables = (0..30).fold(spent(), |inner, _| inner.as_table());
        (0..levels).fold(tables, |inner, _| {
            Order::filter(|o| o.user.id.in_(inner.values(|s| s.user))).project::<Spent>().as_table()
        })
    };
    assert_eq!(deep(10).count().await?, 3);
    too_large(deep(19).as_table().count().await.err().or(deep(25).count().await.err()));
    Ok(())
}

#[test]
fn sql() {
    let again = spent().filter(large).project::<ByCount>().as_table().filter(|c| c.users.gt(1));
    insta::assert_snapshot!(again.to_sql_for(Dialect::Postgres), @r#"SELECT "orders", "users" FROM (SELECT "orders" AS "orders", count(*) AS "users" FROM (SELECT "user_id" AS "user", sum("total")::bigint AS "total", max("tax") AS "tax", count(*) AS "orders" FROM "derived_orders" GROUP BY 1) AS "spent" WHERE "total" > $1 GROUP BY 1) AS "by count" WHERE "users" > $2"#);
    let two = Order::all().order_by(|o| o.total).limit(2).project::<Turned>().as_table();
    insta::assert_snapshot!(two.order_by(|t| t.total).to_sql_for(Dialect::Sqlite), @r#"SELECT "total", "user", "type" FROM (SELECT "derived_orders"."total" * ?1 AS "total", "derived_orders"."id" AS "user", "derived_orders"."note" AS "type" FROM "derived_orders" ORDER BY "derived_orders"."total" LIMIT ?2) AS "turned" ORDER BY "total""#);
    let common = Order::all().project::<Spent>().as_cte();
    let counted = common.clone().project::<ByCount>().as_cte();
    let most = counted.clone().values(|c| c.users.max()).scalar();
    let rows = counted.filter(|c| c.users.eq(most));
    insta::assert_snapshot!(rows.to_sql_for(Dialect::Sqlite), @r#"WITH "spent 1" AS (SELECT "user_id" AS "user", sum("total") AS "total", max("tax" COLLATE decimal) AS "tax", count(*) AS "orders" FROM "derived_orders" GROUP BY 1), "by count 2" AS (SELECT "orders" AS "orders", count(*) AS "users" FROM "spent 1" AS "spent" GROUP BY 1) SELECT "orders", "users" FROM "by count 2" AS "by count" WHERE "users" = (SELECT max("by count_1"."users") FROM "by count 2" AS "by count_1")"#);
    insta::assert_snapshot!(common.clone().values(|s| (s.total, s.total.sum().over(window()))).to_sql_for(Dialect::Postgres), @r#"WITH "spent 1" AS (SELECT "user_id" AS "user", sum("total")::bigint AS "total", max("tax") AS "tax", count(*) AS "orders" FROM "derived_orders" GROUP BY 1) SELECT "total", sum("total") OVER ()::bigint FROM "spent 1" AS "spent""#);
    let users = User::filter(|u| u.id.in_(common.filter(large).values(|s| s.user)));
    let names = Order::all().project::<OfUser>().as_table().values(|r| (r.user.name, r.previous.total, r.total));
    insta::assert_snapshot!(names.to_sql_for(Dialect::Postgres), @r#"SELECT "derived_users_1"."name", "derived_orders_2"."total", "of_user"."total" FROM (SELECT "user_id" AS "user", sum("total")::bigint AS "total", "previous_id" AS "previous" FROM "derived_orders" GROUP BY 1, 3) AS "of_user" JOIN "derived_users" AS "derived_users_1" ON "derived_users_1"."id" = "of_user"."user" LEFT JOIN "derived_orders" AS "derived_orders_2" ON "derived_orders_2"."id" = "of_user"."previous""#);
    insta::assert_snapshot!(users.to_sql_for(Dialect::Postgres), @r#"WITH "spent 1" AS (SELECT "user_id" AS "user", sum("total")::bigint AS "total", max("tax") AS "tax", count(*) AS "orders" FROM "derived_orders" GROUP BY 1) SELECT "id", "name" FROM "derived_users" WHERE "id" IN (SELECT "spent_1"."user" FROM "spent 1" AS "spent_1" WHERE "spent_1"."total" > $1) ORDER BY "name""#);
}

/// What each user has spent, with the user.
#[derive(Projection, Debug, PartialEq)]
#[orm(model = Order, table)]
struct OfUser {
    user: ForeignKey<User>,
    #[orm(expr = |o| o.total.sum())]
    total: Option<i64>,
    #[orm(expr = |o| o.previous)]
    previous: Option<ForeignKey<Order>>,
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn foreign_keys_lead_on() -> orm::Result<()> {
    data().await?;
    Order::filter(|o| o.id.eq(2)).update(|o| o.previous.set(1)).await?;
    let rows = Order::filter(|o| o.id.in_([2, 3])).project::<OfUser>().as_table().order_by(|r| r.user.name.desc());
    let names = rows.clone().values(|r| (r.user.name, r.total, r.previous.total, r.previous.user.name, r.user));
    let expected = [
        ("bob".to_owned(), Some(25), None, None, 2),
        ("ann".to_owned(), Some(30), Some(10), Some("ann".to_owned()), 1),
    ];
    assert_eq!(names.await?, expected);
    assert_eq!(rows.clone().filter(|r| r.user.name.eq("ann") & r.total.gt(5)).count().await?, 1);
    assert_eq!(rows.clone().filter(|r| r.previous.is_null()).values(|r| r.user.orders.count()).await?, [1]);
    let loaded = rows.clone().await?;
    assert_eq!((loaded[0].user.id(), loaded[0].previous.as_ref()), (&2, None));
    assert_eq!(loaded[0].user.load().await?.name, "bob");
    let ann = User::filter(|u| u.name.eq("ann")).get().await?;
    assert_eq!(rows.clone().filter(|r| r.user.eq(&ann)).count().await?, 1);
    let mean = rows.aggregate(|r| (r.total.avg(), r.user.name.max())).await?;
    assert_eq!(mean, (Some(27.5), Some("bob".to_owned())));
    Ok(())
}

#[allow(non_snake_case, reason = "a name that another one is, but for its case")]
mod keys {
    //! Keys of several columns, and other ones than the primary key.

    use orm::prelude::*;
    use orm::query::Derived;
    use orm::{rank, window};

    #[derive(Model, Debug, Clone)]
    #[orm(table = "derived_places")]
    struct Place {
        #[orm(primary_key)]
        shelf: i32,
        #[orm(primary_key)]
        slot: i32,
        #[orm(alternate_key)]
        code: String,
    }

    #[derive(Model, Debug, Clone)]
    #[orm(table = "derived_things")]
    struct Thing {
        id: i64,
        place: ForeignKey<Place>,
        earlier: Option<ForeignKey<Place, PlaceByCode>>,
        weight: i64,
    }

    #[derive(Projection)]
    #[allow(dead_code, reason = "its columns are asked about")]
    #[orm(model = Thing, table)]
    struct Weight {
        place: ForeignKey<Place>,
        earlier: Option<ForeignKey<Place, PlaceByCode>>,
        #[orm(expr = |t| t.weight.sum().default(0))]
        weight: i64,
    }

    #[derive(Projection)]
    #[allow(dead_code, reason = "its columns are asked about")]
    #[orm(model = Derived<Weight>, table)]
    struct PerShelf {
        #[orm(expr = |w| w.place.shelf)]
        shelf: i32,
        #[orm(expr = |w| w.weight.max())]
        r#type: Option<i64>,
    }

    #[derive(Projection)]
    #[allow(dead_code, reason = "its columns are asked about")]
    #[orm(model = Thing, table)]
    struct Clash {
        place: ForeignKey<Place>,
        #[orm(expr = |t| t.weight)]
        Place_Shelf: i64,
    }

    #[orm::test(sqlite, postgres, models(Place, Thing))]
    async fn parts_are_called_like_no_other_column() -> orm::Result<()> {
        let expected = "two columns of Clash are called Place_Shelf, as a part of a foreign key: rename a field";
        let clash = || Thing::all().project::<Clash>();
        for error in [clash().as_table().count().await.err(), clash().as_cte().await.err()] {
            assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(expected));
        }
        Ok(())
    }

    #[orm::test(sqlite, postgres, models(Place, Thing))]
    async fn of_several_columns() -> orm::Result<()> {
        for (shelf, slot, code) in [(1, 1, "a"), (1, 2, "b"), (2, 1, "c")] {
            Place::create().shelf(shelf).slot(slot).code(code).await?;
        }
        for (place, weight) in [((1, 1), 5), ((1, 2), 7), ((1, 2), 4), ((2, 1), 3)] {
            Thing::create().place(place).weight(weight).earlier("c".to_owned()).await?;
        }
        let weights = Thing::all().project::<Weight>().as_table();
        let rows = weights.clone().order_by(|w| w.weight.desc()).values(|w| (w.place.code, w.earlier.code, w.weight));
        let c = || Some("c".to_owned());
        assert_eq!(rows.await?, [("b".to_owned(), c(), 11), ("a".to_owned(), c(), 5), ("c".to_owned(), c(), 3)]);
        assert_eq!(weights.clone().last().await?.map(|row| *row.place.id()), Some((2, 1).into()));
        assert_eq!(weights.clone().filter(|w| w.place.eq((1, 2))).count().await?, 1);
        let shelves =
            weights.clone().project::<PerShelf>().as_cte().order_by(|s| s.shelf).values(|s| (s.shelf, s.r#type));
        assert_eq!(shelves.await?, [(1, Some(11)), (2, Some(3))]);
        let place = |w: &Fields<Derived<Weight>>| rank().over(window().order_by(w.weight.desc()));
        let heaviest = weights.clone().filter(|w| place(w).le(2)).as_table().order_by(|w| w.weight);
        assert_eq!(
            heaviest.values(|w| (w.place.code, w.earlier)).await?,
            [("a".to_owned(), c()), ("b".to_owned(), c())]
        );
        let first = weights.paginate(2).await?;
        assert_eq!((first.items.len(), first.next.is_some()), (2, true));
        Ok(())
    }
}

/// Outputs that are called as columns of the table, and mean something else.
#[derive(Projection, Debug, PartialEq)]
#[orm(model = Order, table)]
struct Turned {
    #[orm(expr = |o| o.total * -1)]
    total: i64,
    #[orm(expr = |o| o.id)]
    user: i64,
    #[orm(expr = |o| o.note)]
    r#type: Option<String>,
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn names_of_outputs_hide_no_columns() -> orm::Result<()> {
    data().await?;
    let two = Order::all().order_by(|o| o.total).limit(2).project::<Turned>().as_table();
    assert_eq!(two.order_by(|t| t.total).values(|t| t.total).await?, [-5, -2]);
    Ok(())
}
