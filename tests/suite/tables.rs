//! What `create_tables` makes.

use orm::Db;
use orm::prelude::*;
use orm::sql::Dialect;

#[derive(Model, Debug, PartialEq)]
#[orm(table = "tables_city", index(name, country), unique(country, name))]
struct City {
    id: i64,
    #[orm(index)]
    name: String,
    #[orm(on_delete = cascade)]
    country: ForeignKey<Country>,
    #[orm(unique, max_length = 8)]
    code: Option<String>,
}

/// It comes before what points at it by name, and after it in the list of models.
#[derive(Model, Debug, PartialEq)]
#[orm(
    table = "tables_country",
    check(tables_people_not_negative = |c| c.people.ge(0)),
    check(tables_named = |c| c.name.ne("it's \\ \"none\"") & (c.area.is_null() | (c.area * 2 - 1).gt(c.people)))
)]
struct Country {
    id: i64,
    name: String,
    #[orm(db_default = "40 + 2")]
    people: i64,
    area: Option<i64>,
    #[orm(db_default = "'it''s'")]
    motto: String,
}

#[derive(Model, Debug)]
#[orm(table = "tables_employee")]
struct Employee {
    id: i64,
    boss: Option<ForeignKey<Employee>>,
}

#[derive(Model, Debug)]
#[orm(table = "tables_team")]
struct Team {
    id: i64,
    lead: Option<ForeignKey<Player>>,
}

#[derive(Model, Debug)]
#[orm(table = "tables_player")]
struct Player {
    id: i64,
    team: ForeignKey<Team>,
}

#[derive(Model, Debug)]
#[orm(
    table = "a_table_whose_name_is_as_long_as_any_name_in_a_database_can_be_",
    index(a_column_with_a_rather_long_name_for_an_index_first, a_column_with_a_rather_long_name_for_an_index_second),
    unique(a_column_with_a_rather_long_name_for_an_index_second, a_column_with_a_rather_long_name_for_an_index_first)
)]
struct Long {
    id: i64,
    #[orm(unique)]
    a_column_with_a_rather_long_name_for_an_index_first: String,
    #[orm(unique)]
    a_column_with_a_rather_long_name_for_an_index_second: String,
    #[orm(index)]
    a_column_with_a_rather_long_name_for_an_index_third: i32,
    #[orm(index)]
    a_column_with_a_rather_long_name_for_an_index_fourth: i32,
}

#[derive(Model, Debug, PartialEq)]
#[orm(table = "tables \"quoted\"; DROP TABLE x --")]
struct Quoted {
    id: i64,
    #[orm(column = "select", unique)]
    a: i32,
    #[orm(column = "it's \"b\" $1 ?1", index)]
    b: Option<String>,
}

mod shared_index {
    use orm::prelude::*;

    #[derive(Model)]
    #[orm(table = "tables_user")]
    pub(super) struct Member {
        id: i64,
        #[orm(index)]
        group_name: String,
    }

    #[derive(Model)]
    #[orm(table = "tables_user_group")]
    pub(super) struct Circle {
        id: i64,
        #[orm(index)]
        name: String,
    }
}

mod twin {
    use orm::prelude::*;

    #[derive(Model, Debug)]
    #[orm(table = "tables_country")]
    pub(super) struct Twin {
        pub(super) id: i64,
    }
}

fn is_postgres() -> bool {
    orm::default_db().unwrap().dialect() == Dialect::Postgres
}

async fn texts(sql: impl Into<String>) -> Vec<String> {
    orm::raw(sql, ()).await.unwrap()
}

/// The names of the tables that are there.
async fn tables() -> Vec<String> {
    texts(if is_postgres() {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
    })
    .await
}

/// The names of the indexes of one table that a model asks for by `index`.
async fn indexes(table: &str) -> Vec<String> {
    texts(if is_postgres() {
        format!("SELECT indexname::text FROM pg_indexes WHERE tablename = '{table}' AND indexdef NOT LIKE '% UNIQUE %' ORDER BY 1")
    } else {
        format!("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL ORDER BY 1")
    })
    .await
}

