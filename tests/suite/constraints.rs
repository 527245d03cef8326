//! Every kind of constraint, also those that only the database knows, comes back as its own error, and the connection is
//! usable after it: by itself, in a savepoint, and at the commit.

use orm::prelude::*;
use orm::sql::Dialect;
use orm::{Db, Error};

#[derive(Model, Debug, Clone)]
#[orm(table = "constraint_room", unique(floor, number), check(constraint_room_beds = |r| r.beds.gt(0) & r.beds.lt(r.number)))]
struct Room {
    id: i64,
    #[orm(unique)]
    code: String,
    #[orm(default = 1)]
    floor: i32,
    number: i32,
    #[orm(default = 1)]
    beds: i32,
    guest: Option<String>,
    alias: Option<String>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "constraint_stay")]
struct Stay {
    id: i64,
    room: Option<ForeignKey<Room>>,
    #[orm(default = 0)]
    begins: i32,
    #[orm(default = 1)]
    ends: i32,
}

/// What a model cannot say.
async fn tables(db: &Db) {
    let postgres = db.dialect() == Dialect::Postgres;
    let mut statements = vec![
        "CREATE UNIQUE INDEX constraint_room_guest_now ON constraint_room (guest) WHERE beds > 1",
        "CREATE UNIQUE INDEX constraint_room_alias_lower ON constraint_room (lower(alias))",
    ];
    if postgres {
        statements.extend([
            "ALTER TABLE constraint_stay ALTER CONSTRAINT constraint_stay_room_id_fkey DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE constraint_stay ADD CONSTRAINT constraint_stay_apart
                 EXCLUDE USING gist (int4range(begins, ends) WITH &&)",
            "ALTER TABLE constraint_stay ADD CONSTRAINT constraint_stay_begins EXCLUDE USING btree (begins WITH =)",
        ]);
    } else {
        statements.extend([
            "DROP TABLE constraint_stay",
            "CREATE TABLE constraint_stay (
                 id INTEGER PRIMARY KEY, room_id INTEGER REFERENCES constraint_room (id) DEFERRABLE INITIALLY DEFERRED,
                 begins INTEGER NOT NULL, ends INTEGER NOT NULL) STRICT",
        ]);
    }
    for statement in statements {
        orm::execute(statement, ()).using(db).await.unwrap();
    }
}

fn room(number: i32) -> NewRoom {
    Room::create().code(format!("{number}")).number(number)
}

/// What an error says: its kind, the model, the fields, and the constraint.
fn told(error: &Error) -> (&'static str, &str, Vec<&str>, Option<&str>) {
    let (kind, model, fields, constraint) = match error {
        Error::UniqueViolation { model, fields, constraint } => ("unique", model, fields, constraint),
        Error::ForeignKeyViolation { model, fields, constraint } => ("foreign key", model, fields, constraint),
        Error::CheckViolation { model, fields, constraint } => ("check", model, fields, constraint),
        Error::ExclusionViolation { model, fields, constraint } => ("exclusion", model, fields, constraint),
        Error::NotNullViolation { model, fields } => ("not null", model, fields, &None),
        other => panic!("{other:?}"),
    };
    (kind, model, fields.iter().map(String::as_str).collect(), constraint.as_deref())
}

/// What violates this constraint, and nothing else.
async fn violate(kind: &str) -> orm::Result<()> {
    match kind {
        "primary key" => room(50).id(Room::all().first().await?.map_or(1, |room| room.id)).await.map(drop),
        "unique" => room(51).code("10").await.map(drop),
        "composite" => room(10).code("other").await.map(drop),
        "partial" => room(52).guest("ann").beds(2).await.map(drop),
        "expression" => room(53).alias("SUITE").await.map(drop),
        "check" => room(54).beds(0).await.map(drop),
        "not null" => {
            orm::raw::<i64>("INSERT INTO constraint_room (code) VALUES ('55') RETURNING id", ()).await.map(drop)
        }
        "foreign key" => Stay::create().room(99).begins(70).ends(71).await.map(drop),
        "exclusion" => Stay::create().begins(5).ends(20).await.map(drop),
        "exclusion by column" => Stay::create().begins(10).ends(10).await.map(drop),
        other => panic!("{other}"),
    }
}

