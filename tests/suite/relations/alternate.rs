//! Foreign keys that hold another column than the primary key.

use orm::database::Registration;
use orm::prelude::*;
use orm::testing::assert_queries;
use orm::{Db, Error};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_country", ordering = "code")]
struct Country {
    id: i64,
    #[orm(alternate_key, max_length = 2)]
    code: String,
    #[orm(alternate_key)]
    calling_code: i32,
    name: String,
    cities: HasMany<City>,
    calls: HasMany<Call>,
    capital: HasOne<Capital>,
    #[orm(via(country, language))]
    languages: ManyToMany<Language, Spoken>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_city", ordering = "id")]
struct City {
    id: i64,
    #[orm(on_delete = cascade)]
    country: Option<ForeignKey<Country, CountryByCode>>,
    name: String,
    capital: HasOne<Capital>,
}

/// By the primary key and by another one, to the same model.
#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_capital")]
struct Capital {
    id: i64,
    country: OneToOne<Country, CountryByCode>,
    city: OneToOne<City>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_call")]
struct Call {
    id: i64,
    #[orm(on_delete = protect)]
    to: ForeignKey<Country, CountryByCallingCode>,
    seconds: i32,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_language")]
struct Language {
    id: i64,
    #[orm(alternate_key)]
    tag: Tag,
    countries: ManyToMany<Country, Spoken>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_spoken")]
struct Spoken {
    id: i64,
    country: ForeignKey<Country, CountryByCode>,
    language: ForeignKey<Language, LanguageByTag>,
}

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Tag(String);

/// A tree whose rows name their parent by a key that the program makes.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "alternate_node")]
struct Node {
    id: i64,
    #[orm(alternate_key)]
    token: Uuid,
    parent: Option<ForeignKey<Node, NodeByToken>>,
    children: HasMany<Node>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_region")]
struct Region {
    #[orm(primary_key)]
    country: ForeignKey<Country, CountryByCallingCode>,
    #[orm(primary_key)]
    number: i32,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_town")]
struct Town {
    id: i64,
    region: ForeignKey<Region>,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_flag")]
struct Flag {
    #[orm(primary_key)]
    country: OneToOne<Country, CountryByCode>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "alternate_pole")]
struct Pole {
    id: i64,
    flag: ForeignKey<Flag>,
}

const TABLES: &[Registration] =
    orm::models![Country, City, Capital, Call, Language, Spoken, Node, Region, Town, Flag, Pole];

/// Keys and codes are apart, so that neither is taken for the other.
async fn countries() -> [Country; 2] {
    Country::create().id(100).code("XX").calling_code(7).name("Nowhere").await.unwrap().delete().await.unwrap();
    let france = Country::create().code("FR").calling_code(33).name("France").await.unwrap();
    let peru = Country::create().code("PE").calling_code(51).name("Peru").await.unwrap();
    let lyon = City::create().country(&france).name("Lyon").await.unwrap();
    assert_eq!(lyon.country.as_ref().unwrap().id(), "FR");
    City::bulk_create([
        City::create().country("FR").name("Paris"),
        City::create().country("PE".to_owned()).name("Lima"),
        City::create().country(lyon.country.clone()).name("Nice"),
    ])
    .await
    .unwrap();
    City::create().name("Atlantis").await.unwrap();
    for (country, seconds) in [(&france, 10), (&france, 20), (&peru, 5)] {
        Call::create().to(country).seconds(seconds).await.unwrap();
    }
    [france, peru]
}

async fn names(query: QuerySet<City>) -> Vec<String> {
    query.values(|c| c.name).await.unwrap()
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn asked_about() {
    let [france, peru] = countries().await;
    assert_eq!(names(City::filter(|c| c.country.eq(&france))).await, ["Lyon", "Paris", "Nice"]);
    assert_eq!(names(City::filter(|c| c.country.eq("PE"))).await, ["Lima"]);
    assert_eq!(names(City::filter(|c| c.country.in_([&peru]))).await, ["Lima"]);
    assert_eq!(names(City::filter(|c| c.country.in_(["FR", "PE"]))).await.len(), 4);
    assert_eq!(names(City::filter(|c| c.country.eq(None))).await, ["Atlantis"]);
    assert_eq!(names(City::filter(|c| c.country.name.eq("Peru"))).await, ["Lima"]);
    // What the foreign key holds needs no join, and the primary key does.
    let held = City::filter(|c| c.country.code.eq("PE"));
    assert!(!held.to_sql().contains("JOIN"), "{}", held.to_sql());
    let by_key = City::filter(|c| c.country.id.eq(peru.id));
    assert!(by_key.to_sql().contains("JOIN"), "{}", by_key.to_sql());
    assert_eq!(names(held).await, names(by_key).await);
    let codes = City::all().values(|c| (c.country, c.country.calling_code)).await.unwrap();
    let expected = [Some(("FR", 33)), Some(("FR", 33)), Some(("PE", 51)), Some(("FR", 33)), None];
    let expected = expected.map(|code| (code.map(|(code, _)| code.to_owned()), code.map(|(_, number)| number)));
    assert_eq!(codes, expected);
    let counts = Country::all().values(|c| (c.code, c.cities.count(), c.calls.sum(|call| call.seconds))).await.unwrap();
    assert_eq!(counts, [("FR".to_owned(), 3, Some(30)), ("PE".to_owned(), 1, Some(5))]);
    assert_eq!(Country::filter(|c| c.cities.any(|city| city.name.eq("Lima"))).get().await.unwrap(), peru);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn loaded() {
    let [france, _] = countries().await;
    let countries = assert_queries(3, async { Country::all().prefetch_related(|c| (c.cities, c.calls)).await });
    let countries = countries.await.unwrap();
    let counts: Vec<_> =
        countries.iter().map(|c| (c.cities.get().unwrap().len(), c.calls.get().unwrap().len())).collect();
    assert_eq!(counts, [(3, 2), (1, 1)]);
    let cities = assert_queries(2, async { City::all().prefetch_related(|c| c.country).await }).await.unwrap();
    let country = |city: &City| city.country.as_ref().map(|country| country.get().unwrap().name.clone());
    let named =
        [Some("France"), Some("France"), Some("Peru"), Some("France"), None].map(|name| name.map(str::to_owned));
    assert_eq!(cities.iter().map(country).collect::<Vec<_>>(), named);
    let joined = assert_queries(1, async { City::all().select_related(|c| c.country).await }).await.unwrap();
    assert_eq!(joined.iter().map(country).collect::<Vec<_>>(), named);
    let plain = Call::all().await.unwrap();
    assert_queries(1, async {
        for call in &plain {
            assert_eq!(call.to.load().await.unwrap().calling_code, *call.to.id());
        }
    })
    .await;
    assert_eq!(plain[0].to.load_one().await.unwrap(), france);
    let made = Country::create().code("CL").calling_code(56).name("Chile").await.unwrap();
    assert!(made.cities.load().await.unwrap().is_empty());
    let all = Country::all().await.unwrap();
    assert_queries(1, async {
        for country in &all {
            country.cities.load().await.unwrap();
        }
    })
    .await;
    // Rows that were written out by hand.
    let mut written = vec![Country { cities: HasMany::default(), calls: HasMany::default(), ..france.clone() }];
    orm::prefetch(&mut written, |c| (c.cities, c.calls)).await.unwrap();
    assert_eq!((written[0].cities.get().unwrap().len(), written[0].calls.get().unwrap().len()), (3, 2));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn changed() {
    let [france, peru] = countries().await;
    let cusco = peru.cities.create(City::create().name("Cusco")).await.unwrap();
    assert_eq!(cusco.country, Some(ForeignKey::from(&peru)));
    let nice = City::filter(|c| c.name.eq("Nice")).get().await.unwrap();
    assert_eq!(peru.cities.add([&nice]).await.unwrap(), 1);
    assert_eq!(names(peru.cities.query()).await, ["Lima", "Nice", "Cusco"]);
    assert_eq!(peru.cities.remove([&nice]).await.unwrap(), 1);
    france.cities.set([&nice, &cusco]).await.unwrap();
    assert_eq!(names(france.cities.query()).await, ["Nice", "Cusco"]);
    City::filter(|c| c.name.eq("Nice")).update(|c| c.country.set(&peru)).await.unwrap();
    City::filter(|c| c.name.eq("Cusco")).update(|c| c.country.set("PE")).await.unwrap();
    assert_eq!(names(peru.cities.query()).await, ["Lima", "Nice", "Cusco"]);
    peru.cities.clear().await.unwrap();
    Capital::create().country(&peru).city(&cusco).await.unwrap();
    assert_eq!(Country::filter(|c| c.capital.city.name.eq("Cusco")).get().await.unwrap(), peru);
    let with = Country::all().select_related(|c| c.capital.city).await.unwrap();
    assert_eq!(with[1].capital.get().unwrap().unwrap().city.get().unwrap().name, "Cusco");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn refused_and_deleted() {
    let [france, peru] = countries().await;
    let nowhere = City::create().country("ZZ").name("Zenda").await.unwrap_err();
    let Error::ForeignKeyViolation { fields, .. } = nowhere else { panic!("{nowhere}") };
    assert_eq!(fields, ["country"]);
    let twice = Country::create().code("FR").calling_code(1).name("Other").await.unwrap_err();
    let Error::UniqueViolation { fields, .. } = twice else { panic!("{twice}") };
    assert_eq!(fields, ["code"]);
    let kept = france.delete().await.unwrap_err();
    let Error::Protected { by, .. } = &kept else { panic!("{kept}") };
    assert_eq!(
        (by.len(), by[0].model, by[0].keys.as_slice()),
        (1, "Call", ["1".to_owned(), "2".to_owned()].as_slice())
    );
    Call::all().delete().everything().await.unwrap();
    let counts = Country::filter(|c| c.id.eq(france.id)).delete().with_counts().await.unwrap();
    assert_eq!(counts, [("Country", 1), ("City", 3)]);
    assert_eq!(names(City::all()).await, ["Lima", "Atlantis"]);
    assert_eq!(Country::all().get().await.unwrap(), peru);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn between_two_models(db: Db) {
    let [france, peru] = countries().await;
    let languages = [("fr", "FR"), ("es", "PE"), ("qu", "PE")];
    for (tag, code) in languages {
        let language = Language::create().tag(Tag(tag.to_owned())).await.unwrap();
        Spoken::create().country(code).language(&language).await.unwrap();
    }
    assert_eq!(peru.languages.query().count().await.unwrap(), 2);
    let countries = Country::all().prefetch_related(|c| c.languages).using(&db).await.unwrap();
    assert_eq!(countries.iter().map(|c| c.languages.get().unwrap().len()).collect::<Vec<_>>(), [1, 2]);
    let spanish =
        Language::filter(|l| l.countries.any(|c| c.code.eq("PE"))).order_by(|l| l.id).first().await.unwrap().unwrap();
    assert_eq!(spanish.tag.0, "es");
    assert_eq!(spanish.countries.load().await.unwrap()[0], peru);
    assert_eq!(Spoken::filter(|s| s.language.eq(Tag("qu".to_owned()))).count().await.unwrap(), 1);
    assert_eq!(peru.languages.clear().await.unwrap(), 2);
    // The rows between hold no primary keys, which is what these are given.
    let refused = france.languages.remove([&spanish]).await.unwrap_err();
    assert!(refused.to_string().contains("Spoken"), "{refused}");
    let refused = france.languages.add_with([&spanish], Spoken::create).await.unwrap_err();
    assert!(refused.to_string().contains("Spoken"), "{refused}");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_tree_by_tokens() {
    let root = Node::create().token(Uuid::now_v7()).await.unwrap();
    for _ in 0..2 {
        let child = root.children.create(Node::create().token(Uuid::now_v7())).await.unwrap();
        child.children.create(Node::create().token(Uuid::now_v7())).await.unwrap();
    }
    let nodes = Node::all().order_by(|n| n.id).prefetch_related(|n| n.children).await.unwrap();
    assert_eq!(nodes.iter().map(|node| node.children.get().unwrap().len()).collect::<Vec<_>>(), [2, 1, 0, 1, 0]);
    assert_eq!(Node::filter(|n| n.parent.parent.token.eq(root.token)).count().await.unwrap(), 2);
    assert_eq!(Node::filter(|n| n.parent.parent.id.eq(root.id)).count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_row_whose_key_has_changed() {
    let [mut france, _] = countries().await;
    City::all().delete().everything().await.unwrap();
    france.code = "FX".to_owned();
    france.save().await.unwrap();
    Country::create().code("FR").calling_code(1).name("Another").await.unwrap();
    let city = france.cities.create(City::create().name("Brest")).await.unwrap();
    assert_eq!(city.country.unwrap().id(), "FX");
    france.update(|c| c.calling_code.set(c.calling_code)).await.unwrap();
    assert_eq!(france.calls.load().await.unwrap().len(), 2);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn compared_with_columns() {
    countries().await;
    assert_eq!(City::filter(|c| c.name.ne(c.country.code) & c.country.eq(c.country.code)).count().await.unwrap(), 4);
    Call::filter(|c| c.to.eq(51)).update(|c| c.seconds.set(c.to)).await.unwrap();
    assert_eq!(Call::filter(|c| c.seconds.eq(c.to)).get().await.unwrap().seconds, 51);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn inside_of_a_key(db: Db) {
    let [france, peru] = countries().await;
    let region = Region::create().country(&peru).number(1).await.unwrap();
    assert_eq!(region.key(), (51, 1));
    let town = Town::create().region(&region).name("Ica").await.unwrap();
    let loaded = Town::all().select_related(|t| t.region.country).using(&db).get().await.unwrap();
    assert_eq!(loaded.region.get().unwrap().country.get().unwrap(), &peru);
    let document = serde_json::to_value(&loaded).unwrap();
    assert_eq!(document["region"]["country"]["name"], json!("Peru"));
    assert_eq!(serde_json::from_value::<Town>(document).unwrap().region, town.region);
    assert_eq!(Region::filter(|r| r.country.eq(&france)).count().await.unwrap(), 0);
    let flag = Flag::create().country(&peru).await.unwrap();
    let pole = Pole::create().flag(&flag).await.unwrap();
    let loaded = Pole::all().select_related(|p| p.flag.country).get().await.unwrap();
    let document = serde_json::to_value(&loaded).unwrap();
    assert_eq!(document["flag"]["country"]["name"], json!("Peru"));
    assert_eq!(serde_json::from_value::<Pole>(document).unwrap().flag, pole.flag);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn in_documents() {
    countries().await;
    let lyon = City::filter(|c| c.name.eq("Lyon")).get().await.unwrap();
    let document = serde_json::to_value(&lyon).unwrap();
    assert_eq!(document["country"], json!("FR"));
    assert_eq!(serde_json::from_value::<City>(document).unwrap(), lyon);
    let loaded = City::filter(|c| c.name.eq("Lyon")).select_related(|c| c.country).get().await.unwrap();
    let document = serde_json::to_value(&loaded).unwrap();
    assert_eq!(document["country"]["calling_code"], json!(33));
    assert_eq!(serde_json::from_value::<City>(document).unwrap(), lyon);
    let new: NewCity = serde_json::from_value(json!({ "country": "PE", "name": "Puno" })).unwrap();
    assert_eq!(new.await.unwrap().country.unwrap().id(), "PE");
}
