//! The SQL text, pinned for each dialect. It never changes with the values.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use orm::prelude::*;
use orm::sql::Dialect;
use rust_decimal::Decimal;

#[derive(Model)]
struct Country {
    id: i64,
    name: String,
}

#[derive(Model)]
#[orm(table = "users", ordering = "-joined_at, id")]
struct User {
    id: i64,
    name: String,
    email: Option<String>,
    age: i16,
    #[orm(auto_now)]
    seen_at: DateTime<Utc>,
    #[orm(auto_now_add)]
    joined_at: DateTime<Utc>,
    country: Option<ForeignKey<Country>>,
}

#[derive(Model)]
struct Invoice {
    id: i64,
    user: ForeignKey<User>,
    seller: ForeignKey<User>,
    total: Decimal,
}

/// The text of a query, once for each dialect.
pub(crate) fn both<M: Model, T>(query: &QuerySet<M, T>) -> String {
    let mut text = String::new();
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        writeln!(text, "{dialect:?}: {}", query.to_sql_for(dialect)).unwrap();
    }
    text
}

#[test]
fn a_whole_table() {
    insta::assert_snapshot!(both(&Country::all()), @r#"
    Postgres: SELECT "id", "name" FROM "country"
    Sqlite: SELECT "id", "name" FROM "country"
    "#);
}

#[test]
fn the_models_own_order() {
    insta::assert_snapshot!(both(&User::filter(|u| u.age.ge(18)).values(|u| u.id)), @r#"
    Postgres: SELECT "id" FROM "users" WHERE "age" >= $1 ORDER BY "joined_at" DESC, "id"
    Sqlite: SELECT "id" FROM "users" WHERE "age" >= ?1 ORDER BY "joined_at" DESC, "id"
    "#);
}

#[test]
fn paths_join_once() {
    let query = Invoice::filter(|i| i.user.country.name.eq("France") | i.user.country.name.starts_with("G"))
        .order_by(|i| (i.user.name, i.user.country.name.desc()))
        .values(|i| (i.id, i.user.country.name));
    insta::assert_snapshot!(both(&query), @r#"
    Postgres: SELECT "invoice"."id", "country_2"."name" FROM "invoice" JOIN "users" AS "users_1" ON "users_1"."id" = "invoice"."user_id" LEFT JOIN "country" AS "country_2" ON "country_2"."id" = "users_1"."country_id" WHERE "country_2"."name" = $1 OR "country_2"."name" LIKE $2 ORDER BY "users_1"."name", "country_2"."name" DESC
    Sqlite: SELECT "invoice"."id", "country_2"."name" FROM "invoice" JOIN "users" AS "users_1" ON "users_1"."id" = "invoice"."user_id" LEFT JOIN "country" AS "country_2" ON "country_2"."id" = "users_1"."country_id" WHERE "country_2"."name" = ?1 OR "country_2"."name" LIKE ?2 ESCAPE '\' ORDER BY "users_1"."name", "country_2"."name" DESC NULLS FIRST
    "#);
}

#[test]
fn two_paths_to_one_table_are_two_joins() {
    let query = Invoice::filter(|i| i.user.name.ne(i.seller.name)).values(|i| i.id);
    insta::assert_snapshot!(both(&query), @r#"
    Postgres: SELECT "invoice"."id" FROM "invoice" JOIN "users" AS "users_1" ON "users_1"."id" = "invoice"."user_id" JOIN "users" AS "users_2" ON "users_2"."id" = "invoice"."seller_id" WHERE "users_1"."name" <> "users_2"."name"
    Sqlite: SELECT "invoice"."id" FROM "invoice" JOIN "users" AS "users_1" ON "users_1"."id" = "invoice"."user_id" JOIN "users" AS "users_2" ON "users_2"."id" = "invoice"."seller_id" WHERE "users_1"."name" <> "users_2"."name"
    "#);
}

#[test]
fn the_key_behind_a_foreign_key_needs_no_join() {
    let query = Invoice::filter(|i| i.user.id.eq(5) & i.user.country.id.is_not_null()).values(|i| i.seller);
    insta::assert_snapshot!(both(&query), @r#"
    Postgres: SELECT "invoice"."seller_id" FROM "invoice" JOIN "users" AS "users_1" ON "users_1"."id" = "invoice"."user_id" WHERE "invoice"."user_id" = $1 AND "users_1"."country_id" IS NOT NULL
    Sqlite: SELECT "invoice"."seller_id" FROM "invoice" JOIN "users" AS "users_1" ON "users_1"."id" = "invoice"."user_id" WHERE "invoice"."user_id" = ?1 AND "users_1"."country_id" IS NOT NULL
    "#);
}

#[test]
fn conditions_are_bracketed_as_they_were_written() {
    let query = User::filter(|u| (u.age.lt(18) | u.age.gt(99)) & !(u.name.eq("ann") & u.email.is_null()))
        .exclude(|u| u.email.icontains("spam"))
        .exclude(|u| u.age.in_([20, 30]))
        .values(|u| u.id)
        .order_by(|u| u.id);
    insta::assert_snapshot!(both(&query), @r#"
    Postgres: SELECT "id" FROM "users" WHERE ("age" < $1 OR "age" > $2) AND NOT ("name" = $3 AND "email" IS NULL) AND ("email" ILIKE $4) IS NOT TRUE AND NOT ("age" = ANY($5)) ORDER BY "id"
    Sqlite: SELECT "id" FROM "users" WHERE ("age" < ?1 OR "age" > ?2) AND NOT ("name" = ?3 AND "email" IS NULL) AND (ilike(?4, "email")) IS NOT TRUE AND NOT ("age" IN rarray(?5)) ORDER BY "id"
    "#);
}

#[test]
fn decimals_are_numbers_on_sqlite_too() {
    let query = Invoice::filter(|i| (i.total * Decimal::new(119, 2)).gt(10))
        .order_by(|i| i.total.desc())
        .values(|i| i.total - 1);
    insta::assert_snapshot!(both(&query), @r#"
    Postgres: SELECT "total" - $1 FROM "invoice" WHERE "total" * $2 > $3 ORDER BY "total" DESC
    Sqlite: SELECT decimal_sub("total", ?1) FROM "invoice" WHERE decimal_mul("total", ?2) COLLATE decimal > ?3 ORDER BY "total" COLLATE decimal DESC
    "#);
}

#[test]
fn slices_are_parameters() {
    let countries = Country::all().order_by(|c| c.id);
    insta::assert_snapshot!(both(&countries.clone().limit(10).offset(20)), @r#"
    Postgres: SELECT "id", "name" FROM "country" ORDER BY "id" LIMIT $1 OFFSET $2
    Sqlite: SELECT "id", "name" FROM "country" ORDER BY "id" LIMIT ?1 OFFSET ?2
    "#);
    insta::assert_snapshot!(both(&countries.offset(20).distinct()), @r#"
    Postgres: SELECT DISTINCT "id", "name" FROM "country" ORDER BY "id" OFFSET $1
    Sqlite: SELECT DISTINCT "id", "name" FROM "country" ORDER BY "id" LIMIT -1 OFFSET ?1
    "#);
}

#[test]
fn the_text_is_the_same_whatever_the_values() {
    let text = |name: &str, ages: Vec<i16>, limit: u64| {
        User::filter(|u| u.name.eq(name) & u.name.contains(name) & u.age.in_(ages)).limit(limit).to_sql()
    };
    let plain = text("ann", vec![1], 1);
    for name in ["", "'; DROP TABLE users; --", "$1 ?1 \\ \" %", "\u{1F600}"] {
        for ages in [vec![1, 2, 3], vec![i16::MIN; 1_000]] {
            assert_eq!(text(name, ages, u64::MAX), plain);
        }
    }
}
