//! Which foreign key it was that points at no row, where a model has several.

use orm::Error;
use orm::prelude::*;

#[derive(Model, Debug, Clone)]
#[orm(table = "fkn_users")]
struct User {
    id: i64,
    #[orm(alternate_key)]
    code: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "fkn_seats")]
struct Seat {
    #[orm(primary_key)]
    row: i32,
    #[orm(primary_key)]
    place: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "fkn \"tickets\"")]
struct Ticket {
    id: i64,
    #[orm(unique)]
    name: String,
    owner: Option<ForeignKey<User>>,
    #[orm(column = "sold \"by\"")]
    seller: Option<ForeignKey<User, UserByCode>>,
    seat: Option<ForeignKey<Seat>>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "fkn_nodes")]
struct Node {
    id: i64,
    #[orm(alternate_key)]
    name: String,
    parent: Option<ForeignKey<Node>>,
    like: Option<ForeignKey<Node, NodeByName>>,
    owner: Option<ForeignKey<User>>,
}

fn ticket(name: &str) -> NewTicket {
    Ticket::create().name(name)
}

#[track_caller]
fn names(error: Error, field: &str, constraint: &str) {
    let Error::ForeignKeyViolation { model, fields, constraint: found } = &error else { panic!("{error:?}") };
    assert_eq!((&**model, &fields[..], found.as_deref()), ("Ticket", &[field.to_owned()][..], Some(constraint)));
}

const OWNER: &str = "fkn \"tickets\"_owner_id_fkey";
const SELLER: &str = "fkn \"tickets\"_sold \"by\"_fkey";
const SEAT: &str = "fkn \"tickets\"_seat_id_fkey";

#[orm::test(sqlite, postgres, models(User, Seat, Ticket))]
async fn however_rows_are_written() {
    let ann = User::create().code("a").await.unwrap();
    let seat = Seat::create().row(1).place("x").await.unwrap();
    let sound = || ticket("a").owner(&ann).seller("a").seat(&seat);

    names(sound().owner(7).await.unwrap_err(), "owner", OWNER);
    names(sound().seller("b").await.unwrap_err(), "seller", SELLER);
    let many = |wrong: NewTicket| [sound(), ticket("b"), wrong, ticket("d").seller("a")];
    names(Ticket::bulk_create(many(ticket("c").seller("?"))).await.unwrap_err(), "seller", SELLER);
    let nowhere = Seat { row: 2, place: "x".to_owned() };
    names(Ticket::bulk_create(many(ticket("c").seat(&nowhere))).await.unwrap_err(), "seat", SEAT);
    let error = Ticket::bulk_create(many(ticket("a").owner(9))).on_conflict(|t| t.name).do_update(|t| t.owner).await;
    assert!(error.is_err());
    let error = ticket("x").owner(9).on_conflict(|t| t.name).do_update(|t| t.owner).await.unwrap_err();
    names(error, "owner", OWNER);
    names(Ticket::copy_in_iter(many(ticket("c").owner(9))).await.unwrap_err(), "owner", OWNER);
    let mut batch = orm::batch();
    batch.create_all(many(ticket("c").owner(9)));
    names(batch.commit().await.unwrap_err(), "owner", OWNER);

    let mut made = Ticket::bulk_create([sound(), ticket("b")]).await.unwrap();
    names(Ticket::all().update(|t| t.seller.set("none")).await.unwrap_err(), "seller", SELLER);
    names(made[0].update(|t| t.owner.set(8)).await.unwrap_err(), "owner", OWNER);
    made[1].owner = Some(ForeignKey::new(8));
    names(made[1].save().await.unwrap_err(), "owner", OWNER);
    names(Ticket::bulk_update(&mut made, |t| (t.owner, t.seller)).await.unwrap_err(), "owner", OWNER);

    // Within a transaction, in which rows that are pointed at may be new.
    let error = orm::atomic(async {
        let bob = User::create().code("b").await?;
        Ticket::bulk_create([ticket("e").owner(&bob).seller("b"), ticket("f").owner(&bob).seller("c")]).await
    });
    names(error.await.unwrap_err(), "seller", SELLER);
    assert_eq!(Ticket::all().count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models(User, Node))]
async fn beside_rows_that_point_at_themselves() {
    let field = |error: Error| {
        let Error::ForeignKeyViolation { fields, .. } = &error else { panic!("{error:?}") };
        fields.join(" ")
    };
    let node = || Node::create().id(5).name("a").parent(5).like("a");
    assert_eq!(field(node().owner(99).await.unwrap_err()), "owner");
    assert_eq!(field(node().parent(6).await.unwrap_err()), "parent");
    assert_eq!(field(node().like("b").await.unwrap_err()), "like");
    assert_eq!(field(Node::bulk_create([node().owner(99)]).await.unwrap_err()), "owner");
    let mut made = node().await.unwrap();
    assert_eq!(field(made.update(|n| (n.parent.set(5), n.owner.set(99))).await.unwrap_err()), "owner");
    assert_eq!(field(made.update(|n| n.parent.set(6)).await.unwrap_err()), "parent");
}