/// The names of the constraints of one table that have one on both.
async fn constraints(table: &str) -> Vec<String> {
    if is_postgres() {
        return texts(format!(
            "SELECT conname::text FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype IN ('u', 'f', 'c') ORDER BY 1"
        ))
        .await;
    }
    let sql = texts(format!("SELECT sql FROM sqlite_master WHERE name = '{table}'")).await.concat();
    let names = sql.split("CONSTRAINT \"").skip(1).filter_map(|rest| rest.split_once('"'));
    let mut names: Vec<_> = names.map(|(name, _)| name.to_owned()).filter(|name| !name.ends_with("_range")).collect();
    names.sort();
    names
}

#[orm::test(sqlite, postgres, models())]
async fn twice_is_as_good_as_once(db: Db) {
    for _ in 0..3 {
        db.create_tables_of(orm::models![City, Country, Employee, Team, Player, Long, Quoted]).await.unwrap();
    }
    let names =
        ["a_table_whose_name_is_as_long_as_any_name_in_a_database_can_be_", "tables \"quoted\"; DROP TABLE x --"];
    assert_eq!(
        tables().await,
        [names[0], names[1], "tables_city", "tables_country", "tables_employee", "tables_player", "tables_team"]
    );
    Country::create().name("France").await.unwrap();
    db.create_tables_of(orm::models![City, Country]).await.unwrap();
    assert_eq!(Country::all().count().await.unwrap(), 1, "what is there is left as it is");
}

#[orm::test(sqlite, postgres, models(City, Country))]
async fn indexes_and_constraints() {
    assert_eq!(indexes("tables_city").await, ["tables_city_name_country_id_idx", "tables_city_name_idx"]);
    assert_eq!(
        constraints("tables_city").await,
        ["tables_city_code_key", "tables_city_country_id_fkey", "tables_city_country_id_name_key"],
        "and no index of its own for a foreign key with which another one starts"
    );
    assert_eq!(constraints("tables_country").await, ["tables_named", "tables_people_not_negative"]);
    assert_eq!(indexes("tables_country").await, [] as [&str; 0]);
}

#[orm::test(sqlite, postgres, models(Country))]
async fn defaults_and_checks() {
    let country = Country::create().name("France").await.unwrap();
    assert_eq!((country.people, country.motto.as_str()), (42, "it's"));
    let given = Country::create().name("Monaco").people(7).motto("").area(9).await.unwrap();
    assert_eq!((given.people, given.motto.as_str()), (7, ""));
    for new in [
        Country::create().name("a").people(-1),
        Country::create().name("b").area(21),
        Country::create().name("it's \\ \"none\""),
    ] {
        let error = new.await.unwrap_err();
        assert!(matches!(&error, orm::Error::CheckViolation { .. }), "{error:?}");
    }
    assert_eq!(Country::all().count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models(Employee))]
async fn a_table_that_points_at_itself() {
    assert_eq!(constraints("tables_employee").await, ["tables_employee_boss_id_fkey"]);
    let boss = Employee::create().await.unwrap();
    let worker = Employee::create().boss(&boss).await.unwrap();
    assert_eq!(worker.boss, Some(ForeignKey::from(&boss)));
    assert!(Employee::create().boss(99).await.is_err());
    let itself = Employee::create().id(50).boss(50).await.unwrap();
    assert_eq!(Employee::filter(|e| e.boss.boss.id.eq(50)).get().await.unwrap().id, itself.id);
}

