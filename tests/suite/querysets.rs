//! Which rows a query gives, and in which order.

use orm::Db;
use orm::database::Registration;
use orm::prelude::*;
use orm::sql::Dialect;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "querysets_country")]
struct Country {
    id: i64,
    #[orm(unique)]
    name: String,
    population: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "querysets_city")]
struct City {
    id: i64,
    name: String,
    country: Option<ForeignKey<Country>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "querysets_person", ordering = "-age, name")]
struct Person {
    id: i64,
    name: String,
    age: i32,
    score: Option<i32>,
    home: Option<ForeignKey<City>>,
    boss: Option<ForeignKey<Person>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "querysets_flight")]
struct Flight {
    id: i64,
    from: ForeignKey<City>,
    to: ForeignKey<City>,
    pilot: ForeignKey<Person>,
}

const TABLES: &[Registration] = orm::models![Country, City, Person, Flight];

/// France with Paris, a country without a population with a town, a city of no country; Ann over Bob over Cid, and Dan.
async fn world() {
    let france = Country::create().name("France").population(68).await.unwrap();
    let nowhere = Country::create().name("Nowhere").await.unwrap();
    let paris = City::create().name("Paris").country(&france).await.unwrap();
    let town = City::create().name("Town").country(&nowhere).await.unwrap();
    let free = City::create().name("Free").await.unwrap();
    let ann = Person::create().name("Ann").age(50).score(3).home(&paris).await.unwrap();
    let bob = Person::create().name("Bob").age(30).home(&town).boss(&ann).await.unwrap();
    let cid = Person::create().name("Cid").age(30).score(1).home(&free).boss(&bob).await.unwrap();
    Person::create().name("Dan").age(40).score(2).await.unwrap();
    Flight::bulk_create([
        Flight::create().from(&paris).to(&town).pilot(&ann),
        Flight::create().from(&town).to(&paris).pilot(&bob),
        Flight::create().from(&paris).to(&free).pilot(&cid),
        Flight::create().from(&free).to(&free).pilot(&ann),
    ])
    .await
    .unwrap();
}

