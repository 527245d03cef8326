//! Relations without a column.

use quote::ToTokens;
use syn::Result;

use super::{derive, refused, refused_field};
use crate::ir::{Reverse, ReverseKind};

const VIA: &str = "`via` names fields of the other model without quotes: via = user, or via(user, group) where a model \
                   stands between the two";

#[test]
fn what_is_understood() -> Result<()> {
    let (model, ctxt) = derive(
        "struct User {
            id: i64,
            /// Newest first.
            pub orders: orm::HasMany<crate::Order>,
            #[orm(via = r#type)] typed: HasMany<Order>,
            profile: HasOne<Profile>,
            #[orm(table = \"befriended\", symmetrical)] friends: ManyToMany<User>,
            #[orm(via(user, group))] groups: ManyToMany<Group, Membership>,
            #[orm(via = users)] r#mod: ManyToMany<Tag>,
        }",
    )?;
    assert_eq!(ctxt.messages(), Vec::<String>::new());
    let relations = model.map(|model| model.reverse).unwrap_or_default();
    let describe = |relation: &Reverse| {
        let kind = match &relation.kind {
            ReverseKind::HasMany => "many".to_owned(),
            ReverseKind::HasOne => "one".to_owned(),
            ReverseKind::ManyToMany(link) => format!("linked {}", link.to_token_stream()),
        };
        let via: Vec<_> = relation.via.iter().map(ToString::to_string).collect();
        format!("{} {kind} {} {via:?} {}", relation.name(), relation.target.to_token_stream(), relation.makes_link())
    };
    assert_eq!(
        relations.iter().map(describe).collect::<Vec<_>>(),
        [
            "orders many crate :: Order [] false",
            "typed many Order [\"r#type\"] false",
            "profile one Profile [] false",
            "friends linked  User [] true",
            "groups linked Membership Group [\"user\", \"group\"] false",
            "mod linked  Tag [\"users\"] false",
        ]
    );
    let table = relations[3].table.as_ref().map(syn::LitStr::value);
    assert!(table.as_deref() == Some("befriended") && relations[3].symmetrical.is_some());
    assert_eq!((relations[0].docs.len(), relations.iter().filter(|relation| relation.unreadable).count()), (1, 0));
    Ok(())
}

#[test]
fn attributes_that_cannot_be_read() -> Result<()> {
    let elsewhere = |name| {
        format!("there is no `{name}`: the other side is a field of the other model, such as orders: HasMany<Order>")
    };
    let (related_name, back_populates) = (elsewhere("related_name"), elsewhere("back_populates"));
    let cases = [
        ("#[orm(via = \"user\")] a: HasMany<B>", VIA),
        ("#[orm(via)] a: HasMany<B>", VIA),
        ("#[orm(via = )] a: HasMany<B>", VIA),
        ("#[orm(via(user))] a: ManyToMany<B, C>", VIA),
        ("#[orm(via(a, b, c))] a: ManyToMany<B, C>", VIA),
        ("#[orm(via = a, via = b)] a: HasMany<B>", "`via` is given twice: remove one"),
        ("#[orm(vai = a)] a: HasMany<B>", "unknown attribute `vai`: did you mean `via`?"),
        ("#[orm(table = a)] a: ManyToMany<B>", "`table` takes text in quotes: table = \"order_tags\""),
        (
            "#[orm(symmetrical = true)] a: ManyToMany<User>",
            "`symmetrical` above a field takes no value: write just `symmetrical`",
        ),
        ("#[orm(unique)] a: HasMany<B>", "`unique` belongs above the foreign key on the other side: move it there"),
        (
            "#[orm(on_delete = cascade)] a: HasMany<B>",
            "`on_delete` belongs above the foreign key on the other side: move it there",
        ),
        ("#[orm(related_name = \"b\")] a: HasMany<B>", related_name.as_str()),
        ("#[orm(related_name = \"b\")] a: ForeignKey<B>", related_name.as_str()),
        ("#[orm(back_populates = \"b\")] a: ManyToMany<B>", back_populates.as_str()),
        (
            "#[orm(through = B)] a: ManyToMany<C>",
            "there is no `through`: write the model between the two in the type, as in ManyToMany<Group, Membership>",
        ),
        ("#[orm(via = b)] a: i64", "`via` belongs above a HasMany, HasOne or ManyToMany: move it there"),
        (
            "#[orm(symmetrical)] a: ForeignKey<B>",
            "`symmetrical` belongs above a HasMany, HasOne or ManyToMany: move it there",
        ),
    ];
    for (field, message) in cases {
        refused_field(field, &[message])?;
    }
    Ok(())
}

#[test]
fn attributes_that_make_no_sense() -> Result<()> {
    let makes_none = "`table` names the table that is made for a ManyToMany: this relation makes none";
    let itself = "`symmetrical` belongs on a relation of a model with itself: ManyToMany<User>";
    let name = "a table's name has 1 to 63 bytes, and no NUL: choose another";
    let two = "`via` takes two fields only where a model stands between the two: write via = field";
    let cases = [
        ("#[orm(table = \"b\")] a: HasMany<B>", makes_none),
        ("#[orm(table = \"b\")] a: ManyToMany<B, C>", makes_none),
        ("#[orm(table = \"b\", via = b)] a: ManyToMany<B>", makes_none),
        ("#[orm(table = \"\")] a: ManyToMany<B>", name),
        ("#[orm(table = \"a\\0\")] a: ManyToMany<B>", name),
        ("#[orm(symmetrical)] a: ManyToMany<B>", itself),
        ("#[orm(symmetrical)] a: HasMany<User>", itself),
        ("#[orm(symmetrical)] a: ManyToMany<User, Friendship>", itself),
        ("#[orm(symmetrical, via = b)] a: ManyToMany<User>", itself),
        ("#[orm(via(a, b))] a: HasMany<B>", two),
        ("#[orm(via(a, b))] a: ManyToMany<B>", two),
        (
            "#[orm(via = b)] a: ManyToMany<B, C>",
            "the model between the two has a foreign key to each: write via(near, far)",
        ),
    ];
    for (field, message) in cases {
        refused_field(field, &[message])?;
    }
    let long = "a".repeat(60);
    refused(
        &format!("struct User {{ id: i64, {long}: ManyToMany<B> }}"),
        &[&format!(
            "the table `user_{long}` would have a name of more than 63 bytes: choose one with #[orm(table = \"..\")]"
        )],
    )
}