#[orm::test(sqlite, postgres, models())]
async fn tables_that_point_at_each_other(db: Db) {
    for _ in 0..2 {
        db.create_tables_of(orm::models![Team, Player]).await.unwrap();
    }
    assert_eq!(constraints("tables_team").await, ["tables_team_lead_id_fkey"]);
    assert_eq!(constraints("tables_player").await, ["tables_player_team_id_fkey"]);
    let mut team = Team::create().await.unwrap();
    let player = Player::create().team(&team).await.unwrap();
    team.lead = Some(ForeignKey::from(&player));
    team.save().await.unwrap();
    assert_eq!(Player::filter(|p| p.team.lead.id.eq(player.id)).count().await.unwrap(), 1);
    assert!(Team::create().lead(99).await.is_err());
}

#[orm::test(sqlite, postgres, models(Long))]
async fn long_names_are_shortened_and_stay_apart() {
    let table = "a_table_whose_name_is_as_long_as_any_name_in_a_database_can_be_";
    let (indexes, constraints) = (indexes(table).await, constraints(table).await);
    assert_eq!((indexes.len(), constraints.len()), (3, 3), "{indexes:?} {constraints:?}");
    let mut names: Vec<_> = indexes.iter().chain(&constraints).collect();
    assert!(names.iter().all(|name| name.len() <= 63), "{names:?}");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 6);
}

#[orm::test(sqlite, postgres, models(Quoted))]
async fn names_that_look_like_sql() {
    let mut row = Quoted::create().a(1).b("x").await.unwrap();
    Quoted::bulk_create([Quoted::create().a(2), Quoted::create().a(3)]).await.unwrap();
    row.update(|q| q.a.set(q.a + 10)).await.unwrap();
    assert_eq!(Quoted::filter(|q| q.b.eq("x") & q.a.eq(11)).order_by(|q| q.b).get().await.unwrap(), row);
    let error = Quoted::create().a(2).await.unwrap_err();
    let orm::Error::UniqueViolation { model, fields, constraint } = error else { panic!("{error:?}") };
    assert_eq!((model.as_str(), fields), ("Quoted", vec!["a".to_owned()]));
    assert_eq!(constraint.as_deref(), Some("tables \"quoted\"; DROP TABLE x --_select_key"));
}

#[orm::test(sqlite, postgres, models())]
async fn two_models_with_one_table_are_refused(db: Db) {
    let error = db.create_tables_of(orm::models![Country, twin::Twin]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the models Country and Twin have the same table \"tables_country\": give one of them a `table`"
    );
    assert_eq!(tables().await, [] as [&str; 0]);
    db.create_tables_of(orm::models![Country, Country]).await.unwrap();
}

#[orm::test(sqlite, postgres, models())]
async fn two_indexes_with_one_name_are_refused(db: Db) {
    let models = orm::models![shared_index::Member, shared_index::Circle];
    assert_eq!(
        db.create_tables_of(models).await.unwrap_err().to_string(),
        "the models Member and Circle both have an index \"tables_user_group_name_idx\": give one of them a `table`"
    );
    assert_eq!(tables().await, [] as [&str; 0]);
}

#[orm::test(sqlite, postgres, models())]
async fn all_tables_or_none(db: Db) {
    let error = db.create_tables_of(orm::models![Country, Broken]).await.unwrap_err();
    assert!(matches!(error, orm::Error::Database { .. }), "{error:?}");
    assert_eq!(tables().await, [] as [&str; 0]);
    db.create_tables_of(orm::models![Country]).await.unwrap();
}

#[orm::test(sqlite, postgres, models())]
async fn a_check_sees_one_row(db: Db) {
    let error = db.create_tables_of(orm::models![Country, Wandering]).await.unwrap_err();
    assert_eq!(error.to_string(), "the check \"tables_far\" of Wandering follows a foreign key: a check sees one row");
}

#[derive(Model, Debug)]
#[orm(table = "tables_broken")]
struct Broken {
    id: i64,
    #[orm(db_default = "no_such_function_anywhere(")]
    value: i32,
}

#[derive(Model, Debug)]
#[orm(table = "tables_wandering", check(tables_far = |w| w.country.people.gt(0)))]
struct Wandering {
    id: i64,
    country: ForeignKey<Country>,
}
