//! New rows that may be there already, on both databases.

use orm::prelude::*;
use orm::{Db, Error};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "upsert_city")]
struct City {
    id: i64,
    #[orm(unique)]
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "upsert_user", unique(city, name))]
struct User {
    id: i64,
    #[orm(unique, max_length = 20)]
    login: String,
    name: String,
    city: Option<ForeignKey<City>>,
    #[orm(default = 1)]
    visits: i32,
    #[orm(max_digits = 8, decimal_places = 2)]
    balance: Option<rust_decimal::Decimal>,
    #[orm(auto_now)]
    seen: chrono::DateTime<chrono::Utc>,
}

fn user(login: &str) -> NewUser {
    User::create().login(login).name(login)
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn a_row_that_is_there_is_left_or_updated() {
    let ann = user("ann").visits(3).on_conflict(|u| u.login).do_nothing().await.unwrap().unwrap();
    assert!(user("ann").visits(9).on_conflict(|u| u.login).do_nothing().await.unwrap().is_none());
    assert_eq!(User::get(ann.id).await.unwrap().visits, 3);

    let again = user("ann").name("Ann").visits(9).on_conflict(|u| u.login).do_update(|u| u.name).await.unwrap();
    assert_eq!((again.id, again.name.as_str(), again.visits), (ann.id, "Ann", 3));
    assert!(again.seen > ann.seen, "what holds the moment of the last write is set, too");
    let set = user("ann").visits(5).on_conflict(|u| u.login).do_update(|u| {
        (
            u.name,
            u.visits.set(u.visits * 10 + orm::proposed(u.visits)),
            u.balance.set(rust_decimal::Decimal::new(150, 2)),
        )
    });
    let set = set.await.unwrap();
    assert_eq!((set.name.as_str(), set.visits, set.balance.unwrap().to_string().as_str()), ("ann", 35, "1.50"));
    let bob = user("bob").on_conflict(|u| u.login).do_update(|u| u.name).await.unwrap();
    assert_ne!(bob.id, ann.id);
    assert_eq!(User::all().count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn many_rows_come_back_in_their_order() {
    user("bob").visits(7).await.unwrap();
    let rows = || ["ann", "bob", "cid"].map(|login| user(login).name("new"));
    let users = User::bulk_create(rows()).on_conflict(|u| u.login).do_update(|u| u.name).with_inserted().await.unwrap();
    let told: Vec<_> = users.iter().map(|(user, inserted)| (user.login.as_str(), user.visits, *inserted)).collect();
    assert_eq!(told, [("ann", 1, true), ("bob", 7, false), ("cid", 1, true)]);
    assert!(users.iter().all(|(user, _)| user.name == "new"));

    let more = rows().into_iter().chain([user("dan")]);
    let new = User::bulk_create(more).on_conflict(|u| u.login).do_nothing().with_inserted().await.unwrap();
    assert_eq!(
        new.iter().map(|(user, inserted)| (user.login.as_str(), *inserted)).collect::<Vec<_>>(),
        [("dan", true)]
    );
    assert!(User::bulk_create(rows()).ignore_conflicts().await.unwrap().is_empty());
    assert!(User::bulk_create([]).ignore_conflicts().await.unwrap().is_empty());
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn only_some_rows_are_updated() {
    user("ann").visits(5).await.unwrap();
    let more = |visits| {
        let new = user("ann").visits(visits).on_conflict(|u| u.login);
        new.do_update(|u| u.visits).filter(|u| u.visits.lt(orm::proposed(u.visits)))
    };
    assert!(more(4).await.unwrap().is_none());
    assert_eq!(more(6).await.unwrap().unwrap().visits, 6);
    let both_rows = ["ann", "bob"].map(|login| user(login).visits(1));
    let written = User::bulk_create(both_rows).on_conflict(|u| u.login).do_update(|u| u.visits);
    let written = written.filter(|u| u.visits.lt(orm::proposed(u.visits))).with_inserted().await.unwrap();
    assert_eq!(written.iter().map(|(user, new)| (user.login.as_str(), *new)).collect::<Vec<_>>(), [("bob", true)]);
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn several_columns_constraints_and_partial_indexes_are_targets(db: Db) {
    let paris = City::create().name("Paris").await.unwrap();
    user("ann").city(&paris).await.unwrap();
    let other = || user("other").name("ann").city(&paris);
    let same = other().on_conflict(|u| (u.city, u.name)).do_update(|u| u.login).await.unwrap();
    assert_eq!(same.login, "other");
    for name in ["upsert_user_city_id_name_key", "upsert_user_login_key", "upsert_user_pkey"] {
        let named = other().id(same.id).on_constraint(name).do_nothing().await;
        assert!(named.is_ok_and(|row| row.is_none()), "{name}");
    }
    let by_name = City::create().name("Paris").on_constraint("no_such_key").do_nothing().await.unwrap_err();
    let expected = match db.dialect() {
        orm::sql::Dialect::Sqlite => {
            "SQLite does not know constraints by name, and City has no unique one that is called \"no_such_key\": \
             use on_conflict(..) with its columns"
        }
        _ => "constraint \"no_such_key\" for table \"upsert_city\" does not exist",
    };
    assert!(by_name.to_string().contains(expected), "{by_name}");

    orm::execute("CREATE UNIQUE INDEX one_visit ON upsert_user (name) WHERE visits = 99", ()).await.unwrap();
    user("x").name("same").visits(99).await.unwrap();
    let again = || user("y").name("same").visits(99).on_conflict(|u| u.name);
    assert!(again().index_where(|u| u.visits.eq(99)).do_nothing().await.unwrap().is_none());
    assert!(again().do_nothing().await.is_err(), "there is no whole index over the name");
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn what_cannot_be_is_refused_before_anything_is_sent() {
    let refused = |error: Error| error.to_string();
    let rows = || ["ann", "bob", "ann"].map(user);
    let (twice, queries) =
        orm::testing::count_queries(User::bulk_create(rows()).on_conflict(|u| u.login).do_update(|u| u.name)).await;
    assert_eq!(
        refused(twice.unwrap_err()),
        "the new rows 0 and 2 of User have the same login, and a row is updated once: leave one of them out"
    );
    assert_eq!(queries, [""; 0]);
    assert_eq!(User::bulk_create(rows()).on_conflict(|u| u.login).do_nothing().await.unwrap().len(), 2);
    let long = user("ann").on_conflict(|u| u.login).do_update(|u| u.login.set("a text that is longer than twenty"));
    assert!(matches!(long.await, Err(Error::Validation { problems, .. }) if problems[0].field == "login"));
    let nothing = user("ann").on_conflict(|u| u.login).do_update(|_| Vec::<Assignment<User>>::new());
    assert_eq!(
        refused(nothing.await.unwrap_err()),
        "do_update(..) of User sets nothing: do_nothing() leaves the row as it is"
    );
    let joined = user("ann").on_conflict(|u| u.login).do_update(|u| u.name.set(u.city.name.coalesce("")));
    assert_eq!(refused(joined.await.unwrap_err()), "an upsert of User cannot look at the row of a foreign key");
    let elsewhere = User::filter(|u| u.visits.eq(orm::proposed(u.visits))).await.unwrap_err();
    assert_eq!(
        refused(elsewhere),
        "proposed(..) is the row that an upsert was to insert, and is known only in its do_update(..)"
    );
    let twice = user("ann").on_conflict(|u| u.login).do_update(|u| (u.name, u.name.set("x")));
    assert!(matches!(twice.await, Err(Error::InvalidValue { field: "name", .. })));
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn other_violations_are_errors_as_always() {
    user("ann").await.unwrap();
    let missing = user("ann").city(404).on_conflict(|u| u.login).do_update(|u| u.city).await.unwrap_err();
    assert!(matches!(missing, Error::ForeignKeyViolation { .. }), "{missing:?}");
    let taken = user("ann").id(1).on_conflict(|u| u.id).do_nothing().await;
    assert!(taken.is_ok_and(|row| row.is_none()));
    let elsewhere = user("ann").id(99).on_conflict(|u| u.id).do_nothing().await.unwrap_err();
    assert!(matches!(elsewhere, Error::UniqueViolation { .. }), "{elsewhere:?}");
}

#[derive(Model, Debug, Clone)]
#[orm(table = "list", unique(user, active))]
struct Line {
    #[orm(primary_key)]
    row: i32,
    #[orm(primary_key)]
    number: i32,
    user: i64,
    active: bool,
    #[orm(column = "v1")]
    text: String,
}

#[orm::test(sqlite, postgres, models(Line))]
async fn names_that_statements_use_themselves_and_keys_of_several_columns() {
    let line = |number| Line::create().row(1).number(number).user(1).active(number == 1).text("a");
    let mut lines = Line::bulk_create([line(1), line(2)]).await.unwrap();
    let by_key = Line::bulk_create([line(1), line(2)]).on_constraint("list_pkey").do_update(|l| l.text).with_inserted();
    assert!(by_key.await.unwrap().iter().all(|(_, inserted)| !inserted));
    lines.iter_mut().for_each(|line| line.text.push('!'));
    assert_eq!(Line::bulk_update(&mut lines, |l| l.text).await.unwrap(), 2);
    assert_eq!(Line::filter(|l| l.text.eq("a!")).count().await.unwrap(), 2);
    lines[0].text.push('\0');
    let refused = Line::bulk_update(&mut lines, |l| (l.text, l.active)).await.unwrap_err();
    assert!(matches!(refused, Error::InvalidValue { field: "text", .. }), "{refused:?}");
    let twice = [line(3).active(true), line(4).active(true)];
    let twice = Line::bulk_create(twice).on_conflict(|l| (l.user, l.active)).do_update(|l| l.text).await.unwrap_err();
    assert!(twice.to_string().contains("have the same user, active"), "{twice}");
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn a_row_that_failed_says_nothing_of_the_next_one() {
    user("ann").await.unwrap();
    user("bob").await.unwrap();
    let failed = user("ann").on_conflict(|u| u.login).do_update(|u| u.login.set("bob")).with_inserted();
    assert!(matches!(failed.await, Err(Error::UniqueViolation { .. })));
    let (_, inserted) = user("cid").on_conflict(|u| u.login).do_update(|u| u.name).with_inserted().await.unwrap();
    assert!(inserted);
    let again = user("cid").on_conflict(|u| u.login).do_update(|u| u.name).with_inserted().await.unwrap();
    assert!(!again.1);
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn tasks_that_count_together_lose_nothing(db: Db) {
    let tasks = (0..8).map(|_| {
        let db = db.clone();
        tokio::spawn(async move {
            for _ in 0..25 {
                let new = user("ann").on_conflict(|u| u.login).do_update(|u| u.visits.set(u.visits + 1));
                new.using(&db).await.unwrap();
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_eq!(User::all().values(|u| u.visits).await.unwrap(), [200]);
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn ten_thousand_rows_and_more_are_upserted() {
    let rows = |name: &'static str| (0..12_000).map(move |number| user(&format!("u{number}")).name(name));
    assert_eq!(User::bulk_create(rows("old").step_by(2)).await.unwrap().len(), 6_000);
    let (all, _) = orm::testing::count_queries(
        User::bulk_create(rows("new")).on_conflict(|u| u.login).do_update(|u| u.name).with_inserted(),
    )
    .await;
    let all = all.unwrap();
    assert_eq!(all.iter().filter(|(_, inserted)| *inserted).count(), 6_000);
    assert!(
        all.iter()
            .enumerate()
            .all(|(index, (user, new))| user.login == format!("u{index}") && *new == (index % 2 == 1))
    );
    assert_eq!(User::filter(|u| u.name.eq("new")).count().await.unwrap(), 12_000);
}

#[orm::test(sqlite, postgres, models(City, User))]
async fn a_constraint_has_no_condition() {
    for name in ["upsert_user_login_key", "another"] {
        let upsert = user("ann").on_constraint(name).index_where(|u| u.visits.gt(0)).do_nothing();
        let (outcome, sent) = orm::testing::count_queries(upsert).await;
        let expected = format!(
            "index_where(..) says which partial index of User is meant, and on_constraint({name:?}) names what has no condition: \
             use on_conflict(..) with the columns of the index"
        );
        assert_eq!((outcome.unwrap_err().to_string(), sent.len()), (expected, 0));
    }
    let day = chrono::Utc::now();
    let upsert = user("ann").on_conflict(|u| u.login).index_where(|u| u.seen.lt(day)).do_nothing().await;
    assert_eq!(
        upsert.unwrap_err().to_string(),
        "a condition that is written as text, as those of checks and partial indexes are, cannot compare with a timestamp with time zone"
    );
}

#[derive(Model, Debug)]
#[orm(table = "excluded")]
struct Excluded {
    #[orm(primary_key)]
    id: i64,
    number: i64,
}

#[orm::test(sqlite, postgres, models(Excluded))]
async fn a_table_may_have_the_name_of_the_proposed_row() {
    let new = || Excluded::create().id(1).number(2);
    assert!(new().on_conflict(|e| e.id).do_nothing().await.unwrap().is_some());
    let error = new().on_conflict(|e| e.id).do_update(|e| e.number).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "do_update(..) of Excluded cannot tell its table from the row that was to be inserted, because both are called excluded"
    );
}