const KINDS: [(&str, (&str, &str, &[&str], Option<&str>)); 7] = [
    ("primary key", ("unique", "Room", &["id"], Some("constraint_room_pkey"))),
    ("unique", ("unique", "Room", &["code"], Some("constraint_room_code_key"))),
    ("composite", ("unique", "Room", &["floor", "number"], Some("constraint_room_floor_number_key"))),
    ("partial", ("unique", "Room", &["guest"], Some("constraint_room_guest_now"))),
    ("expression", ("unique", "Room", &[], Some("constraint_room_alias_lower"))),
    ("check", ("check", "Room", &["beds", "number"], Some("constraint_room_beds"))),
    ("not null", ("not null", "Room", &["floor"], None)),
];

const EXCLUSIONS: [(&str, (&str, &str, &[&str], Option<&str>)); 2] = [
    ("exclusion", ("exclusion", "Stay", &[], Some("constraint_stay_apart"))),
    ("exclusion by column", ("exclusion", "Stay", &["begins"], Some("constraint_stay_begins"))),
];

#[orm::test(sqlite, postgres, models(Room, Stay))]
async fn each_kind_is_told(db: Db) {
    tables(&db).await;
    room(10).guest("ann").beds(2).alias("suite").await.unwrap();
    Stay::create().begins(10).ends(15).await.unwrap();
    let exclusions = if db.dialect() == Dialect::Postgres { &EXCLUSIONS[..] } else { &[] };
    for (kind, (name, model, fields, constraint)) in KINDS.iter().chain(exclusions) {
        let expected = (*name, *model, fields.to_vec(), *constraint);
        let error = violate(kind).await.unwrap_err();
        assert_eq!(told(&error), expected, "{kind}");
        let rows = Room::all().count().await.unwrap();
        // In a savepoint, after which the transaction goes on.
        orm::atomic(async {
            let number = i32::try_from(rows).unwrap() + 100;
            room(number).await?;
            let error = orm::atomic(async { violate(kind).await }).await.unwrap_err();
            assert_eq!(told(&error), expected, "{kind} in a savepoint");
            Ok(())
        })
        .await
        .unwrap();
        let error = orm::transaction().retry(5).run(async || violate(kind).await).await.unwrap_err();
        assert_eq!(told(&error), expected, "{kind} in a transaction");
        assert_eq!(Room::all().count().await.unwrap(), rows + 1, "{kind}");
    }
    assert_eq!(
        violate("check").await.unwrap_err().to_string(),
        "Room does not satisfy a check (constraint constraint_room_beds)"
    );
}

#[orm::test(sqlite, postgres, models(Room, Stay), builder = Db::builder().pool_size(1))]
async fn a_deferred_foreign_key_is_told_at_the_commit(db: Db) {
    tables(&db).await;
    let expected = ("foreign key", "Stay", vec!["room"], Some("constraint_stay_room_id_fkey"));
    // By itself.
    assert_eq!(told(&violate("foreign key").await.unwrap_err()), expected);
    for nested in [false, true] {
        let mut reached = false;
        let block = orm::atomic(async {
            room(10).await?;
            if nested {
                orm::atomic(async { violate("foreign key").await }).await?;
            } else {
                violate("foreign key").await?;
            }
            reached = true;
            Ok(())
        });
        let error = block.await.unwrap_err();
        assert_eq!(told(&error), expected);
        assert!(reached, "it is the commit that fails");
        assert_eq!(
            error.to_string(),
            "the foreign key room of Stay would point at no row (constraint constraint_stay_room_id_fkey)"
        );
        assert_eq!(Room::all().count().await.unwrap() + Stay::all().count().await.unwrap(), 0);
    }
    let tx = db.begin().await.unwrap();
    Stay::create().room(99).using(&tx).await.unwrap();
    assert_eq!(told(&tx.commit().await.unwrap_err()), expected);
    // Mended before the commit, it is none.
    orm::atomic(async {
        Stay::create().room(7).await?;
        room(10).id(7).await
    })
    .await
    .unwrap();
    assert_eq!(Stay::all().count().await.unwrap(), 1);
}