async fn names(query: QuerySet<Person>) -> String {
    query.values(|p| p.name).await.unwrap().join(" ")
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn order() {
    world().await;
    assert_eq!(names(Person::all()).await, "Ann Dan Bob Cid", "the model's own");
    assert_eq!(names(Person::all().reverse()).await, "Cid Bob Dan Ann");
    assert_eq!(names(Person::all().order_by(|p| p.name.desc())).await, "Dan Cid Bob Ann");
    assert_eq!(names(Person::all().order_by(|p| (p.age, p.name.desc()))).await, "Cid Bob Dan Ann");
    assert_eq!(names(Person::all().order_by(|p| (p.age.asc(), p.name.asc())).reverse()).await, "Ann Dan Cid Bob");
    assert_eq!(names(Person::all().order_by(|p| p.name).order_by(|p| p.id.desc())).await, "Dan Cid Bob Ann");
    assert_eq!(names(Person::all().order_by(|p| (p.age % 40, p.name))).await, "Dan Ann Bob Cid");
    assert_eq!(names(Person::all().order_by(|p| vec![p.age.desc(), p.name.desc()])).await, "Ann Dan Cid Bob");
    assert_eq!(names(Person::all().order_by(|p| (p.home.country.name, p.home.name, p.name))).await, "Ann Bob Cid Dan");
    let cities = City::all().reverse().values(|c| c.name).await.unwrap();
    assert_eq!(cities, ["Free", "Town", "Paris"], "without an order, by the key");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn nulls_count_as_largest() {
    world().await;
    assert_eq!(names(Person::all().order_by(|p| p.score)).await, "Cid Dan Ann Bob");
    assert_eq!(names(Person::all().order_by(|p| p.score.desc())).await, "Bob Ann Dan Cid");
    assert_eq!(names(Person::all().order_by(|p| p.score).reverse()).await, "Bob Ann Dan Cid");
    assert_eq!(names(Person::all().order_by(|p| p.score.nulls_first())).await, "Bob Cid Dan Ann");
    assert_eq!(names(Person::all().order_by(|p| p.score.nulls_first()).reverse()).await, "Ann Dan Cid Bob");
    assert_eq!(names(Person::all().order_by(|p| p.score.desc().nulls_last())).await, "Ann Dan Cid Bob");
    assert_eq!(names(Person::all().order_by(|p| p.score * 2)).await, "Cid Dan Ann Bob");
    let by_path = Person::all().order_by(|p| (p.home.country.population, p.name));
    assert_eq!(names(by_path.clone()).await, "Ann Bob Cid Dan");
    assert_eq!(names(by_path.order_by(|p| (p.boss.desc(), p.name))).await, "Ann Dan Cid Bob");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn slices() {
    world().await;
    assert_eq!(names(Person::all().limit(2)).await, "Ann Dan");
    assert_eq!(names(Person::all().offset(1).limit(2)).await, "Dan Bob");
    assert_eq!(names(Person::all().limit(2).offset(3)).await, "Cid");
    assert_eq!(names(Person::all().offset(2)).await, "Bob Cid");
    assert_eq!(names(Person::all().offset(4)).await, "");
    assert_eq!(names(Person::all().limit(0)).await, "");
    assert_eq!(names(Person::all().limit(1).filter(|p| p.age.lt(50))).await, "Dan", "in whichever order one says it");
    assert_eq!(names(Person::all().limit(3).reverse()).await, "Cid Bob Dan");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn one_row() {
    world().await;
    let person = |name: &'static str| Person::filter(move |p| p.name.eq(name)).get();
    let (ann, bob, cid) = (person("Ann").await.unwrap(), person("Bob").await.unwrap(), person("Cid").await.unwrap());
    let dan = person("Dan").await.unwrap();
    assert_eq!(person("Eve").await.unwrap_err().to_string(), "no Person matches the query");
    let several = Person::filter(|p| p.age.eq(30));
    let error = several.clone().get().await.unwrap_err();
    assert!(matches!(error, orm::Error::MultipleObjectsReturned { model: "Person" }));
    assert_eq!(error.to_string(), "more than one Person matches the query, and get() gives exactly one");
    assert!(several.clone().get_or_none().await.is_err());
    assert_eq!(several.clone().limit(1).get().await.unwrap(), bob, "the limit comes first");
    assert_eq!(several.clone().offset(1).get_or_none().await.unwrap(), Some(cid.clone()));
    assert_eq!(several.clone().offset(2).get_or_none().await.unwrap(), None);

    assert_eq!(Person::all().first().await.unwrap(), Some(ann.clone()), "the model's order");
    assert_eq!(Person::all().last().await.unwrap(), Some(cid.clone()));
    assert_eq!(Person::all().order_by(|p| p.name.desc()).first().await.unwrap(), Some(dan.clone()));
    assert_eq!(Person::all().order_by(|p| p.score).last().await.unwrap(), Some(bob.clone()));
    assert_eq!(Person::all().offset(1).first().await.unwrap(), Some(dan.clone()));
    assert_eq!(Person::all().limit(0).first().await.unwrap(), None);
    assert_eq!(City::all().first().await.unwrap().unwrap().name, "Paris", "without an order, by the key");
    assert_eq!(City::all().last().await.unwrap().unwrap().name, "Free");
    let error = Person::all().limit(2).last().await.unwrap_err();
    assert_eq!(error.to_string(), "last() of a query with a limit or an offset: reverse the order and ask for first()");
    assert_eq!(Person::all().latest(|p| p.score).await.unwrap(), Some(ann.clone()), "NULL is not the latest");
    assert_eq!(Person::all().earliest(|p| p.score).await.unwrap(), Some(cid.clone()));
    assert_eq!(Person::all().latest(|p| (p.age.desc(), p.name)).await.unwrap(), Some(cid));
    assert_eq!(Person::all().filter(|p| p.age.gt(99)).latest(|p| p.age).await.unwrap(), None);
    assert_eq!(Person::all().values(|p| p.age).first().await.unwrap(), Some(50));
    assert_eq!(Person::all().values(|p| (p.name, p.score)).get_or_none().await.map_err(|_| ()), Err(()));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn counting() {
    world().await;
    assert_eq!(Person::all().count().await.unwrap(), 4);
    assert_eq!(Person::filter(|p| p.home.country.name.is_null()).count().await.unwrap(), 2);
    assert_eq!(Person::all().limit(3).count().await.unwrap(), 3);
    assert_eq!(Person::all().offset(3).limit(3).count().await.unwrap(), 1);
    assert_eq!(Person::all().offset(9).count().await.unwrap(), 0);
    assert_eq!(Person::all().values(|p| p.age).count().await.unwrap(), 4);
    assert_eq!(Person::all().values(|p| p.age).distinct().count().await.unwrap(), 3);
    assert_eq!(Person::all().values(|p| p.age).distinct().limit(2).count().await.unwrap(), 2);
    assert_eq!(Person::all().values(|p| p.score).distinct().count().await.unwrap(), 4, "NULL is a row, too");
    assert_eq!(Person::all().order_by(|p| p.home.country.name).count().await.unwrap(), 4);
    assert!(Person::all().exists().await.unwrap());
    assert!(!Person::filter(|p| p.age.gt(50)).exists().await.unwrap());
    assert!(Person::all().offset(3).exists().await.unwrap());
    assert!(!Person::all().offset(4).exists().await.unwrap());
    assert!(Person::all().distinct().limit(1).exists().await.unwrap());
    assert!(Person::filter(|p| p.boss.boss.name.eq("Ann")).exists().await.unwrap());
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn distinct_rows() {
    world().await;
    let ages = Person::all().order_by(|p| p.age).values(|p| p.age).distinct();
    assert_eq!(ages.clone().await.unwrap(), [30, 40, 50]);
    assert_eq!(ages.offset(1).await.unwrap(), [40, 50]);
    assert_eq!(Flight::all().order_by(|f| f.id).distinct().await.unwrap().len(), 4);
    let from = Flight::all().order_by(|f| f.from.name).values(|f| f.from.name).distinct().await.unwrap();
    assert_eq!(from, ["Free", "Paris", "Town"]);
    let error = Person::all().order_by(|p| p.name).values(|p| p.age).distinct().await.unwrap_err();
    assert_eq!(error.to_string(), "distinct rows of Person can be ordered only by columns that are selected");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn contains_and_in_bulk() {
    world().await;
    let all = Person::all().order_by(|p| p.id).await.unwrap();
    let [ann, bob, cid, dan] = all.as_slice() else { panic!("{all:?}") };
    assert!(Person::all().contains(ann).await.unwrap());
    assert!(!Person::filter(|p| p.age.lt(50)).contains(ann).await.unwrap());
    assert!(Person::filter(|p| p.boss.name.eq("Ann")).contains(bob).await.unwrap());
    assert!(Person::all().limit(2).contains(dan).await.unwrap());
    assert!(!Person::all().limit(2).contains(cid).await.unwrap());
    assert!(Person::all().offset(3).contains(cid).await.unwrap());

    let found = Person::filter(|p| p.age.lt(50)).in_bulk([bob.id, ann.id, 99, bob.id]).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[&bob.id], *bob);
    assert_eq!(Person::all().in_bulk([ann, dan]).await.unwrap().len(), 2);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn in_bulk_by_a_unique_field() {
    world().await;
    let france = Country::filter(|c| c.name.eq("France")).get().await.unwrap();
    let found = Country::all().in_bulk_by(|c| c.name, ["France", "Elsewhere", "France", "%"]).await.unwrap();
    assert_eq!(found, [("France".to_owned(), france)].into());
    orm::testing::assert_queries(0, async {
        assert!(Country::all().in_bulk_by(|c| c.name, [""; 0]).await.unwrap().is_empty());
        let error = Person::all().in_bulk_by(|p| p.age, [30]).await.unwrap_err();
        let says = "in_bulk_by gives a Person for each value, and several may have the same `age`: it is not unique";
        assert_eq!(error.to_string(), says);
    })
    .await;
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn values_have_the_types_of_their_path() {
    world().await;
    let query = Person::all().order_by(|p| p.id);
    let rows: Vec<(String, Option<String>, Option<i64>, Option<String>)> =
        query.clone().values(|p| (p.name, p.home.country.name, p.home.country.population, p.boss.name)).await.unwrap();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        rows,
        [
            ("Ann".to_owned(), text("France"), Some(68), None),
            ("Bob".to_owned(), text("Nowhere"), None, text("Ann")),
            ("Cid".to_owned(), None, None, text("Bob")),
            ("Dan".to_owned(), None, None, None),
        ]
    );
    let nested: Vec<((i32, Option<i32>), Option<i64>)> =
        query.clone().limit(2).values(|p| ((p.age, p.score), p.home.country.population * 2)).await.unwrap();
    assert_eq!(nested, [((50, Some(3)), Some(136)), ((30, None), None)]);
    let bosses: Vec<Option<i64>> = query.clone().values(|p| p.boss).await.unwrap();
    assert_eq!(bosses.iter().flatten().count(), 2);
    let one: Vec<(i32,)> = query.limit(1).values(|p| (p.age + 1,)).await.unwrap();
    assert_eq!(one, [(51,)]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn paths() {
    world().await;
    let ids = |query: QuerySet<Flight>| async { query.order_by(|f| f.id).values(|f| f.id).await.unwrap() };
    assert_eq!(ids(Flight::filter(|f| f.from.name.eq("Paris"))).await, [1, 3]);
    assert_eq!(ids(Flight::filter(|f| f.from.name.eq("Paris") & f.to.name.eq("Town"))).await, [1]);
    assert_eq!(ids(Flight::filter(|f| f.from.eq(f.to))).await, [4], "two paths to one table");
    assert_eq!(ids(Flight::filter(|f| f.from.name.gt(f.to.name))).await, [2, 3]);
    assert_eq!(ids(Flight::filter(|f| f.pilot.home.country.name.eq("France"))).await, [1, 4]);
    assert_eq!(ids(Flight::filter(|f| f.pilot.home.country.name.eq(f.from.country.name))).await, [1, 2]);
    assert_eq!(ids(Flight::filter(|f| f.pilot.boss.boss.name.eq("Ann"))).await, [3], "a table that points at itself");
    assert_eq!(ids(Flight::filter(|f| f.pilot.boss.boss.name.is_null())).await, [1, 2, 4]);
    assert_eq!(ids(Flight::filter(|f| f.pilot.boss.is_null())).await, [1, 4]);
    assert_eq!(ids(Flight::exclude(|f| f.to.country.population.gt(1))).await, [1, 3, 4]);
    assert_eq!(ids(Flight::filter(|f| !(f.to.country.population.gt(1)))).await, [] as [i64; 0]);
    assert_eq!(names(Person::filter(|p| p.boss.boss.is_not_null())).await, "Cid");
    assert_eq!(names(Person::filter(|p| p.boss.age.gt(p.age))).await, "Bob");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_query_is_a_value() {
    world().await;
    let all = Person::all();
    let young = all.clone().filter(|p| p.age.lt(40));
    let named = young.clone().filter(|p| p.name.eq("Bob"));
    assert_eq!(names(all.clone().all()).await, "Ann Dan Bob Cid");
    assert_eq!(names(young.clone()).await, "Bob Cid");
    assert_eq!(names(named).await, "Bob");
    assert_eq!(names(young).await, "Bob Cid");
    let (one, two) = (all.clone().limit(1), all.clone().order_by(|p| p.name.desc()));
    assert_eq!((names(one).await, names(two).await), ("Ann".to_owned(), "Dan Cid Bob Ann".to_owned()));
    assert_eq!(names(all).await, "Ann Dan Bob Cid");
}

#[orm::test(sqlite, postgres, models())]
async fn text_of_a_query(db: Db) {
    let query = City::filter(|c| c.country.name.eq("x")).limit(1);
    let placeholder = if db.dialect() == Dialect::Postgres { '$' } else { '?' };
    let columns = r#"SELECT "querysets_city"."id", "querysets_city"."name", "querysets_city"."country_id""#;
    assert_eq!(
        query.to_sql(),
        format!(
            "{columns} FROM \"querysets_city\" LEFT JOIN \"querysets_country\" AS \"querysets_country_1\" \
             ON \"querysets_country_1\".\"id\" = \"querysets_city\".\"country_id\" \
             WHERE \"querysets_country_1\".\"name\" = {placeholder}1 LIMIT {placeholder}2"
        )
    );
    assert_eq!(format!("{query:?}"), format!("QuerySet({:?})", query.to_sql()));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn another_database() {
    world().await;
    let other = Db::builder().connect("sqlite::memory:").await.unwrap();
    other.create_tables_of(orm::models![Country, City]).await.unwrap();
    let spain = Country::create().name("Spain").using(&other).await.unwrap();
    Country::bulk_create([Country::create().name("Malta")]).using(&other).await.unwrap();
    let there = Country::all().using(&other);
    assert_eq!(there.clone().order_by(|c| c.id).values(|c| c.name).await.unwrap(), ["Spain", "Malta"]);
    assert_eq!((there.clone().count().await.unwrap(), Country::all().count().await.unwrap()), (2, 2));
    assert_eq!(Country::get(spain.id).using(&other).await.unwrap(), spain);
    assert_eq!(Country::get(spain.id).await.unwrap().name, "France");
    assert!(there.clone().to_sql().ends_with("FROM \"querysets_country\""));
    let mut moved = spain.clone();
    moved.update(|c| c.population.set(48)).using(&other).await.unwrap();
    moved.name = "España".to_owned();
    moved.save().using(&other).await.unwrap();
    assert_eq!(there.clone().filter(|c| c.name.eq("España")).get().await.unwrap(), moved);
    moved.delete().using(&other).await.unwrap();
    assert_eq!(there.clone().update(|c| c.population.set(1)).await.unwrap(), 1);
    assert_eq!(there.delete().everything().await.unwrap(), 1);
    let inside = orm::scope(&other, async { Country::all().count().await }).await.unwrap();
    assert_eq!((inside, Country::all().count().await.unwrap()), (0, 2));
}
