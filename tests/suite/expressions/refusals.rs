//! What is refused before anything is sent, and what is said then.

use orm::prelude::*;

#[derive(Model, Debug, Clone)]
#[orm(table = "refusal_orders")]
struct Order {
    id: i64,
    total: i64,
    status: String,
    key: uuid::Uuid,
}

fn refused<T: std::fmt::Debug>(outcome: orm::Result<T>) -> String {
    match outcome {
        Err(orm::Error::Unsupported { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

#[orm::test(sqlite, postgres, models(Order))]
async fn what_has_no_meaning() -> orm::Result<()> {
    let reasons = [
        refused(Order::filter(|o| o.total.sum().gt(5)).await),
        refused(Order::all().order_by(|_| count()).await),
        refused(Order::all().values(|o| (o.status, count())).order_by(|o| o.total).await),
        refused(Order::all().values(|o| (o.status, count())).filter(|o| o.total.gt(1) | count().gt(5)).await),
        refused(Order::all().aggregate(|o| o.total).await),
        refused(Order::all().aggregate(|o| (count(), o.status)).await),
        refused(Order::filter(|o| o.id.eq(outer(Other::fields().id))).await),
        refused(Order::all().values(|_| orm::func::<String, _>("x(1); --", orm::literal::<Order, _>(1))).await),
        refused(Order::all().values(|o| orm::fragment::<i64, _>("{} + 1", (o.id, o.total))).await),
        refused(Order::all().values(|o| orm::fragment::<i64, _>("{} + }1", o.id)).await),
        refused(Order::all().values(|o| o.status).distinct().aggregate(|o| o.total.sum()).await),
        refused(Order::all().select_for_update().await),
        refused(orm::atomic(async { Order::all().distinct().select_for_update().await }).await),
    ];
    insta::assert_snapshot!("what_has_no_meaning", reasons.join("\n"));
    Ok(())
}

#[derive(Model, Debug, Clone)]
#[orm(table = "refusal_others")]
struct Other {
    id: i64,
}
