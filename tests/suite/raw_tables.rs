//! SQL of the program's own in the place of a table.

use orm::prelude::*;
use orm::sql::Dialect;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "raw_countries")]
struct Country {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "raw_users", ordering = "name")]
struct User {
    id: i64,
    name: String,
    age: i64,
    country: Option<ForeignKey<Country>>,
}

#[derive(Projection, Debug, PartialEq)]
#[orm(table)]
struct Letter {
    letter: String,
    users: i64,
}

async fn users() -> orm::Result<()> {
    let france = Country::create().name("France").await?;
    User::create().name("ann").age(31).country(&france).await?;
    User::bulk_create([("abe", 20), ("bob", 40)].map(|(name, age)| User::create().name(name).age(age))).await?;
    Ok(())
}

const SQL: &str = "SELECT *, 1 AS more FROM raw_users WHERE age >= $1 AND name <> $2 -- $3";

#[orm::test(sqlite, postgres, models(Country, User))]
async fn of_a_model() -> orm::Result<()> {
    users().await?;
    let old = || User::raw(SQL, (30_i64, "$1")).as_table();
    let names = |query: QuerySet<User>| query.values(|u| u.name);
    assert_eq!(names(old()).await?, ["ann", "bob"]);
    assert_eq!(names(old().filter(|u| u.age.lt(40))).await?, ["ann"]);
    assert_eq!(names(old().filter(|u| u.country.name.eq("France"))).await?, ["ann"]);
    assert_eq!(names(old().order_by(|u| u.age.desc()).limit(1)).await?, ["bob"]);
    let loaded = old().select_related(|u| u.country).await?;
    assert_eq!(
        loaded[0].country.as_ref().and_then(|country| country.get().ok()).map(|c| c.name.as_str()),
        Some("France")
    );
    assert_eq!((old().count().await?, old().aggregate(|u| u.age.sum()).await?), (2, Some(71)));
    assert_eq!(old().first().await?.map(|u| u.name).as_deref(), Some("ann"));
    assert_eq!(names(User::filter(|u| u.id.in_(old().values(|u| u.id)) & u.age.gt(35))).await?, ["bob"]);
    assert_eq!(names(old().union(User::filter(|u| u.age.eq(20)))).await?, ["abe", "ann", "bob"]);
    // Nobody knows whether some rows are the same.
    let twice = User::raw("SELECT * FROM raw_users UNION ALL SELECT * FROM raw_users", ()).as_table();
    let refused = "paginate() of rows of User that may be the same: page() reads these, and distinct() before as_table() tells them apart";
    assert_eq!(twice.clone().paginate(4).await.err().map(|error| error.to_string()).as_deref(), Some(refused));
    assert_eq!(twice.page(2, 4).await?.items.len(), 2);
    let semicolon = User::raw("SELECT * FROM raw_users; ", ()).as_table();
    assert_eq!(semicolon.count().await?, 3);
    // Two of them, each with its own parameters.
    let both = User::raw("SELECT * FROM raw_users WHERE age = $1", (20_i64,)).as_table().union(old());
    assert_eq!(both.order_by(|u| u.age).values(|u| u.age).await?, [20, 31, 40]);
    assert_eq!(old().filter(|u| u.age.gt(35)).update(|u| u.age.set(u.age + 1)).await?, 1);
    assert_eq!(old().filter(|u| u.age.eq(41)).delete().await?, 1);
    assert_eq!(names(User::all()).await?, ["abe", "ann"]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User))]
async fn of_a_struct() -> orm::Result<()> {
    users().await?;
    let sql = "SELECT substr(name, 1, 1), count(*) FROM raw_users WHERE age > $1 GROUP BY 1";
    let letters = || orm::raw::<Letter>(sql, (1_i64,)).as_table();
    assert_eq!(letters().filter(|l| l.users.gt(1)).await?, [Letter { letter: "a".to_owned(), users: 2 }]);
    assert_eq!(letters().order_by(|l| l.users).values(|l| l.letter.upper()).await?, ["B", "A"]);
    let named = User::filter(|u| orm::exists(letters().filter(|l| l.users.eq(1) & l.letter.eq(outer(u.name.left(1))))));
    assert_eq!(named.values(|u| u.name).await?, ["bob"]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User))]
async fn what_is_wrong_is_the_databases_error() -> orm::Result<()> {
    users().await?;
    assert!(User::raw("SELECT name FROM raw_users", ()).as_table().await.is_err());
    assert!(User::raw("DELETE FROM raw_users", ()).as_table().await.is_err());
    assert!(User::raw("SELECT * FROM raw_users) AS x; DELETE FROM raw_users; --", ()).as_table().await.is_err());
    assert!(User::raw("", ()).as_table().await.is_err());
    assert_eq!(User::all().count().await?, 3);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Country, User))]
async fn parameters_are_its_own() -> orm::Result<()> {
    users().await?;
    let asked = |sql: &str| User::raw(format!("SELECT * FROM raw_users WHERE age > {sql}"), (20,)).as_table();
    let around = |sql: &str| User::filter(|u| u.name.ne("x") & u.id.in_(asked(sql).values(|u| u.id))).limit(7);
    assert_eq!((asked("$1").count().await?, around("$01 AND '$0:a?' <> '$2'").count().await?), (2, 2));
    for wrong in ["$0", "$2", "$00", "$1 + $3", "$99999999999999999999999"] {
        let name = wrong.rsplit(' ').next().unwrap_or_default();
        let expected = format!(
            "SQL in the place of a table asks for the parameter {name}, and is given 1: they are called $1, $2 and so on"
        );
        for error in [asked(wrong).await.err(), around(wrong).count().await.err()] {
            assert!(matches!(error, Some(orm::Error::Unsupported { .. })), "{error:?}");
            assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(&*expected));
        }
    }
    for wrong in ["?", "?1", ":a", "@a", "$a", "$1a"] {
        let error = around(wrong).count().await.err();
        let is_known = matches!(error, Some(orm::Error::Unsupported { .. }));
        assert_eq!(is_known, orm::default_db()?.dialect() == Dialect::Sqlite, "{error:?}");
        assert!(error.is_some());
    }
    Ok(())
}

#[test]
fn sql() {
    let old = User::raw("SELECT * FROM raw_users WHERE age >= $1", (30_i64,)).as_table();
    insta::assert_snapshot!(old.filter(|u| u.country.name.eq("x")).values(|u| u.age + 1).to_sql_for(Dialect::Postgres), @r#"
    SELECT "raw_users"."age" + $1 FROM (SELECT * FROM raw_users WHERE age >= $2
    ) AS "raw_users" LEFT JOIN "raw_countries" AS "raw_countries_1" ON "raw_countries_1"."id" = "raw_users"."country_id" WHERE "raw_countries_1"."name" = $3 ORDER BY "raw_users"."name"
    "#);
    let letters = orm::raw::<Letter>("SELECT 'a', 1", ()).as_table().filter(|l| l.users.eq(1));
    insta::assert_snapshot!(letters.to_sql_for(Dialect::Sqlite), @r#"
    SELECT "letter", "users" FROM (WITH "raw rows"("letter", "users") AS (SELECT 'a', 1
    ) SELECT * FROM "raw rows") AS "letter" WHERE "users" = ?1
    "#);
}
