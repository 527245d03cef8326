use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use orm::Error;
use orm::prelude::*;

use crate::errors::Result;
use crate::models::{NewOrder, Order, Status, User};

pub async fn list() -> Result<Json<Vec<Order>>> {
    Ok(Json(Order::all().limit(100).await?))
}

pub async fn of_user(Path(id): Path<i64>) -> Result<Json<Vec<Order>>> {
    let user = User::get(id).await?;
    Ok(Json(Order::filter(|o| o.user.eq(&user)).await?))
}

pub async fn get(Path(id): Path<i64>) -> Result<Json<Order>> {
    Ok(Json(Order::get(id).await?))
}

/// Places an order, unless its user turns out to be inactive: then it is as if it had never been placed.
pub async fn place(Json(new): Json<NewOrder>) -> Result<(StatusCode, Json<Order>)> {
    let order = orm::atomic(async {
        let order = new.await?;
        if !User::get(*order.user.id()).await?.active {
            return Err(Error::custom("this user may not order"));
        }
        Ok(order)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(order)))
}

/// Pays an order, once: of several requests at the same time one finds it open.
pub async fn pay(Path(id): Path<i64>) -> Result<Json<Order>> {
    let open = Order::filter(|o| o.id.eq(id) & o.status.eq(Status::Open));
    if open.update(|o| o.status.set(Status::Paid)).await? == 0 {
        // Where there is no such order, this says so.
        Order::get(id).await?;
        return Err(Error::custom("this order is paid already").into());
    }
    Ok(Json(Order::get(id).await?))
}
