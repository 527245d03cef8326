//! Queries as tables, under names that clash.

use orm::prelude::*;

mod shop {
    use orm::prelude::*;

    #[derive(Model, Debug, Clone)]
    #[orm(table = "clash")]
    pub(crate) struct User {
        pub(crate) id: i64,
        pub(crate) name: String,
    }

    #[derive(Model, Debug, Clone)]
    #[orm(table = "clash_1")]
    pub(crate) struct Order {
        pub(crate) id: i64,
        pub(crate) user: ForeignKey<User>,
        pub(crate) total: i64,
    }

    pub(crate) mod views {
        #![allow(non_camel_case_types, non_snake_case, reason = "a keyword as a name")]

        /// Called like its model's table, and like an alias of another.
        #[derive(orm::Projection, Debug, PartialEq)]
        #[orm(model = super::Order, table = "clash_1")]
        pub(crate) struct Selves {
            pub(crate) user: orm::relation::ForeignKey<super::User>,
            #[orm(expr = |o| o.total.sum())]
            pub(crate) total: Option<i64>,
        }

        #[derive(orm::Projection, Debug, PartialEq)]
        #[orm(model = super::Order, table = "a\"b 'c")]
        pub(crate) struct r#yield {
            #[orm(expr = |o| o.total)]
            pub(crate) r#match: i64,
            #[orm(expr = |o| o.id)]
            pub(crate) __selected: i64,
            #[orm(expr = |o| o.user)]
            pub(crate) P: i64,
            #[orm(expr = |_| count())]
            pub(crate) rows: i64,
        }

        use orm::prelude::*;
    }
}

use shop::views::{Selves, r#yield};
use shop::{Order, User};

#[derive(Projection, Debug)]
#[orm(table = "l1")]
struct Listed {
    v: i64,
    n: Option<i64>,
    value: ForeignKey<User>,
}

async fn data() -> orm::Result<()> {
    User::bulk_create(["ann", "bob"].map(|name| User::create().name(name))).await?;
    Order::bulk_create([(1, 10), (1, 30), (2, 5)].map(|(user, total)| Order::create().user(user).total(total))).await?;
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn names_are_kept_apart() -> orm::Result<()> {
    data().await?;
    let sums = || Order::all().project::<Selves>();
    for sums in [sums().as_table(), sums().as_cte(), sums().as_materialized_cte()] {
        let rows = sums.clone().filter(|s| s.user.name.ne("x")).order_by(|s| s.user.name);
        let rows = rows.values(|s| (s.user.name, s.total));
        assert_eq!(rows.await?, [("ann".to_owned(), Some(40)), ("bob".to_owned(), Some(5))]);
        // The table of the same name is another one.
        let orders = Order::filter(|o| {
            let own = sums.clone().filter(|s| s.user.id.eq(outer(o.user.id)) & s.user.name.eq("ann"));
            orm::exists(own.filter(|s| s.total.gt(outer(o.total))))
        });
        assert_eq!(orders.order_by(|o| o.id).values(|o| o.total).await?, [10, 30]);
        let users = User::filter(|u| u.id.in_(sums.clone().filter(|s| s.total.lt(10)).values(|s| s.user)));
        assert_eq!(users.values(|u| u.name).await?, ["bob"]);
        let beside = sums
            .clone()
            .values(|s| (s.user, Order::filter(|o| o.user.id.eq(outer(s.user))).values(|_| count()).scalar()));
        assert_eq!(beside.order_by(|s| s.user).await?, [(1, Some(2)), (2, Some(1))]);
        let own = sums.clone().filter(|s| {
            orm::exists(
                sums.clone().filter(|other| other.total.gt(outer(s.total)) & other.user.name.ne(outer(s.user.name))),
            )
        });
        assert_eq!(own.values(|s| s.user).await?, [2]);
    }
    let odd =
        Order::filter(|o| o.total.gt(5)).project::<r#yield>().as_cte().order_by(|y| (y.r#match, y.P, y.__selected));
    let rows = odd.clone().await?;
    assert_eq!((rows.len(), rows[0].r#match, rows[1].rows), (2, 10, 1));
    assert_eq!(odd.aggregate(|y| y.rows.sum()).await?, Some(2));
    let listed = orm::values_table([(7, Some(1), 1), (8, None, 2)].map(|(v, n, user)| Listed {
        v,
        n,
        value: ForeignKey::new(user),
    }));
    let rows = listed.as_cte().order_by(|l| l.v.desc()).values(|l| (l.v, l.n, l.value.name));
    assert_eq!(rows.await?, [(8, None, "bob".to_owned()), (7, Some(1), "ann".to_owned())]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn common_tables_go_wherever_queries_go() -> orm::Result<()> {
    data().await?;
    let sums = Order::all().project::<Selves>().as_cte().order_by(|s| s.user);
    let mut stream = sums.clone().stream();
    let mut seen = Vec::new();
    while let Some(row) = stream.try_next().await? {
        seen.push((*row.user.id(), row.total));
    }
    assert_eq!(seen, [(1, Some(40)), (2, Some(5))]);
    drop(stream);
    assert!(!sums.clone().explain().await?.is_empty());
    assert_eq!(
        sums.clone().explain().analyze().tree().await.is_ok(),
        orm::default_db()?.dialect() == orm::sql::Dialect::Postgres
    );
    let page = sums.clone().page(1, 1).await?;
    assert_eq!((page.items.len(), page.total), (1, 2));
    let mut csv = Vec::new();
    sums.clone().values(|s| (s.user, s.total)).copy_out_csv(&mut csv).await?;
    assert!(String::from_utf8_lossy(&csv).contains("1,40"));
    let inside = orm::atomic(async { sums.clone().count().await }).await?;
    assert_eq!(inside, 2);
    let (first, count) = tokio::join!(sums.clone().first(), sums.clone().count());
    assert_eq!((first?.map(|row| row.total), count?), (Some(Some(40)), 2));
    let lock = orm::atomic(async {
        let rich = sums.clone().filter(|s| s.total.gt(10)).values(|s| s.user);
        Order::filter(|o| o.user.id.in_(rich)).select_for_update().await
    });
    assert_eq!(lock.await?.len(), 2);
    let upserted = User::filter(|u| u.id.in_(sums.clone().values(|s| s.user))).update(|u| {
        u.name.set(
            sums.clone()
                .filter(|s| s.user.id.eq(outer(u.id)))
                .values(|s| s.total.cast::<String>())
                .scalar()
                .coalesce("none"),
        )
    });
    assert_eq!(upserted.await?, 2);
    assert_eq!(User::all().order_by(|u| u.id).values(|u| u.name).await?, ["40", "5"]);
    Ok(())
}
