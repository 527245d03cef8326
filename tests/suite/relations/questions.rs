//! Filters and numbers over relations.

use orm::prelude::*;

use super::models::{Country, Item, Order, TABLES, User, shop};

async fn names(users: orm::QuerySet<User>) -> Vec<String> {
    users.order_by(|u| u.id).values(|u| u.name).await.unwrap()
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn any_all_and_none() {
    shop().await;
    assert_eq!(names(User::filter(|u| u.orders.any(|o| o.total.gt(20)))).await, ["ann", "bob"]);
    assert_eq!(names(User::filter(|u| u.orders.all(|o| o.total.gt(20)))).await, ["bob", "cyd"]);
    assert_eq!(names(User::filter(|u| u.orders.none(|o| o.total.gt(100)))).await, ["bob", "cyd"]);
    assert_eq!(names(User::filter(|u| u.orders.exists())).await, ["ann", "bob"]);
    assert_eq!(names(User::filter(|u| u.orders.is_empty())).await, ["cyd"]);
    // NULL is not greater than anything, and not all of ann's are known to be.
    assert_eq!(names(User::filter(|u| u.orders.all(|o| o.paid.ge(5)))).await, ["bob", "cyd"]);
    assert_eq!(names(User::exclude(|u| u.orders.any(|o| o.total.gt(20)))).await, ["cyd"]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn several_levels_and_paths_in_between() {
    shop().await;
    let dear = |u: &Fields<User>| u.orders.any(|o| o.items.any(|i| i.price.ge(100)));
    assert_eq!(names(User::filter(dear)).await, ["ann"]);
    let countries = Country::filter(|c| c.users.any(|u| u.orders.any(|o| o.total.eq(50) & o.user.name.eq("bob"))));
    assert_eq!(countries.values(|c| c.name).await.unwrap(), ["Japan"]);
    let items = Item::filter(|i| i.order.user.orders.count().gt(1) & i.order.user.country.users.exists());
    assert_eq!(items.count().await.unwrap(), 6);
    let compatriots = User::filter(|u| u.country.users.any(|other| other.name.eq("ann")));
    assert_eq!(names(compatriots).await, ["ann"]);
    assert_eq!(names(User::exclude(|u| u.country.users.exists())).await, ["cyd"]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn numbers_over_two_relations_at_once() {
    shop().await;
    let rows = User::all().values(|u| {
        (
            u.name,
            u.orders.count(),
            u.orders.sum(|o| o.total),
            u.orders.avg(|o| o.total),
            u.orders.min(|o| o.total),
            u.orders.max(|o| o.paid),
            u.country.users.count(),
        )
    });
    let expected = [
        ("ann".to_owned(), 3, Some(240), Some(80.0), Some(10), Some(10), 1),
        ("bob".to_owned(), 1, Some(50), Some(50.0), Some(50), Some(20), 1),
        ("cyd".to_owned(), 0, None, None, None, None, 0),
    ];
    assert_eq!(rows.await.unwrap(), expected);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn decimals_are_summed_exactly() {
    shop().await;
    let order = Order::filter(|o| o.total.eq(10)).get().await.unwrap();
    Item::create().order(&order).name("bit").price(rust_decimal::Decimal::new(1, 2)).await.unwrap();
    let rows = Order::filter(|o| o.total.eq(10))
        .values(|o| (o.items.sum(|i| i.price), o.items.avg(|i| i.price), o.items.max(|i| i.price)));
    let (sum, mean, most) = rows.get().await.unwrap();
    assert_eq!(sum.unwrap().to_string(), "10.01");
    assert_eq!(mean.unwrap().round_dp(4).to_string(), "3.3367");
    assert_eq!(most.unwrap().normalize().to_string(), "5");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn some_of_the_rows() {
    shop().await;
    let rows = User::all().order_by(|u| u.orders.filter(|o| o.paid.lt(o.total)).count().desc()).values(|u| {
        (
            u.name,
            u.orders.filter(|o| o.paid.lt(o.total)).count(),
            u.orders.filter(|o| o.paid.is_null() | o.total.eq(10)).filter(|o| o.total.gt(5)).sum(|o| o.total - 1),
        )
    });
    let rows = rows.await.unwrap();
    assert_eq!(rows[2], ("cyd".to_owned(), 0, None));
    assert!(rows.contains(&("ann".to_owned(), 1, Some(208))), "{rows:?}");
    assert!(rows.contains(&("bob".to_owned(), 1, None)), "{rows:?}");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn where_there_is_nothing_else_to_tell_columns_apart() {
    let [ann, ..] = shop().await;
    assert_eq!(User::filter(|u| u.orders.any(|o| o.total.gt(100))).update(|u| u.name.set("Ann")).await.unwrap(), 1);
    assert_eq!(User::get(ann.id).await.unwrap().name, "Ann");
    assert_eq!(Order::filter(|o| o.items.is_empty()).delete().await.unwrap(), 0);
    assert_eq!(Order::filter(|o| o.items.count().eq(2)).limit(1).delete().await.unwrap(), 1);
    assert_eq!(User::filter(|u| u.orders.count().ge(1)).count().await.unwrap(), 2);
    assert!(User::filter(|u| u.orders.count().ge(1)).exists().await.unwrap());
    assert_eq!(User::all().values(|u| u.orders.count()).distinct().count().await.unwrap(), 3);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_with_numbers_beside_them() {
    shop().await;
    let rows = User::all().annotate(|u| (u.orders.count(), u.orders.sum(|o| o.total))).await.unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(user, numbers)| (user.name, numbers)).collect();
    assert_eq!(rows[0], ("ann".to_owned(), (3, Some(240))));
    assert_eq!(rows[2], ("cyd".to_owned(), (0, None)));
}
