use syn::Result;

use super::{derive, refused_field};

const LISTS: &str = "a list in a column cannot hold lists: keep them as a document in a Json<Vec<..>>";

const MANY: &str = "a relation names the model on its other side, and one between the two if there is one: \
                    ManyToMany<Tag>, or ManyToMany<Group, Membership>";

#[test]
fn types_that_fit_no_column() -> Result<()> {
    let other = "a column cannot hold this: use a type that implements `orm::value::Field`";
    let cases = [
        ("&'static str", "a model owns its values: use String in place of &str"),
        ("&'static [u8]", "a model owns its values: use Vec<u8> in place of &[u8]"),
        ("Option<&'static i64>", "a model owns its values: write the type without `&`"),
        ("u8", "`u8` is no column type: use u16"),
        ("Option<usize>", "`usize` is no column type: use u64"),
        ("isize", "`isize` is no column type: use i64"),
        ("u128", "`u128` is no column type: use Decimal"),
        ("i128", "`i128` is no column type: use Decimal"),
        ("char", "`char` is no column type: use String with max_length = 1"),
        ("Box<str>", "`Box` is no column type: use String"),
        ("std::sync::Arc<i64>", "`Arc` is no column type: use the type inside it"),
        ("Cow<'static, str>", "`Cow` is no column type: use String"),
        ("HashMap<String, i64>", "`HashMap` is no column type: use Json around it"),
        ("std::time::SystemTime", "`SystemTime` is no column type: use DateTime<Utc>"),
        ("Instant", "`Instant` is no column type: use DateTime<Utc>"),
        ("Vec<Vec<String>>", LISTS),
        ("Vec<Option<Vec<i64>>>", LISTS),
        ("[i64; 3]", "a list in a column has any length: use Vec in place of an array"),
        ("[u8; 16]", "use Vec<u8> in place of an array"),
        ("(i64, i64)", "a column holds one value: write a field for each part of the tuple"),
        ("fn() -> i64", other),
        ("*const u8", other),
        ("Option<Option<i64>>", "an Option in an Option is NULL twice: write one Option"),
        ("ForeignKey", "a foreign key names the one model that it points at: ForeignKey<User>"),
        (
            "ForeignKey<A, B>",
            "`B` is no key of `A`: mark a field of `A` with #[orm(alternate_key)], which makes `ABy` and the field's name",
        ),
        ("ForeignKey<A, AByB, C>", "a foreign key names the one model that it points at: ForeignKey<User>"),
        ("ForeignKey<Option<A>>", "the Option goes around the foreign key: Option<ForeignKey<User>>"),
        ("OneToOne", "a foreign key names the one model that it points at: OneToOne<User>"),
        ("OneToOne<Option<A>>", "the Option goes around the foreign key: Option<OneToOne<User>>"),
        ("Option<HasMany<Order>>", "a relation may always hold no row: write HasMany<..> without Option"),
        ("Option<orm::HasOne<A>>", "a relation may always hold no row: write HasOne<..> without Option"),
        ("Option<ManyToMany<A, B>>", "a relation may always hold no row: write ManyToMany<..> without Option"),
        ("HasMany<Option<Order>>", "a relation may always hold no row: write the model without Option"),
        ("ManyToMany<Option<Order>>", "a relation may always hold no row: write the model without Option"),
        ("HasMany", "a relation names the one model on its other side: HasMany<Order>"),
        ("HasOne<A, B>", "a relation names the one model on its other side: HasOne<Order>"),
        ("ManyToMany", MANY),
        ("ManyToMany<A, B, C>", MANY),
        ("ManyToMany<'a>", MANY),
    ];
    for (ty, message) in cases {
        refused_field(&format!("a: {ty}"), &[message])?;
        assert!(!derive(&format!("struct A {{ id: i64, a: {ty} }}"))?.1.can_expand(), "{ty}");
    }
    Ok(())
}

#[test]
fn types_that_are_left_to_the_compiler() -> Result<()> {
    let types = [
        "i16",
        "bool",
        "Option<String>",
        "std::option::Option<f64>",
        "Vec<u8>",
        "Option<std::vec::Vec<u8>>",
        "chrono::DateTime<chrono::Utc>",
        "serde_json::Value",
        "Metres",
        "crate::money::Box",
        "my_clock::Instant",
        "<Metres as Unit>::Stored",
        "ForeignKey<crate::User>",
        "Option<orm::ForeignKey<User>>",
    ];
    for ty in types {
        refused_field(&format!("a: {ty}"), &[])?;
    }
    Ok(())
}
