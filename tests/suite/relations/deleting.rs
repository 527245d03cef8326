//! What becomes of rows that point at one that is deleted.

use orm::prelude::*;

#[derive(Model, Debug)]
#[orm(table = "deleting_owner")]
struct Owner {
    id: i64,
    pets: HasMany<Pet>,
}

#[derive(Model, Debug)]
#[orm(table = "deleting_pet")]
struct Pet {
    #[orm(primary_key)]
    name: String,
    #[orm(on_delete = protect)]
    owner: ForeignKey<Owner>,
    toys: ManyToMany<Toy>,
}

#[derive(Model, Debug)]
#[orm(table = "deleting_toy")]
struct Toy {
    id: i64,
    #[orm(on_delete = cascade)]
    part_of: Option<ForeignKey<Toy>>,
    #[orm(on_delete = cascade)]
    favourite_of: Option<ForeignKey<Pet>>,
}

#[orm::test(sqlite, postgres, models(Owner, Pet, Toy))]
async fn protected_rows_are_named() {
    let owner = Owner::create().await.unwrap();
    Pet::bulk_create(["rex", "tom", "ben", "kit", "max", "joe"].map(|name| Pet::create().name(name).owner(&owner)))
        .await
        .unwrap();
    let error = owner.delete().await.unwrap_err();
    let orm::Error::Protected { model: "Owner", by } = &error else { panic!("{error:?}") };
    assert_eq!((by[0].model, by[0].field, by[0].keys.len(), by[0].and_more), ("Pet", "owner", 5, true));
    Pet::filter(|p| p.name.ne("rex")).delete().await.unwrap();
    let error = Owner::all().delete().everything().await.unwrap_err();
    let expected = "Owner cannot be deleted, because other rows point at it: Pet \"rex\" by owner";
    assert_eq!(error.to_string(), expected);
    assert_eq!(Owner::all().delete().everything().with_counts().await.unwrap_err().to_string(), expected);
    assert_eq!(Owner::all().count().await.unwrap(), 1);
    let inside = orm::atomic(async {
        let error = owner.delete().await.unwrap_err();
        // PostgreSQL answers nothing more in a transaction that is broken.
        assert!(matches!(error, orm::Error::Protected { .. } | orm::Error::ForeignKeyViolation { .. }), "{error:?}");
        Err::<(), _>(error)
    });
    assert!(inside.await.is_err());
    Pet::all().delete().everything().await.unwrap();
    owner.delete().await.unwrap();
}

#[orm::test(sqlite, postgres, models(Owner, Pet, Toy))]
async fn counts_of_what_went() {
    let owner = Owner::create().await.unwrap();
    let rex = Pet::create().name("rex").owner(&owner).await.unwrap();
    let ball = Toy::create().favourite_of(&rex).await.unwrap();
    let valve = Toy::create().part_of(&ball).favourite_of(&rex).await.unwrap();
    let cap = Toy::create().part_of(&valve).await.unwrap();
    let stick = Toy::create().await.unwrap();
    rex.toys.add([&ball, &cap, &stick]).await.unwrap();
    let counts = Pet::filter(|p| p.name.eq("rex")).delete().with_counts().await.unwrap();
    let count = |model: &str| counts.iter().find(|(name, _)| *name == model).map(|(_, count)| *count);
    assert_eq!((count("Pet"), count("Toy"), count("Pet.toys"), counts.len()), (Some(1), Some(3), Some(3), 3));
    assert_eq!(Toy::all().values(|t| t.id).await.unwrap(), [stick.id]);
    assert!(Pet::all().delete().everything().with_counts().await.unwrap().is_empty());
    assert!(Pet::all().none().delete().with_counts().await.unwrap().is_empty());
    assert!(owner.pets.load().await.unwrap().is_empty());
}

#[derive(Model, Debug)]
#[orm(table = "deleting_street")]
struct Street {
    id: i64,
}

#[derive(Model, Debug)]
#[orm(table = "deleting_house")]
struct House {
    id: i64,
    #[orm(on_delete = cascade)]
    street: ForeignKey<Street>,
}

#[derive(Model, Debug)]
#[orm(table = "deleting_flat")]
struct Flat {
    id: i64,
    #[orm(on_delete = cascade)]
    house: ForeignKey<House>,
    #[orm(on_delete = do_nothing)]
    street: Option<ForeignKey<Street>>,
}

#[derive(Model, Debug)]
#[orm(table = "deleting_lodger")]
struct Lodger {
    id: i64,
    flat: ForeignKey<Flat>,
}

#[orm::test(sqlite, postgres, models(Street, House, Flat, Lodger))]
async fn what_stops_a_cascade_further_on() {
    let street = Street::create().await.unwrap();
    let house = House::create().street(&street).await.unwrap();
    let flat = Flat::create().house(&house).street(&street).await.unwrap();
    let lodger = Lodger::create().flat(&flat).await.unwrap();
    let error = street.delete().await.unwrap_err();
    let orm::Error::Protected { model: "Street", by } = &error else { panic!("{error:?}") };
    assert_eq!((by.len(), by[0].model, by[0].field, by[0].of), (1, "Flat", "street", "Street"));
    Flat::all().update(|f| f.street.set(None)).await.unwrap();
    let error = street.delete().await.unwrap_err();
    let expected = "Street cannot be deleted, because other rows point at it: Lodger 1 by flat, which points at a Flat that goes with it";
    assert_eq!(error.to_string(), expected);
    lodger.delete().await.unwrap();
    street.delete().await.unwrap();
    assert_eq!(Flat::all().count().await.unwrap(), 0);
}
