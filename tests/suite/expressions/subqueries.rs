use orm::prelude::*;

#[derive(Model, Debug, Clone)]
#[orm(table = "subquery_countries")]
struct Country {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "subquery_users")]
struct User {
    id: i64,
    name: String,
    country: Option<ForeignKey<Country>>,
    limit: i64,
    orders: HasMany<Order>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "subquery_orders")]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
}

async fn data() -> orm::Result<()> {
    let france = Country::create().name("France").await?;
    let rows = [("ann", Some(&france), 15), ("bob", None, 100), ("eve", Some(&france), 0)];
    let users =
        User::bulk_create(rows.map(|(name, country, limit)| {
            User::create().name(name).limit(limit).country(country.map(ForeignKey::from))
        }))
        .await?;
    for (user, total) in [(0, 10), (0, 30), (1, 30), (1, 40)] {
        Order::create().user(&users[user]).total(total).await?;
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn in_a_query() -> orm::Result<()> {
    data().await?;
    let large = Order::filter(|o| o.total.gt(30)).values(|o| o.user);
    assert_eq!(User::filter(|u| u.id.in_(large.clone())).values(|u| u.name).await?, ["bob"]);
    assert_eq!(User::filter(|u| u.id.not_in(large)).order_by(|u| u.id).values(|u| u.name).await?, ["ann", "eve"]);
    let annes = User::filter(|u| u.name.starts_with("a"));
    assert_eq!(Order::filter(|o| o.user.in_(annes.clone())).values(|o| o.total).order_by(|o| o.total).await?, [10, 30]);
    assert_eq!(Order::filter(|o| o.user.not_in(annes)).count().await?, 2);
    // Of a slice, and of groups.
    let latest = Order::all().order_by(|o| o.id.desc()).limit(1).values(|o| o.user);
    assert_eq!(User::filter(|u| u.id.in_(latest)).values(|u| u.name).await?, ["bob"]);
    let groups = Order::all().values(|o| o.user).filter(|o| o.total.sum().gt(50));
    assert_eq!(User::filter(|u| u.id.in_(groups)).values(|u| u.name).await?, ["bob"]);
    // A write over a query.
    let poor = Order::filter(|o| o.total.lt(20)).values(|o| o.user);
    assert_eq!(User::filter(|u| u.id.in_(poor)).update(|u| u.limit.set(1)).await?, 1);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn of_the_row_around() -> orm::Result<()> {
    data().await?;
    let spenders =
        User::filter(|u| orm::exists(Order::filter(|o| o.user.eq(outer(u.id)) & o.total.gt(outer(u.limit)))));
    assert_eq!(spenders.values(|u| u.name).await?, ["ann"]);
    let silent = User::filter(|u| !orm::exists(Order::filter(|o| o.user.eq(outer(u.id)))));
    assert_eq!(silent.values(|u| u.name).await?, ["eve"]);
    // In the conditions of a relation.
    let above = User::all().order_by(|u| u.id).values(|u| u.orders.filter(|o| o.total.gt(outer(u.limit))).count());
    assert_eq!(above.await?, [1, 0, 0]);
    // Along a path of the row around, which that query joins.
    let namesakes = User::filter(|u| {
        orm::exists(Country::filter(|c| c.name.eq(outer(u.country.name)) & c.id.eq(outer(u.country.id))))
    });
    assert_eq!(namesakes.order_by(|u| u.id).values(|u| u.name).await?, ["ann", "eve"]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn values_and_lists() -> orm::Result<()> {
    data().await?;
    let rows = User::all().order_by(|u| u.id).values(|u| {
        let orders = Order::filter(|o| o.user.eq(outer(u.id)));
        (
            orders.clone().order_by(|o| o.total.desc()).values(|o| o.total).scalar(),
            orders.clone().values(|o| o.total.sum()).scalar(),
            orders.order_by(|o| o.total).values(|o| o.total).array(),
        )
    });
    let expected = [(Some(30), Some(40), vec![10, 30]), (Some(40), Some(70), vec![30, 40]), (None, None, vec![])];
    assert_eq!(rows.await?, expected);
    let above_mean = Order::filter(|o| o.total.cast::<f64>().gt(Order::all().values(|o| o.total.avg()).scalar()));
    assert_eq!(above_mean.order_by(|o| o.id).values(|o| o.total).await?, [30, 30, 40]);
    // In what a row is set to.
    User::all()
        .update(|u| {
            u.limit.set(Order::filter(|o| o.user.eq(outer(u.id))).values(|o| o.total.max()).scalar().coalesce(0))
        })
        .await?;
    assert_eq!(User::all().order_by(|u| u.id).values(|u| u.limit).await?, [30, 40, 0]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn in_each_other() -> orm::Result<()> {
    data().await?;
    // Each user's largest order, by comparing orders with orders.
    let largest = Order::filter(|o| {
        !orm::exists(Order::filter(|other| other.user.eq(outer(o.user)) & other.total.gt(outer(o.total))))
    });
    assert_eq!(largest.order_by(|o| o.id).values(|o| o.total).await?, [30, 40]);
    // The same user's order of two levels around, behind another query about orders.
    let pairs = Order::filter(|o| {
        orm::exists(Order::filter(|second| {
            second.user.eq(outer(o.user))
                & second.total.gt(outer(o.total))
                & orm::exists(Order::filter(|third| {
                    third.id.ne(outer(second.id))
                        & third.total.eq(outer(second.total))
                        & third.id.gt(orm::outer_nth(1, o.id))
                }))
        }))
    });
    assert_eq!(pairs.values(|o| o.total).await?, [10]);
    // Of two queries put together, which are about the same table as the one around.
    let neighbours = Order::all().order_by(|o| o.id).values(|o| {
        let before = Order::filter(|other| other.id.eq(outer(o.id) - 1));
        let behind = Order::filter(|other| other.id.eq(outer(o.id) + 1));
        before.union(behind).values(|other| other.id.count()).scalar()
    });
    assert_eq!(neighbours.await?, [Some(1), Some(2), Some(2), Some(1)]);
    // Three models deep.
    let french = Country::filter(|c| {
        orm::exists(User::filter(|u| {
            u.country.eq(outer(c.id)) & orm::exists(Order::filter(|o| o.user.eq(outer(u.id)) & o.id.ge(outer(c.id))))
        }))
    });
    assert_eq!(french.count().await?, 1);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn ordered_by_a_query_that_is_selected() -> orm::Result<()> {
    data().await?;
    let largest = |u: &'static Fields<User>| {
        Order::filter(|o| o.user.eq(outer(u.id)) & o.total.gt(5)).values(|o| o.total.max()).scalar::<User>()
    };
    let different = User::all().values(|u| (largest(u), u.limit)).distinct();
    let rows = different.order_by(|u| (largest(u).desc().nulls_last(), u.limit)).await?;
    assert_eq!(rows, [(Some(40), 100), (Some(30), 15), (None, 0)]);
    let groups = User::all().values(|u| (largest(u), count())).order_by(largest).await?;
    assert_eq!(groups, [(Some(30), 1), (Some(40), 1), (None, 1)]);
    // One that differs in a value is another one.
    let other = |u: &'static Fields<User>| {
        Order::filter(|o| o.user.eq(outer(u.id)) & o.total.gt(6)).values(|o| o.total.max()).scalar::<User>()
    };
    let error = User::all().values(largest).distinct().order_by(other).await.unwrap_err();
    assert!(matches!(error, orm::Error::Unsupported { .. }), "{error}");
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn none_is_a_value_like_any_other() -> orm::Result<()> {
    data().await?;
    assert_eq!(User::filter(|u| u.orders.is_empty().is_null()).count().await?, 0);
    assert_eq!(User::filter(|u| u.orders.none(|o| o.total.gt(30)).eq(true)).count().await?, 2);
    assert_eq!(User::filter(|u| u.orders.is_empty() ^ u.name.eq("eve")).count().await?, 0);
    assert_eq!(User::filter(|u| u.name.ne("bob") ^ u.orders.none(|o| o.total.gt(30))).count().await?, 0);
    Ok(())
}
