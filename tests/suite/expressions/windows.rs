use orm::expr::Exclude;
use orm::prelude::*;
use orm::{cume_dist, dense_rank, ntile, percent_rank, rank, row_number, window};

#[derive(Model, Debug, Clone)]
#[orm(table = "window_sales")]
struct Sale {
    id: i64,
    shop: String,
    day: i32,
    amount: i64,
    share: f64,
}

async fn sales() -> orm::Result<()> {
    let rows = [("a", 1, 10), ("a", 2, 20), ("a", 3, 20), ("a", 5, 40), ("b", 1, 7), ("b", 2, 3)];
    Sale::bulk_create(rows.map(|(shop, day, amount)| Sale::create().shop(shop).day(day).amount(amount).share(0.5)))
        .await?;
    Ok(())
}

fn in_order() -> QuerySet<Sale> {
    Sale::all().order_by(|s| s.id)
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn places() -> orm::Result<()> {
    sales().await?;
    let of_shop = |s: &Fields<Sale>| window().partition_by(s.shop).order_by(s.amount);
    let places = in_order().values(|s| {
        (
            row_number().over(window().partition_by(s.shop).order_by(s.day)),
            rank().over(of_shop(s)),
            dense_rank().over(of_shop(s)),
            ntile(2).over(window().partition_by(s.shop).order_by(s.day)),
            percent_rank().over(of_shop(s)),
            cume_dist().over(of_shop(s)),
        )
    });
    let third = 1.0 / 3.0;
    let expected = [
        (1, 1, 1, 1, 0.0, 0.25),
        (2, 2, 2, 1, third, 0.75),
        (3, 2, 2, 2, third, 0.75),
        (4, 4, 3, 2, 1.0, 1.0),
        (1, 2, 2, 1, 1.0, 1.0),
        (2, 1, 1, 2, 0.0, 0.5),
    ];
    assert_eq!(places.await?, expected);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn other_rows() -> orm::Result<()> {
    sales().await?;
    let rows = in_order().filter(|s| s.shop.eq("a")).values(|s| {
        let all = window().order_by(s.day).rows(..);
        (
            s.amount.lag(1).over(all.clone()),
            s.amount.lag_or(2, -1).over(all.clone()),
            s.amount.lead(1).over(all.clone()),
            s.amount.lead_or(1, s.amount).over(all.clone()),
            (s.amount.first_value().over(all.clone()), s.amount.last_value().over(all.clone())),
            s.amount.nth_value(2).over(all),
        )
    });
    let expected = [
        (None, -1, Some(20), 20, (Some(10), Some(40)), Some(20)),
        (Some(10), -1, Some(20), 20, (Some(10), Some(40)), Some(20)),
        (Some(20), 10, Some(40), 40, (Some(10), Some(40)), Some(20)),
        (Some(20), 20, None, 40, (Some(10), Some(40)), Some(20)),
    ];
    assert_eq!(rows.await?, expected);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn frames() -> orm::Result<()> {
    sales().await?;
    let sums = |of: fn(&'static Fields<Sale>) -> orm::expr::Window<Sale>| async move {
        in_order().filter(|s| s.shop.eq("a")).values(move |s| s.amount.sum().over(of(s))).await
    };
    let some = |sums: [i64; 4]| sums.map(Some);
    assert_eq!(sums(|_| window()).await?, some([90, 90, 90, 90]));
    assert_eq!(sums(|s| window().order_by(s.day)).await?, some([10, 30, 50, 90]));
    assert_eq!(sums(|s| window().order_by(s.amount)).await?, some([10, 50, 50, 90]));
    assert_eq!(sums(|s| window().order_by(s.day).rows(-1..=1)).await?, some([30, 50, 80, 60]));
    assert_eq!(sums(|s| window().order_by(s.day).rows(-1..1)).await?, some([10, 30, 40, 60]));
    assert_eq!(sums(|s| window().order_by(s.day).rows(1..)).await?, [Some(80), Some(60), Some(40), None]);
    assert_eq!(sums(|s| window().order_by(s.day).range(-1..=0)).await?, some([10, 30, 40, 40]));
    assert_eq!(sums(|s| window().order_by(s.amount).groups(-1..=0)).await?, some([10, 50, 50, 80]));
    let others = sums(|s| window().order_by(s.day).rows(..).exclude(Exclude::CurrentRow)).await?;
    assert_eq!(others, some([80, 70, 70, 50]));
    let but_ties = sums(|s| window().order_by(s.amount).rows(..).exclude(Exclude::Ties)).await?;
    assert_eq!(but_ties, some([90, 70, 70, 90]));
    let but_group = sums(|s| window().order_by(s.amount).exclude(Exclude::Group)).await?;
    assert_eq!(but_group, [None, Some(10), Some(10), Some(50)]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn aggregates_over_windows() -> orm::Result<()> {
    sales().await?;
    let rows = in_order().filter(|s| s.shop.eq("a")).values(|s| {
        let so_far = window().order_by(s.day);
        let last_two = window().order_by(s.day).rows(-1..=0);
        (
            count().over(so_far.clone()),
            count().filter(s.amount.gt(10)).over(so_far.clone()),
            s.amount.max().over(so_far),
            s.amount.bit_or().over(last_two.clone()),
            s.amount.std_dev().over(last_two),
        )
    });
    let expected = [
        (1, 0, Some(10), Some(10), Some(0.0)),
        (2, 1, Some(20), Some(30), Some(5.0)),
        (3, 2, Some(20), Some(20), Some(0.0)),
        (4, 3, Some(40), Some(60), Some(10.0)),
    ];
    assert_eq!(rows.await?, expected);
    // Over groups: each shop's part in all that was sold.
    let parts =
        Sale::all().values(|s| (s.shop, s.amount.sum(), s.amount.sum().sum().over(window()))).order_by(|s| s.shop);
    assert_eq!(parts.await?, [("a".to_owned(), Some(90), Some(100)), ("b".to_owned(), Some(10), Some(100))]);
    // What is grouped by may be calculated, with parameters, and named by the window, before it is selected or behind.
    let odd = |s: &Fields<Sale>| s.day % 2;
    let so_far = Sale::all()
        .values(|s| {
            (
                s.amount.sum().sum().over(window().order_by(odd(s))),
                odd(s),
                rank().over(window().order_by(odd(s).desc())),
            )
        })
        .filter(|s| count().ge(1) & odd(s).lt(5))
        .order_by(|s| (odd(s) + 1).desc());
    assert_eq!(so_far.await?, [(Some(100), 1, 1), (Some(23), 0, 2)]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn conditions_on_windows() -> orm::Result<()> {
    sales().await?;
    let place = |s: &Fields<Sale>| row_number().over(window().partition_by(s.shop).order_by((s.amount.desc(), s.id)));
    // Whole rows, as many as there are, in an order of their own.
    let best = Sale::filter(move |s| place(s).le(2) & s.day.gt(1)).order_by(|s| s.amount);
    let amounts: Vec<i64> = best.clone().await?.iter().map(|sale| sale.amount).collect();
    assert_eq!(amounts, [3, 20, 40]);
    assert_eq!(best.clone().count().await?, 3);
    assert!(best.clone().exists().await?);
    assert_eq!(best.clone().first().await?.unwrap().amount, 3);
    assert_eq!(best.clone().limit(1).offset(1).await?[0].amount, 20);
    assert_eq!(best.clone().values(|s| (s.shop, s.amount * 2)).await?[2], ("a".to_owned(), 80));
    // Either of a window and a column.
    let mixed = Sale::filter(move |s| place(s).eq(1) | s.amount.eq(3)).order_by(|s| s.id).values(|s| s.amount);
    assert_eq!(mixed.await?, [40, 7, 3]);
    assert_eq!(best.aggregate(|s| s.amount.sum()).await?, Some(63));
    // Of the places themselves.
    let places = Sale::all().values(move |s| (s.id, place(s)));
    assert_eq!(places.aggregate(move |s| place(s).max()).await?, Some(4));
    // Only those are changed.
    assert_eq!(Sale::filter(move |s| place(s).eq(1)).update(|s| s.amount.set(0)).await?, 2);
    assert_eq!(Sale::filter(|s| s.amount.eq(0)).values(|s| s.day).order_by(|s| s.id).await?, [5, 1]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn first_of_each() -> orm::Result<()> {
    sales().await?;
    let last = Sale::all().distinct_on(|s| s.shop).order_by(|s| (s.shop, s.day.desc()));
    let rows = last.clone().await?;
    assert_eq!(rows.iter().map(|sale| (sale.shop.as_str(), sale.day)).collect::<Vec<_>>(), [("a", 5), ("b", 2)]);
    assert_eq!(last.clone().count().await?, 2);
    assert_eq!(last.clone().limit(1).offset(1).values(|s| s.shop).await?, ["b"]);
    assert_eq!(last.clone().filter(|s| s.day.lt(5)).values(|s| s.day).await?, [3, 2]);
    // An order that does not begin with it is made to.
    assert_eq!(Sale::all().distinct_on(|s| s.amount).order_by(|s| s.id.desc()).values(|s| s.id).count().await?, 5);
    let by_two =
        Sale::all().distinct_on(|s| (s.shop, s.amount)).order_by(|s| (s.shop, s.amount, s.day)).values(|s| s.day);
    assert_eq!(by_two.await?, [1, 2, 5, 2, 1]);
    assert_eq!(last.aggregate(|s| s.amount.sum()).await?, Some(43));
    // By an expression with a value of its own, and in the order of what it is that each is the first of.
    let halves = Sale::all().distinct_on(|s| s.amount / 10).order_by(|s| s.id.desc()).values(|s| s.id);
    assert_eq!(halves.clone().await?, [6, 1, 3, 4]);
    assert_eq!(halves.limit(2).await?, [6, 1]);
    let amounts = Sale::all().distinct_on(|s| s.amount).order_by(|s| s.id.desc()).values(|s| s.amount);
    assert_eq!(amounts.limit(3).await?, [3, 7, 10]);
    let days = Sale::all().distinct_on(|s| (s.shop, s.day)).order_by(|s| (s.amount, s.day));
    assert_eq!(days.values(|s| s.amount).await?, [10, 20, 20, 40, 7, 3]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn what_has_left_a_frame_leaves_nothing_behind() -> orm::Result<()> {
    for far in [1e10, f64::INFINITY] {
        Sale::all().delete().everything().await?;
        Sale::bulk_create(
            [far, 1.1, 2.3]
                .map(|share| Sale::create().shop("a").day(1).amount(if share == far { 7 } else { 1 }).share(share)),
        )
        .await?;
        let last = in_order().values(|s| {
            let both = window().order_by(s.id).rows(-1..=0);
            let (x, y) = (s.share, s.share * 2.0);
            (
                x.variance().over(both.clone()),
                y.clone().covariance(x).over(both.clone()),
                y.regr_slope(x).over(both.clone()),
                s.amount.variance().over(both),
            )
        });
        let (variance, covariance, slope, of_equals) = last.await?[2];
        let close = |one: Option<f64>, other: f64| assert!((one.unwrap() - other).abs() < 1e-9, "{one:?} and {other}");
        close(variance, 0.36);
        close(covariance, 0.72);
        close(slope, 2.0);
        assert_eq!(of_equals, Some(0.0));
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sale))]
async fn bits_and_lists_of_frames() -> orm::Result<()> {
    sales().await?;
    let rows = in_order().filter(|s| s.shop.eq("a")).values(|s| {
        let both = window().order_by(s.day).rows(-1..=0);
        let next = window().order_by(s.day).rows(1..=1);
        (
            s.amount.bit_and().over(both.clone()),
            s.amount.bit_or().over(both.clone()),
            s.amount.bit_xor().over(both.clone()),
            s.amount.any_value().over(next.clone()),
            s.amount.array_agg().over(next.clone()),
            (s.amount.json_agg().over(next), s.day.array_agg().filter(s.amount.gt(10)).over(both)),
        )
    });
    let row = |and, or, xor, next: Option<i64>, days: Option<Vec<i32>>| {
        let list = next.map(|next| vec![next]);
        let document = list.clone().map(serde_json::Value::from);
        (Some(and), Some(or), Some(xor), next, list, (document, days))
    };
    let expected = [
        row(10, 10, 10, Some(20), None),
        row(10 & 20, 10 | 20, 10 ^ 20, Some(20), Some(vec![2])),
        row(20, 20, 0, Some(40), Some(vec![2, 3])),
        row(20 & 40, 20 | 40, 20 ^ 40, None, Some(vec![3, 5])),
    ];
    assert_eq!(rows.await?, expected);
    Ok(())
}
