//! Querysets put together: unions, intersections and differences.

use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "set_people", ordering = "name")]
struct Person {
    id: i64,
    name: String,
    age: i16,
    #[orm(max_digits = 5, decimal_places = 2)]
    height: Decimal,
    boss: Option<ForeignKey<Person>>,
    staff: HasMany<Person>,
}

async fn people() -> orm::Result<()> {
    let ann = Person::create().name("ann").age(7).height(1).await?;
    for (name, age) in [("bob", 30), ("cat", 50), ("dan", 80)] {
        Person::create().name(name).age(age).height(1).boss(&ann).await?;
    }
    Ok(())
}

fn older(than: i16) -> QuerySet<Person> {
    Person::filter(move |p| p.age.gt(than))
}

fn younger(than: i16) -> QuerySet<Person> {
    Person::filter(move |p| p.age.lt(than))
}

async fn names(query: QuerySet<Person>) -> orm::Result<String> {
    Ok(query.await?.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(" "))
}

#[orm::test(sqlite, postgres, models(Person))]
async fn of_whole_rows() -> orm::Result<()> {
    people().await?;
    assert_eq!(names(younger(40).union(older(20))).await?, "ann bob cat dan");
    assert_eq!(names(younger(40).union_all(older(20))).await?, "ann bob bob cat dan");
    assert_eq!(names(younger(60).intersection(older(20))).await?, "bob cat");
    assert_eq!(names(older(20).difference(older(60))).await?, "bob cat");
    // The whole can be asked like any query.
    let both = younger(10).union(older(60));
    assert_eq!(names(both.clone().order_by(|p| p.age.desc())).await?, "dan ann");
    assert_eq!(names(both.clone().order_by(|p| p.age.desc()).limit(1)).await?, "dan");
    assert_eq!(names(both.clone().filter(|p| p.age.gt(20))).await?, "dan");
    assert_eq!(names(both.clone().filter(|p| p.boss.name.eq("ann"))).await?, "dan");
    assert_eq!((both.clone().count().await?, both.clone().exists().await?), (2, true));
    assert_eq!(both.clone().values(|p| (p.name, p.boss.name)).await?[1], ("dan".to_owned(), Some("ann".to_owned())));
    assert_eq!(both.clone().aggregate(|p| p.age.sum()).await?, Some(87));
    assert_eq!(both.clone().first().await?.unwrap().name, "ann");
    let loaded = both.clone().select_related(|p| p.boss).prefetch_related(|p| p.staff).await?;
    assert_eq!(loaded[1].boss.as_ref().unwrap().get()?.name, "ann");
    assert_eq!(loaded[0].staff.get()?.len(), 3);
    // And written through.
    assert_eq!(both.clone().update(|p| p.age.set(1)).await?, 2);
    assert_eq!(both.filter(|p| p.name.eq("dan")).delete().await?, 1);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Person))]
async fn of_slices_and_of_others() -> orm::Result<()> {
    people().await?;
    let youngest = Person::all().order_by(|p| p.age).limit(1);
    let oldest = Person::all().order_by(|p| p.age.desc()).limit(1);
    assert_eq!(names(youngest.clone().union(oldest.clone())).await?, "ann dan");
    let three = youngest.union(oldest).union(Person::filter(|p| p.name.eq("cat")));
    assert_eq!(names(three.clone()).await?, "ann cat dan");
    assert_eq!(names(Person::all().difference(three)).await?, "bob");
    let nobody = Person::all().none();
    assert_eq!(names(nobody.clone().union(older(60))).await?, "dan");
    assert_eq!(names(older(60).intersection(nobody)).await?, "");
    Ok(())
}

#[orm::test(sqlite, postgres, models(Person))]
async fn of_many() -> orm::Result<()> {
    people().await?;
    let all = |count: usize| std::iter::repeat_n(younger(10), count).reduce(QuerySet::union).unwrap();
    assert_eq!(names(all(500)).await?, "ann");
    let twice = std::iter::repeat_n(younger(40), 60).reduce(QuerySet::union_all).unwrap();
    assert_eq!(twice.count().await?, 120);
    let error = orm::testing::assert_queries(0, names(all(501))).await.unwrap_err();
    assert_eq!(error.to_string(), "the query is too large: one union is of at most 500 queries, and not of 501");
    // As many as are no more than parts of each other go away one after the other.
    drop(all(100_000));
    // What is said of a union's rows is said before others come to them.
    let ages = |query: QuerySet<Person>| query.values(|p| p.age);
    let both = younger(10).union(older(60));
    let three = ages(both.clone()).union(ages(older(40))).order_by(|p| p.age);
    assert_eq!(three.await?, [7, 50, 80]);
    let few = both.clone().filter(|p| p.age.gt(10)).union(younger(40)).union(younger(20));
    assert_eq!(names(few).await?, "ann bob dan");
    assert_eq!(names(both.clone().order_by(|p| p.age).limit(1).union(older(70))).await?, "ann dan");
    let each = both.clone().union_all(both.clone()).union_all(both.clone());
    assert_eq!(each.count().await?, 6);
    assert_eq!(both.clone().union_all(both).union(younger(40)).count().await?, 3);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Person))]
async fn of_values() -> orm::Result<()> {
    people().await?;
    let young = younger(40).values(|p| (p.name, p.age + 1));
    let old = older(20).values(|p| (p.name, p.age + 1));
    let all = young.clone().union(old.clone()).order_by(|p| (p.age + 1).desc());
    let expected = [("dan", 81), ("cat", 51), ("bob", 31), ("ann", 8)].map(|(name, age)| (name.to_owned(), age));
    assert_eq!(all.clone().await?, expected);
    assert_eq!(all.clone().limit(1).offset(1).await?, expected[1..2]);
    assert_eq!(all.clone().filter(|p| p.name.lt("c")).count().await?, 2);
    assert_eq!(young.clone().union_all(old.clone()).count().await?, 5);
    assert_eq!(young.clone().intersection(old.clone()).await?, expected[2..3]);
    assert_eq!(old.difference(young).order_by(|p| p.name).await?, [expected[1].clone(), expected[0].clone()]);
    // Decimals are the same by their value.
    let half = |exact: Decimal| Person::filter(|p| p.name.eq("ann")).values(move |_| orm::literal::<Person, _>(exact));
    assert_eq!(half(Decimal::new(5, 1)).union(half(Decimal::new(50, 2))).count().await?, 1);
    let error = all.filter(|p| p.height.gt(1)).await.unwrap_err();
    insta::assert_snapshot!("behind_a_union", error);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Person))]
async fn of_values_beside_values_that_are_given() -> orm::Result<()> {
    people().await?;
    let marked = |mark: i16, than: i16| older(than).values(move |p| (p.age, orm::literal::<Person, _>(mark)));
    let both = marked(30, 20).union(marked(50, 40));
    assert_eq!(both.clone().count().await?, 5);
    // The number is no column, though one holds the same.
    assert_eq!(both.clone().filter(|p| p.age.eq(30_i16)).await?, [(30, 30)]);
    assert_eq!(both.clone().filter(|p| p.age.gt(30_i16)).count().await?, 4);
    // The model's order counts as far as it is selected, and the first is that of what is.
    assert_eq!(both.clone().first().await?, Some((30, 30)));
    assert_eq!(both.last().await?, Some((80, 50)));
    Ok(())
}
