//! The SQL text of relations, pinned for each dialect.

use orm::prelude::*;
use orm::sql::Dialect;
use orm::testing::count_queries;

use super::models::{Order, TABLES, User, shop};
use crate::sql::both;

#[test]
fn questions() {
    let ids = |condition: Predicate<User>| both(&User::filter(|_| condition).order_by(|u| u.id).values(|u| u.id));
    let u = User::fields();
    insta::assert_snapshot!(ids(u.orders.any(|o| o.total.gt(1) & o.items.any(|i| i.order.user.eq(1)))), @r#"
    Postgres: SELECT "id" FROM "relations_user" WHERE EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND "relations_order_1"."total" > $1 AND EXISTS (SELECT 1 FROM "relations_item" AS "relations_item_2" JOIN "relations_order" AS "relations_order_3" ON "relations_order_3"."id" = "relations_item_2"."order_id" WHERE "relations_item_2"."order_id" = "relations_order_1"."id" AND "relations_order_3"."user_id" = $2)) ORDER BY "id"
    Sqlite: SELECT "id" FROM "relations_user" WHERE EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND "relations_order_1"."total" > ?1 AND EXISTS (SELECT 1 FROM "relations_item" AS "relations_item_2" JOIN "relations_order" AS "relations_order_3" ON "relations_order_3"."id" = "relations_item_2"."order_id" WHERE "relations_item_2"."order_id" = "relations_order_1"."id" AND "relations_order_3"."user_id" = ?2)) ORDER BY "id"
    "#);
    insta::assert_snapshot!(ids(u.orders.all(|o| o.paid.gt(1))), @r#"
    Postgres: SELECT "id" FROM "relations_user" WHERE NOT EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND ("relations_order_1"."paid" > $1) IS NOT TRUE) ORDER BY "id"
    Sqlite: SELECT "id" FROM "relations_user" WHERE NOT EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND ("relations_order_1"."paid" > ?1) IS NOT TRUE) ORDER BY "id"
    "#);
    insta::assert_snapshot!(ids(u.country.users.none(|o| o.name.eq("x") | o.id.eq(1)) & u.orders.is_empty()), @r#"
    Postgres: SELECT "id" FROM "relations_user" WHERE NOT EXISTS (SELECT 1 FROM "relations_user" AS "relations_user_1" WHERE "relations_user_1"."country_id" = "relations_user"."country_id" AND ("relations_user_1"."name" = $1 OR "relations_user_1"."id" = $2)) AND NOT EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id") ORDER BY "id"
    Sqlite: SELECT "id" FROM "relations_user" WHERE NOT EXISTS (SELECT 1 FROM "relations_user" AS "relations_user_1" WHERE "relations_user_1"."country_id" = "relations_user"."country_id" AND ("relations_user_1"."name" = ?1 OR "relations_user_1"."id" = ?2)) AND NOT EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id") ORDER BY "id"
    "#);
    insta::assert_snapshot!(ids(u.orders.any(|o| o.tags.any(|t| t.name.eq("x")))), @r#"
    Postgres: SELECT "id" FROM "relations_user" WHERE EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND EXISTS (SELECT 1 FROM "relations_tag" AS "relations_tag_2" JOIN "relations_order_tags" AS "relations_order_tags_3" ON "relations_order_tags_3"."tag_id" = "relations_tag_2"."name" WHERE "relations_order_tags_3"."order_id" = "relations_order_1"."id" AND "relations_tag_2"."name" = $1)) ORDER BY "id"
    Sqlite: SELECT "id" FROM "relations_user" WHERE EXISTS (SELECT 1 FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND EXISTS (SELECT 1 FROM "relations_tag" AS "relations_tag_2" JOIN "relations_order_tags" AS "relations_order_tags_3" ON "relations_order_tags_3"."tag_id" = "relations_tag_2"."name" WHERE "relations_order_tags_3"."order_id" = "relations_order_1"."id" AND "relations_tag_2"."name" = ?1)) ORDER BY "id"
    "#);
    insta::assert_snapshot!(ids(u.profile.motto.eq("x") & u.friends.count().gt(2)), @r#"
    Postgres: SELECT "relations_user"."id" FROM "relations_user" LEFT JOIN "relations_profile" AS "relations_profile_1" ON "relations_profile_1"."user_id" = "relations_user"."id" WHERE "relations_profile_1"."motto" = $1 AND (SELECT count(*) FROM "relations_user" AS "relations_user_2" JOIN "relations_user_friends" AS "relations_user_friends_3" ON "relations_user_friends_3"."to_user_id" = "relations_user_2"."id" WHERE "relations_user_friends_3"."from_user_id" = "relations_user"."id") > $2 ORDER BY "relations_user"."id"
    Sqlite: SELECT "relations_user"."id" FROM "relations_user" LEFT JOIN "relations_profile" AS "relations_profile_1" ON "relations_profile_1"."user_id" = "relations_user"."id" WHERE "relations_profile_1"."motto" = ?1 AND (SELECT count(*) FROM "relations_user" AS "relations_user_2" JOIN "relations_user_friends" AS "relations_user_friends_3" ON "relations_user_friends_3"."to_user_id" = "relations_user_2"."id" WHERE "relations_user_friends_3"."from_user_id" = "relations_user"."id") > ?2 ORDER BY "relations_user"."id"
    "#);
}

#[test]
fn numbers() {
    let sums = Order::all().values(|o| (o.items.count(), o.items.sum(|i| i.price), o.user.orders.avg(|o| o.total)));
    insta::assert_snapshot!(both(&sums), @r#"
    Postgres: SELECT (SELECT count(*) FROM "relations_item" AS "relations_item_1" WHERE "relations_item_1"."order_id" = "relations_order"."id"), (SELECT sum("relations_item_1"."price") FROM "relations_item" AS "relations_item_1" WHERE "relations_item_1"."order_id" = "relations_order"."id"), (SELECT avg("relations_order_1"."total")::double precision FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_order"."user_id") FROM "relations_order" ORDER BY "id"
    Sqlite: SELECT (SELECT count(*) FROM "relations_item" AS "relations_item_1" WHERE "relations_item_1"."order_id" = "relations_order"."id"), (SELECT decimal_sum("relations_item_1"."price" COLLATE decimal) FROM "relations_item" AS "relations_item_1" WHERE "relations_item_1"."order_id" = "relations_order"."id"), (SELECT avg("relations_order_1"."total") FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_order"."user_id") FROM "relations_order" ORDER BY "id"
    "#);
    let bounds =
        User::all().values(|u| (u.orders.filter(|o| o.total.gt(1)).min(|o| o.user.name), u.orders.max(|o| o.total)));
    insta::assert_snapshot!(both(&bounds), @r#"
    Postgres: SELECT (SELECT min("relations_user_2"."name") FROM "relations_order" AS "relations_order_1" JOIN "relations_user" AS "relations_user_2" ON "relations_user_2"."id" = "relations_order_1"."user_id" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND "relations_order_1"."total" > $1), (SELECT max("relations_order_1"."total") FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id") FROM "relations_user" ORDER BY "id"
    Sqlite: SELECT (SELECT min("relations_user_2"."name") FROM "relations_order" AS "relations_order_1" JOIN "relations_user" AS "relations_user_2" ON "relations_user_2"."id" = "relations_order_1"."user_id" WHERE "relations_order_1"."user_id" = "relations_user"."id" AND "relations_order_1"."total" > ?1), (SELECT max("relations_order_1"."total") FROM "relations_order" AS "relations_order_1" WHERE "relations_order_1"."user_id" = "relations_user"."id") FROM "relations_user" ORDER BY "id"
    "#);
}

#[test]
fn joins_with_their_rows() {
    insta::assert_snapshot!(both(&Order::all().select_related(|o| o.user.country)), @r#"
    Postgres: SELECT "relations_order"."id", "relations_order"."user_id", "relations_order"."total", "relations_order"."paid", "relations_user_1"."id", "relations_user_1"."name", "relations_user_1"."country_id", "relations_country_2"."id", "relations_country_2"."name" FROM "relations_order" JOIN "relations_user" AS "relations_user_1" ON "relations_user_1"."id" = "relations_order"."user_id" LEFT JOIN "relations_country" AS "relations_country_2" ON "relations_country_2"."id" = "relations_user_1"."country_id" ORDER BY "relations_order"."id"
    Sqlite: SELECT "relations_order"."id", "relations_order"."user_id", "relations_order"."total", "relations_order"."paid", "relations_user_1"."id", "relations_user_1"."name", "relations_user_1"."country_id", "relations_country_2"."id", "relations_country_2"."name" FROM "relations_order" JOIN "relations_user" AS "relations_user_1" ON "relations_user_1"."id" = "relations_order"."user_id" LEFT JOIN "relations_country" AS "relations_country_2" ON "relations_country_2"."id" = "relations_user_1"."country_id" ORDER BY "relations_order"."id"
    "#);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn loading(db: orm::Db) {
    shop().await;
    let picked = Order::filter(|o| o.user.name.ne("x")).order_by(|o| o.total.desc()).limit(2);
    let users = User::all().prefetch_related(|u| (u.orders.with(picked), u.friends, u.country));
    let (users, queries) = count_queries(users).await;
    assert_eq!(users.unwrap().len(), 3);
    let text = queries[1..].join("\n");
    match db.dialect() {
        Dialect::Postgres => insta::assert_snapshot!("loading_on_postgres", text),
        _ => insta::assert_snapshot!("loading_on_sqlite", text),
    }
}
