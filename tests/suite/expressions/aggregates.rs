use orm::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(Model, Debug, Clone)]
#[orm(table = "aggregate_users", ordering = "name")]
struct User {
    id: i64,
    name: String,
    orders: HasMany<Order>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "aggregate_orders", ordering = "-id")]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
    paid: Option<i32>,
    #[orm(max_digits = 10, decimal_places = 2)]
    price: Decimal,
    status: String,
    active: bool,
    key: Uuid,
}

async fn orders() -> orm::Result<Vec<User>> {
    let users = User::bulk_create(["ann", "bob", "eve"].map(|name| User::create().name(name))).await?;
    let rows = [
        (0, 10, Some(10), "paid", true),
        (0, 30, None, "open", true),
        (1, 30, Some(3), "paid", false),
        (1, 5, Some(4), "late", true),
        (1, 7, None, "open", false),
    ];
    let new = rows.map(|(user, total, paid, status, active)| {
        let (user, price, key) =
            (&users[user], Decimal::from(total) / Decimal::from(4), Uuid::from_u128(total as u128));
        Order::create().user(user).total(total).paid(paid).price(price).status(status).active(active).key(key)
    });
    Order::bulk_create(new).await?;
    Ok(users)
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_all_rows() -> orm::Result<()> {
    orders().await?;
    let numbers = Order::all()
        .aggregate(|o| (count(), o.paid.count(), o.total.sum(), o.paid.avg(), o.total.min(), o.status.max()));
    assert_eq!(numbers.await?, (5, 3, Some(82), Some(17.0 / 3.0), Some(5), Some("paid".to_owned())));
    let (sum, mean, high) = Order::all().aggregate(|o| (o.price.sum(), o.price.avg(), o.price.max())).await?;
    assert_eq!((sum, mean), (Some(Decimal::new(205, 1)), Some(Decimal::new(41, 1))));
    assert_eq!(high, Some(Decimal::new(75, 1)));
    let truths = Order::all().aggregate(|o| (o.active.bool_and(), o.active.bool_or(), o.total.gt(4).bool_and()));
    assert_eq!(truths.await?, (Some(false), Some(true), Some(true)));
    let bits = Order::all().aggregate(|o| (o.total.bit_and(), o.total.bit_or(), o.total.bit_xor()));
    assert_eq!(bits.await?, (Some(0), Some(10 | 30 | 5 | 7), Some(10 ^ 30 ^ 30 ^ 5 ^ 7)));
    let any = Order::filter(|o| o.status.eq("late")).aggregate(|o| (o.status.any_value(), o.total.any_value())).await?;
    assert_eq!(any, (Some("late".to_owned()), Some(5)));
    // NULL is none of them, wherever it stands.
    let any = Order::filter(|o| o.total.eq(30))
        .aggregate(|o| (o.paid.any_value(), o.paid.any_value().filter(o.paid.is_null())));
    assert_eq!(any.await?, (Some(3), None));
    let by_status =
        Order::all().values(|o| (o.status, o.paid.any_value().filter(o.total.gt(20)))).order_by(|o| o.status);
    assert_eq!(by_status.await?, [("late".into(), None), ("open".into(), None), ("paid".into(), Some(3))]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_no_rows() -> orm::Result<()> {
    let (rows, sum, with_default, text, spread) = Order::all()
        .aggregate(|o| (count(), o.total.sum(), o.total.sum().default(0), o.status.string_agg(","), o.total.std_dev()))
        .await?;
    assert_eq!((rows, sum, with_default, text, spread), (0, None, 0, None, None));
    let lists = Order::all().aggregate(|o| (o.total.array_agg(), o.total.json_agg(), o.total.json_agg().distinct()));
    assert_eq!(lists.await?, (None, None, None));
    assert_eq!(Order::all().none().aggregate(|o| (count(), o.total.sum())).await?, (0, None));
    assert_eq!(Order::all().limit(0).aggregate(|_| count()).await?, 0);
    assert!(Order::all().values(|o| (o.status, count())).await?.is_empty());
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_rows_in_an_order() -> orm::Result<()> {
    orders().await?;
    let ordered = Order::all().order_by(|o| (o.total.desc(), o.id));
    assert_eq!(ordered.clone().aggregate(|o| o.total.sum()).await?, Some(82));
    assert_eq!(ordered.clone().values(|o| o.total).aggregate(|o| o.total.min()).await?, Some(5));
    assert_eq!(ordered.limit(2).aggregate(|o| o.total.sum()).await?, Some(60));
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn with_their_options() -> orm::Result<()> {
    orders().await?;
    let counts = Order::all().aggregate(|o| {
        (
            count().filter(o.total.gt(9)),
            o.status.count().distinct(),
            o.total.sum().distinct(),
            o.price.sum().distinct().filter(o.active.eq(true)),
            o.total.sum().filter(o.total.gt(99)).default(-1),
            count().filter(o.total.gt(9)).filter(o.active.eq(true)),
        )
    });
    assert_eq!(counts.await?, (3, 3, Some(52), Some(Decimal::new(1125, 2)), -1, 2));
    let lists = Order::all().aggregate(|o| {
        (
            o.status.string_agg(", ").order_by(o.id),
            o.status.string_agg("-").distinct().order_by(o.status),
            o.total.array_agg().order_by(o.total.desc()),
            o.paid.array_agg().order_by(o.id),
            o.key.array_agg().order_by(o.id).filter(o.id.le(2)),
            o.active.array_agg().order_by(o.id),
        )
    });
    let (all, distinct, totals, paid, keys, active) = lists.await?;
    assert_eq!(all.as_deref(), Some("paid, open, paid, late, open"));
    assert_eq!(distinct.as_deref(), Some("late-open-paid"));
    assert_eq!(totals, Some(vec![30, 30, 10, 7, 5]));
    assert_eq!(paid, Some(vec![Some(10), None, Some(3), Some(4), None]));
    assert_eq!(keys, Some(vec![Uuid::from_u128(10), Uuid::from_u128(30)]));
    assert_eq!(active, Some(vec![true, true, false, true, false]));
    let filtered = Order::all()
        .aggregate(|o| (o.total.array_agg().filter(o.total.gt(99)), o.total.json_agg().filter(o.total.gt(99))));
    assert_eq!(filtered.await?, (None, None));
    let separated =
        Order::all().aggregate(|o| o.status.string_agg(String::from("'{0}")).order_by(o.id).filter(o.id.le(2)));
    assert_eq!(separated.await?.as_deref(), Some("paid'{0}open"));
    let document =
        Order::all().aggregate(|o| (o.paid.json_agg().order_by(o.id), o.active.json_agg().order_by(o.id))).await?;
    assert_eq!(document.0, Some(serde_json::json!([10, null, 3, 4, null])));
    assert_eq!(document.1, Some(serde_json::json!([true, true, false, true, false])));
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn groups_follow_from_what_is_selected() -> orm::Result<()> {
    orders().await?;
    let by_status = Order::all().values(|o| (o.status, count(), o.total.sum())).order_by(|o| o.status);
    let expected = [("late", 1, 5), ("open", 2, 37), ("paid", 2, 40)];
    let expected = expected.map(|(status, rows, total)| (status.to_owned(), rows, Some(total)));
    assert_eq!(by_status.clone().await?, expected);
    // Conditions about columns pick rows, and those about aggregates groups, wherever they stand.
    let large = by_status.clone().filter(|o| count().gt(1) & o.total.ne(30) & o.total.sum().gt(7));
    assert_eq!(large.await?, []);
    let large = by_status.filter(|o| o.total.ne(30) & o.total.sum().gt(7));
    assert_eq!(large.await?, [("paid".to_owned(), 1, Some(10))]);
    let by_name = Order::all()
        .values(|o| (o.user.name, o.total.max()))
        .filter(|_| count().ge(2))
        .order_by(|o| o.total.sum().desc());
    assert_eq!(by_name.await?, [("bob".to_owned(), Some(30)), ("ann".to_owned(), Some(30))]);
    // By expressions with parameters, which a group has to share with the order.
    let parity = Order::all().values(|o| (o.total % 2, count())).order_by(|o| (o.total % 2).desc());
    assert_eq!(parity.await?, [(1, 2), (0, 3)]);
    // An aggregate beside a column in one expression.
    let beside = Order::all().values(|o| (o.user.name, o.total.sum() - o.user.id)).order_by(|o| o.user.name);
    assert_eq!(beside.await?, [("ann".to_owned(), Some(39)), ("bob".to_owned(), Some(40))]);
    // Without anything beside it there is one group.
    assert_eq!(Order::all().values(|_| count()).await?, [5]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_groups_and_slices() -> orm::Result<()> {
    orders().await?;
    let groups = Order::all().values(|o| (o.status, count(), o.total.sum()));
    assert_eq!(groups.clone().count().await?, 3);
    assert!(groups.clone().exists().await?);
    assert_eq!(groups.clone().order_by(|_| count()).first().await?, Some(("late".to_owned(), 1, Some(5))));
    assert_eq!(
        groups.clone().aggregate(|o| (count().max(), o.total.sum().min(), count())).await?,
        (Some(2), Some(5), 3)
    );
    let top = groups.order_by(|o| o.total.sum().desc()).limit(2);
    assert_eq!(top.aggregate(|o| o.total.sum().sum()).await?, Some(77));
    let slice = Order::all().order_by(|o| o.total).limit(2);
    assert_eq!(
        slice.clone().aggregate(|o| (o.total.sum(), o.user.name.max())).await?,
        (Some(12), Some("bob".to_owned()))
    );
    assert_eq!(slice.offset(1).aggregate(|o| o.total.sum()).await?, Some(17));
    let different = Order::all().values(|o| o.status).distinct();
    assert_eq!(different.clone().aggregate(|o| o.status.count()).await?, 3);
    assert_eq!(different.count().await?, 3);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_relations() -> orm::Result<()> {
    orders().await?;
    let users = User::all().values(|u| {
        (
            u.name,
            u.orders.count(),
            u.orders.value(|o| o.total.max() - o.total.min()),
            u.orders.filter(|o| o.total.gt(6)).value(|o| o.status.string_agg(",").order_by(o.id)),
            u.orders.value(|o| count().filter(o.active.eq(true))),
        )
    });
    let row = |name: &str, orders, spread, statuses: Option<&str>, active| {
        (name.to_owned(), orders, spread, statuses.map(str::to_owned), active)
    };
    let expected = [
        row("ann", 2, Some(20), Some("paid,open"), 2),
        row("bob", 3, Some(25), Some("paid,open"), 1),
        row("eve", 0, None, None, 0),
    ];
    assert_eq!(users.await?, expected);
    // Lists of what SQLite's documents do not hold as it is.
    let lists = User::filter(|u| u.name.eq("ann")).values(|u| {
        let orders = Order::filter(|o| o.user.eq(outer(u.id))).order_by(|o| o.total);
        let (keys, active) = (orders.clone().values(|o| o.key), orders.clone().values(|o| o.active));
        (keys.array(), active.array(), orders.values(|o| o.price).array())
    });
    let (keys, active, prices) = lists.get().await?;
    assert_eq!((keys, active), (vec![Uuid::from_u128(10), Uuid::from_u128(30)], vec![true, true]));
    assert_eq!(prices, vec![Decimal::new(25, 1), Decimal::new(75, 1)]);
    // The sum of counts over a relation.
    assert_eq!(User::all().aggregate(|u| u.orders.count().sum()).await?, Some(5));
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn statistics() -> orm::Result<()> {
    orders().await?;
    let close = |one: Option<f64>, other: f64| assert!((one.unwrap() - other).abs() < 1e-9, "{one:?} and {other}");
    let totals = [10.0, 30.0, 30.0, 5.0, 7.0];
    let mean = totals.iter().sum::<f64>() / 5.0;
    let squares: f64 = totals.iter().map(|total| (total - mean).powi(2)).sum();
    let all = Order::all()
        .aggregate(|o| (o.total.variance(), o.total.variance_sample(), o.total.std_dev(), o.price.std_dev_sample()));
    let (variance, of_sample, deviation, of_price) = all.await?;
    close(variance, squares / 5.0);
    close(of_sample, squares / 4.0);
    close(deviation, (squares / 5.0).sqrt());
    close(of_price, (squares / 4.0).sqrt() / 4.0);
    let one = Order::filter(|o| o.total.eq(5)).aggregate(|o| (o.total.std_dev(), o.total.std_dev_sample())).await?;
    assert_eq!(one, (Some(0.0), None));
    let line = Order::all().aggregate(|o| {
        let (x, y) = (o.total.cast::<f64>(), (o.total * 3 + 1).cast::<f64>());
        (
            y.clone().regr_slope(x.clone()),
            y.clone().regr_intercept(x.clone()),
            y.clone().corr(x.clone()),
            y.clone().regr_count(x.clone()),
            y.clone().covariance(x.clone()),
            y.regr_r2(x),
        )
    });
    let (slope, intercept, corr, rows, covariance, r2) = line.await?;
    close(slope, 3.0);
    close(intercept, 1.0);
    close(corr, 1.0);
    close(r2, 1.0);
    close(covariance, squares * 3.0 / 5.0);
    assert_eq!(rows, 5);
    Ok(())
}
