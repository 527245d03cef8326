//! A shop, with a relation of each kind.

use orm::database::Registration;
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_country")]
pub(super) struct Country {
    pub(super) id: i64,
    #[orm(unique)]
    pub(super) name: String,
    pub(super) users: HasMany<User>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_user", ordering = "id")]
pub(super) struct User {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) country: Option<ForeignKey<Country>>,
    pub(super) orders: HasMany<Order>,
    pub(super) profile: HasOne<Profile>,
    #[orm(via = sender)]
    pub(super) sent: HasMany<Message>,
    #[orm(via = receiver)]
    pub(super) received: HasMany<Message>,
    pub(super) groups: ManyToMany<Group, Membership>,
    #[orm(symmetrical)]
    pub(super) friends: ManyToMany<User>,
    pub(super) follows: ManyToMany<User>,
    #[orm(via = follows)]
    pub(super) followers: ManyToMany<User>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_profile")]
pub(super) struct Profile {
    pub(super) id: i64,
    #[orm(on_delete = cascade)]
    pub(super) user: OneToOne<User>,
    pub(super) motto: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_order", ordering = "id")]
pub(super) struct Order {
    pub(super) id: i64,
    #[orm(on_delete = cascade)]
    pub(super) user: ForeignKey<User>,
    pub(super) total: i64,
    pub(super) paid: Option<i64>,
    pub(super) items: HasMany<Item>,
    pub(super) tags: ManyToMany<Tag>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_item", ordering = "id")]
pub(super) struct Item {
    pub(super) id: i64,
    #[orm(on_delete = cascade)]
    pub(super) order: ForeignKey<Order>,
    pub(super) name: String,
    pub(super) price: rust_decimal::Decimal,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_tag", ordering = "name")]
pub(super) struct Tag {
    #[orm(primary_key)]
    pub(super) name: String,
    #[orm(via = tags)]
    pub(super) orders: ManyToMany<Order>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_message")]
pub(super) struct Message {
    pub(super) id: i64,
    pub(super) sender: ForeignKey<User>,
    pub(super) receiver: Option<ForeignKey<User>>,
    pub(super) text: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_group")]
pub(super) struct Group {
    pub(super) id: uuid::Uuid,
    pub(super) name: String,
    pub(super) members: ManyToMany<User, Membership>,
    pub(super) memberships: HasMany<Membership>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "relations_membership", unique(user, group))]
pub(super) struct Membership {
    pub(super) id: i64,
    #[orm(on_delete = cascade)]
    pub(super) user: ForeignKey<User>,
    #[orm(on_delete = cascade)]
    pub(super) group: ForeignKey<Group>,
    #[orm(default = "member".to_owned())]
    pub(super) role: String,
}

/// The tables of all of them.
pub(super) const TABLES: &[Registration] =
    orm::models![Country, User, Profile, Order, Item, Tag, Message, Group, Membership];

/// Three users in two countries and none; ann with three orders, bob with one, and cyd with none.
pub(super) async fn shop() -> [User; 3] {
    let france = Country::create().name("France").await.unwrap();
    let japan = Country::create().name("Japan").await.unwrap();
    let ann = User::create().name("ann").country(&france).await.unwrap();
    let bob = User::create().name("bob").country(&japan).await.unwrap();
    let cyd = User::create().name("cyd").await.unwrap();
    Profile::create().user(&ann).motto("onwards").await.unwrap();
    for (user, total, paid) in [(&ann, 10, Some(10)), (&ann, 200, None), (&bob, 50, Some(20)), (&ann, 30, Some(5))] {
        let order = Order::create().user(user).total(total).paid(paid).await.unwrap();
        let item = |price: i64| Item::create().order(&order).name(format!("{total}")).price(price);
        Item::bulk_create([item(total / 2), item(total - total / 2)]).await.unwrap();
    }
    [ann, bob, cyd]
}
